/* Versions of a written report, what differs between two of them, and comments. */
#include "domain/right.h"
#include "web/page_report_edit.h"
#include "web/tpl.h"

#define FOR                                                               \
    {                                                                     \
        .name = "for", .type = PARAM_TEXT, .max = 80, .label = N_("报告") \
    }

const struct param report_text_params[] = {
    FOR,
    {.name = "version", .type = PARAM_ID},
    {.name = "against", .type = PARAM_INT, .hi = INT64_MAX, .label = N_("对照")},
    {0},
};
const struct param report_text_restore_params[] = {
    FOR,
    {.name = "version", .type = PARAM_ID},
    {.name = "edition", .type = PARAM_INT, .hi = INT64_MAX, .label = N_("版本")},
    {0},
};
const struct param report_comment_params[] = {
    FOR,
    {.name = "quote", .type = PARAM_TEXT, .max = 800, .label = N_("引文")},
    {.name = "comment", .type = PARAM_LINES, .max = 4000, .required = true, .label = N_("批注")},
    {0},
};
const struct param report_comment_close_params[] = {
    FOR,
    {.name = "closed", .type = PARAM_BOOL},
    {0},
};

static struct report_key
key_of(const struct request *rq)
{
    return (struct report_key){rq->org, rq->year, report_audience(rq)};
}

bool
page_report_texts(struct request *rq, struct response *rs, struct err *e)
{
    struct report_versions_view v = {.key = key_of(rq)};
    v.query = report_query(rq, v.key.audience);
    if (!report_title_of(rq, &v.key, &v.title, e) ||
        !report_text_versions(rq->work, &v.key, &v.list, e))
        return false;
    page_begin(rq, rs, tr("历次版本"), NAV_REPORT);
    tpl_report_texts(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static bool
find_version(struct request *rq, struct report_edition_view *v, struct err *e)
{
    struct report_text_versions list;
    int64_t version = param_id(rq, "version");
    if (!report_text_versions(rq->work, &v->key, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].version == version)
            v->version = list.v[i];
    if (v->version.version == 0)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版。"));
    v->versions = list;
    v->against = param_int(rq, "against", version - 1);
    v->may_restore = list.n && list.v[0].version != version;
    return true;
}

bool
page_report_text(struct request *rq, struct response *rs, struct err *e)
{
    struct report_edition_view v = {.key = key_of(rq)};
    struct report_text before, now;
    v.query = report_query(rq, v.key.audience);
    if (!report_title_of(rq, &v.key, &v.title, e) || !find_version(rq, &v, e) ||
        !report_text_at(rq->work, &v.key, v.version.version, &v.text, e) ||
        !report_text_get(rq->work, &v.key, &now, e))
        return false;
    v.edition = now.edition;
    v.may_restore = (v.may_restore || !now.kept) && !now.locked;
    if (v.against > 0) {
        if (!report_text_at(rq->work, &v.key, v.against, &before, e))
            return false;
        v.difference = report_text_compare(rq->arena, &before, &v.text);
    }
    page_begin(rq, rs, tr("历次版本"), NAV_REPORT);
    tpl_report_text(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
report_text_restore_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_key key = key_of(rq);
    struct str query = report_query(rq, key.audience);
    if (!report_text_restore(
            rq->work, &key, param_id(rq, "version"), param_int(rq, "edition", 0), e))
        return false;
    response_notice(rs, tr("已改回这一版；改回之前的文字留在历次版本里。"));
    return response_redirect(rs, "/report/edit%.*s", STR_ARG(query));
}

bool
report_comment_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_key key = key_of(rq);
    struct str query = report_query(rq, key.audience);
    if (!report_comment_add(rq->work, &key, param_text(rq, "quote"), param_text(rq, "comment"), e))
        return false;
    response_notice(rs, tr("批注已写上。"));
    return response_redirect(rs, "/report/edit%.*s#comments", STR_ARG(query));
}

bool
report_comment_close_post(struct request *rq, struct response *rs, struct err *e)
{
    struct str query = report_query(rq, report_audience(rq));
    if (!report_comment_close(rq->work, param_id(rq, "id"), param_bool(rq, "closed"), e))
        return false;
    return response_redirect(rs, "/report/edit%.*s#comments", STR_ARG(query));
}
