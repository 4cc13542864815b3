#include "domain/backup_int.h"

#include "base/file.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/sign.h"
#include "domain/house_int.h"
#include "domain/list.h"
#include "store/store.h"

enum {
    LOAD_ROWS = 500,
    SYNC_FILES = 500
};

bool
backup_damaged(const char *path, struct err *e)
{
    return err_set(
        e, ERR_INPUT, tr("“%s”不是完整的备份，或被改动过，没有恢复。请换一份备份。"), path);
}

/* ---- checking ---- */

static bool
manifest_parse(struct arena *a, struct str text, struct backup_manifest *m)
{
    const struct json *j;
    return json_read(a, text, &j, NULL) && str_eq(json_get_str(j, S("format")), BACKUP_FORMAT) &&
        json_get_int(j, S("at_ms"), 0, INT64_MAX, &m->n.at_ms) &&
        json_get_int(j, S("entries"), 0, INT64_MAX, &m->n.entries) &&
        json_get_int(j, S("files"), 0, INT64_MAX, &m->n.files) &&
        json_get_int(j, S("damaged"), 0, INT64_MAX, &m->n.damaged) &&
        sha256_from_hex(json_get_str(j, S("root")), &m->n.root) &&
        sha256_from_hex(json_get_str(j, S("sha256")), &m->before) &&
        (m->tables = json_get(j, S("tables"))) != NULL;
}

static void
count_rows(struct backup_manifest *m)
{
    for (const struct json *t = m->tables->child; t; t = t->next) {
        int64_t rows = 0;
        (void)json_get_int(t, S("rows"), 0, INT64_MAX, &rows);
        m->n.tables++;
        m->n.rows += rows;
    }
}

static bool
walk(struct tar_in *t, const char *path, struct arena *a, struct backup_manifest *m, struct err *e)
{
    struct tar_entry entry;
    struct str text;
    bool more;
    for (;;) {
        if (!tar_next(t, &entry, &more, e))
            return false;
        if (!more)
            return backup_damaged(path, e); /* ended without a manifest */
        if (str_eq(entry.name, S("manifest.json")))
            break;
    }
    struct sha256 before = entry.before;
    if (!tar_read_all(t, a, BACKUP_MANIFEST_MAX, &text, e))
        return false;
    if (!manifest_parse(a, text, m) || memcmp(&m->before, &before, sizeof(before)) != 0)
        return backup_damaged(path, e);
    if (!tar_next(t, &entry, &more, e))
        return false;
    return !more || backup_damaged(path, e);
}

bool
backup_manifest_read(const char *path, struct arena *a, struct backup_manifest *m, struct err *e)
{
    struct tar_in *t;
    *m = (struct backup_manifest){.schema = 0};
    if (!tar_open(path, &t, e))
        return false;
    bool ok = walk(t, path, a, m, e) && file_digest(path, &m->n.digest, &m->n.bytes, e);
    tar_close(t);
    if (ok)
        count_rows(m);
    return ok;
}

bool
backup_check(const char *path, struct backup_numbers *n, struct err *e)
{
    struct backup_manifest m;
    struct arena *a = arena_open();
    bool ok = backup_manifest_read(path, a, &m, e);
    *n = m.n;
    arena_close(a);
    return ok;
}

/* ---- restoring ---- */

struct reading {
    const char *path;
    const struct restore_place *place;
    struct arena *a;
    struct tar_in *tar;
    struct copy_target *target;
    struct copy_tables tables; /* the target's */
    int64_t *rows;             /* loaded into each */
    const char *files;
    struct sha256 soon[SYNC_FILES];
    size_t soon_n;
};

static bool
same_columns(const struct copy_table *t, const struct json *columns)
{
    size_t i = 0;
    if (!columns)
        return false;
    for (const struct json *c = columns->child; c; c = c->next, i++)
        if (i == t->n || !c->child || !c->child->next ||
            !str_eq(c->child->text, t->columns[i].name) ||
            !str_eq(c->child->next->text, backup_type_code(t->columns[i].type)))
            return false;
    return i == t->n;
}

static struct copy_table *
table_find(struct reading *r, struct str name)
{
    for (size_t i = 0; i < r->tables.n; i++)
        if (str_eq(r->tables.v[i].name, name))
            return &r->tables.v[i];
    return NULL;
}

/* The structure that the rows have is made, and is the one that the backup says. */
static bool
tables_begin(struct reading *r, struct str text, struct err *e)
{
    const struct json *j;
    int64_t schema;
    const char *url =
        r->place->db ? r->place->db : arena_fmt(r->a, "%s/taizhang.db", r->place->data).p;
    if (r->target || !json_read(r->a, text, &j, NULL) ||
        !str_eq(json_get_str(j, S("format")), BACKUP_FORMAT) ||
        !json_get_int(j, S("schema"), 1, INT64_MAX, &schema) || !json_get(j, S("tables")))
        return backup_damaged(r->path, e);
    if (!copy_target_open(url, schema, &r->target, e) ||
        !copy_target_tables(r->target, r->a, &r->tables, e))
        return false;
    r->rows = arena_array(r->a, int64_t, r->tables.n + 1);
    for (const struct json *t = json_get(j, S("tables"))->child; t; t = t->next) {
        struct copy_table *have = table_find(r, json_get_str(t, S("name")));
        if (!have || !same_columns(have, json_get(t, S("columns"))))
            return backup_damaged(r->path, e);
    }
    return true;
}

static bool
value_read(struct arena *a, const struct json *j, enum copy_type type, struct val *v)
{
    struct str bytes = S("");
    int64_t i;
    switch (j->kind) {
    case JSON_NULL:
        *v = v_null();
        return true;
    case JSON_NUMBER:
        *v = v_int(0);
        if (type != COPY_INT || !str_to_i64(j->text, INT64_MIN, INT64_MAX, &i))
            return false;
        *v = v_int(i);
        return true;
    case JSON_STRING:
        *v = v_str(j->text);
        return type == COPY_TEXT;
    case JSON_OBJECT:
        if (type != COPY_BYTES || !json_get(j, S("base64")))
            return false;
        if (json_get_str(j, S("base64")).n && !base64_read(a, json_get_str(j, S("base64")), &bytes))
            return false;
        *v = v_bytes(bytes);
        return true;
    case JSON_BOOL:
    case JSON_ARRAY:
        break;
    }
    return false;
}

static bool
row_read(struct arena *a, struct str line, const struct copy_table *t, struct val *row)
{
    const struct json *j;
    size_t i = 0;
    if (!json_read(a, line, &j, NULL) || j->kind != JSON_ARRAY)
        return false;
    for (const struct json *v = j->child; v; v = v->next, i++)
        if (i == t->n || !value_read(a, v, t->columns[i].type, &row[i]))
            return false;
    return i == t->n;
}

static bool
lines_load(struct reading *r, struct copy_table *t, struct str text, struct err *e)
{
    struct arena *a = arena_open();
    struct str line;
    bool ok = true;
    while (ok && text.n) {
        size_t n = 0;
        arena_reset(a);
        struct val *rows = arena_array(a, struct val, LOAD_ROWS * t->n);
        while (ok && n < LOAD_ROWS && str_split(&text, '\n', &line)) {
            ok = row_read(a, line, t, rows + n * t->n) || backup_damaged(r->path, e);
            n++;
        }
        ok = ok && copy_target_load(r->target, t, rows, n, e);
        r->rows[t - r->tables.v] += (int64_t)n;
    }
    arena_close(a);
    return ok;
}

/* table/NAME/000001.jsonl */
static bool
chunk_load(struct reading *r, struct str name, struct err *e)
{
    struct str text, rest = name, part, table;
    struct arena *a = arena_open();
    bool ok = str_split(&rest, '/', &part) && str_split(&rest, '/', &table) && r->target;
    struct copy_table *t = ok ? table_find(r, table) : NULL;
    ok = t ? tar_read_all(r->tar, a, BACKUP_CHUNK_MAX, &text, e) && lines_load(r, t, text, e)
           : backup_damaged(r->path, e);
    arena_close(a);
    return ok;
}

static bool
files_sync(struct reading *r, struct err *e)
{
    bool ok = r->soon_n == 0 || blob_sync(r->files, r->soon, r->soon_n, e);
    r->soon_n = 0;
    return ok;
}

/* Kept under the digest that it has; a file that was damaged when it was backed up is missed by verify. */
static bool
file_load(struct reading *r, int64_t size, struct err *e)
{
    struct blob_writer *b;
    struct str bytes;
    int64_t written;
    if (!blob_open(r->files, size, &b, e))
        return false;
    for (;;) {
        if (!tar_read(r->tar, &bytes, e) || (bytes.n && !blob_add(b, bytes, e))) {
            blob_abort(b);
            return false;
        }
        if (bytes.n == 0)
            break;
    }
    if (!blob_finish_soon(b, &r->soon[r->soon_n], &written, e))
        return false;
    r->soon_n++;
    return r->soon_n < SYNC_FILES || files_sync(r, e);
}

static bool
small_load(struct reading *r, struct str name, const char *folder, struct err *e)
{
    struct str text;
    struct arena *a = arena_open();
    struct str name_kept = arena_str(a, name);
    const char *to = arena_fmt(a, "%s/%.*s", r->place->data, STR_ARG(name_kept)).p;
    bool secret = strcmp(folder, "keys") == 0;
    bool ok = tar_read_all(r->tar, a, BACKUP_MANIFEST_MAX, &text, e) &&
        dir_make(arena_fmt(a, "%s/%s", r->place->data, folder).p, e) &&
        (secret ? file_write_secret : file_write)(to, text, e);
    arena_close(a);
    return ok;
}

/* One more component behind the folder, so that nothing is written below it. */
static bool
is_in(struct str name, struct str folder)
{
    return str_starts(name, folder) && str_find_char(name, '/', folder.n) == SIZE_MAX;
}

static bool
entry_load(struct reading *r, const struct tar_entry *entry, struct err *e)
{
    struct str text;
    if (str_eq(entry->name, S("tables.json")))
        return tar_read_all(r->tar, r->a, BACKUP_MANIFEST_MAX, &text, e) &&
            tables_begin(r, text, e);
    if (str_starts(entry->name, S("table/")))
        return chunk_load(r, entry->name, e);
    if (str_starts(entry->name, S("files/")))
        return file_load(r, entry->size, e);
    if (is_in(entry->name, S("keys/")))
        return small_load(r, entry->name, "keys", e);
    if (is_in(entry->name, S("packs/")))
        return small_load(r, entry->name, "packs", e);
    return str_eq(entry->name, S("manifest.json")) || backup_damaged(r->path, e);
}

/* As many rows in each table as the manifest says. */
static bool
rows_agree(struct reading *r, const struct backup_manifest *m, struct err *e)
{
    for (const struct json *j = m->tables->child; j; j = j->next) {
        const struct copy_table *t = table_find(r, json_get_str(j, S("name")));
        int64_t rows;
        if (!t || !json_get_int(j, S("rows"), 0, INT64_MAX, &rows) ||
            rows != r->rows[t - r->tables.v])
            return backup_damaged(r->path, e);
    }
    return true;
}

static bool
load(struct reading *r, const struct backup_manifest *m, struct err *e)
{
    struct tar_entry entry;
    bool more = true;
    while (more) {
        if (!tar_next(r->tar, &entry, &more, e) || (more && !entry_load(r, &entry, e)))
            return false;
    }
    if (!r->target)
        return backup_damaged(r->path, e);
    if (!files_sync(r, e) || !rows_agree(r, m, e))
        return false;
    bool ok = copy_target_finish(r->target, e);
    r->target = NULL;
    return ok;
}

static bool
is_empty(struct arena *a, const char *data, bool *there, struct err *e)
{
    struct str *names;
    size_t n;
    *there = file_exists(data);
    if (!dir_names(a, data, S(""), &names, &n, e))
        return false;
    return n == 0 ||
        err_set(e, ERR_CONFLICT, tr("文件夹“%s”不是空的，没有动它。请换一个空的文件夹。"), data);
}

static bool
restore(const char *path, const struct restore_place *place, struct arena *a,
    struct backup_manifest *m, struct err *e)
{
    bool there;
    struct reading *r = arena_new(a, struct reading);
    *r = (struct reading){
        .path = path, .place = place, .a = a, .files = arena_fmt(a, "%s/files", place->data).p};
    if (!is_empty(a, place->data, &there, e) || !backup_manifest_read(path, a, m, e) ||
        !dir_make(place->data, e) || !tar_open(path, &r->tar, e))
        return false;
    bool ok = load(r, m, e);
    tar_close(r->tar);
    copy_target_abort(r->target);
    if (ok)
        return true;
    struct err why = *e, swept;
    if (!dir_remove(place->data, &swept) || (there && !dir_make(place->data, &swept)))
        (void)err_set(e, why.code, "%s %s", why.text, swept.text);
    return false;
}

bool
backup_restore(
    const char *path, const struct restore_place *place, struct backup_numbers *n, struct err *e)
{
    struct backup_manifest m = {.schema = 0};
    struct arena *a = arena_open();
    bool ok = restore(path, place, a, &m, e);
    *n = m.n;
    arena_close(a);
    return ok;
}
