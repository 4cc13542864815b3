/* Where files come from: a path, a folder, an archive, one after another, each handed to the intake as a prep. */
#include "domain/library_walk.h"

#include "base/file.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/child.h"
#include "doc/decode.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
    NESTING_MAX = 1, /* archives inside of an archive */
    YOUNG_SECONDS = 2
};

/* Not files yet, or none at all. */
bool
library_is_passing(struct str name)
{
    return str_starts(name, S(".")) || str_starts(name, S("~$")) || str_ends(name, S(".part")) ||
        str_ends(name, S(".tmp")) || str_ends(name, S(".crdownload")) ||
        str_eq_nocase(name, S("Thumbs.db")) || str_eq_nocase(name, S("desktop.ini"));
}

static bool
is_archive_name(struct str name)
{
    return name.n > 4 && str_eq_nocase(str_slice(name, name.n - 4, 4), S(".zip"));
}

static struct library_prep *
new_prep(struct str base, struct str where, struct str label)
{
    struct arena *a = arena_open();
    struct library_prep *p = arena_new(a, struct library_prep);
    p->arena = a;
    p->where = arena_str(a, where);
    p->path = library_label(a, label);
    p->name = library_last_part(p->path);
    p->folder = library_folder_of(a, base, p->path);
    return p;
}

static bool
hand_file(const struct library_walk *walk, struct str path, struct str label, struct err *e)
{
    struct library_prep *p = new_prep(walk->folder, path, label);
    p->file = p->where.p;
    return walk->take(walk->arg, p, e);
}

/* Something that is not kept, with its reason. */
static bool
hand_loss(const struct library_walk *walk, struct str label, struct str why, struct err *e)
{
    struct library_prep *p = new_prep(walk->folder, S(""), label);
    p->lost = true;
    p->why = arena_str(p->arena, why);
    return walk->take(walk->arg, p, e);
}

/* ---- archives ---- */
struct opening {
    const struct library_walk *walk;
    struct str where, label; /* of the archive; entries come below them */
    int depth;
    struct arena *arena; /* of this archive */
    struct str name;     /* of the entry, as UTF-8 */
    struct blob_writer *blob;
    int inner; /* an archive inside: an unnamed file; or -1 */
    bool passing;
    struct err trouble; /* with the disk: ends the intake */
};

static bool open_archive(struct opening *o, int fd, bool *document, struct err *e);

/* Names of old Chinese zips are in GB 18030. */
static struct str
name_of(struct arena *a, struct str raw)
{
    struct out o;
    struct err e;
    if (utf8_valid(raw))
        return arena_str(a, raw);
    out_init(&o, (size_t)CHILD_SECONDS * 1024);
    bool ok = decode_text(raw, &o, &e);
    struct str s = arena_str(a, ok ? out_str(&o) : raw);
    out_release(&o);
    return s;
}

static struct str
below(const struct opening *o, struct str above, char between)
{
    return arena_fmt(o->arena, "%.*s%c%.*s", STR_ARG(above), between, STR_ARG(o->name));
}

static bool
entry_begin(void *arg, struct str name, struct err *e)
{
    struct opening *o = arg;
    o->name = name_of(o->arena, name);
    struct str last = library_last_part(library_label(o->arena, o->name));
    o->passing = library_is_passing(last) || str_starts(o->name, S("__MACOSX/"));
    o->inner = -1;
    o->blob = NULL;
    if (o->passing)
        return true;
    if (is_archive_name(last)) {
        o->inner = memfd_create("archive", MFD_CLOEXEC);
        if (o->inner < 0)
            return err_set(e, ERR_IO, tr("内存不足，压缩包没有展开（系统错误 %d）。"), errno);
        return true;
    }
    return blob_open(o->walk->files, LIBRARY_FILE_MAX, &o->blob, e);
}

static bool
entry_bytes(void *arg, struct str bytes, struct err *e)
{
    struct opening *o = arg;
    if (o->blob)
        return blob_add(o->blob, bytes, e);
    while (o->inner >= 0 && bytes.n) {
        ssize_t n = write(o->inner, bytes.p, bytes.n);
        if (n < 0 && errno != EINTR)
            return err_set(e, ERR_IO, tr("内存不足，压缩包没有展开（系统错误 %d）。"), errno);
        bytes = str_slice(bytes, n > 0 ? (size_t)n : 0, bytes.n);
    }
    return true;
}

static bool
hand_blob(struct opening *o, struct err *e)
{
    struct library_prep *p =
        new_prep(o->walk->folder, below(o, o->where, '!'), below(o, o->label, '/'));
    struct blob_writer *b = o->blob;
    o->blob = NULL;
    if (!blob_finish_soon(b, &p->digest, &p->size, e)) {
        arena_close(p->arena);
        return false;
    }
    p->fresh = true;
    return o->walk->take(o->walk->arg, p, e);
}

static bool
keep_inner(struct opening *o, struct err *e)
{
    struct str bytes;
    if (!blob_open(o->walk->files, LIBRARY_FILE_MAX, &o->blob, e))
        return false;
    char buffer[64 * 1024];
    ssize_t n = 0;
    bool ok = lseek(o->inner, 0, SEEK_SET) == 0;
    while (ok && (n = read(o->inner, buffer, sizeof(buffer))) > 0) {
        bytes = str_make(buffer, (size_t)n);
        ok = blob_add(o->blob, bytes, e);
    }
    return ok && hand_blob(o, e);
}

static bool
open_inner(struct opening *o, struct err *e)
{
    bool document = false;
    struct err why = {0};
    if (o->depth >= NESTING_MAX)
        return hand_loss(o->walk, below(o, o->label, '/'),
            str_from(tr("压缩包里的压缩包只展开一层，请解开后再收入。")), e);
    struct opening inner = {.walk = o->walk,
        .where = below(o, o->where, '!'),
        .label = below(o, o->label, '/'),
        .depth = o->depth + 1,
        .arena = arena_open()};
    bool ok = open_archive(&inner, o->inner, &document, &why);
    arena_close(inner.arena);
    if (inner.trouble.code != ERR_NONE) {
        *e = inner.trouble;
        return false;
    }
    if (ok)
        return !document || keep_inner(o, e);
    return hand_loss(o->walk, below(o, o->label, '/'), str_from(why.text), e);
}

static bool
entry_end(void *arg, const struct err *why, struct err *e)
{
    struct opening *o = arg;
    bool ok = true;
    if (o->passing)
        return true;
    if (why)
        ok = hand_loss(o->walk, below(o, o->label, '/'), str_from(why->text), e);
    else if (o->blob)
        ok = hand_blob(o, e);
    else
        ok = open_inner(o, e);
    if (o->blob)
        blob_abort(o->blob);
    if (o->inner >= 0)
        (void)close(o->inner);
    o->blob = NULL;
    o->inner = -1;
    return ok;
}

/* What comes from the sink is trouble of ours, what comes from the child is the archive's. */
#define OURS(name, params, args)     \
    static bool name params          \
    {                                \
        struct opening *o = arg;     \
        bool ok = entry_##name args; \
        if (!ok)                     \
            o->trouble = *e;         \
        return ok;                   \
    }
OURS(begin, (void *arg, struct str s, struct err *e), (arg, s, e))
OURS(bytes, (void *arg, struct str s, struct err *e), (arg, s, e))
OURS(end, (void *arg, const struct err *why, struct err *e), (arg, why, e))

static bool
open_archive(struct opening *o, int fd, bool *document, struct err *e)
{
    struct child_sink sink = {begin, bytes, end, o};
    o->inner = -1;
    bool ok = child_unpack(fd, &sink, document, e);
    if (o->blob)
        blob_abort(o->blob);
    if (o->inner >= 0)
        (void)close(o->inner);
    if (!ok && o->trouble.code == ERR_NONE && e->code == ERR_IO)
        o->trouble = *e;
    return ok;
}

/* An archive whose bytes lie in `file`: *taken when what it holds was handed over, or why not; otherwise it is no archive
   but a document, or cannot be opened. */
static bool
unpack(const struct library_walk *walk, struct opening *o, const char *file, bool *taken,
    struct err *e)
{
    struct err why = {0};
    bool document = false;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *taken = fd >= 0;
    if (fd < 0)
        return true;
    o->walk = walk;
    bool ok = open_archive(o, fd, &document, &why);
    (void)close(fd);
    if (o->trouble.code != ERR_NONE) {
        *e = o->trouble;
        return false;
    }
    *taken = !document;
    return ok || document ? true : hand_loss(walk, o->label, str_from(why.text), e);
}

static bool
hand_archive(const struct library_walk *walk, struct str path, struct str label, struct err *e)
{
    struct opening o = {.where = path, .label = label, .arena = arena_open()};
    bool taken = false;
    bool ok = unpack(walk, &o, arena_cstr(o.arena, path), &taken, e);
    arena_close(o.arena);
    return ok && !taken ? hand_file(walk, path, label, e) : ok;
}

bool
library_walk_again(const struct library_walk *walk, const struct library_doc *doc, struct err *e)
{
    struct sha256 digest;
    if (!sha256_from_hex(doc->digest, &digest))
        return err_set(e, ERR_STORE, tr("这个文件的登记已损坏，请管理员运行 taizhang check。"));
    struct library_prep *p = new_prep(S(""), S(""), doc->path);
    p->folder = arena_str(p->arena, doc->folder);
    p->again = doc->id;
    p->digest = digest;
    p->size = doc->size;
    return walk->take(walk->arg, p, e);
}

static bool
hand_upload(const struct library_walk *walk, const struct library_upload *upload, struct str where,
    struct str label, struct err *e)
{
    struct library_prep *p = new_prep(walk->folder, where, label);
    p->digest = upload->digest;
    p->size = upload->size;
    return walk->take(walk->arg, p, e);
}

bool
library_walk_upload(
    const struct library_walk *walk, const struct library_upload *upload, struct err *e)
{
    struct arena *a = arena_open();
    struct opening o = {.label = library_label(a, upload->name), .arena = a};
    bool ok = true, taken = false;
    o.where = arena_fmt(a, "upload:%.*s/%.*s", STR_ARG(walk->folder), STR_ARG(o.label));
    if (is_archive_name(library_last_part(o.label)))
        ok = unpack(walk, &o, blob_path(a, walk->files, upload->digest), &taken, e);
    if (ok && !taken)
        ok = hand_upload(walk, upload, o.where, o.label, e);
    arena_close(a);
    return ok;
}

/* ---- paths ---- */
static bool
is_young(const char *path)
{
    struct stat st;
    struct timespec now;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return stat(path, &st) == 0 && now.tv_sec - st.st_mtim.tv_sec >= 0 &&
        now.tv_sec - st.st_mtim.tv_sec < YOUNG_SECONDS;
}

/* `path` is NUL-terminated. */
static bool
hand(const struct library_walk *walk, struct str path, struct str label, struct err *e)
{
    if (walk->young && is_young(path.p)) {
        walk->young(walk->young_arg, path);
        return true;
    }
    return is_archive_name(library_last_part(path)) ? hand_archive(walk, path, label, e)
                                                    : hand_file(walk, path, label, e);
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool
is_same_folder(const char *a, const char *b)
{
    struct stat one, other;
    return stat(a, &one) == 0 && stat(b, &other) == 0 && one.st_dev == other.st_dev &&
        one.st_ino == other.st_ino;
}

static bool
walk_entry(const struct library_walk *walk, FTS *fts, FTSENT *entry, size_t root_n, struct err *e)
{
    struct str path = str_make(entry->fts_path, entry->fts_pathlen);
    struct str label = str_slice(path, root_n, path.n);
    if (entry->fts_level > 0 && library_is_passing(str_from(entry->fts_name))) {
        if (entry->fts_info == FTS_D)
            (void)fts_set(fts, entry, FTS_SKIP);
        return true;
    }
    if (entry->fts_info == FTS_D && is_same_folder(entry->fts_path, walk->data))
        (void)fts_set(fts, entry, FTS_SKIP);
    if (entry->fts_info == FTS_F)
        return hand(walk, path, label, e);
    if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS) {
        struct arena *a = arena_open();
        struct str why = arena_fmt(a, tr("读不到这个文件（系统错误 %d）。"), entry->fts_errno);
        bool ok = hand_loss(walk, label, why, e);
        arena_close(a);
        return ok;
    }
    return true;
}

/* Labels begin behind the first root_n bytes of a path. */
static bool
walk_folder(const struct library_walk *walk, char *folder, size_t root_n, struct err *e)
{
    char *roots[] = {folder, NULL};
    FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
    if (!fts)
        return err_set(e, ERR_IO, tr("读不到文件夹 %s（系统错误 %d）。"), folder, errno);
    bool ok = true;
    FTSENT *entry;
    while (ok &&
        (entry = fts_read(fts)) != NULL) /* NOLINT(concurrency-mt-unsafe): fts is ours alone */
        ok = walk_entry(walk, fts, entry, root_n, e);
    (void)fts_close(fts);
    return ok;
}

/* `path` exists. */
static bool
walk_any(const struct library_walk *walk, char *path, size_t root_n, struct err *e)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return err_set(e, ERR_NOT_FOUND, tr("找不到 %s。请检查路径后再试。"), path);
    struct str whole = str_from(path);
    return S_ISDIR(st.st_mode) ? walk_folder(walk, path, root_n, e)
                               : hand(walk, whole, str_slice(whole, root_n, whole.n), e);
}

bool
library_walk_path(const struct library_walk *walk, const char *path, struct err *e)
{
    char root[PATH_MAX];
    struct stat st;
    if (!realpath(path, root) || stat(root, &st) != 0)
        return err_set(e, ERR_NOT_FOUND, tr("找不到 %s。请检查路径后再试。"), path);
    struct str whole = str_from(root);
    /* A folder's own name is not part of the labels below it. */
    size_t root_n = S_ISDIR(st.st_mode) ? whole.n : whole.n - library_last_part(whole).n;
    return walk_any(walk, root, root_n, e);
}

bool
library_walk_below(const struct library_walk *walk, struct str root, struct str path, struct err *e)
{
    char z[PATH_MAX];
    if (path.n >= sizeof(z))
        return true;
    memcpy(z, path.p, path.n);
    z[path.n] = '\0';
    return walk_any(walk, z, root.n, e);
}
