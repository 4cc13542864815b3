/* 授权: which account has which role where, until when. */
#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/account_int.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "store/store.h"

enum {
    WHY_MAX_CHARS = 500,
    SNAPSHOT_MAX = 1 << 12
};

static bool
grants_read(struct work *w, enum sql sql, struct vals vals, struct grants *list, struct err *e)
{
    struct stmt *s;
    struct arena *a = w->arena;
    *list = (struct grants){NULL, 0};
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        struct grant g = {.id = stmt_int(s, 0),
            .account_id = stmt_int(s, 1),
            .org_id = stmt_int(s, 2),
            .version = stmt_int(s, 3),
            .org_name = stmt_text(s, 4, a),
            .login = stmt_text(s, 5, a),
            .name = stmt_text(s, 6, a),
            .until_on = stmt_date(s, 8)};
        if (role_parse(stmt_str(s, 7), &g.role))
            LIST_ADD(a, list, g);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
grant_list(struct work *w, int64_t org_id, struct grants *list, struct err *e)
{
    return right_check(w, org_id, RIGHT_MANAGE, e) &&
        grants_read(w, SQL_GRANT_OF_ORG, VALS(v_int(org_id), v_date(w->arena, w->today)), list, e);
}

bool
grant_of_account(struct work *w, int64_t account_id, struct grants *list, struct err *e)
{
    struct account_row row;
    return account_reach(w, account_id, &row, e) &&
        grants_read(
            w, SQL_GRANT_OF_ACCOUNT, VALS(v_int(account_id), v_date(w->arena, w->today)), list, e);
}

static bool
journal_grant(struct work *w, const struct grant *g, int64_t root_id, struct str what,
    struct str why, struct err *e)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("id"), g->id);
    json_field_int(&j, S("account"), g->account_id);
    json_field_int(&j, S("org"), g->org_id);
    json_field_str(&j, S("role"), role_code(g->role));
    json_field_opt(&j, S("until_on"), str_from(date_format(g->until_on).z));
    json_field_int(&j, S("version"), g->version);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = root_id,
        .org_id = g->org_id,
        .what = what,
        .object = S("grant"),
        .object_id = g->id,
        .version = g->version,
        .why = why,
        .snapshot = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}

static bool
grant_fits(struct work *w, const struct grant *g, struct err *e)
{
    if (g->role <= ROLE_NONE || g->role >= ROLE_COUNT)
        return err_field(e, "role", tr("请选择角色。"));
    if (date_is_none(g->until_on))
        return g->role != ROLE_INSPECTOR ||
            err_field(e, "until_on", tr("检查人员的授权要有截止日期。"));
    return (date_valid(g->until_on) && date_cmp(g->until_on, w->today) >= 0) ||
        err_field(e, "until_on", tr("授权的截止日期不能早于今天。"));
}

static bool
write_until(struct work *w, struct grant *g, int64_t root_id, struct str what, struct str why,
    struct err *e)
{
    g->version++;
    w->grants = NULL;
    return db_run(w->db, SQL_GRANT_SET_UNTIL, VALS(v_int(g->id), v_date(w->arena, g->until_on)),
               NULL, e) &&
        journal_grant(w, g, root_id, what, why, e);
}

bool
grant_make(struct work *w, const struct grant *grant, int64_t root_id, struct err *e)
{
    struct grants old;
    struct grant g = *grant;
    if (!grant_fits(w, &g, e) ||
        !grants_read(w, SQL_GRANT_OF_ACCOUNT, VALS(v_int(g.account_id), v_date(w->arena, w->today)),
            &old, e))
        return false;
    for (size_t i = 0; i < old.n; i++)
        if (old.v[i].org_id == g.org_id && old.v[i].role == g.role) {
            old.v[i].until_on = g.until_on;
            return write_until(w, &old.v[i], root_id, S("grant.change"), S(""), e);
        }
    g.version = 1;
    w->grants = NULL;
    return db_new_id(w->db, &g.id, e) &&
        db_run(w->db, SQL_GRANT_ADD,
            VALS(v_int(g.id), v_int(root_id), v_int(g.account_id), v_int(g.org_id),
                v_str(role_code(g.role)), v_date(w->arena, g.until_on)),
            NULL, e) &&
        journal_grant(w, &g, root_id, S("grant.add"), S(""), e);
}

bool
grant_add(struct work *w, int64_t account_id, int64_t org_id, enum role role, struct date until_on,
    struct err *e)
{
    struct account_row row;
    struct org org;
    BUG_ON(!w->writing, "grant_add outside of a job");
    if (!right_check(w, org_id, RIGHT_MANAGE, e) || !org_load(w, org_id, &org, e) ||
        !account_load(w, account_id, &row, e))
        return false;
    if (row.a.root_id != org.root_id)
        return err_set(e, ERR_NOT_FOUND, tr("没有这个账号，或者它不归您管理。"));
    struct grant g = {
        .account_id = account_id, .org_id = org_id, .role = role, .until_on = until_on};
    return grant_make(w, &g, org.root_id, e);
}

/* It held until yesterday from now on. */
bool
grant_end(struct work *w, int64_t grant_id, struct str why, struct err *e)
{
    struct grants list;
    struct account_row row;
    BUG_ON(!w->writing, "grant_end outside of a job");
    if (!grants_read(w, SQL_GRANT_GET, VALS(v_int(grant_id)), &list, e))
        return false;
    if (list.n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("没有这条授权，或者您无权查看。"));
    struct grant *g = &list.v[0];
    if (!right_check(w, g->org_id, RIGHT_MANAGE, e) || !account_load(w, g->account_id, &row, e))
        return false;
    if (g->account_id == w->actor.account && g->role == ROLE_ADMIN)
        return err_set(e, ERR_DENIED, tr("不能收回自己的管理员授权，请让另一位管理员来做。"));
    if (!check_text(str_trim(why), "why", tr("收回的原因"), 1, WHY_MAX_CHARS, e))
        return false;
    struct date yesterday = date_add_days(w->today, -1);
    if (!date_is_none(g->until_on) && date_cmp(g->until_on, yesterday) <= 0)
        return true;
    g->until_on = yesterday;
    return write_until(w, g, row.a.root_id, S("grant.end"), str_trim(why), e);
}
