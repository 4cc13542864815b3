/* What is kept in memory of the index: facts (要素) of each document that ranking and filters need, and views of one
   state of the store. Both are immutable and counted; a view belongs to a number of changes, so none is ever stale. */
#ifndef DOMAIN_SEARCH_VIEW_H
#define DOMAIN_SEARCH_VIEW_H

#include "domain/search.h"

#include <stdatomic.h>

struct store;

enum {
    FACT_APART = 1, /* the title is found as if it stood in the text */
    FACT_GONE = 2,  /* was left out when the segment was written */

    FACT_NO_DAY = INT32_MIN
};

/* Who may find a document: rights are asked for once for each. */
struct search_scope {
    int64_t org_id, root_id;
    enum search_lock lock;
    struct str path; /* of the org */
};

struct search_kind {
    struct str code, title;
};

/* Of the documents of a segment, by local number. */
struct search_facts {
    struct arena *arena; /* in which it lies itself */
    atomic_int refs;
    uint32_t n;
    uint32_t *docno; /* rising */
    uint32_t *points;
    int32_t *day; /* since 1970; FACT_NO_DAY */
    uint32_t *scope;
    uint16_t *kind, *year;
    uint8_t *source, *flags;
    uint8_t *title_points; /* at most 255 */
    struct search_scope *scopes;
    struct search_kind *kinds;
    uint32_t scopes_n, kinds_n;
    uint32_t *slots; /* hash of scopes: number + 1, while facts are added */
    uint32_t slots_n;
    uint32_t *empty; /* documents without a text */
    uint32_t empty_n;
    struct str *title, *text; /* of fresh documents only: normalised */
};

/* ERR_STORE: what the index holds makes no sense. */
bool search_broken(struct err *e);

/* ---- making facts (search_facts.c) ---- */
struct search_fact {
    uint32_t docno, points, title_points;
    struct date dated;
    int year;
    enum search_source source;
    enum search_lock lock;
    unsigned flags;
    int64_t org_id, root_id;
    struct str kind, kind_title;
};

/* Room for `max` documents. */
struct search_facts *facts_open(uint32_t max);
void facts_add(struct search_facts *f, const struct search_fact *one);
/* Document i of another one. */
void facts_add_from(struct search_facts *f, const struct search_facts *from, uint32_t i);
void facts_ref(struct search_facts *f);
void facts_unref(struct search_facts *f); /* NULL is allowed */
struct str facts_encode(struct arena *a, const struct search_facts *f);
/* ERR_STORE for bytes that are none. Paths of the orgs are not in them. */
bool facts_decode(struct str bytes, struct search_facts **f, struct err *e);
/* After the last facts_add or after decoding: lists the empty ones, looks up the paths. */
bool facts_finish(struct work *w, struct search_facts *f, struct err *e);
/* The local number of a document, or UINT32_MAX. */
uint32_t facts_find(const struct search_facts *f, uint32_t docno);

/* ---- views (search_view.c) ---- */
struct search_sum {
    int64_t docs, points; /* that are not gone */
};

/* A segment, or the fresh documents. */
struct search_block {
    int64_t seg; /* 0: fresh */
    struct search_facts *facts;
    uint64_t *gone; /* a bit a document */
    uint32_t gone_n;
    struct search_sum *sums; /* by scope */
};

struct search_view {
    struct arena *arena; /* in which it lies itself */
    atomic_int refs;
    int64_t changes;
    uint32_t last_docno;         /* the last one given by then */
    struct search_block *blocks; /* in the order of their documents; the fresh ones last */
    size_t n;
};

/* The row of search_state. */
struct search_state {
    int64_t changes, docno;
};

/* What was given of everything that is counted: see search_state. */
struct search_next {
    int64_t changes, docno, seg, fresh;
};

/* The same as the running batch sees it; the writer thread's own. */
struct search_head {
    struct search_next next;
    int64_t commits; /* store_counts().commits when it was read; another number: read it again */
    bool known;
};

struct search_cache;
/* Of a store that nothing was written to yet; it is told of what is rolled back. */
struct search_cache *search_cache_open(struct store *store);
struct search_head *search_cache_head(struct search_cache *c);
/* A number of its own for the open house, by which it says that it tidies. */
int64_t search_cache_owner(const struct search_cache *c);
/* Only one thread of a house tidies at a time. False: another one does. */
bool search_cache_tidy_begin(struct search_cache *c);
void search_cache_tidy_end(struct search_cache *c);
/* Whether what is going on should end soon; set by search_tender_close. */
atomic_bool *search_cache_stop(struct search_cache *c);
void search_cache_close(struct search_cache *c);

/* Of the state that w sees; to be given back by view_unref. */
bool search_view_get(struct work *w, struct search_view **view, struct err *e);
void search_view_unref(struct search_view *v); /* NULL is allowed */

static inline bool
bit_get(const uint64_t *bits, uint32_t i)
{
    return (bits[i >> 6] >> (i & 63) & 1) != 0;
}

static inline void
bit_set(uint64_t *bits, uint32_t i)
{
    bits[i >> 6] |= UINT64_C(1) << (i & 63);
}

static inline void
bit_clear(uint64_t *bits, uint32_t i)
{
    bits[i >> 6] &= ~(UINT64_C(1) << (i & 63));
}

static inline size_t
bit_words(uint32_t n)
{
    return ((size_t)n + 63) / 64;
}

#endif
