/* Texts and facts of single documents. */
#include "base/lang.h"
#include "domain/list.h"
#include "domain/search_find.h"
#include "domain/search_int.h"
#include "domain/search_load.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    TEXT_MAX = INT32_MAX,
    PIECES_AT_ONCE = 64
};

static bool
no_doc(struct err *e)
{
    return err_set(e, ERR_NOT_FOUND, tr("没有这份材料，或者它已被移除。"));
}

/* ---- reading pieces ---- */

struct pieces {
    struct search_piece *v;
    size_t n;
};

/* Those that begin at `from` or later and before `to` code points, and the one that `from` lies in. */
static bool
pieces_read(struct work *w, int64_t docno, size_t from, size_t to, struct pieces *p, struct err *e)
{
    struct stmt *s;
    int64_t at = search_text_id(docno, from), end = search_text_id(docno, to);
    *p = (struct pieces){NULL, 0};
    if (!stmt_open(w->db, SQL_SEARCH_TEXT_AT, VALS(v_int(at)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) >> 32 == docno) {
        struct search_piece one = {
            (size_t)(stmt_int(s, 0) & UINT32_MAX), stmt_text(s, 1, w->arena)};
        LIST_ADD(w->arena, p, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    size_t rows = PIECES_AT_ONCE;
    at++;
    while (ok && rows == PIECES_AT_ONCE && at < end) {
        if (!stmt_open(w->db, SQL_SEARCH_TEXT_FROM,
                VALS(v_int(at), v_int(end), v_int(PIECES_AT_ONCE)), &s, e))
            return false;
        rows = 0;
        stmt_each (s, e) {
            at = stmt_int(s, 0) + 1;
            rows++;
            struct search_piece one = {
                (size_t)(stmt_int(s, 0) & UINT32_MAX), stmt_text(s, 1, w->arena)};
            LIST_ADD(w->arena, p, one);
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    return ok;
}

static struct str
pieces_join(struct arena *a, const struct pieces *p)
{
    struct str *parts = arena_array(a, struct str, p->n + 1);
    if (p->n == 1)
        return p->v[0].text;
    for (size_t i = 0; i < p->n; i++)
        parts[i] = p->v[i].text;
    return arena_join(a, parts, p->n, S(""));
}

bool
search_text_of_doc(struct work *w, int64_t docno, struct str *text, struct err *e)
{
    struct pieces p;
    if (!pieces_read(w, docno, 0, UINT32_MAX, &p, e))
        return false;
    *text = pieces_join(w->arena, &p);
    return true;
}

bool
search_text_of(
    struct work *w, enum search_source source, int64_t ref_id, struct str *text, struct err *e)
{
    int64_t docno;
    bool found;
    if (!db_get_int(
            w->db, SQL_SEARCH_DOC_FIND, VALS(v_int(source), v_int(ref_id)), &docno, &found, e))
        return false;
    return found ? search_text_of_doc(w, docno, text, e) : no_doc(e);
}

bool
search_region(struct work *w, int64_t docno, size_t start, size_t end, struct search_region *region,
    struct err *e)
{
    struct pieces p;
    *region = (struct search_region){.start = start, .end = start};
    if (!pieces_read(w, docno, start, end, &p, e))
        return false;
    if (p.n == 0)
        return no_doc(e);
    struct str text = pieces_join(w->arena, &p);
    struct norm n = norm_text(w->arena, text);
    size_t first = p.v[0].start;
    size_t from = start > first ? start - first : 0, to = end > first ? end - first : 0;
    from = from < n.n ? from : n.n;
    to = to < n.n ? to : n.n;
    *region = (struct search_region){.start = first + from, .end = first + to, .cp = n.cp + from};
    if (from < to)
        region->text = str_slice(text, n.from[from], n.to[to - 1] - n.from[from]);
    return true;
}

/* The piece that a character lies in. */
static bool
piece_at(struct work *w, int64_t docno, size_t at, struct search_piece *piece, struct err *e)
{
    struct stmt *s;
    bool found = false;
    if (!stmt_open(w->db, SQL_SEARCH_TEXT_AT, VALS(v_int(search_text_id(docno, at))), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) >> 32 == docno) {
        found = true;
        *piece =
            (struct search_piece){(size_t)(stmt_int(s, 0) & UINT32_MAX), stmt_text(s, 1, w->arena)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed && (found || no_doc(e));
}

/* One piece after the other is read; mostly the first one is enough. What lies between two of them belongs to it. */
bool
search_stretch(
    struct work *w, int64_t docno, size_t from, size_t to, struct str *text, struct err *e)
{
    struct search_piece piece = {0};
    struct str between = {NULL, 0};
    *text = between;
    for (size_t at = from, n; at < to; at = piece.start + n) {
        if (!piece_at(w, docno, at, &piece, e))
            return false;
        struct str whole = piece.text;
        struct str some = norm_stretch(whole, at - piece.start, to - piece.start, &n);
        if (piece.start + n <= at)
            return true; /* the document ends here */
        size_t begin = at > from ? 0 : (size_t)(some.p - whole.p);
        size_t end = (size_t)(some.p - whole.p) + some.n;
        struct str parts[] = {*text, between, str_slice(whole, begin, end - begin)};
        *text = at > from ? arena_join(w->arena, parts, 3, S("")) : parts[2];
        between = str_slice(whole, end, whole.n);
    }
    return true;
}

bool
search_about(struct work *w, int64_t docno, struct search_about *about, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_SEARCH_DOC_GET, VALS(v_int(docno)), &s, e))
        return false;
    bool found = stmt_step(s, e) == STEP_ROW && stmt_int(s, 10) == 0;
    if (found)
        *about = (struct search_about){.source = (enum search_source)stmt_int(s, 0),
            .ref_id = stmt_int(s, 1),
            .org_id = stmt_int(s, 2),
            .kind = stmt_text(s, 3, w->arena),
            .title = stmt_text(s, 4, w->arena),
            .year = (int)stmt_int(s, 5),
            .dated = stmt_date(s, 6),
            .points = (size_t)stmt_int(s, 7)};
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed && (found || no_doc(e));
}
