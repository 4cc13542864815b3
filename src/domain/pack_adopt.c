/* Binding a pack to a root's year. */
#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/pack_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    YEAR_MIN = 1900,
    YEAR_MAX = 9999,
    SNAPSHOT_MAX = 4096
};

struct ruled {
    int64_t org_id;
    int year;
};

struct ruleds {
    struct ruled *v;
    size_t n;
};

/* ---- what is asked first ---- */

static bool
check_asked(struct work *w, int64_t root_id, int year, struct err *e)
{
    struct org org;
    if (!right_check(w, root_id, RIGHT_MANAGE, e) || !org_load(w, root_id, &org, e))
        return false;
    if (org.root_id != root_id)
        return err_set(e, ERR_INPUT, tr("制度包由最上级组织启用，请在最上级组织办理。"));
    if (year < YEAR_MIN || year > YEAR_MAX)
        return err_field(e, "year", tr("年度应为 %d 到 %d。"), YEAR_MIN, YEAR_MAX);
    return true;
}

/* Whether that year has this very text of the pack of its own already. */
static bool
is_bound(
    struct work *w, int64_t root_id, int year, const struct pack *p, bool *bound, struct err *e)
{
    struct stmt *s;
    *bound = false;
    if (!stmt_open(
            w->db, SQL_PACK_OF_YEAR_OWN, VALS(v_int(root_id), v_int(year), v_str(p->name)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *bound = str_eq(stmt_str(s, 0), p->digest);
    stmt_close(s);
    return step != STEP_ERROR;
}

static bool
clash(struct err *e, const struct pack *p, const struct pack *other, struct str code)
{
    return err_set(e, ERR_CONFLICT,
        tr("制度包 %.*s 和本年度已启用的 %.*s 都用了代码 %.*s，不能同时启用；请改用不同的代码。"),
        STR_ARG(p->name), STR_ARG(other->name), STR_ARG(code));
}

/* Codes of kinds, duties and figures are known by themselves: two packs of a year share none. */
static bool
check_clash(const struct pack *p, const struct pack *other, struct err *e)
{
    const struct pack *list[] = {other};
    const struct rules r = {list, 1};
    for (size_t i = 0; i < p->kinds_n; i++)
        if (rules_kind(&r, p->kinds[i].code))
            return clash(e, p, other, p->kinds[i].code);
    for (size_t i = 0; i < p->duties_n; i++)
        if (rules_duty(&r, p->duties[i].code, NULL))
            return clash(e, p, other, p->duties[i].code);
    for (size_t i = 0; i < p->figures_n; i++)
        if (rules_figure(&r, p->figures[i].code))
            return clash(e, p, other, p->figures[i].code);
    return true;
}

static bool
check_others(struct work *w, int64_t root_id, int year, const struct pack *p, struct err *e)
{
    const struct rules *rules;
    if (!rules_for(w, root_id, year, &rules, e))
        return false;
    for (size_t i = 0; i < rules->n; i++)
        if (!str_eq(rules->packs[i]->name, p->name) && !check_clash(p, rules->packs[i], e))
            return false;
    return true;
}

/* ---- what is written ---- */

static bool
bind(struct work *w, int64_t root_id, int year, const struct pack_found *found, struct err *e)
{
    const struct pack *p = found->pack;
    struct val root = v_int(root_id), y = v_int(year);
    w->ruling.rules = NULL; /* what was kept no longer holds */
    return db_run(w->db, SQL_PACK_TEXT_ADD,
               VALS(v_str(p->digest), v_str(p->name), v_str(p->version), v_str(found->yaml),
                   v_int(w->now_ms)),
               NULL, e) &&
        db_run(w->db, SQL_PACK_YEAR_INHERIT, VALS(root, y), NULL, e) &&
        db_run(w->db, SQL_PACK_YEAR_PUT, VALS(root, y, v_str(p->name), v_str(p->digest)), NULL, e);
}

static bool
journal(
    struct work *w, int64_t root_id, int year, const struct pack *p, struct str why, struct err *e)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("digest"), p->digest);
    json_field_str(&j, S("name"), p->name);
    json_field_str(&j, S("version"), p->version);
    json_field_int(&j, S("year"), year);
    json_object_end(&j);
    const struct journal_entry entry = {.root_id = root_id,
        .org_id = root_id,
        .what = S("rules.adopt"),
        .object = S("rules"),
        .object_id = root_id,
        .why = why,
        .snapshot = arena_str(w->arena, out_str(&o))};
    BUG_ON(o.overflow, "a pack's name and version do not fit");
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}

static bool
ruled_read(struct work *w, int64_t root_id, int year, struct ruleds *list, struct err *e)
{
    struct stmt *s;
    *list = (struct ruleds){NULL, 0};
    if (!stmt_open(w->db, SQL_PACK_YEARS_RULED, VALS(v_int(root_id), v_int(year)), &s, e))
        return false;
    stmt_each (s, e) {
        struct ruled one = {stmt_int(s, 0), (int)stmt_int(s, 1)};
        LIST_ADD(w->arena, list, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
years_follow(struct work *w, int64_t root_id, int year, struct err *e)
{
    struct ruleds list;
    if (!ruled_read(w, root_id, year, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (!duty_recompute(w, list.v[i].org_id, list.v[i].year, e))
            return false;
    return true;
}

bool
rules_adopt(
    struct work *w, int64_t root_id, int year, struct str pack_name, struct str why, struct err *e)
{
    struct pack_found found;
    bool bound;
    BUG_ON(!w->writing, "rules_adopt outside of a job");
    if (!check_asked(w, root_id, year, e) || !pack_find(w, pack_name, &found, e) ||
        !is_bound(w, root_id, year, found.pack, &bound, e))
        return false;
    if (bound)
        return true;
    return check_others(w, root_id, year, found.pack, e) && bind(w, root_id, year, &found, e) &&
        journal(w, root_id, year, found.pack, why, e) && years_follow(w, root_id, year, e);
}
