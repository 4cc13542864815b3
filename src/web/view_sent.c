#include "web/view_sent.h"

#include "base/utf8.h"

enum {
    HEADING_BYTES = 120 /* a longer line is a sentence that begins with a number */
};

/* Where the words of a remark stand. */
struct place {
    size_t start, end; /* of the text; SIZE_MAX: nowhere */
    const struct sent_remark *remark;
};

/* ---- headings ---- */

static size_t
numeral_end(struct str s, size_t at)
{
    static const struct str digits = str_lit("一二三四五六七八九十");
    for (; at + 3 <= s.n; at += 3) {
        size_t digit = str_find(digits, str_slice(s, at, 3), 0);
        if (digit == SIZE_MAX || digit % 3 != 0)
            break;
    }
    return at;
}

static int
level_of(struct str line)
{
    struct str s = str_trim(line);
    size_t open = str_starts(s, S("（")) ? 3 : 0;
    size_t end = numeral_end(s, open);
    struct str close = open ? S("）") : S("、");
    if (s.n > HEADING_BYTES || end == open || !str_starts(str_slice(s, end, s.n), close))
        return 5;
    return open ? 2 : 1;
}

/* ---- runs ---- */

static void
add_run(struct sent_para *p, struct str text, int number)
{
    if (text.n)
        p->runs[p->runs_n++] = (struct sent_run){text, number};
}

/* A line of the text, and the places that begin in it, in order. */
struct line {
    struct str text; /* whole */
    size_t from, to;
    const struct place *places;
    size_t n;
};

/* Of two places that lie over each other the first is marked whole. */
static void
fill_runs(struct arena *a, struct sent_para *p, const struct line *l)
{
    p->runs = arena_array(a, struct sent_run, 2 * l->n + 1);
    size_t at = l->from;
    for (size_t i = 0; i < l->n; i++) {
        const struct place *place = &l->places[i];
        size_t start = place->start < at ? at : place->start;
        if (start >= place->end)
            continue;
        add_run(p, str_slice(l->text, at, start - at), 0);
        add_run(p, str_slice(l->text, start, place->end - start), place->remark->number);
        at = place->end;
    }
    add_run(p, str_slice(l->text, at, l->to - at), 0);
}

static void
fill_para(struct arena *a, struct sent_para *p, const struct line *l)
{
    p->remarks = arena_array(a, struct sent_remark, l->n + 1);
    for (size_t i = 0; i < l->n; i++)
        p->remarks[p->remarks_n++] = *l->places[i].remark;
    fill_runs(a, p, l);
}

/* ---- the whole ---- */

static void
sort_places(struct place *v, size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t k = i; k > 0 && v[k].start < v[k - 1].start; k--) {
            struct place p = v[k];
            v[k] = v[k - 1];
            v[k - 1] = p;
        }
}

static size_t
find_places(struct arena *a, struct str text, const struct report_remark *remarks, size_t n,
    struct place *places)
{
    size_t placed = 0;
    struct sent_remark *all = arena_array(a, struct sent_remark, n + 1);
    for (size_t i = 0; i < n; i++) {
        all[i] = (struct sent_remark){0, remarks[i].quote, remarks[i].text};
        size_t at = all[i].quote.n ? str_find(text, all[i].quote, 0) : SIZE_MAX;
        places[i] = (struct place){at, at == SIZE_MAX ? SIZE_MAX : at + all[i].quote.n, &all[i]};
        placed += at != SIZE_MAX;
    }
    sort_places(places, n);
    for (size_t i = 0; i < n; i++)
        all[places[i].remark - all].number = (int)i + 1;
    return placed;
}

static void
add_line(struct arena *a, struct sent_text *t, const struct line *l)
{
    struct str line = str_slice(l->text, l->from, l->to - l->from);
    if (str_empty(str_trim(line)))
        return;
    struct sent_para *p = &t->paras[t->paras_n++];
    p->level = t->paras_n == 1 && line.n <= HEADING_BYTES ? 0 : level_of(line);
    fill_para(a, p, l);
}

struct sent_text
sent_text(struct arena *a, struct str text, const struct report_remark *remarks, size_t n)
{
    struct sent_text t = {.remarks_n = n};
    struct place *places = arena_array(a, struct place, n + 1);
    size_t placed = find_places(a, text, remarks, n, places), next = 0, lines = 1;
    for (size_t i = 0; i < text.n; i++)
        lines += text.p[i] == '\n';
    t.paras = arena_array(a, struct sent_para, lines);
    for (size_t from = 0; from < text.n;) {
        size_t end = str_find_char(text, '\n', from), first = next;
        struct line l = {text, from, end == SIZE_MAX ? text.n : end, places + first, 0};
        while (next < placed && places[next].start < l.to)
            next++;
        l.n = next - first;
        add_line(a, &t, &l);
        from = l.to + 1;
    }
    t.loose = arena_array(a, struct sent_remark, n + 1);
    for (size_t i = placed; i < n; i++)
        t.loose[t.loose_n++] = *places[i].remark;
    return t;
}

int64_t
sent_chars(struct str text)
{
    int64_t n = 0;
    uint32_t cp;
    while (utf8_next(&text, &cp))
        n += cp > ' ' && cp != 0x3000 && cp != 0xA0;
    return n;
}
