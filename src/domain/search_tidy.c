#include "domain/search_tidy.h"

#include "domain/house_int.h"
#include "domain/list.h"
#include "domain/search_int.h"
#include "domain/search_load.h"
#include "store/store.h"

enum {
    LEASE_MS = 60 * 1000,     /* so long nobody else tidies after a job */
    FRESH_MANY = 64 * 1024,   /* code points of fresh documents that are worth a segment */
    TIER_POINTS = 256 * 1024, /* of the smallest tier */
    FAN = 4,                  /* so many neighbours of one tier become one of the next */
    FAN_MAX = 12,
    GONE_PART = 4,    /* a segment of which a quarter is gone is written again, */
    GONE_MANY = 2000, /* or of which so many are */
    DOCS_AT_ONCE = 100
};

/* ---- reading and writing ---- */

bool
tidy_look(struct tidy *t, struct arena *a, struct work *w, struct err *e)
{
    return work_begin(t->reader, a, &t->actor, w, e);
}

struct guarded {
    struct tidy *t;
    work_fn fn;
    void *arg;
    bool busy; /* another tidies */
};

static bool
take_lease(struct work *w, bool *taken, struct err *e)
{
    int64_t changed = 0;
    if (!db_run(w->db, SQL_SEARCH_TIDY_TAKE,
            VALS(v_int(search_cache_owner(w->house->search)), v_int(w->now_ms + LEASE_MS),
                v_int(w->now_ms)),
            &changed, e))
        return false;
    *taken = changed > 0;
    return true;
}

static bool
run_guarded(struct work *w, void *arg, struct err *e)
{
    struct guarded *g = arg;
    bool taken;
    if (!take_lease(w, &taken, e))
        return false;
    g->busy = !taken;
    return !taken || g->fn(w, g->arg, e);
}

bool
tidy_write(struct tidy *t, struct arena *a, work_fn fn, void *arg, struct err *e)
{
    struct guarded g = {.t = t, .fn = fn, .arg = arg};
    if (t->jobs_left-- <= 0 || atomic_load(search_cache_stop(t->house->search))) {
        t->stopped = true;
        return false;
    }
    if (!house_write(t->house, a, &t->actor, run_guarded, &g, e))
        return false;
    t->stopped = g.busy;
    return !g.busy;
}

static bool
give_back(struct work *w, void *arg, struct err *e)
{
    (void)arg;
    return db_run(
        w->db, SQL_SEARCH_TIDY_END, VALS(v_int(search_cache_owner(w->house->search))), NULL, e);
}

/* ---- what there is to do ---- */

struct plan {
    enum {
        PLAN_NOTHING,
        PLAN_REMOVE_SEG,
        PLAN_FLUSH,
        PLAN_MERGE,
        PLAN_REMOVE_DOCS,
        PLAN_RECORDS
    } what;

    int64_t seg;
    size_t from, n; /* blocks of the view */
    int64_t *docs;
    size_t docs_n;
    struct search_view *view;
};

static int
tier(int64_t points)
{
    int t = 0;
    for (; points >= TIER_POINTS; points /= FAN)
        t++;
    return t;
}

static int64_t
block_points(const struct search_block *b)
{
    int64_t points = 0;
    for (uint32_t i = 0; i < b->facts->scopes_n; i++)
        points += b->sums[i].points;
    return points;
}

/* Neighbours that are no larger than a tier, at least FAN of them; the smallest tier first. */
static bool
plan_merge(struct tidy *t, struct plan *p)
{
    const struct search_view *v = p->view;
    size_t segs = v->n - 1; /* the last block are the fresh ones */
    int *tiers = arena_array(t->arena, int, segs + 1), most = 0;
    for (size_t i = 0; i < segs; i++) {
        tiers[i] = tier(block_points(&v->blocks[i]));
        most = tiers[i] > most ? tiers[i] : most;
    }
    for (int level = 0; level <= most; level++)
        for (size_t from = 0, to; from < segs; from = to + 1) {
            for (to = from; to < segs && tiers[to] <= level; to++)
                continue;
            if (to - from < FAN)
                continue;
            p->what = PLAN_MERGE;
            p->from = from;
            p->n = to - from < FAN_MAX ? to - from : FAN_MAX;
            return true;
        }
    for (size_t i = 0; i < segs; i++) {
        uint32_t gone = v->blocks[i].gone_n;
        if (gone < GONE_MANY && gone * GONE_PART < v->blocks[i].facts->n)
            continue;
        p->what = PLAN_MERGE;
        p->from = i;
        p->n = 1;
        return true;
    }
    return false;
}

static bool
plan_removal(struct work *w, struct plan *p, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_SEARCH_SEG_LIST, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        if (stmt_int(s, 6) > 0)
            continue;
        p->what = PLAN_REMOVE_SEG;
        p->seg = stmt_int(s, 0);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
plan_docs(struct work *w, struct plan *p, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_SEARCH_DROPPED_LIST, VALS(v_int(DOCS_AT_ONCE)), &s, e))
        return false;
    p->docs = arena_array(w->arena, int64_t, DOCS_AT_ONCE);
    stmt_each (s, e) {
        p->docs[p->docs_n++] = stmt_int(s, 0);
        p->what = PLAN_REMOVE_DOCS;
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
plan_records(struct work *w, struct plan *p, struct err *e)
{
    int64_t to;
    bool found;
    if (!db_get_int(w->db, SQL_SEARCH_RECORDS_TO, NO_VALS, &to, &found, e))
        return false;
    if (to != INT64_MAX)
        p->what = PLAN_RECORDS;
    return true;
}

static bool
make_plan(struct tidy *t, struct work *w, struct plan *p, struct err *e)
{
    int64_t fresh;
    bool found;
    if (!search_view_get(w, &p->view, e) || !plan_removal(w, p, e))
        return false;
    if (p->what != PLAN_NOTHING)
        return true;
    if (!db_get_int(w->db, SQL_SEARCH_FRESH_POINTS, NO_VALS, &fresh, &found, e))
        return false;
    if (fresh >= FRESH_MANY) {
        p->what = PLAN_FLUSH;
        return true;
    }
    if (plan_merge(t, p))
        return true;
    return plan_docs(w, p, e) && (p->what != PLAN_NOTHING || plan_records(w, p, e));
}

/* ---- doing it ---- */

struct removal {
    int64_t seg;
    bool more;
};

static bool
remove_some(struct work *w, void *arg, struct err *e)
{
    struct removal *r = arg;
    int64_t pages = 0, parts = 0;
    if (!db_run(w->db, SQL_SEARCH_SEG_LEAVE, VALS(v_int(r->seg)), NULL, e) ||
        !db_run(w->db, SQL_SEARCH_PAGE_REMOVE,
            VALS(v_int(search_page_id(r->seg, 0)), v_int(search_page_id(r->seg + 1, 0))), &pages,
            e) ||
        !db_run(w->db, SQL_SEARCH_PART_REMOVE, VALS(v_int(r->seg)), &parts, e))
        return false;
    r->more = pages + parts > 0;
    return r->more || db_run(w->db, SQL_SEARCH_SEG_REMOVE, VALS(v_int(r->seg)), NULL, e);
}

static bool
remove_seg(struct tidy *t, int64_t seg, struct err *e)
{
    struct removal r = {seg, true};
    bool ok = true;
    while (ok && r.more)
        ok = tidy_write(t, t->arena, remove_some, &r, e);
    return ok;
}

static bool
remove_docs(struct work *w, void *arg, struct err *e)
{
    const struct plan *p = arg;
    for (size_t i = 0; i < p->docs_n; i++)
        if (!db_run(w->db, SQL_SEARCH_TEXT_REMOVE,
                VALS(
                    v_int(search_text_id(p->docs[i], 0)), v_int(search_text_id(p->docs[i] + 1, 0))),
                NULL, e) ||
            !db_run(w->db, SQL_SEARCH_DOC_REMOVE, VALS(v_int(p->docs[i])), NULL, e))
            return false;
    return true;
}

static bool
write_flush(struct work *w, void *arg, struct err *e)
{
    return search_flush_write(arg, w, e);
}

static bool
flush(struct tidy *t, struct err *e)
{
    struct work w;
    struct search_flush *f = search_flush_open();
    bool ok = tidy_look(t, t->arena, &w, e);
    if (ok) {
        ok = search_flush_read(f, &w, e);
        work_end(&w);
    }
    ok = ok && search_flush_build(f, e) && tidy_write(t, t->arena, write_flush, f, e);
    search_flush_close(f);
    return ok;
}

static bool
carry_out(struct tidy *t, struct plan *p, struct err *e)
{
    switch (p->what) {
    case PLAN_NOTHING:
        return true;
    case PLAN_REMOVE_SEG:
        return remove_seg(t, p->seg, e);
    case PLAN_FLUSH:
        return flush(t, e);
    case PLAN_MERGE:
        return tidy_merge(t, p->view, p->from, p->n, e);
    case PLAN_REMOVE_DOCS:
        return tidy_write(t, t->arena, remove_docs, p, e);
    case PLAN_RECORDS:
        return tidy_write(t, t->arena, search_old_records, NULL, e);
    }
    return true;
}

static bool
tidy_once(struct tidy *t, bool *more, struct err *e)
{
    struct work w;
    struct plan p = {.what = PLAN_NOTHING};
    bool ok = tidy_look(t, t->arena, &w, e);
    if (ok) {
        ok = make_plan(t, &w, &p, e);
        work_end(&w);
    }
    ok = ok && carry_out(t, &p, e);
    *more = ok && p.what != PLAN_NOTHING;
    if (p.what != PLAN_NOTHING && t->jobs_left >= 0) {
        struct err ignored; /* whatever happened: let others go on at once */
        bool given = house_write(t->house, t->arena, &t->actor, give_back, NULL, ok ? e : &ignored);
        ok = ok && given;
    }
    search_view_unref(p.view);
    return ok || t->stopped;
}

bool
search_tidy_some(struct house *house, int64_t jobs, bool *more, struct err *e)
{
    struct tidy t = {.house = house, .actor = actor_system(), .jobs_left = jobs};
    *more = false;
    if (!search_cache_tidy_begin(house->search))
        return true;
    t.arena = arena_open();
    bool ok = reader_open(house, &t.reader, e);
    if (ok) {
        ok = tidy_once(&t, more, e);
        reader_close(t.reader);
    }
    arena_close(t.arena);
    search_cache_tidy_end(house->search);
    return ok;
}

bool
search_tidy(struct house *house, bool *more, struct err *e)
{
    return search_tidy_some(house, INT64_MAX, more, e);
}
