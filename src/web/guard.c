#include "web/guard.h"

#include "base/bug.h"
#include "base/hash.h"
#include "web/exchange.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <time.h>

enum {
    BUCKETS = 4096,
    TICK_MS = 500
};

struct guarded {
    struct guarded *prev, *next;
    int fd;
    unsigned bucket;
    int64_t deadline_ms; /* CLOCK_MONOTONIC */
    bool cut;
};

struct guard {
    struct guard_options options;
    struct arena *arena;  /* in which it lies itself */
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t changed;
    struct guarded *first, *unused;
    uint16_t
        counts[BUCKETS]; /* connections by hash of the address; two that collide share the limit */
    uint64_t seed;
    bool stopping;
    pthread_t thread;
};

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
lock(struct guard *g)
{
    BUG_ON(pthread_mutex_lock(&g->lock) != 0, "mutex");
}

static void
unlock(struct guard *g)
{
    BUG_ON(pthread_mutex_unlock(&g->lock) != 0, "mutex");
}

static void
cut_overdue(struct guard *g)
{
    int64_t now = now_ms();
    for (struct guarded *c = g->first; c; c = c->next) {
        if (c->cut || c->deadline_ms > now)
            continue;
        c->cut = true;
        (void)shutdown(c->fd, SHUT_RDWR);
        app_count(g->options.app, COUNT_CUT);
    }
}

static void *
watch(void *arg)
{
    struct guard *g = arg;
    lock(g);
    while (!g->stopping) {
        if (!g->first) {
            BUG_ON(pthread_cond_wait(&g->changed, &g->lock) != 0, "condition");
            continue;
        }
        struct timespec until;
        (void)clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += TICK_MS * 1000000L;
        until.tv_sec += until.tv_nsec / 1000000000L;
        until.tv_nsec %= 1000000000L;
        (void)pthread_cond_timedwait(&g->changed, &g->lock, &until);
        cut_overdue(g);
    }
    unlock(g);
    return NULL;
}

bool
guard_open(const struct guard_options *options, struct guard **guard, struct err *e)
{
    struct arena *arena = arena_open();
    struct guard *g = arena_new(arena, struct guard);
    g->options = *options;
    g->arena = arena;
    random_bytes(&g->seed, sizeof(g->seed));
    pthread_condattr_t attr;
    BUG_ON(pthread_mutex_init(&g->lock, NULL) != 0 || pthread_condattr_init(&attr) != 0 ||
            pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
            pthread_cond_init(&g->changed, &attr) != 0,
        "no mutex");
    (void)pthread_condattr_destroy(&attr);
    if (pthread_create(&g->thread, NULL, watch, g) != 0) {
        arena_close(arena);
        return err_set(e, ERR_IO, "%s", tr("系统不能再开线程，请稍后再启动。"));
    }
    *guard = g;
    return true;
}

void
guard_close(struct guard *g)
{
    if (!g)
        return;
    lock(g);
    g->stopping = true;
    BUG_ON(pthread_cond_signal(&g->changed) != 0, "condition");
    unlock(g);
    BUG_ON(pthread_join(g->thread, NULL) != 0, "join");
    (void)pthread_mutex_destroy(&g->lock);
    (void)pthread_cond_destroy(&g->changed);
    arena_close(g->arena);
}

/* The bytes that name a peer: an IPv4 address, or the /64 of an IPv6 one. */
static struct str
peer(const struct sockaddr *from)
{
    if (from->sa_family == AF_INET)
        return (struct str){
            (const char *)&((const struct sockaddr_in *)(const void *)from)->sin_addr, 4};
    const struct in6_addr *a = &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(a))
        return (struct str){(const char *)a + 12, 4};
    return (struct str){(const char *)a, 8};
}

static unsigned
bucket_of(const struct guard *g, const struct sockaddr *from)
{
    struct str p = peer(from);
    uint64_t h = g->seed;
    for (size_t i = 0; i < p.n; i++)
        h = (h ^ (unsigned char)p.p[i]) * 1099511628211U;
    return (unsigned)((h ^ (h >> 29)) % BUCKETS);
}

bool
address_is_loopback(const struct sockaddr *from)
{
    if (from->sa_family == AF_INET6 &&
        IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)from)->sin6_addr))
        return true;
    struct str p = peer(from);
    return p.n == 4 && p.p[0] == 127;
}

struct str
address_text(struct arena *a, const struct sockaddr *from)
{
    char text[INET6_ADDRSTRLEN] = "";
    struct str p = peer(from);
    const void *bytes = p.n == 4 ? (const void *)p.p
                                 : &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr;
    (void)inet_ntop(p.n == 4 ? AF_INET : AF_INET6, bytes, text, sizeof(text));
    return arena_str(a, str_from(text));
}

bool
guard_welcome(struct guard *g, const struct sockaddr *from)
{
    if (address_is_loopback(from) && !g->options.limit_loopback)
        return true;
    lock(g);
    bool welcome = g->counts[bucket_of(g, from)] < g->options.per_address;
    unlock(g);
    return welcome;
}

struct guarded *
guard_add(struct guard *g, int fd, const struct sockaddr *from, int within_ms)
{
    lock(g);
    struct guarded *c = g->unused;
    if (c)
        g->unused = c->next;
    else
        c = arena_new(g->arena, struct guarded);
    *c = (struct guarded){.fd = fd,
        .next = g->first,
        .bucket = bucket_of(g, from),
        .deadline_ms = now_ms() + within_ms};
    if (g->first)
        g->first->prev = c;
    else
        BUG_ON(pthread_cond_signal(&g->changed) != 0, "condition");
    g->first = c;
    g->counts[c->bucket]++;
    unlock(g);
    return c;
}

void
guard_within(struct guard *g, struct guarded *c, int64_t within_ms)
{
    lock(g);
    c->deadline_ms = now_ms() + within_ms;
    unlock(g);
}

void
guard_forget(struct guard *g, struct guarded *c)
{
    lock(g);
    if (c->prev)
        c->prev->next = c->next;
    else
        g->first = c->next;
    if (c->next)
        c->next->prev = c->prev;
    g->counts[c->bucket]--;
    c->next = g->unused;
    g->unused = c;
    unlock(g);
}
