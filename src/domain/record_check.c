/* What a record must hold before it is written: each text within bounds, the kind's own fields, amounts, the roll call
   and the day. Every refusal names the field. */
#include "base/lang.h"
#include "domain/record_int.h"
#include "domain/report_keep.h"

enum {
    DECISIONS_MAX = 100,
    HOURS_MAX = 1000
};

static bool
check_texts(struct arena *a, struct record_input *now, struct err *e)
{
    return record_line_check(&now->title, "title", tr("标题"), 1, e) &&
        record_line_check(&now->place, "place", tr("地点"), 0, e) &&
        record_line_check(&now->host, "host", tr("主持人"), 0, e) &&
        record_line_check(&now->recorder, "recorder", tr("记录人"), 0, e) &&
        record_text_check(a, &now->agenda, "agenda", tr("议题"), e) &&
        record_text_check(a, &now->body, "body", tr("内容"), e) &&
        record_line_check(&now->late_why, "late_why", tr("补录原因"), 0, e) &&
        record_line_check(&now->change_why, "change_why", tr("修改原因"), 0, e);
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
check_blocks(struct record_case *c, struct err *e)
{
    int64_t hours = c->now.in.hours_milli;
    if (!str_empty(c->now.in.agenda) && !c->kind->agenda)
        return err_field(
            e, "agenda", tr("“%.*s”没有议题一栏，请写在内容里。"), STR_ARG(c->kind->title));
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
        if (!record_text_check(c->w->arena, &d.text, "decisions", tr("议定事项"), e) ||
            !record_line_check(&d.owner, "decisions", tr("责任人"), 0, e))
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

/* What a report that was accepted counted is changed only with a reason. */
static bool
check_locked(struct record_case *c, struct err *e)
{
    bool locked = false, then = false;
    if (!c->old || !str_empty(c->now.in.change_why))
        return true;
    const struct record_input *now = &c->now.in, *old = &c->old->in;
    bool moved = now->org_id != old->org_id || now->year != old->year;
    if (!report_locked(c->w, now->org_id, now->year, &locked, e) ||
        (moved && !report_locked(c->w, old->org_id, old->year, &then, e)))
        return false;
    return (!locked && !then) ||
        err_field(e, "change_why", tr("%d年度的述职报告已被接收，更正这一年的记录要写明原因。"),
            locked ? now->year : old->year);
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
        struct str code = c->kind->fields[i].code;
        fields[n++] = (struct field_value){code, record_field(old, code)};
    }
    now->fields = fields;
    now->fields_n = n;
}

/* Nor may he open it to himself or to others: by another kind, another org, or by a name on the roll. */
static bool
stays_closed(const struct record_case *c, struct err *e)
{
    const struct record_input *now = &c->now.in, *old = &c->old->in;
    bool opened =
        !c->kind->is_private || !str_eq(now->kind, old->kind) || now->org_id != old->org_id;
    for (size_t i = 0; i < now->attendance_n; i++)
        opened = opened ||
            (now->attendance[i].presence == PRESENCE_PRESENT &&
                !record_was_present(c->old, now->attendance[i].person_id));
    return !opened ||
        err_set(e, ERR_DENIED, "%s",
            tr("这条记录的内容只对到场的人和书记开放，种类、组织和到场的人只能由他们更正。"));
}

static bool
old_is_hidden(struct record_case *c, bool *hidden, struct err *e)
{
    const struct rules *rules;
    *hidden = false;
    return !c->old ||
        (rules_for(c->w, c->old->root_id, c->old->in.year, &rules, e) &&
            record_is_hidden(c->w, c->old, rules_kind(rules, c->old->in.kind), hidden, e));
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
    if (!check_day(c, e) || !old_is_hidden(c, &hidden, e))
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
    if (hidden && !stays_closed(c, e))
        return false;
    if (hidden)
        keep_hidden(c);
    struct record_input given = now->in;
    if (!check_texts(c->w->arena, &now->in, e) || !record_fields_check(c, &given, e) ||
        !record_quantities_check(c, &given, e) || !check_blocks(c, e) ||
        !check_decisions(c, &given, e) || !record_attendance_check(c, &given, e) ||
        !check_late(c, e) || !check_locked(c, e))
        return false;
    record_head_count(now);
    return record_counts(c, in, e);
}
