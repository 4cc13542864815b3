/* 索引: the inverted index of a run of documents as a segment (段), a sorted, immutable set of byte blocks that a store
   keeps in ordinary rows. Pure functions on bytes: the same on every database.

   Documents have local numbers 0, 1, 2 … in a segment. Each character of a normalised text gives a pair of itself
   and the next one (the last one with 0) with its place (码点 offset, from 0): a phrase of any length is found exactly
   by pairs alone, whatever script it is of. Single characters are kept with documents and counts only. Titles are a
   field of their own; fingerprints (text/print.h) are terms too.

   A page holds entries in order of their terms and has a first term; an entry that is long has its lists outside the
   page, in parts of whole documents, and keeps a directory of the parts. */
#ifndef TEXT_INDEX_H
#define TEXT_INDEX_H

#include "base/arena.h"
#include "base/err.h"

/* ---- terms: sorted numbers below 2^63; pairs of one first character lie side by side ---- */
enum term_field {
    TERM_TEXT,  /* pair of the text: documents, counts, places */
    TERM_CHAR,  /* single character of the text: documents, counts */
    TERM_TITLE, /* pair of the title: documents, counts, places */
    TERM_PRINT  /* fingerprint: documents, counts, places */
};

static inline uint64_t
term_of(enum term_field field, uint32_t first, uint32_t second)
{
    return ((uint64_t)field << 42) | ((uint64_t)first << 21) | second;
}

/* The lower 32 bits of the hash count: enough that at 100 million characters one in a hundred that is looked for hits by
   chance, and what is hit is compared anyway. */
static inline uint64_t
term_print(uint64_t hash)
{
    return ((uint64_t)TERM_PRINT << 42) | (hash & UINT32_MAX);
}

/* ---- writing ---- */
/* Where a segment goes. Pages come in order of their first term, a term's parts before the page that names them. */
struct index_sink {
    bool (*page)(void *arg, uint64_t first, struct str bytes, struct err *e);
    bool (*part)(
        void *arg, uint64_t term, uint32_t part, struct str docs, struct str places, struct err *e);
    void *arg;
};

/* What a fingerprint stands for: hash and place of its first character. */
struct index_print {
    uint64_t hash;
    uint32_t place;
};

struct index_doc {
    const uint32_t *title; /* normalised code points */
    size_t title_n;
    const uint32_t *text;
    size_t text_n;
    const struct index_print *prints; /* rising places in the text */
    size_t prints_n;
};

struct index_builder;

struct index_builder *index_builder_open(void);
void index_builder_close(struct index_builder *b);
/* The next local number. */
void index_builder_add(struct index_builder *b, const struct index_doc *doc);
size_t index_builder_docs(const struct index_builder *b);
/* Bytes of memory held now and needed for finishing. */
size_t index_builder_bytes(const struct index_builder *b);
/* Writes everything into the sink and empties the builder, whatever comes of it. */
bool index_builder_finish(struct index_builder *b, const struct index_sink *sink, struct err *e);

/* ---- reading ---- */
/* The most documents that a part holds. */
enum {
    INDEX_PART_DOCS = 32768
};

struct index_part {
    uint32_t first_doc, docs; /* local number of its first document, and how many there are */
    uint64_t places;          /* sum of its counts */
};

struct index_entry {
    uint64_t term;
    uint32_t docs;   /* how many documents have it */
    uint64_t places; /* how often it stands in them all */
    /* Short entry: both lists. Long one: empty, and the directory of its parts. */
    struct str doc_list, place_list; /* no places: TERM_CHAR */
    struct index_part *parts;
    size_t parts_n;
};

/* The entry of a term in the page whose first term is the last one not above it. *found false when it has none.
   Lists point into the page or the arena; the directory is in the arena. ERR_STORE for bytes that are no page. */
bool index_page_find(struct arena *a, struct str page, uint64_t term, struct index_entry *entry,
    bool *found, struct err *e);

/* One entry after the other. */
struct index_page {
    struct str rest;
    uint64_t term;
};

bool index_page_begin(struct index_page *p, struct str page, struct err *e);
/* *done at the end. */
bool index_page_next(
    struct arena *a, struct index_page *p, struct index_entry *entry, bool *done, struct err *e);

/* A list of documents: local numbers rising, and how often. `doc` and `count` have room for `docs` of them: for those
   of the entry or of the part. */
bool index_docs(struct str doc_list, uint32_t docs, uint32_t *doc, uint32_t *count, struct err *e);
/* Places of several documents one behind the other: the places of document i are counts[i] numbers. `place` has room
   for the sum of the counts or for as many numbers as place_list has bytes; more are never written. ERR_STORE when the
   list does not hold exactly these places. */
bool index_places(
    struct str place_list, const uint32_t *count, uint32_t docs, uint32_t *place, struct err *e);
/* Those of the documents which[0] … which[n - 1], rising indexes into the list: one pass that skips the others 32 places
   at a time. Room for the sum of their counts. */
bool index_places_some(struct str place_list, const uint32_t *count, const uint32_t *which,
    uint32_t n, uint32_t *place, struct err *e);
/* Those of document i alone; room for count[i]. Passes over all before it: of several documents use the one above. */
bool index_places_of(
    struct str place_list, const uint32_t *count, uint32_t i, uint32_t *place, struct err *e);

/* ---- merging ---- */
/* Segments of growing document numbers into one. The caller hands out pages and parts; they must live until the next
   call for the same source. */
struct index_source {
    bool (*page)(void *arg, struct str *bytes, bool *done, struct err *e); /* the next one */
    bool (*part)(void *arg, uint64_t term, uint32_t part, struct str *docs, struct str *places,
        struct err *e);
    void *arg;
    /* For each local number the number in the new segment, or UINT32_MAX when it is gone. Rising over all sources. */
    const uint32_t *renumber;
    uint32_t docs;
};

struct index_merge;

struct index_merge *index_merge_open(
    const struct index_source *sources, size_t n, const struct index_sink *sink);
void index_merge_close(struct index_merge *m);
/* Goes on until about `bytes` more were given to the sink; *done when everything was. */
bool index_merge_step(struct index_merge *m, size_t bytes, bool *done, struct err *e);

#endif
