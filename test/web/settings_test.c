/* 设置: the org and what applies to it, orgs below, accounts, tokens; what was wrong stands at the form that was sent. */
#include "support_pages.h"

TEST(a_flag_changes_what_is_owed)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_STR(duty_cell(p.admin, "B13", 1), "na");
    struct str version =
        answer_between(client_get(p.admin, "/settings"), "name=\"version\" value=\"", "\"");
    struct answer a = client_post(p.admin, "/settings/org",
        textf("version=%.*s&name=云溪支部&kind=branch&flag.agency=1", STR_ARG(version)));
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(duty_cell(p.admin, "B13", 1), "due");
    CHECK_ANSWER(client_get(p.admin, "/settings"), 200, "name=\"flag.agency\" value=\"1\" checked");
    a = client_post(p.admin, "/settings/org",
        textf("version=%.*s&name=另一个名字&kind=branch", STR_ARG(version)));
    CHECK_ANSWER(a, 409, "value=\"另一个名字\"");
    CHECK_STR(duty_cell(p.admin, "B13", 1), "due");
    pages_close(&p);
}

TEST(what_was_wrong_stands_once_and_only_where_it_was_sent)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a =
        client_post(p.admin, "/settings/account", "login=a&account_name=张三&role=clerk");
    CHECK_ANSWER(a, 422, "id=\"e-login\"");
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK(answer_has(a, "value=\"张三\"") && answer_has(a, "value=\"云溪支部\""));
    CHECK_INT(answer_times(a, "<details class=\"fold\" open>"), 1);
    a = client_post(p.admin, "/settings/org", "version=1&name=&kind=branch&flag.agency=1");
    CHECK_ANSWER(a, 422, "id=\"e-name\"");
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK_INT(answer_times(a, "class=\"field-problem\""), 1);
    CHECK(answer_has(a, "name=\"flag.agency\" value=\"1\" checked"));
    const char *wide =
        "\xE4\xBA\x91"; /* one character that a name may not be made of alone for 101 times */
    struct out o;
    out_init(&o, 1000);
    for (int i = 0; i < 66; i++)
        out_put(&o, str_from(wide));
    a = client_post(p.admin, "/settings/token", textf("token_name=%.*s", STR_ARG(out_str(&o))));
    out_release(&o);
    CHECK_ANSWER(a, 422, "id=\"e-token_name\"");
    CHECK_INT(answer_times(a, "class=\"field-problem\""), 1);
    pages_close(&p);
}

TEST(an_org_below_is_added_and_looked_at_from_then_on)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a =
        client_post(p.admin, "/settings/child", "child_name=第一小组&child_kind=group");
    CHECK_ANSWER(a, 303, "");
    a = client_get(p.admin, "/settings");
    CHECK_ANSWER(a, 200, "第一小组");
    struct str child = answer_between(a, "<ul class=\"lines\"><li>", "</li>");
    size_t at = str_find(child, S("name=\"org\" value=\""), 0);
    CHECK(at != SIZE_MAX);
    struct str rest = str_slice(child, at + 18, 40);
    struct str id = str_slice(rest, 0, str_find_char(rest, '"', 0));
    a = client_post(p.admin, "/look", textf("org=%.*s&year=2023&back=/today", STR_ARG(id)));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(p.admin, "/settings"), 200, "value=\"第一小组\"");
    CHECK_ANSWER(
        client_post(p.clerk, "/settings/child", "child_name=第二小组&child_kind=group"), 403, "");
    pages_close(&p);
}

TEST(links_and_tokens_are_shown_once)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a =
        client_post(p.admin, "/settings/account", "login=xinren&account_name=新人&role=clerk");
    CHECK_ANSWER(a, 200, "/setup/");
    CHECK_STR(answer_header(a, "Cache-Control"), "no-store");
    a = client_get(p.admin, "/settings");
    CHECK_ANSWER(a, 200, "待设口令");
    CHECK(!answer_has(a, "/setup/"));
    CHECK_ANSWER(
        client_post(p.admin, "/settings/account", "login=xinren&account_name=再来&role=clerk"), 422,
        "已经有人用了");
    a = client_post(p.clerk, "/settings/token", "token_name=汇总程序");
    CHECK_ANSWER(a, 200, "class=\"secret\"");
    struct str token = answer_between(a, "<code class=\"secret\">", "</code>");
    a = client_get(p.clerk, "/settings");
    CHECK_ANSWER(a, 200, "汇总程序");
    CHECK(str_find(a.body, token, 0) == SIZE_MAX && token.n > 20);
    struct str id = answer_between(a, "action=\"/token/", "/revoke");
    CHECK_ANSWER(client_post(p.admin, textf("/token/%.*s/revoke", STR_ARG(id)), ""), 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/settings"), 200, "已收回");
    pages_close(&p);
}

TEST(an_account_is_stopped_and_its_sessions_with_it)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_account(&p, p.org, "wenshu");
    CHECK_ANSWER(
        client_post(p.admin, textf("/account/%" PRId64 "/disable", id), "off=1&why="), 422, "原因");
    int64_t above = pages_account(&p, p.root, "guanli");
    CHECK_ANSWER(
        client_post(p.clerk, textf("/account/%" PRId64 "/disable", above), "off=1&why=a"), 404, "");
    CHECK_ANSWER(client_get(p.clerk, "/today"), 200, "");
    CHECK_ANSWER(
        client_post(p.admin, textf("/account/%" PRId64 "/disable", id), "off=1&why=调离"), 303, "");
    CHECK_INT(client_get(p.clerk, "/today").status, 303);
    CHECK_ANSWER(client_get(p.admin, "/settings"), 200, "停用");
    pages_close(&p);
}

struct giving {
    int64_t account, org;
};

static bool
give(struct work *w, void *arg, struct err *e)
{
    const struct giving *g = arg;
    return grant_add(w, g->account, g->org, ROLE_CLERK, (struct date){0}, e);
}

TEST(a_grant_that_ended_leads_to_what_is_left)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct giving giving = {pages_account(&p, p.org, "wenshu"), p.other};
    REQUIRE(pages_write(&p, give, &giving));
    struct answer a = client_post(p.clerk, "/look", textf("org=%" PRId64 "&back=/today", p.org));
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/settings"), 200, "云溪支部（");
    a = client_get(p.admin, "/settings");
    struct str grant = answer_between(a, "action=\"/grant/", "/end");
    a = client_post(p.admin, textf("/grant/%.*s/end", STR_ARG(grant)), "why=轮换");
    CHECK_ANSWER(a, 303, "");
    CHECK_ANSWER(client_get(p.clerk, "/settings"), 200, "石桥支部（");
    CHECK_INT(client_get(p.clerk, textf("/records?org=%" PRId64, p.org)).status, 404);
    pages_close(&p);
}

TEST(the_journal_tells_every_write)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_get(p.admin, "/journal");
    CHECK_ANSWER(a, 200, "wenshu");
    CHECK(answer_has(a, "href=\"/record/"));
    pages_close(&p);
}
