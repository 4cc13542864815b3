#include "web/page_report.h"

#include "web/tpl.h"

enum {
    DOCX_MAX = 32 * 1024 * 1024
};

bool
page_report(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    if (!report_draft(rq->work, rq->org, rq->year, &draft, e))
        return false;
    page_begin(rq, rs, tr("述职报告"), NAV_REPORT);
    tpl_report(&rs->body, rq, &draft);
    page_end(rq, rs);
    return true;
}

/* What `prepare` leaves for the job: the file's bytes in the arena. */
struct built {
    struct str docx;
    struct str name;
};

bool
report_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct built *b = arena_new(rq->arena, struct built);
    struct out docx;
    (void)rs;
    out_init(&docx, DOCX_MAX);
    bool ok = report_draft(rq->work, rq->org, rq->year, &draft, e) &&
        report_docx(rq->work, &draft, &docx, e);
    if (ok) {
        b->docx = arena_str(rq->arena, out_str(&docx));
        b->name = arena_fmt(
            rq->arena, tr("%d年述职报告（%.*s）.docx"), rq->year, STR_ARG(draft.org_name));
        rq->prepared = b;
    }
    out_release(&docx);
    return ok;
}

bool
report_download(struct request *rq, struct response *rs, struct err *e)
{
    const struct built *b = rq->prepared;
    if (!report_note_export(rq->work, rq->org, rq->year, sha256_of(b->docx), e))
        return false;
    response_download(
        rs, S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), b->name);
    out_put(&rs->body, b->docx);
    return true;
}
