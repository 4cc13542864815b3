/* Fingerprints (指纹) of a text for finding copied passages: hashes of 6 normalised characters that are letters, digits
   or ideographs (punctuation is passed over), winnowed over 4 neighbours: of each window the smallest stays. Two texts
   that share 9 such characters in a row share at least one; a text of 6 to 8 has one. */
#ifndef TEXT_PRINT_H
#define TEXT_PRINT_H

#include "base/arena.h"
#include "text/index.h"

enum {
    PRINT_SHINGLE = 6,
    PRINT_WINDOW = 4
};

/* Of normalised code points; in the arena; places are offsets into `cp`, rising. */
struct index_print *print_make(struct arena *a, const uint32_t *cp, size_t n, size_t *prints);

/* A short sketch for near-duplicates (近似重复): the PRINT_SKETCH smallest different hashes of all shingles. */
enum {
    PRINT_SKETCH = 64
};

/* How many there are; rising. */
size_t print_sketch(const uint32_t *cp, size_t n, uint64_t sketch[PRINT_SKETCH]);
/* Estimate of shared shingles ÷ all shingles, in thousandths. */
int print_alike(const uint64_t *a, size_t a_n, const uint64_t *b, size_t b_n);

#endif
