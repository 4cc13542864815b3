/* 不可能: what the text says and cannot be. */
#include "base/lang.h"
#include "domain/review_int.h"

static void
add(struct reviewing *r, size_t start, size_t end, struct str kind, struct str why)
{
    review_add(r, &r->review->impossible, start, end, kind, why);
}

/* ---- parts ---- */

/* Both stand in one sentence and count in the same unit. */
static bool
goes_on(const struct reviewing *r, const struct claim *before, const struct claim *c)
{
    struct str between = str_slice(r->text, before->end, c->start - before->end);
    return str_eq(before->unit, c->unit) && c->unit.n && !str_eq(c->unit, S("%")) &&
        str_find(between, S("。"), 0) == SIZE_MAX && str_find_char(between, '\n', 0) == SIZE_MAX;
}

/* 其中 stands before it: a part of what was counted before. */
static bool
is_part(const struct reviewing *r, const struct claim *total, const struct claim *part)
{
    struct str between = str_slice(r->text, total->end, part->start - total->end);
    return goes_on(r, total, part) &&
        (str_find(between, S("其中"), 0) != SIZE_MAX ||
            str_starts(review_said(r, part), S("其中")));
}

enum {
    PARTS_MAX = 20 /* of one list */
};

/* Of a list the part may be of all: 支委会12次、党员大会4次，其中9次… */
static bool
total_before(const struct reviewing *r, size_t part, int64_t *total, size_t *start)
{
    const struct claim *p = &r->review->claims[part].claim;
    bool any = false;
    *total = 0;
    for (size_t i = part; i > 0 && part - i < PARTS_MAX; i--) {
        const struct claim *c = &r->review->claims[i - 1].claim;
        if (!goes_on(r, c, p) || !c->has_max)
            break;
        any = true;
        *total += c->max;
        *start = c->start;
    }
    return any;
}

/* 其中党员12次、群众9次: the list of parts goes on behind 、 */
static bool
is_next_part(const struct reviewing *r, const struct claim *before, const struct claim *part)
{
    struct str between = str_slice(r->text, before->end, part->start - before->end);
    return goes_on(r, before, part) &&
        (str_eq(between, S("、")) || (between.n == 0 && str_starts(review_said(r, part), S("、"))));
}

static void
scan_parts(struct reviewing *r)
{
    int64_t total = 0;
    size_t start = 0;
    bool in_parts = false;
    for (size_t i = 1; i < r->review->claims_n; i++) {
        const struct claim *before = &r->review->claims[i - 1].claim,
                           *part = &r->review->claims[i].claim;
        if (is_part(r, before, part))
            in_parts = total_before(r, i, &total, &start);
        else
            in_parts = in_parts && is_next_part(r, before, part);
        if (in_parts && part->has_min && part->min > total)
            add(r, start, part->end, S("part_above_total"),
                arena_str(r->w->arena, str_from(tr("“其中”的数比总数还大。"))));
    }
}

/* ---- units ---- */

enum {
    SWAPPED_MIN = 100 /* below it the same number under two units is no wonder */
};

/* Land is not land times operations: the value of one with the unit of the other. */
static bool
is_swapped(const struct review_claim *c, const struct figure *f)
{
    static const struct str pairs[][2] = {{str_lit("亩"), str_lit("亩次")},
        {str_lit("亩次"), str_lit("亩")}, {str_lit("户"), str_lit("户次")},
        {str_lit("人"), str_lit("人次")}};
    const int64_t least = SWAPPED_MIN * INT64_C(1000);
    if (c->verdict == REVIEW_AGREES || !f->has_value || !c->claim.has_min || f->milli < least ||
        c->claim.min / 1000 != f->milli)
        return false;
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++)
        if (str_eq(c->claim.unit, pairs[p][0]) && str_eq(f->def->unit, pairs[p][1]))
            return true;
    return false;
}

static void
scan_units(struct reviewing *r)
{
    for (size_t i = 0; i < r->review->claims_n; i++)
        for (size_t k = 0; k < r->figures.n; k++) {
            const struct review_claim *c = &r->review->claims[i];
            const struct pack_figure *f = r->figures.v[k].def;
            if (is_swapped(c, &r->figures.v[k]))
                add(r, c->claim.start, c->claim.end, S("unit"),
                    arena_fmt(r->w->arena, tr("这个数是台账中的“%.*s”，单位是%.*s，不是%.*s。"),
                        STR_ARG(f->title), STR_ARG(f->unit), STR_ARG(c->claim.unit)));
        }
}

/* ---- bands ---- */

/* Beyond what the pack holds for plausible. */
static void
scan_bands(struct reviewing *r)
{
    for (size_t i = 0; i < r->review->claims_n; i++) {
        const struct review_claim *c = &r->review->claims[i];
        const struct pack_figure *f = c->figure.n ? rules_figure(r->rules, c->figure) : NULL;
        const struct pack_kind *kind =
            f && f->measure == MEASURE_QUANTITY ? rules_kind(r->rules, f->kinds.v[0]) : NULL;
        for (size_t q = 0; kind && q < kind->quantities_n; q++)
            if (str_eq(kind->quantities[q].code, f->quantity) && kind->quantities[q].warn_above &&
                str_eq(f->unit, c->claim.unit) &&
                c->claim.min / NUMERAL_ONE > kind->quantities[q].warn_above)
                add(r, c->claim.start, c->claim.end, S("band"),
                    arena_fmt(r->w->arena, tr("超出了通常的范围（%lld%.*s以内），请核实。"),
                        (long long)kind->quantities[q].warn_above, STR_ARG(f->unit)));
    }
}

/* Shares of a whole: no more than all of it. 完成率 and 增长 may be more. */
static const char shares[] =
    "到会率 参会率 出勤率 参学率 参与率 满意率 满意度 覆盖率 合格率 整改率 办结率 回复率 答复率 到课率 知晓率 占比 占全";

static void
scan_shares(struct reviewing *r)
{
    for (size_t i = 0; i < r->review->claims_n; i++) {
        const struct claim *c = &r->review->claims[i].claim;
        if (str_eq(c->unit, S("%")) && c->has_min && c->min > 100 * NUMERAL_ONE && !c->suspect &&
            review_has(review_said(r, c), shares))
            add(r, c->start, c->end, S("band"),
                arena_str(r->w->arena, str_from(tr("这个比率不会超过100%，请核实。"))));
    }
}

/* ---- days ---- */

/* 2月30日 */
static void
scan_days(struct reviewing *r)
{
    struct str t = r->body;
    for (size_t at = 0; at < t.n;) {
        struct date day;
        bool real = true, digit = t.p[at] >= '0' && t.p[at] <= '9';
        size_t n = digit ? review_day_at(t, at, r->year, &day, &real) : 0;
        if (n && !real && str_find(str_slice(t, at, n), S("月"), 0) != SIZE_MAX)
            add(r, at, at + n, S("no_such_day"),
                arena_str(r->w->arena, str_from(tr("没有这一天，请核实日期。"))));
        at += n ? n : 1;
        while (n == 0 && digit && at < t.n && t.p[at] >= '0' && t.p[at] <= '9')
            at++; /* not in the middle of a number */
    }
}

bool
review_impossible(struct reviewing *r, struct err *e)
{
    scan_parts(r);
    scan_units(r);
    scan_bands(r);
    scan_shares(r);
    scan_days(r);
    return review_facts(r, e);
}
