#include "domain/copied.h"
#include "text/align.h"
#include "text/norm.h"

/* A single character that two long differences have in common says nothing. */
enum {
    CHANCE = 1,
    LONG = 2
};

static bool
is_long(const struct align_part *p)
{
    return !p->equal && (p->a_n >= LONG || p->b_n >= LONG);
}

static struct align_parts
without_chance(struct align_parts parts)
{
    size_t n = 0;
    for (size_t i = 0; i < parts.n; i++) {
        struct align_part p = parts.v[i];
        bool chance = p.equal && p.a_n <= CHANCE && n && is_long(&parts.v[n - 1]) &&
            i + 1 < parts.n && is_long(&parts.v[i + 1]);
        if (n && (chance || parts.v[n - 1].equal == p.equal)) {
            parts.v[n - 1].a_n += p.a_n;
            parts.v[n - 1].b_n += p.b_n;
        } else {
            parts.v[n++] = p;
        }
    }
    parts.n = n;
    return parts;
}

/* The next n normalised characters as shown, with what normalising leaves out up to the next one. */
static struct str
take(struct str text, const struct norm *t, size_t *at, size_t n)
{
    size_t start = *at ? t->from[*at] : 0;
    *at += n;
    size_t end = *at == 0 ? 0 : t->from[*at];
    return str_slice(text, start, end - start);
}

struct copied_runs
copied_compare(struct arena *a, struct str left, struct str right)
{
    struct norm x = norm_text(a, left), y = norm_text(a, right);
    const struct align_pair pair = {x.cp, y.cp, x.n, y.n};
    struct align_parts parts = without_chance(align_diff(a, &pair));
    struct copied_runs runs = {.v = arena_array(a, struct copied_run, parts.n + 1)};
    size_t at = 0, to = 0;
    for (size_t i = 0; i < parts.n; i++) {
        const struct align_part *p = &parts.v[i];
        struct copied_run *run = &runs.v[runs.n++];
        run->left = take(left, &x, &at, p->a_n);
        run->right = take(right, &y, &to, p->b_n);
        run->equal = p->equal;
    }
    return runs;
}
