/* Files embedded in the program (tools/embed.c, cmake/assets.cmake): plain, and smaller where that helps. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "base/str.h"

struct asset {
    const char *name;
    const char *hash; /* first 16 hex digits of a hash of the bytes */
    const char *type;
    const unsigned char *plain, *plain_end;
    const unsigned char *gzip, *gzip_end;     /* empty: not smaller */
    const unsigned char *brotli, *brotli_end; /* the same */
    bool is_public;                           /* served below /static/ */
};

extern const struct asset assets[]; /* ends with a NULL name */

/* NULL: there is none. */
const struct asset *asset_find(struct str name);
/* The bytes of one that is not served, as "en.mo"; empty when there is none. */
struct str asset_bytes(const char *name);

#endif
