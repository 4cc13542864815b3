/* 人员: adding, correcting, leaving and coming back, posts. */
#include "support_pages.h"

TEST(a_person_added_stands_in_the_list_and_on_the_roll)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/people/new",
        "name=新来的&membership=full&joined_on=2012-07-01&full_on=2013-07-01");
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(a.location, "/people/new");
    a = client_get(p.clerk, "/people");
    CHECK_ANSWER(a, 200, ">新来的</a>");
    CHECK(answer_has(a, "正式 9 人"));
    CHECK_ANSWER(client_get(p.clerk, "/new?kind=members_meeting"), 200, "<legend>新来的</legend>");
    CHECK_ANSWER(client_get(p.clerk, "/people?text=新来"), 200, ">新来的</a>");
    CHECK(!answer_has(client_get(p.clerk, "/people?text=新来"), ">赵甲</a>"));
    CHECK_ANSWER(client_get(p.clerk, "/people/export"), 200, "\"新来的\",\"正式党员\"");
    pages_close(&p);
}

TEST(a_wrong_person_comes_back_with_what_was_typed)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/people/new",
        "name=新来的&membership=full&joined_on=2013-07-01&full_on=2012-07-01&floating=1");
    CHECK_ANSWER(a, 422, "id=\"e-full_on\"");
    CHECK(answer_has(a, "value=\"新来的\"") && answer_has(a, "value=\"2012-07-01\""));
    CHECK(answer_has(a, "name=\"floating\" value=\"1\" checked"));
    a = client_post(p.clerk, "/people/new", "name=&membership=full");
    CHECK_ANSWER(a, 422, "id=\"e-name\"");
    a = client_post(p.clerk, "/people/new",
        textf("name=组员&membership=full&joined_on=2012-07-01&full_on=2013-07-01&group=%" PRId64,
            p.other));
    CHECK_ANSWER(a, 422, "value=\"组员\"");
    a = client_post(p.clerk, "/people/new",
        "name=新书记&membership=full&joined_on=2012-07-01&full_on=2013-07-01&post=secretary");
    CHECK_ANSWER(
        a, 422, "id=\"e-post\""); /* there is one already: the person is not added either */
    CHECK(!answer_has(client_get(p.clerk, "/people"), "新书记"));
    pages_close(&p);
}

TEST(leaving_and_coming_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *page = textf("/person/%" PRId64, p.people[6]);
    struct answer a = client_post(p.clerk, textf("%s/leave", page), "version=1&on=2023-06-01&why=");
    CHECK_ANSWER(a, 422, "id=\"e-why\"");
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK(answer_has(a, "name=\"on\"") && answer_has(a, "value=\"2023-06-01\""));
    /* The other form of the page keeps its own beginning. */
    CHECK(str_find(answer_between(a, "/post\"", "</form>"), S("value=\"2023-06-15\""), 0) !=
        SIZE_MAX);
    CHECK_ANSWER(
        client_post(p.clerk, textf("%s/leave", page), "version=1&on=2023-06-01&why=调走"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, page), 200, "2023-06-01 调走");
    CHECK(!answer_has(client_get(p.clerk, "/people"), ">郑庚</a>"));
    CHECK_ANSWER(client_get(p.clerk, "/people?left=1"), 200, "已离开");
    CHECK_ANSWER(client_post(p.clerk, textf("%s/return", page), "version=1&why=没走"), 409, "");
    CHECK_ANSWER(client_post(p.clerk, textf("%s/return", page), "version=2&why=没走"), 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/people"), 200, ">郑庚</a>");
    pages_close(&p);
}

TEST(posts_begin_and_end)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *page = textf("/person/%" PRId64, p.people[3]);
    struct answer a =
        client_post(p.clerk, textf("%s/post", page), "post=secretary&from_on=2023-06-01");
    CHECK_ANSWER(a, 422, "id=\"e-post\"");
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK(answer_has(a, "<details class=\"fold\" open>"));
    CHECK_ANSWER(client_post(p.clerk, textf("%s/post", page), "post=discipline&from_on=2023-06-01"),
        303, "");
    a = client_get(p.clerk, page);
    CHECK_ANSWER(a, 200, "纪检委员");
    struct str post = answer_between(a, "name=\"post_id\" value=\"", "\"");
    a = client_post(
        p.clerk, textf("%s/post-end", page), textf("post_id=%.*s&to_on=2023-05-01", STR_ARG(post)));
    CHECK_ANSWER(a, 422, "id=\"problems\"");
    a = client_post(
        p.clerk, textf("%s/post-end", page), textf("post_id=%.*s&to_on=2023-06-10", STR_ARG(post)));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(p.clerk, page), 200, "<td>2023-06-10</td>");
    CHECK_ANSWER(
        client_post(p.clerk, textf("%s/post-end", page), "post_id=1&to_on=2023-06-10"), 404, "");
    pages_close(&p);
}

TEST(the_second_to_correct_a_person_is_told)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *edit = textf("/person/%" PRId64 "/edit", p.people[3]);
    const char *form = "membership=full&joined_on=2010-07-01&full_on=2010-07-01&version=1&name=";
    CHECK_ANSWER(client_post(p.admin, edit, textf("%s李丁一", form)), 303, "");
    struct answer a = client_post(p.clerk, edit, textf("%s", form));
    CHECK_ANSWER(a, 422, "name=\"version\" value=\"1\""); /* a mistake does not make it newer */
    a = client_post(p.clerk, edit, textf("%s李丁二", form));
    CHECK_ANSWER(a, 409, "value=\"李丁二\"");
    CHECK(answer_has(a, "name=\"version\" value=\"2\""));
    CHECK_ANSWER(client_get(p.clerk, "/people"), 200, "李丁一");
    pages_close(&p);
}
