/* What a new form starts with. */
#include "base/lang.h"
#include "domain/duty.h"
#include "domain/list.h"
#include "domain/record_int.h"
#include "domain/right.h"
#include "store/store.h"

/* ---- the roll ---- */

static bool
roll_people(
    struct work *w, enum sql sql, int64_t org_id, struct date on, struct roll *roll, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, sql, VALS(v_int(org_id), v_date(w->arena, on)), &s, e))
        return false;
    stmt_each (s, e) {
        struct attendance at = {.person_id = stmt_int(s, 0),
            .name = stmt_text(s, 1, w->arena),
            .presence = PRESENCE_PRESENT};
        LIST_ADD(w->arena, roll, at);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

/* Those who hold a post in the committee, each once; the rows of a person stand together. */
static bool
roll_committee(
    struct work *w, const struct org_place *org, struct date on, struct roll *roll, struct err *e)
{
    const struct rules *rules;
    struct stmt *s;
    if (!rules_for(w, org->root_id, on.year, &rules, e) ||
        !stmt_open(w->db, SQL_ROLL_POSTS, VALS(v_int(org->id), v_date(w->arena, on)), &s, e))
        return false;
    stmt_each (s, e) {
        int64_t id = stmt_int(s, 0);
        if (!rules_in_committee(rules, stmt_str(s, 2)) ||
            (roll->n && roll->v[roll->n - 1].person_id == id))
            continue;
        struct attendance at = {
            .person_id = id, .name = stmt_text(s, 1, w->arena), .presence = PRESENCE_PRESENT};
        LIST_ADD(w->arena, roll, at);
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
record_roll(struct work *w, int64_t org_id, const struct pack_kind *kind, struct date on,
    struct roll *roll, struct err *e)
{
    struct org_place org;
    *roll = (struct roll){0};
    if (!right_check(w, org_id, RIGHT_READ, e) || !org_place(w, org_id, &org, e))
        return false;
    switch (kind->roll) {
    case ROLL_MEMBERS:
        return roll_people(w, SQL_ROLL_MEMBERS, org_id, on, roll, e);
    case ROLL_GROUP:
        return roll_people(w, SQL_ROLL_GROUP, org_id, on, roll, e);
    case ROLL_COMMITTEE:
        return roll_committee(w, &org, on, roll, e);
    case ROLL_CHOSEN:
    case ROLL_NONE:
        break;
    }
    return true;
}

/* ---- the form ---- */

/* Today, or the last day on which the clicked duty's period could be met when that has passed. */
static struct date
start_day(struct work *w, const struct record_start *start, const struct pack_duty *d)
{
    if (!d || start->year < 1 || start->period < 1 || start->period > period_count(d->period))
        return w->today;
    struct date ends = period_ends(d->period, start->year, start->period);
    if (date_cmp(w->today, ends) <= 0)
        return w->today;
    struct date due = date_add_days(ends, d->due_days_after);
    return date_cmp(w->today, due) <= 0 ? w->today : ends;
}

/* "2023年2月支委会" of February becomes "2023年3月支委会" in March; a title without its month is not repeated. */
static struct str
next_title(struct arena *a, struct str title, struct date then, struct date now)
{
    struct str months[2] = {arena_fmt(a, "%d月", then.month), arena_fmt(a, "%d月", now.month)};
    struct str years[2] = {arena_fmt(a, "%d年", then.year), arena_fmt(a, "%d年", now.year)};
    size_t m = str_find(title, months[0], 0);
    if (m == SIZE_MAX || (m > 0 && title.p[m - 1] >= '0' && title.p[m - 1] <= '9'))
        return S("");
    struct str head = str_slice(title, 0, m), tail = str_slice(title, m + months[0].n, title.n);
    size_t y = str_find(head, years[0], 0);
    if (y != SIZE_MAX)
        head = arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(str_slice(head, 0, y)), STR_ARG(years[1]),
            STR_ARG(str_slice(head, y + years[0].n, head.n)));
    return arena_fmt(a, "%.*s%.*s%.*s", STR_ARG(head), STR_ARG(months[1]), STR_ARG(tail));
}

/* Takes over what tends to stay the same; never what was said or decided. */
static bool
from_last(struct work *w, struct record_input *in, struct err *e)
{
    int64_t id;
    bool found;
    struct record last;
    if (!db_get_int(
            w->db, SQL_RECORD_LAST, VALS(v_int(in->org_id), v_str(in->kind)), &id, &found, e))
        return false;
    if (!found)
        return true;
    if (!record_load(w, id, &last, e))
        return false;
    in->place = last.in.place;
    in->host = last.in.host;
    in->recorder = last.in.recorder;
    in->hours_milli = last.in.hours_milli;
    in->title = next_title(w->arena, last.in.title, last.in.held_on, in->held_on);
    return true;
}

static bool
choose_kind(struct record_start *start, const struct rules *rules, const struct pack_duty *d,
    const struct pack_kind **kind, struct err *e)
{
    if (str_empty(start->kind) && d && d->kinds.n)
        start->kind = d->kinds.v[0];
    if (str_empty(start->kind) && d && d->may_kinds.n)
        start->kind = d->may_kinds.v[0];
    *kind = rules_kind(rules, start->kind);
    return *kind || err_field(e, "kind", tr("制度包里没有“%.*s”这种记录。"), STR_ARG(start->kind));
}

/* The duty clicked is ticked; where the kind counts for it by itself, the usual ones are counted with it. */
static void
tick(struct arena *a, struct record_input *in, const struct pack_duty *d)
{
    if (!d || strs_have(&d->kinds, in->kind) || !strs_have(&d->may_kinds, in->kind))
        return;
    in->duties = arena_array(a, struct str, 1);
    in->duties[0] = d->code;
    in->duties_n = 1;
    in->duties_chosen = true;
}

static void
preset_field(struct arena *a, struct record_input *in, const struct pack_duty *d)
{
    if (!d || str_empty(d->where_field))
        return;
    in->fields = arena_array(a, struct field_value, 1);
    in->fields[0] = (struct field_value){d->where_field, d->where_value};
    in->fields_n = 1;
}

bool
record_prefill(
    struct work *w, const struct record_start *start, struct record_input *in, struct err *e)
{
    struct record_start from = *start;
    struct org_place org;
    const struct rules *rules;
    const struct pack_kind *kind;
    struct roll roll;
    *in = (struct record_input){.org_id = start->org_id};
    if (!right_check(w, start->org_id, RIGHT_WRITE, e) || !org_place(w, start->org_id, &org, e) ||
        !rules_for(w, org.root_id, start->year ? start->year : w->today.year, &rules, e))
        return false;
    const struct pack_duty *d = str_empty(from.duty) ? NULL : rules_duty(rules, from.duty, NULL);
    if (!str_empty(from.duty) && !d)
        return err_field(
            e, "duties", tr("制度包里没有“%.*s”这项规定动作，请重新选择。"), STR_ARG(from.duty));
    if (!choose_kind(&from, rules, d, &kind, e))
        return false;
    in->kind = kind->code;
    in->held_on = start_day(w, &from, d);
    in->year = d && from.year == in->held_on.year - 1 && d->due_days_after > 0 ? from.year
                                                                               : in->held_on.year;
    tick(w->arena, in, d);
    preset_field(w->arena, in, d);
    if (!from_last(w, in, e) || !record_roll(w, org.id, kind, in->held_on, &roll, e))
        return false;
    if (str_empty(in->title))
        in->title = arena_fmt(
            w->arena, "%d年%d月%.*s", in->held_on.year, in->held_on.month, STR_ARG(kind->title));
    in->attendance = roll.v;
    in->attendance_n = roll.n;
    return true;
}
