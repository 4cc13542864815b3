/* What the files of 检索 share, and what the copy check (domain/copied.h) looks up. Not for other modules. */
#ifndef DOMAIN_SEARCH_INT_H
#define DOMAIN_SEARCH_INT_H

#include "domain/search.h"
#include "text/index.h"

/* ---- for the copy check ---- */

/* A fingerprint of the text that is checked stands at a place of a document that the actor may read. */
struct search_spot {
    int64_t docno;
    uint32_t place; /* code point of the normalised text */
    uint32_t print; /* which of those asked for */
};

struct search_spots {
    struct search_spot *v; /* by docno, then place */
    size_t n;
    uint32_t *docs; /* for each print: in how many documents the actor may read it stands */
};

/* Prints that stand in more than `docs_max` documents give no spots, only their count. */
bool search_spots(struct work *w, const struct index_print *prints, size_t n, uint32_t docs_max,
    struct search_spots *spots, struct err *e);

/* A region of a document's text. */
struct search_region {
    size_t start, end;  /* normalised places, half-open, clipped to the text */
    const uint32_t *cp; /* end - start of them */
    struct str text;    /* the same as it is shown */
};

/* The caller has checked the right, or has the docno from search_spots. ERR_NOT_FOUND for a document that is gone. */
bool search_region(struct work *w, int64_t docno, size_t start, size_t end,
    struct search_region *region, struct err *e);

/* What a document is, for showing it. */
struct search_about {
    enum search_source source;
    int64_t ref_id, org_id;
    struct str kind, title;
    int year;
    struct date dated;
    size_t points;
};

bool search_about(struct work *w, int64_t docno, struct search_about *about, struct err *e);

/* ---- tidying up ---- */

/* Puts some of the records in that were written before there was search (record_search.c); a work_fn. */
bool search_old_records(struct work *w, void *arg, struct err *e);

/* search_tidy that stops after so many jobs as if the process had been killed there: for tests. */
bool search_tidy_some(struct house *house, int64_t jobs, bool *more, struct err *e);

#endif
