/* The one write door of records: check, row, parts, version, journal, and what is derived, in the job's transaction. */
#include "domain/record.h"

#include "base/bug.h"
#include "base/lang.h"
#include "domain/check.h"
#include "domain/duty.h"
#include "domain/journal.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

enum {
    WHY_MAX = 500,
    ROLL_ROWS = 16 /* of the statement record_attendance_add_16 */
};

/* ---- writing the row and its parts ---- */

static bool
insert_row(struct work *w, const struct record *r, struct err *e)
{
    const struct record_input *in = &r->in;
    struct str fields = record_fields_json(w->arena, in->fields, in->fields_n);
    struct date_text held = date_format(in->held_on);
    return db_run(w->db, SQL_RECORD_ADD,
        VALS(v_int(in->id), v_int(r->root_id), v_int(in->org_id), v_str(in->kind), v_int(in->year),
            v_str(str_from(held.z)), v_str(in->title), v_str(in->place), v_str(in->host),
            v_str(in->recorder), v_str(in->agenda), v_str(in->body), v_str(fields),
            v_ref(in->hours_milli), v_int(r->due_count), v_int(r->present_count),
            v_int(r->entered_ms), v_ref(w->actor.account), v_int(r->late_days), v_str(in->late_why),
            v_int(in->version), v_int(r->changed_ms)),
        NULL, e);
}

static bool
update_row(struct work *w, const struct record *r, struct err *e)
{
    const struct record_input *in = &r->in;
    struct str fields = record_fields_json(w->arena, in->fields, in->fields_n);
    struct date_text held = date_format(in->held_on);
    return db_run(w->db, SQL_RECORD_CHANGE,
        VALS(v_int(in->id), v_int(in->org_id), v_str(in->kind), v_int(in->year),
            v_str(str_from(held.z)), v_str(in->title), v_str(in->place), v_str(in->host),
            v_str(in->recorder), v_str(in->agenda), v_str(in->body), v_str(fields),
            v_ref(in->hours_milli), v_int(r->due_count), v_int(r->present_count),
            v_int(r->late_days), v_str(in->late_why), v_int(in->version), v_int(r->changed_ms)),
        NULL, e);
}

static bool
clear_parts(struct work *w, int64_t id, struct err *e)
{
    return db_run(w->db, SQL_RECORD_ATTENDANCE_CLEAR, VALS(v_int(id)), NULL, e) &&
        db_run(w->db, SQL_RECORD_DECISION_CLEAR, VALS(v_int(id)), NULL, e) &&
        db_run(w->db, SQL_RECORD_QUANTITY_CLEAR, VALS(v_int(id)), NULL, e);
}

/* Up to ROLL_ROWS of the roll in one statement: a roll of twelve is the rule. */
static bool
insert_roll(struct work *w, const struct record *r, size_t from, struct err *e)
{
    struct val v[2 + 3 * ROLL_ROWS] = {v_int(r->in.id), v_int(r->root_id)};
    for (size_t i = 0; i < ROLL_ROWS; i++) {
        struct val *row = &v[2 + 3 * i];
        bool some = from + i < r->in.attendance_n;
        const struct attendance *at = some ? &r->in.attendance[from + i] : NULL;
        row[0] = at ? v_int(at->person_id) : v_null();
        row[1] = at ? v_str(presence_code(at->presence)) : v_null();
        row[2] = at ? v_str(at->reason) : v_null();
    }
    return db_run(
        w->db, SQL_RECORD_ATTENDANCE_ADD_16, (struct vals){v, 2 + 3 * ROLL_ROWS}, NULL, e);
}

static bool
insert_parts(struct work *w, const struct record *r, struct err *e)
{
    const struct record_input *in = &r->in;
    struct val id = v_int(in->id), root = v_int(r->root_id);
    for (size_t i = 0; i < in->attendance_n; i += ROLL_ROWS)
        if (!insert_roll(w, r, i, e))
            return false;
    for (size_t i = 0; i < in->decisions_n; i++) {
        const struct decision *d = &in->decisions[i];
        if (!db_run(w->db, SQL_RECORD_DECISION_ADD,
                VALS(id, v_int((int64_t)i + 1), root, v_str(d->text), v_str(d->owner),
                    v_date(w->arena, d->due_on)),
                NULL, e))
            return false;
    }
    for (size_t i = 0; i < in->quantities_n; i++) {
        const struct quantity *q = &in->quantities[i];
        if (!db_run(w->db, SQL_RECORD_QUANTITY_ADD,
                VALS(id, v_str(q->code), root, v_int(q->milli), v_str(q->unit)), NULL, e))
            return false;
    }
    return true;
}

static bool
insert_counts(const struct record_case *c, struct err *e)
{
    for (size_t i = 0; i < c->counts_n; i++) {
        const struct record_count *n = &c->counts[i];
        if (!db_run(c->w->db, SQL_RECORD_DUTY_ADD,
                VALS(v_int(c->now.in.id), v_str(n->duty->code), v_int(c->now.root_id),
                    v_int(c->now.in.org_id), v_int(n->year), v_int(n->period), v_int(n->late)),
                NULL, e))
            return false;
    }
    return true;
}

bool
record_keep(struct work *w, const struct record *r, const char *what, struct str why, struct err *e)
{
    struct hex_text digest;
    struct journal_entry entry = {.root_id = r->root_id,
        .org_id = r->in.org_id,
        .what = str_from(what),
        .object = S("record"),
        .object_id = r->in.id,
        .version = r->in.version,
        .why = why,
        .snapshot = record_snapshot(w->arena, r)};
    if (!journal_append(w, &entry, &digest, e))
        return false;
    return db_run(w->db, SQL_RECORD_VERSION_ADD,
        VALS(v_int(r->in.id), v_int(r->in.version), v_int(r->root_id), v_int(w->now_ms),
            v_ref(w->actor.account), v_str(w->actor.name), v_str(why), v_str(entry.snapshot),
            v_str(str_from(digest.z))),
        NULL, e);
}

/* ---- what is derived ---- */

struct touches {
    struct duty_touch *v;
    size_t n;
};

/* The occurrences that the record stood behind until now. */
static bool
touched_before(
    struct work *w, const struct record *old, size_t more, struct touches *t, struct err *e)
{
    struct stmt *s;
    t->v = arena_array(w->arena, struct duty_touch, (old ? old->in.duties_n : 0) + more + 1);
    t->n = 0;
    if (!old || old->voided)
        return true;
    if (!stmt_open(w->db, SQL_RECORD_DUTIES, VALS(v_int(old->in.id)), &s, e))
        return false;
    stmt_each (s, e)
        t->v[t->n++] = (struct duty_touch){.org_id = old->in.org_id,
            .duty = stmt_text(s, 0, w->arena),
            .year = (int)stmt_int(s, 1),
            .period = (int)stmt_int(s, 2),
            .late = stmt_int(s, 3) != 0,
            .gone = true};
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* `t` has room for the counts as well. */
static bool
derive(const struct record_case *c, struct touches *t, struct err *e)
{
    for (size_t i = 0; i < c->counts_n; i++)
        t->v[t->n++] = (struct duty_touch){.org_id = c->now.in.org_id,
            .duty = c->counts[i].duty->code,
            .year = c->counts[i].year,
            .period = c->counts[i].period,
            .late = c->counts[i].late};
    return duty_follow(c->w, c->old, &c->now, t->v, t->n, e);
}

/* ---- saving ---- */

static bool
same_version(const struct record *old, int64_t version, struct err *e)
{
    if (old->in.version == version)
        return true;
    return err_set(e, ERR_CONFLICT,
        tr("这条记录在您打开之后已被修改（现为第 %lld 版）。请重新打开，核对后再保存。"),
        (long long)old->in.version);
}

/* The record as it stands, for whoever may change it. */
static bool
load_for_change(struct work *w, int64_t id, int64_t version, struct record *old, struct err *e)
{
    return record_load(w, id, old, e) && right_check(w, old->in.org_id, RIGHT_WRITE, e) &&
        same_version(old, version, e);
}

static bool
find_place(struct record_case *c, const struct record_input *in, struct record *old, struct err *e)
{
    int64_t org_id = in->org_id;
    if (in->id) {
        if (!load_for_change(c->w, in->id, in->version, old, e))
            return false;
        if (old->voided)
            return err_set(e, ERR_CONFLICT, "%s", tr("这条记录已作废，请先恢复再修改。"));
        c->old = old;
        if (!org_id)
            org_id = old->in.org_id;
    }
    if ((!c->old || org_id != old->in.org_id) && !right_check(c->w, org_id, RIGHT_WRITE, e))
        return false;
    if (!org_place(c->w, org_id, &c->org, e))
        return false;
    if (c->old && c->org.root_id != old->root_id)
        return err_field(e, "org", "%s", tr("记录不能移到另一棵组织树下，请在那里重新登记。"));
    return true;
}

static bool
unchanged(const struct record_case *c)
{
    return c->old &&
        str_eq(record_snapshot(c->w->arena, c->old), record_snapshot(c->w->arena, &c->now));
}

static bool
write_new(struct record_case *c, struct err *e)
{
    return db_new_id(c->w->db, &c->now.in.id, e) && insert_row(c->w, &c->now, e);
}

static bool
write_change(struct record_case *c, struct err *e)
{
    int64_t id = c->now.in.id;
    return update_row(c->w, &c->now, e) && clear_parts(c->w, id, e) &&
        db_run(c->w->db, SQL_RECORD_DUTY_CLEAR, VALS(v_int(id)), NULL, e);
}

bool
record_save(struct work *w, const struct record_input *in, int64_t *id, struct err *e)
{
    BUG_ON(!w->writing, "record_save outside of a job");
    struct record_case c = {.w = w};
    struct record old = {.root_id = 0};
    struct touches t;
    if (!find_place(&c, in, &old, e) || !record_check(&c, in, e))
        return false;
    if (c.old) {
        c.now.evidence = old.evidence;
        c.now.evidence_n = old.evidence_n;
        c.now.in.version = old.in.version;
        *id = old.in.id;
        if (unchanged(&c))
            return true;
    }
    c.now.in.version = c.old ? old.in.version + 1 : 1;
    struct str why = str_empty(c.now.in.change_why) ? c.now.in.late_why : c.now.in.change_why;
    if (c.old && str_empty(c.now.in.change_why))
        why = S("");
    if (!touched_before(w, c.old, c.counts_n, &t, e) ||
        !(c.old ? write_change(&c, e) : write_new(&c, e)))
        return false;
    *id = c.now.in.id;
    return insert_parts(w, &c.now, e) && insert_counts(&c, e) &&
        record_keep(w, &c.now, c.old ? "record.change" : "record.add", why, e) &&
        record_search_put(w, &c.now, c.kind, e) && derive(&c, &t, e);
}

/* ---- voiding ---- */

static bool
check_why(struct str *why, struct err *e)
{
    *why = str_trim(*why);
    return check_line(*why, "why", tr("原因"), 1, WHY_MAX, e);
}

static bool
mark(struct work *w, const struct record *r, struct err *e)
{
    return db_run(w->db, SQL_RECORD_MARK,
        VALS(v_int(r->in.id), v_int(r->in.version), v_int(w->now_ms),
            r->voided ? v_int(w->now_ms) : v_null(), v_opt(r->void_why),
            v_int((int64_t)r->evidence_n)),
        NULL, e);
}

bool
record_void(struct work *w, int64_t id, int64_t version, struct str why, struct err *e)
{
    struct record_case c = {.w = w};
    struct record old;
    struct touches t;
    if (!load_for_change(w, id, version, &old, e) || !check_why(&why, e))
        return false;
    if (old.voided)
        return err_set(e, ERR_CONFLICT, "%s", tr("这条记录已经作废。"));
    c.old = &old;
    c.now = old;
    c.now.voided = true;
    c.now.void_why = why;
    c.now.in.version++;
    return touched_before(w, &old, 0, &t, e) && mark(w, &c.now, e) &&
        db_run(w->db, SQL_RECORD_DUTY_CLEAR, VALS(v_int(id)), NULL, e) &&
        record_keep(w, &c.now, "record.void", why, e) && record_search_put(w, &c.now, NULL, e) &&
        derive(&c, &t, e);
}

bool
record_unvoid(struct work *w, int64_t id, int64_t version, struct str why, struct err *e)
{
    struct record_case c = {.w = w};
    struct record old;
    struct touches t;
    if (!load_for_change(w, id, version, &old, e) || !check_why(&why, e))
        return false;
    if (!old.voided)
        return err_set(e, ERR_CONFLICT, "%s", tr("这条记录没有作废，不需要恢复。"));
    c.old = &old;
    c.now = old;
    c.now.voided = false;
    c.now.void_why = S("");
    c.now.in.version++;
    if (!org_place(w, old.in.org_id, &c.org, e) ||
        !rules_for(w, old.root_id, old.in.year, &c.rules, e))
        return false;
    c.kind = rules_kind(c.rules, old.in.kind);
    if (!c.kind)
        return err_field(e, "kind", tr("%d 年度的制度包里没有“%.*s”这种记录。"), old.in.year,
            STR_ARG(old.in.kind));
    if (!record_counts(&c, &old.in, e))
        return false;
    return touched_before(w, &old, c.counts_n, &t, e) && mark(w, &c.now, e) &&
        insert_counts(&c, e) && record_keep(w, &c.now, "record.unvoid", why, e) &&
        record_search_put(w, &c.now, c.kind, e) && derive(&c, &t, e);
}
