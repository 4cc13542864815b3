/* 佐证: files bound to records. The bytes lie under files/ by their digest (base/file.h). */
#include "domain/record.h"

#include "base/bug.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    FILES_MAX = 500,
    NAME_BYTES = 200,
    TYPE_MAX = 100,
    WHY_MAX = 500
};

/* The last part of a path of whatever system, without control characters and what folders forbid, at most 200 bytes;
   the ending is kept when it is cut. */
static struct str
clean_name(struct arena *a, struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\') {
            name = str_slice(name, i, name.n);
            break;
        }
    struct out o;
    out_init(&o, 1 << 16);
    uint32_t cp;
    while (utf8_next(&name, &cp) && o.n < 4096)
        if (cp >= 0x20 && cp != 0x7F && (cp < 0x80 || cp > 0x9F) &&
            (cp > 0x7F || !strchr("\":*?<>|", (int)cp)))
            utf8_put(&o, cp);
    struct str s = str_trim(arena_str(a, out_str(&o)));
    out_release(&o);
    if (s.n <= NAME_BYTES)
        return s;
    size_t dot = s.n; /* after the last full stop among the last 12 bytes */
    while (dot > 0 && s.n - dot < 12 && s.p[dot - 1] != '.')
        dot--;
    struct str ending = dot > 0 && s.p[dot - 1] == '.' ? str_slice(s, dot - 1, s.n) : S("");
    struct str head = str_slice(s, 0, NAME_BYTES - ending.n);
    while (head.n && !utf8_valid(head))
        head.n--;
    return arena_fmt(a, "%.*s%.*s", STR_ARG(head), STR_ARG(ending));
}

/* "image/png"; anything that is not such a pair is just bytes. */
static struct str
clean_type(struct str type)
{
    type = str_trim(type);
    bool ok = type.n > 2 && type.n <= TYPE_MAX && str_find_char(type, '/', 0) != SIZE_MAX;
    for (size_t i = 0; i < type.n; i++) {
        char c = type.p[i];
        ok = ok &&
            ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                (c != 0 && strchr("/.+-_", c)));
    }
    return ok ? type : S("application/octet-stream");
}

static bool
open_record(struct work *w, int64_t record_id, struct record *r, struct err *e)
{
    BUG_ON(!w->writing, "evidence is changed inside a job only");
    if (!record_load(w, record_id, r, e) || !right_check(w, r->in.org_id, RIGHT_WRITE, e))
        return false;
    if (r->voided)
        return err_set(e, ERR_CONFLICT, "%s", tr("这条记录已作废，请先恢复再改动佐证。"));
    return true;
}

/* The record's next version, with its evidence as it is now in r. */
static bool
next_version(struct work *w, struct record *r, const char *what, struct str why, struct err *e)
{
    r->in.version++;
    return db_run(w->db, SQL_RECORD_MARK,
               VALS(v_int(r->in.id), v_int(r->in.version), v_int(w->now_ms), v_null(), v_null(),
                   v_int((int64_t)r->evidence_n)),
               NULL, e) &&
        record_keep(w, r, what, why, e);
}

static bool
insert(struct work *w, const struct record *r, const struct evidence *ev, struct err *e)
{
    return db_run(w->db, SQL_EVIDENCE_ADD,
        VALS(v_int(ev->id), v_int(r->root_id), v_int(r->in.id), v_str(ev->digest), v_str(ev->name),
            v_int(ev->size), v_str(ev->type), v_int(ev->added_ms), v_ref(w->actor.account)),
        NULL, e);
}

static bool
insert_print(struct work *w, const struct record *r, const struct evidence *ev,
    const struct picture_print *print, struct err *e)
{
    return db_run(w->db, SQL_EVIDENCE_PRINT_ADD,
        VALS(v_int(ev->id), v_int(r->root_id), v_int((int64_t)print->bits[0]),
            v_int((int64_t)print->bits[1]), v_int((int64_t)print->bits[2]),
            v_int((int64_t)print->bits[3])),
        NULL, e);
}

/* One more: not too many, and not the same file twice. */
static bool
take_in(struct work *w, struct record *r, const struct evidence *ev, struct err *e)
{
    if (r->evidence_n >= FILES_MAX)
        return err_set(e, ERR_LIMIT, tr("一条记录最多附 %d 份佐证，请打包后再上传。"), FILES_MAX);
    for (size_t i = 0; i < r->evidence_n; i++)
        if (str_eq(r->evidence[i].digest, ev->digest))
            return err_set(e, ERR_CONFLICT,
                tr("这个文件已作为“%.*s”附在这条记录上，不必重复上传。"),
                STR_ARG(r->evidence[i].name));
    struct evidence *all = arena_array(w->arena, struct evidence, r->evidence_n + 1);
    if (r->evidence_n)
        memcpy(all, r->evidence, r->evidence_n * sizeof all[0]);
    all[r->evidence_n++] = *ev;
    r->evidence = all;
    return true;
}

bool
evidence_add(struct work *w, const struct evidence_input *in, int64_t *id, struct err *e)
{
    struct record r;
    if (!open_record(w, in->record_id, &r, e))
        return false;
    if (in->size < 0 || in->size > EVIDENCE_MAX)
        return err_set(
            e, ERR_LIMIT, "%s", tr("单个佐证文件不能超过 200 MB，请压缩或拆分后再上传。"));
    struct hex_text hex = sha256_hex(in->digest);
    struct evidence ev = {.size = in->size,
        .added_ms = w->now_ms,
        .digest = arena_str(w->arena, str_from(hex.z)),
        .name = clean_name(w->arena, in->name),
        .type = clean_type(in->type)};
    if (str_empty(ev.name))
        return err_field(e, "name", "%s", tr("佐证文件没有名称，请改名后再上传。"));
    if (!db_new_id(w->db, &ev.id, e) || !take_in(w, &r, &ev, e))
        return false;
    *id = ev.id;
    return insert(w, &r, &ev, e) && (!in->has_print || insert_print(w, &r, &ev, &in->print, e)) &&
        next_version(w, &r, "evidence.add", S(""), e);
}

/* The row and the record it belongs to. No right is asked. */
static bool
evidence_load(struct work *w, int64_t id, struct evidence *ev, int64_t *record_id, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_EVIDENCE_ONE, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    if (step == STEP_ROW) {
        *record_id = stmt_int(s, 0);
        *ev = (struct evidence){.id = id,
            .digest = stmt_text(s, 1, w->arena),
            .name = stmt_text(s, 2, w->arena),
            .size = stmt_int(s, 3),
            .type = stmt_text(s, 4, w->arena),
            .added_ms = stmt_int(s, 5),
            .removed = !stmt_null(s, 6),
            .removed_why = stmt_text(s, 7, w->arena)};
    }
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, tr("没有编号 %lld 的佐证。"), (long long)id);
    return step == STEP_ROW;
}

/* What is closed to the actor he neither reads nor takes out. */
static bool
not_hidden(struct work *w, int64_t record_id, struct err *e)
{
    struct record r;
    if (!record_get(w, record_id, &r, e))
        return false;
    return !r.hidden || err_set(e, ERR_DENIED, "%s", tr("这条记录的内容只对到场的人和书记开放。"));
}

bool
evidence_remove(struct work *w, int64_t evidence_id, struct str why, struct err *e)
{
    struct evidence ev = {0};
    struct record r;
    int64_t record_id = 0;
    why = str_trim(why);
    if (!evidence_load(w, evidence_id, &ev, &record_id, e) || !open_record(w, record_id, &r, e) ||
        !not_hidden(w, record_id, e) || !check_line(why, "why", tr("原因"), 1, WHY_MAX, e))
        return false;
    if (ev.removed)
        return err_set(e, ERR_CONFLICT, "%s", tr("这份佐证已经移除。"));
    size_t kept = 0;
    for (size_t i = 0; i < r.evidence_n; i++)
        if (r.evidence[i].id != evidence_id)
            r.evidence[kept++] = r.evidence[i];
    r.evidence_n = kept;
    return db_run(w->db, SQL_EVIDENCE_REMOVE,
               VALS(v_int(evidence_id), v_int(w->now_ms), v_str(why)), NULL, e) &&
        next_version(w, &r, "evidence.remove", why, e);
}

bool
evidence_restore(struct work *w, int64_t evidence_id, struct err *e)
{
    struct evidence ev = {0};
    struct record r;
    int64_t record_id = 0;
    if (!evidence_load(w, evidence_id, &ev, &record_id, e) || !open_record(w, record_id, &r, e) ||
        !not_hidden(w, record_id, e))
        return false;
    if (!ev.removed)
        return err_set(e, ERR_CONFLICT, "%s", tr("这份佐证就在记录里，不需要放回。"));
    ev.removed = false;
    ev.removed_why = S("");
    return take_in(w, &r, &ev, e) &&
        db_run(w->db, SQL_EVIDENCE_REMOVE, VALS(v_int(evidence_id), v_null(), v_null()), NULL, e) &&
        next_version(w, &r, "evidence.restore", S(""), e);
}

bool
evidence_removed(
    struct work *w, int64_t record_id, struct evidence **list, size_t *n, struct err *e)
{
    struct record r;
    struct stmt *s;

    struct {
        struct evidence *v;
        size_t n;
    } all = {NULL, 0};

    *list = NULL;
    *n = 0;
    if (!record_get(w, record_id, &r, e))
        return false;
    if (r.hidden)
        return true;
    if (!stmt_open(w->db, SQL_EVIDENCE_REMOVED, VALS(v_int(record_id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct evidence one = {.id = stmt_int(s, 0),
            .digest = stmt_text(s, 1, w->arena),
            .name = stmt_text(s, 2, w->arena),
            .size = stmt_int(s, 3),
            .type = stmt_text(s, 4, w->arena),
            .added_ms = stmt_int(s, 5),
            .removed = true,
            .removed_why = stmt_text(s, 6, w->arena)};
        LIST_ADD(w->arena, &all, one);
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    *list = all.v;
    *n = all.n;
    return ok;
}

bool
evidence_get(struct work *w, int64_t evidence_id, struct evidence *ev, struct err *e)
{
    int64_t record_id = 0;
    return evidence_load(w, evidence_id, ev, &record_id, e) && not_hidden(w, record_id, e);
}
