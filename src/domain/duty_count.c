/* Opens years and brings occurrences up to date. */
#include "domain/duty_int.h"
#include "domain/duty_rule.h"
#include "domain/figure.h"
#include "domain/house_int.h"
#include "domain/list.h"
#include "domain/person.h"
#include "store/store.h"

/* How often a duty was held in a period. */
struct held {
    struct str duty;
    int period;
    int64_t have, have_in_time;
};

struct facts_on {
    struct date on;
    struct org_facts facts;
};

/* What one recomputation knows. */
struct recount {
    struct duty_scope s;
    struct occurrences old;
    struct duty_settings settings;

    struct {
        struct held *v;
        size_t n;
    } held;

    struct {
        struct facts_on *v;
        size_t n;
    } facts; /* of the days asked so far */
};

static bool
held_get(struct recount *r, struct err *e)
{
    struct stmt *st;
    struct arena *a = r->s.w->arena;
    if (!stmt_open(r->s.w->db, SQL_DUTY_HELD, VALS(v_int(r->s.org_id), v_int(r->s.year)), &st, e))
        return false;
    stmt_each (st, e) {
        struct held one = {
            stmt_text(st, 0, a), (int)stmt_int(st, 1), stmt_int(st, 2), stmt_int(st, 3)};
        LIST_ADD(a, &r->held, one);
    }
    bool failed = stmt_failed(st);
    stmt_close(st);
    return !failed;
}

static bool
facts_get(struct recount *r, struct date on, struct org_facts *facts, struct err *e)
{
    for (size_t i = 0; i < r->facts.n; i++)
        if (date_cmp(r->facts.v[i].on, on) == 0) {
            *facts = r->facts.v[i].facts;
            return true;
        }
    struct head_count n;
    if (!person_count(r->s.w, r->s.org_id, on, &n, e))
        return false;
    *facts = (struct org_facts){r->s.kind, r->s.flags, n.full, n.probationary, n.applicants,
        n.floating, n.members, n.committee, n.groups};
    struct facts_on one = {on, *facts};
    LIST_ADD(r->s.w->arena, &r->facts, one);
    return true;
}

static struct occurrence *
old_find(struct recount *r, struct str duty, int period)
{
    for (size_t i = 0; i < r->old.n; i++) {
        struct occurrence *o = &r->old.v[i];
        if (str_eq(o->duty, duty) && (period == 0 || o->period == period))
            return o;
    }
    return NULL;
}

/* A switch has no date: in a past year that is open it changes nothing. */
static bool
is_owed(struct recount *r, const struct pack_duty *d)
{
    if (rules_duty(r->s.rules, d->code, NULL) != d || !duty_is_for(d, r->s.kind))
        return false;
    const struct duty_setting *set = duty_setting_of(&r->settings, d);
    if (!set)
        return d->on;
    bool past = r->s.year < r->s.w->today.year && r->old.n > 0;
    return past ? old_find(r, d->code, 0) != NULL : set->on;
}

static bool
count_into(struct recount *r, const struct pack_duty *d, struct occurrence *o, struct err *e)
{
    if (d->per != PER_ORG)
        return duty_count_people(&r->s, d, o, e);
    o->need = d->count;
    for (size_t i = 0; i < r->held.n; i++)
        if (r->held.v[i].period == o->period && str_eq(r->held.v[i].duty, d->code)) {
            o->have = r->held.v[i].have;
            o->have_in_time = r->held.v[i].have_in_time;
        }
    return true;
}

static bool
judge(struct recount *r, const struct pack_duty *d, struct occurrence *o, struct err *e)
{
    struct org_facts facts;
    const struct pack_condition *fails;
    o->applies = true;
    if (d->when_n == 0)
        return true;
    struct work *w = r->s.w;
    if (!facts_get(r, duty_judged_on(d, r->s.year, o->period, w->today), &facts, e))
        return false;
    o->applies = duty_applies(d, &facts, &fails);
    if (!o->applies)
        o->na_why = arena_fmt(
            w->arena, "%.*s %lld", STR_ARG(fails->fact), (long long)org_fact(&facts, fails->fact));
    return true;
}

static bool
is_same(const struct occurrence *a, const struct occurrence *b)
{
    return date_cmp(a->opens_on, b->opens_on) == 0 && date_cmp(a->due_on, b->due_on) == 0 &&
        a->need == b->need && a->have == b->have && a->have_in_time == b->have_in_time &&
        a->applies == b->applies && str_eq(a->na_why, b->na_why);
}

static bool
put_period(struct recount *r, const struct pack *pack, const struct pack_duty *d, int period,
    struct err *e)
{
    struct occurrence o = {.duty = d->code,
        .period = period,
        .na_why = S(""),
        .opens_on = period_opens(d->period, r->s.year, period),
        .due_on = duty_due_on(d, r->s.year, period)};
    if (!duty_valid_in(d, r->s.year, period) ||
        (!date_is_none(r->s.closed_on) && date_cmp(o.opens_on, r->s.closed_on) > 0))
        return true;
    if (!count_into(r, d, &o, e) || !judge(r, d, &o, e))
        return false;
    struct occurrence *old = old_find(r, d->code, period);
    if (old)
        old->wanted = true;
    if (old && is_same(old, &o))
        return true;
    struct arena *a = r->s.w->arena;
    return db_run(r->s.w->db, SQL_DUTY_PUT,
        VALS(v_int(r->s.org_id), v_int(r->s.year), v_str(d->code), v_int(period),
            v_int(r->s.root_id), v_str(pack->name), v_date(a, o.opens_on), v_date(a, o.due_on),
            v_int(o.need), v_int(o.have), v_int(o.have_in_time), v_int(o.applies), v_str(o.na_why)),
        NULL, e);
}

static bool
put_pack(struct recount *r, const struct pack *pack, struct err *e)
{
    for (size_t i = 0; i < pack->duties_n; i++) {
        const struct pack_duty *d = &pack->duties[i];
        if (!is_owed(r, d))
            continue;
        for (int period = 1; period <= period_count(d->period); period++)
            if (!put_period(r, pack, d, period, e))
                return false;
    }
    return true;
}

static bool
drop_others(struct recount *r, struct err *e)
{
    for (size_t i = 0; i < r->old.n; i++) {
        const struct occurrence *o = &r->old.v[i];
        if (!o->wanted &&
            !db_run(r->s.w->db, SQL_DUTY_DROP,
                VALS(v_int(r->s.org_id), v_int(r->s.year), v_str(o->duty), v_int(o->period)), NULL,
                e))
            return false;
    }
    return true;
}

bool
duty_recompute(struct work *w, int64_t org_id, int year, struct err *e)
{
    struct recount r = {.held = {NULL, 0}, .facts = {NULL, 0}};
    if (!duty_scope_get(w, org_id, year, &r.s, e) || !occurrences_get(&r.s, &r.old, e) ||
        !duty_settings_get(&r.s, &r.settings, e) || !held_get(&r, e))
        return false;
    for (size_t i = 0; i < r.s.rules->n; i++)
        if (!put_pack(&r, r.s.rules->packs[i], e))
            return false;
    return drop_others(&r, e) && figure_recompute_all(w, org_id, year, e);
}

bool
duty_continue(struct work *w, int year, struct err *e)
{
    struct {
        int64_t *v;
        size_t n;
    } orgs = {NULL, 0};
    struct stmt *st;
    if (w->house->year_continued == year)
        return true;
    if (!stmt_open(w->db, SQL_DUTY_ORGS_WITHOUT_YEAR, VALS(v_int(year)), &st, e))
        return false;
    stmt_each (st, e)
        LIST_ADD(w->arena, &orgs, stmt_int(st, 0));
    bool failed = stmt_failed(st);
    stmt_close(st);
    for (size_t i = 0; !failed && i < orgs.n; i++)
        failed = !duty_recompute(w, orgs.v[i], year, e);
    if (!failed)
        w->house->year_continued = year;
    return !failed;
}
