/* What the index takes in a house's SQLite file, free space in its pages shared out:  search_size FILE
   Prints "size INDEX FINGERPRINTS", bytes. */
#include "search_data.h"

#include <sqlite3.h>

/* ?1: 0 the index of texts and titles, 1 fingerprints (text/index.h: the field of a term). */
static const char question[] =
    "WITH disk AS (SELECT replace(replace(name, 'sqlite_autoindex_', ''), '_1', '') AS name, sum(pgsize) AS n FROM dbstat"
    " WHERE name IN ('search_page', 'search_part', 'sqlite_autoindex_search_part_1') GROUP BY 1),"
    " rows AS (SELECT 'search_page' AS name, (id >> 42) & 3 = 3 AS print, sum(length(bytes)) AS n FROM search_page"
    " GROUP BY 2 UNION ALL SELECT 'search_part', term >> 42 = 3, sum(length(docs) + length(places)) FROM search_part"
    " GROUP BY 2) "
    "SELECT CAST(sum(1.0 * disk.n * rows.n / (SELECT sum(n) FROM rows AS r WHERE r.name = rows.name)) AS INT)"
    " FROM rows JOIN disk ON disk.name = rows.name WHERE rows.print = ?1";

int
main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        give_up("search_size", "FILE");
    if (sqlite3_prepare_v2(db, question, -1, &s, NULL) != SQLITE_OK)
        give_up(argv[1], sqlite3_errmsg(db));
    printf("size");
    for (int print = 0; print < 2; print++) {
        sqlite3_bind_int(s, 1, print);
        if (sqlite3_step(s) != SQLITE_ROW)
            give_up(argv[1], sqlite3_errmsg(db));
        printf(" %lld", (long long)sqlite3_column_int64(s, 0));
        sqlite3_reset(s);
    }
    putchar('\n');
    sqlite3_finalize(s);
    sqlite3_close(db);
    return 0;
}
