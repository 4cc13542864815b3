/* Rights and filters: what of a view may be found at all. */
#include "domain/right_int.h"
#include "domain/search_find.h"
#include "store/store.h"

/* Whether the actor may find what lies under the scope. */
static bool
scope_allowed(struct work *w, const struct search_scope *s, bool *allowed, struct err *e)
{
    struct right_reach reach;
    *allowed = false;
    if (!right_reach(w, s->path, &reach, e))
        return false;
    switch (s->lock) {
    case SEARCH_LOCK_READ:
        *allowed = reach.read;
        break;
    case SEARCH_LOCK_SHARED:
        *allowed = reach.at || reach.below;
        break;
    case SEARCH_LOCK_OWN:
        *allowed = reach.at;
        break;
    }
    return true;
}

static bool
path_of(struct work *w, int64_t org_id, struct str *path, struct err *e)
{
    struct stmt *s;
    *path = S("");
    if (!stmt_open(w->db, SQL_RIGHT_ORG_PATH, VALS(v_int(org_id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        *path = stmt_text(s, 0, w->arena);
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
search_may(struct work *w, int64_t org_id, enum search_lock lock, bool *may, struct err *e)
{
    struct search_scope scope = {.org_id = org_id, .lock = lock};
    *may = false;
    return path_of(w, org_id, &scope.path, e) && scope_allowed(w, &scope, may, e);
}

/* Which kinds pass the filter; NULL: all. */
static uint8_t *
kinds_wanted(struct find *f, const struct search_facts *facts)
{
    if (str_empty(f->ask->kind))
        return NULL;
    uint8_t *ok = arena_array(f->arena, uint8_t, facts->kinds_n + 1);
    for (uint32_t i = 0; i < facts->kinds_n; i++)
        ok[i] = str_eq(facts->kinds[i].code, f->ask->kind);
    return ok;
}

static void
fill_visible(const struct find_block *b, bool all)
{
    const struct search_facts *facts = b->b->facts;
    size_t words = bit_words(facts->n);
    if (all) {
        for (size_t i = 0; i < words; i++)
            b->visible[i] = ~b->b->gone[i];
        if (facts->n & 63)
            b->visible[words - 1] &= (UINT64_C(1) << (facts->n & 63)) - 1;
        return;
    }
    for (uint32_t i = 0; i < facts->n; i++)
        b->visible[i >> 6] |= (uint64_t)b->scope_ok[facts->scope[i]] << (i & 63);
    for (size_t i = 0; i < words; i++)
        b->visible[i] &= ~b->b->gone[i];
}

static void
fill_wanted(struct find *f, struct find_block *b, bool all_scopes)
{
    const struct search_facts *facts = b->b->facts;
    const uint8_t *kinds = kinds_wanted(f, facts);
    unsigned sources = f->ask->sources ? f->ask->sources : ~0U;
    if (all_scopes && !kinds && !f->ask->year && !f->ask->sources) {
        b->wanted = b->visible;
        return;
    }
    b->wanted = arena_array(f->arena, uint64_t, bit_words(facts->n) + 1);
    for (uint32_t i = 0; i < facts->n; i++) {
        bool ok = b->scope_wanted[facts->scope[i]] && (sources >> facts->source[i] & 1) != 0 &&
            (!kinds || kinds[facts->kind[i]]) && (!f->ask->year || facts->year[i] == f->ask->year);
        b->wanted[i >> 6] |= (uint64_t)ok << (i & 63);
    }
    for (size_t i = 0; i < bit_words(facts->n); i++)
        b->wanted[i] &= b->visible[i];
}

static bool
block_scopes(struct find *f, struct find_block *b, struct str below, struct err *e)
{
    const struct search_facts *facts = b->b->facts;
    bool all = true, all_wanted = true;
    b->scope_ok = arena_array(f->arena, uint8_t, facts->scopes_n + 1);
    b->scope_wanted = arena_array(f->arena, uint8_t, facts->scopes_n + 1);
    b->visible = arena_array(f->arena, uint64_t, bit_words(facts->n) + 1);
    for (uint32_t i = 0; i < facts->scopes_n; i++) {
        bool ok;
        if (!scope_allowed(f->w, &facts->scopes[i], &ok, e))
            return false;
        bool wanted =
            f->ask->org_id == 0 || (below.n > 0 && str_starts(facts->scopes[i].path, below));
        b->scope_ok[i] = ok;
        b->scope_wanted[i] = wanted;
        all = all && ok;
        all_wanted = all_wanted && wanted;
        if (ok) {
            f->docs += b->b->sums[i].docs;
            f->points += b->b->sums[i].points;
        }
    }
    fill_visible(b, all);
    b->all_visible = all && b->b->gone_n == 0;
    fill_wanted(f, b, all_wanted);
    return true;
}

bool
find_scopes(struct find *f, struct err *e)
{
    struct str below = S("");
    if (f->ask->org_id && !path_of(f->w, f->ask->org_id, &below, e))
        return false;
    for (size_t i = 0; i < f->view->n; i++)
        if (!block_scopes(f, &f->blocks[i], below, e))
            return false;
    return true;
}
