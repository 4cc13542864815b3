#include "base/lang.h"
#include "cli/commands.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "web/view_json.h"

static int
year_of_call(const struct call *c, const struct work *w)
{
    return (int)call_int(c, "year", w->today.year);
}

/* ---- duties ---- */

static bool
rows_json(struct call *c, struct work *w, const struct duty_rows *rows, struct err *e)
{
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < rows->n; i++)
        if (!view_json_duty(&j, w, &rows->v[i], e))
            return false;
    json_array_end(&j);
    out_char(&c->out, '\n');
    return true;
}

static void
rows_table(struct call *c, const struct duty_rows *rows)
{
    struct table t;
    table_init(&t, c, 6);
    for (size_t i = 0; i < rows->n; i++) {
        const struct duty_row *row = &rows->v[i];
        table_cell(&t, row->duty->code);
        table_cell(&t, row->duty->title);
        table_cell(&t, view_period_code(c->arena, row));
        table_cell(&t, str_from(date_format(row->due_on).z));
        table_cell(&t, duty_state_title(row->state));
        table_cell(
            &t, arena_fmt(c->arena, "%lld/%lld", (long long)row->have, (long long)row->need));
    }
    table_print(&t);
}

bool
cmd_duties(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct duty_rows rows;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e) &&
        duty_year(&w, org.id, year_of_call(c, &w), call_has(c, "all"), &rows, e);
    if (ok && c->json)
        ok = rows_json(c, &w, &rows, e);
    else if (ok)
        rows_table(c, &rows);
    work_end(&w);
    return ok;
}

struct duty_call {
    struct call *c;
    int64_t org_id;
    int year;
};

static bool
reason(struct work *w, void *arg, struct err *e)
{
    struct duty_call *x = arg;
    struct call *c = x->c;
    struct duty_key key = {
        x->org_id, year_of_call(c, w), c->args[0], (int)call_int(c, "period", 1)};
    return duty_state_reason(w, &key, call_text(c, "why"), e);
}

bool
cmd_duty_reason(struct call *c, struct err *e)
{
    struct org org;
    if (!call_org_once(c, &org, e))
        return false;
    struct duty_call x = {.c = c, .org_id = org.id};
    return call_write(c, reason, &x, e);
}

static bool
turn(struct work *w, void *arg, struct err *e)
{
    struct duty_call *x = arg;
    return duty_switch(
        w, x->org_id, x->c->args[0], !call_has(x->c, "off"), call_text(x->c, "why"), e);
}

bool
cmd_duty_switch(struct call *c, struct err *e)
{
    struct org org;
    if (!call_org_once(c, &org, e))
        return false;
    struct duty_call x = {.c = c, .org_id = org.id};
    return call_write(c, turn, &x, e);
}

static bool
open_year(struct work *w, void *arg, struct err *e)
{
    const struct duty_call *x = arg;
    return duty_recompute(w, x->org_id, x->year, e) &&
        figure_recompute_all(w, x->org_id, x->year, e);
}

bool
cmd_year_open(struct call *c, struct err *e)
{
    struct org org;
    struct duty_call x = {.c = c, .year = (int)call_int(c, "year", 0)};
    if (!call_org_once(c, &org, e))
        return false;
    x.org_id = org.id;
    return call_write(c, open_year, &x, e);
}

/* ---- figures ---- */

static bool
figures_json(
    struct call *c, struct work *w, int64_t org_id, const struct figures *list, struct err *e)
{
    struct view_of of = {org_id, year_of_call(c, w)};
    struct json_out j = json_begin(&c->out);
    json_array(&j);
    for (size_t i = 0; i < list->n; i++)
        if (!view_json_figure(&j, w, &of, &list->v[i], e))
            return false;
    json_array_end(&j);
    out_char(&c->out, '\n');
    return true;
}

static void
figures_table(struct call *c, const struct figures *list)
{
    struct table t;
    table_init(&t, c, 4);
    for (size_t i = 0; i < list->n; i++) {
        const struct figure *f = &list->v[i];
        table_cell(&t, f->def->code);
        table_cell(&t, f->def->title);
        table_cell(&t,
            f->has_value
                ? arena_fmt(c->arena, "%s %.*s", milli_format(f->milli).z, STR_ARG(f->def->unit))
                : str_from(tr("无记录")));
        table_cell(&t, arena_fmt(c->arena, tr("%lld 条记录"), (long long)f->records));
    }
    table_print(&t);
}

bool
cmd_figures(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct figures list;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e) && figure_year(&w, org.id, year_of_call(c, &w), &list, e);
    if (ok && c->json)
        ok = figures_json(c, &w, org.id, &list, e);
    else if (ok)
        figures_table(c, &list);
    work_end(&w);
    return ok;
}
