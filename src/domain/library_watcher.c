/* The thread that watches folders by inotify. Watches are set before a folder is looked through, so that nothing falls
   between; a file that changed a moment ago is looked at once more before it is taken. */
#include "domain/library_walk.h"

#include "base/bug.h"
#include "base/lang.h"
#include "base/log.h"
#include "domain/list.h"

#include <errno.h>
#include <fts.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    QUIET_MS = 400,      /* nothing new for so long: what has come is taken in */
    WAIT_MS = 3000,      /* … but not later than this */
    LOOK_MS = 20 * 1000, /* the list of folders may have changed */
    EVENTS_BYTES = 64 * 1024,
    PENDING_MAX = 10000,
    FOLDERS_MAX = 500000
};

#define EVENTS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_EXCL_UNLINK)

/* A folder with a watch on it; the place in the list is inotify's number. */
struct watched {
    struct str path;
    size_t root;
};

/* Something to be taken in. */
struct pending {
    struct str path;
    size_t root;
    bool folder;
};

struct library_watcher {
    struct arena *arena; /* in which it lies itself */
    struct house *house;
    struct reader *reader;
    void (*told)(void *arg, const struct library_watch *watch, const struct library_tally *tally);
    void *arg;
    pthread_t thread;
    int stop_fd;
    atomic_bool stop;

    /* Of the present list of folders; begun anew when it changes. */
    struct arena *round;
    int inotify;
    struct library_watches watches;
    bool *there; /* of each watch: its folder was there when it was looked for */
    struct watched *folders;
    size_t folders_n;
    bool complained;

    struct arena *waiting; /* of the pending */
    struct pending *pending;
    size_t pending_n;
    int64_t first_ms, last_ms; /* when the first and the last of them came */
    bool look_again;           /* too much came at once, or something failed */
};

static int64_t
now_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct str
join(struct arena *a, struct str folder, struct str name)
{
    return arena_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/* ---- watches ---- */
static void
complain(struct library_watcher *w, const char *path)
{
    if (!w->complained)
        log_warn(tr("文件夹 %s 不能监视（系统错误 %d），其中新到的文件要等下次启动时收入。"), path,
            errno);
    w->complained = true;
}

static void
remember(struct library_watcher *w, int wd, struct str path, size_t root)
{
    size_t at = (size_t)wd;
    if (at >= FOLDERS_MAX)
        return;
    if (at >= w->folders_n) {
        size_t more = at < 64 ? 128 : 2 * at;
        struct watched *wider = arena_array(w->round, struct watched, more);
        if (w->folders_n)
            memcpy(wider, w->folders, w->folders_n * sizeof(*wider));
        w->folders = wider;
        w->folders_n = more;
    }
    w->folders[at] = (struct watched){arena_str(w->round, path), root};
}

static void
watch_folder(struct library_watcher *w, const char *path, size_t root)
{
    int wd = inotify_add_watch(w->inotify, path, EVENTS);
    if (wd < 0)
        complain(w, path);
    else
        remember(w, wd, str_from(path), root);
}

/* The folder and all below. */
static void
watch_below(struct library_watcher *w, char *path, size_t root)
{
    char *roots[] = {path, NULL};
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_NOSTAT, NULL);
    FTSENT *entry;
    while (fts && (entry = fts_read(fts)) != NULL) { /* NOLINT(concurrency-mt-unsafe): ours alone */
        if (entry->fts_info != FTS_D)
            continue;
        if (entry->fts_level > 0 && library_is_passing(str_from(entry->fts_name)))
            (void)fts_set(fts, entry, FTS_SKIP);
        else
            watch_folder(w, entry->fts_path, root);
    }
    if (fts)
        (void)fts_close(fts);
}

/* ---- pending ---- */
static void
add_pending(struct library_watcher *w, struct str path, size_t root, bool folder)
{
    for (size_t i = w->pending_n; i > 0 && i + 16 > w->pending_n; i--)
        if (str_eq(w->pending[i - 1].path, path)) {
            w->last_ms = now_ms();
            return;
        }
    if (w->pending_n >= PENDING_MAX) {
        w->look_again = true;
        return;
    }
    w->last_ms = now_ms();
    if (w->pending_n == 0)
        w->first_ms = w->last_ms;

    struct {
        struct pending *v;
        size_t n;
    } list = {w->pending, w->pending_n};

    LIST_ADD(w->waiting, &list, ((struct pending){arena_str(w->waiting, path), root, folder}));
    w->pending = list.v;
    w->pending_n = list.n;
}

static void
take_event(struct library_watcher *w, const struct inotify_event *event)
{
    size_t at = (size_t)event->wd;
    if (event->mask & IN_Q_OVERFLOW)
        w->look_again = true;
    if (event->wd < 0 || at >= w->folders_n || event->len == 0)
        return;
    struct str name = str_from(event->name);
    if (str_empty(w->folders[at].path) || library_is_passing(name))
        return;
    struct str path = join(w->waiting, w->folders[at].path, name);
    bool folder = (event->mask & IN_ISDIR) != 0;
    if (folder)
        watch_below(w, (char *)(uintptr_t)path.p, w->folders[at].root);
    if (folder || (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO)) != 0)
        add_pending(w, path, w->folders[at].root, folder);
}

static void
take_events(struct library_watcher *w)
{
    alignas(struct inotify_event) char buffer[EVENTS_BYTES];
    ssize_t n;
    while ((n = read(w->inotify, buffer, sizeof(buffer))) > 0)
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(buffer + at);
            take_event(w, event);
            at += (ssize_t)(sizeof(*event) + event->len);
        }
}

/* ---- taking in ---- */
struct round {
    struct library_watcher *watcher;
    size_t root;
};

/* A file that was changed a moment ago waits for its turn. */
static void
found_young(void *arg, struct str path)
{
    const struct round *r = arg;
    add_pending(r->watcher, path, r->root, false);
}

/* What came below one folder; n 0: everything below it. */
struct haul {
    size_t root;
    const struct pending *list;
    size_t n;
};

static bool
take_paths(
    struct library_watcher *w, const struct haul *h, struct library_tally *tally, struct err *e)
{
    const struct library_watch *watch = &w->watches.v[h->root];
    struct actor actor = actor_system();
    actor.name = str_from(tr("监视文件夹"));
    struct round round = {w, h->root};
    struct library_intake_options options = {.house = w->house,
        .actor = &actor,
        .to = watch->to,
        .way = LIBRARY_BY_WATCH,
        .source = watch->path,
        .stop = &w->stop};
    struct library_intake *in;
    if (!library_intake_open(&options, &in, e))
        return false;
    library_intake_young(in, found_young, &round);
    bool ok = true;
    struct err first = {0};
    if (h->n == 0)
        ok = library_intake_below(in, watch->path, watch->path, &first);
    for (size_t i = 0; ok && i < h->n; i++)
        if (h->list[i].root == h->root)
            ok = library_intake_below(in, watch->path, h->list[i].path, &first) ||
                first.code == ERR_NOT_FOUND; /* it has gone again */
    bool closed = library_intake_close(in, NULL, tally, NULL, e);
    if (!ok)
        *e = first;
    return ok && closed;
}

static void
take_in(struct library_watcher *w, const struct haul *h)
{
    struct err e = {0};
    struct library_tally tally = {0};
    const struct library_watch *watch = &w->watches.v[h->root];
    if (!take_paths(w, h, &tally, &e)) {
        if (!atomic_load(&w->stop))
            log_warn("%.*s: %s", STR_ARG(watch->path), e.text);
        w->look_again = true;
    }
    if (tally.added + tally.duplicate + tally.failed > 0 && w->told)
        w->told(w->arg, watch, &tally);
}

static void
take_pending(struct library_watcher *w)
{
    struct arena *waiting = w->waiting;
    const struct pending *list = w->pending;
    size_t n = w->pending_n;
    w->waiting = arena_open(); /* what comes meanwhile */
    w->pending = NULL;
    w->pending_n = 0;
    for (size_t root = 0; root < w->watches.n && !atomic_load(&w->stop); root++) {
        bool any = false;
        for (size_t i = 0; i < n; i++)
            any |= list[i].root == root;
        if (any)
            take_in(w, &(struct haul){root, list, n});
    }
    arena_close(waiting);
}

/* ---- the list of folders ---- */
static bool
read_watches(
    struct library_watcher *w, struct arena *a, struct library_watches *list, struct err *e)
{
    struct work work;
    struct actor actor = actor_system();
    if (!work_begin(w->reader, a, &actor, &work, e))
        return false;
    bool ok = library_watch_list(&work, 0, list, e);
    work_end(&work);
    return ok;
}

static bool
same_watches(const struct library_watches *a, const struct library_watches *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++) {
        const struct library_target *x = &a->v[i].to, *y = &b->v[i].to;
        same = a->v[i].id == b->v[i].id && str_eq(x->folder, y->folder) && x->lock == y->lock &&
            x->tags_n == y->tags_n;
        for (size_t k = 0; same && k < x->tags_n; k++)
            same = str_eq(x->tags[k], y->tags[k]);
    }
    return same;
}

/* Those that were not there before: a disk of the network may come later. */
static void
look_for_folders(struct library_watcher *w)
{
    for (size_t i = 0; i < w->watches.n && !atomic_load(&w->stop); i++) {
        struct stat st;
        const char *path = arena_cstr(w->round, w->watches.v[i].path);
        if (w->there[i])
            continue;
        w->there[i] = stat(path, &st) == 0;
        if (!w->there[i]) {
            complain(w, path);
            continue;
        }
        watch_below(w, (char *)(uintptr_t)path, i);
        take_in(w, &(struct haul){i, NULL, 0});
    }
}

/* Looks through all folders from the beginning. */
static void
begin_round(struct library_watcher *w, struct arena *round, const struct library_watches *list)
{
    if (w->inotify >= 0)
        (void)close(w->inotify);
    arena_close(w->round);
    w->round = round;
    w->watches = *list;
    w->folders = NULL;
    w->folders_n = 0;
    w->pending = NULL;
    w->pending_n = 0;
    w->look_again = false;
    w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->inotify < 0)
        complain(w, "/");
    w->there = arena_array(round, bool, w->watches.n);
    look_for_folders(w);
}

static void
look_at_list(struct library_watcher *w)
{
    struct arena *a = arena_open();
    struct library_watches list;
    struct err e = {0};
    if (!read_watches(w, a, &list, &e)) {
        log_warn("%s", e.text);
        arena_close(a);
    } else if (w->look_again || !same_watches(&list, &w->watches)) {
        begin_round(w, a, &list);
    } else {
        arena_close(a);
        look_for_folders(w);
    }
}

/* How long nothing needs to be done. */
static int
wait_ms(const struct library_watcher *w, int64_t next_look)
{
    int64_t now = now_ms(), due = next_look;
    if (w->pending_n > 0) {
        int64_t quiet = w->last_ms + QUIET_MS, most = w->first_ms + WAIT_MS;
        int64_t soon = quiet < most ? quiet : most;
        due = soon < due ? soon : due;
    }
    return due > now ? (int)(due - now) : 0;
}

static void *
watch(void *arg)
{
    struct library_watcher *w = arg;
    int64_t next_look = 0;
    while (!atomic_load(&w->stop)) {
        if (now_ms() >= next_look) {
            look_at_list(w);
            next_look = now_ms() + LOOK_MS;
        }
        struct pollfd wait[] = {
            {.fd = w->stop_fd, .events = POLLIN}, {.fd = w->inotify, .events = POLLIN}};
        int ready = poll(wait, 2, wait_ms(w, next_look));
        if (ready > 0 && wait[1].revents)
            take_events(w);
        if (w->pending_n > 0 && (ready == 0 || now_ms() > w->first_ms + WAIT_MS))
            take_pending(w);
    }
    return NULL;
}

bool
library_watcher_open(
    const struct library_watcher_options *options, struct library_watcher **watcher, struct err *e)
{
    struct arena *a = arena_open();
    struct library_watcher *w = arena_new(a, struct library_watcher);
    w->arena = a;
    w->house = options->house;
    w->told = options->told;
    w->arg = options->arg;
    w->inotify = -1;
    w->round = arena_open();
    w->waiting = arena_open();
    w->look_again = true;
    atomic_init(&w->stop, false);
    w->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (w->stop_fd < 0 || !reader_open(w->house, &w->reader, e) ||
        pthread_create(&w->thread, NULL, watch, w) != 0) {
        if (e->code == ERR_NONE)
            (void)err_set(e, ERR_IO, "%s", tr("监视文件夹的线程没能启动。请稍后再试。"));
        if (w->stop_fd >= 0)
            (void)close(w->stop_fd);
        reader_close(w->reader);
        arena_close(w->waiting);
        arena_close(w->round);
        arena_close(a);
        return false;
    }
    *watcher = w;
    return true;
}

void
library_watcher_close(struct library_watcher *w)
{
    uint64_t one = 1;
    if (!w)
        return;
    atomic_store(&w->stop, true);
    BUG_ON(write(w->stop_fd, &one, sizeof(one)) != (ssize_t)sizeof(one), "eventfd is full");
    (void)pthread_join(w->thread, NULL);
    (void)close(w->stop_fd);
    if (w->inotify >= 0)
        (void)close(w->inotify);
    reader_close(w->reader);
    arena_close(w->waiting);
    arena_close(w->round);
    arena_close(w->arena);
}
