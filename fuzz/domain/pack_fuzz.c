/* A pack is read whole, or refused by a sentence that names the file. */
#include "base/bug.h"
#include "domain/pack.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct err e;
    const struct pack *p = NULL;
    err_clear(&e);
    if (pack_parse(a, str_make((const char *)data, size), "pack.yaml", &p, &e)) {
        const struct pack *const list[] = {p};
        const struct rules r = {list, 1};
        BUG_ON(rules_outline(a, &r).n != p->report_n, "a pack alone is its own outline");
        for (size_t i = 0; i < p->duties_n; i++)
            BUG_ON(rules_duty(&r, p->duties[i].code, NULL) != &p->duties[i], "a code stands twice");
    } else {
        BUG_ON(e.code != ERR_INPUT, "a bad pack is bad input");
        BUG_ON(!str_starts(str_from(e.text), S("pack.yaml")), "the file is not named");
    }
    arena_close(a);
    return 0;
}
