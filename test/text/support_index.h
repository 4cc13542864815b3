/* For the tests of the index: a segment kept in memory, and what stands in one counted the plain way. */
#ifndef TEST_TEXT_SUPPORT_INDEX_H
#define TEST_TEXT_SUPPORT_INDEX_H

#include "text/index.h"

struct kept_page {
    uint64_t first;
    struct str bytes;
};

struct kept_part {
    uint64_t term;
    uint32_t part;
    struct str docs, places;
};

enum {
    KEPT_MAX = 20000
};

struct kept {
    struct arena *a;
    struct kept_page pages[KEPT_MAX];
    struct kept_part parts[KEPT_MAX];
    size_t pages_n, parts_n;
    size_t fail_after; /* pages and parts to take before failing; 0: never */
};

/* The segment of these documents. */
struct kept *kept_built(struct arena *a, const struct index_doc *docs, size_t n);
/* Empty, in the arena. */
struct kept *kept_new(struct arena *a);
struct index_sink kept_sink(struct kept *k);

/* A term with its documents, counts and places, decoded. */
struct term_list {
    uint64_t term;
    size_t docs;
    uint32_t *doc, *count, *place;
    size_t places;
};

struct term_lists {
    struct term_list *v;
    size_t n;
};

/* Everything in a segment; checks on the way that what the directory says is so. */
struct term_lists kept_all(struct arena *a, const struct kept *k);
/* One term, by index_page_find; docs 0 when it is not there. */
struct term_list kept_find(struct arena *a, const struct kept *k, uint64_t term);
/* Counted without an index. */
struct term_lists count_all(struct arena *a, const struct index_doc *docs, size_t n);
bool lists_equal(const struct term_lists *a, const struct term_lists *b);
bool list_equal(const struct term_list *a, const struct term_list *b);

/* A random document over `alphabet` characters of about `length`, with fingerprints. */
struct index_doc random_doc(struct arena *a, uint64_t *seed, uint32_t alphabet, uint32_t length);
uint64_t next_random(uint64_t *seed);

#endif
