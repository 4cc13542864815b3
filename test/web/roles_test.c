/* Who may see and do what: another branch's things are not there, an inspector only looks, a member sees no records. */
#include "support_pages.h"

#include "domain/person.h"
#include "domain/record.h"

struct theirs {
    int64_t org, person, record;
};

/* Something of everything in the other branch. */
static bool
fill_other(struct work *w, void *arg, struct err *e)
{
    struct theirs *t = arg;
    struct person_input person = {.org_id = t->org,
        .name = S("邻居"),
        .membership = S("full"),
        .joined_on = date_make(2010, 7, 1),
        .full_on = date_make(2010, 7, 1)};
    if (!person_save(w, &person, &t->person, e))
        return false;
    struct attendance seat = {.person_id = t->person, .presence = PRESENCE_PRESENT};
    struct record_input record = {.org_id = t->org,
        .kind = S("members_meeting"),
        .held_on = date_make(2023, 6, 10),
        .title = S("邻居的会"),
        .attendance = &seat,
        .attendance_n = 1};
    return record_save(w, &record, &t->record, e);
}

/* The path of a row with another branch's ids in it. */
static const char *
path_of(const struct route *r, const struct theirs *t)
{
    struct str rest = str_from(r->path), part;
    const char *path = "";
    while (str_split(&rest, '/', &part)) {
        if (part.n == 0)
            continue;
        int64_t id = strncmp(r->path, "/person", 7) == 0 ? t->person : t->record;
        if (part.p[0] != ':')
            path = textf("%s/%.*s", path, STR_ARG(part));
        else if (str_eq(part, S(":code")))
            path = textf("%s/%s", path, strncmp(r->path, "/duty", 5) == 0 ? "B02" : "members_n");
        else
            path = textf("%s/%" PRId64, path, str_eq(part, S(":id")) ? id : 1);
    }
    return path;
}

/* What a row demands beside, so that not its lack is the answer. */
static const char *
wanted_of(const struct route *r)
{
    const char *query = "";
    for (const struct param *p = r->params; p && p->name; p++)
        if (p->required && p->type == PARAM_ID && !strstr(r->path, textf("/:%s", p->name)))
            query = textf("%s&%s=1", query, p->name);
    return query;
}

static bool
is_hidden(struct answer a, const char *path)
{
    bool ok = (a.status == 404 || a.status == 403) && !answer_has(a, "邻居") &&
        !answer_has(a, "石桥支部");
    return test_check(ok, __FILE__, __LINE__, textf("%s: %d", path, a.status));
}

/* Pages that show no org, or only the viewer's own account. */
static bool
shows_no_org(const struct route *r)
{
    static const char *const paths[] = {"/", "/sign-in", "/people/new", "/api/v1/orgs"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        if (strcmp(r->path, paths[i]) == 0)
            return true;
    return r->access != ACCESS_SIGNED_IN;
}

TEST(nothing_of_another_branch_is_there)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct theirs t = {.org = p.other};
    REQUIRE(pages_write(&p, fill_other, &t));
    struct str token = pages_token(&p, p.org, "chengxu", ROLE_CLERK, SCOPE_READ | SCOPE_WRITE);
    CHECK_ANSWER(client_get(p.admin, textf("/record/%" PRId64, t.record)), 200, "邻居的会");
    int swept = 0;
    for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
        if (r->method != GET || shows_no_org(r))
            continue;
        const char *path = textf("%s?org=%" PRId64 "%s", path_of(r, &t), t.org, wanted_of(r));
        struct sent s = {.method = "GET", .target = path};
        if (strncmp(r->path, "/api/", 5) == 0)
            s.head[HEAD_AUTHORIZATION] = arena_fmt(test_arena(), "Bearer %.*s", STR_ARG(token));
        (void)is_hidden(client_send(p.clerk, &s), path);
        swept++;
    }
    CHECK(swept > 25);
    /* By id alone, without naming the org. */
    CHECK(is_hidden(client_get(p.clerk, textf("/record/%" PRId64, t.record)), "record"));
    CHECK(is_hidden(client_get(p.clerk, textf("/record/%" PRId64 "/edit", t.record)), "edit"));
    CHECK(is_hidden(
        client_get(p.clerk, textf("/record/%" PRId64 "/version/1", t.record)), "version"));
    CHECK(is_hidden(client_get(p.clerk, textf("/person/%" PRId64, t.person)), "person"));
    struct answer a = client_get(p.clerk, textf("/records?person=%" PRId64, t.person));
    CHECK(!answer_has(a, "邻居"));
    pages_close(&p);
}

TEST(nothing_of_another_branch_is_changed)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct theirs t = {.org = p.other};
    REQUIRE(pages_write(&p, fill_other, &t));
    const char *member = textf("&att.%" PRId64 "=present", t.person);

    const struct {
        const char *path, *form;
    } tries[] = {
        {"/new", textf("org=%" PRId64 "&kind=members_meeting&held_on=2023-06-12&title=a", t.org)},
        {"/new", textf("kind=members_meeting&held_on=2023-06-12&title=a%s", member)},
        {textf("/record/%" PRId64 "/edit", t.record),
            textf("version=1&kind=members_meeting&held_on=2023-06-12&title=a%s", member)},
        {textf("/record/%" PRId64 "/void", t.record), "version=1&why=a"},
        {textf("/person/%" PRId64 "/edit", t.person), "version=1&name=a&membership=full"},
        {textf("/person/%" PRId64 "/leave", t.person), "version=1&why=a"},
        {textf("/person/%" PRId64 "/post", t.person), "post=secretary&from_on=2023-06-01"},
        {"/people/new", textf("org=%" PRId64 "&name=a&membership=full", t.org)},
        {"/duty/B02/5/reason", textf("org=%" PRId64 "&why=a", t.org)},
        {"/duty/B02/switch", textf("org=%" PRId64 "&why=a", t.org)},
        {"/settings/org", textf("org=%" PRId64 "&version=1&name=a&kind=branch", t.org)},
        {"/settings/child", textf("org=%" PRId64 "&child_name=ab&child_kind=group", t.org)},
        {"/settings/year", textf("org=%" PRId64 "&open=2023", t.org)},
        {"/settings/account", textf("org=%" PRId64 "&login=abc&account_name=ab&role=admin", t.org)},
        {"/look", textf("org=%" PRId64, t.org)},
        {"/report/download", textf("org=%" PRId64, t.org)},
    };

    for (size_t i = 0; i < sizeof(tries) / sizeof(*tries); i++) {
        struct answer a = client_post(p.clerk, tries[i].path, tries[i].form);
        test_check(a.status >= 400 && a.status < 500 && !answer_has(a, "邻居"), __FILE__, __LINE__,
            textf("%s %s: %d", tries[i].path, tries[i].form, a.status));
    }
    struct answer a = client_get(p.admin, textf("/record/%" PRId64, t.record));
    CHECK_ANSWER(a, 200, "<h1>邻居的会</h1>");
    CHECK(!answer_has(a, "/version/2\""));
    CHECK_ANSWER(client_get(p.admin, textf("/person/%" PRId64, t.person)), 200, "<h1>邻居</h1>");
    CHECK_ANSWER(client_get(p.admin, textf("/records?org=%" PRId64, t.org)), 200, "共 1 条");
    pages_close(&p);
}

TEST(an_inspector_looks_and_writes_nothing)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct client *c = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    CHECK_ANSWER(client_get(c, textf("/record/%" PRId64, id)), 200, "六月支委会");
    struct answer a = client_get(c, textf("/record/%" PRId64, id));
    CHECK(
        !answer_has(a, "/edit\"") && !answer_has(a, "/void\"") && !answer_has(a, "type=\"file\""));
    CHECK_ANSWER(client_get(c, "/figures"), 200, "<strong>1</strong>");
    CHECK_ANSWER(client_get(c, "/new?kind=committee_meeting"), 403, "");
    CHECK_ANSWER(client_post(c, "/new", meeting_form(&p, "2023-06-12", "检查人员写的")), 403, "");
    CHECK_ANSWER(client_post(c, textf("/record/%" PRId64 "/void", id), "version=1&why=a"), 403, "");
    CHECK_ANSWER(client_post(c, textf("/record/%" PRId64 "/edit", id),
                     textf("version=1&%s", meeting_form(&p, "2023-06-10", "改"))),
        403, "");
    CHECK_ANSWER(client_post(c, "/people/new", "name=ab&membership=full"), 403, "");
    CHECK_ANSWER(client_post(c, "/duty/B02/5/reason", "why=a"), 403, "");
    CHECK_ANSWER(client_post(c, "/settings/year", "open=2024"), 403, "");
    CHECK_ANSWER(
        client_post(c, "/settings/account", "login=abc&account_name=ab&role=clerk"), 403, "");
    CHECK_ANSWER(client_get(p.clerk, "/records"), 200, "共 1 条");
    pages_close(&p);
}

TEST(a_member_opens_no_record_person_or_figure)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct client *c = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_ANSWER(client_get(c, "/duties"), 200, "/duty/B02/6?");
    const char *const shut[] = {textf("/record/%" PRId64, id), "/records", "/records/export",
        "/records/print", "/records/calendar", "/people", "/people/export",
        textf("/person/%" PRId64, p.people[0]), "/figures", "/figures/export",
        "/figure/committee_n", "/report", "/new?kind=committee_meeting", "/journal"};
    for (size_t i = 0; i < sizeof(shut) / sizeof(*shut); i++) {
        struct answer a = client_get(c, shut[i]);
        test_check(a.status == 403 && !answer_has(a, "六月支委会") && !answer_has(a, "赵甲"),
            __FILE__, __LINE__, textf("%s: %d", shut[i], a.status));
    }
    CHECK_ANSWER(client_post(c, "/report/download", ""), 403, "");
    pages_close(&p);
}

static bool
end_grants(struct work *w, void *arg, struct err *e)
{
    struct grants list;
    if (!grant_of_account(w, *(int64_t *)arg, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (!grant_end(w, list.v[i].id, S("调离"), e))
            return false;
    return true;
}

TEST(whose_roles_have_ended_is_told_so_and_can_sign_out)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct client *c = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    CHECK_ANSWER(client_get(c, "/records"), 200, "");
    int64_t account = pages_account(&p, p.org, "jiancha");
    CHECK(pages_write(&p, end_grants, &account));
    CHECK_ANSWER(client_get(c, "/today"), 403, "现在没有任何组织的权限");
    CHECK_ANSWER(client_get(c, "/records"), 403, "找管理员开通");
    CHECK_ANSWER(client_post(c, "/sign-out", ""), 303, "");
    pages_close(&p);
}
