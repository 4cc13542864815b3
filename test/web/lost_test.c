/* The store refuses while people work: a clear page, nothing acknowledged that is not stored, and it goes on by itself. */
#include "support_pages.h"

#include "domain/house_int.h"
#include "store/store_int.h"

#include <libpq-fe.h>
#include <unistd.h>

static bool
on_postgres(void)
{
    return str_starts(str_from(test_db_url()), S("postgres"));
}

static bool
set_page_limit(struct db *db, void *arg, struct err *e)
{
    return db->store->driver->script(db, arg, e);
}

static int
total(struct pages *p)
{
    struct answer a = client_get(p->clerk, "/records");
    int64_t n = 0;
    CHECK_INT(a.status, 200);
    (void)str_to_i64(answer_between(a, "共 ", " 条"), 0, INT64_MAX, &n);
    return (int)n;
}

static const char *
long_meeting(struct pages *p, const char *title)
{
    struct out o;
    out_init(&o, 100000);
    for (int i = 0; i < 9000; i++)
        out_lit(&o, "long text ");
    const char *form =
        textf("%s&body=%.*s", meeting_form(p, "2023-06-10", title), STR_ARG(out_str(&o)));
    out_release(&o);
    return form;
}

TEST(a_full_disk_stores_nothing_it_did_not_tell_and_goes_on)
{
    static char tight[] = "PRAGMA max_page_count = 1", wide[] = "PRAGMA max_page_count = 1000000";
    struct pages p;
    if (on_postgres()) {
        test_skip("SQLite's page limit");
        return;
    }
    REQUIRE(pages_open(&p));
    CHECK_OK(store_write(p.house->store, set_page_limit, tight, &p.e), &p.e);
    struct answer a = client_post(p.clerk, "/new", long_meeting(&p, "写不下的会"));
    CHECK_ANSWER(a, 503, "磁盘已满");
    CHECK(answer_has(a, "value=\"写不下的会\"") && answer_has(a, "long text long text"));
    CHECK_INT(answer_times(a, "id=\"problems\""), 1);
    CHECK(answer_header(a, "Location").n == 0);
    CHECK_INT(total(&p), 0);
    CHECK_STR(duty_cell(p.clerk, "B02", 6), "due");
    int told = 0, refused = 0;
    for (int i = 0; i < 60 && refused < 3; i++) {
        a = client_post(p.clerk, "/new", meeting_form(&p, "2023-06-10", textf("第%d次", i)));
        told += a.status == 303;
        refused += a.status == 503;
        CHECK(a.status == 303 || a.status == 503);
    }
    CHECK(refused > 0);
    CHECK_INT(total(&p), told);
    CHECK_OK(store_write(p.house->store, set_page_limit, wide, &p.e), &p.e);
    CHECK_ANSWER(client_post(p.clerk, "/new", long_meeting(&p, "写得下了")), 303, "");
    CHECK_INT(total(&p), told + 1);
    pages_close(&p);
}

static bool
run_sql(const char *sql)
{
    PGconn *db = PQconnectdb(test_db_url());
    PGresult *result = PQexec(db, sql);
    ExecStatusType status = PQresultStatus(result);
    bool ok = test_check(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK, __FILE__,
        __LINE__, PQerrorMessage(db));
    PQclear(result);
    PQfinish(db);
    return ok;
}

/* The store lets nobody in and throws out whoever is there. */
static bool
lose(const char *role)
{
    return run_sql(textf("ALTER ROLE %s NOLOGIN", role)) &&
        run_sql(textf(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '%s'",
            role));
}

/* A connection that could not be made is tried again after a short pause. */
static bool
ready_again(struct pages *p)
{
    bool ready = false;
    for (int i = 0; i < 1000 && !ready; i++) {
        ready = client_get(p->clerk, "/readyz").status == 200;
        if (!ready && !run_sql("SELECT 1"))
            return false;
    }
    return ready;
}

static void
work_while_lost(struct pages *p, const char *role)
{
    struct answer a = client_get(p->clerk, "/today");
    CHECK_ANSWER(a, 200, "");
    if (!lose(role))
        return;
    a = client_post(p->clerk, "/new", meeting_form(p, "2023-06-10", "断线时的会"));
    CHECK_ANSWER(a, 503, "<h1>");
    CHECK(answer_header(a, "Location").n == 0 && answer_header(a, "Retry-After").n > 0);
    CHECK_ANSWER(client_get(p->clerk, "/records"), 503, "<h1>");
    CHECK_INT(client_get(p->clerk, "/readyz").status, 503);
    CHECK_INT(client_get(p->clerk, "/healthz").status, 200);
    if (!run_sql(textf("ALTER ROLE %s LOGIN", role)))
        return;
    CHECK_INT(total(p), 0);
    CHECK_ANSWER(client_post(p->clerk, "/new", meeting_form(p, "2023-06-10", "又连上了")), 303, "");
    CHECK_INT(total(p), 1);
    /* Lost between two writes, and back before anybody asks. */
    CHECK(lose(role) && run_sql(textf("ALTER ROLE %s LOGIN", role)));
    a = client_post(p->clerk, "/new", meeting_form(p, "2023-06-11", "第二次"));
    CHECK(a.status == 303 || a.status == 503);
    int told = 1 + (a.status == 303);
    CHECK_INT(total(p), told);
    CHECK_ANSWER(client_post(p->clerk, "/new", meeting_form(p, "2023-06-12", "第三次")), 303, "");
    CHECK_INT(total(p), told + 1);
    CHECK(ready_again(p));
}

TEST(a_lost_database_is_said_and_found_again)
{
    struct pages p;
    if (!on_postgres()) {
        test_skip("a server that can be lost");
        return;
    }
    const char *role = textf("lost_%d", (int)getpid());
    REQUIRE(run_sql(textf("CREATE ROLE %s LOGIN SUPERUSER", role)));
    if (pages_open_on(&p, textf("%s&user=%s", test_db_url(), role))) {
        work_while_lost(&p, role);
        pages_close(&p);
    }
    (void)run_sql(textf("ALTER ROLE %s NOLOGIN", role));
    (void)run_sql(textf("REASSIGN OWNED BY %s TO postgres", role));
    (void)run_sql(textf("DROP OWNED BY %s", role));
    CHECK(run_sql(textf("DROP ROLE %s", role)));
}
