#include "domain/duty_int.h"
#include "domain/duty_rule.h"
#include "domain/ground.h"
#include "domain/list.h"
#include "domain/right_int.h"
#include "store/store.h"

#include <stdlib.h>

static size_t
figures_total(const struct rules *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->packs[i]->figures_n;
    return n;
}

bool
duty_scope_get(struct work *w, int64_t org_id, int year, struct duty_scope *s, struct err *e)
{
    struct stmt *st;
    struct org_place org;
    if (!org_place(w, org_id, &org, e))
        return false;
    *s = (struct duty_scope){.w = w,
        .org_id = org_id,
        .root_id = org.root_id,
        .year = year,
        .kind = org.kind,
        .flags = org.flags,
        .closed_on = org.closed_on};
    if (!rules_for(w, s->root_id, year, &s->rules, e))
        return false;
    s->open = ground_find(w, GROUND_OPEN, org_id, year) != NULL;
    if (s->open)
        return true;
    if (!stmt_open(w->db, SQL_DUTY_SCOPE, VALS(v_int(org_id), v_int(year)), &st, e))
        return false;
    bool found = stmt_step(st, e) == STEP_ROW;
    size_t all = figures_total(s->rules);
    s->open = found && (stmt_int(st, 0) > 0 || (all > 0 && stmt_int(st, 1) >= (int64_t)all));
    stmt_close(st);
    if (s->open)
        ground_keep(w, GROUND_OPEN, org_id, year, "open");
    return found;
}

bool
duty_settings_get(const struct duty_scope *s, struct duty_settings *list, struct err *e)
{
    struct stmt *st;
    *list = (struct duty_settings){NULL, 0};
    if (!stmt_open(s->w->db, SQL_DUTY_SWITCHES, VALS(v_int(s->org_id)), &st, e))
        return false;
    struct arena *a = s->w->arena;
    stmt_each (st, e) {
        struct duty_setting one = {stmt_text(st, 0, a), stmt_text(st, 2, a), stmt_int(st, 1) != 0};
        LIST_ADD(a, list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

const struct duty_setting *
duty_setting_of(const struct duty_settings *list, const struct pack_duty *d)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].duty, d->code))
            return &list->v[i];
    return NULL;
}

bool
duty_is_for(const struct pack_duty *d, struct str org_kind)
{
    for (size_t i = 0; i < d->org_kinds.n; i++)
        if (str_eq(d->org_kinds.v[i], org_kind))
            return true;
    return d->org_kinds.n == 0;
}

bool
occurrences_get(const struct duty_scope *s, struct occurrences *list, struct err *e)
{
    struct stmt *st;
    *list = (struct occurrences){NULL, 0};
    if (!stmt_open(s->w->db, SQL_DUTY_ROWS, VALS(v_int(s->org_id), v_int(s->year)), &st, e))
        return false;
    struct arena *a = s->w->arena;
    stmt_each (st, e) {
        struct occurrence one = {
            .duty = stmt_text(st, 0, a),
            .period = (int)stmt_int(st, 1),
            .opens_on = stmt_date(st, 2),
            .due_on = stmt_date(st, 3),
            .need = stmt_int(st, 4),
            .have = stmt_int(st, 5),
            .have_in_time = stmt_int(st, 6),
            .applies = stmt_int(st, 7) != 0,
            .na_why = stmt_text(st, 8, a),
            .stated_why = stmt_text(st, 9, a),
        };
        LIST_ADD(a, list, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

/* ---- people ---- */

static bool
add_members(const struct duty_scope *s, struct date on, struct duty_people *people, struct err *e)
{
    struct arena *a = s->w->arena;
    enum sql sql = str_eq(s->kind, S("group")) ? SQL_ROLL_GROUP : SQL_ROLL_MEMBERS;
    struct stmt *st;
    if (!stmt_open(s->w->db, sql, VALS(v_int(s->org_id), v_date(a, on)), &st, e))
        return false;
    stmt_each (st, e) {
        struct duty_person p = {.id = stmt_int(st, 0), .name = stmt_text(st, 1, a), .member = true};
        LIST_ADD(a, people, p);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

static int
by_id(const void *a, const void *b)
{
    const struct duty_person *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

/* Marks who sits in the committee; somebody in it who is not among the members joins the list. */
static bool
mark_committee(
    const struct duty_scope *s, struct date on, struct duty_people *people, struct err *e)
{
    struct arena *a = s->w->arena;
    struct duty_people members = *people;
    struct stmt *st;
    if (!stmt_open(s->w->db, SQL_ROLL_POSTS, VALS(v_int(s->org_id), v_date(a, on)), &st, e))
        return false;
    int64_t last = 0; /* somebody with two posts comes twice in a row */
    stmt_each (st, e) {
        int64_t id = stmt_int(st, 0);
        if (id == last || !rules_in_committee(s->rules, stmt_str(st, 2)))
            continue;
        last = id;
        struct duty_person *p = duty_person_find(&members, id);
        if (p) {
            people->v[p - members.v].committee = true;
            continue;
        }
        struct duty_person other = {.id = id, .name = stmt_text(st, 1, a), .committee = true};
        LIST_ADD(a, people, other);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    if (people->n)
        qsort(people->v, people->n, sizeof people->v[0], by_id);
    return !failed;
}

#define OF_PERIOD(s, d, period) \
    VALS(v_int((s)->org_id), v_int((s)->year), v_str((d)->code), v_int(period))

static bool
add_shares(const struct duty_scope *s, const struct pack_duty *d, int period,
    struct duty_people *people, struct err *e)
{
    struct stmt *st;
    if (!stmt_open(s->w->db, SQL_DUTY_SHARES, OF_PERIOD(s, d, period), &st, e))
        return false;
    stmt_each (st, e) {
        struct duty_person *p = duty_person_find(people, stmt_int(st, 0));
        if (!p)
            continue;
        p->times = stmt_int(st, 1);
        p->times_in_time = stmt_int(st, 2);
        p->hours_milli = stmt_int(st, 3);
        p->hours_in_time_milli = stmt_int(st, 4);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

static bool
add_presences(const struct duty_scope *s, const struct pack_duty *d, int period,
    struct duty_people *people, struct err *e)
{
    struct {
        struct duty_presence *v;
        size_t n;
    } rows = {NULL, 0};
    struct stmt *st;
    if (!stmt_open(s->w->db, SQL_DUTY_PRESENCES, OF_PERIOD(s, d, period), &st, e))
        return false;
    stmt_each (st, e) {
        struct duty_presence row = {stmt_int(st, 0), stmt_int(st, 1), stmt_int(st, 2) != 0};
        LIST_ADD(s->w->arena, &rows, row);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    people->rows = rows.v;
    people->rows_n = rows.n;
    return !failed;
}

bool
duty_people_get(const struct duty_scope *s, const struct pack_duty *d, int period,
    struct duty_people *people, struct err *e)
{
    struct date on = duty_judged_on(d, s->year, period, s->w->today);
    *people = (struct duty_people){NULL, 0, NULL, 0};
    if (!add_members(s, on, people, e))
        return false;
    if (d->per == PER_MEMBER)
        return add_shares(s, d, period, people, e);
    return mark_committee(s, on, people, e) && add_presences(s, d, period, people, e);
}

bool
duty_count_people(
    const struct duty_scope *s, const struct pack_duty *d, struct occurrence *o, struct err *e)
{
    struct duty_people people;
    if (!duty_people_get(s, d, o->period, &people, e))
        return false;
    struct duty_tally t = duty_tally(s->w->arena, d, &people);
    o->need = t.need;
    o->have = t.have;
    o->have_in_time = t.have_in_time;
    return true;
}
