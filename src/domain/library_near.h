/* Near-duplicates among the documents of a portion and those in the store. Private to the library. */
#ifndef DOMAIN_LIBRARY_NEAR_H
#define DOMAIN_LIBRARY_NEAR_H

#include "domain/library_int.h"

struct near_place;

/* Of one run of a job. */
struct library_near {
    struct arena *arena;
    int64_t root_id;
    const struct library_prep **docs; /* that were added */
    size_t n;
    struct near_place *places; /* hash table */
    size_t slots;
};

struct library_alike {
    int64_t doc_id; /* 0: none */
    int per_mille;
};

/* Room for so many documents. */
void library_near_begin(struct library_near *near, struct arena *a, size_t docs, int64_t root_id);
/* The one that is most alike. */
bool library_near_find(struct work *w, struct library_near *near, const struct library_prep *p,
    struct library_alike *best, struct err *e);
/* p->id is known; p lives until library_near_write. */
bool library_near_add(
    struct work *w, struct library_near *near, const struct library_prep *p, struct err *e);
/* Once, after all. */
bool library_near_write(struct work *w, struct library_near *near, struct err *e);

#endif
