/* 素材库: the reading view. */
#include "support_library.h"

#include "base/file.h"

static const char *
of(int64_t id, const char *rest)
{
    return textf("/library/%" PRId64 "%s", id, rest);
}

TEST(a_text_is_read_with_outline_and_facts)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "folder=政策/2023&tags=农资");
    struct answer a = client_get(p.clerk, of(id, ""));
    CHECK_ANSWER(a, 200, "<h1>关于做好春耕农资供应工作的通知</h1>");
    CHECK(answer_has(a, "云供〔2023〕5号") && answer_has(a, "2023-03-01"));
    CHECK(answer_has(a, "class=\"found-by\"")); /* by the program, not by a person */
    CHECK(answer_has(a, "href=\"/library?folder=%E6%94%BF%E7%AD%96%2F2023\""));
    CHECK(answer_has(a, "href=\"/library?tag="));
    pages_close(&p);
}

TEST(words_are_found_in_the_text_one_after_another)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "");
    struct answer a = client_get(p.clerk, of(id, "?find=农资"));
    CHECK_ANSWER(a, 200, "第 1 处，共 2 处");
    CHECK_INT(answer_times(a, "id=\"here\""), 1);
    CHECK_INT(answer_times(a, "<mark"), 2);
    CHECK(answer_has(
        a, textf("href=\"/library/%" PRId64 "?find=%%E5%%86%%9C%%E8%%B5%%84&amp;at=2#here\"", id)));
    a = client_get(p.clerk, of(id, "?find=农资&at=2"));
    CHECK_ANSWER(a, 200, "第 2 处，共 2 处");
    CHECK_ANSWER(client_get(p.clerk, of(id, "?find=农资&at=99")), 200, "第 2 处，共 2 处");
    /* Over the place where the marker was. */
    CHECK_ANSWER(client_get(p.clerk, of(id, "?find=农资供应工作，摸清")), 200, "第 1 处，共 1 处");
    CHECK_ANSWER(client_get(p.clerk, of(id, "?find=没有")), 200, "文中没有");
    CHECK_ANSWER(client_get(p.clerk, of(id, "?find=%22")), 200, "在文中查找");
    pages_close(&p);
}

TEST(what_was_cut_is_shown_put_back_and_cut_again)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "");
    struct answer a = client_get(p.clerk, of(id, ""));
    CHECK(answer_has(a, "<details class=\"cut\" id=\"cut-0\">") && answer_has(a, "##paidbegin##"));
    a = client_post(p.clerk, of(id, "/keep"), "version=1&keep=0");
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(a.location, of(id, "#cut-0"));
    a = client_get(p.clerk, of(id, "?find=农资%23%23paidbegin%23%23供应"));
    CHECK_ANSWER(a, 200, "第 1 处，共 1 处");
    CHECK(answer_has(a, "再剪去"));
    CHECK_ANSWER(client_get(p.clerk, "/library/residue?kept=1"), 200, "##paidbegin##");
    a = client_post(p.clerk, of(id, "/keep"), "version=2&cut=0&back=review");
    CHECK_STR(a.location, "/library/residue");
    CHECK_ANSWER(client_get(p.clerk, of(id, "?find=农资供应工作，")), 200, "第 1 处");
    a = client_post(p.clerk, of(id, "/keep"), "version=1&keep=0"); /* somebody else was quicker */
    CHECK_INT(a.status, 409);
    a = client_get(p.clerk, "/library/residue");
    CHECK_ANSWER(a, 200, "共 1 处");
    CHECK(answer_has(a, "<del>##paidbegin##</del>"));
    pages_close(&p);
}

TEST(downloads_give_the_original_the_text_and_a_clean_docx)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "");
    struct answer a = client_get(p.clerk, of(id, "/original"));
    CHECK_INT(a.status, 200);
    CHECK_STR(a.body, LIBRARY_NOTICE);
    CHECK_STR(a.type, "application/octet-stream");
    CHECK(str_find(answer_header(a, "Content-Disposition"), S("%E9%80%9A%E7%9F%A5.txt"), 0) !=
        SIZE_MAX);
    a = client_get(p.clerk, of(id, "/text"));
    CHECK_ANSWER(a, 200, "切实做好农资供应工作");
    CHECK(!answer_has(a, "paidbegin"));
    a = client_get(p.clerk, of(id, "/docx"));
    CHECK_INT(a.status, 200);
    CHECK(str_starts(a.body, S("PK\3\4")));
    pages_close(&p);
}

TEST(facts_are_put_right_and_mistakes_come_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "");
    struct answer a = client_post(p.clerk, of(id, "/change"),
        "version=1&title=春耕通知&issuer=云溪社&dated=2023-03-02&doc_year=2023&folder=通知&tags=a b&lock=own");
    CHECK_ANSWER(a, 303, "");
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "<h1>春耕通知</h1>");
    CHECK(answer_has(a, "2023-03-02") && !answer_has(a, "class=\"found-by\""));
    CHECK_ANSWER(client_get(p.clerk, "/search?q=title:春耕通知"), 200, "共 1 篇");
    a = client_post(p.clerk, of(id, "/change"), "version=2&title=x&dated=2023-02-30&lock=own");
    CHECK_ANSWER(a, 422, "value=\"2023-02-30\"");
    a = client_post(p.clerk, of(id, "/change"), "version=1&title=晚了一步&lock=own");
    CHECK_ANSWER(a, 409, "value=\"晚了一步\"");
    pages_close(&p);
}

TEST(what_is_taken_out_is_not_found_and_can_be_put_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = library_put(p.clerk, "通知.txt", LIBRARY_NOTICE, "");
    CHECK_ANSWER(client_post(p.clerk, of(id, "/remove"), "version=1&remove_why="), 422, "原因");
    CHECK_ANSWER(client_post(p.clerk, of(id, "/remove"), "version=1&remove_why=收错了"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, of(id, "")), 200, "收错了");
    CHECK_ANSWER(client_get(p.clerk, "/search?q=春耕"), 200, "没有一篇里有所写的全部文字");
    CHECK_ANSWER(client_get(p.clerk, "/library?state=removed"), 200, "共 1 份");
    CHECK_ANSWER(client_post(p.clerk, of(id, "/restore"), "version=2"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/search?q=春耕"), 200, "共 1 篇");
    pages_close(&p);
}

TEST(a_long_text_comes_in_light_pages_and_finding_opens_the_right_one)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct out o;
    out_init(&o, 4 << 20);
    out_lit(&o, "长文\n");
    for (int i = 0; i < 6000; i++)
        out_fmt(&o, "第%d条规定：各单位按照要求抓好落实，不得走样。\n", i);
    out_lit(&o, "最末一处独有的话。\n");
    int64_t id = library_put(p.clerk, "长.txt", textf("%.*s", STR_ARG(out_str(&o))), "");
    out_release(&o);
    struct answer a = client_get(p.clerk, of(id, ""));
    CHECK_ANSWER(a, 200, "第 1 屏，共 ");
    CHECK(a.body.n < 100 * 1024 && !answer_has(a, "最末一处"));
    a = client_get(p.clerk, of(id, "?find=末一处独有"));
    CHECK_ANSWER(a, 200, "<mark class=\"now\" id=\"here\">末一处独有</mark>");
    CHECK(a.body.n < 100 * 1024 && !answer_has(a, "第 1 屏"));
    a = client_get(p.clerk, of(id, "?find=规定&page=3"));
    CHECK_ANSWER(a, 200, "第 3 屏");
    CHECK(a.body.n < 100 * 1024);
    pages_close(&p);
}

TEST(same_content_and_nearly_same_text_are_told_with_a_comparison)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct out o;
    out_init(&o, 1 << 20);
    for (int i = 0; i < 60; i++)
        out_fmt(&o, "第%d条，基层社负责人对本辖区的农资供应负总责，逐级落实到人。\n", i);
    const char *text = textf("供应责任书\n%.*s", STR_ARG(out_str(&o)));
    out_release(&o);
    int64_t a1 = library_put(p.clerk, "a.txt", text, "");
    int64_t a2 = library_put(p.clerk, "b.txt", text, "");
    int64_t a3 = library_put(p.clerk, "c.txt", textf("%s最后另加一条：年底考核。\n", text), "");
    REQUIRE(a1 > 0 && a2 > 0 && a3 > 0);
    CHECK_ANSWER(client_get(p.clerk, of(a2, "")), 200, "内容与这份完全相同：");
    struct answer a = client_get(p.clerk, of(a3, ""));
    CHECK_ANSWER(a, 200, "两份对照");
    const char *target = textf("/library/compare?a=%" PRId64 "&b=%" PRId64, a3, a1);
    a = client_get(p.clerk, target);
    CHECK_ANSWER(a, 200, "年底考核");
    CHECK(answer_has(a, "有 1 处不同") && answer_has(a, "相同的 "));
    target = textf("/library/compare?a=%" PRId64 "&b=%" PRId64, a2, a1);
    CHECK_ANSWER(client_get(p.clerk, target), 200, "两份的文字一样");
    CHECK_INT(client_get(p.clerk, "/library/compare?a=1").status, 404);
    pages_close(&p);
}

TEST(what_could_not_be_read_is_read_once_more_when_somebody_asks)
{
    struct pages p;
    struct err e = {0};
    REQUIRE(pages_open(&p));
    struct str bytes = S("PK\3\4 not a package");
    struct sent_file f = {"坏的.docx", bytes};
    struct answer a = library_send(p.clerk, "/library/add", "folder=通知", &f, 1);
    struct answer log = client_follow(p.clerk, a);
    int64_t id = library_first_id(client_get(p.clerk, "/library?state=none"));
    REQUIRE(id > 0);
    CHECK(answer_has(log, of(id, "/again\"")));
    CHECK_ANSWER(client_get(p.clerk, of(id, "")), 200, "重新读取");
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    CHECK_INT(client_post(inspector, of(id, "/again"), "").status, 403);
    CHECK_INT(client_post(other, of(id, "/again"), "").status, 404);
    a = client_follow(p.clerk, client_post(p.clerk, of(id, "/again"), ""));
    CHECK_ANSWER(a, 200, "还是没有读出文字：");
    CHECK(answer_has(a, "重新读取"));
    /* As if the program had learnt to read it: the text lies where the original is read from. */
    const char *path = blob_path(test_arena(), house_files(p.house), sha256_of(bytes));
    CHECK_OK(file_write(path, S(LIBRARY_NOTICE), &e), &e);
    a = client_follow(p.clerk, client_post(p.clerk, of(id, "/again"), ""));
    CHECK_ANSWER(a, 200, "已读出文字，可以检索了。");
    CHECK(
        !answer_has(a, "重新读取") && answer_has(a, "href=\"/library?folder=%E9%80%9A%E7%9F%A5\""));
    CHECK_ANSWER(client_get(p.clerk, "/search?q=春耕不误农时"), 200, "共 1 篇");
    CHECK_ANSWER(client_get(p.clerk, "/library"), 200, "共 1 份");
    pages_close(&p);
}
