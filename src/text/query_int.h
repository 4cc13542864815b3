/* The tokens of a query. */
#ifndef TEXT_QUERY_INT_H
#define TEXT_QUERY_INT_H

#include "text/query.h"

enum query_token_kind {
    TOKEN_WORD,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT
};

struct query_token {
    enum query_token_kind kind;
    struct query *word; /* of TOKEN_WORD: TEXT, TITLE, YEAR, KIND or ORG */
    struct str raw;     /* of AND, OR, NOT: as typed, for when it turns out to be text */
};

struct query_tokens {
    struct query_token *v;
    size_t n, words;
    bool cut;
};

/* In the arena; at most QUERY_WORDS_MAX words. Each CLOSE has its OPEN, an OPEN need not have a CLOSE; they are nested
   to QUERY_DEPTH_MAX. Every AND, OR and NOT stands where it makes sense. */
struct query_tokens query_lex(struct arena *a, struct str typed);
/* A word that is looked for as `kind`; n is 0 when nothing of it is left. */
struct query *query_word(struct arena *a, enum query_kind kind, struct str raw);

#endif
