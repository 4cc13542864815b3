/* Segments become one: pages are read bit by bit, written in small jobs, and taken into use by the last one. */
#include "base/lang.h"
#include "domain/search_load.h"
#include "domain/search_tidy.h"
#include "store/store.h"

enum {
    STEP_BYTES = 512 * 1024, /* written by one job */
    PAGES_AT_ONCE = 32
};

struct merge;

struct source {
    struct merge *m;
    const struct search_block *b;
    struct arena *pages_arena, *part_arena;
    struct str pages[PAGES_AT_ONCE];
    size_t pages_n, next;
    int64_t at; /* the last page that was read */
    uint32_t *renumber;
};

struct merge {
    struct tidy *t;
    const struct search_view *view;
    struct arena *a;
    struct source *sources;
    size_t n;
    struct search_facts *facts; /* of the new segment */
    struct search_rows rows;    /* not written yet */
    int64_t seg, points;
    int64_t first, last; /* documents the segment stands for */
    bool stale;          /* somebody else has tidied meanwhile: it comes to nothing */
};

/* ---- reading ---- */

static bool
read_pages(struct source *s, struct err *e)
{
    struct work w;
    struct stmt *st;
    arena_reset(s->pages_arena);
    s->pages_n = s->next = 0;
    if (!tidy_look(s->m->t, s->pages_arena, &w, e))
        return false;
    int64_t end = search_page_id(s->b->seg + 1, 0);
    bool ok = stmt_open(
        w.db, SQL_SEARCH_PAGE_LIST, VALS(v_int(s->at), v_int(end), v_int(PAGES_AT_ONCE)), &st, e);
    if (ok) {
        stmt_each (st, e) {
            s->at = stmt_int(st, 0);
            s->pages[s->pages_n++] = stmt_text(st, 1, s->pages_arena);
        }
        ok = !stmt_failed(st);
        stmt_close(st);
    }
    work_end(&w);
    return ok;
}

static bool
source_page(void *arg, struct str *bytes, bool *done, struct err *e)
{
    struct source *s = arg;
    *done = false;
    if (s->next == s->pages_n && !read_pages(s, e))
        return false;
    if (s->pages_n == 0)
        *done = true;
    else
        *bytes = s->pages[s->next++];
    return true;
}

static bool
source_part(
    void *arg, uint64_t term, uint32_t part, struct str *docs, struct str *places, struct err *e)
{
    struct source *s = arg;
    struct work w;
    struct stmt *st;
    arena_reset(s->part_arena);
    if (!tidy_look(s->m->t, s->part_arena, &w, e))
        return false;
    bool ok = stmt_open(w.db, SQL_SEARCH_PART_ONE,
        VALS(v_int(s->b->seg), v_int((int64_t)term), v_int(part)), &st, e);
    if (ok) {
        enum step step = stmt_step(st, e);
        if (step == STEP_ROW) {
            *docs = stmt_text(st, 0, s->part_arena);
            *places = stmt_text(st, 1, s->part_arena);
        }
        ok = step == STEP_ROW || (step == STEP_DONE && search_broken(e));
        stmt_close(st);
    }
    work_end(&w);
    return ok;
}

/* ---- which documents ---- */

static void
source_open(struct merge *m, size_t i, const struct search_block *b)
{
    struct source *s = &m->sources[i];
    *s = (struct source){.m = m,
        .b = b,
        .pages_arena = arena_open(),
        .part_arena = arena_open(),
        .at = search_page_id(b->seg, 0) - 1};
    s->renumber = arena_array(m->a, uint32_t, b->facts->n + 1);
    for (uint32_t k = 0; k < b->facts->n; k++) {
        s->renumber[k] = UINT32_MAX;
        if (bit_get(b->gone, k))
            continue;
        s->renumber[k] = m->facts->n;
        facts_add_from(m->facts, b->facts, k);
        m->points += b->facts->points[k];
    }
}

static void
merge_open(struct merge *m, size_t from)
{
    uint32_t max = 0;
    for (size_t i = 0; i < m->n; i++)
        max += m->view->blocks[from + i].facts->n;
    m->a = arena_open();
    m->rows.arena = arena_open();
    m->facts = facts_open(max);
    m->sources = arena_array(m->a, struct source, m->n);
    for (size_t i = 0; i < m->n; i++)
        source_open(m, i, &m->view->blocks[from + i]);
}

static void
merge_close(struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        arena_close(m->sources[i].pages_arena);
        arena_close(m->sources[i].part_arena);
    }
    facts_unref(m->facts);
    arena_close(m->rows.arena);
    arena_close(m->a);
}

/* ---- writing ---- */

static bool
stale(struct merge *m, struct err *e)
{
    m->stale = true;
    return err_set(e, ERR_CONFLICT, "%s", tr("索引已由另一个程序整理。"));
}

/* Whether the new segment is still this merge's to write. */
static bool
still_ours(struct work *w, struct merge *m, int64_t bytes, struct err *e)
{
    int64_t changed = 0;
    return db_run(w->db, SQL_SEARCH_SEG_WRITING, VALS(v_int(m->seg), v_int(bytes)), &changed, e) &&
        (changed == 1 || stale(m, e));
}

static bool
range_of(struct work *w, struct merge *m, struct err *e)
{
    struct stmt *s;
    size_t found = 0;
    m->first = INT64_MAX;
    m->last = 0;
    if (!stmt_open(w->db, SQL_SEARCH_SEG_LIST, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        bool ours = false;
        for (size_t i = 0; i < m->n; i++)
            ours = ours || m->sources[i].b->seg == stmt_int(s, 0);
        if (!ours || stmt_int(s, 6) <= 0)
            continue;
        found++;
        m->first = stmt_int(s, 1) < m->first ? stmt_int(s, 1) : m->first;
        m->last = stmt_int(s, 2) > m->last ? stmt_int(s, 2) : m->last;
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok && (found == m->n || stale(m, e));
}

static bool
write_begin(struct work *w, void *arg, struct err *e)
{
    struct merge *m = arg;
    struct search_next next = {0};
    if (!range_of(w, m, e) || !search_next(w, 0, 0, 1, &next, e))
        return false;
    m->seg = next.seg;
    return db_run(w->db, SQL_SEARCH_SEG_ADD,
        VALS(v_int(m->seg), v_int(m->first), v_int(m->last), v_int(0), v_int(0), v_int(0), v_int(0),
            v_bytes(S(""))),
        NULL, e);
}

static bool
write_rows(struct work *w, void *arg, struct err *e)
{
    struct merge *m = arg;
    return still_ours(w, m, (int64_t)m->rows.bytes, e) && search_rows_write(w, m->seg, &m->rows, e);
}

/* The new segment takes the place of the old ones, and what it left out is let go. */
static bool
write_end(struct work *w, void *arg, struct err *e)
{
    struct merge *m = arg;
    struct search_next next = {0};
    if (!still_ours(w, m, 0, e) || !search_next(w, 0, 0, 0, &next, e))
        return false;
    for (size_t i = 0; i < m->n; i++)
        if (!db_run(w->db, SQL_SEARCH_SEG_RETIRE, VALS(v_int(m->sources[i].b->seg)), NULL, e))
            return false;
    if (!db_run(w->db, SQL_SEARCH_DOC_DROPPED,
            VALS(v_int(m->first), v_int(m->last), v_int(m->view->changes)), NULL, e))
        return false;
    if (m->facts->n == 0)
        return true; /* the empty segment stays unused and is removed with the others */
    return db_run(w->db, SQL_SEARCH_SEG_FINISH,
        VALS(v_int(m->seg), v_int(m->first), v_int(m->last), v_int(m->facts->n), v_int(m->points),
            v_bytes(facts_encode(w->arena, m->facts))),
        NULL, e);
}

static bool
flush_rows(struct merge *m, struct err *e)
{
    struct arena *a = arena_open();
    bool ok = tidy_write(m->t, a, write_rows, m, e);
    search_rows_clear(&m->rows);
    arena_close(a);
    return ok;
}

static bool
write_all(struct merge *m, struct err *e)
{
    struct index_sink sink = search_rows_sink(&m->rows);
    struct index_source *sources = arena_array(m->a, struct index_source, m->n);
    for (size_t i = 0; i < m->n; i++)
        sources[i] = (struct index_source){.page = source_page,
            .part = source_part,
            .arg = &m->sources[i],
            .renumber = m->sources[i].renumber,
            .docs = m->sources[i].b->facts->n};
    struct index_merge *merge = index_merge_open(sources, m->n, &sink);
    bool ok = true, done = false;
    while (ok && !done)
        ok = index_merge_step(merge, STEP_BYTES, &done, e) && flush_rows(m, e);
    index_merge_close(merge);
    return ok;
}

bool
tidy_merge(struct tidy *t, const struct search_view *view, size_t from, size_t n, struct err *e)
{
    struct merge m = {.t = t, .view = view, .n = n};
    merge_open(&m, from);
    bool ok = tidy_write(t, m.a, write_begin, &m, e) && (m.facts->n == 0 || write_all(&m, e)) &&
        tidy_write(t, m.a, write_end, &m, e);
    merge_close(&m);
    return ok;
}
