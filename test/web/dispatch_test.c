/* The dispatcher, with rows and sessions of its own. */
#include "support_client.h"

#include "base/file.h"

static bool
find_session(struct work *w, struct str cookie, struct viewer *viewer, struct err *e)
{
    (void)e;
    if (!str_eq(cookie, S("alice")))
        return true;
    *viewer = (struct viewer){
        .signed_in = true, .name = S("王<某>"), .csrf = S("secret"), .org = 7, .year = 2023};
    w->actor.account = 5;
    return true;
}

static bool
find_token(struct work *w, struct str token, struct viewer *viewer, struct err *e)
{
    (void)e;
    w->actor.account = 6;
    if (str_eq(token, S("reader")))
        *viewer = (struct viewer){.signed_in = true, .by_token = true, .scopes = SCOPE_BIT_READ};
    if (str_eq(token, S("writer")))
        *viewer = (struct viewer){
            .signed_in = true, .by_token = true, .scopes = SCOPE_BIT_READ | SCOPE_BIT_WRITE};
    return true;
}

static const struct hooks hooks = {find_session, find_token, NULL, NULL};

static int written; /* how often a handler ran on the writer thread */

static bool
get_form(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    page_begin(rq, rs, "表", NAV_NEW);
    out_lit(&rs->body, "[title=");
    html_put(&rs->body, param_typed(rq, "title", S("起始")));
    out_lit(&rs->body, "][error=");
    html_put(&rs->body, field_error(rq, "title"));
    html_put(&rs->body, field_error(rq, "held_on"));
    html_fmt(&rs->body, "][failed=%s]", rq->failed ? rq->failed->text : "");
    page_end(rq, rs);
    return true;
}

static bool
post_form(struct request *rq, struct response *rs, struct err *e)
{
    written += rq->work->writing;
    struct str title = param_text(rq, "title");
    if (str_eq(title, S("冲突")))
        return err_set(e, ERR_CONFLICT, "%s", "别人已经改过");
    if (str_eq(title, S("重名")))
        return field_fail(rq, e, "title", "标题<%s>已有", "重名");
    if (str_eq(title, S("断")))
        return err_set(e, ERR_STORE, "%s", "数据库没有回答");
    if (str_eq(title, S("记下"))) {
        field_note(rq, "title", "记下了，但不行");
        rs->again = true;
        return true;
    }
    int64_t present = 0;
    for (struct param_each it = {0}; param_next(rq, "att_*", &it);)
        present += str_eq(it.text, S("present")) ? it.id : 0;
    response_notice(rs, "已保存<1>。");
    return response_redirect(rs, "/form?present=%lld&milli=%lld", (long long)present,
        (long long)param_int(rq, "amount", -1));
}

static bool
slow_prepare(struct request *rq, struct response *rs, struct err *e)
{
    (void)rs;
    if (str_eq(param_text(rq, "title"), S("错")))
        return field_fail(rq, e, "title", "口令不对");
    rq->prepared = rq;
    return !rq->work->writing;
}

static bool
post_prepared(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    return response_redirect(rs, rq->prepared == rq && rq->work->writing ? "/done" : "/wrong");
}

static bool
get_text(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    rs->type = S("text/plain");
    out_fmt(&rs->body, "org %lld year %d id %lld account %lld", (long long)rq->org, rq->year,
        (long long)(rq->route->slow ? 0 : param_id(rq, "id")), (long long)rq->work->actor.account);
    return true;
}

static bool
get_tagged(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    if (!response_unchanged(rq, rs, S("v1")))
        out_lit(&rs->body, "first");
    return true;
}

static bool
post_files(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    rs->type = S("text/plain");
    for (const struct upload *u = rq->uploads; u; u = u->next)
        out_fmt(&rs->body, "[%s %.*s %lld %s]", u->field, STR_ARG(u->name), (long long)u->size,
            sha256_hex(u->digest).z);
    return true;
}

static const char *const presences[] = {"present", "absent", NULL};
static const struct param form_params[] = {
    {.name = "title", .type = PARAM_TEXT, .required = true, .max = 30, .label = "标题"},
    {.name = "held_on", .type = PARAM_DATE, .label = "日期"},
    {.name = "amount", .type = PARAM_MILLI, .label = "数量"},
    {.name = "att_*", .type = PARAM_ENUM, .values = presences, .label = "到会"},
    {0},
};
static const struct param view_params[] = {
    {.name = "present", .type = PARAM_INT}, {.name = "milli", .type = PARAM_INT}, {0}};
static const struct param file_params[] = {{.name = "file", .type = PARAM_FILE}, {0}};

static const struct route routes[] = {
    {.method = GET,
        .path = "/form",
        .access = ACCESS_SIGNED_IN,
        .handler = get_form,
        .params = view_params},
    {.method = POST,
        .path = "/form",
        .access = ACCESS_SIGNED_IN,
        .handler = post_form,
        .params = form_params,
        .again = get_form},
    {.method = POST,
        .path = "/bare",
        .access = ACCESS_SIGNED_IN,
        .handler = post_form,
        .params = form_params},
    {.method = POST,
        .path = "/prepared",
        .access = ACCESS_PUBLIC,
        .handler = post_prepared,
        .params = form_params,
        .again = get_form,
        .prepare = slow_prepare},
    {.method = GET, .path = "/open", .access = ACCESS_PUBLIC, .handler = get_form},
    {.method = GET, .path = "/slow", .access = ACCESS_SIGNED_IN, .handler = get_text, .slow = true},
    {.method = GET, .path = "/thing/:id/text", .access = ACCESS_SIGNED_IN, .handler = get_text},
    {.method = GET, .path = "/api/v1/thing/:id", .access = ACCESS_SIGNED_IN, .handler = get_text},
    {.method = POST,
        .path = "/api/v1/form",
        .access = ACCESS_SIGNED_IN,
        .handler = post_form,
        .params = form_params},
    {.method = GET, .path = "/tagged", .access = ACCESS_PUBLIC, .handler = get_tagged},
    {.method = POST,
        .path = "/files",
        .access = ACCESS_SIGNED_IN,
        .handler = post_files,
        .params = file_params,
        .upload_max = 5000},
    {.method = GET, .path = "/forgotten", .handler = get_text},
    {0},
};

static struct client *
open_client(bool signed_in)
{
    struct client_options o = {.routes = routes, .hooks = &hooks};
    struct client *c = client_open(&o);
    if (signed_in) {
        client_cookie(c, "tz_session", S("alice"));
        (void)client_get(c, "/form");
    }
    return c;
}

TEST(anonymous_is_led_to_the_door)
{
    struct client *c = open_client(false);
    struct answer a = client_get(c, "/form?present=1");
    CHECK_INT(a.status, 303);
    CHECK_STR(a.location, "/sign-in?back=%2Fform%3Fpresent%3D1");
    CHECK_INT(client_post(c, "/form", "title=x").status, 401);
    a = client_get(c, "/api/v1/thing/3");
    CHECK_INT(a.status, 401);
    CHECK_STR(a.type, "application/problem+json");
    CHECK_INT(client_get(c, "/forgotten").status, 401);
    client_close(c);
}

TEST(pages_have_a_head_and_safe_headers)
{
    struct client *c = open_client(true);
    struct answer a = client_get(c, "/form");
    CHECK_INT(a.status, 200);
    CHECK(answer_has(a, "王&lt;某&gt;"));
    CHECK(answer_has(a, "[title=起始]"));
    CHECK(str_find(answer_header(a, "Content-Security-Policy"), S("default-src 'self'"), 0) == 0);
    CHECK_STR(answer_header(a, "X-Content-Type-Options"), "nosniff");
    CHECK_STR(answer_header(a, "Cache-Control"), "no-store");
    CHECK_STR(client_csrf(c), "secret");
    CHECK_INT(client_get(c, "/forgotten").status, 403);
    client_close(c);
}

TEST(a_write_runs_on_the_writer_and_leaves_a_notice)
{
    struct client *c = open_client(true);
    written = 0;
    struct answer a = client_post(
        c, "/form", "title=%E4%BC%9A&att_12=present&att_13=absent&att_30=present&amount=1.5");
    CHECK_INT(a.status, 303);
    CHECK_STR(a.location, "/form?present=42&milli=1500");
    CHECK_INT(written, 1);
    a = client_follow(c, a);
    CHECK(answer_has(a, "已保存&lt;1&gt;。"));
    CHECK(!answer_has(client_get(c, "/form"), "已保存"));
    client_close(c);
}

TEST(wrong_fields_come_back_with_what_was_typed)
{
    struct client *c = open_client(true);
    written = 0;
    struct answer a = client_post(c, "/form", "title=&held_on=2023-02-30");
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "请填写标题。日期应为一个存在的日期"));
    CHECK(answer_has(a, "[title=]"));
    a = client_post(c, "/form", "title=%3Cb%3E&held_on=x");
    CHECK(answer_has(a, "[title=&lt;b&gt;]"));
    CHECK_INT(written, 0);
    a = client_post(c, "/form", "title=%E9%87%8D%E5%90%8D");
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "[error=标题&lt;重名&gt;已有][failed="));
    a = client_post(c, "/form", "title=%E5%86%B2%E7%AA%81");
    CHECK_INT(a.status, 409);
    CHECK(answer_has(a, "[title=冲突]"));
    a = client_post(c, "/form", "title=%E6%96%AD");
    CHECK_INT(a.status, 503);
    CHECK(answer_has(a, "[title=断]") && answer_has(a, "[failed=数据库没有回答]"));
    a = client_post(c, "/form", "title=%E8%AE%B0%E4%B8%8B");
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "记下了，但不行"));
    a = client_post(c, "/bare", "title=");
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "请填写标题。"));
    client_close(c);
}

TEST(dates_are_read_as_people_write_them)
{
    struct client *c = open_client(true);
    CHECK_INT(
        client_post(c, "/form", "title=a&held_on=2023%E5%B9%B47%E6%9C%881%E6%97%A5").status, 303);
    CHECK_INT(client_post(c, "/form", "title=a&held_on=2023/7/1").status, 303);
    CHECK_INT(client_post(c, "/form", "title=a&held_on=2023-7").status, 422);
    CHECK_INT(client_post(c, "/form", "title=a&held_on=2023-13-01").status, 422);
    CHECK_INT(client_post(c, "/form", "title=a&amount=1.2345").status, 422);
    CHECK_INT(client_post(c, "/form", "title=a&amount=1e3").status, 422);
    CHECK_INT(client_post(c, "/form", "title=a&att_1=perhaps").status, 422);
    CHECK_INT(client_post(c, "/form", "title=a%00b").status, 422);
    CHECK_INT(client_post(c, "/form", "title=%ff").status, 400);
    CHECK_INT(client_post(c, "/form", "title=a&unknown=%ff").status, 303);
    client_close(c);
}

TEST(forged_forms_are_refused)
{
    struct client *c = open_client(true);
    written = 0;
    struct sent s = {.method = "POST", .target = "/form", .body = S("title=x")};
    CHECK_INT(client_send(c, &s).status, 403);
    s.body = S("title=x&_csrf=other!");
    CHECK_INT(client_send(c, &s).status, 403);
    s.target = "/form?_csrf=secret";
    CHECK_INT(client_send(c, &s).status, 403);
    s = (struct sent){.method = "POST", .target = "/form", .body = S("title=x&_csrf=secret")};
    s.head[HEAD_ORIGIN] = S("https://evil.example");
    CHECK_INT(client_send(c, &s).status, 403);
    s.head[HEAD_ORIGIN] = S("http://localhost");
    s.head[HEAD_FETCH_SITE] = S("cross-site");
    CHECK_INT(client_send(c, &s).status, 403);
    s.head[HEAD_FETCH_SITE] = S("same-origin");
    CHECK_INT(written, 0);
    CHECK_INT(client_send(c, &s).status, 303);
    s = (struct sent){.method = "POST", .target = "/form", .body = S("title=x")};
    s.head[HEAD_CSRF] = S("secret");
    CHECK_INT(client_send(c, &s).status, 303);
    client_close(c);
}

TEST(the_door_has_a_secret_too)
{
    struct client *c = open_client(false);
    CHECK_INT(client_post(c, "/prepared", "title=x").status, 403);
    client_cookie(c, "tz_form", S("")); /* begin again */
    (void)client_get(c, "/open");
    CHECK_INT(client_csrf(c).n, 64); /* the head's switch of language */
    CHECK_INT(client_post(c, "/prepared", "title=x").status, 303);
    client_close(c);
}

TEST(slow_things_run_before_the_write)
{
    struct client *c = open_client(true);
    CHECK_STR(client_post(c, "/prepared", "title=x").location, "/done");
    struct answer a = client_post(c, "/prepared", "title=%E9%94%99");
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "[error=口令不对]"));
    CHECK_STR(client_get(c, "/slow").body, "org 7 year 2023 id 0 account 5");
    client_close(c);
}

TEST(paths_and_methods)
{
    struct client *c = open_client(true);
    CHECK_STR(
        client_get(c, "/thing/12/text?org=9&year=2022").body, "org 9 year 2022 id 12 account 5");
    CHECK_INT(client_get(c, "/thing/0/text").status, 404);
    CHECK_INT(client_get(c, "/thing/x/text").status, 404);
    CHECK_INT(client_get(c, "/thing/12/text/").status, 404);
    CHECK_INT(client_get(c, "/thing//text").status, 404);
    CHECK_INT(client_get(c, "/thing/12/text?year=abc").status, 422);
    CHECK_INT(client_get(c, "/%ff").status, 400);
    CHECK_INT(client_get(c, "/a%00b").status, 400);
    CHECK_INT(client_get(c, "relative").status, 400);
    CHECK_INT(client_get(c, "http://localhost/open").status, 200);
    struct sent s = {.method = "DELETE", .target = "/form"};
    struct answer a = client_send(c, &s);
    CHECK_INT(a.status, 405);
    CHECK_STR(answer_header(a, "Allow"), "GET, HEAD, POST");
    s.method = "BREW";
    CHECK_INT(client_send(c, &s).status, 501);
    client_close(c);
}

TEST(tokens_have_scopes_and_problems_are_json)
{
    struct client *c = open_client(false);
    struct sent s = {.method = "POST", .target = "/api/v1/form", .body = S("title=")};
    s.head[HEAD_AUTHORIZATION] = S("Bearer reader");
    CHECK_INT(client_send(c, &s).status, 403);
    s.head[HEAD_AUTHORIZATION] = S("bearer writer");
    struct answer a = client_send(c, &s);
    CHECK_INT(a.status, 422);
    CHECK(answer_has(a, "\"errors\":[{\"field\":\"title\",\"detail\":\"请填写标题。\"}]"));
    s.body = S("title=x");
    CHECK_INT(client_send(c, &s).status, 303);
    s.head[HEAD_AUTHORIZATION] = S("Bearer nobody");
    CHECK_INT(client_send(c, &s).status, 401);
    client_close(c);
}

TEST(an_unchanged_page_is_not_sent_again)
{
    struct client *c = open_client(false);
    struct answer a = client_get(c, "/tagged");
    CHECK_STR(answer_header(a, "ETag"), "\"v1\"");
    CHECK_STR(a.body, "first");
    struct sent s = {.method = "GET", .target = "/tagged"};
    s.head[HEAD_IF_NONE_MATCH] = S("\"v0\", W/\"v1\"");
    a = client_send(c, &s);
    CHECK_INT(a.status, 304);
    CHECK_INT(a.body.n, 0);
    s.head[HEAD_IF_NONE_MATCH] = S("\"v2\"");
    CHECK_INT(client_send(c, &s).status, 200);
    client_close(c);
}

static struct answer
send_file(struct client *c, const char *secret, size_t bytes, const char *name)
{
    struct out o;
    out_init(&o, 100000);
    out_fmt(&o, "--B\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%s\r\n", secret);
    out_fmt(&o,
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
        "Content-Type: text/plain\r\n\r\n",
        name);
    for (size_t i = 0; i < bytes; i++)
        out_char(&o, 'a');
    out_lit(&o, "\r\n--B--\r\n");
    struct sent s = {.method = "POST",
        .target = "/files",
        .body = arena_str(test_arena(), out_str(&o)),
        .type = "multipart/form-data; boundary=B"};
    out_release(&o);
    return client_send(c, &s);
}

TEST(files_go_to_the_disk_by_their_digest)
{
    struct client *c = open_client(true);
    struct answer a = send_file(c, "secret", 3000, "C:\\目录\\签到表.txt");
    CHECK_INT(a.status, 200);
    struct str many = arena_str(test_arena(), S(""));
    char *p = arena_array(test_arena(), char, 3001);
    memset(p, 'a', 3000);
    many = (struct str){p, 3000};
    struct sha256 digest = sha256_of(many);
    CHECK(answer_has(
        a, arena_fmt(test_arena(), "[file 签到表.txt 3000 %s]", sha256_hex(digest).z).p));
    struct err e = {0};
    struct str stored;
    CHECK_OK(file_read(test_arena(), blob_path(test_arena(), house_files(client_house(c)), digest),
                 5000, &stored, &e),
        &e);
    CHECK(str_eq(stored, many));
    CHECK_INT(send_file(c, "wrong", 10, "a").status, 403);
    a = send_file(c, "secret", 6000, "a");
    CHECK_INT(a.status, 413);
    CHECK_STR(send_file(c, "secret", 5, "").body, "");
    client_close(c);
}

TEST(bodies_have_a_limit)
{
    struct client *c = open_client(true);
    char *p = arena_array(test_arena(), char, 70001);
    memset(p, 'a', 70000);
    struct sent s = {.method = "POST", .target = "/form", .body = {p, 70000}};
    CHECK_INT(client_send(c, &s).status, 413);
    client_close(c);
}
