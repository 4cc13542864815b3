#include "domain/ground.h"

#include "domain/house_int.h"
#include "domain/journal_int.h"

enum {
    SLOTS = 8192, /* a power of two */
    FACTS_MAX = SLOTS / 2,
    BYTES_MAX = 8 << 20
};

struct slot {
    int64_t a, b;
    enum ground_kind kind;
    const void *fact; /* NULL: a free slot */
};

struct ground {
    struct arena *arena; /* of the facts */
    struct slot slots[SLOTS];
    size_t n;
    struct date day;
    bool stale;
};

struct ground *
ground_open(struct arena *a)
{
    struct ground *g = arena_new(a, struct ground);
    g->arena = arena_open();
    return g;
}

void
ground_close(struct ground *ground)
{
    arena_close(ground->arena);
}

void
ground_forget(struct ground *ground)
{
    ground->stale = true;
}

void
ground_begin(struct ground *ground, struct date today)
{
    bool full = ground->n >= FACTS_MAX || arena_used(ground->arena) >= BYTES_MAX;
    bool other_day = date_cmp(today, ground->day) != 0;
    ground->day = today;
    if (ground->n > 0 && (ground->stale || full || other_day)) {
        memset(ground->slots, 0, sizeof(ground->slots));
        arena_reset(ground->arena);
        ground->n = 0;
    }
    ground->stale = false;
}

/* The fact's slot, or the free one where it would be. */
static struct slot *
slot_of(struct ground *g, enum ground_kind kind, int64_t a, int64_t b)
{
    uint64_t hash = ((uint64_t)a * 31 + (uint64_t)b) * 31 + (uint64_t)kind;
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 32) & (SLOTS - 1);
    while (g->slots[at].fact &&
        !(g->slots[at].kind == kind && g->slots[at].a == a && g->slots[at].b == b))
        at = (at + 1) & (SLOTS - 1);
    return &g->slots[at];
}

/* The journal's end is looked at once a batch: it tells whether another program wrote in between. */
static struct ground *
ground_of(struct work *w)
{
    struct err e;
    if (!w->writing || !journal_look(w, &e))
        return NULL;
    struct ground *g = w->house->ground;
    return g->stale || g->n >= SLOTS - 1 ? NULL : g;
}

const void *
ground_find(struct work *w, enum ground_kind kind, int64_t a, int64_t b)
{
    struct ground *g = ground_of(w);
    return g ? slot_of(g, kind, a, b)->fact : NULL;
}

struct arena *
ground_arena(struct work *w)
{
    struct ground *g = ground_of(w);
    return g ? g->arena : NULL;
}

void
ground_keep(struct work *w, enum ground_kind kind, int64_t a, int64_t b, const void *fact)
{
    struct ground *g = ground_of(w);
    if (!g)
        return;
    struct slot *slot = slot_of(g, kind, a, b);
    g->n += slot->fact == NULL;
    *slot = (struct slot){a, b, kind, fact};
}
