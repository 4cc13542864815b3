/* What the files of 雷同 share. A copy is looked for in four steps: places where fingerprints agree (seeds), the text
   round them compared (matches), the best of each place chosen and judged, and told by what it is. */
#ifndef DOMAIN_COPIED_INT_H
#define DOMAIN_COPIED_INT_H

#include "domain/copied.h"
#include "domain/search_int.h"
#include "text/norm.h"

struct copied_prints {
    const struct index_print *v;
    size_t n;
    uint32_t docs_max;
};

struct copied_place {
    int64_t docno;
    size_t start, end;
};

/* Where copies are looked for: the index (copied.c), or a test's own texts. As search_spots and search_region, which
   say what each gives. */
struct copied_from {
    void *arg;
    bool (*spots)(void *arg, struct arena *a, const struct copied_prints *prints,
        struct search_spots *spots, struct err *e);
    bool (*region)(void *arg, struct arena *a, const struct copied_place *place,
        struct search_region *region, struct err *e);
};

/* The text that is checked. */
struct copied_job {
    struct arena *arena; /* for what is found */
    struct arena *brief; /* reset as the work goes on */
    const struct copied_from *from;
    const uint32_t *cp; /* normalised */
    size_t n;
    int64_t skip; /* docno that is not looked at; 0 none */
};

/* Into job->brief. */
static inline bool
copied_read(const struct copied_job *job, int64_t docno, size_t start, size_t end,
    struct search_region *region, struct err *e)
{
    const struct copied_place place = {docno, start, end};
    return job->from->region(job->from->arg, job->brief, &place, region, e);
}

/* A fingerprint that agrees. */
struct copied_hit {
    uint32_t at, place; /* in the text that is checked, in the document */
    uint32_t docs;      /* documents that have this fingerprint */
    uint32_t next;      /* the next hit of the same seed, or COPIED_END */
};

enum {
    COPIED_END = UINT32_MAX
};

/* Hits of one document that lie in order and close together: where a shared passage may be. */
struct copied_seed {
    int64_t docno;
    uint32_t first, last; /* hits */
    uint32_t hits;
    uint32_t at_from, at_to, place_from, place_to;
    uint32_t worth; /* the rarer and the more its fingerprints, the more */
};

struct copied_seeds {
    struct copied_hit *hits;
    struct copied_seed *v; /* the worthiest first */
    size_t n;
    size_t prints; /* of how many fingerprints */
};

/* `prints`: of the checked text, some thousand of them at a time; the seeds are put into `a`. */
bool copied_seek(const struct copied_job *job, struct arena *a, const struct copied_prints *prints,
    struct copied_seeds *seeds, struct err *e);

/* A passage of the checked text that a document holds too: proved. */
struct copied_match {
    int64_t docno;
    size_t from, to;         /* in the checked text, normalised */
    size_t doc_from, doc_to; /* in the document, normalised */
    size_t edits;
    int similarity;
};

struct copied_matches {
    struct copied_match *v;
    size_t n, cap;
};

/* Compares the texts at the seeds and adds what is long and alike enough. */
bool copied_prove(const struct copied_job *job, const struct copied_seeds *seeds,
    struct copied_matches *matches, struct err *e);

/* The best of each place. */
struct copied_pick {
    struct copied_match match;
    const struct copied_match
        *holders; /* other documents that hold it, as many as were looked at */
    size_t holders_n;
    bool common; /* in more than COPIED_COMMON independent documents */
};

struct copied_picks {
    struct copied_pick *v;
    size_t n;
};

bool copied_choose(const struct copied_job *job, const struct copied_matches *matches,
    struct copied_picks *picks, struct err *e);

/* All of it. */
bool copied_search(const struct copied_job *job, struct copied_picks *picks, struct err *e);

/* Whether [start, end) of the text stands in quotation marks, or an article of a named regulation is cited for it. */
bool copied_is_quoted(const uint32_t *cp, size_t n, size_t start, size_t end);
/* Whether a document of this title is a law, a regulation or another rule that is there to be quoted. */
bool copied_is_rule(struct str title);

#endif
