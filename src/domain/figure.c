#include "domain/figure.h"

#include "base/json.h"
#include "base/lang.h"
#include "domain/duty_int.h"
#include "domain/list.h"
#include "domain/record.h"
#include "domain/right.h"
#include "store/store.h"

#include <stdlib.h>

enum {
    KINDS_MAX =
        8, /* of the statements that count by themselves; more kinds are counted from the list */
    WHERE_MAX = 1 << 16
};

/* How the statements call a measure. */
static struct str
measure_code(enum pack_measure m)
{
    switch (m) {
    case MEASURE_RECORDS:
        return S("records");
    case MEASURE_PRESENT:
        return S("present");
    case MEASURE_PEOPLE:
        return S("people");
    case MEASURE_HOURS:
        return S("hours");
    case MEASURE_QUANTITY:
        break;
    }
    return S("quantity");
}

/* "code":"value" as it stands in a record's fields, or "" for any record. A quote within a value is written \", so
   the text is found as a member only. */
static struct str
where_text(struct arena *a, const struct pack_figure *f)
{
    struct out o;
    if (str_empty(f->where_field))
        return S("");
    out_init(&o, WHERE_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, f->where_field, f->where_value);
    json_object_end(&j);
    struct str object = out_str(&o);
    struct str member = arena_str(a, str_slice(object, 1, object.n - 2));
    out_release(&o);
    return member;
}

/* " kind kind " */
static struct str
kinds_text(struct arena *a, const struct pack_strs *kinds)
{
    return arena_fmt(a, " %.*s ", STR_ARG(arena_join(a, kinds->v, kinds->n, S(" "))));
}

/* ---- the list behind a figure ---- */

struct people_row {
    int64_t person_id;
    size_t record; /* place in the list */
};

static int
by_person(const void *a, const void *b)
{
    const struct people_row *x = a, *y = b;
    if (x->person_id != y->person_id)
        return x->person_id > y->person_id ? 1 : -1;
    return (x->record > y->record) - (x->record < y->record);
}

static bool
list_query(const struct duty_scope *s, const struct pack_figure *f, enum sql sql,
    struct stmt **stmt, struct err *e)
{
    struct arena *a = s->w->arena;
    struct val org = v_int(s->org_id), year = v_int(s->year),
               kinds = v_str(kinds_text(a, &f->kinds)), where = v_str(where_text(a, f));
    if (sql == SQL_FIGURE_PEOPLE)
        return stmt_open(s->w->db, sql, VALS(org, year, kinds, where), stmt, e);
    return stmt_open(s->w->db, sql,
        VALS(org, year, kinds, where, v_str(measure_code(f->measure)), v_str(f->quantity)), stmt,
        e);
}

/* Counts each person at the first record he was present in. */
static bool
count_people_once(const struct duty_scope *s, const struct pack_figure *f,
    struct figure_records *list, struct err *e)
{
    struct {
        struct people_row *v;
        size_t n;
    } rows = {NULL, 0};
    struct stmt *st;
    if (!list_query(s, f, SQL_FIGURE_PEOPLE, &st, e))
        return false;
    size_t at = 0; /* both come in the same order */
    stmt_each (st, e) {
        while (at < list->n && list->v[at].record_id != stmt_int(st, 0))
            at++;
        struct people_row row = {stmt_int(st, 1), at};
        LIST_ADD(s->w->arena, &rows, row);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    if (rows.n)
        qsort(rows.v, rows.n, sizeof rows.v[0], by_person);
    for (size_t i = 0; i < rows.n; i++)
        if ((i == 0 || rows.v[i].person_id != rows.v[i - 1].person_id) &&
            rows.v[i].record < list->n)
            list->v[rows.v[i].record].milli += 1000;
    return !failed;
}

static bool
list_get(const struct duty_scope *s, const struct pack_figure *f, struct figure_records *list,
    struct err *e)
{
    struct stmt *st;
    *list = (struct figure_records){NULL, 0};
    if (!list_query(s, f, SQL_FIGURE_LIST, &st, e))
        return false;
    struct arena *a = s->w->arena;
    stmt_each (st, e) {
        struct figure_record one = {stmt_int(st, 0), stmt_date(st, 1), stmt_text(st, 2, a),
            stmt_text(st, 3, a), stmt_int(st, 4)};
        LIST_ADD(a, list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    if (failed)
        return false;
    return f->measure != MEASURE_PEOPLE || count_people_once(s, f, list, e);
}

static const struct pack_figure *
figure_def(const struct duty_scope *s, struct str code, struct err *e)
{
    const struct pack_figure *f = rules_figure(s->rules, code);
    if (!f)
        err_set(e, ERR_NOT_FOUND, tr("%d 年度的制度包里没有指标“%.*s”，请从指标清单中选择。"),
            s->year, STR_ARG(code));
    return f;
}

bool
figure_records(struct work *w, int64_t org_id, int year, struct str code,
    struct figure_records *list, struct err *e)
{
    struct duty_scope s;
    if (!right_check(w, org_id, RIGHT_READ, e) || !duty_scope_get(w, org_id, year, &s, e))
        return false;
    const struct pack_figure *f = figure_def(&s, code, e);
    return f && list_get(&s, f, list, e);
}

/* ---- values ---- */

/* In order of code. */
struct figure_values {
    struct figure_value {
        struct str code;
        bool has_value;
        int64_t milli, records;
    } * v;

    size_t n;
};

static bool
values_get(const struct duty_scope *s, struct figure_values *list, struct err *e)
{
    struct stmt *st;
    *list = (struct figure_values){NULL, 0};
    if (!stmt_open(s->w->db, SQL_FIGURE_VALUES, VALS(v_int(s->org_id), v_int(s->year)), &st, e))
        return false;
    stmt_each (st, e) {
        struct figure_value one = {stmt_text(st, 0, s->w->arena), !stmt_null(st, 1),
            stmt_null(st, 1) ? 0 : stmt_int(st, 1), stmt_int(st, 2)};
        LIST_ADD(s->w->arena, list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

static struct figure
figure_of(const struct figure_values *values, const struct pack_figure *f)
{
    for (size_t i = 0; i < values->n; i++)
        if (str_eq(values->v[i].code, f->code))
            return (struct figure){
                f, values->v[i].has_value, values->v[i].milli, values->v[i].records};
    return (struct figure){.def = f};
}

bool
figure_year(struct work *w, int64_t org_id, int year, struct figures *list, struct err *e)
{
    struct duty_scope s;
    struct figure_values values;
    *list = (struct figures){NULL, 0};
    if (!right_check(w, org_id, RIGHT_READ, e) || !duty_scope_get(w, org_id, year, &s, e) ||
        !values_get(&s, &values, e))
        return false;
    for (size_t p = 0; p < s.rules->n; p++)
        for (size_t i = 0; i < s.rules->packs[p]->figures_n; i++) {
            const struct pack_figure *f = &s.rules->packs[p]->figures[i];
            if (rules_figure(s.rules, f->code) != f)
                continue;
            struct figure one = figure_of(&values, f);
            LIST_ADD(w->arena, list, one);
        }
    return true;
}

bool
figure_one(
    struct work *w, int64_t org_id, int year, struct str code, struct figure *f, struct err *e)
{
    struct duty_scope s;
    struct figure_values values;
    if (!right_check(w, org_id, RIGHT_READ, e) || !duty_scope_get(w, org_id, year, &s, e))
        return false;
    const struct pack_figure *def = figure_def(&s, code, e);
    if (!def || !values_get(&s, &values, e))
        return false;
    *f = figure_of(&values, def);
    return true;
}

/* ---- keeping them up to date ---- */

static bool
put_from_list(const struct duty_scope *s, const struct pack_figure *f, struct err *e)
{
    struct figure_records list;
    int64_t sum = 0;
    if (!list_get(s, f, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        sum += list.v[i].milli;
    return db_run(s->w->db, SQL_FIGURE_SET,
        VALS(v_int(s->org_id), v_int(s->year), v_str(f->code), v_int(s->root_id),
            list.n ? v_int(sum) : v_null(), v_int((int64_t)list.n)),
        NULL, e);
}

static bool
put_figure(const struct duty_scope *s, const struct pack_figure *f, struct err *e)
{
    if (f->kinds.n == 0 || f->kinds.n > KINDS_MAX)
        return put_from_list(s, f, e);
    struct arena *a = s->w->arena;
    struct val v[] = {v_int(s->org_id), v_int(s->year), v_str(f->code), v_int(s->root_id),
        v_date(a, date_make(s->year, 1, 1)), v_date(a, date_make(s->year + 1, 12, 31)), v_null(),
        v_null(), v_null(), v_null(), v_null(), v_null(), v_null(), v_null(),
        v_str(where_text(a, f)), v_str(measure_code(f->measure)), v_str(f->quantity)};
    for (size_t i = 0; i < KINDS_MAX; i++)
        v[6 + i] = v_str(f->kinds.v[i < f->kinds.n ? i : 0]);
    bool people = f->measure == MEASURE_PEOPLE;
    size_t n = sizeof v / sizeof v[0];
    return db_run(s->w->db, people ? SQL_FIGURE_PUT_PEOPLE : SQL_FIGURE_PUT,
        (struct vals){v, people ? n - 2 : n}, NULL, e);
}

static bool
put_figures(const struct duty_scope *s, struct err *e)
{
    for (size_t p = 0; p < s->rules->n; p++)
        for (size_t i = 0; i < s->rules->packs[p]->figures_n; i++) {
            const struct pack_figure *f = &s->rules->packs[p]->figures[i];
            if (rules_figure(s->rules, f->code) == f && !put_figure(s, f, e))
                return false;
        }
    return true;
}

/* Those of a pack that is no longer bound to the year. */
static bool
drop_others(const struct duty_scope *s, struct err *e)
{
    struct figure_values values;
    if (!values_get(s, &values, e))
        return false;
    for (size_t i = 0; i < values.n; i++)
        if (!rules_figure(s->rules, values.v[i].code) &&
            !db_run(s->w->db, SQL_FIGURE_DROP,
                VALS(v_int(s->org_id), v_int(s->year), v_str(values.v[i].code)), NULL, e))
            return false;
    return true;
}

bool
figure_recompute_all(struct work *w, int64_t org_id, int year, struct err *e)
{
    struct duty_scope s;
    return duty_scope_get(w, org_id, year, &s, e) && put_figures(&s, e) && drop_others(&s, e);
}

/* ---- following one record ---- */

static const struct attendance *
next_present(const struct record *r, size_t *at)
{
    while (*at < r->in.attendance_n)
        if (r->in.attendance[(*at)++].presence == PRESENCE_PRESENT)
            return &r->in.attendance[*at - 1];
    return NULL;
}

/* Attendance lies in order of person. */
static bool
same_people(const struct record *a, const struct record *b)
{
    size_t at_a = 0, at_b = 0;
    if (!a || !b)
        return false;
    for (;;) {
        const struct attendance *x = next_present(a, &at_a), *y = next_present(b, &at_b);
        if (!x || !y)
            return x == y;
        if (x->person_id != y->person_id)
            return false;
    }
}

static bool
follow_figure(const struct duty_scope *s, const struct pack_figure *f, const struct record *was,
    const struct record *is, struct err *e)
{
    int64_t before, after;
    bool counted = figure_adds(f, was, &before), counts = figure_adds(f, is, &after);
    bool by_people = f->measure == MEASURE_PEOPLE;
    bool same =
        counted == counts && (by_people ? !counts || same_people(was, is) : before == after);
    if (same || rules_figure(s->rules, f->code) != f)
        return true;
    if (by_people)
        return put_figure(s, f, e);
    return db_run(s->w->db, SQL_FIGURE_ADD,
        VALS(v_int(s->org_id), v_int(s->year), v_str(f->code),
            v_int((int64_t)counts - (int64_t)counted), v_int(after - before)),
        NULL, e);
}

static const struct record *
belongs(const struct duty_scope *s, const struct record *r)
{
    return r && r->in.org_id == s->org_id && r->in.year == s->year ? r : NULL;
}

bool
figure_follow(
    const struct duty_scope *s, const struct record *was, const struct record *is, struct err *e)
{
    was = belongs(s, was);
    is = belongs(s, is);
    for (size_t p = 0; p < s->rules->n; p++)
        for (size_t i = 0; i < s->rules->packs[p]->figures_n; i++) {
            const struct pack_figure *f = &s->rules->packs[p]->figures[i];
            if (!follow_figure(s, f, was, is, e))
                return false;
        }
    return true;
}
