#include "domain/search_rank.h"
#include "store/store.h"

#include <time.h>

enum {
    LIMIT_MAX = 200
};

static int64_t
now_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Documents without a text that would be looked into if they had one. */
static int64_t
count_unsearchable(const struct find *f)
{
    int64_t n = 0;
    for (size_t b = 0; b < f->view->n; b++) {
        const struct search_facts *facts = f->blocks[b].b->facts;
        for (uint32_t i = 0; i < facts->empty_n; i++)
            n += bit_get(f->blocks[b].wanted, facts->empty[i]) &&
                facts->source[facts->empty[i]] == SEARCH_LIBRARY;
    }
    return n;
}

static bool
answer(struct find *f, struct search_result *r, struct err *e)
{
    struct ranking ranking;
    if (!find_run(f, e) || !find_rank(f, &ranking, e) || !find_facets(f, &ranking, r, e))
        return false;
    r->total = ranking.total;
    r->unsearchable = count_unsearchable(f);
    return find_hits(f, &ranking, r, e);
}

bool
search_run(struct work *w, const struct search_ask *ask, struct search_result *r, struct err *e)
{
    struct find f;
    int64_t start = now_us();
    struct search_ask bounded = *ask;
    *r = (struct search_result){.total = 0};
    if (bounded.limit > LIMIT_MAX)
        bounded.limit = LIMIT_MAX;
    struct query *query = query_parse(w->arena, ask->typed, &r->cut);
    r->query = query;
    db_map(w->db);
    if (!find_open(&f, w, &bounded, query, e))
        return false;
    bool ok = answer(&f, r, e);
    find_close(&f);
    r->took_us = now_us() - start;
    return ok;
}
