/* The statements and migrations that tools/sqlc.c compiled from sql/. */
#ifndef STORE_SQL_INT_H
#define STORE_SQL_INT_H

#include "store/store.h"

struct sql_text {
    const char *name;
    const char *text[2]; /* by enum store_kind; SQLite's parameters are ?1, PostgreSQL's $1 */
    int params;
    const char *scan; /* why it may read a whole table, or NULL */
};

struct sql_migration {
    int64_t number;
    const char *name;
    const char *text[2]; /* several statements */
};

extern const struct sql_text sql_text[SQL_COUNT + 1];
extern const struct sql_migration sql_migrations[]; /* growing numbers */
extern const size_t sql_migration_count;

#endif
