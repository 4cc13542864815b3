/* What a child of the reader process answers: believed only when it holds together. */
#include "doc/child_form.h"
#include "doc_check.h"
#include "fuzz.h"

static void
try_text(struct arena *a, struct str bytes)
{
    struct child_text t;
    struct err e = {0};
    if (!child_take_text(a, bytes, &t, &e)) {
        BUG_ON(e.code == ERR_NONE || !e.text[0] || !utf8_valid(str_from(e.text)),
            "a failure without a sentence");
        return;
    }
    check_text(t.text);
    struct out again;
    out_init(&again, CHILD_FORM_MAX);
    child_put_text(&again, &t);
    BUG_ON(!str_eq(out_str(&again), bytes), "an answer that can be said in two ways");
    out_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = str_make((const char *)data, size), rest = bytes;
    struct child_frame f = {0};
    bool enough = true;
    try_text(a, bytes);
    while (rest.n && child_take_frame(&rest, &f, &enough) && enough)
        BUG_ON(f.bytes.n > CHILD_CHUNK, "a frame beyond its bound");
    arena_close(a);
    return 0;
}
