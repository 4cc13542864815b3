#include "base/bug.h"
#include "domain/search_int.h"
#include "domain/search_load.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    FRESH_MAX = 256 * 1024, /* code points; read by each query */
    NORM_MAX = 1 << 30
};

static bool
write_doc(
    struct work *w, int64_t docno, const struct search_item *item, size_t points, struct err *e)
{
    return db_run(w->db, SQL_SEARCH_DOC_ADD,
        VALS(v_int(docno), v_int(item->root_id), v_int(item->org_id), v_int(item->lock),
            v_int(item->source), v_int(item->ref_id), v_str(item->kind), v_str(item->kind_title),
            v_str(item->title), v_int(item->title_apart), v_int(item->year),
            v_date(w->arena, item->dated), v_int((int64_t)points)),
        NULL, e);
}

static bool
write_fresh(struct work *w, int64_t docno, const struct search_item *item, struct err *e)
{
    struct out title, text;
    out_init(&title, NORM_MAX);
    out_init(&text, NORM_MAX);
    norm_put(&title, item->title);
    norm_put(&text, item->text);
    bool ok = db_run(w->db, SQL_SEARCH_FRESH_ADD,
        VALS(v_int(docno), v_str(out_str(&title)), v_str(out_str(&text))), NULL, e);
    out_release(&title);
    out_release(&text);
    return ok;
}

static bool
lose_old(struct work *w, enum search_source source, int64_t ref_id, int64_t changes, struct err *e)
{
    return db_run(
        w->db, SQL_SEARCH_DOC_GONE, VALS(v_int(source), v_int(ref_id), v_int(changes)), NULL, e);
}

bool
search_put(struct work *w, const struct search_item *item, struct err *e)
{
    struct search_item clean = *item;
    struct search_next next = {0};
    size_t points;
    BUG_ON(!w->writing, "search_put outside of a job");
    clean.title = search_clean(w->arena, item->title);
    clean.text = search_clean(w->arena, item->text);
    struct search_pieces pieces = search_pieces_of(w->arena, clean.text, &points);
    return search_next(w, 1, (int64_t)points + 1, 0, &next, e) &&
        (item->first || lose_old(w, item->source, item->ref_id, next.changes, e)) &&
        write_doc(w, next.docno, &clean, points, e) &&
        search_pieces_write(w, next.docno, &pieces, e) && write_fresh(w, next.docno, &clean, e) &&
        (next.fresh <= FRESH_MAX || search_flush_now(w, e));
}

bool
search_drop(struct work *w, enum search_source source, int64_t ref_id, struct err *e)
{
    struct search_next next = {0};
    BUG_ON(!w->writing, "search_drop outside of a job");
    return search_next(w, 0, 0, 0, &next, e) && lose_old(w, source, ref_id, next.changes, e);
}

/* ---- many at once ---- */

static bool
write_one(struct work *w, int64_t docno, const struct search_loaded *one, int64_t ref_id,
    int64_t changes, struct err *e)
{
    struct search_item item = one->item;
    item.ref_id = ref_id;
    return lose_old(w, item.source, ref_id, changes, e) &&
        write_doc(w, docno, &item, one->points, e) &&
        search_pieces_write(w, docno, &one->pieces, e);
}

bool
search_load_put(struct work *w, const struct search_load *l, const int64_t *ref_ids, struct err *e)
{
    struct search_next next = {0};
    BUG_ON(!w->writing, "search_load_put outside of a job");
    size_t n = search_load_docs(l);
    if (n == 0)
        return true;
    if (!search_flush_now(w, e) || !search_next(w, (int64_t)n, 0, 1, &next, e))
        return false;
    int64_t docno = next.docno - (int64_t)n + 1;
    for (size_t i = 0; i < n; i++)
        if (ref_ids[i] != 0 &&
            !write_one(w, docno + (int64_t)i, search_loaded(l, i), ref_ids[i], next.changes, e))
            return false;
    return search_load_write(w, l, next.seg, docno, ref_ids, e);
}
