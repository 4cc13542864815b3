/* A note that is read has parts inside its bytes, and its keys are written as they were read. */
#include "base/bug.h"
#include "base/note.h"
#include "fuzz.h"

static void
try_key(struct arena *a, struct str text)
{
    struct note_key key;
    struct out o;
    if (!note_key_read(a, text, &key, NULL))
        return;
    out_init(&o, (size_t)2 * NOTE_MAX);
    note_key_put(&o, &key);
    BUG_ON(!str_eq(out_str(&o), str_trim(text)), "a key that is written otherwise");
    out_release(&o);
}

static void
try_checkpoint(struct arena *a, struct str text)
{
    struct checkpoint c;
    struct out o;
    if (!checkpoint_read(a, text, &c, NULL))
        return;
    out_init(&o, (size_t)2 * NOTE_MAX);
    checkpoint_put(&o, &c);
    BUG_ON(!str_starts(text, out_str(&o)), "a checkpoint that is written otherwise");
    out_release(&o);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = str_make((const char *)data, size);
    struct note note;
    try_key(a, bytes);
    if (note_read(a, bytes, &note, NULL)) {
        struct sign_secret secret = {{1}};
        struct note_key key =
            note_key_of(note.lines[0].name, NOTE_COSIGNATURE, sign_public_of(&secret));
        BUG_ON(!str_starts(bytes, note.text), "the text stands first");
        try_checkpoint(a, note.text);
        key.id = note.lines[0].id;
        (void)note_signed_by(&note, &key, NULL);
    }
    arena_close(a);
    return 0;
}
