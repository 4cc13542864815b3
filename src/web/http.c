#include "web/http.h"

#include "base/bug.h"
#include "base/log.h"
#include "web/exchange.h"
#include "web/head.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS_MIN = 2,
    THREADS_MAX = 8,
    CONNECTIONS = 1024,
    MEMORY_BYTES = 128 *
        1024, /* of a connection: head and what is read at once; a query of 10,000 characters */
    STREAM_BYTES = 64 * 1024, /* of a long body held at once */
    IDLE_S = 60,
    HEAD_MS = 30 * 1000,
    BODY_MS = 60 * 1000,
    UPLOAD_BYTES_A_MS = 32, /* slower than 32 KB a second is too slow */
    SEND_BYTES_A_MS = 16
};

struct http {
    struct arena *arena; /* in which it lies itself */
    struct app *app;
    struct guard *guard;
    struct MHD_Daemon *daemon;
    int head_ms, body_ms;
    bool strict;          /* see head.h */
    pthread_mutex_t lock; /* guards running and parked */
    pthread_cond_t ended;
    unsigned parked;  /* asleep until the writer or a worker wakes them */
    unsigned running; /* requests between their first line and their end */
};

/* Of one request; in the exchange's arena. */
struct call {
    struct http *http;
    struct MHD_Connection *connection;
    struct str target;
    const char *target_end; /* where it ends in the bytes that came in */
    bool begun, refused, parked;
    int64_t thrown; /* bytes of a body that nobody wants */
};

static void
count(struct http *h, unsigned *what, int by)
{
    BUG_ON(pthread_mutex_lock(&h->lock) != 0, "mutex");
    *what += (unsigned)by;
    if (*what == 0)
        BUG_ON(pthread_cond_broadcast(&h->ended) != 0, "condition");
    BUG_ON(pthread_mutex_unlock(&h->lock) != 0, "mutex");
}

/* ---- connections ---- */

static enum MHD_Result
welcome(void *cls, const struct sockaddr *from, socklen_t n)
{
    (void)n;
    return guard_welcome(((struct http *)cls)->guard, from) ? MHD_YES : MHD_NO;
}

static const struct sockaddr *
address_of(struct MHD_Connection *c)
{
    return MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;
}

static struct guarded *
guarded_of(struct MHD_Connection *c)
{
    return MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
}

static void
connection_changed(
    void *cls, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what)
{
    struct http *h = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        *context = guard_add(h->guard, fd, address_of(c), h->head_ms);
    } else if (*context) {
        guard_forget(h->guard, *context);
        *context = NULL;
    }
}

/* ---- requests ---- */

static void
park(struct exchange *x)
{
    struct call *call = x->transport;
    call->parked = true;
    count(call->http, &call->http->parked, 1);
    MHD_suspend_connection(call->connection);
}

static void
wake(struct exchange *x)
{
    MHD_resume_connection(((struct call *)x->transport)->connection);
}

/* Once it is awake and the library has it again. */
static void
unpark(struct call *call)
{
    if (call->parked)
        count(call->http, &call->http->parked, -1);
    call->parked = false;
}

/* The first line is read: the raw target, before the library decodes anything. */
static void *
request_begins(void *cls, const char *uri, struct MHD_Connection *connection)
{
    struct http *h = cls;
    struct exchange *x = exchange_open(h->app);
    struct call *call = arena_new(x->arena, struct call);
    *call = (struct call){.http = h, .connection = connection};
    call->target = arena_str(x->arena, str_from(uri));
    call->target_end = uri + call->target.n;
    x->transport = call;
    x->park = park;
    x->wake = wake;
    count(h, &h->running, 1);
    return x;
}

static void
request_ends(
    void *cls, struct MHD_Connection *c, void **context, enum MHD_RequestTerminationCode why)
{
    struct http *h = cls;
    (void)why;
    if (!*context)
        return;
    unpark(((struct exchange *)*context)->transport);
    exchange_close(*context);
    *context = NULL;
    if (guarded_of(c))
        guard_within(h->guard, guarded_of(c), IDLE_S * 1000 + h->head_ms);
    count(h, &h->running, -1);
}

/* Paths are decoded by the application, once. */
static size_t
leave_escaped(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls, (void)c;
    return strlen(s);
}

struct head_reading {
    struct exchange *x;
    struct head_check check;
};

static enum MHD_Result
take_field(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_n, const char *value,
    size_t value_n)
{
    struct head_reading *r = cls;
    (void)kind;
    struct str name = {key, key_n}, text = {value, value_n};
    head_field(&r->check, name, text);
    for (int i = 0; i < HEAD_N; i++)
        if (str_eq_nocase(name, head_names[i]))
            r->x->head[i] = text;
    return MHD_YES;
}

static enum MHD_Result
send_file(struct exchange *x, struct MHD_Response **response)
{
    struct stat st;
    int fd = open(arena_cstr(x->arena, x->rs.file), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        if (fd >= 0)
            (void)close(fd);
        log_error("a file that should be sent cannot be read (error %d)", errno);
        return MHD_NO;
    }
    *response = MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
    if (!*response)
        (void)close(fd);
    return *response ? MHD_YES : MHD_NO;
}

/* The exchange stays until request_ends, and with it what the stream holds. */
static ssize_t
stream_next(void *cls, uint64_t at, char *to, size_t max)
{
    const struct body_stream *s = cls;
    size_t n = 0;
    (void)at;
    if (!s->next(s->arg, to, max, &n)) {
        log_error("%s", "a long answer broke off: its bytes cannot be read any more");
        return MHD_CONTENT_READER_END_WITH_ERROR;
    }
    return n ? (ssize_t)n : MHD_CONTENT_READER_END_OF_STREAM;
}

static struct MHD_Response *
send_stream(struct exchange *x)
{
    const struct body_stream *s = x->rs.stream;
    uint64_t size = s->size < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)s->size;
    return MHD_create_response_from_callback(
        size, STREAM_BYTES, stream_next, (void *)(uintptr_t)s, NULL);
}

static struct MHD_Response *
make_response(struct exchange *x)
{
    struct MHD_Response *r = NULL;
    if (x->rs.file.n && x->rs.status != 304)
        return send_file(x, &r) == MHD_YES ? r : NULL;
    if (x->rs.stream && x->rs.status != 304)
        return send_stream(x);
    struct str body = x->rs.bytes.n ? x->rs.bytes : out_str(&x->rs.body);
    if (x->rs.status == 304 || x->rs.status == 204)
        body = S("");
    /* The bytes live in the exchange, which stays until request_ends. */
    return MHD_create_response_from_buffer(
        body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result
send_answer(struct exchange *x)
{
    struct call *call = x->transport;
    struct http *h = call->http;
    struct MHD_Response *r = make_response(x);
    if (!r)
        return MHD_NO; /* the connection is closed */
    for (const struct header *f = x->rs.headers; f; f = f->next)
        (void)MHD_add_response_header(r, f->name.p, f->value.p);
    if (call->refused)
        (void)MHD_add_response_header(r, "Connection", "close");
    int64_t bytes = (int64_t)(x->rs.bytes.n + x->rs.body.n);
    if (x->rs.file.n)
        bytes = INT64_C(200) * 1024 * 1024;
    if (x->rs.stream)
        bytes = x->rs.stream->size < 0 ? INT64_C(200) * 1024 * 1024 : x->rs.stream->size;
    guard_within(h->guard, guarded_of(call->connection), h->body_ms + bytes / SEND_BYTES_A_MS);
    enum MHD_Result ok = MHD_queue_response(call->connection, (unsigned)x->rs.status, r);
    MHD_destroy_response(r);
    return ok;
}

/* The head is whole: is it one request and no other? Then the application looks at it. */
static enum MHD_Result
take_head(struct exchange *x, const char *method, const char *version)
{
    struct call *call = x->transport;
    struct http *h = call->http;
    struct head_reading r = {.x = x};
    head_begin(&r.check, call->target, version, h->strict ? call->target_end : NULL);
    (void)MHD_get_connection_values_n(call->connection, MHD_HEADER_KIND, take_field, &r);
    const struct sockaddr *from = address_of(call->connection);
    x->rq.address = address_text(x->arena, from);
    x->loopback = address_is_loopback(from);
    x->body_length = r.check.length;
    if (!head_good(&r.check)) {
        call->refused = true;
        exchange_refuse(x, 400, tr("请求的写法不对，没有处理。"));
        return send_answer(x);
    }
    if (!exchange_begin(x, str_from(method), call->target)) {
        call->refused = r.check.chunked || r.check.length > 0; /* its body is not read */
        return send_answer(x);
    }
    int64_t slack = x->rq.route->upload_max / UPLOAD_BYTES_A_MS;
    guard_within(h->guard, guarded_of(call->connection), h->body_ms + slack);
    return MHD_YES;
}

/* What comes after a refusal is read and forgotten, so that the client hears the answer; not for ever. */
static enum MHD_Result
take_body(struct exchange *x, const char *data, size_t *n)
{
    enum {
        THROWN_MAX = 8 * 1024 * 1024
    };
    struct call *call = x->transport;
    if (call->refused)
        call->thrown += (int64_t)*n;
    else
        call->refused = !exchange_body(x, (struct str){data, *n});
    *n = 0;
    return call->thrown <= THROWN_MAX ? MHD_YES : MHD_NO;
}

/* NOLINTBEGIN(readability-function-size): so many parameters are the library's wish */
static enum MHD_Result
handle(void *cls, struct MHD_Connection *c, const char *url, const char *method,
    const char *version, const char *data, size_t *n, void **context)
{
    (void)cls, (void)c, (void)url;
    struct exchange *x = *context;
    if (!x)
        return MHD_NO;
    struct call *call = x->transport;
    unpark(call);
    if (!call->begun) {
        call->begun = true;
        return take_head(x, method, version);
    }
    if (*n)
        return take_body(x, data, n);
    return call->refused || exchange_run(x) ? send_answer(x) : MHD_YES;
}

/* NOLINTEND(readability-function-size) */

/* ---- life ---- */

static unsigned
thread_count(unsigned wanted)
{
    long n = wanted ? (long)wanted : sysconf(_SC_NPROCESSORS_ONLN);
    return n < THREADS_MIN ? THREADS_MIN : n > THREADS_MAX ? THREADS_MAX : (unsigned)n;
}

bool
http_open(struct app *app, struct guard *guard, int listener, const struct server_options *options,
    struct http **http, struct err *e)
{
    struct arena *arena = arena_open();
    struct http *h = arena_new(arena, struct http);
    *h = (struct http){.arena = arena, .app = app, .guard = guard};
    h->head_ms = options->head_ms ? options->head_ms : HEAD_MS;
    h->body_ms = options->body_ms ? options->body_ms : BODY_MS;
    h->strict = strcmp(MHD_get_version(), "0.9.75") == 0;
    BUG_ON(pthread_mutex_init(&h->lock, NULL) != 0 || pthread_cond_init(&h->ended, NULL) != 0,
        "no mutex");
    h->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0,
        welcome, h, handle, h, MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_THREAD_POOL_SIZE,
        thread_count(options->threads), MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)IDLE_S, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
        request_begins, h, MHD_OPTION_NOTIFY_COMPLETED, request_ends, h,
        MHD_OPTION_NOTIFY_CONNECTION, connection_changed, h, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_END);
    if (!h->daemon) {
        arena_close(arena);
        return err_set(e, ERR_IO, "%s", tr("网络服务没有启动：系统资源不足，请稍后再试。"));
    }
    *http = h;
    return true;
}

static void
wait_for_running(struct http *h, int within_ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += within_ms / 1000;
    until.tv_nsec += within_ms % 1000 * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    BUG_ON(pthread_mutex_lock(&h->lock) != 0, "mutex");
    while (h->running && pthread_cond_timedwait(&h->ended, &h->lock, &until) == 0)
        continue;
    while (h->parked) /* the library must not be stopped under a sleeping connection */
        BUG_ON(pthread_cond_wait(&h->ended, &h->lock) != 0, "condition");
    BUG_ON(pthread_mutex_unlock(&h->lock) != 0, "mutex");
}

void
http_close(struct http *h, int within_ms)
{
    if (!h)
        return;
    MHD_socket listener = MHD_quiesce_daemon(h->daemon);
    if (listener != MHD_INVALID_SOCKET)
        (void)close(listener);
    wait_for_running(h, within_ms);
    MHD_stop_daemon(h->daemon);
    (void)pthread_mutex_destroy(&h->lock);
    (void)pthread_cond_destroy(&h->ended);
    arena_close(h->arena);
}
