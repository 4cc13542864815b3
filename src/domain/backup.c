#include "domain/backup_int.h"

#include "base/file.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/sign.h"
#include "domain/house_int.h"
#include "domain/journal.h"
#include "domain/journal_tree.h"
#include "domain/org.h"
#include "store/store.h"

enum {
    PAGE = 200
};

struct writing {
    struct work *w;
    struct tar_out *tar;
    struct backup_numbers *n;
    const struct backup_progress *progress;
    struct copy_tables tables;
    int64_t *rows; /* of each table */
    struct out chunk;
    struct err *e;
};

struct str
backup_type_code(enum copy_type type)
{
    static const struct str CODES[] = {str_lit("int"), str_lit("text"), str_lit("bytes")};
    return CODES[type];
}

static void
told(struct writing *b)
{
    if (b->progress)
        b->progress->tell(b->progress->arg, tar_size(b->tar));
}

/* ---- rows ---- */

static void
put_value(struct json_out *j, const struct stmt *s, int col, enum copy_type type)
{
    if (stmt_null(s, col)) {
        json_null(j);
    } else if (type == COPY_INT) {
        json_int(j, stmt_int(s, col));
    } else if (type == COPY_TEXT) {
        json_str(j, stmt_str(s, col));
    } else {
        struct out text;
        struct str bytes = stmt_str(s, col);
        out_init(&text, bytes.n / 3 * 4 + 8);
        base64_put(&text, bytes);
        json_object(j);
        json_field_str(j, S("base64"), out_str(&text));
        json_object_end(j);
        out_release(&text);
    }
}

static void
put_row(struct writing *b, const struct copy_table *t, const struct stmt *s)
{
    struct json_out j = json_begin(&b->chunk);
    json_array(&j);
    for (size_t i = 0; i < t->n; i++)
        put_value(&j, s, (int)i, t->columns[i].type);
    json_array_end(&j);
    out_char(&b->chunk, '\n');
}

static bool
chunk_end(struct writing *b, const struct copy_table *t, int *number)
{
    char name[TAR_NAME + 1];
    struct str s;
    if (b->chunk.n == 0)
        return true;
    if (b->chunk.overflow)
        return err_set(b->e, ERR_LIMIT, tr("表 %.*s 里有一行太长，没有备份成。"), STR_ARG(t->name));
    struct arena *a = arena_open();
    s = arena_fmt(a, "table/%.*s/%06d.jsonl", STR_ARG(t->name), ++*number);
    bool ok = s.n <= sizeof(name) && tar_add(b->tar, s, out_str(&b->chunk), b->e);
    arena_close(a);
    out_clear(&b->chunk);
    told(b);
    return ok;
}

/* The key of the current row, by which the next page begins. */
static void
key_keep(const struct copy_table *t, const struct stmt *s, struct arena *a, struct val *after)
{
    arena_reset(a);
    for (size_t i = 0; i < t->n; i++) {
        const struct copy_column *c = &t->columns[i];
        if (c->key == 0)
            continue;
        struct val *v = &after[c->key - 1];
        if (c->type == COPY_INT)
            *v = v_int(stmt_int(s, (int)i));
        else if (c->type == COPY_TEXT)
            *v = v_str(stmt_text(s, (int)i, a));
        else
            *v = v_bytes(stmt_text(s, (int)i, a));
    }
}

static bool
page_write(struct writing *b, size_t table, struct arena *keys, struct val *after, bool *more)
{
    struct stmt *s;
    const struct copy_table *t = &b->tables.v[table];
    int64_t n = 0;
    if (!copy_rows(b->w->db, t, *more ? after : NULL, PAGE, &s, b->e))
        return false;
    stmt_each (s, b->e) {
        put_row(b, t, s);
        if (++n == PAGE)
            key_keep(t, s, keys, after);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    b->rows[table] += n;
    *more = n == PAGE;
    return !failed;
}

static bool
table_write(struct writing *b, size_t table)
{
    int number = 0;
    const struct copy_table *t = &b->tables.v[table];
    struct arena *keys = arena_open();
    struct val *after = arena_array(b->w->arena, struct val, copy_key_columns(t) + 1);
    bool more = false, ok = true;
    do {
        ok = page_write(b, table, keys, after, &more) &&
            (b->chunk.n < BACKUP_CHUNK || chunk_end(b, t, &number));
    } while (ok && more);
    ok = ok && chunk_end(b, t, &number);
    arena_close(keys);
    b->n->rows += b->rows[table];
    return ok;
}

static bool
tables_write(struct writing *b)
{
    struct out o;
    struct json_out j;
    int64_t schema;
    if (!store_version(b->w->house->store, &schema, b->e))
        return false;
    out_init(&o, BACKUP_MANIFEST_MAX);
    j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("format"), BACKUP_FORMAT);
    json_field_int(&j, S("schema"), schema);
    json_key(&j, S("tables"));
    json_array(&j);
    for (size_t i = 0; i < b->tables.n; i++) {
        const struct copy_table *t = &b->tables.v[i];
        json_object(&j);
        json_field_str(&j, S("name"), t->name);
        json_key(&j, S("columns"));
        json_array(&j);
        for (size_t k = 0; k < t->n; k++) {
            json_array(&j);
            json_str(&j, t->columns[k].name);
            json_str(&j, backup_type_code(t->columns[k].type));
            json_array_end(&j);
        }
        json_array_end(&j);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_object_end(&j);
    out_char(&o, '\n');
    bool ok = tar_add(b->tar, S("tables.json"), out_str(&o), b->e);
    out_release(&o);
    for (size_t i = 0; ok && i < b->tables.n; i++)
        ok = table_write(b, i);
    b->n->tables = (int64_t)b->tables.n;
    return ok;
}

/* ---- files ---- */

static bool
files_write(struct writing *b)
{
    bool ok = true;
    for (int i = 0; ok && i < 256; i++) {
        struct arena *a = arena_open();
        struct str *names;
        size_t n;
        const char *folder = arena_fmt(a, "%s/%02x", house_files(b->w->house), i).p;
        ok = dir_names(a, folder, S(""), &names, &n, b->e);
        for (size_t k = 0; ok && k < n; k++) {
            struct sha256 want, is;
            if (!sha256_from_hex(arena_fmt(a, "%02x%.*s", i, STR_ARG(names[k])), &want))
                continue; /* not one of ours */
            ok = tar_add_file(b->tar, arena_fmt(a, "files/%02x/%.*s", i, STR_ARG(names[k])),
                arena_fmt(a, "%s/%.*s", folder, STR_ARG(names[k])).p, &is, b->e);
            b->n->files++;
            b->n->damaged += ok && memcmp(&want, &is, sizeof(is)) != 0;
            told(b);
        }
        arena_close(a);
    }
    return ok;
}

/* keys/ and packs/ */
static bool
folder_write(struct writing *b, const char *what, struct str ending)
{
    struct str *names;
    size_t n;
    struct arena *a = b->w->arena;
    const char *folder = arena_fmt(a, "%s/%s", house_data(b->w->house), what).p;
    if (!dir_names(a, folder, ending, &names, &n, b->e))
        return false;
    for (size_t i = 0; i < n; i++) {
        struct str name = arena_fmt(a, "%s/%.*s", what, STR_ARG(names[i]));
        if (name.n > TAR_NAME)
            return err_set(b->e, ERR_LIMIT, tr("文件名太长，备份不了：%s/%.*s。请改短后再备份。"),
                folder, STR_ARG(names[i]));
        if (!tar_add_file(
                b->tar, name, arena_fmt(a, "%s/%.*s", folder, STR_ARG(names[i])).p, NULL, b->e))
            return false;
    }
    return true;
}

/* ---- the whole ---- */

static bool
manifest_write(struct writing *b)
{
    struct out o;
    struct sha256 before = tar_digest(b->tar);
    out_init(&o, BACKUP_MANIFEST_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("format"), BACKUP_FORMAT);
    json_field_int(&j, S("at_ms"), b->n->at_ms);
    json_field_int(&j, S("entries"), b->n->entries);
    json_field_str(&j, S("root"), str_from(sha256_hex(b->n->root).z));
    json_key(&j, S("tables"));
    json_array(&j);
    for (size_t i = 0; i < b->tables.n; i++) {
        json_object(&j);
        json_field_str(&j, S("name"), b->tables.v[i].name);
        json_field_int(&j, S("rows"), b->rows[i]);
        json_object_end(&j);
    }
    json_array_end(&j);
    json_field_int(&j, S("files"), b->n->files);
    json_field_int(&j, S("damaged"), b->n->damaged);
    json_field_str(&j, S("sha256"), str_from(sha256_hex(before).z));
    json_object_end(&j);
    out_char(&o, '\n');
    bool ok = tar_add(b->tar, S("manifest.json"), out_str(&o), b->e);
    out_release(&o);
    return ok;
}

static bool
database_write(struct writing *b)
{
    struct tree_reader *t;
    struct work *w = b->w;
    if (!tree_reader_open(w, &t, b->e) || !copy_tables(w->db, w->arena, &b->tables, b->e))
        return false;
    struct tlog_source source = tree_source(t);
    b->n->at_ms = w->now_ms;
    b->n->entries = tree_size(t);
    b->rows = arena_array(w->arena, int64_t, b->tables.n + 1);
    return tlog_root_of(&source, b->n->entries, &b->n->root, b->e) && tables_write(b);
}

/* Files never change and never go: those of the snapshot are all there after it has ended, which is as short as it can be. */
static bool
write_all(struct writing *b, struct reader *reader, struct work *w)
{
    struct actor actor = actor_system();
    struct arena *a = arena_open();
    bool ok = work_begin(reader, a, &actor, w, b->e);
    if (ok) {
        b->w = w;
        ok = database_write(b);
        work_end(w);
    }
    ok = ok && files_write(b) && folder_write(b, "keys", S(".key")) &&
        folder_write(b, "packs", S(".yaml")) && manifest_write(b);
    arena_close(a);
    return ok;
}

struct noting {
    enum backup_what what;
    struct backup_run run;
};

static bool
note(struct work *w, void *arg, struct err *e)
{
    const struct noting *note = arg;
    const struct backup_run *r = &note->run;
    struct orgs roots;
    int64_t id;
    struct str digest = str_from(arena_cstr(w->arena, str_from(sha256_hex(r->digest).z)));
    if (!db_new_id(w->db, &id, e) ||
        !db_run(w->db, SQL_BACKUP_RUN_ADD,
            VALS(v_int(id), v_str(backup_what_code(note->what)), v_int(r->at_ms), v_int(r->took_ms),
                v_int(r->entries), v_int(r->bytes), v_int(r->faults), v_str(r->file),
                v_str(digest)),
            NULL, e) ||
        !org_roots(w, &roots, e))
        return false;
    if (roots.n == 0)
        return true;
    struct journal_entry entry = {.root_id = roots.v[0].id,
        .org_id = roots.v[0].id,
        .what = note->what == BACKUP_RUN ? S("backup.make") : S("backup.rehearse"),
        .object = S("backup"),
        .object_id = id,
        .why = r->file,
        .snapshot = digest};
    return journal_append(w, &entry, NULL, e);
}

bool
backup_note(struct house *house, enum backup_what what, const char *path,
    const struct backup_numbers *n, int64_t faults, struct err *e)
{
    struct actor actor = actor_system();
    struct arena *a = arena_open();
    struct noting noting = {what,
        {.at_ms = n->at_ms,
            .took_ms = n->took_ms,
            .entries = n->entries,
            .bytes = n->bytes,
            .faults = faults,
            .file = str_from(path),
            .digest = n->digest}};
    bool ok = house_write(house, a, &actor, note, &noting, e);
    arena_close(a);
    return ok;
}

bool
backup_make(struct house *house, const char *path, const struct backup_progress *progress,
    struct backup_numbers *n, struct err *e)
{
    struct reader *reader;
    struct work w;
    int64_t from = clock_now_ms(&house->clock);
    struct writing b = {.n = n, .progress = progress, .e = e};
    *n = (struct backup_numbers){.at_ms = 0};
    if (!reader_open(house, &reader, e))
        return false;
    if (!tar_create(path, &b.tar, e)) {
        reader_close(reader);
        return false;
    }
    out_init(&b.chunk, BACKUP_CHUNK_MAX);
    bool ok = write_all(&b, reader, &w);
    if (ok)
        ok = tar_finish(b.tar, &n->digest, &n->bytes, e);
    else
        tar_abort(b.tar);
    out_release(&b.chunk);
    reader_close(reader);
    n->took_ms = clock_now_ms(&house->clock) - from;
    return ok && backup_note(house, BACKUP_RUN, path, n, n->damaged, e);
}
