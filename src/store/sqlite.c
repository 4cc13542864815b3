/* The SQLite driver: WAL, synchronous=FULL, one connection a thread. */
#include "base/bug.h"
#include "base/lang.h"
#include "base/log.h"
#include "store/store_int.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum control {
    C_BEGIN,
    C_BEGIN_WRITE,
    C_COMMIT,
    C_ROLLBACK,
    C_SAVE,
    C_RELEASE,
    C_UNDO,
    C_COUNT
};

static const char *const control_text[C_COUNT] = {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK",
    "SAVEPOINT job", "RELEASE job", "ROLLBACK TO job"};

struct lite_stmt {
    struct stmt head;
    sqlite3_stmt *s;
    bool busy;
    bool extra; /* a second one of the same text: not kept */
};

/* Copies the log back into the database while the writer goes on. */
struct copier {
    sqlite3 *h;
    pthread_t thread;
    bool started;
    pthread_mutex_t lock; /* for what follows */
    pthread_cond_t wake;
    bool wanted, closing;
    atomic_bool
        near; /* what is left is so little that the writer does it, whereupon the log begins anew */
};

struct lite_db {
    struct db head;
    sqlite3 *h;
    struct copier *copier; /* the writer's */
    int asked;             /* pages in the log when copying was asked for last */
    int64_t changes;       /* rows changed before the running job */
    sqlite3_stmt *control[C_COUNT];
    struct lite_stmt *cache[SQL_COUNT + 1]; /* prepared at the first use */
    bool mapped;                            /* see db_map */
};

static struct lite_db *
lite(struct db *db)
{
    return (struct lite_db *)db;
}

static bool
fail(const struct lite_db *d, int rc, struct err *e)
{
    const char *detail = d->h ? sqlite3_errmsg(d->h) : sqlite3_errstr(rc);
    switch (rc & 0xff) {
    case SQLITE_CONSTRAINT:
        return store_trouble(e, TROUBLE_CONFLICT, detail);
    case SQLITE_FULL:
        return store_trouble(e, TROUBLE_FULL, detail);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return store_trouble(e, TROUBLE_BUSY, detail);
    default:
        log_error("SQLite: %s (%d)", detail, d->h ? sqlite3_extended_errcode(d->h) : rc);
        return store_trouble(e, TROUBLE_OTHER, detail);
    }
}

static int
control_rc(struct lite_db *d, enum control c)
{
    if (!d->control[c]) {
        int rc = sqlite3_prepare_v3(
            d->h, control_text[c], -1, SQLITE_PREPARE_PERSISTENT, &d->control[c], NULL);
        if (rc != SQLITE_OK)
            return rc;
    }
    int rc = sqlite3_step(d->control[c]);
    (void)sqlite3_reset(d->control[c]);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool
control(struct lite_db *d, enum control c, struct err *e)
{
    int rc = control_rc(d, c);
    return rc == SQLITE_OK || fail(d, rc, e);
}

/* ---- connections ---- */

static void copier_close(struct copier *c);

static void
lite_close(struct db *db)
{
    struct lite_db *d = lite(db);
    copier_close(d->copier);
    for (int i = 0; i < C_COUNT; i++)
        (void)sqlite3_finalize(d->control[i]);
    for (int i = 0; i < SQL_COUNT; i++) {
        if (d->cache[i])
            (void)sqlite3_finalize(d->cache[i]->s);
        free(d->cache[i]);
    }
    int rc = sqlite3_close(d->h);
    BUG_ON(rc != SQLITE_OK, "sqlite3_close: something is still open");
    db_release(db);
    free(d);
}

/* Readable by the owner only, also for the files that SQLite lays beside it. */
static bool
make_file(const struct store_options *options, struct err *e)
{
    int flags = O_RDWR | O_CLOEXEC | O_NOCTTY | (options->create ? O_CREAT : 0);
    int fd = open(options->url, flags, 0600);
    if (fd < 0 && errno == ENOENT && !options->create)
        return err_set(
            e, ERR_STORE, tr("没有找到数据库 %s。请核对数据目录，或者先建立台账。"), options->url);
    if (fd < 0)
        return err_set(e, ERR_STORE, tr("打不开数据库 %s：%s。请核对目录和权限。"), options->url,
            strerrordesc_np(errno));
    (void)close(fd);
    return true;
}

static void
configure_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_initialize();
}

/* ---- the log ---- */

/* So many pages are copied back at a time: by then most were written several times and are copied once. */
enum {
    LOG_PAGES = 8000,
    LOG_NEAR = 400,
    LOG_ROUNDS = 4
};

static bool
log_copy(sqlite3 *h, int *left)
{
    int pages = 0, copied = 0;
    int rc = sqlite3_wal_checkpoint_v2(h, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied);
    *left = pages - copied;
    if (rc != SQLITE_OK && rc != SQLITE_BUSY)
        log_error("SQLite: the log was not copied back: %s", sqlite3_errmsg(h));
    return rc == SQLITE_OK;
}

static void *
copier_main(void *arg)
{
    struct copier *c = arg;
    (void)pthread_mutex_lock(&c->lock);
    for (;;) {
        while (!c->wanted && !c->closing)
            (void)pthread_cond_wait(&c->wake, &c->lock);
        if (c->closing)
            break;
        c->wanted = false;
        (void)pthread_mutex_unlock(&c->lock);
        int left = INT_MAX;
        for (int i = 0; i < LOG_ROUNDS && left > LOG_NEAR && log_copy(c->h, &left); i++)
            ;
        atomic_store(&c->near, true);
        (void)pthread_mutex_lock(&c->lock);
    }
    (void)pthread_mutex_unlock(&c->lock);
    return NULL;
}

/* After each commit. The log begins anew once all of it is copied and nobody reads in it. */
static int
log_grew(void *arg, sqlite3 *h, const char *name, int pages)
{
    struct lite_db *d = arg;
    struct copier *c = d->copier;
    int since = pages < d->asked ? pages : pages - d->asked, left;
    (void)name;
    if (atomic_exchange(&c->near, false)) {
        d->asked = pages;
        (void)log_copy(h, &left);
    } else if (since >= LOG_PAGES) {
        d->asked = pages;
        (void)pthread_mutex_lock(&c->lock);
        c->wanted = true;
        (void)pthread_cond_signal(&c->wake);
        (void)pthread_mutex_unlock(&c->lock);
    }
    return SQLITE_OK;
}

static void
copier_close(struct copier *c)
{
    if (!c)
        return;
    (void)pthread_mutex_lock(&c->lock);
    c->closing = true;
    (void)pthread_cond_signal(&c->wake);
    (void)pthread_mutex_unlock(&c->lock);
    if (c->started)
        (void)pthread_join(c->thread, NULL);
    (void)sqlite3_close(c->h);
    (void)pthread_cond_destroy(&c->wake);
    (void)pthread_mutex_destroy(&c->lock);
    free(c);
}

static int
copier_open(struct lite_db *d)
{
    struct copier *c = calloc(1, sizeof(*c));
    BUG_ON(!c, "out of memory");
    d->copier = c;
    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_cond_init(&c->wake, NULL);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int rc = sqlite3_open_v2(d->head.store->url, &c->h, flags, NULL);
    if (rc == SQLITE_OK)
        rc =
            sqlite3_exec(c->h, "PRAGMA synchronous=FULL; PRAGMA cache_size=-200", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        return rc;
    c->started = pthread_create(&c->thread, NULL, copier_main, c) == 0;
    (void)sqlite3_wal_hook(d->h, log_grew, d);
    return c->started ? SQLITE_OK : SQLITE_NOMEM;
}

/* busy_timeout is set before journal_mode, which waits for others. What may have to be undone is kept in memory, not in
   a file beside. */
static int
prepare_connection(struct lite_db *d, enum db_role role)
{
    static const char for_writer[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                                     "PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
                                     "PRAGMA cache_size=-12000; PRAGMA journal_size_limit=67108864;"
                                     "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY";
    static const char for_reader[] = "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF;"
                                     "PRAGMA cache_size=-16000";
    int busy_ms = d->head.store->options.busy_ms;
    int rc = sqlite3_busy_timeout(d->h, busy_ms ? busy_ms : 5000);
    if (rc != SQLITE_OK)
        return rc;
    rc = sqlite3_exec(d->h, role == DB_READER ? for_reader : for_writer, NULL, NULL, NULL);
    return rc == SQLITE_OK && role == DB_WRITER ? copier_open(d) : rc;
}

static bool
lite_open(struct store *store, enum db_role role, struct db **db, struct err *e)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, configure_library);
    if (role == DB_WRITER && !make_file(&store->options, e))
        return false;
    struct lite_db *d = calloc(1, sizeof(*d));
    BUG_ON(!d, "out of memory");
    db_init(&d->head, store, role);
    int flags = role == DB_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int rc = sqlite3_open_v2(store->url, &d->h, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc == SQLITE_OK)
        rc = prepare_connection(d, role);
    if (rc != SQLITE_OK) {
        (void)fail(d, rc, e);
        if ((rc & 0xff) == SQLITE_NOTADB)
            (void)err_set(
                e, ERR_STORE, tr("%s 不是台账的数据库，没有打开它。请核对路径。"), store->url);
        lite_close(&d->head);
        return false;
    }
    *db = &d->head;
    return true;
}

/* SQLite itself bounds it to 2 GiB; what lies behind is copied as before. */
static void
lite_map(struct db *db)
{
    struct lite_db *d = lite(db);
    if (d->mapped || db->role != DB_READER)
        return;
    d->mapped = true;
    int rc = sqlite3_exec(d->h, "PRAGMA mmap_size=2147418112", NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        log_warn("SQLite: the file is not mapped: %s", sqlite3_errmsg(d->h));
}

/* ---- transactions ---- */

static bool
lite_begin(struct db *db, struct err *e)
{
    return control(lite(db), db->role == DB_READER ? C_BEGIN : C_BEGIN_WRITE, e);
}

static bool
lite_commit(struct db *db, struct err *e)
{
    return control(lite(db), C_COMMIT, e);
}

static void
lite_rollback(struct db *db)
{
    struct lite_db *d = lite(db);
    struct err e;
    if (!sqlite3_get_autocommit(d->h) && !control(d, C_ROLLBACK, &e))
        log_error("rollback: %s", e.text);
}

/* A savepoint keeps a copy of each page that is changed in it. So there is none while all goes well: a job that fails
   before it has changed anything needs none, and when one fails later, the batch is run once more with savepoints. */
static bool
lite_job_begin(struct db *db, struct err *e)
{
    struct lite_db *d = lite(db);
    d->changes = sqlite3_total_changes64(d->h);
    return !db->careful || control(d, C_SAVE, e);
}

/* A full disk or an I/O error may have ended the whole transaction. */
static bool
lite_job_end(struct db *db, bool keep, struct err *e)
{
    struct lite_db *d = lite(db);
    if (sqlite3_get_autocommit(d->h)) {
        db->state = BATCH_LOST;
        return false;
    }
    if (!db->careful) {
        if (!keep && sqlite3_total_changes64(d->h) != d->changes)
            db->state = BATCH_AGAIN;
        return keep;
    }
    if (keep && control(d, C_RELEASE, e))
        return true;
    if (control_rc(d, C_UNDO) != SQLITE_OK || control_rc(d, C_RELEASE) != SQLITE_OK)
        db->state = BATCH_LOST;
    return !keep;
}

static bool
lite_script(struct db *db, const char *text, struct err *e)
{
    struct lite_db *d = lite(db);
    int rc = sqlite3_exec(d->h, text, NULL, NULL, NULL);
    return rc == SQLITE_OK || fail(d, rc, e);
}

/* ---- statements ---- */

static void
give_back(struct lite_stmt *st)
{
    if (st->extra) {
        (void)sqlite3_finalize(st->s);
        free(st);
        return;
    }
    (void)sqlite3_reset(st->s);
    (void)sqlite3_clear_bindings(st->s);
    st->busy = false;
}

/* The kept statement, or one more while that is in use. */
static struct lite_stmt *
take(struct lite_db *d, enum sql sql, struct err *e)
{
    struct lite_stmt *st = d->cache[sql];
    if (!st || st->busy) {
        bool extra = st != NULL;
        st = calloc(1, sizeof(*st));
        BUG_ON(!st, "out of memory");
        st->extra = extra;
        st->head.db = &d->head;
        st->head.sql = sql;
        if (!extra)
            d->cache[sql] = st;
    }
    if (!st->s) {
        const char *text = sql_text[sql].text[STORE_SQLITE];
        unsigned flags = st->extra ? 0 : SQLITE_PREPARE_PERSISTENT;
        int rc = sqlite3_prepare_v3(d->h, text, -1, flags, &st->s, NULL);
        if (rc != SQLITE_OK) {
            log_error("statement %s cannot be prepared", sql_text[sql].name);
            (void)fail(d, rc, e);
            if (st->extra)
                free(st);
            return NULL;
        }
    }
    st->busy = true;
    st->head.row = st->head.failed = false;
    st->head.columns = sqlite3_column_count(st->s);
    return st;
}

static bool
bind(struct lite_db *d, struct lite_stmt *st, struct vals vals, sqlite3_destructor_type keep,
    struct err *e)
{
    int rc = SQLITE_OK;
    for (size_t i = 0; i < vals.n && rc == SQLITE_OK; i++) {
        const struct val *v = &vals.v[i];
        int at = (int)i + 1;
        switch (v->kind) {
        case VAL_NULL:
            rc = sqlite3_bind_null(st->s, at);
            break;
        case VAL_INT:
            rc = sqlite3_bind_int64(st->s, at, v->i);
            break;
        case VAL_TEXT:
            rc = sqlite3_bind_text64(st->s, at, v->s.n ? v->s.p : "", v->s.n, keep, SQLITE_UTF8);
            break;
        case VAL_BYTES:
            rc = sqlite3_bind_blob64(st->s, at, v->s.n ? v->s.p : "", v->s.n, keep);
            break;
        }
    }
    return rc == SQLITE_OK || fail(d, rc, e);
}

static bool
lite_query(struct db *db, enum sql sql, struct vals vals, struct stmt **stmt, struct err *e)
{
    struct lite_db *d = lite(db);
    struct lite_stmt *st = take(d, sql, e);
    if (!st)
        return false;
    if (!bind(d, st, vals, SQLITE_TRANSIENT, e)) {
        give_back(st);
        return false;
    }
    *stmt = &st->head;
    return true;
}

static enum step
lite_step(struct stmt *stmt, struct err *e)
{
    struct lite_stmt *st = (struct lite_stmt *)stmt;
    int rc = sqlite3_step(st->s);
    if (rc == SQLITE_ROW)
        return STEP_ROW;
    if (rc == SQLITE_DONE)
        return STEP_DONE;
    (void)fail(lite(stmt->db), rc, e);
    return STEP_ERROR;
}

static void
lite_finish(struct stmt *stmt)
{
    give_back((struct lite_stmt *)stmt);
}

static bool
lite_run(struct db *db, enum sql sql, struct vals vals, int64_t *changed, struct err *e)
{
    struct lite_db *d = lite(db);
    struct lite_stmt *st = take(d, sql, e);
    if (!st)
        return false;
    bool ok = bind(d, st, vals, SQLITE_STATIC, e);
    if (ok) {
        int rc;
        do
            rc = sqlite3_step(st->s);
        while (rc == SQLITE_ROW);
        ok = rc == SQLITE_DONE || fail(d, rc, e);
    }
    if (ok && changed)
        *changed = sqlite3_changes64(d->h);
    give_back(st);
    return ok;
}

static sqlite3_stmt *
handle(const struct stmt *stmt)
{
    return ((const struct lite_stmt *)stmt)->s;
}

static int64_t
lite_int(const struct stmt *stmt, int col)
{
    return sqlite3_column_int64(handle(stmt), col);
}

/* As a blob SQLite gives text as it stands, and NULL for NULL. */
static struct str
lite_str(const struct stmt *stmt, int col)
{
    sqlite3_stmt *s = handle(stmt);
    const void *p = sqlite3_column_blob(s, col);
    return p ? (struct str){p, (size_t)sqlite3_column_bytes(s, col)} : (struct str){NULL, 0};
}

static bool
lite_null(const struct stmt *stmt, int col)
{
    return sqlite3_column_type(handle(stmt), col) == SQLITE_NULL;
}

/* ---- which tables a statement reads from end to end ---- */

enum {
    CURSORS_MAX = 256
};

struct cursor {
    int root;     /* page of the table or index under the cursor; 0: nothing of the database */
    bool rewound; /* set to its first or last entry */
    bool walked;  /* and moved on from there */
    bool bounded; /* its entries are compared with a bound: a range of an index */
};

struct scan {
    struct cursor cursors[CURSORS_MAX];
    bool limited; /* by LIMIT */
    bool plan;    /* the query plan says SCAN somewhere */
};

static void
scan_op(struct scan *scan, struct str op, const int p[3])
{
    if (str_eq(op, S("DecrJumpZero")))
        scan->limited = true;
    if (p[0] < 0 || p[0] >= CURSORS_MAX)
        return;
    struct cursor *c = &scan->cursors[p[0]];
    if (str_eq(op, S("OpenRead")) || str_eq(op, S("OpenWrite"))) {
        c->root = p[2] == 0 ? p[1] : 0;
        c->rewound = false;
    } else if (str_starts(op, S("Open"))) {
        c->root = 0;
    } else if (str_eq(op, S("Rewind")) || str_eq(op, S("Last"))) {
        c->rewound = true;
    } else if (str_starts(op, S("Seek"))) {
        c->rewound = false;
    } else if (str_starts(op, S("IdxG")) || str_starts(op, S("IdxL"))) {
        c->bounded = true;
    } else if (str_eq(op, S("Count")) ||
        ((str_eq(op, S("Next")) || str_eq(op, S("Prev"))) && c->rewound)) {
        c->walked = c->root > 1;
    }
}

/* Runs EXPLAIN or EXPLAIN QUERY PLAN. */
static int
explain(struct lite_db *d, const char *how, enum sql sql, struct scan *scan)
{
    sqlite3_stmt *s = NULL;
    struct str text = arena_fmt(d->head.arena, "%s %s", how, sql_text[sql].text[STORE_SQLITE]);
    int rc = sqlite3_prepare_v2(d->h, text.p, -1, &s, NULL);
    if (rc != SQLITE_OK)
        return rc;
    bool program = sqlite3_column_count(s) > 4;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
        struct str word = str_from((const char *)sqlite3_column_text(s, program ? 1 : 3));
        const int p[3] = {
            sqlite3_column_int(s, 2), sqlite3_column_int(s, 3), sqlite3_column_int(s, 4)};
        if (program)
            scan_op(scan, word, p);
        else
            scan->plan = scan->plan || str_starts(word, S("SCAN"));
    }
    (void)sqlite3_finalize(s);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Names the table, unless it is an index that is walked for LIMIT or for its first entry. */
static int
put_scan(struct lite_db *d, const struct scan *scan, int root, struct out *out)
{
    static const char find[] =
        "SELECT type = 'index', tbl_name FROM sqlite_schema WHERE rootpage = ?1";
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(d->h, find, -1, &s, NULL);
    if (rc != SQLITE_OK)
        return rc;
    (void)sqlite3_bind_int(s, 1, root);
    rc = sqlite3_step(s);
    if (rc == SQLITE_ROW && (sqlite3_column_int(s, 0) == 0 || (!scan->limited && scan->plan)))
        out_fmt(out, "%s%s", out->n ? ", " : "", sqlite3_column_text(s, 1));
    (void)sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* From SQLite's program rather than its query plan alone: the plan hides names behind aliases and does not show the
   search for children when a row that others refer to is removed. */
static bool
lite_explain(struct db *db, enum sql sql, struct out *scans, struct err *e)
{
    struct lite_db *d = lite(db);
    struct scan scan = {.limited = false};
    int rc = explain(d, "EXPLAIN", sql, &scan);
    if (rc == SQLITE_OK)
        rc = explain(d, "EXPLAIN QUERY PLAN", sql, &scan);
    for (int i = 0; rc == SQLITE_OK && i < CURSORS_MAX; i++)
        if (scan.cursors[i].walked && !scan.cursors[i].bounded)
            rc = put_scan(d, &scan, scan.cursors[i].root, scans);
    return rc == SQLITE_OK || fail(d, rc, e);
}

/* ---- whole tables (copy.h) ---- */

static bool
lite_query_text(
    struct db *db, const char *text, struct vals vals, struct stmt **stmt, struct err *e)
{
    struct lite_db *d = lite(db);
    struct lite_stmt *st = calloc(1, sizeof(*st));
    BUG_ON(!st, "out of memory");
    st->extra = true;
    st->head.db = db;
    st->head.sql = SQL_COPY_COLUMNS; /* a name for messages */
    int rc = sqlite3_prepare_v2(d->h, text, -1, &st->s, NULL);
    if (rc != SQLITE_OK) {
        free(st);
        return fail(d, rc, e);
    }
    st->head.columns = sqlite3_column_count(st->s);
    if (!bind(d, st, vals, SQLITE_TRANSIENT, e)) {
        give_back(st);
        return false;
    }
    *stmt = &st->head;
    return true;
}

static bool
lite_load(
    struct db *db, const struct copy_table *t, const struct val *rows, size_t n, struct err *e)
{
    struct out o;
    struct stmt *stmt;
    out_init(&o, 65536);
    out_fmt(&o, "INSERT INTO \"%.*s\" VALUES (", STR_ARG(t->name));
    for (size_t i = 0; i < t->n; i++)
        out_fmt(&o, "%s?%zu", i ? ", " : "", i + 1);
    out_put(&o, str_make(")", 2)); /* with its NUL */
    bool ok = lite_query_text(db, o.p, NO_VALS, &stmt, e);
    out_release(&o);
    if (!ok)
        return false;
    struct lite_stmt *st = (struct lite_stmt *)stmt;
    for (size_t i = 0; ok && i < n; i++) {
        ok = bind(lite(db), st, (struct vals){rows + i * t->n, t->n}, SQLITE_STATIC, e) &&
            lite_step(stmt, e) == STEP_DONE;
        (void)sqlite3_reset(st->s);
    }
    lite_finish(stmt);
    return ok;
}

const struct driver sqlite_driver = {
    .open = lite_open,
    .close = lite_close,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .job_begin = lite_job_begin,
    .job_end = lite_job_end,
    .script = lite_script,
    .query = lite_query,
    .step = lite_step,
    .finish = lite_finish,
    .run = lite_run,
    .get_int = lite_int,
    .get_str = lite_str,
    .get_null = lite_null,
    .query_text = lite_query_text,
    .load = lite_load,
    .map = lite_map,
    .explain = lite_explain,
};
