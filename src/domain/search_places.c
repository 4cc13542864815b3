/* Places of a term in some documents of a segment. */
#include "domain/search_seg.h"
#include "domain/search_view.h"
#include "store/store.h"

enum {
    FEW = 8 /* documents wanted of so many times more are sought by halving */
};

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
    seg_part_span(t, part, g->list, &span[0], &span[1]);
    if (span[0] == span[1])
        return true;
    bool ok = false;
    if (!stmt_open(g->r->w->db, SQL_SEARCH_PART_ONE,
            VALS(v_int(g->r->seg), v_int((int64_t)t->term), v_int((int64_t)part)), &s, e))
        return false;
    docs->n = 0;
    if (stmt_step(s, e) == STEP_ROW)
        ok = seg_list_decode(g->r, stmt_str(s, 0), t->parts[part].docs, docs, e) &&
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
        return seg_entry_docs(g->r, t, &docs, e) && gather(g, t->place_list, &docs, whole, e);
    docs = seg_list_new(g->r->arena, seg_widest_part(t));
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
