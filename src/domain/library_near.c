/* Near-duplicates (近似重复): which documents share some of the smallest hashes of a text, and how alike they are by whole
   sketches. Documents of the portion that is being written are looked for in memory; their hashes become rows at the end, in
   the order of the hashes, so that each page of the table is written once. */
#include "domain/library_near.h"

#include "store/store.h"

#include <stdlib.h>

enum {
    ALIKE_MIN = 700,  /* of a thousand */
    SHARED_MIN = 2,   /* of the hashes that are rows */
    LOOKED_AT = 4,    /* candidates that are compared */
    OF_ONE_HASH = 24, /* documents: a form letter costs no more */
    ROWS_AT_ONCE = 16
};

struct near_place {
    uint64_t hash;
    uint32_t doc; /* number in the portion, + 1; 0: free */
};

static int64_t
mixed(uint64_t hash, int64_t root_id)
{
    return (int64_t)(hash ^ ((uint64_t)root_id * UINT64_C(0x9E3779B97F4A7C15)));
}

static size_t
rows_of(const struct library_prep *p)
{
    return p->sketch_n < LIBRARY_SKETCH_ROWS ? p->sketch_n : LIBRARY_SKETCH_ROWS;
}

void
library_near_begin(struct library_near *near, struct arena *a, size_t docs, int64_t root_id)
{
    size_t slots = 64;
    while (slots < docs * LIBRARY_SKETCH_ROWS * 2)
        slots *= 2;
    *near = (struct library_near){.arena = a,
        .root_id = root_id,
        .docs = arena_array(a, const struct library_prep *, docs),
        .places = arena_array(a, struct near_place, slots),
        .slots = slots};
}

/* ---- in the portion ---- */
struct candidate {
    uint32_t doc;
    uint32_t shared;
};

struct candidates {
    struct candidate v[LIBRARY_SKETCH_ROWS * OF_ONE_HASH];
    size_t n;
};

static void
share(struct candidates *c, uint32_t doc)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].doc == doc) {
            c->v[i].shared++;
            return;
        }
    c->v[c->n++] = (struct candidate){doc, 1};
}

/* The documents of one hash, which joins them when `doc` is not 0. */
static void
visit(struct library_near *near, uint64_t hash, uint32_t doc, struct candidates *c)
{
    uint32_t n = 0;
    size_t at = (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (near->slots - 1);
    for (; near->places[at].doc != 0; at = (at + 1) & (near->slots - 1))
        if (near->places[at].hash == hash) {
            n++;
            if (c)
                share(c, near->places[at].doc - 1);
        }
    if (doc != 0 && n < OF_ONE_HASH)
        near->places[at] = (struct near_place){hash, doc};
}

static void
better(struct library_alike *best, int64_t id, int per_mille)
{
    if (per_mille >= ALIKE_MIN && per_mille > best->per_mille)
        *best = (struct library_alike){id, per_mille};
}

static void
look_in_portion(struct library_near *near, const struct library_prep *p, struct library_alike *best)
{
    struct candidates c = {.n = 0};
    for (size_t i = 0; i < rows_of(p); i++)
        visit(near, p->sketch[i], 0, &c);
    for (size_t i = 0; i < c.n; i++) {
        const struct library_prep *other = near->docs[c.v[i].doc];
        if (c.v[i].shared >= SHARED_MIN)
            better(best, other->id,
                print_alike(p->sketch, p->sketch_n, other->sketch, other->sketch_n));
    }
}

/* ---- in the store ---- */
static bool
compare(struct work *w, const struct library_prep *p, int64_t other, struct library_alike *best,
    struct err *e)
{
    struct stmt *s;
    uint64_t sketch[PRINT_SKETCH] = {0};
    if (!stmt_open(w->db, SQL_LIBRARY_PRINT_GET, VALS(v_int(other)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        struct str bytes = stmt_str(s, 0);
        size_t n = bytes.n / 8 < PRINT_SKETCH ? bytes.n / 8 : PRINT_SKETCH;
        for (size_t i = 0; i < n * 8; i++)
            sketch[i / 8] |= (uint64_t)(unsigned char)bytes.p[i] << (8 * (i % 8));
        better(best, other, print_alike(p->sketch, p->sketch_n, sketch, n));
    }
    stmt_close(s);
    return step != STEP_ERROR;
}

static bool
look_in_store(struct work *w, const struct library_near *near, const struct library_prep *p,
    struct library_alike *best, struct err *e)
{
    struct val v[LIBRARY_SKETCH_ROWS + 1];
    int64_t ids[LOOKED_AT];
    size_t n = 0;
    struct stmt *s;
    for (size_t i = 0; i < LIBRARY_SKETCH_ROWS; i++)
        v[i] = i < rows_of(p) ? v_int(mixed(p->sketch[i], near->root_id)) : v_null();
    v[LIBRARY_SKETCH_ROWS] = v_int(SHARED_MIN);
    if (!stmt_open(
            w->db, SQL_LIBRARY_SKETCH_NEAR, (struct vals){v, LIBRARY_SKETCH_ROWS + 1}, &s, e))
        return false;
    while (n < LOOKED_AT && stmt_step(s, e) == STEP_ROW)
        ids[n++] = stmt_int(s, 0);
    bool ok = !stmt_failed(s);
    stmt_close(s);
    for (size_t i = 0; ok && i < n; i++)
        ok = ids[i] == p->id || compare(w, p, ids[i], best, e);
    return ok;
}

bool
library_near_find(struct work *w, struct library_near *near, const struct library_prep *p,
    struct library_alike *best, struct err *e)
{
    *best = (struct library_alike){0, 0};
    look_in_portion(near, p, best);
    return look_in_store(w, near, p, best, e);
}

bool
library_near_add(
    struct work *w, struct library_near *near, const struct library_prep *p, struct err *e)
{
    char bytes[PRINT_SKETCH * 8];
    near->docs[near->n++] = p;
    for (size_t i = 0; i < rows_of(p); i++)
        visit(near, p->sketch[i], (uint32_t)near->n, NULL);
    for (size_t i = 0; i < p->sketch_n; i++)
        for (size_t k = 0; k < 8; k++)
            bytes[i * 8 + k] = (char)(p->sketch[i] >> (8 * k) & 0xFF);
    return db_run(w->db, SQL_LIBRARY_PRINT_ADD,
        VALS(v_int(p->id), v_int(near->root_id), v_bytes(str_make(bytes, p->sketch_n * 8))), NULL,
        e);
}

struct row {
    int64_t hash, doc_id;
};

static int
by_hash(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash ? 1 : x->doc_id < y->doc_id ? -1 : 1;
}

bool
library_near_write(struct work *w, struct library_near *near, struct err *e)
{
    struct row *rows = arena_array(near->arena, struct row, near->n * LIBRARY_SKETCH_ROWS);
    size_t n = 0;
    for (size_t i = 0; i < near->n; i++)
        for (size_t k = 0; k < rows_of(near->docs[i]); k++)
            rows[n++] =
                (struct row){mixed(near->docs[i]->sketch[k], near->root_id), near->docs[i]->id};
    if (n)
        qsort(rows, n, sizeof(*rows), by_hash);
    for (size_t at = 0; at < n; at += ROWS_AT_ONCE) {
        struct val v[ROWS_AT_ONCE * 2];
        for (size_t i = 0; i < ROWS_AT_ONCE; i++) {
            bool there = at + i < n;
            v[2 * i] = there ? v_int(rows[at + i].hash) : v_null();
            v[2 * i + 1] = there ? v_int(rows[at + i].doc_id) : v_null();
        }
        if (!db_run(
                w->db, SQL_LIBRARY_SKETCH_ADD, (struct vals){v, sizeof(v) / sizeof(v[0])}, NULL, e))
            return false;
    }
    return true;
}
