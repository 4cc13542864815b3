#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "domain/report.h"

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

static bool
write_draft(struct call *c, struct work *w, struct drafting *x, struct err *e)
{
    struct org org;
    struct report_draft draft;
    struct out docx;
    if (!call_org(c, w, &org, e) || !report_current(w, org.id, x->year, &draft, e))
        return false;
    x->org_id = org.id;
    out_init(&docx, DOCX_MAX);
    bool ok = report_docx(w, &draft, &docx, e) &&
        file_write(arena_cstr(c->arena, call_text(c, "output")), out_str(&docx), e);
    if (ok) {
        x->digest = sha256_of(out_str(&docx));
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
