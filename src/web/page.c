/* The layout around pages. */
#include "web/exchange.h"

#include "base/log.h"
#include "base/utf8.h"
#include "web/tpl.h"

static const struct nav_item items[] = {
    {NAV_TODAY, str_lit("/today"), str_lit("今天")},
    {NAV_NEW, str_lit("/new"), str_lit("记一笔")},
    {NAV_RECORDS, str_lit("/records"), str_lit("台账")},
    {NAV_PEOPLE, str_lit("/people"), str_lit("人员")},
    {NAV_DUTIES, str_lit("/duties"), str_lit("规定动作")},
    {NAV_FIGURES, str_lit("/figures"), str_lit("指标")},
    {NAV_REPORT, str_lit("/report"), str_lit("述职报告")},
    {NAV_LIBRARY, str_lit("/library"), str_lit("素材库")},
    {NAV_SETTINGS, str_lit("/settings"), str_lit("设置")},
};

enum {
    YEARS_BACK = 5,
    NOTICE_BYTES = 900
};

/* The sentence that a redirect left for this page. */
static struct str
take_notice(struct request *rq, struct response *rs)
{
    struct str cookie = cookie_find(exchange_of(rq)->head[HEAD_COOKIE], S("tz_note"));
    struct str text = percent_decode(rq->arena, cookie, false);
    if (text.n == 0 || text.n > NOTICE_BYTES || !utf8_valid(text))
        return S("");
    response_cookie(rs, rq, S("tz_note"), S(""), 0);
    return text;
}

static void
begin(struct request *rq, struct response *rs, const char *title, enum nav current, bool charts)
{
    if (rq->partial)
        return;
    struct exchange *x = exchange_of(rq);
    struct date today = rq->work ? rq->work->today : (struct date){0};
    struct frame f = {.title = arena_str(rq->arena, str_from(title)),
        .current = current,
        .back = rq->method == GET ? rq->target : rq->path,
        .items = items,
        .items_n = sizeof(items) / sizeof(*items),
        .year_max = today.year ? today.year + 1 : rq->year,
        .year_min = today.year ? today.year - YEARS_BACK : rq->year,
        .charts = charts};
    f.notice = take_notice(rq, rs);
    struct err e = {0};
    const struct hooks *h = app_hooks(x->app);
    if (rq->viewer.signed_in && rq->work && h->frame && !h->frame(rq, &f, &e))
        log_warn("%s", e.text); /* the page is shown without the choice of orgs */
    if (rq->year && rq->year < f.year_min)
        f.year_min = rq->year;
    if (rq->year > f.year_max)
        f.year_max = rq->year;
    tpl_layout_head(&rs->body, rq, &f);
}

void
page_begin(struct request *rq, struct response *rs, const char *title, enum nav current)
{
    begin(rq, rs, title, current, false);
}

void
page_begin_charts(struct request *rq, struct response *rs, const char *title, enum nav current)
{
    begin(rq, rs, title, current, true);
}

void
page_end(struct request *rq, struct response *rs)
{
    if (!rq->partial)
        tpl_layout_tail(&rs->body, rq);
}
