/* A scan of all bytes for one word, the fastest one that memory allows: two rare bytes of the word at their distance are
   looked for 32 places at a time (AVX2), then compared. Without AVX2: memmem. */
#ifndef BENCH_SEARCH_SCAN_H
#define BENCH_SEARCH_SCAN_H

#include "search_data.h"

struct scan {
    const struct corpus *corpus;
    uint64_t often[256]; /* how often a byte stands in it */
    bool fast;
};

struct scan scan_open(const struct corpus *c);
/* Documents that hold the word, rising; `docs` has room for all. */
size_t scan_word(const struct scan *s, struct str word, uint32_t *docs);
/* Documents that hold all words; `spare` like `docs`. */
size_t scan_asked(const struct scan *s, const struct asked *q, uint32_t *docs, uint32_t *spare);

#endif
