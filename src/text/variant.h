/* Traditional and simplified characters (繁简) as one, where the user asks for it. Characters are the same when they
   have the same simplified form: 發, 髮 and 发 are. A fact about single characters, without a look at the word. */
#ifndef TEXT_VARIANT_H
#define TEXT_VARIANT_H

#include <stddef.h>
#include <stdint.h>

enum {
    VARIANT_MAX = 8
};

/* The simplified form, or the character itself; folding twice changes nothing. */
uint32_t variant_fold(uint32_t cp);
/* All characters that are the same as `cp`, itself first, the simplified form next; how many: at least 1. */
size_t variant_of(uint32_t cp, uint32_t out[VARIANT_MAX]);

#endif
