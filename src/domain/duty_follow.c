/* Brings duties and figures up to date by what one record was and what it is. */
#include "domain/duty_int.h"
#include "domain/record.h"
#include "store/store.h"

/* The years that the record touches. One that was opened here counts the record already and stays out of the rest. */
struct follow {
    struct work *w;
    struct duty_scope *scopes;
    size_t n;
};

static const struct duty_scope *
scope_find(const struct follow *f, int64_t org_id, int year)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->scopes[i].org_id == org_id && f->scopes[i].year == year)
            return &f->scopes[i];
    return NULL;
}

static bool
scope_add(struct follow *f, int64_t org_id, int year, struct err *e)
{
    if (scope_find(f, org_id, year))
        return true;
    struct duty_scope *s = &f->scopes[f->n];
    if (!duty_scope_get(f->w, org_id, year, s, e))
        return false;
    f->n++;
    return s->open || duty_recompute(f->w, org_id, year, e);
}

static bool
is_same(const struct duty_touch *a, const struct duty_touch *b)
{
    return a->org_id == b->org_id && a->year == b->year && a->period == b->period &&
        str_eq(a->duty, b->duty);
}

/* What all touches of one occurrence, of which t is the first, come to. */
static bool
apply(const struct duty_scope *s, const struct duty_touch *t, size_t n, struct err *e)
{
    struct occurrence o = {.period = t->period};
    for (size_t i = 0; i < n; i++) {
        int64_t by = t[i].gone ? -1 : 1;
        if (!is_same(t, &t[i]))
            continue;
        o.have += by;
        o.have_in_time += t[i].late ? 0 : by;
    }
    const struct pack_duty *d = rules_duty(s->rules, t->duty, NULL);
    struct val org = v_int(s->org_id), year = v_int(s->year), duty = v_str(t->duty),
               period = v_int(t->period);
    if (!d || (d->per == PER_ORG && o.have == 0 && o.have_in_time == 0))
        return true;
    if (d->per == PER_ORG)
        return db_run(s->w->db, SQL_DUTY_ADD,
            VALS(org, year, duty, period, v_int(o.have), v_int(o.have_in_time)), NULL, e);
    return duty_count_people(s, d, &o, e) &&
        db_run(s->w->db, SQL_DUTY_SET,
            VALS(org, year, duty, period, v_int(o.need), v_int(o.have), v_int(o.have_in_time)),
            NULL, e);
}

static bool
is_first(const struct duty_touch *touched, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (is_same(&touched[i], &touched[at]))
            return false;
    return true;
}

bool
duty_follow(struct work *w, const struct record *was, const struct record *is,
    const struct duty_touch *touched, size_t n, struct err *e)
{
    struct follow f = {w, arena_array(w->arena, struct duty_scope, n + 2), 0};
    if ((was && !scope_add(&f, was->in.org_id, was->in.year, e)) ||
        (is && !scope_add(&f, is->in.org_id, is->in.year, e)))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!scope_add(&f, touched[i].org_id, touched[i].year, e))
            return false;
    for (size_t i = 0; i < f.n; i++)
        if (f.scopes[i].open && !figure_follow(&f.scopes[i], was, is, e))
            return false;
    for (size_t i = 0; i < n; i++) {
        const struct duty_scope *s = scope_find(&f, touched[i].org_id, touched[i].year);
        if (s && s->open && is_first(touched, i) && !apply(s, &touched[i], n - i, e))
            return false;
    }
    return true;
}
