/* What the tables of a SQLite file take whose names begin with one of the words:  search_size FILE NAME… */
#include "search_data.h"

#include <sqlite3.h>

int
main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    int64_t sum = 0;
    if (argc < 3 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "SELECT sum(pgsize) FROM dbstat WHERE name GLOB ?1 || '*'", -1, &s,
            NULL) != SQLITE_OK)
        give_up("search_size", "FILE NAME…");
    for (int i = 2; i < argc; i++) {
        sqlite3_bind_text(s, 1, argv[i], -1, SQLITE_STATIC);
        if (sqlite3_step(s) != SQLITE_ROW)
            give_up(argv[1], sqlite3_errmsg(db));
        sum += sqlite3_column_int64(s, 0);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    sqlite3_close(db);
    printf("%lld\n", (long long)sum);
    return 0;
}
