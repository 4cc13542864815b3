#include "harness.h"
#include "store/store_int.h"

#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    JOBS_MAX = 300
};

static struct store *
open_at(const char *url)
{
    struct store_options options = {.url = url, .create = true};
    struct store *store = NULL;
    struct err e;
    err_clear(&e);
    if (CHECK_OK(store_open(&options, &store, &e), &e))
        CHECK_OK(store_migrate(store, &e), &e);
    return store;
}

static int64_t
count_rows(struct store *store)
{
    struct db *db;
    struct err e;
    int64_t n = -1;
    bool found;
    err_clear(&e);
    if (!CHECK_OK(store_reader(store, &db, &e), &e))
        return -1;
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    db_close(db);
    return n;
}

/* ---- jobs that are posted together: a first one holds the writer until all of them wait ---- */

struct gate {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool open;
    size_t told;
};

static struct gate gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static bool
wait_at_gate(struct db *db, void *arg, struct err *e)
{
    (void)db, (void)arg, (void)e;
    (void)pthread_mutex_lock(&gate.lock);
    while (!gate.open)
        (void)pthread_cond_wait(&gate.wake, &gate.lock);
    (void)pthread_mutex_unlock(&gate.lock);
    return true;
}

static void
open_gate(void)
{
    (void)pthread_mutex_lock(&gate.lock);
    gate.open = true;
    (void)pthread_cond_broadcast(&gate.wake);
    (void)pthread_mutex_unlock(&gate.lock);
}

static void
count_told(void)
{
    (void)pthread_mutex_lock(&gate.lock);
    gate.told++;
    (void)pthread_cond_broadcast(&gate.wake);
    (void)pthread_mutex_unlock(&gate.lock);
}

static void
wait_told(size_t n)
{
    (void)pthread_mutex_lock(&gate.lock);
    while (gate.told < n)
        (void)pthread_cond_wait(&gate.wake, &gate.lock);
    (void)pthread_mutex_unlock(&gate.lock);
}

static void
gate_done(void *arg, bool ok, const struct err *e)
{
    (void)arg, (void)ok, (void)e;
    count_told();
}

enum how {
    GOOD,
    SAYS_NO,
    CONFLICT,
    CONFLICT_ASKED,
    REFUSES /* before it writes */
};

struct work {
    enum how how;
    int number;
    int runs;
    size_t rows;
    int blanks; /* at the end of each row */
    bool ok;
    int64_t id;
    struct err err;
};

static bool
work_job(struct db *db, void *arg, struct err *e)
{
    struct work *w = arg;
    int64_t changed;
    w->runs++;
    if (w->how == REFUSES)
        return err_set(e, ERR_DENIED, "not you");
    for (size_t i = 0; i < (w->rows ? w->rows : 1); i++) {
        struct str body = arena_fmt(db_arena(db), "%d/%zu%*s", w->number, i, w->blanks, "");
        if (!db_new_id(db, &w->id, e) ||
            !db_run(db, SQL_STORE_PROBE_ADD,
                VALS(v_int(w->id), v_null(), v_int(w->number), v_str(body), v_null()), NULL, e))
            return false;
    }
    if (w->how == SAYS_NO)
        return err_set(e, ERR_INPUT, "no");
    if (w->how >= CONFLICT) /* an id below 1 */
        return db_run(db, SQL_STORE_PROBE_ADD,
            VALS(v_int(-1), v_null(), v_null(), v_null(), v_null()),
            w->how == CONFLICT_ASKED ? &changed : NULL, e);
    return true;
}

static void
work_done(void *arg, bool ok, const struct err *e)
{
    struct work *w = arg;
    w->ok = ok;
    w->err = *e;
    count_told();
}

static void
run_together(struct store *store, struct work *works, size_t n)
{
    struct err e;
    gate.open = false;
    gate.told = 0;
    CHECK_OK(store_post(store, wait_at_gate, gate_done, NULL, &e), &e);
    for (size_t i = 0; i < n; i++)
        CHECK_OK(store_post(store, work_job, work_done, &works[i], &e), &e);
    open_gate();
    wait_told(n + 1);
}

static void
count_hook(void *arg)
{
    ++*(int *)arg;
}

TEST(a_failing_job_leaves_its_neighbours_alone)
{
    static const enum how hows[] = {
        GOOD, SAYS_NO, GOOD, CONFLICT, GOOD, CONFLICT_ASKED, CONFLICT, GOOD};
    struct store *store = open_at(test_db_url());
    struct work works[8] = {{0}};
    int undone = 0;
    REQUIRE(store);
    store_on_rollback(store, count_hook, &undone);
    for (int i = 0; i < 8; i++)
        works[i] = (struct work){.how = hows[i], .number = i};
    struct store_counts before = store_counts(store);
    run_together(store, works, 8);
    struct store_counts after = store_counts(store);
    for (int i = 0; i < 8; i++) {
        CHECK_INT(works[i].ok, hows[i] == GOOD);
        if (hows[i] == SAYS_NO)
            CHECK_ERR(&works[i].err, ERR_INPUT, "no");
        else if (hows[i] != GOOD)
            CHECK_ERR(&works[i].err, ERR_CONFLICT, "冲突");
        CHECK(works[i].runs >= 1 && works[i].runs <= 2);
    }
    CHECK_INT(count_rows(store), 4);
    CHECK(undone >= 4);
    CHECK_INT(after.jobs - before.jobs, 9);
    CHECK_INT(after.jobs_failed - before.jobs_failed, 4);
    CHECK(after.commits - before.commits <= 2);
    store_close(store);
}

TEST(a_refusal_costs_its_neighbours_nothing)
{
    struct store *store = open_at(test_db_url());
    struct work works[3] = {
        {.how = GOOD, .number = 1}, {.how = REFUSES}, {.how = GOOD, .number = 3}};
    int undone = 0;
    REQUIRE(store);
    store_on_rollback(store, count_hook, &undone);
    run_together(store, works, 3);
    CHECK_ERR(&works[1].err, ERR_DENIED, "not you");
    for (int i = 0; i < 3; i++) {
        CHECK_INT(works[i].ok, i != 1);
        CHECK_INT(works[i].runs, 1);
    }
    CHECK_INT(undone, 1); /* what it kept in memory is still forgotten */
    CHECK_INT(count_rows(store), 2);
    store_close(store);
}

struct inviter {
    struct store *store;
    struct work other;
};

static bool
invite(struct db *db, void *arg, struct err *e)
{
    struct inviter *i = arg;
    (void)db;
    return store_post(i->store, work_job, work_done, &i->other, e);
}

TEST(who_comes_while_a_batch_runs_goes_with_it)
{
    struct store *store = open_at(test_db_url());
    struct inviter inviter = {.store = store, .other = {.how = GOOD, .number = 1}};
    struct err e;
    REQUIRE(store);
    gate.told = 0;
    int64_t before = store_counts(store).commits;
    CHECK_OK(store_post(store, invite, gate_done, &inviter, &e), &e);
    wait_told(2);
    CHECK(inviter.other.ok);
    CHECK_INT(store_counts(store).commits - before, 1);
    CHECK_INT(count_rows(store), 1);
    store_close(store);
}

/* Whatever fails first, next to a neighbour or alone, at the batch's begin or end. */
TEST(every_order_of_failures_stores_what_is_good)
{
    struct store *store = open_at(test_db_url());
    int64_t good = 0;
    REQUIRE(store);
    for (int mix = 0; mix < 64; mix++) {
        struct work works[3];
        for (int i = 0; i < 3; i++)
            works[i] = (struct work){.how = (enum how)(mix >> (2 * i) & 3), .number = mix * 3 + i};
        run_together(store, works, 3);
        for (int i = 0; i < 3; i++) {
            CHECK_INT(works[i].ok, works[i].how == GOOD);
            good += works[i].how == GOOD;
        }
    }
    CHECK_INT(count_rows(store), good);
    store_close(store);
}

TEST(a_large_job_is_stored_or_undone_as_a_whole)
{
    struct store *store = open_at(test_db_url());
    struct work works[3] = {{.how = GOOD, .number = 1},
        {.how = CONFLICT, .number = 2, .rows = 6000}, {.how = GOOD, .number = 3, .rows = 6000}};
    REQUIRE(store);
    run_together(store, works, 3);
    CHECK(works[0].ok);
    CHECK(!works[1].ok);
    CHECK(works[2].ok);
    CHECK_INT(count_rows(store), 6001);
    store_close(store);
}

/* ---- many threads ---- */

enum {
    THREADS = 64,
    EACH = 16
};

struct client {
    struct store *store;
    pthread_t thread;
    int number, stored;
};

static void *
write_some(void *arg)
{
    struct client *c = arg;
    struct err e;
    for (int i = 0; i < EACH; i++) {
        struct work one = {.number = c->number * EACH + i};
        c->stored += store_write(c->store, work_job, &one, &e);
    }
    return NULL;
}

TEST(many_threads_share_commits)
{
    static struct client clients[THREADS];
    struct store *store = open_at(test_db_url());
    REQUIRE(store);
    struct store_counts before = store_counts(store);
    for (int i = 0; i < THREADS; i++) {
        clients[i] = (struct client){.store = store, .number = i};
        CHECK(pthread_create(&clients[i].thread, NULL, write_some, &clients[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        CHECK_INT(clients[i].stored, EACH);
    }
    struct store_counts after = store_counts(store);
    CHECK_INT(after.jobs - before.jobs, THREADS * EACH);
    CHECK(after.commits - before.commits < (after.jobs - before.jobs) / 2);
    CHECK_INT(count_rows(store), THREADS * EACH); /* ids are the primary key: unique */
    store_close(store);
}

struct look {
    struct store *store;
    struct work work;
    int64_t seen;
};

static bool
look_job(struct db *db, void *arg, struct err *e)
{
    struct look *l = arg;
    return work_job(db, &l->work, e);
}

static void
look_done(void *arg, bool ok, const struct err *e)
{
    struct look *l = arg;
    (void)e;
    l->seen = ok ? count_rows(l->store) : -1;
    count_told();
}

TEST(a_job_is_told_after_the_commit)
{
    struct store *store = open_at(test_db_url());
    struct look look = {.store = store};
    struct err e;
    REQUIRE(store);
    gate.told = 0;
    CHECK_OK(store_post(store, look_job, look_done, &look, &e), &e);
    wait_told(1);
    CHECK_INT(look.seen, 1);
    store_close(store);
}

TEST(closing_writes_what_waits)
{
    static struct work works[JOBS_MAX];
    char url[512];
    (void)snprintf(url, sizeof(url), "%s", test_db_url());
    struct store *store = open_at(url);
    struct err e;
    REQUIRE(store);
    gate.open = false;
    gate.told = 0;
    CHECK_OK(store_post(store, wait_at_gate, gate_done, NULL, &e), &e);
    for (int i = 0; i < JOBS_MAX; i++) {
        works[i] = (struct work){.number = i};
        CHECK_OK(store_post(store, work_job, work_done, &works[i], &e), &e);
    }
    open_gate();
    store_close(store);
    CHECK_INT(gate.told, JOBS_MAX + 1);
    store = open_at(url);
    REQUIRE(store);
    CHECK_INT(count_rows(store), JOBS_MAX);
    struct work more = {.number = -1};
    CHECK_OK(store_write(store, work_job, &more, &e), &e);
    CHECK(more.id > works[JOBS_MAX - 1].id);
    store_close(store);
}

TEST(too_many_waiting_jobs_are_refused)
{
    struct store *store = open_at(test_db_url());
    struct err e;
    size_t posted = 0;
    REQUIRE(store);
    err_clear(&e);
    gate.open = false;
    gate.told = 0;
    while (posted < 20000 && store_post(store, wait_at_gate, gate_done, NULL, &e))
        posted++;
    CHECK(posted >= 8192 && posted < 20000);
    CHECK_ERR(&e, ERR_LIMIT, "稍等");
    open_gate();
    wait_told(posted);
    store_close(store);
}

static int64_t
bytes_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : 0;
}

/* Nobody closes and nobody waits: the log's pages reach the file beside the writing, and the log begins anew. */
TEST(the_log_is_copied_back_while_it_is_written)
{
    enum {
        MIB = 1 << 20,
        LOG_MIB = 70
    };
    struct store *store = open_at(test_db_url());
    struct err e;
    REQUIRE(store);
    if (store_kind(store) != STORE_SQLITE) {
        store_close(store);
        test_skip("only SQLite has this log");
        return;
    }
    const char *log = arena_fmt(test_arena(), "%s-wal", store->url).p;
    int64_t in_file = 0, in_log = 0, jobs = 0;
    for (; jobs < 120 && in_file < 6 * MIB; jobs++) {
        struct work w = {.number = (int)jobs, .rows = 300, .blanks = 1000};
        CHECK_OK(store_write(store, work_job, &w, &e), &e);
        in_file = bytes_of(store->url);
        in_log = bytes_of(log);
        CHECK(in_log < (int64_t)LOG_MIB * MIB);
    }
    printf("# %d jobs: %d MiB in the file, %d in the log\n", (int)jobs, (int)(in_file / MIB),
        (int)(in_log / MIB));
    CHECK(in_file >= 6 * MIB);
    CHECK_INT(count_rows(store), jobs * 300);
    store_close(store);
}

/* ---- several programs on one database ---- */

static bool
chain_job(struct db *db, void *arg, struct err *e)
{
    int64_t n, id;
    bool found;
    (void)arg;
    if (!db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, e) || !db_new_id(db, &id, e))
        return false;
    struct str body = arena_fmt(db_arena(db), "link %lld", (long long)n); /* UNIQUE */
    return db_run(db, SQL_STORE_PROBE_ADD,
        VALS(v_int(id), v_null(), v_int(n), v_str(body), v_null()), NULL, e);
}

static void *
write_chain(void *arg)
{
    struct client *c = arg;
    struct err e;
    for (int i = 0; i < EACH; i++) {
        bool ok = store_write(c->store, chain_job, NULL, &e);
        if (!ok)
            (void)printf("# %s\n", e.text);
        c->stored += ok;
    }
    return NULL;
}

TEST(several_programs_write_in_turns)
{
    static struct client clients[8];
    char url[512];
    (void)snprintf(url, sizeof(url), "%s", test_db_url());
    struct store *first = open_at(url), *second = open_at(url);
    REQUIRE(first && second);
    for (int i = 0; i < 8; i++) {
        clients[i] = (struct client){.store = i % 2 ? first : second, .number = i};
        CHECK(pthread_create(&clients[i].thread, NULL, write_chain, &clients[i]) == 0);
    }
    for (int i = 0; i < 8; i++) {
        (void)pthread_join(clients[i].thread, NULL);
        CHECK_INT(clients[i].stored, EACH);
    }
    CHECK_INT(count_rows(first), 8 * EACH);
    store_close(first);
    store_close(second);
}

/* ---- trouble ---- */

/* Tells the parent of each row after it was told of it itself. */
_Noreturn static void
write_until_killed(const char *url, int pipe_to)
{
    struct store_options options = {.url = url};
    struct store *store;
    struct err e;
    bool ok = store_open(&options, &store, &e);
    for (int i = 0; ok && i < 100000; i++) {
        struct work w = {.number = i};
        ok = store_write(store, work_job, &w, &e) && write(pipe_to, "x", 1) == 1;
    }
    _exit(1);
}

TEST(a_killed_program_keeps_what_it_told)
{
    char url[512], byte;
    int ends[2];
    int64_t told = 0;
    (void)snprintf(url, sizeof(url), "%s", test_db_url());
    store_close(open_at(url));
    REQUIRE(pipe(ends) == 0);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        write_until_killed(url, ends[1]);
    (void)close(ends[1]);
    while (told < 40 && read(ends[0], &byte, 1) == 1)
        told++;
    CHECK(kill(child, SIGKILL) == 0);
    while (read(ends[0], &byte, 1) == 1)
        told++;
    (void)close(ends[0]);
    CHECK(waitpid(child, NULL, 0) == child);
    CHECK(told >= 40);
    struct store *store = open_at(url);
    REQUIRE(store);
    int64_t stored = count_rows(store);
    CHECK(stored == told || stored == told + 1); /* one may have been stored and not yet told */
    store_close(store);
}

static bool
orphan_job(struct db *db, void *arg, struct err *e)
{
    (void)arg;
    if (db_kind(db) == STORE_SQLITE &&
        !db->store->driver->script(db, "PRAGMA defer_foreign_keys = ON", e))
        return false;
    return db_run(db, SQL_STORE_PROBE_ADD,
        VALS(v_int(777), v_int(888), v_null(), v_null(), v_null()), NULL, e);
}

static bool
admin(struct store *store, const char *sql)
{
    struct db *db;
    struct err e;
    err_clear(&e);
    if (!CHECK_OK(store->driver->open(store, DB_ADMIN, &db, &e), &e))
        return false;
    bool ok = CHECK_OK(store->driver->script(db, sql, &e), &e);
    db_close(db);
    return ok;
}

TEST(a_failed_commit_fails_the_whole_batch)
{
    struct store *store = open_at(test_db_url());
    struct work works[3] = {{.number = 0}, {.number = 1}, {.number = 2}};
    int undone = 0;
    struct err e;
    REQUIRE(store);
    store_on_rollback(store, count_hook, &undone);
    if (store_kind(store) == STORE_PG)
        admin(store,
            "ALTER TABLE store_probe ALTER CONSTRAINT store_probe_parent_id_fkey "
            "DEFERRABLE INITIALLY DEFERRED");
    gate.open = false;
    gate.told = 0;
    CHECK_OK(store_post(store, wait_at_gate, gate_done, NULL, &e), &e);
    CHECK_OK(store_post(store, work_job, work_done, &works[0], &e), &e);
    CHECK_OK(store_post(store, orphan_job, work_done, &works[1], &e), &e);
    CHECK_OK(store_post(store, work_job, work_done, &works[2], &e), &e);
    open_gate();
    wait_told(4);
    for (int i = 0; i < 3; i++) {
        CHECK(!works[i].ok);
        CHECK_ERR(&works[i].err, ERR_CONFLICT, "没有保存");
    }
    CHECK(undone >= 1);
    CHECK_INT(count_rows(store), 0);
    works[2] = (struct work){.number = 3};
    CHECK_OK(store_write(store, work_job, &works[2], &e), &e);
    CHECK_INT(count_rows(store), 1);
    store_close(store);
}

TEST(a_lost_server_connection_comes_back)
{
    char url[512], kill[256];
    const char *base = test_db_url();
    if (base[0] == '/') {
        test_skip("only with a server");
        return;
    }
    (void)snprintf(url, sizeof(url), "%s&application_name=kill_me", base);
    (void)snprintf(kill, sizeof(kill),
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kill_me' AND pid <> "
        "pg_backend_pid()");
    struct store *store = open_at(url);
    struct err e;
    struct db *db;
    int64_t n;
    bool found;
    REQUIRE(store);
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));
    struct work one = {.number = 1}, two = {.number = 2};
    CHECK_OK(store_write(store, work_job, &one, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    admin(store, kill);
    CHECK_OK(store_write(store, work_job, &two, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    CHECK_INT(n, 2);
    CHECK_OK(store_ping(store, &e), &e);

    CHECK_OK(db_read_begin(db, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    admin(store, kill);
    CHECK(
        !db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e)); /* the snapshot is gone */
    CHECK_ERR(&e, ERR_STORE, "连接断了");
    db_read_end(db);
    CHECK_OK(db_read_begin(db, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    db_read_end(db);
    db_close(db);
    store_close(store);
}

struct cut {
    struct store *store;
    const char *sql;
    struct work work;
    int cuts; /* how many runs lose their connection */
};

static bool
cut_job(struct db *db, void *arg, struct err *e)
{
    struct cut *c = arg;
    int64_t n;
    bool found;
    if (!work_job(db, &c->work, e))
        return false;
    if (c->work.runs <= c->cuts && !admin(c->store, c->sql))
        return false;
    return db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, e);
}

TEST(a_connection_lost_within_a_job_is_made_again)
{
    char url[512];
    const char *base = test_db_url();
    if (base[0] == '/') {
        test_skip("only with a server");
        return;
    }
    (void)snprintf(url, sizeof(url), "%s&application_name=cut_me", base);
    struct store *store = open_at(url);
    struct err e;
    REQUIRE(store);
    struct cut cut = {.store = store,
        .cuts = 1,
        .sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = "
               "'cut_me' AND pid <> pg_backend_pid()"};
    CHECK_OK(store_write(store, cut_job, &cut, &e), &e);
    CHECK_INT(cut.work.runs, 2);
    CHECK_INT(count_rows(store), 1);
    cut.work = (struct work){.number = 2};
    cut.cuts = 2;
    CHECK(!store_write(store, cut_job, &cut, &e));
    CHECK_ERR(&e, ERR_STORE, "连接断了");
    CHECK_INT(count_rows(store), 1);
    cut.work = (struct work){.number = 3};
    CHECK_OK(store_write(store, work_job, &cut.work, &e), &e);
    CHECK_INT(count_rows(store), 2);
    store_close(store);
}

static bool
set_page_limit(struct db *db, void *arg, struct err *e)
{
    return db->store->driver->script(db, arg, e);
}

TEST(a_full_database_loses_nothing_that_was_told)
{
    struct store *store = open_at(test_db_url());
    static struct work works[JOBS_MAX];
    static char tight[] = "PRAGMA max_page_count = 1", wide[] = "PRAGMA max_page_count = 1000000";
    struct err e;
    int64_t stored = 0;
    REQUIRE(store);
    if (store_kind(store) != STORE_SQLITE) {
        test_skip("SQLite's page limit");
        store_close(store);
        return;
    }
    CHECK_OK(store_write(store, set_page_limit, tight, &e), &e);
    for (int i = 0; i < JOBS_MAX; i++)
        works[i] = (struct work){.number = i, .rows = 20};
    run_together(store, works, JOBS_MAX);
    for (int i = 0; i < JOBS_MAX; i++) {
        stored += works[i].ok ? 20 : 0;
        if (!works[i].ok)
            CHECK_ERR(&works[i].err, ERR_STORE, "磁盘已满");
    }
    CHECK(stored < JOBS_MAX * 20);
    CHECK_INT(count_rows(store), stored);
    CHECK_OK(store_write(store, set_page_limit, wide, &e), &e);
    struct work after = {.number = -1};
    CHECK_OK(store_write(store, work_job, &after, &e), &e);
    CHECK_INT(count_rows(store), stored + 1);
    store_close(store);
}

/* Writes until the disk is full; gives how many rows were told to be stored. */
static int64_t
fill_disk(struct store *store, bool *full)
{
    int64_t stored = 0;
    struct err e;
    *full = false;
    for (int i = 0; i < 400 && !*full; i++) {
        struct work w = {.number = i, .rows = 100};
        bool ok = store_write(store, work_job, &w, &e);
        stored += ok ? 100 : 0;
        *full = !ok && CHECK_ERR(&e, ERR_STORE, "磁盘已满");
    }
    return stored;
}

TEST(a_full_disk_loses_nothing_that_was_told)
{
    char url[128], filler[128];
    static char bytes[1 << 20];
    struct err e;
    bool full;
    if (mount("tmpfs", test_dir(), "tmpfs", 0, "size=4m") != 0) {
        test_skip("needs the right to mount a small disk");
        return;
    }
    (void)snprintf(url, sizeof(url), "%s/full.db", test_dir());
    (void)snprintf(filler, sizeof(filler), "%s/filler", test_dir());
    FILE *f = fopen(filler, "wbe");
    CHECK(f && fwrite(bytes, 1, sizeof(bytes), f) == sizeof(bytes) && fclose(f) == 0);
    struct store *store = open_at(url);
    if (store) {
        int64_t stored = fill_disk(store, &full);
        CHECK(full && stored > 0);
        CHECK_INT(count_rows(store), stored);
        CHECK(remove(filler) == 0);
        struct work after = {.number = -1};
        CHECK_OK(store_write(store, work_job, &after, &e), &e); /* goes on by itself */
        CHECK_INT(count_rows(store), stored + 1);
        store_close(store);
        store = open_at(url);
        CHECK_INT(store ? count_rows(store) : -1, stored + 1);
        store_close(store);
    }
    CHECK(umount(test_dir()) == 0);
}
