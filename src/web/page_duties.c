#include "web/page_duties.h"

#include "domain/right.h"
#include "web/tpl.h"

const struct param duties_params[] = {
    {.name = "all", .type = PARAM_BOOL},
    {0},
};
const struct param duty_params[] = {
    {.name = "code", .type = PARAM_TEXT, .max = 40},
    {.name = "period", .type = PARAM_INT, .lo = 1, .hi = 12},
    {0},
};
const struct param duty_reason_params[] = {
    {.name = "code", .type = PARAM_TEXT, .max = 40},
    {.name = "period", .type = PARAM_INT, .lo = 1, .hi = 12},
    {.name = "why", .type = PARAM_LINES, .max = 1000, .label = N_("原因")},
    {0},
};
const struct param duty_switch_params[] = {
    {.name = "code", .type = PARAM_TEXT, .max = 40},
    {.name = "on", .type = PARAM_BOOL},
    {.name = "why", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("原因")},
    {0},
};

struct str
state_class(enum duty_state s)
{
    static const struct str classes[DUTY_STATE_COUNT] = {
        [DUTY_NOT_DUE] = str_lit("notdue"),
        [DUTY_DUE] = str_lit("due"),
        [DUTY_DONE] = str_lit("done"),
        [DUTY_LATE] = str_lit("late"),
        [DUTY_MISSING] = str_lit("missing"),
        [DUTY_NOT_HELD] = str_lit("notheld"),
        [DUTY_NA] = str_lit("na"),
    };
    return classes[s];
}

bool
duty_open_now(enum duty_state s)
{
    return s == DUTY_DUE || s == DUTY_MISSING;
}

/* Rows come in the packs' order, the periods of one duty together. */
static void
fold_lines(struct request *rq, const struct duty_rows *rows, struct duty_year_view *v)
{
    v->lines = arena_array(rq->arena, struct duty_line, rows->n);
    for (size_t i = 0; i < rows->n; i++) {
        const struct duty_row *row = &rows->v[i];
        struct duty_line *last = v->lines_n ? &v->lines[v->lines_n - 1] : NULL;
        v->counts[row->state]++;
        if (last && last->duty == row->duty) {
            last->cells_n++;
            continue;
        }
        v->lines[v->lines_n++] = (struct duty_line){.duty = row->duty,
            .cells = row,
            .cells_n = 1,
            .months = 12 / period_count(row->duty->period)};
    }
}

bool
page_duties(struct request *rq, struct response *rs, struct err *e)
{
    struct duty_year_view v = {.with_off = param_bool(rq, "all")};
    struct duty_rows rows;
    if (!duty_year(rq->work, rq->org, rq->year, v.with_off, &rows, e))
        return false;
    fold_lines(rq, &rows, &v);
    v.may_manage = right_has(rq->work, rq->org, RIGHT_MANAGE);
    page_begin(rq, rs, tr("规定动作"), NAV_DUTIES);
    tpl_duty_year(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
page_duty(struct request *rq, struct response *rs, struct err *e)
{
    struct duty_one_view v = {0};
    int period = (int)param_int(rq, "period", 1);
    struct duty_key key = {rq->org, rq->year, param_text(rq, "code"), period};
    v.may_read = right_has(rq->work, rq->org, RIGHT_READ);
    if (!duty_one(rq->work, &key, &v.row, e) ||
        (v.may_read && !duty_detail(rq->work, &v.row, &v.detail, e)))
        return false;
    v.period = period_title(rq->arena, v.row.duty->period, period);
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v.may_manage = right_has(rq->work, rq->org, RIGHT_MANAGE);
    page_begin(rq, rs, tr("规定动作"), NAV_DUTIES);
    tpl_duty_one(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
duty_reason_post(struct request *rq, struct response *rs, struct err *e)
{
    struct str code = param_text(rq, "code"), why = param_text(rq, "why");
    int period = (int)param_int(rq, "period", 1);
    struct duty_key key = {rq->org, rq->year, code, period};
    if (!duty_state_reason(rq->work, &key, why, e))
        return false;
    response_notice(rs, str_empty(why) ? tr("已收回说明。") : tr("已记下未开展的原因。"));
    return response_redirect(rs, "/duty/%.*s/%d?year=%d%.*s", STR_ARG(code), period, rq->year,
        STR_ARG(org_query(rq, '&')));
}

bool
duty_switch_post(struct request *rq, struct response *rs, struct err *e)
{
    bool on = param_bool(rq, "on");
    if (!duty_switch(rq->work, rq->org, param_text(rq, "code"), on, param_text(rq, "why"), e))
        return false;
    response_notice(
        rs, on ? tr("已启用，本年度的应办已重算。") : tr("已停用，本年度的应办已重算。"));
    return response_redirect(rs, "/duties?all=1%.*s", STR_ARG(org_query(rq, '&')));
}
