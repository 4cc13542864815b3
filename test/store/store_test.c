#include "base/file.h"
#include "harness.h"
#include "store/store_int.h"

static struct store *
open_store(void)
{
    struct store_options options = {.url = test_db_url(), .create = true};
    struct store *store = NULL;
    struct err e;
    err_clear(&e);
    if (CHECK_OK(store_open(&options, &store, &e), &e))
        CHECK_OK(store_migrate(store, &e), &e);
    return store;
}

/* One row of store_probe to write. */
struct row {
    int64_t id, parent;
    struct val number, body, bytes;
    bool fail;       /* the job says no after it wrote */
    int64_t changed; /* asked for when it begins as -1 */
};

static struct row
row_of(struct val number, struct val body)
{
    return (struct row){.number = number, .body = body, .bytes = v_null()};
}

static bool
add_row(struct db *db, void *arg, struct err *e)
{
    struct row *r = arg;
    int64_t id = r->id;
    if (!id && !db_new_id(db, &id, e))
        return false;
    int64_t *changed = r->changed ? &r->changed : NULL;
    if (!db_run(db, SQL_STORE_PROBE_ADD,
            VALS(v_int(id), v_ref(r->parent), r->number, r->body, r->bytes), changed, e))
        return false;
    r->id = id;
    return !r->fail || err_set(e, ERR_INPUT, "no");
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

TEST(store_reads_back_what_was_written)
{
    struct store *store = open_store();
    struct err e;
    struct db *db;
    struct stmt *s;
    REQUIRE(store);
    struct row row = row_of(v_int(INT64_MIN), v_str(S("三会一课 “”𠮷?")));
    row.bytes = v_bytes(S("\0\xff\x01'\\"));
    row.changed = -1;
    CHECK_OK(store_write(store, add_row, &row, &e), &e);
    CHECK_INT(row.changed, 1);
    struct row empty = row_of(v_null(), v_str(S("")));
    empty.bytes = v_bytes(S(""));
    CHECK_OK(store_write(store, add_row, &empty, &e), &e);
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));

    CHECK_OK(stmt_open(db, SQL_STORE_PROBE_GET, VALS(v_int(row.id)), &s, &e), &e);
    CHECK(stmt_step(s, &e) == STEP_ROW);
    CHECK_INT(stmt_int(s, 0), row.id);
    CHECK(stmt_null(s, 1));
    CHECK_INT(stmt_int(s, 1), 0);
    CHECK_STR(stmt_str(s, 1), "");
    CHECK(stmt_int(s, 2) == INT64_MIN);
    CHECK_STR(stmt_text(s, 3, test_arena()), "三会一课 “”𠮷?");
    CHECK(str_eq(stmt_str(s, 4), S("\0\xff\x01'\\")));
    CHECK(str_eq(stmt_str(s, 4), S("\0\xff\x01'\\")));
    CHECK(date_is_none(stmt_date(s, 3)));
    CHECK(stmt_step(s, &e) == STEP_DONE);
    CHECK(!stmt_failed(s));
    stmt_close(s);

    CHECK_OK(stmt_open(db, SQL_STORE_PROBE_GET, VALS(v_int(empty.id)), &s, &e), &e);
    CHECK(stmt_step(s, &e) == STEP_ROW);
    CHECK(stmt_null(s, 2));
    CHECK(!stmt_null(s, 3));
    CHECK_STR(stmt_str(s, 3), "");
    CHECK(!stmt_null(s, 4));
    CHECK_INT(stmt_str(s, 4).n, 0);
    stmt_close(s);
    db_close(db);
    store_close(store);
}

TEST(store_takes_dates_and_numbers_as_text)
{
    struct store *store = open_store();
    struct err e;
    struct db *db;
    struct stmt *s;
    REQUIRE(store);
    struct row day = row_of(v_str(S("42")), v_date(test_arena(), date_make(2023, 7, 1)));
    struct row number = row_of(v_date(test_arena(), date_make(0, 0, 0)), v_int(-7));
    CHECK_OK(store_write(store, add_row, &day, &e), &e);
    CHECK_OK(store_write(store, add_row, &number, &e), &e);
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));
    CHECK_OK(stmt_open(db, SQL_STORE_PROBE_LIST, NO_VALS, &s, &e), &e);
    CHECK(stmt_step(s, &e) == STEP_ROW); /* "-7" comes before "2023…" */
    CHECK(stmt_null(s, 1));
    CHECK_STR(stmt_str(s, 2), "-7");
    CHECK_INT(stmt_int(s, 2), -7);
    CHECK(stmt_step(s, &e) == STEP_ROW);
    CHECK_INT(stmt_int(s, 1), 42);
    CHECK_INT(date_cmp(stmt_date(s, 2), date_make(2023, 7, 1)), 0);
    stmt_close(s);
    db_close(db);
    store_close(store);
}

TEST(store_orders_text_by_bytes)
{
    static const char *const bodies[] = {"a", "B", "_", "中", "A b", "Ab", "é"};
    static const char *const sorted[] = {"A b", "Ab", "B", "_", "a", "é", "中"};
    struct store *store = open_store();
    struct err e;
    struct db *db;
    struct stmt *s;
    size_t n = 0;
    REQUIRE(store);
    for (size_t i = 0; i < 7; i++) {
        struct row row = row_of(v_null(), v_str(str_from(bodies[i])));
        CHECK_OK(store_write(store, add_row, &row, &e), &e);
    }
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));
    CHECK_OK(stmt_open(db, SQL_STORE_PROBE_LIST, NO_VALS, &s, &e), &e);
    stmt_each (s, &e) {
        CHECK_STR(stmt_str(s, 2), sorted[n]);
        n++;
    }
    CHECK(!stmt_failed(s));
    CHECK_INT(n, 7);
    stmt_close(s);
    db_close(db);
    store_close(store);
}

TEST(store_refuses_text_that_is_no_text)
{
    struct store *store = open_store();
    struct err e;
    REQUIRE(store);
    struct row nul = row_of(v_null(), v_str(S("a\0b")));
    CHECK(!store_write(store, add_row, &nul, &e));
    CHECK_ERR(&e, ERR_INPUT, "空字符");
    struct row broken = row_of(v_null(), v_str(S("a\xff")));
    CHECK(!store_write(store, add_row, &broken, &e));
    CHECK_ERR(&e, ERR_INPUT, "UTF-8");
    CHECK_INT(count_rows(store), 0);
    store_close(store);
}

TEST(store_answers_conflict_for_broken_constraints)
{
    struct store *store = open_store();
    struct err e;
    REQUIRE(store);
    struct row first = row_of(v_null(), v_str(S("一")));
    CHECK_OK(store_write(store, add_row, &first, &e), &e);
    struct row twice = row_of(v_null(), v_str(S("一")));
    CHECK(!store_write(store, add_row, &twice, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    struct row orphan = row_of(v_null(), v_str(S("二")));
    orphan.parent = 999999;
    CHECK(!store_write(store, add_row, &orphan, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    struct row outside = row_of(v_null(), v_str(S("三")));
    outside.id = -5;
    CHECK(!store_write(store, add_row, &outside, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    outside.changed = -1; /* the same where the job waits for the answer */
    CHECK(!store_write(store, add_row, &outside, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    CHECK_INT(count_rows(store), 1);
    store_close(store);
}

static bool
swallow(struct db *db, void *arg, struct err *e)
{
    struct row *r = arg;
    struct row good = row_of(v_null(), v_str(S("good")));
    struct err mine;
    (void)add_row(db, r, &mine);
    (void)e;
    return add_row(db, &good, &mine) || true;
}

TEST(a_failed_statement_dooms_its_job)
{
    struct store *store = open_store();
    struct err e;
    REQUIRE(store);
    struct row outside = row_of(v_null(), v_str(S("三")));
    outside.id = -5;
    CHECK(!store_write(store, swallow, &outside, &e));
    CHECK_ERR(&e, ERR_CONFLICT, "冲突");
    CHECK_INT(count_rows(store), 0);
    store_close(store);
}

TEST(a_reader_cannot_write)
{
    struct store *store = open_store();
    struct err e;
    struct db *db;
    struct stmt *s;
    REQUIRE(store);
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));
    bool opened = stmt_open(db, SQL_STORE_ID_BLOCK, NO_VALS, &s, &e);
    if (opened) {
        CHECK(stmt_step(s, &e) == STEP_ERROR);
        CHECK(stmt_failed(s));
        stmt_close(s);
    }
    CHECK_ERR(&e, ERR_STORE, "read");
    int64_t n;
    bool found;
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    db_close(db);
    store_close(store);
}

TEST(a_snapshot_is_of_one_moment)
{
    struct store *store = open_store();
    struct err e;
    struct db *db;
    int64_t n;
    bool found;
    REQUIRE(store);
    REQUIRE(CHECK_OK(store_reader(store, &db, &e), &e));
    CHECK_OK(db_read_begin(db, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    CHECK_INT(n, 0);
    struct row row = row_of(v_null(), v_str(S("新")));
    CHECK_OK(store_write(store, add_row, &row, &e), &e);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    CHECK_INT(n, 0);
    db_read_end(db);
    CHECK_OK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, &e), &e);
    CHECK_INT(n, 1);
    db_close(db);
    store_close(store);
}

static bool
read_own_writes(struct db *db, void *arg, struct err *e)
{
    struct store *store = arg;
    struct row row = row_of(v_int(1), v_str(S("自己")));
    int64_t n, changed;
    bool found;
    struct stmt *outer, *inner;
    if (!add_row(db, &row, e) ||
        !db_run(db, SQL_STORE_PROBE_SET, VALS(v_int(row.id), v_int(2)), &changed, e))
        return false;
    CHECK_INT(changed, 1);
    CHECK(db_run(db, SQL_STORE_PROBE_SET, VALS(v_int(row.id + 1), v_int(2)), &changed, e));
    CHECK_INT(changed, 0);
    CHECK(db_get_int(db, SQL_STORE_PROBE_COUNT, NO_VALS, &n, &found, e));
    CHECK_INT(n, 1);
    CHECK_INT(count_rows(store), 0); /* nobody else sees it yet */
    if (!stmt_open(db, SQL_STORE_PROBE_GET, VALS(v_int(row.id)), &outer, e))
        return false;
    CHECK(stmt_step(outer, e) == STEP_ROW);
    if (stmt_open(db, SQL_STORE_PROBE_GET, VALS(v_int(row.id)), &inner, e)) {
        CHECK(stmt_step(inner, e) == STEP_ROW);
        CHECK_INT(stmt_int(inner, 2), 2);
        CHECK(stmt_step(inner, e) == STEP_DONE);
        stmt_close(inner);
    }
    CHECK_STR(stmt_str(outer, 3), "自己");
    return true; /* outer is left open: the writer closes it */
}

TEST(a_job_sees_what_it_wrote_and_others_do_not)
{
    struct store *store = open_store();
    struct err e;
    REQUIRE(store);
    CHECK_OK(store_write(store, read_own_writes, store, &e), &e);
    CHECK_INT(count_rows(store), 1);
    store_close(store);
}

TEST(migrations_are_applied_once)
{
    struct store *store = open_store();
    struct err e;
    int64_t version;
    REQUIRE(store);
    CHECK_OK(store_version(store, &version, &e), &e);
    CHECK_INT(version, store_version_wanted());
    CHECK_OK(store_migrate(store, &e), &e);
    CHECK_OK(store_ping(store, &e), &e);
    CHECK_OK(store_check(store, &e), &e);
    CHECK_INT(count_rows(store), 0);
    store_close(store);
}

TEST(an_empty_database_has_version_0)
{
    struct store_options options = {.url = test_db_url(), .create = true};
    struct store *store;
    struct err e;
    int64_t version = 7;
    REQUIRE(CHECK_OK(store_open(&options, &store, &e), &e));
    CHECK_OK(store_version(store, &version, &e), &e);
    CHECK_INT(version, 0);
    store_close(store);
}

static bool
add_version(struct db *db, void *arg, struct err *e)
{
    (void)arg;
    return db_run(
        db, SQL_STORE_VERSION_ADD, VALS(v_int(9999), v_str(S("future")), v_int(0)), NULL, e);
}

TEST(a_newer_database_is_refused)
{
    struct store *store = open_store();
    struct err e;
    REQUIRE(store);
    CHECK_OK(store_write(store, add_version, NULL, &e), &e);
    CHECK(!store_migrate(store, &e));
    CHECK_ERR(&e, ERR_STORE, "9999");
    CHECK_ERR(&e, ERR_STORE, "新版本");
    store_close(store);
}

TEST(a_closed_store_is_one_file)
{
    struct err e;
    struct store *store = open_store();
    REQUIRE(store);
    bool sqlite = store_kind(store) == STORE_SQLITE;
    struct row r = row_of(v_int(1), v_str(S("一")));
    const char *log = arena_fmt(test_arena(), "%s-wal", store->url).p;
    CHECK_OK(store_write(store, add_row, &r, &e), &e);
    CHECK_INT(count_rows(store), 1);
    CHECK_INT(file_exists(log), sqlite);
    store_close(store);
    CHECK(!file_exists(log));
}

TEST(a_missing_file_is_said)
{
    struct store_options options = {.url = "/nonexistent/t.db"};
    struct store *store;
    struct err e;
    CHECK(!store_open(&options, &store, &e));
    CHECK_ERR(&e, ERR_STORE, "没有找到数据库");
    options.create = true;
    CHECK(!store_open(&options, &store, &e));
    CHECK_ERR(&e, ERR_STORE, "打不开数据库");
    options.url = "postgresql:///x?host=/nonexistent";
    CHECK(!store_open(&options, &store, &e));
    CHECK_ERR(&e, ERR_STORE, "连接断了");
}
