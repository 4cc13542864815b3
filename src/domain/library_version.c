/* A document's row, its versions and what they are made of. */
#include "domain/library_int.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "store/store.h"

#include <stdlib.h>

enum {
    FOLDER_MAX = 200, /* characters */
    FOLDER_DEPTH = 12,
    TAG_MAX = 30,
    TAGS_MAX = 50
};

bool
library_org_get(struct work *w, int64_t id, struct library_org *org, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_LIBRARY_ORG, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *org = (struct library_org){id, stmt_int(s, 0), stmt_text(s, 1, w->arena), stmt_date(s, 2)};
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这个组织，或者您无权查看。"));
    return step == STEP_ROW;
}

static void
row_read(const struct stmt *s, struct arena *a, struct library_doc *d)
{
    *d = (struct library_doc){.id = stmt_int(s, 0),
        .root_id = stmt_int(s, 1),
        .org_id = stmt_int(s, 2),
        .version = stmt_int(s, 3),
        .lock = (enum search_lock)stmt_int(s, 4),
        .org_name = stmt_text(s, 5, a),
        .name = stmt_text(s, 6, a),
        .path = stmt_text(s, 7, a),
        .folder = stmt_text(s, 8, a),
        .digest = stmt_text(s, 9, a),
        .format = stmt_text(s, 10, a),
        .size = stmt_int(s, 11),
        .state = (enum library_state)stmt_int(s, 12),
        .why = stmt_text(s, 13, a),
        .title = stmt_text(s, 14, a),
        .issuer = stmt_text(s, 16, a),
        .place = stmt_text(s, 17, a),
        .doc_number = stmt_text(s, 18, a),
        .dated = stmt_date(s, 19),
        .year = (int)stmt_int(s, 20),
        .same_as = stmt_int(s, 21),
        .alike = stmt_int(s, 22),
        .alike_per_mille = (int)stmt_int(s, 23),
        .points = stmt_int(s, 24),
        .cuts = stmt_int(s, 25),
        .added_ms = stmt_int(s, 26),
        .pages = stmt_int(s, 27),
        .batch_id = stmt_int(s, 28),
        .added_by = stmt_text(s, 29, a),
        .removed = !stmt_null(s, 30),
        .removed_why = stmt_text(s, 31, a)};
}

bool
library_load(
    struct work *w, int64_t id, struct library_doc *d, enum library_title_by *by, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_LIBRARY_ROW, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        row_read(s, w->arena, d);
        if (by)
            *by = (enum library_title_by)stmt_int(s, 15);
    }
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(
            e, ERR_NOT_FOUND, tr("素材库里没有编号 %lld 的文件，或者您无权查看。"), (long long)id);
    return step == STEP_ROW;
}

bool
library_tags_read(struct work *w, struct library_doc *d, struct err *e)
{
    struct {
        struct str *v;
        size_t n;
    } tags = {NULL, 0};

    struct stmt *s;
    if (!stmt_open(w->db, SQL_LIBRARY_TAGS_OF, VALS(v_int(d->id)), &s, e))
        return false;
    stmt_each (s, e) {
        LIST_ADD(w->arena, &tags, stmt_text(s, 0, w->arena));
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    d->tags = tags.v;
    d->tags_n = tags.n;
    return ok;
}

bool
library_tags_write(
    struct work *w, const struct library_doc *d, const struct str *tags, size_t n, struct err *e)
{
    for (size_t i = 0; i < n; i++)
        if (!db_run(w->db, SQL_LIBRARY_TAG_ADD,
                VALS(v_int(d->id), v_str(tags[i]), v_int(d->root_id), v_int(d->org_id)), NULL, e))
            return false;
    return true;
}

/* ---- folders and tags as typed ---- */
struct str
library_folder_clean(struct arena *a, struct str folder)
{
    struct str label = str_empty(str_trim(folder)) ? S("") : library_label(a, folder), part;
    if (str_eq(label, S("_")))
        return S("");
    size_t depth = 0, end = 0, points = 0;
    for (struct str rest = label; depth < FOLDER_DEPTH && str_split(&rest, '/', &part); depth++) {
        points += utf8_count(part) + 1;
        if (points > FOLDER_MAX + 1)
            break;
        end = (size_t)(part.p - label.p) + part.n;
    }
    return str_slice(label, 0, end);
}

bool
library_folder_check(struct arena *a, struct str *folder, struct err *e)
{
    if (!check_line(*folder, "folder", tr("目录"), 0, FOLDER_MAX, e))
        return false;
    *folder = library_folder_clean(a, *folder);
    return true;
}

static int
by_bytes(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

bool
library_tags_check(
    struct arena *a, struct str *tags, size_t n, struct str **clean, size_t *clean_n, struct err *e)
{
    struct str *list = arena_array(a, struct str, n);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        struct str tag = str_trim(tags[i]);
        if (str_empty(tag))
            continue;
        if (!check_line(tag, "tags", tr("标签"), 1, TAG_MAX, e))
            return false;
        list[kept++] = tag;
    }
    if (kept)
        qsort(list, kept, sizeof(*list), by_bytes);
    size_t m = 0;
    for (size_t i = 0; i < kept; i++)
        if (i == 0 || !str_eq(list[i], list[m - 1]))
            list[m++] = list[i];
    if (m > TAGS_MAX)
        return err_field(e, "tags", tr("一份文件最多加 %d 个标签。"), (int)TAGS_MAX);
    *clean = list;
    *clean_n = m;
    return true;
}

/* ---- versions ---- */
static void
put_strs(struct json_out *j, struct str key, const struct str *v, size_t n)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_str(j, v[i]);
    json_array_end(j);
}

/* Keys in order of bytes, no blanks. */
struct str
library_snapshot(struct arena *a, const struct library_doc *d, const struct library_cut_rows *cuts)
{
    struct out o;
    out_init(&o, 1 << 20);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("dated"), str_from(date_format(d->dated).z));
    json_field_str(&j, S("digest"), d->digest);
    json_field_str(&j, S("doc_number"), d->doc_number);
    json_field_str(&j, S("folder"), d->folder);
    json_field_str(&j, S("format"), d->format);
    json_field_int(&j, S("id"), d->id);
    json_field_str(&j, S("issuer"), d->issuer);
    json_key(&j, S("kept"));
    json_array(&j);
    for (size_t i = 0; cuts && i < cuts->n; i++)
        if (cuts->v[i].kept)
            json_int(&j, cuts->v[i].n);
    json_array_end(&j);
    json_field_str(&j, S("lock"), library_lock_code(d->lock));
    json_field_str(&j, S("name"), d->name);
    json_field_int(&j, S("org"), d->org_id);
    json_field_str(&j, S("path"), d->path);
    json_field_str(&j, S("place"), d->place);
    json_field_bool(&j, S("removed"), d->removed);
    json_field_int(&j, S("size"), d->size);
    json_field_str(&j, S("state"), library_state_code(d->state));
    put_strs(&j, S("tags"), d->tags, d->tags_n);
    json_field_str(&j, S("title"), d->title);
    json_field_int(&j, S("version"), d->version);
    json_field_int(&j, S("year"), d->year);
    json_object_end(&j);
    BUG_ON(o.overflow, "a version that is too long");
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

bool
library_keep_version(
    struct work *w, const struct library_doc *d, const char *what, struct str why, struct err *e)
{
    struct library_cut_rows cuts = {NULL, 0};
    struct hex_text digest;
    if (d->version > 1 && d->cuts > 0 && !library_cut_rows(w, d->id, &cuts, e))
        return false;
    struct str json = library_snapshot(w->arena, d, &cuts);
    struct journal_entry entry = {.root_id = d->root_id,
        .org_id = d->org_id,
        .what = str_from(what),
        .object = S("library"),
        .object_id = d->id,
        .version = d->version,
        .why = why,
        .snapshot = json};
    return journal_append(w, &entry, &digest, e) &&
        db_run(w->db, SQL_LIBRARY_VERSION_ADD,
            VALS(v_int(d->id), v_int(d->version), v_int(d->root_id), v_int(w->now_ms),
                v_ref(w->actor.account), v_str(w->actor.name), v_str(why), v_str(json),
                v_str(str_from(digest.z))),
            NULL, e);
}

/* ---- residue rows ---- */
bool
residue_parse(struct str code, enum residue_kind *kind)
{
    for (int k = RESIDUE_MARKER; k <= RESIDUE_TRUNCATED; k++)
        if (str_eq(residue_code((enum residue_kind)k), code)) {
            *kind = (enum residue_kind)k;
            return true;
        }
    return false;
}

static void
around_read(struct arena *a, struct str json, struct library_cut_row *row)
{
    const struct json *both;
    struct err e;
    if (!json_read(a, json, &both, &e) || both->kind != JSON_ARRAY || !both->child)
        return;
    row->before = both->child->text;
    if (both->child->next)
        row->after = both->child->next->text;
}

bool
library_cut_row(struct arena *a, const struct stmt *s, int col, struct library_cut_row *row)
{
    *row = (struct library_cut_row){.n = (int)stmt_int(s, col),
        .cut = stmt_int(s, col + 2) != 0,
        .kept = stmt_int(s, col + 3) != 0,
        .text = stmt_text(s, col + 4, a)};
    around_read(a, stmt_str(s, col + 5), row);
    return residue_parse(stmt_str(s, col + 1), &row->kind);
}

bool
library_cut_rows(struct work *w, int64_t doc_id, struct library_cut_rows *rows, struct err *e)
{
    struct stmt *s;
    *rows = (struct library_cut_rows){NULL, 0};
    if (!stmt_open(w->db, SQL_LIBRARY_CUTS_OF, VALS(v_int(doc_id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct library_cut_row row;
        if (!library_cut_row(w->arena, s, 0, &row))
            continue;
        row.start = (size_t)stmt_int(s, 6);
        LIST_ADD(w->arena, rows, row);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}
