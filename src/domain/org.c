#include "domain/org.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/duty.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    NAME_MAX_CHARS = 80,
    WHY_MAX_CHARS = 500,
    FLAGS_MAX_BYTES = 400,
    SNAPSHOT_MAX = 1 << 16
};

static struct org
org_read(const struct stmt *s, struct arena *a)
{
    return (struct org){.id = stmt_int(s, 0),
        .root_id = stmt_int(s, 1),
        .parent_id = stmt_int(s, 2),
        .version = stmt_int(s, 3),
        .path = stmt_text(s, 4, a),
        .name = stmt_text(s, 5, a),
        .kind = stmt_text(s, 6, a),
        .flags = stmt_text(s, 7, a),
        .closed_on = stmt_date(s, 8)};
}

static bool
orgs_read(struct work *w, enum sql sql, struct vals vals, struct orgs *list, struct err *e)
{
    struct stmt *s;
    *list = (struct orgs){NULL, 0};
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, list, org_read(s, w->arena));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
org_load(struct work *w, int64_t id, struct org *org, struct err *e)
{
    struct orgs list;
    *org = (struct org){.id = 0};
    if (!orgs_read(w, SQL_ORG_GET, VALS(v_int(id)), &list, e))
        return false;
    if (list.n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("没有这个组织，或者您无权查看。"));
    *org = list.v[0];
    return true;
}

/* '/1/17/' → '/1/170': '0' follows '/' in ASCII. */
struct str
org_path_end(struct arena *a, struct str path)
{
    BUG_ON(path.n < 2, "an org's path begins and ends with a slash");
    return arena_fmt(a, "%.*s0", (int)path.n - 1, path.p);
}

static bool
open_years_follow(struct work *w, int64_t org_id, struct err *e)
{
    int *years = NULL;
    size_t n = 0;
    if (!duty_years(w, org_id, &years, &n, e))
        return false;
    for (size_t i = 0; i < n; i++)
        if (years[i] >= w->today.year - 1 && !duty_recompute(w, org_id, years[i], e))
            return false;
    return true;
}

/* What is derived follows whoever made the change: also in a parent that he may not see. */
bool
org_duties_follow(struct work *w, int64_t org_id, struct err *e)
{
    bool system = w->actor.system;
    w->actor.system = true;
    bool ok = open_years_follow(w, org_id, e);
    w->actor.system = system;
    return ok;
}

static struct str
snapshot(struct arena *a, const struct org *org)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("id"), org->id);
    json_field_int(&j, S("parent"), org->parent_id);
    json_field_str(&j, S("name"), org->name);
    json_field_str(&j, S("kind"), org->kind);
    json_field_str(&j, S("flags"), org->flags);
    json_field_opt(&j, S("closed_on"), str_from(date_format(org->closed_on).z));
    json_field_int(&j, S("version"), org->version);
    json_object_end(&j);
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

static bool
journal_org(struct work *w, const struct org *org, struct str what, struct str why, struct err *e)
{
    struct journal_entry entry = {.root_id = org->root_id,
        .org_id = org->id,
        .what = what,
        .object = S("org"),
        .object_id = org->id,
        .version = org->version,
        .why = why,
        .snapshot = snapshot(w->arena, org)};
    return journal_append(w, &entry, NULL, e);
}

/* "agency  abroad" → " agency abroad ": one blank around each, so that a flag is found by " agency ". */
static bool
flags_clean(struct arena *a, struct str in, struct str *out, struct err *e)
{
    struct str rest = in, word;
    struct str text = S(" ");
    if (in.n > FLAGS_MAX_BYTES)
        return err_field(e, "flags", tr("组织情况的选项太多，请从列表中选择。"));
    while (str_split(&rest, ' ', &word)) {
        if (word.n == 0)
            continue;
        if (!check_code(word, "flags", tr("组织情况"), e))
            return false;
        text = arena_fmt(a, "%.*s%.*s ", STR_ARG(text), STR_ARG(word));
    }
    *out = text;
    return true;
}

static bool
input_clean(struct arena *a, const struct org_input *in, struct org *org, struct err *e)
{
    org->name = str_trim(in->name);
    org->kind = str_trim(in->kind);
    return check_line(org->name, "name", tr("组织名称"), 1, NAME_MAX_CHARS, e) &&
        check_code(org->kind, "kind", tr("组织类别"), e) &&
        flags_clean(a, in->flags, &org->flags, e);
}

/* Where a new org stands: below its parent, or as a root (the command line's only). */
static bool
place(struct work *w, int64_t parent_id, struct org *org, struct err *e)
{
    struct org parent = {.path = S("/")};
    if (parent_id == 0 && !w->actor.system)
        return err_set(e, ERR_DENIED, tr("最上级组织只能在本机用 taizhang init 建立。"));
    if (parent_id != 0 &&
        (!right_check(w, parent_id, RIGHT_MANAGE, e) || !org_load(w, parent_id, &parent, e)))
        return false;
    if (!date_is_none(parent.closed_on))
        return err_field(
            e, "parent", tr("上级组织“%.*s”已经撤销，不能在下面新建组织。"), STR_ARG(parent.name));
    if (!db_new_id(w->db, &org->id, e))
        return false;
    org->parent_id = parent_id;
    org->root_id = parent_id ? parent.root_id : org->id;
    org->path = arena_fmt(w->arena, "%.*s%lld/", STR_ARG(parent.path), (long long)org->id);
    org->version = 1;
    return true;
}

static bool
org_new(struct work *w, const struct org_input *in, int64_t *id, struct err *e)
{
    struct org org = {.id = 0};
    if (!place(w, in->parent_id, &org, e) || !input_clean(w->arena, in, &org, e))
        return false;
    *id = org.id;
    return db_run(w->db, SQL_ORG_ADD,
               VALS(v_int(org.id), v_int(org.root_id), v_ref(org.parent_id), v_str(org.path),
                   v_str(org.name), v_str(org.kind), v_str(org.flags)),
               NULL, e) &&
        journal_org(w, &org, S("org.add"), S(""), e);
}

/* A new body owes this year's duties from now on, and may change what its parent owes (groups). A root's year is
   opened when its packs are chosen (house_found). */
static bool
open_year(struct work *w, int64_t id, int64_t parent_id, struct err *e)
{
    return parent_id == 0 ||
        (duty_recompute(w, id, w->today.year, e) && org_duties_follow(w, parent_id, e));
}

static bool
write_change(struct work *w, struct org *org, struct str what, struct str why, struct err *e)
{
    int64_t changed;
    if (!db_run(w->db, SQL_ORG_CHANGE,
            VALS(v_int(org->id), v_int(org->version), v_str(org->name), v_str(org->kind),
                v_str(org->flags), v_date(w->arena, org->closed_on)),
            &changed, e))
        return false;
    if (changed == 0)
        return err_set(e, ERR_CONFLICT,
            tr("“%.*s”刚刚被别人改过，您的改动没有保存。请刷新后核对，再改一次。"),
            STR_ARG(org->name));
    org->version++;
    w->grants = NULL; /* what is remembered of the org no longer holds */
    return journal_org(w, org, what, why, e) && org_duties_follow(w, org->id, e) &&
        (org->parent_id == 0 || org_duties_follow(w, org->parent_id, e));
}

static bool
org_change(struct work *w, const struct org_input *in, struct err *e)
{
    struct org org, was;
    if (!right_check(w, in->id, RIGHT_MANAGE, e) || !org_load(w, in->id, &org, e))
        return false;
    if (in->parent_id != 0 && in->parent_id != org.parent_id)
        return err_field(
            e, "parent", tr("组织建立后不能改换上级。请在新的上级下另建，并撤销原来的。"));
    was = org;
    org.version = in->version;
    if (!input_clean(w->arena, in, &org, e))
        return false;
    if (was.version == in->version && str_eq(was.name, org.name) && str_eq(was.kind, org.kind) &&
        str_eq(was.flags, org.flags))
        return true;
    return write_change(w, &org, S("org.change"), S(""), e);
}

bool
org_save(struct work *w, const struct org_input *in, int64_t *id, struct err *e)
{
    BUG_ON(!w->writing, "org_save outside of a job");
    *id = in->id;
    if (in->id != 0)
        return org_change(w, in, e);
    return org_new(w, in, id, e) && open_year(w, *id, in->parent_id, e);
}

bool
org_get(struct work *w, int64_t id, struct org *org, struct err *e)
{
    return right_check(w, id, RIGHT_SEE, e) && org_load(w, id, org, e);
}

/* At most two matches in each part of the tree that the actor sees: two are enough to say "several". */
static bool
find_by_name(struct work *w, struct str name, struct orgs *found, struct err *e)
{
    struct org_ids homes;
    *found = (struct orgs){NULL, 0};
    if (w->actor.system)
        return orgs_read(
            w, SQL_ORG_BY_NAME, VALS(v_str(name), v_str(S("/")), v_str(S("0"))), found, e);
    if (!right_homes(w, &homes, e))
        return false;
    for (size_t i = 0; i < homes.n; i++) {
        struct org home;
        struct orgs part;
        if (!org_load(w, homes.v[i], &home, e) ||
            !orgs_read(w, SQL_ORG_BY_NAME,
                VALS(v_str(name), v_str(home.path), v_str(org_path_end(w->arena, home.path))),
                &part, e))
            return false;
        for (size_t k = 0; k < part.n; k++)
            LIST_ADD(w->arena, found, part.v[k]);
    }
    return true;
}

bool
org_find(struct work *w, struct str name_or_id, struct org *org, struct err *e)
{
    int64_t id;
    struct orgs found;
    struct str name = str_trim(name_or_id);
    if (str_to_i64(name, 1, INT64_MAX, &id))
        return org_get(w, id, org, e);
    if (!find_by_name(w, name, &found, e))
        return false;
    if (found.n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("找不到名称是“%.*s”的组织。请核对全称，或改用编号。"),
            STR_ARG(name));
    if (found.n > 1)
        return err_field(e, "org", tr("名称是“%.*s”的组织不止一个，请改用编号，例如 %lld。"),
            STR_ARG(name), (long long)found.v[0].id);
    *org = found.v[0];
    return true;
}

bool
org_children(struct work *w, int64_t parent_id, struct orgs *list, struct err *e)
{
    return right_check(w, parent_id, RIGHT_SEE, e) &&
        orgs_read(w, SQL_ORG_CHILDREN, VALS(v_int(parent_id)), list, e);
}

bool
org_subtree(struct work *w, int64_t id, size_t limit, struct orgs *list, struct err *e)
{
    struct org top;
    return org_get(w, id, &top, e) &&
        orgs_read(w, SQL_ORG_SUBTREE,
            VALS(v_str(top.path), v_str(org_path_end(w->arena, top.path)), v_int((int64_t)limit)),
            list, e);
}

/* Of an org above the actor's rights only what a heading shows. */
static struct org
name_only(const struct org *org)
{
    return (struct org){.id = org->id,
        .root_id = org->root_id,
        .parent_id = org->parent_id,
        .path = org->path,
        .name = org->name,
        .kind = org->kind,
        .flags = S(" ")};
}

bool
org_ancestors(struct work *w, int64_t id, struct orgs *list, struct err *e)
{
    struct org self, org;
    struct str part, rest;
    int64_t above;
    *list = (struct orgs){NULL, 0};
    if (!org_get(w, id, &self, e))
        return false;
    rest = self.path;
    while (str_split(&rest, '/', &part)) {
        if (!str_to_i64(part, 1, INT64_MAX, &above))
            continue;
        if (!org_load(w, above, &org, e))
            return false;
        LIST_ADD(w->arena, list, right_has(w, above, RIGHT_SEE) ? org : name_only(&org));
    }
    return true;
}

static bool
may_close(struct work *w, const struct org *org, struct date on, struct err *e)
{
    int64_t children, people;
    bool found;
    if (!db_get_int(w->db, SQL_ORG_OPEN_CHILDREN, VALS(v_int(org->id)), &children, &found, e) ||
        !db_get_int(
            w->db, SQL_ORG_PEOPLE, VALS(v_int(org->id), v_date(w->arena, on)), &people, &found, e))
        return false;
    if (children > 0)
        return err_set(e, ERR_CONFLICT, tr("下面还有 %lld 个组织没有撤销，请先撤销它们。"),
            (long long)children);
    if (people > 0)
        return err_set(e, ERR_CONFLICT,
            tr("还有 %lld 人在这个组织，请先在人员里登记他们的去向（转出）。"), (long long)people);
    return true;
}

bool
org_close(struct work *w, int64_t id, struct date on, struct str why, struct err *e)
{
    struct org org;
    BUG_ON(!w->writing, "org_close outside of a job");
    if (!right_check(w, id, RIGHT_MANAGE, e) || !org_load(w, id, &org, e))
        return false;
    if (!date_is_none(org.closed_on))
        return err_set(e, ERR_CONFLICT, tr("“%.*s”已经撤销。"), STR_ARG(org.name));
    if (!date_valid(on) || date_cmp(on, w->today) > 0)
        return err_field(e, "on", tr("请填写撤销日期，不能晚于今天。"));
    if (!check_text(str_trim(why), "why", tr("撤销原因"), 1, WHY_MAX_CHARS, e) ||
        !may_close(w, &org, on, e))
        return false;
    org.closed_on = on;
    return write_change(w, &org, S("org.close"), str_trim(why), e);
}

bool
org_roots(struct work *w, struct orgs *list, struct err *e)
{
    if (!w->actor.system)
        return err_set(e, ERR_DENIED, tr("全部最上级组织只在本机命令中列出。"));
    return orgs_read(w, SQL_ORG_ROOTS, NO_VALS, list, e);
}
