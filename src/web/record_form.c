#include "web/record_form.h"

#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/list.h"
#include "domain/report_keep.h"

static const char *const SEATS[] = {"present", "absent", "excused", "observer", "none", NULL};

const struct param record_params[] = {
    {.name = "kind", .type = PARAM_TEXT, .max = 60, .required = true, .label = N_("种类")},
    {.name = "version", .type = PARAM_INT, .hi = INT64_MAX},
    {.name = "once", .type = PARAM_TEXT, .max = 64},
    {.name = "held_on", .type = PARAM_DATE, .required = true, .label = N_("日期")},
    {.name = "year", .type = PARAM_INT, .lo = 1921, .hi = 9999, .label = N_("年度")},
    {.name = "title", .type = PARAM_TEXT, .max = 600, .label = N_("标题")},
    {.name = "place", .type = PARAM_TEXT, .max = 300, .label = N_("地点")},
    {.name = "host", .type = PARAM_TEXT, .max = 150, .label = N_("主持人")},
    {.name = "recorder", .type = PARAM_TEXT, .max = 150, .label = N_("记录人")},
    {.name = "hours", .type = PARAM_MILLI, .hi = 1000000, .label = N_("学时")},
    {.name = "agenda", .type = PARAM_LINES, .label = N_("议程")},
    {.name = "body", .type = PARAM_LINES, .max = 200000, .label = N_("内容")},
    {.name = "field.*", .type = PARAM_LINES, .label = N_("这一栏")},
    {.name = "quantity.*", .type = PARAM_MILLI, .hi = INT64_MAX, .label = N_("数量")},
    {.name = "att.*", .type = PARAM_ENUM, .values = SEATS, .label = N_("点名")},
    {.name = "reason.*", .type = PARAM_TEXT, .label = N_("未到原因")},
    {.name = "decision.*", .type = PARAM_TEXT, .max = 1000, .label = N_("议定事项")},
    {.name = "owner.*", .type = PARAM_TEXT, .label = N_("责任人")},
    {.name = "by.*", .type = PARAM_DATE, .label = N_("完成日期")},
    {.name = "duties_shown", .type = PARAM_BOOL},
    {.name = "duty.*", .type = PARAM_BOOL},
    {.name = "late_why", .type = PARAM_TEXT, .max = 600, .label = N_("补录原因")},
    {.name = "change_why", .type = PARAM_TEXT, .max = 600, .label = N_("更正原因")},
    {0},
};

/* ---- what the form shows ---- */

static const struct attendance *
find_seat(const struct record_input *in, int64_t person_id)
{
    for (size_t i = 0; i < in->attendance_n; i++)
        if (in->attendance[i].person_id == person_id)
            return &in->attendance[i];
    return NULL;
}

static struct str
typed(struct request *rq, const char *prefix, struct str rest, struct str otherwise)
{
    const char *name = arena_fmt(rq->arena, "%s%.*s", prefix, STR_ARG(rest)).p;
    return param_typed(rq, name, otherwise);
}

static bool
is_due(const struct roll *roll, int64_t person_id)
{
    for (size_t i = 0; i < roll->n; i++)
        if (roll->v[i].person_id == person_id)
            return true;
    return false;
}

static void
add_seat(
    struct request *rq, struct record_form_view *v, const struct roll *roll, const struct person *p)
{
    const struct attendance *a = find_seat(v->in, p->id);
    struct str id = arena_fmt(rq->arena, "%" PRId64, p->id);
    struct seat *s = &v->seats[v->seats_n++];
    *s = (struct seat){.person_id = p->id, .name = p->name, .due = is_due(roll, p->id)};
    s->state = typed(rq, "att.", id, a ? presence_code(a->presence) : S("none"));
    s->reason = typed(rq, "reason.", id, a ? a->reason : S(""));
    v->others |= !s->due;
}

static bool
fill_seats(struct request *rq, struct record_form_view *v, struct err *e)
{
    struct roll roll = {0};
    if (v->kind->roll == ROLL_NONE)
        return true;
    if (!record_roll(rq->work, v->in->org_id, v->kind, v->in->held_on, &roll, e))
        return false;
    v->seats = arena_array(rq->arena, struct seat, v->people.n);
    for (int due = 1; due >= 0; due--)
        for (size_t i = 0; i < v->people.n; i++)
            if (is_due(&roll, v->people.v[i].id) == (due == 1))
                add_seat(rq, v, &roll, &v->people.v[i]);
    return true;
}

static bool
names(const struct pack_strs *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], code))
            return true;
    return false;
}

static bool
chosen(const struct record_input *in, struct str duty)
{
    for (size_t i = 0; i < in->duties_n; i++)
        if (str_eq(in->duties[i], duty))
            return true;
    return false;
}

/* The duties that the org owes and that a record of this kind may count for. */
static bool
fill_duties(struct request *rq, struct record_form_view *v, struct err *e)
{
    struct duty_rows rows;
    const struct pack_duty *last = NULL;
    if (!duty_year(rq->work, v->in->org_id, rq->year, false, &rows, e))
        return false;
    v->duties = arena_array(rq->arena, struct duty_choice, rows.n);
    for (size_t i = 0; i < rows.n; i++) {
        const struct pack_duty *d = rows.v[i].duty;
        bool counts = names(&d->kinds, v->kind->code), may = names(&d->may_kinds, v->kind->code);
        if (d == last || !rows.v[i].applies || (!counts && !may))
            continue;
        last = d;
        bool tick = v->in->duties_chosen ? chosen(v->in, d->code) : counts;
        const char *name = arena_fmt(rq->arena, "duty.%.*s", STR_ARG(d->code)).p;
        v->duties[v->duties_n++] =
            (struct duty_choice){d->code, d->title, param_typed_bool(rq, name, tick)};
        v->may_be_last_year |= counts && d->due_days_after > 0;
    }
    return true;
}

static void
fill_late(struct request *rq, const struct rules *rules, struct record_form_view *v)
{
    v->late_allowance = rules_late_days(rules, v->kind->code);
    int32_t days = date_to_days(rq->work->today) - date_to_days(v->in->held_on);
    v->late = param_typed(rq, "late_why", v->in->late_why).n > 0 ||
        field_error(rq, "late_why").n > 0 || (v->in->id == 0 && days > v->late_allowance);
}

/* Two more than are known, and all that were typed. */
static size_t
decision_lines(struct request *rq, const struct record_input *in)
{
    enum {
        LINES_MAX = 200
    };

    size_t n = in->decisions_n + 2;
    for (size_t i = n + 1; i <= LINES_MAX; i++)
        if (typed(rq, "decision.", arena_fmt(rq->arena, "%zu", i), S("")).n)
            n = i;
    return n;
}

bool
record_form_fill(struct request *rq, struct record_form_view *v, struct err *e)
{
    struct org org;
    const struct rules *rules;
    struct person_filter everybody = {.org_id = v->in->org_id, .on = v->in->held_on, .limit = 500};
    if (!org_get(rq->work, v->in->org_id, &org, e) ||
        !rules_for(rq->work, org.root_id, rq->year, &rules, e))
        return false;
    v->kind = rules_kind(rules, v->in->kind);
    if (!v->kind)
        return err_set(
            e, ERR_NOT_FOUND, tr("本年度采用的制度包没有这一种记录。请从“记一笔”重新选择。"));
    if (!person_list(rq->work, &everybody, &v->people, e))
        return false;
    fill_late(rq, rules, v);
    if (v->in->id && !report_locked(rq->work, v->in->org_id, v->in->year, &v->locked, e))
        return false;
    v->decision_lines = rq->failed ? decision_lines(rq, v->in) : v->in->decisions_n + 2;
    return fill_seats(rq, v, e) && fill_duties(rq, v, e);
}

struct str
record_form_value(const struct record_input *in, struct str code)
{
    for (size_t i = 0; i < in->fields_n; i++)
        if (str_eq(in->fields[i].code, code))
            return in->fields[i].value;
    return S("");
}

struct str
record_form_amount(struct request *rq, const struct record_input *in, struct str code)
{
    for (size_t i = 0; i < in->quantities_n; i++)
        if (str_eq(in->quantities[i].code, code))
            return arena_str(rq->arena, str_from(milli_format(in->quantities[i].milli).z));
    return S("");
}

/* ---- what the form sends ---- */

static size_t
count_params(const struct request *rq, const char *name)
{
    size_t n = 0;
    for (struct param_each it = {0}; param_next(rq, name, &it);)
        n++;
    return n;
}

/* The value of "prefix" + rest, as sent. */
static struct str
sibling(struct request *rq, const char *name, struct str rest)
{
    for (struct param_each it = {0}; param_next(rq, name, &it);)
        if (str_eq(it.rest, rest))
            return it.text;
    return S("");
}

static void
read_seats(struct request *rq, struct record_input *in)
{
    in->attendance = arena_array(rq->arena, struct attendance, count_params(rq, "att.*"));
    for (struct param_each it = {0}; param_next(rq, "att.*", &it);) {
        struct attendance *a = &in->attendance[in->attendance_n];
        if (it.id == 0 || !presence_parse(it.text, &a->presence))
            continue; /* "none": not listed */
        a->person_id = it.id;
        a->reason = sibling(rq, "reason.*", it.rest);
        in->attendance_n++;
    }
}

static void
read_amounts(struct request *rq, struct record_input *in)
{
    in->fields = arena_array(rq->arena, struct field_value, count_params(rq, "field.*"));
    for (struct param_each it = {0}; param_next(rq, "field.*", &it);)
        if (!str_empty(it.text))
            in->fields[in->fields_n++] = (struct field_value){it.rest, it.text};
    in->quantities = arena_array(rq->arena, struct quantity, count_params(rq, "quantity.*"));
    for (struct param_each it = {0}; param_next(rq, "quantity.*", &it);)
        if (!str_empty(it.text))
            in->quantities[in->quantities_n++] =
                (struct quantity){.code = it.rest, .milli = it.value};
    in->duties_chosen = param_bool(rq, "duties_shown");
    in->duties = arena_array(rq->arena, struct str, count_params(rq, "duty.*"));
    for (struct param_each it = {0}; param_next(rq, "duty.*", &it);)
        if (it.value)
            in->duties[in->duties_n++] = it.rest;
}

static void
read_decisions(struct request *rq, struct record_input *in)
{
    in->decisions = arena_array(rq->arena, struct decision, count_params(rq, "decision.*"));
    for (struct param_each it = {0}; param_next(rq, "decision.*", &it);) {
        if (str_empty(it.text))
            continue;
        struct decision *d = &in->decisions[in->decisions_n++];
        d->text = it.text;
        d->owner = sibling(rq, "owner.*", it.rest);
        for (struct param_each by = {0}; param_next(rq, "by.*", &by);)
            if (str_eq(by.rest, it.rest))
                d->due_on = by.date;
    }
}

void
record_form_read(struct request *rq, struct record_input *in)
{
    in->kind = param_text(rq, "kind");
    in->held_on = param_date(rq, "held_on");
    in->year = (int)param_int(rq, "year", 0);
    in->title = param_text(rq, "title");
    in->place = param_text(rq, "place");
    in->host = param_text(rq, "host");
    in->recorder = param_text(rq, "recorder");
    in->hours_milli = param_int(rq, "hours", 0);
    in->agenda = param_text(rq, "agenda");
    in->body = param_text(rq, "body");
    in->late_why = param_text(rq, "late_why");
    in->change_why = param_text(rq, "change_why");
    read_amounts(rq, in);
    read_decisions(rq, in);
    read_seats(rq, in);
}
