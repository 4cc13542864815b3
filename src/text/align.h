/* Comparing (比对) two runs of code points: growing a shared passage out of a place where both agree, and
   what differs between them. All of it is linear in the length for the limits given, whatever stands in
   the runs. Distances are edits: one character put in, left out or exchanged. */
#ifndef TEXT_ALIGN_H
#define TEXT_ALIGN_H

#include "base/arena.h"

struct align_pair {
    const uint32_t *a, *b;
    size_t a_n, b_n;
};

struct align_span {
    size_t a_from, a_to, b_from, b_to; /* half-open */
    size_t edits;                      /* by which one becomes the other */
};

/* 1 − edits ÷ the longer side, in thousandths. */
int align_similarity(const struct align_span *s);

/* The best shared passage through (a_at, b_at), where both have the same character; empty where they have not. It grows
   both ways as long as what is added is on the whole alike by more than `limit` thousandths (500 … 950), over gaps of
   some characters; at most a million characters each way. Its ends are characters that agree. It follows the best path
   within ALIGN_BAND characters: in runs that repeat themselves without end the passage may be found to be shorter or
   less alike than it is, never more. */
enum {
    ALIGN_BAND = 64
};

struct align_span align_grow(const struct align_pair *p, size_t a_at, size_t b_at, int limit);

/* Both runs, each below 500 million characters, cut into equal and differing parts that follow each other; equal ones have the same length on both sides.
   Few edits are found to be the fewest; in long runs that differ much they need not be. */
struct align_part {
    size_t a_n, b_n;
    bool equal;
};

struct align_parts {
    struct align_part *v;
    size_t n;
};

struct align_parts align_diff(struct arena *a, const struct align_pair *p);

#endif
