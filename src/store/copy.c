#include "store/copy.h"

#include "base/bug.h"
#include "base/lang.h"
#include "store/store_int.h"

#include <stdlib.h>

enum {
    TEXT_MAX = 64 * 1024,
    SCRIPT_MAX = 1024 * 1024
};

struct copy_target {
    struct store *store;
    struct db *db;
    struct out keys; /* what makes the references again */
    bool begun;
};

/* ---- the catalogue ---- */

static enum copy_type
type_of(struct str declared)
{
    if (str_eq_nocase(declared, S("BIGINT")) || str_eq_nocase(declared, S("INTEGER")))
        return COPY_INT;
    if (str_eq_nocase(declared, S("TEXT")))
        return COPY_TEXT;
    BUG_ON(!str_eq_nocase(declared, S("BLOB")) && !str_eq_nocase(declared, S("BYTEA")),
        "a column of a type that a backup does not know");
    return COPY_BYTES;
}

enum {
    COLUMNS_MAX = 64,
    TABLES_MAX = 256
};

bool
copy_tables(struct db *db, struct arena *a, struct copy_tables *list, struct err *e)
{
    struct stmt *s;
    *list = (struct copy_tables){arena_array(a, struct copy_table, TABLES_MAX), 0};
    if (!stmt_open(db, SQL_COPY_COLUMNS, NO_VALS, &s, e))
        return false;
    stmt_each (s, e) {
        struct copy_table *t = list->n ? &list->v[list->n - 1] : NULL;
        if (!t || !str_eq(t->name, stmt_str(s, 0))) {
            BUG_ON(list->n == TABLES_MAX, "more tables than a backup expects");
            t = &list->v[list->n++];
            t->name = stmt_text(s, 0, a);
            t->columns = arena_array(a, struct copy_column, COLUMNS_MAX);
        }
        BUG_ON(t->n == COLUMNS_MAX, "more columns than a backup expects");
        t->columns[t->n++] =
            (struct copy_column){stmt_text(s, 1, a), type_of(stmt_str(s, 2)), (int)stmt_int(s, 3)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

size_t
copy_key_columns(const struct copy_table *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++)
        n += t->columns[i].key > 0;
    return n;
}

/* ---- reading ---- */

static void
put_key(struct out *o, const struct copy_table *t)
{
    size_t n = copy_key_columns(t);
    for (size_t k = 1; k <= n; k++)
        for (size_t i = 0; i < t->n; i++)
            if (t->columns[i].key == (int)k)
                out_fmt(o, "%s\"%.*s\"", k > 1 ? ", " : "", STR_ARG(t->columns[i].name));
}

static void
put_select(struct out *o, const struct copy_table *t, bool after, size_t limit, char sign)
{
    size_t n = copy_key_columns(t);
    out_lit(o, "SELECT ");
    for (size_t i = 0; i < t->n; i++)
        out_fmt(o, "%s\"%.*s\"", i ? ", " : "", STR_ARG(t->columns[i].name));
    out_fmt(o, " FROM \"%.*s\"", STR_ARG(t->name));
    if (after) {
        out_lit(o, " WHERE (");
        put_key(o, t);
        out_lit(o, ") > (");
        for (size_t k = 1; k <= n; k++)
            out_fmt(o, "%s%c%zu", k > 1 ? ", " : "", sign, k);
        out_lit(o, ")");
    }
    out_lit(o, " ORDER BY ");
    put_key(o, t);
    out_fmt(o, " LIMIT %zu", limit);
}

bool
copy_rows(struct db *db, const struct copy_table *t, const struct val *after, size_t limit,
    struct stmt **stmt, struct err *e)
{
    struct out o;
    size_t n = copy_key_columns(t);
    BUG_ON(n == 0, "a table without a key cannot be copied");
    out_init(&o, TEXT_MAX);
    put_select(&o, t, after != NULL, limit, db_kind(db) == STORE_PG ? '$' : '?');
    out_char(&o, '\0');
    BUG_ON(o.overflow, "a statement is short");
    bool ok = db->store->driver->query_text(db, o.p, (struct vals){after, after ? n : 0}, stmt, e);
    out_release(&o);
    if (!ok)
        return false;
    (*stmt)->next = db->open;
    db->open = *stmt;
    return true;
}

/* ---- filling ---- */

static bool
not_empty(struct err *e)
{
    return err_set(e, ERR_CONFLICT,
        tr("要恢复到的数据库里已经有数据，没有动它。请换一个空的数据库或文件夹。"));
}

/* New, or what an attempt that failed has left: the structure alone. */
static bool
check_empty(struct db *db, int64_t there, int64_t version, struct err *e)
{
    int64_t orgs = 0;
    bool found;
    if (there == 0)
        return true;
    if (there != version)
        return not_empty(e);
    if (!db_get_int(db, SQL_COPY_ORGS, NO_VALS, &orgs, &found, e))
        return false;
    return orgs == 0 || not_empty(e);
}

/* References are taken off for the time: rows come in the order of their keys, not of what they refer to. */
static bool
keys_off(struct copy_target *t, struct err *e)
{
    struct stmt *s;
    struct out off;
    if (store_kind(t->store) == STORE_SQLITE)
        return t->store->driver->script(t->db, "PRAGMA foreign_keys=OFF", e);
    if (!stmt_open(t->db, SQL_COPY_KEYS, NO_VALS, &s, e))
        return false;
    out_init(&off, SCRIPT_MAX);
    stmt_each (s, e) {
        out_fmt(&off, "%.*s;", STR_ARG(stmt_str(s, 0)));
        out_fmt(&t->keys, "%.*s;", STR_ARG(stmt_str(s, 1)));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    out_char(&off, '\0');
    ok = ok && t->store->driver->script(t->db, off.p, e);
    out_release(&off);
    return ok;
}

/* What the migrations themselves put in comes with the rows. */
static bool
clear(struct copy_target *t, struct err *e)
{
    struct copy_tables list;
    struct out o;
    struct arena *a = arena_open();
    out_init(&o, SCRIPT_MAX);
    bool ok = copy_tables(t->db, a, &list, e);
    for (size_t i = 0; ok && i < list.n; i++)
        out_fmt(&o, "DELETE FROM \"%.*s\";", STR_ARG(list.v[i].name));
    out_char(&o, '\0');
    ok = ok && t->store->driver->script(t->db, o.p, e);
    out_release(&o);
    arena_close(a);
    return ok;
}

static bool
target_begin(struct copy_target *t, int64_t version, struct err *e)
{
    int64_t there;
    const struct driver *driver = t->store->driver;
    bool sqlite = store_kind(t->store) == STORE_SQLITE;
    if (!store_version(t->store, &there, e) || !store_migrate_to(t->store, version, e) ||
        !driver->open(t->store, DB_ADMIN, &t->db, e) || !check_empty(t->db, there, version, e) ||
        (sqlite && !keys_off(t, e)) || !driver->begin(t->db, e))
        return false;
    t->begun = true;
    return (sqlite || keys_off(t, e)) && clear(t, e);
}

bool
copy_target_open(const char *url, int64_t version, struct copy_target **target, struct err *e)
{
    struct store_options options = {.url = url, .create = true};
    struct copy_target *t = calloc(1, sizeof(*t));
    BUG_ON(!t, "out of memory");
    out_init(&t->keys, SCRIPT_MAX);
    if (!store_open(&options, &t->store, e) || !target_begin(t, version, e)) {
        copy_target_abort(t);
        return false;
    }
    *target = t;
    return true;
}

bool
copy_target_tables(struct copy_target *t, struct arena *a, struct copy_tables *list, struct err *e)
{
    return copy_tables(t->db, a, list, e);
}

bool
copy_target_load(struct copy_target *t, const struct copy_table *table, const struct val *rows,
    size_t n, struct err *e)
{
    return t->store->driver->load(t->db, table, rows, n, e);
}

static bool
keys_on(struct copy_target *t, struct err *e)
{
    struct stmt *s;
    if (store_kind(t->store) == STORE_PG) {
        out_char(&t->keys, '\0');
        return t->store->driver->script(t->db, t->keys.p, e);
    }
    if (!t->store->driver->query_text(t->db, "PRAGMA foreign_key_check", NO_VALS, &s, e))
        return false;
    s->next = t->db->open;
    t->db->open = s;
    enum step step = stmt_step(s, e);
    stmt_close(s);
    if (step == STEP_ROW)
        return err_set(e, ERR_INPUT, tr("备份里有的行引用了不存在的行，没有恢复。请换一份备份。"));
    return step == STEP_DONE;
}

static void
target_free(struct copy_target *t)
{
    out_release(&t->keys);
    db_close(t->db);
    store_close(t->store);
    free(t);
}

bool
copy_target_finish(struct copy_target *t, struct err *e)
{
    bool ok = keys_on(t, e) && t->store->driver->commit(t->db, e);
    if (!ok)
        t->store->driver->rollback(t->db);
    target_free(t);
    return ok;
}

void
copy_target_abort(struct copy_target *t)
{
    if (!t)
        return;
    if (t->begun)
        t->store->driver->rollback(t->db);
    target_free(t);
}
