#include "support_house.h"

struct save {
    struct org_input in;
    int64_t id;
};

static bool
save(struct work *w, void *arg, struct err *e)
{
    struct save *s = arg;
    return org_save(w, &s->in, &s->id, e);
}

struct close {
    int64_t id;
    struct date on;
    struct str why;
};

static bool
close_org(struct work *w, void *arg, struct err *e)
{
    const struct close *c = arg;
    return org_close(w, c->id, c->on, c->why, e);
}

static struct org
get(struct fixture *f, int64_t id)
{
    struct org org = {.version = -1};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(org_get(&w, id, &org, &f->e), &f->e);
    work_end(&w);
    return org;
}

TEST(an_org_stands_below_its_parent)
{
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    struct save s = {.in = {.parent_id = f.org,
                         .name = S("　第一支部 "),
                         .kind = S("branch"),
                         .flags = S("agency  abroad")}};
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    struct org org = get(&f, s.id);
    CHECK_STR(org.name, "第一支部");
    CHECK_STR(org.flags, " agency abroad ");
    CHECK_INT(org.parent_id, f.org);
    CHECK_INT(org.root_id, f.org);
    CHECK_INT(org.version, 1);
    CHECK_STR(
        org.path, arena_fmt(test_arena(), "/%lld/%lld/", (long long)f.org, (long long)s.id).p);
    fixture_close(&f);
}

TEST(bad_input_names_its_field)
{
    static const struct {
        const char *name, *kind, *flags, *field, *says;
    } rows[] = {
        {" ", "branch", "", "name", "请填写组织名称"},
        {"一\n二", "branch", "", "name", "换行"},
        {"第一支部", "", "", "kind", "组织类别"},
        {"第一支部", "党支部", "", "kind", "组织类别"},
        {"第一支部", "branch", "外出", "flags", "组织情况"},
    };
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct save s = {.in = {.parent_id = f.org,
                             .name = str_from(rows[i].name),
                             .kind = str_from(rows[i].kind),
                             .flags = str_from(rows[i].flags)}};
        CHECK(!fixture_write(&f, &f.system, save, &s));
        CHECK_ERR(&f.e, ERR_INPUT, rows[i].says);
        CHECK_STR(str_from(f.e.field), rows[i].field);
    }
    fixture_close(&f);
}

TEST(a_change_needs_the_version_that_was_read)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct org org = get(&f, f.org);
    struct save s = {.in = {.id = org.id,
                         .version = org.version,
                         .name = S("新名支部"),
                         .kind = org.kind,
                         .flags = org.flags}};
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    CHECK_INT(get(&f, f.org).version, 2);
    s.in.name = S("又一个名");
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_CONFLICT, "别人改过");
    s.in.version = 2;
    s.in.name = S("新名支部");
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    CHECK_INT(get(&f, f.org).version, 2);
    s.in.parent_id = 77;
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "不能改换上级");
    fixture_close(&f);
}

TEST(only_admins_make_orgs_and_only_the_machine_roots)
{
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct actor admin = fixture_account(&f, f.org, "admin2", ROLE_ADMIN);
    struct save s = {
        .in = {.parent_id = f.org, .name = S("第一支部"), .kind = S("branch"), .flags = S("")}};
    CHECK(!fixture_write(&f, &clerk, save, &s));
    CHECK_ERR(&f.e, ERR_DENIED, "管理员");
    CHECK_OK(fixture_write(&f, &admin, save, &s), &f.e);
    s.in.parent_id = 0;
    CHECK(!fixture_write(&f, &admin, save, &s));
    CHECK_ERR(&f.e, ERR_DENIED, "taizhang init");
    fixture_close(&f);
}

TEST(found_by_name_or_number_within_reach)
{
    struct fixture f;
    struct org org;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    int64_t a = fixture_org(&f, f.org, "甲支部", "branch");
    int64_t b = fixture_org(&f, f.org, "乙支部", "branch");
    int64_t group_a = fixture_org(&f, a, "第一小组", "group");
    (void)fixture_org(&f, b, "第一小组", "group");
    struct actor clerk = fixture_account(&f, a, "clerk", ROLE_CLERK);

    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(org_find(&w, S(" 甲支部"), &org, &f.e), &f.e);
    CHECK_INT(org.id, a);
    CHECK(!org_find(&w, S("第一小组"), &org, &f.e));
    CHECK_ERR(&f.e, ERR_INPUT, "不止一个");
    CHECK(!org_find(&w, S("甲"), &org, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "找不到名称");
    work_end(&w);

    w = fixture_read(&f, &clerk);
    CHECK_OK(org_find(&w, S("第一小组"), &org, &f.e), &f.e);
    CHECK_INT(org.id, group_a);
    CHECK(!org_find(&w, S("乙支部"), &org, &f.e));
    CHECK(!org_find(&w, arena_fmt(test_arena(), "%lld", (long long)b), &org, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "");
    CHECK_OK(org_find(&w, arena_fmt(test_arena(), "%lld", (long long)a), &org, &f.e), &f.e);
    work_end(&w);
    fixture_close(&f);
}

TEST(the_tree_is_listed)
{
    struct fixture f;
    struct orgs list;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    int64_t b = fixture_org(&f, f.org, "B支部", "branch");
    int64_t a = fixture_org(&f, f.org, "A支部", "branch");
    int64_t group = fixture_org(&f, b, "第一小组", "group");
    int64_t root = fixture_org(&f, 0, "别处", "committee");
    struct actor clerk = fixture_account(&f, b, "clerk", ROLE_CLERK);

    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(org_children(&w, f.org, &list, &f.e), &f.e);
    REQUIRE(list.n == 2);
    CHECK_INT(list.v[0].id, a);
    CHECK_INT(list.v[1].id, b);
    CHECK_OK(org_subtree(&w, f.org, 100, &list, &f.e), &f.e);
    REQUIRE(list.n == 4);
    CHECK_INT(list.v[0].id, f.org);
    CHECK_INT(list.v[1].id, b);
    CHECK_INT(list.v[2].id, group);
    CHECK_OK(org_subtree(&w, f.org, 2, &list, &f.e), &f.e);
    CHECK_INT(list.n, 2);
    CHECK_OK(org_roots(&w, &list, &f.e), &f.e);
    REQUIRE(list.n == 2);
    CHECK_INT(list.v[1].id, root);
    work_end(&w);

    w = fixture_read(&f, &clerk);
    CHECK_OK(org_ancestors(&w, group, &list, &f.e), &f.e);
    REQUIRE(list.n == 3);
    CHECK_STR(list.v[0].name, "示例支部");
    CHECK_INT(list.v[0].version, 0);
    CHECK_INT(list.v[1].version, 1);
    CHECK_INT(list.v[2].id, group);
    CHECK(!org_children(&w, f.org, &list, &f.e));
    CHECK(!org_roots(&w, &list, &f.e));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    work_end(&w);
    fixture_close(&f);
}

TEST(an_org_is_closed_when_nothing_is_left_in_it)
{
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "committee", date_make(2023, 6, 15)));
    int64_t branch = fixture_org(&f, f.org, "第一支部", "branch");
    int64_t group = fixture_org(&f, branch, "第一小组", "group");
    struct close c = {branch, date_make(2023, 6, 1), S("合并")};
    CHECK(!fixture_write(&f, &f.system, close_org, &c));
    CHECK_ERR(&f.e, ERR_CONFLICT, "1 个组织没有撤销");
    c.id = group;
    c.why = S(" ");
    CHECK(!fixture_write(&f, &f.system, close_org, &c));
    CHECK_ERR(&f.e, ERR_INPUT, "请填写撤销原因");
    c.why = S("合并");
    c.on = date_make(2023, 6, 16);
    CHECK(!fixture_write(&f, &f.system, close_org, &c));
    CHECK_ERR(&f.e, ERR_INPUT, "不能晚于今天");
    c.on = date_make(2023, 6, 1);
    CHECK_OK(fixture_write(&f, &f.system, close_org, &c), &f.e);
    CHECK(!fixture_write(&f, &f.system, close_org, &c));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已经撤销");

    int64_t person = fixture_person(&f, branch, "张三", "full", date_make(2010, 7, 1));
    CHECK(person != 0);
    c.id = branch;
    CHECK(!fixture_write(&f, &f.system, close_org, &c));
    CHECK_ERR(&f.e, ERR_CONFLICT, "还有 1 人");
    struct save s = {
        .in = {.parent_id = group, .name = S("再下一层"), .kind = S("group"), .flags = S("")}};
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "已经撤销");
    fixture_close(&f);
}
