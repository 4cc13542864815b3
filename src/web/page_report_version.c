/* One step of a report by itself. */
#include "web/page_report_send.h"

#include "domain/right.h"
#include "web/tpl.h"

const struct param report_version_params[] = {
    {.name = "version", .type = PARAM_ID},
    {0},
};

bool
page_report_version(struct request *rq, struct response *rs, struct err *e)
{
    struct report_version_view v = {0};
    struct report_versions steps;
    struct report_content c;
    struct report_at at = {rq->org, rq->year, param_id(rq, "version")};
    if (!org_get(rq->work, rq->org, &v.org, e) ||
        !report_kept(rq->work, rq->org, rq->year, &v.kept, e) ||
        !report_one(rq->work, &at, &v.step, &c, e) ||
        !report_versions(rq->work, rq->org, rq->year, &steps, e))
        return false;
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v.mark = c.mark;
    at.version = v.step.step == REPORT_STEP_SUBMIT ? at.version : c.text_version;
    v.has_text = at.version > 0;
    if (v.has_text && !sent_fill(rq, &steps, at, &v.sent, e))
        return false;
    page_begin(rq, rs, tr("报送的历次"), NAV_REPORT);
    tpl_report_version(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
report_version_file(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_at at = {rq->org, rq->year, param_id(rq, "version")};
    struct report_version v;
    const char *path;
    if (!report_file(rq->work, &at, &v, &path, e))
        return false;
    /* Always a download of bytes: what a stranger sent is never shown as a page of this site. */
    response_download(rs, S("application/octet-stream"), v.file_name);
    rs->file = str_from(path);
    return true;
}
