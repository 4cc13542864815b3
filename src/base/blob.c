#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    ONE_BY_ONE = 8
};

struct blob_writer {
    struct sha256_stream hash;
    int root, fd; /* the store's folder; the temporary file */
    int64_t size, max;
    bool failed;
    char name[24]; /* "tmp/" and 16 hexadecimal digits */
};

static bool
failed_write(struct blob_writer *w, struct err *e)
{
    int number = errno;
    w->failed = true;
    if (number == ENOSPC || number == EDQUOT)
        return err_set(e, ERR_IO, "%s", tr("磁盘空间不足，文件没有保存。请清理磁盘后重新上传。"));
    return err_set(
        e, ERR_IO, tr("文件没有保存：磁盘读写出错（系统错误 %d）。请检查磁盘后重新上传。"), number);
}

static void
release(struct blob_writer *w)
{
    if (w->fd >= 0)
        (void)close(w->fd);
    if (w->root >= 0)
        (void)close(w->root);
    free(w);
}

void
blob_abort(struct blob_writer *w)
{
    if (!w)
        return;
    (void)unlinkat(w->root, w->name, 0);
    release(w);
}

int
blob_fd(const struct blob_writer *w)
{
    return w->fd;
}

bool
blob_open(const char *root, int64_t max, struct blob_writer **w, struct err *e)
{
    if (!dir_make(root, e))
        return false;
    struct blob_writer *b = calloc(1, sizeof(*b));
    BUG_ON(!b, "out of memory");
    *b = (struct blob_writer){.root = -1, .fd = -1, .max = max};
    uint64_t number;
    random_bytes(&number, sizeof(number));
    (void)snprintf(b->name, sizeof(b->name), "tmp/%016llx", (unsigned long long)number);
    b->root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->root >= 0 && (mkdirat(b->root, "tmp", 0700) == 0 || errno == EEXIST))
        b->fd = openat(b->root, b->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (b->fd < 0) {
        (void)failed_write(b, e);
        release(b);
        return false;
    }
    sha256_begin(&b->hash);
    *w = b;
    return true;
}

bool
blob_add(struct blob_writer *w, struct str bytes, struct err *e)
{
    BUG_ON(w->failed, "blob_add after a failure");
    if (bytes.n > (uint64_t)(w->max - w->size)) {
        w->failed = true;
        return err_set(
            e, ERR_LIMIT, tr("文件超过了允许的大小（%lld 字节），没有保存。"), (long long)w->max);
    }
    sha256_add(&w->hash, bytes);
    w->size += (int64_t)bytes.n;
    while (bytes.n > 0) {
        ssize_t n = write(w->fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed_write(w, e);
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

struct place {
    char folder[4]; /* "ab" */
    char path[SHA256_HEX + 2];
};

static struct place
place_of(struct sha256 digest)
{
    struct hex_text hex = sha256_hex(digest);
    struct place p;
    (void)snprintf(p.folder, sizeof(p.folder), "%.2s", hex.z);
    (void)snprintf(p.path, sizeof(p.path), "%.2s/%.62s", hex.z, hex.z + 2);
    return p;
}

/* Syncs the folder, and the root first where the folder is new in it. */
static bool
sync_place(int root, const struct place *p, bool new_folder)
{
    if (new_folder && fsync(root) != 0)
        return false;
    int fd = openat(root, p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    int first = errno;
    (void)close(fd);
    errno = first;
    return ok;
}

/* A file of the same digest and size may have been renamed by another writer that has not synced yet, so the
   folder is synced in that case too. */
static bool
put_in_place(const struct blob_writer *w, const struct place *p, bool durable)
{
    struct stat st;
    bool new_folder = mkdirat(w->root, p->folder, 0700) == 0;
    if (!new_folder && errno != EEXIST)
        return false;
    bool there = fstatat(w->root, p->path, &st, 0) == 0 && st.st_size == w->size;
    if (there)
        (void)unlinkat(w->root, w->name, 0);
    else if ((durable && fsync(w->fd) != 0) || renameat(w->root, w->name, w->root, p->path) != 0)
        return false;
    return !durable || sync_place(w->root, p, new_folder);
}

static bool
finish(struct blob_writer *w, bool durable, struct sha256 *digest, int64_t *size, struct err *e)
{
    BUG_ON(w->failed, "blob_finish after a failure");
    *digest = sha256_end(&w->hash);
    *size = w->size;
    struct place p = place_of(*digest);
    if (!put_in_place(w, &p, durable)) {
        (void)failed_write(w, e);
        blob_abort(w);
        return false;
    }
    release(w);
    return true;
}

bool
blob_finish(struct blob_writer *w, struct sha256 *digest, int64_t *size, struct err *e)
{
    return finish(w, true, digest, size, e);
}

bool
blob_finish_soon(struct blob_writer *w, struct sha256 *digest, int64_t *size, struct err *e)
{
    return finish(w, false, digest, size, e);
}

static bool
sync_one(int root, struct sha256 digest)
{
    struct place p = place_of(digest);
    int fd = openat(root, p.path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    int first = errno;
    (void)close(fd);
    errno = first;
    return ok && sync_place(root, &p, false);
}

/* A few one by one; of many the whole file system at once. */
bool
blob_sync(const char *root, const struct sha256 *digests, size_t n, struct err *e)
{
    if (n == 0)
        return true;
    struct blob_writer failing = {.fd = -1};
    failing.root = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = failing.root >= 0;
    if (ok && n > ONE_BY_ONE)
        ok = syncfs(failing.root) == 0;
    else {
        for (size_t i = 0; ok && i < n; i++)
            ok = sync_one(failing.root, digests[i]);
        ok = ok && fsync(failing.root) == 0;
    }
    if (!ok)
        (void)failed_write(&failing, e);
    if (failing.root >= 0)
        (void)close(failing.root);
    return ok;
}

const char *
blob_path(struct arena *a, const char *root, struct sha256 digest)
{
    return arena_fmt(a, "%s/%s", root, place_of(digest).path).p;
}
