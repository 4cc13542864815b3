#include "domain/library_int.h"

#include "base/file.h"
#include "base/lang.h"
#include "domain/account.h"
#include "domain/list.h"
#include "domain/right.h"
#include "store/store.h"

struct str
library_state_code(enum library_state state)
{
    static const struct str CODES[] = {str_lit("text"), str_lit("empty"), str_lit("refused")};
    return CODES[state];
}

struct str
library_state_title(enum library_state state)
{
    static const char *const TITLES[] = {N_("有文字"), N_("没有文字"), N_("未能读取")};
    return str_from(tr(TITLES[state]));
}

struct str
library_lock_code(enum search_lock lock)
{
    return lock == SEARCH_LOCK_OWN ? S("own") : S("shared");
}

struct str
library_lock_title(enum search_lock lock)
{
    return str_from(lock == SEARCH_LOCK_OWN ? tr("只有本组织和上级") : tr("本组织、上级和下级"));
}

bool
library_lock_parse(struct str code, enum search_lock *lock)
{
    bool own = str_eq(code, S("own"));
    *lock = own ? SEARCH_LOCK_OWN : SEARCH_LOCK_SHARED;
    return own || str_eq(code, S("shared"));
}

/* ---- who may see what ---- */
static bool
not_there(int64_t id, struct err *e)
{
    return err_set(
        e, ERR_NOT_FOUND, tr("素材库里没有编号 %lld 的文件，或者您无权查看。"), (long long)id);
}

bool
library_may_know(struct work *w, int64_t id, bool *may, struct err *e)
{
    struct stmt *s;
    *may = false;
    if (!stmt_open(w->db, SQL_LIBRARY_WHERE, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    int64_t org_id = step == STEP_ROW ? stmt_int(s, 0) : 0;
    enum search_lock lock = step == STEP_ROW ? (enum search_lock)stmt_int(s, 1) : SEARCH_LOCK_OWN;
    stmt_close(s);
    return step == STEP_DONE || (step == STEP_ROW && search_may(w, org_id, lock, may, e));
}

/* A link to a document that the actor may not read is none. */
static bool
hide_link(struct work *w, int64_t *link, struct err *e)
{
    bool may = false;
    if (*link == 0)
        return true;
    if (!library_may_know(w, *link, &may, e))
        return false;
    if (!may)
        *link = 0;
    return true;
}

static bool
complete(struct work *w, struct library_doc *d, struct err *e)
{
    if (!library_tags_read(w, d, e) || !hide_link(w, &d->same_as, e) || !hide_link(w, &d->alike, e))
        return false;
    if (d->alike == 0)
        d->alike_per_mille = 0;
    return true;
}

bool
library_get(struct work *w, int64_t id, struct library_doc *d, struct err *e)
{
    bool may = false;
    if (!library_load(w, id, d, NULL, e) || !search_may(w, d->org_id, d->lock, &may, e))
        return false;
    return may ? complete(w, d, e) : not_there(id, e);
}

/* The first five parameters of all lists. */
struct seen {
    struct val v[5];
};

static bool
seen_by(struct work *w, int64_t org_id, struct seen *seen, struct err *e)
{
    struct library_range r;
    if (w->actor.token != 0 && (w->actor.scopes & SCOPE_READ) == 0)
        return err_set(
            e, ERR_DENIED, "%s", tr("这个接口令牌的权限不包括这项操作，请换用权限合适的令牌。"));
    if ((org_id != 0 && !right_check(w, org_id, RIGHT_SEE, e)) || !library_range(w, org_id, &r, e))
        return false;
    *seen = (struct seen){{v_int(w->actor.account), v_date(w->arena, w->today),
        v_int(w->actor.system), v_str(r.from), v_str(r.to)}};
    return true;
}

/* ---- lists ---- */
enum {
    FILTERS = 15,
    PAGE_MAX = 200
};

static bool
load_all(struct work *w, const int64_t *ids, struct library_docs *list, struct err *e)
{
    for (size_t i = 0; i < list->n; i++)
        if (!library_load(w, ids[i], &list->v[i], NULL, e) || !complete(w, &list->v[i], e))
            return false;
    return true;
}

bool
library_list(
    struct work *w, const struct library_filter *f, struct library_docs *list, struct err *e)
{
    struct seen seen;
    struct stmt *s;
    bool found;
    int64_t ids[PAGE_MAX] = {0};
    size_t limit = f->limit < PAGE_MAX ? f->limit : PAGE_MAX;
    *list = (struct library_docs){NULL, 0, 0};
    if (!seen_by(w, f->org_id, &seen, e))
        return false;
    struct val v[FILTERS + 3] = {seen.v[0], seen.v[1], seen.v[2], seen.v[3], seen.v[4],
        v_int(f->removed), v_str(f->folder), v_int(f->folder_only), v_str(f->tag), v_str(f->format),
        v_int(f->year), v_int(f->batch_id), v_int(f->with_cuts), v_int(f->without_text),
        v_int(f->repeated), v_int((int64_t)limit), v_int((int64_t)f->offset),
        v_int((int64_t)f->order)};
    bool sorted = f->order != LIBRARY_BY_ADDED;
    if (!db_get_int(w->db, SQL_LIBRARY_TOTAL, (struct vals){v, FILTERS}, &list->total, &found, e) ||
        !stmt_open(w->db, sorted ? SQL_LIBRARY_LIST_SORTED : SQL_LIBRARY_LIST,
            (struct vals){v, FILTERS + (sorted ? 3 : 2)}, &s, e))
        return false;
    while (list->n < limit && stmt_step(s, e) == STEP_ROW)
        ids[list->n++] = stmt_int(s, 0);
    bool ok = !stmt_failed(s);
    stmt_close(s);
    list->v = arena_array(w->arena, struct library_doc, list->n);
    return ok && load_all(w, ids, list, e);
}

static bool
groups(struct work *w, enum sql sql, int64_t org_id, struct library_groups *list, struct err *e)
{
    struct seen seen;
    struct stmt *s;
    *list = (struct library_groups){NULL, 0};
    if (!seen_by(w, org_id, &seen, e) || !stmt_open(w->db, sql, (struct vals){seen.v, 5}, &s, e))
        return false;
    stmt_each (s, e) {
        struct library_group g = {stmt_text(s, 0, w->arena), stmt_int(s, 1)};
        LIST_ADD(w->arena, list, g);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
library_folders(struct work *w, int64_t org_id, struct library_groups *list, struct err *e)
{
    return groups(w, SQL_LIBRARY_FOLDERS, org_id, list, e);
}

bool
library_tags(struct work *w, int64_t org_id, struct library_groups *list, struct err *e)
{
    return groups(w, SQL_LIBRARY_TAGS, org_id, list, e);
}

bool
library_review(struct work *w, const struct library_review_filter *f, struct library_review *list,
    struct err *e)
{
    struct seen seen;
    struct stmt *s;
    bool found;
    *list = (struct library_review){NULL, 0, 0};
    if (!seen_by(w, f->org_id, &seen, e))
        return false;
    size_t limit = f->limit < PAGE_MAX ? f->limit : PAGE_MAX;
    struct val v[9] = {seen.v[0], seen.v[1], seen.v[2], seen.v[3], seen.v[4], v_str(f->kind),
        v_int(f->kept), v_int((int64_t)limit), v_int((int64_t)f->offset)};
    if (!db_get_int(
            w->db, SQL_LIBRARY_REVIEW_TOTAL, (struct vals){v, 7}, &list->total, &found, e) ||
        !stmt_open(w->db, SQL_LIBRARY_REVIEW, (struct vals){v, 9}, &s, e))
        return false;
    stmt_each (s, e) {
        struct library_review_line line = {
            .doc_id = stmt_int(s, 0), .title = stmt_text(s, 1, w->arena)};
        struct library_cut_row row;
        if (!library_cut_row(w->arena, s, 2, &row))
            continue;
        line.cut = (struct library_cut){
            .n = row.n, .kind = row.kind, .cut = row.cut, .kept = row.kept, .text = row.text};
        line.before = row.before;
        line.after = row.after;
        LIST_ADD(w->arena, list, line);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
library_stats(struct work *w, int64_t org_id, struct library_stats *st, struct err *e)
{
    struct library_range r;
    struct stmt *s;
    bool found;
    *st = (struct library_stats){0};
    if (org_id == 0 && !w->actor.system)
        return err_set(e, ERR_DENIED, "%s", tr("请选择组织。"));
    if ((org_id != 0 && !right_check(w, org_id, RIGHT_SEE, e)) ||
        !library_range(w, org_id, &r, e) ||
        !stmt_open(w->db, SQL_LIBRARY_STATS, VALS(v_str(r.from), v_str(r.to)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *st = (struct library_stats){.docs = stmt_int(s, 0),
            .with_text = stmt_int(s, 1),
            .empty = stmt_int(s, 2),
            .refused = stmt_int(s, 3),
            .duplicates = stmt_int(s, 4),
            .alike = stmt_int(s, 5),
            .points = stmt_int(s, 6),
            .bytes = stmt_int(s, 7),
            .cuts = stmt_int(s, 8)};
    stmt_close(s);
    return step != STEP_ERROR &&
        db_get_int(w->db, SQL_LIBRARY_STATS_REMOVED, VALS(v_str(r.from), v_str(r.to)), &st->removed,
            &found, e) &&
        db_get_int(w->db, SQL_LIBRARY_BATCH_TOTAL, VALS(v_str(r.from), v_str(r.to)), &st->batches,
            &found, e);
}
