#include "web/server.h"

#include "base/bug.h"
#include "web/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    BACKLOG = 1024,
    PER_ADDRESS = 64,
    END_MS = 5000
};

struct server {
    struct arena *arena; /* in which it lies itself */
    struct app *app;
    struct guard *guard;
    struct http *http;
    int signals, stop; /* descriptors */
    char address[64];
};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* "127.0.0.1:8420", "[::1]:8420". */
static bool
read_address(const char *listen_on, union address *a, socklen_t *n)
{
    struct str s = str_from(listen_on);
    size_t colon = s.n;
    while (colon > 0 && s.p[colon - 1] != ':')
        colon--;
    int64_t port;
    char host[48];
    if (colon == 0 || !str_to_i64(str_slice(s, colon, s.n), 0, 65535, &port))
        return false;
    struct str h = str_slice(s, 0, colon - 1);
    bool six = h.n >= 2 && h.p[0] == '[' && h.p[h.n - 1] == ']';
    if (six)
        h = str_slice(h, 1, h.n - 2);
    if (str_eq(h, S("localhost")))
        h = S("127.0.0.1");
    if (h.n == 0 || h.n >= sizeof(host))
        return false;
    memcpy(host, h.p, h.n);
    host[h.n] = '\0';
    *a = (union address){0};
    if (six) {
        a->v6.sin6_family = AF_INET6;
        a->v6.sin6_port = htons((uint16_t)port);
        *n = sizeof(a->v6);
        return inet_pton(AF_INET6, host, &a->v6.sin6_addr) == 1;
    }
    a->v4.sin_family = AF_INET;
    a->v4.sin_port = htons((uint16_t)port);
    *n = sizeof(a->v4);
    return inet_pton(AF_INET, host, &a->v4.sin_addr) == 1;
}

static bool
listen_on(const char *where, int *fd, struct err *e)
{
    union address a = {0};
    socklen_t n;
    int yes = 1;
    if (!read_address(where, &a, &n))
        return err_set(e, ERR_USAGE, tr("地址“%s”不对，应写作 127.0.0.1:8420。"), where);
    *fd = socket(a.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd >= 0 && setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
        bind(*fd, &a.any, n) == 0 && listen(*fd, BACKLOG) == 0)
        return true;
    int why = errno;
    if (*fd >= 0)
        (void)close(*fd);
    if (why == EADDRINUSE)
        return err_set(
            e, ERR_IO, tr("地址 %s 已被别的程序占用，请换一个端口（--listen）。"), where);
    if (why == EACCES)
        return err_set(e, ERR_IO, tr("没有权限使用地址 %s，请换 1024 以上的端口。"), where);
    return err_set(e, ERR_IO,
        tr("不能在 %s 上提供服务，请检查这个地址是否属于本机（系统错误 %d）。"), where, why);
}

static void
note_address(struct server *s, int fd)
{
    union address a = {0};
    socklen_t n = sizeof(a);
    char host[INET6_ADDRSTRLEN] = "";
    BUG_ON(getsockname(fd, &a.any, &n) != 0, "getsockname");
    bool six = a.any.sa_family == AF_INET6;
    (void)inet_ntop(
        a.any.sa_family, six ? (const void *)&a.v6.sin6_addr : &a.v4.sin_addr, host, sizeof(host));
    struct str text = arena_fmt(
        s->arena, six ? "[%s]:%d" : "%s:%d", host, ntohs(six ? a.v6.sin6_port : a.v4.sin_port));
    memcpy(s->address, text.p, text.n + 1);
}

static void
catch_signals(struct server *s)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &ignore, NULL);
    s->signals = signalfd(-1, &set, SFD_CLOEXEC);
    s->stop = eventfd(0, EFD_CLOEXEC);
    BUG_ON(s->signals < 0 || s->stop < 0, "no descriptors");
}

bool
server_open(const struct server_options *options, struct server **server, struct err *e)
{
    struct arena *arena = arena_open();
    struct server *s = arena_new(arena, struct server);
    s->arena = arena;
    catch_signals(s); /* before any thread, so that none of them takes the signals */
    int fd = -1;
    if (!listen_on(options->listen, &fd, e)) {
        server_close(s);
        return false;
    }
    note_address(s, fd);
    bool ok = app_open(&options->app, &s->app, e);
    struct guard_options go = {.app = s->app,
        .per_address = options->per_address ? options->per_address : PER_ADDRESS,
        .limit_loopback = options->limit_loopback};
    ok = ok && guard_open(&go, &s->guard, e);
    if (!ok || !http_open(s->app, s->guard, fd, options, &s->http, e)) {
        (void)close(fd);
        server_close(s);
        return false;
    }
    *server = s;
    return true;
}

const char *
server_address(const struct server *s)
{
    return s->address;
}

void
server_run(struct server *s)
{
    struct pollfd fds[] = {{.fd = s->signals, .events = POLLIN}, {.fd = s->stop, .events = POLLIN}};
    while (poll(fds, 2, -1) < 0 && errno == EINTR)
        continue;
    http_close(s->http, END_MS);
    s->http = NULL;
}

void
server_stop(struct server *s)
{
    uint64_t one = 1;
    BUG_ON(write(s->stop, &one, sizeof(one)) != sizeof(one), "eventfd");
}

void
server_close(struct server *s)
{
    if (!s)
        return;
    http_close(s->http, END_MS);
    guard_close(s->guard);
    app_close(s->app);
    (void)close(s->signals);
    (void)close(s->stop);
    arena_close(s->arena);
}
