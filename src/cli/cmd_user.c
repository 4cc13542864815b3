#include "base/lang.h"
#include "cli/commands.h"
#include "domain/account.h"

static struct str
base_url(const struct call *c)
{
    return call_has(c, "url") ? call_text(c, "url") : S("http://127.0.0.1:8420");
}

struct user_call {
    struct call *c;
    struct str login;
    int64_t org_id, account_id;
    enum role role;
    struct date until;
    bool disable;
    unsigned scopes;
    struct token_text token;
};

/* By login, among those of the org or of every root. */
static bool
find_account(struct work *w, struct user_call *x, struct err *e)
{
    struct orgs roots;
    if (!org_roots(w, &roots, e))
        return false;
    for (size_t r = 0; r < roots.n; r++) {
        struct accounts list;
        if (!account_list(w, roots.v[r].id, &list, e))
            return false;
        for (size_t i = 0; i < list.n; i++)
            if (str_eq(list.v[i].login, x->login)) {
                x->account_id = list.v[i].id;
                return true;
            }
    }
    return err_set(
        e, ERR_NOT_FOUND, tr("没有账号“%.*s”。用 taizhang user list 查看。"), STR_ARG(x->login));
}

static void
print_link(struct call *c, struct str login, const struct token_text *link)
{
    struct str url = arena_fmt(c->arena, "%.*s/setup/%s", STR_ARG(base_url(c)), link->z);
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_str(&j, S("login"), login);
        json_field_str(&j, S("link"), url);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    out_fmt(&c->out, tr("把这个一次性链接交给“%.*s”本人，由他设置口令（7 天内有效）：\n\n  %.*s\n"),
        STR_ARG(login), STR_ARG(url));
}

static bool
role_of_call(const struct call *c, enum role *role, struct err *e)
{
    struct str code = call_has(c, "role") ? call_text(c, "role") : S("clerk");
    if (!role_parse(code, role) || *role == ROLE_NONE)
        return err_set(e, ERR_USAGE,
            tr("--role 应为 admin、secretary、clerk、member、upper、inspector 之一，不是“%.*s”。"),
            STR_ARG(code));
    return true;
}

static bool
add(struct work *w, void *arg, struct err *e)
{
    struct user_call *x = arg;
    struct str name = call_has(x->c, "name") ? call_text(x->c, "name") : x->login;
    struct account_input in = {.org_id = x->org_id,
        .person_id = call_int(x->c, "person", 0),
        .login = x->login,
        .name = name,
        .role = x->role};
    return account_add(w, &in, &x->account_id, &x->token, e);
}

bool
cmd_user_add(struct call *c, struct err *e)
{
    struct org org;
    struct user_call x = {.c = c, .login = c->args[0]};
    if (!role_of_call(c, &x.role, e) || !call_org_once(c, &org, e))
        return false;
    x.org_id = org.id;
    if (!call_write(c, add, &x, e))
        return false;
    print_link(c, x.login, &x.token);
    return true;
}

static bool
link_again(struct work *w, void *arg, struct err *e)
{
    struct user_call *x = arg;
    return find_account(w, x, e) && account_link(w, x->account_id, &x->token, e);
}

bool
cmd_user_link(struct call *c, struct err *e)
{
    struct user_call x = {.c = c, .login = c->args[0]};
    if (!call_write(c, link_again, &x, e))
        return false;
    print_link(c, x.login, &x.token);
    return true;
}

static bool
set_disabled(struct work *w, void *arg, struct err *e)
{
    struct user_call *x = arg;
    return find_account(w, x, e) &&
        account_disable(w, x->account_id, x->disable, call_text(x->c, "why"), e);
}

bool
cmd_user_disable(struct call *c, struct err *e)
{
    struct user_call x = {.c = c, .login = c->args[0], .disable = true};
    return call_write(c, set_disabled, &x, e);
}

bool
cmd_user_enable(struct call *c, struct err *e)
{
    struct user_call x = {.c = c, .login = c->args[0]};
    return call_write(c, set_disabled, &x, e);
}

static bool
grant(struct work *w, void *arg, struct err *e)
{
    struct user_call *x = arg;
    return find_account(w, x, e) && grant_add(w, x->account_id, x->org_id, x->role, x->until, e);
}

bool
cmd_user_grant(struct call *c, struct err *e)
{
    struct org org;
    struct user_call x = {.c = c, .login = c->args[0], .until = call_date(c, "until")};
    if (!role_of_call(c, &x.role, e) || !call_org_once(c, &org, e))
        return false;
    x.org_id = org.id;
    return call_write(c, grant, &x, e);
}

static bool
add_token(struct work *w, void *arg, struct err *e)
{
    struct user_call *x = arg;
    struct token_input in = {.name = call_has(x->c, "name") ? call_text(x->c, "name") : S("cli"),
        .scopes = x->scopes,
        .days = (int)call_int(x->c, "days", 90)};
    if (!find_account(w, x, e))
        return false;
    in.account_id = x->account_id;
    return token_add(w, &in, &x->token, e);
}

bool
cmd_token_add(struct call *c, struct err *e)
{
    struct user_call x = {.c = c, .login = c->args[0]};
    x.scopes = (call_has(c, "write") ? (unsigned)SCOPE_WRITE : 0U) |
        (call_has(c, "metrics") ? (unsigned)SCOPE_METRICS : 0U) | (unsigned)SCOPE_READ;
    if (!call_write(c, add_token, &x, e))
        return false;
    out_fmt(&c->out, c->json ? "{\"token\":\"%s\"}\n" : "%s\n", x.token.z);
    return true;
}

static void
list_json(struct call *c, const struct accounts *list)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < list->n; i++) {
        json_object(&j);
        json_field_int(&j, S("id"), list->v[i].id);
        json_field_str(&j, S("login"), list->v[i].login);
        json_field_str(&j, S("name"), list->v[i].name);
        json_field_bool(&j, S("has_password"), list->v[i].has_password);
        json_field_bool(&j, S("disabled"), list->v[i].disabled);
        json_object_end(&j);
    }
    json_array_end(&j);
    out_char(&c->out, '\n');
}

bool
cmd_user_list(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct accounts list;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e) && account_list(&w, org.id, &list, e);
    work_end(&w);
    if (!ok)
        return false;
    if (c->json) {
        list_json(c, &list);
        return true;
    }
    struct table t;
    table_init(&t, c, 4);
    for (size_t i = 0; i < list.n; i++) {
        const struct account *a = &list.v[i];
        table_int(&t, a->id);
        table_cell(&t, a->login);
        table_cell(&t, a->name);
        table_cell(&t,
            str_from(a->disabled      ? tr("停用")
                    : a->has_password ? tr("可用")
                                      : tr("待设口令")));
    }
    table_print(&t);
    return true;
}
