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
    size_t n;
};

/* Every occurrence of every word, overlapping ones joined; sorted. At most `max`. */
struct marks mark_all(struct arena *a, const struct norm *text, const struct mark_word *words,
    size_t words_n, size_t max);

struct snippet {
    struct str text;    /* blanks and line breaks are one blank; in the arena */
    struct marks marks; /* in `text` */
    bool cut_before, cut_after;
};

/* About `points` characters of `text` round the place where most different words stand together. */
struct snippet snippet_make(
    struct arena *a, struct str text, const struct mark_word *words, size_t words_n, size_t points);

#endif
