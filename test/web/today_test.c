/* 今天: what is due, what is missing, what was entered last. */
#include "support_pages.h"

TEST(today_lists_what_is_missing_and_what_was_entered)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/today");
    CHECK_ANSWER(a, 200, "缺的");
    CHECK(answer_has(a, "2023-06-15") && answer_has(a, "还没有记录。"));
    CHECK(answer_has(a, "/duty/B02/5?year=2023"));      /* May was missed */
    CHECK(answer_has(a, "/new?duty=B02&amp;period=6")); /* June may be recorded */
    CHECK(!answer_has(a, "/duty/B02/7?"));              /* July is not due */
    REQUIRE(pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    a = client_get(p.clerk, "/today");
    CHECK_ANSWER(a, 200, "六月支委会");
    CHECK(!answer_has(a, "/new?duty=B02&amp;period=6"));
    CHECK(answer_has(a, "/duty/B02/5?year=2023"));
    pages_close(&p);
}

TEST(today_of_a_year_not_begun_says_so_and_who_may_begins_it)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.admin, "/today?year=2024");
    CHECK_ANSWER(a, 200, "2024 年度还没有开始记台账");
    CHECK(answer_has(a, "开始 2024 年度"));
    a = client_get(p.clerk, "/today?year=2024");
    CHECK_ANSWER(a, 200, "2024 年度还没有开始记台账");
    CHECK(!answer_has(a, "开始 2024 年度"));
    pages_close(&p);
}

TEST(a_member_sees_the_duties_and_no_records)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct client *member = pages_enter(&p, p.org, "chengyuan", ROLE_MEMBER);
    struct answer a = client_get(member, "/today");
    CHECK_ANSWER(a, 200, "/duty/B02/5?year=2023");
    CHECK(!answer_has(a, "六月支委会") && !answer_has(a, "href=\"/new"));
    CHECK(!answer_has(a, "href=\"/records\""));
    a = client_get(member, "/duty/B02/6");
    CHECK_ANSWER(a, 200, "应 1，已 1");
    CHECK(!answer_has(a, "六月支委会"));
    pages_close(&p);
}

TEST(the_start_leads_to_today_or_to_the_door)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_STR(client_get(p.clerk, "/").location, "/today");
    CHECK_STR(client_get(pages_enter(&p, p.org, NULL, ROLE_NONE), "/").location, "/sign-in");
    pages_close(&p);
}
