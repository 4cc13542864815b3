/* 检索: exact search over records, reports and the library. Every substring of a text is found, `total` is the number
   of all documents that hold it and that the actor may read; nobody finds, counts or sees in a snippet anything else.
   Both stores give the same hits in the same order.

   New documents go into search_fresh and are read at each query; when there are more than a few hundred thousand
   characters of them they become a segment (text/index.h); segments are merged in the background. */
#ifndef DOMAIN_SEARCH_H
#define DOMAIN_SEARCH_H

#include "domain/house.h"
#include "text/mark.h"
#include "text/query.h"

enum search_source {
    SEARCH_RECORD,
    SEARCH_REPORT,
    SEARCH_LIBRARY
};

struct str search_source_code(enum search_source source);  /* "record" */
struct str search_source_title(enum search_source source); /* 台账记录, by tr() */

enum search_lock {
    SEARCH_LOCK_READ, /* who has RIGHT_READ on the org: records, reports */
    SEARCH_LOCK_SHARED, /* whoever has a role at the org, above it or below it: the library's usual case */
    SEARCH_LOCK_OWN /* who has a role at the org itself, by a grant at it or above */
};

/* ---- putting in: only inside a job ---- */
struct search_item {
    enum search_source source;
    enum search_lock lock;
    int64_t ref_id, root_id, org_id;
    bool first;            /* nothing was ever put under (source, ref_id) */
    struct str kind;       /* code of the record's kind; "docx" */
    struct str kind_title; /* "": the code */
    struct str title;      /* also searched by title: */
    bool title_apart; /* the title does not stand in the text, and is to be found as if it did */
    struct str text;  /* as shown */
    int year;         /* 0: unknown */
    struct date dated;
};

/* Replaces what was put under (source, ref_id). In the job that changes the thing itself. */
bool search_put(struct work *w, const struct search_item *item, struct err *e);
bool search_drop(struct work *w, enum search_source source, int64_t ref_id, struct err *e);

/* Many at once: normalising, fingerprints and the index are made outside of the job, on any thread; the job only
   writes rows. search_load_put in the order of search_load_add; ref_ids of the items are given then. */
struct search_load;

struct search_load *search_load_open(void);
void search_load_close(struct search_load *l);
/* Copies the item. */
void search_load_add(struct search_load *l, const struct search_item *item);
size_t search_load_bytes(const struct search_load *l); /* memory held; stop at some 200 MB */
/* Builds the segment; once, before search_load_put. */
bool search_load_build(struct search_load *l, struct err *e);
/* ref_ids[i]: of the i-th item; 0 leaves it out (it turned out to be there already). May be run again. */
bool search_load_put(
    struct work *w, const struct search_load *l, const int64_t *ref_ids, struct err *e);

/* Merges where it pays, in small jobs; *more: there is more to do. Any thread, one at a time; a killed merge leaves
   nothing behind that is found. `library add` calls it until nothing is left, `serve` has it done by a tender. */
bool search_tidy(struct house *house, bool *more, struct err *e);

/* Tidies on a thread of its own from now on; closing ends it soon, in the middle of a merge too. */
struct search_tender;

struct search_tender *search_tender_open(struct house *house);
void search_tender_close(struct search_tender *t); /* NULL is allowed */

/* ---- asking ---- */
struct search_ask {
    struct str typed;
    bool variants;        /* traditional and simplified characters are the same */
    unsigned sources;     /* bits 1u << enum search_source; 0: all */
    int64_t org_id;       /* with everything below; 0: all */
    int year;             /* 0: any */
    struct str kind;      /* "" any */
    bool newest_first;    /* by date instead of by rank */
    size_t offset, limit; /* limit 0: only total and facets; ≤ 200 */
};

struct search_why { /* what the rank is made of, in thousandths; shown on hover */
    int title, phrase, near, words, fresh;
};

struct search_hit {
    enum search_source source;
    int64_t ref_id, org_id, docno;
    struct str kind, title, org_name;
    struct marks title_marks;
    struct snippet snippet;
    int year;
    struct date dated;
    int score; /* thousandths */
    struct search_why why;
};

struct search_facet {
    struct str code, title;
    int64_t count;
};

struct search_result {
    int64_t total;
    int64_t unsearchable; /* documents within reach without a text: scans, unreadable files */
    struct search_hit *hits;
    size_t hits_n;
    bool cut; /* the query was too long, its end was not looked for */
    struct search_facet *sources, *years, *kinds,
        *orgs; /* counts of all hits; the most frequent first, ≤ 20 each */
    size_t sources_n, years_n, kinds_n, orgs_n;
    const struct query *query;
    int64_t took_us;
};

/* Any `typed` has an answer. */
bool search_run(
    struct work *w, const struct search_ask *ask, struct search_result *r, struct err *e);

/* At most `max` completions of what is being typed: titles that hold it, then frequent continuations; of what the actor
   may read. */
bool search_suggest(
    struct work *w, struct str typed, struct str *list, size_t max, size_t *n, struct err *e);

/* The text of what was put, whole; the caller has checked the right. */
bool search_text_of(
    struct work *w, enum search_source source, int64_t ref_id, struct str *text, struct err *e);
bool search_text_of_doc(struct work *w, int64_t docno, struct str *text, struct err *e);
/* Whether the actor may read what lies under (org, lock). */
bool search_may(struct work *w, int64_t org_id, enum search_lock lock, bool *may, struct err *e);

struct search_stats {
    int64_t docs, points, fresh_docs, segments, index_bytes, text_bytes;
};

bool search_stats(struct work *w, struct search_stats *s, struct err *e);
/* Whether every text is found by what stands in it: compares index and texts of documents, for `check`. */
bool search_check(struct work *w, int64_t *checked, int64_t *bad_docno, struct err *e);

#endif
