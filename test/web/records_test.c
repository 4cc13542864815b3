/* 台账: filters, pages, calendar, print and export. */
#include "support_pages.h"

TEST(each_filter_leaves_out_what_it_should)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "研究茶叶收购");
    (void)pages_meeting(&p, "2023-06-12", "研究防汛");
    static const char *const both[] = {"", "?kind=committee_meeting", "?duty=B02",
        "?from=2023-06-01", "?any=1", "?order=oldest", "?below=1"};
    for (size_t i = 0; i < sizeof(both) / sizeof(*both); i++)
        CHECK_ANSWER(client_get(p.clerk, textf("/records%s", both[i])), 200, "共 2 条");
    static const char *const one[] = {"?text=茶叶", "?to=2023-06-11"};
    for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++) {
        struct answer a = client_get(p.clerk, textf("/records%s", one[i]));
        CHECK_ANSWER(a, 200, "研究茶叶收购");
        CHECK(!answer_has(a, "研究防汛"));
    }
    static const char *const none[] = {
        "?kind=talk", "?duty=B01", "?late=1", "?voided=1", "?text=茶%25"};
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        CHECK_ANSWER(client_get(p.clerk, textf("/records%s", none[i])), 200, "没有符合条件的记录");
    CHECK_ANSWER(
        client_get(p.clerk, textf("/records?person=%" PRId64, p.people[1])), 200, "共 2 条");
    CHECK_ANSWER(client_get(p.clerk, textf("/records?person=%" PRId64, p.people[5])), 200,
        "没有符合条件的记录");
    CHECK_ANSWER(
        client_post(p.clerk, textf("/record/%" PRId64 "/void", id), "version=1&why=a"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/records"), 200, "共 1 条");
    CHECK_ANSWER(client_get(p.clerk, "/records?voided=1"), 200, "研究茶叶收购");
    CHECK_ANSWER(client_get(p.clerk, "/records?year=2022"), 200, "本年度还没有记录");
    pages_close(&p);
}

TEST(a_wrong_filter_is_named_and_stays_to_be_corrected)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/records?from=2023-02-30&text=茶叶");
    CHECK_ANSWER(a, 422, "2023-02-30");
    CHECK(answer_has(a, "value=\"茶叶\""));
    pages_close(&p);
}

TEST(a_long_list_comes_in_pages_that_keep_the_filter)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    for (int i = 0; i < 51; i++)
        REQUIRE(pages_meeting(&p, "2023-06-10", textf("第%02d次", i)) > 0);
    struct answer a = client_get(p.clerk, "/records?kind=committee_meeting");
    CHECK_ANSWER(a, 200, "共 51 条");
    CHECK_INT(answer_times(a, "<time>"), 50);
    CHECK(answer_has(a, "href=\"/records?kind=committee_meeting&amp;page=2\""));
    a = client_get(p.clerk, "/records?kind=committee_meeting&page=2");
    CHECK_INT(answer_times(a, "<time>"), 1);
    CHECK(answer_has(a, "rel=\"prev\"") && !answer_has(a, "rel=\"next\""));
    /* Looked at in passing, the org and 年度 stay with the list and with what is done from it. */
    CHECK_ANSWER(
        client_post(p.admin, "/look", textf("org=%" PRId64 "&year=2022&back=/today", p.other)), 303,
        "");
    a = client_get(p.admin, textf("/records?org=%" PRId64 "&year=2023", p.org));
    CHECK_ANSWER(
        a, 200, textf("href=\"/records?org=%" PRId64 "&amp;year=2023&amp;page=2\"", p.org));
    CHECK(answer_has(a, textf("href=\"/new?org=%" PRId64 "&amp;year=2023\"", p.org)));
    CHECK(answer_has(a, textf("name=\"org\" value=\"%" PRId64 "\"", p.org)));
    CHECK(!answer_has(a, "没有符合条件"));
    pages_close(&p);
}

TEST(calendar_print_and_export_show_the_same_records)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "研究茶叶收购") > 0);
    (void)pages_meeting(&p, "2023-06-12", "研究防汛");
    CHECK_ANSWER(client_get(p.clerk, "/records/calendar"), 200, "2023-06-10");
    struct answer a = client_get(p.clerk, "/records/print?text=茶叶");
    CHECK_ANSWER(a, 200, "研究茶叶收购");
    CHECK(!answer_has(a, "研究防汛"));
    a = client_get(p.clerk, "/records/export?text=茶叶");
    CHECK_ANSWER(a, 200, "\"2023-06-10\",\"支部委员会会议\",\"研究茶叶收购\"");
    CHECK(!answer_has(a, "研究防汛") && str_starts(a.body, S("\xEF\xBB\xBF")));
    pages_close(&p);
}

TEST(a_title_that_is_a_formula_is_exported_as_text)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "%3DHYPERLINK(\"x\")") > 0);
    CHECK_ANSWER(client_get(p.clerk, "/records/export"), 200, ",\"'=HYPERLINK(\"\"x\"\")\",");
    pages_close(&p);
}
