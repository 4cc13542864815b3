/* What is left over from other texts, and what cannot be. */
#include "base/lang.h"
#include "domain/person.h"
#include "domain/review_int.h"
#include "text/residue.h"

enum {
    HEAD_BYTES = 600 /* in which a report says of which year it is */
};

static void
add(struct reviewing *r, struct review_findings *list, size_t start, size_t end, struct str kind,
    struct str why)
{
    struct review_finding one = {.start = start, .end = end, .kind = kind, .why = why};
    LIST_ADD(r->w->arena, list, one);
}

/* ---- leftovers ---- */

/* The head names another year than the one that is checked. */
static void
scan_year(struct reviewing *r)
{
    struct str head = str_slice(r->text, 0, HEAD_BYTES);
    for (size_t at = str_find(head, S("年"), 0); at != SIZE_MAX;
         at = str_find(head, S("年"), at + 1)) {
        int64_t year;
        if (at < 4 || (at > 4 && head.p[at - 5] >= '0' && head.p[at - 5] <= '9') ||
            !str_to_i64(str_slice(head, at - 4, 4), 1990, 2100, &year))
            continue;
        if (year < r->year && r->year - year <= 5)
            add(r, &r->review->leftovers, at - 4, at + strlen("年"), S("other_year"),
                arena_fmt(r->w->arena, tr("这是%d年度的报告，开头写的却是%lld年。"), r->year,
                    (long long)year));
    }
}

static const struct str levels[] = {str_lit("省"), str_lit("市"), str_lit("县"), str_lit("区"),
    str_lit("镇"), str_lit("乡"), str_lit("街道"), str_lit("村"), str_lit("社区")};

enum {
    LEVELS = sizeof levels / sizeof levels[0]
};

/* The level of an org by its name: the first of these words in it; LEVELS when it says none. */
static size_t
level_of(struct str name)
{
    size_t best = LEVELS, where = SIZE_MAX;
    for (size_t i = 0; i < LEVELS; i++) {
        size_t at = str_find(name, levels[i], 1);
        if (at != SIZE_MAX && at < where) {
            where = at;
            best = i;
        }
    }
    return best;
}

/* 我市, 我乡 in a body of a district. */
static void
scan_places(struct reviewing *r)
{
    size_t own = level_of(r->org.name);
    struct str t = r->text;
    for (size_t at = own < LEVELS ? str_find(t, S("我"), 0) : SIZE_MAX; at != SIZE_MAX;
         at = str_find(t, S("我"), at + 3))
        for (size_t i = 0; i < LEVELS; i++) {
            struct str behind = str_slice(t, at + strlen("我"), levels[i].n);
            if (i == own || !str_eq(behind, levels[i]))
                continue;
            add(r, &r->review->leftovers, at, at + strlen("我") + levels[i].n, S("place"),
                arena_fmt(r->w->arena, tr("“我%.*s”与本单位“%.*s”不符。"), STR_ARG(levels[i]),
                    STR_ARG(r->org.name)));
        }
}

static void
scan_residue(struct reviewing *r)
{
    struct residues found = residue_find(r->w->arena, r->text);
    for (size_t i = 0; i < found.n; i++)
        add(r, &r->review->leftovers, found.v[i].start, found.v[i].end,
            residue_code(found.v[i].kind), residue_title(found.v[i].kind));
}

enum {
    NAME_MIN = 6, /* two characters */
    TITLE_NEAR = 18
};

/* 书记张三, 张三书记: the name with the post's title beside it. */
static bool
is_titled(struct str text, size_t at, size_t n, struct str title)
{
    size_t from = at > TITLE_NEAR ? at - TITLE_NEAR : 0;
    return str_find(str_slice(text, from, at - from), title, 0) != SIZE_MAX ||
        str_find(str_slice(text, at + n, TITLE_NEAR), title, 0) != SIZE_MAX;
}

static bool
holds_in_year(const struct reviewing *r, const struct posts *posts, int64_t person_id)
{
    struct date begin = date_make(r->year, 1, 1);
    for (size_t i = 0; i < posts->n; i++)
        if (posts->v[i].person_id == person_id &&
            (date_is_none(posts->v[i].to_on) || date_cmp(posts->v[i].to_on, begin) > 0))
            return true;
    return false;
}

/* Who held a post, and none in the year, still named with it. */
static bool
scan_posts(struct reviewing *r, struct err *e)
{
    const struct rules *rules;
    struct posts posts;
    if (!rules_for(r->w, r->org.root_id, r->year, &rules, e) ||
        !post_list(r->w, r->org.id, true, &posts, e))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        struct str name = posts.v[i].person_name;
        struct str title = rules_post_title(rules, posts.v[i].post);
        if (name.n < NAME_MIN || holds_in_year(r, &posts, posts.v[i].person_id))
            continue;
        for (size_t at = str_find(r->text, name, 0); at != SIZE_MAX;
             at = str_find(r->text, name, at + name.n))
            if (is_titled(r->text, at, name.n, title))
                add(r, &r->review->leftovers, at, at + name.n, S("left_post"),
                    arena_fmt(r->w->arena, tr("%.*s在%d年度之前已不任%.*s。"), STR_ARG(name),
                        r->year, STR_ARG(title)));
    }
    return true;
}

bool
review_leftovers(struct reviewing *r, struct err *e)
{
    scan_year(r);
    scan_places(r);
    scan_residue(r);
    return scan_posts(r, e);
}

/* ---- impossible ---- */

/* 其中 stands between them, in one sentence: the second is a part of the first. */
static bool
is_part(const struct reviewing *r, const struct claim *total, const struct claim *part)
{
    struct str between = str_slice(r->text, total->end, part->start - total->end);
    struct str said = review_said(r, part);
    bool named = str_find(between, S("其中"), 0) != SIZE_MAX || str_starts(said, S("其中"));
    return named && str_eq(total->unit, part->unit) && part->unit.n &&
        !str_eq(part->unit, S("%")) && str_find(between, S("。"), 0) == SIZE_MAX &&
        str_find_char(between, '\n', 0) == SIZE_MAX;
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
        struct str between = str_slice(r->text, c->end, p->start - c->end);
        if (str_find(between, S("。"), 0) != SIZE_MAX ||
            str_find_char(between, '\n', 0) != SIZE_MAX || !str_eq(c->unit, p->unit) || !c->has_max)
            break;
        any = true;
        *total += c->max;
        *start = c->start;
    }
    return any;
}

static void
scan_parts(struct reviewing *r)
{
    for (size_t i = 1; i < r->review->claims_n; i++) {
        const struct claim *part = &r->review->claims[i].claim;
        int64_t total;
        size_t start = 0;
        if (is_part(r, &r->review->claims[i - 1].claim, part) && part->has_min &&
            total_before(r, i, &total, &start) && part->min > total)
            add(r, &r->review->impossible, start, part->end, S("part_above_total"),
                arena_str(r->w->arena, str_from(tr("“其中”的数比总数还大。"))));
    }
}

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
                add(r, &r->review->impossible, c->claim.start, c->claim.end, S("unit"),
                    arena_fmt(r->w->arena, tr("这个数是台账中的“%.*s”，单位是%.*s，不是%.*s。"),
                        STR_ARG(f->title), STR_ARG(f->unit), STR_ARG(c->claim.unit)));
        }
}

/* Beyond what the pack holds for plausible. */
static bool
scan_bands(struct reviewing *r, struct err *e)
{
    const struct rules *rules;
    if (!rules_for(r->w, r->org.root_id, r->year, &rules, e))
        return false;
    for (size_t i = 0; i < r->review->claims_n; i++) {
        const struct review_claim *c = &r->review->claims[i];
        const struct pack_figure *f = c->figure.n ? rules_figure(rules, c->figure) : NULL;
        const struct pack_kind *kind =
            f && f->measure == MEASURE_QUANTITY ? rules_kind(rules, f->kinds.v[0]) : NULL;
        for (size_t q = 0; kind && q < kind->quantities_n; q++)
            if (str_eq(kind->quantities[q].code, f->quantity) && kind->quantities[q].warn_above &&
                str_eq(f->unit, c->claim.unit) &&
                c->claim.min / NUMERAL_ONE > kind->quantities[q].warn_above)
                add(r, &r->review->impossible, c->claim.start, c->claim.end, S("band"),
                    arena_fmt(r->w->arena, tr("超出了通常的范围（%lld%.*s以内），请核实。"),
                        (long long)kind->quantities[q].warn_above, STR_ARG(f->unit)));
    }
    return true;
}

bool
review_impossible(struct reviewing *r, struct err *e)
{
    scan_parts(r);
    scan_units(r);
    return scan_bands(r, e);
}
