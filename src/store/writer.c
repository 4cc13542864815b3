/* The one thread that writes: takes all jobs that wait, runs each inside a savepoint, commits once, tells each. */
#include "base/bug.h"
#include "base/lang.h"
#include "base/log.h"
#include "store/store_int.h"

#include <stdlib.h>
#include <time.h>

enum {
    QUEUE_MAX = 8192,
    BATCH_MAX = 256,
    HOOKS_MAX = 8,
    OPEN_MS = 20,      /* a batch that has been running for so long takes in no more jobs */
    PATIENCE_PART = 4, /* of what the last commit took, to wait for those who are sure to come */
    PATIENCE_MAX_MS = 2
};

struct job {
    job_fn fn;
    job_done_fn done;
    void *arg;
    enum lang lang; /* of who posted it: errors speak that language */
};

struct outcome {
    bool ok;
    struct err err;
};

struct hook {
    void (*fn)(void *arg);
    void *arg;
};

struct writer {
    struct store *store;
    struct db *db;
    pthread_t thread;
    bool started;
    unsigned batch_max;

    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t wake;
    struct job queue[QUEUE_MAX]; /* a ring */
    size_t head, count;
    bool idle, closing;
    struct hook hooks[HOOKS_MAX];
    size_t hook_count;

    bool failing; /* the last batch was not stored; what follows is the thread's own */
    struct job batch[BATCH_MAX];
    size_t batch_n;
    size_t told_n[2];    /* how many the last two batches told, the last first */
    int64_t began_ns;    /* of the batch */
    int64_t patience_ns; /* what is left of it for this batch */
    int64_t commit_ns;   /* what the last commit took */
    struct outcome outcomes[BATCH_MAX];
};

static void
tell_rollback(struct writer *w)
{
    struct hook hooks[HOOKS_MAX];
    (void)pthread_mutex_lock(&w->lock);
    size_t n = w->hook_count;
    memcpy(hooks, w->hooks, n * sizeof(*hooks));
    (void)pthread_mutex_unlock(&w->lock);
    for (size_t i = 0; i < n; i++)
        hooks[i].fn(hooks[i].arg);
}

static void
undone(struct writer *w)
{
    db_forget_ids(w->db);
    tell_rollback(w);
}

static void
run_job(struct writer *w, const struct job *job, struct outcome *o)
{
    struct db *db = w->db;
    const struct driver *driver = w->store->driver;
    lang_use(job->lang);
    err_clear(&o->err);
    db->doomed = false;
    if (!driver->job_begin(db, &o->err)) {
        db->state = db->state == BATCH_FINE ? BATCH_LOST : db->state;
        o->ok = false;
        return;
    }
    db->in_job = true;
    o->ok = job->fn(db, job->arg, &o->err);
    db_close_queries(db);
    db->in_job = false;
    if (o->ok && db->doomed) {
        o->ok = false;
        o->err = db->doom;
    }
    if (!driver->job_end(db, o->ok, &o->err))
        o->ok = false;
    if (!o->ok && o->err.code == ERR_NONE)
        (void)store_trouble(&o->err, TROUBLE_OTHER, "?");
    arena_reset(db->arena);
    if (!o->ok && db->state == BATCH_FINE)
        undone(w);
}

#define MS_NS INT64_C(1000000)
#define S_NS  INT64_C(1000000000)

static int64_t
monotonic_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * S_NS + t.tv_nsec;
}

/* Adds what waits, as far as a batch holds it. To be called with the lock. */
static void
take_more(struct writer *w)
{
    for (; w->count > 0 && w->batch_n < w->batch_max; w->count--) {
        w->batch[w->batch_n++] = w->queue[w->head];
        w->head = (w->head + 1) % QUEUE_MAX;
    }
}

/* Waits for a job, as long as patience lasts. To be called with the lock. */
static void
wait_a_little(struct writer *w)
{
    int64_t from = monotonic_ns(), until = from + w->patience_ns, now = from;
    struct timespec t = {.tv_sec = until / S_NS, .tv_nsec = until % S_NS};
    while (w->count == 0 && !w->closing && now < until) {
        w->idle = true;
        (void)pthread_cond_timedwait(&w->wake, &w->lock, &t);
        now = monotonic_ns();
    }
    w->idle = false;
    w->patience_ns -= now - from;
}

/* Whoever came while the batch ran goes with it: the commit is still to be paid, and waiting for the next one would
   cost him a whole one more. When fewer have come than were answered of late, their next requests are on their way:
   they are waited for, for a part of what a commit takes. Who writes alone waits for nobody. */
static void
top_up(struct writer *w)
{
    if (w->batch_n == w->batch_max || monotonic_ns() - w->began_ns >= OPEN_MS * MS_NS)
        return;
    (void)pthread_mutex_lock(&w->lock);
    if (w->count == 0 && w->patience_ns > 0 && w->batch_n < w->told_n[0] + w->told_n[1])
        wait_a_little(w);
    take_more(w);
    (void)pthread_mutex_unlock(&w->lock);
}

static bool
commit(struct writer *w, struct err *e)
{
    int64_t from = monotonic_ns();
    bool ok = w->store->driver->commit(w->db, e);
    w->commit_ns = monotonic_ns() - from;
    return ok;
}

/* For the batch that begins. */
static void
set_patience(struct writer *w)
{
    bool alone = w->told_n[0] < 2 && w->told_n[1] < 2;
    int64_t part = w->commit_ns / PATIENCE_PART, most = PATIENCE_MAX_MS * MS_NS;
    w->began_ns = monotonic_ns();
    w->patience_ns = alone ? 0 : part < most ? part : most;
}

/* Runs the batch in one transaction. After BATCH_FINE it is committed and each outcome stands; otherwise nothing of
   it is stored and *e says why. */
static enum batch_state
try_batch(struct writer *w, bool careful, struct err *e)
{
    struct db *db = w->db;
    db->careful = careful;
    db->state = BATCH_FINE;
    if (!w->store->driver->begin(db, e)) {
        undone(w);
        return BATCH_LOST;
    }
    for (size_t i = 0; i < w->batch_n && db->state == BATCH_FINE; i++) {
        run_job(w, &w->batch[i], &w->outcomes[i]);
        if (db->state != BATCH_FINE)
            *e = w->outcomes[i].err;
        else if (i + 1 == w->batch_n && !careful)
            top_up(w);
    }
    if (db->state == BATCH_FINE && commit(w, e)) {
        db->id_fresh = false;
        atomic_fetch_add(&w->store->commits, 1);
        return BATCH_FINE;
    }
    enum batch_state state = db->state == BATCH_FINE ? BATCH_LOST : db->state;
    w->store->driver->rollback(db);
    undone(w);
    return state;
}

static void
run_batch(struct writer *w)
{
    struct err e;
    err_clear(&e);
    for (size_t i = 0; i < BATCH_MAX; i++)
        w->outcomes[i].ok = true;
    enum batch_state state = try_batch(w, false, &e);
    if (state == BATCH_AGAIN) {
        for (size_t i = 0; i < w->batch_n; i++)
            w->outcomes[i].ok = true;
        state = try_batch(w, true, &e);
    }
    if (state != BATCH_FINE && !w->failing)
        log_error("writes are not stored: %s", e.text);
    else if (state == BATCH_FINE && w->failing)
        log_info("writes are stored again");
    w->failing = state != BATCH_FINE;
    for (size_t i = 0; i < w->batch_n; i++) {
        struct outcome *o = &w->outcomes[i];
        if (state != BATCH_FINE && o->ok) {
            o->ok = false;
            o->err = e;
        }
        atomic_fetch_add(&w->store->jobs, 1);
        if (!o->ok)
            atomic_fetch_add(&w->store->jobs_failed, 1);
        w->batch[i].done(w->batch[i].arg, o->ok, &o->err);
    }
}

/* What waits, at most a batch. False when closing and nothing is left. */
static bool
take_batch(struct writer *w)
{
    (void)pthread_mutex_lock(&w->lock);
    while (w->count == 0 && !w->closing) {
        w->idle = true;
        (void)pthread_cond_wait(&w->wake, &w->lock);
    }
    w->idle = false;
    w->told_n[1] = w->told_n[0];
    w->told_n[0] = w->batch_n;
    w->batch_n = 0;
    take_more(w);
    (void)pthread_mutex_unlock(&w->lock);
    set_patience(w);
    return w->batch_n > 0;
}

static void *
writer_main(void *arg)
{
    struct writer *w = arg;
    while (take_batch(w))
        run_batch(w);
    return NULL;
}

bool
writer_open(struct store *store, struct err *e)
{
    struct writer *w = calloc(1, sizeof(*w));
    BUG_ON(!w, "out of memory");
    unsigned max = store->options.batch_max;
    w->store = store;
    w->batch_max = max == 0 || max > BATCH_MAX ? BATCH_MAX : max;
    (void)pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_t attr;
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&w->wake, &attr);
    (void)pthread_condattr_destroy(&attr);
    store->writer = w;
    if (!store->driver->open(store, DB_WRITER, &w->db, e))
        return false;
    w->started = pthread_create(&w->thread, NULL, writer_main, w) == 0;
    return w->started || err_set(e, ERR_IO, tr("系统没有资源再开一个线程，程序无法启动。"));
}

void
writer_close(struct writer *w)
{
    if (!w)
        return;
    (void)pthread_mutex_lock(&w->lock);
    w->closing = true;
    (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
    if (w->started)
        (void)pthread_join(w->thread, NULL);
    db_close(w->db);
    (void)pthread_cond_destroy(&w->wake);
    (void)pthread_mutex_destroy(&w->lock);
    free(w);
}

bool
store_post(struct store *store, job_fn job, job_done_fn done, void *arg, struct err *e)
{
    struct writer *w = store->writer;
    (void)pthread_mutex_lock(&w->lock);
    bool full = w->count == QUEUE_MAX, closing = w->closing, wake = w->idle;
    if (!full && !closing) {
        w->queue[(w->head + w->count) % QUEUE_MAX] =
            (struct job){.fn = job, .done = done, .arg = arg, .lang = lang_current()};
        w->count++;
        w->idle = false;
    }
    (void)pthread_mutex_unlock(&w->lock);
    if (closing)
        return err_set(e, ERR_STORE, tr("程序正在停止，没有保存。请等它重新启动后再试。"));
    if (full)
        return err_set(e, ERR_LIMIT, tr("同时保存的人太多，这次没有保存。请稍等片刻再试。"));
    if (wake)
        (void)pthread_cond_signal(&w->wake);
    return true;
}

struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    job_fn fn;
    void *arg;
    bool told, ok;
    struct err *e;
};

static bool
waiter_job(struct db *db, void *arg, struct err *e)
{
    struct waiter *w = arg;
    return w->fn(db, w->arg, e);
}

static void
waiter_done(void *arg, bool ok, const struct err *e)
{
    struct waiter *w = arg;
    (void)pthread_mutex_lock(&w->lock);
    w->told = true;
    w->ok = ok;
    if (!ok && w->e)
        *w->e = *e;
    (void)pthread_cond_signal(&w->wake);
    (void)pthread_mutex_unlock(&w->lock);
}

bool
store_write(struct store *store, job_fn job, void *arg, struct err *e)
{
    BUG_ON(pthread_equal(pthread_self(), store->writer->thread), "store_write inside of a job");
    struct waiter w = {.fn = job, .arg = arg, .e = e};
    (void)pthread_mutex_init(&w.lock, NULL);
    (void)pthread_cond_init(&w.wake, NULL);
    bool posted = store_post(store, waiter_job, waiter_done, &w, e);
    (void)pthread_mutex_lock(&w.lock);
    while (posted && !w.told)
        (void)pthread_cond_wait(&w.wake, &w.lock);
    (void)pthread_mutex_unlock(&w.lock);
    (void)pthread_cond_destroy(&w.wake);
    (void)pthread_mutex_destroy(&w.lock);
    return posted && w.ok;
}

void
store_on_rollback(struct store *store, void (*fn)(void *arg), void *arg)
{
    struct writer *w = store->writer;
    (void)pthread_mutex_lock(&w->lock);
    BUG_ON(w->hook_count == HOOKS_MAX, "too many rollback hooks");
    w->hooks[w->hook_count++] = (struct hook){fn, arg};
    (void)pthread_mutex_unlock(&w->lock);
}
