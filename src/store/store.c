#include "base/bug.h"
#include "base/lang.h"
#include "base/log.h"
#include "base/utf8.h"
#include "store/store_int.h"

#include <stdlib.h>

enum {
    ID_BLOCK = 100
};

bool
store_trouble(struct err *e, enum trouble trouble, const char *detail)
{
    switch (trouble) {
    case TROUBLE_CONFLICT:
        return err_set(e, ERR_CONFLICT,
            tr("与已有的数据冲突，没有保存（%s）。请刷新后核对，改好再试。"), detail);
    case TROUBLE_FULL:
        return err_set(
            e, ERR_STORE, tr("数据库所在的磁盘已满，没有保存。请管理员清出磁盘空间，然后再试。"));
    case TROUBLE_BUSY:
        return err_set(
            e, ERR_STORE, tr("数据库正被另一个程序占用，这次操作没有完成。请稍后再试。"));
    case TROUBLE_LOST:
        return err_set(e, ERR_STORE,
            tr("与数据库的连接断了，这次操作没有完成（%s）。请稍后再试；如果一直这样，"
               "请管理员查看数据库是否在运行。"),
            detail);
    case TROUBLE_UNSURE:
        return err_set(e, ERR_STORE,
            tr("保存时与数据库的连接断了，不能确定是否已经保存。请先查看有没有这条内容，"
               "再决定要不要重做。"));
    case TROUBLE_OTHER:
        break;
    }
    return err_set(e, ERR_STORE,
        tr("数据库没有完成这次操作（%s）。请稍后再试；如果一直这样，请把这句话告诉管理员。"),
        detail);
}

/* ---- the store ---- */

bool
store_open(const struct store_options *options, struct store **store, struct err *e)
{
    struct str url = str_from(options->url);
    bool pg = str_starts(url, S("postgresql://")) || str_starts(url, S("postgres://"));
    struct store *s = calloc(1, sizeof(*s));
    BUG_ON(!s, "out of memory");
    s->kind = pg ? STORE_PG : STORE_SQLITE;
    s->driver = pg ? &pg_driver : &sqlite_driver;
    s->options = *options;
    s->url = strdup(options->url);
    BUG_ON(!s->url, "out of memory");
    s->options.url = s->url;
    (void)pthread_mutex_init(&s->lock, NULL);
    if (!writer_open(s, e)) {
        store_close(s);
        return false;
    }
    *store = s;
    return true;
}

void
store_close(struct store *store)
{
    if (!store)
        return;
    db_close(store->control);
    writer_close(store->writer); /* the last: SQLite's log is copied back into the one file */
    (void)pthread_mutex_destroy(&store->lock);
    free(store->url);
    free(store);
}

enum store_kind
store_kind(const struct store *store)
{
    return store->kind;
}

struct store_counts
store_counts(struct store *store)
{
    return (struct store_counts){.jobs = atomic_load(&store->jobs),
        .jobs_failed = atomic_load(&store->jobs_failed),
        .commits = atomic_load(&store->commits),
        .statements = atomic_load(&store->statements),
        .waits = atomic_load(&store->waits)};
}

static bool
read_version(struct store *store, int64_t *version, struct err *e)
{
    int64_t there;
    bool found;
    if (!store->control && !store->driver->open(store, DB_READER, &store->control, e))
        return false;
    if (!db_get_int(store->control, SQL_STORE_HAS_VERSION_TABLE, NO_VALS, &there, &found, e))
        return false;
    *version = 0;
    return !there || db_get_int(store->control, SQL_STORE_VERSION, NO_VALS, version, &found, e);
}

bool
store_version(struct store *store, int64_t *version, struct err *e)
{
    (void)pthread_mutex_lock(&store->lock);
    bool ok = read_version(store, version, e);
    (void)pthread_mutex_unlock(&store->lock);
    return ok;
}

bool
store_ping(struct store *store, struct err *e)
{
    int64_t version;
    return store_version(store, &version, e);
}

/* ---- connections ---- */

void
db_init(struct db *db, struct store *store, enum db_role role)
{
    db->store = store;
    db->role = role;
    db->arena = arena_open();
    db->in_job = role == DB_ADMIN;
}

void
db_release(struct db *db)
{
    arena_close(db->arena);
}

bool
store_reader(struct store *store, struct db **db, struct err *e)
{
    (void)pthread_mutex_lock(&store->lock);
    bool ok = store->driver->open(store, DB_READER, db, e);
    (void)pthread_mutex_unlock(&store->lock);
    return ok;
}

void
db_close(struct db *db)
{
    if (!db)
        return;
    if (db->in_read)
        db_read_end(db);
    db_close_queries(db);
    db->store->driver->close(db);
}

bool
db_read_begin(struct db *db, struct err *e)
{
    BUG_ON(db->role != DB_READER || db->in_read, "db_read_begin: not a reader at rest");
    db->in_read = db->store->driver->begin(db, e);
    return db->in_read;
}

void
db_read_end(struct db *db)
{
    BUG_ON(!db->in_read, "db_read_end without db_read_begin");
    db_close_queries(db);
    db->store->driver->rollback(db);
    db->in_read = false;
    arena_reset(db->arena);
}

void
db_map(struct db *db)
{
    if (db->store->driver->map)
        db->store->driver->map(db);
}

enum store_kind
db_kind(const struct db *db)
{
    return db->store->kind;
}

struct arena *
db_arena(struct db *db)
{
    return db->arena;
}

void
db_close_queries(struct db *db)
{
    while (db->open) {
        log_error("query %s was left open", sql_text[db->open->sql].name);
        stmt_close(db->open);
    }
}

/* ---- values ---- */

struct val
v_date(struct arena *a, struct date d)
{
    struct date_text t = date_format(d);
    return date_is_none(d) ? v_null() : v_str(arena_str(a, str_from(t.z)));
}

/* PostgreSQL takes neither NUL nor broken UTF-8 as text; so SQLite shall not get them either. */
static bool
vals_check(enum sql sql, struct vals vals, struct err *e)
{
    if (vals.n != (size_t)sql_text[sql].params)
        log_error("statement %s takes %d values", sql_text[sql].name, sql_text[sql].params);
    BUG_ON(vals.n != (size_t)sql_text[sql].params, "wrong number of values for a statement");
    for (size_t i = 0; i < vals.n; i++) {
        const struct val *v = &vals.v[i];
        if (v->kind != VAL_TEXT || v->s.n == 0)
            continue;
        if (memchr(v->s.p, '\0', v->s.n) || !utf8_valid(v->s))
            return err_set(e, ERR_INPUT,
                tr("文字里有不能保存的字符（不是 UTF-8，或含有空字符）。请去掉这些字符后再试。"));
    }
    return true;
}

/* ---- statements ---- */

/* Keeps the first error of a job, so that the job cannot come out as done. */
static bool
doom(struct db *db, struct err *e)
{
    struct err mine;
    if (db->role == DB_WRITER && !db->doomed) {
        err_clear(&mine);
        db->doomed = true;
        db->doom = e ? *e : mine;
    }
    return false;
}

bool
stmt_open(struct db *db, enum sql sql, struct vals vals, struct stmt **stmt, struct err *e)
{
    BUG_ON(db->role == DB_WRITER && !db->in_job, "stmt_open: the writer outside of a job");
    struct err mine;
    e = e ? e : &mine;
    atomic_fetch_add_explicit(&db->store->statements, 1, memory_order_relaxed);
    if (!vals_check(sql, vals, e) || !db->store->driver->query(db, sql, vals, stmt, e))
        return doom(db, e);
    (*stmt)->next = db->open;
    db->open = *stmt;
    return true;
}

enum step
stmt_step(struct stmt *stmt, struct err *e)
{
    struct err mine;
    e = e ? e : &mine;
    if (stmt->failed)
        return STEP_ERROR;
    enum step step = stmt->db->store->driver->step(stmt, e);
    stmt->row = step == STEP_ROW;
    stmt->failed = step == STEP_ERROR;
    if (stmt->failed)
        (void)doom(stmt->db, e);
    return step;
}

bool
stmt_failed(const struct stmt *stmt)
{
    return stmt->failed;
}

void
stmt_close(struct stmt *stmt)
{
    struct stmt **at = &stmt->db->open;
    while (*at && *at != stmt)
        at = &(*at)->next;
    BUG_ON(!*at, "stmt_close: not open");
    *at = stmt->next;
    stmt->db->store->driver->finish(stmt);
}

static void
check_column(const struct stmt *stmt, int col)
{
    BUG_ON(!stmt->row, "a column without a row");
    BUG_ON(col < 0 || col >= stmt->columns, "no such column");
}

int64_t
stmt_int(const struct stmt *stmt, int col)
{
    check_column(stmt, col);
    return stmt->db->store->driver->get_int(stmt, col);
}

struct str
stmt_str(const struct stmt *stmt, int col)
{
    check_column(stmt, col);
    return stmt->db->store->driver->get_str(stmt, col);
}

struct date
stmt_date(const struct stmt *stmt, int col)
{
    struct date d;
    return date_parse(stmt_str(stmt, col), &d) ? d : (struct date){0, 0, 0};
}

bool
stmt_null(const struct stmt *stmt, int col)
{
    check_column(stmt, col);
    return stmt->db->store->driver->get_null(stmt, col);
}

struct str
stmt_text(const struct stmt *stmt, int col, struct arena *a)
{
    return arena_str(a, stmt_str(stmt, col));
}

bool
db_run(struct db *db, enum sql sql, struct vals vals, int64_t *changed, struct err *e)
{
    BUG_ON(!db->in_job, "db_run outside of a job");
    struct err mine;
    e = e ? e : &mine;
    atomic_fetch_add_explicit(&db->store->statements, 1, memory_order_relaxed);
    if (!vals_check(sql, vals, e) || !db->store->driver->run(db, sql, vals, changed, e))
        return doom(db, e);
    return true;
}

bool
db_get_int(
    struct db *db, enum sql sql, struct vals vals, int64_t *value, bool *found, struct err *e)
{
    struct stmt *s;
    *value = 0;
    *found = false;
    if (!stmt_open(db, sql, vals, &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW && !stmt_null(s, 0)) {
        *found = true;
        *value = stmt_int(s, 0);
    }
    stmt_close(s);
    return step != STEP_ERROR;
}

/* A block is reserved inside the running transaction. When that is rolled back the block is forgotten: the table
   gives it out again, and whatever carried its ids is gone with the same transaction. */
bool
db_new_id(struct db *db, int64_t *id, struct err *e)
{
    BUG_ON(!db->in_job, "db_new_id outside of a job");
    if (db->id_next == db->id_end) {
        int64_t block;
        bool found;
        if (!db_get_int(db, SQL_STORE_ID_BLOCK, NO_VALS, &block, &found, e))
            return false;
        if (!found) {
            (void)store_trouble(e, TROUBLE_OTHER, "store_id is empty");
            return doom(db, e);
        }
        db->id_next = (block - 1) * ID_BLOCK + 1;
        db->id_end = db->id_next + ID_BLOCK;
        db->id_fresh = true;
    }
    *id = db->id_next++;
    return true;
}

void
db_forget_ids(struct db *db)
{
    if (db->id_fresh)
        db->id_next = db->id_end = 0;
    db->id_fresh = false;
}

bool
store_explain(struct db *db, enum sql sql, struct out *scans, struct err *e)
{
    return db->store->driver->explain(db, sql, scans, e);
}
