/* What stands in braces: a word of the report, a figure, a record. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/report_int.h"

enum {
    INNER_MAX = 240 /* bytes between braces; more is text */
};

static const struct {
    struct str code, shown;
} WORDS[] = {{str_lit("org"), str_lit("单位")}, {str_lit("year"), str_lit("年度")},
    {str_lit("next_year"), str_lit("下一年度")}, {str_lit("secretary"), str_lit("书记")},
    {str_lit("quarter"), str_lit("季度")}};

enum {
    WORDS_N = sizeof WORDS / sizeof WORDS[0]
};

/* ---- reading ---- */

bool
report_token_next(struct str *rest, struct str *before, struct str *inner)
{
    for (size_t from = 0;;) {
        size_t open = str_find_char(*rest, '{', from);
        size_t close = open == SIZE_MAX ? SIZE_MAX : str_find_char(*rest, '}', open);
        if (close == SIZE_MAX) {
            *before = *rest;
            *rest = S("");
            return false;
        }
        *inner = str_slice(*rest, open + 1, close - open - 1);
        from = open + 1;
        if (inner->n > INNER_MAX || str_find_char(*inner, '{', 0) != SIZE_MAX ||
            str_find_char(*inner, '\n', 0) != SIZE_MAX)
            continue;
        *before = str_slice(*rest, 0, open);
        *rest = str_slice(*rest, close + 1, rest->n);
        return true;
    }
}

/* Cuts "…：余" or "…:余" in two. */
static struct str
cut_colon(struct str inner, struct str *after)
{
    size_t wide = str_find(inner, S("："), 0), narrow = str_find_char(inner, ':', 0);
    size_t at = wide < narrow ? wide : narrow;
    *after = S("");
    if (at == SIZE_MAX)
        return str_trim(inner);
    *after = str_trim(str_slice(inner, at + (at == narrow ? 1 : 3), inner.n));
    return str_trim(str_slice(inner, 0, at));
}

/* The one figure of that title, or NULL where there is none or more than one. */
static const struct pack_figure *
figure_titled(const struct rules *rules, struct str title)
{
    const struct pack_figure *found = NULL;
    for (size_t i = 0; i < rules->n; i++)
        for (size_t k = 0; k < rules->packs[i]->figures_n; k++)
            if (str_eq(rules->packs[i]->figures[k].title, title)) {
                if (found)
                    return NULL;
                found = &rules->packs[i]->figures[k];
            }
    return found;
}

/* "记录 12", "记录12：2月8日 …" */
static bool
read_record(struct str inner, int64_t *id)
{
    static const struct str marks[] = {str_lit("记录"), str_lit("record")};
    struct str label, name = cut_colon(inner, &label);
    for (size_t i = 0; i < 2; i++)
        if (str_starts(name, marks[i])) {
            struct str rest = str_trim(str_slice(name, marks[i].n, name.n));
            size_t blank = str_find_char(rest, ' ', 0);
            return str_to_i64(str_slice(rest, 0, blank), 1, INT64_MAX, id);
        }
    return false;
}

/* "议定 41-2：…" */
static bool
read_decision(struct str inner, int64_t *id, int64_t *nth)
{
    static const struct str marks[] = {str_lit("议定"), str_lit("decision")};
    struct str label, name = cut_colon(inner, &label);
    for (size_t i = 0; i < 2; i++)
        if (str_starts(name, marks[i])) {
            struct str rest = str_trim(str_slice(name, marks[i].n, name.n));
            size_t dash = str_find_char(rest, '-', 0);
            return dash != SIZE_MAX && str_to_i64(str_slice(rest, 0, dash), 1, INT64_MAX, id) &&
                str_to_i64(str_slice(rest, dash + 1, rest.n), 0, INT64_MAX, nth);
        }
    return false;
}

struct report_token
report_token_read(const struct rules *rules, struct str inner)
{
    struct report_token t = {.kind = REPORT_TOKEN_UNKNOWN, .code = str_trim(inner)};
    struct str after, name = cut_colon(inner, &after);
    if (read_record(inner, &t.record_id)) {
        t.kind = REPORT_TOKEN_RECORD;
        return t;
    }
    if (read_decision(inner, &t.record_id, &t.nth)) {
        t.kind = REPORT_TOKEN_DECISION;
        return t;
    }
    for (size_t i = 0; str_empty(after) && i < WORDS_N; i++)
        if (str_eq(name, WORDS[i].code) || str_eq(name, WORDS[i].shown)) {
            t.kind = REPORT_TOKEN_WORD;
            t.code = WORDS[i].code;
            return t;
        }
    const struct pack_figure *f = rules_figure(rules, name);
    f = f ? f : figure_titled(rules, name);
    if (!f || !(str_empty(after) || str_eq(after, S("余"))))
        return t;
    t.kind = REPORT_TOKEN_FIGURE;
    t.code = f->code;
    t.rounded = after.n > 0;
    return t;
}

/* ---- writing ---- */

/* The title where it leads back to the figure, else the code. */
static struct str
figure_shown(const struct rules *rules, struct str code)
{
    const struct pack_figure *f = rules_figure(rules, code);
    if (!f)
        return code;
    struct report_token back = report_token_read(rules, f->title);
    bool plain = str_find_char(f->title, '{', 0) == SIZE_MAX &&
        str_find_char(f->title, '}', 0) == SIZE_MAX && f->title.n < INNER_MAX / 2;
    return plain && back.kind == REPORT_TOKEN_FIGURE && str_eq(back.code, code) ? f->title : code;
}

struct str
report_token_shown(
    struct arena *a, const struct rules *rules, const struct report_token *t, struct str inner)
{
    struct str name = inner;
    for (size_t i = 0; t->kind == REPORT_TOKEN_WORD && i < WORDS_N; i++)
        if (str_eq(t->code, WORDS[i].code))
            name = WORDS[i].shown;
    if (t->kind == REPORT_TOKEN_FIGURE)
        name = figure_shown(rules, t->code);
    return arena_fmt(a, "{%.*s%s}", STR_ARG(name), t->rounded ? "：余" : "");
}

struct str
report_token_stored(struct arena *a, const struct report_token *t, struct str inner)
{
    bool named = t->kind == REPORT_TOKEN_WORD || t->kind == REPORT_TOKEN_FIGURE;
    return arena_fmt(a, "{%.*s%s}", STR_ARG(named ? t->code : inner), t->rounded ? ":余" : "");
}

/* ---- printing ---- */

struct str
report_rounded(struct arena *a, int64_t milli)
{
    int64_t whole = milli / 1000, step = 10;
    if (whole < 10)
        return arena_str(a, str_from(milli_format(milli).z));
    while (whole / step >= 100)
        step *= 10;
    int64_t round = whole / step * step;
    return arena_fmt(a, "%lld%s", (long long)round, round * 1000 < milli ? "余" : "");
}

void
report_add_run(struct drafting *d, struct report_runs *runs, struct report_run run)
{
    if (run.kind == RUN_MISSING)
        d->draft->missing++;
    if (run.kind == RUN_FIGURE)
        d->draft->bound++;
    if ((run.kind == RUN_TEXT || run.kind == RUN_RECORD) && str_empty(run.text))
        return;
    BUG_ON(runs->n && !runs->v, "runs that are counted are there");
    struct report_run *last = runs->n ? &runs->v[runs->n - 1] : NULL;
    if (last && run.kind == RUN_RECORD && last->kind == RUN_RECORD &&
        last->record_id == run.record_id)
        last->text =
            arena_join(d->w->arena, (struct str[]){last->text, run.text}, 2, S("")); /* one field */
    else
        LIST_ADD(d->w->arena, runs, run);
}

void
report_add_text(struct drafting *d, struct report_runs *runs, struct str text)
{
    report_add_run(d, runs, (struct report_run){.kind = RUN_TEXT, .text = text});
}

void
report_add_missing(struct drafting *d, struct report_runs *runs, struct str code)
{
    report_add_run(
        d, runs, (struct report_run){.kind = RUN_MISSING, .text = S("【待补】"), .code = code});
}

const struct figure *
report_find_figure(const struct figures *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].def->code, code))
            return &list->v[i];
    return NULL;
}

static struct str
word(const struct drafting *d, struct str name)
{
    struct arena *a = d->w->arena;
    if (str_eq(name, S("org")))
        return d->org.name;
    if (str_eq(name, S("year")))
        return arena_fmt(a, "%d", d->draft->year);
    if (str_eq(name, S("next_year")))
        return arena_fmt(a, "%d", d->draft->year + 1);
    if (str_eq(name, S("secretary")))
        return d->secretary;
    if (str_eq(name, S("quarter")) && d->about.quarter)
        return report_quarter_title(d->about.quarter);
    return S("");
}

static void
add_figure(struct drafting *d, struct report_runs *runs, const struct report_token *t)
{
    struct arena *a = d->w->arena;
    const struct figure *f = report_find_figure(&d->values, t->code);
    if (f && !report_find_figure(&d->draft->figures, t->code))
        LIST_ADD(a, &d->draft->figures, *f);
    if (!f || !f->has_value) {
        report_add_missing(d, runs, t->code);
        return;
    }
    struct report_run run = {.kind = RUN_FIGURE, .code = f->def->code};
    run.text =
        t->rounded ? report_rounded(a, f->milli) : arena_str(a, str_from(milli_format(f->milli).z));
    report_add_run(d, runs, run);
}

static void
add_decision(struct drafting *d, struct report_runs *runs, const struct report_token *t)
{
    const struct report_decision *x =
        report_find_decision(report_find_listed(d, t->record_id), t->nth);
    if (!x) {
        report_add_missing(d, runs, S("decision"));
        return;
    }
    report_add_run(d, runs,
        (struct report_run){.kind = RUN_RECORD, .record_id = t->record_id, .text = x->text});
    d->draft->bound++;
}

void
report_add_token(struct drafting *d, struct report_runs *runs, const struct report_token *t)
{
    struct str value = word(d, t->code);
    const struct report_listed *r = NULL;
    switch (t->kind) {
    case REPORT_TOKEN_WORD:
        if (value.n)
            report_add_text(d, runs, value);
        else
            report_add_missing(d, runs, t->code);
        break;
    case REPORT_TOKEN_FIGURE:
        add_figure(d, runs, t);
        break;
    case REPORT_TOKEN_RECORD:
        r = report_find_listed(d, t->record_id);
        if (r)
            report_add_line(d, runs, report_line_of(d, r), r);
        else
            report_add_missing(d, runs, S("record"));
        break;
    case REPORT_TOKEN_DECISION:
        add_decision(d, runs, t);
        break;
    case REPORT_TOKEN_UNKNOWN:
        report_add_missing(d, runs, t->code);
        break;
    }
}

void
report_add_fields(struct drafting *d, struct report_runs *runs, struct str text)
{
    struct str before, inner;
    while (report_token_next(&text, &before, &inner)) {
        struct report_token t = report_token_read(d->rules, inner);
        report_add_text(d, runs, before);
        report_add_token(d, runs, &t);
    }
    report_add_text(d, runs, before);
}
