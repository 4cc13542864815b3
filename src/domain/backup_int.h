/* What writing and reading a backup have in common. */
#ifndef DOMAIN_BACKUP_INT_H
#define DOMAIN_BACKUP_INT_H

#include "base/tar.h"
#include "domain/backup.h"
#include "store/copy.h"

#define BACKUP_FORMAT S("taizhang-backup/1")

enum {
    BACKUP_CHUNK = 4 * 1024 * 1024,       /* of rows, that are held in memory at a time */
    BACKUP_CHUNK_MAX = 512 * 1024 * 1024, /* with one row that is very long */
    BACKUP_MANIFEST_MAX = 4 * 1024 * 1024
};

struct str backup_type_code(enum copy_type type);

/* The members of manifest.json. */
struct backup_manifest {
    struct backup_numbers n;
    int64_t schema;
    struct sha256 before;
    const struct json *tables; /* [{"name","rows"}] */
};

struct str backup_what_code(enum backup_what what);
/* The run stands in the database and in the journal. */
bool backup_note(struct house *house, enum backup_what what, const char *path,
    const struct backup_numbers *n, int64_t faults, struct err *e);

/* backup_read.c: goes through the whole file once. */
bool backup_manifest_read(
    const char *path, struct arena *a, struct backup_manifest *m, struct err *e);
/* A sentence that names the file. */
bool backup_damaged(const char *path, struct err *e);

#endif
