#include "web/page_figures.h"

#include "web/csv.h"
#include "web/tpl.h"

const struct param figure_params[] = {
    {.name = "code", .type = PARAM_TEXT, .max = 60},
    {0},
};

bool
page_figures(struct request *rq, struct response *rs, struct err *e)
{
    struct figures list;
    if (!figure_year(rq->work, rq->org, rq->year, &list, e))
        return false;
    page_begin(rq, rs, tr("指标"), NAV_FIGURES);
    tpl_figures(&rs->body, rq, &list);
    page_end(rq, rs);
    return true;
}

bool
page_figure(struct request *rq, struct response *rs, struct err *e)
{
    struct figure_view v;
    struct str code = param_text(rq, "code");
    if (!figure_one(rq->work, rq->org, rq->year, code, &v.figure, e) ||
        !figure_records(rq->work, rq->org, rq->year, code, &v.records, e))
        return false;
    page_begin(rq, rs, tr("指标"), NAV_FIGURES);
    tpl_figure_one(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
figures_export(struct request *rq, struct response *rs, struct err *e)
{
    struct figures list;
    if (!figure_year(rq->work, rq->org, rq->year, &list, e))
        return false;
    struct str name = arena_fmt(rq->arena, tr("%d年指标.csv"), rq->year);
    response_download(rs, S("text/csv; charset=utf-8"), name);
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("代码")), str_from(tr("指标")), str_from(tr("数值")),
        str_from(tr("单位")), str_from(tr("记录数")), str_from(tr("口径"))};
    csv_row(&rs->body, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < list.n; i++) {
        const struct figure *f = &list.v[i];
        struct milli_text value = milli_format(f->milli);
        struct str row[] = {f->def->code, f->def->title, f->has_value ? str_from(value.z) : S(""),
            f->def->unit, arena_fmt(rq->arena, "%" PRId64, f->records), f->def->definition};
        csv_row(&rs->body, row, sizeof(row) / sizeof(row[0]));
    }
    return true;
}
