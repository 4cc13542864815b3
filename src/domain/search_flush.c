/* The fresh documents become a segment. */
#include "domain/search_load.h"
#include "store/store.h"

struct search_flush {
    struct arena *arena; /* in which it lies itself */
    struct search_load *load;
    int64_t first, last, points; /* of all that were read, also of those that are gone */
    int64_t changes;             /* the state that was read */
};

struct search_flush *
search_flush_open(void)
{
    struct arena *a = arena_open();
    struct search_flush *f = arena_new(a, struct search_flush);
    f->arena = a;
    f->load = search_load_open();
    return f;
}

void
search_flush_close(struct search_flush *f)
{
    search_load_close(f->load);
    arena_close(f->arena);
}

static void
read_row(struct search_flush *f, const struct stmt *s)
{
    f->last = stmt_int(s, 0);
    if (f->first == 0)
        f->first = f->last;
    f->points += stmt_int(s, 10) + 1;
    if (stmt_int(s, 11) != 0)
        return;
    struct search_loaded one = {.docno = (uint32_t)f->last,
        .item = {.root_id = stmt_int(s, 1),
            .org_id = stmt_int(s, 2),
            .lock = (enum search_lock)stmt_int(s, 3),
            .source = (enum search_source)stmt_int(s, 4),
            .kind = stmt_str(s, 5),
            .kind_title = stmt_str(s, 6),
            .title_apart = stmt_int(s, 7) != 0,
            .year = (int)stmt_int(s, 8),
            .dated = stmt_date(s, 9)}};
    search_load_add_fresh(f->load, &one, stmt_str(s, 12), stmt_str(s, 13));
}

bool
search_flush_read(struct search_flush *f, struct work *w, struct err *e)
{
    struct stmt *s;
    bool found;
    if (!db_get_int(w->db, SQL_SEARCH_CHANGES, NO_VALS, &f->changes, &found, e) ||
        !stmt_open(w->db, SQL_SEARCH_FRESH_LIST, VALS(v_int(0)), &s, e))
        return false;
    stmt_each (s, e) {
        read_row(f, s);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
search_flush_build(struct search_flush *f, struct err *e)
{
    return search_load_build(f->load, e);
}

bool
search_flush_write(const struct search_flush *f, struct work *w, struct err *e)
{
    struct search_next next = {0};
    int64_t last;
    bool found;
    if (f->first == 0)
        return true;
    if (!db_get_int(w->db, SQL_SEARCH_SEG_LAST, NO_VALS, &last, &found, e))
        return false;
    if (last >= f->first)
        return true; /* another program was faster */
    return search_next(w, 0, -f->points, 1, &next, e) &&
        db_run(w->db, SQL_SEARCH_FRESH_REMOVE, VALS(v_int(f->first), v_int(f->last)), NULL, e) &&
        db_run(w->db, SQL_SEARCH_DOC_DROPPED,
            VALS(v_int(f->first), v_int(f->last), v_int(f->changes)), NULL, e) &&
        (search_load_docs(f->load) == 0 || search_load_write(w, f->load, next.seg, 0, NULL, e));
}

bool
search_flush_now(struct work *w, struct err *e)
{
    struct search_flush *f = search_flush_open();
    bool ok = search_flush_read(f, w, e) && search_flush_build(f, e) && search_flush_write(f, w, e);
    search_flush_close(f);
    return ok;
}
