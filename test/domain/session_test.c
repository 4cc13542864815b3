#include "support_house.h"

struct opening {
    int64_t account;
    struct token_text cookie;
};

static bool
open_session(struct work *w, void *arg, struct err *e)
{
    struct opening *o = arg;
    return session_open(w, o->account, &o->cookie, e);
}

struct looking {
    struct str digest;
    int64_t org;
    int year;
};

static bool
look(struct work *w, void *arg, struct err *e)
{
    const struct looking *l = arg;
    return session_look(w, l->digest, l->org, l->year, e);
}

static bool
renew(struct work *w, void *arg, struct err *e)
{
    return session_renew(w, ((struct looking *)arg)->digest, e);
}

static bool
end(struct work *w, void *arg, struct err *e)
{
    return session_end(w, ((struct looking *)arg)->digest, e);
}

static bool
find(struct fixture *f, const struct token_text *cookie, struct session *s, struct actor *actor)
{
    bool found = false;
    struct work w = fixture_read(f, &(struct actor){.account = 0});
    CHECK_OK(session_find(&w, str_from(cookie->z), s, &found, &f->e), &f->e);
    if (actor)
        *actor = w.actor;
    work_end(&w);
    return found;
}

#define HOUR ((int64_t)60 * 60 * 1000)

TEST(a_session_lasts_twelve_hours)
{
    struct fixture f;
    struct session s, t;
    struct actor actor;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct opening o = {clerk.account, {""}}, other = o;
    CHECK_OK(fixture_write(&f, &(struct actor){.account = 0}, open_session, &o), &f.e);
    CHECK_OK(fixture_write(&f, &(struct actor){.account = 0}, open_session, &other), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, &actor));
    CHECK_INT(s.account_id, clerk.account);
    CHECK_INT(actor.account, clerk.account);
    CHECK_STR(actor.name, "clerk");
    CHECK_INT(s.org_id, 0);
    CHECK_INT(s.csrf.n, TOKEN_TEXT);
    CHECK_STR(s.lang, "zh-CN");
    REQUIRE(find(&f, &other.cookie, &t, NULL));
    CHECK(!str_eq(s.csrf, t.csrf));
    struct token_text guess = token_random();
    CHECK(!find(&f, &guess, &s, &actor));
    CHECK_INT(actor.account, 0);
    CHECK(!find(&f, &(struct token_text){""}, &s, NULL));

    fixture_later(&f, 12 * HOUR - 1);
    CHECK(find(&f, &o.cookie, &s, NULL));
    fixture_later(&f, 1);
    CHECK(!find(&f, &o.cookie, &s, NULL));
    fixture_close(&f);
}

TEST(a_session_is_prolonged_by_the_hour)
{
    struct fixture f;
    struct session s;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct opening o = {clerk.account, {""}};
    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    struct looking l = {s.digest, f.org, 2023};
    fixture_later(&f, HOUR / 2);
    CHECK_OK(fixture_write(&f, &clerk, renew, &l), &f.e);
    fixture_later(&f, 12 * HOUR - HOUR / 2);
    CHECK(!find(&f, &o.cookie, &s, NULL));
    CHECK_OK(fixture_write(&f, &clerk, renew, &l), &f.e);
    CHECK(!find(&f, &o.cookie, &s, NULL));

    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    l.digest = s.digest;
    fixture_later(&f, 2 * HOUR);
    CHECK_OK(fixture_write(&f, &clerk, renew, &l), &f.e);
    fixture_later(&f, 12 * HOUR - 1);
    CHECK(find(&f, &o.cookie, &s, NULL));
    fixture_close(&f);
}

TEST(a_session_keeps_where_one_looks)
{
    struct fixture f;
    struct session s;
    REQUIRE(fixture_open(&f));
    int64_t other = fixture_org(&f, 0, "别处", "branch");
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct opening o = {clerk.account, {""}};
    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    struct looking l = {s.digest, f.org, 2022};
    CHECK_OK(fixture_write(&f, &clerk, look, &l), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    CHECK_INT(s.org_id, f.org);
    CHECK_INT(s.year, 2022);
    l.org = other;
    CHECK(!fixture_write(&f, &clerk, look, &l));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "没有这个组织");
    l = (struct looking){s.digest, f.org, 20233};
    CHECK(!fixture_write(&f, &clerk, look, &l));
    CHECK_ERR(&f.e, ERR_INPUT, "年度");
    fixture_close(&f);
}

struct turn {
    int64_t account;
    struct token_text link;
    int64_t id;
};

static bool
disable(struct work *w, void *arg, struct err *e)
{
    return account_disable(w, ((struct turn *)arg)->account, true, S("离岗"), e);
}

static bool
new_password(struct work *w, void *arg, struct err *e)
{
    struct turn *t = arg;
    return account_link(w, t->account, &t->link, e) &&
        link_use(w, str_from(t->link.z), S("$argon2id$made-up"), &t->id, e);
}

TEST(sessions_end_by_hand_by_a_new_password_and_with_the_account)
{
    struct fixture f;
    struct session s;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct opening o = {clerk.account, {""}};
    struct turn t = {.account = clerk.account};
    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    struct looking l = {.digest = s.digest};
    CHECK_OK(fixture_write(&f, &clerk, end, &l), &f.e);
    CHECK(!find(&f, &o.cookie, &s, NULL));
    CHECK_OK(fixture_write(&f, &clerk, end, &l), &f.e);

    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, new_password, &t), &f.e);
    CHECK(!find(&f, &o.cookie, &s, NULL));

    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, disable, &t), &f.e);
    CHECK(!find(&f, &o.cookie, &s, NULL));
    CHECK(!fixture_write(&f, &clerk, open_session, &o));
    CHECK_ERR(&f.e, ERR_DENIED, "已经停用");
    fixture_close(&f);
}

static bool
use_english(struct work *w, void *arg, struct err *e)
{
    return account_set_lang(w, *(int64_t *)arg, S("en"), e);
}

TEST(an_account_keeps_its_language)
{
    struct fixture f;
    struct session s;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct actor other = fixture_account(&f, f.org, "other", ROLE_CLERK);
    struct opening o = {clerk.account, {""}};
    CHECK_OK(fixture_write(&f, &clerk, open_session, &o), &f.e);
    CHECK_OK(fixture_write(&f, &clerk, use_english, &clerk.account), &f.e);
    REQUIRE(find(&f, &o.cookie, &s, NULL));
    CHECK_STR(s.lang, "en");
    CHECK(!fixture_write(&f, &other, use_english, &clerk.account));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "不归您管理");
    fixture_close(&f);
}

/* ---- tokens ---- */

struct tokening {
    int64_t account, id;
    unsigned scopes;
    int days;
    struct token_text token;
};

static bool
add_token(struct work *w, void *arg, struct err *e)
{
    struct tokening *t = arg;
    struct token_input in = {t->account, S("报表程序"), t->scopes, t->days};
    return token_add(w, &in, &t->token, e);
}

static bool
revoke(struct work *w, void *arg, struct err *e)
{
    return token_revoke(w, ((struct tokening *)arg)->id, e);
}

static unsigned
scopes_of(struct fixture *f, const struct tokening *t, struct actor *actor)
{
    unsigned scopes;
    bool found;
    struct work w = fixture_read(f, &(struct actor){.account = 0});
    CHECK_OK(token_find(&w, str_from(t->token.z), &scopes, &found, &f->e), &f->e);
    CHECK(found == (scopes != 0));
    *actor = w.actor;
    work_end(&w);
    return scopes;
}

TEST(a_token_acts_for_its_account_until_it_ends)
{
    struct fixture f;
    struct actor actor;
    struct api_tokens list;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct tokening t = {.account = clerk.account, .scopes = SCOPE_READ | SCOPE_WRITE, .days = 10};
    CHECK_OK(fixture_write(&f, &clerk, add_token, &t), &f.e);
    CHECK_INT(scopes_of(&f, &t, &actor), SCOPE_READ | SCOPE_WRITE);
    CHECK_INT(actor.account, clerk.account);
    CHECK_INT(actor.scopes, SCOPE_READ | SCOPE_WRITE);
    CHECK(actor.token != 0);

    struct work w = fixture_read(&f, &clerk);
    CHECK_OK(token_list(&w, clerk.account, &list, &f.e), &f.e);
    work_end(&w);
    REQUIRE(list.n == 1);
    CHECK_STR(list.v[0].name, "报表程序");
    CHECK_STR(list.v[0].scope, "read write");
    CHECK(!list.v[0].revoked);

    fixture_day(&f, date_make(2023, 6, 25));
    CHECK_INT(scopes_of(&f, &t, &actor), 0);
    fixture_day(&f, date_make(2023, 6, 24));
    CHECK(scopes_of(&f, &t, &actor) != 0);
    t.id = list.v[0].id;
    CHECK_OK(fixture_write(&f, &clerk, revoke, &t), &f.e);
    CHECK_INT(scopes_of(&f, &t, &actor), 0);
    CHECK_INT(actor.account, 0);
    fixture_close(&f);
}

TEST(tokens_have_bounds)
{
    struct fixture f;
    struct actor actor;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct actor other = fixture_account(&f, f.org, "other", ROLE_CLERK);
    struct tokening t = {.account = clerk.account, .scopes = SCOPE_READ, .days = 367};
    CHECK(!fixture_write(&f, &clerk, add_token, &t));
    CHECK_ERR(&f.e, ERR_INPUT, "1 到 366 天");
    t.days = 1;
    t.scopes = 0;
    CHECK(!fixture_write(&f, &clerk, add_token, &t));
    CHECK_ERR(&f.e, ERR_INPUT, "权限");
    t.scopes = SCOPE_METRICS;
    CHECK(!fixture_write(&f, &clerk, add_token, &t));
    CHECK_ERR(&f.e, ERR_INPUT, "管理员");
    t.scopes = SCOPE_READ;
    CHECK(!fixture_write(&f, &other, add_token, &t));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "不归您管理");
    /* A token makes no tokens for its account. */
    CHECK_OK(fixture_write(&f, &clerk, add_token, &t), &f.e);
    CHECK_INT(scopes_of(&f, &t, &actor), SCOPE_READ);
    CHECK(!fixture_write(&f, &actor, add_token, &t));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "不归您管理");
    fixture_close(&f);
}
