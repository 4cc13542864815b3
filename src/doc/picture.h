/* 照片的感知指纹: what a picture looks like, as a hash of 256 bits. A picture that was made smaller, saved again with
   another quality or turned grey keeps nearly all of its bits; another picture, or another sheet of the same form, differs
   in many. Only JPEG and PNG. */
#ifndef DOC_PICTURE_H
#define DOC_PICTURE_H

#include "base/arena.h"
#include "base/err.h"

enum {
    PICTURE_WORDS = 4
};

/* Of 16 × 16 places, whether it grows darker to the right. */
struct picture_print {
    uint64_t bits[PICTURE_WORDS];
};

/* Whether the bytes begin as one of the two formats do. */
bool picture_is(struct str bytes);
/* Called in the document child (doc/child.h: child_picture): the bytes are a stranger's. ERR_INPUT, ERR_LIMIT. */
bool picture_print(struct arena *a, struct str bytes, struct picture_print *print, struct err *e);
bool picture_alike(const struct picture_print *one, const struct picture_print *other);

#endif
