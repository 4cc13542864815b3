/* 记一笔: the form, what it refuses, what it keeps; and a change that meets another one. */
#include "support_pages.h"

TEST(the_form_is_filled_from_the_last_similar_record_and_the_duty_clicked)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *form = textf(
        "%s&place=%s&host=%s", meeting_form(&p, "2023-05-10", "五月支委会"), "二楼会议室", "赵甲");
    CHECK_ANSWER(client_post(p.clerk, "/new", textf("%s&late_why=出差", form)), 303, "");
    struct answer a = client_get(p.clerk, "/new?duty=B02&period=6");
    CHECK_ANSWER(a, 200, "二楼会议室");
    CHECK(answer_has(a, "name=\"kind\" value=\"committee_meeting\""));
    CHECK(answer_has(a, textf("name=\"att.%" PRId64 "\" value=\"present\" checked", p.people[0])));
    CHECK(answer_has(a, "name=\"duty.B02\" value=\"1\" checked"));
    CHECK_ANSWER(client_get(p.clerk, "/new"), 200, "正等着办的");
    CHECK_ANSWER(client_get(p.clerk, "/new?kind=nothing"), 422, "");
    pages_close(&p);
}

TEST(a_wrong_form_comes_back_with_everything_that_was_typed)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/new",
        textf("kind=committee_meeting&held_on=2023-06-10&title=标题甲&place=地点乙&host=主持丙"
              "&recorder=记录丁&agenda=议程戊&body=%%0A内容己&decision.1=事项庚&owner.1=责任辛"
              "&by.1=2023-07-01&decision.5=第五项&late_why=原因壬&field.first_topic=1"
              "&att.%" PRId64 "=present&att.%" PRId64 "=absent&duties_shown=1",
            p.people[0], p.people[1]));
    CHECK_ANSWER(a, 422, textf("id=\"e-att.%" PRId64 "\"", p.people[1]));
    static const char *const typed[] = {"value=\"标题甲\"", "value=\"地点乙\"", "value=\"主持丙\"",
        "value=\"记录丁\"", ">议程戊</textarea>", "内容己</textarea>", "value=\"事项庚\"",
        "value=\"责任辛\"", "value=\"2023-07-01\"", "value=\"第五项\"", "value=\"原因壬\"",
        "name=\"field.first_topic\" value=\"1\" checked", "value=\"2023-06-10\""};
    for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
        test_check(answer_has(a, typed[i]), __FILE__, __LINE__, typed[i]);
    CHECK(answer_has(a, textf("name=\"att.%" PRId64 "\" value=\"absent\" checked", p.people[1])));
    CHECK(answer_has(a, "name=\"duty.B02\" value=\"1\">")); /* unticked, and stays so */
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK_ANSWER(client_get(p.clerk, "/records"), 200, "本年度还没有记录");
    pages_close(&p);
}

TEST(a_date_that_is_none_is_named_and_stays_to_be_corrected)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/new", meeting_form(&p, "2023-02-30", "二月"));
    CHECK_ANSWER(a, 422, "value=\"2023-02-30\"");
    CHECK(answer_has(a, "id=\"e-held_on\"") && answer_has(a, "value=\"二月\""));
    a = client_post(p.clerk, "/new", meeting_form(&p, "2023-06-16", "明天"));
    CHECK_ANSWER(a, 422, "id=\"e-held_on\"");
    a = client_post(p.clerk, "/new",
        textf("%s&decision.1=事项&by.1=不知", meeting_form(&p, "2023-06-10", "支委会")));
    CHECK_ANSWER(a, 422, "id=\"e-by.1\"");
    CHECK(answer_has(a, "value=\"不知\""));
    pages_close(&p);
}

TEST(a_late_entry_asks_why_and_keeps_the_answer)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/new", meeting_form(&p, "2023-03-10", "三月支委会"));
    CHECK_ANSWER(a, 422, "id=\"e-late_why\"");
    CHECK(answer_has(a, "已 97 天") && answer_has(a, "value=\"三月支委会\""));
    a = client_post(p.clerk, "/new",
        textf("%s&late_why=补录原因甲", meeting_form(&p, "2023-03-10", "三月支委会")));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_follow(p.clerk, a), 200, "补录原因甲");
    CHECK_STR(duty_cell(p.clerk, "B02", 3), "late");
    pages_close(&p);
}

TEST(the_second_of_two_savers_sees_both_versions_and_chooses)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "起初");
    const char *edit = textf("/record/%" PRId64 "/edit", id);
    struct answer a = client_get(p.clerk, edit);
    CHECK_ANSWER(a, 200, "name=\"version\" value=\"1\"");
    CHECK_ANSWER(client_get(p.admin, edit), 200, "name=\"version\" value=\"1\"");
    a = client_post(p.admin, edit, textf("%s&version=1", meeting_form(&p, "2023-06-10", "对方的")));
    CHECK_ANSWER(a, 303, "");
    a = client_post(
        p.clerk, edit, textf("%s&version=1&body=我的内容", meeting_form(&p, "2023-06-10", "我的")));
    CHECK_ANSWER(a, 409, "别人刚刚保存了另一个版本");
    CHECK(answer_has(a, "<td>对方的</td>") && answer_has(a, "value=\"我的\""));
    CHECK(answer_has(a, "我的内容</textarea>"));
    CHECK(answer_has(a, "name=\"version\" value=\"2\""));
    CHECK_ANSWER(client_get(p.clerk, textf("/record/%" PRId64, id)), 200, "<h1>对方的</h1>");
    a = client_post(
        p.clerk, edit, textf("%s&version=2&body=我的内容", meeting_form(&p, "2023-06-10", "我的")));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_follow(p.clerk, a), 200, "<h1>我的</h1>");
    CHECK_ANSWER(
        client_get(p.clerk, textf("/record/%" PRId64 "/version/2", id)), 200, "<h1>对方的</h1>");
    CHECK_ANSWER(
        client_get(p.clerk, textf("/record/%" PRId64 "/version/1", id)), 200, "<h1>起初</h1>");
    pages_close(&p);
}

TEST(the_roll_and_decisions_of_the_other_version_are_shown_as_well)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "一样");
    const char *edit = textf("/record/%" PRId64 "/edit", id);
    const char *form = textf("kind=committee_meeting&held_on=2023-06-10&title=一样&duties_shown=1"
                             "&version=1&att.%" PRId64 "=present",
        p.people[0]);
    struct answer a = client_post(p.admin, edit,
        textf("%s&att.%" PRId64 "=excused&reason.%" PRId64
              "=住院&decision.1=修渠&owner.1=赵甲&by.1=2023-07-01",
            form, p.people[1], p.people[1]));
    CHECK_ANSWER(a, 303, "");
    a = client_post(
        p.clerk, edit, textf("%s&att.%" PRId64 "=present&decision.1=修路", form, p.people[1]));
    CHECK_ANSWER(a, 409, "修渠，赵甲，2023-07-01");
    CHECK(answer_has(a, "（住院）</td>"));
    CHECK(answer_has(a, "value=\"修路\""));
    a = client_post(p.clerk, edit,
        textf("%s&att.%" PRId64 "=excused&reason.%" PRId64
              "=住院&decision.1=修渠&owner.1=赵甲&by.1=2023-07-01",
            form, p.people[1], p.people[1]));
    CHECK_ANSWER(a, 409, "点名和议定事项没有不同");
    pages_close(&p);
}

/* A mistake of one's own after the conflict must not fall back to the version read first. */
TEST(a_wrong_change_keeps_the_version_it_was_made_on)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "起初");
    const char *edit = textf("/record/%" PRId64 "/edit", id);
    CHECK_ANSWER(
        client_post(p.admin, edit, textf("%s&version=1", meeting_form(&p, "2023-06-10", "对方的"))),
        303, "");
    struct answer a =
        client_post(p.clerk, edit, textf("%s&version=1", meeting_form(&p, "2023-06-40", "我的")));
    CHECK_ANSWER(a, 422, "name=\"version\" value=\"1\"");
    a = client_post(p.clerk, edit, textf("%s&version=1", meeting_form(&p, "2023-06-10", "我的")));
    CHECK_ANSWER(a, 409, "对方的");
    pages_close(&p);
}

TEST(what_is_typed_is_shown_as_text)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(
        p.clerk, "/new", meeting_form(&p, "2023-06-10", "%3Cscript%3Ealert(1)%3C/script%3E"));
    CHECK_ANSWER(a, 303, "");
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "&lt;script&gt;alert(1)");
    CHECK(!answer_has(a, "<script>alert"));
    a = client_get(p.clerk, "/records");
    CHECK(!answer_has(a, "<script>alert"));
    pages_close(&p);
}
