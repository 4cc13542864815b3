#include "web/page_people.h"

#include "domain/right.h"
#include "web/csv.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 100,
    EXPORT_ROWS = 100000
};

const struct param people_params[] = {
    {.name = "left", .type = PARAM_BOOL},
    {.name = "membership", .type = PARAM_TEXT, .max = 40},
    {.name = "text", .type = PARAM_TEXT, .max = 100},
    {.name = "page", .type = PARAM_INT, .lo = 1, .hi = 100000},
    {0},
};
const struct param person_params[] = {
    {.name = "version", .type = PARAM_INT, .hi = INT64_MAX},
    {.name = "name", .type = PARAM_TEXT, .max = 150, .required = true, .label = N_("姓名")},
    {.name = "membership", .type = PARAM_TEXT, .max = 40, .required = true, .label = N_("身份")},
    {.name = "group", .type = PARAM_ID, .label = N_("小组")},
    {.name = "floating", .type = PARAM_BOOL},
    {.name = "applied_on", .type = PARAM_DATE, .label = N_("申请日期")},
    {.name = "joined_on", .type = PARAM_DATE, .label = N_("加入日期")},
    {.name = "full_on", .type = PARAM_DATE, .label = N_("转正日期")},
    {.name = "post", .type = PARAM_TEXT, .max = 40},
    {.name = "post_from", .type = PARAM_DATE, .label = N_("任职日期")},
    {0},
};
const struct param person_leave_params[] = {
    {.name = "version", .type = PARAM_ID, .required = true},
    {.name = "on", .type = PARAM_DATE, .label = N_("离开日期")},
    {.name = "why", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("原因")},
    {0},
};
const struct param post_new_params[] = {
    {.name = "post", .type = PARAM_TEXT, .max = 40, .required = true, .label = N_("职务")},
    {.name = "from_on", .type = PARAM_DATE, .required = true, .label = N_("任职日期")},
    {0},
};
const struct param post_end_params[] = {
    {.name = "post_id", .type = PARAM_ID, .required = true},
    {.name = "to_on", .type = PARAM_DATE, .required = true, .label = N_("免职日期")},
    {0},
};

static bool
rules_of_org(struct request *rq, const struct rules **rules, struct err *e)
{
    struct org org;
    return org_get(rq->work, rq->org, &org, e) &&
        rules_for(rq->work, org.root_id, rq->year, rules, e);
}

/* ---- the list ---- */

static void
read_filter(struct request *rq, struct person_filter *f)
{
    bool left = param_bool(rq, "left");
    *f = (struct person_filter){.org_id = rq->org,
        .with_left = left,
        .membership = param_text(rq, "membership"),
        .text = param_text(rq, "text")};
    if (!left)
        f->on = rq->work->today;
}

static struct str
query_of(struct request *rq, const struct person_filter *f, bool *filtered)
{
    struct out o;
    out_init(&o, 2048);
    if (f->with_left)
        out_lit(&o, "left=1&");
    if (!str_empty(f->membership)) {
        out_lit(&o, "membership=");
        html_url_part(&o, url_part(f->membership));
        out_char(&o, '&');
    }
    if (!str_empty(f->text)) {
        out_lit(&o, "text=");
        html_url_part(&o, url_part(f->text));
        out_char(&o, '&');
    }
    *filtered = o.n > 0;
    struct str look = look_query(rq, '&');
    if (look.n)
        out_fmt(&o, "%.*s&", STR_ARG(str_slice(look, 1, look.n)));
    struct str query = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return query;
}

bool
page_people(struct request *rq, struct response *rs, struct err *e)
{
    struct people_view v = {0};
    struct person_filter f;
    int page = (int)param_int(rq, "page", 1);
    read_filter(rq, &f);
    f.limit = PAGE_ROWS;
    f.offset = (size_t)(page - 1) * PAGE_ROWS;
    if (!rules_of_org(rq, &v.rules, e) || !person_list(rq->work, &f, &v.people, e) ||
        !person_count(rq->work, rq->org, rq->work->today, &v.count, e))
        return false;
    struct str query = query_of(rq, &f, &v.filtered);
    v.with_left = f.with_left;
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/people?%.*s", STR_ARG(query)),
        .page = page,
        .more = (int64_t)(f.offset + v.people.n) < v.people.total};
    page_begin(rq, rs, tr("人员"), NAV_PEOPLE);
    tpl_people(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
people_export(struct request *rq, struct response *rs, struct err *e)
{
    struct people people;
    struct person_filter f;
    const struct rules *rules;
    read_filter(rq, &f);
    f.limit = EXPORT_ROWS;
    if (!rules_of_org(rq, &rules, e) || !person_list(rq->work, &f, &people, e))
        return false;
    response_download(rs, S("text/csv; charset=utf-8"), str_from(tr("人员.csv")));
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("编号")), str_from(tr("姓名")), str_from(tr("身份")),
        str_from(tr("职务")), str_from(tr("加入日期")), str_from(tr("转正日期")),
        str_from(tr("离开日期"))};
    csv_row(&rs->body, head, sizeof(head) / sizeof(head[0]));
    for (size_t i = 0; i < people.n; i++) {
        const struct person *p = &people.v[i];
        struct date_text joined = date_format(p->joined_on), full = date_format(p->full_on),
                         left = date_format(p->left_on);
        struct str row[] = {arena_fmt(rq->arena, "%" PRId64, p->id), p->name,
            rules_membership_title(rules, p->membership), p->post, str_from(joined.z),
            str_from(full.z), str_from(left.z)};
        csv_row(&rs->body, row, sizeof(row) / sizeof(row[0]));
    }
    return true;
}

/* ---- choices of the forms ---- */

static void
add_pairs(struct request *rq, const struct pack_strs *codes, const struct pack_strs *titles,
    struct choice **list, size_t *n)
{
    struct choice *wider = arena_array(rq->arena, struct choice, *n + codes->n);
    if (*n)
        memcpy(wider, *list, *n * sizeof(*wider));
    *list = wider;
    for (size_t i = 0; i < codes->n; i++)
        wider[(*n)++] = (struct choice){codes->v[i], titles->v[i]};
}

static bool
fill_choices(struct request *rq, struct person_form_view *v, struct err *e)
{
    const struct rules *rules;
    struct orgs children;
    if (!rules_of_org(rq, &rules, e) || !org_children(rq->work, rq->org, &children, e))
        return false;
    for (size_t i = 0; i < rules->n; i++) {
        add_pairs(rq, &rules->packs[i]->memberships, &rules->packs[i]->membership_titles,
            &v->memberships, &v->memberships_n);
        add_pairs(
            rq, &rules->packs[i]->posts, &rules->packs[i]->post_titles, &v->posts, &v->posts_n);
    }
    v->groups = arena_array(rq->arena, struct choice, children.n);
    for (size_t i = 0; i < children.n; i++)
        if (str_eq(children.v[i].kind, S("group")))
            v->groups[v->groups_n++] = (struct choice){
                arena_fmt(rq->arena, "%" PRId64, children.v[i].id), children.v[i].name};
    return true;
}

static bool
show_form(struct request *rq, struct response *rs, struct person_form_view *v, struct err *e)
{
    if (!fill_choices(rq, v, e))
        return false;
    page_begin(rq, rs, v->person.id ? tr("更正人员") : tr("添加人员"), NAV_PEOPLE);
    tpl_person_form(&rs->body, rq, v);
    page_end(rq, rs);
    return true;
}

/* ---- new and changed ---- */

bool
page_person_new(struct request *rq, struct response *rs, struct err *e)
{
    struct person_form_view v = {.action = S("/people/new"), .back = S("/people")};
    v.person.membership = S("full");
    return show_form(rq, rs, &v, e);
}

static struct person_input
read_person(struct request *rq)
{
    return (struct person_input){.org_id = rq->org,
        .version = param_int(rq, "version", 0),
        .name = param_text(rq, "name"),
        .membership = param_text(rq, "membership"),
        .group_id = param_id(rq, "group"),
        .floating = param_bool(rq, "floating"),
        .applied_on = param_date(rq, "applied_on"),
        .joined_on = param_date(rq, "joined_on"),
        .full_on = param_date(rq, "full_on")};
}

bool
person_new_post(struct request *rq, struct response *rs, struct err *e)
{
    struct person_input in = read_person(rq);
    int64_t id, post_id;
    if (!person_save(rq->work, &in, &id, e))
        return field_as(e, "group_id", "group");
    if (param_given(rq, "post")) {
        struct date from = param_date(rq, "post_from");
        struct post_input post = {.org_id = rq->org,
            .person_id = id,
            .post = param_text(rq, "post"),
            .from_on = date_is_none(from) ? rq->work->today : from};
        if (!post_save(rq->work, &post, &post_id, e))
            return field_as(e, "from_on", "post_from");
    }
    response_notice(rs, tr("已添加。可以接着添加下一位。"));
    return response_redirect(rs, "/people/new%.*s", STR_ARG(org_query(rq, '?')));
}

bool
page_person_edit(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    struct person_form_view v = {.action = arena_fmt(rq->arena, "/person/%" PRId64 "/edit", id),
        .back = arena_fmt(rq->arena, "/person/%" PRId64, id)};
    return person_get(rq->work, id, &v.person, e) && show_form(rq, rs, &v, e);
}

bool
person_edit_post(struct request *rq, struct response *rs, struct err *e)
{
    struct person now;
    struct person_input in = read_person(rq);
    in.id = param_id(rq, "id");
    if (!person_get(rq->work, in.id, &now, e))
        return false;
    in.org_id = now.org_id;
    if (!person_save(rq->work, &in, &in.id, e))
        return field_as(e, "group_id", "group");
    response_notice(rs, tr("已更正。"));
    return response_redirect(rs, "/person/%" PRId64, in.id);
}

/* ---- one person ---- */

bool
page_person(struct request *rq, struct response *rs, struct err *e)
{
    struct person_view v = {0};
    struct person_form_view choices = {0};
    struct work *w = rq->work;
    if (!person_get(w, param_id(rq, "id"), &v.person, e) ||
        !org_get(w, v.person.org_id, &v.org, e) ||
        !rules_for(w, v.org.root_id, rq->year, &v.rules, e) ||
        !post_of_person(w, v.person.id, &v.posts, e) || !fill_choices(rq, &choices, e))
        return false;
    struct record_filter f = {
        .org_id = v.org.id, .year = rq->year, .person_id = v.person.id, .limit = 20};
    if (!record_list(w, &f, &v.lines, e))
        return false;
    v.post_choices = choices.posts;
    v.post_choices_n = choices.posts_n;
    v.may_write = right_has(w, v.org.id, RIGHT_WRITE);
    page_begin(rq, rs, arena_cstr(rq->arena, v.person.name), NAV_PEOPLE);
    tpl_person(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

static bool
back_to_person(struct response *rs, int64_t id, const char *notice)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/person/%" PRId64, id);
}

bool
person_leave_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    struct date on = param_date(rq, "on");
    return person_leave(rq->work, id, param_id(rq, "version"),
               date_is_none(on) ? rq->work->today : on, param_text(rq, "why"), e) &&
        back_to_person(rs, id, tr("已登记离开，原有记录不变。可以收回。"));
}

bool
person_return_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    return person_return(rq->work, id, param_id(rq, "version"), param_text(rq, "why"), e) &&
        back_to_person(rs, id, tr("已收回离开。"));
}

bool
post_new_post(struct request *rq, struct response *rs, struct err *e)
{
    struct person p;
    int64_t post_id;
    if (!person_get(rq->work, param_id(rq, "id"), &p, e))
        return false;
    struct post_input in = {.org_id = p.org_id,
        .person_id = p.id,
        .post = param_text(rq, "post"),
        .from_on = param_date(rq, "from_on")};
    return post_save(rq->work, &in, &post_id, e) && back_to_person(rs, p.id, tr("任职已登记。"));
}

bool
post_end_post(struct request *rq, struct response *rs, struct err *e)
{
    struct posts posts;
    int64_t person_id = param_id(rq, "id"), post_id = param_id(rq, "post_id");
    if (!post_of_person(rq->work, person_id, &posts, e))
        return false;
    for (size_t i = 0; i < posts.n; i++) {
        const struct post *p = &posts.v[i];
        if (p->id != post_id)
            continue;
        struct post_input in = {p->id, p->org_id, p->person_id, p->version, p->post, p->from_on,
            param_date(rq, "to_on")};
        return post_save(rq->work, &in, &post_id, e) &&
            back_to_person(rs, person_id, tr("免职已登记。"));
    }
    return err_set(e, ERR_NOT_FOUND, tr("没有这一任职。它可能已被更正，请刷新页面。"));
}
