/* Long answers over a real socket: whole, in constant memory, broken off where they cannot go on, and let go of. */
#include "harness.h"

#include "base/bug.h"
#include "web/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    LONG_BYTES = 200 * 1000 * 1000
};

static atomic_int closed;

struct counter {
    int64_t left, stop_at; /* false when so much is left */
};

static bool
count_next(void *arg, char *to, size_t max, size_t *n)
{
    struct counter *c = arg;
    if (c->left <= c->stop_at)
        return false;
    *n = (int64_t)max < c->left ? max : (size_t)c->left;
    memset(to, 'x', *n);
    c->left -= (int64_t)*n;
    return true;
}

static void
count_close(void *arg)
{
    (void)arg;
    closed++;
}

static bool
send_long(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    int64_t size = param_int(rq, "size", LONG_BYTES);
    struct counter *c = arena_new(rq->arena, struct counter);
    *c = (struct counter){size, param_int(rq, "stop", -1)};
    struct body_stream *s = arena_new(rq->arena, struct body_stream);
    *s = (struct body_stream){param_bool(rq, "unknown") ? -1 : size, c, count_next, count_close};
    rs->stream = s;
    rs->type = S("application/octet-stream");
    return true;
}

static const struct param params[] = {{.name = "size", .type = PARAM_INT},
    {.name = "stop", .type = PARAM_INT}, {.name = "unknown", .type = PARAM_BOOL}, {0}};
static const struct route routes[] = {{.method = GET,
                                          .path = "/long",
                                          .access = ACCESS_PUBLIC,
                                          .handler = send_long,
                                          .params = params,
                                          .no_store = true},
    {0}};

static struct {
    struct house *house;
    struct server *server;
    int port;
} T;

static bool
start(void)
{
    struct err e = {0};
    static const struct hooks nobody = {0};
    struct house_options ho = {.data = arena_fmt(test_arena(), "%s/data", test_dir()).p,
        .db = test_db_url(),
        .clock = clock_system(),
        .create = true};
    struct server_options o = {.listen = "127.0.0.1:0"};
    if (!CHECK_OK(house_open(&ho, &T.house, &e), &e))
        return false;
    o.app = (struct app_options){.house = T.house, .routes = routes, .hooks = &nobody};
    if (!CHECK_OK(server_open(&o, &T.server, &e), &e))
        return false;
    int64_t port = 0;
    struct str address = str_from(server_address(T.server));
    CHECK(str_to_i64(str_slice(address, 10, 5), 1, 65535, &port));
    T.port = (int)port;
    closed = 0;
    return true;
}

static void
stop(void)
{
    server_close(T.server);
    house_close(T.house);
}

static char tail[8]; /* the last bytes that came */

/* Asks for the target and reads at most `max` bytes; how many came, the head among them. */
static int64_t
ask(const char *target, int64_t max, struct str *head)
{
    static char part[64 * 1024];
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)T.port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BUG_ON(fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0, "no connection");
    struct str say =
        arena_fmt(test_arena(), "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", target);
    CHECK(send(fd, say.p, say.n, MSG_NOSIGNAL) == (ssize_t)say.n);
    int64_t came = 0;
    for (ssize_t n; came < max && (n = recv(fd, part, sizeof(part), 0)) > 0; came += n) {
        if (came == 0)
            *head = arena_str(test_arena(), str_make(part, (size_t)n < 1000 ? (size_t)n : 1000));
        for (ssize_t k = n > 8 ? n - 8 : 0; k < n; k++) {
            memmove(tail, tail + 1, sizeof(tail) - 1);
            tail[sizeof(tail) - 1] = part[k];
        }
    }
    (void)close(fd);
    return came;
}

static long
memory_kb(void)
{
    struct rusage u;
    BUG_ON(getrusage(RUSAGE_SELF, &u) != 0, "getrusage");
    return u.ru_maxrss;
}

TEST(a_long_answer_comes_whole_in_constant_memory)
{
    struct str head;
    REQUIRE(start());
    (void)ask("/long?size=1000000", INT64_MAX, &head);
    long before = memory_kb();
    int64_t came = ask("/long", INT64_MAX, &head);
    CHECK(came > LONG_BYTES && came < LONG_BYTES + 2000);
    CHECK(str_find(head, S("Content-Length: 200000000"), 0) != SIZE_MAX);
    CHECK(memory_kb() - before < 20 * 1024);
    came = ask("/long?size=1000000&unknown=1", INT64_MAX, &head);
    CHECK(came > 1000000 && str_find(head, S("chunked"), 0) != SIZE_MAX);
    CHECK(memcmp(tail + 3, "0\r\n\r\n", 5) == 0);
    stop();
    CHECK_INT(closed, 3);
}

TEST(what_cannot_go_on_is_broken_off)
{
    struct str head;
    REQUIRE(start());
    int64_t came = ask("/long?size=1000000&stop=500000", INT64_MAX, &head);
    CHECK(came > 0 && came < 600000);
    CHECK(str_find(head, S("Content-Length: 1000000"), 0) != SIZE_MAX);
    came = ask("/long?size=1000000&stop=500000&unknown=1", INT64_MAX, &head);
    CHECK(came > 0 && came < 600000);
    CHECK(memcmp(tail + 3, "0\r\n\r\n", 5) != 0); /* nobody takes it for the whole */
    stop();
    CHECK_INT(closed, 2);
}

TEST(who_hangs_up_leaves_nothing_open)
{
    struct str head;
    REQUIRE(start());
    CHECK(ask("/long", 100000, &head) >= 100000);
    stop();
    CHECK_INT(closed, 1);
}
