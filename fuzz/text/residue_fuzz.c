/* What is found lies in the text in order, cuts no character in two, and can all be put back. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/residue.h"

static void
check_order(const struct residues *found, size_t size)
{
    size_t end = 0;
    for (size_t i = 0; i < found->n; i++) {
        BUG_ON(found->v[i].start < end || found->v[i].end <= found->v[i].start, "out of order");
        end = found->v[i].end;
    }
    BUG_ON(end > size, "beyond the text");
}

static struct str
put_back(struct arena *a, struct str text, const struct residues *found)
{
    bool *kept = arena_array(a, bool, found->n + 1);
    for (size_t i = 0; i < found->n; i++)
        kept[i] = true;
    return residue_cut(a, text, found, kept, NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str text = str_make((const char *)data, size);
    struct residues found = residue_find(a, text);
    check_order(&found, size);
    size_t *places = NULL;
    struct str cut = residue_cut(a, text, &found, NULL, &places);
    BUG_ON(utf8_valid(text) && !utf8_valid(cut), "a character cut in two");
    BUG_ON(!str_eq(put_back(a, text, &found), text), "not put back");
    arena_close(a);
    return 0;
}
