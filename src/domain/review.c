#include "domain/review.h"

#include "base/lang.h"
#include "domain/report_keep.h"
#include "domain/review_int.h"
#include "domain/right.h"

enum {
    MILLI = 1000 /* millionths of a claim in a thousandth of a figure */
};

struct str
review_verdict_code(enum review_verdict v)
{
    static const struct str codes[] = {[REVIEW_AGREES] = str_lit("agrees"),
        [REVIEW_DIFFERS] = str_lit("differs"),
        [REVIEW_NO_RECORD] = str_lit("no_record"),
        [REVIEW_CANNOT_JUDGE] = str_lit("cannot_judge")};
    return codes[v];
}

struct str
review_verdict_title(enum review_verdict v)
{
    static const char *const titles[] = {[REVIEW_AGREES] = N_("相符"),
        [REVIEW_DIFFERS] = N_("不符"),
        [REVIEW_NO_RECORD] = N_("没有记录"),
        [REVIEW_CANNOT_JUDGE] = N_("无法判断")};
    return str_from(tr(titles[v]));
}

static bool
settle(struct review_claim *c, enum review_verdict verdict, struct str why)
{
    c->verdict = verdict;
    c->why = why;
    return true;
}

/* ---- comparing ---- */

/* A claim in another size of the same unit was rounded: half of its last digit. */
static int64_t
rounding(const struct claim *c)
{
    int64_t place = 1;
    while (c->value && c->value % (place * 10) == 0 && place < NUMERAL_ONE * 1000)
        place *= 10;
    return place / 2;
}

static bool
holds(const struct claim *c, int64_t micro, int64_t slack)
{
    return (!c->has_min || micro >= c->min - slack) && (!c->has_max || micro <= c->max + slack);
}

static struct str
number_text(struct arena *a, int64_t micro)
{
    struct out o;
    out_init(&o, 64);
    claim_number(&o, micro);
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static struct str
bounds_text(struct arena *a, const struct claim *c)
{
    struct str low = number_text(a, c->min), high = number_text(a, c->max);
    if (c->has_max && c->min == c->max)
        return low;
    if (!c->has_max)
        return arena_fmt(a, tr("%.*s以上"), STR_ARG(low));
    return arena_fmt(a, tr("%.*s至%.*s"), STR_ARG(low), STR_ARG(high));
}

static struct str
title_of(struct arena *a, const struct review_match *m)
{
    struct str titles[REVIEW_PARTS];
    for (size_t i = 0; i < m->n; i++)
        titles[i] = m->v[i]->def->title;
    return arena_join(a, titles, m->n, S("、"));
}

static bool
compare(struct reviewing *r, struct review_claim *c, const struct review_match *m, int64_t slack)
{
    struct arena *a = r->w->arena;
    const struct claim *claim = &c->claim;
    int64_t micro = c->milli * MILLI;
    struct str title = title_of(a, m), value = number_text(a, micro);
    if (holds(claim, micro, slack))
        return settle(c, REVIEW_AGREES,
            arena_fmt(a, tr("台账中“%.*s”为%.*s%.*s，与文中相符。"), STR_ARG(title), STR_ARG(value),
                STR_ARG(claim->unit)));
    bool less = claim->has_min && micro < claim->min;
    int64_t by = less ? claim->min - micro : micro - claim->max;
    struct str bounds = bounds_text(a, claim), gap = number_text(a, by);
    return settle(c, REVIEW_DIFFERS,
        arena_fmt(a,
            less ? tr("台账中“%.*s”为%.*s%.*s，文中写的是%.*s，台账少%.*s。")
                 : tr("台账中“%.*s”为%.*s%.*s，文中写的是%.*s，台账多%.*s。"),
            STR_ARG(title), STR_ARG(value), STR_ARG(claim->unit), STR_ARG(bounds), STR_ARG(gap)));
}

/* ---- the records of a match ---- */

struct ids {
    int64_t *v;
    size_t n;
};

static bool
in_span(const struct review_span *span, struct date day)
{
    return span->whole || (date_cmp(day, span->from) >= 0 && date_cmp(day, span->to) <= 0);
}

/* The records behind a figure, read once. */
static bool
records_of(struct reviewing *r, const struct figure *f, struct figure_records *list, struct err *e)
{
    size_t i = (size_t)(f - r->figures.v);
    if (!r->known[i] && !figure_records(r->w, r->org.id, r->year, f->def->code, &r->behind[i], e))
        return false;
    r->known[i] = true;
    *list = r->behind[i];
    return true;
}

/* What the figures of a match come to in the span, in thousandths of the figure's unit. */
static bool
sum_up(struct reviewing *r, const struct review_match *m, const struct review_span *span,
    struct review_claim *c, struct err *e)
{
    struct ids ids = {NULL, 0};
    int64_t sum = 0;
    for (size_t i = 0; i < m->n; i++) {
        struct figure_records list;
        if (!records_of(r, m->v[i], &list, e))
            return false;
        for (size_t k = 0; k < list.n; k++)
            if (in_span(span, list.v[k].held_on)) {
                LIST_ADD(r->w->arena, &ids, list.v[k].record_id);
                sum += list.v[k].milli;
            }
    }
    c->records = ids.v;
    c->records_n = ids.n;
    c->milli = sum;
    c->has_value = ids.n > 0;
    return true;
}

/* ---- a rhythm ---- */

static int
first_missing(
    const struct figure_records *list, int year, int every, struct date until, int64_t need)
{
    for (int from = 1; from + every - 1 <= 12; from += every) {
        struct date begin = date_make(year, from, 1);
        struct date end = date_month_end(year, from + every - 1);
        int64_t n = 0;
        if (date_cmp(end, until) > 0)
            return 0;
        for (size_t i = 0; i < list->n; i++)
            n += date_cmp(list->v[i].held_on, begin) >= 0 && date_cmp(list->v[i].held_on, end) <= 0;
        if (n < need)
            return from;
    }
    return 0;
}

static bool
judge_rhythm(struct reviewing *r, struct review_claim *c, const struct review_match *m,
    const struct review_span *span, struct err *e)
{
    struct arena *a = r->w->arena;
    const struct pack_figure *f = m->v[0]->def;
    struct figure_records list;
    if (f->measure != MEASURE_RECORDS || m->n > 1)
        return settle(c, REVIEW_CANNOT_JUDGE,
            arena_str(a, str_from(tr("这项指标不是按次数记的，无法按周期核对。"))));
    if (!records_of(r, m->v[0], &list, e) ||
        !sum_up(r, m, &(struct review_span){.whole = true}, c, e))
        return false;
    int64_t need = c->claim.has_min ? c->claim.min / NUMERAL_ONE : 1;
    int from = first_missing(&list, r->year, span->every, span->to, need);
    if (from == 0)
        return settle(c, REVIEW_AGREES,
            arena_fmt(a, tr("台账中“%.*s”共%zu次，每个周期都有。"), STR_ARG(f->title), list.n));
    int to = from + span->every - 1;
    return settle(c, REVIEW_DIFFERS,
        to == from ? arena_fmt(a, tr("台账中“%.*s”共%zu次，%d月不足%lld次。"), STR_ARG(f->title),
                         list.n, from, (long long)need)
                   : arena_fmt(a, tr("台账中“%.*s”共%zu次，%d月至%d月不足%lld次。"),
                         STR_ARG(f->title), list.n, from, to, (long long)need));
}

/* ---- one claim ---- */

static struct str
codes_of(struct arena *a, const struct review_match *m)
{
    struct str codes[REVIEW_PARTS];
    for (size_t i = 0; i < m->n; i++)
        codes[i] = m->v[i]->def->code;
    return arena_join(a, codes, m->n, S("+"));
}

static bool
judge_match(
    struct reviewing *r, struct review_claim *c, const struct review_match *m, struct err *e)
{
    struct arena *a = r->w->arena;
    struct review_span span;
    int64_t times = 1, over = 1;
    struct str title = title_of(a, m);
    c->figure = codes_of(a, m);
    if (!review_span_of(r->year, c->claim.period, r->w->today, &span))
        return settle(c, REVIEW_CANNOT_JUDGE,
            arena_fmt(a, tr("文中说的是“%.*s”，与%d年度的台账期间不同。"), STR_ARG(c->claim.period),
                r->year));
    if (span.every)
        return judge_rhythm(r, c, m, &span, e);
    if (!c->claim.has_min)
        return settle(c, REVIEW_CANNOT_JUDGE, arena_str(a, str_from(tr("文中没有写数。"))));
    if (!sum_up(r, m, &span, c, e))
        return false;
    if (!c->has_value)
        return settle(
            c, REVIEW_NO_RECORD, arena_fmt(a, tr("台账中没有“%.*s”的记录。"), STR_ARG(title)));
    (void)review_unit_fits(m->v[0]->def, c->claim.unit, &times, &over);
    if (c->milli > INT64_MAX / MILLI / over)
        return settle(c, REVIEW_CANNOT_JUDGE, arena_str(a, str_from(tr("数值太大，无法比较。"))));
    c->milli = c->milli * over / times;
    return compare(r, c, m, times == over ? 0 : rounding(&c->claim));
}

static bool
judge(struct reviewing *r, struct review_claim *c, struct err *e)
{
    struct arena *a = r->w->arena;
    bool judged = false;
    if (c->claim.suspect)
        return settle(c, REVIEW_CANNOT_JUDGE,
            arena_str(a, str_from(tr("这个数像是在转抄中损坏的，没有核对。"))));
    if (!review_in_record(r, c, &judged, e) || judged)
        return judged;
    if (str_eq(c->claim.unit, S("%")) || str_eq(c->claim.unit, S("个百分点")))
        return settle(c, REVIEW_CANNOT_JUDGE,
            arena_str(a, str_from(tr("比率和增幅没有对应的指标，无法用台账核对。"))));
    struct review_match m = review_find(r, &c->claim);
    if (m.n && !m.other_unit) {
        r->last = m.v[0]->def;
        return judge_match(r, c, &m, e);
    }
    if (m.n)
        return settle(c, REVIEW_CANNOT_JUDGE,
            arena_fmt(a, tr("台账中“%.*s”按“%.*s”计，与文中的“%.*s”不是同一单位。"),
                STR_ARG(m.v[0]->def->title), STR_ARG(m.v[0]->def->unit), STR_ARG(c->claim.unit)));
    return settle(c, REVIEW_CANNOT_JUDGE,
        arena_fmt(a, tr("台账中没有与“%.*s”对应的指标。"), STR_ARG(c->claim.object)));
}

/* ---- the report ---- */

static bool
sentence_ended(const struct reviewing *r, size_t from, size_t to)
{
    struct str between = str_slice(r->text, from, to - from);
    return str_find(between, S("。"), 0) != SIZE_MAX || str_find_char(between, '\n', 0) != SIZE_MAX;
}

static bool
judge_all(struct reviewing *r, struct err *e)
{
    struct claims found = claims_find(r->w->arena, r->text);
    r->behind = arena_array(r->w->arena, struct figure_records, r->figures.n);
    r->known = arena_array(r->w->arena, bool, r->figures.n);
    for (size_t i = 0; i < r->figures.n; i++)
        r->known[i] = false;
    r->review->claims = arena_array(r->w->arena, struct review_claim, found.n);
    r->review->claims_n = found.n;
    for (size_t i = 0; i < found.n; i++) {
        struct review_claim *c = &r->review->claims[i];
        *c = (struct review_claim){.claim = found.v[i]};
        if (i == 0 || sentence_ended(r, r->last_end, c->claim.start))
            r->last = NULL;
        r->last_end = c->claim.end;
        if (!judge(r, c, e))
            return false;
        if (c->verdict == REVIEW_DIFFERS || c->verdict == REVIEW_NO_RECORD)
            r->review->wanting = true;
    }
    return true;
}

/* What stands before the annexes. */
static struct str
body_of(struct str text)
{
    size_t at = 0, start, end;
    while (review_line(text, &at, &start, &end)) {
        struct str line = str_slice(text, start, end - start);
        if (str_eq(line, S("数据来源表")) ||
            (line.n < 60 && review_begins(line, "附件： 附件: 附：")))
            return str_slice(text, 0, start);
    }
    return text;
}

static bool
look_round(struct reviewing *r, struct err *e)
{
    return org_get(r->w, r->org.id, &r->org, e) && org_ancestors(r->w, r->org.id, &r->above, e) &&
        rules_for(r->w, r->org.root_id, r->year, &r->rules, e) &&
        figure_year(r->w, r->org.id, r->year, &r->figures, e);
}

/* What stands in the library too; the report itself, where it was sent, is no source. */
static bool
look_for_copies(struct reviewing *r, struct str text, struct err *e)
{
    struct report_kept kept;
    if (!report_kept(r->w, r->org.id, r->year, &kept, e))
        return false;
    struct copied_ask ask = {.text = text,
        .skip_source = SEARCH_REPORT,
        .skip_ref = kept.id,
        .own_org = r->org.id,
        .no_records = true};
    return copied_find(r->w, &ask, &r->review->copied, e);
}

bool
review_report(
    struct work *w, int64_t org_id, int year, struct str text, struct review *review, struct err *e)
{
    struct str read = review_head(text);
    struct reviewing r = {.w = w, .org.id = org_id, .year = year, .review = review};
    *review = (struct review){.claims = NULL};
    r.text = review_plain(w->arena, read);
    r.body = body_of(r.text);
    if (!right_check(w, org_id, RIGHT_READ, e) || !look_round(&r, e) || !judge_all(&r, e) ||
        !review_leftovers(&r, e) || !review_impossible(&r, e))
        return false;
    if (review_unread(&r, read.n < text.n))
        review_form(&r);
    if (!look_for_copies(&r, read, e))
        return false;
    review->wanting = review->wanting || review->leftovers.n || review->impossible.n ||
        review->form.n || review->copied.n;
    return true;
}
