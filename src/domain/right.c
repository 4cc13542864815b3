#include "domain/right.h"

#include "base/bug.h"
#include "base/lang.h"
#include "domain/account.h"
#include "domain/ground.h"
#include "domain/list.h"
#include "domain/right_int.h"
#include "store/store.h"

struct held {
    int64_t org_id;
    struct str path;
    enum role role;
};

struct grants_cache {
    struct held *v;
    size_t n;
    bool read;              /* v is filled */
    struct org_place place; /* the org asked about last */
};

static const struct {
    struct str code;
    const char *title;
    unsigned rights; /* bit per enum right */
} roles[ROLE_COUNT] = {
    [ROLE_NONE] = {str_lit(""), N_("无"), 0},
    [ROLE_MEMBER] = {str_lit("member"), N_("党员（成员）"), 1U << RIGHT_SEE},
    [ROLE_INSPECTOR] = {str_lit("inspector"), N_("检查人员"), 1U << RIGHT_SEE | 1U << RIGHT_READ},
    [ROLE_UPPER] = {str_lit("upper"), N_("上级党组织"),
        1U << RIGHT_SEE | 1U << RIGHT_READ | 1U << RIGHT_ACCEPT},
    [ROLE_CLERK] = {str_lit("clerk"), N_("党务工作者"),
        1U << RIGHT_SEE | 1U << RIGHT_READ | 1U << RIGHT_WRITE},
    [ROLE_SECRETARY] = {str_lit("secretary"), N_("书记"),
        1U << RIGHT_SEE | 1U << RIGHT_READ | 1U << RIGHT_WRITE},
    [ROLE_ADMIN] = {str_lit("admin"), N_("管理员"),
        1U << RIGHT_SEE | 1U << RIGHT_READ | 1U << RIGHT_WRITE | 1U << RIGHT_MANAGE},
};

struct str
role_code(enum role role)
{
    BUG_ON(role < 0 || role >= ROLE_COUNT, "no such role");
    return roles[role].code;
}

struct str
role_title(enum role role)
{
    BUG_ON(role < 0 || role >= ROLE_COUNT, "no such role");
    return str_from(tr(roles[role].title));
}

bool
role_parse(struct str code, enum role *role)
{
    for (int r = ROLE_MEMBER; r < ROLE_COUNT; r++)
        if (str_eq(code, roles[r].code)) {
            *role = (enum role)r;
            return true;
        }
    return false;
}

static struct grants_cache *
cache_of(struct work *w)
{
    if (!w->grants)
        w->grants = arena_new(w->arena, struct grants_cache);
    return w->grants;
}

/* A grant in three columns: org, its path, role. */
static void
take_grant(struct work *w, struct grants_cache *g, const struct stmt *s, int col)
{
    struct held held = {.org_id = stmt_int(s, col)};
    if (!role_parse(stmt_str(s, col + 2), &held.role))
        return;
    held.path = stmt_text(s, col + 1, w->arena);
    LIST_ADD(w->arena, g, held);
}

/* The actor's grants of today, read once for each piece of work. */
static bool
grants(struct work *w, struct grants_cache **g, struct err *e)
{
    struct stmt *s;
    *g = cache_of(w);
    if ((*g)->read || w->actor.account == 0)
        return true;
    struct val today = v_date(w->arena, w->today);
    if (!stmt_open(w->db, SQL_RIGHT_GRANTS, VALS(v_int(w->actor.account), today), &s, e))
        return false;
    stmt_each (s, e) {
        take_grant(w, *g, s, 0);
    }
    (*g)->read = !stmt_failed(s);
    stmt_close(s);
    return (*g)->read;
}

/* The place and, unless they are there already, the grants, all of it in `a`. */
static void
copy_known(struct arena *a, struct grants_cache *to, const struct grants_cache *from)
{
    to->place = from->place;
    to->place.path = arena_str(a, from->place.path);
    to->place.kind = arena_str(a, from->place.kind);
    to->place.flags = arena_str(a, from->place.flags);
    for (size_t i = 0; !to->read && i < from->n; i++) {
        struct held held = from->v[i];
        held.path = arena_str(a, held.path);
        LIST_ADD(a, to, held);
    }
    to->read = true;
}

static bool
read_place(struct work *w, int64_t org_id, bool with_grants, struct grants_cache *g, bool *found,
    struct err *e)
{
    struct stmt *s;
    *found = false;
    if (!stmt_open(w->db, SQL_RIGHT_PLACE,
            VALS(v_int(org_id), v_int(with_grants ? w->actor.account : 0),
                v_date(w->arena, w->today)),
            &s, e))
        return false;
    stmt_each (s, e) {
        if (!*found)
            g->place = (struct org_place){.id = org_id,
                .root_id = stmt_int(s, 0),
                .parent_id = stmt_int(s, 1),
                .path = stmt_text(s, 2, w->arena),
                .kind = stmt_text(s, 3, w->arena),
                .flags = stmt_text(s, 4, w->arena),
                .closed_on = stmt_date(s, 5)};
        *found = true;
        if (with_grants && !stmt_null(s, 6))
            take_grant(w, g, s, 6);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* The first org that is asked about brings the grants with it. */
static bool
place(struct work *w, int64_t org_id, struct grants_cache *g, struct err *e)
{
    bool found = false;
    if (g->place.id == org_id)
        return true;
    const struct grants_cache *known = ground_find(w, GROUND_PLACE, w->actor.account, org_id);
    if (known) {
        copy_known(w->arena, g, known);
        return true;
    }
    bool first = !g->read;
    if (!read_place(w, org_id, first, g, &found, e))
        return false;
    g->read |= found;
    struct arena *kept = found && first ? ground_arena(w) : NULL;
    if (kept) {
        struct grants_cache *fact = arena_new(kept, struct grants_cache);
        copy_known(kept, fact, g);
        ground_keep(w, GROUND_PLACE, w->actor.account, org_id, fact);
    }
    return found || err_set(e, ERR_NOT_FOUND, tr("没有这个组织，或者您无权查看。"));
}

bool
org_place(struct work *w, int64_t org_id, struct org_place *p, struct err *e)
{
    struct grants_cache *g = cache_of(w);
    if (!place(w, org_id, g, e))
        return false;
    *p = g->place;
    return true;
}

/* A token does no more than its scopes say, whatever its account may do: none says that it makes accounts, roles or
   further tokens, which would outlive it. */
static bool
scope_allows(const struct actor *actor, enum right right)
{
    unsigned need = right == RIGHT_SEE || right == RIGHT_READ ? SCOPE_READ
        : right == RIGHT_WRITE                                ? SCOPE_WRITE
                                                              : 0U;
    return actor->token == 0 || (actor->scopes & need) != 0;
}

struct standing {
    unsigned rights; /* of all roles that reach the org */
    enum role role;  /* the highest */
    bool above;      /* a grant begins below: the org's name is no secret */
};

static bool
standing(struct work *w, int64_t org_id, struct standing *st, struct err *e)
{
    struct grants_cache *g = cache_of(w);
    *st = (struct standing){0, ROLE_NONE, false};
    if (!place(w, org_id, g, e))
        return false;
    struct str path = g->place.path;
    for (size_t i = 0; i < g->n; i++) {
        const struct held *h = &g->v[i];
        st->above |= str_starts(h->path, path);
        if (!str_starts(path, h->path))
            continue;
        st->rights |= roles[h->role].rights;
        if (h->role > st->role)
            st->role = h->role;
    }
    return true;
}

static bool
denied(enum right right, struct err *e)
{
    switch (right) {
    case RIGHT_SEE:
    case RIGHT_READ:
        return err_set(e, ERR_DENIED, tr("您无权查看这个组织的台账。如工作需要，请找管理员开通。"));
    case RIGHT_WRITE:
        return err_set(e, ERR_DENIED,
            tr("您只能查看，不能填写或改动这个组织的台账。如工作需要，请找管理员开通。"));
    case RIGHT_MANAGE:
        return err_set(e, ERR_DENIED, tr("这项设置只有管理员可以改动。"));
    case RIGHT_ACCEPT:
        return err_set(e, ERR_DENIED, tr("只有上级党组织可以接收或退回报告。"));
    }
    return err_set(e, ERR_DENIED, tr("您无权这样做。"));
}

bool
right_check(struct work *w, int64_t org_id, enum right right, struct err *e)
{
    struct standing st;
    if (!standing(w, org_id, &st, e))
        return false;
    if (w->actor.system)
        return true;
    if (st.rights == 0 && !st.above)
        return err_set(e, ERR_NOT_FOUND, tr("没有这个组织，或者您无权查看。"));
    if (!scope_allows(&w->actor, right))
        return err_set(
            e, ERR_DENIED, tr("这个接口令牌的权限不包括这项操作，请换用权限合适的令牌。"));
    return (st.rights & 1U << right) != 0 || denied(right, e);
}

bool
right_reach(struct work *w, struct str path, struct right_reach *reach, struct err *e)
{
    struct grants_cache *g;
    bool all = w->actor.system;
    *reach = (struct right_reach){all, all, all};
    if (all)
        return true;
    if (!grants(w, &g, e))
        return false;
    if (!scope_allows(&w->actor, RIGHT_READ) || str_empty(path))
        return true;
    for (size_t i = 0; i < g->n; i++) {
        const struct held *h = &g->v[i];
        bool at = str_starts(path, h->path);
        reach->at |= at;
        reach->read |= at && (roles[h->role].rights & 1U << RIGHT_READ) != 0;
        reach->below |= str_starts(h->path, path);
    }
    return true;
}

bool
right_has(struct work *w, int64_t org_id, enum right right)
{
    struct err e;
    err_clear(&e);
    return right_check(w, org_id, right, &e);
}

bool
right_role(struct work *w, int64_t org_id, enum role *role, struct err *e)
{
    struct standing st;
    if (!standing(w, org_id, &st, e))
        return false;
    *role = w->actor.system ? ROLE_ADMIN : st.role;
    return true;
}

static bool
all_roots(struct work *w, struct org_ids *ids, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_ORG_ROOTS, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, ids, stmt_int(s, 0));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* Whether another grant begins above, or the same org was named by an earlier one. */
static bool
covered(const struct grants_cache *g, size_t i)
{
    for (size_t k = 0; k < g->n; k++) {
        bool same = g->v[k].org_id == g->v[i].org_id;
        if (same ? k < i : str_starts(g->v[i].path, g->v[k].path))
            return true;
    }
    return false;
}

/* The org that the person belongs to comes first where a grant begins at it. */
static bool
home_first(struct work *w, struct org_ids *ids, struct err *e)
{
    int64_t home;
    bool found;
    if (w->actor.person == 0)
        return true;
    if (!db_get_int(w->db, SQL_ORG_HOME, VALS(v_int(w->actor.person)), &home, &found, e))
        return false;
    for (size_t i = 1; found && i < ids->n; i++)
        if (ids->v[i] == home) {
            memmove(ids->v + 1, ids->v, i * sizeof(*ids->v));
            ids->v[0] = home;
        }
    return true;
}

bool
right_homes(struct work *w, struct org_ids *ids, struct err *e)
{
    struct grants_cache *g;
    *ids = (struct org_ids){NULL, 0};
    if (w->actor.system)
        return all_roots(w, ids, e);
    if (!grants(w, &g, e))
        return false;
    for (size_t i = 0; i < g->n; i++)
        if (!covered(g, i))
            LIST_ADD(w->arena, ids, g->v[i].org_id);
    return home_first(w, ids, e);
}
