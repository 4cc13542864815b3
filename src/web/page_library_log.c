#include "web/page_library_log.h"

#include "domain/right.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 50,
    PORTION = 200
};

const struct param library_residue_params[] = {
    {.name = "kind", .type = PARAM_TEXT, .max = 40},
    {.name = "kept", .type = PARAM_BOOL},
    {0},
};

struct str
library_took(struct arena *a, const struct library_batch *b)
{
    int64_t s = b->ended_ms ? (b->ended_ms - b->started_ms + 500) / 1000 : 0;
    if (s < 60)
        return arena_fmt(a, tr("%d 秒"), (int)s);
    return arena_fmt(a, tr("%d 分 %d 秒"), (int)(s / 60), (int)(s % 60));
}

bool
library_added_today(struct request *rq, int64_t *n, struct err *e)
{
    struct library_batches list;
    *n = 0;
    for (size_t skip = 0;; skip += list.n) {
        if (!library_batch_list(rq->work, rq->org, skip, PORTION, &list, e))
            return false;
        for (size_t i = 0; i < list.n; i++) {
            if (date_cmp(clock_day_of(list.v[i].started_ms), rq->work->today) < 0)
                return true;
            *n += list.v[i].tally.added + list.v[i].tally.duplicate + list.v[i].tally.failed;
        }
        if (list.n == 0)
            return true;
    }
}

bool
page_library_log(struct request *rq, struct response *rs, struct err *e)
{
    struct library_log_view v = {0};
    size_t skip = (size_t)(rq->page - 1) * PAGE_ROWS;
    if (!library_batch_list(rq->work, rq->org, skip, PAGE_ROWS, &v.batches, e) ||
        !library_watch_list(rq->work, rq->org, &v.watches, e))
        return false;
    struct str look = look_query(rq, '?');
    v.pager = (struct pager){
        .base = arena_fmt(rq->arena, "/library/log%.*s%c", STR_ARG(look), look.n ? '&' : '?'),
        .page = rq->page,
        .more = (int64_t)(skip + v.batches.n) < v.batches.total};
    page_begin(rq, rs, tr("入库记录"), NAV_LIBRARY);
    tpl_library_log(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
page_library_batch(struct request *rq, struct response *rs, struct err *e)
{
    struct library_batch_view v = {0};
    int64_t id = param_id(rq, "id");
    size_t skip = (size_t)(rq->page - 1) * PAGE_ROWS;
    if (!library_batch_get(rq->work, id, &v.batch, e) ||
        !library_batch_failures(rq->work, id, skip, PAGE_ROWS, &v.failures, e))
        return false;
    v.may_write = right_has(rq->work, v.batch.org_id, RIGHT_WRITE);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/library/log/%" PRId64 "?", id),
        .page = rq->page,
        .more = (int64_t)(skip + v.failures.n) < v.batch.tally.failed && v.failures.n};
    page_begin(rq, rs, tr("入库记录"), NAV_LIBRARY);
    tpl_library_batch(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- residue ---- */

static bool
find_versions(struct request *rq, struct library_residue_view *v, struct err *e)
{
    struct library_doc doc = {0};
    v->versions = arena_array(rq->arena, int64_t, v->list.n);
    for (size_t i = 0; i < v->list.n; i++) {
        if (doc.id != v->list.v[i].doc_id && !library_get(rq->work, v->list.v[i].doc_id, &doc, e))
            return false;
        if (right_has(rq->work, doc.org_id, RIGHT_WRITE))
            v->versions[i] = doc.version;
    }
    return true;
}

static void
add_kinds(struct request *rq, struct library_residue_view *v)
{
    v->kinds = arena_array(rq->arena, struct choice, RESIDUE_TRUNCATED + 1);
    for (int k = 0; k <= RESIDUE_TRUNCATED; k++)
        v->kinds[v->kinds_n++] = (struct choice){
            residue_code((enum residue_kind)k), residue_title((enum residue_kind)k)};
}

bool
page_library_residue(struct request *rq, struct response *rs, struct err *e)
{
    struct library_residue_view v = {0};
    struct library_review_filter f = {.org_id = rq->org,
        .kind = param_text(rq, "kind"),
        .kept = param_bool(rq, "kept"),
        .offset = (size_t)(rq->page - 1) * PAGE_ROWS,
        .limit = PAGE_ROWS};
    add_kinds(rq, &v);
    if (f.kind.n && !choice_known(v.kinds, v.kinds_n, f.kind))
        f.kind = S("");
    if (!library_review(rq->work, &f, &v.list, e) || !find_versions(rq, &v, e))
        return false;
    v.filtered = f.kind.n || f.kept;
    struct str look = look_query(rq, '&');
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/library/residue?kind=%.*s%s%.*s&",
                                 STR_ARG(f.kind), f.kept ? "&kept=1" : "", STR_ARG(look)),
        .page = rq->page,
        .more = (int64_t)(f.offset + v.list.n) < v.list.total};
    page_begin(rq, rs, tr("残留复核"), NAV_LIBRARY);
    tpl_library_residue(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}
