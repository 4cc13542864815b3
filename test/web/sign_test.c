/* Signing in and out, the one-time link, how long a session lasts. */
#include "support_pages.h"

static const char password[] = "password=correct+horse+battery&again=correct+horse+battery";

/* The path of a new account's link, as the administrator sees it. */
static const char *
new_link(struct pages *p, const char *login)
{
    struct answer a = client_post(
        p->admin, "/settings/account", textf("login=%s&account_name=%s&role=clerk", login, login));
    CHECK_ANSWER(a, 200, "class=\"secret\"");
    return arena_cstr(test_arena(), answer_between(a, "<code class=\"secret\">", "</code>"));
}

static struct client *
stranger(struct pages *p)
{
    return pages_enter(p, p->org, NULL, ROLE_NONE);
}

TEST(a_link_sets_the_password_once)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    const char *link = new_link(&p, "xinren");
    struct client *c = stranger(&p);
    CHECK_ANSWER(client_get(c, link), 200, "为账号“xinren”设置口令");
    CHECK_ANSWER(client_post(c, link, "password=short&again=short"), 422, "id=\"e-password\"");
    struct answer a = client_post(c, link, "password=correct+horse+battery&again=another+horse");
    CHECK_ANSWER(a, 422, "id=\"e-again\"");
    CHECK(!answer_has(a, "correct horse"));
    a = client_post(c, link, password);
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(a.location, "/today");
    CHECK_ANSWER(client_follow(c, a), 200, "今天");
    struct client *again = stranger(&p);
    CHECK_ANSWER(client_get(again, link), 409, "已经用过");
    a = client_post(again, link, password);
    CHECK_ANSWER(a, 409, "已经用过");
    CHECK_ANSWER(client_get(again, "/setup/nothing"), 404, "这个链接不对");
    pages_close(&p);
}

TEST(a_wrong_password_is_counted_and_the_sixth_waits)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_post(stranger(&p), new_link(&p, "xinren"), password), 303, "");
    struct client *c = stranger(&p);
    struct answer a = client_post(c, "/sign-in", "login=xinren&password=wrong&back=/figures");
    CHECK_ANSWER(a, 422, "登录名或口令不对");
    CHECK(answer_has(a, "value=\"xinren\"") && !answer_has(a, "value=\"wrong\""));
    CHECK(answer_has(a, "value=\"/figures\""));
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    a = client_post(c, "/sign-in", "login=nobody&password=wrong");
    CHECK_ANSWER(a, 422, "登录名或口令不对");
    for (int i = 0; i < 4; i++)
        CHECK_ANSWER(client_post(c, "/sign-in", "login=xinren&password=wrong"), 422, "");
    a = client_post(c, "/sign-in", "login=xinren&password=correct+horse+battery");
    CHECK_ANSWER(a, 429, "分钟后再试");
    pages_later(&p, INT64_C(16) * 60 * 1000);
    a = client_post(c, "/sign-in", "login=xinren&password=correct+horse+battery&back=/figures");
    CHECK_ANSWER(a, 303, "");
    CHECK_STR(a.location, "/figures");
    pages_close(&p);
}

/* A path of this site, and nothing that a browser would read as another one. */
static bool
stays(struct answer a)
{
    static const struct str outside = str_lit("/\\\t\r\n");
    bool path = a.location.n > 0 && a.location.p[0] == '/';
    return path && (a.location.n == 1 || str_find_char(outside, a.location.p[1], 0) == SIZE_MAX);
}

TEST(back_never_leaves_the_site)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_post(stranger(&p), new_link(&p, "xinren"), password), 303, "");
    static const char *const outside[] = {"//evil.example", "/%5Cevil.example",
        "https://evil.example", "evil.example", "/%0D%0ASet-Cookie:x=y", "javascript:alert(1)",
        "/%09/evil.example"};
    for (size_t i = 0; i < sizeof(outside) / sizeof(*outside); i++) {
        struct client *c = i == 0 ? stranger(&p) : p.clients[p.clients_n - 1];
        client_cookie(c, "tz_session", S(""));
        (void)client_get(c, "/sign-in");
        struct answer a = client_post(c, "/sign-in",
            textf("login=xinren&password=correct+horse+battery&back=%s", outside[i]));
        CHECK_ANSWER(a, 303, "");
        CHECK(stays(a));
        a = client_post(p.admin, "/look", textf("year=2023&back=%s", outside[i]));
        CHECK(a.status == 303 && stays(a));
        a = client_post(p.admin, "/language", textf("lang=zh-CN&back=%s", outside[i]));
        CHECK(a.status == 303 && stays(a));
    }
    pages_close(&p);
}

TEST(a_browser_that_has_no_language_yet_takes_the_accounts)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_post(stranger(&p), new_link(&p, "xinren"), password), 303, "");
    struct client *c = p.clients[p.clients_n - 1];
    (void)client_get(c, "/today");
    CHECK_ANSWER(client_post(c, "/language", "lang=en&back=/today"), 303, "");
    static const char *const form = "login=xinren&password=correct+horse+battery";
    struct client *fresh = stranger(&p);
    (void)client_get(fresh, "/sign-in");
    CHECK_ANSWER(client_post(fresh, "/sign-in", form), 303, "");
    CHECK_ANSWER(client_get(fresh, "/today"), 200, "<html lang=\"en\"");
    struct client *chosen = stranger(&p);
    (void)client_get(chosen, "/sign-in");
    client_cookie(chosen, "tz_lang", S("zh-CN"));
    CHECK_ANSWER(client_post(chosen, "/sign-in", form), 303, "");
    CHECK_ANSWER(client_get(chosen, "/today"), 200, "<html lang=\"zh-CN\"");
    pages_close(&p);
}

TEST(signing_out_ends_the_session_itself)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_post(p.clerk, "/sign-out", "");
    CHECK_STR(a.location, "/sign-in");
    CHECK(str_starts(answer_header(a, "Set-Cookie"), S("tz_session=;")));
    CHECK_STR(client_get(p.clerk, "/figures").location, "/sign-in?back=%2Ffigures");
    pages_close(&p);
}

TEST(whoever_works_stays_signed_in_and_whoever_does_not_is_out_after_twelve_hours)
{
    struct pages p;
    const int64_t hours = INT64_C(3600) * 1000;
    REQUIRE(pages_open(&p));
    pages_later(&p, 10 * hours);
    struct answer a = client_post(p.clerk, "/new", meeting_form(&p, "2023-06-10", "六月支委会"));
    CHECK_ANSWER(a, 303, "");
    bool kept = false;
    for (const struct header *h = a.headers; h; h = h->next)
        kept |= str_eq(h->name, S("Set-Cookie")) && str_starts(h->value, S("tz_session=")) &&
            str_find(h->value, S("Max-Age=43200"), 0) != SIZE_MAX;
    CHECK(kept);
    pages_later(&p, 10 * hours);
    CHECK_ANSWER(client_get(p.clerk, "/today"), 200, "六月支委会");
    CHECK_INT(client_get(p.admin, "/today").status, 303);
    pages_later(&p, 3 * hours);
    CHECK_INT(client_get(p.clerk, "/today").status, 303);
    pages_close(&p);
}
