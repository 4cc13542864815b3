#include "web/page_sign.h"

#include "domain/duty.h"
#include "domain/right.h"
#include "web/core_pages.h"
#include "web/tpl.h"

const struct param sign_in_page_params[] = {
    {.name = "back", .type = PARAM_TEXT, .max = 2000},
    {0},
};
const struct param sign_in_params[] = {
    {.name = "login", .type = PARAM_TEXT, .required = true, .label = N_("账号")},
    {.name = "password", .type = PARAM_SECRET, .max = 1000, .required = true, .label = N_("口令")},
    {.name = "back", .type = PARAM_TEXT, .max = 2000},
    {0},
};
const struct param setup_page_params[] = {
    {.name = "token", .type = PARAM_TEXT, .max = 100},
    {0},
};
const struct param setup_params[] = {
    {.name = "token", .type = PARAM_TEXT, .max = 100},
    {.name = "password", .type = PARAM_SECRET, .max = 1000, .required = true, .label = N_("口令")},
    {.name = "again", .type = PARAM_SECRET, .max = 1000, .required = true, .label = N_("再输一次")},
    {0},
};

/* ---- sign in ---- */

bool
page_sign_in(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    if (rq->viewer.signed_in)
        return response_redirect(rs, "/today");
    page_begin(rq, rs, tr("登录"), NAV_NONE);
    tpl_sign_in(&rs->body, rq);
    page_end(rq, rs);
    return true;
}

struct signing {
    int64_t account_id; /* 0: login or password is wrong */
    struct err why;
};

bool
sign_in_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct signing *s = arena_new(rq->arena, struct signing);
    (void)rs;
    rq->prepared = s;
    if (login_verify(rq->work, param_text(rq, "login"), param_text(rq, "password"), rq->address,
            &s->account_id, &s->why))
        return true;
    if (s->why.code == ERR_DENIED)
        return true; /* the job counts it */
    *e = s->why;
    return false;
}

/* Only a path of this site, so that a link cannot lead a user who signs in elsewhere. */
static struct str
safe_back(struct str back)
{
    bool ours = back.n > 1 && back.p[0] == '/' && back.p[1] != '/' && back.p[1] != '\\';
    return ours && str_find_char(back, '\r', 0) == SIZE_MAX &&
            str_find_char(back, '\n', 0) == SIZE_MAX
        ? back
        : S("/today");
}

/* Where this 年度 is not kept (or not yet), the latest that was: what is there to see comes first. */
static bool
look_at_latest(struct request *rq, const struct session *s, struct err *e)
{
    struct org_ids homes;
    int *years;
    size_t n = 0;
    if (!right_homes(rq->work, &homes, e) ||
        (homes.n && !duty_years(rq->work, homes.v[0], &years, &n, e)))
        return false;
    if (n == 0 || years[0] >= rq->work->today.year)
        return true;
    return session_look(rq->work, s->digest, homes.v[0], years[0], e);
}

/* In a browser where none was chosen yet, the language that the account was last used in. */
static void
speak(struct request *rq, struct response *rs, struct str lang)
{
    if (!rq->lang_chosen && lang.n)
        response_cookie(rs, rq, S("tz_lang"), lang, LANG_SECONDS);
}

static bool
enter(struct request *rq, struct response *rs, int64_t account_id, struct str to, struct err *e)
{
    struct token_text cookie;
    struct session s;
    bool found;
    if (!session_open(rq->work, account_id, &cookie, e) ||
        !session_find(rq->work, str_from(cookie.z), &s, &found, e) ||
        (found && !look_at_latest(rq, &s, e)))
        return false;
    if (found)
        speak(rq, rs, s.lang);
    response_cookie(
        rs, rq, S("tz_session"), arena_str(rq->arena, str_from(cookie.z)), SESSION_SECONDS);
    return response_redirect(rs, "%.*s", STR_ARG(to));
}

bool
sign_in_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct signing *s = rq->prepared;
    if (s->account_id)
        return enter(rq, rs, s->account_id, safe_back(param_text(rq, "back")), e);
    if (!login_failed(rq->work, param_text(rq, "login"), rq->address, e))
        return false;
    field_note(rq, "password", s->why.text);
    rs->again = true;
    return true;
}

bool
sign_out_post(struct request *rq, struct response *rs, struct err *e)
{
    if (!str_empty(rq->viewer.session) && !session_end(rq->work, rq->viewer.session, e))
        return false;
    response_cookie(rs, rq, S("tz_session"), S(""), 0);
    return response_redirect(rs, "/sign-in");
}

/* ---- the one-time link ---- */

bool
page_setup(struct request *rq, struct response *rs, struct err *e)
{
    struct setup_view v = {.token = param_typed(rq, "token", S(""))};
    if (!link_check(rq->work, v.token, &v.account, e))
        return false;
    page_begin(rq, rs, tr("设置口令"), NAV_NONE);
    tpl_setup(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
setup_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct account account;
    struct str *hash = arena_new(rq->arena, struct str), password = param_text(rq, "password");
    (void)rs;
    rq->prepared = hash;
    if (!link_check(rq->work, param_text(rq, "token"), &account, e) ||
        !password_rule(account.login, password, e))
        return false;
    if (!secret_eq(password, param_text(rq, "again")))
        return field_fail(rq, e, "again", tr("两次输入的口令不一样，请重新输入。"));
    return password_hash(rq->arena, password, hash, e);
}

bool
setup_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct str *hash = rq->prepared;
    int64_t account_id;
    return link_use(rq->work, param_text(rq, "token"), *hash, &account_id, e) &&
        enter(rq, rs, account_id, S("/today"), e);
}
