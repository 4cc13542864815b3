#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "doc/office.h"
#include "domain/report_style.h"
#include "domain/report_text.h"

enum {
    DOCX_MAX = 64 * 1024 * 1024
};

struct drafting {
    int64_t org_id;
    int year;
    struct sha256 digest;
};

static bool
note(struct work *w, void *arg, struct err *e)
{
    const struct drafting *x = arg;
    return report_note_export(w, x->org_id, x->year, x->digest, e);
}

static void
say_draft(struct call *c, const struct report_draft *draft)
{
    struct str file = call_text(c, "output");
    if (!c->json) {
        out_fmt(&c->out, tr("已写入 %.*s：有记录支撑 %lld 处，【待补】%lld 处。\n"), STR_ARG(file),
            (long long)draft->bound, (long long)draft->missing);
        return;
    }
    struct json_out j = json_begin(&c->out);
    json_object(&j);
    json_field_str(&j, S("file"), file);
    json_field_int(&j, S("bound"), draft->bound);
    json_field_int(&j, S("missing"), draft->missing);
    json_object_end(&j);
    out_char(&c->out, '\n');
}

/* *profile NULL: what holds for the org. */
static bool
chosen_style(struct call *c, struct work *w, int64_t org_id, struct docx_profile *kept,
    const struct docx_profile **profile, struct err *e)
{
    struct report_style own;
    struct str style = call_text(c, "style");
    *profile = kept;
    *kept = docx_gbt9704();
    if (str_eq(style, S("gbt9704")))
        return true;
    if (str_empty(style)) {
        *profile = NULL;
        return true;
    }
    if (!str_eq(style, S("own")))
        return err_set(e, ERR_USAGE, "%s", tr("--style 只能是 own 或 gbt9704。"));
    if (!report_style_get(w, org_id, &own, e))
        return false;
    *kept = own.profile;
    return own.own ||
        err_set(
            e, ERR_INPUT, "%s", tr("本单位还没有自己的版式，请先在“报告版式”页上传一份文件来学。"));
}

/* The Word file, or that as PDF where the name asks for one. */
static bool
as_named(struct call *c, struct str docx, struct str *bytes, struct err *e)
{
    struct str name = call_text(c, "output");
    *bytes = docx;
    if (name.n < 4 || !str_eq_nocase(str_slice(name, name.n - 4, 4), S(".pdf")))
        return true;
    return office_pdf(c->arena, docx, bytes, e);
}

static bool
write_draft(struct call *c, struct work *w, struct drafting *x, struct err *e)
{
    struct org org;
    struct report_draft draft;
    struct docx_profile kept;
    const struct docx_profile *profile;
    struct out docx;
    struct str bytes;
    if (!call_org(c, w, &org, e) || !chosen_style(c, w, org.id, &kept, &profile, e) ||
        !report_written(w, &(struct report_key){org.id, x->year, call_text(c, "for")}, &draft, e))
        return false;
    x->org_id = org.id;
    out_init(&docx, DOCX_MAX);
    bool ok = report_docx_in(w, &draft, profile, &docx, e) &&
        as_named(c, out_str(&docx), &bytes, e) &&
        file_write(arena_cstr(c->arena, call_text(c, "output")), bytes, e);
    if (ok) {
        x->digest = sha256_of(bytes);
        say_draft(c, &draft);
    }
    out_release(&docx);
    return ok;
}

bool
cmd_report_draft(struct call *c, struct err *e)
{
    struct work w;
    struct drafting x = {.year = (int)call_int(c, "year", 0)};
    if (!call_read(c, &w, e))
        return false;
    bool ok = write_draft(c, &w, &x, e);
    work_end(&w);
    return ok && call_write(c, note, &x, e);
}

/* ---- which reports there are ---- */

static void
kinds_json(struct call *c, const struct report_kinds *list)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < list->n; i++) {
        json_object(&j);
        json_field_str(&j, S("for"), list->v[i].audience);
        json_field_str(&j, S("title"), list->v[i].title);
        json_field_bool(&j, S("written"), list->v[i].written);
        json_object_end(&j);
    }
    json_array_end(&j);
    out_char(&c->out, '\n');
}

static void
kinds_say(struct call *c, const struct report_kinds *list)
{
    struct table t;
    table_init(&t, c, 3);
    for (size_t i = 0; i < list->n; i++) {
        table_cell(&t, list->v[i].audience);
        table_cell(&t, list->v[i].title);
        table_cell(&t, list->v[i].written ? str_from(tr("已动笔")) : S(""));
    }
    table_print(&t);
}

bool
cmd_report_kinds(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct report_kinds list;
    if (!call_read(c, &w, e))
        return false;
    bool ok =
        call_org(c, &w, &org, e) && report_kinds(&w, org.id, (int)call_int(c, "year", 0), &list, e);
    work_end(&w);
    if (ok && c->json)
        kinds_json(c, &list);
    else if (ok)
        kinds_say(c, &list);
    return ok;
}
