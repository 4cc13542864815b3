/* Comments on a written report: kept as they were made; only whether they are dealt with changes. */
#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/report_keep.h"
#include "domain/report_text_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    QUOTE_MAX = 200,
    SNAPSHOT_MAX = 64 << 10
};

/* ---- where the quoted words stand ---- */

static struct str
printed_section(struct arena *a, const struct report_draft *d, size_t section)
{
    struct {
        struct report_block *v;
        size_t n;
    } blocks = {NULL, 0};

    for (size_t i = 1; i < d->blocks_n; i++)
        if (d->blocks[i].section == section)
            LIST_ADD(a, &blocks, d->blocks[i]);
    const struct report_draft one = {.blocks = blocks.v, .blocks_n = blocks.n};
    return report_plain(a, &one);
}

static bool
stands_in(struct arena *a, const struct report_section *s, const struct report_draft *d,
    size_t section, struct str quote)
{
    return str_find(s->text, quote, 0) != SIZE_MAX || str_find(s->title, quote, 0) != SIZE_MAX ||
        str_find(printed_section(a, d, section), quote, 0) != SIZE_MAX;
}

static bool
find_quote(struct arena *a, const struct report_text *text, const struct report_draft *d,
    struct str quote, size_t *section)
{
    for (size_t i = 0; quote.n && i < text->sections_n; i++)
        if (stands_in(a, &text->sections[i], d, i, quote)) {
            *section = i;
            return true;
        }
    return false;
}

/* ---- reading ---- */

static bool
list_comments(struct work *w, int64_t text_id, struct report_comments *list, struct err *e)
{
    struct stmt *s;
    struct arena *a = w->arena;
    if (!stmt_open(w->db, SQL_REPORT_COMMENT_LIST, VALS(v_int(text_id), v_int(REPORT_COMMENTS_MAX)),
            &s, e))
        return false;
    stmt_each (s, e) {
        struct report_comment c = {.id = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .actor = stmt_text(s, 2, a),
            .quote = stmt_text(s, 3, a),
            .text = stmt_text(s, 4, a),
            .version = stmt_int(s, 5),
            .closed = !stmt_null(s, 6),
            .closed_ms = stmt_int(s, 6),
            .closed_by = stmt_text(s, 7, a)};
        LIST_ADD(a, list, c);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
report_comments(struct work *w, const struct report_key *key, const struct report_text *text,
    struct report_comments *list, struct err *e)
{
    struct report_draft draft;
    *list = (struct report_comments){NULL, 0};
    if (!right_check(w, key->org_id, RIGHT_WRITE, e) || !report_written(w, key, &draft, e))
        return false;
    if (text->id == 0)
        return true;
    if (!list_comments(w, text->id, list, e))
        return false;
    for (size_t i = 0; i < list->n; i++) {
        struct report_comment *c = &list->v[i];
        c->placed = find_quote(w->arena, text, &draft, c->quote, &c->section);
    }
    return true;
}

/* ---- writing ---- */

struct told {
    int64_t root_id, org_id, id, version;
    struct str quote, text;
    bool closed;
    const char *what;
};

struct str
report_comment_json(struct arena *a, struct str quote, struct str text, bool closed)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_bool(&j, S("closed"), closed);
    json_field_str(&j, S("comment"), text);
    json_field_str(&j, S("quote"), quote);
    json_object_end(&j);
    BUG_ON(o.overflow, "a comment's bounds are checked before it is written down");
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static bool
tell(struct work *w, const struct told *t, struct err *e)
{
    struct journal_entry entry = {.root_id = t->root_id,
        .org_id = t->org_id,
        .what = str_from(t->what),
        .object = S("report_comment"),
        .object_id = t->id,
        .version = t->version,
        .snapshot = report_comment_json(w->arena, t->quote, t->text, t->closed)};
    return journal_append(w, &entry, NULL, e);
}

static bool
room_for_one(struct work *w, int64_t text_id, struct err *e)
{
    struct stmt *s;
    int64_t n = 0;
    if (!stmt_open(w->db, SQL_REPORT_COMMENT_COUNT, VALS(v_int(text_id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        n = stmt_int(s, 0);
    stmt_close(s);
    if (n >= REPORT_COMMENTS_MAX)
        return err_set(e, ERR_LIMIT, tr("一份报告最多写 %d 条批注。"), REPORT_COMMENTS_MAX);
    return step != STEP_ERROR;
}

static bool
comment_check(struct work *w, const struct report_key *key, struct str quote, struct str text,
    struct report_text *of, struct err *e)
{
    struct report_draft draft;
    size_t section;
    if (!right_check(w, key->org_id, RIGHT_WRITE, e) || !report_text_get(w, key, of, e) ||
        !report_written(w, key, &draft, e) ||
        !check_line(quote, "quote", tr("引文"), 0, QUOTE_MAX, e) ||
        !check_text(text, "comment", tr("批注"), 1, REPORT_COMMENT_CHARS, e))
        return false;
    if (of->id == 0)
        return err_set(e, ERR_CONFLICT, "%s", tr("报告还没有保存过，请先保存再写批注。"));
    if (quote.n && !find_quote(w->arena, of, &draft, quote, &section))
        return err_field(
            e, "quote", tr("报告里没有这句话：“%.*s”。请照原文摘引，或者留空。"), STR_ARG(quote));
    return room_for_one(w, of->id, e);
}

bool
report_comment_add(
    struct work *w, const struct report_key *key, struct str quote, struct str text, struct err *e)
{
    struct org org;
    struct report_text of;
    quote = str_trim(quote);
    text = str_trim(text);
    struct told t = {.quote = quote, .text = text, .what = "report_comment.add"};
    if (!comment_check(w, key, quote, text, &of, e) || !org_get(w, key->org_id, &org, e) ||
        !db_new_id(w->db, &t.id, e))
        return false;
    t.org_id = org.id;
    t.root_id = org.root_id;
    return db_run(w->db, SQL_REPORT_COMMENT_ADD,
               VALS(v_int(t.id), v_int(t.root_id), v_int(of.id), v_int(w->now_ms),
                   v_ref(w->actor.account), v_str(w->actor.name), v_str(quote), v_str(text)),
               NULL, e) &&
        tell(w, &t, e);
}

static bool
comment_load(struct work *w, int64_t id, struct told *t, struct err *e)
{
    struct stmt *s;
    *t = (struct told){.id = id};
    if (!stmt_open(w->db, SQL_REPORT_COMMENT_ONE, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        t->org_id = stmt_int(s, 0);
        t->root_id = stmt_int(s, 1);
        t->quote = stmt_text(s, 3, w->arena);
        t->text = stmt_text(s, 4, w->arena);
        t->version = stmt_int(s, 5);
        t->closed = !stmt_null(s, 6);
    }
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这条批注。"));
    return step == STEP_ROW;
}

bool
report_comment_close(struct work *w, int64_t id, bool closed, struct err *e)
{
    struct told t;
    if (!comment_load(w, id, &t, e) || !right_check(w, t.org_id, RIGHT_WRITE, e))
        return false;
    if (t.closed == closed)
        return true;
    t.closed = closed;
    t.version++;
    t.what = closed ? "report_comment.close" : "report_comment.open";
    return db_run(w->db, SQL_REPORT_COMMENT_CLOSE,
               VALS(v_int(id), v_int(t.version), closed ? v_int(w->now_ms) : v_null(),
                   v_str(closed ? w->actor.name : S(""))),
               NULL, e) &&
        tell(w, &t, e);
}
