#include "base/lang.h"
#include "base/log.h"
#include "cli/commands.h"
#include "domain/account.h"
#include "domain/duty.h"
#include "domain/library.h"
#include "domain/proof_keeper.h"
#include "domain/search.h"
#include "web/server.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

struct greeting {
    bool fresh; /* nobody has set a password yet */
    struct str login;
    struct token_text link;
};

/* While nobody can sign in, each start gives the first administrator a new one-time link. */
static bool
greet(struct work *w, void *arg, struct err *e)
{
    struct greeting *g = arg;
    struct orgs roots;
    struct accounts list;
    g->fresh = false;
    if (!duty_continue(w, w->today.year, e) || !org_roots(w, &roots, e))
        return false;
    if (roots.n == 0)
        return err_set(e, ERR_INPUT, tr("这里还没有组织。先运行 taizhang init --org 名称。"));
    for (size_t r = 0; r < roots.n; r++) {
        if (!account_list(w, roots.v[r].id, &list, e))
            return false;
        for (size_t i = 0; i < list.n; i++)
            if (list.v[i].has_password)
                return true;
    }
    if (!account_list(w, roots.v[0].id, &list, e))
        return false;
    if (list.n == 0)
        return true;
    g->fresh = true;
    g->login = arena_str(w->arena, list.v[0].login);
    return account_link_first(w, list.v[0].id, &g->link, e);
}

static void
print_greeting(const struct greeting *g, const char *address)
{
    (void)printf(tr("台账已启动：http://%s/\n"), address);
    if (g->fresh)
        (void)printf(
            tr("还没有人设过口令。打开这个一次性链接，为账号 %.*s 设置口令：\n\n  http://%s/setup/%s\n\n"),
            STR_ARG(g->login), address, g->link.z);
    else
        (void)printf(tr("用您的账号登录；忘了口令：taizhang user passwd 账号\n"));
    (void)printf(tr("按 Ctrl-C 结束。\n"));
    (void)fflush(stdout);
}

/* Threads started from here on leave these signals to server_run. */
static void
block_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void
tell_intake(void *arg, const struct library_watch *watch, const struct library_tally *t)
{
    (void)arg;
    log_info(tr("%.*s：收入 %lld 份，重复 %lld，未能读取 %lld"), STR_ARG(watch->path),
        (long long)t->added, (long long)t->duplicate, (long long)t->failed);
}

bool
cmd_serve(struct call *c, struct err *e)
{
    struct greeting g = {0};
    struct server *server;
    const char *listen =
        call_has(c, "listen") ? arena_cstr(c->arena, call_text(c, "listen")) : "127.0.0.1:8420";
    block_signals();
    c->batch_max = (unsigned)call_int(c, "batch", 0);
    if (!call_house(c, false, e) || !call_write(c, greet, &g, e))
        return false;
    struct server_options options = {.listen = listen,
        .app = {.house = c->house, .https = call_has(c, "https")},
        .threads = (unsigned)call_int(c, "threads", 0)};
    struct library_watcher *watcher;
    struct library_watcher_options watching = {.house = c->house, .told = tell_intake};
    if (!server_open(&options, &server, e))
        return false;
    if (!library_watcher_open(&watching, &watcher, e)) {
        server_close(server);
        return false;
    }
    struct search_tender *tender = search_tender_open(c->house);
    struct proof_keeper *keeper = proof_keeper_open(c->house);
    print_greeting(&g, server_address(server));
    server_run(server);
    library_watcher_close(watcher);
    server_close(server);
    search_tender_close(tender);
    proof_keeper_close(keeper);
    return true;
}
