/* From what was written to what is printed; and how the outline would begin. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/report_text_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    LABEL_CHARS = 24,
    TEXT_MAX = 8 << 20
};

/* ---- names in braces ---- */

static struct str
rename_fields(struct arena *a, const struct rules *rules, struct str text, bool shown)
{
    struct str before, inner;
    struct out o;
    out_init(&o, TEXT_MAX);
    while (report_token_next(&text, &before, &inner)) {
        struct report_token t = report_token_read(rules, inner);
        out_put(&o, before);
        out_put(&o,
            shown ? report_token_shown(a, rules, &t, inner) : report_token_stored(a, &t, inner));
    }
    out_put(&o, before);
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

struct str
report_text_show(struct arena *a, const struct rules *rules, struct str text)
{
    return rename_fields(a, rules, text, true);
}

struct str
report_text_store(struct arena *a, const struct rules *rules, struct str text)
{
    return rename_fields(a, rules, text, false);
}

/* ---- how the outline would begin ---- */

static void
put_label(struct out *o, struct str label)
{
    struct str head = utf8_head(label, LABEL_CHARS);
    for (size_t i = 0; i < head.n; i++)
        if (head.p[i] != '{' && head.p[i] != '}' && head.p[i] != '\n')
            out_char(o, head.p[i]);
}

static struct str
taken(const struct drafting *d, struct out *o)
{
    struct str s = arena_str(d->w->arena, out_str(o));
    out_release(o);
    return s;
}

struct str
report_record_token(const struct drafting *d, const struct report_listed *r)
{
    struct out o;
    out_init(&o, 4096);
    out_fmt(&o, "{记录 %lld：", (long long)r->in.id);
    out_put(&o, report_day(d->w->arena, r->in.held_on, d->draft->year));
    out_char(&o, ' ');
    put_label(&o, r->in.title);
    out_char(&o, '}');
    return taken(d, &o);
}

struct str
report_decision_token(
    const struct drafting *d, const struct report_listed *r, const struct report_decision *x)
{
    struct out o;
    out_init(&o, 4096);
    out_fmt(&o, "{议定 %lld-%lld：", (long long)r->in.id, (long long)x->n);
    put_label(&o, x->text);
    out_lit(&o, "}。");
    return taken(d, &o);
}

struct beginning {
    struct drafting *d;
    struct report_sections *sections;

    struct {
        struct str *v;
        size_t n;
    } lines; /* of the last section */
};

static void
end_section(struct beginning *b)
{
    struct arena *a = b->d->w->arena;
    if (b->sections->n)
        b->sections->v[b->sections->n - 1].text = arena_join(a, b->lines.v, b->lines.n, S("\n"));
    b->lines.n = 0;
    b->lines.v = NULL;
}

static void
begin_section(struct beginning *b, int level, struct str title)
{
    struct report_section s = {level, title, S("")};
    end_section(b);
    LIST_ADD(b->d->w->arena, b->sections, s);
}

static void
begin_records(struct beginning *b, const struct pack_part *part)
{
    struct arena *a = b->d->w->arena;
    bool any = false;
    for (size_t i = 0; i < b->d->records_n; i++)
        if (report_lists(b->d, part, &b->d->records[i])) {
            LIST_ADD(a, &b->lines, report_record_token(b->d, &b->d->records[i]));
            any = true;
        }
    if (!any)
        LIST_ADD(a, &b->lines, S("【待补】"));
}

bool
report_sections_begin(struct drafting *d, struct report_sections *s, struct err *e)
{
    struct beginning b = {.d = d, .sections = s};
    const struct pack_outline *o = &d->about.outline;
    *s = (struct report_sections){NULL, 0};
    if (!report_records_read(d, e))
        return false;
    if (o->n == 0 || (o->v[0]->kind != PART_SECTION && o->v[0]->kind != PART_HEADING))
        begin_section(&b, 0, S(""));
    for (size_t i = 0; i < o->n; i++) {
        const struct pack_part *part = o->v[i];
        if (part->kind == PART_SECTION)
            begin_section(&b, REPORT_LEVEL_SECTION, part->text);
        else if (part->kind == PART_HEADING)
            begin_section(&b, REPORT_LEVEL_HEADING, part->text);
        else if (part->kind == PART_TEXT)
            LIST_ADD(d->w->arena, &b.lines, part->text);
        else
            begin_records(&b, part);
    }
    end_section(&b);
    return true;
}

/* ---- printing ---- */

static bool
begins_section(const struct pack_part *p)
{
    return p->kind == PART_SECTION || p->kind == PART_HEADING;
}

void
report_parts_of(struct drafting *d, const struct report_section *s)
{
    const struct pack_outline *o = &d->about.outline;
    d->part_from = d->part_to = 0;
    for (size_t i = 0; i < o->n; i++)
        if (s->level == 0 ? i == 0 && !begins_section(o->v[0])
                          : begins_section(o->v[i]) && str_eq(o->v[i]->text, s->title)) {
            d->part_from = i;
            d->part_to = i + 1;
            while (d->part_to < o->n && !begins_section(o->v[d->part_to]))
                d->part_to++;
            return;
        }
}

/* Text as it was typed; 【待补】 in it is what is missing. `at` is its place in the section. */
static void
add_typed(struct drafting *d, struct report_runs *runs, struct str text, size_t at)
{
    const struct str mark = S("【待补】");
    while (text.n) {
        size_t found = str_find(text, mark, 0);
        struct str before = str_slice(text, 0, found);
        struct report_run run = {.kind = RUN_TEXT, .text = before, .typed = true, .at = at};
        report_add_run(d, runs, run);
        if (found == SIZE_MAX)
            return;
        report_add_missing(d, runs, S(""));
        text = str_slice(text, found + mark.n, text.n);
        at += found + mark.n;
    }
}

static void
add_paragraph(struct drafting *d, struct str line, const char *base)
{
    struct report_runs runs = {0};
    struct str rest = line, before, inner;
    while (report_token_next(&rest, &before, &inner)) {
        struct report_token t = report_token_read(d->rules, inner);
        if (before.n)
            add_typed(d, &runs, before, (size_t)(before.p - base));
        report_add_token(d, &runs, &t);
    }
    if (before.n)
        add_typed(d, &runs, before, (size_t)(before.p - base));
    if (runs.n)
        report_add_block(d, REPORT_LEVEL_BODY, &runs);
}

bool
report_from_sections(struct drafting *d, const struct report_sections *s, struct err *e)
{
    if (!report_records_read(d, e))
        return false;
    for (size_t i = 0; i < s->n; i++) {
        const struct report_section *one = &s->v[i];
        struct str rest = one->text, line;
        d->at_section = i;
        report_parts_of(d, one);
        if (one->level && one->title.n)
            report_add_head(d, one->level, one->title);
        while (str_split(&rest, '\n', &line))
            if (!str_empty(str_trim(line)))
                add_paragraph(d, str_trim(line), one->text.p);
    }
    return true;
}

/* ---- what the report says now ---- */

static bool
read_frozen(struct drafting *d, const struct report_row *row, struct err *e)
{
    struct stmt *s;
    struct str snapshot = S("");
    if (!stmt_open(
            d->w->db, SQL_REPORT_TEXT_VERSION_ONE, VALS(v_int(row->id), v_int(row->frozen)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        snapshot = stmt_text(s, 0, d->w->arena);
    stmt_close(s);
    if (step == STEP_ERROR)
        return false;
    d->blocks.v = NULL;
    d->blocks.n = 0;
    d->draft->bound = d->draft->missing = 0;
    d->draft->frozen = true;
    return report_version_printed(d, snapshot, e);
}

static bool
read_written(struct drafting *d, const struct report_row *row, struct err *e)
{
    struct report_sections sections;
    bool may_see = row->frozen || right_has(d->w, d->org.id, RIGHT_WRITE);
    d->draft->written = row->id != 0 && may_see;
    if (!d->draft->written)
        return report_from_outline(d, e);
    if (row->frozen)
        return read_frozen(d, row, e);
    return report_body_read(d->w->arena, row->body, &sections, e) &&
        report_from_sections(d, &sections, e);
}

bool
report_written(
    struct work *w, const struct report_key *key, struct report_draft *draft, struct err *e)
{
    struct drafting d = {.draft = draft};
    struct report_row row;
    if (!report_begin(&d, w, key, e))
        return false;
    const struct report_key at = {key->org_id, key->year, draft->audience};
    if (!report_row_load(w, &at, &row, e) || !read_written(&d, &row, e))
        return false;
    report_end(&d);
    return true;
}

bool
report_current(struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e)
{
    const struct report_key key = {org_id, year, S("")};
    return report_written(w, &key, draft, e);
}
