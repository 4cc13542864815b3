#include "support_house.h"

#include "domain/right.h"

struct tree {
    struct fixture f;
    int64_t committee, branch, other; /* f.org above both of the latter, committee beside f.org */
};

static bool
tree_open(struct tree *t)
{
    if (!fixture_open_as(&t->f, "committee", date_make(2023, 6, 15)))
        return false;
    t->committee = t->f.org;
    t->branch = fixture_org(&t->f, t->committee, "第一支部", "branch");
    t->other = fixture_org(&t->f, t->committee, "第二支部", "branch");
    return true;
}

static enum err_code
ask(struct tree *t, const struct actor *actor, int64_t org, enum right right)
{
    struct work w = fixture_read(&t->f, actor);
    bool ok = right_check(&w, org, right, &t->f.e);
    CHECK(right_has(&w, org, right) == ok);
    work_end(&w);
    return ok ? ERR_NONE : t->f.e.code;
}

TEST(each_role_may_what_it_may)
{
    static const struct {
        enum role role;
        const char *may; /* see read write manage accept */
    } rows[] = {{ROLE_MEMBER, "s"}, {ROLE_INSPECTOR, "sr"}, {ROLE_UPPER, "sra"},
        {ROLE_CLERK, "srw"}, {ROLE_SECRETARY, "srw"}, {ROLE_ADMIN, "srwm"}};

    static const char letters[] = "srwma";
    struct tree t;
    REQUIRE(tree_open(&t));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct actor actor = fixture_account(&t.f, t.branch,
            arena_fmt(test_arena(), "the-%.*s", STR_ARG(role_code(rows[i].role))).p, rows[i].role);
        for (int r = 0; r < 5; r++) {
            bool may = strchr(rows[i].may, letters[r]) != NULL;
            CHECK_INT(ask(&t, &actor, t.branch, (enum right)r), may ? ERR_NONE : ERR_DENIED);
        }
    }
    fixture_close(&t.f);
}

TEST(a_role_holds_below_and_nowhere_else)
{
    struct tree t;
    REQUIRE(tree_open(&t));
    struct actor upper = fixture_account(&t.f, t.committee, "upper", ROLE_UPPER);
    struct actor clerk = fixture_account(&t.f, t.branch, "clerk", ROLE_CLERK);
    CHECK_INT(ask(&t, &upper, t.branch, RIGHT_READ), ERR_NONE);
    CHECK_INT(ask(&t, &upper, t.other, RIGHT_ACCEPT), ERR_NONE);
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_WRITE), ERR_NONE);
    CHECK_INT(ask(&t, &clerk, t.other, RIGHT_SEE), ERR_NOT_FOUND);
    CHECK_INT(ask(&t, &clerk, t.committee, RIGHT_SEE), ERR_DENIED);
    CHECK_INT(ask(&t, &clerk, 999999, RIGHT_SEE), ERR_NOT_FOUND);
    fixture_close(&t.f);
}

TEST(nobody_may_nothing_and_the_machine_may_all)
{
    struct tree t;
    struct actor nobody = {.account = 0}, ghost = {.account = 12345};
    REQUIRE(tree_open(&t));
    CHECK_INT(ask(&t, &nobody, t.branch, RIGHT_SEE), ERR_NOT_FOUND);
    CHECK_INT(ask(&t, &ghost, t.branch, RIGHT_SEE), ERR_NOT_FOUND);
    CHECK_INT(ask(&t, &t.f.system, t.branch, RIGHT_MANAGE), ERR_NONE);
    CHECK_INT(ask(&t, &t.f.system, 999999, RIGHT_SEE), ERR_NOT_FOUND);
    fixture_close(&t.f);
}

TEST(a_grant_ends_with_its_last_day)
{
    struct tree t;
    REQUIRE(tree_open(&t));
    struct actor inspector = fixture_account(&t.f, t.branch, "inspector", ROLE_INSPECTOR);
    fixture_day(&t.f, date_make(2023, 7, 15));
    CHECK_INT(ask(&t, &inspector, t.branch, RIGHT_READ), ERR_NONE);
    fixture_day(&t.f, date_make(2023, 7, 16));
    CHECK_INT(ask(&t, &inspector, t.branch, RIGHT_READ), ERR_NOT_FOUND);
    fixture_close(&t.f);
}

struct switching {
    int64_t account;
    bool off;
};

static bool
disable(struct work *w, void *arg, struct err *e)
{
    const struct switching *s = arg;
    return account_disable(w, s->account, s->off, S("离岗"), e);
}

TEST(a_disabled_account_may_nothing)
{
    struct tree t;
    REQUIRE(tree_open(&t));
    struct actor clerk = fixture_account(&t.f, t.branch, "clerk", ROLE_CLERK);
    struct switching s = {clerk.account, true};
    CHECK_OK(fixture_write(&t.f, &t.f.system, disable, &s), &t.f.e);
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_SEE), ERR_NOT_FOUND);
    s.off = false;
    CHECK_OK(fixture_write(&t.f, &t.f.system, disable, &s), &t.f.e);
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_SEE), ERR_NONE);
    fixture_close(&t.f);
}

TEST(a_token_does_no_more_than_its_scopes)
{
    struct tree t;
    REQUIRE(tree_open(&t));
    struct actor clerk = fixture_account(&t.f, t.branch, "clerk", ROLE_CLERK);
    clerk.token = 1;
    clerk.scopes = SCOPE_READ;
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_READ), ERR_NONE);
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_WRITE), ERR_DENIED);
    CHECK_ERR(&t.f.e, ERR_DENIED, "令牌");
    clerk.scopes = SCOPE_METRICS;
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_SEE), ERR_DENIED);
    clerk.scopes = SCOPE_READ | SCOPE_WRITE;
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_WRITE), ERR_NONE);
    CHECK_INT(ask(&t, &clerk, t.branch, RIGHT_MANAGE), ERR_DENIED);
    struct actor admin = fixture_account(&t.f, t.branch, "admin2", ROLE_ADMIN);
    CHECK_INT(ask(&t, &admin, t.branch, RIGHT_MANAGE), ERR_NONE);
    admin.token = 2;
    admin.scopes = SCOPE_READ | SCOPE_WRITE | SCOPE_METRICS;
    CHECK_INT(ask(&t, &admin, t.branch, RIGHT_WRITE), ERR_NONE);
    CHECK_INT(ask(&t, &admin, t.branch, RIGHT_MANAGE), ERR_DENIED);
    fixture_close(&t.f);
}

struct giving {
    int64_t account, org;
    enum role role;
};

static bool
give(struct work *w, void *arg, struct err *e)
{
    const struct giving *g = arg;
    return grant_add(w, g->account, g->org, g->role, (struct date){0, 0, 0}, e);
}

TEST(homes_are_where_grants_begin)
{
    struct tree t;
    struct org_ids homes;
    enum role role;
    REQUIRE(tree_open(&t));
    struct actor clerk = fixture_account(&t.f, t.other, "clerk", ROLE_CLERK);
    struct giving g = {clerk.account, t.branch, ROLE_MEMBER};
    CHECK_OK(fixture_write(&t.f, &t.f.system, give, &g), &t.f.e);
    clerk.person = fixture_person(&t.f, t.branch, "张三", "full", date_make(2010, 7, 1));
    struct work w = fixture_read(&t.f, &clerk);
    CHECK_OK(right_homes(&w, &homes, &t.f.e), &t.f.e);
    REQUIRE(homes.n == 2);
    CHECK_INT(homes.v[0], t.branch);
    CHECK_INT(homes.v[1], t.other);
    work_end(&w);

    g = (struct giving){clerk.account, t.committee, ROLE_UPPER};
    CHECK_OK(fixture_write(&t.f, &t.f.system, give, &g), &t.f.e);
    w = fixture_read(&t.f, &clerk);
    CHECK_OK(right_homes(&w, &homes, &t.f.e), &t.f.e);
    CHECK_INT(homes.n, 1);
    CHECK_INT(homes.v[0], t.committee);
    CHECK_OK(right_role(&w, t.other, &role, &t.f.e), &t.f.e);
    CHECK_INT(role, ROLE_CLERK);
    CHECK_OK(right_role(&w, t.committee, &role, &t.f.e), &t.f.e);
    CHECK_INT(role, ROLE_UPPER);
    CHECK(right_has(&w, t.other, RIGHT_WRITE) && right_has(&w, t.other, RIGHT_ACCEPT));
    work_end(&w);

    w = fixture_read(&t.f, &t.f.system);
    CHECK_OK(right_homes(&w, &homes, &t.f.e), &t.f.e);
    CHECK_INT(homes.n, 1);
    CHECK_INT(homes.v[0], t.committee);
    work_end(&w);
    fixture_close(&t.f);
}

TEST(roles_have_codes_and_titles)
{
    enum role role;
    CHECK(role_parse(S("clerk"), &role));
    CHECK_INT(role, ROLE_CLERK);
    CHECK(!role_parse(S(""), &role));
    CHECK(!role_parse(S("root"), &role));
    CHECK_STR(role_title(ROLE_SECRETARY), "书记");
}
