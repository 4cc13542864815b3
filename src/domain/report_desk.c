/* What is laid beside a text: its fields, the year's facts as cards, and the branch's own sentences of last year. */
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/report_desk_int.h"
#include "domain/report_keep_int.h"
#include "domain/right.h"

enum {
    OWN_MAX = 12,
    OWN_CHARS = 8, /* shorter ones are no sentence of anybody's */
    OWN_HEAD = 40
};

/* ---- what is used ---- */

/* Whether a field stands anywhere in the text: of the figure, of the record (nth -1) or of its decision. */
static bool
is_used(const struct desk_case *c, struct str code, int64_t record_id, int64_t nth)
{
    for (size_t i = 0; i < c->tokens.n; i++) {
        const struct report_token *t = &c->tokens.v[i];
        if (t->kind == REPORT_TOKEN_DECISION ? t->record_id == record_id && t->nth == nth
                : t->kind == REPORT_TOKEN_RECORD
                ? t->record_id == record_id && nth < 0
                : t->kind == REPORT_TOKEN_FIGURE && str_eq(t->code, code))
            return true;
    }
    return false;
}

/* All fields of the text, read once. */
static void
list_tokens(struct desk_case *c)
{
    for (size_t i = 0; i < c->sections.n; i++) {
        struct str rest = c->sections.v[i].text, before, inner;
        while (report_token_next(&rest, &before, &inner)) {
            struct report_token t = report_token_read(c->d.rules, inner);
            LIST_ADD(c->d.w->arena, &c->tokens, t);
        }
    }
}

/* ---- fields ---- */

static struct str
printed_token(struct desk_case *c, const struct report_token *t)
{
    struct arena *a = c->d.w->arena;
    struct report_draft aside = {.year = c->d.draft->year};
    struct drafting d = c->d;
    struct report_runs runs = {0};

    struct {
        struct str *v;
        size_t n;
    } parts = {NULL, 0};

    d.draft = &aside;
    report_add_token(&d, &runs, t);
    for (size_t i = 0; i < runs.n; i++)
        LIST_ADD(a, &parts, runs.v[i].text);
    return arena_join(a, parts.v, parts.n, S(""));
}

static void
list_fields(struct desk_case *c, size_t section, struct report_beside *b)
{
    struct arena *a = c->d.w->arena;

    struct {
        struct report_field *v;
        size_t n;
    } list = {NULL, 0};

    struct str rest = c->sections.v[section].text, before, inner;
    report_parts_of(&c->d, &c->sections.v[section]);
    while (report_token_next(&rest, &before, &inner)) {
        struct report_token t = report_token_read(c->d.rules, inner);
        struct report_field f = {.token = arena_fmt(a, "{%.*s}", STR_ARG(inner)),
            .printed = printed_token(c, &t),
            .known = t.kind != REPORT_TOKEN_UNKNOWN};
        if (t.kind == REPORT_TOKEN_FIGURE)
            f.code = t.code;
        bool record = t.kind == REPORT_TOKEN_RECORD || t.kind == REPORT_TOKEN_DECISION;
        if (record && report_find_listed(&c->d, t.record_id))
            f.record_id = t.record_id;
        f.missing = str_find(f.printed, S("【待补】"), 0) != SIZE_MAX;
        LIST_ADD(a, &list, f);
    }
    b->fields = list.v;
    b->fields_n = list.n;
}

/* ---- cards ---- */

struct str
report_figure_value(struct arena *a, const struct figure *f)
{
    if (!f->has_value)
        return str_from(tr("无记录"));
    return arena_fmt(a, "%s%.*s", milli_format(f->milli).z, STR_ARG(f->def->unit));
}

struct str
report_figure_token(struct arena *a, const struct rules *rules, struct str code, bool rounded)
{
    const struct report_token t = {.kind = REPORT_TOKEN_FIGURE, .code = code, .rounded = rounded};
    return report_token_shown(a, rules, &t, code);
}

static void
add_figure_card(struct desk_case *c, const struct figure *f, struct report_cards *to)
{
    struct arena *a = c->d.w->arena;
    struct report_card card = {.token = report_figure_token(a, c->d.rules, f->def->code, false),
        .title = f->def->title,
        .value = report_figure_value(a, f),
        .code = f->def->code,
        .nth = -1,
        .used = is_used(c, f->def->code, 0, -1)};
    LIST_ADD(a, to, card);
    c->figure_laid[f - c->d.values.v] = true;
}

static void
add_record_card(struct desk_case *c, size_t i, struct report_cards *to)
{
    struct arena *a = c->d.w->arena;
    const struct report_listed *r = &c->d.records[i];
    struct str day = report_day(a, r->in.held_on, c->d.draft->year);
    struct report_card card = {.token = report_record_token(&c->d, r),
        .title = r->in.title,
        .value = arena_fmt(a, "%.*s %.*s", STR_ARG(day), STR_ARG(r->kind ? r->kind->title : S(""))),
        .record_id = r->in.id,
        .nth = -1,
        .used = is_used(c, S(""), r->in.id, -1)};
    LIST_ADD(a, to, card);
    c->record_laid[i] = true;
}

static bool
has_card(const struct report_cards *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].code, code))
            return true;
    return false;
}

/* The figures that a text of the outline names. */
static void
cards_of_text(struct desk_case *c, struct str text, struct report_cards *to)
{
    struct str before, inner;
    while (report_token_next(&text, &before, &inner)) {
        struct report_token t = report_token_read(c->d.rules, inner);
        const struct figure *f =
            t.kind == REPORT_TOKEN_FIGURE ? report_find_figure(&c->d.values, t.code) : NULL;
        if (f && !has_card(to, t.code))
            add_figure_card(c, f, to);
    }
}

static bool
counts_kind(const struct pack_figure *f, const struct pack_strs *kinds)
{
    for (size_t i = 0; i < kinds->n; i++)
        for (size_t k = 0; k < f->kinds.n; k++)
            if (str_eq(kinds->v[i], f->kinds.v[k]))
                return true;
    return false;
}

static void
add_decision_cards(struct desk_case *c, const struct report_listed *r, struct report_cards *to)
{
    struct arena *a = c->d.w->arena;
    struct str day = report_day(a, r->in.held_on, c->d.draft->year);
    for (size_t i = 0; i < r->decisions.n; i++) {
        const struct report_decision *x = &r->decisions.v[i];
        struct report_card card = {.token = report_decision_token(&c->d, r, x),
            .title = x->text,
            .value =
                arena_fmt(a, "%.*s %.*s", STR_ARG(day), STR_ARG(r->kind ? r->kind->title : S(""))),
            .record_id = r->in.id,
            .nth = x->n,
            .used = is_used(c, S(""), r->in.id, x->n)};
        LIST_ADD(a, to, card);
    }
}

/* What was held behind a figure that the section names, where no section lists it. */
static void
cards_behind(struct desk_case *c, const struct pack_figure *f, struct report_beside *b)
{
    for (size_t i = 0; i < c->d.records_n; i++) {
        const struct report_listed *r = &c->d.records[i];
        struct str code = r->in.kind;
        const struct pack_strs kind = {&code, 1};
        if (c->record_laid[i] || !counts_kind(f, &kind))
            continue;
        add_record_card(c, i, &b->records);
        add_decision_cards(c, r, &b->decisions);
    }
}

/* Records that a part lists, and the figures over their kinds. */
static void
cards_of_records(struct desk_case *c, const struct pack_part *part, struct report_beside *b)
{
    for (size_t i = 0; i < c->d.records_n; i++)
        if (report_lists(&c->d, part, &c->d.records[i])) {
            add_record_card(c, i, &b->records);
            add_decision_cards(c, &c->d.records[i], &b->decisions);
        }
    for (size_t i = 0; i < c->d.values.n; i++) {
        const struct figure *f = &c->d.values.v[i];
        if (counts_kind(f->def, &part->kinds) && !has_card(&b->figures, f->def->code))
            add_figure_card(c, f, &b->figures);
    }
}

static void
list_cards(struct desk_case *c, size_t section, struct report_beside *b)
{
    const struct pack_outline *o = &c->d.about.outline;
    report_parts_of(&c->d, &c->sections.v[section]);
    for (size_t i = c->d.part_from; i < c->d.part_to; i++)
        if (o->v[i]->kind == PART_TEXT)
            cards_of_text(c, o->v[i]->text, &b->figures);
    for (size_t i = c->d.part_from; i < c->d.part_to; i++)
        if (o->v[i]->kind == PART_RECORDS)
            cards_of_records(c, o->v[i], b);
}

/* After all sections were given what their parts list. */
static void
list_behind(struct desk_case *c, struct report_beside *b)
{
    for (size_t i = 0; i < b->figures.n; i++)
        cards_behind(c, rules_figure(c->d.rules, b->figures.v[i].code), b);
}

/* What no section's outline asks for may still be said. */
static void
list_rest(struct desk_case *c, struct report_beside *b)
{
    for (size_t i = 0; i < c->d.values.n; i++)
        if (!c->figure_laid[i] && c->d.values.v[i].has_value)
            add_figure_card(c, &c->d.values.v[i], &b->figures);
    for (size_t i = 0; i < c->d.records_n; i++)
        if (!c->record_laid[i]) {
            add_record_card(c, i, &b->records);
            add_decision_cards(c, &c->d.records[i], &b->decisions);
        }
}

/* ---- the branch's own sentences ---- */

struct own_list {
    struct report_own *v;
    size_t n;
};

static void
add_own(struct desk_case *c, struct own_list *list, struct str line, struct str now)
{
    line = str_trim(line);
    if (list->n >= OWN_MAX || utf8_count(line) < OWN_CHARS)
        return;
    struct report_own one = {
        .text = line, .year = c->d.draft->year - 1, .used = str_find(now, line, 0) != SIZE_MAX};
    LIST_ADD(c->d.w->arena, list, one);
}

/* Headings of two years are the same when they differ in digits only. */
static bool
same_head(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && a.p[i] >= '0' && a.p[i] <= '9')
            i++;
        while (k < b.n && b.p[k] >= '0' && b.p[k] <= '9')
            k++;
        if (i == a.n || k == b.n)
            return i == a.n && k == b.n;
        if (a.p[i++] != b.p[k++])
            return false;
    }
}

/* "二、突出问题" → 突出问题; "" for a line that is no heading. */
static struct str
head_of(struct str line)
{
    static const struct str marks[] = {str_lit("、"), str_lit("）"), str_lit(".")};
    size_t at = SIZE_MAX, n = 0;
    if (utf8_count(line) > OWN_HEAD || str_find(line, S("。"), 0) != SIZE_MAX)
        return S("");
    for (size_t i = 0; i < 3; i++) {
        size_t found = str_find(line, marks[i], 0);
        if (found < at) {
            at = found;
            n = marks[i].n;
        }
    }
    return at < 16 ? str_slice(line, at + n, line.n) : S("");
}

static void
own_written(struct desk_case *c, size_t section, struct own_list *list)
{
    struct arena *a = c->d.w->arena;
    const struct report_section *now = &c->sections.v[section];
    for (size_t i = 0; i < c->before.n; i++) {
        const struct report_section *then = &c->before.v[i];
        if (then->level != now->level || !same_head(then->title, now->title))
            continue;
        struct str rest = report_text_show(a, c->d.rules, then->text), line;
        while (str_split(&rest, '\n', &line))
            add_own(c, list, line, now->text);
    }
}

static void
own_sent(struct desk_case *c, size_t section, struct str head, struct own_list *list)
{
    struct str rest = c->sent, line;
    bool here = false;
    while (str_split(&rest, '\n', &line)) {
        struct str title = head_of(line);
        if (title.n)
            here = head.n && same_head(title, head);
        else if (here)
            add_own(c, list, line, c->sections.v[section].text);
    }
}

static struct str
printed_head(struct desk_case *c, size_t section)
{
    struct arena *a = c->d.w->arena;
    struct report_draft aside = {.year = c->d.draft->year};
    struct drafting d = c->d;
    struct report_runs runs = {0};

    struct {
        struct str *v;
        size_t n;
    } parts = {NULL, 0};

    d.draft = &aside;
    report_add_fields(&d, &runs, c->sections.v[section].title);
    for (size_t i = 0; i < runs.n; i++)
        LIST_ADD(a, &parts, runs.v[i].text);
    return arena_join(a, parts.v, parts.n, S(""));
}

static void
list_own(struct desk_case *c, size_t section, struct report_beside *b)
{
    struct own_list list = {NULL, 0};
    if (c->before.n)
        own_written(c, section, &list);
    else
        own_sent(c, section, printed_head(c, section), &list);
    b->own = list.v;
    b->own_n = list.n;
}

/* Last year's: as it was written here, else as it was sent. */
static bool
read_before(struct desk_case *c, struct err *e)
{
    struct work *w = c->d.w;
    struct report_row row;
    struct report_kept kept;
    struct report_content content;
    const struct report_key key = {c->d.org.id, c->d.draft->year - 1, c->d.about.audience};
    if (key.year < 1)
        return true;
    if (!report_row_load(w, &key, &row, e))
        return false;
    if (row.id)
        return report_body_read(w->arena, row.body, &c->before, e);
    if (c->d.about.form)
        return true;
    if (!report_load(w, key.org_id, key.year, &kept, e))
        return false;
    if (kept.text_version == 0)
        return true;
    const struct report_at at = {key.org_id, key.year, kept.text_version};
    if (!report_content(w, &at, &content, e))
        return false;
    c->sent = content.text;
    return true;
}

/* ---- the whole ---- */

static void
count_chars(const struct desk_case *c, struct report_desk *desk)
{
    const struct report_draft *d = c->d.draft;
    for (size_t i = 0; i < d->blocks_n; i++) {
        const struct report_draft one = {.blocks = &d->blocks[i], .blocks_n = 1};
        int64_t n = report_chars(&one);
        desk->chars += n;
        if (i > 0 && d->blocks[i].section < desk->sections_n)
            desk->sections[d->blocks[i].section].chars += n;
    }
    desk->length = d->length;
    desk->bound = d->bound;
    desk->missing = d->missing;
}

/* Titles as stored, texts as typed, so that places are those of the form. */
static void
take_text(struct desk_case *c, const struct report_text *text)
{
    struct arena *a = c->d.w->arena;
    for (size_t i = 0; i < text->sections_n; i++) {
        struct report_section s = text->sections[i];
        s.title = str_trim(report_text_store(a, c->d.rules, s.title));
        LIST_ADD(a, &c->sections, s);
    }
}

bool
report_desk(struct work *w, const struct report_key *key, const struct report_text *text,
    struct report_desk *desk, struct err *e)
{
    struct report_draft draft;
    struct desk_case c = {.d = {.draft = &draft}};
    *desk = (struct report_desk){.sections = NULL};
    if (!right_check(w, key->org_id, RIGHT_WRITE, e) || !report_begin(&c.d, w, key, e))
        return false;
    take_text(&c, text);
    list_tokens(&c);
    if (!report_from_sections(&c.d, &c.sections, e) || !read_before(&c, e))
        return false;
    report_end(&c.d);
    c.figure_laid = arena_array(w->arena, bool, c.d.values.n + 1);
    c.record_laid = arena_array(w->arena, bool, c.d.records_n + 1);
    desk->sections = arena_array(w->arena, struct report_beside, c.sections.n);
    desk->sections_n = c.sections.n;
    for (size_t i = 0; i < c.sections.n; i++) {
        list_fields(&c, i, &desk->sections[i]);
        list_cards(&c, i, &desk->sections[i]);
        list_own(&c, i, &desk->sections[i]);
    }
    for (size_t i = 0; i < c.sections.n; i++)
        list_behind(&c, &desk->sections[i]);
    list_rest(&c, &desk->rest);
    count_chars(&c, desk);
    report_find_loose(&c, desk);
    return true;
}
