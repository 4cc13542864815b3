/* Marks (标亮): where normalised words stand in a text as it is shown, to the byte, and the snippet (摘要) round them. */
#ifndef TEXT_MARK_H
#define TEXT_MARK_H

#include "base/arena.h"
#include "base/str.h"
#include "text/norm.h"

struct mark {
    size_t start, end; /* bytes, half-open */
};

struct marks {
    struct mark *v;
    size_t n;
};

struct mark_word {
    const uint32_t *cp;
    size_t n;      /* 0: stands nowhere */
    bool variants; /* traditional and simplified forms (text/variant.h) are the same */
};

/* Every occurrence of every word, overlapping ones joined (those that only touch are not); sorted. At most `max`.
   A mark begins with the first byte of a character and ends with the last one of another. */
struct marks mark_all(struct arena *a, const struct norm *text, const struct mark_word *words,
    size_t words_n, size_t max);

struct snippet {
    struct str
        text; /* a run of blanks and line breaks is one blank, nothing unseen, valid UTF-8; in the arena */
    struct marks marks; /* in `text` */
    bool cut_before, cut_after;
};

/* About `points` characters of `text` round the place where most different words stand together; of several such
   places the one with most occurrences, then the first. A word longer than that is shown in part. Where no word stands
   it is the beginning. */
struct snippet snippet_make(
    struct arena *a, struct str text, const struct mark_word *words, size_t words_n, size_t points);

#endif
