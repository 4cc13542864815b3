#include "support_house.h"

#include "base/hash.h"

struct add {
    int64_t org;
    struct str login, name;
    enum role role;
    int64_t id;
    struct token_text link;
};

static bool
add(struct work *w, void *arg, struct err *e)
{
    struct add *a = arg;
    struct account_input in = {
        .org_id = a->org, .login = a->login, .name = a->name, .role = a->role};
    return account_add(w, &in, &a->id, &a->link, e);
}

struct use {
    struct str token, hash;
    int64_t id;
};

static bool
use(struct work *w, void *arg, struct err *e)
{
    struct use *u = arg;
    return link_use(w, u->token, u->hash, &u->id, e);
}

struct relink {
    int64_t id;
    struct token_text link;
};

static bool
relink(struct work *w, void *arg, struct err *e)
{
    struct relink *r = arg;
    return account_link(w, r->id, &r->link, e);
}

static bool
disable(struct work *w, void *arg, struct err *e)
{
    return account_disable(w, *(int64_t *)arg, true, S("离岗"), e);
}

static bool
check_link(struct fixture *f, const struct token_text *link, struct account *a)
{
    struct work w = fixture_read(f, &(struct actor){.account = 0});
    bool ok = link_check(&w, str_from(link->z), a, &f->e);
    work_end(&w);
    return ok;
}

TEST(logins_have_a_form)
{
    static const struct {
        const char *login, *name, *says;
    } rows[] = {
        {"a", "张三", "2 到 40 个字"},
        {"a b", "张三", "只能用字母"},
        {"zhang<", "张三", "只能用字母"},
        {"张三。", "张三", "只能用字母"},
        {"ADMIN", "张三", "已经有人用了"},
        {"zhang", " ", "请填写姓名"},
    };
    struct fixture f;
    REQUIRE(fixture_open(&f));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct add a = {.org = f.org,
            .login = str_from(rows[i].login),
            .name = str_from(rows[i].name),
            .role = ROLE_CLERK};
        CHECK(!fixture_write(&f, &f.system, add, &a));
        CHECK_ERR(&f.e, ERR_INPUT, rows[i].says);
    }
    struct add good = {
        .org = f.org, .login = S("Zhang.San_1-张三"), .name = S("张三"), .role = ROLE_CLERK};
    CHECK_OK(fixture_write(&f, &f.system, add, &good), &f.e);
    struct account a;
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(account_get(&w, good.id, &a, &f.e), &f.e);
    CHECK_STR(a.login, "zhang.san_1-张三");
    CHECK(!a.has_password && !a.disabled);
    work_end(&w);
    fixture_close(&f);
}

TEST(a_link_sets_the_password_once)
{
    struct fixture f;
    struct account a;
    REQUIRE(fixture_open(&f));
    CHECK_OK(check_link(&f, &f.link, &a), &f.e);
    CHECK_STR(a.login, "admin");
    struct use u = {.token = str_from(f.link.z), .hash = S("$argon2id$not-a-real-one")};
    CHECK_OK(fixture_write(&f, &(struct actor){.account = 0}, use, &u), &f.e);
    CHECK_INT(u.id, a.id);
    CHECK(!check_link(&f, &f.link, &a));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已经用过");
    CHECK(!fixture_write(&f, &(struct actor){.account = 0}, use, &u));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已经用过");
    struct token_text other = token_random();
    CHECK(!check_link(&f, &other, &a));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "链接不对");
    fixture_close(&f);
}

static bool
first_link(struct work *w, void *arg, struct err *e)
{
    struct relink *r = arg;
    return account_link_first(w, r->id, &r->link, e);
}

TEST(first_links_hold_beside_each_other_until_one_is_used)
{
    struct fixture f;
    struct account a;
    REQUIRE(fixture_open(&f));
    REQUIRE(check_link(&f, &f.link, &a));
    struct relink r = {.id = a.id};
    CHECK_OK(fixture_write(&f, &f.system, first_link, &r), &f.e);
    CHECK_OK(check_link(&f, &r.link, &a), &f.e);
    struct use u = {.token = str_from(f.link.z), .hash = S("$argon2id$not-a-real-one")};
    CHECK_OK(fixture_write(&f, &(struct actor){.account = 0}, use, &u), &f.e);
    CHECK(!check_link(&f, &r.link, &a));
    CHECK(!fixture_write(&f, &f.system, first_link, &r));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已经设过口令");
    fixture_close(&f);
}

TEST(a_link_ends_after_seven_days_or_by_a_new_one)
{
    struct fixture f;
    struct account a;
    REQUIRE(fixture_open(&f));
    CHECK(check_link(&f, &f.link, &a));
    struct relink r = {.id = a.id};
    CHECK_OK(fixture_write(&f, &f.system, relink, &r), &f.e);
    CHECK(!check_link(&f, &f.link, &a));
    CHECK_ERR(&f.e, ERR_CONFLICT, "新的链接代替");
    fixture_day(&f, date_make(2023, 6, 21));
    CHECK(check_link(&f, &r.link, &a));
    fixture_day(&f, date_make(2023, 6, 22));
    CHECK(!check_link(&f, &r.link, &a));
    CHECK_ERR(&f.e, ERR_CONFLICT, "过期（7 天内有效）");
    fixture_close(&f);
}

TEST(passwords_have_rules)
{
    static const struct {
        const char *password, *says;
    } rows[] = {
        {"", "至少要有 10 个字符，现在是 0 个"},
        {"123456789", "至少要有 10 个"},
        {"Zhangsan.01", "不能与登录名相同"},
        {"aaaaaaaaaaaa", "一个字符的重复"},
        {"好好好好好好好好好好", "一个字符的重复"},
    };
    struct err e;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        CHECK(!password_rule(S("zhangsan.01"), str_from(rows[i].password), &e));
        CHECK_ERR(&e, ERR_INPUT, rows[i].says);
        CHECK_STR(str_from(e.field), "password");
    }
    CHECK_OK(password_rule(S("zhangsan.01"), S("春眠不觉晓处处闻啼鸟"), &e), &e);
}

TEST(nobody_takes_over_an_account_above_his_own)
{
    struct fixture f;
    struct account a;
    struct accounts accounts;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    int64_t branch = fixture_org(&f, f.org, "第一支部", "branch");
    struct actor below = fixture_account(&f, branch, "below", ROLE_ADMIN);
    struct actor clerk = fixture_account(&f, branch, "clerk", ROLE_CLERK);
    REQUIRE(check_link(&f, &f.link, &a));
    struct relink r = {.id = a.id};
    CHECK(!fixture_write(&f, &below, relink, &r));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "不归您管理");
    CHECK(!fixture_write(&f, &below, disable, &a.id));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "不归您管理");
    r.id = clerk.account;
    CHECK_OK(fixture_write(&f, &below, relink, &r), &f.e);
    CHECK(!fixture_write(&f, &clerk, relink, &(struct relink){.id = below.account}));
    CHECK(!fixture_write(&f, &below, disable, &below.account));
    CHECK_ERR(&f.e, ERR_DENIED, "自己的账号");
    struct add more = {.org = f.org, .login = S("more"), .name = S("多"), .role = ROLE_ADMIN};
    CHECK(!fixture_write(&f, &below, add, &more));
    CHECK_ERR(&f.e, ERR_DENIED, "管理员");
    struct work w = fixture_read(&f, &below);
    CHECK_OK(account_list(&w, branch, &accounts, &f.e), &f.e);
    REQUIRE(accounts.n == 2);
    CHECK_STR(accounts.v[0].login, "below");
    CHECK(!account_list(&w, f.org, &accounts, &f.e));
    work_end(&w);
    fixture_close(&f);
}

struct giving {
    int64_t account, org, grant;
    enum role role;
    struct date until;
};

static bool
give(struct work *w, void *arg, struct err *e)
{
    const struct giving *g = arg;
    return grant_add(w, g->account, g->org, g->role, g->until, e);
}

static bool
take(struct work *w, void *arg, struct err *e)
{
    return grant_end(w, ((struct giving *)arg)->grant, S("任期结束"), e);
}

TEST(grants_begin_and_end)
{
    struct fixture f;
    struct grants list;
    REQUIRE(fixture_open(&f));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct giving g = {.account = clerk.account, .org = f.org, .role = ROLE_INSPECTOR};
    CHECK(!fixture_write(&f, &f.system, give, &g));
    CHECK_ERR(&f.e, ERR_INPUT, "要有截止日期");
    g.until = date_make(2023, 6, 14);
    CHECK(!fixture_write(&f, &f.system, give, &g));
    CHECK_ERR(&f.e, ERR_INPUT, "不能早于今天");
    g.until = date_make(2023, 6, 20);
    CHECK_OK(fixture_write(&f, &f.system, give, &g), &f.e);
    g.until = date_make(2023, 6, 30);
    CHECK_OK(fixture_write(&f, &f.system, give, &g), &f.e);
    CHECK(!fixture_write(&f, &clerk, give, &g));
    CHECK_ERR(&f.e, ERR_DENIED, "管理员");

    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(grant_list(&w, f.org, &list, &f.e), &f.e);
    CHECK_INT(list.n, 3);
    CHECK_OK(grant_of_account(&w, clerk.account, &list, &f.e), &f.e);
    work_end(&w);
    REQUIRE(list.n == 2);
    CHECK_INT(date_cmp(list.v[1].until_on, date_make(2023, 6, 30)), 0);
    CHECK_STR(list.v[1].org_name, "示例支部");

    g.grant = list.v[0].id;
    CHECK_OK(fixture_write(&f, &f.system, take, &g), &f.e);
    w = fixture_read(&f, &clerk);
    CHECK(!right_has(&w, f.org, RIGHT_WRITE));
    CHECK(right_has(&w, f.org, RIGHT_READ));
    CHECK_OK(grant_of_account(&w, clerk.account, &list, &f.e), &f.e);
    CHECK_INT(list.n, 1);
    work_end(&w);
    fixture_close(&f);
}

/* ---- sign-in ---- */

struct failing {
    struct str login, address;
};

static bool
fail(struct work *w, void *arg, struct err *e)
{
    const struct failing *f = arg;
    return login_failed(w, f->login, f->address, e);
}

static enum err_code
try_login(struct fixture *f, const char *login, const char *password, int64_t *id)
{
    struct work w = fixture_read(f, &(struct actor){.account = 0});
    err_clear(&f->e);
    (void)login_verify(&w, str_from(login), str_from(password), S("10.0.0.7"), id, &f->e);
    work_end(&w);
    return f->e.code;
}

static bool
set_password(struct fixture *f, const char *password)
{
    struct use u = {.token = str_from(f->link.z)};
    return password_hash(test_arena(), str_from(password), &u.hash, &f->e) &&
        fixture_write(f, &(struct actor){.account = 0}, use, &u);
}

TEST(a_wrong_sign_in_says_nothing_more)
{
    struct fixture f;
    int64_t id;
    struct account a;
    REQUIRE(fixture_open(&f));
    REQUIRE(check_link(&f, &f.link, &a));
    CHECK_INT(try_login(&f, "admin", "", &id), ERR_DENIED);
    REQUIRE(CHECK_OK(set_password(&f, "correct horse 1"), &f.e));
    CHECK_INT(try_login(&f, " Admin", "correct horse 1", &id), ERR_NONE);
    CHECK_INT(id, a.id);
    CHECK_INT(try_login(&f, "admin", "correct horse 2", &id), ERR_DENIED);
    CHECK_INT(id, 0);
    struct str wrong = arena_str(test_arena(), str_from(f.e.text));
    CHECK_INT(try_login(&f, "nobody", "correct horse 1", &id), ERR_DENIED);
    CHECK_STR(wrong, f.e.text);
    CHECK_OK(fixture_write(&f, &f.system, disable, &a.id), &f.e);
    CHECK_INT(try_login(&f, "admin", "correct horse 1", &id), ERR_DENIED);
    CHECK_STR(wrong, f.e.text);
    fixture_close(&f);
}

TEST(guessing_is_limited_for_a_login_and_an_address)
{
    struct fixture f;
    int64_t id;
    REQUIRE(fixture_open(&f));
    struct failing one = {S("ADMIN"), S("10.0.0.1")};
    for (int i = 0; i < 4; i++)
        CHECK_OK(fixture_write(&f, &f.system, fail, &one), &f.e);
    CHECK_INT(try_login(&f, "admin", "x", &id), ERR_DENIED);
    fixture_later(&f, (int64_t)4 * 60 * 1000);
    CHECK_OK(fixture_write(&f, &f.system, fail, &one), &f.e);
    CHECK_INT(try_login(&f, "admin", "x", &id), ERR_LIMIT);
    CHECK_ERR(&f.e, ERR_LIMIT, "请在 11 分钟后再试");
    CHECK_INT(try_login(&f, "other", "x", &id), ERR_DENIED);
    fixture_later(&f, (int64_t)11 * 60 * 1000);
    CHECK_INT(try_login(&f, "admin", "x", &id), ERR_DENIED);
    CHECK_OK(fixture_write(&f, &f.system, fail, &one), &f.e);
    CHECK_INT(try_login(&f, "admin", "x", &id), ERR_DENIED);

    for (int i = 0; i < 30; i++) {
        struct failing many = {arena_fmt(test_arena(), "login%d", i), S("10.0.0.7")};
        CHECK_OK(fixture_write(&f, &f.system, fail, &many), &f.e);
    }
    CHECK_INT(try_login(&f, "other", "x", &id), ERR_LIMIT);
    struct failing broken = {S("\xff\xfe"), S("\xff")};
    CHECK_OK(fixture_write(&f, &f.system, fail, &broken), &f.e);
    fixture_close(&f);
}
