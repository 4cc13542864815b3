/* Forms, cookies, multipart bodies: the pieces without a dispatcher. */
#include "harness.h"

#include "web/multipart.h"
#include "web/param.h"
#include "web/router.h"

static const struct param params[] = {
    {.name = "a", .type = PARAM_TEXT}, {.name = "many", .type = PARAM_INT, .many = true}, {0}};
static const struct route route = {.method = POST, .path = "/x/:id/:name.ics", .params = params};

TEST(pairs_are_decoded_and_the_undeclared_dropped)
{
    struct param_set *set = param_set_open(test_arena(), &route);
    form_decode(set, S("a=1+2%2B3&b=4&&=&a=%E4%BC%9A%zz&many=1&many=2&_csrf=s&_csrf"));
    CHECK_INT(set->n, 3);
    CHECK_STR(set->v[0].typed, "会%zz");
    CHECK_STR(set->v[2].typed, "2");
    CHECK_STR(set->csrf, "");
    form_decode(set, S("id=5&name=x"));
    CHECK_INT(set->n, 5);
    CHECK(!set->broken && !set->too_many);
}

TEST(too_many_fields_are_noticed)
{
    struct param_set *set = param_set_open(test_arena(), &route);
    struct out o;
    out_init(&o, 100000);
    for (int i = 0; i <= PARAMS_MAX; i++)
        out_lit(&o, "many=1&");
    form_decode(set, out_str(&o));
    CHECK(set->too_many);
    CHECK_INT(set->n, PARAMS_MAX);
    out_release(&o);
}

TEST(cookies_are_found)
{
    struct str h = S("a=1; tz_session=abc; b=\"quoted\"; tz_session=second;c=");
    CHECK_STR(cookie_find(h, S("tz_session")), "abc");
    CHECK_STR(cookie_find(h, S("b")), "quoted");
    CHECK_STR(cookie_find(h, S("c")), "");
    CHECK_STR(cookie_find(h, S("z_session")), "");
    CHECK_STR(cookie_find(S(""), S("a")), "");
    CHECK_STR(cookie_find(S("a"), S("a")), "");
}

TEST(routes_are_found)
{
    static const struct route rows[] = {{.method = GET, .path = "/"},
        {.method = GET, .path = "/a/new"}, {.method = GET, .path = "/a/:id"},
        {.method = POST, .path = "/a/:id"}, {.method = GET, .path = "/calendar/:token.ics"}, {0}};
    CHECK(route_find(rows, GET, S("/")).route == &rows[0]);
    CHECK(route_find(rows, GET, S("/a/new")).route == &rows[1]);
    struct match m = route_find(rows, GET, S("/a/7"));
    CHECK(m.route == &rows[2]);
    CHECK_STR(m.params[0].name, "id");
    CHECK_STR(m.params[0].value, "7");
    CHECK(route_find(rows, POST, S("/a/7")).route == &rows[3]);
    m = route_find(rows, PUT, S("/a/7"));
    CHECK(!m.route && m.allowed == (1U << GET | 1U << POST));
    CHECK(!route_find(rows, GET, S("/a/")).route);
    CHECK(!route_find(rows, GET, S("/a")).route);
    CHECK(!route_find(rows, GET, S("/a/7/8")).route);
    m = route_find(rows, GET, S("/calendar/abc.ics"));
    CHECK(m.route == &rows[4]);
    CHECK_STR(m.params[0].value, "abc");
    CHECK(!route_find(rows, GET, S("/calendar/.ics")).route);
    CHECK(!route_find(rows, GET, S("/calendar/abc.txt")).route);
}

struct seen {
    struct out o;
};

static bool
begin(void *arg, const struct multipart_part *part, struct err *e)
{
    struct seen *s = arg;
    (void)e;
    out_fmt(&s->o, "<%.*s", STR_ARG(part->name));
    if (part->is_file)
        out_fmt(&s->o, " file %.*s %.*s", STR_ARG(part->file_name), STR_ARG(part->type));
    out_lit(&s->o, ":");
    return true;
}

static bool
data(void *arg, struct str bytes, struct err *e)
{
    (void)e;
    out_put(&((struct seen *)arg)->o, bytes);
    return true;
}

static bool
end(void *arg, struct err *e)
{
    (void)e;
    out_lit(&((struct seen *)arg)->o, ">");
    return true;
}

/* Reads the body in pieces of `step` bytes. */
static struct str
read_body(struct str body, size_t step, bool *ok)
{
    struct seen s;
    struct multipart m;
    struct err e = {0};
    out_init(&s.o, 100000);
    *ok = multipart_init(&m, S("multipart/form-data; charset=utf-8; boundary=\"B\""),
        (struct multipart_sink){begin, data, end, &s});
    for (size_t at = 0; *ok && at < body.n; at += step)
        *ok = multipart_feed(&m, str_slice(body, at, step), &e);
    *ok = *ok && multipart_whole(&m);
    multipart_release(&m);
    struct str text = arena_str(test_arena(), out_str(&s.o));
    out_release(&s.o);
    return text;
}

TEST(multipart_is_the_same_in_any_pieces)
{
    struct str body =
        S("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--B!\r\n2\r\n"
          "--B\r\ncontent-disposition: FORM-DATA; name=f; filename=\"C:\\dir\\签到;表.txt\"\r\n"
          "Content-Type: text/plain\r\n\r\n\r\n--\r\n--B--\r\n");
    for (size_t step = 1; step <= body.n; step++) {
        bool ok;
        struct str got = read_body(body, step, &ok);
        CHECK(!ok); /* "--B!" is no boundary: RFC 2046 wants CR LF or "--" after it */
        (void)got;
    }
    body = S("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n-B\r\n2\r\n"
             "--B\r\ncontent-disposition: FORM-DATA; name=f; filename=\"C:\\dir\\签到;表.txt\"\r\n"
             "Content-Type: text/plain\r\n\r\n\r\n--\r\n--B--\r\nepilogue");
    for (size_t step = 1; step <= body.n; step++) {
        bool ok;
        struct str got = read_body(body, step, &ok);
        CHECK(ok);
        CHECK_STR(got, "<a:1\r\n-B\r\n2><f file 签到;表.txt text/plain:\r\n-->");
    }
}

TEST(broken_multipart_is_an_error)
{
    static const struct str bodies[] = {str_lit("--X\r\n"),
        str_lit("--B\r\nno name\r\n\r\nx\r\n--B--"),
        str_lit("--B\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--B--"),
        str_lit("--B"),
        str_lit("--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nnever ends"),
        str_lit("")};
    for (size_t i = 0; i < sizeof(bodies) / sizeof(*bodies); i++) {
        bool ok;
        (void)read_body(bodies[i], 7, &ok);
        CHECK(!ok);
    }
    struct multipart m;
    struct multipart_sink none = {0};
    CHECK(!multipart_init(&m, S("multipart/form-data"), none));
    CHECK(!multipart_init(&m, S("multipart/mixed; boundary=B"), none));
    CHECK(!multipart_init(&m, S("multipart/form-data; boundary="), none));
}
