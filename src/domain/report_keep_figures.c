/* The figures of a report as they were sent, beside those of today. */
#include "domain/report_keep_int.h"

#include "base/str.h"

static struct report_drift
compare(const struct report_figure *then, const struct figures *now)
{
    struct report_drift c = {.then = *then};
    for (size_t i = 0; i < now->n && !c.known; i++) {
        const struct figure *f = &now->v[i];
        if (!str_eq(f->def->code, then->code))
            continue;
        c.known = true;
        c.has_value = f->has_value;
        c.milli = f->milli;
        c.records = f->records;
    }
    c.same = c.known && c.has_value == then->has_value && (!c.has_value || c.milli == then->milli);
    return c;
}

bool
report_drifts(struct work *w, const struct report_at *at, const struct report_content *c,
    struct report_drifts *list, struct err *e)
{
    struct figures now;
    *list = (struct report_drifts){0};
    if (!figure_year(w, at->org_id, at->year, &now, e))
        return false;
    list->v = arena_array(w->arena, struct report_drift, c->figures_n + 1);
    for (; list->n < c->figures_n; list->n++) {
        struct report_drift one = compare(&c->figures[list->n], &now);
        list->others += !one.same;
        list->v[list->n] = one;
    }
    return true;
}
