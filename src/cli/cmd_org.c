#include "base/lang.h"
#include "cli/commands.h"
#include "web/view_json.h"

static bool
save(struct work *w, void *arg, struct err *e)
{
    struct org_input *in = arg;
    return org_save(w, in, &in->id, e);
}

bool
cmd_org_add(struct call *c, struct err *e)
{
    struct work w;
    struct org under = {0};
    if (!call_read(c, &w, e))
        return false;
    bool ok = !call_has(c, "under") || org_find(&w, call_text(c, "under"), &under, e);
    work_end(&w);
    if (!ok)
        return false;
    struct org_input in = {.parent_id = under.id,
        .name = c->args[0],
        .kind = S("branch"),
        .flags = call_text(c, "flags")};
    if (call_has(c, "kind"))
        in.kind = call_text(c, "kind");
    if (!call_write(c, save, &in, e))
        return false;
    call_print_id(c, in.id);
    return true;
}

static void
list_json(struct call *c, const struct orgs *orgs)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < orgs->n; i++)
        view_json_org(&j, &orgs->v[i]);
    json_array_end(&j);
    out_char(&c->out, '\n');
}

enum {
    ORGS_MAX = 1000000
};

/* All trees, one below the other. */
static bool
collect(struct call *c, struct work *w, struct orgs *all, struct err *e)
{
    struct orgs roots;
    struct org top;
    if (call_has(c, "under"))
        return org_find(w, call_text(c, "under"), &top, e) &&
            org_subtree(w, top.id, ORGS_MAX, all, e);
    if (!org_roots(w, &roots, e))
        return false;
    for (size_t i = 0; i < roots.n; i++) {
        struct orgs part;
        if (!org_subtree(w, roots.v[i].id, ORGS_MAX, &part, e))
            return false;
        struct org *v = arena_array(c->arena, struct org, all->n + part.n);
        if (all->n)
            memcpy(v, all->v, all->n * sizeof(*v));
        if (part.n)
            memcpy(v + all->n, part.v, part.n * sizeof(*v));
        *all = (struct orgs){v, all->n + part.n};
    }
    return true;
}

static size_t
depth_of(const struct org *o)
{
    size_t slashes = 0;
    for (size_t i = 0; i < o->path.n; i++)
        slashes += o->path.p[i] == '/';
    return slashes > 2 ? slashes - 2 : 0;
}

bool
cmd_org_list(struct call *c, struct err *e)
{
    struct work w;
    struct orgs all = {0};
    if (!call_read(c, &w, e))
        return false;
    bool ok = collect(c, &w, &all, e);
    work_end(&w);
    if (!ok)
        return false;
    if (c->json) {
        list_json(c, &all);
        return true;
    }
    struct table t;
    table_init(&t, c, 3);
    for (size_t i = 0; i < all.n; i++) {
        table_int(&t, all.v[i].id);
        table_cell(&t,
            arena_fmt(
                c->arena, "%*s%.*s", (int)depth_of(&all.v[i]) * 2, "", STR_ARG(all.v[i].name)));
        table_cell(&t, all.v[i].kind);
    }
    table_print(&t);
    return true;
}

struct closing {
    int64_t id;
    struct date on;
    struct str why;
};

static bool
close_org(struct work *w, void *arg, struct err *e)
{
    const struct closing *x = arg;
    return org_close(w, x->id, date_is_none(x->on) ? w->today : x->on, x->why, e);
}

static bool
find(struct call *c, struct str name, struct org *org, struct err *e)
{
    struct work w;
    if (!call_read(c, &w, e))
        return false;
    bool ok = org_find(&w, name, org, e);
    work_end(&w);
    return ok;
}

bool
cmd_org_close(struct call *c, struct err *e)
{
    struct org org;
    if (!find(c, c->args[0], &org, e))
        return false;
    struct closing x = {org.id, call_date(c, "on"), call_text(c, "why")};
    return call_write(c, close_org, &x, e);
}

bool
cmd_org_flags(struct call *c, struct err *e)
{
    struct org org;
    if (!find(c, c->args[0], &org, e))
        return false;
    struct org_input in = {.id = org.id,
        .parent_id = org.parent_id,
        .version = org.version,
        .name = org.name,
        .kind = org.kind,
        .flags = call_text(c, "flags")};
    return call_write(c, save, &in, e);
}
