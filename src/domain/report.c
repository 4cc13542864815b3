#include "domain/report.h"

#include "base/json.h"
#include "base/lang.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org.h"
#include "domain/person.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    LEVEL_TITLE = 0,
    LEVEL_SECTION = 1,
    LEVEL_HEADING = 2,
    LEVEL_BODY = 5
};

struct blocks {
    struct report_block *v;
    size_t n;
};

struct runs {
    struct report_run *v;
    size_t n;
};

struct drafting {
    struct work *w;
    struct report_draft *draft;
    const struct rules *rules;
    struct org org;
    struct str secretary; /* "" when no one held the post */
    struct figures year;  /* all of the year */
    struct blocks blocks;
    int section, heading;
};

/* 1 → 一, 12 → 十二, 20 → 二十; for 1 … 99. */
static struct str
numeral(struct arena *a, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const char *tens = n >= 20 ? digits[n / 10 % 10] : "";
    return arena_fmt(a, "%s%s%s", tens, n >= 10 ? "十" : "", digits[n % 10]);
}

static void
add_block(struct drafting *d, int level, const struct runs *runs)
{
    struct report_block block = {.level = level, .runs = runs->v, .runs_n = runs->n};
    LIST_ADD(d->w->arena, &d->blocks, block);
}

static void
add_run(struct drafting *d, struct runs *runs, struct report_run run)
{
    if (run.kind == RUN_MISSING)
        d->draft->missing++;
    if (run.kind == RUN_FIGURE)
        d->draft->bound++;
    if ((run.kind == RUN_TEXT || run.kind == RUN_RECORD) && str_empty(run.text))
        return;
    struct report_run *last = runs->n ? &runs->v[runs->n - 1] : NULL;
    if (last && run.kind == RUN_RECORD && last->kind == RUN_RECORD &&
        last->record_id == run.record_id)
        last->text =
            arena_join(d->w->arena, (struct str[]){last->text, run.text}, 2, S("")); /* one field */
    else
        LIST_ADD(d->w->arena, runs, run);
}

static void
add_text(struct drafting *d, struct runs *runs, struct str text)
{
    add_run(d, runs, (struct report_run){.kind = RUN_TEXT, .text = text});
}

static void
add_missing(struct drafting *d, struct runs *runs, struct str code)
{
    add_run(d, runs, (struct report_run){.kind = RUN_MISSING, .text = S("【待补】"), .code = code});
}

/* ---- the fields of a text ---- */

static bool
word(struct drafting *d, struct str name, struct str *value)
{
    struct arena *a = d->w->arena;
    if (str_eq(name, S("org")))
        *value = d->org.name;
    else if (str_eq(name, S("year")))
        *value = arena_fmt(a, "%d", d->draft->year);
    else if (str_eq(name, S("next_year")))
        *value = arena_fmt(a, "%d", d->draft->year + 1);
    else if (str_eq(name, S("secretary")))
        *value = d->secretary;
    else
        return false;
    return true;
}

static const struct figure *
find_figure(const struct figures *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].def->code, code))
            return &list->v[i];
    return NULL;
}

static void
add_field(struct drafting *d, struct runs *runs, struct str name)
{
    struct arena *a = d->w->arena;
    struct str value;
    if (word(d, name, &value)) {
        if (str_empty(value))
            add_missing(d, runs, name);
        else
            add_text(d, runs, value);
        return;
    }
    const struct figure *f = find_figure(&d->year, name);
    if (f && !find_figure(&d->draft->figures, name))
        LIST_ADD(a, &d->draft->figures, *f);
    if (!f || !f->has_value) {
        add_missing(d, runs, name);
        return;
    }
    struct str number = arena_str(a, str_from(milli_format(f->milli).z));
    add_run(d, runs, (struct report_run){.kind = RUN_FIGURE, .text = number, .code = f->def->code});
}

/* Cuts the text before the next {name} off *rest. False when no field is left: then *before is all of the rest. */
static bool
next_field(struct str *rest, struct str *before, struct str *name)
{
    size_t open = str_find_char(*rest, '{', 0);
    size_t close = open == SIZE_MAX ? SIZE_MAX : str_find_char(*rest, '}', open);
    if (close == SIZE_MAX) {
        *before = *rest;
        *rest = S("");
        return false;
    }
    *before = str_slice(*rest, 0, open);
    *name = str_slice(*rest, open + 1, close - open - 1);
    *rest = str_slice(*rest, close + 1, rest->n);
    return true;
}

static void
add_fields(struct drafting *d, struct runs *runs, struct str text)
{
    struct str before, name;
    while (next_field(&text, &before, &name)) {
        add_text(d, runs, before);
        add_field(d, runs, name);
    }
    add_text(d, runs, before);
}

/* ---- lines of records ---- */

struct listed {
    struct record_input in;
    const struct pack_kind *kind;
    int64_t present;
    bool closed; /* of a private kind: its fields stay out */
};

static struct str
day_text(struct arena *a, struct date day, int year)
{
    if (day.year == year)
        return arena_fmt(a, "%d月%d日", day.month, day.day);
    return arena_fmt(a, "%d年%d月%d日", day.year, day.month, day.day);
}

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
field_word(struct drafting *d, const struct listed *r, struct str code)
{
    struct str value = record_field(&r->in, code);
    struct date day;
    if (is_date_field(r->kind, code) && date_parse(value, &day))
        return day_text(d->w->arena, day, d->draft->year);
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
record_word(struct drafting *d, const struct listed *r, struct str name)
{
    struct arena *a = d->w->arena;
    if (str_eq(name, S("title")))
        return r->in.title;
    if (str_eq(name, S("held_on")))
        return day_text(a, r->in.held_on, d->draft->year);
    if (str_eq(name, S("place")))
        return r->in.place;
    if (str_eq(name, S("present")))
        return r->present ? arena_fmt(a, "%lld", (long long)r->present) : S("");
    if (str_starts(name, S("field.")) && !r->closed)
        return field_word(d, r, str_slice(name, 6, name.n));
    return S("");
}

static void
add_record(struct drafting *d, const struct pack_part *part, const struct listed *r)
{
    struct runs runs = {0};
    struct str rest = part->text, before, name;
    while (next_field(&rest, &before, &name)) {
        struct report_run run = {.kind = RUN_RECORD, .record_id = r->in.id, .text = before};
        add_run(d, &runs, run);
        run.text = fit(record_word(d, r, name), rest);
        if (str_empty(run.text))
            add_missing(d, &runs, name);
        else
            add_run(d, &runs, run);
    }
    add_run(
        d, &runs, (struct report_run){.kind = RUN_RECORD, .record_id = r->in.id, .text = before});
    d->draft->bound++;
    add_block(d, LEVEL_BODY, &runs);
}

static bool
read_listed(struct drafting *d, const struct stmt *s, struct listed *r, struct err *e)
{
    struct arena *a = d->w->arena;
    const struct pack_kind *kind = rules_kind(d->rules, stmt_str(s, 1));
    *r = (struct listed){.in = {.id = stmt_int(s, 0),
                             .held_on = stmt_date(s, 2),
                             .title = stmt_text(s, 3, a),
                             .place = stmt_text(s, 4, a)},
        .kind = kind,
        .present = stmt_int(s, 5),
        .closed = !kind || kind->is_private};
    return record_fields_read(a, stmt_text(s, 6, a), &r->in, e);
}

static struct str
kinds_list(struct arena *a, const struct pack_strs *kinds)
{
    struct str all = arena_join(a, kinds->v, kinds->n, S(" "));
    return arena_fmt(a, " %.*s ", STR_ARG(all));
}

static bool
add_records(struct drafting *d, const struct pack_part *part, struct err *e)
{
    struct stmt *s;
    bool ok = true, any = false;
    if (!stmt_open(d->w->db, SQL_REPORT_RECORDS,
            VALS(v_int(d->org.id), v_int(d->draft->year),
                v_str(kinds_list(d->w->arena, &part->kinds))),
            &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct listed r;
        ok = read_listed(d, s, &r, e);
        if (!ok ||
            (!str_empty(part->where_field) &&
                !str_eq(record_field(&r.in, part->where_field), part->where_value)))
            continue;
        add_record(d, part, &r);
        any = true;
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    if (ok && !any) {
        struct runs runs = {0};
        add_missing(d, &runs, part->kinds.n ? part->kinds.v[0] : S(""));
        add_block(d, LEVEL_BODY, &runs);
    }
    return ok;
}

/* ---- the whole ---- */

static bool
add_part(struct drafting *d, const struct pack_part *part, struct err *e)
{
    struct arena *a = d->w->arena;
    struct runs runs = {0};
    struct str number;
    switch (part->kind) {
    case PART_SECTION:
        d->heading = 0;
        number = numeral(a, ++d->section);
        add_text(d, &runs, arena_fmt(a, "%.*s、", STR_ARG(number)));
        add_fields(d, &runs, part->text);
        add_block(d, LEVEL_SECTION, &runs);
        break;
    case PART_HEADING:
        number = numeral(a, ++d->heading);
        add_text(d, &runs, arena_fmt(a, "（%.*s）", STR_ARG(number)));
        add_fields(d, &runs, part->text);
        add_block(d, LEVEL_HEADING, &runs);
        break;
    case PART_TEXT:
        add_fields(d, &runs, part->text);
        add_block(d, LEVEL_BODY, &runs);
        break;
    case PART_RECORDS:
        return add_records(d, part, e);
    }
    return true;
}

/* Who was secretary at the year's end, or is today while the year runs. */
static bool
find_secretary(struct drafting *d, struct err *e)
{
    struct posts posts;
    struct date day = date_make(d->draft->year, 12, 31);
    if (date_cmp(d->w->today, day) < 0)
        day = d->w->today;
    if (!post_list(d->w, d->org.id, true, &posts, e))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post *p = &posts.v[i];
        if (str_eq(p->post, S("secretary")) && date_cmp(p->from_on, day) <= 0 &&
            (date_is_none(p->to_on) || date_cmp(p->to_on, day) > 0))
            d->secretary = p->person_name;
    }
    return true;
}

static void
add_title(struct drafting *d, struct str title)
{
    struct runs runs = {0};
    add_fields(d, &runs, str_empty(title) ? trs(S("{org}{year}年度工作报告")) : title);
    add_block(d, LEVEL_TITLE, &runs);
}

bool
report_draft(struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e)
{
    struct drafting d = {.w = w, .draft = draft};
    *draft = (struct report_draft){.year = year};
    if (!date_valid(date_make(year, 1, 1)))
        return err_field(e, "year", "%s", tr("年份应在 1 到 9999 之间。"));
    if (!right_check(w, org_id, RIGHT_READ, e) || !org_get(w, org_id, &d.org, e) ||
        !rules_for(w, d.org.root_id, year, &d.rules, e) || !find_secretary(&d, e) ||
        !figure_year(w, org_id, year, &d.year, e))
        return false;
    draft->org_id = org_id;
    draft->org_name = d.org.name;
    struct pack_outline outline = rules_outline(w->arena, d.rules);
    add_title(&d, outline.title);
    for (size_t i = 0; i < outline.n; i++)
        if (!add_part(&d, outline.v[i], e))
            return false;
    draft->blocks = d.blocks.v;
    draft->blocks_n = d.blocks.n;
    return true;
}

bool
report_current(struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e)
{
    return report_draft(w, org_id, year, draft, e);
}

bool
report_note_export(struct work *w, int64_t org_id, int year, struct sha256 digest, struct err *e)
{
    struct org_place org;
    struct out o;
    struct hex_text hex = sha256_hex(digest);
    if (!right_check(w, org_id, RIGHT_READ, e) || !org_place(w, org_id, &org, e))
        return false;
    out_init(&o, 4096);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("digest"), str_from(hex.z));
    json_field_int(&j, S("org"), org_id);
    json_field_int(&j, S("year"), year);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = org.root_id,
        .org_id = org_id,
        .what = S("report.export"),
        .object = S("report"),
        .object_id = org_id,
        .why = arena_fmt(w->arena, tr("%d年度"), year),
        .snapshot = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}
