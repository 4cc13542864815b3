#include "support_house.h"

#include "domain/duty.h"
#include "domain/journal.h"
#include "domain/pack.h"

static void
check_packs(struct fixture *f, const char *const *names, size_t n)
{
    const struct rules *rules = NULL;
    struct work w = fixture_read(f, &f->system);
    REQUIRE(CHECK_OK(rules_for(&w, f->org, 2023, &rules, &f->e), &f->e));
    CHECK_INT(rules->n, n);
    for (size_t i = 0; i < n && i < rules->n; i++)
        CHECK_STR(rules->packs[i]->name, names[i]);
    work_end(&w);
}

static size_t
applying(struct fixture *f, int64_t org)
{
    struct duty_rows rows = {NULL, 0};
    size_t n = 0;
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(duty_year(&w, org, 2023, false, &rows, &f->e), &f->e);
    for (size_t i = 0; i < rows.n; i++)
        n += rows.v[i].applies;
    work_end(&w);
    return n;
}

TEST(a_branch_begins_with_its_packs_year_and_administrator)
{
    static const char *const packs[] = {"party-branch", "supply-coop"};
    struct fixture f;
    struct account a;
    struct journal_rows rows;
    REQUIRE(fixture_open(&f));
    check_packs(&f, packs, 2);
    CHECK(applying(&f, f.org) > 0);
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(link_check(&w, str_from(f.link.z), &a, &f.e), &f.e);
    CHECK_STR(a.login, "admin");
    CHECK(!a.has_password);
    CHECK_OK(journal_of_org(&w, f.org, 0, 100, &rows, &f.e), &f.e);
    REQUIRE(rows.n == 5); /* the org, two packs, the account, its grant */
    CHECK_STR(rows.v[4].what, "org.add");
    CHECK_STR(rows.v[0].what, "grant.add");
    CHECK_STR(rows.v[0].actor, "本机命令");
    work_end(&w);
    fixture_close(&f);
}

TEST(a_cooperative_knows_no_party)
{
    static const char *const packs[] = {"cooperative"};
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "cooperative", date_make(2023, 6, 15)));
    check_packs(&f, packs, 1);
    fixture_close(&f);
}

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct token_text link;
    struct beginning in = {.org_name = S("另一个")};
    return house_found(w, &in, arg, &link, e);
}

TEST(only_the_machine_itself_founds)
{
    struct fixture f;
    int64_t org;
    REQUIRE(fixture_open(&f));
    struct actor admin = fixture_account(&f, f.org, "admin2", ROLE_ADMIN);
    CHECK(!fixture_write(&f, &admin, found, &org));
    CHECK_ERR(&f.e, ERR_DENIED, "taizhang init");
    /* A second house in one store needs another login than the first one's. */
    CHECK(!fixture_write(&f, &f.system, found, &org));
    CHECK_ERR(&f.e, ERR_INPUT, "已经有人用了");
    fixture_close(&f);
}

TEST(duties_follow_people_and_posts)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    size_t before = applying(&f, f.org);
    int64_t first = 0;
    for (int i = 0; i < 7; i++)
        first = fixture_person(
            &f, f.org, arena_fmt(test_arena(), "党员%d", i).p, "full", date_make(2015, 7, 1));
    fixture_post(&f, f.org, first, "secretary", date_make(2022, 1, 1));
    CHECK(applying(&f, f.org) > before);
    fixture_close(&f);
}

TEST(a_new_org_owes_this_year_at_once)
{
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    int64_t branch = fixture_org(&f, f.org, "第一支部", "branch");
    CHECK(applying(&f, branch) > 0);
    fixture_close(&f);
}
