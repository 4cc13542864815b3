/* Which report an audience is: the yearly one of the secretary, or one of the packs' for other readers. */
#include "base/bug.h"
#include "base/lang.h"
#include "domain/report_int.h"

struct str
report_quarter_title(int quarter)
{
    static const struct str titles[] = {
        str_lit("第一季度"), str_lit("第二季度"), str_lit("第三季度"), str_lit("第四季度")};
    BUG_ON(quarter < 1 || quarter > 4, "a year has four quarters");
    return titles[quarter - 1];
}

/* "quarter-2" → the form "quarter" and 2; a number of 0 where none stands. */
static const struct pack_report *
find_form(const struct rules *rules, struct str audience, int64_t *number)
{
    const struct pack_report *form = rules_report(rules, audience);
    size_t dash = audience.n;
    *number = 0;
    if (form)
        return form->per == REPORT_PER_YEAR ? form : NULL;
    while (dash > 0 && audience.p[dash - 1] != '-')
        dash--;
    if (dash < 2 || !str_to_i64(str_slice(audience, dash, audience.n), 1, INT64_MAX, number))
        return NULL;
    form = rules_report(rules, str_slice(audience, 0, dash - 1));
    return form && form->per != REPORT_PER_YEAR ? form : NULL;
}

static bool
unknown(struct drafting *d, struct err *e)
{
    return err_set(
        e, ERR_NOT_FOUND, tr("%d年度的制度包里没有这种报告，请从清单中选择。"), d->draft->year);
}

bool
report_about_get(struct drafting *d, struct str audience, struct err *e)
{
    struct arena *a = d->w->arena;
    struct report_about *x = &d->about;
    int64_t number = 0;
    if (str_empty(audience) || str_eq(audience, S("secretary"))) {
        x->audience = S("secretary");
        x->outline = rules_outline(a, d->rules);
        return true;
    }
    x->form = find_form(d->rules, audience, &number);
    if (!x->form)
        return unknown(d, e);
    x->audience = arena_str(a, audience);
    x->outline = rules_outline_of(a, d->rules, x->form->code);
    if (x->form->per == REPORT_PER_QUARTER) {
        if (number > 4)
            return unknown(d, e);
        x->quarter = d->draft->quarter = (int)number;
    }
    if (x->form->per == REPORT_PER_RECORD) {
        x->record_id = number;
        if (!report_records_read(d, e))
            return false;
        const struct report_listed *r = report_find_listed(d, number);
        const struct pack_part lists = {.kinds = x->form->kinds};
        if (!r || !report_lists(d, &lists, r))
            return unknown(d, e);
    }
    return true;
}

/* People counted once over the year cannot be told for a part of it. */
static bool
quarter_value(struct drafting *d, struct figure *f, struct err *e)
{
    struct figure_records list;
    if (!f->has_value)
        return true;
    f->has_value = false;
    f->milli = f->records = 0;
    if (f->def->measure == MEASURE_PEOPLE)
        return true;
    if (!figure_records(d->w, d->org.id, d->draft->year, f->def->code, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].held_on.year == d->draft->year &&
            (list.v[i].held_on.month - 1) / 3 + 1 == d->about.quarter) {
            f->has_value = true;
            f->milli += list.v[i].milli;
            f->records++;
        }
    return true;
}

bool
report_about_values(struct drafting *d, struct err *e)
{
    if (!figure_year(d->w, d->org.id, d->draft->year, &d->values, e))
        return false;
    for (size_t i = 0; d->about.quarter && i < d->values.n; i++)
        if (!quarter_value(d, &d->values.v[i], e))
            return false;
    return true;
}
