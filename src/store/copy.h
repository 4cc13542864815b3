/* Whole tables, row by row, whatever they are: for backup and restore, which must not forget one. */
#ifndef STORE_COPY_H
#define STORE_COPY_H

#include "store/store.h"

enum copy_type {
    COPY_INT,
    COPY_TEXT,
    COPY_BYTES
};

struct copy_column {
    struct str name;
    enum copy_type type;
    int key; /* place in the primary key, from 1; 0: not in it */
};

struct copy_table {
    struct str name;
    struct copy_column *columns;
    size_t n;
};

struct copy_tables {
    struct copy_table *v;
    size_t n;
};

/* Every table but schema_version, by name. */
bool copy_tables(struct db *db, struct arena *a, struct copy_tables *list, struct err *e);
/* At most `limit` rows in the order of the key, all columns; those behind `after`, the values of the key's columns in the
   key's order; NULL: from the first. Inside a snapshot. */
bool copy_rows(struct db *db, const struct copy_table *t, const struct val *after, size_t limit,
    struct stmt **stmt, struct err *e);
size_t copy_key_columns(const struct copy_table *t);

/* An empty database that is filled: all in one transaction, references checked at its end. */
struct copy_target;

/* ERR_CONFLICT when something is in it. `version`: of the structure that the rows have; newer than this program's is
   ERR_STORE. */
bool copy_target_open(const char *url, int64_t version, struct copy_target **t, struct err *e);
/* The tables that it has: rows are loaded into one of these. */
bool copy_target_tables(
    struct copy_target *t, struct arena *a, struct copy_tables *list, struct err *e);
/* n rows of all columns of the table, one row behind the other. */
bool copy_target_load(struct copy_target *t, const struct copy_table *table, const struct val *rows,
    size_t n, struct err *e);
/* Commits; frees in any case. */
bool copy_target_finish(struct copy_target *t, struct err *e);
void copy_target_abort(struct copy_target *t);

#endif
