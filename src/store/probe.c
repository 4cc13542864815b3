#include "base/lang.h"
#include "store/store_int.h"

static const char probe_body[] = "自检 self-check";

struct probe {
    int64_t id, number;
};

static bool
add(struct db *db, void *arg, struct err *e)
{
    struct probe *p = arg;
    if (!db_new_id(db, &p->id, e))
        return false;
    struct str body = arena_fmt(db_arena(db), "%s %lld", probe_body, (long long)p->id);
    return db_run(db, SQL_STORE_PROBE_ADD,
        VALS(v_int(p->id), v_null(), v_int(p->number), v_str(body), v_bytes(body)), NULL, e);
}

static bool
drop(struct db *db, void *arg, struct err *e)
{
    struct probe *p = arg;
    return db_run(db, SQL_STORE_PROBE_REMOVE, VALS(v_int(p->id)), NULL, e);
}

static bool
read_back(struct store *store, const struct probe *p, struct err *e)
{
    struct db *db;
    struct stmt *s;
    bool same = false;
    if (!store_reader(store, &db, e))
        return false;
    bool ok = stmt_open(db, SQL_STORE_PROBE_GET, VALS(v_int(p->id)), &s, e);
    if (ok) {
        enum step step = stmt_step(s, e);
        ok = step != STEP_ERROR;
        same = step == STEP_ROW && stmt_int(s, 2) == p->number && stmt_null(s, 1) &&
            str_starts(stmt_str(s, 3), str_from(probe_body)) &&
            str_eq(stmt_str(s, 3), stmt_str(s, 4));
        stmt_close(s);
    }
    db_close(db);
    if (ok && !same)
        return err_set(e, ERR_STORE,
            tr("数据库自检：刚写入的内容读出来不一样。请停止使用，检查磁盘，并从备份恢复。"));
    return ok;
}

bool
store_check(struct store *store, struct err *e)
{
    struct probe p = {.number = store_counts(store).statements};
    struct err ignored;
    if (!store_write(store, add, &p, e))
        return false;
    bool same = read_back(store, &p, e);
    return store_write(store, drop, &p, same ? e : &ignored) && same;
}
