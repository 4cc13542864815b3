/* 职务: who holds which post in an org, from – to. */
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
    SNAPSHOT_MAX = 1 << 12
};

/* A post with what its row keeps beside. */
struct post_row {
    struct post p;
    int64_t root_id;
};

struct post_rows {
    struct post_row *v;
    size_t n;
};

static bool
rows_read(struct work *w, enum sql sql, struct vals vals, struct post_rows *rows, struct err *e)
{
    struct stmt *s;
    struct arena *a = w->arena;
    *rows = (struct post_rows){NULL, 0};
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    stmt_each (s, e) {
        struct post p = {.id = stmt_int(s, 0),
            .org_id = stmt_int(s, 1),
            .person_id = stmt_int(s, 2),
            .version = stmt_int(s, 3),
            .person_name = stmt_text(s, 4, a),
            .post = stmt_text(s, 5, a),
            .from_on = stmt_date(s, 6),
            .to_on = stmt_date(s, 7)};
        struct post_row row = {p, stmt_int(s, 8)};
        LIST_ADD(a, rows, row);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
posts_read(struct work *w, enum sql sql, struct vals vals, struct posts *list, struct err *e)
{
    struct post_rows rows;
    *list = (struct posts){NULL, 0};
    if (!rows_read(w, sql, vals, &rows, e))
        return false;
    for (size_t i = 0; i < rows.n; i++)
        LIST_ADD(w->arena, list, rows.v[i].p);
    return true;
}

bool
post_list(struct work *w, int64_t org_id, bool with_ended, struct posts *list, struct err *e)
{
    struct val since = with_ended ? v_str(S("")) : v_date(w->arena, w->today);
    return right_check(w, org_id, RIGHT_READ, e) &&
        posts_read(w, SQL_POST_OF_ORG, VALS(v_int(org_id), since), list, e);
}

bool
post_of_person(struct work *w, int64_t person_id, struct posts *list, struct err *e)
{
    struct person p;
    return person_load(w, person_id, &p, e) && right_check(w, p.org_id, RIGHT_READ, e) &&
        posts_read(w, SQL_POST_OF_PERSON, VALS(v_int(person_id)), list, e);
}

bool
post_holders(struct work *w, int64_t org_id, struct date on, struct holders *list, struct err *e)
{
    struct stmt *s;
    *list = (struct holders){NULL, 0};
    if (!stmt_open(w->db, SQL_POST_ON_DAY, VALS(v_int(org_id), v_date(w->arena, on)), &s, e))
        return false;
    stmt_each (s, e) {
        struct holder h = {stmt_int(s, 0), stmt_text(s, 1, w->arena)};
        LIST_ADD(w->arena, list, h);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
contains(const struct pack_strs *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], code))
            return true;
    return false;
}

bool
post_in_committee(const struct rules *rules, struct str post)
{
    for (size_t i = 0; i < rules->n; i++)
        if (contains(&rules->packs[i]->committee_posts, post))
            return true;
    return false;
}

size_t
post_rank(const struct rules *rules, struct str post)
{
    size_t rank = 0;
    for (size_t i = 0; i < rules->n; i++)
        for (size_t k = 0; k < rules->packs[i]->posts.n; k++, rank++)
            if (str_eq(rules->packs[i]->posts.v[k], post))
                return rank;
    return SIZE_MAX;
}

/* ---- writing ---- */

static bool
journal_post(struct work *w, const struct post_row *row, struct str what, struct err *e)
{
    const struct post *p = &row->p;
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("id"), p->id);
    json_field_int(&j, S("org"), p->org_id);
    json_field_int(&j, S("person"), p->person_id);
    json_field_str(&j, S("post"), p->post);
    json_field_opt(&j, S("from_on"), str_from(date_format(p->from_on).z));
    json_field_opt(&j, S("to_on"), str_from(date_format(p->to_on).z));
    json_field_int(&j, S("version"), p->version);
    json_object_end(&j);
    struct journal_entry entry = {.root_id = row->root_id,
        .org_id = p->org_id,
        .what = what,
        .object = S("post"),
        .object_id = p->id,
        .version = p->version,
        .snapshot = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    return journal_append(w, &entry, NULL, e);
}

static bool
dates_fit(const struct post *p, struct err *e)
{
    if (!date_valid(p->from_on))
        return err_field(e, "from_on", tr("请填写任职开始的日期。"));
    if (!date_is_none(p->to_on) && !date_valid(p->to_on))
        return err_field(e, "to_on", tr("任职结束的日期不存在，请按“2023-07-01”的样子填写。"));
    return date_is_none(p->to_on) || date_cmp(p->to_on, p->from_on) > 0 ||
        err_field(e, "to_on", tr("任职结束的日期要晚于开始的日期。"));
}

/* One at a time: the secretary, and whatever post a pack names first. */
static bool
is_single(const struct rules *rules, struct str post)
{
    for (size_t i = 0; i < rules->n; i++)
        if (rules->packs[i]->posts.n && str_eq(rules->packs[i]->posts.v[0], post))
            return true;
    return str_eq(post, S("secretary"));
}

static bool
no_overlap(struct work *w, const struct post *p, const struct rules *rules, struct err *e)
{
    struct posts others;
    struct val to = date_is_none(p->to_on) ? v_str(S("9999-12-31")) : v_date(w->arena, p->to_on);
    if (!posts_read(w, SQL_POST_OVERLAP,
            VALS(v_int(p->org_id), v_str(p->post), v_int(p->id), v_date(w->arena, p->from_on), to),
            &others, e))
        return false;
    for (size_t i = 0; i < others.n; i++) {
        const struct post *o = &others.v[i];
        struct str title = rules_post_title(rules, p->post);
        struct date_text from = date_format(o->from_on);
        if (o->person_id == p->person_id)
            return err_field(e, "post", tr("%.*s从 %s 起已经任%.*s，时间重叠了，请改那一条。"),
                STR_ARG(o->person_name), from.z, STR_ARG(title));
        if (is_single(rules, p->post))
            return err_field(e, "post",
                tr("%.*s从 %s 起任%.*s，同一时间只能有一位。请先填写其任职结束的日期，再登记接任的人。"),
                STR_ARG(o->person_name), from.z, STR_ARG(title));
    }
    return true;
}

static bool
post_fits(struct work *w, const struct post_row *row, struct err *e)
{
    const struct rules *rules;
    const struct post *p = &row->p;
    if (!check_code(p->post, "post", tr("职务"), e) || !dates_fit(p, e) ||
        !rules_for(w, row->root_id, w->today.year, &rules, e))
        return false;
    if (post_rank(rules, p->post) == SIZE_MAX)
        return err_field(e, "post", tr("制度包里没有这个职务，请从列表中选择。"));
    return no_overlap(w, p, rules, e);
}

static bool
post_new(struct work *w, const struct post_input *in, int64_t *id, struct err *e)
{
    struct person person;
    if (!right_check(w, in->org_id, RIGHT_WRITE, e) || !person_load(w, in->person_id, &person, e))
        return false;
    if (person.org_id != in->org_id)
        return err_field(e, "person_id", tr("%.*s不在这个组织的名册里，请先在人员里增加。"),
            STR_ARG(person.name));
    struct post_row row = {.root_id = person.root_id};
    row.p = (struct post){.org_id = in->org_id,
        .person_id = in->person_id,
        .version = 1,
        .person_name = person.name,
        .post = str_trim(in->post),
        .from_on = in->from_on,
        .to_on = in->to_on};
    if (!post_fits(w, &row, e) || !db_new_id(w->db, &row.p.id, e))
        return false;
    *id = row.p.id;
    return db_run(w->db, SQL_POST_ADD,
               VALS(v_int(row.p.id), v_int(row.root_id), v_int(in->org_id), v_int(in->person_id),
                   v_str(row.p.post), v_date(w->arena, in->from_on), v_date(w->arena, in->to_on)),
               NULL, e) &&
        journal_post(w, &row, S("post.add"), e) && org_duties_follow(w, in->org_id, e);
}

static bool
post_change(struct work *w, const struct post_input *in, struct err *e)
{
    struct post_rows rows;
    int64_t changed;
    if (!rows_read(w, SQL_POST_GET, VALS(v_int(in->id)), &rows, e))
        return false;
    if (rows.n == 0)
        return err_set(e, ERR_NOT_FOUND, tr("没有这条任职记录，或者您无权查看。"));
    struct post_row *row = &rows.v[0];
    if (!right_check(w, row->p.org_id, RIGHT_WRITE, e))
        return false;
    row->p.post = str_trim(in->post);
    row->p.from_on = in->from_on;
    row->p.to_on = in->to_on;
    if (!post_fits(w, row, e) ||
        !db_run(w->db, SQL_POST_CHANGE,
            VALS(v_int(in->id), v_int(in->version), v_str(row->p.post),
                v_date(w->arena, in->from_on), v_date(w->arena, in->to_on)),
            &changed, e))
        return false;
    if (changed == 0)
        return err_set(e, ERR_CONFLICT,
            tr("%.*s的任职刚刚被别人改过，您的改动没有保存。请刷新后核对，再改一次。"),
            STR_ARG(row->p.person_name));
    row->p.version = in->version + 1;
    return journal_post(w, row, S("post.change"), e) && org_duties_follow(w, row->p.org_id, e);
}

bool
post_save(struct work *w, const struct post_input *in, int64_t *id, struct err *e)
{
    BUG_ON(!w->writing, "post_save outside of a job");
    *id = in->id;
    return in->id ? post_change(w, in, e) : post_new(w, in, id, e);
}
