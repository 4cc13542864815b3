/* Ranking (排序) and counting what was found. */
#ifndef DOMAIN_SEARCH_RANK_H
#define DOMAIN_SEARCH_RANK_H

#include "domain/search_find.h"

enum {
    RANK_NEAR = 200 /* how many of the best are looked at for words standing together */
};

/* A document that was found. */
struct ranked {
    uint32_t block, doc; /* local number */
    uint32_t docno;
    int64_t key; /* larger is better; then the later document */
    struct search_why why;
    bool placed; /* place, span: where the words stand together best */
    uint32_t place, span;
};

struct ranking {
    struct ranked *v; /* the best first: offset + limit of them, or all */
    size_t n;
    int64_t total;
    /* Counts of all hits. */
    int64_t sources[SEARCH_LIBRARY + 1];
    uint32_t *years;   /* YEARS_MAX */
    uint32_t **kinds;  /* by block, kind */
    uint32_t **scopes; /* by block, scope */
};

enum {
    YEARS_MAX = 4096
};

bool find_rank(struct find *f, struct ranking *r, struct err *e);
/* Fills the facets of the result (search_facets.c). */
bool find_facets(struct find *f, const struct ranking *r, struct search_result *out, struct err *e);
/* Fills hits offset … offset + limit (search_hits.c). */
bool find_hits(struct find *f, const struct ranking *r, struct search_result *out, struct err *e);

#endif
