/* Lines of records in a report: one record as the outline says it. */
#include "domain/list.h"
#include "domain/record_int.h"
#include "domain/report_int.h"
#include "store/store.h"

struct str
report_day(struct arena *a, struct date day, int year)
{
    if (day.year == year)
        return arena_fmt(a, "%d月%d日", day.month, day.day);
    return arena_fmt(a, "%d年%d月%d日", day.year, day.month, day.day);
}

/* ---- reading ---- */

static bool
read_listed(struct drafting *d, const struct stmt *s, struct report_listed *r, struct err *e)
{
    struct arena *a = d->w->arena;
    const struct pack_kind *kind = rules_kind(d->rules, stmt_str(s, 1));
    *r = (struct report_listed){.in = {.id = stmt_int(s, 0),
                                    .kind = kind ? kind->code : S(""),
                                    .held_on = stmt_date(s, 2),
                                    .title = stmt_text(s, 3, a),
                                    .place = stmt_text(s, 4, a)},
        .kind = kind,
        .present = stmt_int(s, 5),
        .closed = !kind || kind->is_private};
    return record_fields_read(a, stmt_text(s, 6, a), &r->in, e);
}

/* The kinds that the packs of the year know, " kind kind ". */
static struct str
all_kinds(const struct drafting *d)
{
    struct arena *a = d->w->arena;

    struct {
        struct str *v;
        size_t n;
    } codes = {NULL, 0};

    for (size_t i = 0; i < d->rules->n; i++)
        for (size_t k = 0; k < d->rules->packs[i]->kinds_n; k++)
            LIST_ADD(a, &codes, d->rules->packs[i]->kinds[k].code);
    return arena_fmt(a, " %.*s ", STR_ARG(arena_join(a, codes.v, codes.n, S(" "))));
}

static bool
in_report(const struct drafting *d, const struct report_listed *r)
{
    return d->about.quarter == 0 ||
        (r->in.held_on.year == d->draft->year &&
            (r->in.held_on.month - 1) / 3 + 1 == d->about.quarter);
}

const struct report_decision *
report_find_decision(const struct report_listed *r, int64_t n)
{
    for (size_t i = 0; r && i < r->decisions.n; i++)
        if (r->decisions.v[i].n == n)
            return &r->decisions.v[i];
    return NULL;
}

static struct str
without_stop(struct str s)
{
    static const struct str stops[] = {str_lit("。"), str_lit("；"), str_lit(";"), str_lit(".")};
    s = str_trim(s);
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
        if (str_ends(s, stops[i]))
            return str_slice(s, 0, s.n - stops[i].n);
    return s;
}

/* They come in the order of the records. */
static bool
read_decisions(struct drafting *d, struct err *e)
{
    struct arena *a = d->w->arena;
    struct stmt *s;
    size_t at = 0;
    if (!stmt_open(
            d->w->db, SQL_REPORT_DECISIONS, VALS(v_int(d->org.id), v_int(d->draft->year)), &s, e))
        return false;
    stmt_each (s, e) {
        size_t i = at;
        while (i < d->records_n && d->records[i].in.id != stmt_int(s, 0))
            i++;
        if (i == d->records_n || d->records[i].closed)
            continue;
        at = i;
        struct report_decision one = {stmt_int(s, 1), without_stop(stmt_text(s, 2, a))};
        LIST_ADD(a, &d->records[i].decisions, one);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
report_records_read(struct drafting *d, struct err *e)
{
    struct stmt *s;

    struct {
        struct report_listed *v;
        size_t n;
    } list = {NULL, 0};

    if (d->read)
        return true;
    if (!stmt_open(d->w->db, SQL_REPORT_RECORDS,
            VALS(v_int(d->org.id), v_int(d->draft->year), v_str(all_kinds(d))), &s, e))
        return false;
    bool ok = true;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct report_listed r;
        ok = read_listed(d, s, &r, e);
        if (ok && in_report(d, &r))
            LIST_ADD(d->w->arena, &list, r);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    d->records = list.v;
    d->records_n = list.n;
    ok = ok && read_decisions(d, e);
    d->read = ok;
    return ok;
}

const struct report_listed *
report_find_listed(const struct drafting *d, int64_t id)
{
    for (size_t i = 0; i < d->records_n; i++)
        if (d->records[i].in.id == id)
            return &d->records[i];
    return NULL;
}

static bool
among(const struct pack_strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], s))
            return true;
    return false;
}

bool
report_lists(const struct drafting *d, const struct pack_part *part, const struct report_listed *r)
{
    if (!among(&part->kinds, r->in.kind))
        return false;
    if (d->about.record_id && among(&d->about.form->kinds, r->in.kind) &&
        r->in.id != d->about.record_id)
        return false;
    return str_empty(part->where_field) ||
        str_eq(record_field(&r->in, part->where_field), part->where_value);
}

const struct pack_part *
report_line_of(const struct drafting *d, const struct report_listed *r)
{
    static const struct pack_part plain = {
        .kind = PART_RECORDS, .text = str_lit("{held_on}：{title}。")};
    const struct pack_outline *o = &d->about.outline;
    for (size_t i = d->part_from; i < d->part_to; i++)
        if (o->v[i]->kind == PART_RECORDS && report_lists(d, o->v[i], r))
            return o->v[i];
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i]->kind == PART_RECORDS && report_lists(d, o->v[i], r))
            return o->v[i];
    return &plain;
}

/* ---- the line ---- */

static bool
is_date_field(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; kind && i < kind->fields_n; i++)
        if (str_eq(kind->fields[i].code, code))
            return kind->fields[i].type == FIELD_DATE;
    return false;
}

/* A field's value as it stands in a sentence: a day in words, lines as one. */
static struct str
field_word(struct drafting *d, const struct report_listed *r, struct str code)
{
    struct str value = record_field(&r->in, code);
    struct date day;
    if (is_date_field(r->kind, code) && date_parse(value, &day))
        return report_day(d->w->arena, day, d->draft->year);
    struct str line, rest = value;

    struct {
        struct str *v;
        size_t n;
    } lines = {NULL, 0};

    while (str_split(&rest, '\n', &line))
        if (!str_empty(str_trim(line)))
            LIST_ADD(d->w->arena, &lines, str_trim(line));
    return arena_join(d->w->arena, lines.v, lines.n, S(" "));
}

/* "已完成。" before a full stop or comma of the outline's loses its own. */
static struct str
fit(struct str value, struct str after)
{
    static const struct str stops[] = {str_lit("。"), str_lit("；"), str_lit("，"), str_lit("、")};
    bool stop = false;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++)
        stop = stop || str_starts(after, stops[i]);
    for (size_t i = 0; stop && i < sizeof stops / sizeof stops[0]; i++)
        if (str_ends(value, stops[i]))
            return str_slice(value, 0, value.n - stops[i].n);
    return value;
}

static struct str
record_word(struct drafting *d, const struct report_listed *r, struct str name)
{
    struct arena *a = d->w->arena;
    if (str_eq(name, S("title")))
        return r->in.title;
    if (str_eq(name, S("held_on")))
        return report_day(a, r->in.held_on, d->draft->year);
    if (str_eq(name, S("place")))
        return r->in.place;
    if (str_eq(name, S("present")))
        return r->present ? arena_fmt(a, "%lld", (long long)r->present) : S("");
    if (str_starts(name, S("field.")) && !r->closed)
        return field_word(d, r, str_slice(name, 6, name.n));
    return S("");
}

void
report_add_line(struct drafting *d, struct report_runs *runs, const struct pack_part *part,
    const struct report_listed *r)
{
    struct str rest = part->text, before, name;
    while (report_token_next(&rest, &before, &name)) {
        struct report_run run = {.kind = RUN_RECORD, .record_id = r->in.id, .text = before};
        report_add_run(d, runs, run);
        run.text = fit(record_word(d, r, name), rest);
        if (str_empty(run.text))
            report_add_missing(d, runs, name);
        else
            report_add_run(d, runs, run);
    }
    report_add_run(
        d, runs, (struct report_run){.kind = RUN_RECORD, .record_id = r->in.id, .text = before});
    d->draft->bound++;
}
