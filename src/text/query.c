#include "text/query.h"

#include "text/query_int.h"

struct parser {
    struct arena *a;
    const struct query_token *v;
    size_t n, at;
};

/* Parts that are joined by AND. No level has more than there are words. */
struct parts {
    struct query *v[QUERY_WORDS_MAX];
    size_t n;
};

static struct query *
node(struct arena *a, enum query_kind kind, struct query *left, struct query *right)
{
    struct query *q = arena_new(a, struct query);
    q->kind = kind;
    q->left = left;
    q->right = right;
    return q;
}

static bool
take(struct parser *p, enum query_token_kind kind)
{
    if (p->at == p->n || p->v[p->at].kind != kind)
        return false;
    p->at++;
    return true;
}

/* 0: a set to begin with; 1: a filter; 2: what is excluded. */
static int
rank_of(const struct query *q)
{
    if (q->kind == QUERY_NOT)
        return 2;
    return q->kind == QUERY_YEAR || q->kind == QUERY_KIND || q->kind == QUERY_ORG;
}

static struct query *
join_parts(struct arena *a, const struct parts *parts)
{
    struct query *q = NULL;
    for (int rank = 0; rank <= 2; rank++)
        for (size_t i = 0; i < parts->n; i++) {
            if (rank_of(parts->v[i]) != rank)
                continue;
            if (!q && rank > 0)
                q = node(a, QUERY_ALL, NULL, NULL);
            q = q ? node(a, QUERY_AND, q, parts->v[i]) : parts->v[i];
        }
    return q;
}

static struct query *parse_query(struct parser *p);

/* NULL where only empty brackets stand. */
static struct query *
parse_part(struct parser *p) // NOLINT(misc-no-recursion): QUERY_DEPTH_MAX
{
    bool excluded = false;
    while (take(p, TOKEN_NOT))
        excluded = !excluded;
    struct query *q;
    if (take(p, TOKEN_OPEN)) {
        q = parse_query(p);
        take(p, TOKEN_CLOSE);
    } else {
        q = p->v[p->at++].word;
    }
    if (!q || !excluded)
        return q;
    if (rank_of(q) > 0)
        q = join_parts(p->a, &(struct parts){{q}, 1});
    return node(p->a, QUERY_NOT, q, NULL);
}

static struct query *
parse_either(struct parser *p) // NOLINT(misc-no-recursion): QUERY_DEPTH_MAX
{
    struct parts parts = {.n = 0};
    while (p->at < p->n && p->v[p->at].kind != TOKEN_OR && p->v[p->at].kind != TOKEN_CLOSE) {
        if (take(p, TOKEN_AND))
            continue;
        struct query *part = parse_part(p);
        if (part)
            parts.v[parts.n++] = part;
    }
    return join_parts(p->a, &parts);
}

static struct query *
parse_query(struct parser *p) // NOLINT(misc-no-recursion): QUERY_DEPTH_MAX
{
    struct query *q = parse_either(p);
    while (take(p, TOKEN_OR)) {
        struct query *right = parse_either(p);
        q = q && right ? node(p->a, QUERY_OR, q, right) : q ? q : right;
    }
    return q;
}

struct query *
query_parse(struct arena *a, struct str typed, bool *cut)
{
    struct query_tokens tokens = query_lex(a, typed);
    *cut = tokens.cut;
    struct parser p = {a, tokens.v, tokens.n, 0};
    struct query *q = parse_query(&p);
    return q ? q : node(a, QUERY_NONE, NULL, NULL);
}

size_t
query_words( // NOLINT(misc-no-recursion): QUERY_TREE_MAX
    const struct query *q, const struct query **words, size_t max)
{
    if (!q || q->kind == QUERY_NOT)
        return 0;
    if (q->kind == QUERY_TEXT || q->kind == QUERY_TITLE) {
        if (max > 0)
            words[0] = q;
        return max > 0;
    }
    size_t n = query_words(q->left, words, max);
    return n + query_words(q->right, words + n, max - n);
}
