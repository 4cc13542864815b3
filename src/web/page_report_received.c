/* A report that was received: read, remarked on, returned or accepted, and graded after the meeting. */
#include "web/page_reports.h"

#include "domain/right.h"
#include "web/tpl.h"

enum {
    VOTES_MAX = 1000000
};

static const char *const GRADES[] = {"good", "fair", "average", "poor", NULL};

const struct param report_return_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "why", .type = PARAM_TEXT, .max = 1600, .required = true, .label = N_("退回原因")},
    {.name = "quote.*", .type = PARAM_TEXT, .max = 900, .label = N_("引文")},
    {.name = "remark.*", .type = PARAM_LINES, .max = 8000, .label = N_("意见")},
    {0},
};
const struct param report_accept_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "accept_why", .type = PARAM_TEXT, .max = 1600, .label = N_("说明")},
    {0},
};
const struct param report_grade_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "grade", .type = PARAM_ENUM, .values = GRADES, .label = N_("等次")},
    {.name = "good", .type = PARAM_INT, .hi = VOTES_MAX, .label = N_("“好”的票数")},
    {.name = "fair", .type = PARAM_INT, .hi = VOTES_MAX, .label = N_("“较好”的票数")},
    {.name = "average", .type = PARAM_INT, .hi = VOTES_MAX, .label = N_("“一般”的票数")},
    {.name = "poor", .type = PARAM_INT, .hi = VOTES_MAX, .label = N_("“差”的票数")},
    {.name = "grade_why", .type = PARAM_TEXT, .max = 1600, .label = N_("更改原因")},
    {0},
};

bool
page_report_received(struct request *rq, struct response *rs, struct err *e)
{
    struct report_received_view v = {0};
    struct report_versions steps;
    const struct report_at at = {rq->org, rq->year, 0};
    if (!org_get(rq->work, rq->org, &v.org, e) ||
        !report_kept(rq->work, rq->org, rq->year, &v.kept, e) ||
        !report_versions(rq->work, rq->org, rq->year, &steps, e) ||
        !sent_steps_fill(rq, &steps, at, &v.steps, e))
        return false;
    v.has_sent = v.kept.text_version > 0;
    const struct report_at sent = {rq->org, rq->year, v.kept.text_version};
    if (v.has_sent && !sent_fill(rq, &steps, sent, &v.sent, e))
        return false;
    if (v.has_sent && v.kept.state == REPORT_SUBMITTED &&
        !sent_earlier_fill(rq, &steps, &v.sent, &v.earlier, e))
        return false;
    for (size_t i = 0; i < steps.n; i++)
        if (steps.v[i].version == v.kept.accepted)
            v.last_accepted_ms = steps.v[i].at_ms;
    v.may_accept = right_has(rq->work, rq->org, RIGHT_ACCEPT);
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    page_begin(rq, rs, arena_cstr(rq->arena, v.org.name), NAV_REPORT);
    tpl_report_received(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static struct report_at
at_of(const struct request *rq)
{
    return (struct report_at){rq->org, rq->year, param_int(rq, "version", 0)};
}

static bool
back_to_received(struct request *rq, struct response *rs, const char *notice)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/report/received%.*s", STR_ARG(report_look(rq, '?')));
}

/* ---- returning ---- */

static struct str
sibling(struct request *rq, const char *name, struct str rest)
{
    for (struct param_each it = {0}; param_next(rq, name, &it);)
        if (str_eq(it.rest, rest))
            return it.text;
    return S("");
}

struct rows {
    struct report_remark v[REPORT_REMARKS_MAX];
    struct str names[REPORT_REMARKS_MAX]; /* what stands for the '*' */
    size_t n;
};

static bool
add_row(struct rows *rows, struct str name, struct report_remark r, struct err *e)
{
    if (rows->n == REPORT_REMARKS_MAX)
        return err_set(e, ERR_LIMIT, tr("一次最多写 %d 条意见。"), REPORT_REMARKS_MAX);
    rows->names[rows->n] = name;
    rows->v[rows->n++] = r;
    return true;
}

/* Rows in which nothing was typed are none; a quote alone is one, to be told that its remark is missing. */
static bool
read_rows(struct request *rq, struct rows *rows, struct err *e)
{
    for (struct param_each it = {0}; param_next(rq, "quote.*", &it);) {
        const struct report_remark r = {it.text, sibling(rq, "remark.*", it.rest)};
        if (!str_empty(r.quote) && !add_row(rows, it.rest, r, e))
            return false;
    }
    for (struct param_each it = {0}; param_next(rq, "remark.*", &it);) {
        const struct report_remark r = {S(""), it.text};
        if (str_empty(sibling(rq, "quote.*", it.rest)) && !str_empty(r.text) &&
            !add_row(rows, it.rest, r, e))
            return false;
    }
    return true;
}

/* "quote.0" is of the first remark; the form's row has another number. */
static bool
blame_row(struct request *rq, const struct rows *rows, struct err *e)
{
    struct str field = str_from(e->field);
    size_t dot = str_find_char(field, '.', 0);
    int64_t n = 0;
    if (dot == SIZE_MAX || rows->n == 0 ||
        !str_to_i64(str_slice(field, dot + 1, field.n), 0, (int64_t)rows->n - 1, &n))
        return false;
    struct str name = arena_fmt(
        rq->arena, "%.*s.%.*s", STR_ARG(str_slice(field, 0, dot)), STR_ARG(rows->names[n]));
    return err_field(e, name.p, "%s", arena_cstr(rq->arena, str_from(e->text)));
}

bool
report_return_post(struct request *rq, struct response *rs, struct err *e)
{
    struct rows *rows = arena_new(rq->arena, struct rows);
    if (!read_rows(rq, rows, e))
        return false;
    const struct report_returning r = {
        .at = at_of(rq), .why = param_text(rq, "why"), .remarks = rows->v, .remarks_n = rows->n};
    if (!report_return(rq->work, &r, e))
        return blame_row(rq, rows, e);
    return back_to_received(rq, rs, tr("已退回，意见已送达。"));
}

/* ---- accepting and grading ---- */

bool
report_accept_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_at at = at_of(rq);
    if (!report_accept(rq->work, &at, param_text(rq, "accept_why"), e))
        return field_as(e, "why", "accept_why");
    return back_to_received(rq, rs, tr("已接收，年度已锁定。"));
}

bool
report_grade_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_at at = at_of(rq);
    struct report_mark mark = {0};
    if (param_given(rq, "grade") && !report_grade_parse(param_text(rq, "grade"), &mark.grade))
        return field_fail(rq, e, "grade", "%s", tr("请选择等次。"));
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++)
        mark.votes[g] = param_int(rq, GRADES[g - 1], 0);
    if (!report_grade(rq->work, &at, &mark, param_text(rq, "grade_why"), e))
        return field_as(e, "why", "grade_why");
    return back_to_received(rq, rs, tr("评议结果已登记。"));
}
