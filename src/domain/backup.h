/* 备份: everything of a house in one file, made while it is used, and put back into an empty place: database, files, keys,
   packs of its own. Either database's backup goes into either database.

   The file is a tar: tables.json (format, structure version, tables and their columns), table/NAME/000001.jsonl … (a row a
   line, a JSON array; bytes as {"base64":…}), files/ab/…, keys/…, packs/…, and at its end manifest.json with the numbers
   of rows and files and the SHA-256 of all bytes before it. It holds the signing key and the passwords' hashes: whoever has
   it can read all that was written. */
#ifndef DOMAIN_BACKUP_H
#define DOMAIN_BACKUP_H

#include "base/hash.h"
#include "domain/house.h"

struct backup_numbers {
    int64_t at_ms;      /* the moment whose state it holds */
    int64_t entries;    /* of the journal */
    struct sha256 root; /* of the tree over them */
    int64_t tables, rows, files;
    int64_t bytes; /* of the backup itself */
    int64_t
        damaged; /* files whose content is not what their name says; they are in it as they are */
    struct sha256 digest; /* of the backup itself */
    int64_t took_ms;
};

struct backup_progress {
    void (*tell)(void *arg, int64_t bytes);
    void *arg;
};

/* Of the system. Reads in a snapshot and keeps no writer waiting; memory does not grow with the house. The run is noted
   (backup_last) and stands in the journal. */
bool backup_make(struct house *house, const char *path, const struct backup_progress *progress,
    struct backup_numbers *n, struct err *e);
/* Whether the file is whole, without unpacking it. */
bool backup_check(const char *path, struct backup_numbers *n, struct err *e);

struct restore_place {
    const char *data; /* a folder that is empty or not there */
    const char *db;   /* NULL: DATA/taizhang.db */
};

/* Checks the file first; whatever fails leaves the folder as it was. The database is then brought up to date by opening. */
bool backup_restore(
    const char *path, const struct restore_place *place, struct backup_numbers *n, struct err *e);

struct rehearsal {
    struct backup_numbers numbers;
    int64_t faults; /* found by verifying what was restored */
};

/* Restores into a folder of its own beside the house's (SQLite), verifies everything in it, compares the journal's head
   with the manifest and removes it again. Noted like a backup. */
bool backup_rehearse(struct house *house, const char *path, struct rehearsal *r, struct err *e);

struct backup_run {
    bool known; /* false: never */
    int64_t at_ms, took_ms, entries, bytes, faults;
    struct str file;
    struct sha256 digest;
};

enum backup_what {
    BACKUP_RUN,
    BACKUP_REHEARSAL
};

/* The last one. RIGHT_READ on the org looked at; 0: the system. */
bool backup_last(
    struct work *w, int64_t org_id, enum backup_what what, struct backup_run *run, struct err *e);

enum {
    BACKUP_DAYS_MAX = 7
};

/* Whole days since the last backup, or since the database was made; more than BACKUP_DAYS_MAX is too long. The system. */
bool backup_days(struct work *w, int64_t *days, struct err *e);

#endif
