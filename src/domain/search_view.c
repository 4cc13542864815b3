#include "domain/search_view.h"

#include "base/bug.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "domain/house_int.h"
#include "domain/list.h"
#include "store/store.h"

struct search_cache {
    struct arena *arena;
    pthread_mutex_t lock;     /* for what follows */
    struct search_view *view; /* the newest; NULL: none yet */
    bool tidying;
    int64_t owner;
    atomic_bool stop;
    struct search_head head;
};

/* What a job or a batch did that was rolled back is not there. */
static void
forget_head(void *arg)
{
    struct search_cache *c = arg;
    c->head.known = false;
}

struct search_cache *
search_cache_open(struct store *store)
{
    struct arena *a = arena_open();
    struct search_cache *c = arena_new(a, struct search_cache);
    c->arena = a;
    random_bytes(&c->owner, sizeof c->owner);
    c->owner = (c->owner & INT64_MAX) | 1;
    atomic_init(&c->stop, false);
    BUG_ON(pthread_mutex_init(&c->lock, NULL) != 0, "no mutex");
    store_on_rollback(store, forget_head, c);
    return c;
}

void
search_cache_close(struct search_cache *c)
{
    if (!c)
        return;
    search_view_unref(c->view);
    (void)pthread_mutex_destroy(&c->lock);
    arena_close(c->arena);
}

struct search_head *
search_cache_head(struct search_cache *c)
{
    return &c->head;
}

int64_t
search_cache_owner(const struct search_cache *c)
{
    return c->owner;
}

atomic_bool *
search_cache_stop(struct search_cache *c)
{
    return &c->stop;
}

bool
search_cache_tidy_begin(struct search_cache *c)
{
    (void)pthread_mutex_lock(&c->lock);
    bool free = !c->tidying;
    c->tidying = true;
    (void)pthread_mutex_unlock(&c->lock);
    return free;
}

void
search_cache_tidy_end(struct search_cache *c)
{
    (void)pthread_mutex_lock(&c->lock);
    c->tidying = false;
    (void)pthread_mutex_unlock(&c->lock);
}

void
search_view_unref(struct search_view *v)
{
    if (!v || atomic_fetch_sub(&v->refs, 1) != 1)
        return;
    for (size_t i = 0; i < v->n; i++)
        facts_unref(v->blocks[i].facts);
    arena_close(v->arena);
}

/* The kept view with one more reference, or NULL. */
static struct search_view *
cache_take(struct search_cache *c)
{
    (void)pthread_mutex_lock(&c->lock);
    struct search_view *v = c->view;
    if (v)
        atomic_fetch_add(&v->refs, 1);
    (void)pthread_mutex_unlock(&c->lock);
    return v;
}

static void
cache_keep(struct search_cache *c, struct search_view *v)
{
    struct search_view *old = NULL;
    (void)pthread_mutex_lock(&c->lock);
    if (!c->view || c->view->changes < v->changes) {
        old = c->view;
        c->view = v;
        atomic_fetch_add(&v->refs, 1);
    }
    (void)pthread_mutex_unlock(&c->lock);
    search_view_unref(old);
}

/* ---- blocks ---- */

static void
block_lose(struct search_block *b, uint32_t i)
{
    const struct search_facts *f = b->facts;
    if (bit_get(b->gone, i))
        return;
    bit_set(b->gone, i);
    b->gone_n++;
    b->sums[f->scope[i]].docs--;
    b->sums[f->scope[i]].points -= f->points[i];
}

/* Takes over the reference to the facts. */
static struct search_block *
block_add(struct search_view *v, int64_t seg, struct search_facts *f)
{
    struct search_block *b = &v->blocks[v->n++];
    *b = (struct search_block){.seg = seg, .facts = f};
    b->gone = arena_array(v->arena, uint64_t, bit_words(f->n) + 1);
    b->sums = arena_array(v->arena, struct search_sum, f->scopes_n + 1);
    return b;
}

static void
block_count(struct search_block *b)
{
    const struct search_facts *f = b->facts;
    for (uint32_t i = 0; i < f->n; i++) {
        b->sums[f->scope[i]].docs++;
        b->sums[f->scope[i]].points += f->points[i];
    }
    for (uint32_t i = 0; i < f->n; i++)
        if (f->flags[i] & FACT_GONE)
            block_lose(b, i);
}

static void
block_copy(struct search_view *v, const struct search_block *from)
{
    struct search_facts *f = from->facts;
    facts_ref(f);
    struct search_block *b = block_add(v, from->seg, f);
    memcpy(b->gone, from->gone, bit_words(f->n) * sizeof *b->gone);
    memcpy(b->sums, from->sums, f->scopes_n * sizeof *b->sums);
    b->gone_n = from->gone_n;
}

static const struct search_block *
block_of(const struct search_view *v, int64_t seg)
{
    for (size_t i = 0; v && i < v->n; i++)
        if (v->blocks[i].seg == seg)
            return &v->blocks[i];
    return NULL;
}

/* ---- building ---- */

struct building {
    struct work *w;
    struct search_view *v;
    const struct search_view *old; /* an earlier state, or NULL */
    uint32_t last;                 /* the last document that is in a segment */
    bool all_gone; /* a block is new: which of its documents are gone is to be read whole */
};

static bool
load_facts(struct work *w, int64_t seg, struct search_facts **f, struct err *e)
{
    struct stmt *s;
    bool ok = false;
    *f = NULL;
    if (!stmt_open(w->db, SQL_SEARCH_SEG_FACTS, VALS(v_int(seg)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        ok = facts_decode(stmt_str(s, 0), f, e);
    stmt_close(s);
    if (ok && facts_finish(w, *f, e))
        return true;
    facts_unref(*f);
    return false;
}

static bool
add_segment(struct building *b, int64_t seg, struct err *e)
{
    const struct search_block *old = block_of(b->old, seg);
    if (old) {
        block_copy(b->v, old);
        return true;
    }
    struct search_facts *f;
    if (!load_facts(b->w, seg, &f, e))
        return false;
    block_count(block_add(b->v, seg, f));
    b->all_gone = true;
    return true;
}

static bool
add_segments(struct building *b, struct err *e)
{
    struct stmt *s;

    struct {
        int64_t *v;
        size_t n;
    } ids = {NULL, 0};

    if (!stmt_open(b->w->db, SQL_SEARCH_SEG_LIST, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        if (stmt_int(s, 6) <= 0)
            continue;
        LIST_ADD(b->v->arena, &ids, stmt_int(s, 0));
        b->last = (uint32_t)stmt_int(s, 2);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    b->v->blocks = arena_array(b->v->arena, struct search_block, ids.n + 1);
    for (size_t i = 0; !failed && i < ids.n; i++)
        failed = !add_segment(b, ids.v[i], e);
    return !failed;
}

static void
fresh_add(struct search_facts *f, struct str title, struct str text)
{
    f->title = list_room(f->arena, f->title, f->n - 1, sizeof *f->title);
    f->text = list_room(f->arena, f->text, f->n - 1, sizeof *f->text);
    f->title[f->n - 1] = arena_str(f->arena, title);
    f->text[f->n - 1] = arena_str(f->arena, text);
}

static void
fresh_row(const struct stmt *s, struct search_facts *f)
{
    if (stmt_int(s, 11) != 0)
        return;
    struct search_fact one = {.docno = (uint32_t)stmt_int(s, 0),
        .root_id = stmt_int(s, 1),
        .org_id = stmt_int(s, 2),
        .lock = (enum search_lock)stmt_int(s, 3),
        .source = (enum search_source)stmt_int(s, 4),
        .kind = stmt_str(s, 5),
        .kind_title = stmt_str(s, 6),
        .flags = stmt_int(s, 7) ? FACT_APART : 0,
        .year = (int)stmt_int(s, 8),
        .dated = stmt_date(s, 9),
        .points = (uint32_t)stmt_int(s, 10),
        .title_points = (uint32_t)utf8_count(stmt_str(s, 12))};
    facts_add(f, &one);
    fresh_add(f, stmt_str(s, 12), stmt_str(s, 13));
}

/* The fresh documents: those that were so before, and those behind them. */
static bool
add_fresh(struct building *b, uint32_t rows, struct err *e)
{
    const struct search_block *old = block_of(b->old, 0);
    uint32_t from = b->last, before = old ? old->facts->n : 0;
    struct search_facts *f = facts_open(before + rows);
    for (uint32_t i = 0; i < before; i++) {
        if (old->facts->docno[i] <= b->last || bit_get(old->gone, i))
            continue;
        facts_add_from(f, old->facts, i);
        fresh_add(f, old->facts->title[i], old->facts->text[i]);
    }
    if (b->old && b->old->last_docno > from)
        from = b->old->last_docno;
    struct stmt *s;
    bool ok = stmt_open(b->w->db, SQL_SEARCH_FRESH_LIST, VALS(v_int(from)), &s, e);
    if (ok) {
        stmt_each (s, e) {
            fresh_row(s, f);
        }
        ok = !stmt_failed(s);
        stmt_close(s);
    }
    if (!ok || !facts_finish(b->w, f, e)) {
        facts_unref(f);
        return false;
    }
    block_count(block_add(b->v, 0, f));
    return true;
}

static void
lose(struct search_view *v, uint32_t docno)
{
    for (size_t i = 0; i < v->n; i++) {
        const struct search_facts *f = v->blocks[i].facts;
        if (f->n == 0 || docno < f->docno[0] || docno > f->docno[f->n - 1])
            continue;
        uint32_t at = facts_find(f, docno);
        if (at != UINT32_MAX)
            block_lose(&v->blocks[i], at);
        return;
    }
}

static bool
read_gone(struct building *b, struct err *e)
{
    struct stmt *s;
    int64_t since = b->old && !b->all_gone ? b->old->changes : -2;
    if (!stmt_open(b->w->db, SQL_SEARCH_GONE_SINCE, VALS(v_int(since)), &s, e))
        return false;
    stmt_each (s, e) {
        lose(b->v, (uint32_t)stmt_int(s, 0));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
build(struct building *b, const struct search_state *state, struct err *e)
{
    if (!add_segments(b, e))
        return false;
    uint32_t seen = b->last;
    if (b->old && b->old->last_docno > seen)
        seen = b->old->last_docno;
    b->v->last_docno = (uint32_t)state->docno;
    return add_fresh(b, b->v->last_docno > seen ? b->v->last_docno - seen : 0, e) &&
        read_gone(b, e);
}

static bool
state_read(struct work *w, struct search_state *state, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_SEARCH_CHANGES, NO_VALS, &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        *state = (struct search_state){stmt_int(s, 0), stmt_int(s, 1)};
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
search_view_get(struct work *w, struct search_view **view, struct err *e)
{
    struct search_cache *cache = w->house->search;
    struct search_state state = {0, 0};
    if (!state_read(w, &state, e))
        return false;
    struct search_view *old = cache_take(cache);
    if (old && old->changes == state.changes) {
        *view = old;
        return true;
    }
    struct arena *a = arena_open();
    struct search_view *v = arena_new(a, struct search_view);
    v->arena = a;
    v->changes = state.changes;
    atomic_init(&v->refs, 1);
    struct building b = {.w = w, .v = v, .old = old && old->changes < state.changes ? old : NULL};
    bool ok = build(&b, &state, e);
    search_view_unref(old);
    if (!ok) {
        search_view_unref(v);
        return false;
    }
    if (!w->writing) /* what a job sees may be undone */
        cache_keep(cache, v);
    *view = v;
    return true;
}
