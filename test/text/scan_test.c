#include "harness.h"
#include "support_scan.h"

TEST(scan_counts_every_place)
{
    CHECK_INT(scan_count(S("aaa"), S("aa")), 2);
    CHECK_INT(scan_count(S("党建党建"), S("党建")), 2);
    CHECK_INT(scan_count(S("党建"), S("建党")), 0);
    CHECK_INT(scan_count(S("党建"), S("")), 0);
    CHECK_INT(scan_count(S(""), S("党")), 0);
    CHECK_INT(scan_count(S("党"), S("党建")), 0);
}

TEST(scan_answers_what_a_query_means)
{
    static const struct scan_doc docs[] = {
        {str_lit("主题教育"), str_lit("2023年12月主题教育"), 2023, str_lit("docx"), str_lit("文档"),
            str_lit("县委")},
        {str_lit("党建"), str_lit("a级景区open source"), 2021, str_lit("pdf"), str_lit("文件"),
            str_lit("县教育局")},
        {str_lit(""), str_lit("covid-19"), 0, str_lit("txt"), str_lit("文本"), str_lit("县委")}};

    static const struct {
        const char *typed;
        size_t total;
    } cases[] = {{"主题", 1}, {"党建", 1}, {"2", 1}, {"Ａ级", 1}, {"\"open  source\"", 1},
        {"source open", 1}, {"open -source", 0}, {"title:教育", 1}, {"title:级", 0},
        {"year:2021-2023", 2}, {"kind:文", 3}, {"kind:pdf", 1}, {"org:县委 NOT 主题", 1},
        {"NOT 主题", 2}, {"主题 OR 党建 OR covid-19", 3}, {"", 0}, {"-a -2", 1},
        {"org:县委 OR year:2021", 3}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool cut;
        struct query *q = query_parse(test_arena(), str_from(cases[i].typed), &cut);
        if (!CHECK_INT(scan_total(q, docs, 3), cases[i].total))
            CHECK_STR(S("above"), cases[i].typed);
    }
}
