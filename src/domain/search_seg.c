#include "domain/search_seg.h"

#include "domain/list.h"
#include "domain/search_load.h"
#include "domain/search_view.h"
#include "store/store.h"

enum {
    RANGE_PAGES = 16, /* at a time */
    MANY = 8,         /* terms: more are summed up by document */
    FEW = 8           /* documents wanted of so many times more are sought by halving */
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

static struct find_list
list_new(struct arena *a, size_t max)
{
    return (struct find_list){
        0, arena_array(a, uint32_t, max + 1), arena_array(a, uint32_t, max + 1)};
}

/* Decodes behind what the list holds. */
static bool
list_decode(const struct seg_reader *r, struct str bytes, uint32_t docs, struct find_list *list,
    struct err *e)
{
    if (!index_docs(bytes, docs, list->doc + list->n, list->count + list->n, e))
        return false;
    list->n += docs;
    return list->n == 0 || list->doc[list->n - 1] < r->docs || search_broken(e);
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
            ? list_decode(r, stmt_str(s, 1), t->parts[i].docs, list, e)
            : search_broken(e);
    ok = ok && !stmt_failed(s) && (i == t->parts_n || search_broken(e));
    stmt_close(s);
    return ok;
}

static bool
entry_docs(
    const struct seg_reader *r, const struct index_entry *t, struct find_list *list, struct err *e)
{
    *list = list_new(r->arena, t->docs);
    return t->parts_n ? parts_docs(r, t, list, e) : list_decode(r, t->doc_list, t->docs, list, e);
}

static struct find_list
list_union(struct arena *a, const struct find_list *x, const struct find_list *y)
{
    struct find_list u = list_new(a, (size_t)x->n + y->n);
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
    *list = list_new(r->arena, n);
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
        if (!entry_docs(r, &t->v[i], &one, e))
            return false;
        *list = i ? list_union(r->arena, list, &one) : one;
    }
    return true;
}

/* Marks what both have. */
static void
mark_common(const struct find_list *list, const struct find_list *other, uint8_t *has)
{
    for (uint32_t i = 0, k = 0; i < list->n && k < other->n;) {
        if (list->doc[i] == other->doc[k])
            has[i] = 1;
        if (list->doc[i] <= other->doc[k])
            i++;
        else
            k++;
    }
}

/* The first document of the list from `at` on that is not below. */
static uint32_t
list_from(const struct find_list *list, uint32_t at, uint32_t doc)
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
static void
part_span(const struct index_entry *t, size_t part, const struct find_list *list, uint32_t *from,
    uint32_t *to)
{
    *from = list_from(list, 0, t->parts[part].first_doc);
    *to = part + 1 < t->parts_n ? list_from(list, *from, t->parts[part + 1].first_doc) : list->n;
}

static bool
part_docs(const struct seg_reader *r, const struct index_entry *t, size_t part,
    struct find_list *docs, struct err *e)
{
    struct stmt *s;
    bool ok = false;
    if (!stmt_open(r->w->db, SQL_SEARCH_PART_DOCS_ONE,
            VALS(v_int(r->seg), v_int((int64_t)t->term), v_int((int64_t)part)), &s, e))
        return false;
    docs->n = 0;
    if (stmt_step(s, e) == STEP_ROW)
        ok = list_decode(r, stmt_str(s, 0), t->parts[part].docs, docs, e);
    else if (!stmt_failed(s))
        ok = search_broken(e);
    stmt_close(s);
    return ok;
}

static uint32_t
widest_part(const struct index_entry *t)
{
    uint32_t most = 0;
    for (size_t i = 0; i < t->parts_n; i++)
        most = t->parts[i].docs > most ? t->parts[i].docs : most;
    return most;
}

static bool
parts_mark(const struct seg_reader *r, const struct index_entry *t, const struct find_list *list,
    uint8_t *has, struct err *e)
{
    struct find_list docs = list_new(r->arena, widest_part(t));
    for (size_t p = 0; p < t->parts_n; p++) {
        uint32_t from, to;
        part_span(t, p, list, &from, &to);
        if (from == to)
            continue;
        struct find_list some = {to - from, list->doc + from, NULL};
        if (!part_docs(r, t, p, &docs, e))
            return false;
        mark_common(&some, &docs, has + from);
    }
    return true;
}

bool
seg_docs_keep(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e)
{
    uint8_t *has = arena_array(r->arena, uint8_t, (size_t)list->n + 1);
    for (size_t i = 0; i < t->n; i++) {
        struct find_list one;
        if (t->v[i].parts_n) {
            if (!parts_mark(r, &t->v[i], list, has, e))
                return false;
            continue;
        }
        if (!entry_docs(r, &t->v[i], &one, e))
            return false;
        mark_common(list, &one, has);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++)
        if (has[i])
            list->doc[n++] = list->doc[i];
    list->n = n;
    return true;
}

/* ---- places ---- */

/* Places of the documents of a list as they come: behind one another, each with a beginning and a number. */
struct gathering {
    const struct seg_reader *r;
    const struct find_list *list;
    uint32_t *from, *n; /* by document of the list */

    struct {
        uint32_t *v;
        size_t n, cap;
    } all;
};

static uint32_t *
gather_room(struct gathering *g, size_t more)
{
    if (g->all.n + more > g->all.cap) {
        size_t cap = 2 * g->all.cap + more;
        uint32_t *wider = arena_array(g->r->arena, uint32_t, cap);
        if (g->all.n)
            memcpy(wider, g->all.v, g->all.n * sizeof *wider);
        g->all.v = wider;
        g->all.cap = cap;
    }
    return g->all.v + g->all.n;
}

/* Documents that are wanted: their places in a part, and in the list. */
struct picked {
    uint32_t *in_part, *in_list;
    uint32_t n;
};

/* span: which documents of the list lie in this part. */
static struct picked
pick(const struct gathering *g, const struct find_list *docs, const uint32_t span[2])
{
    uint32_t max = span[1] - span[0], k = 0;
    struct picked p = {arena_array(g->r->arena, uint32_t, (size_t)max + 1),
        arena_array(g->r->arena, uint32_t, (size_t)max + 1), 0};
    for (uint32_t i = span[0]; i < span[1]; i++) {
        uint32_t doc = g->list->doc[i];
        if (max < docs->n / FEW)
            k = list_from(docs, k, doc);
        while (k < docs->n && docs->doc[k] < doc)
            k++;
        if (k == docs->n)
            break;
        if (docs->doc[k] != doc)
            continue;
        p.in_part[p.n] = k;
        p.in_list[p.n++] = i;
    }
    return p;
}

/* Takes those of the wanted documents alone. */
static bool
gather_some(struct gathering *g, struct str places, const struct find_list *docs,
    const struct picked *p, struct err *e)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < p->n; i++)
        sum += docs->count[p->in_part[i]];
    if (sum > places.n)
        return search_broken(e);
    if (!index_places_some(places, docs->count, p->in_part, p->n, gather_room(g, sum), e))
        return false;
    for (uint32_t i = 0; i < p->n; i++) {
        g->from[p->in_list[i]] = (uint32_t)g->all.n;
        g->n[p->in_list[i]] = docs->count[p->in_part[i]];
        g->all.n += docs->count[p->in_part[i]];
    }
    return true;
}

/* Takes all places and notes where those of the wanted documents begin. */
static bool
gather_all(struct gathering *g, struct str places, const struct find_list *docs,
    const struct picked *p, struct err *e)
{
    size_t sum = 0, at = g->all.n;
    for (uint32_t k = 0; k < docs->n; k++)
        sum += docs->count[k];
    if (sum > places.n)
        return search_broken(e);
    if (!index_places(places, docs->count, docs->n, gather_room(g, sum), e))
        return false;
    for (uint32_t i = 0, k = 0; i < p->n; i++) {
        for (; k < p->in_part[i]; k++)
            at += docs->count[k];
        g->from[p->in_list[i]] = (uint32_t)at;
        g->n[p->in_list[i]] = docs->count[k];
    }
    g->all.n += sum;
    return true;
}

static bool
gather(struct gathering *g, struct str places, const struct find_list *docs, const uint32_t span[2],
    struct err *e)
{
    struct picked p = pick(g, docs, span);
    if (p.n == 0)
        return true;
    return p.n > docs->n / 2 ? gather_all(g, places, docs, &p, e)
                             : gather_some(g, places, docs, &p, e);
}

static bool
gather_part(struct gathering *g, const struct index_entry *t, size_t part, struct find_list *docs,
    struct err *e)
{
    struct stmt *s;
    uint32_t span[2];
    part_span(t, part, g->list, &span[0], &span[1]);
    if (span[0] == span[1])
        return true;
    bool ok = false;
    if (!stmt_open(g->r->w->db, SQL_SEARCH_PART_ONE,
            VALS(v_int(g->r->seg), v_int((int64_t)t->term), v_int((int64_t)part)), &s, e))
        return false;
    docs->n = 0;
    if (stmt_step(s, e) == STEP_ROW)
        ok = list_decode(g->r, stmt_str(s, 0), t->parts[part].docs, docs, e) &&
            gather(g, stmt_str(s, 1), docs, span, e);
    else if (!stmt_failed(s))
        ok = search_broken(e);
    stmt_close(s);
    return ok;
}

static bool
gather_entry(struct gathering *g, const struct index_entry *t, struct err *e)
{
    const uint32_t whole[2] = {0, g->list->n};
    struct find_list docs;
    if (t->parts_n == 0)
        return entry_docs(g->r, t, &docs, e) && gather(g, t->place_list, &docs, whole, e);
    docs = list_new(g->r->arena, widest_part(t));
    for (size_t p = 0; p < t->parts_n; p++)
        if (!gather_part(g, t, p, &docs, e))
            return false;
    return true;
}

static struct gathering
gathering_new(const struct seg_reader *r, const struct find_list *list)
{
    struct gathering g = {.r = r, .list = list};
    g.from = arena_array(r->arena, uint32_t, (size_t)list->n + 1);
    g.n = arena_array(r->arena, uint32_t, (size_t)list->n + 1);
    return g;
}

/* Two rising runs into one. */
static uint32_t
merge_runs(uint32_t *to, const uint32_t *x, uint32_t xn, const uint32_t *y, uint32_t yn)
{
    uint32_t n = 0, i = 0, k = 0;
    while (i < xn || k < yn)
        to[n++] = k == yn || (i < xn && x[i] < y[k]) ? x[i++] : y[k++];
    return n;
}

/* The places of `g` beside those gathered before. */
static struct seg_places
places_join(struct arena *a, const struct seg_places *before, const struct gathering *g)
{
    static const uint32_t none[1];
    uint32_t n = g->list->n, sum = before->from ? before->from[n] : 0;
    const uint32_t *gathered = g->all.v ? g->all.v : none;
    for (uint32_t i = 0; i < n; i++)
        sum += g->n[i];
    struct seg_places p = {
        arena_array(a, uint32_t, (size_t)n + 1), arena_array(a, uint32_t, (size_t)sum + 1)};
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *x = before->from ? before->place + before->from[i] : none;
        uint32_t xn = before->from ? before->from[i + 1] - before->from[i] : 0;
        p.from[i + 1] =
            p.from[i] + merge_runs(p.place + p.from[i], x, xn, gathered + g->from[i], g->n[i]);
    }
    return p;
}

bool
seg_places_of(const struct seg_reader *r, const struct seg_term *t, const struct find_list *list,
    struct seg_places *places, struct err *e)
{
    *places = (struct seg_places){NULL, NULL};
    for (size_t i = 0; i < t->n; i++) {
        struct gathering g = gathering_new(r, list);
        if (!gather_entry(&g, &t->v[i], e))
            return false;
        *places = places_join(r->arena, places, &g);
    }
    if (!places->from)
        places->from = arena_array(r->arena, uint32_t, (size_t)list->n + 1);
    return true;
}
