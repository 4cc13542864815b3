#include "harness.h"
#include "store/store_int.h"

#include <stdio.h>
#include <unistd.h>

/* ---- every statement of sql/ ---- */

static void
check_statement(struct db *db, enum sql sql)
{
    struct out scans;
    struct err e;
    err_clear(&e);
    out_init(&scans, 4096);
    if (!store_explain(db, sql, &scans, &e)) {
        printf("# %s: %s\n", sql_text[sql].name, e.text);
        CHECK(!"can be prepared");
    } else if (scans.n > 0 && !sql_text[sql].scan) {
        printf("# %s reads from end to end: %.*s (add an index, or say why: -- scan: …)\n",
            sql_text[sql].name, STR_ARG(out_str(&scans)));
        CHECK(!"an undeclared full scan");
    }
    out_release(&scans);
}

TEST(every_statement_can_be_prepared_and_reads_no_table_whole)
{
    struct store_options options = {.url = test_db_url(), .create = true};
    struct store *store;
    struct db *db;
    struct err e;
    err_clear(&e);
    REQUIRE(CHECK_OK(store_open(&options, &store, &e), &e));
    CHECK_OK(store_migrate(store, &e), &e);
    if (CHECK_OK(store_reader(store, &db, &e), &e)) {
        for (int i = 0; i < SQL_COUNT; i++)
            check_statement(db, (enum sql)i);
        db_close(db);
    }
    store_close(store);
}

TEST(a_full_scan_is_seen)
{
    struct store_options options = {.url = test_db_url(), .create = true};
    struct store *store;
    struct db *db;
    struct err e;
    struct out scans;
    err_clear(&e);
    REQUIRE(CHECK_OK(store_open(&options, &store, &e), &e));
    CHECK_OK(store_migrate(store, &e), &e);
    out_init(&scans, 4096);
    if (store_kind(store) != STORE_SQLITE)
        test_skip("only SQLite tells");
    else if (CHECK_OK(store_reader(store, &db, &e), &e)) {
        CHECK_OK(store_explain(db, SQL_STORE_PROBE_LIST, &scans, &e), &e);
        CHECK_STR(out_str(&scans), "store_probe");
        out_clear(&scans);
        CHECK_OK(store_explain(db, SQL_STORE_PROBE_COUNT, &scans, &e), &e);
        CHECK_STR(out_str(&scans), "store_probe");
        out_clear(&scans);
        CHECK_OK(store_explain(db, SQL_STORE_PROBE_GET, &scans, &e), &e);
        CHECK_OK(store_explain(db, SQL_STORE_PROBE_REMOVE, &scans, &e), &e);
        CHECK_OK(store_explain(db, SQL_STORE_VERSION, &scans, &e), &e);
        CHECK_STR(out_str(&scans), "");
        db_close(db);
    }
    out_release(&scans);
    store_close(store);
}

/* ---- the generator, tools/sqlc.c ---- */

static bool
put_file(const char *name, const char *text)
{
    FILE *f = fopen(arena_fmt(test_arena(), "%s/%s", test_dir(), name).p, "wbe");
    return f && fputs(text, f) >= 0 && fclose(f) == 0;
}

/* Lies in the build folder, above the folder of the tests. */
static const char *
find_sqlc(void)
{
    char self[256];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (n <= 0)
        return NULL;
    self[n] = '\0';
    *strrchr(self, '/') = '\0';
    const char *above = arena_fmt(test_arena(), "%s/../sqlc", self).p;
    const char *beside = arena_fmt(test_arena(), "%s/sqlc", self).p;
    return access(above, X_OK) == 0 ? above : access(beside, X_OK) == 0 ? beside : NULL;
}

/* What sqlc says about the file, and its exit code. */
static struct str
run_sqlc(const char *name, const char *text, int *code)
{
    static char said[4096];
    const char *dir = test_dir(), *sqlc = find_sqlc();
    *code = -1;
    if (!sqlc || !CHECK(put_file(name, text)))
        return S("");
    struct str command =
        arena_fmt(test_arena(), "'%s' '%s'/o.h '%s'/o.c '%s'/%s 2>&1", sqlc, dir, dir, dir, name);
    FILE *p = popen(command.p, "re");
    size_t n = p ? fread(said, 1, sizeof(said), p) : 0;
    *code = p ? pclose(p) >> 8 : -1;
    return (struct str){said, n};
}

static void
check_refused(const char *text, const char *why)
{
    int code;
    struct str said = run_sqlc("t.sql", text, &code);
    if (!CHECK(str_find(said, str_from(why), 0) != SIZE_MAX))
        printf("# it said: %.*s\n", STR_ARG(said));
    CHECK_INT(code, 1);
}

TEST(sqlc_names_file_and_line)
{
    if (!find_sqlc()) {
        test_skip("sqlc is not built here");
        return;
    }
    check_refused(
        "-- name: a\nSELECT 1;\n\n-- name: a\nSELECT 2;\n", "t.sql:4: a is there already: t.sql:1");
    check_refused(
        "-- name: a\nSELECT 1\n-- name: b\nSELECT 2;\n", "t.sql:1: a has no ';' at its end");
    check_refused("-- name: a\nSELECT 1", "t.sql:1: a has no ';' at its end");
    check_refused("-- name: a\nSELECT $1, $3;\n", "t.sql:1: a uses $3 but not $2");
    check_refused("\nSELECT 1;\n", "t.sql:2: text outside of a statement");
    check_refused("-- name: a\nSELECT 1;\nSELECT 2;\n", "t.sql:3: text outside of a statement");
    check_refused("-- name: Bad\nSELECT 1;\n", "t.sql:1: \"Bad\" is no name");
    check_refused("-- name: a\n-- name: b\nSELECT 1;\n", "t.sql:1: a is empty");
    check_refused("-- name: a\n-- scan:\nSELECT 1;\n", "t.sql:2: \"-- scan:\" wants a reason");
    check_refused("-- name: a\n-- only: pg\nSELECT 1;\n", "t.sql:1: a is given for pg only");
    check_refused("-- name: a\n-- only: my\nSELECT 1;\n", "t.sql:2: \"-- only: my\"");
    check_refused("-- name: a\n-- only: pg\nSELECT $1;\n-- name: a\n-- only: sqlite\nSELECT 1;\n",
        "t.sql:4: a takes 0 parameters here and 1 in t.sql:1");
    check_refused("-- name: a\nSELECT 'x;\n", "a quote is not closed");
}

TEST(sqlc_takes_what_is_right)
{
    int code;
    if (!find_sqlc()) {
        test_skip("sqlc is not built here");
        return;
    }
    struct str said = run_sqlc("t.sql",
        "-- a file\n-- name: b_2\n-- scan: small\nSELECT '$9;' -- $7;\n /* ; $8 */ , $1, $2, $1;\n",
        &code);
    CHECK_STR(said, "");
    CHECK_INT(code, 0);
    said = run_sqlc("t.sql", "-- nothing yet\n", &code);
    CHECK_STR(said, "");
    CHECK_INT(code, 0);
}
