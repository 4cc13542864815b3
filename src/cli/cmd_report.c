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

static bool
write_draft(struct call *c, struct work *w, struct drafting *x, struct err *e)
{
    struct org org;
    struct report_draft draft;
    struct out docx;
    if (!call_org(c, w, &org, e) || !report_draft(w, org.id, x->year, &draft, e))
        return false;
    x->org_id = org.id;
    out_init(&docx, DOCX_MAX);
    bool ok = report_docx(w, &draft, &docx, e) &&
        file_write(arena_cstr(c->arena, call_text(c, "output")), out_str(&docx), e);
    if (ok) {
        x->digest = sha256_of(out_str(&docx));
        out_fmt(&c->out, tr("已写入 %.*s：有记录支撑 %lld 处，【待补】%lld 处。\n"),
            STR_ARG(call_text(c, "output")), (long long)draft.bound, (long long)draft.missing);
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
