/* Random texts of everything that normalising looks at: blanks, letters, ideographs, wide forms, what is not seen,
   and broken bytes. */
#ifndef TEST_TEXT_SUPPORT_MIX_H
#define TEST_TEXT_SUPPORT_MIX_H

#include "base/arena.h"

/* 0 … below-1; the same for the same seed on every machine. */
size_t mix_below(uint64_t *seed, size_t below);
/* `atoms` atoms put together, each of 1 … 4 bytes; in the arena. */
struct str mix_text(struct arena *a, uint64_t *seed, size_t atoms);

#endif
