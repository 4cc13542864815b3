/* Rows of the tables of search: pieces of texts, pages and parts of segments. */
#include "base/utf8.h"
#include "domain/house_int.h"
#include "domain/list.h"
#include "domain/search_load.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    PIECE_BYTES = 3950 /* with its row it fits a page of SQLite */
};

struct search_pieces
search_pieces_of(struct arena *a, struct str text, size_t *points)
{
    struct search_pieces list = {NULL, 0};
    struct str rest = text, piece;
    size_t start = 0, from = 0;
    while (norm_piece(&rest, PIECE_BYTES, &piece)) {
        struct str whole = str_slice(text, from, text.n - rest.n - from);
        size_t n = norm_count(whole);
        if (n == 0 && rest.n > 0)
            continue; /* blanks alone: they go with what follows */
        struct search_piece one = {start, whole};
        LIST_ADD(a, &list, one);
        start += n;
        from = text.n - rest.n;
    }
    *points = start;
    return list;
}

struct str
search_clean(struct arena *a, struct str text)
{
    struct out o;
    uint32_t cp;
    if (!(text.n && memchr(text.p, 0, text.n)) && utf8_valid(text))
        return text;
    out_init(&o, 3 * text.n + 1);
    while (utf8_next(&text, &cp))
        if (cp)
            utf8_put(&o, cp);
    text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

bool
search_pieces_write(
    struct work *w, int64_t docno, const struct search_pieces *pieces, struct err *e)
{
    for (size_t i = 0; i < pieces->n; i++)
        if (!db_run(w->db, SQL_SEARCH_TEXT_ADD,
                VALS(v_int(search_text_id(docno, pieces->v[i].start)), v_str(pieces->v[i].text)),
                NULL, e))
            return false;
    return true;
}

static bool
keep_page(void *arg, uint64_t first, struct str bytes, struct err *e)
{
    struct search_rows *rows = arg;
    (void)e;
    rows->pages = list_room(rows->arena, rows->pages, rows->pages_n, sizeof *rows->pages);
    rows->pages[rows->pages_n++] = (struct search_page){first, arena_str(rows->arena, bytes)};
    rows->bytes += bytes.n;
    return true;
}

static bool
keep_part(
    void *arg, uint64_t term, uint32_t part, struct str docs, struct str places, struct err *e)
{
    struct search_rows *rows = arg;
    (void)e;
    rows->parts = list_room(rows->arena, rows->parts, rows->parts_n, sizeof *rows->parts);
    rows->parts[rows->parts_n++] = (struct search_part){
        term, part, arena_str(rows->arena, docs), arena_str(rows->arena, places)};
    rows->bytes += docs.n + places.n;
    return true;
}

struct index_sink
search_rows_sink(struct search_rows *rows)
{
    return (struct index_sink){.page = keep_page, .part = keep_part, .arg = rows};
}

void
search_rows_clear(struct search_rows *rows)
{
    struct arena *a = rows->arena;
    arena_reset(a);
    *rows = (struct search_rows){.arena = a};
}

bool
search_rows_write(struct work *w, int64_t seg, const struct search_rows *rows, struct err *e)
{
    for (size_t i = 0; i < rows->parts_n; i++) {
        const struct search_part *p = &rows->parts[i];
        if (!db_run(w->db, SQL_SEARCH_PART_ADD,
                VALS(v_int(seg), v_int((int64_t)p->term), v_int(p->part), v_bytes(p->docs),
                    v_bytes(p->places)),
                NULL, e))
            return false;
    }
    for (size_t i = 0; i < rows->pages_n; i++)
        if (!db_run(w->db, SQL_SEARCH_PAGE_ADD,
                VALS(v_int(search_page_id(seg, rows->pages[i].first)),
                    v_bytes(rows->pages[i].bytes)),
                NULL, e))
            return false;
    return true;
}

/* The row as the running batch sees it: read once a batch, since another program may have written in between. */
static bool
head_read(struct work *w, struct search_head *head, struct err *e)
{
    struct stmt *s;
    int64_t commits = store_counts(w->house->store).commits;
    if (head->known && head->commits == commits)
        return true;
    if (!stmt_open(w->db, SQL_SEARCH_STATE_ROW, NO_VALS, &s, e))
        return false;
    *head = (struct search_head){.commits = commits};
    if (stmt_step(s, e) == STEP_ROW) {
        head->next =
            (struct search_next){stmt_int(s, 0), stmt_int(s, 1), stmt_int(s, 2), stmt_int(s, 3)};
        head->known = true;
    }
    stmt_close(s);
    return head->known || search_broken(e);
}

bool
search_next(struct work *w, int64_t docs, int64_t fresh, int64_t segs, struct search_next *next,
    struct err *e)
{
    struct search_head *head = search_cache_head(w->house->search);
    if (!head_read(w, head, e))
        return false;
    head->next.changes++;
    head->next.docno += docs;
    head->next.seg += segs;
    head->next.fresh += fresh;
    *next = head->next;
    return db_run(w->db, SQL_SEARCH_CHANGE, VALS(v_int(docs), v_int(fresh), v_int(segs)), NULL, e);
}
