#include "base/clock.h"
#include "base/lang.h"
#include "base/log.h"
#include "store/store_int.h"

static const char version_table[] =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_ms BIGINT NOT NULL)";

int64_t
store_version_wanted(void)
{
    return sql_migration_count ? sql_migrations[sql_migration_count - 1].number : 0;
}

/* The first migration above the version and not above the last wanted, or NULL. */
static const struct sql_migration *
next_after(int64_t version, int64_t last)
{
    for (size_t i = 0; i < sql_migration_count; i++)
        if (sql_migrations[i].number > version)
            return sql_migrations[i].number <= last ? &sql_migrations[i] : NULL;
    return NULL;
}

static bool
check_version(int64_t version, struct err *e)
{
    if (version <= store_version_wanted())
        return true;
    return err_set(e, ERR_STORE,
        tr("数据库是较新版本的程序建立的（结构版本 %lld，本程序只认到 %lld）。请改用新版本的程序，"
           "或者从旧备份恢复。"),
        (long long)version, (long long)store_version_wanted());
}

static bool
apply(struct db *db, const struct sql_migration *m, struct err *e)
{
    struct err cause;
    struct clock clock = clock_system();
    err_clear(&cause);
    if (!db->store->driver->script(db, m->text[db_kind(db)], &cause))
        return err_set(e, ERR_STORE, tr("数据库结构升级到第 %lld 版时没有成功，已退回原状：%s"),
            (long long)m->number, cause.text);
    return db_run(db, SQL_STORE_VERSION_ADD,
        VALS(v_int(m->number), v_str(str_from(m->name)), v_int(clock_now_ms(&clock))), NULL, e);
}

/* One migration in one transaction, which keeps other programs that migrate out; *more while there may be others. */
static bool
step(struct db *db, int64_t last, bool *more, struct err *e)
{
    int64_t version;
    bool found;
    const struct sql_migration *m = NULL;
    if (!db->store->driver->begin(db, e))
        return false;
    bool ok = db->store->driver->script(db, version_table, e) &&
        db_get_int(db, SQL_STORE_VERSION, NO_VALS, &version, &found, e) &&
        check_version(version, e);
    if (ok && (m = next_after(version, last)) != NULL)
        ok = apply(db, m, e);
    ok = ok && db->store->driver->commit(db, e);
    if (!ok)
        db->store->driver->rollback(db);

    *more = ok && m;
    return ok;
}

bool
store_migrate(struct store *store, struct err *e)
{
    return store_migrate_to(store, store_version_wanted(), e);
}

bool
store_migrate_to(struct store *store, int64_t last, struct err *e)
{
    int64_t version;
    if (!store_version(store, &version, e) || !check_version(version, e) || !check_version(last, e))
        return false;
    if (version >= last)
        return true;
    struct db *db;
    (void)pthread_mutex_lock(&store->lock);
    bool ok = store->driver->open(store, DB_ADMIN, &db, e);
    (void)pthread_mutex_unlock(&store->lock);
    if (!ok)
        return false;
    bool more = true;
    while (ok && more)
        ok = step(db, last, &more, e);
    db_close(db);
    if (ok)
        log_info("database brought from version %lld to %lld", (long long)version, (long long)last);
    return ok;
}
