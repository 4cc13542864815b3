/* What the files of tidying up share. */
#ifndef DOMAIN_SEARCH_TIDY_H
#define DOMAIN_SEARCH_TIDY_H

#include "domain/search_view.h"

/* One search_tidy. Everything that is written goes through tidy_write, which makes sure that nobody else tidies. */
struct tidy {
    struct house *house;
    struct reader *reader;
    struct arena *arena; /* of this search_tidy */
    struct actor actor;
    int64_t jobs_left;
    bool stopped; /* there is more, but not now: another tidies, or it is to end */
};

/* A short read of its own: segments do not change, so none needs one moment for all. */
bool tidy_look(struct tidy *t, struct arena *a, struct work *w, struct err *e);
/* Runs fn as a job. False with t->stopped: it was not run. */
bool tidy_write(struct tidy *t, struct arena *a, work_fn fn, void *arg, struct err *e);

/* search_merge.c: blocks from … from + n - 1 of the view become one segment, or none where everything is gone. */
bool tidy_merge(
    struct tidy *t, const struct search_view *view, size_t from, size_t n, struct err *e);

#endif
