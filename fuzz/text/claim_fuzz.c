/* Any bytes: claims lie inside the text, in order, and their bounds are in order. */
#include "base/bug.h"
#include "fuzz.h"
#include "text/claim.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str text = {(const char *)data, size};
    struct claims c = claims_find(a, text);
    for (size_t i = 0; i < c.n; i++) {
        const struct claim *m = &c.v[i];
        BUG_ON(m->start >= m->end || m->end > size, "a claim outside of the text");
        BUG_ON(i && m->start < c.v[i - 1].end, "claims overlap");
        BUG_ON(m->has_min && m->has_max && m->min > m->max, "bounds");
        BUG_ON((unsigned)m->kind >= CLAIM_KINDS, "a kind");
    }
    arena_close(a);
    return 0;
}
