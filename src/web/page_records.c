#include "web/page_records.h"

#include "domain/duty.h"
#include "domain/right.h"
#include "web/csv.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 50,
    EXPORT_ROWS = 1000
};

static const char *const ORDERS[] = {"held", "oldest", "entered", NULL};

const struct param records_params[] = {
    {.name = "kind", .type = PARAM_TEXT, .max = 60},
    {.name = "from", .type = PARAM_DATE, .label = N_("起")},
    {.name = "to", .type = PARAM_DATE, .label = N_("止")},
    {.name = "person", .type = PARAM_ID, .label = N_("人员")},
    {.name = "duty", .type = PARAM_TEXT, .max = 40},
    {.name = "text", .type = PARAM_TEXT, .max = 200},
    {.name = "late", .type = PARAM_BOOL},
    {.name = "voided", .type = PARAM_BOOL},
    {.name = "below", .type = PARAM_BOOL},
    {.name = "any", .type = PARAM_BOOL},
    {.name = "order", .type = PARAM_ENUM, .values = ORDERS},
    {.name = "page", .type = PARAM_INT, .lo = 1, .hi = 100000},
    {0},
};

static void
read_filter(struct request *rq, struct record_filter *f)
{
    struct str order = param_text(rq, "order");
    *f = (struct record_filter){.org_id = rq->org,
        .subtree = param_bool(rq, "below"),
        .year = param_bool(rq, "any") ? 0 : rq->year,
        .kind = param_text(rq, "kind"),
        .from = param_date(rq, "from"),
        .to = param_date(rq, "to"),
        .person_id = param_id(rq, "person"),
        .duty = param_text(rq, "duty"),
        .text = param_text(rq, "text"),
        .voided = param_bool(rq, "voided"),
        .late_only = param_bool(rq, "late"),
        .by_entry = str_eq(order, S("entered")),
        .oldest_first = str_eq(order, S("oldest"))};
}

/* The filters as a query, so that the next page, the print and the export show the same records. */
static struct str
filter_query(struct request *rq, bool *filtered)
{
    static const char *const names[] = {
        "kind", "from", "to", "person", "duty", "text", "late", "voided", "below", "any", "order"};
    struct out o;
    out_init(&o, 8192);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (param_given(rq, names[i])) {
            out_fmt(&o, "%s=", names[i]);
            html_url_part(&o, url_part(param_typed(rq, names[i], S(""))));
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

static void
add_kinds(struct request *rq, const struct rules *rules, struct records_view *v)
{
    size_t n = 0;
    for (size_t p = 0; p < rules->n; p++)
        n += rules->packs[p]->kinds_n;
    v->kinds = arena_array(rq->arena, struct choice, n);
    for (size_t p = 0; p < rules->n; p++)
        for (size_t i = 0; i < rules->packs[p]->kinds_n; i++)
            v->kinds[v->kinds_n++] =
                (struct choice){rules->packs[p]->kinds[i].code, rules->packs[p]->kinds[i].title};
}

static bool
add_people(struct request *rq, struct records_view *v, struct err *e)
{
    struct people people;
    if (!person_names(rq->work, rq->org, &people, e))
        return false;
    v->people = arena_array(rq->arena, struct choice, people.n);
    for (size_t i = 0; i < people.n; i++)
        v->people[v->people_n++] =
            (struct choice){arena_fmt(rq->arena, "%" PRId64, people.v[i].id), people.v[i].name};
    return true;
}

static bool
add_duties(struct request *rq, const struct rules *rules, struct records_view *v, struct err *e)
{
    struct str *codes;
    size_t n;
    if (!duty_codes(rq->work, rq->org, rq->year, &codes, &n, e))
        return false;
    v->duties = arena_array(rq->arena, struct choice, n);
    for (size_t i = 0; i < n; i++) {
        const struct pack_duty *d = rules_duty(rules, codes[i], NULL);
        if (d)
            v->duties[v->duties_n++] = (struct choice){d->code, d->title};
    }
    return true;
}

bool
page_records(struct request *rq, struct response *rs, struct err *e)
{
    struct records_view v = {0};
    struct record_filter f;
    const struct rules *rules;
    struct orgs children;
    int page = (int)param_int(rq, "page", 1);
    read_filter(rq, &f);
    f.limit = PAGE_ROWS;
    f.offset = (size_t)(page - 1) * PAGE_ROWS;
    if (!org_get(rq->work, rq->org, &v.org, e) ||
        !rules_for(rq->work, v.org.root_id, rq->year, &rules, e) ||
        !record_list(rq->work, &f, &v.lines, e) || !add_people(rq, &v, e) ||
        !add_duties(rq, rules, &v, e) || !org_children(rq->work, rq->org, &children, e))
        return false;
    add_kinds(rq, rules, &v);
    v.query = filter_query(rq, &v.filtered);
    v.has_children = children.n > 0;
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/records?%.*s", STR_ARG(v.query)),
        .page = page,
        .more = (int64_t)(f.offset + v.lines.n) < v.lines.total};
    page_begin(rq, rs, tr("台账"), NAV_RECORDS);
    tpl_records(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* Print and export show up to a thousand, the oldest first, and say when there are more. */
static bool
whole_list(struct request *rq, struct records_view *v, struct err *e)
{
    struct record_filter f;
    read_filter(rq, &f);
    f.limit = EXPORT_ROWS;
    f.oldest_first = !f.by_entry;
    return org_get(rq->work, rq->org, &v->org, e) && record_list(rq->work, &f, &v->lines, e);
}

bool
page_records_print(struct request *rq, struct response *rs, struct err *e)
{
    struct records_view v = {0};
    if (!whole_list(rq, &v, e))
        return false;
    page_begin(rq, rs, tr("台账"), NAV_RECORDS);
    tpl_records_print(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static void
export_line(struct request *rq, struct out *o, const struct record_line *l)
{
    struct date_text held = date_format(l->held_on);
    struct time_text entered = clock_format(l->entered_ms);
    struct arena *a = rq->arena;
    struct str row[] = {arena_fmt(a, "%" PRId64, l->id), str_from(held.z), l->kind_title, l->title,
        l->place, l->due_count ? arena_fmt(a, "%" PRId64, l->due_count) : S(""),
        l->due_count ? arena_fmt(a, "%" PRId64, l->present_count) : S(""),
        arena_fmt(a, "%" PRId64, l->evidence_count), str_from(entered.z),
        l->late_days ? arena_fmt(a, "%" PRId64, l->late_days) : S(""), l->org_name};
    csv_row(o, row, sizeof(row) / sizeof(row[0]));
}

bool
records_export(struct request *rq, struct response *rs, struct err *e)
{
    struct records_view v = {0};
    if (!whole_list(rq, &v, e))
        return false;
    response_download(rs, S("text/csv; charset=utf-8"),
        arena_fmt(rq->arena, tr("%d年台账（%.*s）.csv"), rq->year, STR_ARG(v.org.name)));
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("编号")), str_from(tr("日期")), str_from(tr("种类")),
        str_from(tr("标题")), str_from(tr("地点")), str_from(tr("应到")), str_from(tr("实到")),
        str_from(tr("佐证")), str_from(tr("登记时间")), str_from(tr("补录超期天数")),
        str_from(tr("组织"))};
    csv_row(&rs->body, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < v.lines.n; i++)
        export_line(rq, &rs->body, &v.lines.v[i]);
    return true;
}

int
calendar_count(const struct calendar_view *v, struct date day)
{
    return v->counts[date_to_days(day) - date_to_days(date_make(v->year, 1, 1))];
}

bool
page_calendar(struct request *rq, struct response *rs, struct err *e)
{
    struct calendar_view v = {.year = rq->year};
    if (!record_calendar(rq->work, rq->org, rq->year, v.counts, e) ||
        !record_months(rq->work, rq->org, rq->year, &v.months, e))
        return false;
    for (size_t i = 0; i < 366; i++)
        v.total += v.counts[i];
    page_begin_charts(rq, rs, tr("台账"), NAV_RECORDS);
    tpl_calendar(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}
