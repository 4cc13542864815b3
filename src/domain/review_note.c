/* Answers to findings, the texts that were given to be checked, and the reports that were sent. */
#include "domain/review_note.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org.h"
#include "domain/org_int.h"
#include "domain/report_keep.h"
#include "domain/review_note_int.h"
#include "domain/right_int.h"
#include "store/store.h"

enum {
    SNAPSHOT_MAX = 4 << 20,
    QUOTE_KEPT =
        1000, /* characters of a long passage that the history keeps; the key is of all of it */
    LIST_MAX = 1000
};

/* ---- reading ---- */

static bool
note_read(struct work *w, struct str snapshot, struct review_note *n, struct err *e)
{
    const struct json *root;
    if (!json_read(w->arena, arena_str(w->arena, snapshot), &root, e))
        return false;
    n->quote = json_get_str(root, S("quote"));
    n->why = json_get_str(root, S("why"));
    n->fact = json_get_str(root, S("fact"));
    return true;
}

bool
review_notes_of(struct work *w, int64_t org_id, int year, struct review_notes *notes, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    *notes = (struct review_notes){0};
    if (!stmt_open(w->db, SQL_REVIEW_NOTE_LIST, VALS(v_int(org_id), v_int(year)), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct review_note n = {.finding = stmt_text(s, 0, w->arena),
            .id = stmt_int(s, 1),
            .version = stmt_int(s, 2),
            .at_ms = stmt_int(s, 3),
            .actor = stmt_text(s, 4, w->arena),
            .note = stmt_text(s, 5, w->arena)};
        ok = note_read(w, stmt_str(s, 6), &n, e);
        LIST_ADD(w->arena, notes, n);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
review_note_versions(struct work *w, int64_t org_id, int year, struct str finding,
    struct review_notes *list, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    *list = (struct review_notes){0};
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_REVIEW_NOTE_VERSIONS,
            VALS(v_int(org_id), v_int(year), v_str(finding)), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct review_note n = {.finding = finding,
            .version = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .actor = stmt_text(s, 2, w->arena),
            .note = stmt_text(s, 3, w->arena)};
        ok = note_read(w, stmt_str(s, 4), &n, e);
        LIST_ADD(w->arena, list, n);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* ---- answering ---- */

bool
review_note_may(struct work *w, int64_t org_id)
{
    return right_has(w, org_id, RIGHT_WRITE) || right_has(w, org_id, RIGHT_ACCEPT);
}

/* Known to whoever may read; refused by the right that he comes nearest to. */
static bool
may_answer(struct work *w, int64_t org_id, struct err *e)
{
    return right_check(w, org_id, RIGHT_READ, e) &&
        (review_note_may(w, org_id) || right_check(w, org_id, RIGHT_WRITE, e));
}

static struct str
snapshot(struct work *w, const struct review_answer *a, struct str note)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    const struct review_item *item = a->item;
    json_object(&j);
    json_field_str(&j, S("fact"), item->fact);
    json_field_str(&j, S("finding"), item->key);
    json_field_str(&j, S("kind"), item->kind);
    json_field_str(&j, S("note"), note);
    json_field_int(&j, S("org"), a->org_id);
    json_field_str(&j, S("quote"), utf8_head(item->quote, QUOTE_KEPT));
    json_field_str(&j, S("why"), item->why);
    json_field_int(&j, S("year"), a->year);
    json_object_end(&j);
    BUG_ON(o.overflow, "a finding's words are bounded");
    struct str s = arena_str(w->arena, out_str(&o));
    out_release(&o);
    return s;
}

struct noting {
    int64_t id, version; /* as it will be */
    int64_t root_id;
};

static bool
note_at(struct work *w, const struct review_answer *a, struct noting *n, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_REVIEW_NOTE_FIND,
            VALS(v_int(a->org_id), v_int(a->year), v_str(a->item->key)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW) {
        n->id = stmt_int(s, 0);
        n->version = stmt_int(s, 1);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    if (ok && n->version != a->version)
        return err_set(e, ERR_CONFLICT, "%s", tr("这一处在您打开之后有人答复过，请看过之后再写。"));
    return ok;
}

static bool
note_keep(struct work *w, const struct review_answer *a, struct noting *n, struct err *e)
{
    if (n->version++)
        return db_run(w->db, SQL_REVIEW_NOTE_MARK, VALS(v_int(n->id), v_int(n->version)), NULL, e);
    return db_new_id(w->db, &n->id, e) &&
        db_run(w->db, SQL_REVIEW_NOTE_ADD,
            VALS(v_int(n->id), v_int(n->root_id), v_int(a->org_id), v_int(a->year),
                v_str(a->item->key)),
            NULL, e);
}

bool
review_note_write(struct work *w, const struct review_answer *a, struct err *e)
{
    struct noting n = {0};
    struct org org;
    struct hex_text digest;
    struct str note = str_trim(a->note);
    if (!may_answer(w, a->org_id, e) || !org_get(w, a->org_id, &org, e) || !note_at(w, a, &n, e) ||
        !check_text(note, "note", tr("答复"), n.version ? 0 : 1, REVIEW_NOTE_MAX, e))
        return false;
    n.root_id = org.root_id;
    if (!note_keep(w, a, &n, e))
        return false;
    struct journal_entry entry = {.root_id = n.root_id,
        .org_id = a->org_id,
        .what = note.n ? S("review.note") : S("review.unnote"),
        .object = S("review_note"),
        .object_id = n.id,
        .version = n.version,
        .snapshot = snapshot(w, a, note)};
    return journal_append(w, &entry, &digest, e) &&
        db_run(w->db, SQL_REVIEW_NOTE_VERSION_ADD,
            VALS(v_int(n.id), v_int(n.version), v_int(n.root_id), v_int(w->now_ms),
                v_ref(w->actor.account), v_str(w->actor.name), v_str(note), v_str(entry.snapshot),
                v_str(str_from(digest.z))),
            NULL, e);
}

/* ---- texts given to be checked ---- */

bool
review_file_add(struct work *w, struct review_file *file, struct err *e)
{
    struct org org;
    if (!may_answer(w, file->org_id, e) || !org_get(w, file->org_id, &org, e) ||
        !check_line(file->name, "file", tr("文件名"), 1, REVIEW_FILE_NAME, e) ||
        !check_text(file->text, "file", tr("正文"), 0, REPORT_TEXT_MAX, e) ||
        !db_new_id(w->db, &file->id, e))
        return false;
    file->at_ms = w->now_ms;
    file->actor = w->actor.name;
    return db_run(w->db, SQL_REVIEW_FILE_ADD,
               VALS(v_int(file->id), v_int(org.root_id), v_int(org.id), v_int(file->year),
                   v_int(w->now_ms), v_ref(w->actor.account), v_str(w->actor.name),
                   v_str(file->name), v_str(file->text)),
               NULL, e) &&
        db_run(w->db, SQL_REVIEW_FILE_TRIM, VALS(v_int(org.id), v_int(REVIEW_FILES_KEPT)), NULL, e);
}

bool
review_file_list(struct work *w, int64_t org_id, struct review_files *list, struct err *e)
{
    struct stmt *s;
    *list = (struct review_files){0};
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_REVIEW_FILE_LIST, VALS(v_int(org_id)), &s, e))
        return false;
    while (stmt_step(s, e) == STEP_ROW) {
        struct review_file f = {.id = stmt_int(s, 0),
            .org_id = org_id,
            .year = (int)stmt_int(s, 1),
            .at_ms = stmt_int(s, 2),
            .actor = stmt_text(s, 3, w->arena),
            .name = stmt_text(s, 4, w->arena)};
        LIST_ADD(w->arena, list, f);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
review_file_get(struct work *w, int64_t id, struct review_file *file, struct err *e)
{
    struct stmt *s;
    *file = (struct review_file){.id = id};
    if (!stmt_open(w->db, SQL_REVIEW_FILE_GET, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        file->org_id = stmt_int(s, 0);
        file->year = (int)stmt_int(s, 1);
        file->at_ms = stmt_int(s, 2);
        file->actor = stmt_text(s, 3, w->arena);
        file->name = stmt_text(s, 4, w->arena);
        file->text = stmt_text(s, 5, w->arena);
    }
    stmt_close(s);
    if (step == STEP_ERROR)
        return false;
    if (step == STEP_DONE || !right_has(w, file->org_id, RIGHT_READ))
        return err_set(
            e, ERR_NOT_FOUND, "%s", tr("这份材料不在了：只留最近核对的几份。请重新选择文件核对。"));
    return true;
}

bool
review_file_drop(struct work *w, int64_t id, struct err *e)
{
    struct review_file file;
    return review_file_get(w, id, &file, e) && may_answer(w, file.org_id, e) &&
        db_run(w->db, SQL_REVIEW_FILE_DROP, VALS(v_int(id)), NULL, e);
}

/* ---- many at once ---- */

bool
review_sent_list(
    struct work *w, const struct review_sent_filter *f, struct review_sents *list, struct err *e)
{
    struct org_place org;
    struct stmt *s;
    bool found;
    *list = (struct review_sents){0};
    BUG_ON(f->limit < 1 || f->limit > LIST_MAX, "a list has 1 … 1000 lines");
    if (!right_check(w, f->org_id, RIGHT_READ, e) || !org_place(w, f->org_id, &org, e))
        return false;
    struct str from = arena_str(w->arena, org.path), to = org_path_end(w->arena, from);
    if (!db_get_int(w->db, SQL_REVIEW_SENT_COUNT, VALS(v_str(from), v_str(to), v_int(f->year)),
            &list->total, &found, e) ||
        !stmt_open(w->db, SQL_REVIEW_SENT_LIST,
            VALS(v_str(from), v_str(to), v_int(f->year), v_int((int64_t)f->limit),
                v_int((int64_t)f->offset)),
            &s, e))
        return false;
    while (stmt_step(s, e) == STEP_ROW) {
        struct review_sent one = {stmt_int(s, 0), stmt_text(s, 1, w->arena), stmt_int(s, 2)};
        LIST_ADD(w->arena, list, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
review_sent_check(struct work *w, const struct review_sent *sent, int year,
    struct review_items *items, struct err *e)
{
    struct work own = *w;
    struct report_content c;
    const struct report_at at = {sent->org_id, year, sent->version};
    own.arena = arena_open();
    own.grants = NULL;
    bool ok = report_content(&own, &at, &c, e);
    struct str text = ok ? c.text : S("");
    ok = ok && review_check(w, sent->org_id, year, text, items, e);
    arena_close(own.arena);
    return ok;
}
