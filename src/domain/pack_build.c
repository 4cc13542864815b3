#include "domain/pack_raw.h"

#include "base/lang.h"

enum {
    DAYS_MAX = 366,
    COUNT_MAX = 366,
    HOURS_MAX = 2000,
    LENGTH_MAX = 100000
};

#define WARN_MAX INT64_C(9000000000)

/* An absent number is 0. */
static bool
number(struct pack_case *c, const struct yaml_node *at, const char *text, int64_t max, int64_t *v)
{
    *v = 0;
    if (!text || str_to_i64(str_from(text), 0, max, v))
        return true;
    return PACK_FAULT(c, at, tr("应为 0 到 %lld 的整数，现在是“%s”。"), (long long)max, text);
}

static bool
day(struct pack_case *c, const struct yaml_node *at, const char *text, struct date *d)
{
    *d = (struct date){0, 0, 0};
    if (!text || date_parse(str_from(text), d))
        return true;
    return PACK_FAULT(c, at, tr("应为 2023-07-01 这样的日期，现在是“%s”。"), text);
}

static struct pack_strs
strs(struct pack_case *c, const struct raw_list *raw)
{
    struct pack_strs s = {arena_array(c->arena, struct str, raw->n), raw->n};
    for (size_t i = 0; i < s.n; i++)
        s.v[i] = str_from(raw->v[i]);
    return s;
}

/* "branch=党支部" split into two lists. */
static bool
pairs(struct pack_case *c, const char *key, const struct raw_list *raw, struct pack_strs *codes,
    struct pack_strs *titles)
{
    *codes = (struct pack_strs){arena_array(c->arena, struct str, raw->n), raw->n};
    *titles = (struct pack_strs){arena_array(c->arena, struct str, raw->n), raw->n};
    for (size_t i = 0; i < raw->n; i++) {
        struct str s = str_from(raw->v[i]);
        size_t eq = str_find_char(s, '=', 0);
        if (eq != SIZE_MAX) {
            codes->v[i] = str_trim(str_slice(s, 0, eq));
            titles->v[i] = str_trim(str_slice(s, eq + 1, s.n));
        }
        if (codes->v[i].n == 0 || titles->v[i].n == 0)
            return PACK_FAULT(c, yaml_item(yaml_key(c->root, str_from(key)), i + 1),
                tr("应写成“代码=名称”，如 secretary=书记。"));
    }
    return true;
}

/* ---- kinds ---- */

static void
build_field(struct pack_case *c, const struct raw_field *raw, struct pack_field *f)
{
    *f = (struct pack_field){.code = str_from(raw->code),
        .title = str_from(raw->title),
        .hint = str_from(raw->hint),
        .type = (enum field_type)raw->type,
        .required = raw->required,
        .choices = strs(c, &raw->choices)};
}

static bool
build_quantity(struct pack_case *c, const struct raw_quantity *raw, const struct yaml_node *at,
    struct pack_quantity *q)
{
    *q = (struct pack_quantity){
        .code = str_from(raw->code), .title = str_from(raw->title), .unit = str_from(raw->unit)};
    return number(c, yaml_key(at, S("warn_above")), raw->warn_above, WARN_MAX, &q->warn_above);
}

static bool
build_quorum(struct pack_case *c, const char *text, const struct yaml_node *at, struct pack_kind *k)
{
    if (!text)
        return true;
    struct str rest = str_from(text), num, den;
    int64_t n, d;
    if (!str_split(&rest, '/', &num) || !str_split(&rest, '/', &den) || rest.n > 0 ||
        !str_to_i64(num, 1, 100, &n) || !str_to_i64(den, n, 100, &d))
        return PACK_FAULT(
            c, yaml_key(at, S("quorum")), tr("应为 1/2、4/5 这样的比例，现在是“%s”。"), text);
    k->quorum_num = (int)n;
    k->quorum_den = (int)d;
    return true;
}

static bool
build_kind(struct pack_case *c, const struct raw_kind *raw, const struct yaml_node *at,
    struct pack_kind *k)
{
    *k = (struct pack_kind){.code = str_from(raw->code),
        .title = str_from(raw->title),
        .family = str_from(raw->family),
        .roll = (enum pack_roll)raw->roll,
        .fields = arena_array(c->arena, struct pack_field, raw->fields_n),
        .fields_n = raw->fields_n,
        .quantities = arena_array(c->arena, struct pack_quantity, raw->quantities_n),
        .quantities_n = raw->quantities_n,
        .agenda = raw->agenda,
        .decisions = raw->decisions,
        .hours = raw->hours,
        .quorum_basis = str_from(raw->quorum_basis),
        .is_private = raw->is_private};
    for (size_t i = 0; i < k->fields_n; i++)
        build_field(c, &raw->fields[i], &k->fields[i]);
    const struct yaml_node *list = yaml_key(at, S("quantities"));
    for (size_t i = 0; i < k->quantities_n; i++)
        if (!build_quantity(c, &raw->quantities[i], yaml_item(list, i + 1), &k->quantities[i]))
            return false;
    return build_quorum(c, raw->quorum, at, k);
}

/* ---- duties ---- */

/* "full_members >= 7": three words. */
static bool
build_condition(
    struct pack_case *c, const char *text, const struct yaml_node *at, struct pack_condition *cond)
{
    static const struct {
        struct str sign;
        int op;
    } ops[] = {{str_lit(">="), COND_GE}, {str_lit("<="), COND_LE}, {str_lit("=="), COND_EQ},
        {str_lit(">"), COND_GT}, {str_lit("<"), COND_LT}};
    struct str rest = str_from(text), sign, value;
    if (str_split(&rest, ' ', &cond->fact) && str_split(&rest, ' ', &sign) &&
        str_split(&rest, ' ', &value) && rest.n == 0 &&
        str_to_i64(value, 0, INT32_MAX, &cond->value))
        for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
            if (str_eq(ops[i].sign, sign)) {
                cond->op = ops[i].op;
                return true;
            }
    return PACK_FAULT(c, at,
        tr("应为“事实 比较号 整数”，比较号是 >=、<=、==、>、< 之一，如 full_members >= "
           "7；现在是“%s”。"),
        text);
}

static bool
build_conditions(struct pack_case *c, const struct raw_list *raw, const struct yaml_node *at,
    struct pack_duty *d)
{
    const struct yaml_node *list = yaml_key(at, S("when"));
    d->when = arena_array(c->arena, struct pack_condition, raw->n);
    d->when_n = raw->n;
    for (size_t i = 0; i < raw->n; i++)
        if (!build_condition(c, raw->v[i], yaml_item(list, i + 1), &d->when[i]))
            return false;
    return true;
}

static bool
build_duty_numbers(struct pack_case *c, const struct raw_duty *raw, const struct yaml_node *at,
    struct pack_duty *d)
{
    int64_t after;
    if (!number(c, yaml_key(at, S("count")), raw->count, COUNT_MAX, &d->count) ||
        !number(c, yaml_key(at, S("hours")), raw->hours, HOURS_MAX, &d->hours) ||
        !number(c, yaml_key(at, S("due_days_after")), raw->due_days_after, DAYS_MAX, &after) ||
        !day(c, yaml_key(at, S("valid_from")), raw->valid_from, &d->valid_from) ||
        !day(c, yaml_key(at, S("valid_to")), raw->valid_to, &d->valid_to))
        return false;
    d->due_days_after = (int)after;
    return build_conditions(c, &raw->when, at, d);
}

static bool
build_duty(struct pack_case *c, const struct raw_duty *raw, const struct yaml_node *at,
    struct pack_duty *d)
{
    *d = (struct pack_duty){.code = str_from(raw->code),
        .title = str_from(raw->title),
        .basis = str_from(raw->basis),
        .evidence = str_from(raw->evidence),
        .who = str_from(raw->who),
        .confidence = (enum pack_confidence)raw->confidence,
        .demanded = raw->demanded,
        .on = raw->on,
        .off_why = str_from(raw->off_why),
        .org_kinds = strs(c, &raw->org_kinds),
        .period = (enum pack_period)raw->period,
        .per = (enum pack_per)raw->per,
        .kinds = strs(c, &raw->kinds),
        .may_kinds = strs(c, &raw->may_kinds),
        .where_field = str_from(raw->where_field),
        .where_value = str_from(raw->where_value),
        .one_of = str_from(raw->one_of),
        .when_text = str_from(raw->when_text)};
    return build_duty_numbers(c, raw, at, d);
}

/* ---- figures and the report ---- */

static void
build_figure(struct pack_case *c, const struct raw_figure *raw, struct pack_figure *f)
{
    *f = (struct pack_figure){.code = str_from(raw->code),
        .title = str_from(raw->title),
        .unit = str_from(raw->unit),
        .definition = str_from(raw->definition),
        .measure = (enum pack_measure)raw->measure,
        .kinds = strs(c, &raw->kinds),
        .words = strs(c, &raw->words),
        .quantity = str_from(raw->quantity),
        .where_field = str_from(raw->where_field),
        .where_value = str_from(raw->where_value)};
}

static bool
build_part(struct pack_case *c, const struct raw_part *raw, const struct yaml_node *at,
    struct pack_part *p)
{
    const char *texts[] = {raw->section, raw->heading, raw->text, raw->records};

    static const enum pack_part_kind kinds[] = {
        PART_SECTION, PART_HEADING, PART_TEXT, PART_RECORDS};

    size_t set = 0;
    for (size_t i = 0; i < 4; i++)
        if (texts[i] && texts[i][0]) {
            p->kind = kinds[i];
            p->text = str_from(texts[i]);
            set++;
        }
    if (set != 1)
        return PACK_FAULT(c, at, tr("应在 section、heading、text、records 中正好写一个。"));
    p->kinds = strs(c, &raw->kinds);
    p->where_field = str_from(raw->where_field);
    p->where_value = str_from(raw->where_value);
    return true;
}

/* ---- the pack ---- */

static bool
build_head(struct pack_case *c, const struct raw_pack *raw, struct pack *p)
{
    struct pack_strs *codes = &p->org_kinds;
    p->name = str_from(raw->name);
    p->version = str_from(raw->version);
    p->title = str_from(raw->title);
    p->root_kind_hint = str_from(raw->root_kind_hint);
    p->report_title = str_from(raw->report_title);
    p->report_duty = str_from(raw->report_duty);
    p->committee_posts = strs(c, &raw->committee_posts);
    return number(c, yaml_key(c->root, S("late_entry_days")), raw->late_entry_days, DAYS_MAX,
               &p->late_entry_days) &&
        pairs(c, "org_kinds", &raw->org_kinds, codes, &p->org_kind_titles) &&
        pairs(c, "posts", &raw->posts, &p->posts, &p->post_titles) &&
        pairs(c, "memberships", &raw->memberships, &p->memberships, &p->membership_titles) &&
        pairs(c, "flags", &raw->flags, &p->flags, &p->flag_titles);
}

static bool
build_other_report(struct pack_case *c, const struct raw_report *raw, const struct yaml_node *at,
    struct pack_report *r)
{
    const struct yaml_node *list = yaml_key(at, S("parts"));
    *r = (struct pack_report){.code = str_from(raw->code),
        .title = str_from(raw->title),
        .report_title = str_from(raw->report_title),
        .per = (enum pack_report_per)raw->per,
        .kinds = strs(c, &raw->kinds),
        .parts = arena_array(c->arena, struct pack_part, raw->parts_n),
        .parts_n = raw->parts_n};
    for (size_t i = 0; i < r->parts_n; i++)
        if (!build_part(c, &raw->parts[i], yaml_item(list, i + 1), &r->parts[i]))
            return false;
    return number(c, yaml_key(at, S("length")), raw->length, LENGTH_MAX, &r->length);
}

static bool
build_reports(struct pack_case *c, const struct raw_pack *raw, struct pack *p)
{
    const struct yaml_node *list = yaml_key(c->root, S("report"));
    const struct yaml_node *others = yaml_key(c->root, S("reports"));
    p->report = arena_array(c->arena, struct pack_part, raw->report_n);
    p->report_n = raw->report_n;
    for (size_t i = 0; i < p->report_n; i++)
        if (!build_part(c, &raw->report[i], yaml_item(list, i + 1), &p->report[i]))
            return false;
    p->reports = arena_array(c->arena, struct pack_report, raw->reports_n);
    p->reports_n = raw->reports_n;
    for (size_t i = 0; i < p->reports_n; i++)
        if (!build_other_report(c, &raw->reports[i], yaml_item(others, i + 1), &p->reports[i]))
            return false;
    return number(c, yaml_key(c->root, S("report_length")), raw->report_length, LENGTH_MAX,
        &p->report_length);
}

static bool
build_events(struct pack_case *c, const struct raw_pack *raw, struct pack *p)
{
    const struct yaml_node *list = yaml_key(c->root, S("events"));
    p->events = arena_array(c->arena, struct pack_event, raw->events_n);
    p->events_n = raw->events_n;
    for (size_t i = 0; i < p->events_n; i++) {
        p->events[i].words = str_from(raw->events[i].words);
        if (!day(c, yaml_key(yaml_item(list, i + 1), S("on")), raw->events[i].on, &p->events[i].on))
            return false;
    }
    return true;
}

bool
pack_build(struct pack_case *c, const struct raw_pack *raw, struct pack *p)
{
    const struct yaml_node *kinds = yaml_key(c->root, S("kinds"));
    const struct yaml_node *duties = yaml_key(c->root, S("duties"));
    if (!build_head(c, raw, p))
        return false;
    p->kinds = arena_array(c->arena, struct pack_kind, raw->kinds_n);
    p->kinds_n = raw->kinds_n;
    for (size_t i = 0; i < p->kinds_n; i++)
        if (!build_kind(c, &raw->kinds[i], yaml_item(kinds, i + 1), &p->kinds[i]))
            return false;
    p->duties = arena_array(c->arena, struct pack_duty, raw->duties_n);
    p->duties_n = raw->duties_n;
    for (size_t i = 0; i < p->duties_n; i++)
        if (!build_duty(c, &raw->duties[i], yaml_item(duties, i + 1), &p->duties[i]))
            return false;
    p->figures = arena_array(c->arena, struct pack_figure, raw->figures_n);
    p->figures_n = raw->figures_n;
    for (size_t i = 0; i < p->figures_n; i++)
        build_figure(c, &raw->figures[i], &p->figures[i]);
    return build_reports(c, raw, p) && build_events(c, raw, p);
}
