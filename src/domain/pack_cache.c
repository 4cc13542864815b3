/* The packs that rule a root's year, read from the store once and kept as long as the house. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/house_int.h"
#include "domain/list.h"
#include "domain/pack_int.h"
#include "store/store.h"

struct cached_pack {
    struct arena *arena; /* in which it lies itself */
    const struct pack *pack;
    struct cached_pack *next;
};

/* The same packs in the same order are the same rules. */
struct cached_rules {
    struct rules rules;
    struct cached_rules *next;
};

struct rules_cache {
    struct arena *arena; /* of the cache itself and of all rules */
    struct cached_pack *packs;
    struct cached_rules *rules;
};

/* What year_pack names. */
struct bound {
    struct str pack, digest;
};

struct bounds {
    struct bound *v;
    size_t n;
};

struct rules_cache *
rules_cache_open(void)
{
    struct arena *a = arena_open();
    struct rules_cache *cache = arena_new(a, struct rules_cache);
    cache->arena = a;
    return cache;
}

void
rules_cache_close(struct rules_cache *cache)
{
    struct cached_pack *p = cache->packs;
    while (p) {
        struct cached_pack *next = p->next;
        arena_close(p->arena);
        p = next;
    }
    arena_close(cache->arena);
}

static bool
bounds_read(struct work *w, int64_t root_id, int year, struct bounds *b, struct err *e)
{
    struct stmt *s;
    *b = (struct bounds){NULL, 0};
    if (!stmt_open(w->db, SQL_PACK_OF_YEAR, VALS(v_int(root_id), v_int(year)), &s, e))
        return false;
    stmt_each (s, e) {
        struct bound one = {stmt_text(s, 0, w->arena), stmt_text(s, 1, w->arena)};
        LIST_ADD(w->arena, b, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
text_read(struct work *w, struct str digest, struct arena *a, struct str *yaml, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_PACK_TEXT, VALS(v_str(digest)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *yaml = stmt_text(s, 0, a);
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(
            e, ERR_STORE, tr("台账里缺少制度包 %.*s 的内容，请从备份恢复。"), STR_ARG(digest));
    return step == STEP_ROW;
}

static const struct pack *
pack_cached(const struct rules_cache *cache, struct str digest)
{
    for (const struct cached_pack *p = cache->packs; p; p = p->next)
        if (str_eq(p->pack->digest, digest))
            return p->pack;
    return NULL;
}

/* Reads and keeps a pack; its arena is the pack's alone, so that one that cannot be read leaves nothing behind. */
static bool
pack_keep(struct work *w, const struct bound *b, struct err *e)
{
    struct arena *a = arena_open();
    struct cached_pack *p = arena_new(a, struct cached_pack);
    struct str yaml = {NULL, 0};
    p->arena = a;
    const char *file = arena_fmt(w->arena, "%.*s.yaml", STR_ARG(b->pack)).p;
    if (!text_read(w, b->digest, a, &yaml, e) || !pack_parse(a, yaml, file, &p->pack, e)) {
        arena_close(a);
        return false;
    }
    p->next = w->house->rules->packs;
    w->house->rules->packs = p;
    return true;
}

static const struct rules *
rules_cached(const struct rules_cache *cache, const struct bounds *b)
{
    for (const struct cached_rules *r = cache->rules; r; r = r->next) {
        size_t same = 0;
        while (r->rules.n == b->n && same < b->n &&
            str_eq(r->rules.packs[same]->digest, b->v[same].digest))
            same++;
        if (r->rules.n == b->n && same == b->n)
            return &r->rules;
    }
    return NULL;
}

static bool
rules_keep(struct work *w, const struct bounds *b, const struct rules **rules, struct err *e)
{
    struct rules_cache *cache = w->house->rules;
    for (size_t i = 0; i < b->n; i++)
        if (!pack_cached(cache, b->v[i].digest) && !pack_keep(w, &b->v[i], e))
            return false;
    struct cached_rules *r = arena_new(cache->arena, struct cached_rules);
    const struct pack **packs = arena_array(cache->arena, const struct pack *, b->n);
    for (size_t i = 0; i < b->n; i++)
        packs[i] = pack_cached(cache, b->v[i].digest);
    r->rules = (struct rules){packs, b->n};
    r->next = cache->rules;
    cache->rules = r;
    *rules = &r->rules;
    return true;
}

bool
rules_for(struct work *w, int64_t root_id, int year, const struct rules **rules, struct err *e)
{
    struct bounds b;
    const struct ruling *last = &w->ruling;
    if (last->rules && last->root_id == root_id && last->year == year) {
        *rules = last->rules;
        return true;
    }
    if (!bounds_read(w, root_id, year, &b, e))
        return false;
    pthread_mutex_t *lock = &w->house->rules_lock;
    BUG_ON(pthread_mutex_lock(lock) != 0, "the rules' lock");
    *rules = rules_cached(w->house->rules, &b);
    bool ok = *rules || rules_keep(w, &b, rules, e);
    BUG_ON(pthread_mutex_unlock(lock) != 0, "the rules' lock");
    if (ok)
        w->ruling = (struct ruling){*rules, root_id, year};
    return ok;
}
