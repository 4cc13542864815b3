/* A text with remarks at places: paragraphs, headings, marks that touch and lie over each other. */
#include "harness.h"

#include "web/view_sent.h"

static const char TEXT[] =
    "述职报告\n一、工作\n（一）开会\n　全年开会十二次，走访六十户。\n\n二、问题，说来话长一些的一句话，其实不是标题，"
    "只是以序号开头的正文，一直写到超过标题的长度为止才算完。\n";

static struct sent_text
make(const struct report_remark *r, size_t n)
{
    return sent_text(test_arena(), str_from(TEXT), r, n);
}

/* "全年<1>开会</1>十二次" */
static struct str
shown(const struct sent_para *p)
{
    struct str s = S("");
    for (size_t i = 0; i < p->runs_n; i++) {
        const struct sent_run *r = &p->runs[i];
        s = r->number
            ? arena_fmt(test_arena(), "%.*s<%d>%.*s</>", STR_ARG(s), r->number, STR_ARG(r->text))
            : arena_fmt(test_arena(), "%.*s%.*s", STR_ARG(s), STR_ARG(r->text));
    }
    return s;
}

TEST(lines_become_paragraphs_and_headings)
{
    struct sent_text t = make(NULL, 0);
    REQUIRE(t.paras_n == 5);
    CHECK_INT(t.paras[0].level, 0);
    CHECK_INT(t.paras[1].level, 1);
    CHECK_INT(t.paras[2].level, 2);
    CHECK_INT(t.paras[3].level, 5);
    CHECK_INT(t.paras[4].level, 5);
    CHECK_STR(shown(&t.paras[3]), "　全年开会十二次，走访六十户。");
    CHECK_INT(sent_text(test_arena(), S(""), NULL, 0).paras_n, 0);
}

TEST(remarks_are_numbered_by_place_and_those_without_one_are_loose)
{
    const struct report_remark r[] = {{S("六十户"), S("哪些？")}, {S(""), S("太短")},
        {S("述职报告"), S("写全称")}, {S("没有的话"), S("？")}, {S("开会"), S("哪里")}};
    struct sent_text t = make(r, 5);
    REQUIRE(t.paras_n == 5 && t.loose_n == 2);
    CHECK_STR(shown(&t.paras[0]), "<1>述职报告</>");
    CHECK_STR(shown(&t.paras[2]), "（一）<2>开会</>");
    CHECK_STR(shown(&t.paras[3]), "　全年开会十二次，走访<3>六十户</>。");
    REQUIRE(t.paras[3].remarks_n == 1);
    CHECK_STR(t.paras[3].remarks[0].text, "哪些？");
    CHECK_STR(t.loose[0].text, "太短");
    CHECK_STR(t.loose[1].quote, "没有的话");
    CHECK_INT(t.remarks_n, 5);
}

TEST(marks_over_each_other_lose_no_text)
{
    const struct report_remark r[] = {{S("全年开会"), S("1")}, {S("开会十二次"), S("2")},
        {S("十二"), S("3")}, {S("，走访"), S("4")}, {S("全年开会"), S("5")}};
    struct sent_text t = make(r, 5);
    /* 开会 of the second is found in the heading's line only as a part: its own words stand in the fourth line. */
    CHECK_STR(shown(&t.paras[3]), "　<1>全年开会</><3>十二次</><5>，走访</>六十户。");
    CHECK_INT(t.paras[3].remarks_n, 5);
}

TEST(characters_are_counted_without_blanks)
{
    CHECK_INT(sent_chars(S("")), 0);
    CHECK_INT(sent_chars(S("走访 60户。\n　又一行\r\n")), 9);
}
