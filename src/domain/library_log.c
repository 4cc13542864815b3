/* 入库记录: batches and what failed in them. */
#include "domain/library_int.h"

#include "base/lang.h"
#include "domain/list.h"
#include "domain/right.h"
#include "store/store.h"

static struct library_batch
batch_row(const struct stmt *s, struct arena *a)
{
    return (struct library_batch){.id = stmt_int(s, 0),
        .org_id = stmt_int(s, 1),
        .started_ms = stmt_int(s, 2),
        .ended_ms = stmt_int(s, 3),
        .way = (enum library_way)stmt_int(s, 4),
        .source = stmt_text(s, 5, a),
        .folder = stmt_text(s, 6, a),
        .by = stmt_text(s, 7, a),
        .org_name = stmt_text(s, 8, a),
        .tally = {.batch_id = stmt_int(s, 0),
            .added = stmt_int(s, 9),
            .duplicate = stmt_int(s, 10),
            .known = stmt_int(s, 11),
            .failed = stmt_int(s, 12),
            .bytes = stmt_int(s, 13),
            .points = stmt_int(s, 14)}};
}

bool
library_range(struct work *w, int64_t org_id, struct library_range *r, struct err *e)
{
    struct library_org org;
    if (org_id == 0) {
        *r = (struct library_range){S("/"), S("0")};
        return true;
    }
    if (!library_org_get(w, org_id, &org, e))
        return false;
    r->from = org.path;
    r->to = arena_fmt(w->arena, "%.*s0", (int)(org.path.n - 1), org.path.p);
    return true;
}

bool
library_batch_list(struct work *w, int64_t org_id, size_t offset, size_t limit,
    struct library_batches *list, struct err *e)
{
    struct library_range r;
    struct stmt *s;
    bool found;
    *list = (struct library_batches){NULL, 0, 0};
    if (!right_check(w, org_id, RIGHT_READ, e) || !library_range(w, org_id, &r, e) ||
        !db_get_int(w->db, SQL_LIBRARY_BATCH_TOTAL, VALS(v_str(r.from), v_str(r.to)), &list->total,
            &found, e) ||
        !stmt_open(w->db, SQL_LIBRARY_BATCH_LIST,
            VALS(v_str(r.from), v_str(r.to), v_int((int64_t)limit), v_int((int64_t)offset)), &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, list, batch_row(s, w->arena));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
library_batch_get(struct work *w, int64_t id, struct library_batch *batch, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_LIBRARY_BATCH_GET, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *batch = batch_row(s, w->arena);
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, tr("没有编号 %lld 的入库批次。"), (long long)id);
    return step == STEP_ROW && right_check(w, batch->org_id, RIGHT_READ, e);
}

bool
library_failures_read(struct work *w, int64_t id, size_t offset, size_t limit,
    struct library_failures *list, struct err *e)
{
    struct stmt *s;
    *list = (struct library_failures){NULL, 0};
    if (!stmt_open(w->db, SQL_LIBRARY_FAILURES,
            VALS(v_int(id), v_int((int64_t)limit), v_int((int64_t)offset)), &s, e))
        return false;
    stmt_each (s, e) {
        struct library_failure f = {
            stmt_text(s, 0, w->arena), stmt_text(s, 1, w->arena), stmt_int(s, 2)};
        LIST_ADD(w->arena, list, f);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
library_batch_failures(struct work *w, int64_t id, size_t offset, size_t limit,
    struct library_failures *list, struct err *e)
{
    struct library_batch batch;
    return library_batch_get(w, id, &batch, e) &&
        library_failures_read(w, id, offset, limit, list, e);
}
