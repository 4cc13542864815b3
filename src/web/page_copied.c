#include "web/page_copied.h"

#include "base/utf8.h"
#include "domain/report_keep.h"
#include "web/page_search.h"
#include "web/tpl.h"

enum {
    CONTEXT = 60,          /* characters of what is the same, before and after a difference */
    PASSAGE_CONTEXT = 250, /* the same of a copied passage */
    PAGE_COST = 56 * 1024, /* bytes of both texts on one page */
    ITEM_COST = 6 * 1024,
    RUN_COST = 24,
    PIECE_BYTES = 900,  /* of a long difference, on either side */
    ROW_COST = 3 * 1024 /* bytes of both texts in one row */
};

const struct param compare_params[] = {
    {.name = "a", .type = PARAM_ID, .required = true, .label = N_("第一份")},
    {.name = "b", .type = PARAM_ID, .required = true, .label = N_("第二份")},
    {0},
};

/* ---- characters ---- */

static size_t
points_of(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

/* Bytes of the first so many characters. */
static size_t
bytes_of(struct str s, size_t points)
{
    size_t at = 0;
    for (; at < s.n; at++)
        if (((unsigned char)s.p[at] & 0xC0) != 0x80 && points-- == 0)
            break;
    return at;
}

static struct str
slice_points(struct str s, size_t from, size_t to)
{
    size_t begin = bytes_of(s, from);
    struct str rest = str_slice(s, begin, s.n);
    return str_slice(rest, 0, bytes_of(rest, to > from ? to - from : 0));
}

static struct str
head_of(struct str s, size_t points)
{
    return str_slice(s, 0, bytes_of(s, points));
}

static struct str
tail_of(struct str s, size_t points)
{
    size_t n = points_of(s);
    return n > points ? str_slice(s, bytes_of(s, n - points), s.n) : s;
}

/* ---- rows ---- */

struct row_maker {
    struct compare_rows *rows;
    struct copied_run *runs; /* room for all pieces */
    size_t runs_n, first;
    size_t same, cost;
    size_t context; /* characters */
};

static void
put_run(struct row_maker *m, struct str left, struct str right, bool equal)
{
    m->runs[m->runs_n++] = (struct copied_run){left, right, equal};
    m->cost += left.n + right.n + RUN_COST;
}

static void
end_row(struct row_maker *m)
{
    if (m->runs_n == m->first)
        return;
    m->rows->v[m->rows->n++] =
        (struct compare_row){m->runs + m->first, m->runs_n - m->first, m->same, m->cost};
    m->first = m->runs_n;
    m->same = m->cost = 0;
}

/* What is the same for long is left out but for some words on either side. */
static void
put_equal(struct row_maker *m, const struct copied_run *r, bool begins, bool ends)
{
    size_t n = points_of(r->left), near = m->context, kept = 0;
    bool alone = begins && ends;
    if (n <= 3 * near) {
        put_run(m, r->left, r->right, true);
        return;
    }
    if (!begins || alone) {
        put_run(m, head_of(r->left, near), head_of(r->right, near), true);
        kept = near;
    }
    end_row(m);
    if (ends && !alone) {
        m->rows->same_after = n - kept;
        return;
    }
    m->same = n - kept - near;
    put_run(m, tail_of(r->left, near), tail_of(r->right, near), true);
}

/* The first bytes of *s, cut between two characters. */
static struct str
take_piece(struct str *s)
{
    size_t n = s->n < PIECE_BYTES ? s->n : PIECE_BYTES;
    while (n < s->n && n > PIECE_BYTES - 4 && ((unsigned char)s->p[n] & 0xC0) == 0x80)
        n--;
    struct str piece = str_slice(*s, 0, n);
    *s = str_slice(*s, n, s->n);
    return piece;
}

static void
put_difference(struct row_maker *m, struct str left, struct str right)
{
    while (left.n || right.n) {
        struct str l = take_piece(&left), r = take_piece(&right);
        put_run(m, l, r, false);
        if (m->cost > ROW_COST)
            end_row(m);
    }
}

struct compare_rows
compare_rows(struct arena *a, struct str left, struct str right, size_t context)
{
    struct copied_runs runs = copied_compare(a, left, right);
    size_t most = 2 * runs.n + (left.n + right.n) / (PIECE_BYTES - 4) + 2;
    struct compare_rows rows = {.v = arena_array(a, struct compare_row, most)};
    struct row_maker m = {
        .rows = &rows, .runs = arena_array(a, struct copied_run, most), .context = context};
    for (size_t i = 0; i < runs.n; i++) {
        const struct copied_run *r = &runs.v[i];
        rows.differences += !r->equal;
        if (r->equal)
            put_equal(&m, r, i == 0, i + 1 == runs.n);
        else
            put_difference(&m, r->left, r->right);
        if (m.cost > ROW_COST)
            end_row(&m);
    }
    end_row(&m);
    return rows;
}

/* ---- two documents ---- */

/* The rows of page `page`; as many as fit, at least one. */
static void
choose_rows(struct compare_view *v, int page)
{
    size_t at = 0;
    for (int p = 1; at < v->rows.n; p++) {
        size_t cost = 0;
        v->from = at;
        do
            cost += v->rows.v[at++].cost;
        while (at < v->rows.n && cost + v->rows.v[at].cost <= PAGE_COST);
        v->to = at;
        if (p == page)
            break;
    }
    v->pager.more = v->to < v->rows.n;
}

bool
page_compare(struct request *rq, struct response *rs, struct err *e)
{
    struct compare_view v = {0};
    struct library_reading left, right;
    if (rq->failed)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("请从一份文件的页面进入对照。"));
    if (!library_read(rq->work, param_id(rq, "a"), &left, e) ||
        !library_read(rq->work, param_id(rq, "b"), &right, e))
        return false;
    v.left = left.doc;
    v.right = right.doc;
    v.rows = compare_rows(rq->arena, left.text, right.text, CONTEXT);
    v.pager.page = rq->page;
    v.pager.base = arena_fmt(
        rq->arena, "/library/compare?a=%" PRId64 "&b=%" PRId64 "&", left.doc.id, right.doc.id);
    choose_rows(&v, rq->page);
    page_begin(rq, rs, tr("两份对照"), NAV_LIBRARY);
    tpl_compare(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- copied passages ---- */

static struct str
passage_link(struct request *rq, const struct copied_passage *p, struct str words)
{
    struct search_hit hit = {.source = p->source, .ref_id = p->ref_id};
    struct str link = search_hit_link(rq, &hit, words, false);
    return link;
}

static bool
fill_item(struct request *rq, struct str text, const struct copied_passage *p,
    struct copied_item *item, struct err *e)
{
    struct str other;
    if (!search_text_of_doc(rq->work, p->docno, &other, e))
        return false;
    item->p = p;
    item->left = slice_points(text, p->start, p->end);
    item->right = slice_points(other, p->doc_start, p->doc_end);
    item->where = search_source_title(p->source);
    item->link = passage_link(rq, p, slice_points(item->right, 0, 20));
    return true;
}

static void
fit_item(struct arena *a, struct copied_item *item)
{
    size_t cost = 0;
    item->rows = compare_rows(a, item->left, item->right, PASSAGE_CONTEXT);
    do
        cost += item->rows.n ? item->rows.v[item->shown++].cost : 0;
    while (item->shown < item->rows.n && cost + item->rows.v[item->shown].cost <= ITEM_COST);
}

static bool
fill_view(struct request *rq, struct copied_view *v, struct str text, const struct copied *c,
    struct err *e)
{
    size_t skip = (size_t)(rq->page - 1) * COPIED_PAGE_ITEMS;
    v->items = arena_array(rq->arena, struct copied_item, COPIED_PAGE_ITEMS);
    v->phrases = arena_array(rq->arena, struct copied_item, COPIED_PHRASES_SHOWN);
    v->points = points_of(text);
    for (size_t i = 0; i < c->n; i++) {
        const struct copied_passage *p = &c->v[i];
        if (p->source == SEARCH_RECORD && v->library_id == 0)
            continue; /* a draft is made of records */
        if (p->class != COPIED_PASSAGE) {
            v->phrases_all++;
            if (v->phrases_n < COPIED_PHRASES_SHOWN &&
                !fill_item(rq, text, p, &v->phrases[v->phrases_n++], e))
                return false;
            continue;
        }
        v->copied += p->end - p->start;
        if (v->passages++ < skip || v->items_n == COPIED_PAGE_ITEMS)
            continue;
        if (!fill_item(rq, text, p, &v->items[v->items_n], e))
            return false;
        fit_item(rq->arena, &v->items[v->items_n++]);
    }
    v->pager =
        (struct pager){.base = v->base, .page = rq->page, .more = skip + v->items_n < v->passages};
    return true;
}

static bool
show_copied(struct request *rq, struct response *rs, struct copied_view *v,
    const struct copied_ask *ask, struct err *e)
{
    struct copied c = {0};
    if (!copied_find(rq->work, ask, &c, e) || !fill_view(rq, v, ask->text, &c, e))
        return false;
    page_begin(rq, rs, tr("查雷同"), v->library_id ? NAV_LIBRARY : NAV_REPORT);
    tpl_copied(&rs->body, rq, v);
    page_end(rq, rs);
    return true;
}

bool
page_library_copied(struct request *rq, struct response *rs, struct err *e)
{
    struct library_reading in;
    if (!library_read(rq->work, param_id(rq, "id"), &in, e))
        return false;
    struct copied_ask ask = {
        .text = in.text, .skip_source = SEARCH_LIBRARY, .skip_ref = in.doc.id, .phrases = true};
    struct copied_view v = {.title = in.doc.title.n ? in.doc.title : in.doc.name,
        .back = arena_fmt(rq->arena, "/library/%" PRId64, in.doc.id),
        .base = arena_fmt(rq->arena, "/library/%" PRId64 "/copied?", in.doc.id),
        .library_id = in.doc.id};
    return show_copied(rq, rs, &v, &ask, e);
}

bool
page_report_copied(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct report_kept kept; /* what was sent of this year is no source for its own draft */
    if (!report_current(rq->work, rq->org, rq->year, &draft, e) ||
        !report_kept(rq->work, rq->org, rq->year, &kept, e))
        return false;
    struct copied_ask ask = {.text = report_plain(rq->arena, &draft),
        .skip_source = SEARCH_REPORT,
        .skip_ref = kept.id,
        .phrases = true};
    struct str look = look_query(rq, '?');
    struct copied_view v = {.title = arena_fmt(rq->arena, tr("%d年述职报告草稿"), rq->year),
        .back = arena_fmt(rq->arena, "/report%.*s", STR_ARG(look)),
        .base = arena_fmt(rq->arena, "/report/copied%.*s%c", STR_ARG(look), look.n ? '&' : '?')};
    return show_copied(rq, rs, &v, &ask, e);
}
