/* Normalised text (规范化文本): what search and the comparing of texts see. One rule for documents and for queries:
   - full-width forms U+FF01 … U+FF5E become ASCII, U+3000 a blank; ASCII capitals become small letters;
   - zero-width characters, marks of direction, variation selectors, soft hyphens, byte-order marks and control
     characters go;
   - blanks, tabs and line breaks of any kind go, except between two ASCII letters or digits, where a run of them
     becomes one blank: "团\n结" is 团结, "open  source" keeps one blank, "2023 年" is 2023年.
   Traditional and simplified characters stay different; text/variant.h folds them where the user asks for it.
   Normalising what is normalised changes nothing. */
#ifndef TEXT_NORM_H
#define TEXT_NORM_H

#include "base/arena.h"
#include "base/out.h"

struct norm {
    uint32_t *cp; /* code points, n of them, never 0 */
    uint32_t *
        from; /* n + 1 byte offsets into the source: character i is [from[i], to[i]) there; from[n] is its size */
    uint32_t *to; /* n ends; a blank reaches from the first of its run to the last */
    size_t n;
};

/* In the arena. Text above 4 GiB is a bug of the caller; each broken UTF-8 byte is U+FFFD. */
struct norm norm_text(struct arena *a, struct str text);
/* The same without offsets, appended as UTF-8: what a byte scan searches. */
void norm_put(struct out *o, struct str text);
/* The code points only, into the arena. */
uint32_t *norm_points(struct arena *a, struct str text, size_t *n);
/* Code points of the normalised text of `text`. */
size_t norm_count(struct str text);
/* The part of `text` that the characters [from, to) of its normalised text stand in; *n: how many of them there are
   before `to`. Empty when the text ends before. */
struct str norm_stretch(struct str text, size_t from, size_t to, size_t *n);
/* Of one code point: a blank or a line break of any kind; a thing that nothing is seen of and that goes. */
bool norm_blank(uint32_t cp);
bool norm_gone(uint32_t cp);
/* Cuts a text into pieces of about `bytes` bytes such that the pieces normalised one by one are the text normalised as
   a whole: takes the next piece off the front of *rest. False when it is empty. A piece ends at the first border from
   `bytes` on where no blank is lost; it is longer than twice that only where the text has no such border: in a long
   run of blanks, and in single letters or digits each between blanks ("1 2 3 4 …"). */
bool norm_piece(struct str *rest, size_t bytes, struct str *piece);

#endif
