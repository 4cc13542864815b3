#include "harness.h"

#include "base/hash.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
    struct test_case *first, **last;
    struct test_case *running;
    struct arena *arena;
    char dir[64];
    char db[512];
    int number, passed, failed, skipped, runs;
    bool bad, skip;
} T;

void
test_register(struct test_case *t)
{
    if (!T.last)
        T.last = &T.first;
    *T.last = t;
    T.last = &t->next;
}

bool
test_check(bool ok, const char *file, int line, const char *what)
{
    if (!ok) {
        printf("# %s:%d: %s\n", file, line, what);
        T.bad = true;
    }
    return ok;
}

bool
test_check_int(int64_t got, int64_t want, const char *file, int line, const char *what)
{
    if (got != want)
        printf(
            "# %s:%d: %s is %lld, not %lld\n", file, line, what, (long long)got, (long long)want);
    T.bad |= got != want;
    return got == want;
}

bool
test_check_str(struct str got, struct str want, const char *file, int line, const char *what)
{
    bool ok = str_eq(got, want);
    if (!ok)
        printf("# %s:%d: %s is \"%.*s\", not \"%.*s\"\n", file, line, what, STR_ARG(got),
            STR_ARG(want));
    T.bad |= !ok;
    return ok;
}

bool
test_check_err(
    const struct err *e, enum err_code code, const char *part, const char *file, int line)
{
    bool ok = e->code == code && strstr(e->text, part) != NULL;
    if (!ok)
        printf("# %s:%d: error %d \"%s\", not %d with \"%s\"\n", file, line, (int)e->code, e->text,
            (int)code, part);
    T.bad |= !ok;
    return ok;
}

struct arena *
test_arena(void)
{
    if (!T.arena)
        T.arena = arena_open();
    return T.arena;
}

const char *
test_dir(void)
{
    if (!T.dir[0]) {
        (void)snprintf(T.dir, sizeof(T.dir), "/tmp/taizhang-test-XXXXXX");
        if (!mkdtemp(T.dir))
            abort();
    }
    return T.dir;
}

const char *
test_db_url(void)
{
    const char *pg = getenv("TAIZHANG_TEST_DB");
    int n;
    if (pg && pg[0])
        n = snprintf(T.db, sizeof(T.db), "%s%coptions=-csearch_path%%3Dt%d_%d", pg,
            strchr(pg, '?') ? '&' : '?', (int)getpid(), T.runs);
    else
        n = snprintf(T.db, sizeof(T.db), "%s/test-%d.db", test_dir(), T.runs);
    if (n >= (int)sizeof(T.db))
        abort();
    return T.db;
}

void
test_skip(const char *why)
{
    printf("# skipped: %s\n", why);
    T.skip = true;
}

static int
remove_entry(const char *path, const struct stat *st, int flag, struct FTW *at)
{
    (void)st, (void)flag, (void)at;
    return remove(path);
}

static void
run_one(struct test_case *t)
{
    T.bad = T.skip = false;
    T.running = t;
    T.runs++;
    t->run();
    arena_close(T.arena);
    T.arena = NULL;
    if (T.dir[0])
        (void)nftw(T.dir, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    T.dir[0] = '\0';
    T.number++;
    if (T.bad)
        T.failed++;
    else if (T.skip)
        T.skipped++;
    else
        T.passed++;
    printf("%s %d - %s%s\n", T.bad ? "not ok" : "ok", T.number, t->name, T.skip ? " # SKIP" : "");
    (void)fflush(stdout);
}

int
main(int argc, char **argv)
{
    if (!crypto_start())
        return 2;
    (void)setvbuf(stdout, NULL, _IOLBF, 0); /* what was said before a crash is kept */
    for (struct test_case *t = T.first; t; t = t->next)
        if (argc < 2 || strstr(t->name, argv[1]))
            run_one(t);
    printf("%d passed, %d failed, %d skipped\n", T.passed, T.failed, T.skipped);
    return T.failed ? 1 : 0;
}
