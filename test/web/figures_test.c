/* 指标: each figure and the records behind it. */
#include "support_pages.h"

TEST(missing_is_not_zero_and_a_record_makes_it_a_number)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/figure/committee_n");
    CHECK_ANSWER(a, 200, "无记录");
    CHECK(answer_has(a, "没有记录，所以没有数"));
    int64_t one = pages_meeting(&p, "2023-06-10", "六月支委会");
    int64_t two = pages_meeting(&p, "2023-06-12", "再开一次");
    a = client_get(p.clerk, "/figure/committee_n");
    CHECK_ANSWER(a, 200, "<strong>2</strong> 次");
    CHECK(answer_has(a, textf("/record/%" PRId64 "\"", one)));
    CHECK(answer_has(a, textf("/record/%" PRId64 "\"", two)));
    CHECK_ANSWER(client_get(p.clerk, "/figures"), 200, "<strong>2</strong> 次");
    CHECK_ANSWER(client_get(p.clerk, "/figure/committee_n?year=2022"), 200, "无记录");
    CHECK_ANSWER(client_get(p.clerk, "/figure/nothing"), 404, "");
    pages_close(&p);
}

TEST(the_table_of_figures_leaves_a_missing_value_empty)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_get(p.clerk, "/figures/export");
    CHECK_ANSWER(a, 200, "\"committee_n\",\"支部委员会会议\",\"1\",\"次\",\"1\",");
    CHECK(answer_has(a, "\"members_n\",\"支部党员大会\",\"\",\"次\",\"0\","));
    CHECK(str_starts(a.type, S("text/csv")));
    CHECK(str_starts(answer_header(a, "Content-Disposition"), S("attachment;")));
    pages_close(&p);
}
