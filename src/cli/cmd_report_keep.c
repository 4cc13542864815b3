/* A report on its way to the upper body: sent, withdrawn, returned, accepted (domain/report_keep.h). */
#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "doc/doc.h"
#include "domain/report_keep.h"

/* ---- sending ---- */

static bool
store_bytes(struct call *c, struct str bytes, struct report_sending *s, struct err *e)
{
    struct blob_writer *b;
    if (!blob_open(house_files(c->house), REPORT_FILE_MAX, &b, e))
        return false;
    if (!blob_add(b, bytes, e)) {
        blob_abort(b);
        return false;
    }
    return blob_finish(b, &s->digest, &s->size, e);
}

static struct str
last_part(struct str path)
{
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    return str_slice(path, slash, path.n);
}

/* What the clerk hands in, as the reader of documents sees it. */
static bool
take_file(struct call *c, struct report_sending *s, struct err *e)
{
    struct str bytes;
    struct doc *doc;
    struct out text;
    if (!file_read(c->arena, arena_cstr(c->arena, c->args[0]), REPORT_FILE_MAX, &bytes, e) ||
        !doc_read_bytes(c->arena, bytes, NULL, &doc, e))
        return false;
    out_init(&text, REPORT_TEXT_MAX);
    doc_text(doc, &text);
    s->text = arena_str(c->arena, out_str(&text));
    bool cut = text.overflow;
    out_release(&text);
    s->name = last_part(c->args[0]);
    if (cut)
        return err_set(e, ERR_LIMIT, "%s", tr("报告的文字超过 2 MiB，请拆分附件后再报送。"));
    return store_bytes(c, bytes, s, e);
}

static bool
draft_file(struct call *c, struct work *w, struct report_sending *s, struct err *e)
{
    struct report_draft draft;
    struct out docx;
    if (!report_current(w, s->at.org_id, s->at.year, &draft, e))
        return false;
    s->drafted = true;
    s->text = report_plain(c->arena, &draft);
    s->name = arena_fmt(c->arena, tr("%d年述职报告草稿"), s->at.year);
    s->name = arena_fmt(c->arena, "%.*s.docx", STR_ARG(s->name));
    out_init(&docx, REPORT_FILE_MAX);
    bool ok = report_docx(w, &draft, &docx, e) && store_bytes(c, out_str(&docx), s, e);
    out_release(&docx);
    return ok;
}

static bool
take_draft(struct call *c, struct report_sending *s, struct err *e)
{
    struct work w;
    if (!call_read(c, &w, e))
        return false;
    bool ok = draft_file(c, &w, s, e);
    work_end(&w);
    return ok;
}

static bool
report_of(struct call *c, struct report_at *at, struct err *e)
{
    struct org org;
    if (!call_org_once(c, &org, e))
        return false;
    *at = (struct report_at){org.id, (int)call_int(c, "year", 0), REPORT_ANY_VERSION};
    return true;
}

static bool
submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static bool show(struct call *c, const struct report_at *at, struct err *e);

bool
cmd_report_submit(struct call *c, struct err *e)
{
    struct report_sending s = {.why = call_text(c, "why")};
    return report_of(c, &s.at, e) && (c->args_n ? take_file(c, &s, e) : take_draft(c, &s, e)) &&
        call_write(c, submit, &s, e) && show(c, &s.at, e);
}

/* ---- deciding ---- */

struct deciding {
    struct report_at at;
    struct str why;
};

static bool
take_back(struct work *w, void *arg, struct err *e)
{
    struct deciding *d = arg;
    return report_withdraw(w, &d->at, d->why, e);
}

static bool
give_back(struct work *w, void *arg, struct err *e)
{
    struct deciding *d = arg;
    struct report_returning r = {.at = d->at, .why = d->why};
    return report_return(w, &r, e);
}

static bool
accept(struct work *w, void *arg, struct err *e)
{
    struct deciding *d = arg;
    return report_accept(w, &d->at, d->why, e);
}

static bool
decide(struct call *c, work_fn fn, struct err *e)
{
    struct deciding d = {.why = call_text(c, "why")};
    return report_of(c, &d.at, e) && call_write(c, fn, &d, e) && show(c, &d.at, e);
}

bool
cmd_report_withdraw(struct call *c, struct err *e)
{
    return decide(c, take_back, e);
}

bool
cmd_report_return(struct call *c, struct err *e)
{
    return decide(c, give_back, e);
}

bool
cmd_report_accept(struct call *c, struct err *e)
{
    return decide(c, accept, e);
}

/* ---- looking ---- */

static void
print_json(struct call *c, const struct report_kept *kept, const struct report_versions *list)
{
    struct json_out j = json_begin(&c->out);
    json_object(&j);
    json_field_int(&j, S("org"), kept->org_id);
    json_field_int(&j, S("year"), kept->year);
    json_field_str(&j, S("state"), report_state_code(kept->state));
    json_field_int(&j, S("version"), kept->version);
    json_field_opt(&j, S("grade"), report_grade_code(kept->mark.grade));
    json_key(&j, S("versions"));
    json_array(&j);
    for (size_t i = 0; i < list->n; i++) {
        const struct report_version *v = &list->v[i];
        json_object(&j);
        json_field_int(&j, S("version"), v->version);
        json_field_int(&j, S("at_ms"), v->at_ms);
        json_field_str(&j, S("step"), report_step_code(v->step));
        json_field_str(&j, S("actor"), v->actor);
        json_field_str(&j, S("why"), v->why);
        json_field_opt(&j, S("file"), v->file_name);
        json_field_opt(&j, S("file_digest"), v->file_digest);
        json_field_str(&j, S("digest"), v->digest);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    out_char(&c->out, '\n');
}

static void
print_lines(struct call *c, const struct report_kept *kept, const struct report_versions *list)
{
    out_fmt(&c->out, "%d  %.*s\n", kept->year, STR_ARG(report_state_title(kept->state)));
    for (size_t i = 0; i < list->n; i++) {
        const struct report_version *v = &list->v[i];
        out_fmt(&c->out, "%s  %.*s  %.*s  %.*s%s%.*s\n", clock_format(v->at_ms).z,
            STR_ARG(report_step_title(v->step)), STR_ARG(v->actor), STR_ARG(v->file_name),
            v->why.n ? "  " : "", STR_ARG(v->why));
    }
}

static bool
show(struct call *c, const struct report_at *at, struct err *e)
{
    struct work w;
    struct report_kept kept;
    struct report_versions list;
    if (!call_read(c, &w, e))
        return false;
    bool ok = report_kept(&w, at->org_id, at->year, &kept, e) &&
        report_versions(&w, at->org_id, at->year, &list, e);
    if (ok)
        (c->json ? print_json : print_lines)(c, &kept, &list);
    work_end(&w);
    return ok;
}

bool
cmd_report_show(struct call *c, struct err *e)
{
    struct report_at at;
    return report_of(c, &at, e) && show(c, &at, e);
}

static void
list_json(struct call *c, const struct report_lines *list)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < list->n; i++) {
        const struct report_line *l = &list->v[i];
        json_object(&j);
        json_field_int(&j, S("org"), l->org_id);
        json_field_str(&j, S("name"), l->org_name);
        json_field_str(&j, S("state"), report_state_code(l->state));
        json_field_int(&j, S("version"), l->version);
        json_field_opt(&j, S("grade"), report_grade_code(l->grade));
        json_object_end(&j);
    }
    json_array_end(&j);
    out_char(&c->out, '\n');
}

static void
list_table(struct call *c, const struct report_lines *list)
{
    struct table t;
    table_init(&t, c, 3);
    for (size_t i = 0; i < list->n; i++) {
        table_int(&t, list->v[i].org_id);
        table_cell(&t, list->v[i].org_name);
        table_cell(&t, report_state_title(list->v[i].state));
    }
    table_print(&t);
}

bool
cmd_report_list(struct call *c, struct err *e)
{
    struct report_at at;
    struct work w;
    struct report_lines list;
    if (!report_of(c, &at, e) || !call_read(c, &w, e))
        return false;
    struct report_filter f = {.org_id = at.org_id,
        .year = at.year,
        .offset = (size_t)call_int(c, "offset", 0),
        .limit = (size_t)call_int(c, "limit", 200)};
    bool ok = report_list(&w, &f, &list, e);
    if (ok)
        (c->json ? list_json : list_table)(c, &list);
    work_end(&w);
    return ok;
}
