/* What differs between two versions of a written report. */
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/report_text.h"
#include "text/align.h"

enum {
    TEXT_MAX = 8 << 20
};

struct points {
    uint32_t *v;
    size_t n;
    size_t *at; /* byte of each, and behind the last */
};

static struct str
as_lines(struct arena *a, const struct report_text *t)
{
    struct out o;
    out_init(&o, TEXT_MAX);
    for (size_t i = 0; i < t->sections_n; i++) {
        out_put(&o, t->sections[i].title);
        out_put(&o, t->sections[i].title.n ? S("\n") : S(""));
        out_put(&o, t->sections[i].text);
        out_put(&o, t->sections[i].text.n ? S("\n") : S(""));
    }
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static struct points
points_of(struct arena *a, struct str s)
{
    size_t n = utf8_count(s);
    struct points p = {arena_array(a, uint32_t, n + 1), n, arena_array(a, size_t, n + 1)};
    struct str rest = s;
    for (size_t i = 0; i < n; i++) {
        p.at[i] = s.n - rest.n;
        (void)utf8_next(&rest, &p.v[i]);
    }
    p.at[n] = s.n;
    return p;
}

static void
add_piece(struct arena *a, struct report_difference *d, enum report_change change, struct str text)
{
    struct report_piece piece = {change, text};
    if (text.n)
        LIST_ADD(a, d, piece);
}

struct report_difference
report_text_compare(
    struct arena *a, const struct report_text *before, const struct report_text *after)
{
    struct report_difference d = {.v = NULL};
    struct str x = as_lines(a, before), y = as_lines(a, after);
    struct points p = points_of(a, x), q = points_of(a, y);
    const struct align_pair pair = {p.v, q.v, p.n, q.n};
    struct align_parts parts = align_diff(a, &pair);
    size_t i = 0, k = 0;
    for (size_t n = 0; n < parts.n; n++) {
        const struct align_part *part = &parts.v[n];
        struct str old = str_slice(x, p.at[i], p.at[i + part->a_n] - p.at[i]);
        struct str new = str_slice(y, q.at[k], q.at[k + part->b_n] - q.at[k]);
        if (part->equal) {
            add_piece(a, &d, REPORT_SAME, new);
        } else {
            add_piece(a, &d, REPORT_GONE, old);
            add_piece(a, &d, REPORT_NEW, new);
            d.gone += (int64_t)part->a_n;
            d.added += (int64_t)part->b_n;
        }
        i += part->a_n;
        k += part->b_n;
    }
    return d;
}
