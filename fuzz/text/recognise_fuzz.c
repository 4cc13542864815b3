/* What a text says of itself is text, and its dates exist. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/recognise.h"

static void
check_valid(const struct recognised *r)
{
    const struct str said[] = {r->title, r->issuer, r->number, r->place};
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
        BUG_ON(!utf8_valid(said[i]), "a character cut in two");
}

static bool
day_exists(struct date d)
{
    return date_is_none(d) || date_valid(d);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str text = str_make((const char *)data, size);
    struct recognised r = recognise(a, text);
    if (utf8_valid(text))
        check_valid(&r);
    BUG_ON(!day_exists(r.dated), "a day that does not exist");
    BUG_ON(r.year != 0 && (r.year < 1900 || r.year > 2100), "a year that cannot be meant");
    BUG_ON(str_find_char(r.title, '\n', 0) != SIZE_MAX, "a title of two lines");
    arena_close(a);
    return 0;
}
