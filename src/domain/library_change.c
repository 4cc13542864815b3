/* What the clerk changes: facts, cuts put back, removal and its undoing. */
#include "domain/library_int.h"

#include "base/bug.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/right.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    TITLE_MAX = 200,
    FACT_MAX = 100,
    WHY_MAX = 500,
    TEXT_MAX = 64 * 1024 * 1024
};

bool
library_index(struct work *w, const struct library_doc *d, enum library_title_by by,
    struct str text, struct err *e)
{
    struct search_item item = {.source = SEARCH_LIBRARY,
        .lock = d->lock,
        .ref_id = d->id,
        .root_id = d->root_id,
        .org_id = d->org_id,
        .kind = d->format,
        .title = d->title,
        .title_apart = by == LIBRARY_TITLE_CLERK && str_find(text, d->title, 0) == SIZE_MAX,
        .text = text,
        .year = d->year,
        .dated = d->dated};
    return search_put(w, &item, e);
}

bool
library_text(struct work *w, const struct library_doc *d, struct str *text, struct err *e)
{
    struct stmt *s;
    *text = S("");
    if (d->state != LIBRARY_TEXT)
        return true;
    if (!d->removed)
        return search_text_of(w, SEARCH_LIBRARY, d->id, text, e);
    if (!stmt_open(w->db, SQL_LIBRARY_TEXT_GET, VALS(v_int(d->id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW)
        *text = stmt_text(s, 0, w->arena);
    stmt_close(s);
    return step != STEP_ERROR;
}

/* For a change: the right, the version that was read. */
static bool
open_doc(struct work *w, int64_t id, int64_t version, struct library_doc *d,
    enum library_title_by *by, struct err *e)
{
    bool may = false;
    BUG_ON(!w->writing, "the library is changed inside a job only");
    if (!library_load(w, id, d, by, e) || !search_may(w, d->org_id, d->lock, &may, e))
        return false;
    if (!may)
        return err_set(
            e, ERR_NOT_FOUND, tr("素材库里没有编号 %lld 的文件，或者您无权查看。"), (long long)id);
    if (!right_check(w, d->org_id, RIGHT_WRITE, e) || !library_tags_read(w, d, e))
        return false;
    if (d->version != version)
        return err_set(e, ERR_CONFLICT, "%s",
            tr("这份文件在您打开之后已被别人改动，请重新打开，看过现在的内容再改。"));
    return true;
}

static bool
there(const struct library_doc *d, struct err *e)
{
    return !d->removed ||
        err_set(e, ERR_CONFLICT, "%s", tr("这份文件已移出素材库，请先恢复再改动。"));
}

static bool
check_facts(struct work *w, struct library_change *c, struct err *e)
{
    c->title = str_trim(c->title);
    c->issuer = str_trim(c->issuer);
    c->place = str_trim(c->place);
    c->doc_number = str_trim(c->doc_number);
    c->why = str_trim(c->why);
    if (!check_line(c->title, "title", tr("标题"), 1, TITLE_MAX, e) ||
        !check_line(c->issuer, "issuer", tr("发文机关"), 0, FACT_MAX, e) ||
        !check_line(c->place, "place", tr("地区"), 0, FACT_MAX, e) ||
        !check_line(c->doc_number, "doc_number", tr("发文字号"), 0, FACT_MAX, e) ||
        !check_line(c->why, "why", tr("原因"), 0, WHY_MAX, e) ||
        !library_folder_check(w->arena, &c->folder, e))
        return false;
    if (!date_is_none(c->dated) && !date_valid(c->dated))
        return err_field(e, "dated", "%s", tr("日期不存在，请写作 2023-07-01。"));
    if (c->year != 0 && (c->year < 1 || c->year > 9999))
        return err_field(e, "year", "%s", tr("年份应为 1 到 9999。"));
    if (c->lock != SEARCH_LOCK_SHARED && c->lock != SEARCH_LOCK_OWN)
        return err_field(e, "lock", "%s", tr("请选择谁可以查阅。"));
    return library_tags_check(w->arena, c->tags, c->tags_n, &c->tags, &c->tags_n, e);
}

static bool
same_tags(const struct library_doc *d, const struct library_change *c)
{
    if (d->tags_n != c->tags_n)
        return false;
    for (size_t i = 0; i < c->tags_n; i++)
        if (!str_eq(d->tags[i], c->tags[i]))
            return false;
    return true;
}

static bool
same_facts(const struct library_doc *d, const struct library_change *c)
{
    return d->lock == c->lock && str_eq(d->folder, c->folder) && str_eq(d->title, c->title) &&
        str_eq(d->issuer, c->issuer) && str_eq(d->place, c->place) &&
        str_eq(d->doc_number, c->doc_number) && date_cmp(d->dated, c->dated) == 0 &&
        d->year == c->year && same_tags(d, c);
}

/* What search keeps of a document. */
static bool
found_otherwise(const struct library_doc *d, const struct library_change *c)
{
    return d->lock != c->lock || !str_eq(d->title, c->title) || d->year != c->year ||
        date_cmp(d->dated, c->dated) != 0;
}

static bool
write_facts(
    struct work *w, struct library_doc *d, enum library_title_by by, struct str why, struct err *e)
{
    return db_run(w->db, SQL_LIBRARY_SET,
               VALS(v_int(d->id), v_int(d->version), v_int(d->lock), v_str(d->folder),
                   v_str(d->title), v_int(by), v_str(d->issuer), v_str(d->place),
                   v_str(d->doc_number), v_date(w->arena, d->dated), v_int(d->year)),
               NULL, e) &&
        db_run(w->db, SQL_LIBRARY_TAG_CLEAR, VALS(v_int(d->id)), NULL, e) &&
        library_tags_write(w, d, d->tags, d->tags_n, e) &&
        library_keep_version(w, d, "library.change", why, e);
}

bool
library_change(struct work *w, const struct library_change *given, struct err *e)
{
    struct library_doc d;
    enum library_title_by by;
    struct library_change c = *given;
    struct str text;
    if (!open_doc(w, c.id, c.version, &d, &by, e) || !there(&d, e) || !check_facts(w, &c, e))
        return false;
    if (same_facts(&d, &c))
        return true;
    bool again = found_otherwise(&d, &c);
    if (!str_eq(d.title, c.title))
        by = LIBRARY_TITLE_CLERK;
    d.version++;
    d.lock = c.lock;
    d.folder = c.folder;
    d.title = c.title;
    d.issuer = c.issuer;
    d.place = c.place;
    d.doc_number = c.doc_number;
    d.dated = c.dated;
    d.year = c.year;
    d.tags = c.tags;
    d.tags_n = c.tags_n;
    return write_facts(w, &d, by, c.why, e) &&
        (!again || (library_text(w, &d, &text, e) && library_index(w, &d, by, text, e)));
}

/* ---- cuts ---- */
/* The text as it stands when `now` says of each cut whether it is kept, out of the one where `rows` say it. */
static struct str
recut(struct arena *a, struct str text, const struct library_cut_rows *rows, const bool *now)
{
    struct out o;
    out_init(&o, TEXT_MAX);
    size_t raw = 0, at = 0; /* in the text with all residue; in `text` */
    for (size_t i = 0; i < rows->n; i++) {
        const struct library_cut_row *c = &rows->v[i];
        size_t gap = c->start - raw;
        out_put(&o, str_slice(text, at, gap));
        at += gap;
        if (!c->cut || now[i])
            out_put(&o, c->text);
        if (!c->cut || c->kept)
            at += c->text.n;
        raw = c->start + c->text.n;
    }
    out_put(&o, str_slice(text, at, text.n));
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

struct keeping {
    int n; /* < 0: all */
    bool kept;
    bool *now;
    bool found, changed;
};

static bool
decide(struct work *w, const struct library_doc *d, const struct library_cut_rows *rows,
    struct keeping *k, struct err *e)
{
    k->found = k->n < 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct library_cut_row *row = &rows->v[i];
        k->now[i] = row->kept;
        if (!row->cut || (k->n >= 0 && row->n != k->n))
            continue;
        k->found = true;
        if (row->kept == k->kept)
            continue;
        k->now[i] = k->kept;
        k->changed = true;
        if (!db_run(w->db, SQL_LIBRARY_CUT_KEEP, VALS(v_int(d->id), v_int(row->n), v_int(k->kept)),
                NULL, e))
            return false;
    }
    return k->found || err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一处残留，或者它没有被删去。"));
}

bool
library_keep(struct work *w, int64_t id, int64_t version, int n, bool kept, struct err *e)
{
    struct library_doc d;
    enum library_title_by by;
    struct library_cut_rows rows;
    struct str text;
    struct keeping k = {.n = n, .kept = kept};
    if (!open_doc(w, id, version, &d, &by, e) || !there(&d, e) ||
        !library_cut_rows(w, id, &rows, e))
        return false;
    k.now = arena_array(w->arena, bool, rows.n);
    if (!decide(w, &d, &rows, &k, e))
        return false;
    if (!k.changed)
        return true;
    if (!library_text(w, &d, &text, e))
        return false;
    text = recut(w->arena, text, &rows, k.now);
    d.version++;
    return library_index(w, &d, by, text, e) &&
        db_run(w->db, SQL_LIBRARY_SET_VERSION,
            VALS(v_int(id), v_int(d.version), v_int((int64_t)norm_count(text))), NULL, e) &&
        library_keep_version(w, &d, kept ? "library.keep" : "library.cut", S(""), e);
}

/* ---- removal ---- */
static bool
set_removed(struct work *w, struct library_doc *d, const char *what, struct str why, struct err *e)
{
    d->version++;
    return db_run(w->db, SQL_LIBRARY_SET_REMOVED,
               VALS(v_int(d->id), v_int(d->version), d->removed ? v_int(w->now_ms) : v_null(),
                   d->removed ? v_str(why) : v_null()),
               NULL, e) &&
        library_keep_version(w, d, what, why, e);
}

bool
library_remove(struct work *w, int64_t id, int64_t version, struct str why, struct err *e)
{
    struct library_doc d;
    struct str text;
    why = str_trim(why);
    if (!open_doc(w, id, version, &d, NULL, e) ||
        !check_line(why, "why", tr("原因"), 1, WHY_MAX, e))
        return false;
    if (d.removed)
        return err_set(e, ERR_CONFLICT, "%s", tr("这份文件已经移出素材库。"));
    if (!library_text(w, &d, &text, e))
        return false;
    d.removed = true;
    return db_run(w->db, SQL_LIBRARY_TEXT_KEEP, VALS(v_int(id), v_int(d.root_id), v_str(text)),
               NULL, e) &&
        search_drop(w, SEARCH_LIBRARY, id, e) && set_removed(w, &d, "library.remove", why, e);
}

bool
library_put_back(struct work *w, int64_t id, struct err *e)
{
    struct library_doc d;
    enum library_title_by by;
    struct str text;
    if (!library_load(w, id, &d, &by, e) || !library_tags_read(w, &d, e) ||
        !library_text(w, &d, &text, e))
        return false;
    d.removed = false;
    return library_index(w, &d, by, text, e) &&
        db_run(w->db, SQL_LIBRARY_TEXT_DROP, VALS(v_int(id)), NULL, e) &&
        set_removed(w, &d, "library.restore", S(""), e);
}

bool
library_restore(struct work *w, int64_t id, int64_t version, struct err *e)
{
    struct library_doc d;
    if (!open_doc(w, id, version, &d, NULL, e))
        return false;
    if (!d.removed)
        return err_set(e, ERR_CONFLICT, "%s", tr("这份文件就在素材库里，不需要恢复。"));
    return library_put_back(w, id, e);
}
