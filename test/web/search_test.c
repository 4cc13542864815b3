/* 检索: the page, what it shows while one types, where its hits lead, and who finds what. */
#include "support_pages.h"

static const char *
found_of(struct answer a)
{
    return textf(
        "%.*s", STR_ARG(answer_between(a, "id=\"found-total\" role=\"status\">", "</span>")));
}

TEST(a_record_is_found_by_any_part_of_it_and_leads_to_its_page)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "研究茶叶收购");
    (void)pages_meeting(&p, "2023-06-12", "研究防汛物资");
    static const char *const one[] = {"茶叶", "茶", "叶收", "title:茶叶", "标题：茶叶", "研究 茶叶",
        "茶叶 OR 没有的词", "研究 -防汛", "\"研究茶叶\""};
    for (size_t i = 0; i < sizeof(one) / sizeof(*one); i++) {
        struct answer a = client_get(p.clerk, textf("/search?q=%s", one[i]));
        CHECK_ANSWER(a, 200, textf("href=\"/record/%" PRId64 "\"", id));
        CHECK_STR(str_from(found_of(a)), "共 1 篇，全部列出在此。");
        CHECK(!answer_has(a, "防汛物资</a>"));
    }
    struct answer a = client_get(p.clerk, "/search?q=研究");
    CHECK_STR(str_from(found_of(a)), "共 2 篇，全部列出在此。");
    CHECK(answer_has(a, "<mark>研究</mark>茶叶收购</a>"));
    CHECK(answer_has(a, "排序依据"));
    pages_close(&p);
}

TEST(nothing_found_says_what_to_do_and_an_empty_box_how_to_begin)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/search");
    CHECK_ANSWER(a, 200, "输入任何一段文字就开始找");
    CHECK(answer_has(a, "怎样写检索式"));
    CHECK_INT(answer_times(a, "name=\"q\""), 1); /* one box */
    a = client_get(p.clerk, "/search?q=没有这样的文字&kind=talk");
    CHECK_ANSWER(a, 200, "没有一篇里有所写的全部文字");
    CHECK(answer_has(a, "variants=1\""));
    CHECK(answer_has(a, "href=\"/search?q=%E6%B2%A1%E6%9C%89"));
    pages_close(&p);
}

TEST(while_one_types_only_the_results_come)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "研究茶叶收购") > 0);
    struct sent s = {.method = "GET", .target = "/search?q=茶叶"};
    s.head[HEAD_HX_REQUEST] = S("true");
    struct answer a = client_send(p.clerk, &s);
    CHECK_ANSWER(a, 200, "hx-swap-oob=\"innerHTML:#found-total\">共 1 篇");
    CHECK(!answer_has(a, "<html") && !answer_has(a, "name=\"q\""));
    CHECK(answer_has(a, "<mark>茶叶</mark>"));
    CHECK_ANSWER(client_get(p.clerk, "/search/words?q=研究"), 200, "<option value=\"");
    CHECK_STR(client_get(p.clerk, "/search/words?q=").body, "");
    pages_close(&p);
}

TEST(the_box_stands_in_the_head_of_every_page_but_for_strangers)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    static const char *const paths[] = {"/today", "/records", "/report", "/settings", "/no-such"};
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        CHECK_INT(answer_times(client_get(p.clerk, paths[i]), "action=\"/search\""), i < 4 ? 1 : 0);
    struct client *stranger = pages_enter(&p, 0, NULL, ROLE_NONE);
    CHECK(!answer_has(client_get(stranger, "/sign-in"), "/search"));
    CHECK_INT(client_get(stranger, "/search?q=a").status, 303);
    pages_close(&p);
}

TEST(nobody_finds_or_counts_what_he_may_not_read)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "研究茶叶收购") > 0);
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    CHECK_ANSWER(client_get(other, "/search?q=茶叶"), 200, "没有一篇里有所写的全部文字");
    CHECK_ANSWER(client_get(member, "/search?q=茶叶"), 200, "没有一篇里有所写的全部文字");
    CHECK_ANSWER(client_get(upper, "/search?q=茶叶"), 200, "共 1 篇");
    CHECK(!answer_has(client_get(other, "/search/words?q=茶"), "茶叶"));
    pages_close(&p);
}

TEST(facets_narrow_and_are_taken_away_again)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "研究茶叶收购") > 0);
    struct answer a = client_get(p.clerk,
        textf("/search?q=茶叶&in=record&y=2023&kind=committee_meeting&unit=%" PRId64, p.org));
    CHECK_ANSWER(a, 200, "共 1 篇");
    CHECK(answer_has(a, "name=\"in\" value=\"record\"") &&
        answer_has(a, "name=\"y\" value=\"2023\""));
    CHECK(answer_has(a, "不限</a>"));
    static const char *const none[] = {"in=library", "y=2022", "kind=talk"};
    for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
        CHECK_ANSWER(client_get(p.clerk, textf("/search?q=茶叶&%s", none[i])), 200,
            "没有一篇里有所写的全部文字");
    pages_close(&p);
}

TEST(many_hits_come_in_pages_that_keep_the_question)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    for (int i = 0; i < 21; i++)
        REQUIRE(pages_meeting(&p, "2023-06-10", textf("防汛第%02d次", i)) > 0);
    struct answer a = client_get(p.clerk, "/search?q=防汛&newest=1");
    CHECK_STR(str_from(found_of(a)), "共 21 篇，全部列出，分页翻看。");
    CHECK_INT(answer_times(a, "class=\"hit\""), 20);
    CHECK(answer_has(a, "href=\"/search?q=%E9%98%B2%E6%B1%9B&amp;newest=1&amp;page=2\""));
    a = client_get(p.clerk, "/search?q=防汛&newest=1&page=2");
    CHECK_INT(answer_times(a, "class=\"hit\""), 1);
    pages_close(&p);
}

TEST(whatever_is_typed_has_an_answer)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "研究茶叶收购") > 0);
    struct out o;
    out_init(&o, 100000);
    for (int i = 0; i < 10000; i++)
        out_char(&o, "ab \"("[i % 5] == ' ' ? '+' : "ab \"("[i % 5]);
    const char *long_one = textf("%.*s", STR_ARG(out_str(&o)));
    out_clear(&o);
    for (int i = 0; i < 10000; i++)
        out_lit(&o, "%E4%BC%9A");
    const char *longest = textf("%.*s", STR_ARG(out_str(&o)));
    out_release(&o);
    const char *const typed[] = {"%22", "%22%22%22", "OR", "NOT", "-", "(((", ")))", "AND+OR+NOT",
        "%00", "title:", "year:", "year:9999-1", "kind:x", "%E2%80%8B", "|||",
        "<script>alert(1)</script>", "%F0%9F%8D%B5", long_one, longest};
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++) {
        struct answer a = client_get(p.clerk, textf("/search?q=%s", typed[i]));
        CHECK_INT(a.status, 200);
        CHECK(!answer_has(a, "<script>alert"));
        CHECK_INT(client_get(p.clerk, textf("/search/words?q=%s", typed[i])).status, 200);
    }
    pages_close(&p);
}

TEST(a_long_question_stays_light)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct out o;
    out_init(&o, 100000);
    for (int i = 0; i < 40; i++)
        out_fmt(&o, "%s防汛值班第%d条", i ? " OR " : "", i);
    struct str asked = arena_str(test_arena(), out_str(&o));
    out_clear(&o);
    for (int i = 0; i < 21; i++)
        REQUIRE(pages_meeting(&p, "2023-06-10", textf("防汛值班第%d条", i)) > 0);
    html_url_part(&o, url_part(asked));
    struct answer a = client_get(p.clerk, textf("/search?q=%.*s", STR_ARG(out_str(&o))));
    out_release(&o);
    CHECK_ANSWER(a, 200, "共 21 篇");
    CHECK(a.body.n < 100 * 1024);
    CHECK(answer_has(a, "page=2\""));
    pages_close(&p);
}
