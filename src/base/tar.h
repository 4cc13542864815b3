/* A tar file (POSIX ustar; sizes above 8 GiB in GNU's binary form), written and read in one go and in constant memory. */
#ifndef BASE_TAR_H
#define BASE_TAR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

enum {
    TAR_NAME = 100 /* bytes of a name, at most */
};

/* ---- writing: to a temporary name beside it, 0600, durable when finished ---- */
struct tar_out;

bool tar_create(const char *path, struct tar_out **t, struct err *e);
bool tar_add(struct tar_out *t, struct str name, struct str bytes, struct err *e);
/* The file as it is; *digest (may be NULL) of what was written. ERR_CONFLICT when it grew shorter meanwhile. */
bool tar_add_file(
    struct tar_out *t, struct str name, const char *path, struct sha256 *digest, struct err *e);
/* SHA-256 of all bytes so far, and how many. */
struct sha256 tar_digest(const struct tar_out *t);
int64_t tar_size(const struct tar_out *t);
/* Ends it and gives it its name; frees in any case. *digest and *size are of the whole file. */
bool tar_finish(struct tar_out *t, struct sha256 *digest, int64_t *size, struct err *e);
void tar_abort(struct tar_out *t);

/* ---- reading ---- */
struct tar_in;

struct tar_entry {
    struct str name; /* until the next entry */
    int64_t size;
    struct sha256 before; /* of all bytes in front of its header */
};

bool tar_open(const char *path, struct tar_in **t, struct err *e);
void tar_close(struct tar_in *t);
/* The next entry; *more false at the end. What was not read of the one before is passed over. A header that is none, a
   name that leads elsewhere (absolute, "..") or a kind that is no plain file is ERR_INPUT. */
bool tar_next(struct tar_in *t, struct tar_entry *entry, bool *more, struct err *e);
/* The next bytes of the entry, "" at its end; valid until the next call. */
bool tar_read(struct tar_in *t, struct str *bytes, struct err *e);
/* All of it; ERR_LIMIT above max. */
bool tar_read_all(struct tar_in *t, struct arena *a, size_t max, struct str *bytes, struct err *e);

#endif
