/* 规定动作: the year as a table, one duty, why it was not held, switching one off. */
#include "support_pages.h"

TEST(a_record_turns_its_cell_done_and_a_void_turns_it_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_STR(duty_cell(p.clerk, "B02", 6), "due");
    CHECK_STR(duty_cell(p.clerk, "B02", 5), "missing");
    CHECK_STR(duty_cell(p.clerk, "B02", 8), "notdue");
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    CHECK_STR(duty_cell(p.clerk, "B02", 6), "done");
    CHECK_STR(duty_cell(p.clerk, "B02", 5), "missing");
    struct answer a = client_post(
        p.clerk, textf("/record/%" PRId64 "/void", id), "version=1&why=%E8%AE%B0%E9%94%99");
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(duty_cell(p.clerk, "B02", 6), "due");
    pages_close(&p);
}

TEST(the_page_of_one_duty_shows_its_basis_and_its_records)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct answer a = client_get(p.clerk, "/duty/B02/6");
    CHECK_ANSWER(a, 200, "六月支委会");
    CHECK(answer_has(a, textf("/record/%" PRId64, id)) && answer_has(a, "支部工作条例"));
    CHECK_ANSWER(client_get(p.clerk, "/duty/B02/5"), 200, "还没有计入的记录");
    CHECK_ANSWER(client_get(p.clerk, "/duty/XX/1"), 404, "");
    CHECK_ANSWER(client_get(p.clerk, "/duty/B02/13"), 404, "");
    pages_close(&p);
}

TEST(a_stated_reason_is_shown_and_can_be_taken_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a =
        client_post(p.clerk, "/duty/B02/5/reason", "year=2023&why=%E9%98%B2%E6%B1%9B");
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(a.location, "/duty/B02/5?year=2023");
    CHECK_STR(duty_cell(p.clerk, "B02", 5), "notheld");
    CHECK_ANSWER(client_get(p.clerk, "/duty/B02/5"), 200, "防汛");
    CHECK_ANSWER(client_post(p.clerk, "/duty/B02/5/reason", "year=2023&why="), 303, "");
    CHECK_STR(duty_cell(p.clerk, "B02", 5), "missing");
    pages_close(&p);
}

TEST(switching_a_duty_asks_for_a_reason_and_for_the_administrator)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_post(p.clerk, "/duty/B06/switch", "why=a"), 403, "");
    CHECK_ANSWER(client_post(p.admin, "/duty/B06/switch", "why="), 422, "原因");
    CHECK_STR(duty_cell(p.admin, "B06", 6), "due");
    CHECK_ANSWER(
        client_post(p.admin, "/duty/B06/switch", "why=%E4%B8%8A%E7%BA%A7%E9%80%9A%E7%9F%A5"), 303,
        "");
    struct answer a = client_get(p.admin, "/duties");
    CHECK(a.status == 200 && !answer_has(a, "/duty/B06/6?"));
    CHECK_ANSWER(client_post(p.admin, "/duty/B06/switch", "on=1&why=%E6%81%A2%E5%A4%8D"), 303, "");
    CHECK_STR(duty_cell(p.admin, "B06", 6), "due");
    pages_close(&p);
}

/* The switch stands on a page of another org than the session's: it must reach the org that the page shows. */
TEST(a_form_reaches_the_org_that_its_page_shows)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.admin, textf("/duties?all=1&org=%" PRId64, p.other));
    CHECK_ANSWER(a, 200, "");
    a = client_get(p.admin, textf("/duty/B02/1?org=%" PRId64, p.other));
    struct answer after =
        client_post(p.admin, "/duty/B02/switch", textf("org=%" PRId64 "&why=上级通知", p.other));
    CHECK_STR(after.location, textf("/duties?all=1&org=%" PRId64, p.other));
    CHECK_STR(client_post(p.admin, "/people/new",
                  textf("org=%" PRId64
                        "&name=邻居&membership=full&joined_on=2012-07-01&full_on=2013-07-01",
                      p.other))
                  .location,
        textf("/people/new?org=%" PRId64, p.other));
    CHECK_STR(duty_cell(p.admin, "B02", 6), "due");
    struct str form = answer_between(a, "action=\"/duty/B02/switch\"", "</form>");
    CHECK(str_find(form, arena_fmt(test_arena(), "name=\"org\" value=\"%" PRId64 "\"", p.other),
              0) != SIZE_MAX);
    pages_close(&p);
}
