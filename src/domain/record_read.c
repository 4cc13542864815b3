#include "domain/record.h"

#include "base/lang.h"
#include "domain/list.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

static const struct {
    struct str code;
    const char *title;
} presences[] = {
    [PRESENCE_PRESENT] = {str_lit("present"), N_("到会")},
    [PRESENCE_ABSENT] = {str_lit("absent"), N_("缺席")},
    [PRESENCE_EXCUSED] = {str_lit("excused"), N_("请假")},
    [PRESENCE_OBSERVER] = {str_lit("observer"), N_("列席")},
};

struct str
presence_code(enum presence p)
{
    return presences[p].code;
}

struct str
presence_title(enum presence p)
{
    return str_from(tr(presences[p].title));
}

bool
presence_parse(struct str code, enum presence *p)
{
    for (size_t i = 0; i < sizeof presences / sizeof presences[0]; i++)
        if (str_eq(presences[i].code, code)) {
            *p = (enum presence)i;
            return true;
        }
    return false;
}

/* ---- loading ---- */

static void
row_texts(const struct stmt *s, struct arena *a, struct record_input *in)
{
    in->kind = stmt_text(s, 2, a);
    in->title = stmt_text(s, 5, a);
    in->place = stmt_text(s, 6, a);
    in->host = stmt_text(s, 7, a);
    in->recorder = stmt_text(s, 8, a);
    in->agenda = stmt_text(s, 9, a);
    in->body = stmt_text(s, 10, a);
    in->late_why = stmt_text(s, 17, a);
}

static void
row_numbers(const struct stmt *s, struct arena *a, struct record *r)
{
    r->root_id = stmt_int(s, 0);
    r->in.org_id = stmt_int(s, 1);
    r->in.year = (int)stmt_int(s, 3);
    r->in.held_on = stmt_date(s, 4);
    r->in.hours_milli = stmt_int(s, 12);
    r->due_count = stmt_int(s, 13);
    r->present_count = stmt_int(s, 14);
    r->entered_ms = stmt_int(s, 15);
    r->late_days = stmt_int(s, 16);
    r->in.version = stmt_int(s, 18);
    r->changed_ms = stmt_int(s, 19);
    r->voided = !stmt_null(s, 20);
    r->void_why = stmt_text(s, 21, a);
    r->entered_by = stmt_text(s, 22, a);
}

static bool
load_row(struct work *w, int64_t id, struct record *r, struct err *e)
{
    struct stmt *s;
    *r = (struct record){.in = {.id = id, .duties_chosen = true}};
    if (!stmt_open(w->db, SQL_RECORD_ROW, VALS(v_int(id)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    struct str fields = {0};
    if (step == STEP_ROW) {
        row_texts(s, w->arena, &r->in);
        row_numbers(s, w->arena, r);
        fields = stmt_text(s, 11, w->arena);
    }
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, tr("没有编号 %lld 的记录。"), (long long)id);
    return step == STEP_ROW && record_fields_read(w->arena, fields, &r->in, e);
}

/* One element more at the end of an array in the arena; gives where it lies. */
#define ADD(a, v, n) ((v) = list_room((a), (v), (n), sizeof *(v)), &(v)[(n)++])

static bool
load_attendance(struct work *w, struct record_input *in, struct err *e)
{
    struct stmt *s;
    bool known = true;
    if (!stmt_open(w->db, SQL_RECORD_ATTENDANCE, VALS(v_int(in->id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct attendance *at = ADD(w->arena, in->attendance, in->attendance_n);
        at->person_id = stmt_int(s, 0);
        at->name = stmt_text(s, 1, w->arena);
        known = known && presence_parse(stmt_str(s, 2), &at->presence);
        at->reason = stmt_text(s, 3, w->arena);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (!failed && !known)
        return err_set(e, ERR_STORE, "%s", tr("这条记录的考勤无法读出，请运行 taizhang check。"));
    return !failed;
}

static bool
load_decisions(struct work *w, struct record_input *in, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_RECORD_DECISIONS, VALS(v_int(in->id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct decision *d = ADD(w->arena, in->decisions, in->decisions_n);
        *d = (struct decision){
            stmt_text(s, 0, w->arena), stmt_text(s, 1, w->arena), stmt_date(s, 2)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
load_quantities(struct work *w, struct record_input *in, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_RECORD_QUANTITIES, VALS(v_int(in->id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct quantity *q = ADD(w->arena, in->quantities, in->quantities_n);
        *q = (struct quantity){.code = stmt_text(s, 0, w->arena),
            .milli = stmt_int(s, 1),
            .unit = stmt_text(s, 2, w->arena)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
load_duties(struct work *w, struct record_input *in, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_RECORD_DUTIES, VALS(v_int(in->id)), &s, e))
        return false;
    stmt_each (s, e)
        *ADD(w->arena, in->duties, in->duties_n) = stmt_text(s, 0, w->arena);
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
read_snapshot(struct work *w, int64_t id, int64_t version, struct record *r, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_RECORD_VERSION_ONE, VALS(v_int(id), v_int(version)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    struct str json = step == STEP_ROW ? stmt_text(s, 0, w->arena) : S("");
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, tr("编号 %lld 的记录没有第 %lld 版。"), (long long)id,
            (long long)version);
    return step == STEP_ROW && record_from_snapshot(w->arena, json, r, e);
}

/* A voided record counts for nothing in the table; its last version still says for what it did. */
static bool
load_duties_of_version(struct work *w, struct record_input *in, struct err *e)
{
    struct record then = {0};
    if (!read_snapshot(w, in->id, in->version, &then, e))
        return false;
    in->duties = then.in.duties;
    in->duties_n = then.in.duties_n;
    return true;
}

static bool
load_evidence(struct work *w, struct record *r, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_EVIDENCE_OF_RECORD, VALS(v_int(r->in.id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct evidence *ev = ADD(w->arena, r->evidence, r->evidence_n);
        *ev = (struct evidence){.id = stmt_int(s, 0),
            .digest = stmt_text(s, 1, w->arena),
            .name = stmt_text(s, 2, w->arena),
            .size = stmt_int(s, 3),
            .type = stmt_text(s, 4, w->arena),
            .added_ms = stmt_int(s, 5)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
record_load(struct work *w, int64_t id, struct record *r, struct err *e)
{
    return load_row(w, id, r, e) && load_attendance(w, &r->in, e) && load_decisions(w, &r->in, e) &&
        load_quantities(w, &r->in, e) && load_evidence(w, r, e) &&
        (r->voided ? load_duties_of_version(w, &r->in, e) : load_duties(w, &r->in, e));
}

/* ---- private kinds ---- */

bool
record_was_present(const struct record *r, int64_t person)
{
    for (size_t i = 0; person && i < r->in.attendance_n; i++)
        if (r->in.attendance[i].person_id == person &&
            r->in.attendance[i].presence == PRESENCE_PRESENT)
            return true;
    return false;
}

bool
record_is_hidden(struct work *w, const struct record *r, const struct pack_kind *kind, bool *hidden,
    struct err *e)
{
    int64_t n = 0;
    bool found;
    *hidden = false;
    if ((kind && !kind->is_private) || w->actor.system || record_was_present(r, w->actor.person))
        return true; /* what the packs do not know may be private */
    struct date_text today = date_format(w->today);
    if (!db_get_int(w->db, SQL_RECORD_SECRETARY,
            VALS(v_int(w->actor.account), v_int(r->in.org_id), v_str(str_from(today.z))), &n,
            &found, e))
        return false;
    *hidden = n == 0;
    return true;
}

void
record_hide(struct record *r)
{
    r->hidden = true;
    r->in.agenda = r->in.body = S("");
    r->in.decisions_n = 0;
    r->in.fields_n = 0;
    r->evidence_n = 0;
}

/* ---- reading for somebody ---- */

/* The pack's words, and what the actor may see. */
static bool
dress(struct work *w, struct record *r, struct err *e)
{
    const struct rules *rules;
    bool hidden;
    if (!rules_for(w, r->root_id, r->in.year, &rules, e))
        return false;
    const struct pack_kind *kind = rules_kind(rules, r->in.kind);
    r->kind_title = kind ? kind->title : r->in.kind;
    for (size_t i = 0; i < r->in.quantities_n; i++) {
        struct quantity *q = &r->in.quantities[i];
        const struct pack_quantity *p = record_quantity_of(kind, q->code);
        q->title = p ? p->title : q->code;
    }
    if (!record_is_hidden(w, r, kind, &hidden, e))
        return false;
    if (hidden)
        record_hide(r);
    return true;
}

bool
record_get(struct work *w, int64_t id, struct record *record, struct err *e)
{
    return record_load(w, id, record, e) && right_check(w, record->in.org_id, RIGHT_READ, e) &&
        dress(w, record, e);
}

/* Whether a version is closed to the actor, as it was then: the record may have been of another kind, with others. */
static bool
version_is_hidden(struct work *w, struct str snapshot, bool *hidden, struct err *e)
{
    struct record was;
    const struct rules *rules;
    return record_from_snapshot(w->arena, snapshot, &was, e) &&
        rules_for(w, was.root_id, was.in.year, &rules, e) &&
        record_is_hidden(w, &was, rules_kind(rules, was.in.kind), hidden, e);
}

static bool
close_versions(struct work *w, const struct record *r, struct record_versions *list, struct err *e)
{
    for (size_t i = 0; i < list->n; i++) {
        bool hidden = r->hidden;
        if (!hidden && list->v[i].version != r->in.version &&
            !version_is_hidden(w, list->v[i].snapshot, &hidden, e))
            return false;
        if (hidden)
            list->v[i].snapshot = S("");
    }
    return true;
}

bool
record_versions(struct work *w, int64_t id, struct record_versions *list, struct err *e)
{
    struct record r;
    struct stmt *s;
    *list = (struct record_versions){0};
    if (!record_get(w, id, &r, e) ||
        !stmt_open(w->db, SQL_RECORD_VERSION_LIST, VALS(v_int(id)), &s, e))
        return false;
    stmt_each (s, e) {
        struct record_version *v = ADD(w->arena, list->v, list->n);
        *v = (struct record_version){.version = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .actor = stmt_text(s, 2, w->arena),
            .why = stmt_text(s, 3, w->arena),
            .digest = stmt_text(s, 4, w->arena),
            .snapshot = stmt_text(s, 5, w->arena)};
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed && close_versions(w, &r, list, e);
}

static bool
name_people(struct work *w, struct record_input *in, struct err *e)
{
    for (size_t i = 0; i < in->attendance_n; i++) {
        struct stmt *s;
        if (!stmt_open(w->db, SQL_RECORD_PERSON, VALS(v_int(in->attendance[i].person_id)), &s, e))
            return false;
        if (stmt_step(s, e) == STEP_ROW)
            in->attendance[i].name = stmt_text(s, 1, w->arena);
        bool failed = stmt_failed(s);
        stmt_close(s);
        if (failed)
            return false;
    }
    return true;
}

bool
record_at(struct work *w, int64_t id, int64_t version, struct record *record, struct err *e)
{
    struct record now;
    if (!record_load(w, id, &now, e) || !right_check(w, now.in.org_id, RIGHT_READ, e) ||
        !read_snapshot(w, id, version, record, e) || !name_people(w, &record->in, e))
        return false;
    record->entered_by = now.entered_by;
    record->changed_ms = now.changed_ms;
    return dress(w, record, e);
}
