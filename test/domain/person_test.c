#include "support_house.h"

struct save {
    struct person_input in;
    int64_t id;
};

static bool
save(struct work *w, void *arg, struct err *e)
{
    struct save *s = arg;
    return person_save(w, &s->in, &s->id, e);
}

struct save_post {
    struct post_input in;
    int64_t id;
};

static bool
save_post(struct work *w, void *arg, struct err *e)
{
    struct save_post *s = arg;
    return post_save(w, &s->in, &s->id, e);
}

struct leave {
    int64_t id, version;
    struct date on;
    struct str why;
};

static bool
leave(struct work *w, void *arg, struct err *e)
{
    const struct leave *l = arg;
    return person_leave(w, l->id, l->version, l->on, l->why, e);
}

static bool
come_back(struct work *w, void *arg, struct err *e)
{
    const struct leave *l = arg;
    return person_return(w, l->id, l->version, l->why, e);
}

static struct person
get(struct fixture *f, int64_t id)
{
    struct person p = {.version = -1};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(person_get(&w, id, &p, &f->e), &f->e);
    work_end(&w);
    return p;
}

static struct people
list(struct fixture *f, const struct person_filter *filter)
{
    struct people people = {NULL, 0, 0};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(person_list(&w, filter, &people, &f->e), &f->e);
    work_end(&w);
    return people;
}

static struct head_count
count(struct fixture *f, struct date on)
{
    struct head_count c = {.full = -1};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(person_count(&w, f->org, on, &c, &f->e), &f->e);
    work_end(&w);
    return c;
}

TEST(a_person_is_kept_as_entered)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct save s = {.in = {.org_id = f.org,
                         .name = S(" 张三 "),
                         .membership = S("full"),
                         .floating = true,
                         .applied_on = date_make(2008, 1, 2),
                         .joined_on = date_make(2009, 7, 1),
                         .full_on = date_make(2010, 7, 1)}};
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    struct person p = get(&f, s.id);
    CHECK_STR(p.name, "张三");
    CHECK_STR(p.membership, "full");
    CHECK(p.floating);
    CHECK_INT(date_cmp(p.joined_on, date_make(2009, 7, 1)), 0);
    CHECK(date_is_none(p.left_on));
    CHECK_INT(p.version, 1);

    s.in.id = s.id;
    s.in.version = 1;
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    CHECK_INT(get(&f, s.id).version, 1);
    s.in.name = S("张三丰");
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    CHECK_INT(get(&f, s.id).version, 2);
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_CONFLICT, "张三丰的资料刚刚被别人改过");
    fixture_close(&f);
}

TEST(bad_input_names_its_field)
{
    struct date d0 = {0, 0, 0}, d1 = date_make(2010, 7, 1), d2 = date_make(2011, 7, 1);
    struct date later = date_make(2023, 6, 16);

    const struct {
        const char *name, *membership;
        struct date applied, joined, full;
        const char *field, *says;
    } rows[] = {
        {"", "full", d0, d1, d1, "name", "请填写姓名"},
        {"张三", "chief", d0, d1, d1, "membership", "请选择人员类别"},
        {"张三", "full", d2, d1, d2, "joined_on", "早于申请日期"},
        {"张三", "full", d0, d2, d1, "full_on", "早于入党日期"},
        {"张三", "probationary", d0, d1, d2, "full_on", "预备党员还没有转正日期"},
        {"张三", "full", d0, later, d0, "joined_on", "不能晚于今天"},
        {"张三", "full", d0, {2010, 2, 30}, d0, "joined_on", "不是一个存在的日期"},
    };
    struct fixture f;
    REQUIRE(fixture_open(&f));
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct save s = {.in = {.org_id = f.org,
                             .name = str_from(rows[i].name),
                             .membership = str_from(rows[i].membership),
                             .applied_on = rows[i].applied,
                             .joined_on = rows[i].joined,
                             .full_on = rows[i].full}};
        CHECK(!fixture_write(&f, &f.system, save, &s));
        CHECK_ERR(&f.e, ERR_INPUT, rows[i].says);
        CHECK_STR(str_from(f.e.field), rows[i].field);
    }
    struct save s = {
        .in = {.org_id = f.org, .group_id = 4711, .name = S("张三"), .membership = S("none")}};
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "没有这个小组");
    s.in.group_id = f.org;
    CHECK(!fixture_write(&f, &f.system, save, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "不是这个组织下面的小组");
    fixture_close(&f);
}

TEST(who_may_only_read_changes_nobody)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct actor upper = fixture_account(&f, f.org, "upper", ROLE_UPPER);
    struct actor stranger = {.account = 99999};
    int64_t id = fixture_person(&f, f.org, "张三", "full", date_make(2010, 7, 1));
    struct save s = {.in = {.id = id, .version = 1, .name = S("李四"), .membership = S("full")}};
    CHECK(!fixture_write(&f, &upper, save, &s));
    CHECK_ERR(&f.e, ERR_DENIED, "只能查看");
    CHECK(!fixture_write(&f, &stranger, save, &s));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "");
    struct person p;
    struct work w = fixture_read(&f, &stranger);
    CHECK(!person_get(&w, id, &p, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "");
    work_end(&w);
    fixture_close(&f);
}

TEST(the_list_is_in_the_order_of_the_roll)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    (void)fixture_person(&f, f.org, "积极分子", "applicant", (struct date){0, 0, 0});
    (void)fixture_person(&f, f.org, "新党员", "probationary", date_make(2023, 3, 1));
    (void)fixture_person(&f, f.org, "老党员", "full", date_make(1999, 7, 1));
    int64_t deputy = fixture_person(&f, f.org, "副书记甲", "full", date_make(2000, 7, 1));
    int64_t head = fixture_person(&f, f.org, "书记甲", "full", date_make(2005, 7, 1));
    (void)fixture_post(&f, f.org, deputy, "deputy", date_make(2020, 1, 1));
    (void)fixture_post(&f, f.org, head, "secretary", date_make(2020, 1, 1));
    struct person_filter filter = {.org_id = f.org};
    struct people people = list(&f, &filter);
    static const char *const order[] = {"书记甲", "副书记甲", "老党员", "新党员", "积极分子"};
    REQUIRE(people.n == 5);
    for (size_t i = 0; i < 5; i++)
        CHECK_STR(people.v[i].name, order[i]);
    CHECK_STR(people.v[0].post, "书记");
    CHECK(people.v[1].committee && !people.v[2].committee);
    CHECK_STR(people.v[2].post, "");

    filter.offset = 1;
    filter.limit = 2;
    people = list(&f, &filter);
    CHECK_INT(people.n, 2);
    CHECK_INT(people.total, 5);
    CHECK_STR(people.v[0].name, "副书记甲");
    filter = (struct person_filter){.org_id = f.org, .text = S("党员"), .membership = S("full")};
    people = list(&f, &filter);
    REQUIRE(people.n == 1);
    CHECK_STR(people.v[0].name, "老党员");
    fixture_close(&f);
}

TEST(who_left_is_not_forgotten)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    int64_t id = fixture_person(&f, f.org, "张三", "full", date_make(2010, 7, 1));
    struct leave l = {id, 1, date_make(2023, 5, 1), S("")};
    CHECK(!fixture_write(&f, &f.system, leave, &l));
    CHECK_ERR(&f.e, ERR_INPUT, "请填写离开的原因");
    l.why = S("调往外县");
    l.on = date_make(2009, 1, 1);
    CHECK(!fixture_write(&f, &f.system, leave, &l));
    CHECK_ERR(&f.e, ERR_INPUT, "早于加入的日期");
    l.on = date_make(2023, 5, 1);
    CHECK_OK(fixture_write(&f, &f.system, leave, &l), &f.e);
    CHECK_STR(get(&f, id).left_why, "调往外县");
    CHECK(!fixture_write(&f, &f.system, leave, &l));
    CHECK_ERR(&f.e, ERR_CONFLICT, "已经登记为离开");

    CHECK_INT(list(&f, &(struct person_filter){.org_id = f.org}).n, 0);
    CHECK_INT(list(&f, &(struct person_filter){.org_id = f.org, .with_left = true}).n, 1);
    CHECK_INT(
        list(&f, &(struct person_filter){.org_id = f.org, .on = date_make(2023, 4, 30)}).n, 1);
    CHECK_INT(list(&f, &(struct person_filter){.org_id = f.org, .on = date_make(2023, 5, 1)}).n, 0);

    l.version = 1;
    CHECK(!fixture_write(&f, &f.system, come_back, &l));
    CHECK_ERR(&f.e, ERR_CONFLICT, "别人改过");
    l.version = 2;
    CHECK_OK(fixture_write(&f, &f.system, come_back, &l), &f.e);
    CHECK(date_is_none(get(&f, id).left_on));
    fixture_close(&f);
}

TEST(heads_are_counted_on_a_day)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    int64_t head = fixture_person(&f, f.org, "书记甲", "full", date_make(2005, 7, 1));
    int64_t gone = fixture_person(&f, f.org, "离开的", "full", date_make(2005, 7, 1));
    struct save s = {.in = {.org_id = f.org,
                         .name = S("新党员"),
                         .membership = S("full"),
                         .floating = true,
                         .applied_on = date_make(2020, 1, 1),
                         .joined_on = date_make(2022, 3, 1),
                         .full_on = date_make(2023, 3, 1)}};
    CHECK_OK(fixture_write(&f, &f.system, save, &s), &f.e);
    (void)fixture_person(&f, f.org, "积极分子", "applicant", (struct date){0, 0, 0});
    (void)fixture_post(&f, f.org, head, "secretary", date_make(2022, 6, 1));
    (void)fixture_post(&f, f.org, head, "deputy", date_make(2022, 6, 1));
    (void)fixture_org(&f, f.org, "第一小组", "group");
    struct leave l = {gone, 1, date_make(2023, 5, 1), S("转出")};
    CHECK_OK(fixture_write(&f, &f.system, leave, &l), &f.e);

    struct head_count c = count(&f, date_make(2021, 1, 1));
    CHECK_INT(c.full, 2);
    CHECK_INT(c.probationary, 0);
    CHECK_INT(c.applicants, 2);
    CHECK_INT(c.committee, 0);
    c = count(&f, date_make(2022, 12, 31));
    CHECK_INT(c.full, 2);
    CHECK_INT(c.probationary, 1);
    CHECK_INT(c.members, 3);
    CHECK_INT(c.applicants, 1);
    CHECK_INT(c.floating, 1);
    CHECK_INT(c.committee, 1);
    c = count(&f, date_make(2023, 6, 1));
    CHECK_INT(c.full, 2);
    CHECK_INT(c.members, 2);
    CHECK_INT(c.groups, 1);
    fixture_close(&f);
}

TEST(a_secretary_follows_a_secretary)
{
    struct fixture f;
    struct posts posts;
    REQUIRE(fixture_open(&f));
    int64_t a = fixture_person(&f, f.org, "张三", "full", date_make(2005, 7, 1));
    int64_t b = fixture_person(&f, f.org, "李四", "full", date_make(2005, 7, 1));
    int64_t post = fixture_post(&f, f.org, a, "secretary", date_make(2020, 1, 1));
    struct save_post s = {.in = {.org_id = f.org,
                              .person_id = b,
                              .post = S("secretary"),
                              .from_on = date_make(2023, 6, 1)}};
    CHECK(!fixture_write(&f, &f.system, save_post, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "张三从 2020-01-01 起任书记，同一时间只能有一位");
    CHECK_STR(str_from(f.e.field), "post");

    struct save_post end = {.in = {.id = post,
                                .version = 1,
                                .post = S("secretary"),
                                .from_on = date_make(2020, 1, 1),
                                .to_on = date_make(2023, 6, 1)}};
    CHECK_OK(fixture_write(&f, &f.system, save_post, &end), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, save_post, &s), &f.e);
    CHECK(!fixture_write(&f, &f.system, save_post, &end));
    CHECK_ERR(&f.e, ERR_CONFLICT, "别人改过");

    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(post_list(&w, f.org, false, &posts, &f.e), &f.e);
    REQUIRE(posts.n == 1);
    CHECK_STR(posts.v[0].person_name, "李四");
    CHECK_OK(post_list(&w, f.org, true, &posts, &f.e), &f.e);
    CHECK_INT(posts.n, 2);
    CHECK_OK(post_of_person(&w, a, &posts, &f.e), &f.e);
    REQUIRE(posts.n == 1);
    CHECK_INT(date_cmp(posts.v[0].to_on, date_make(2023, 6, 1)), 0);
    work_end(&w);
    fixture_close(&f);
}

TEST(a_post_is_of_the_pack_and_of_the_org)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    int64_t other = fixture_org(&f, 0, "别处", "branch");
    int64_t a = fixture_person(&f, f.org, "张三", "full", date_make(2005, 7, 1));
    struct save_post s = {.in = {.org_id = f.org,
                              .person_id = a,
                              .post = S("emperor"),
                              .from_on = date_make(2020, 1, 1)}};
    CHECK(!fixture_write(&f, &f.system, save_post, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "没有这个职务");
    s.in.post = S("secretary");
    s.in.to_on = date_make(2019, 1, 1);
    CHECK(!fixture_write(&f, &f.system, save_post, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "晚于开始的日期");
    s.in.to_on = (struct date){0, 0, 0};
    s.in.org_id = other;
    CHECK(!fixture_write(&f, &f.system, save_post, &s));
    CHECK_ERR(&f.e, ERR_INPUT, "不在这个组织的名册里");
    fixture_close(&f);
}
