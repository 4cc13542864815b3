/* A search query (检索式) as typed. Any bytes are a query; what makes no sense as an operator is text.
   - words parted by blanks must all occur (AND); OR or | between two; NOT, or - before a word, excludes; brackets
     group; "…" and “…” is one phrase, blanks and operators inside are text;
   - title:X year:2023 year:2021-2023 kind:X org:X, also 标题: 年份: 类别: 单位:, with ASCII or full-width colon.
   A word is any substring, from one character on. */
#ifndef TEXT_QUERY_H
#define TEXT_QUERY_H

#include "base/arena.h"
#include "base/str.h"

enum query_kind {
    QUERY_TEXT,  /* `text`, normalised code points, anywhere in the text or its title */
    QUERY_TITLE, /* the same, in the title */
    QUERY_YEAR,  /* from … to */
    QUERY_KIND,  /* `text` in the kind's code or title */
    QUERY_ORG,   /* `text` in the org's name */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT, /* left is excluded: only below QUERY_AND's right side or at the top */
    QUERY_ALL, /* everything: what a query of filters or NOT alone starts from */
    QUERY_NONE /* an empty query */
};

struct query {
    enum query_kind kind;
    const uint32_t *cp; /* normalised (text/norm.h) */
    size_t n;
    struct str text; /* the same as UTF-8 */
    int from, to;    /* years */
    struct query *left, *right;
};

/* Never NULL; in the arena. Limits: the first 1,000 bytes… of a longer query count (QUERY_BYTES_MAX), at most
   QUERY_WORDS_MAX words, brackets to QUERY_DEPTH_MAX; *cut tells that something was left out. */
enum {
    QUERY_BYTES_MAX = 40000,
    QUERY_WORDS_MAX = 64,
    QUERY_DEPTH_MAX = 16
};
struct query *query_parse(struct arena *a, struct str typed, bool *cut);
/* The words that are looked for (not those excluded), for marking them in a text; at most `max`. */
size_t query_words(const struct query *q, const struct query **words, size_t max);

#endif
