/* Which duties a record counts for, and in which occurrence of each. */
#include "domain/record_int.h"

#include "base/lang.h"
#include "domain/duty.h"

#include <stdlib.h>

static bool
in_force(const struct pack_duty *d, const struct record_case *c)
{
    struct date held = c->now.in.held_on;
    if (d->org_kinds.n && !strs_have(&d->org_kinds, c->org.kind))
        return false;
    if (!date_is_none(d->valid_from) && date_cmp(held, d->valid_from) < 0)
        return false;
    return date_is_none(d->valid_to) || date_cmp(held, d->valid_to) <= 0;
}

static bool
where_holds(const struct pack_duty *d, const struct record_case *c)
{
    return str_empty(d->where_field) ||
        str_eq(record_field(&c->now.in, d->where_field), d->where_value);
}

static const struct pack_duty *
same_one_of(const struct record_case *c, const struct pack_duty *d)
{
    for (size_t i = 0; i < c->counts_n; i++)
        if (!str_empty(d->one_of) && str_eq(c->counts[i].duty->one_of, d->one_of))
            return c->counts[i].duty;
    return NULL;
}

static bool
counted(const struct record_case *c, const struct pack_duty *d)
{
    for (size_t i = 0; i < c->counts_n; i++)
        if (c->counts[i].duty == d)
            return true;
    return false;
}

static size_t
duty_total(const struct rules *r)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->packs[i]->duties_n;
    return n;
}

static void
count_by_kind(struct record_case *c)
{
    for (size_t p = 0; p < c->rules->n; p++)
        for (size_t i = 0; i < c->rules->packs[p]->duties_n; i++) {
            const struct pack_duty *d = &c->rules->packs[p]->duties[i];
            if (strs_have(&d->kinds, c->now.in.kind) && in_force(d, c) && where_holds(d, c) &&
                !same_one_of(c, d))
                c->counts[c->counts_n++].duty = d;
        }
}

/* Why a ticked duty cannot count for this record. */
static bool
may_count(const struct record_case *c, const struct pack_duty *d, struct err *e)
{
    if (!strs_have(&d->kinds, c->now.in.kind) && !strs_have(&d->may_kinds, c->now.in.kind))
        return err_field(e, "duties", tr("“%.*s”不能计入“%.*s”，请取消勾选。"),
            STR_ARG(c->kind->title), STR_ARG(d->title));
    if (!in_force(d, c))
        return err_field(
            e, "duties", tr("“%.*s”当时不适用于本组织，请取消勾选。"), STR_ARG(d->title));
    if (!where_holds(d, c))
        return err_field(e, "duties",
            tr("按所填内容，这次活动不能计入“%.*s”，请更正所填内容或取消勾选。"),
            STR_ARG(d->title));
    return true;
}

static bool
count_chosen(struct record_case *c, struct str code, struct err *e)
{
    const struct pack_duty *d = rules_duty(c->rules, code, NULL);
    if (!d)
        return err_field(
            e, "duties", tr("制度包里没有“%.*s”这项规定动作，请重新选择。"), STR_ARG(code));
    if (counted(c, d))
        return true;
    if (!may_count(c, d, e))
        return false;
    const struct pack_duty *other = same_one_of(c, d);
    if (other)
        return err_field(e, "duties", tr("“%.*s”和“%.*s”不能由同一次活动同时计入，请只选一项。"),
            STR_ARG(other->title), STR_ARG(d->title));
    c->counts[c->counts_n++].duty = d;
    return true;
}

static struct date
due_day(const struct pack_duty *d, int year, int period)
{
    return date_add_days(period_ends(d->period, year, period), d->due_days_after);
}

/* Held in the year after, while the duty's last period could still be met. */
static bool
belongs_to_year_before(const struct pack_duty *d, struct date held)
{
    int year = held.year - 1;
    return d->due_days_after > 0 && date_cmp(held, due_day(d, year, period_count(d->period))) <= 0;
}

static bool
check_year(const struct record_case *c, struct err *e)
{
    struct date held = c->now.in.held_on;
    int year = c->now.in.year;
    if (year == held.year)
        return true;
    for (size_t i = 0; year == held.year - 1 && i < c->counts_n; i++)
        if (belongs_to_year_before(c->counts[i].duty, held))
            return true;
    return err_field(e, "year",
        tr("%s 举办的活动应记入 %d 年度。只有可以在次年补开的规定动作（如组织生活会），在其截止日前举办，才能记入上一年度。"),
        date_format(held).z, held.year);
}

static void
place_count(const struct record_case *c, struct record_count *count)
{
    const struct pack_duty *d = count->duty;
    struct date held = c->now.in.held_on;
    bool before = c->now.in.year < held.year && belongs_to_year_before(d, held);
    count->year = before ? c->now.in.year : held.year;
    count->period = before ? period_count(d->period) : period_of(d->period, held.month);
    count->late =
        c->now.late_days > 0 || date_cmp(held, due_day(d, count->year, count->period)) > 0;
}

static int
by_duty(const void *a, const void *b)
{
    return str_cmp(
        ((const struct record_count *)a)->duty->code, ((const struct record_count *)b)->duty->code);
}

bool
record_counts(struct record_case *c, const struct record_input *in, struct err *e)
{
    c->counts = arena_array(c->w->arena, struct record_count, duty_total(c->rules) + 1);
    c->counts_n = 0;
    if (!in->duties_chosen)
        count_by_kind(c);
    for (size_t i = 0; in->duties_chosen && i < in->duties_n; i++)
        if (!count_chosen(c, in->duties[i], e))
            return false;
    if (!check_year(c, e))
        return false;
    struct record_input *now = &c->now.in;
    now->duties = arena_array(c->w->arena, struct str, c->counts_n + 1);
    now->duties_n = c->counts_n;
    now->duties_chosen = true;
    if (c->counts_n)
        qsort(c->counts, c->counts_n, sizeof c->counts[0], by_duty);
    for (size_t i = 0; i < c->counts_n; i++) {
        place_count(c, &c->counts[i]);
        now->duties[i] = c->counts[i].duty->code;
    }
    return true;
}
