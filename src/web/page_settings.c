#include "web/page_settings.h"

#include "domain/duty.h"
#include "domain/figure.h"
#include "web/tpl.h"

enum {
    JOURNAL_ROWS = 100
};

static const char *const ROLES[] = {
    "clerk", "secretary", "admin", "member", "upper", "inspector", NULL};

const struct param org_save_params[] = {
    {.name = "version", .type = PARAM_INT, .hi = INT64_MAX},
    {.name = "name", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("名称")},
    {.name = "kind", .type = PARAM_TEXT, .max = 40, .required = true, .label = N_("类别")},
    {.name = "flag.*", .type = PARAM_BOOL},
    {0},
};
const struct param org_add_params[] = {
    {.name = "child_name", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("名称")},
    {.name = "child_kind", .type = PARAM_TEXT, .max = 40, .required = true, .label = N_("类别")},
    {0},
};
const struct param year_open_params[] = {
    {.name = "open",
        .type = PARAM_INT,
        .lo = 1921,
        .hi = 9999,
        .required = true,
        .label = N_("年度")},
    {0},
};
const struct param account_add_params[] = {
    {.name = "login", .type = PARAM_TEXT, .max = 160, .required = true, .label = N_("账号")},
    {.name = "account_name", .type = PARAM_TEXT, .max = 150, .required = true, .label = N_("姓名")},
    {.name = "role", .type = PARAM_ENUM, .values = ROLES, .required = true, .label = N_("角色")},
    {0},
};
const struct param account_disable_params[] = {
    {.name = "off", .type = PARAM_BOOL},
    {.name = "why", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("原因")},
    {0},
};
const struct param grant_end_params[] = {
    {.name = "why", .type = PARAM_TEXT, .max = 300, .required = true, .label = N_("原因")},
    {0},
};
const struct param token_add_params[] = {
    {.name = "token_name", .type = PARAM_TEXT, .max = 150, .required = true, .label = N_("用途")},
    {.name = "write", .type = PARAM_BOOL},
    {0},
};
const struct param journal_params[] = {
    {.name = "before", .type = PARAM_ID},
    {0},
};

bool
org_flag(struct str flags, struct str word)
{
    struct str rest = flags, one;
    while (str_split(&rest, ' ', &one))
        if (str_eq(one, word))
            return true;
    return false;
}

/* ---- the page ---- */

static void
add_org_kinds(struct request *rq, struct settings_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->rules->n; i++)
        n += v->rules->packs[i]->org_kinds.n;
    v->kinds = arena_array(rq->arena, struct choice, n);
    for (size_t i = 0; i < v->rules->n; i++) {
        const struct pack *p = v->rules->packs[i];
        for (size_t k = 0; k < p->org_kinds.n; k++)
            v->kinds[v->kinds_n++] = (struct choice){p->org_kinds.v[k], p->org_kind_titles.v[k]};
    }
}

static bool
fill_accounts(struct request *rq, struct settings_view *v, struct err *e)
{
    if (!token_list(rq->work, rq->work->actor.account, &v->tokens, e))
        return false;
    return !v->may_manage ||
        (account_list(rq->work, rq->org, &v->accounts, e) &&
            grant_list(rq->work, rq->org, &v->grants, e));
}

bool
page_settings(struct request *rq, struct response *rs, struct err *e)
{
    struct settings_view v = {0};
    struct work *w = rq->work;
    if (!org_get(w, rq->org, &v.org, e) || !rules_for(w, v.org.root_id, rq->year, &v.rules, e) ||
        !org_children(w, rq->org, &v.children, e) ||
        !duty_years(w, rq->org, &v.years, &v.years_n, e))
        return false;
    v.may_manage = right_has(w, rq->org, RIGHT_MANAGE);
    v.next_year = w->today.year;
    if (v.years_n && v.years[0] >= v.next_year)
        v.next_year = v.years[0] + 1;
    if (!fill_accounts(rq, &v, e))
        return false;
    add_org_kinds(rq, &v);
    page_begin(rq, rs, tr("设置"), NAV_SETTINGS);
    tpl_settings(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- orgs ---- */

static bool
back(const struct request *rq, struct response *rs, const char *notice, const char *section)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/settings%.*s#%s", STR_ARG(org_query(rq, '?')), section);
}

bool
org_save_post(struct request *rq, struct response *rs, struct err *e)
{
    struct out flags;
    out_init(&flags, 1024);
    for (struct param_each it = {0}; param_next(rq, "flag.*", &it);)
        if (it.value)
            out_fmt(&flags, "%s%.*s", flags.n ? " " : "", STR_ARG(it.rest));
    struct org_input in = {.id = rq->org,
        .version = param_int(rq, "version", 0),
        .name = param_text(rq, "name"),
        .kind = param_text(rq, "kind"),
        .flags = arena_str(rq->arena, out_str(&flags))};
    out_release(&flags);
    return org_save(rq->work, &in, &in.id, e) &&
        back(rq, rs, tr("已保存。应办已按新的情况重算。"), "org");
}

bool
org_add_post(struct request *rq, struct response *rs, struct err *e)
{
    struct org_input in = {.parent_id = rq->org,
        .name = param_text(rq, "child_name"),
        .kind = param_text(rq, "child_kind"),
        .flags = S("")};
    if (!org_save(rq->work, &in, &in.id, e))
        return field_as(e, "name", "child_name") || field_as(e, "kind", "child_kind");
    return back(rq, rs, tr("已增加下级组织。"), "org");
}

bool
year_open_post(struct request *rq, struct response *rs, struct err *e)
{
    int year = (int)param_int(rq, "open", 0);
    if (!right_check(rq->work, rq->org, RIGHT_MANAGE, e) ||
        !duty_recompute(rq->work, rq->org, year, e) ||
        !figure_recompute_all(rq->work, rq->org, year, e))
        return false;
    if (!str_empty(rq->viewer.session) &&
        !session_look(rq->work, rq->viewer.session, rq->org, year, e))
        return false;
    response_notice(rs, tr("年度已开始，应办已列出。"));
    return response_redirect(rs, "/today");
}

/* ---- accounts ---- */

/* A secret is shown on the answer itself and nowhere else: a link or token cannot be read a second time. */
static bool
show_secret(struct request *rq, struct response *rs, const struct secret_view *v)
{
    page_begin(rq, rs, v->title, NAV_SETTINGS);
    tpl_secret(&rs->body, rq, v);
    page_end(rq, rs);
    return true;
}

static bool
show_link(struct request *rq, struct response *rs, const struct token_text *link)
{
    struct secret_view v = {.title = tr("一次性链接"),
        .hint = tr(
            "把本站地址加上这一段发给本人，由他自己设置口令。7 天内有效，只能用一次，离开本页就看不到了。"),
        .secret = arena_fmt(rq->arena, "/setup/%s", link->z)};
    return show_secret(rq, rs, &v);
}

bool
account_add_post(struct request *rq, struct response *rs, struct err *e)
{
    struct token_text link;
    enum role role = ROLE_NONE;
    int64_t id;
    if (!role_parse(param_text(rq, "role"), &role))
        return field_fail(rq, e, "role", tr("请选择角色。"));
    struct account_input in = {.org_id = rq->org,
        .login = param_text(rq, "login"),
        .name = param_text(rq, "account_name"),
        .role = role};
    if (!account_add(rq->work, &in, &id, &link, e))
        return field_as(e, "name", "account_name");
    return show_link(rq, rs, &link);
}

bool
account_link_post(struct request *rq, struct response *rs, struct err *e)
{
    struct token_text link;
    return account_link(rq->work, param_id(rq, "id"), &link, e) && show_link(rq, rs, &link);
}

bool
account_disable_post(struct request *rq, struct response *rs, struct err *e)
{
    bool off = param_bool(rq, "off");
    return account_disable(rq->work, param_id(rq, "id"), off, param_text(rq, "why"), e) &&
        back(rq, rs, off ? tr("账号已停用。") : tr("账号已恢复。"), "accounts");
}

bool
grant_end_post(struct request *rq, struct response *rs, struct err *e)
{
    return grant_end(rq->work, param_id(rq, "id"), param_text(rq, "why"), e) &&
        back(rq, rs, tr("已收回角色。"), "accounts");
}

bool
token_add_post(struct request *rq, struct response *rs, struct err *e)
{
    struct token_text token;
    unsigned scopes = (unsigned)SCOPE_READ | (param_bool(rq, "write") ? (unsigned)SCOPE_WRITE : 0U);
    struct token_input in = {.account_id = rq->work->actor.account,
        .name = param_text(rq, "token_name"),
        .scopes = scopes,
        .days = 90};
    if (!token_add(rq->work, &in, &token, e))
        return field_as(e, "name", "token_name");
    struct secret_view v = {.title = tr("接口令牌"),
        .hint = tr("90 天内有效，以 Authorization: Bearer 送出。离开本页就看不到了。"),
        .secret = arena_str(rq->arena, str_from(token.z))};
    return show_secret(rq, rs, &v);
}

bool
token_revoke_post(struct request *rq, struct response *rs, struct err *e)
{
    return token_revoke(rq->work, param_id(rq, "id"), e) &&
        back(rq, rs, tr("令牌已收回。"), "tokens");
}

/* ---- the journal ---- */

bool
page_journal(struct request *rq, struct response *rs, struct err *e)
{
    struct journal_view v = {0};
    if (!journal_of_org(rq->work, rq->org, param_id(rq, "before"), JOURNAL_ROWS, &v.rows, e))
        return false;
    if (v.rows.n == JOURNAL_ROWS)
        v.next = v.rows.v[v.rows.n - 1].seq;
    page_begin(rq, rs, tr("流水"), NAV_SETTINGS);
    tpl_journal(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}
