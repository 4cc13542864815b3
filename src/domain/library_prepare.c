/* One file on its way in: kept, read in a child, and what its text says. No database but for whether it is known. */
#include "domain/library_int.h"

#include "base/bug.h"
#include "base/file.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/child.h"
#include "domain/house_int.h"
#include "store/store.h"
#include "text/norm.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 64 * 1024,
    ONCE_FROM =
        32 * 1024 * 1024, /* a larger file is read once, and kept before it is known to be new */
    JSON_MAX = 4 * 1024 * 1024,
    CUTS_MAX = 2000,
    SKETCH_CHARS = 60 /* a shorter text says too little to be compared */
};

/* ---- names ---- */
enum {
    LABEL_MAX = 1000,
    PART_MAX = 200
};

static void
add_part(struct out *o, struct str part)
{
    part = str_trim(part);
    if (str_empty(part) || str_eq(part, S(".")) || str_eq(part, S("..")) || o->n > LABEL_MAX)
        return;
    if (o->n)
        out_char(o, '/');
    size_t from = o->n;
    uint32_t cp;
    while (utf8_next(&part, &cp) && o->n - from < PART_MAX)
        if (cp >= 0x20 && (cp < 0x7F || cp > 0x9F) && cp != UTF8_REPLACEMENT &&
            !(cp >= 0x200E && cp <= 0x200F) && !(cp >= 0x202A && cp <= 0x202E) &&
            !(cp >= 0x2066 && cp <= 0x2069))
            utf8_put(o, cp);
    if (o->n == from)
        out_char(o, '_');
}

struct str
library_label(struct arena *a, struct str name)
{
    struct out o;
    out_init(&o, (size_t)LABEL_MAX * 4);
    size_t from = 0;
    for (size_t i = 0; i <= name.n; i++)
        if (i == name.n || name.p[i] == '/' || name.p[i] == '\\') {
            add_part(&o, str_slice(name, from, i - from));
            from = i + 1;
        }
    struct str s = o.n ? arena_str(a, out_str(&o)) : S("_");
    out_release(&o);
    return s;
}

struct str
library_last_part(struct str label)
{
    size_t i = label.n;
    while (i > 0 && label.p[i - 1] != '/')
        i--;
    return str_slice(label, i, label.n);
}

struct str
library_folder_of(struct arena *a, struct str base, struct str label)
{
    struct str last = library_last_part(label);
    struct str above = str_slice(label, 0, label.n > last.n ? label.n - last.n - 1 : 0);
    struct str all = str_empty(base) || str_empty(above)
        ? arena_fmt(a, "%.*s%.*s", STR_ARG(base), STR_ARG(above))
        : arena_fmt(a, "%.*s/%.*s", STR_ARG(base), STR_ARG(above));
    return library_folder_clean(a, all);
}

static struct str
ending_of(struct str name)
{
    size_t i = name.n;
    while (i > 0 && name.p[i - 1] != '.')
        i--;
    return i > 1 ? str_slice(name, i, name.n) : S("");
}

static bool
is_markdown(struct str name)
{
    struct str e = ending_of(name);
    return str_eq_nocase(e, S("md")) || str_eq_nocase(e, S("markdown"));
}

static struct str
stem_of(struct str name)
{
    struct str e = ending_of(name);
    return e.n && e.n <= 10 ? str_slice(name, 0, name.n - e.n - 1) : name;
}

/* ---- keeping the original ---- */
static bool
lose(struct library_prep *prep, const char *why)
{
    prep->lost = true;
    prep->why = arena_str(prep->arena, str_from(why));
    return true;
}

static void
set_origin(const struct library_preparing *p, struct library_prep *prep)
{
    prep->digest_hex = sha256_hex(prep->digest);
    struct str all = arena_fmt(prep->arena, "%lld\n%.*s\n%s", (long long)p->org_id,
        STR_ARG(prep->where), prep->digest_hex.z);
    prep->origin = sha256_hex(sha256_of(all));
}

static bool
copy(int fd, struct blob_writer *b, struct err *e)
{
    char buffer[CHUNK];
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof(buffer));
        if (n == 0)
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(e, ERR_INPUT, tr("读不到这个文件（系统错误 %d）。"), errno);
        if (!blob_add(b, str_make(buffer, (size_t)n), e))
            return false;
    }
}

/* The digest of what the file holds now; ERR_INPUT when it cannot be read. */
static bool
digest_of(int fd, struct sha256 *digest, struct err *e)
{
    char buffer[CHUNK];
    struct sha256_stream s;
    ssize_t n;
    sha256_begin(&s);
    while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
        if (n < 0 && errno != EINTR)
            return err_set(e, ERR_INPUT, tr("读不到这个文件（系统错误 %d）。"), errno);
        if (n > 0)
            sha256_add(&s, str_make(buffer, (size_t)n));
    }
    *digest = sha256_end(&s);
    return lseek(fd, 0, SEEK_SET) == 0 ||
        err_set(e, ERR_INPUT, tr("读不到这个文件（系统错误 %d）。"), errno);
}

static bool
keep(const struct library_preparing *p, struct library_prep *prep, int fd, struct err *e)
{
    struct blob_writer *b;
    if (!blob_open(p->files, LIBRARY_FILE_MAX, &b, e))
        return false;
    if (!copy(fd, b, e)) {
        blob_abort(b);
        return e->code != ERR_IO && lose(prep, e->text);
    }
    if (!blob_finish_soon(b, &prep->digest, &prep->size, e))
        return false;
    prep->fresh = true;
    set_origin(p, prep); /* it may have changed since */
    return true;
}

/* ---- whether it was taken in before ---- */
static bool
look_up(const struct library_preparing *p, struct library_prep *prep, struct err *e)
{
    struct work w;
    struct actor actor = actor_system();
    struct stmt *s;
    if (!work_begin(p->reader, prep->arena, &actor, &w, e))
        return false;
    bool ok = stmt_open(w.db, SQL_LIBRARY_BY_ORIGIN, VALS(v_str(str_from(prep->origin.z))), &s, e);
    if (ok) {
        enum step step = stmt_step(s, e);
        ok = step != STEP_ERROR;
        /* What could not be read or was removed is given another try, but not again and again by a watch. */
        prep->known = step == STEP_ROW &&
            (p->way == LIBRARY_BY_WATCH || (stmt_int(s, 1) == LIBRARY_TEXT && stmt_null(s, 2)));
        if (prep->known)
            prep->id = stmt_int(s, 0);
        stmt_close(s);
    }
    work_end(&w);
    return ok;
}

/* A document is known by where it came from; read once more it keeps that. */
static bool
find_origin(const struct library_preparing *p, struct library_prep *prep, struct err *e)
{
    struct work w;
    struct actor actor = actor_system();
    struct stmt *s;
    prep->digest_hex = sha256_hex(prep->digest);
    if (!work_begin(p->reader, prep->arena, &actor, &w, e))
        return false;
    bool ok = stmt_open(w.db, SQL_LIBRARY_ORIGIN, VALS(v_int(prep->again)), &s, e);
    if (ok) {
        enum step step = stmt_step(s, e);
        struct str origin = step == STEP_ROW ? stmt_str(s, 0) : S("");
        ok = origin.n == sizeof(prep->origin.z) - 1;
        if (ok)
            memcpy(prep->origin.z, origin.p, origin.n);
        else if (step != STEP_ERROR)
            err_set(e, ERR_NOT_FOUND, "%s", tr("没有这份文件。"));
        prep->known = ok && stmt_int(s, 1) == LIBRARY_TEXT;
        prep->id = prep->again;
        stmt_close(s);
    }
    work_end(&w);
    return ok;
}

static bool
take_file(const struct library_preparing *p, struct library_prep *prep, struct err *e)
{
    struct stat st;
    int fd = open(prep->file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return lose(prep, arena_fmt(prep->arena, tr("读不到这个文件（系统错误 %d）。"), errno).p);
    bool ok = true;
    struct err mine = {0};
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
        lose(prep, tr("这不是普通文件。"));
    else if (st.st_size > LIBRARY_FILE_MAX)
        lose(prep,
            arena_fmt(prep->arena,
                tr("文件超过 %d GiB，没有收入，仍在原处。请拆成较小的文件，或只收入其中的文字部分。"),
                (int)(LIBRARY_FILE_MAX >> 30))
                .p);
    else if (st.st_size > ONCE_FROM)
        ok = keep(p, prep, fd, e) && (prep->lost || look_up(p, prep, e));
    else if (!digest_of(fd, &prep->digest, &mine))
        lose(prep, mine.text);
    else {
        set_origin(p, prep);
        ok = look_up(p, prep, e) && (prep->known || keep(p, prep, fd, e));
    }
    (void)close(fd);
    return ok;
}

/* ---- what the text says ---- */
static struct str
headings_json(struct arena *a, const struct child_text *t)
{
    if (t->headings_n == 0)
        return S("");
    struct out o;
    out_init(&o, JSON_MAX);
    struct json_out j = json_begin(&o);
    json_array(&j);
    for (size_t i = 0; i < t->headings_n && o.n < JSON_MAX - 100; i++) {
        json_array(&j);
        json_int(&j, t->headings[i].level);
        json_int(&j, (int64_t)t->headings[i].start);
        json_int(&j, (int64_t)t->headings[i].end);
        json_array_end(&j);
    }
    json_array_end(&j);
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static struct str
pages_json(struct arena *a, const struct child_text *t)
{
    if (t->pages_n == 0)
        return S("");
    struct out o;
    out_init(&o, JSON_MAX);
    struct json_out j = json_begin(&o);
    json_array(&j);
    for (size_t i = 0; i < t->pages_n && o.n < JSON_MAX - 100; i++)
        json_int(&j, (int64_t)t->pages[i]);
    json_array_end(&j);
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

void
library_prepare_text(struct library_prep *prep)
{
    struct arena *a = prep->arena;
    prep->residues = residue_find(a, prep->raw);
    if (prep->residues.n > CUTS_MAX)
        prep->residues.n = CUTS_MAX; /* what is more stays in the text */
    prep->text = residue_cut(a, prep->raw, &prep->residues, NULL, NULL);
    size_t n = 0;
    uint32_t *cp = norm_points(a, prep->text, &n);
    prep->points = (int64_t)n;
    prep->state = n ? LIBRARY_TEXT : LIBRARY_EMPTY;
    if (n == 0) {
        prep->why = str_from(
            tr("文件里没有文字，可能是扫描件、图片或空白文件。原件已保存，但检索不到其中的内容。"));
        prep->text = S("");
        prep->residues.n = 0;
        return;
    }
    prep->said = recognise(a, prep->text);
    if (n >= SKETCH_CHARS)
        prep->sketch_n = print_sketch(cp, n, prep->sketch);
}

static void
refuse(struct library_prep *prep, const struct err *why)
{
    prep->state = LIBRARY_REFUSED;
    prep->why = arena_str(prep->arena, str_from(why->text));
    struct str e = ending_of(prep->name);
    prep->format = e.n <= 10 ? arena_str(prep->arena, e) : S("");
}

static bool
read_text(const struct library_preparing *p, struct library_prep *prep, struct err *e)
{
    struct child_text t = {.kind = DOC_TXT};
    struct err why = {0};
    const char *path = blob_path(prep->arena, p->files, prep->digest);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(
            e, ERR_IO, tr("刚保存的原件读不到（系统错误 %d）。请检查磁盘后再试。"), errno);
    bool markdown = is_markdown(prep->name);
    bool ok = child_read(prep->arena, fd, markdown, &t, &why);
    (void)close(fd);
    if (!ok && why.code == ERR_IO) {
        *e = why;
        return false;
    }
    if (!ok) {
        refuse(prep, &why);
        return true;
    }
    prep->raw = t.text;
    prep->format = markdown && t.kind == DOC_TXT ? S("md") : str_from(doc_kind_name(t.kind));
    prep->headings = headings_json(prep->arena, &t);
    prep->pages = pages_json(prep->arena, &t);
    prep->pages_n = (int64_t)t.pages_n;
    library_prepare_text(prep);
    return true;
}

bool
library_prepare(struct library_preparing *p, struct library_prep *prep, struct err *e)
{
    if (prep->lost)
        return true;
    if (prep->file) {
        if (!take_file(p, prep, e))
            return false;
    } else if (prep->again) {
        if (!find_origin(p, prep, e))
            return false;
    } else {
        set_origin(p, prep);
        if (!look_up(p, prep, e))
            return false;
    }
    if (prep->known || prep->lost)
        return true;
    if (!read_text(p, prep, e))
        return false;
    prep->named = str_empty(prep->said.title);
    if (prep->named)
        prep->said.title = str_empty(stem_of(prep->name)) ? prep->name : stem_of(prep->name);
    return true;
}
