#include "web/page_reports.h"

#include "domain/right.h"
#include "web/csv.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 50,
    PORTION = 1000,
    EXPORT_ROWS = 20000
};

static const char *const STATES[] = {"draft", "submitted", "returned", "accepted", NULL};
/* By enum report_order. */
static const char *const ORDERS[] = {"tree", "state", "newest", "oldest", "name", NULL};

const struct param reports_params[] = {
    {.name = "name", .type = PARAM_TEXT, .max = 120},
    {.name = "state", .type = PARAM_ENUM, .values = STATES},
    {.name = "order", .type = PARAM_ENUM, .values = ORDERS},
    {0},
};

struct str
report_state_class(enum report_state state)
{
    static const struct str classes[REPORT_STATE_COUNT] = {[REPORT_OPEN] = str_lit("notdue"),
        [REPORT_SUBMITTED] = str_lit("due"),
        [REPORT_RETURNED] = str_lit("late"),
        [REPORT_ACCEPTED] = str_lit("done")};
    return classes[state];
}

static size_t
index_of(const char *const *list, struct str value)
{
    for (size_t i = 0; list[i]; i++)
        if (str_eq(value, str_from(list[i])))
            return i;
    return 0;
}

static void
read_filter(struct request *rq, struct report_filter *f)
{
    *f = (struct report_filter){.org_id = rq->org,
        .year = rq->year,
        .below = true,
        .name = param_text(rq, "name"),
        .order = (enum report_order)index_of(ORDERS, param_text(rq, "order"))};
    if (param_given(rq, "state"))
        f->states = 1U << index_of(STATES, param_text(rq, "state"));
}

/* The filters as a query, but for the one that is left out. */
static struct str
filter_query(struct request *rq, const char *without, bool *filtered)
{
    struct out o;
    out_init(&o, 4096);
    for (const struct param *p = reports_params; p->name; p++)
        if (param_given(rq, p->name) && strcmp(p->name, without) != 0) {
            out_fmt(&o, "%s=", p->name);
            html_url_part(&o, url_part(param_typed(rq, p->name, S(""))));
            out_char(&o, '&');
        }
    *filtered = o.n > 0;
    struct str look = look_query(rq, '&');
    if (look.n)
        out_fmt(&o, "%.*s&", STR_ARG(str_slice(look, 1, look.n)));
    struct str query = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return query;
}

struct str
reports_state_link(struct request *rq, struct str state)
{
    bool any;
    struct str query = filter_query(rq, "state", &any);
    return arena_fmt(
        rq->arena, "/reports?%.*s%s%.*s", STR_ARG(query), state.n ? "state=" : "", STR_ARG(state));
}

bool
report_may_have_below(struct request *rq)
{
    struct org org;
    struct err none = {0};
    return org_get(rq->work, rq->org, &org, &none) && !str_eq(org.kind, S("branch"));
}

bool
page_reports(struct request *rq, struct response *rs, struct err *e)
{
    struct reports_view v = {0};
    struct report_filter f;
    read_filter(rq, &f);
    f.limit = PAGE_ROWS;
    f.offset = (size_t)(rq->page - 1) * PAGE_ROWS;
    if (!org_get(rq->work, rq->org, &v.org, e) || !report_list(rq->work, &f, &v.lines, e))
        return false;
    v.query = filter_query(rq, "", &v.filtered);
    v.may_accept = right_has(rq->work, rq->org, RIGHT_ACCEPT);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/reports?%.*s", STR_ARG(v.query)),
        .page = rq->page,
        .more = (int64_t)(f.offset + v.lines.n) < v.lines.found};
    page_begin(rq, rs, tr("下级报告"), NAV_REPORT);
    tpl_reports(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static void
export_line(struct request *rq, struct out *o, const struct report_line *l)
{
    struct str row[] = {l->org_name, report_state_title(l->state),
        l->changed_ms ? arena_str(rq->arena, str_from(clock_format(l->changed_ms).z)) : S("")};
    csv_row(o, row, sizeof(row) / sizeof(*row));
}

bool
reports_export(struct request *rq, struct response *rs, struct err *e)
{
    struct report_filter f;
    struct report_lines lines;
    struct org org;
    read_filter(rq, &f);
    f.limit = PORTION;
    if (!org_get(rq->work, rq->org, &org, e))
        return false;
    response_download(rs, S("text/csv; charset=utf-8"),
        arena_fmt(rq->arena, tr("%d年述职报告报送情况（%.*s）.csv"), rq->year, STR_ARG(org.name)));
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("组织")), str_from(tr("状态")), str_from(tr("自何时起"))};
    csv_row(&rs->body, head, sizeof(head) / sizeof(*head));
    do {
        if (!report_list(rq->work, &f, &lines, e))
            return false;
        for (size_t i = 0; i < lines.n; i++)
            export_line(rq, &rs->body, &lines.v[i]);
        f.offset += lines.n;
    } while (lines.n && f.offset < EXPORT_ROWS && (int64_t)f.offset < lines.found);
    return true;
}
