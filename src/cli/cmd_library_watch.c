#include "base/lang.h"
#include "cli/commands.h"
#include "cli/library.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

struct watching {
    struct call *c;
    struct library_target to;
    int64_t id;
};

static bool
add_watches(struct work *w, void *arg, struct err *e)
{
    struct watching *x = arg;
    for (size_t i = 0; i < x->c->args_n; i++)
        if (!library_watch_add(w, x->c->args[i], &x->to, &x->id, e))
            return false;
    return true;
}

static bool
stop_watch(struct work *w, void *arg, struct err *e)
{
    return library_watch_remove(w, ((struct watching *)arg)->id, e);
}

static bool
list_watches(struct call *c, struct err *e)
{
    struct work w;
    struct library_watches list;
    struct table t;
    if (!call_read(c, &w, e))
        return false;
    bool ok = library_watch_list(&w, 0, &list, e);
    struct json_out j = json_begin(&c->out);
    if (c->json)
        json_array(&j);
    else
        table_init(&t, c, 4);
    for (size_t i = 0; ok && i < list.n; i++) {
        const struct library_watch *x = &list.v[i];
        if (!c->json) {
            table_int(&t, x->id);
            table_cell(&t, x->org_name);
            table_cell(&t, x->path);
            table_cell(&t, x->to.folder);
            continue;
        }
        json_object(&j);
        json_field_int(&j, S("id"), x->id);
        json_field_str(&j, S("org"), x->org_name);
        json_field_str(&j, S("path"), x->path);
        json_field_str(&j, S("folder"), x->to.folder);
        json_field_str(&j, S("lock"), library_lock_code(x->to.lock));
        json_object_end(&j);
    }
    if (c->json) {
        json_array_end(&j);
        out_char(&c->out, '\n');
    } else {
        table_print(&t);
    }
    work_end(&w);
    return ok;
}

static void
tell(void *arg, const struct library_watch *watch, const struct library_tally *t)
{
    (void)arg;
    (void)fprintf(stderr, tr("%.*s：收入 %lld 份，重复 %lld，未能读取 %lld\n"),
        STR_ARG(watch->path), (long long)t->added, (long long)t->duplicate, (long long)t->failed);
}

/* Threads started from here on leave these signals to the one that waits for them. */
static void
wait_signals(sigset_t *set)
{
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGINT);
    (void)sigaddset(set, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
}

static bool
watch_until_told(struct call *c, struct err *e)
{
    sigset_t set;
    int got;
    struct library_watcher *watcher;
    struct library_watcher_options options = {.house = c->house, .told = tell};
    if (!library_watcher_open(&options, &watcher, e))
        return false;
    struct search_tender *tender = search_tender_open(c->house);
    (void)fprintf(stderr, tr("正在监视，按 Ctrl-C 结束。\n"));
    wait_signals(&set);
    while (sigwait(&set, &got) != 0) {
    }
    library_watcher_close(watcher);
    search_tender_close(tender);
    return true;
}

/* What lies in the folders now. */
static bool
take_once(struct call *c, struct err *e)
{
    struct work w;
    struct library_watches list;
    struct actor actor = actor_system();
    if (!call_read(c, &w, e))
        return false;
    bool ok = library_watch_list(&w, 0, &list, e);
    work_end(&w);
    for (size_t i = 0; ok && i < list.n; i++) {
        struct library_tally tally = {0};
        struct err first = {0};
        struct library_intake *in;
        struct library_intake_options options = {.house = c->house,
            .actor = &actor,
            .to = list.v[i].to,
            .way = LIBRARY_BY_WATCH,
            .source = list.v[i].path};
        if (!library_intake_open(&options, &in, e))
            return false;
        ok = library_intake_path(in, arena_cstr(c->arena, list.v[i].path), &first);
        ok = library_intake_close(in, NULL, &tally, NULL, e) && ok;
        if (first.code != ERR_NONE)
            *e = first;
        tell(NULL, &list.v[i], &tally);
    }
    return ok && library_tidy_all(c, e);
}

bool
cmd_library_watch(struct call *c, struct err *e)
{
    sigset_t set;
    struct watching x = {.c = c, .id = call_int(c, "stop", 0)};
    if (!call_has(c, "list") && !call_has(c, "once"))
        wait_signals(&set);
    if (c->args_n > 0 && (!library_target_of(c, &x.to, e) || !call_write(c, add_watches, &x, e)))
        return false;
    if (call_has(c, "stop"))
        return call_write(c, stop_watch, &x, e);
    if (call_has(c, "list"))
        return list_watches(c, e);
    if (!c->house && !call_house(c, false, e))
        return false;
    return call_has(c, "once") ? take_once(c, e) : watch_until_told(c, e);
}
