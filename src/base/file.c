#include "base/file.h"

#include "base/lang.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the system's error number means and what to do about it. */
static const char *
reason(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
        return tr("磁盘空间不足，请清理后再试");
    case EFBIG:
        return tr("超过了系统允许的文件大小，请调整限制后再试");
    case EACCES:
    case EPERM:
        return tr("没有权限，请检查文件和文件夹的属主");
    case EROFS:
        return tr("磁盘是只读的");
    case ENOENT:
        return tr("文件或文件夹不存在");
    case EISDIR:
        return tr("这是一个文件夹");
    case ENOTDIR:
    case EEXIST:
        return tr("路径中有一段不是文件夹");
    case ENAMETOOLONG:
        return tr("名称太长");
    case EMFILE:
    case ENFILE:
        return tr("打开的文件太多，请稍后再试");
    default:
        return tr("磁盘读写出错，请检查磁盘后再试");
    }
}

static bool
cannot_read(const char *path, struct err *e)
{
    int number = errno;
    enum err_code code = number == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    return err_set(e, code, tr("无法读取“%s”：%s（系统错误 %d）。"), path, reason(number), number);
}

static bool
cannot_write(const char *path, struct err *e)
{
    int number = errno;
    return err_set(
        e, ERR_IO, tr("无法写入“%s”：%s（系统错误 %d）。"), path, reason(number), number);
}

/* ---- reading ---- */
static bool
read_all(int fd, struct out *o)
{
    char part[16384];
    for (;;) {
        ssize_t n = read(fd, part, sizeof(part));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        out_put(o, (struct str){part, (size_t)n});
        if (o->overflow)
            return true;
    }
}

bool
file_read(struct arena *a, const char *path, size_t max, struct str *bytes, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_read(path, e);
    struct out o;
    out_init(&o, max);
    bool ok = read_all(fd, &o) || cannot_read(path, e);
    if (ok && o.overflow)
        ok = err_set(e, ERR_LIMIT, tr("“%s”超过了允许的大小（%zu 字节）。"), path, max);
    if (ok)
        *bytes = arena_str(a, out_str(&o));
    out_release(&o);
    (void)close(fd);
    return ok;
}

bool
file_digest(const char *path, struct sha256 *digest, int64_t *size, struct err *e)
{
    struct sha256_stream hash;
    char part[65536];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return cannot_read(path, e);
    sha256_begin(&hash);
    *size = 0;
    ssize_t n;
    while ((n = read(fd, part, sizeof(part))) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        sha256_add(&hash, (struct str){part, (size_t)n});
        *size += n;
    }
    bool ok = n == 0 || cannot_read(path, e);
    (void)close(fd);
    *digest = sha256_end(&hash);
    return ok;
}

bool
file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

int64_t
file_size(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int64_t)st.st_size : -1;
}

/* ---- writing ---- */
static bool
write_all(int fd, struct str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* Closes in any case; errno stays that of the first failure. */
static bool
close_synced(int fd, bool ok)
{
    ok = ok && fsync(fd) == 0;
    int first = errno;
    if (close(fd) != 0)
        return false;
    errno = first;
    return ok;
}

static bool
sync_folder(int at, const char *path)
{
    int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && close_synced(fd, true);
}

/* A device or a pipe, as /dev/stdout: written in place, never replaced. */
static bool
write_through(const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = write_all(fd, bytes);
    int first = errno;
    (void)close(fd);
    errno = first;
    return ok;
}

static bool
replace(const char *temporary, const char *path, struct str bytes, mode_t mode)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    if (!close_synced(fd, write_all(fd, bytes)) || rename(temporary, path) != 0) {
        int first = errno;
        (void)unlink(temporary);
        errno = first;
        return false;
    }
    const char *slash = strrchr(path, '/');
    char folder[PATH_MAX] = ".";
    if (slash)
        (void)snprintf(
            folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return sync_folder(AT_FDCWD, folder);
}

struct temporary_name {
    char z[24]; /* 16 hexadecimal digits */
};

static struct temporary_name
temporary_name(void)
{
    uint64_t number;
    random_bytes(&number, sizeof(number));
    struct temporary_name name;
    (void)snprintf(name.z, sizeof(name.z), "%016llx", (unsigned long long)number);
    return name;
}

static bool
write_whole(const char *path, struct str bytes, mode_t mode, struct err *e)
{
    struct stat st;
    char temporary[PATH_MAX];
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return write_through(path, bytes) || cannot_write(path, e);
    int n = snprintf(temporary, sizeof(temporary), "%s.%s", path, temporary_name().z);
    if (n >= (int)sizeof(temporary)) {
        errno = ENAMETOOLONG;
        return cannot_write(path, e);
    }
    return replace(temporary, path, bytes, mode) || cannot_write(path, e);
}

bool
file_write(const char *path, struct str bytes, struct err *e)
{
    return write_whole(path, bytes, 0666, e);
}

bool
file_write_secret(const char *path, struct str bytes, struct err *e)
{
    return write_whole(path, bytes, 0600, e);
}

static bool
make_one(const char *path)
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return true;
    int number = errno;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    errno = number;
    return false;
}

bool
dir_make(const char *path, struct err *e)
{
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof(part)) {
        errno = n ? ENAMETOOLONG : ENOENT;
        return cannot_write(path, e);
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        memcpy(part, path, i);
        part[i] = '\0';
        if (!make_one(part))
            return cannot_write(part, e);
    }
    return true;
}

static int
by_name(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Counts the names that fit; fills `names` where it is given, at most `max`. */
static size_t
names_read(DIR *dir, struct arena *a, struct str ending, struct str *names, size_t max)
{
    size_t n = 0;
    const struct dirent *entry;
    rewinddir(dir);
    while ((entry = readdir(dir)) != NULL) { /* NOLINT(concurrency-mt-unsafe): dir is ours alone */
        struct str name = str_from(entry->d_name);
        if (entry->d_name[0] == '.' || !str_ends(name, ending))
            continue;
        if (names && n == max)
            break;
        if (names)
            names[n] = arena_str(a, name);
        n++;
    }
    return n;
}

bool
dir_names(struct arena *a, const char *path, struct str ending, struct str **names, size_t *n,
    struct err *e)
{
    DIR *dir = opendir(path);
    *names = NULL;
    *n = 0;
    if (!dir)
        return errno == ENOENT || cannot_read(path, e);
    size_t max = names_read(dir, a, ending, NULL, 0);
    if (max > 0) {
        struct str *list = arena_array(a, struct str, max);
        *n = names_read(dir, a, ending, list, max);
        qsort(list, *n, sizeof(*list), by_name);
        *names = list;
    }
    (void)closedir(dir);
    return true;
}

static bool
not_removed(const char *path, struct err *e)
{
    return err_set(e, ERR_IO, tr("“%s”没有删干净：%s。请手工删除。"), path, strerrordesc_np(errno));
}

bool
file_remove(const char *path, struct err *e)
{
    return unlink(path) == 0 || errno == ENOENT || not_removed(path, e);
}

bool
dir_remove(const char *path, struct err *e)
{
    struct str *names;
    struct stat st;
    size_t n;
    struct arena *a = arena_open();
    bool ok = dir_names(a, path, S(""), &names, &n, e);
    for (size_t i = 0; ok && i < n; i++) {
        const char *one = arena_fmt(a, "%s/%.*s", path, STR_ARG(names[i])).p;
        if (lstat(one, &st) == 0 && S_ISDIR(st.st_mode))
            ok = dir_remove(one, e);
        else
            ok = unlink(one) == 0 || not_removed(one, e);
    }
    arena_close(a);
    return ok && (rmdir(path) == 0 || errno == ENOENT || not_removed(path, e));
}
