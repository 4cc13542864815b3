/* A written report as canonical JSON, and back. */
#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/report_text_int.h"

enum {
    BODY_MAX = 32 << 20
};

static void
put_sections(struct json_out *j, const struct report_sections *s)
{
    json_key(j, S("sections"));
    json_array(j);
    for (size_t i = 0; i < s->n; i++) {
        json_object(j);
        json_field_int(j, S("level"), s->v[i].level);
        json_field_str(j, S("text"), s->v[i].text);
        json_field_str(j, S("title"), s->v[i].title);
        json_object_end(j);
    }
    json_array_end(j);
}

static struct str
taken(struct arena *a, struct out *o)
{
    BUG_ON(o->overflow, "a report's bounds are checked before it is written down");
    struct str s = arena_str(a, out_str(o));
    out_release(o);
    return s;
}

struct str
report_body_json(struct arena *a, const struct report_sections *s)
{
    struct out o;
    out_init(&o, BODY_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    put_sections(&j, s);
    json_object_end(&j);
    return taken(a, &o);
}

/* ---- what was printed ---- */

static const struct str KINDS[] = {[RUN_TEXT] = str_lit("text"),
    [RUN_FIGURE] = str_lit("figure"),
    [RUN_MISSING] = str_lit("missing"),
    [RUN_RECORD] = str_lit("record")};

static void
put_run(struct json_out *j, const struct report_run *r)
{
    json_object(j);
    json_field_str(j, S("code"), r->code);
    json_field_str(j, S("kind"), KINDS[r->kind]);
    json_field_int(j, S("record"), r->record_id);
    json_field_str(j, S("text"), r->text);
    json_object_end(j);
}

static void
put_blocks(struct json_out *j, const struct report_draft *d)
{
    json_key(j, S("printed"));
    json_array(j);
    for (size_t i = 0; i < d->blocks_n; i++) {
        json_object(j);
        json_field_int(j, S("level"), d->blocks[i].level);
        json_key(j, S("runs"));
        json_array(j);
        for (size_t k = 0; k < d->blocks[i].runs_n; k++)
            put_run(j, &d->blocks[i].runs[k]);
        json_array_end(j);
        json_field_int(j, S("section"), (int64_t)d->blocks[i].section);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_figures(struct json_out *j, const struct report_draft *d)
{
    json_key(j, S("figures"));
    json_array(j);
    for (size_t i = 0; i < d->figures.n; i++) {
        const struct figure *f = &d->figures.v[i];
        json_object(j);
        json_field_str(j, S("code"), f->def->code);
        json_key(j, S("milli"));
        if (f->has_value)
            json_int(j, f->milli);
        else
            json_null(j);
        json_field_int(j, S("records"), f->records);
        json_object_end(j);
    }
    json_array_end(j);
}

struct str
report_version_json(struct arena *a, const struct report_version_text *v)
{
    struct out o;
    out_init(&o, BODY_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("audience"), v->key->audience);
    if (v->printed) {
        json_field_int(&j, S("bound"), v->printed->bound);
        put_figures(&j, v->printed);
    }
    json_field_int(&j, S("org"), v->key->org_id);
    if (v->printed)
        put_blocks(&j, v->printed);
    put_sections(&j, v->sections);
    json_field_str(&j, S("step"), v->step);
    json_field_int(&j, S("year"), v->key->year);
    json_object_end(&j);
    return taken(a, &o);
}

/* ---- reading ---- */

static bool
damaged(struct err *e)
{
    return err_set(e, ERR_STORE, "%s", tr("这份报告的文字已损坏，请运行 taizhang check。"));
}

bool
report_body_read(struct arena *a, struct str body, struct report_sections *s, struct err *e)
{
    const struct json *root;
    *s = (struct report_sections){NULL, 0};
    if (!json_read(a, body, &root, e))
        return damaged(e);
    const struct json *list = json_get(root, S("sections"));
    for (const struct json *x = list ? list->child : NULL; x; x = x->next) {
        int64_t level;
        if (!json_get_int(x, S("level"), 0, REPORT_LEVEL_HEADING, &level))
            return damaged(e);
        struct report_section one = {
            (int)level, json_get_str(x, S("title")), json_get_str(x, S("text"))};
        LIST_ADD(a, s, one);
    }
    return s->n > 0 || damaged(e);
}

bool
report_version_sections(
    struct arena *a, struct str snapshot, struct report_sections *s, struct err *e)
{
    return report_body_read(a, snapshot, s, e);
}

static bool
read_run(struct drafting *d, const struct json *x, struct report_runs *runs, struct err *e)
{
    struct report_run run = {
        .text = json_get_str(x, S("text")), .code = json_get_str(x, S("code"))};
    struct str kind = json_get_str(x, S("kind"));
    bool known = false;
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++)
        if (str_eq(KINDS[k], kind)) {
            run.kind = (enum run_kind)k;
            known = true;
        }
    if (!known || !json_get_int(x, S("record"), 0, INT64_MAX, &run.record_id))
        return damaged(e);
    report_add_run(d, runs, run);
    return true;
}

static bool
read_block(struct drafting *d, const struct json *x, struct err *e)
{
    struct report_runs runs = {0};
    int64_t level, section;
    const struct json *list = json_get(x, S("runs"));
    if (!json_get_int(x, S("level"), 0, REPORT_LEVEL_BODY, &level) ||
        !json_get_int(x, S("section"), 0, REPORT_SECTIONS_MAX, &section))
        return damaged(e);
    for (const struct json *r = list ? list->child : NULL; r; r = r->next)
        if (!read_run(d, r, &runs, e))
            return false;
    d->at_section = (size_t)section;
    report_add_block(d, (int)level, &runs);
    return true;
}

static void
read_figure(struct drafting *d, const struct json *x)
{
    struct figure f = {.def = rules_figure(d->rules, json_get_str(x, S("code")))};
    f.has_value = json_get_int(x, S("milli"), INT64_MIN, INT64_MAX, &f.milli);
    if (!json_get_int(x, S("records"), 0, INT64_MAX, &f.records))
        f.records = 0;
    if (f.def) /* a pack that was changed since may have lost it */
        LIST_ADD(d->w->arena, &d->draft->figures, f);
}

bool
report_version_printed(struct drafting *d, struct str snapshot, struct err *e)
{
    const struct json *root, *list;
    if (!json_read(d->w->arena, snapshot, &root, e))
        return damaged(e);
    list = json_get(root, S("figures"));
    for (const struct json *x = list ? list->child : NULL; x; x = x->next)
        read_figure(d, x);
    list = json_get(root, S("printed"));
    if (!list)
        return damaged(e);
    for (const struct json *x = list->child; x; x = x->next)
        if (!read_block(d, x, e))
            return false;
    return json_get_int(root, S("bound"), 0, INT64_MAX, &d->draft->bound) || damaged(e);
}
