/* Files, closed on exec, whole or not at all. Paths are NUL-terminated. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/out.h"

/* The whole file into the arena; ERR_LIMIT when larger than max bytes. Terminated by a 0 that is not counted. */
bool file_read(struct arena *a, const char *path, size_t max, struct str *bytes, struct err *e);
/* Temporary name, fsync, rename, fsync of the folder. */
bool file_write(const char *path, struct str bytes, struct err *e);
/* The same, readable by nobody but the owner (0600). */
bool file_write_secret(const char *path, struct str bytes, struct err *e);
/* SHA-256 of what it holds, in constant memory. */
bool file_digest(const char *path, struct sha256 *digest, int64_t *size, struct err *e);
bool file_exists(const char *path);
int64_t file_size(const char *path); /* -1: not there */
/* Makes the folder and those above it, mode 0700. */
bool dir_make(const char *path, struct err *e);
/* True when it is not there. */
bool file_remove(const char *path, struct err *e);
/* Removes the folder with all that is in it; true when it is not there. */
bool dir_remove(const char *path, struct err *e);
/* The names in the folder that end in `ending` and begin with no dot, in order of bytes; none when there is no folder. */
bool dir_names(struct arena *a, const char *path, struct str ending, struct str **names, size_t *n,
    struct err *e);

/* Content-addressed storage under `root`/aa/bbbb… (SHA-256): written to root/tmp, fsynced, renamed into place.
   A file that is there already is not written twice. */
struct blob_writer;
bool blob_open(const char *root, int64_t max, struct blob_writer **w, struct err *e);
/* ERR_LIMIT above max bytes, ERR_IO on a full disk; the writer is then good for blob_abort only. */
bool blob_add(struct blob_writer *w, struct str bytes, struct err *e);
/* Makes it durable; gives digest and size, frees the writer in any case. */
bool blob_finish(struct blob_writer *w, struct sha256 *digest, int64_t *size, struct err *e);
void blob_abort(struct blob_writer *w);
/* What was written so far, for reading it before it is finished or given up; do not close it. */
int blob_fd(const struct blob_writer *w);
/* For many at once: finished but not durable before blob_sync of all their digests, which takes a disk's turn or two
   instead of one a file. */
bool blob_finish_soon(struct blob_writer *w, struct sha256 *digest, int64_t *size, struct err *e);
bool blob_sync(const char *root, const struct sha256 *digests, size_t n, struct err *e);
/* "root/ab/cdef…" in the arena. */
const char *blob_path(struct arena *a, const char *root, struct sha256 digest);

#endif
