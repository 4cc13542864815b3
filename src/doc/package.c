#include "doc/package.h"

#include "base/lang.h"

#include <zip.h>

enum {
    CHUNK = 32 * 1024,
    RATIO_FREE = 1024 * 1024,
    RELS_MAX = 10000
};

/* 1980-01-01 00:00, the first moment a zip can name. */
enum {
    DOS_TIME = 0,
    DOS_DATE = 33
};

struct package {
    struct arena *arena;
    zip_t *zip;
    struct doc_limits limits;
    size_t inflated;
};

static bool
damaged(struct err *e, const char *why)
{
    return err_set(e, ERR_INPUT,
        tr("文件的压缩包已损坏（%s），无法读取。请重新获取，或用 Word、WPS 另存一份。"), why);
}

static bool
check_entries(const struct package *p, struct err *e)
{
    zip_int64_t n = zip_get_num_entries(p->zip, 0);
    if (n < 0 || (size_t)n > p->limits.entries)
        return err_set(e, ERR_LIMIT, tr("文件由 %lld 个部分组成，超过上限 %zu 个，已拒绝读取。"),
            (long long)n, p->limits.entries);
    for (zip_int64_t i = 0; i < n; i++) {
        const char *name = zip_get_name(p->zip, (zip_uint64_t)i, 0);
        if (!name)
            return damaged(e, zip_strerror(p->zip));
        if (zip_name_locate(p->zip, name, 0) != i)
            return err_set(e, ERR_INPUT,
                tr("文件中“%s”出现了两次，无法判断哪一个为准，已拒绝读取。请用 Word 或 WPS 另存一份。"),
                name);
    }
    return true;
}

bool
package_open(struct arena *a, struct str bytes, const struct doc_limits *limits,
    struct package **out, struct err *e)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &why);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (!zip) {
        damaged(e, zip_error_strerror(&why));
        zip_source_free(source);
        zip_error_fini(&why);
        return false;
    }
    zip_error_fini(&why);
    struct package *p = arena_new(a, struct package);
    *p = (struct package){.arena = a, .zip = zip, .limits = *limits};
    if (!check_entries(p, e)) {
        package_close(p);
        return false;
    }
    *out = p;
    return true;
}

void
package_close(struct package *p)
{
    if (p && p->zip)
        zip_discard(p->zip);
    if (p)
        p->zip = NULL;
}

const struct doc_limits *
package_limits(const struct package *p)
{
    return &p->limits;
}

/* Names compare without case (ECMA-376 part 2, 6.2.2.3); some programs write backslashes. */
static zip_int64_t
locate(const struct package *p, struct str part)
{
    char *name = arena_array(p->arena, char, part.n + 1);
    memcpy(name, part.n ? part.p : "", part.n);
    zip_int64_t at = zip_name_locate(p->zip, name, 0);
    if (at < 0)
        at = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
    if (at >= 0)
        return at;
    for (size_t i = 0; i < part.n; i++)
        if (name[i] == '/')
            name[i] = '\\';
    return zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
}

bool
package_has(const struct package *p, struct str part)
{
    return locate(p, part) >= 0;
}

static bool
check_size(struct package *p, const char *part, size_t done, size_t packed, struct err *e)
{
    if (p->inflated > p->limits.inflated)
        return err_set(e, ERR_LIMIT, tr("文件解压后超过 %zu MiB，超出允许的大小，已拒绝读取。"),
            p->limits.inflated >> 20);
    if (done > RATIO_FREE && done / p->limits.ratio > packed)
        return err_set(e, ERR_LIMIT,
            tr("文件中的“%s”解压后膨胀超过 %zu 倍，像是压缩炸弹，已拒绝读取。"), part,
            p->limits.ratio);
    return true;
}

static bool
pump(struct package *p, zip_file_t *file, struct xml *x, const zip_stat_t *stat, struct err *e)
{
    char *buffer = arena_array(p->arena, char, CHUNK);
    size_t done = 0;
    for (;;) {
        zip_int64_t n = zip_fread(file, buffer, CHUNK);
        if (n < 0)
            return damaged(e, zip_file_strerror(file));
        done += (size_t)n;
        p->inflated += (size_t)n;
        if (!check_size(p, stat->name, done, stat->comp_size, e))
            return false;
        if (!xml_feed(x, str_make(buffer, (size_t)n), n == 0, e))
            return false;
        if (n == 0)
            return true;
    }
}

bool
package_xml(struct package *p, struct str part, const struct xml_handler *handler, struct err *e)
{
    const char *what = arena_cstr(p->arena, part);
    zip_int64_t at = locate(p, part);
    if (at < 0)
        return err_set(e, ERR_INPUT,
            tr("文件中缺少“%s”，内容不完整，无法读取。请重新获取，或用 Word、WPS 另存一份。"),
            what);
    zip_stat_t stat;
    zip_stat_init(&stat);
    zip_file_t *file = NULL;
    if (zip_stat_index(p->zip, (zip_uint64_t)at, 0, &stat) == 0)
        file = zip_fopen_index(p->zip, (zip_uint64_t)at, 0);
    if (!file)
        return damaged(e, zip_strerror(p->zip));
    struct xml *x = xml_open(p->arena, handler, p->limits.depth, what);
    bool ok = pump(p, file, x, &stat, e);
    xml_close(x);
    zip_fclose(file);
    return ok;
}

/* A target relative to the part's folder, without "." and ".."; what climbs above the root names nothing. */
static struct str
resolve(struct arena *a, struct str part, struct str target)
{
    size_t folder = part.n;
    while (folder > 0 && part.p[folder - 1] != '/')
        folder--;
    char *name = arena_array(a, char, folder + target.n + 1);
    size_t n = 0;
    if (str_starts(target, S("/"))) {
        target = str_slice(target, 1, target.n);
    } else if (folder) {
        memcpy(name, part.p, folder);
        n = folder;
    }
    struct str step;
    while (str_split(&target, '/', &step)) {
        if (str_empty(step) || str_eq(step, S(".")))
            continue;
        if (str_eq(step, S(".."))) {
            if (n == 0)
                return (struct str){0};
            for (n--; n > 0 && name[n - 1] != '/'; n--) {
            }
            continue;
        }
        memcpy(name + n, step.p, step.n);
        n += step.n;
        name[n++] = '/';
    }
    return str_make(name, n ? n - 1 : 0);
}

struct rels_reader {
    struct arena *arena;
    struct str part;
    struct package_rel **last;
    unsigned count;
};

static bool
rels_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct rels_reader *r = ctx;
    if (!xml_is(tag, XML_NS_RELS, S("Relationship")))
        return true;
    if (str_eq_nocase(xml_attr(tag, XML_NS_NONE, S("TargetMode")), S("External")))
        return true;
    if (++r->count > RELS_MAX)
        return err_set(e, ERR_LIMIT, tr("文件内部的引用超过 %d 个，已拒绝读取。"), RELS_MAX);
    struct package_rel *rel = arena_new(r->arena, struct package_rel);
    rel->id = arena_str(r->arena, xml_attr(tag, XML_NS_NONE, S("Id")));
    rel->type = arena_str(r->arena, xml_attr(tag, XML_NS_NONE, S("Type")));
    rel->part = resolve(r->arena, r->part, xml_attr(tag, XML_NS_NONE, S("Target")));
    *r->last = rel;
    r->last = &rel->next;
    return true;
}

bool
package_rels(struct package *p, struct str part, struct package_rel **rels, struct err *e)
{
    size_t folder = part.n;
    while (folder > 0 && part.p[folder - 1] != '/')
        folder--;
    struct str name = arena_fmt(p->arena, "%.*s_rels/%.*s.rels",
        STR_ARG(str_slice(part, 0, folder)), STR_ARG(str_slice(part, folder, part.n)));
    *rels = NULL;
    if (!package_has(p, name))
        return true;
    struct rels_reader r = {.arena = p->arena, .part = part, .last = rels};
    return package_xml(p, name, &(struct xml_handler){.ctx = &r, .start = rels_start}, e);
}

const struct package_rel *
package_rel_of(const struct package *p, const struct package_rel *rels, struct str type_end)
{
    for (; rels; rels = rels->next)
        if (str_ends(rels->type, type_end) && package_has(p, rels->part))
            return rels;
    return NULL;
}

const struct package_rel *
package_rel_by_id(const struct package_rel *rels, struct str id)
{
    for (; rels; rels = rels->next)
        if (str_eq(rels->id, id))
            return rels;
    return NULL;
}

static bool
add_part(zip_t *zip, const struct package_part *part)
{
    zip_source_t *source = zip_source_buffer(zip, part->bytes.p, part->bytes.n, 0);
    if (!source)
        return false;
    char name[128];
    if (part->name.n >= sizeof(name)) {
        zip_source_free(source);
        return false;
    }
    memcpy(name, part->name.p, part->name.n);
    name[part->name.n] = '\0';
    zip_int64_t at = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) == 0 &&
        zip_file_set_dostime(zip, (zip_uint64_t)at, DOS_TIME, DOS_DATE, 0) == 0 &&
        zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_DOS, 0) == 0;
}

/* Closing writes the archive into the source, which was kept for reading it back. */
static bool
take_bytes(struct arena *a, zip_source_t *source, struct str *bytes)
{
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_source_stat(source, &stat) != 0 || zip_source_open(source) != 0)
        return false;
    char *p = arena_array(a, char, stat.size + 1);
    bool ok = zip_source_read(source, p, stat.size) == (zip_int64_t)stat.size;
    zip_source_close(source);
    *bytes = str_make(p, stat.size);
    return ok;
}

bool
package_write(
    struct arena *a, const struct package_part *parts, size_t n, struct str *bytes, struct err *e)
{
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &why);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_TRUNCATE, &why) : NULL;
    bool ok = zip != NULL;
    if (ok)
        zip_source_keep(source);
    for (size_t i = 0; ok && i < n; i++)
        ok = add_part(zip, &parts[i]);
    if (ok)
        ok = zip_close(zip) == 0;
    if (zip && !ok)
        zip_discard(zip);
    ok = ok && take_bytes(a, source, bytes);
    if (source)
        zip_source_free(source);
    zip_error_fini(&why);
    return ok
        ? true
        : err_set(e, ERR_IO, tr("文件没有生成：压缩时出错。请再试一次；仍然不行，请联系管理员。"));
}
