/* 报送: what the branch sees and does, what stays of it, and who may not. */
#include "support_library.h"

#include "domain/duty.h"
#include "domain/report_keep.h"
#include "domain/report_text.h"

/* The digest of what would be sent, as the page carries it. */
static const char *
seen(struct client *c)
{
    struct str digest =
        answer_between(client_get(c, "/report/send"), "name=\"seen\" value=\"", "\"");
    return textf("%.*s", STR_ARG(digest));
}

static int
version(struct client *c)
{
    struct str v = answer_between(client_get(c, "/report/send"), "name=\"version\" value=\"", "\"");
    int64_t n = -1;
    return str_to_i64(v, 0, 1000, &n) ? (int)n : -1;
}

static struct answer
send(struct client *c, const char *more)
{
    const char *digest = seen(c);
    return client_post(c, "/report/send", textf("version=%d&seen=%s%s", version(c), digest, more));
}

static const char *
received(const struct pages *p, const char *tail)
{
    return textf("/report/received%s?org=%" PRId64 "&year=2023", tail, p->org);
}

static struct answer
decide(const struct pages *p, struct client *c, const char *step, const char *more)
{
    struct str v =
        answer_between(client_get(c, received(p, "")), "name=\"version\" value=\"", "\"");
    return client_post(c, textf("/report/received/%s", step),
        textf("org=%" PRId64 "&year=2023&version=%.*s%s", p->org, STR_ARG(v), more));
}

TEST(the_page_says_what_will_be_sent)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_get(p.clerk, "/report/send");
    CHECK_ANSWER(a, 200, "还没有报送 2023 年度的述职报告");
    CHECK(answer_has(a, "有记录支撑 1 处") && answer_has(a, "待补"));
    CHECK(answer_has(a, "篇幅 5000 字以内") && answer_has(a, "href=\"/report/check\""));
    CHECK(answer_has(a, "2023年述职报告（云溪支部）.docx") && answer_has(a, "还没有报送过。"));
    CHECK(!answer_has(a, "撤回原因"));
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    a = client_get(inspector, "/report/send");
    CHECK_ANSWER(a, 200, "还没有报送 2023 年度的述职报告");
    CHECK(!answer_has(a, "有记录支撑") && !answer_has(a, "name=\"seen\""));
    pages_close(&p);
}

TEST(what_is_sent_is_what_was_seen)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    const char *before = seen(p.clerk);
    REQUIRE(pages_meeting(&p, "2023-06-12", "又一次支委会") > 0);
    struct answer a = client_post(p.clerk, "/report/send", textf("version=0&seen=%s", before));
    CHECK_ANSWER(a, 409, "要报送的已经不同");
    a = send(p.clerk, "");
    CHECK_ANSWER(a, 303, "");
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "等上级审阅");
    CHECK(answer_has(a, "报送时的指标") && answer_has(a, "至今没有变化"));
    CHECK(!answer_has(a, "name=\"seen\""));
    CHECK(answer_has(a, "/report/version/1/file?year=2023"));
    a = client_get(p.clerk, "/report/version/1/file?year=2023");
    CHECK_INT(a.status, 200);
    CHECK(str_starts(a.body, S("PK")));
    CHECK_STR(a.type, "application/octet-stream");
    a = client_post(p.clerk, "/report/send", textf("version=1&seen=%s", before));
    CHECK_ANSWER(a, 409, "");
    pages_close(&p);
}

/* The secretary typed a number that the records do not have. */
static bool
do_write(struct work *w, void *arg, struct err *e)
{
    const struct pages *p = arg;
    const struct report_section section = {
        1, S("工作总结"), S("全年召开支部委员会会议9次。只有支部自己看得到的半句话")};
    const struct report_writing in = {
        .key = {p->org, 2023, S("")}, .sections = &section, .sections_n = 1};
    int64_t edition;
    return report_text_keep(w, &in, &edition, e);
}

TEST(what_was_written_is_checked_sent_and_until_then_hidden)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    REQUIRE(pages_write(&p, do_write, &p));
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct answer a = client_get(p.clerk, "/report/send");
    CHECK_ANSWER(a, 200, "处要看</a>");
    CHECK(!answer_has(a, "还没有动笔"));
    a = client_get(upper, textf("/report?org=%" PRId64 "&year=2023", p.org));
    CHECK(!answer_has(a, "只有支部自己看得到的半句话"));
    CHECK(!answer_has(client_get(upper, received(&p, "")), "只有支部自己看得到的半句话"));
    a = client_get(upper, textf("/report/check?org=%" PRId64 "&year=2023", p.org));
    CHECK(!answer_has(a, "只有支部自己看得到的半句话"));
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    a = client_get(upper, received(&p, ""));
    CHECK_ANSWER(a, 200, "只有支部自己看得到的半句话");
    CHECK(answer_has(a, "&amp;from=sent&amp;version=1\">核对"));
    a = client_get(
        upper, textf("/report/check?org=%" PRId64 "&year=2023&from=sent&version=1", p.org));
    CHECK_ANSWER(a, 200, "只有支部自己看得到的半句话");
    pages_close(&p);
}

TEST(a_withdrawal_wants_a_reason_and_leads_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_post(p.clerk, "/report/withdraw", "version=0&back_why=x"), 409, "未报送");
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct answer a = client_post(p.clerk, "/report/withdraw", "version=1");
    CHECK_ANSWER(a, 422, "id=\"e-back_why\"");
    a = client_post(p.clerk, "/report/withdraw", "version=1&back_why=数字写错");
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "还没有报送 2023 年度的述职报告");
    CHECK(answer_has(a, "数字写错") && answer_has(a, "name=\"seen\""));
    pages_close(&p);
}

TEST(an_own_file_is_read_kept_and_sent)
{
    static const char TEXT[] = "云溪支部述职报告\n一、工作\n全年走访六十户，条条有回音。\n";
    struct pages p;
    REQUIRE(pages_open(&p));
    struct sent_file bad = {"坏的.docx", S("PK\3\4 not a package")}, empty = {"空.txt", S(" \n")};
    struct sent_file good = {"我们的.txt", str_from(TEXT)};
    CHECK_ANSWER(client_post(p.clerk, "/report/send/file", "version=0"), 422, "id=\"own\" open");
    CHECK_ANSWER(
        library_send(p.clerk, "/report/send/file", "version=0", &bad, 1), 422, "id=\"e-file\"");
    CHECK_ANSWER(
        library_send(p.clerk, "/report/send/file", "version=0", &empty, 1), 422, "没有文字");
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    CHECK_INT(library_send(inspector, "/report/send/file", "version=0", &good, 1).status, 403);
    struct answer a = library_send(p.clerk, "/report/send/file", "version=0", &good, 1);
    CHECK_ANSWER(a, 303, "");
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "我们的.txt");
    CHECK(answer_has(a, "本单位自己的文件") && answer_has(a, "条条有回音"));
    CHECK(answer_has(a, "<h3>一、工作</h3>"));
    CHECK_STR(client_get(p.clerk, "/report/version/1/file?year=2023").body, TEXT);
    a = client_get(p.clerk, "/search?q=条条有回音");
    CHECK_ANSWER(a, 200, "述职报告");
    const char *link = textf("/report/received?org=%" PRId64 "&year=2023", p.org);
    CHECK(answer_has(a, textf("/report/received?org=%" PRId64 "&amp;year=2023", p.org)));
    a = client_get(p.clerk, link);
    CHECK_ANSWER(a, 200, "条条有回音");
    CHECK(answer_has(a, "/report/send?year=2023\">报送") &&
        !answer_has(a, "/report/received/return"));
    pages_close(&p);
}

TEST(remarks_stand_at_their_place_and_are_all_kept_when_one_is_wrong)
{
    struct pages p;
    struct sent_file f = {
        "报告.txt", S("述职报告\n全年走访六十户<b>，条条有回音。\n第二段也有话说。\n")};
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(library_send(p.clerk, "/report/send/file", "version=0", &f, 1), 303, "");
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct answer a = client_get(upper, received(&p, ""));
    CHECK_ANSWER(a, 200, "全年走访六十户&lt;b&gt;，条条有回音。");
    CHECK_ANSWER(decide(&p, upper, "return", ""), 422, "id=\"e-why\"");
    a = decide(&p, upper, "return",
        "&why=再改&quote.1=六十户<b>&remark.1=哪六十户？&quote.7=没有的话&remark.7=删去&remark.9=太短");
    CHECK_ANSWER(a, 422, "id=\"e-quote.7\"");
    CHECK(answer_has(a, "哪六十户？") && answer_has(a, "太短"));
    a = decide(&p, upper, "return", "&why=再改&quote.1=六十户");
    CHECK_ANSWER(a, 422, "id=\"e-remark.1\"");
    a = decide(&p, upper, "return",
        "&why=再改&quote.2=有话说&remark.2=说什么？&quote.1=六十户<b>&remark.1=哪六十户？&remark.9=太短");
    a = client_follow(upper, a);
    CHECK_ANSWER(a, 200, "<mark class=\"said\" id=\"q1\">六十户&lt;b&gt;</mark>");
    CHECK(answer_has(a, "<mark class=\"said\" id=\"q2\">有话说</mark>"));
    CHECK(
        answer_has(a, "<li id=\"r2\">") && answer_has(a, "对全文的意见") && answer_has(a, "太短"));
    a = client_get(p.clerk, "/report/send");
    CHECK_ANSWER(a, 200, "<mark class=\"said\" id=\"q1\">");
    CHECK(answer_has(a, "意见 3 条") && answer_has(a, "name=\"seen\""));
    CHECK_ANSWER(client_get(p.clerk, "/today"), 200, "2023 年度述职报告被退回");
    CHECK_ANSWER(client_get(p.clerk, "/report/version/2?year=2023"), 200, "id=\"q2\"");
    CHECK_ANSWER(client_get(p.clerk, "/report/version/1?year=2023"), 200, "这一版后来被退回");
    CHECK_INT(client_get(p.clerk, "/report/version/9?year=2023").status, 404);
    CHECK_INT(client_get(p.clerk, "/report/version/2/file?year=2023").status, 404);
    pages_close(&p);
}

TEST(sent_again_it_tells_what_became_of_the_words)
{
    struct pages p;
    struct sent_file first = {"一稿.txt", S("述职报告\n全年走访六十户。\n第二段有话说。\n")};
    struct sent_file second = {
        "二稿.txt", S("述职报告\n全年走访云溪村六十二户。\n第二段有话说。\n")};
    REQUIRE(pages_open(&p));
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    CHECK_ANSWER(library_send(p.clerk, "/report/send/file", "version=0", &first, 1), 303, "");
    CHECK(!answer_has(client_get(upper, received(&p, "")), "上次退回的意见"));
    struct answer a = decide(&p, upper, "return",
        "&why=再改一稿&quote.1=走访六十户&remark.1=哪里&quote.2=有话说&remark.2=说什么&remark.3=太短");
    CHECK(!answer_has(client_follow(upper, a), "上次退回的意见"));
    CHECK_ANSWER(library_send(p.clerk, "/report/send/file", "version=2", &second, 1), 303, "");
    a = client_get(upper, received(&p, ""));
    CHECK_ANSWER(a, 200, "上次退回的意见");
    CHECK(answer_has(a, "再改一稿") && answer_has(a, "太短"));
    CHECK(answer_has(a, "“走访六十户”&#32;<span class=\"state state-done\">原话已改</span>"));
    CHECK(answer_has(a, "“有话说”&#32;<span class=\"state state-late\">原话仍在</span>"));
    CHECK_INT(answer_times(a, "原话已改") + answer_times(a, "原话仍在"), 2);
    CHECK(answer_has(a, "/report/version/2?year=2023"));
    CHECK_ANSWER(decide(&p, upper, "accept", ""), 303, "");
    CHECK(!answer_has(client_get(upper, received(&p, "")), "上次退回的意见"));
    pages_close(&p);
}

TEST(after_acceptance_results_and_corrections_have_reasons)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    CHECK_ANSWER(client_get(upper, "/today"), 200, "2023 年度的下级报告等审阅");
    CHECK_ANSWER(decide(&p, upper, "grade", "&grade=good"), 409, "");
    CHECK_ANSWER(decide(&p, upper, "accept", ""), 303, "");
    CHECK(!answer_has(client_get(upper, "/today"), "等审阅"));
    CHECK_ANSWER(decide(&p, upper, "grade", ""), 422, "请填写等次或票数");
    CHECK_ANSWER(decide(&p, upper, "grade", "&grade=best"), 422, "");
    CHECK_ANSWER(decide(&p, upper, "grade", "&grade=fair&good=9&fair=21"), 303, "");
    CHECK_ANSWER(decide(&p, upper, "grade", "&grade=good&good=9"), 422, "id=\"e-grade_why\"");
    struct answer a = client_get(p.clerk, "/report/send");
    CHECK_ANSWER(a, 200, "好 9 票，较好 21 票，一般 0 票，差 0 票");
    CHECK(answer_has(a, "年度已锁定"));
    CHECK_ANSWER(send(p.clerk, ""), 422, "id=\"e-send_why\"");
    CHECK_ANSWER(send(p.clerk, "&send_why=户数有误"), 303, "");
    CHECK_ANSWER(client_get(upper, received(&p, "")), 200, "这是对已接收报告的更正");
    pages_close(&p);
}

TEST(the_record_of_it_is_offered_until_it_is_there)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK(!answer_has(client_get(p.clerk, "/report/send"), "报送不等于办完"));
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct answer a = client_get(p.clerk, "/report/send");
    CHECK_ANSWER(a, 200, "报送不等于办完");
    struct str href = answer_between(a, "<a class=\"button small\" href=\"/new", "\"");
    CHECK(str_starts(href, S("?duty=R01&amp;period=1&amp;year=2023")));
    a = client_get(p.clerk,
        "/new?duty=R01&period=1&year=2023&title=%E8%BF%B0%E8%81%8C&field.to=%E4%BA%91%E6%BA%AA%E5%85%9A%E5%A7%94");
    CHECK_ANSWER(a, 200, "value=\"述职\"");
    CHECK(answer_has(a, "value=\"云溪党委\"") && answer_has(a, "抓党建述职\" selected"));
    a = client_post(p.clerk, "/new",
        "kind=report_up&held_on=2023-06-14&title=述职&field.form=抓党建述职&field.to=云溪党委");
    CHECK_ANSWER(a, 303, "");
    CHECK(!answer_has(client_get(p.clerk, "/report/send"), "报送不等于办完"));
    pages_close(&p);
}

TEST(a_change_of_a_locked_year_shows_in_the_report)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    CHECK(!answer_has(client_get(p.clerk, textf("/record/%" PRId64 "/edit", id)), "已被接收"));
    CHECK_ANSWER(decide(&p, upper, "accept", ""), 303, "");
    CHECK_ANSWER(client_get(p.clerk, textf("/record/%" PRId64 "/edit", id)), 200, "已被接收");
    const char *form = meeting_form(&p, "2023-06-10", "六月支委会（更正）");
    struct answer a =
        client_post(p.clerk, textf("/record/%" PRId64 "/edit", id), textf("version=1&%s", form));
    CHECK_ANSWER(a, 422, "id=\"e-change_why\"");
    a = client_post(p.clerk, textf("/record/%" PRId64 "/edit", id),
        textf("version=1&%s&change_why=标题写错", form));
    CHECK_ANSWER(a, 303, "");
    CHECK(!answer_has(client_get(upper, received(&p, "")), "报送后有变化"));
    a = client_post(p.clerk, textf("/record/%" PRId64 "/void", id), "version=2&why=重复");
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(upper, received(&p, "")), 200, "报送后有变化");
    CHECK_ANSWER(client_get(p.clerk, "/report/send"), 200, "其中 ");
    pages_close(&p);
}

/* ---- the list ---- */

TEST(the_list_shows_who_has_sent_and_never_a_grade)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct answer a = client_get(upper, "/reports");
    CHECK_ANSWER(a, 200, "云溪支部</a>");
    CHECK(answer_has(a, "石桥支部</a>") && !answer_has(a, "云溪党委</a>"));
    CHECK(answer_has(a, textf("/report/received?org=%" PRId64 "&amp;year=2023", p.org)));
    a = client_get(upper, "/reports?state=submitted&order=newest");
    CHECK_ANSWER(a, 200, "共 1 个");
    CHECK(!answer_has(a, "石桥支部</a>"));
    a = client_get(upper, "/reports?name=石桥");
    CHECK(answer_has(a, "石桥支部</a>") && !answer_has(a, "云溪支部</a>"));
    CHECK_ANSWER(client_get(upper, "/reports?name=没有"), 200, "没有符合条件的组织");
    CHECK_ANSWER(client_get(upper, "/reports?order=grade"), 422, "");
    a = client_get(upper, "/reports/export?state=draft");
    CHECK_ANSWER(a, 200, "\"石桥支部\",\"未报送\",");
    CHECK(!answer_has(a, "云溪支部") && str_starts(a.body, S("\xEF\xBB\xBF")));
    CHECK_ANSWER(decide(&p, upper, "accept", ""), 303, "");
    CHECK_ANSWER(decide(&p, upper, "grade", "&grade=poor"), 303, "");
    CHECK(!answer_has(client_get(upper, "/reports"), "差"));
    CHECK(!answer_has(client_get(upper, "/reports/export"), "差"));
    CHECK_ANSWER(client_get(p.clerk, "/reports"), 200, "这里没有下级组织");
    pages_close(&p);
}

TEST(a_list_of_many_has_pages)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct client *admin = pages_enter(&p, p.root, "guanli", ROLE_ADMIN);
    for (int i = 0; i < 52; i++)
        CHECK_INT(client_post(
                      admin, "/settings/child", textf("child_name=第%02d支部&child_kind=branch", i))
                      .status,
            303);
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct answer a = client_get(upper, "/reports?order=name");
    CHECK_ANSWER(a, 200, "共 54 个");
    CHECK(answer_has(a, "order=name&amp;page=2") && !answer_has(a, "第51支部"));
    CHECK_INT(answer_times(a, "/report/received?org="), 50);
    a = client_get(upper, "/reports?order=name&page=2");
    CHECK_INT(answer_times(a, "/report/received?org="), 4);
    a = client_get(upper, "/reports/export");
    CHECK_INT(answer_times(a, "未报送"), 54);
    pages_close(&p);
}

/* ---- rights ---- */

TEST(what_was_not_sent_or_was_taken_back_is_the_branchs_own)
{
    struct pages p;
    struct sent_file f = {"报告.txt", S("述职报告\n只给自己看的一句话。\n")};
    REQUIRE(pages_open(&p));
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    const char *look = textf("org=%" PRId64 "&year=2023", p.org);
    struct answer a = client_get(upper, received(&p, ""));
    CHECK_ANSWER(a, 200, "没有报送的稿子只有本组织看得到");
    CHECK(!answer_has(a, "class=\"report sent"));
    a = client_get(upper, textf("/report/send?%s", look));
    CHECK_ANSWER(a, 200, "还没有报送");
    CHECK(!answer_has(a, "name=\"seen\""));
    CHECK_ANSWER(library_send(p.clerk, "/report/send/file", "version=0", &f, 1), 303, "");
    CHECK_ANSWER(client_get(upper, received(&p, "")), 200, "只给自己看的一句话");
    CHECK_ANSWER(client_post(p.clerk, "/report/withdraw", "version=1&back_why=不送了"), 303, "");
    a = client_get(upper, received(&p, ""));
    CHECK_ANSWER(a, 200, "没有报送的稿子");
    CHECK(!answer_has(a, "只给自己看的一句话") && !answer_has(a, "/report/version/1"));
    CHECK_INT(client_get(upper, textf("/report/version/1?%s", look)).status, 404);
    CHECK_INT(client_get(upper, textf("/report/version/1/file?%s", look)).status, 404);
    CHECK_ANSWER(client_get(p.clerk, "/report/version/1?year=2023"), 200, "只给自己看的一句话");
    CHECK(!answer_has(client_get(upper, "/search?q=只给自己看的一句话"), "<li class=\"hit\">"));
    pages_close(&p);
}

TEST(who_may_not_may_not)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(send(p.clerk, ""), 303, "");
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    struct client *secretary = pages_enter(&p, p.org, "shuji", ROLE_SECRETARY);
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    const char *look = textf("org=%" PRId64 "&year=2023", p.org);
    static const char *const pages[] = {"/report/send", "/report/received", "/report/version/1",
        "/report/version/1/file", "/reports", "/reports/export"};
    for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
        CHECK_INT(client_get(other, textf("%s?%s", pages[i], look)).status, 404);
        CHECK_INT(client_get(member, textf("%s?%s", pages[i], look)).status, 403);
    }
    const char *form = textf("%s&version=1&seen=x&why=x&back_why=x&grade=good", look);
    static const char *const steps[] = {
        "/report/received/return", "/report/received/accept", "/report/received/grade"};
    static const char *const own[] = {"/report/send", "/report/withdraw"};
    for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++) {
        CHECK_INT(client_post(other, steps[i], form).status, 404);
        CHECK_INT(client_post(p.clerk, steps[i], form).status, 403);
        CHECK_INT(client_post(secretary, steps[i], form).status, 403);
    }
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
        CHECK_INT(client_post(other, own[i], form).status, 404);
        CHECK_INT(client_post(upper, own[i], form).status, 403);
        CHECK_INT(client_post(member, own[i], form).status, 403);
    }
    CHECK_ANSWER(client_get(secretary, "/report/send"), 200, "撤回原因");
    pages_close(&p);
}
