/* Sweeps the whole table of routes: anonymous, without the form's secret, with hostile parameters. */
#include "support_client.h"

#include "domain/account.h"

#include <stdio.h>

static struct client *
open_house(void)
{
    struct client_options o = {0};
    return client_open(&o);
}

struct founding {
    struct token_text link, cookie;
};

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct founding *f = arg;
    int64_t org, account = 0;
    struct str hash;
    struct beginning in = {.org_name = S("云溪区示范支部"), .login = S("guanli")};
    return house_found(w, &in, &org, &f->link, e) &&
        password_hash(w->arena, S("correct horse battery"), &hash, e) &&
        link_use(w, str_from(f->link.z), hash, &account, e) &&
        session_open(w, account, &f->cookie, e);
}

static bool
sign_in(struct client *c)
{
    struct founding f = {0};
    struct err e = {0};
    struct actor actor = actor_system();
    if (!CHECK_OK(house_write(client_house(c), test_arena(), &actor, found, &f, &e), &e))
        return false;
    client_cookie(c, "tz_session", str_from(f.cookie.z));
    return true;
}

static const char *
method_name(enum method m)
{
    return m == GET ? "GET" : m == POST ? "POST" : m == PUT ? "PUT" : "DELETE";
}

/* The row's path with a value for each parameter. */
static const char *
path_with(const struct route *r, const char *value)
{
    struct out o;
    out_init(&o, 100000);
    struct str rest = str_from(r->path), part;
    while (str_split(&rest, '/', &part)) {
        if (part.n == 0)
            continue;
        out_char(&o, '/');
        size_t dot = str_find_char(part, '.', 0);
        if (part.p[0] == ':')
            out_fmt(&o, "%s%.*s", value,
                STR_ARG(dot == SIZE_MAX ? S("") : str_slice(part, dot, part.n)));
        else
            out_put(&o, part);
    }
    if (o.n == 0)
        out_char(&o, '/');
    const char *path = arena_cstr(test_arena(), out_str(&o));
    out_release(&o);
    return path;
}

static bool
told(bool ok, const struct route *r, struct answer a, const char *with)
{
    if (!ok)
        printf("# %s %s with %s: %d %.*s\n", method_name(r->method), r->path, with, a.status,
            (int)(a.body.n > 200 ? 200 : a.body.n), a.body.n ? a.body.p : "");
    return CHECK(ok);
}

TEST(every_row_says_who_may_enter)
{
    for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
        CHECK(r->access != ACCESS_NOBODY && r->handler && r->path[0] == '/');
        for (const struct route *s = r + 1; s->method != METHOD_NONE; s++)
            CHECK(r->method != s->method || strcmp(r->path, s->path) != 0);
        for (const struct param *p = r->params; p && p->name; p++) {
            CHECK(p->type != PARAM_END);
            CHECK((p->type == PARAM_ENUM) == (p->values != NULL));
            CHECK(p->type != PARAM_FILE || r->upload_max > 0);
        }
        CHECK(r->method == GET || !r->slow);
    }
}

TEST(strangers_see_only_what_is_public)
{
    struct client *c = open_house();
    for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
        struct sent s = {.method = method_name(r->method), .target = path_with(r, "1")};
        struct answer a = client_send(c, &s);
        bool led = a.status == 401 || (a.status == 303 && str_starts(a.location, S("/sign-in")));
        if (r->access == ACCESS_PUBLIC)
            told(a.status < 500, r, a, "nobody signed in");
        else
            told(led, r, a, "nobody signed in");
    }
    client_close(c);
}

TEST(no_write_without_the_secret)
{
    struct client *c = open_house();
    if (sign_in(c)) {
        for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
            if (r->method == GET || r->any_origin)
                continue;
            struct sent s = {
                .method = method_name(r->method), .target = path_with(r, "1"), .body = S("a=1")};
            struct answer a = client_send(c, &s);
            told(a.status == 403, r, a, "no secret");
            s.head[HEAD_ORIGIN] = S("https://evil.example");
            s.body = arena_fmt(test_arena(), "_csrf=%.*s", STR_ARG(client_csrf(c)));
            a = client_send(c, &s);
            told(a.status == 403, r, a, "another origin");
        }
    }
    client_close(c);
}

static const char *const hostile[] = {"", "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "%22%3E%3Cimg+src%3Dx%3E", "..%2F..%2Fetc%2Fpasswd", "-1", "0", "9223372036854775807",
    "99999999999999999999", "2023-02-30", "9999-12-31", "%00", "%ff%fe",
    "%27%3B+DROP+TABLE+record%3B--", "1", "%E4%BC%9A%E8%AE%AE", "%E2%80%AE", "1e999", "%25s%25n"};

static void
send_hostile(struct client *c, const struct route *r, const char *value)
{
    struct out o;
    out_init(&o, 100000);
    if (r->method != GET)
        out_fmt(&o, "_csrf=%.*s&", STR_ARG(client_csrf(c)));
    for (const struct param *p = r->params; p && p->name; p++) {
        struct str name = str_from(p->name);
        bool many = name.p[name.n - 1] == '*';
        out_fmt(&o, "%.*s%s=%s&", (int)(name.n - many), name.p, many ? "1" : "", value);
    }
    struct str pairs = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    const char *path = path_with(r, "1");
    struct sent s = {.method = method_name(r->method), .target = path, .body = pairs};
    if (r->method == GET) {
        s.target = arena_fmt(test_arena(), "%s?%.*s", path, STR_ARG(pairs)).p;
        s.body = S("");
    }
    struct answer a = client_send(c, &s);
    told(a.status < 500 && !answer_has(a, "<script>alert") && !answer_has(a, "<img src=x"), r, a,
        value);
    s.target = path_with(r, value);
    a = client_send(c, &s);
    told(a.status < 500 && !answer_has(a, "<script>alert") && !answer_has(a, "<img src=x"), r, a,
        value);
}

TEST(hostile_parameters_do_no_harm)
{
    struct client *c = open_house();
    if (sign_in(c)) {
        (void)client_get(c, "/today");
        for (const struct route *r = web_routes; r->method != METHOD_NONE; r++) {
            /* What would end the session or change the password is swept by the tests above. */
            if (strcmp(r->path, "/sign-out") == 0 || r->prepare)
                continue;
            for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++)
                send_hostile(c, r, hostile[i]);
        }
    }
    client_close(c);
}
