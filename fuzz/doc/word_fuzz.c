/* The stream of an old document that is its own table stream too, or a compound file, whose streams are then put
   together. */
#include "doc/doc_int.h"
#include "doc/ole.h"
#include "doc_check.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = str_make((const char *)data, size), tables[2] = {bytes, bytes};
    if (ole_kind(bytes) == OLE_WORD) {
        tables[0] = ole_stream(a, bytes, S("0Table"));
        tables[1] = ole_stream(a, bytes, S("1Table"));
        bytes = ole_stream(a, bytes, S("WordDocument"));
    }
    struct doc_build b = {.arena = a, .limits = doc_limits_usual()};
    b.limits.text = 1 << 20;
    struct doc doc = {.kind = DOC_DOC};
    struct err e = {0};
    struct out o;
    out_init(&o, 64 << 20);
    if (word_is_known(bytes) && word_read(&b, bytes, tables, &doc, &e)) {
        doc_text(&doc, &o);
        check_text(out_str(&o));
    }
    out_release(&o);
    arena_close(a);
    return 0;
}
