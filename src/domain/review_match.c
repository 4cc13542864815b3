/* Which figure a claim is about: by the words that reports use for it, and the unit. */
#include "domain/review_int.h"

struct str
review_said(const struct reviewing *r, const struct claim *c)
{
    return str_slice(r->text, c->start, c->end - c->start);
}

/* ---- units ---- */

/* Units of each row measure the same; the number is what one is worth. */
static const struct {
    struct str unit;
    int64_t worth;
    int row;
} worths[] = {{str_lit("元"), 1, 1}, {str_lit("万元"), 10000, 1}, {str_lit("亿元"), 100000000, 1},
    {str_lit("公斤"), 1, 2}, {str_lit("千克"), 1, 2}, {str_lit("吨"), 1000, 2},
    {str_lit("学时"), 1, 3}, {str_lit("小时"), 1, 3}, {str_lit("课时"), 1, 3}};

/* Words for how often something was held. */
static const struct str times_words[] = {str_lit("次"), str_lit("场"), str_lit("场次"),
    str_lit("期"), str_lit("讲"), str_lit("堂"), str_lit("节"), str_lit("轮"), str_lit("批次"),
    str_lit("期次"), str_lit("轮次"), str_lit("课"), str_lit("场（次）"), str_lit("期（次）")};

static bool
counts_times(struct str unit)
{
    for (size_t i = 0; i < sizeof times_words / sizeof times_words[0]; i++)
        if (str_eq(unit, times_words[i]))
            return true;
    return false;
}

static int
row_of(struct str unit, int64_t *worth)
{
    for (size_t i = 0; i < sizeof worths / sizeof worths[0]; i++)
        if (str_eq(worths[i].unit, unit)) {
            *worth = worths[i].worth;
            return worths[i].row;
        }
    return 0;
}

bool
review_unit_fits(const struct pack_figure *f, struct str unit, int64_t *times, int64_t *over)
{
    *times = *over = 1;
    if (str_eq(f->unit, unit))
        return true;
    int row = row_of(unit, times);
    if (row && row == row_of(f->unit, over))
        return true;
    *times = *over = 1;
    return f->measure == MEASURE_RECORDS && counts_times(unit) && counts_times(f->unit);
}

/* ---- words ---- */

static size_t
word_at(const struct pack_figure *f, struct str said, size_t *at)
{
    size_t best = 0;
    for (size_t i = 0; i <= f->words.n; i++) {
        struct str word = i < f->words.n ? f->words.v[i] : f->title;
        size_t found = word.n > best ? str_find(said, word, 0) : SIZE_MAX;
        if (found != SIZE_MAX) {
            best = word.n;
            *at = found;
        }
    }
    return best;
}

static bool
same_kinds(const struct pack_figure *f, const struct pack_figure *g)
{
    for (size_t i = 0; i < f->kinds.n; i++) {
        bool in = false;
        for (size_t k = 0; k < g->kinds.n; k++)
            in = in || str_eq(f->kinds.v[i], g->kinds.v[k]);
        if (!in)
            return false;
    }
    return true;
}

/* ---- one total over several kinds ---- */

static bool
is_plain_count(const struct pack_figure *f)
{
    return f->measure == MEASURE_RECORDS && f->where_field.n == 0;
}

/* 固定学习日、主题党日和党员活动日: figures of one kind each, whose words stand apart. */
static struct review_match
find_union(const struct reviewing *r, const struct claim *c, struct str said)
{
    struct review_match m = {.n = 0};
    size_t begins[REVIEW_PARTS], ends[REVIEW_PARTS];
    for (size_t i = 0; i < r->figures.n && m.n < REVIEW_PARTS; i++) {
        const struct figure *f = &r->figures.v[i];
        size_t at = 0, n = word_at(f->def, said, &at);
        int64_t times, over;
        if (n == 0 || !is_plain_count(f->def) || f->def->kinds.n != 1 ||
            !review_unit_fits(f->def, c->unit, &times, &over))
            continue;
        bool apart = true;
        for (size_t k = 0; k < m.n; k++)
            apart = apart && (at >= ends[k] || at + n <= begins[k]);
        if (!apart)
            continue;
        begins[m.n] = at;
        ends[m.n] = at + n;
        m.v[m.n++] = f;
        m.length += n;
    }
    return m;
}

static bool
has_list_mark(struct str said)
{
    return str_find(said, S("、"), 0) != SIZE_MAX || str_find(said, S("和"), 0) != SIZE_MAX ||
        str_find(said, S("及"), 0) != SIZE_MAX;
}

/* One figure that counts just these kinds. */
static const struct figure *
figure_of_all(const struct reviewing *r, const struct review_match *m)
{
    for (size_t i = 0; i < r->figures.n; i++) {
        const struct figure *f = &r->figures.v[i];
        bool all = is_plain_count(f->def) && f->def->kinds.n == m->n;
        for (size_t k = 0; all && k < m->n; k++)
            all = same_kinds(m->v[k]->def, f->def);
        if (all)
            return f;
    }
    return NULL;
}

/* ---- one figure ---- */

/* The sentence goes on about what it counted before: 参加223人次. */
static struct review_match
find_following(const struct reviewing *r, const struct claim *c)
{
    struct review_match m = {.n = 0};
    for (int exact = 1; r->last && exact >= 0 && m.n == 0; exact--)
        for (size_t i = 0; i < r->figures.n && m.n == 0; i++) {
            const struct figure *f = &r->figures.v[i];
            int64_t times, over;
            if (f->def != r->last && same_kinds(r->last, f->def) &&
                (!exact || f->def->kinds.n == r->last->kinds.n) &&
                review_unit_fits(f->def, c->unit, &times, &over) && f->def->where_field.n == 0)
                m = (struct review_match){.v = {f}, .n = 1};
        }
    return m;
}

struct review_match
review_find(const struct reviewing *r, const struct claim *c)
{
    struct str said = review_said(r, c);
    struct review_match best = {.n = 0}, other = {.n = 0}, all = find_union(r, c, said);
    for (size_t i = 0; i < r->figures.n; i++) {
        const struct figure *f = &r->figures.v[i];
        size_t at = 0, n = word_at(f->def, said, &at);
        int64_t times, over;
        bool fits = n && (c->unit.n == 0 || review_unit_fits(f->def, c->unit, &times, &over));
        struct review_match *to = fits ? &best : &other;
        if (n > to->length)
            *to = (struct review_match){.v = {f}, .n = 1, .length = n, .other_unit = !fits};
    }
    if (all.n > 1 && has_list_mark(said)) {
        const struct figure *one = figure_of_all(r, &all);
        return one ? (struct review_match){.v = {one}, .n = 1, .length = all.length} : all;
    }
    struct review_match follows = find_following(r, c);
    if (best.n && (best.length > strlen("参加") || follows.n == 0))
        return best;
    return follows.n ? follows : best.n ? best : other;
}
