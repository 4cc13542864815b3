#include "domain/proof_keeper.h"

#include "base/bug.h"
#include "base/log.h"
#include "domain/proof.h"

#include <pthread.h>
#include <time.h>

enum {
    LOOK_S = 600
};

struct proof_keeper {
    struct arena *arena; /* in which it lies itself */
    struct house *house;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool closing;
};

static bool
daily(struct work *w, void *arg, struct err *e)
{
    return proof_daily(w, arg, e);
}

static void
look(struct proof_keeper *k)
{
    struct err e;
    bool made = false;
    struct arena *a = arena_open();
    struct actor actor = actor_system();
    err_clear(&e);
    if (!house_write(k->house, a, &actor, daily, &made, &e))
        log_error("no checkpoint was made today: %s", e.text);
    else if (made)
        log_info("the day's checkpoint was made");
    arena_close(a);
}

/* Waits; false when it is to end. */
static bool
rest(struct proof_keeper *k)
{
    struct timespec until;
    int rc = 0;
    (void)clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += LOOK_S;
    (void)pthread_mutex_lock(&k->lock);
    while (!k->closing && rc == 0)
        rc = pthread_cond_timedwait(&k->wake, &k->lock, &until);
    bool go_on = !k->closing;
    (void)pthread_mutex_unlock(&k->lock);
    return go_on;
}

static void *
keep(void *arg)
{
    struct proof_keeper *k = arg;
    do {
        look(k);
    } while (rest(k));
    return NULL;
}

struct proof_keeper *
proof_keeper_open(struct house *house)
{
    struct arena *a = arena_open();
    struct proof_keeper *k = arena_new(a, struct proof_keeper);
    pthread_condattr_t attr;
    k->arena = a;
    k->house = house;
    BUG_ON(pthread_mutex_init(&k->lock, NULL) != 0, "no mutex");
    BUG_ON(pthread_condattr_init(&attr) != 0 ||
            pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) != 0 ||
            pthread_cond_init(&k->wake, &attr) != 0,
        "no condition");
    (void)pthread_condattr_destroy(&attr);
    BUG_ON(pthread_create(&k->thread, NULL, keep, k) != 0, "no thread");
    return k;
}

void
proof_keeper_close(struct proof_keeper *k)
{
    if (!k)
        return;
    (void)pthread_mutex_lock(&k->lock);
    k->closing = true;
    (void)pthread_cond_signal(&k->wake);
    (void)pthread_mutex_unlock(&k->lock);
    (void)pthread_join(k->thread, NULL);
    (void)pthread_cond_destroy(&k->wake);
    (void)pthread_mutex_destroy(&k->lock);
    arena_close(k->arena);
}
