#include "web/api_record.h"

#include "base/lang.h"
#include "domain/figure.h"

static bool
wrong(struct err *e, struct str member, const char *want)
{
    return err_field(e, "", tr("成员 %.*s 应为%s。"), STR_ARG(member), want);
}

static bool
text_of(const struct json *m, struct str *text, struct err *e)
{
    if (m->kind == JSON_NULL)
        return true;
    if (m->kind != JSON_STRING)
        return wrong(e, m->key, tr("文字"));
    *text = m->text;
    return true;
}

static bool
date_of(const struct json *m, struct date *day, struct err *e)
{
    if (m->kind == JSON_NULL)
        return true;
    if (m->kind != JSON_STRING || !date_parse(m->text, day))
        return wrong(e, m->key, tr("存在的日期，写作 2023-07-01"));
    return true;
}

static size_t
count_of(const struct json *m)
{
    size_t n = 0;
    for (const struct json *c = m->child; c; c = c->next)
        n++;
    return n;
}

static bool
fields_of(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    if (m->kind != JSON_OBJECT)
        return wrong(e, m->key, tr("对象"));
    in->fields = arena_array(a, struct field_value, count_of(m));
    for (const struct json *c = m->child; c; c = c->next) {
        struct field_value *f = &in->fields[in->fields_n++];
        f->code = c->key;
        if (!text_of(c, &f->value, e))
            return false;
    }
    return true;
}

static bool
quantities_of(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    if (m->kind != JSON_OBJECT)
        return wrong(e, m->key, tr("对象"));
    in->quantities = arena_array(a, struct quantity, count_of(m));
    for (const struct json *c = m->child; c; c = c->next) {
        struct quantity *q = &in->quantities[in->quantities_n++];
        q->code = c->key;
        if (c->kind != JSON_NUMBER || !milli_parse(c->text, &q->milli))
            return wrong(e, c->key, tr("不超过三位小数的数"));
    }
    return true;
}

static bool
unknown(const struct json *m, struct err *e)
{
    return err_field(e, "", tr("不认识成员 %.*s。"), STR_ARG(m->key));
}

static bool
seat_of(const struct json *c, struct attendance *seat, struct err *e)
{
    bool state = false;
    if (c->kind != JSON_OBJECT)
        return wrong(e, S("attendance"), tr("对象的数组"));
    for (const struct json *m = c->child; m; m = m->next) {
        if (str_eq(m->key, S("state")))
            state = m->kind == JSON_STRING && presence_parse(m->text, &seat->presence);
        else if (str_eq(m->key, S("reason")) && !text_of(m, &seat->reason, e))
            return false;
        else if (!str_eq(m->key, S("reason")) && !str_eq(m->key, S("person")))
            return unknown(m, e);
    }
    if (!json_get_int(c, S("person"), 1, INT64_MAX, &seat->person_id))
        return wrong(e, S("attendance.person"), tr("人员编号"));
    return state || wrong(e, S("attendance.state"), "present、absent、excused、observer");
}

static bool
attendance_of(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    if (m->kind != JSON_ARRAY)
        return wrong(e, m->key, tr("数组"));
    in->attendance = arena_array(a, struct attendance, count_of(m));
    for (const struct json *c = m->child; c; c = c->next)
        if (!seat_of(c, &in->attendance[in->attendance_n++], e))
            return false;
    return true;
}

static bool
decision_of(const struct json *c, struct decision *d, struct err *e)
{
    if (c->kind != JSON_OBJECT)
        return wrong(e, S("decisions"), tr("对象的数组"));
    for (const struct json *m = c->child; m; m = m->next) {
        bool owner = str_eq(m->key, S("owner"));
        if (str_eq(m->key, S("due_on"))) {
            if (!date_of(m, &d->due_on, e))
                return false;
        } else if (!owner && !str_eq(m->key, S("text"))) {
            return unknown(m, e);
        } else if (!text_of(m, owner ? &d->owner : &d->text, e)) {
            return false;
        }
    }
    return true;
}

static bool
decisions_of(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    if (m->kind != JSON_ARRAY)
        return wrong(e, m->key, tr("数组"));
    in->decisions = arena_array(a, struct decision, count_of(m));
    for (const struct json *c = m->child; c; c = c->next)
        if (!decision_of(c, &in->decisions[in->decisions_n++], e))
            return false;
    return true;
}

static bool
duties_of(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    if (m->kind != JSON_ARRAY)
        return wrong(e, m->key, tr("数组"));
    in->duties_chosen = true;
    in->duties = arena_array(a, struct str, count_of(m));
    for (const struct json *c = m->child; c; c = c->next)
        if (!text_of(c, &in->duties[in->duties_n++], e))
            return false;
    return true;
}

/* The plain texts by name. */
static struct str *
text_member(struct record_input *in, struct str key)
{
    const struct {
        const char *name;
        struct str *to;
    } texts[] = {{"kind", &in->kind}, {"title", &in->title}, {"place", &in->place},
        {"host", &in->host}, {"recorder", &in->recorder}, {"agenda", &in->agenda},
        {"text", &in->body}, {"late_why", &in->late_why}};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (str_eq(key, str_from(texts[i].name)))
            return texts[i].to;
    return NULL;
}

static bool
number_member(const struct json *m, struct record_input *in, struct err *e)
{
    if (str_eq(m->key, S("hours")))
        return (m->kind == JSON_NUMBER && milli_parse(m->text, &in->hours_milli)) ||
            wrong(e, m->key, tr("学时数"));
    int64_t year;
    if (m->kind != JSON_NUMBER || !str_to_i64(m->text, 1921, 9999, &year))
        return wrong(e, m->key, tr("年度"));
    in->year = (int)year;
    return true;
}

static bool
read_member(struct arena *a, const struct json *m, struct record_input *in, struct err *e)
{
    static const struct {
        const char *name;
        bool (*read)(struct arena *a, const struct json *m, struct record_input *in, struct err *e);
    } lists[] = {{"fields", fields_of}, {"quantities", quantities_of},
        {"attendance", attendance_of}, {"decisions", decisions_of}, {"duties", duties_of}};
    struct str *text = text_member(in, m->key);
    if (text)
        return text_of(m, text, e);
    if (str_eq(m->key, S("held_on")))
        return date_of(m, &in->held_on, e);
    if (str_eq(m->key, S("hours")) || str_eq(m->key, S("year")))
        return number_member(m, in, e);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
        if (str_eq(m->key, str_from(lists[i].name)))
            return lists[i].read(a, m, in, e);
    return unknown(m, e);
}

bool
api_record_read(struct arena *a, const struct json *json, struct record_input *in, struct err *e)
{
    if (!json || json->kind != JSON_OBJECT)
        return err_field(e, "", tr("请求正文应为一个 JSON 对象。"));
    for (const struct json *m = json->child; m; m = m->next)
        if (!read_member(a, m, in, e))
            return false;
    return true;
}
