#include "domain/search_seg.h"

#include "domain/list.h"
#include "domain/search_load.h"
#include "domain/search_view.h"
#include "store/store.h"

enum {
    RANGE_PAGES = 16, /* at a time */
    MANY = 8,         /* terms: more are summed up by document */
    FEW = 8           /* documents sought in so many times more are found by halving */
};

/* ---- terms ---- */

static bool
keep_entry(
    const struct seg_reader *r, const struct index_entry *found, struct seg_term *to, struct err *e)
{
    struct index_entry kept = *found;
    if (found->docs > r->docs)
        return search_broken(e);
    kept.doc_list = arena_str(r->arena, found->doc_list);
    kept.place_list = arena_str(r->arena, found->place_list);
    to->lists = list_room(r->arena, to->lists, to->n, sizeof *to->lists);
    to->lists[to->n].v = arena_array(r->arena, struct find_list, found->parts_n + 1);
    LIST_ADD(r->arena, to, kept);
    to->docs += found->docs;
    to->places += found->places;
    return true;
}

bool
seg_term_add(const struct seg_reader *r, uint64_t term, struct seg_term *to, struct err *e)
{
    struct stmt *s;
    int64_t id = search_page_id(r->seg, term);
    if (!stmt_open(r->w->db, SQL_SEARCH_PAGE_AT, VALS(v_int(id)), &s, e))
        return false;
    bool ok = true;
    if (stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) >> 44 == r->seg) {
        struct index_entry entry;
        bool found;
        ok = index_page_find(r->arena, stmt_str(s, 1), term, &entry, &found, e);
        ok = ok && (!found || keep_entry(r, &entry, to, e));
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* Takes those of a page; *past when it reached the end of the range. */
static bool
page_range(const struct seg_reader *r, struct str bytes, const uint64_t range[2],
    struct seg_term *to, bool *past, struct err *e)
{
    struct index_page page;
    struct index_entry entry;
    bool done = false;
    if (!index_page_begin(&page, bytes, e))
        return false;
    while (index_page_next(r->arena, &page, &entry, &done, e) && !done) {
        if (entry.term >= range[1]) {
            *past = true;
            return true;
        }
        if (entry.term >= range[0] && !keep_entry(r, &entry, to, e))
            return false;
    }
    return done;
}

static bool
first_page(const struct seg_reader *r, uint64_t term, int64_t *id, struct err *e)
{
    struct stmt *s;
    *id = search_page_id(r->seg, term);
    if (!stmt_open(r->w->db, SQL_SEARCH_PAGE_AT, VALS(v_int(*id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW && stmt_int(s, 0) >> 44 == r->seg)
        *id = stmt_int(s, 0);
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
seg_term_add_range(
    const struct seg_reader *r, uint64_t from, uint64_t to_term, struct seg_term *to, struct err *e)
{
    int64_t at, end = search_page_id(r->seg, to_term);
    const uint64_t range[2] = {from, to_term};
    bool past = false;
    if (!first_page(r, from, &at, e))
        return false;
    at--;
    while (!past) {
        struct stmt *s;
        bool ok = true;
        size_t rows = 0;
        if (!stmt_open(r->w->db, SQL_SEARCH_PAGE_LIST,
                VALS(v_int(at), v_int(end), v_int(RANGE_PAGES)), &s, e))
            return false;
        while (ok && !past && stmt_step(s, e) == STEP_ROW) {
            at = stmt_int(s, 0);
            rows++;
            ok = page_range(r, stmt_str(s, 1), range, to, &past, e);
        }
        ok = ok && !stmt_failed(s);
        stmt_close(s);
        if (!ok)
            return false;
        past = past || rows < RANGE_PAGES;
    }
    return true;
}

/* ---- documents ---- */

struct find_list
seg_list_new(struct arena *a, size_t max)
{
    return (struct find_list){
        0, arena_room(a, uint32_t, max + 1), arena_room(a, uint32_t, max + 1)};
}

/* Decodes behind what the list holds. */
bool
seg_list_decode(const struct seg_reader *r, struct str bytes, uint32_t docs, struct find_list *list,
    struct err *e)
{
    uint32_t *doc = list->doc + list->n;
    if (!index_docs(bytes, docs, doc, list->count + list->n, e))
        return false;
    list->n += docs;
    return docs == 0 || doc[docs - 1] < r->docs || search_broken(e);
}

static bool
parts_docs(
    const struct seg_reader *r, const struct index_entry *t, struct find_list *list, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    size_t i = 0;
    if (!stmt_open(
            r->w->db, SQL_SEARCH_PART_DOCS, VALS(v_int(r->seg), v_int((int64_t)t->term)), &s, e))
        return false;
    for (; ok && i < t->parts_n && stmt_step(s, e) == STEP_ROW; i++)
        ok = list->n + t->parts[i].docs <= t->docs
            ? seg_list_decode(r, stmt_str(s, 1), t->parts[i].docs, list, e)
            : search_broken(e);
    ok = ok && !stmt_failed(s) && (i == t->parts_n || search_broken(e));
    stmt_close(s);
    return ok;
}

static bool
entry_docs(
    const struct seg_reader *r, const struct index_entry *t, struct find_list *list, struct err *e)
{
    *list = seg_list_new(r->arena, t->docs);
    return t->parts_n ? parts_docs(r, t, list, e)
                      : seg_list_decode(r, t->doc_list, t->docs, list, e);
}

/* The documents of a part. */
static bool
read_part(const struct seg_reader *r, const struct index_entry *t, size_t part,
    struct find_list *docs, struct err *e)
{
    struct stmt *s;
    bool ok = false;
    *docs = seg_list_new(r->arena, t->parts[part].docs);
    if (!stmt_open(r->w->db, SQL_SEARCH_PART_DOCS_ONE,
            VALS(v_int(r->seg), v_int((int64_t)t->term), v_int((int64_t)part)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        ok = seg_list_decode(r, stmt_str(s, 0), t->parts[part].docs, docs, e);
    else if (!stmt_failed(s))
        ok = search_broken(e);
    stmt_close(s);
    return ok;
}

bool
seg_part_docs(const struct seg_reader *r, const struct seg_term *t, size_t i, size_t part,
    const struct find_list **docs, struct err *e)
{
    struct find_list *kept = &t->lists[i].v[part], list;
    *docs = kept;
    if (kept->doc)
        return true;
    bool ok = t->v[i].parts_n ? read_part(r, &t->v[i], part, &list, e)
                              : entry_docs(r, &t->v[i], &list, e);
    if (ok)
        *kept = list;
    return ok;
}

static struct find_list
list_copy(struct arena *a, const struct find_list *list)
{
    struct find_list copy = seg_list_new(a, list->n);
    memcpy(copy.doc, list->doc, list->n * sizeof *copy.doc);
    memcpy(copy.count, list->count, list->n * sizeof *copy.count);
    copy.n = list->n;
    return copy;
}

/* All documents of entry i, to be changed as one likes. */
static bool
own_docs(const struct seg_reader *r, const struct seg_term *t, size_t i, struct find_list *list,
    struct err *e)
{
    const struct find_list *kept;
    if (t->v[i].parts_n > 1)
        return entry_docs(r, &t->v[i], list, e);
    if (!seg_part_docs(r, t, i, 0, &kept, e))
        return false;
    *list = list_copy(r->arena, kept);
    return true;
}

static struct find_list
list_union(struct arena *a, const struct find_list *x, const struct find_list *y)
{
    struct find_list u = seg_list_new(a, (size_t)x->n + y->n);
    uint32_t i = 0, k = 0;
    while (i < x->n || k < y->n) {
        bool left = i < x->n && (k == y->n || x->doc[i] <= y->doc[k]);
        bool right = k < y->n && (i == x->n || y->doc[k] <= x->doc[i]);
        u.doc[u.n] = left ? x->doc[i] : y->doc[k];
        u.count[u.n++] = (left ? x->count[i] : 0) + (right ? y->count[k] : 0);
        i += left;
        k += right;
    }
    return u;
}

/* Many terms: their counts summed up by document. */
static bool
many_docs(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e)
{
    uint32_t *counts = arena_array(r->arena, uint32_t, (size_t)r->docs + 1);
    uint32_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        struct find_list one;
        if (!entry_docs(r, &t->v[i], &one, e))
            return false;
        for (uint32_t k = 0; k < one.n; k++)
            counts[one.doc[k]] += one.count[k];
    }
    for (uint32_t i = 0; i < r->docs; i++)
        n += counts[i] != 0;
    *list = seg_list_new(r->arena, n);
    for (uint32_t i = 0; i < r->docs; i++)
        if (counts[i]) {
            list->doc[list->n] = i;
            list->count[list->n++] = counts[i];
        }
    return true;
}

bool
seg_docs(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e)
{
    *list = (struct find_list){0, NULL, NULL};
    if (t->n > MANY)
        return many_docs(r, t, list, e);
    for (size_t i = 0; i < t->n; i++) {
        struct find_list one;
        if (!own_docs(r, t, i, &one, e))
            return false;
        *list = i ? list_union(r->arena, list, &one) : one;
    }
    return true;
}

/* The first document of the list from `at` on that is not below. */
uint32_t
seg_list_from(const struct find_list *list, uint32_t at, uint32_t doc)
{
    uint32_t low = at, high = list->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (list->doc[mid] < doc)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The documents of `list` that a part of an entry reaches over. */
void
seg_part_span(const struct index_entry *t, size_t part, const struct find_list *list,
    uint32_t *from, uint32_t *to)
{
    *from = seg_list_from(list, 0, t->parts[part].first_doc);
    *to =
        part + 1 < t->parts_n ? seg_list_from(list, *from, t->parts[part + 1].first_doc) : list->n;
}

/* Marks what both have. */
static void
mark_common(const struct find_list *list, const struct find_list *other, uint8_t *has)
{
    bool few = list->n < other->n / FEW;
    for (uint32_t i = 0, k = 0; i < list->n && k < other->n;) {
        if (few)
            k = seg_list_from(other, k, list->doc[i]);
        if (k == other->n)
            return;
        if (list->doc[i] == other->doc[k])
            has[i] = 1;
        if (list->doc[i] <= other->doc[k])
            i++;
        else
            k++;
    }
}

static bool
entry_mark(const struct seg_reader *r, const struct seg_term *t, size_t i,
    const struct find_list *list, uint8_t *has, struct err *e)
{
    size_t parts = t->v[i].parts_n;
    for (size_t p = 0; p < parts || p == 0; p++) {
        const struct find_list *docs;
        uint32_t from = 0, to = list->n;
        if (parts)
            seg_part_span(&t->v[i], p, list, &from, &to);
        if (from == to)
            continue;
        struct find_list some = {to - from, list->doc + from, NULL};
        if (!seg_part_docs(r, t, i, p, &docs, e))
            return false;
        mark_common(&some, docs, has + from);
    }
    return true;
}

bool
seg_docs_keep(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e)
{
    uint8_t *has = arena_array(r->arena, uint8_t, (size_t)list->n + 1);
    for (size_t i = 0; i < t->n; i++)
        if (!entry_mark(r, t, i, list, has, e))
            return false;
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        if (has[i])
            list->doc[n++] = list->doc[i];
    list->n = n;
    return true;
}
