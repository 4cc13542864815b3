/* The PostgreSQL driver. Readers wait for each answer; the writer sends in pipeline mode and reads answers only
   where a job asks for one, and at the end of the batch.

   Answers come in the order of what was sent; `sent` remembers what each belongs to. After an error the server
   skips everything up to a sync, inside the same transaction. While all goes well there are no savepoints: a job that
   fails before it wrote is simply left out, and when one fails later, also one that is over already, the batch is
   rolled back and run once more, every job in a savepoint and waiting for its own answers (BATCH_AGAIN). */
#include "base/bug.h"
#include "base/lang.h"
#include "base/log.h"
#include "store/store_int.h"

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    SENT_MAX = 4096,
    PARAMS_MAX = 64,
    NAME_BYTES = 16,
    NUMBER_BYTES = 24,
    RETRY_MS = 500
};

enum {
    OID_BOOL = 16,
    OID_BYTEA = 17
};

/* Statements by number: those of sql/, then the writer's own. */
enum {
    C_BEGIN = SQL_COUNT,
    C_LOCK,
    C_COMMIT,
    C_ROLLBACK,
    C_SAVE,
    C_RELEASE,
    C_UNDO,
    ALL_COUNT
};

/* C_LOCK: several programs on one database write in turns, a batch each. What a job reads inside its batch (the end of
   a chain, a block of ids) then stays true up to the commit, as under SQLite's BEGIN IMMEDIATE. */
static const char *const control_text[ALL_COUNT - SQL_COUNT] = {"BEGIN",
    "SELECT pg_advisory_xact_lock(7310296, hashtext(coalesce(current_schema(), '')))", "COMMIT",
    "ROLLBACK", "SAVEPOINT job", "RELEASE SAVEPOINT job", "ROLLBACK TO SAVEPOINT job"};

enum sent_kind {
    SENT_PREPARE,
    SENT_EXECUTE,
    SENT_SYNC
};

struct sent {
    enum sent_kind kind;
    unsigned what; /* the statement's number */
    int64_t job;
};

struct pg_stmt {
    struct stmt head;
    PGresult *rows;
    int at;              /* current row, -1 before the first */
    struct arena *bytes; /* BYTEA of the current row, decoded; NULL without such a column */
};

struct pg_db {
    struct db head;
    PGconn *conn;
    bool prepared[ALL_COUNT];
    int64_t failed_ms; /* when connecting failed last; 0: it did not */

    struct arena *scratch; /* for values on their way and for messages */
    struct sent *sent;     /* a ring of SENT_MAX; the writer's only */
    size_t first, count;
    int64_t job;    /* counts the jobs of this connection */
    bool wrote;     /* the running job did */
    bool skipping;  /* an error was seen: the server skips up to the next sync */
    bool committed; /* the answer to COMMIT was read and is good */
    bool committing;
    struct err pending; /* of the error that was seen */
};

static struct pg_db *
pg(struct db *db)
{
    return (struct pg_db *)db;
}

/* ---- errors ---- */

/* The server's short message: no values, no query. */
static const char *
detail_of(const PGresult *r, const PGconn *conn)
{
    const char *m = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (m)
        return m;
    m = PQerrorMessage(conn);
    return m && m[0] ? m : "?";
}

static bool
fail(struct pg_db *d, const PGresult *r, struct err *e)
{
    const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    struct str detail = str_trim(str_from(detail_of(r, d->conn)));
    struct str code = str_from(state);
    const char *text = arena_cstr(d->scratch, detail);
    if (PQstatus(d->conn) == CONNECTION_BAD || str_starts(code, S("57P")) ||
        str_starts(code, S("08")))
        return store_trouble(e, d->committing ? TROUBLE_UNSURE : TROUBLE_LOST, text);
    if (str_starts(code, S("23")) || str_eq(code, S("P0001")))
        return store_trouble(e, TROUBLE_CONFLICT, text);
    if (str_starts(code, S("53")))
        return store_trouble(e, str_eq(code, S("53100")) ? TROUBLE_FULL : TROUBLE_OTHER, text);
    if (str_starts(code, S("40")) || str_eq(code, S("55P03")))
        return store_trouble(e, TROUBLE_BUSY, text);
    bool with_value = str_starts(code, S("22")); /* such a message quotes what was written */
    log_error("PostgreSQL: %s (%.*s)", with_value ? "a value was refused" : text, STR_ARG(code));
    return store_trouble(e, TROUBLE_OTHER, text);
}

static bool
good(const PGresult *r)
{
    ExecStatusType s = PQresultStatus(r);
    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_PIPELINE_SYNC ||
        s == PGRES_EMPTY_QUERY; /* a migration for the other database alone */
}

static void
log_notice(void *arg, const PGresult *r)
{
    (void)arg;
    const char *severity = PQresultErrorField(r, PG_DIAG_SEVERITY_NONLOCALIZED);
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (severity && text && strcmp(severity, "NOTICE") != 0)
        log_warn("PostgreSQL: %s", text);
}

/* ---- connections ---- */

static int64_t
monotonic_ms(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
count_wait(struct pg_db *d)
{
    atomic_fetch_add_explicit(&d->head.store->waits, 1, memory_order_relaxed);
}

/* Outside of pipeline mode. */
static bool
exec(struct pg_db *d, const char *text, struct err *e)
{
    PGresult *r = PQexec(d->conn, text);
    bool ok = good(r) || fail(d, r, e);
    count_wait(d);
    PQclear(r);
    return ok;
}

/* The first column of the first row, in the arena; empty without one. */
static bool
ask(struct pg_db *d, const char *text, struct str *value, struct err *e)
{
    PGresult *r = PQexec(d->conn, text);
    bool ok = good(r) || fail(d, r, e);
    *value = (struct str){NULL, 0};
    if (ok && PQntuples(r) > 0)
        *value = arena_str(d->scratch, str_from(PQgetvalue(r, 0, 0)));
    PQclear(r);
    return ok;
}

static bool
check_server(struct pg_db *d, struct err *e)
{
    struct str encoding = str_from(PQparameterStatus(d->conn, "server_encoding"));
    if (PQserverVersion(d->conn) < 150000)
        return err_set(e, ERR_STORE,
            tr("数据库服务器是 PostgreSQL %d，太旧了；需要 15 或更新的版本。"),
            PQserverVersion(d->conn) / 10000);
    if (!str_eq(encoding, S("UTF8")))
        return err_set(e, ERR_STORE,
            tr("数据库的字符编码是 %.*s；请另建一个编码为 UTF8 的数据库。"), STR_ARG(encoding));
    return true;
}

/* What is told to users as saved must have reached the disk. */
static bool
check_durable(struct pg_db *d, struct err *e)
{
    struct str on;
    if (!ask(d, "SHOW synchronous_commit", &on, e))
        return false;
    if (!str_eq(on, S("off")))
        return true;
    log_warn("synchronous_commit was off; switched on for this program's writes");
    return exec(d, "SET synchronous_commit = on", e);
}

/* A schema named in the URL (options=-csearch_path=…) is made when it is missing. */
static bool
make_schema(struct pg_db *d, struct err *e)
{
    struct str current, path, name;
    if (!ask(d, "SELECT current_schema()", &current, e) || !ask(d, "SHOW search_path", &path, e))
        return false;
    if (current.n > 0 || !str_split(&path, ',', &name) || str_starts(name, S("\"")))
        return true;
    char *quoted = PQescapeIdentifier(d->conn, name.p, name.n);
    if (!quoted)
        return fail(d, NULL, e);
    struct str sql = arena_fmt(d->scratch, "CREATE SCHEMA IF NOT EXISTS %s", quoted);
    PQfreemem(quoted);
    return exec(d, sql.p, e);
}

static bool
set_up(struct pg_db *d, struct err *e)
{
    /* statements are planned once, perhaps when a table is small: an index is the better choice all the same */
    static const char for_all[] =
        "SET bytea_output = 'hex'; SET jit = off; SET random_page_cost = 1.1";
    static const char for_reader[] = "SET default_transaction_read_only = on;"
                                     "SET default_transaction_isolation = 'repeatable read'";
    /* a program that hangs must not keep the others waiting for its lock */
    static const char for_writer[] = "SET idle_in_transaction_session_timeout = '60s'";
    (void)PQsetNoticeReceiver(d->conn, log_notice, NULL);
    if (!check_server(d, e) || !exec(d, for_all, e))
        return false;
    switch (d->head.role) {
    case DB_READER:
        return exec(d, for_reader, e);
    case DB_ADMIN:
        return check_durable(d, e) && (!d->head.store->options.create || make_schema(d, e));
    case DB_WRITER:
        return exec(d, for_writer, e) && check_durable(d, e) &&
            (PQenterPipelineMode(d->conn) == 1 || fail(d, NULL, e));
    }
    return false;
}

static void
disconnect(struct pg_db *d)
{
    PQfinish(d->conn);
    d->conn = NULL;
    memset(d->prepared, 0, sizeof(d->prepared));
    d->first = d->count = 0;
    d->skipping = d->committing = d->committed = false;
}

/* Fails at once for half a second after a failure, so that a server that is down does not hold everybody up. */
static bool
connect_again(struct pg_db *d, struct err *e)
{
    static const char *const keys[] = {"connect_timeout", "keepalives_idle", "keepalives_interval",
        "keepalives_count", "tcp_user_timeout", "fallback_application_name", "dbname",
        "client_encoding", NULL};
    const char *const values[] = {
        "5", "30", "5", "3", "20000", "taizhang", d->head.store->url, "UTF8", NULL};
    disconnect(d);
    if (d->failed_ms && monotonic_ms() - d->failed_ms < RETRY_MS)
        return store_trouble(e, TROUBLE_LOST, "no connection");
    d->conn = PQconnectdbParams(keys, values, 1);
    bool ok = PQstatus(d->conn) == CONNECTION_OK || fail(d, NULL, e);
    err_clear(&d->pending);
    ok = ok && set_up(d, &d->pending);
    if (!ok && d->pending.code)
        *e = d->pending;
    d->failed_ms = ok ? 0 : monotonic_ms();
    return ok;
}

static void
pg_close(struct db *db)
{
    struct pg_db *d = pg(db);
    disconnect(d);
    arena_close(d->scratch);
    free(d->sent);
    db_release(db);
    free(d);
}

static bool
pg_open(struct store *store, enum db_role role, struct db **db, struct err *e)
{
    struct pg_db *d = calloc(1, sizeof(*d));
    BUG_ON(!d, "out of memory");
    db_init(&d->head, store, role);
    d->scratch = arena_open();
    d->sent = role == DB_WRITER ? calloc(SENT_MAX, sizeof(*d->sent)) : NULL;
    BUG_ON(role == DB_WRITER && !d->sent, "out of memory");
    if (!connect_again(d, e)) {
        pg_close(&d->head);
        return false;
    }
    *db = &d->head;
    return true;
}

/* Takes notice of a server that went away while nothing was asked of it. */
static bool
connected(struct pg_db *d)
{
    return d->conn && PQconsumeInput(d->conn) && PQstatus(d->conn) == CONNECTION_OK;
}

/* ---- values ---- */

struct params {
    const char *value[PARAMS_MAX];
    int length[PARAMS_MAX], format[PARAMS_MAX]; /* format 1: binary */
    char number[PARAMS_MAX][NUMBER_BYTES];
};

/* Text and numbers go as text of a type the server finds out; so a number for a TEXT column works as on SQLite. */
static void
params_fill(struct params *p, struct vals vals, struct arena *a)
{
    arena_reset(a);
    for (size_t i = 0; i < vals.n; i++) {
        const struct val *v = &vals.v[i];
        p->length[i] = 0;
        p->format[i] = 0;
        switch (v->kind) {
        case VAL_NULL:
            p->value[i] = NULL;
            break;
        case VAL_INT:
            (void)snprintf(p->number[i], NUMBER_BYTES, "%lld", (long long)v->i);
            p->value[i] = p->number[i];
            break;
        case VAL_TEXT:
            p->value[i] = arena_cstr(a, v->s);
            break;
        case VAL_BYTES:
            p->value[i] = v->s.n ? v->s.p : "";
            p->length[i] = (int)v->s.n;
            p->format[i] = 1;
            break;
        }
    }
}

static void
statement_name(char name[NAME_BYTES], unsigned what)
{
    (void)snprintf(name, NAME_BYTES, "s%u", what);
}

static const char *
statement_text(unsigned what)
{
    return what < SQL_COUNT ? sql_text[what].text[STORE_PG] : control_text[what - SQL_COUNT];
}

/* ---- the writer's pipeline ---- */

/* What the server did not do, or did wrong. */
static void
note_failure(struct pg_db *d, const struct sent *s, const PGresult *r)
{
    if (s->kind == SENT_PREPARE)
        d->prepared[s->what] = false;
    if (PQresultStatus(r) == PGRES_PIPELINE_ABORTED)
        return;
    if (!d->skipping)
        (void)fail(d, r, &d->pending);
    if (!d->skipping && d->pending.code != ERR_CONFLICT && s->kind != SENT_SYNC &&
        s->what < SQL_COUNT)
        log_error("statement %s failed", sql_text[s->what].name);
    d->skipping = true;
    struct str code = str_from(PQresultErrorField(r, PG_DIAG_SQLSTATE));
    bool deadlock = str_starts(code, S("40")) && !d->head.careful;
    if ((s->job != d->job || deadlock) && d->head.state == BATCH_FINE)
        d->head.state = BATCH_AGAIN;
}

/* The answer to the oldest thing sent; NULL when the connection broke. To be cleared. */
static PGresult *
next_answer(struct pg_db *d)
{
    struct sent s = d->sent[d->first];
    d->first = (d->first + 1) % SENT_MAX;
    d->count--;
    PGresult *r = PQgetResult(d->conn);
    if (!r)
        return NULL;
    PGresult *extra = s.kind == SENT_SYNC ? NULL : PQgetResult(d->conn);
    if (extra) { /* word of the connection's end */
        PQclear(extra);
        PQclear(r);
        return NULL;
    }
    if (s.kind == SENT_SYNC)
        d->skipping = false;
    if (s.kind == SENT_EXECUTE && s.what == C_COMMIT)
        d->committed = good(r) && strcmp(PQcmdStatus(r), "COMMIT") == 0;
    if (!good(r))
        note_failure(d, &s, r);
    return r;
}

/* The connection broke. Unless COMMIT was on its way nothing is stored, and the batch may run once more. */
static bool
lost(struct pg_db *d, struct err *e)
{
    bool unsure = d->committing && !d->skipping;
    struct str detail = str_trim(str_from(PQerrorMessage(d->conn)));
    d->head.state = unsure ? BATCH_LOST : BATCH_AGAIN;
    (void)store_trouble(
        &d->pending, unsure ? TROUBLE_UNSURE : TROUBLE_LOST, arena_cstr(d->scratch, detail));
    *e = d->pending;
    return false;
}

/* Reads all answers that are due; the last one goes to *last when wanted. */
static bool
drain(struct pg_db *d, PGresult **last, struct err *e)
{
    if (d->count > 0)
        count_wait(d);
    while (d->count > 0) {
        PGresult *r = next_answer(d);
        if (!r || PQstatus(d->conn) == CONNECTION_BAD) {
            PQclear(r);
            return lost(d, e);
        }
        if (last && d->count == 0)
            *last = r;
        else
            PQclear(r);
    }
    return true;
}

/* Sends what is queued and waits for every answer. False when something failed. */
static bool
settle(struct pg_db *d, PGresult **last, struct err *e)
{
    if (last)
        *last = NULL;
    if (d->count > 0 && (!PQsendFlushRequest(d->conn) || PQflush(d->conn) < 0))
        return lost(d, e);
    if (!drain(d, last, e))
        return false;
    if (!d->skipping)
        return true;
    if (last) {
        PQclear(*last);
        *last = NULL;
    }
    *e = d->pending;
    return false;
}

static bool
note_sent(struct pg_db *d, int ok, struct sent s, struct err *e)
{
    if (!ok)
        return lost(d, e);
    s.job = d->job;
    d->sent[(d->first + d->count) % SENT_MAX] = s;
    d->count++;
    return true;
}

/* Room for two more, and nothing sent into a pipeline that is known to skip it. */
static bool
make_room(struct pg_db *d, struct err *e)
{
    if (d->skipping) {
        *e = d->pending;
        return false;
    }
    return d->count + 2 <= SENT_MAX || settle(d, NULL, e);
}

static bool
send_statement(struct pg_db *d, unsigned what, struct vals vals, struct err *e)
{
    char name[NAME_BYTES];
    struct params p;
    statement_name(name, what);
    if (!make_room(d, e))
        return false;
    if (!d->prepared[what]) {
        int ok = PQsendPrepare(d->conn, name, statement_text(what), 0, NULL);
        if (!note_sent(d, ok, (struct sent){.kind = SENT_PREPARE, .what = what}, e))
            return false;
        d->prepared[what] = true;
    }
    params_fill(&p, vals, d->scratch);
    int ok = PQsendQueryPrepared(d->conn, name, (int)vals.n, p.value, p.length, p.format, 0);
    return note_sent(d, ok, (struct sent){.kind = SENT_EXECUTE, .what = what}, e);
}

static bool
send_control(struct pg_db *d, unsigned what, struct err *e)
{
    return send_statement(d, what, NO_VALS, e);
}

/* Ends the server's skipping. */
static bool
sync_pipeline(struct pg_db *d, struct err *e)
{
    int ok = PQpipelineSync(d->conn);
    return note_sent(d, ok, (struct sent){.kind = SENT_SYNC}, e) && drain(d, NULL, e);
}

static bool
writer_begin(struct pg_db *d, struct err *e)
{
    if (!connected(d) && !connect_again(d, e))
        return false;
    d->committing = d->committed = false;
    d->job = 0;
    return send_control(d, C_BEGIN, e) && send_control(d, C_LOCK, e);
}

static bool
pg_job_begin(struct db *db, struct err *e)
{
    struct pg_db *d = pg(db);
    d->job++;
    d->wrote = false;
    return !db->careful || send_control(d, C_SAVE, e);
}

static bool
undo_job(struct pg_db *d, struct err *e)
{
    struct err ignored;
    (void)settle(d, NULL, &ignored);
    if (d->skipping && !sync_pipeline(d, e))
        return false;
    return send_control(d, C_UNDO, &ignored) && send_control(d, C_RELEASE, &ignored);
}

static bool
pg_job_end(struct db *db, bool keep, struct err *e)
{
    struct pg_db *d = pg(db);
    if (db->state != BATCH_FINE)
        return false;
    if (!db->careful) {
        if (!keep && (d->wrote || d->skipping))
            db->state = BATCH_AGAIN;
        return keep;
    }
    if (keep)
        keep = send_control(d, C_RELEASE, e) && settle(d, NULL, e);
    if (db->state == BATCH_FINE && !keep && !undo_job(d, e) && db->state == BATCH_FINE)
        db->state = BATCH_LOST;
    return keep;
}

/* An error that only the end of the batch brings to light belongs to a job that is over: once more, carefully. */
static bool
writer_commit(struct pg_db *d, struct err *e)
{
    d->job++;
    if (!send_control(d, C_COMMIT, e))
        return false;
    d->committing = true;
    bool ok = sync_pipeline(d, e) && d->committed;
    d->committing = false;
    if (!ok)
        *e = d->pending;
    return ok;
}

static void
writer_rollback(struct pg_db *d)
{
    struct err e;
    bool ok = connected(d) && sync_pipeline(d, &e);
    if (ok && PQtransactionStatus(d->conn) != PQTRANS_IDLE)
        ok = send_control(d, C_ROLLBACK, &e) && sync_pipeline(d, &e);
    if (!ok)
        disconnect(d);
}

/* ---- readers and migrations: one answer at a time ---- */

static bool
prepare_now(struct pg_db *d, enum sql sql, struct err *e)
{
    char name[NAME_BYTES];
    if (d->prepared[sql])
        return true;
    statement_name(name, sql);
    count_wait(d);
    PGresult *r = PQprepare(d->conn, name, statement_text(sql), 0, NULL);
    d->prepared[sql] = good(r);
    bool ok = good(r) || fail(d, r, e);
    if (!ok)
        log_error("statement %s cannot be prepared", sql_text[sql].name);
    PQclear(r);
    return ok;
}

static bool
exec_now(struct pg_db *d, enum sql sql, struct vals vals, PGresult **rows, struct err *e)
{
    char name[NAME_BYTES];
    struct params p;
    *rows = NULL;
    if (!prepare_now(d, sql, e))
        return false;
    statement_name(name, sql);
    params_fill(&p, vals, d->scratch);
    count_wait(d);
    PGresult *r = PQexecPrepared(d->conn, name, (int)vals.n, p.value, p.length, p.format, 0);
    if (!good(r)) {
        (void)fail(d, r, e);
        PQclear(r);
        return false;
    }
    *rows = r;
    return true;
}

/* Outside of a snapshot a reader that lost its connection makes a new one and asks again. */
static bool
read_now(struct pg_db *d, enum sql sql, struct vals vals, PGresult **rows, struct err *e)
{
    bool again = d->head.role == DB_READER && !d->head.in_read;
    if (!d->conn && !again)
        return store_trouble(e, TROUBLE_LOST, "no connection");
    if (again && !connected(d) && !connect_again(d, e))
        return false;
    if (exec_now(d, sql, vals, rows, e))
        return true;
    if (!again || connected(d) || !connect_again(d, e))
        return false;
    return exec_now(d, sql, vals, rows, e);
}

static bool
reader_begin(struct pg_db *d, struct err *e)
{
    static const char begin[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    if (!connected(d) && !connect_again(d, e))
        return false;
    if (exec(d, begin, e))
        return true;
    return !connected(d) && connect_again(d, e) && exec(d, begin, e);
}

/* ---- the driver ---- */

static bool
pg_begin(struct db *db, struct err *e)
{
    struct pg_db *d = pg(db);
    switch (db->role) {
    case DB_READER:
        return reader_begin(d, e);
    case DB_WRITER:
        return writer_begin(d, e);
    case DB_ADMIN:
        return exec(d, "BEGIN", e) && exec(d, "SELECT pg_advisory_xact_lock(7310295)", e);
    }
    return false;
}

static bool
pg_commit(struct db *db, struct err *e)
{
    return db->role == DB_WRITER ? writer_commit(pg(db), e) : exec(pg(db), "COMMIT", e);
}

static void
pg_rollback(struct db *db)
{
    struct pg_db *d = pg(db);
    struct err e;
    if (db->role == DB_WRITER)
        writer_rollback(d);
    else if (d->conn && PQtransactionStatus(d->conn) != PQTRANS_IDLE && !exec(d, "ROLLBACK", &e))
        disconnect(d);
}

static bool
pg_script(struct db *db, const char *text, struct err *e)
{
    return exec(pg(db), text, e);
}

static struct stmt *
new_stmt(struct db *db, enum sql sql, PGresult *rows)
{
    struct pg_stmt *st = calloc(1, sizeof(*st));
    BUG_ON(!st, "out of memory");
    st->head.db = db;
    st->head.sql = sql;
    st->head.columns = PQnfields(rows);
    st->rows = rows;
    st->at = -1;
    for (int i = 0; i < st->head.columns && !st->bytes; i++)
        st->bytes = PQftype(rows, i) == OID_BYTEA ? arena_open() : NULL;
    return &st->head;
}

static bool
pg_query(struct db *db, enum sql sql, struct vals vals, struct stmt **stmt, struct err *e)
{
    struct pg_db *d = pg(db);
    PGresult *rows = NULL;
    bool ok = db->role == DB_WRITER ? send_statement(d, sql, vals, e) && settle(d, &rows, e)
                                    : read_now(d, sql, vals, &rows, e);
    if (!ok)
        return false;
    d->wrote |= strncmp(PQcmdStatus(rows), "SELECT", 6) != 0;
    *stmt = new_stmt(db, sql, rows);
    return true;
}

static enum step
pg_step(struct stmt *stmt, struct err *e)
{
    struct pg_stmt *st = (struct pg_stmt *)stmt;
    (void)e;
    if (st->bytes)
        arena_reset(st->bytes);
    if (st->at < PQntuples(st->rows))
        st->at++;
    return st->at < PQntuples(st->rows) ? STEP_ROW : STEP_DONE;
}

static void
pg_finish(struct stmt *stmt)
{
    struct pg_stmt *st = (struct pg_stmt *)stmt;
    PQclear(st->rows);
    arena_close(st->bytes);
    free(st);
}

static bool
pg_run(struct db *db, enum sql sql, struct vals vals, int64_t *changed, struct err *e)
{
    struct pg_db *d = pg(db);
    PGresult *r = NULL;
    bool ok;
    d->wrote = true;
    if (db->role == DB_WRITER)
        ok = send_statement(d, sql, vals, e) && (!changed || settle(d, &r, e));
    else
        ok = exec_now(d, sql, vals, &r, e);
    if (ok && changed && !str_to_i64(str_from(PQcmdTuples(r)), 0, INT64_MAX, changed))
        *changed = 0;
    PQclear(r);
    return ok;
}

/* The whole part of a fraction, as on SQLite. */
static int64_t
pg_int(const struct stmt *stmt, int col)
{
    const struct pg_stmt *st = (const struct pg_stmt *)stmt;
    struct str text = str_from(PQgetvalue(st->rows, st->at, col)), whole;
    int64_t v = 0;
    if (PQftype(st->rows, col) == OID_BOOL)
        return str_eq(text, S("t"));
    if (str_split(&text, '.', &whole))
        (void)str_to_i64(whole, INT64_MIN, INT64_MAX, &v);
    return v;
}

static int
hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x0a1b…" */
static struct str
decode_bytes(struct arena *a, struct str hex)
{
    size_t n = hex.n < 2 ? 0 : (hex.n - 2) / 2;
    char *p = arena_array(a, char, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(hex_digit(hex.p[2 + 2 * i]) << 4 | hex_digit(hex.p[3 + 2 * i]));
    return (struct str){p, n};
}

static struct str
pg_str(const struct stmt *stmt, int col)
{
    const struct pg_stmt *st = (const struct pg_stmt *)stmt;
    const char *p = PQgetvalue(st->rows, st->at, col);
    if (PQgetisnull(st->rows, st->at, col))
        return (struct str){NULL, 0};
    if (PQftype(st->rows, col) == OID_BOOL)
        return p[0] == 't' ? S("1") : S("0");
    struct str text = {p, (size_t)PQgetlength(st->rows, st->at, col)};
    return PQftype(st->rows, col) == OID_BYTEA ? decode_bytes(st->bytes, text) : text;
}

static bool
pg_null(const struct stmt *stmt, int col)
{
    const struct pg_stmt *st = (const struct pg_stmt *)stmt;
    return PQgetisnull(st->rows, st->at, col);
}

static bool
pg_explain(struct db *db, enum sql sql, struct out *scans, struct err *e)
{
    (void)scans;
    return prepare_now(pg(db), sql, e);
}

/* ---- whole tables (copy.h) ---- */

static bool
pg_query_text(struct db *db, const char *text, struct vals vals, struct stmt **stmt, struct err *e)
{
    struct pg_db *d = pg(db);
    struct params p;
    params_fill(&p, vals, d->scratch);
    count_wait(d);
    PGresult *r = PQexecParams(d->conn, text, (int)vals.n, NULL, p.value, p.length, p.format, 0);
    if (!good(r)) {
        (void)fail(d, r, e);
        PQclear(r);
        return false;
    }
    *stmt = new_stmt(db, SQL_COPY_COLUMNS, r);
    return true;
}

static void
put_copied_bytes(struct out *o, struct str bytes)
{
    out_lit(o, "\\\\x");
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char byte = (unsigned char)bytes.p[i];
        out_char(o, "0123456789abcdef"[byte >> 4]);
        out_char(o, "0123456789abcdef"[byte & 15]);
    }
}

static void
put_copied_text(struct out *o, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        switch (text.p[i]) {
        case '\\':
            out_lit(o, "\\\\");
            break;
        case '\n':
            out_lit(o, "\\n");
            break;
        case '\r':
            out_lit(o, "\\r");
            break;
        case '\t':
            out_lit(o, "\\t");
            break;
        default:
            out_char(o, text.p[i]);
        }
}

/* One value in COPY's text format. */
static void
put_copied(struct out *o, const struct val *v)
{
    switch (v->kind) {
    case VAL_NULL:
        out_lit(o, "\\N");
        break;
    case VAL_INT:
        out_int(o, v->i);
        break;
    case VAL_BYTES:
        put_copied_bytes(o, v->s);
        break;
    case VAL_TEXT:
        put_copied_text(o, v->s);
        break;
    }
}

/* The answer to COPY, after its data. */
static bool
copy_end(struct pg_db *d, struct err *e)
{
    PGresult *r;
    bool ok = true;
    if (PQputCopyEnd(d->conn, NULL) != 1)
        return fail(d, NULL, e);
    while ((r = PQgetResult(d->conn)) != NULL) {
        if (!good(r) && ok)
            ok = fail(d, r, e);
        PQclear(r);
    }
    return ok;
}

static bool
pg_load(struct db *db, const struct copy_table *t, const struct val *rows, size_t n, struct err *e)
{
    struct pg_db *d = pg(db);
    struct out o;
    out_init(&o, INT32_MAX);
    out_fmt(&o, "COPY \"%.*s\" FROM STDIN", STR_ARG(t->name));
    out_char(&o, '\0');
    PGresult *r = PQexec(d->conn, o.p);
    bool ok = PQresultStatus(r) == PGRES_COPY_IN || fail(d, r, e);
    PQclear(r);
    for (size_t i = 0; ok && i < n; i++) {
        out_clear(&o);
        for (size_t k = 0; k < t->n; k++) {
            if (k)
                out_char(&o, '\t');
            put_copied(&o, &rows[i * t->n + k]);
        }
        out_char(&o, '\n');
        if (PQputCopyData(d->conn, o.p, (int)o.n) != 1)
            ok = fail(d, NULL, e);
    }
    out_release(&o);
    return ok && copy_end(d, e);
}

const struct driver pg_driver = {
    .open = pg_open,
    .close = pg_close,
    .begin = pg_begin,
    .commit = pg_commit,
    .rollback = pg_rollback,
    .job_begin = pg_job_begin,
    .job_end = pg_job_end,
    .script = pg_script,
    .query = pg_query,
    .step = pg_step,
    .finish = pg_finish,
    .run = pg_run,
    .get_int = pg_int,
    .get_str = pg_str,
    .get_null = pg_null,
    .query_text = pg_query_text,
    .load = pg_load,
    .explain = pg_explain,
};
