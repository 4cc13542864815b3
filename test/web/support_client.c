#include "support_client.h"

#include "base/bug.h"
#include "base/file.h"

#include <pthread.h>
#include <stdio.h>

enum {
    COOKIES_MAX = 16
};

struct cookie {
    struct str name, value;
};

struct client {
    struct app *app;
    struct house *house;
    bool own_house;
    struct arena *arena;
    struct cookie jar[COOKIES_MAX];
    size_t jar_n;
    struct str csrf;
};

/* What park and wake speak through. */
struct bell {
    pthread_mutex_t lock;
    pthread_cond_t rung;
    bool woken;
};

struct client *
client_open(const struct client_options *options)
{
    struct err e = {0};
    struct arena *arena = arena_open();
    struct client *c = arena_new(arena, struct client);
    c->arena = arena;
    c->house = options->house;
    if (!c->house) {
        struct house_options ho = {.data = arena_fmt(arena, "%s/data", test_dir()).p,
            .db = test_db_url(),
            .clock = options->clock ? *options->clock : clock_system(),
            .create = true};
        c->own_house = true;
        BUG_ON(!house_open(&ho, &c->house, &e), e.text);
    }
    struct app_options ao = {.house = c->house,
        .routes = options->routes,
        .hooks = options->hooks,
        .metrics_token = S("metrics-token")};
    BUG_ON(!app_open(&ao, &c->app, &e), e.text);
    return c;
}

void
client_close(struct client *c)
{
    app_close(c->app);
    if (c->own_house)
        house_close(c->house);
    arena_close(c->arena);
}

struct house *
client_house(struct client *c)
{
    return c->house;
}

struct app *
client_app(struct client *c)
{
    return c->app;
}

void
client_cookie(struct client *c, const char *name, struct str value)
{
    struct str n = str_from(name);
    size_t i = 0;
    while (i < c->jar_n && !str_eq(c->jar[i].name, n))
        i++;
    BUG_ON(i == COOKIES_MAX, "too many cookies");
    c->jar[i] = (struct cookie){arena_str(c->arena, n), arena_str(c->arena, value)};
    if (i == c->jar_n)
        c->jar_n++;
}

struct str
client_csrf(const struct client *c)
{
    return c->csrf;
}

static void
park(struct exchange *x)
{
    struct bell *b = x->transport;
    b->woken = false;
}

static void
wake(struct exchange *x)
{
    struct bell *b = x->transport;
    (void)pthread_mutex_lock(&b->lock);
    b->woken = true;
    (void)pthread_cond_signal(&b->rung);
    (void)pthread_mutex_unlock(&b->lock);
}

static void
run(struct exchange *x, struct str body)
{
    struct bell b = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false};
    x->transport = &b;
    /* In pieces, as a network would. */
    for (size_t at = 0; at < body.n; at += 1000)
        if (!exchange_body(x, str_slice(body, at, 1000)))
            return;
    while (!exchange_run(x)) {
        (void)pthread_mutex_lock(&b.lock);
        while (!b.woken)
            (void)pthread_cond_wait(&b.rung, &b.lock);
        (void)pthread_mutex_unlock(&b.lock);
    }
}

static struct str
jar_text(struct client *c)
{
    struct str parts[COOKIES_MAX];
    for (size_t i = 0; i < c->jar_n; i++)
        parts[i] =
            arena_fmt(c->arena, "%.*s=%.*s", STR_ARG(c->jar[i].name), STR_ARG(c->jar[i].value));
    return arena_join(c->arena, parts, c->jar_n, S("; "));
}

static void
take_cookies(struct client *c, struct answer a)
{
    for (const struct header *h = a.headers; h; h = h->next) {
        if (!str_eq(h->name, S("Set-Cookie")))
            continue;
        size_t eq = str_find_char(h->value, '=', 0);
        struct str value = str_slice(h->value, eq + 1, h->value.n);
        value = str_slice(value, 0, str_find_char(value, ';', 0));
        client_cookie(c, arena_cstr(c->arena, str_slice(h->value, 0, eq)), value);
    }
}

static void
take_csrf(struct client *c, struct answer a)
{
    static const struct str mark = str_lit("name=\"_csrf\" value=\"");
    size_t at = str_find(a.body, mark, 0);
    if (at == SIZE_MAX)
        return;
    struct str rest = str_slice(a.body, at + mark.n, a.body.n);
    c->csrf = arena_str(c->arena, str_slice(rest, 0, str_find_char(rest, '"', 0)));
}

/* In pieces of an odd size, as a network would take them. */
static struct str
drain(struct arena *to, const struct body_stream *s)
{
    struct out o;
    out_init(&o, SIZE_MAX / 4);
    char piece[777];
    size_t n = 1;
    while (n && CHECK(s->next(s->arg, piece, sizeof(piece), &n)))
        out_put(&o, str_make(piece, n));
    CHECK(s->size < 0 || (size_t)s->size == o.n);
    struct str whole = arena_str(to, out_str(&o));
    out_release(&o);
    return whole;
}

/* Headers and body, copied before the exchange goes back to its pool. */
static struct answer
copy_answer(struct exchange *x)
{
    struct answer a = {.status = x->rs.status};
    struct arena *to = test_arena();
    a.type = arena_str(to, x->rs.type);
    a.body = arena_str(to, x->rs.bytes.n ? x->rs.bytes : out_str(&x->rs.body));
    if (x->rs.file.n) {
        struct err e = {0};
        BUG_ON(!file_read(to, arena_cstr(to, x->rs.file), SIZE_MAX / 4, &a.body, &e), e.text);
    }
    if (x->rs.stream)
        a.body = drain(to, x->rs.stream);
    for (const struct header *h = x->rs.headers; h; h = h->next) {
        struct header *copy = arena_new(to, struct header);
        *copy = (struct header){arena_str(to, h->name), arena_str(to, h->value), NULL};
        copy->next = (struct header *)(uintptr_t)a.headers;
        a.headers = copy;
    }
    a.location = answer_header(a, "Location");
    return a;
}

struct answer
client_send(struct client *c, const struct sent *sent)
{
    struct exchange *x = exchange_open(c->app);
    for (int i = 0; i < HEAD_N; i++)
        x->head[i] = sent->head[i];
    struct str type = str_from(sent->type ? sent->type : "application/x-www-form-urlencoded");
    x->head[HEAD_HOST] = S("localhost");
    x->head[HEAD_COOKIE] = jar_text(c);
    if (sent->body.n)
        x->head[HEAD_CONTENT_TYPE] = type;
    x->body_length = (int64_t)sent->body.n;
    x->rq.address = S("127.0.0.1");
    x->loopback = true;
    x->park = park;
    x->wake = wake;
    if (exchange_begin(x, str_from(sent->method), str_from(sent->target)))
        run(x, sent->body);
    struct answer a = copy_answer(x);
    exchange_close(x);
    take_cookies(c, a);
    take_csrf(c, a);
    return a;
}

struct answer
client_get(struct client *c, const char *target)
{
    struct sent s = {.method = "GET", .target = target};
    return client_send(c, &s);
}

struct answer
client_post(struct client *c, const char *target, const char *form)
{
    struct str body = arena_fmt(test_arena(), "_csrf=%.*s&%s", STR_ARG(c->csrf), form);
    struct sent s = {.method = "POST", .target = target, .body = body};
    return client_send(c, &s);
}

struct answer
client_follow(struct client *c, struct answer a)
{
    return client_get(c, arena_cstr(test_arena(), a.location));
}

struct str
answer_header(struct answer a, const char *name)
{
    for (const struct header *h = a.headers; h; h = h->next)
        if (str_eq_nocase(h->name, str_from(name)))
            return h->value;
    return S("");
}

bool
answer_has(struct answer a, const char *part)
{
    return str_find(a.body, str_from(part), 0) != SIZE_MAX;
}
