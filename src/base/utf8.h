/* UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/out.h"

enum {
    UTF8_REPLACEMENT = 0xFFFD
};

bool utf8_valid(struct str s);
/* Takes the next code point off the front of *s; a broken sequence gives UTF8_REPLACEMENT and eats one byte.
   False when *s is empty. */
bool utf8_next(struct str *s, uint32_t *cp);
/* Code points, a broken byte counting as one. */
size_t utf8_count(struct str s);
/* The first `points` code points. */
struct str utf8_head(struct str s, size_t points);
void utf8_put(struct out *o, uint32_t cp);
/* Columns on a terminal: wide East Asian characters count two. */
size_t utf8_width(struct str s);

#endif
