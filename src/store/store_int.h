/* Shared inside of src/store: what a driver gives, what a connection is. Tests of the store use it too. */
#ifndef STORE_STORE_INT_H
#define STORE_STORE_INT_H

#include "base/out.h"
#include "store/copy.h"
#include "store/sql_int.h"

#include <pthread.h>
#include <stdatomic.h>

enum db_role {
    DB_READER, /* the database refuses writes on it */
    DB_WRITER, /* the one of the writer thread */
    DB_ADMIN   /* migrations */
};

/* How the transaction of a batch stands. */
enum batch_state {
    BATCH_FINE,
    BATCH_LOST, /* it is gone: every job of the batch has failed */
    BATCH_AGAIN /* a failure that cannot be laid at one job's door: once more, each job waiting for its answers */
};

struct writer;

struct store {
    const struct driver *driver;
    enum store_kind kind;
    struct store_options options;
    char *url;
    struct writer *writer;
    pthread_mutex_t lock; /* opening of connections; `control` */
    struct db *control;   /* a reader for ping and version, opened at the first use */
    _Atomic int64_t jobs, jobs_failed, commits, statements, waits;
};

struct db {
    struct store *store;
    enum db_role role;
    struct arena *arena;
    struct stmt *open; /* running queries, the newest first */
    bool in_read;      /* between db_read_begin and db_read_end */
    bool in_job;       /* may write */
    bool careful;      /* see BATCH_AGAIN */
    bool doomed; /* a statement of this job failed: the job is rolled back whatever it returns */
    struct err doom;
    enum batch_state state;
    int64_t id_next, id_end; /* the rest of the block of ids */
    bool id_fresh;           /* the block was reserved in a transaction that is not committed yet */
};

struct stmt {
    struct db *db;
    struct stmt *next; /* in db->open */
    enum sql sql;
    int columns;
    bool row, failed;
};

/* What differs between the two databases. Callers hold to the order; drivers need not check it. */
struct driver {
    bool (*open)(struct store *store, enum db_role role, struct db **db, struct err *e);
    void (*close)(struct db *db);
    /* By role: a snapshot, a batch, or a transaction that keeps other migrations out. */
    bool (*begin)(struct db *db, struct err *e);
    bool (*commit)(struct db *db, struct err *e);
    void (*rollback)(struct db *db);
    bool (*job_begin)(struct db *db, struct err *e);
    /* keep: false when the job turned out to have failed; it is rolled back then. */
    bool (*job_end)(struct db *db, bool keep, struct err *e);
    /* Several statements without parameters; DB_ADMIN only. */
    bool (*script)(struct db *db, const char *text, struct err *e);
    bool (*query)(struct db *db, enum sql sql, struct vals vals, struct stmt **stmt, struct err *e);
    enum step (*step)(struct stmt *stmt, struct err *e);
    void (*finish)(struct stmt *stmt);
    bool (*run)(struct db *db, enum sql sql, struct vals vals, int64_t *changed, struct err *e);
    int64_t (*get_int)(const struct stmt *stmt, int col);
    struct str (*get_str)(const struct stmt *stmt, int col);
    bool (*get_null)(const struct stmt *stmt, int col);
    void (*map)(struct db *db); /* NULL: nothing to do */
    /* For copy.h: a query that is no named one; and n rows of all columns into a table (DB_ADMIN only). */
    bool (*query_text)(
        struct db *db, const char *text, struct vals vals, struct stmt **stmt, struct err *e);
    bool (*load)(struct db *db, const struct copy_table *table, const struct val *rows, size_t n,
        struct err *e);
    /* Prepares without running; appends the names of tables that are read from end to end (SQLite). */
    bool (*explain)(struct db *db, enum sql sql, struct out *scans, struct err *e);
};

extern const struct driver sqlite_driver;
extern const struct driver pg_driver;

/* For drivers: fills the common part. */
void db_init(struct db *db, struct store *store, enum db_role role);
void db_release(struct db *db);
/* Ends queries that were left open: an early return on the way out of a loop. */
void db_close_queries(struct db *db);
/* After something was rolled back: forgets ids that may have been given out in vain. */
void db_forget_ids(struct db *db);

enum trouble {
    TROUBLE_CONFLICT,
    TROUBLE_FULL,
    TROUBLE_BUSY,
    TROUBLE_LOST,   /* the connection broke; nothing was committed */
    TROUBLE_UNSURE, /* it broke while committing */
    TROUBLE_OTHER
};

/* The sentence for the user; `detail` is the database's own short message, without values. Returns false. */
bool store_trouble(struct err *e, enum trouble trouble, const char *detail);

/* As store_migrate, up to that version only. */
bool store_migrate_to(struct store *store, int64_t version, struct err *e);

/* writer.c */
bool writer_open(struct store *store, struct err *e);
void writer_close(struct writer *writer);

/* Test access: whether the statement can be prepared, and which tables it reads from end to end. */
bool store_explain(struct db *db, enum sql sql, struct out *scans, struct err *e);

#endif
