/* Two runs of few different characters, parted by the first zero byte, are compared in every way: spans lie within
   them, what is equal is equal, and differences make up both. */
#include "base/bug.h"
#include "fuzz.h"
#include "text/align.h"

enum {
    LONGEST = 4096
};

static void
check_grow(const struct align_pair *p, size_t at)
{
    struct align_span s = align_grow(p, at < p->a_n ? at : p->a_n, at < p->b_n ? at : p->b_n, 800);
    BUG_ON(s.a_from > s.a_to || s.a_to > p->a_n || s.b_from > s.b_to || s.b_to > p->b_n,
        "a passage beyond the texts");
    const struct align_pair part = {
        p->a + s.a_from, p->b + s.b_from, s.a_to - s.a_from, s.b_to - s.b_from};
    size_t longer = part.a_n > part.b_n ? part.a_n : part.b_n;
    size_t shorter = part.a_n + part.b_n - longer;
    BUG_ON(s.edits < longer - shorter, "fewer edits than the lengths differ by");
    BUG_ON(5 * s.edits > longer + s.edits, "less alike than was asked for");
    BUG_ON(part.a_n && p->a[s.a_from] != p->b[s.b_from], "a passage begins with a difference");
    BUG_ON(part.a_n && p->a[s.a_to - 1] != p->b[s.b_to - 1], "a passage ends with a difference");
}

static void
check_diff(struct arena *a, const struct align_pair *p)
{
    struct align_parts parts = align_diff(a, p);
    size_t x = 0, y = 0;
    for (size_t i = 0; i < parts.n; i++) {
        const struct align_part *part = &parts.v[i];
        BUG_ON(part->equal && part->a_n != part->b_n, "equal parts of different length");
        for (size_t k = 0; part->equal && k < part->a_n; k++)
            BUG_ON(p->a[x + k] != p->b[y + k], "equal parts that differ");
        x += part->a_n;
        y += part->b_n;
    }
    BUG_ON(x != p->a_n || y != p->b_n, "parts that do not make up the texts");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size = size < LONGEST ? size : LONGEST;
    struct arena *a = arena_open();
    uint32_t *cp = arena_array(a, uint32_t, size + 1);
    size_t first = size;
    for (size_t i = 0; i < size; i++) {
        cp[i] = data[i] % 8;
        if (data[i] == 0 && first == size)
            first = i;
    }
    const struct align_pair p = {cp, cp + first, first, size - first};
    check_diff(a, &p);
    check_grow(&p, 0);
    check_grow(&p, first / 2);
    check_grow(&p, first);
    arena_close(a);
    return 0;
}
