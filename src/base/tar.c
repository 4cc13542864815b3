#include "base/tar.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"
#include "base/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BLOCK = 512,
    PART = 64 * 1024,
    FLOW = 4 * 1024 * 1024,
    SIZE_AT = 124,
    SIZE_DIGITS = 11,
    SUM_AT = 148,
    KIND_AT = 156,
    MAGIC_AT = 257
};

/* ---- headers ---- */

static unsigned
sum_of(const char *block)
{
    unsigned sum = 0;
    for (int i = 0; i < BLOCK; i++)
        sum += i >= SUM_AT && i < SUM_AT + 8 ? ' ' : (unsigned char)block[i];
    return sum;
}

static void
put_octal(char *to, int digits, int64_t v)
{
    while (digits-- > 0) {
        to[digits] = (char)('0' + (v & 7));
        v >>= 3;
    }
}

static void
header_fill(char *block, struct str name, int64_t size)
{
    memset(block, 0, BLOCK);
    memcpy(block, name.p, name.n);
    put_octal(block + 100, 7, 0600);
    put_octal(block + 108, 7, 0);
    put_octal(block + 116, 7, 0);
    if (size >> 33 == 0) {
        put_octal(block + SIZE_AT, SIZE_DIGITS, size);
    } else {
        block[SIZE_AT] = (char)0x80;
        for (int i = 0; i < 8; i++)
            block[SIZE_AT + 4 + i] = (char)(size >> (56 - 8 * i) & 0xFF);
    }
    put_octal(block + 136, 11, 0);
    block[KIND_AT] = '0';
    memcpy(block + MAGIC_AT,
        "ustar\0"
        "00",
        8);
    put_octal(block + SUM_AT, 6, sum_of(block));
    block[SUM_AT + 6] = '\0';
    block[SUM_AT + 7] = ' ';
}

static bool
get_octal(const char *p, int digits, int64_t *v)
{
    *v = 0;
    for (int i = 0; i < digits && p[i] && p[i] != ' '; i++) {
        if (p[i] < '0' || p[i] > '7')
            return false;
        *v = *v << 3 | (p[i] - '0');
    }
    return true;
}

static bool
get_size(const char *p, int64_t *size)
{
    if ((unsigned char)p[0] != 0x80)
        return get_octal(p, SIZE_DIGITS + 1, size);
    uint64_t v = 0;
    for (int i = 4; i < 12; i++)
        v = v << 8 | (unsigned char)p[i];
    *size = (int64_t)v;
    return p[1] == 0 && p[2] == 0 && p[3] == 0 && v <= INT64_MAX;
}

/* A path below the place where it is unpacked. */
static bool
is_inside(struct str name)
{
    struct str rest = name, part;
    if (name.n == 0 || name.p[0] == '/' || name.p[name.n - 1] == '/')
        return false;
    while (str_split(&rest, '/', &part))
        if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            return false;
    return true;
}

/* ---- writing ---- */

struct tar_out {
    int fd;
    char *path, *temporary;
    struct sha256_stream hash;
    int64_t size, sent; /* sent: on its way to the disk */
};

static bool
failed(const char *path, struct err *e)
{
    int number = errno;
    if (number == ENOSPC || number == EDQUOT)
        return err_set(e, ERR_IO, tr("磁盘空间不足，“%s”没有写成。请清理磁盘或换一处再试。"), path);
    return err_set(
        e, ERR_IO, tr("“%s”没有写成：%s。请核对目录和权限。"), path, strerrordesc_np(number));
}

/* What was written goes to the disk as it comes: all of it at the end would keep whoever syncs a small file waiting. */
static void
flow(struct tar_out *t)
{
    if (t->size - t->sent < FLOW)
        return;
    (void)sync_file_range(t->fd, t->sent, t->size - t->sent, SYNC_FILE_RANGE_WRITE);
    if (t->sent >= FLOW) /* and no more than that is on its way */
        (void)sync_file_range(t->fd, t->sent - FLOW, FLOW,
            SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    t->sent = t->size;
}

static bool
put(struct tar_out *t, struct str bytes, struct err *e)
{
    sha256_add(&t->hash, bytes);
    t->size += (int64_t)bytes.n;
    while (bytes.n > 0) {
        ssize_t n = write(t->fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed(t->path, e);
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    flow(t);
    return true;
}

static bool
put_header(struct tar_out *t, struct str name, int64_t size, struct err *e)
{
    char block[BLOCK];
    BUG_ON(name.n > TAR_NAME || !is_inside(name), "a name that tar can hold");
    header_fill(block, name, size);
    return put(t, str_make(block, BLOCK), e);
}

static bool
put_rest(struct tar_out *t, int64_t size, struct err *e)
{
    static const char zeros[BLOCK];
    size_t over = (size_t)(size % BLOCK);
    return over == 0 || put(t, str_make(zeros, BLOCK - over), e);
}

bool
tar_create(const char *path, struct tar_out **tar, struct err *e)
{
    struct tar_out *t = calloc(1, sizeof(*t));
    BUG_ON(!t, "out of memory");
    t->path = strdup(path);
    BUG_ON(!t->path || asprintf(&t->temporary, "%s.part", path) < 0, "out of memory");
    sha256_begin(&t->hash);
    t->fd = open(t->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (t->fd < 0) {
        (void)failed(path, e);
        tar_abort(t);
        return false;
    }
    *tar = t;
    return true;
}

bool
tar_add(struct tar_out *t, struct str name, struct str bytes, struct err *e)
{
    return put_header(t, name, (int64_t)bytes.n, e) && put(t, bytes, e) &&
        put_rest(t, (int64_t)bytes.n, e);
}

static bool
add_open(
    struct tar_out *t, int fd, const char *path, int64_t size, struct sha256 *digest, struct err *e)
{
    struct sha256_stream hash;
    char part[PART];
    int64_t left = size;
    sha256_begin(&hash);
    while (left > 0) {
        ssize_t n = read(fd, part, left < PART ? (size_t)left : PART);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return failed(path, e);
        if (n == 0)
            return err_set(e, ERR_CONFLICT, tr("“%s”在备份时变短了，请再备份一次。"), path);
        struct str bytes = str_make(part, (size_t)n);
        sha256_add(&hash, bytes);
        if (!put(t, bytes, e))
            return false;
        left -= n;
    }
    if (digest)
        *digest = sha256_end(&hash);
    return put_rest(t, size, e);
}

bool
tar_add_file(
    struct tar_out *t, struct str name, const char *path, struct sha256 *digest, struct err *e)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            (void)close(fd);
        return err_set(e, ERR_NOT_FOUND, tr("读不到“%s”。"), path);
    }
    bool ok = put_header(t, name, (int64_t)st.st_size, e) &&
        add_open(t, fd, path, (int64_t)st.st_size, digest, e);
    (void)close(fd);
    return ok;
}

struct sha256
tar_digest(const struct tar_out *t)
{
    struct sha256_stream copy = t->hash;
    return sha256_end(&copy);
}

int64_t
tar_size(const struct tar_out *t)
{
    return t->size;
}

static void
out_free(struct tar_out *t)
{
    if (t->fd >= 0)
        (void)close(t->fd);
    free(t->path);
    free(t->temporary);
    free(t);
}

/* The folder's own entry is made durable too. */
static bool
sync_folder(const char *path)
{
    char folder[PATH_MAX] = ".";
    const char *slash = strrchr(path, '/');
    if (slash)
        (void)snprintf(
            folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return ok;
}

bool
tar_finish(struct tar_out *t, struct sha256 *digest, int64_t *size, struct err *e)
{
    static const char zeros[2 * BLOCK];
    bool ok = put(t, str_make(zeros, sizeof(zeros)), e) &&
        ((fsync(t->fd) == 0 && rename(t->temporary, t->path) == 0 && sync_folder(t->path)) ||
            failed(t->path, e));
    *digest = tar_digest(t);
    *size = t->size;
    if (!ok)
        (void)unlink(t->temporary);
    out_free(t);
    return ok;
}

void
tar_abort(struct tar_out *t)
{
    if (!t)
        return;
    if (t->fd >= 0)
        (void)unlink(t->temporary);
    out_free(t);
}

/* ---- reading ---- */

struct tar_in {
    int fd;
    char *path;
    struct sha256_stream hash;
    char name[TAR_NAME + 1];
    int64_t left, rest; /* of the entry, and of its last block behind it */
    char part[PART];
};

static bool
damaged(const struct tar_in *t, struct err *e)
{
    return err_set(e, ERR_INPUT, tr("“%s”不完整或不是这样的文件。请换一份。"), t->path);
}

bool
tar_open(const char *path, struct tar_in **tar, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_NOT_FOUND, tr("读不到“%s”。"), path);
    struct tar_in *t = calloc(1, sizeof(*t));
    BUG_ON(!t, "out of memory");
    t->fd = fd;
    t->path = strdup(path);
    BUG_ON(!t->path, "out of memory");
    sha256_begin(&t->hash);
    *tar = t;
    return true;
}

void
tar_close(struct tar_in *t)
{
    if (!t)
        return;
    (void)close(t->fd);
    free(t->path);
    free(t);
}

/* Exactly n bytes, at most PART. */
static bool
take(struct tar_in *t, size_t n, struct err *e)
{
    size_t got = 0;
    while (got < n) {
        ssize_t k = read(t->fd, t->part + got, n - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return damaged(t, e);
        got += (size_t)k;
    }
    sha256_add(&t->hash, str_make(t->part, n));
    return true;
}

bool
tar_read(struct tar_in *t, struct str *bytes, struct err *e)
{
    size_t n = t->left < PART ? (size_t)t->left : PART;
    *bytes = S("");
    if (n > 0) {
        if (!take(t, n, e))
            return false;
        *bytes = str_make(t->part, n);
        t->left -= (int64_t)n;
    }
    return true;
}

static bool
is_zero(const char *block)
{
    for (int i = 0; i < BLOCK; i++)
        if (block[i])
            return false;
    return true;
}

static bool
header_read(struct tar_in *t, struct tar_entry *entry, struct err *e)
{
    int64_t sum;
    memcpy(t->name, t->part, TAR_NAME);
    t->name[TAR_NAME] = '\0';
    entry->name = str_from(t->name);
    if (!get_octal(t->part + SUM_AT, 8, &sum) || sum != (int64_t)sum_of(t->part) ||
        memcmp(t->part + MAGIC_AT, "ustar", 5) != 0 || !get_size(t->part + SIZE_AT, &entry->size) ||
        (t->part[KIND_AT] != '0' && t->part[KIND_AT] != '\0') || !is_inside(entry->name))
        return damaged(t, e);
    t->left = entry->size;
    t->rest = (BLOCK - entry->size % BLOCK) % BLOCK;
    return true;
}

bool
tar_next(struct tar_in *t, struct tar_entry *entry, bool *more, struct err *e)
{
    struct str bytes;
    *more = false;
    while (t->left > 0)
        if (!tar_read(t, &bytes, e))
            return false;
    if (t->rest > 0 && !take(t, (size_t)t->rest, e))
        return false;
    t->rest = 0;
    struct sha256_stream before = t->hash;
    if (!take(t, BLOCK, e))
        return false;
    if (is_zero(t->part))
        return true;
    entry->before = sha256_end(&before);
    *more = header_read(t, entry, e);
    return *more;
}

bool
tar_read_all(struct tar_in *t, struct arena *a, size_t max, struct str *bytes, struct err *e)
{
    struct out o;
    struct str part;
    if (t->left > (int64_t)max)
        return err_set(e, ERR_LIMIT, tr("“%s”里的“%s”超过了允许的大小。"), t->path, t->name);
    out_init(&o, max);
    bool ok = true;
    do {
        ok = tar_read(t, &part, e);
        if (ok)
            out_put(&o, part);
    } while (ok && part.n);
    if (ok)
        *bytes = arena_str(a, out_str(&o));
    out_release(&o);
    return ok;
}
