/* Rows that run outside of a job, and parameters for which anything typed is right. */
#include "support_client.h"

static bool
find_session(struct work *w, struct str cookie, struct viewer *viewer, struct err *e)
{
    (void)e;
    if (str_eq(cookie, S("alice")))
        *viewer = (struct viewer){.signed_in = true, .csrf = S("secret"), .org = 7, .year = 2023};
    w->actor.account = 5;
    return true;
}

static const struct hooks hooks = {find_session, NULL, NULL, NULL};

static bool
note_job(struct work *w, void *arg, struct err *e)
{
    (void)e;
    *(bool *)arg = w->writing;
    return true;
}

static bool
show(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    rs->type = S("text/plain");
    out_fmt(&rs->body, "[%.*s] %s", STR_ARG(rq->method == GET ? param_text(rq, "q") : S("again")),
        rq->failed ? rq->failed->text : "");
    return true;
}

static bool
refuse(struct request *rq, struct response *rs, struct err *e)
{
    (void)rs;
    return str_eq(param_text(rq, "a"), S("no")) ? err_set(e, ERR_DENIED, "%s", "no") : true;
}

static bool
take_in(struct request *rq, struct response *rs, struct err *e)
{
    struct exchange *x = exchange_of(rq);
    bool wrote = false;
    if (str_eq(param_text(rq, "a"), S("bad")))
        return err_set(e, ERR_INPUT, "%s", "wrong");
    /* Waits for the writer, which would never come if this were a job. */
    if (!house_write(app_house(x->app), rq->arena, &x->actor, note_job, &wrote, e))
        return false;
    rs->type = S("text/plain");
    out_fmt(&rs->body, "work %d, wrote %d, account %d, files %d", rq->work != NULL, wrote,
        (int)x->actor.account, rq->uploads != NULL);
    return true;
}

static const struct param words[] = {{.name = "q", .type = PARAM_WORDS, .max = 40}, {0}};
static const struct param fields[] = {
    {.name = "a", .type = PARAM_TEXT}, {.name = "file", .type = PARAM_FILE}, {0}};
static const struct route routes[] = {
    {.method = GET, .path = "/words", .access = ACCESS_PUBLIC, .handler = show, .params = words},
    {.method = POST,
        .path = "/take",
        .access = ACCESS_SIGNED_IN,
        .handler = take_in,
        .params = fields,
        .again = show,
        .prepare = refuse,
        .upload_max = 1000,
        .outside = true},
    {.method = POST,
        .path = "/plain",
        .access = ACCESS_SIGNED_IN,
        .handler = take_in,
        .params = fields,
        .outside = true},
    {0},
};

static struct client *
begin(const char *who)
{
    struct client_options o = {.routes = routes, .hooks = &hooks};
    struct client *c = client_open(&o);
    client_cookie(c, "tz_session", str_from(who));
    return c;
}

static struct answer
take(struct client *c, const char *form)
{
    struct str body = arena_fmt(test_arena(), "_csrf=secret&%s", form);
    return client_send(c, &(struct sent){.method = "POST", .target = "/take", .body = body});
}

TEST(an_outside_row_has_no_work_and_makes_jobs_of_its_own)
{
    struct client *c = begin("alice");
    struct answer a = take(c, "a=x");
    CHECK_INT(a.status, 200);
    CHECK_STR(a.body, "work 0, wrote 1, account 5, files 0");
    a = client_send(
        c, &(struct sent){.method = "POST", .target = "/plain", .body = S("_csrf=secret&a=x")});
    CHECK_STR(a.body, "work 0, wrote 1, account 5, files 0");
    struct sent s = {.method = "POST",
        .target = "/take",
        .type = "multipart/form-data; boundary=B",
        .body =
            S("--B\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nsecret\r\n"
              "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx\r\n"
              "--B--\r\n")};
    CHECK_STR(client_send(c, &s).body, "work 0, wrote 1, account 5, files 1");
    client_close(c);
}

TEST(an_outside_row_is_refused_like_others_and_shows_its_form_again)
{
    struct client *c = begin("alice");
    CHECK_INT(take(c, "a=no").status, 403);
    struct answer a = take(c, "a=bad");
    CHECK_INT(a.status, 422);
    CHECK_STR(a.body, "[again] wrong");
    a = client_send(c, &(struct sent){.method = "POST", .target = "/take", .body = S("a=x")});
    CHECK_INT(a.status, 403);
    client_close(c);
    c = begin("nobody");
    CHECK_INT(take(c, "a=x").status, 401);
    client_close(c);
}

TEST(whatever_is_looked_for_is_right)
{
    static const struct {
        const char *typed, *taken;
    } cases[] = {{"", ""}, {"%20a%20", "a"}, {"a%00b%0Ac", "a b c"},
        {"%ff%fe", "\xEF\xBF\xBD\xEF\xBF\xBD"}, {"%E4%BC", "\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"%22(-|", "\"(-|"}};
    struct client *c = begin("nobody");
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct answer a = client_get(c, arena_fmt(test_arena(), "/words?q=%s", cases[i].typed).p);
        CHECK_INT(a.status, 200);
        CHECK_STR(a.body, arena_fmt(test_arena(), "[%s] ", cases[i].taken).p);
    }
    struct out o;
    out_init(&o, 1000);
    for (int i = 0; i < 100; i++)
        out_lit(&o, "%E4%BC%9A");
    struct answer a =
        client_get(c, arena_fmt(test_arena(), "/words?q=%.*s", STR_ARG(out_str(&o))).p);
    out_release(&o);
    CHECK_INT(a.status, 200);
    CHECK(a.body.n > 30 && a.body.n <= 43); /* cut between two characters */
    client_close(c);
}
