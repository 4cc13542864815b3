/* A search query (检索式) as typed. Any bytes are a query; what makes no sense as an operator is text.

     query  = either { "OR" either | "|" either }
     either = part { ["AND"] part }                      binds closer than OR
     part   = { "NOT" | "-" } ( "(" query ")" | word )
     word   = [ "title" ":" | "kind" ":" | "org" ":" ] ( text | "phrase" ) | "year" ":" year [ "-" year ]

   - Words parted by blanks must all occur; a word is any substring, from one character on.
   - AND, OR, NOT are operators only as whole words in capitals and between what they join: "OR" alone, "a AND",
     "NOT" at the end are text. | needs no blanks around it.
   - "-" excludes only at the beginning of a word and directly before it: COVID-19, 2021-2023 and a lone - are text.
   - "…" and “…” are a phrase: blanks, operators and the other sort of quote inside are text. Quotes and brackets are
     such only at the beginning of a word: 学习“两山”理念 and 会议（扩大） are words; so are “两山”理念 and （扩大）会议,
     where text follows at once on what holds no blank and no |; and (). What is not closed reaches to the end.
   - title: year: kind: org:, also 标题: 年份: 类别: 单位:, the value directly behind. A year has four digits; a range
     may be written with - – ~. With another value it is text.
   - Wide forms of signs and letters are the same as ASCII ones.
   - What is empty once normalised (only zero-width characters, "") is as if it were not there. */
#ifndef TEXT_QUERY_H
#define TEXT_QUERY_H

#include "base/arena.h"
#include "base/str.h"

enum query_kind {
    QUERY_TEXT,  /* `text`, normalised code points, anywhere in the text or its title */
    QUERY_TITLE, /* the same, in the title */
    QUERY_YEAR,  /* from … to, from ≤ to */
    QUERY_KIND,  /* `text` in the kind's code or title */
    QUERY_ORG,   /* `text` in the org's name */
    QUERY_AND,
    QUERY_OR,
    QUERY_NOT, /* left is excluded */
    QUERY_ALL, /* everything: what a query of filters or NOT alone starts from */
    QUERY_NONE /* an empty query */
};

/* The tree has one form: the top, both sides of OR, the left side of AND and what NOT excludes are each one of TEXT,
   TITLE, AND, OR, ALL; YEAR, KIND, ORG and NOT stand only on the right side of an AND, filters left of NOTs. "year:2023"
   is ALL AND year, "a OR NOT b" is a OR (ALL AND NOT b). NONE is the top or nowhere. */
struct query {
    enum query_kind kind;
    const uint32_t *cp; /* normalised (text/norm.h) */
    size_t n;
    struct str text; /* the same as UTF-8 */
    int from, to;    /* years */
    struct query *left, *right;
};

/* Never NULL; in the arena. Limits: the first QUERY_BYTES_MAX bytes of a longer query count, at most QUERY_WORDS_MAX
   words, brackets to QUERY_DEPTH_MAX (deeper ones are as if they were not there); *cut tells that something was left
   out. The tree is never deeper than QUERY_TREE_MAX. */
enum {
    QUERY_BYTES_MAX = 40000,
    QUERY_WORDS_MAX = 64,
    QUERY_DEPTH_MAX = 16,
    QUERY_TREE_MAX = QUERY_WORDS_MAX + 3 * QUERY_DEPTH_MAX + 4
};
struct query *query_parse(struct arena *a, struct str typed, bool *cut);
/* The words that are looked for (TEXT and TITLE, not those excluded) in the order of the tree, for marking them in a
   text; at most `max`. */
size_t query_words(const struct query *q, const struct query **words, size_t max);

#endif
