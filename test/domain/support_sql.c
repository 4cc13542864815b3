#include "support_house.h"

#include <libpq-fe.h>
#include <sqlite3.h>

static bool
run_sqlite(const char *path, const char *sql, struct str *message)
{
    sqlite3 *db = NULL;
    bool ok = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
        sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
    *message = arena_str(test_arena(), str_from(sqlite3_errmsg(db)));
    (void)sqlite3_close(db);
    return ok;
}

static bool
run_pg(const char *url, const char *sql, struct str *message)
{
    PGconn *db = PQconnectdb(url);
    PGresult *result = PQexec(db, sql);
    ExecStatusType status = PQresultStatus(result);
    *message = arena_str(test_arena(), str_from(PQerrorMessage(db)));
    PQclear(result);
    PQfinish(db);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

bool
fixture_sql(const char *sql, struct str *message)
{
    const char *url = test_db_url();
    return str_starts(str_from(url), S("postgres")) ? run_pg(url, sql, message)
                                                    : run_sqlite(url, sql, message);
}
