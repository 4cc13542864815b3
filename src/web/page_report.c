#include "web/page_report.h"

#include "domain/right.h"
#include "web/page_report_edit.h"
#include "web/tpl.h"

enum {
    DOCX_MAX = 32 * 1024 * 1024
};

static bool
fill_view(struct request *rq, struct report_view *v, struct err *e)
{
    const struct report_key key = {rq->org, rq->year, report_audience(rq)};
    if (!report_written(rq->work, &key, &v->draft, e) ||
        !report_kinds(rq->work, key.org_id, key.year, &v->kinds, e))
        return false;
    v->query = report_query(rq, key.audience);
    v->look = look_query(rq, '?');
    v->main = str_eq(key.audience, S("secretary"));
    v->may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v->chars = report_chars(&v->draft);
    for (size_t i = 0; i < v->kinds.n; i++)
        if (str_eq(v->kinds.v[i].audience, key.audience))
            v->title = v->kinds.v[i].title;
    return true;
}

bool
page_report(struct request *rq, struct response *rs, struct err *e)
{
    struct report_view v = {.title = S("")};
    if (!fill_view(rq, &v, e))
        return false;
    page_begin(rq, rs, arena_cstr(rq->arena, v.title), NAV_REPORT);
    tpl_report(&rs->body, rq, &v);
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
    struct report_view v = {.title = S("")};
    struct built *b = arena_new(rq->arena, struct built);
    struct out docx;
    (void)rs;
    out_init(&docx, DOCX_MAX);
    bool ok = fill_view(rq, &v, e) && report_docx(rq->work, &v.draft, &docx, e);
    if (ok) {
        b->docx = arena_str(rq->arena, out_str(&docx));
        b->name = arena_fmt(rq->arena, tr("%d年%.*s（%.*s）.docx"), rq->year, STR_ARG(v.title),
            STR_ARG(v.draft.org_name));
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
