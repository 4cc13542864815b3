/* Another org's pages and things, asked for by one who has no right there. */
#include "support_pages.h"

static void
check_closed(struct answer a, const char *what)
{
    bool closed = (a.status == 403 || a.status == 404) && !answer_has(a, "石桥支部") &&
        !answer_has(a, "石桥的会");
    test_check(closed, __FILE__, __LINE__, textf("%s: %d", what, a.status));
}

TEST(another_orgs_pages_are_closed)
{
    static const char *const paths[] = {"/today", "/new", "/new?kind=committee_meeting", "/records",
        "/records/print", "/records/export", "/records/calendar", "/people", "/people/export",
        "/people/new", "/duties", "/duty/B02/6", "/figures", "/figures/export", "/report",
        "/settings", "/journal", "/api/v1/people", "/api/v1/records", "/api/v1/duties",
        "/api/v1/figures"};
    struct pages p;
    REQUIRE(pages_open(&p));
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
        const char *mark = strchr(paths[i], '?') ? "&" : "?";
        check_closed(
            client_get(p.clerk, textf("%s%sorg=%" PRId64, paths[i], mark, p.other)), paths[i]);
    }
    pages_close(&p);
}

/* Writes in the other org, by its own id in the form or through one of its things. */
TEST(another_orgs_things_are_closed)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct client *theirs = pages_enter(&p, p.other, "shiqiao", ROLE_CLERK);
    struct answer a = client_post(
        theirs, "/new", "kind=committee_meeting&held_on=2023-06-10&title=石桥的会&duties_shown=1");
    int64_t id = answer_id(a);
    CHECK(id > 0);
    a = client_post(theirs, "/people/new", "name=石桥人&membership=full&joined_on=2020-07-01");
    CHECK_ANSWER(a, 303, "");
    a = client_get(theirs, "/people");
    int64_t person = 0;
    (void)str_to_i64(answer_between(a, "href=\"/person/", "\""), 1, INT64_MAX, &person);
    CHECK(person > 0);
    static const char *const tails[] = {"", "/edit", "/version/1"};
    for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
        check_closed(client_get(p.clerk, textf("/record/%" PRId64 "%s", id, tails[i])), "record");
    check_closed(client_get(p.clerk, textf("/api/v1/records/%" PRId64, id)), "api");
    check_closed(client_get(p.clerk, textf("/person/%" PRId64, person)), "person");
    check_closed(client_get(p.clerk, textf("/person/%" PRId64 "/edit", person)), "person edit");
    check_closed(
        client_post(p.clerk, textf("/record/%" PRId64 "/void", id), "version=1&why=x"), "void");
    check_closed(client_post(p.clerk, textf("/record/%" PRId64 "/edit", id),
                     "kind=committee_meeting&held_on=2023-06-10&title=x&version=1"),
        "edit");
    check_closed(client_post(p.clerk, textf("/person/%" PRId64 "/leave", person),
                     "version=1&on=2023-06-10&why=x"),
        "leave");
    CHECK_INT(client_post(p.clerk, "/new",
                  textf("kind=committee_meeting&held_on=2023-06-10&title=x&org=%" PRId64, p.other))
                  .status /
            100,
        4);
    /* A person of elsewhere does not stand on this org's roll. */
    CHECK_ANSWER(
        client_post(p.clerk, "/new",
            textf("%s&att.%" PRId64 "=present", meeting_form(&p, "2023-06-10", "会"), person)),
        422, "");
    CHECK_ANSWER(client_get(theirs, textf("/record/%" PRId64, id)), 200, "石桥的会");
    pages_close(&p);
}

TEST(a_member_reads_no_ledger)
{
    static const char *const paths[] = {"/new?kind=committee_meeting", "/records", "/records/print",
        "/records/export", "/records/calendar", "/people", "/people/export", "/figures",
        "/figures/export", "/figure/meetings", "/report", "/journal", "/api/v1/people",
        "/api/v1/records", "/api/v1/figures"};
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_ANSWER(client_get(member, "/today"), 200, "");
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        CHECK_ANSWER(client_get(member, paths[i]), 403, "");
    CHECK_ANSWER(client_get(member, textf("/record/%" PRId64, id)), 403, "");
    CHECK_ANSWER(client_get(member, textf("/person/%" PRId64, p.people[0])), 403, "");
    struct answer a = client_get(member, "/duty/B02/6");
    CHECK_ANSWER(a, 200, "");
    CHECK(!answer_has(a, "六月支委会"));
    pages_close(&p);
}
