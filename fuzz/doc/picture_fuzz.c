/* A stranger's picture: a print, or a sentence why there is none. */
#include "doc/picture.h"

#include "base/arena.h"
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"

enum {
    BYTES_MAX = 1 << 20
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct picture_print print = {{0}};
    struct err e = {0};
    struct str bytes = str_make((const char *)data, size > BYTES_MAX ? BYTES_MAX : size);
    struct arena *a = arena_open();
    if (!picture_print(a, bytes, &print, &e))
        BUG_ON(e.code == ERR_NONE || !e.text[0] || !utf8_valid(str_from(e.text)),
            "a failure without a sentence");
    arena_close(a);
    return 0;
}
