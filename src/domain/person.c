#include "domain/person.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/person_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    NAME_MAX_CHARS = 40,
    WHY_MAX_CHARS = 500,
    SNAPSHOT_MAX = 1 << 16
};

static struct person
person_read(const struct stmt *s, struct arena *a)
{
    return (struct person){.id = stmt_int(s, 0),
        .root_id = stmt_int(s, 1),
        .org_id = stmt_int(s, 2),
        .group_id = stmt_int(s, 3),
        .version = stmt_int(s, 4),
        .name = stmt_text(s, 5, a),
        .membership = stmt_text(s, 6, a),
        .floating = stmt_int(s, 7) != 0,
        .applied_on = stmt_date(s, 8),
        .joined_on = stmt_date(s, 9),
        .full_on = stmt_date(s, 10),
        .left_on = stmt_date(s, 11),
        .left_why = stmt_text(s, 12, a)};
}

bool
person_load(struct work *w, int64_t id, struct person *p, struct err *e)
{
    struct stmt *s;
    *p = (struct person){.id = 0};
    if (!stmt_open(w->db, SQL_PERSON_GET, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *p = person_read(s, w->arena);
    stmt_close(s);
    return step == STEP_ROW ||
        (step == STEP_DONE && err_set(e, ERR_NOT_FOUND, tr("没有这个人员，或者您无权查看。")));
}

bool
person_of_org(struct work *w, int64_t org_id, struct people *list, struct err *e)
{
    struct stmt *s;
    *list = (struct people){NULL, 0, 0};
    if (!stmt_open(w->db, SQL_PERSON_OF_ORG, VALS(v_int(org_id)), &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, list, person_read(s, w->arena));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    list->total = (int64_t)list->n;
    return ok;
}

/* ---- writing ---- */

static void
field_date(struct json_out *j, struct str key, struct date d)
{
    json_field_opt(j, key, str_from(date_format(d).z));
}

static struct str
snapshot(struct arena *a, const struct person *p)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("id"), p->id);
    json_field_int(&j, S("org"), p->org_id);
    json_field_int(&j, S("group"), p->group_id);
    json_field_str(&j, S("name"), p->name);
    json_field_str(&j, S("membership"), p->membership);
    json_field_bool(&j, S("floating"), p->floating);
    field_date(&j, S("applied_on"), p->applied_on);
    field_date(&j, S("joined_on"), p->joined_on);
    field_date(&j, S("full_on"), p->full_on);
    field_date(&j, S("left_on"), p->left_on);
    json_field_str(&j, S("left_why"), p->left_why);
    json_field_int(&j, S("version"), p->version);
    json_object_end(&j);
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

static bool
journal_person(
    struct work *w, const struct person *p, struct str what, struct str why, struct err *e)
{
    struct journal_entry entry = {.root_id = p->root_id,
        .org_id = p->org_id,
        .what = what,
        .object = S("person"),
        .object_id = p->id,
        .version = p->version,
        .why = why,
        .snapshot = snapshot(w->arena, p)};
    return journal_append(w, &entry, NULL, e);
}

static bool
membership_known(struct work *w, const struct person *p, struct err *e)
{
    static const struct str plain[] = {
        str_lit("full"), str_lit("probationary"), str_lit("applicant"), str_lit("none")};
    const struct rules *rules;
    for (size_t i = 0; i < sizeof(plain) / sizeof(*plain); i++)
        if (str_eq(p->membership, plain[i]))
            return true;
    if (!rules_for(w, p->root_id, w->today.year, &rules, e))
        return false;
    for (size_t i = 0; i < rules->n; i++)
        for (size_t k = 0; k < rules->packs[i]->memberships.n; k++)
            if (str_eq(p->membership, rules->packs[i]->memberships.v[k]))
                return true;
    return err_field(e, "membership", tr("请选择人员类别。"));
}

static bool
date_in_order(struct date d, const char *field, const char *title, struct date today, struct err *e)
{
    if (date_is_none(d))
        return true;
    if (!date_valid(d))
        return err_field(e, field, tr("%s不是一个存在的日期，请按“2023-07-01”的样子填写。"), title);
    return date_cmp(d, today) <= 0 || err_field(e, field, tr("%s不能晚于今天。"), title);
}

static bool
before(struct date a, struct date b)
{
    return !date_is_none(a) && !date_is_none(b) && date_cmp(a, b) < 0;
}

static bool
dates_fit(struct work *w, const struct person *p, struct err *e)
{
    if (!date_in_order(p->applied_on, "applied_on", tr("申请入党日期"), w->today, e) ||
        !date_in_order(p->joined_on, "joined_on", tr("入党（加入）日期"), w->today, e) ||
        !date_in_order(p->full_on, "full_on", tr("转正日期"), w->today, e))
        return false;
    if (before(p->joined_on, p->applied_on))
        return err_field(e, "joined_on", tr("入党（加入）日期早于申请日期，请核对。"));
    if (before(p->full_on, p->joined_on))
        return err_field(e, "full_on", tr("转正日期早于入党日期，请核对。"));
    if (!date_is_none(p->full_on) && str_eq(p->membership, S("probationary")))
        return err_field(
            e, "full_on", tr("预备党员还没有转正日期：请清空，或把类别改为正式党员。"));
    return true;
}

static bool
group_fits(struct work *w, const struct person *p, struct err *e)
{
    struct org group;
    if (p->group_id == 0)
        return true;
    struct err missing;
    if (!org_load(w, p->group_id, &group, &missing))
        return missing.code == ERR_NOT_FOUND
            ? err_field(e, "group_id", tr("没有这个小组，请从列表中选择。"))
            : (*e = missing, false);
    return group.parent_id == p->org_id ||
        err_field(e, "group_id", tr("“%.*s”不是这个组织下面的小组，请从列表中选择。"),
            STR_ARG(group.name));
}

static bool
input_clean(struct work *w, const struct person_input *in, struct person *p, struct err *e)
{
    p->group_id = in->group_id;
    p->name = str_trim(in->name);
    p->membership = str_trim(in->membership);
    p->floating = in->floating;
    p->applied_on = in->applied_on;
    p->joined_on = in->joined_on;
    p->full_on = in->full_on;
    return check_line(p->name, "name", tr("姓名"), 1, NAME_MAX_CHARS, e) &&
        membership_known(w, p, e) && dates_fit(w, p, e) && group_fits(w, p, e);
}

static bool
person_new(struct work *w, const struct person_input *in, int64_t *id, struct err *e)
{
    struct org org;
    struct person p = {.version = 1, .left_why = S("")};
    if (!right_check(w, in->org_id, RIGHT_WRITE, e) || !org_load(w, in->org_id, &org, e))
        return false;
    if (!date_is_none(org.closed_on))
        return err_set(e, ERR_CONFLICT, tr("“%.*s”已经撤销，不能再增加人员。"), STR_ARG(org.name));
    p.org_id = org.id;
    p.root_id = org.root_id;
    if (!input_clean(w, in, &p, e) || !db_new_id(w->db, &p.id, e))
        return false;
    *id = p.id;
    struct arena *a = w->arena;
    return db_run(w->db, SQL_PERSON_ADD,
               VALS(v_int(p.id), v_int(p.root_id), v_int(p.org_id), v_ref(p.group_id),
                   v_str(p.name), v_str(p.membership), v_int(p.floating), v_date(a, p.applied_on),
                   v_date(a, p.joined_on), v_date(a, p.full_on)),
               NULL, e) &&
        journal_person(w, &p, S("person.add"), S(""), e) && org_duties_follow(w, p.org_id, e);
}

static bool
write_change(struct work *w, struct person *p, struct str what, struct str why, struct err *e)
{
    int64_t changed;
    struct arena *a = w->arena;
    if (!db_run(w->db, SQL_PERSON_CHANGE,
            VALS(v_int(p->id), v_int(p->version), v_ref(p->group_id), v_str(p->name),
                v_str(p->membership), v_int(p->floating), v_date(a, p->applied_on),
                v_date(a, p->joined_on), v_date(a, p->full_on), v_date(a, p->left_on),
                v_opt(p->left_why)),
            &changed, e))
        return false;
    if (changed == 0)
        return err_set(e, ERR_CONFLICT,
            tr("%.*s的资料刚刚被别人改过，您的改动没有保存。请刷新后核对，再改一次。"),
            STR_ARG(p->name));
    p->version++;
    return journal_person(w, p, what, why, e) && org_duties_follow(w, p->org_id, e);
}

static bool
same(const struct person *a, const struct person *b)
{
    return a->group_id == b->group_id && str_eq(a->name, b->name) &&
        str_eq(a->membership, b->membership) && a->floating == b->floating &&
        date_cmp(a->applied_on, b->applied_on) == 0 && date_cmp(a->joined_on, b->joined_on) == 0 &&
        date_cmp(a->full_on, b->full_on) == 0;
}

/* The person for a change by somebody who may write in his org. */
static bool
person_for_change(struct work *w, int64_t id, struct person *p, struct err *e)
{
    BUG_ON(!w->writing, "a person is changed inside a job only");
    return person_load(w, id, p, e) && right_check(w, p->org_id, RIGHT_WRITE, e);
}

static bool
person_change(struct work *w, const struct person_input *in, struct err *e)
{
    struct person p, was;
    if (!person_for_change(w, in->id, &p, e))
        return false;
    if (in->org_id != 0 && in->org_id != p.org_id)
        return err_field(e, "org_id",
            tr("人员转到另一个组织时，请在这里登记转出，再在那个组织里增加，过去的记录才不会乱。"));
    was = p;
    p.version = in->version;
    if (!input_clean(w, in, &p, e))
        return false;
    if (in->version == was.version && same(&p, &was))
        return true;
    return write_change(w, &p, S("person.change"), S(""), e);
}

bool
person_save(struct work *w, const struct person_input *in, int64_t *id, struct err *e)
{
    BUG_ON(!w->writing, "person_save outside of a job");
    *id = in->id;
    return in->id ? person_change(w, in, e) : person_new(w, in, id, e);
}

bool
person_leave(
    struct work *w, int64_t id, int64_t version, struct date on, struct str why, struct err *e)
{
    struct person p;
    if (!person_for_change(w, id, &p, e))
        return false;
    if (!date_is_none(p.left_on))
        return err_set(e, ERR_CONFLICT, tr("%.*s已经登记为离开。"), STR_ARG(p.name));
    if (date_is_none(on))
        return err_field(e, "on", tr("请填写离开的日期。"));
    if (!date_in_order(on, "on", tr("离开的日期"), w->today, e))
        return false;
    if (before(on, p.joined_on))
        return err_field(e, "on", tr("离开的日期早于加入的日期，请核对。"));
    if (!check_text(str_trim(why), "why", tr("离开的原因"), 1, WHY_MAX_CHARS, e))
        return false;
    p.version = version;
    p.left_on = on;
    p.left_why = str_trim(why);
    return write_change(w, &p, S("person.leave"), p.left_why, e);
}

bool
person_return(struct work *w, int64_t id, int64_t version, struct str why, struct err *e)
{
    struct person p;
    if (!person_for_change(w, id, &p, e))
        return false;
    if (date_is_none(p.left_on))
        return err_set(e, ERR_CONFLICT, tr("%.*s没有登记过离开。"), STR_ARG(p.name));
    if (!check_text(str_trim(why), "why", tr("撤回的原因"), 1, WHY_MAX_CHARS, e))
        return false;
    p.version = version;
    p.left_on = (struct date){0, 0, 0};
    p.left_why = S("");
    return write_change(w, &p, S("person.return"), str_trim(why), e);
}
