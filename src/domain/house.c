#include "domain/ground.h"
#include "domain/house_int.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"
#include "domain/journal_tree.h"
#include "domain/pack_int.h"
#include "domain/search_view.h"
#include "store/store.h"

struct reader {
    struct arena *arena; /* in which it lies itself */
    struct house *house;
    struct db *db;
};

/* A work_fn on its way through the store's queue; lies in the caller's arena. */
struct job {
    struct house *house;
    struct arena *arena;
    struct actor actor;
    work_fn fn;
    work_done_fn done; /* NULL: house_write waits by itself */
    void *arg;
};

static bool
is_url(const char *db)
{
    struct str s = str_from(db);
    return str_starts(s, S("postgresql://")) || str_starts(s, S("postgres://"));
}

static bool
open_store(struct house *house, const struct house_options *options, struct err *e)
{
    const char *db =
        options->db ? options->db : arena_fmt(house->arena, "%s/taizhang.db", house->data).p;
    if (!options->create && !is_url(db) && !file_exists(db))
        return err_set(e, ERR_NOT_FOUND,
            tr("这里还没有台账：找不到 %s。请先运行 taizhang init 新建，或用 --data 指明文件夹。"),
            db);
    struct store_options so = {
        .url = db, .create = options->create, .batch_max = options->batch_max};
    return store_open(&so, &house->store, e) && store_migrate(house->store, e);
}

/* What a job or a batch did that was rolled back is not there: the chain's end and the packs of the year must be read
   again, the year continued again. */
static void
forget_written(void *arg)
{
    struct house *h = arg;
    h->head.known = false;
    h->ruling.last.rules = NULL;
    h->year_continued = 0;
}

bool
house_open(const struct house_options *options, struct house **house, struct err *e)
{
    struct arena *a = arena_open();
    struct house *h = arena_new(a, struct house);
    h->arena = a;
    h->clock = options->clock;
    h->data = arena_cstr(a, str_from(options->data));
    h->files = arena_fmt(a, "%s/files", h->data).p;
    BUG_ON(pthread_mutex_init(&h->rules_lock, NULL) != 0, "no mutex");
    h->rules = rules_cache_open();
    h->tree = journal_tree_open(h->arena);
    h->ground = ground_open(h->arena);
    if ((options->create && !dir_make(h->data, e)) || !open_store(h, options, e)) {
        house_close(h);
        return false;
    }
    store_on_rollback(h->store, forget_written, h);
    h->search = search_cache_open(h->store);
    if (!journal_tree_catch_up(h, e)) {
        house_close(h);
        return false;
    }
    *house = h;
    return true;
}

void
house_close(struct house *house)
{
    if (!house)
        return;
    if (house->store)
        store_close(house->store);
    rules_cache_close(house->rules);
    search_cache_close(house->search);
    (void)pthread_mutex_destroy(&house->rules_lock);
    ground_close(house->ground);
    arena_close(house->arena);
}

const char *
house_data(const struct house *house)
{
    return house->data;
}

const char *
house_files(const struct house *house)
{
    return house->files;
}

bool
reader_open(struct house *house, struct reader **reader, struct err *e)
{
    struct db *db = NULL;
    if (!store_reader(house->store, &db, e))
        return false;
    struct arena *a = arena_open();
    *reader = arena_new(a, struct reader);
    **reader = (struct reader){a, house, db};
    return true;
}

void
reader_close(struct reader *reader)
{
    if (!reader)
        return;
    db_close(reader->db);
    arena_close(reader->arena);
}

static struct work
new_work(struct house *house, struct db *db, struct arena *arena, const struct actor *actor)
{
    int64_t now = clock_now_ms(&house->clock);
    return (struct work){.house = house,
        .db = db,
        .arena = arena,
        .actor = *actor,
        .now_ms = now,
        .today = clock_day_of(now)};
}

bool
work_begin(struct reader *reader, struct arena *arena, const struct actor *actor, struct work *w,
    struct err *e)
{
    *w = new_work(reader->house, reader->db, arena, actor);
    return db_read_begin(reader->db, e);
}

void
work_end(struct work *w)
{
    db_read_end(w->db);
    w->db = NULL;
}

static bool
run_job(struct db *db, void *arg, struct err *e)
{
    const struct job *job = arg;
    struct batch_ruling *batch = &job->house->ruling;
    struct work w = new_work(job->house, db, job->arena, &job->actor);
    int64_t commits = store_counts(job->house->store).commits;
    w.writing = true;
    ground_begin(job->house->ground, w.today);
    if (batch->commits == commits)
        w.ruling = batch->last;
    bool ok = job->fn(&w, job->arg, e);
    *batch = (struct batch_ruling){w.ruling, commits};
    return ok;
}

static void
job_done(void *arg, bool ok, const struct err *e)
{
    const struct job *job = arg;
    job->done(job->arg, ok, e);
}

static struct job *
new_job(struct house *house, struct arena *arena, const struct actor *actor, work_fn fn, void *arg)
{
    struct job *job = arena_new(arena, struct job);
    *job = (struct job){.house = house, .arena = arena, .actor = *actor, .fn = fn, .arg = arg};
    job->actor.name = arena_str(arena, actor->name);
    return job;
}

bool
house_post(struct house *house, const struct posting *p, struct err *e)
{
    struct job *job = new_job(house, p->arena, p->actor, p->fn, p->arg);
    job->done = p->done;
    return store_post(house->store, run_job, job_done, job, e);
}

bool
house_write(struct house *house, struct arena *arena, const struct actor *actor, work_fn fn,
    void *arg, struct err *e)
{
    return store_write(house->store, run_job, new_job(house, arena, actor, fn, arg), e);
}

struct actor
actor_system(void)
{
    return (struct actor){.name = S("本机命令"), .system = true};
}

bool
house_ready(struct house *house, struct err *e)
{
    return store_ping(house->store, e);
}

struct house_counts
house_counts(struct house *house)
{
    struct store_counts c = store_counts(house->store);
    return (struct house_counts){c.jobs, c.jobs_failed, c.commits, c.statements, c.waits};
}
