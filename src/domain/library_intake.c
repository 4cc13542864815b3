/* A batch: files found on the calling thread are prepared by two others and come back in the order in which they were
   found; portions of them are written by one job each, while the next ones are being prepared. */
#include "domain/library_walk.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/list.h"
#include "domain/right.h"
#include "store/store.h"

#include <pthread.h>
#include <sys/stat.h>

enum {
    THREADS = 2,
    RING = 64,                     /* files under way */
    RING_BYTES = 64 * 1024 * 1024, /* of originals under way; one alone may be larger */
    PORTION_FIRST = 64,            /* files; each portion may be larger than the one before */
    PORTION_MAX = 2048,
    PORTION_BYTES = 24 * 1024 * 1024, /* of text */
    LOAD_BYTES = 200 * 1024 * 1024,
    LOAD_FROM =
        96 * 1024, /* bytes of text: less goes to search one by one, without a segment of its own */
    SOURCE_MAX = 500,
    FAILURES_SHOWN = 100000
};

enum slot_state {
    SLOT_FREE,
    SLOT_WAITS,
    SLOT_BUSY,
    SLOT_DONE
};

struct slot {
    enum slot_state state;
    struct library_prep *prep;
    int64_t weight;
    bool ok;
    struct err why;
};

struct library_intake {
    struct arena *arena; /* in which it lies itself */
    struct house *house;
    struct actor actor;
    struct library_target to;
    enum library_way way;
    struct str source;
    void (*progress)(void *arg, const struct library_tally *tally);
    void *arg;
    const atomic_bool *stop;
    struct library_walk walk;
    int64_t root_id;
    struct library_tally tally;
    struct err failed; /* trouble that ends the batch */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct slot ring[RING];
    size_t head, tail; /* the next to be given out, the next to come back */
    int64_t weight;
    bool ending;

    struct preparer {
        struct library_intake *in;
        struct library_preparing p;
        pthread_t thread;
        bool started;
    } preparers[THREADS];

    /* The portion that is growing. */
    struct library_prep **portion;
    size_t portion_n, portion_most;
    size_t portion_bytes;
    struct search_load *load;
};

struct str
library_way_title(enum library_way way)
{
    static const char *const TITLES[] = {N_("命令"), N_("网页"), N_("监视文件夹")};
    return str_from(tr(TITLES[way]));
}

/* ---- the threads that prepare ---- */
static struct slot *
next_waiting(struct library_intake *in)
{
    for (size_t i = in->tail; i != in->head; i++)
        if (in->ring[i % RING].state == SLOT_WAITS)
            return &in->ring[i % RING];
    return NULL;
}

static void *
prepare_all(void *arg)
{
    struct preparer *me = arg;
    struct library_intake *in = me->in;
    (void)pthread_mutex_lock(&in->lock);
    for (;;) {
        struct slot *slot = next_waiting(in);
        if (!slot && in->ending)
            break;
        if (!slot) {
            (void)pthread_cond_wait(&in->changed, &in->lock);
            continue;
        }
        slot->state = SLOT_BUSY;
        (void)pthread_mutex_unlock(&in->lock);
        struct err why = {0};
        bool ok = library_prepare(&me->p, slot->prep, &why);
        (void)pthread_mutex_lock(&in->lock);
        slot->ok = ok;
        slot->why = why;
        slot->state = SLOT_DONE;
        (void)pthread_cond_broadcast(&in->changed);
    }
    (void)pthread_mutex_unlock(&in->lock);
    return NULL;
}

static bool
start_preparers(struct library_intake *in, struct err *e)
{
    for (int i = 0; i < THREADS; i++) {
        struct preparer *p = &in->preparers[i];
        p->in = in;
        p->p = (struct library_preparing){
            .files = house_files(in->house), .org_id = in->to.org_id, .way = in->way};
        if (!reader_open(in->house, &p->p.reader, e))
            return false;
        if (pthread_create(&p->thread, NULL, prepare_all, p) != 0)
            return err_set(e, ERR_IO, "%s", tr("线程没能启动，没有入库。请稍后再试。"));
        p->started = true;
    }
    return true;
}

static void
stop_preparers(struct library_intake *in)
{
    (void)pthread_mutex_lock(&in->lock);
    in->ending = true;
    (void)pthread_cond_broadcast(&in->changed);
    (void)pthread_mutex_unlock(&in->lock);
    for (int i = 0; i < THREADS; i++) {
        if (in->preparers[i].started)
            (void)pthread_join(in->preparers[i].thread, NULL);
        reader_close(in->preparers[i].p.reader);
    }
}

/* ---- portions ---- */
static void
drop_portion(struct library_intake *in)
{
    for (size_t i = 0; i < in->portion_n; i++)
        arena_close(in->portion[i]->arena);
    in->portion_n = 0;
    in->portion_bytes = 0;
    search_load_close(in->load);
    in->load = NULL;
}

/* Originals first: a row never names one that could be lost. */
static bool
make_durable(struct library_intake *in, struct arena *a, struct err *e)
{
    struct sha256 *fresh = arena_array(a, struct sha256, in->portion_n);
    size_t n = 0;
    for (size_t i = 0; i < in->portion_n; i++)
        if (in->portion[i]->fresh)
            fresh[n++] = in->portion[i]->digest;
    return blob_sync(house_files(in->house), fresh, n, e);
}

static void
add_tally(struct library_tally *all, const struct library_tally *t)
{
    all->added += t->added;
    all->duplicate += t->duplicate;
    all->known += t->known;
    all->failed += t->failed;
    all->bytes += t->bytes;
    all->points += t->points;
}

static bool
write_portion(struct library_intake *in, struct err *e)
{
    if (in->portion_n == 0)
        return true;
    struct arena *a = arena_open();
    struct library_portion x = {.v = in->portion,
        .n = in->portion_n,
        .load = in->load,
        .to = &in->to,
        .way = in->way,
        .batch_id = in->tally.batch_id,
        .failures = in->tally.failed};
    bool ok = make_durable(in, a, e) && (!in->load || search_load_build(in->load, e)) &&
        house_write(in->house, a, &in->actor, library_portion_write, &x, e);
    arena_close(a);
    if (ok)
        add_tally(&in->tally, &x.tally);
    if (in->portion_most < PORTION_MAX)
        in->portion_most *= 2;
    drop_portion(in);
    if (ok && in->progress)
        in->progress(in->arg, &in->tally);
    return ok;
}

static void
load(struct library_intake *in, const struct library_prep *p)
{
    struct library_org org = {.id = in->to.org_id, .root_id = in->root_id};
    struct search_item item = library_item(p, &in->to, &org);
    if (!p->known && !p->lost)
        search_load_add(in->load, &item);
}

static bool
add_to_portion(struct library_intake *in, struct library_prep *p, struct err *e)
{
    in->portion[in->portion_n++] = p;
    in->portion_bytes += p->text.n;
    if (in->load) {
        load(in, p);
    } else if (in->portion_bytes >= LOAD_FROM) {
        in->load = search_load_open();
        for (size_t i = 0; i < in->portion_n; i++)
            load(in, in->portion[i]);
    }
    bool full = in->portion_n >= in->portion_most || in->portion_bytes >= PORTION_BYTES ||
        (in->load && search_load_bytes(in->load) >= LOAD_BYTES);
    return !full || write_portion(in, e);
}

/* ---- the ring ---- */
/* Takes back the oldest file under way. */
static bool
take_back(struct library_intake *in, struct err *e)
{
    (void)pthread_mutex_lock(&in->lock);
    struct slot *slot = &in->ring[in->tail % RING];
    while (slot->state != SLOT_DONE)
        (void)pthread_cond_wait(&in->changed, &in->lock);
    struct library_prep *p = slot->prep;
    bool ok = slot->ok;
    struct err why = slot->why;
    in->weight -= slot->weight;
    slot->state = SLOT_FREE;
    in->tail++;
    (void)pthread_mutex_unlock(&in->lock);
    if (!ok) {
        arena_close(p->arena);
        *e = why;
        return false;
    }
    return add_to_portion(in, p, e);
}

static int64_t
weight_of(const struct library_prep *p)
{
    struct stat st;
    return p->file && stat(p->file, &st) == 0 ? st.st_size : p->size;
}

static bool
take(void *arg, struct library_prep *p, struct err *e)
{
    struct library_intake *in = arg;
    int64_t weight = weight_of(p);
    if (in->stop && atomic_load(in->stop)) {
        arena_close(p->arena);
        return err_set(e, ERR_LIMIT, "%s", tr("入库已中止，再运行一次就会继续。"));
    }
    while (
        in->head != in->tail && (in->head - in->tail == RING || in->weight + weight > RING_BYTES))
        if (!take_back(in, e)) {
            arena_close(p->arena);
            return false;
        }
    (void)pthread_mutex_lock(&in->lock);
    in->ring[in->head++ % RING] = (struct slot){.state = SLOT_WAITS, .prep = p, .weight = weight};
    in->weight += weight;
    (void)pthread_cond_broadcast(&in->changed);
    (void)pthread_mutex_unlock(&in->lock);
    return true;
}

/* ---- the batch ---- */
static bool
begin_batch(struct work *w, void *arg, struct err *e)
{
    struct library_intake *in = arg;
    struct library_org org;
    if (!right_check(w, in->to.org_id, RIGHT_WRITE, e) ||
        !library_org_get(w, in->to.org_id, &org, e))
        return false;
    if (!date_is_none(org.closed_on))
        return err_set(e, ERR_INPUT, "%s", tr("这个组织已经撤销，不能再收入文件。"));
    in->root_id = org.root_id;
    return db_new_id(w->db, &in->tally.batch_id, e) &&
        db_run(w->db, SQL_LIBRARY_BATCH_ADD,
            VALS(v_int(in->tally.batch_id), v_int(org.root_id), v_int(org.id), v_int(in->way),
                v_str(in->source), v_str(in->to.folder), v_str(w->actor.name), v_int(w->now_ms)),
            NULL, e);
}

/* A watch that found nothing new leaves no line in the log. */
static bool
end_batch(struct work *w, void *arg, struct err *e)
{
    const struct library_intake *in = arg;
    const struct library_tally *t = &in->tally;
    bool empty =
        in->way == LIBRARY_BY_WATCH && t->added == 0 && t->duplicate == 0 && t->failed == 0;
    return empty
        ? db_run(w->db, SQL_LIBRARY_BATCH_DROP, VALS(v_int(t->batch_id)), NULL, e)
        : db_run(w->db, SQL_LIBRARY_BATCH_END, VALS(v_int(t->batch_id), v_int(w->now_ms)), NULL, e);
}

static bool
write_alone(struct library_intake *in, work_fn fn, struct err *e)
{
    struct arena *a = arena_open();
    bool ok = house_write(in->house, a, &in->actor, fn, in, e);
    arena_close(a);
    return ok;
}

static bool
copy_target(struct library_intake *in, const struct library_target *to, struct err *e)
{
    struct arena *a = in->arena;
    in->to = *to;
    in->to.folder = arena_str(a, to->folder);
    in->to.tags = arena_array(a, struct str, to->tags_n);
    for (size_t i = 0; i < to->tags_n; i++)
        in->to.tags[i] = arena_str(a, to->tags[i]);
    if (to->lock != SEARCH_LOCK_SHARED && to->lock != SEARCH_LOCK_OWN)
        return err_field(e, "lock", "%s", tr("请选择谁可以查阅。"));
    return library_folder_check(a, &in->to.folder, e) &&
        library_tags_check(a, in->to.tags, in->to.tags_n, &in->to.tags, &in->to.tags_n, e);
}

static void
release(struct library_intake *in)
{
    stop_preparers(in);
    for (; in->tail != in->head; in->tail++)
        arena_close(in->ring[in->tail % RING].prep->arena);
    drop_portion(in);
    (void)pthread_cond_destroy(&in->changed);
    (void)pthread_mutex_destroy(&in->lock);
    arena_close(in->arena);
}

bool
library_intake_open(
    const struct library_intake_options *options, struct library_intake **out, struct err *e)
{
    struct arena *a = arena_open();
    struct library_intake *in = arena_new(a, struct library_intake);
    in->arena = a;
    in->house = options->house;
    in->actor = *options->actor;
    in->actor.name = arena_str(a, options->actor->name);
    in->way = options->way;
    in->source = arena_str(a, str_slice(options->source, 0, SOURCE_MAX));
    in->progress = options->progress;
    in->arg = options->arg;
    in->stop = options->stop;
    in->portion = arena_array(a, struct library_prep *, PORTION_MAX);
    in->portion_most = PORTION_FIRST;
    BUG_ON(pthread_mutex_init(&in->lock, NULL) != 0, "no mutex");
    BUG_ON(pthread_cond_init(&in->changed, NULL) != 0, "no condition");
    if (!copy_target(in, &options->to, e) || !write_alone(in, begin_batch, e) ||
        !start_preparers(in, e)) {
        release(in);
        return false;
    }
    in->walk = (struct library_walk){
        house_files(in->house), house_data(in->house), in->to.folder, take, in, NULL, NULL};
    *out = in;
    return true;
}

/* Once failed, nothing more is taken. */
static bool
after(struct library_intake *in, bool ok, struct err *e)
{
    if (!ok && e->code != ERR_NOT_FOUND)
        in->failed = *e;
    return ok;
}

static bool
still_good(const struct library_intake *in, struct err *e)
{
    if (in->failed.code != ERR_NONE)
        *e = in->failed;
    return in->failed.code == ERR_NONE;
}

bool
library_intake_path(struct library_intake *in, const char *path, struct err *e)
{
    return still_good(in, e) && after(in, library_walk_path(&in->walk, path, e), e);
}

bool
library_intake_below(struct library_intake *in, struct str root, struct str path, struct err *e)
{
    return still_good(in, e) && after(in, library_walk_below(&in->walk, root, path, e), e);
}

void
library_intake_young(
    struct library_intake *in, void (*young)(void *arg, struct str path), void *arg)
{
    in->walk.young = young;
    in->walk.young_arg = arg;
}

bool
library_intake_upload(struct library_intake *in, const struct library_upload *upload, struct err *e)
{
    return still_good(in, e) && after(in, library_walk_upload(&in->walk, upload, e), e);
}

bool
library_intake_again(struct library_intake *in, const struct library_doc *doc, struct err *e)
{
    if (doc->org_id != in->to.org_id)
        return err_set(e, ERR_INPUT, "%s", tr("这份文件不属于这个组织，没有重新读取。"));
    return still_good(in, e) && after(in, library_walk_again(&in->walk, doc, e), e);
}

static bool
finish(struct library_intake *in, struct err *e)
{
    while (in->tail != in->head)
        if (!take_back(in, e))
            return false;
    return write_portion(in, e);
}

static bool
read_failures(
    struct library_intake *in, struct arena *a, struct library_failures *list, struct err *e)
{
    struct work w;
    if (!work_begin(in->preparers[0].p.reader, a, &in->actor, &w, e))
        return false;
    bool ok = library_failures_read(&w, in->tally.batch_id, 0, FAILURES_SHOWN, list, e);
    work_end(&w);
    return ok;
}

bool
library_intake_close(struct library_intake *in, struct arena *a, struct library_tally *tally,
    struct library_failures *failures, struct err *e)
{
    bool ok = still_good(in, e) && finish(in, e);
    if (ok && failures) {
        *failures = (struct library_failures){NULL, 0};
        ok = in->tally.failed == 0 || read_failures(in, a, failures, e);
    }
    struct err ignored = {0};
    ok = write_alone(in, end_batch, ok ? e : &ignored) && ok;
    if (tally)
        *tally = in->tally;
    release(in);
    return ok;
}
