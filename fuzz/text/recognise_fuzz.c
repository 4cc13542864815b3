/* What a text says of itself is text, and its dates exist. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/recognise.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str text = str_make((const char *)data, size);
    struct recognised r = recognise(a, text);
    if (utf8_valid(text)) {
        BUG_ON(!utf8_valid(r.title) || !utf8_valid(r.issuer), "a character cut in two");
        BUG_ON(!utf8_valid(r.number) || !utf8_valid(r.place), "a character cut in two");
    }
    BUG_ON(!date_is_none(r.dated) && !date_valid(r.dated), "a day that does not exist");
    BUG_ON(r.year != 0 && (r.year < 1900 || r.year > 2100), "a year that cannot be meant");
    BUG_ON(str_find_char(r.title, '\n', 0) != SIZE_MAX, "a title of two lines");
    arena_close(a);
    return 0;
}
