/* 未绑定的数: numbers that somebody typed and a claim hangs on, with the figures that would fit. */
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/report_desk_int.h"
#include "domain/review_int.h"

enum {
    OFFERS_MAX = 4,
    MILLI = 1000, /* millionths of a claim in a thousandth of a figure */
    TEXT_MAX = 16 << 20
};

/* Where a run stands in the plain text. */
struct place {
    size_t from, to; /* bytes */
    const struct report_run *run;
    size_t section;
};

struct places {
    struct place *v;
    size_t n;
};

static struct str
plain_text(struct arena *a, const struct report_draft *d, struct places *places)
{
    struct out o;
    out_init(&o, TEXT_MAX);
    for (size_t i = 0; i < d->blocks_n; i++) {
        for (size_t k = 0; k < d->blocks[i].runs_n; k++) {
            const struct report_run *run = &d->blocks[i].runs[k];
            struct place p = {o.n, o.n + run->text.n, run, d->blocks[i].section};
            out_put(&o, run->text);
            LIST_ADD(a, places, p);
        }
        out_char(&o, '\n');
    }
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static const struct place *
place_at(const struct places *list, size_t at)
{
    size_t from = 0, to = list->n;
    while (from < to) {
        size_t mid = from + (to - from) / 2;
        if (list->v[mid].to <= at)
            from = mid + 1;
        else
            to = mid;
    }
    return from < list->n && list->v[from].from <= at ? &list->v[from] : NULL;
}

static size_t
char_bytes(struct str text, size_t at)
{
    struct str rest = str_slice(text, at, text.n);
    uint32_t cp;
    (void)utf8_next(&rest, &cp);
    return text.n - at - rest.n;
}

/* The number that the claim is about; false when it is a field, or there is none. */
static bool
typed_number(struct str text, const struct claim *c, const struct places *places,
    const struct place **place, struct report_loose *loose)
{
    for (size_t at = c->start; at < c->end;) {
        struct numeral n;
        if (!numeral_at(text, at, &n)) {
            at += char_bytes(text, at);
            continue;
        }
        bool same = n.low == c->value || n.shown == c->value || n.low == c->min;
        const struct place *p = place_at(places, at);
        if (same && p) {
            if (p->run->kind != RUN_TEXT || !p->run->typed || n.end > p->to)
                return false;
            *place = p;
            loose->start = p->run->at + (at - p->from);
            loose->end = loose->start + (n.end - at);
            loose->number = str_slice(text, at, n.end - at);
            return true;
        }
        at = n.end;
    }
    return false;
}

/* ---- what would fit ---- */

static bool
agrees(const struct figure *f, const struct claim *c)
{
    int64_t times = 1, over = 1;
    if (!f->has_value || !review_unit_fits(f->def, c->unit, &times, &over) || !c->has_min ||
        f->milli > INT64_MAX / MILLI / over)
        return false;
    int64_t micro = f->milli * MILLI * over / times;
    return micro >= c->min && (!c->has_max || micro <= c->max);
}

struct offers {
    struct report_offer *v;
    size_t n;
};

static void
add_offer(
    struct desk_case *c, struct offers *list, const struct figure *f, const struct claim *claim)
{
    struct arena *a = c->d.w->arena;
    bool rounded = claim->hedge == CLAIM_OVER;
    struct report_offer offer = {.token = report_figure_token(a, c->d.rules, f->def->code, rounded),
        .title = f->def->title,
        .value = report_figure_value(a, f),
        .agrees = agrees(f, claim)};
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].token, offer.token))
            return;
    if (list->n < OFFERS_MAX)
        LIST_ADD(a, list, offer);
}

static void
find_offers(
    struct desk_case *c, struct reviewing *r, const struct claim *claim, struct report_loose *loose)
{
    struct offers list = {NULL, 0};
    struct review_match m = review_find(r, claim);
    for (size_t i = 0; i < m.n && !m.other_unit; i++)
        add_offer(c, &list, m.v[i], claim);
    if (m.n && !m.other_unit)
        r->last = m.v[0]->def;
    for (size_t i = 0; i < c->d.values.n; i++)
        if (claim->value > NUMERAL_ONE && agrees(&c->d.values.v[i], claim))
            add_offer(c, &list, &c->d.values.v[i], claim);
    loose->offers = list.v;
    loose->offers_n = list.n;
}

/* A word about what was counted carries over to the next number of a sentence only. */
static void
forget_sentence(struct reviewing *r, const struct claim *claim)
{
    struct str between = str_slice(r->text, r->last_end, claim->start - r->last_end);
    if (r->last_end == 0 || str_find(between, S("。"), 0) != SIZE_MAX ||
        str_find_char(between, '\n', 0) != SIZE_MAX)
        r->last = NULL;
    r->last_end = claim->end;
}

void
report_find_loose(struct desk_case *c, struct report_desk *desk)
{
    struct arena *a = c->d.w->arena;
    struct places places = {NULL, 0};
    struct reviewing r = {.w = c->d.w, .year = c->d.draft->year, .figures = c->d.values};

    struct {
        struct report_loose *v;
        size_t n;
    } list = {NULL, 0};

    r.org = c->d.org;
    r.text = plain_text(a, c->d.draft, &places);
    struct claims found = claims_find(a, r.text);
    for (size_t i = 0; i < found.n; i++) {
        const struct claim *claim = &found.v[i];
        const struct place *place = NULL;
        struct report_loose loose = {.said = review_said(&r, claim)};
        forget_sentence(&r, claim);
        if (claim->hedge == CLAIM_NONE || !typed_number(r.text, claim, &places, &place, &loose))
            continue;
        loose.section = place->section;
        find_offers(c, &r, claim, &loose);
        LIST_ADD(a, &list, loose);
    }
    desk->loose = list.v;
    desk->loose_n = list.n;
}
