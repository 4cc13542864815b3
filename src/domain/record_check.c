/* What a record must hold before it is written: each text within bounds, the kind's own fields, amounts, the roll call
   and the day. Every refusal names the field. */
#include "domain/record_int.h"

#include "base/lang.h"
#include "domain/check.h"
#include "domain/figure.h"
#include "store/store.h"

#include <stdlib.h>

enum {
    LINE_MAX = 200,
    AGENDA_MAX = 20000,
    BODY_MAX = 200000,
    ATTENDANCE_MAX = 5000,
    DECISIONS_MAX = 100,
    HOURS_MAX = 1000
};

bool
strs_have(const struct pack_strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], s))
            return true;
    return false;
}

struct str
record_field(const struct record_input *in, struct str code)
{
    for (size_t i = 0; i < in->fields_n; i++)
        if (str_eq(in->fields[i].code, code))
            return in->fields[i].value;
    return S("");
}

static bool
line(struct str *s, const char *field, const char *title, size_t min, struct err *e)
{
    *s = str_trim(*s);
    return check_line(*s, field, title, min, LINE_MAX, e);
}

/* A form's line ends are CR LF; here they are LF. */
static struct str
without_cr(struct arena *a, struct str s)
{
    if (str_find_char(s, '\r', 0) == SIZE_MAX)
        return s;
    char *p = arena_array(a, char, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            p[n++] = s.p[i];
    return str_make(p, n);
}

static bool
text(struct arena *a, struct str *s, const char *field, const char *title, struct err *e)
{
    size_t max = strcmp(field, "body") == 0 ? BODY_MAX : AGENDA_MAX;
    *s = without_cr(a, str_trim(*s));
    return check_text(*s, field, title, 0, max, e);
}

static bool
check_texts(struct arena *a, struct record_input *now, struct err *e)
{
    return line(&now->title, "title", tr("标题"), 1, e) &&
        line(&now->place, "place", tr("地点"), 0, e) &&
        line(&now->host, "host", tr("主持人"), 0, e) &&
        line(&now->recorder, "recorder", tr("记录人"), 0, e) &&
        text(a, &now->agenda, "agenda", tr("议题"), e) &&
        text(a, &now->body, "body", tr("内容"), e) &&
        line(&now->late_why, "late_why", tr("补录原因"), 0, e) &&
        line(&now->change_why, "change_why", tr("修改原因"), 0, e);
}

static bool
check_day(struct record_case *c, struct err *e)
{
    struct date held = c->now.in.held_on;
    if (date_is_none(held) || !date_valid(held))
        return err_field(e, "held_on", "%s", tr("请填写举办日期，例如 2023-07-01。"));
    if (date_cmp(held, c->w->today) > 0)
        return err_field(e, "held_on",
            tr("举办日期 %s 还没有到。台账只记录已经发生的事，请在举办后再登记。"),
            date_format(held).z);
    if (!date_is_none(c->org.closed_on) && date_cmp(held, c->org.closed_on) > 0)
        return err_field(e, "held_on", tr("该组织已于 %s 撤销，不能登记此后的活动。"),
            date_format(c->org.closed_on).z);
    return true;
}

static bool
check_number(struct str value)
{
    int64_t milli;
    return milli_parse(value, &milli);
}

/* One field of the kind; the value is trimmed. */
static bool
check_field(struct record_case *c, const struct pack_field *f, struct str *value, struct err *e)
{
    const char *name = arena_fmt(c->w->arena, "field.%.*s", STR_ARG(f->code)).p;
    const char *title = arena_cstr(c->w->arena, f->title);
    struct date d;
    if (!(f->type == FIELD_LONG ? text(c->w->arena, value, name, title, e)
                                : line(value, name, title, 0, e)))
        return false;
    if (str_empty(*value)) {
        if (f->required)
            return err_field(e, name, tr("“%.*s”必须填写。"), STR_ARG(f->title));
        return true;
    }
    switch (f->type) {
    case FIELD_NUMBER:
        return check_number(*value) ||
            err_field(e, name, tr("“%.*s”请填数字，例如 20 或 1.5。"), STR_ARG(f->title));
    case FIELD_DATE:
        return date_parse(*value, &d) ||
            err_field(e, name, tr("“%.*s”请填日期，例如 2023-07-01。"), STR_ARG(f->title));
    case FIELD_TICK:
        return str_eq(*value, S("1")) ||
            err_field(e, name, tr("“%.*s”只能勾选或不勾选。"), STR_ARG(f->title));
    case FIELD_CHOICE:
        return strs_have(&f->choices, *value) ||
            err_field(e, name, tr("“%.*s”没有“%.*s”这一项，请从列出的各项中选择。"),
                STR_ARG(f->title), STR_ARG(*value));
    case FIELD_TEXT:
    case FIELD_LONG:
        break;
    }
    return true;
}

static bool
known_field(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; i < kind->fields_n; i++)
        if (str_eq(kind->fields[i].code, code))
            return true;
    return false;
}

static int
by_code(const void *a, const void *b)
{
    return str_cmp(((const struct field_value *)a)->code, ((const struct field_value *)b)->code);
}

/* Only filled fields are kept, in order of their codes. */
static bool
check_fields(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    for (size_t i = 0; i < in->fields_n; i++)
        if (!str_empty(in->fields[i].value) && !known_field(c->kind, in->fields[i].code))
            return err_field(e, arena_fmt(c->w->arena, "field.%.*s", STR_ARG(in->fields[i].code)).p,
                tr("“%.*s”没有“%.*s”这一栏。"), STR_ARG(c->kind->title),
                STR_ARG(in->fields[i].code));
    now->fields = arena_array(c->w->arena, struct field_value, c->kind->fields_n + 1);
    now->fields_n = 0;
    for (size_t i = 0; i < c->kind->fields_n; i++) {
        const struct pack_field *f = &c->kind->fields[i];
        struct str value = record_field(in, f->code);
        if (!check_field(c, f, &value, e))
            return false;
        if (!str_empty(value))
            now->fields[now->fields_n++] = (struct field_value){f->code, value};
    }
    if (now->fields_n)
        qsort(now->fields, now->fields_n, sizeof now->fields[0], by_code);
    return true;
}

static const struct pack_quantity *
find_quantity(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; i < kind->quantities_n; i++)
        if (str_eq(kind->quantities[i].code, code))
            return &kind->quantities[i];
    return NULL;
}

static int
by_quantity(const void *a, const void *b)
{
    return str_cmp(((const struct quantity *)a)->code, ((const struct quantity *)b)->code);
}

static bool
check_quantities(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    now->quantities = arena_array(c->w->arena, struct quantity, in->quantities_n + 1);
    now->quantities_n = 0;
    for (size_t i = 0; i < in->quantities_n; i++) {
        const struct quantity *q = &in->quantities[i];
        const struct pack_quantity *p = find_quantity(c->kind, q->code);
        const char *name = arena_fmt(c->w->arena, "quantity.%.*s", STR_ARG(q->code)).p;
        if (!p)
            return err_field(e, name, tr("“%.*s”没有“%.*s”这一数量。"), STR_ARG(c->kind->title),
                STR_ARG(q->code));
        if (q->milli < 0 || q->milli > INT64_C(9000000000000000))
            return err_field(
                e, name, tr("“%.*s”的数量不能是负数，也不能超过 9 万亿。"), STR_ARG(p->title));
        now->quantities[now->quantities_n++] = (struct quantity){
            .code = p->code, .unit = p->unit, .title = p->title, .milli = q->milli};
    }
    if (now->quantities_n)
        qsort(now->quantities, now->quantities_n, sizeof now->quantities[0], by_quantity);
    for (size_t i = 1; i < now->quantities_n; i++)
        if (str_eq(now->quantities[i].code, now->quantities[i - 1].code))
            return err_field(e,
                arena_fmt(c->w->arena, "quantity.%.*s", STR_ARG(now->quantities[i].code)).p,
                tr("“%.*s”填了两次，请只留一个。"), STR_ARG(now->quantities[i].title));
    return true;
}

static bool
check_hours(struct record_case *c, struct err *e)
{
    int64_t hours = c->now.in.hours_milli;
    if (hours && !c->kind->hours)
        return err_field(e, "hours", tr("“%.*s”不计学时，请把学时留空。"), STR_ARG(c->kind->title));
    if (hours < 0 || hours > (int64_t)HOURS_MAX * 1000)
        return err_field(e, "hours", tr("学时应在 0 到 %d 之间。"), HOURS_MAX);
    return true;
}

static bool
check_decisions(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    if (in->decisions_n > DECISIONS_MAX)
        return err_field(e, "decisions", tr("议定事项最多 %d 条。"), DECISIONS_MAX);
    now->decisions = arena_array(c->w->arena, struct decision, in->decisions_n + 1);
    now->decisions_n = 0;
    for (size_t i = 0; i < in->decisions_n; i++) {
        struct decision d = in->decisions[i];
        if (!text(c->w->arena, &d.text, "decisions", tr("议定事项"), e) ||
            !line(&d.owner, "decisions", tr("责任人"), 0, e))
            return false;
        if (str_empty(d.text) && str_empty(d.owner) && date_is_none(d.due_on))
            continue;
        if (str_empty(d.text))
            return err_field(
                e, "decisions", "%s", tr("议定事项写了责任人或时限，却没有写事项本身，请补写。"));
        now->decisions[now->decisions_n++] = d;
    }
    if (now->decisions_n && !c->kind->decisions)
        return err_field(e, "decisions", tr("“%.*s”没有议定事项一栏。"), STR_ARG(c->kind->title));
    return true;
}

/* ---- the roll call ---- */

static int
by_person(const void *a, const void *b)
{
    int64_t x = ((const struct attendance *)a)->person_id,
            y = ((const struct attendance *)b)->person_id;
    return (x > y) - (x < y);
}

static int
by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

struct ids {
    int64_t *v;
    size_t n, cap;
};

static void
ids_add(struct arena *a, struct ids *ids, int64_t id)
{
    if (ids->n == ids->cap) {
        size_t cap = ids->cap ? ids->cap * 2 : 64;
        int64_t *v = arena_array(a, int64_t, cap);
        if (ids->n)
            memcpy(v, ids->v, ids->n * sizeof v[0]);
        ids->v = v;
        ids->cap = cap;
    }
    ids->v[ids->n++] = id;
}

/* Who belongs to the org on the day: its people, the members of the group, those with a post in it. */
static bool
people_of(struct record_case *c, struct ids *ids, struct err *e)
{
    struct stmt *s;
    struct date_text day = date_format(c->now.in.held_on);
    if (!stmt_open(c->w->db, SQL_RECORD_PEOPLE,
            VALS(v_int(c->org.id), v_int(c->org.parent_id), v_str(str_from(day.z))), &s, e))
        return false;
    stmt_each (s, e)
        ids_add(c->w->arena, ids, stmt_int(s, 0));
    bool failed = stmt_failed(s);
    stmt_close(s);
    if (!failed && ids->n)
        qsort(ids->v, ids->n, sizeof ids->v[0], by_id);
    return !failed;
}

static bool
was_there(const struct record *old, int64_t person)
{
    for (size_t i = 0; old && i < old->in.attendance_n; i++)
        if (old->in.attendance[i].person_id == person)
            return true;
    return false;
}

/* An observer may come from elsewhere in the same tree. */
static bool
known_observer(struct record_case *c, const struct attendance *at, bool *known, struct err *e)
{
    int64_t root = 0;
    bool found = false;
    *known = false;
    if (at->presence != PRESENCE_OBSERVER)
        return true;
    if (!db_get_int(c->w->db, SQL_RECORD_PERSON, VALS(v_int(at->person_id)), &root, &found, e))
        return false;
    *known = found && root == c->org.root_id;
    return true;
}

static bool
check_person(
    struct record_case *c, const struct ids *ids, const struct attendance *at, struct err *e)
{
    const char *name = arena_fmt(c->w->arena, "att.%lld", (long long)at->person_id).p;
    if (at->presence == PRESENCE_ABSENT && str_empty(at->reason))
        return err_field(e, name, "%s", tr("缺席须写明原因，例如“出差”“病假”。"));
    if (ids->n && bsearch(&at->person_id, ids->v, ids->n, sizeof ids->v[0], by_id))
        return true;
    if (was_there(c->old, at->person_id))
        return true;
    bool known;
    if (!known_observer(c, at, &known, e))
        return false;
    if (known)
        return true;
    return err_field(e, name,
        tr("编号 %lld 的人员在 %s 不属于本组织，请从考勤中去掉，或先更正其组织关系。"),
        (long long)at->person_id, date_format(c->now.in.held_on).z);
}

static bool
check_attendance(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    struct ids ids = {0};
    now->attendance = NULL;
    now->attendance_n = in->attendance_n;
    if (in->attendance_n == 0)
        return true;
    if (in->attendance_n > ATTENDANCE_MAX)
        return err_field(e, "attendance", tr("一次考勤最多 %d 人。"), ATTENDANCE_MAX);
    now->attendance = arena_array(c->w->arena, struct attendance, in->attendance_n);
    memcpy(now->attendance, in->attendance, in->attendance_n * sizeof in->attendance[0]);
    qsort(now->attendance, now->attendance_n, sizeof now->attendance[0], by_person);
    if (!people_of(c, &ids, e))
        return false;
    for (size_t i = 0; i < now->attendance_n; i++) {
        struct attendance *at = &now->attendance[i];
        const char *name = arena_fmt(c->w->arena, "att.%lld", (long long)at->person_id).p;
        if (!line(&at->reason, name, tr("原因"), 0, e) || !check_person(c, &ids, at, e))
            return false;
        if (i && at->person_id == at[-1].person_id)
            return err_field(
                e, name, tr("编号 %lld 的人员在考勤中出现了两次。"), (long long)at->person_id);
    }
    return true;
}

void
record_head_count(struct record *r)
{
    r->due_count = r->present_count = 0;
    for (size_t i = 0; i < r->in.attendance_n; i++) {
        enum presence p = r->in.attendance[i].presence;
        r->due_count += p != PRESENCE_OBSERVER;
        r->present_count += p == PRESENCE_PRESENT;
    }
}

/* ---- late entry ---- */

static bool
check_late(struct record_case *c, struct err *e)
{
    struct record *now = &c->now;
    int64_t days = date_to_days(clock_day_of(now->entered_ms)) - date_to_days(now->in.held_on);
    int64_t allowed = rules_late_days(c->rules, now->in.kind);
    now->late_days = days > allowed ? days - allowed : 0;
    if (now->late_days == 0)
        now->in.late_why = S("");
    else if (str_empty(now->in.late_why))
        return err_field(e, "late_why",
            tr("登记距举办已 %lld 天，超过规定的 %lld 天，按补录处理。请写明补录原因。"),
            (long long)days, (long long)allowed);
    return true;
}

/* What the actor cannot see he cannot have changed. */
static void
keep_hidden(struct record_case *c)
{
    struct record_input *now = &c->now.in;
    const struct record_input *old = &c->old->in;
    now->agenda = old->agenda;
    now->body = old->body;
    now->decisions = old->decisions;
    now->decisions_n = old->decisions_n;
    struct field_value *fields =
        arena_array(c->w->arena, struct field_value, c->kind->fields_n + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->kind->fields_n; i++) {
        const struct pack_field *f = &c->kind->fields[i];
        struct str value = record_field(f->type == FIELD_LONG ? old : now, f->code);
        fields[n++] = (struct field_value){f->code, value};
    }
    now->fields = fields;
    now->fields_n = n;
}

bool
record_check(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record *now = &c->now;
    bool hidden = false;
    now->in = *in;
    now->in.org_id = c->org.id;
    now->root_id = c->org.root_id;
    now->entered_ms = c->old ? c->old->entered_ms : c->w->now_ms;
    now->changed_ms = c->w->now_ms;
    if (!check_day(c, e))
        return false;
    if (now->in.year == 0)
        now->in.year = now->in.held_on.year;
    if (!rules_for(c->w, c->org.root_id, now->in.year, &c->rules, e))
        return false;
    c->kind = rules_kind(c->rules, in->kind);
    if (!c->kind)
        return err_field(e, "kind", tr("%d 年度的制度包里没有“%.*s”这种记录。"), now->in.year,
            STR_ARG(in->kind));
    now->in.kind = c->kind->code;
    now->kind_title = c->kind->title;
    if (c->old && !record_is_hidden(c->w, c->old, c->kind, &hidden, e))
        return false;
    if (hidden)
        keep_hidden(c);
    struct record_input given = now->in;
    if (!check_texts(c->w->arena, &now->in, e) || !check_fields(c, &given, e) ||
        !check_quantities(c, &given, e) || !check_hours(c, e) || !check_decisions(c, &given, e) ||
        !check_attendance(c, &given, e) || !check_late(c, e))
        return false;
    record_head_count(now);
    return record_counts(c, in, e);
}
