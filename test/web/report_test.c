/* 述职报告: the draft, and the document that carries its figures. */
#include "support_pages.h"

TEST(the_draft_binds_figures_and_says_what_is_missing)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/report");
    CHECK_ANSWER(a, 200, "<mark class=\"missing\">");
    CHECK(answer_has(a, "有记录支撑 0 处"));
    for (int i = 1; i <= 3; i++)
        REQUIRE(pages_meeting(&p, textf("2023-06-%02d", 10 + i), "支委会") > 0);
    a = client_get(p.clerk, "/report");
    CHECK_ANSWER(a, 200, "href=\"/figure/committee_n\">3");
    pages_close(&p);
}

TEST(the_download_is_a_document_and_is_noted)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_post(p.clerk, "/report/download", "");
    CHECK_INT(a.status, 200);
    CHECK(str_starts(a.body, S("PK")));
    CHECK_STR(a.type, "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    CHECK(str_find(answer_header(a, "Content-Disposition"), S(".docx"), 0) != SIZE_MAX);
    CHECK(answer_times(client_get(p.admin, "/journal"), "导出") +
            answer_times(client_get(p.admin, "/journal"), "报告") >
        0);
    pages_close(&p);
}
