/* The thread that tidies while the program serves. */
#include "base/bug.h"
#include "base/log.h"
#include "domain/house_int.h"
#include "domain/search_view.h"

#include <sys/resource.h>
#include <time.h>

enum {
    REST_MS = 2000, /* when there was nothing to do */
    BREATH_MS = 20,
    NICE = 10
};

struct search_tender {
    struct arena *arena; /* in which it lies itself */
    struct house *house;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool closing;
};

/* Waits; false when it is to end. */
static bool
rest(struct search_tender *t, int ms)
{
    struct timespec until;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    (void)pthread_mutex_lock(&t->lock);
    int rc = 0;
    while (!t->closing && rc == 0)
        rc = pthread_cond_timedwait(&t->wake, &t->lock, &until);
    bool go_on = !t->closing;
    (void)pthread_mutex_unlock(&t->lock);
    return go_on;
}

static void *
tend(void *arg)
{
    struct search_tender *t = arg;
    bool more = true, failing = false;
    (void)setpriority(PRIO_PROCESS, 0, NICE); /* on Linux: of this thread */
    while (rest(t, more ? BREATH_MS : REST_MS)) {
        struct err e;
        err_clear(&e);
        bool ok = search_tidy(t->house, &more, &e);
        if (!ok && !failing)
            log_error("the search index was not tidied: %s", e.text);
        failing = !ok;
        more = ok && more;
    }
    return NULL;
}

struct search_tender *
search_tender_open(struct house *house)
{
    struct arena *a = arena_open();
    struct search_tender *t = arena_new(a, struct search_tender);
    pthread_condattr_t attr;
    t->arena = a;
    t->house = house;
    atomic_store(search_cache_stop(house->search), false);
    BUG_ON(pthread_mutex_init(&t->lock, NULL) != 0, "no mutex");
    BUG_ON(pthread_condattr_init(&attr) != 0 ||
            pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
            pthread_cond_init(&t->wake, &attr) != 0,
        "no condition");
    (void)pthread_condattr_destroy(&attr);
    BUG_ON(pthread_create(&t->thread, NULL, tend, t) != 0, "no thread");
    return t;
}

void
search_tender_close(struct search_tender *t)
{
    if (!t)
        return;
    atomic_store(search_cache_stop(t->house->search), true);
    (void)pthread_mutex_lock(&t->lock);
    t->closing = true;
    (void)pthread_cond_signal(&t->wake);
    (void)pthread_mutex_unlock(&t->lock);
    (void)pthread_join(t->thread, NULL);
    (void)pthread_cond_destroy(&t->wake);
    (void)pthread_mutex_destroy(&t->lock);
    arena_close(t->arena);
}
