/* 撰写: the form of a report without a script, what its buttons do, two writers, versions, comments, rights. */
#include "support_pages.h"

/* A value of the form as it stands in the page, undone of its escapes where the tests need it. */
static int64_t
edition_of(struct answer a)
{
    int64_t n = -1;
    struct str s = answer_between(a, "name=\"edition\" value=\"", "\"");
    CHECK(str_to_i64(s, 0, INT64_MAX, &n));
    return n;
}

/* One section 工作 with this text, saved or what `doing` says. */
static struct answer
write(struct client *c, int64_t edition, const char *doing, const char *text)
{
    return client_post(c, "/report/edit",
        textf("edition=%lld&do=%s&level_0=1&title_0=工作&text_0=%s", (long long)edition, doing,
            text));
}

TEST(the_form_begins_as_the_outline_and_lays_the_facts_beside_it)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    REQUIRE(id > 0);
    struct answer a = client_get(p.clerk, "/report/edit");
    CHECK_ANSWER(a, 200, "{支部委员会会议}");
    CHECK_INT(edition_of(a), 0);
    CHECK(answer_has(a, "value=\"put:2:committee_n\""));
    CHECK(answer_has(a, "上限 5000 字"));
    CHECK(answer_has(a, "还没有人写过"));
    pages_close(&p);
}

TEST(what_is_saved_is_printed_with_its_figures)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = write(p.clerk, 0, "save", "召开支委会{支部委员会会议}次，慰问{走访慰问}次。");
    CHECK_INT(a.status, 303);
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "已保存");
    CHECK_INT(edition_of(a), 1);
    CHECK(answer_has(a, "{支部委员会会议} <b>1</b>"));
    a = client_get(p.clerk, "/report");
    CHECK_ANSWER(
        a, 200, "召开支委会<a class=\"bound\" href=\"/figure/committee_n\">1</a>次，慰问<mark");
    CHECK(answer_has(a, "正在撰写"));
    a = client_post(p.clerk, "/report/download", "");
    CHECK_INT(a.status, 200);
    pages_close(&p);
}

TEST(a_typed_number_is_named_and_bound_by_a_button)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_follow(p.clerk, write(p.clerk, 0, "save", "全年召开支委会1次。"));
    CHECK_ANSWER(a, 200, "是手工写的，没有绑定");
    CHECK(answer_has(a, "data-bind=\"{支部委员会会议}\""));
    CHECK(answer_has(a, "value=\"bind:0:0\""));
    a = write(p.clerk, edition_of(a), "bind:0:0", "全年召开支委会1次。");
    CHECK_STR(a.location, "/report/edit#s-0");
    a = client_get(p.clerk, "/report/edit");
    CHECK(answer_has(a, ">全年召开支委会{支部委员会会议}次。</textarea>"));
    CHECK(!answer_has(a, "是手工写的"));
    pages_close(&p);
}

TEST(buttons_put_in_figures_records_and_sections)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    struct answer a = write(p.clerk, 0, "put:0:committee_n", "开会");
    CHECK_INT(a.status, 303);
    a = write(p.clerk, 1, textf("put:0:%lld", (long long)id), "开会{支部委员会会议}");
    CHECK_INT(a.status, 303);
    a = client_get(p.clerk, "/report/edit");
    CHECK(answer_has(a,
        textf("开会{支部委员会会议}\n{记录 %lld：6月10日 六月支委会}</textarea>", (long long)id)));
    a = write(p.clerk, 2, "add:0", "开会");
    CHECK_STR(a.location, "/report/edit#s-1");
    CHECK(answer_has(client_get(p.clerk, "/report/edit"), "value=\"新的一节\""));
    a = write(p.clerk, 3, "put:0:nothing", "开会");
    CHECK_ANSWER(a, 422, "没有放进去");
    CHECK(answer_has(a, ">开会</textarea>"));
    pages_close(&p);
}

TEST(keeping_is_told_to_the_script_and_makes_no_version)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_INT(client_get(p.clerk, "/report/edit").status, 200);
    struct answer a = client_post(
        p.clerk, "/report/edit/keep", "edition=0&level_0=1&title_0=工作&text_0=写了一半");
    CHECK_INT(a.status, 200);
    CHECK_STR(a.body, "{\"edition\":1}");
    CHECK(answer_has(client_get(p.clerk, "/report/edit/versions"), "还没有保存过"));
    a = client_get(p.clerk, "/report/edit/beside");
    CHECK_ANSWER(a, 200, "id=\"under-0\"");
    CHECK(!answer_has(a, "<html"));
    a = client_post(p.clerk, "/report/edit/keep", "edition=0&level_0=1&title_0=工作&text_0=另一半");
    CHECK_INT(a.status, 409);
    pages_close(&p);
}

TEST(the_second_writer_sees_both)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = write(p.clerk, 0, "save", "甲写的话");
    CHECK_INT(a.status, 303);
    CHECK_INT(client_get(p.admin, "/report/edit").status, 200);
    a = write(p.admin, 0, "save", "乙写的话");
    CHECK_ANSWER(a, 409, "别人刚刚改动过");
    CHECK(answer_has(a, ">乙写的话</textarea>"));
    CHECK(answer_has(a, "甲写的话"));
    CHECK_INT(edition_of(a), 1);
    a = write(p.admin, 1, "save", "乙写的话");
    CHECK_INT(a.status, 303);
    CHECK(answer_has(client_get(p.clerk, "/report/edit/version/2"), "<del>甲</del><ins>乙</ins>"));
    pages_close(&p);
}

TEST(versions_are_listed_compared_and_put_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_INT(write(p.clerk, 0, "save", "第一句。").status, 303);
    struct answer a = client_post(p.clerk, "/report/edit",
        "edition=1&do=save&why=加了一句&level_0=1&title_0=工作&text_0=第一句。第二句。");
    CHECK_INT(a.status, 303);
    a = client_get(p.clerk, "/report/edit/versions");
    CHECK_ANSWER(a, 200, "加了一句");
    CHECK_INT(answer_times(a, "/report/edit/version/"), 2);
    a = client_get(p.clerk, "/report/edit/version/1");
    CHECK_ANSWER(a, 200, "改回这一版");
    a = client_post(p.clerk, "/report/edit/version/1", "edition=2");
    CHECK_INT(a.status, 303);
    CHECK(answer_has(client_get(p.clerk, "/report/edit"), ">第一句。</textarea>"));
    CHECK_INT(client_get(p.clerk, "/report/edit/version/9").status, 404);
    a = client_get(p.clerk, "/report/edit/version/1?against=2");
    CHECK_ANSWER(a, 200, "<del>第二句。</del>");
    a = client_get(p.clerk, "/report/edit/version/2?against=0");
    CHECK_ANSWER(a, 200, "第一句。第二句。");
    CHECK(!answer_has(a, "<del>"));
    CHECK_INT(client_get(p.clerk, "/report/edit/version/2?against=9").status, 404);
    pages_close(&p);
}

TEST(a_comment_stands_at_its_place_until_it_is_dealt_with)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct client *secretary = pages_enter(&p, p.org, "shuji", ROLE_SECRETARY);
    CHECK_INT(write(p.clerk, 0, "save", "效果明显。").status, 303);
    struct answer a =
        client_post(secretary, "/report/edit/comment", "quote=没有这句&comment=请写具体");
    CHECK_ANSWER(a, 422, "报告里没有这句话");
    CHECK(answer_has(a, "请写具体"));
    CHECK(answer_has(a, "效果明显。</textarea>"));
    a = client_post(secretary, "/report/edit/comment", "quote=效果明显&comment=请写具体");
    CHECK_INT(a.status, 303);
    a = client_get(p.clerk, "/report/edit");
    CHECK(answer_has(a, "<p class=\"said-here\"><q>效果明显</q> 请写具体"));
    CHECK_INT(write(p.clerk, edition_of(a), "save", "收到意见三条。").status, 303);
    a = client_get(p.clerk, "/report/edit");
    CHECK(!answer_has(a, "class=\"said-here\""));
    CHECK(answer_has(a, "原句已改动"));
    CHECK_INT(write(p.clerk, edition_of(a), "save", "效果明显。").status, 303);
    a = client_get(p.clerk, "/report/edit");
    CHECK(answer_has(a, "class=\"said-here\""));
    struct str id = answer_between(a, "action=\"/report/edit/comment/", "\"");
    a = client_post(p.clerk, textf("/report/edit/comment/%.*s", STR_ARG(id)), "closed=1");
    CHECK_INT(a.status, 303);
    a = client_get(p.clerk, "/report/edit");
    CHECK(!answer_has(a, "class=\"said-here\""));
    CHECK(answer_has(a, "重新打开"));
    pages_close(&p);
}

TEST(reports_for_other_readers_are_chosen_and_written_apart)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_get(p.clerk, "/report");
    CHECK_ANSWER(a, 200, "<option value=\"quarter-2\"");
    a = client_get(p.clerk, "/report?for=quarter-2");
    CHECK_ANSWER(a, 200, "第二季度，召开支部党员大会");
    a = client_post(p.clerk, "/report/edit",
        "for=quarter-2&edition=0&do=save&level_0=1&title_0=工作&text_0=开会{committee_n}次");
    CHECK_STR(a.location, "/report/edit?for=quarter-2");
    CHECK(answer_has(client_get(p.clerk, "/report?for=quarter-2"), "开会<a class=\"bound\""));
    CHECK(!answer_has(client_get(p.clerk, "/report"), "开会<a class=\"bound\""));
    CHECK_INT(client_get(p.clerk, "/report/edit?for=quarter-9").status, 404);
    CHECK_INT(client_get(p.clerk, "/report?for=%2e%2e%2f").status, 404);
    pages_close(&p);
}

TEST(only_writers_write_and_see_what_is_written)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_INT(write(p.clerk, 0, "save", "还没想好的话").status, 303);
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    struct client *other = pages_enter(&p, p.other, "linjia", ROLE_CLERK);
    const char *there = textf("/report/edit?org=%lld", (long long)p.org);
    CHECK_INT(client_get(upper, there).status, 403);
    CHECK_INT(client_get(member, there).status, 403);
    CHECK_INT(client_get(other, there).status, 404);
    struct answer a = client_get(upper, textf("/report?org=%lld&year=2023", (long long)p.org));
    CHECK_INT(a.status, 200);
    CHECK(!answer_has(a, "还没想好的话"));
    CHECK(!answer_has(a, "撰写</a>"));
    a = client_post(upper, "/report/edit",
        textf("org=%lld&edition=1&do=save&level_0=1&title_0=a&text_0=b", (long long)p.org));
    CHECK_INT(a.status, 403);
    pages_close(&p);
}

TEST(what_is_too_long_or_empty_is_said_beside_it_and_kept)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/report/edit", "edition=0&do=save");
    CHECK_ANSWER(a, 422, "还是空的");
    struct out o;
    out_init(&o, 1 << 20);
    out_lit(&o, "edition=0&do=save&level_0=1&title_0=工作&text_0=");
    for (int i = 0; i < 20001; i++)
        out_lit(&o, "字");
    out_char(&o, '\0');
    a = client_post(p.clerk, "/report/edit", o.p);
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "id=\"e-text_0\""));
    out_release(&o);
    pages_close(&p);
}
