#include "base/lang.h"
#include "cli/commands.h"
#include "domain/person.h"
#include "web/view_json.h"

struct adding {
    struct person_input person;
    struct str post;
    struct date post_from;
};

static bool
add(struct work *w, void *arg, struct err *e)
{
    struct adding *x = arg;
    if (!person_save(w, &x->person, &x->person.id, e))
        return false;
    if (str_empty(x->post))
        return true;
    struct post_input post = {.org_id = x->person.org_id,
        .person_id = x->person.id,
        .post = x->post,
        .from_on = date_is_none(x->post_from) ? w->today : x->post_from};
    return post_save(w, &post, &post.id, e);
}

bool
cmd_person_add(struct call *c, struct err *e)
{
    struct org org;
    if (!call_org_once(c, &org, e))
        return false;
    struct adding x = {
        .person = {.org_id = org.id,
            .name = c->args[0],
            .membership = call_has(c, "membership") ? call_text(c, "membership") : S("full"),
            .applied_on = call_date(c, "applied"),
            .joined_on = call_date(c, "joined"),
            .full_on = call_date(c, "full"),
            .floating = call_has(c, "floating")},
        .post = call_text(c, "post"),
        .post_from = call_date(c, "from")};
    if (!call_write(c, add, &x, e))
        return false;
    call_print_id(c, x.person.id);
    return true;
}

static void
list_json(struct call *c, const struct people *list)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < list->n; i++)
        view_json_person(&j, &list->v[i]);
    json_array_end(&j);
    out_char(&c->out, '\n');
}

enum {
    PEOPLE_MAX = 100000
};

bool
cmd_person_list(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct people list;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e);
    struct person_filter f = {
        .org_id = org.id, .with_left = call_has(c, "all"), .limit = PEOPLE_MAX};
    ok = ok && person_list(&w, &f, &list, e);
    work_end(&w);
    if (!ok)
        return false;
    if (c->json) {
        list_json(c, &list);
        return true;
    }
    struct table t;
    table_init(&t, c, 5);
    for (size_t i = 0; i < list.n; i++) {
        const struct person *p = &list.v[i];
        table_int(&t, p->id);
        table_cell(&t, p->name);
        table_cell(&t, p->membership);
        table_cell(&t, p->post);
        table_cell(&t, str_from(date_format(p->joined_on).z));
    }
    table_print(&t);
    return true;
}

struct leaving {
    int64_t id;
    struct date on;
    struct str why;
};

static bool
leave(struct work *w, void *arg, struct err *e)
{
    const struct leaving *x = arg;
    struct person p;
    return person_get(w, x->id, &p, e) &&
        person_leave(w, x->id, p.version, date_is_none(x->on) ? w->today : x->on, x->why, e);
}

bool
cmd_person_leave(struct call *c, struct err *e)
{
    struct leaving x = {.on = call_date(c, "on"), .why = call_text(c, "why")};
    return call_id(c, 0, &x.id, e) && call_write(c, leave, &x, e);
}

static bool
hold(struct work *w, void *arg, struct err *e)
{
    struct post_input *in = arg;
    struct person p;
    if (!person_get(w, in->person_id, &p, e))
        return false;
    if (in->org_id == 0)
        in->org_id = p.org_id;
    if (date_is_none(in->from_on))
        in->from_on = w->today;
    return post_save(w, in, &in->id, e);
}

bool
cmd_person_post(struct call *c, struct err *e)
{
    struct post_input in = {
        .post = c->args[1], .from_on = call_date(c, "from"), .to_on = call_date(c, "to")};
    struct org org;
    if (!call_id(c, 0, &in.person_id, e))
        return false;
    if (call_has(c, "org")) {
        if (!call_org_once(c, &org, e))
            return false;
        in.org_id = org.id;
    }
    if (!call_write(c, hold, &in, e))
        return false;
    call_print_id(c, in.id);
    return true;
}
