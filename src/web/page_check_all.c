/* The findings of all reports that were sent below as one table, some reports a page, so that it begins at once and stops
   when one looks elsewhere. Always computed anew: what stands there is never stale. */
#include "domain/list.h"
#include "domain/org.h"
#include "domain/right.h"
#include "web/csv.h"
#include "web/page_check.h"
#include "web/page_check_params.h"
#include "web/tpl.h"

enum {
    CHOICES = 1000
};

const struct param checks_params[] = {
    {.name = "group", .type = PARAM_ENUM, .values = check_groups},
    {.name = "branch", .type = PARAM_ID, .label = N_("组织")},
    {.name = "open", .type = PARAM_BOOL},
    {.name = "stop", .type = PARAM_BOOL},
    {0},
};

static void
read_filter(const struct request *rq, struct check_filter *f)
{
    *f = (struct check_filter){.open = param_bool(rq, "open")};
    f->grouped = review_group_parse(param_text(rq, "group"), &f->group);
}

static struct str
query_of(struct request *rq, const struct check_filter *f)
{
    struct arena *a = rq->arena;
    struct str filter = check_filter_query(rq, f), look = look_query(rq, '&');
    int64_t branch = param_id(rq, "branch");
    struct str of = branch ? arena_fmt(a, "branch=%" PRId64 "&", branch) : S("");
    struct str tail = look.n ? arena_fmt(a, "%.*s&", STR_ARG(str_slice(look, 1, look.n))) : S("");
    return arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(filter), STR_ARG(of), STR_ARG(tail));
}

/* Checks one report and leaves what the filter lets through. */
static bool
check_one(struct request *rq, const struct check_filter *f, const struct review_sent *sent,
    struct checks_branch *b, struct err *e)
{
    struct review_items all;
    if (!review_sent_check(rq->work, sent, rq->year, &all, e))
        return false;
    *b = (struct checks_branch){.sent = *sent,
        .items.v = all.v,
        .link = arena_fmt(rq->arena,
            "/report/check?from=sent&version=%" PRId64 "&org=%" PRId64 "&year=%d", sent->version,
            sent->org_id, rq->year)};
    for (size_t i = 0; i < all.n; i++)
        if (check_shown(f, &all.v[i]))
            all.v[b->items.n++] = all.v[i];
    return true;
}

static bool
add_choices(struct request *rq, struct checks_view *v, struct err *e)
{
    struct review_sents all;
    if (!review_sent_list(
            rq->work, &(struct review_sent_filter){rq->org, rq->year, 0, CHOICES}, &all, e))
        return false;
    v->choices = arena_array(rq->arena, struct choice, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        v->choices[v->choices_n++] =
            (struct choice){arena_fmt(rq->arena, "%" PRId64, all.v[i].org_id), all.v[i].org_name};
    return true;
}

bool
page_checks(struct request *rq, struct response *rs, struct err *e)
{
    struct checks_view v = {0};
    struct review_sents sents;
    struct org org;
    size_t skip = (size_t)(rq->page - 1) * CHECKS_AT_ONCE;
    int64_t branch = param_id(rq, "branch");
    read_filter(rq, &v.filter);
    if (!right_check(rq->work, rq->org, RIGHT_READ, e) || !org_get(rq->work, rq->org, &org, e) ||
        !add_choices(rq, &v, e) ||
        !review_sent_list(rq->work,
            &(struct review_sent_filter){branch ? branch : rq->org, rq->year, skip, CHECKS_AT_ONCE},
            &sents, e))
        return false;
    v.org_name = org.name;
    v.branches = arena_array(rq->arena, struct checks_branch, sents.n + 1);
    for (; v.branches_n < sents.n; v.branches_n++)
        if (!check_one(rq, &v.filter, &sents.v[v.branches_n], &v.branches[v.branches_n], e))
            return false;
    v.total = sents.total;
    v.from = (int64_t)skip + 1;
    v.to = (int64_t)(skip + sents.n);
    v.filtered = v.filter.grouped || v.filter.open || branch;
    v.query = query_of(rq, &v.filter);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/reports/check?%.*s", STR_ARG(v.query)),
        .page = rq->page,
        .more = v.to < v.total};
    v.goes_on = v.pager.more && !param_bool(rq, "stop");
    page_begin(rq, rs, tr("核对下级报告"), NAV_REPORT);
    tpl_checks(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- the same as a file ---- */

static void
export_rows(struct request *rq, struct out *o, const struct checks_branch *b)
{
    struct arena *a = rq->arena;
    for (size_t i = 0; i < b->items.n; i++) {
        const struct review_item *item = &b->items.v[i];
        const struct review_note *n = item->note;
        struct str row[] = {b->sent.org_name, arena_fmt(a, "%" PRId64, b->sent.version),
            item->paragraph ? arena_fmt(a, "%zu", item->paragraph) : S(""),
            review_group_title(item->group), review_kind_title(item->group, item->kind),
            item->quote, item->why, n ? n->note : S(""), n ? n->actor : S(""),
            n ? str_from(clock_format(n->at_ms).z) : S("")};
        csv_row(o, row, sizeof(row) / sizeof(row[0]));
    }
}

bool
checks_export(struct request *rq, struct response *rs, struct err *e)
{
    struct check_filter f;
    struct review_sents sents;
    struct checks_branch b;
    int64_t branch = param_id(rq, "branch");
    read_filter(rq, &f);
    if (!review_sent_list(rq->work,
            &(struct review_sent_filter){branch ? branch : rq->org, rq->year, 0, CHECKS_EXPORTED},
            &sents, e))
        return false;
    if (sents.total > CHECKS_EXPORTED)
        return err_set(e, ERR_LIMIT,
            tr("一次最多导出 %d 份报告的核对结果，请先切换到下一级组织，或者选一个组织。"),
            CHECKS_EXPORTED);
    struct str name = arena_fmt(rq->arena, tr("报告核对结果（%d年度）.csv"), rq->year);
    response_download(rs, S("text/csv; charset=utf-8"), name);
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("组织")), str_from(tr("报送版本")), str_from(tr("第几段")),
        str_from(tr("类别")), str_from(tr("发现")), str_from(tr("文中")), str_from(tr("原因")),
        str_from(tr("答复")), str_from(tr("答复人")), str_from(tr("答复时间"))};
    csv_row(&rs->body, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < sents.n; i++) {
        if (!check_one(rq, &f, &sents.v[i], &b, e))
            return false;
        export_rows(rq, &rs->body, &b);
    }
    return true;
}
