/* One database, two drivers: SQLite (a file) and PostgreSQL 15+ (postgresql://…). Everything above this header
   is the same on both. SQL is named in sql/ *.sql, compiled into enum sql (store/sql.h), always bound, never pasted.

   Threads. Readers: each thread opens its own struct db with store_reader() and never waits for the writer.
   Writers: nobody writes but the one writer thread. A write is a job: a function that runs on the writer thread
   inside a savepoint of a transaction shared with the other jobs that wait at that moment; the whole batch (≤ 256)
   is committed once, durably, and only then is each job told. Several programs on one database write in turns, a
   batch each: what a job reads stays true up to its commit. A job that fails is rolled back alone. A statement
   that fails dooms its job, whatever the job returns. A job may be run a second time after the first run was rolled
   back, so it starts from its `arg` alone and leaves nothing in it that a second run would trip over.

   Types. int64_t, text (UTF-8 without NUL; anything else is ERR_INPUT), bytes, NULL. Dates are TEXT "2023-07-01",
   moments are milliseconds since 1970 (BIGINT), yes/no is 0/1. In migrations write TEXT, BIGINT, BLOB: on PostgreSQL
   they become TEXT COLLATE "C" (bytewise order, as on SQLite), BIGINT, BYTEA. Do not use deferred constraints. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "store/sql.h" /* generated: enum sql { SQL_ORG_GET, … SQL_COUNT } */

struct store;
struct db;   /* one connection: a reader, or the writer inside a job */
struct stmt; /* one running query */

enum store_kind {
    STORE_SQLITE,
    STORE_PG
};

struct store_options {
    const char *url; /* "postgresql://…", or the path of an SQLite file */
    bool create; /* make an empty SQLite file, or the schema the URL names, when there is none */
    int busy_ms; /* SQLite busy timeout; 0: 5000 */
    unsigned batch_max; /* jobs a commit; 0: 256; 1 is "a commit per request", for measuring */
};

bool store_open(const struct store_options *options, struct store **store, struct err *e);
/* Waits for queued jobs, stops the writer, closes. */
void store_close(struct store *store);
enum store_kind store_kind(const struct store *store);
/* Applies the numbered migrations that are missing, each in a transaction. ERR_STORE when the database is newer
   than this program. store_version: the highest applied; 0 for an empty database. */
bool store_migrate(struct store *store, struct err *e);
bool store_version(struct store *store, int64_t *version, struct err *e);
int64_t store_version_wanted(void);
/* Whether the database answers a trivial query now; for /readyz. */
bool store_ping(struct store *store, struct err *e);
/* Writes a row through the writer, reads it back on a connection of its own, removes it; for `check`. */
bool store_check(struct store *store, struct err *e);

/* What was done since opening, for /metrics and bench. */
struct store_counts {
    int64_t jobs, jobs_failed, commits, statements;
    int64_t waits; /* times that somebody waited for a database server to answer; none on SQLite */
};
struct store_counts store_counts(struct store *store);

/* ---- reading ---- */
/* A read-only connection of this thread: the database itself refuses writes on it. */
bool store_reader(struct store *store, struct db **db, struct err *e);
void db_close(struct db *db);
/* A snapshot: everything read between begin and end is of one moment, that of the first statement. Queries still open
   at the end are closed. */
bool db_read_begin(struct db *db, struct err *e);
void db_read_end(struct db *db);
enum store_kind db_kind(const struct db *db);
/* From now on the pages that this reader asks for are looked at where the system keeps them instead of being copied: for
   who reads many of them here and there. Of no effect on other connections than readers of SQLite. */
void db_map(struct db *db);

/* ---- values to bind ---- */
enum val_kind {
    VAL_NULL,
    VAL_INT,
    VAL_TEXT,
    VAL_BYTES
};

struct val {
    enum val_kind kind;
    int64_t i;
    struct str s;
};

static inline struct val
v_int(int64_t i)
{
    return (struct val){.kind = VAL_INT, .i = i};
}

static inline struct val
v_str(struct str s)
{
    return (struct val){.kind = VAL_TEXT, .s = s};
}

static inline struct val
v_bytes(struct str s)
{
    return (struct val){.kind = VAL_BYTES, .s = s};
}

static inline struct val
v_null(void)
{
    return (struct val){.kind = VAL_NULL};
}

/* NULL for the empty string, for 0, for no date. v_date writes into *keep, which must live until the call. */
static inline struct val
v_opt(struct str s)
{
    return s.n ? v_str(s) : v_null();
}

static inline struct val
v_ref(int64_t id)
{
    return id ? v_int(id) : v_null();
}
struct val v_date(struct arena *a, struct date d);

struct vals {
    const struct val *v;
    size_t n;
};

#define VALS(...)                                     \
    ((struct vals){(const struct val[]){__VA_ARGS__}, \
        sizeof((const struct val[]){__VA_ARGS__}) / sizeof(struct val)})
#define NO_VALS ((struct vals){NULL, 0})

/* ---- running statements ---- */
enum step {
    STEP_ROW,
    STEP_DONE,
    STEP_ERROR
};

/* A query, also INSERT … RETURNING inside a job: step it at least once. stmt_close in every case after a true. Bound
   values may go away after stmt_open returns. Queries may be nested. On PostgreSQL the whole answer is fetched at
   once: page through what can be large. */
bool stmt_open(struct db *db, enum sql sql, struct vals vals, struct stmt **stmt, struct err *e);
enum step stmt_step(struct stmt *stmt, struct err *e);
void stmt_close(struct stmt *stmt);
/* Columns from 0; of the current row. NULL reads as 0 and "". Text is valid until the next step or close: copy it. */
int64_t stmt_int(const struct stmt *stmt, int col);
struct str stmt_str(const struct stmt *stmt, int col);
struct date stmt_date(const struct stmt *stmt, int col);
bool stmt_null(const struct stmt *stmt, int col);
struct str stmt_text(const struct stmt *stmt, int col, struct arena *a); /* a copy */

/* for (…) over rows: stmt_each(s, e) { … }; then ask stmt_failed(s). */
#define stmt_each(s, e) while (stmt_step((s), (e)) == STEP_ROW)
/* After the loop: whether it ended by an error. */
bool stmt_failed(const struct stmt *stmt);

/* A statement without rows; only inside a job. *changed (may be NULL) asks how many rows: on PostgreSQL that costs
   a round trip, so ask only where the answer matters. Without it an error may come out of a later call or of the
   job's end; the job is then rolled back all the same. A broken UNIQUE, CHECK or reference is ERR_CONFLICT. */
bool db_run(struct db *db, enum sql sql, struct vals vals, int64_t *changed, struct err *e);
/* One row, one integer. *found false and *value 0 without a row or for NULL. */
bool db_get_int(
    struct db *db, enum sql sql, struct vals vals, int64_t *value, bool *found, struct err *e);
/* A fresh id, unique over all tables and servers, growing; only inside a job. From blocks reserved in the database,
   so inserts need no answer. */
bool db_new_id(struct db *db, int64_t *id, struct err *e);

/* ---- writing ---- */
/* Runs on the writer thread. False rolls this job back alone. */
typedef bool (*job_fn)(struct db *db, void *arg, struct err *e);
/* Called on the writer thread after the commit (ok) or after the job or the whole batch failed; *e says why.
   Must not block. */
typedef void (*job_done_fn)(void *arg, bool ok, const struct err *e);

/* Queues a job. `arg` must live until `done` was called. Any thread. ERR_LIMIT when too many wait (8192). */
bool store_post(struct store *store, job_fn job, job_done_fn done, void *arg, struct err *e);
/* The same and waits: for commands and tests. */
bool store_write(struct store *store, job_fn job, void *arg, struct err *e);
/* Memory of the job or of the snapshot; reset after each job and at db_read_end. */
struct arena *db_arena(struct db *db);
/* Called on the writer thread whenever something that jobs did was undone: after a single job was rolled back, and
   after a batch that did not commit; always before the next job runs. What is kept in memory about rows written by
   jobs (the head of a chain) must be read again then. Register before the first write. */
void store_on_rollback(struct store *store, void (*fn)(void *arg), void *arg);

#endif
