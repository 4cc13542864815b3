/* 核对报告: the text with its findings, answers, files given to be checked, the table of all that was sent. */
#include "support_library.h"

#include "base/file.h"
#include "domain/report_keep.h"

#define BAD                                                                                     \
    "云溪支部2023年度工作总结\n一、主要工作\n"                                  \
    "召开支部委员会会议5次。<b>二〇二三年</b>##paidbegin##2月30日入户。\n" \
    "召开支部委员会会议1次。\n二、存在问题\n学习抓得不紧。\n三、下一步打算\n继续努力。\n"

static struct pages p;

static bool
opened(void)
{
    return pages_open(&p) && pages_meeting(&p, "2023-06-14", "六月支委会") > 0;
}

/* The page of a text that was given; "" when it was refused. */
static struct str
give(struct client *c, const char *name, const char *text)
{
    struct sent_file f = {name, str_from(text)};
    struct answer a = library_send(c, "/report/check/file", "", &f, 1);
    return a.status == 303 ? a.location : S("");
}

static const char *
of(struct str page, const char *more)
{
    return textf("%.*s%s", STR_ARG(page), more);
}

TEST(a_text_stands_beside_what_was_found_in_it)
{
    REQUIRE(opened());
    struct str page = give(p.clerk, "总结.txt", BAD);
    REQUIRE(str_starts(page, S("/report/check?from=file&doc=")));
    struct answer a = client_get(p.clerk, of(page, ""));
    CHECK_ANSWER(a, 200, "台账少4");
    CHECK(answer_has(a, "没有这一天") && answer_has(a, "付费标记"));
    CHECK(answer_has(a, "1 处数字与台账相符"));
    CHECK_INT(answer_times(a, "id=\"p1\""), 1);
    CHECK_INT(answer_times(a, "href=\"#f1\""), 1);
    CHECK_INT(answer_times(a, "id=\"f1\""), 1);
    CHECK_INT(answer_times(a, "href=\"#p1\""), 1);
    CHECK(answer_has(a, "/figure/committee_n")); /* the figure and its records */
    CHECK(answer_has(a, "&lt;b&gt;") && !answer_has(a, "<b>"));
    /* What was found is narrowed; a number that agrees is found again in its group only. */
    a = client_get(p.clerk, of(page, "&group=leftovers"));
    CHECK(answer_has(a, "付费标记") && !answer_has(a, "台账少4"));
    a = client_get(p.clerk, of(page, "&group=claims"));
    CHECK(answer_has(a, "台账少4") && answer_has(a, "与文中相符"));
    a = client_get(p.clerk, of(page, "&group=claims&kind=agrees"));
    CHECK(!answer_has(a, "台账少4"));
    CHECK_ANSWER(client_get(p.clerk, of(page, "&group=rank")), 422, "");
    pages_close(&p);
}

TEST(the_file_itself_is_not_kept)
{
    REQUIRE(opened());
    struct str page = give(p.clerk, "总结.txt", BAD);
    REQUIRE(page.n > 0);
    const char *path = blob_path(test_arena(), house_files(p.house), sha256_of(str_from(BAD)));
    CHECK(!file_exists(path));
    struct answer a = client_get(p.clerk, "/report/check?from=draft");
    CHECK_ANSWER(a, 200, "总结.txt");
    struct str remove = answer_between(client_get(p.clerk, of(page, "")),
        "method=\"post\" action=\"/report/check/file/", "/remove\"");
    CHECK_ANSWER(client_post(p.clerk, textf("/report/check/file/%.*s/remove", STR_ARG(remove)), ""),
        303, "");
    CHECK_INT(client_get(p.clerk, of(page, "")).status, 404);
    CHECK(!answer_has(client_get(p.clerk, "/report/check?from=draft"), "总结.txt"));
    pages_close(&p);
}

TEST(what_cannot_be_read_is_told_where_it_was_chosen)
{
    REQUIRE(opened());
    (void)client_get(p.clerk, "/report/check");
    struct sent_file broken = {"坏.docx", str_make("PK\3\4\0\0\0\0 no archive", 19)};
    struct answer a = library_send(p.clerk, "/report/check/file", "", &broken, 1);
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "核对报告") && answer_has(a, "class=\"problems\""));
    CHECK(answer_has(a, "id=\"e-file\"") && answer_has(a, "check-source\" open"));
    a = library_send(p.clerk, "/report/check/file", "", NULL, 0);
    CHECK_INT(a.status, 422);
    struct str page = give(p.clerk, "空.txt", "");
    if (page.n)
        CHECK_ANSWER(client_get(p.clerk, of(page, "")), 200, "没有文字");
    pages_close(&p);
}

static const char *
answer_form(struct answer a, const char *text)
{
    return textf("finding=%.*s&answer=%.*s&note=%s",
        STR_ARG(answer_between(a, "name=\"finding\" value=\"", "\"")),
        STR_ARG(answer_between(a, "name=\"answer\" value=\"", "\"")), text);
}

static const char *
answer_target(struct str page)
{
    return textf(
        "/report/check/note?%.*s", STR_ARG(str_slice(page, strlen("/report/check?"), page.n)));
}

TEST(a_finding_is_answered_and_stays)
{
    REQUIRE(opened());
    struct str page = give(p.clerk, "总结.txt", BAD);
    struct answer first = client_get(p.clerk, of(page, ""));
    struct answer a = client_post(p.clerk, answer_target(page),
        answer_form(first, "%E5%90%AB%E6%89%A9%E5%A4%A7%E4%BC%9A%E3%80%82"));
    CHECK_ANSWER(a, 303, "");
    CHECK(str_ends(a.location, S("#f1")));
    struct answer second = client_get(p.clerk, of(page, ""));
    CHECK_ANSWER(second, 200, "含扩大会。");
    CHECK(answer_has(second, "已答复") && answer_has(second, "其中 1 处已答复"));
    CHECK(answer_has(second, "台账少4")); /* answered, not gone */
    CHECK(!answer_has(client_get(p.clerk, of(page, "&open=1")), "台账少4"));
    /* The same words in another text. */
    struct str other = give(
        p.clerk, "另一份.txt", "云溪支部2023年度工作总结\n另写一段。\n召开支部委员会会议5次。\n");
    CHECK_ANSWER(client_get(p.clerk, of(other, "")), 200, "含扩大会。");
    /* Whoever answers must have seen the answer before. */
    a = client_post(p.clerk, answer_target(page), answer_form(first, "again"));
    CHECK_ANSWER(a, 409, "有人答复过");
    CHECK(answer_has(a, "again")); /* what was typed is not lost */
    a = client_post(p.clerk, answer_target(page), answer_form(second, "better"));
    CHECK_INT(a.status, 303);
    struct answer third = client_get(p.clerk, of(page, ""));
    CHECK(answer_has(third, "better") && answer_has(third, "以前的答复") &&
        answer_has(third, "含扩大会。"));
    a = client_post(p.clerk, answer_target(page), textf("%s&take=1", answer_form(third, "x")));
    CHECK_INT(a.status, 303);
    struct answer fourth = client_get(p.clerk, of(page, ""));
    CHECK(answer_has(fourth, "（收回）") || answer_has(fourth, "以前的答复"));
    CHECK(!answer_has(fourth, "处已答复"));
    CHECK_INT(client_post(p.clerk, answer_target(page), answer_form(fourth, "last")).status, 303);
    /* Of a finding that is not there, and nothing at all. */
    CHECK_ANSWER(client_post(p.clerk, answer_target(page), "finding=0000&answer=0&note=x"), 409,
        "现在没有了");
    CHECK_INT(client_post(p.clerk, answer_target(page), "answer=0&note=x").status, 422);
    pages_close(&p);
}

TEST(who_may_read_sees_and_who_may_write_or_accept_answers)
{
    REQUIRE(opened());
    struct str page = give(p.clerk, "总结.txt", BAD);
    const char *target = answer_target(page);
    struct answer clerk = client_get(p.clerk, of(page, ""));
    const char *form = answer_form(clerk, "x");
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    struct answer a = client_get(inspector, of(page, ""));
    CHECK_ANSWER(a, 200, "台账少4");
    CHECK(!answer_has(a, "name=\"note\"") && !answer_has(a, "type=\"file\""));
    CHECK_INT(client_post(inspector, target, form).status, 403);
    CHECK_STR(give(inspector, "x.txt", BAD), "");
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_INT(client_get(member, of(page, "")).status, 403);
    CHECK_INT(client_post(member, target, form).status, 403);
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    CHECK_INT(client_get(other, of(page, "")).status, 404);
    CHECK(client_get(other, of(page, textf("&org=%" PRId64, p.org))).status >= 403);
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    /* What was not sent is nobody else's. */
    CHECK_ANSWER(
        client_get(upper, textf("/report/check?org=%" PRId64, p.org)), 200, "只有本组织看得到");
    a = client_get(upper, textf("/report/check?from=draft&org=%" PRId64, p.org));
    CHECK(answer_has(a, "只有本组织看得到") && !answer_has(a, "class=\"check\""));
    const char *look = textf("&org=%" PRId64, p.org);
    a = client_get(upper, of(page, look));
    CHECK_ANSWER(a, 200, "name=\"note\"");
    CHECK_INT(client_post(upper, textf("%s%s", target, look), answer_form(a, "seen")).status, 303);
    CHECK_ANSWER(client_get(p.clerk, of(page, "")), 200, "seen");
    /* Given to one org, it is not held against another. */
    CHECK_INT(client_get(upper, of(page, textf("&org=%" PRId64, p.other))).status, 404);
    pages_close(&p);
}

TEST(a_long_text_comes_in_pages)
{
    REQUIRE(opened());
    struct out o;
    out_init(&o, 1 << 20);
    out_lit(&o, "云溪支部2023年度工作总结\n");
    for (int i = 0; i < 600; i++)
        out_fmt(&o,
            "第%d段：各项工作按照年初的安排逐项落实，遇到的困难及时商量解决，群众的意见件件有回音。\n",
            i);
    out_lit(&o, "召开支部委员会会议5次。\n");
    struct str page = give(p.clerk, "长.txt", arena_cstr(test_arena(), out_str(&o)));
    out_release(&o);
    struct answer a = client_get(p.clerk, of(page, ""));
    CHECK_ANSWER(a, 200, "第0段");
    CHECK(!answer_has(a, "第599段") && answer_has(a, "page=2") && a.body.n < 300000);
    a = client_get(p.clerk, of(page, "&page=2"));
    CHECK_ANSWER(a, 200, "第599段");
    CHECK(answer_has(a, "台账少4") && !answer_has(a, "第0段"));
    CHECK_ANSWER(client_get(p.clerk, of(page, "&page=9")), 200, "");
    pages_close(&p);
}

/* ---- all that was sent ---- */

static bool
do_submit(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

static bool
submit(int64_t org, const char *text)
{
    struct report_sending s = {.at = {org, 2023, REPORT_ANY_VERSION},
        .text = str_from(text),
        .digest = sha256_of(str_from(text)),
        .size = (int64_t)strlen(text),
        .name = S("述职报告.txt")};
    return pages_write(&p, do_submit, &s);
}

#define OLD                                                                                                                             \
    "我们坚持把服务送到田间地头，春耕前逐村摸清化肥种子的缺口，联系县里的农资仓库提前备货，" \
    "农忙时节每天发车，农户打个电话就能送到家门口，价格比集镇零售低一成以上。"
#define FOREIGN                                                                                                                               \
    "党员干部带头学、带头讲、带头干，每月确定一个学习专题，把学习成果转化为推动改革发展的举措，" \
    "形成了比学赶超、争当先锋的浓厚氛围，各方面的反映都比较好。"

TEST(what_is_copied_names_the_own_years_before_others_and_shows_both_texts)
{
    REQUIRE(opened());
    struct report_sending s = {.at = {p.org, 2022, REPORT_ANY_VERSION},
        .text = S("云溪支部2022年度工作总结\n" OLD "\n"),
        .digest = sha256_of(S(OLD)),
        .size = 10,
        .name = S("去年.txt")};
    REQUIRE(pages_write(&p, do_submit, &s));
    REQUIRE(library_put(p.clerk, "经验.txt", "先进经验材料\n" FOREIGN "\n", "") > 0);
    struct str page =
        give(p.clerk, "总结.txt", "云溪支部2023年度工作总结\n一、主要工作\n" FOREIGN "\n" OLD "\n");
    struct answer a = client_get(p.clerk, of(page, "&group=copied"));
    CHECK_ANSWER(a, 200, "本组织2022年的报告：1 处");
    size_t own = str_find(a.body, S("本组织2022年的报告：1 处"), 0);
    size_t other = str_find(a.body, S("先进经验材料：1 处"), 0);
    CHECK(other != SIZE_MAX && own < other);
    CHECK(answer_has(a, "逐字相同") && answer_has(a, "两边对照"));
    CHECK_INT(answer_times(a, "争当先锋的浓厚氛围"), 3); /* the text, and both beside each other */
    CHECK(answer_has(a, "href=\"/library/"));
    pages_close(&p);
}

TEST(what_was_sent_below_is_one_table_in_the_order_of_the_tree)
{
    REQUIRE(opened());
    struct client *upper = pages_enter(&p, p.root, "shangji", ROLE_UPPER);
    CHECK_ANSWER(client_get(upper, "/reports/check"), 200, "还没有报送上来的报告");
    REQUIRE(submit(p.other, "石桥支部2023年度工作总结\n在我县领导下，召开支部委员会会议9次。\n"));
    REQUIRE(submit(p.org, BAD));
    struct answer a = client_get(upper, "/reports/check");
    CHECK_ANSWER(a, 200, "台账少4");
    size_t first = str_find(a.body, S("check-branch"), 0);
    struct str behind = str_slice(a.body, first, a.body.n);
    size_t one = str_find(behind, S("云溪支部</a>"), 0),
           two = str_find(behind, S("石桥支部</a>"), 0);
    CHECK(one < two && two != SIZE_MAX);
    CHECK(answer_has(a, "没有“支部委员会会议”的记录") && answer_has(a, "都核对过了"));
    CHECK(answer_has(a, textf("/report/check?from=sent&amp;version=1&amp;org=%" PRId64, p.org)));
    a = client_get(upper, "/reports/check?group=leftovers");
    CHECK(answer_has(a, "付费标记") && !answer_has(a, "台账少4"));
    a = client_get(upper, textf("/reports/check?branch=%" PRId64, p.other));
    CHECK(!answer_has(a, "台账少4") && answer_has(a, "没有“支部委员会会议”的记录"));
    a = client_get(upper, "/reports/check/export");
    CHECK_ANSWER(a, 200, "\"云溪支部\",\"1\",\"3\",\"数字\",\"不符\",\"召开支部委员会会议5次\"");
    CHECK(str_find(a.type, S("text/csv"), 0) != SIZE_MAX);
    /* What was sent is the text that the upper body sees first. */
    a = client_get(upper, textf("/report/check?org=%" PRId64, p.org));
    CHECK_ANSWER(a, 200, "报送的第 1 版");
    CHECK_INT(
        client_get(upper, textf("/report/check?from=sent&version=7&org=%" PRId64, p.org)).status,
        404);
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_INT(client_get(member, "/reports/check").status, 403);
    CHECK_INT(client_get(member, "/reports/check/export").status, 403);
    CHECK(client_get(p.clerk, textf("/reports/check?branch=%" PRId64, p.other)).status >= 403);
    pages_close(&p);
}
