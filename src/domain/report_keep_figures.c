/* The figures of a report as they were sent, beside those of today. */
#include "domain/report_keep_int.h"

#include "base/str.h"

static const struct figure *
find(const struct figures *all, struct str code)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(all->v[i].def->code, code))
            return &all->v[i];
    return NULL;
}

static struct report_drift
compare(const struct report_figure *then, const struct figure *now)
{
    struct report_drift c = {.then = *then, .known = now != NULL};
    if (now) {
        c.has_value = now->has_value;
        c.milli = now->milli;
        c.records = now->records;
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
        struct report_drift one =
            compare(&c->figures[list->n], find(&now, c->figures[list->n].code));
        list->others += !one.same;
        list->v[list->n] = one;
    }
    return true;
}
