/* The adapter over real sockets: what libmicrohttpd would let pass is refused and the connection closed, slow senders
   are cut, and what is right goes on. */
#include "harness.h"

#include "base/file.h"
#include "base/log.h"
#include "web/core_pages.h"
#include "web/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int served; /* requests that reached a handler */

static bool
get_hello(struct request *rq, struct response *rs, struct err *e)
{
    (void)rq, (void)e;
    served++;
    rs->type = S("text/plain");
    out_lit(&rs->body, "hello");
    return true;
}

static bool
post_echo(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    served++;
    rs->type = S("text/plain");
    out_fmt(&rs->body, "%d%.*s", rq->work->writing, STR_ARG(param_text(rq, "a")));
    return true;
}

static bool
post_file(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    rs->type = S("text/plain");
    out_fmt(&rs->body, "%lld %s", rq->uploads ? (long long)rq->uploads->size : -1,
        rq->uploads ? sha256_hex(rq->uploads->digest).z : "");
    return true;
}

static const struct param echo_params[] = {{.name = "a", .type = PARAM_TEXT}, {0}};
static const struct param file_params[] = {{.name = "file", .type = PARAM_FILE}, {0}};
static const struct route routes[] = {
    {.method = GET,
        .path = "/static/:hash/:name",
        .access = ACCESS_PUBLIC,
        .handler = page_asset,
        .params = asset_params,
        .no_store = true},
    {.method = GET,
        .path = "/hello",
        .access = ACCESS_PUBLIC,
        .handler = get_hello,
        .no_store = true},
    {.method = GET, .path = "/read", .access = ACCESS_PUBLIC, .handler = get_hello},
    {.method = GET, .path = "/slow", .access = ACCESS_PUBLIC, .handler = get_hello, .slow = true},
    {.method = POST,
        .path = "/echo",
        .access = ACCESS_PUBLIC,
        .handler = post_echo,
        .params = echo_params,
        .any_origin = true},
    {.method = POST,
        .path = "/file",
        .access = ACCESS_PUBLIC,
        .handler = post_file,
        .params = file_params,
        .any_origin = true,
        .upload_max = 100 * 1024 * 1024},
    {0},
};

static struct {
    struct house *house;
    struct server *server;
    int port;
} T;

static void
start(struct server_options o)
{
    struct err e = {0};
    static const struct hooks nobody = {0};
    struct house_options ho = {.data = arena_fmt(test_arena(), "%s/data", test_dir()).p,
        .db = test_db_url(),
        .clock = clock_system(),
        .create = true};
    if (!CHECK_OK(house_open(&ho, &T.house, &e), &e))
        return;
    o.listen = "127.0.0.1:0";
    o.app = (struct app_options){.house = T.house, .routes = routes, .hooks = &nobody};
    if (!CHECK_OK(server_open(&o, &T.server, &e), &e))
        return;
    struct str address = str_from(server_address(T.server));
    int64_t port = 0;
    CHECK(str_to_i64(str_slice(address, 10, 5), 1, 65535, &port));
    T.port = (int)port;
    served = 0;
}

static void
stop(void)
{
    server_close(T.server);
    house_close(T.house);
}

static int
dial(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)T.port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof(a)) == 0);
    return fd;
}

static void
say(int fd, struct str s)
{
    while (s.n) {
        ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        s = str_slice(s, (size_t)n, s.n);
    }
}

/* What comes within `ms` or until the other side closes (*closed). */
static struct str
hear(int fd, int ms, const char *until, bool *closed)
{
    struct out o;
    char part[4096];
    out_init(&o, 10 * 1024 * 1024);
    *closed = false;
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (poll(&p, 1, ms) > 0) {
        ssize_t n = recv(fd, part, sizeof(part), 0);
        if (n <= 0) {
            *closed = true;
            break;
        }
        out_put(&o, (struct str){part, (size_t)n});
        if (until && str_find(out_str(&o), str_from(until), 0) != SIZE_MAX)
            break;
    }
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

static bool
has(struct str s, const char *part)
{
    return str_find(s, str_from(part), 0) != SIZE_MAX;
}

TEST(smuggled_and_malformed_requests_are_refused_and_closed)
{
    static const struct {
        const char *what;
        struct str bytes;
    } probes[] = {

#define P(what, bytes) {what, str_lit(bytes "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")}
        P("two lengths",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\na=1"),
        P("two equal lengths",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\na=1"),
        P("a list of lengths", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3, 3\r\n\r\na=1"),
        P("a signed length", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\na=1"),
        P("a negative length", "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -3\r\n\r\na=1"),
        P("length and coding",
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        P("coding and length",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"),
        P("another coding",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        P("identity",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\nContent-Length: 3\r\n\r\na=1"),
        P("two codings",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        P("a blank before the colon",
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        P("a blank in a name", "GET /hello HTTP/1.1\r\nHost: x\r\nX Y: 1\r\n\r\n"),
        P("no host", "GET /hello HTTP/1.1\r\nX: y\r\n\r\n"),
        P("two hosts", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"),
        P("two equal hosts", "GET /hello HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n"),
        P("a path for a host", "GET /hello HTTP/1.1\r\nHost: x/y\r\n\r\n"),
        P("NUL in a value", "GET /hello HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n"),
        P("NUL in a name", "GET /hello HTTP/1.1\r\nHost: x\r\nX\0Y: a\r\n\r\n"),
        P("NUL in the target", "GET /hello\0 HTTP/1.1\r\nHost: x\r\n\r\n"),
        P("a bare CR", "GET /hello HTTP/1.1\r\nHost: x\r\nX: a\rb\r\n\r\n"),
        P("a bare LF", "GET /hello HTTP/1.1\r\nHost: x\nX: a\r\n\r\n"),
        P("a bare LF after the first line", "GET /hello HTTP/1.1\nHost: x\r\n\r\n"),
        P("bare LFs", "GET /hello HTTP/1.1\nHost: x\n\n"),
        P("a folded line", "GET /hello HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n"),
        P("a folded first field", "GET /hello HTTP/1.1\r\nHost: x\r\n y\r\nX: a\r\n\r\n"),
        P("a control character",
            "GET /hello HTTP/1.1\r\nHost: x\r\nX: a\x01"
            "b\r\n\r\n"),
        P("a line without a colon", "GET /hello HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n"),
        P("chunked in HTTP/1.0",
            "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        P("another version", "GET /hello HTTP/2.7\r\nHost: x\r\n\r\n"),
        P("an expectation",
            "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: miracle\r\nContent-Length: 3\r\n\r\na=1"),
#undef P
    };
    start((struct server_options){0});
    for (size_t i = 0; i < sizeof(probes) / sizeof(*probes); i++) {
        bool closed;
        int fd = dial();
        say(fd, probes[i].bytes);
        struct str answer = hear(fd, 3000, NULL, &closed);
        bool refused = answer.n == 0 || str_starts(answer, S("HTTP/1.1 4")) ||
            str_starts(answer, S("HTTP/1.1 505")) || str_starts(answer, S("HTTP/1.0 4"));
        if (!refused || !closed || has(answer, "hello"))
            printf("# %s: closed %d: %.*s\n", probes[i].what, closed,
                (int)(answer.n > 300 ? 300 : answer.n), answer.n ? answer.p : "");
        CHECK(refused && closed && !has(answer, "hello"));
        (void)close(fd);
    }
    CHECK_INT(served, 0);
    stop();
}

TEST(what_is_right_goes_on)
{
    bool closed;
    start((struct server_options){0});
    int fd = dial();
    say(fd, S("GET /hello HTTP/1.1\r\nHost: x\r\nX: blanks after  \r\nY:\r\nZ:\t\r\n\r\n"));
    CHECK(has(hear(fd, 3000, "hello", &closed), "200 OK"));
    say(fd,
        S("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=w\r\n3\r\n%20\r\n1\r\no\r\n0\r\n\r\n"));
    CHECK(has(hear(fd, 3000, "1w o", &closed), "200 OK"));
    say(fd, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na=two"));
    CHECK(has(hear(fd, 3000, "1two", &closed), "200 OK"));
    say(fd, S("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    struct str head = hear(fd, 3000, "\r\n\r\n", &closed);
    CHECK(has(head, "Content-Length: 5") && !has(head, "hello"));
    CHECK(!has(head, "Server:"));
    say(fd,
        S("GET /read HTTP/1.1\r\nHost: x\r\n\r\nGET /slow HTTP/1.1\r\nHost: x\r\n\r\nPOST /echo HTTP/1.1\r\nHost: "
          "x\r\nContent-Length: 7\r\n\r\na=three"));
    CHECK(has(hear(fd, 3000, "1three", &closed), "hello"));
    say(fd, S("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    CHECK(has(hear(fd, 3000, NULL, &closed), "hello"));
    CHECK(closed);
    (void)close(fd);
    fd = dial();
    say(fd, S("GET /hello HTTP/1.0\r\n\r\n"));
    CHECK(has(hear(fd, 3000, NULL, &closed), "hello"));
    (void)close(fd);
    stop();
}

TEST(large_bodies_are_refused)
{
    bool closed;
    start((struct server_options){0});
    int fd = dial();
    say(fd, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999\r\n\r\na=1"));
    CHECK(has(hear(fd, 3000, NULL, &closed), " 413 "));
    CHECK(closed);
    (void)close(fd);
    fd = dial();
    say(fd, S("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
    char *kilo = arena_array(test_arena(), char, 1000);
    memset(kilo, 'a', 1000);
    for (int i = 0; i < 100; i++) {
        say(fd, S("3e8\r\n"));
        say(fd, (struct str){kilo, 1000});
        say(fd, S("\r\n"));
    }
    say(fd, S("0\r\n\r\n"));
    CHECK(has(hear(fd, 3000, NULL, &closed), " 413 "));
    CHECK(closed);
    (void)close(fd);
    fd = dial();
    struct out o;
    out_init(&o, 200000);
    out_lit(&o, "GET /hello HTTP/1.1\r\nHost: x\r\n");
    while (o.n < 150000)
        out_fmt(&o, "X-%zu: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", o.n);
    out_lit(&o, "\r\n");
    say(fd, out_str(&o));
    out_release(&o);
    CHECK(has(hear(fd, 3000, NULL, &closed), " 431 "));
    CHECK(closed);
    (void)close(fd);
    stop();
}

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A byte each 100 ms, without end. True when the other side cut the connection within 4 s. */
static bool
drip_until_cut(int fd, char byte)
{
    int64_t end = now_ms() + 4000;
    bool closed = false;
    while (!closed && now_ms() < end) {
        say(fd, (struct str){&byte, 1});
        (void)hear(fd, 100, NULL, &closed);
    }
    return closed;
}

TEST(slow_senders_are_cut)
{
    bool closed;
    start((struct server_options){.head_ms = 600, .body_ms = 600});
    int fd = dial();
    say(fd, S("GET /hello HTTP/1.1\r\nHost: x\r\nX: "));
    CHECK(drip_until_cut(fd, 'a'));
    (void)close(fd);
    fd = dial();
    say(fd, S("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n"));
    CHECK(drip_until_cut(fd, 'a'));
    (void)close(fd);
    fd = dial();
    CHECK(drip_until_cut(fd, 'G'));
    (void)close(fd);
    fd = dial();
    say(fd, S("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(has(hear(fd, 3000, "hello", &closed), "200 OK"));
    (void)close(fd);
    stop();
}

TEST(one_address_gets_so_many_connections)
{
    enum {
        LIMIT = 5
    };

    bool closed;
    int fds[LIMIT];
    start((struct server_options){.per_address = LIMIT, .limit_loopback = true});
    for (int i = 0; i < LIMIT; i++) {
        fds[i] = dial();
        say(fds[i], S("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
        CHECK(has(hear(fds[i], 3000, "hello", &closed), "200 OK"));
    }
    int more = dial();
    say(more, S("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK_INT(hear(more, 3000, NULL, &closed).n, 0);
    CHECK(closed);
    (void)close(more);
    (void)close(fds[0]);
    bool let_in = false;
    for (int64_t end = now_ms() + 3000; !let_in && now_ms() < end;) {
        more = dial();
        say(more, S("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"));
        let_in = has(hear(more, 3000, "hello", &closed), "200 OK");
        (void)close(more);
    }
    CHECK(let_in);
    for (int i = 1; i < LIMIT; i++)
        (void)close(fds[i]);
    stop();
}

TEST(assets_come_small_and_stay)
{
    bool closed;
    start((struct server_options){0});
    int fd = dial();
    struct str want =
        arena_fmt(test_arena(), "GET %s HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n",
            asset_url("htmx.min.js").z);
    say(fd, want);
    struct str head = hear(fd, 3000, "\r\n\r\n", &closed);
    CHECK(has(head, "Content-Encoding: br") && has(head, "immutable") &&
        has(head, "Vary: Accept-Encoding"));
    (void)close(fd);
    fd = dial();
    say(fd, S("GET /static/0/app.js HTTP/1.1\r\nHost: x\r\n\r\n"));
    head = hear(fd, 3000, "addEventListener", &closed);
    CHECK(has(head, "Cache-Control: no-cache") && !has(head, "Content-Encoding"));
    (void)close(fd);
    fd = dial();
    say(fd, S("GET /static/0/en.mo HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(has(hear(fd, 3000, "\r\n\r\n", &closed), " 404 "));
    (void)close(fd);
    stop();
}

TEST(a_large_file_streams_to_the_disk)
{
    enum {
        MEGA = 1024 * 1024,
        TIMES = 20
    };

    bool closed;
    start((struct server_options){0});
    struct str head =
        S("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n");
    struct str tail = S("\r\n--B--\r\n");
    char *mega = arena_array(test_arena(), char, MEGA);
    memset(mega, '\r', MEGA); /* looks like the beginning of a boundary at every byte */
    int fd = dial();
    say(fd,
        arena_fmt(test_arena(),
            "POST /file HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\n"
            "Content-Length: %zu\r\nExpect: 100-continue\r\n\r\n",
            head.n + tail.n + (size_t)MEGA * TIMES));
    CHECK(has(hear(fd, 3000, "\r\n\r\n", &closed), "100 Continue"));
    say(fd, head);
    struct sha256_stream s;
    sha256_begin(&s);
    for (int i = 0; i < TIMES; i++) {
        say(fd, (struct str){mega, MEGA});
        sha256_add(&s, (struct str){mega, MEGA});
    }
    say(fd, tail);
    struct hex_text hex = sha256_hex(sha256_end(&s));
    struct str want = arena_fmt(test_arena(), "%d %s", MEGA * TIMES, hex.z);
    CHECK(has(hear(fd, 10000, want.p, &closed), want.p));
    (void)close(fd);
    stop();
}

struct load {
    int n, good;
};

static void *
post_many(void *arg)
{
    struct load *l = arg;
    bool closed;
    int fd = dial();
    for (int i = 0; i < l->n; i++) {
        char want[32];
        (void)snprintf(want, sizeof(want), "1v%d\n", i);
        char text[160];
        int len = snprintf(text, sizeof(text), "a=v%d%%0A", i);
        char head[160];
        int n = snprintf(head, sizeof(head),
            "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s", len, text);
        say(fd, (struct str){head, (size_t)n});
        (void)snprintf(want, sizeof(want), "1v%d", i);
        bool ok = false;
        char part[4096];
        size_t have = 0;
        struct pollfd p = {.fd = fd, .events = POLLIN};
        while (!ok && have < sizeof(part) && poll(&p, 1, 5000) > 0) {
            ssize_t r = recv(fd, part + have, sizeof(part) - have, 0);
            if (r <= 0)
                break;
            have += (size_t)r;
            ok = str_ends((struct str){part, have}, str_from(want));
        }
        l->good += ok;
    }
    (void)closed;
    (void)close(fd);
    return NULL;
}

TEST(many_writers_wait_for_one_commit)
{
    enum {
        CLIENTS = 32,
        EACH = 30
    };

    pthread_t threads[CLIENTS];
    struct load loads[CLIENTS];
    start((struct server_options){0});
    for (int i = 0; i < CLIENTS; i++) {
        loads[i] = (struct load){.n = EACH};
        CHECK(pthread_create(&threads[i], NULL, post_many, &loads[i]) == 0);
    }
    int good = 0;
    for (int i = 0; i < CLIENTS; i++) {
        (void)pthread_join(threads[i], NULL);
        good += loads[i].good;
    }
    CHECK_INT(good, CLIENTS * EACH);
    CHECK(house_counts(T.house).commits < CLIENTS * EACH);
    stop();
}

static void *
stop_soon(void *arg)
{
    server_stop(arg);
    return NULL;
}

TEST(stopping_ends_the_waiting)
{
    pthread_t thread;
    start((struct server_options){0});
    CHECK(pthread_create(&thread, NULL, stop_soon, T.server) == 0);
    server_run(T.server);
    (void)pthread_join(thread, NULL);
    stop();
}

TEST(addresses_are_checked)
{
    struct err e = {0};
    struct server *s;
    struct server_options o = {.listen = "nowhere"};
    CHECK(!server_open(&o, &s, &e));
    CHECK_ERR(&e, ERR_USAGE, "127.0.0.1:8420");
    start((struct server_options){0});
    o.listen = server_address(T.server);
    o.app.house = T.house;
    CHECK(!server_open(&o, &s, &e));
    CHECK_ERR(&e, ERR_IO, "占用");
    stop();
}
