#include "web/app.h"

#include "base/bug.h"
#include "web/exchange.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    WORKERS = 2,
    WORKERS_MAX = 8,
    WAITING_MAX = 64,
    POOL_MAX = 64,
    READERS_MAX = 64
};

struct task {
    struct exchange *x;
    void (*fn)(struct exchange *x);
};

struct app {
    struct app_options options;
    struct arena *arena;  /* in which it lies itself */
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t task_came;
    struct exchange *pool;
    unsigned pool_n;
    struct reader *readers[READERS_MAX];
    unsigned readers_n;
    struct task tasks[WAITING_MAX]; /* a ring */
    unsigned tasks_at, tasks_n;
    bool stopping;
    pthread_t workers[WORKERS_MAX];
    unsigned workers_n;
    atomic_int_fast64_t counts[COUNT_N];
};

static void
lock(struct app *app)
{
    BUG_ON(pthread_mutex_lock(&app->lock) != 0, "mutex");
}

static void
unlock(struct app *app)
{
    BUG_ON(pthread_mutex_unlock(&app->lock) != 0, "mutex");
}

static void *
work_off(void *arg)
{
    struct app *app = arg;
    lock(app);
    for (;;) {
        while (app->tasks_n == 0 && !app->stopping)
            BUG_ON(pthread_cond_wait(&app->task_came, &app->lock) != 0, "condition");
        if (app->tasks_n == 0)
            break;
        struct task t = app->tasks[app->tasks_at];
        app->tasks_at = (app->tasks_at + 1) % WAITING_MAX;
        app->tasks_n--;
        unlock(app);
        t.fn(t.x);
        lock(app);
    }
    unlock(app);
    return NULL;
}

bool
app_work(struct app *app, struct exchange *x, void (*fn)(struct exchange *x))
{
    lock(app);
    bool room = app->tasks_n < WAITING_MAX;
    if (room) {
        app->tasks[(app->tasks_at + app->tasks_n++) % WAITING_MAX] = (struct task){x, fn};
        BUG_ON(pthread_cond_signal(&app->task_came) != 0, "condition");
    }
    unlock(app);
    return room;
}

static void
release(struct exchange *x)
{
    out_release(&x->body);
    out_release(&x->rs.body);
    arena_close(x->arena);
    arena_close(x->home);
}

bool
app_open(const struct app_options *options, struct app **app, struct err *e)
{
    struct arena *arena = arena_open();
    struct app *a = arena_new(arena, struct app);
    a->options = *options;
    a->arena = arena;
    if (!a->options.routes)
        a->options.routes = web_routes;
    if (!a->options.hooks)
        a->options.hooks = &domain_hooks;
    a->options.metrics_token = arena_str(arena, options->metrics_token);
    unsigned n = options->workers ? options->workers : WORKERS;
    BUG_ON(pthread_mutex_init(&a->lock, NULL) != 0 || pthread_cond_init(&a->task_came, NULL) != 0,
        "no mutex");
    while (a->workers_n < n && a->workers_n < WORKERS_MAX) {
        if (pthread_create(&a->workers[a->workers_n], NULL, work_off, a) != 0) {
            app_close(a);
            return err_set(e, ERR_IO, tr("系统不能再开线程，请稍后再启动。"));
        }
        a->workers_n++;
    }
    *app = a;
    return true;
}

void
app_close(struct app *app)
{
    if (!app)
        return;
    lock(app);
    app->stopping = true;
    BUG_ON(pthread_cond_broadcast(&app->task_came) != 0, "condition");
    unlock(app);
    for (unsigned i = 0; i < app->workers_n; i++)
        BUG_ON(pthread_join(app->workers[i], NULL) != 0, "join");
    for (struct exchange *x = app->pool, *next; x; x = next) {
        next = x->next;
        release(x);
    }
    while (app->readers_n)
        reader_close(app->readers[--app->readers_n]);
    (void)pthread_mutex_destroy(&app->lock);
    (void)pthread_cond_destroy(&app->task_came);
    arena_close(app->arena);
}

struct house *
app_house(const struct app *app)
{
    return app->options.house;
}

const struct hooks *
app_hooks(const struct app *app)
{
    return app->options.hooks;
}

const struct app_options *
app_settings(const struct app *app)
{
    return &app->options;
}

struct reader *
app_reader_take(struct app *app, bool fresh, struct err *e)
{
    lock(app);
    struct reader *r = app->readers_n && !fresh ? app->readers[--app->readers_n] : NULL;
    unlock(app);
    return r || reader_open(app->options.house, &r, e) ? r : NULL;
}

void
app_reader_give(struct app *app, struct reader *reader)
{
    lock(app);
    bool keep = app->readers_n < READERS_MAX;
    if (keep)
        app->readers[app->readers_n++] = reader;
    unlock(app);
    if (!keep)
        reader_close(reader);
}

struct exchange *
app_exchange_take(struct app *app)
{
    lock(app);
    struct exchange *x = app->pool;
    if (x) {
        app->pool = x->next;
        app->pool_n--;
    }
    unlock(app);
    return x;
}

/* Keeps a few with the memory they have; one that grew large is let go. */
void
app_exchange_give(struct app *app, struct exchange *x)
{
    enum {
        KEEP_BYTES = 256 * 1024
    };

    lock(app);
    bool keep = app->pool_n < POOL_MAX && x->rs.body.cap + x->body.cap <= KEEP_BYTES;
    if (keep) {
        x->next = app->pool;
        app->pool = x;
        app->pool_n++;
    }
    unlock(app);
    if (!keep)
        release(x);
}

void
app_count(struct app *app, enum app_count what)
{
    atomic_fetch_add_explicit(&app->counts[what], 1, memory_order_relaxed);
}

void
app_counts(struct app *app, int64_t counts[COUNT_N])
{
    for (int i = 0; i < COUNT_N; i++)
        counts[i] = atomic_load_explicit(&app->counts[i], memory_order_relaxed);
}
