/* Places of a term in some documents of a segment. */
#include "domain/search_seg.h"
#include "domain/search_view.h"
#include "store/store.h"

enum {
    FEW = 8 /* documents wanted of so many times more are sought by halving */
};

/* Places of the documents of a list as they come: behind one another. */
struct gathering {
    const struct seg_reader *r;
    const struct find_list *list;
    uint32_t *n; /* how many, by document of the list */

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
        uint32_t *wider = arena_room(g->r->arena, uint32_t, cap);
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
    struct picked p = {arena_room(g->r->arena, uint32_t, (size_t)max + 1),
        arena_room(g->r->arena, uint32_t, (size_t)max + 1), 0};
    for (uint32_t i = span[0]; i < span[1]; i++) {
        uint32_t doc = g->list->doc[i];
        if (max < docs->n / FEW)
            k = seg_list_from(docs, k, doc);
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
    for (uint32_t i = 0; i < p->n; i++)
        g->n[p->in_list[i]] = docs->count[p->in_part[i]];
    g->all.n += sum;
    return true;
}

/* Reads all places and keeps those of the wanted documents. */
static bool
gather_all(struct gathering *g, struct str places, const struct find_list *docs,
    const struct picked *p, struct err *e)
{
    size_t sum = 0;
    for (uint32_t k = 0; k < docs->n; k++)
        sum += docs->count[k];
    if (sum > places.n)
        return search_broken(e);
    uint32_t *all = gather_room(g, sum), *to = all;
    if (!index_places(places, docs->count, docs->n, all, e))
        return false;
    for (uint32_t i = 0, k = 0; i < p->n; i++) {
        for (; k < p->in_part[i]; k++)
            all += docs->count[k];
        memmove(to, all, docs->count[k] * sizeof *to);
        g->n[p->in_list[i]] = docs->count[k];
        to += docs->count[k];
    }
    g->all.n = (size_t)(to - g->all.v);
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
gather_part(struct gathering *g, const struct seg_term *t, size_t i, size_t part, struct err *e)
{
    struct stmt *s;
    uint32_t span[2];
    const struct find_list *docs;
    const struct index_entry *entry = &t->v[i];
    seg_part_span(entry, part, g->list, &span[0], &span[1]);
    if (span[0] == span[1])
        return true;
    bool ok = false;
    if (!seg_part_docs(g->r, t, i, part, &docs, e) ||
        !stmt_open(g->r->w->db, SQL_SEARCH_PART_PLACES,
            VALS(v_int(g->r->seg), v_int((int64_t)entry->term), v_int((int64_t)part)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        ok = gather(g, stmt_str(s, 0), docs, span, e);
    else if (!stmt_failed(s))
        ok = search_broken(e);
    stmt_close(s);
    return ok;
}

static bool
gather_entry(struct gathering *g, const struct seg_term *t, size_t i, struct err *e)
{
    const uint32_t whole[2] = {0, g->list->n};
    const struct find_list *docs;
    if (t->v[i].parts_n == 0)
        return seg_part_docs(g->r, t, i, 0, &docs, e) &&
            gather(g, t->v[i].place_list, docs, whole, e);
    for (size_t p = 0; p < t->v[i].parts_n; p++)
        if (!gather_part(g, t, i, p, e))
            return false;
    return true;
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

/* What was gathered, as places. */
static struct seg_places
places_gathered(struct arena *a, const struct gathering *g)
{
    static uint32_t none[1];
    uint32_t n = g->list->n;
    struct seg_places p = {arena_room(a, uint32_t, (size_t)n + 1), g->all.v ? g->all.v : none};
    p.from[0] = 0;
    for (uint32_t i = 0; i < n; i++)
        p.from[i + 1] = p.from[i] + g->n[i];
    return p;
}

static struct seg_places
places_join(struct arena *a, uint32_t n, const struct seg_places *x, const struct seg_places *y)
{
    struct seg_places p = {arena_room(a, uint32_t, (size_t)n + 1),
        arena_room(a, uint32_t, (size_t)x->from[n] + y->from[n] + 1)};
    p.from[0] = 0;
    for (uint32_t i = 0; i < n; i++)
        p.from[i + 1] = p.from[i] +
            merge_runs(p.place + p.from[i], x->place + x->from[i], x->from[i + 1] - x->from[i],
                y->place + y->from[i], y->from[i + 1] - y->from[i]);
    return p;
}

bool
seg_places_of(const struct seg_reader *r, const struct seg_term *t, const struct find_list *list,
    struct seg_places *places, struct err *e)
{
    *places = (struct seg_places){arena_array(r->arena, uint32_t, (size_t)list->n + 1), NULL};
    for (size_t i = 0; i < t->n; i++) {
        struct gathering g = {
            .r = r, .list = list, .n = arena_array(r->arena, uint32_t, (size_t)list->n + 1)};
        if (!gather_entry(&g, t, i, e))
            return false;
        struct seg_places more = places_gathered(r->arena, &g);
        *places = i ? places_join(r->arena, list->n, places, &more) : more;
    }
    return true;
}
