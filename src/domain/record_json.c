#include "domain/record_int.h"

#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"

enum {
    SNAPSHOT_MAX = 64 << 20
};

static void
put_fields(struct json_out *j, const struct field_value *fields, size_t n)
{
    json_object(j);
    for (size_t i = 0; i < n; i++)
        json_field_str(j, fields[i].code, fields[i].value);
    json_object_end(j);
}

static struct str
taken(struct arena *a, struct out *o)
{
    BUG_ON(o->overflow, "a record's bounds are checked before it is written down");
    struct str s = arena_str(a, out_str(o));
    out_release(o);
    return s;
}

struct str
record_fields_json(struct arena *a, const struct field_value *fields, size_t n)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    put_fields(&j, fields, n);
    return taken(a, &o);
}

static void
put_attendance(struct json_out *j, const struct record_input *in)
{
    json_key(j, S("attendance"));
    json_array(j);
    for (size_t i = 0; i < in->attendance_n; i++) {
        json_object(j);
        json_field_int(j, S("person"), in->attendance[i].person_id);
        json_field_str(j, S("reason"), in->attendance[i].reason);
        json_field_str(j, S("state"), presence_code(in->attendance[i].presence));
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_decisions(struct json_out *j, const struct record_input *in)
{
    json_key(j, S("decisions"));
    json_array(j);
    for (size_t i = 0; i < in->decisions_n; i++) {
        json_object(j);
        json_field_opt(j, S("due_on"), str_from(date_format(in->decisions[i].due_on).z));
        json_field_str(j, S("owner"), in->decisions[i].owner);
        json_field_str(j, S("text"), in->decisions[i].text);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_evidence(struct json_out *j, const struct record *r)
{
    json_key(j, S("evidence"));
    json_array(j);
    for (size_t i = 0; i < r->evidence_n; i++) {
        const struct evidence *ev = &r->evidence[i];
        json_object(j);
        json_field_int(j, S("added_ms"), ev->added_ms);
        json_field_str(j, S("digest"), ev->digest);
        json_field_int(j, S("id"), ev->id);
        json_field_str(j, S("name"), ev->name);
        json_field_int(j, S("size"), ev->size);
        json_field_str(j, S("type"), ev->type);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_quantities(struct json_out *j, const struct record_input *in)
{
    json_key(j, S("quantities"));
    json_array(j);
    for (size_t i = 0; i < in->quantities_n; i++) {
        json_object(j);
        json_field_int(j, S("amount_milli"), in->quantities[i].milli);
        json_field_str(j, S("code"), in->quantities[i].code);
        json_field_str(j, S("unit"), in->quantities[i].unit);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_duties(struct json_out *j, const struct record_input *in)
{
    json_key(j, S("duties"));
    json_array(j);
    for (size_t i = 0; i < in->duties_n; i++)
        json_str(j, in->duties[i]);
    json_array_end(j);
}

static void
put_head(struct json_out *j, const struct record *r)
{
    const struct record_input *in = &r->in;
    json_field_str(j, S("agenda"), in->agenda);
    put_attendance(j, in);
    json_field_str(j, S("body"), in->body);
    put_decisions(j, in);
    json_field_int(j, S("due_count"), r->due_count);
    put_duties(j, in);
    json_field_int(j, S("entered_ms"), r->entered_ms);
    put_evidence(j, r);
    json_key(j, S("fields"));
    put_fields(j, in->fields, in->fields_n);
    json_field_str(j, S("held_on"), str_from(date_format(in->held_on).z));
}

struct str
record_snapshot(struct arena *a, const struct record *r)
{
    const struct record_input *in = &r->in;
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    put_head(&j, r);
    json_field_str(&j, S("host"), in->host);
    json_field_int(&j, S("hours_milli"), in->hours_milli);
    json_field_int(&j, S("id"), in->id);
    json_field_str(&j, S("kind"), in->kind);
    json_field_int(&j, S("late_days"), r->late_days);
    json_field_str(&j, S("late_why"), in->late_why);
    json_field_int(&j, S("org"), in->org_id);
    json_field_str(&j, S("place"), in->place);
    json_field_int(&j, S("present_count"), r->present_count);
    put_quantities(&j, in);
    json_field_str(&j, S("recorder"), in->recorder);
    json_field_int(&j, S("root"), r->root_id);
    json_field_str(&j, S("title"), in->title);
    json_field_int(&j, S("version"), in->version);
    json_field_str(&j, S("void_why"), r->void_why);
    json_field_bool(&j, S("voided"), r->voided);
    json_field_int(&j, S("year"), in->year);
    json_object_end(&j);
    return taken(a, &o);
}

/* ---- reading ---- */

static size_t
children(const struct json *list)
{
    size_t n = 0;
    for (const struct json *c = list ? list->child : NULL; c; c = c->next)
        n++;
    return n;
}

static int64_t
number(const struct json *object, struct str key)
{
    int64_t v = 0;
    return json_get_int(object, key, INT64_MIN, INT64_MAX, &v) ? v : 0;
}

static struct date
day(const struct json *object, struct str key)
{
    struct date d = {0};
    return date_parse(json_get_str(object, key), &d) ? d : (struct date){0};
}

static void
read_fields(struct arena *a, const struct json *object, struct record_input *in)
{
    size_t n = children(object);
    in->fields = arena_array(a, struct field_value, n + 1);
    in->fields_n = 0;
    for (const struct json *c = object ? object->child : NULL; c; c = c->next)
        in->fields[in->fields_n++] = (struct field_value){c->key, c->text};
}

bool
record_fields_read(struct arena *a, struct str json, struct record_input *in, struct err *e)
{
    const struct json *object;
    if (!json_read(a, json, &object, e))
        return false;
    read_fields(a, object, in);
    return true;
}

static bool
read_attendance(struct arena *a, const struct json *list, struct record_input *in)
{
    in->attendance = arena_array(a, struct attendance, children(list) + 1);
    for (const struct json *c = list ? list->child : NULL; c; c = c->next) {
        struct attendance *at = &in->attendance[in->attendance_n++];
        at->person_id = number(c, S("person"));
        at->reason = json_get_str(c, S("reason"));
        if (!presence_parse(json_get_str(c, S("state")), &at->presence))
            return false;
    }
    return true;
}

static void
read_decisions(struct arena *a, const struct json *list, struct record_input *in)
{
    in->decisions = arena_array(a, struct decision, children(list) + 1);
    for (const struct json *c = list ? list->child : NULL; c; c = c->next)
        in->decisions[in->decisions_n++] = (struct decision){
            json_get_str(c, S("text")), json_get_str(c, S("owner")), day(c, S("due_on"))};
}

static void
read_quantities(struct arena *a, const struct json *list, struct record_input *in)
{
    in->quantities = arena_array(a, struct quantity, children(list) + 1);
    for (const struct json *c = list ? list->child : NULL; c; c = c->next)
        in->quantities[in->quantities_n++] = (struct quantity){.code = json_get_str(c, S("code")),
            .unit = json_get_str(c, S("unit")),
            .milli = number(c, S("amount_milli"))};
}

static void
read_duties(struct arena *a, const struct json *list, struct record_input *in)
{
    in->duties = arena_array(a, struct str, children(list) + 1);
    for (const struct json *c = list ? list->child : NULL; c; c = c->next)
        in->duties[in->duties_n++] = c->text;
    in->duties_chosen = true;
}

static void
read_evidence(struct arena *a, const struct json *list, struct record *r)
{
    r->evidence = arena_array(a, struct evidence, children(list) + 1);
    for (const struct json *c = list ? list->child : NULL; c; c = c->next)
        r->evidence[r->evidence_n++] = (struct evidence){.id = number(c, S("id")),
            .size = number(c, S("size")),
            .added_ms = number(c, S("added_ms")),
            .digest = json_get_str(c, S("digest")),
            .name = json_get_str(c, S("name")),
            .type = json_get_str(c, S("type"))};
}

static void
read_texts(const struct json *o, struct record *r)
{
    struct record_input *in = &r->in;
    in->kind = json_get_str(o, S("kind"));
    in->title = json_get_str(o, S("title"));
    in->place = json_get_str(o, S("place"));
    in->host = json_get_str(o, S("host"));
    in->recorder = json_get_str(o, S("recorder"));
    in->agenda = json_get_str(o, S("agenda"));
    in->body = json_get_str(o, S("body"));
    in->late_why = json_get_str(o, S("late_why"));
    r->void_why = json_get_str(o, S("void_why"));
}

static void
read_numbers(const struct json *o, struct record *r)
{
    struct record_input *in = &r->in;
    in->id = number(o, S("id"));
    in->org_id = number(o, S("org"));
    in->version = number(o, S("version"));
    in->year = (int)number(o, S("year"));
    in->hours_milli = number(o, S("hours_milli"));
    in->held_on = day(o, S("held_on"));
    r->root_id = number(o, S("root"));
    r->entered_ms = number(o, S("entered_ms"));
    r->late_days = number(o, S("late_days"));
    r->due_count = number(o, S("due_count"));
    r->present_count = number(o, S("present_count"));
    const struct json *voided = json_get(o, S("voided"));
    r->voided = voided && voided->kind == JSON_BOOL && voided->boolean;
}

bool
record_from_snapshot(struct arena *a, struct str json, struct record *r, struct err *e)
{
    const struct json *o;
    *r = (struct record){0};
    if (!json_read(a, json, &o, e))
        return false;
    read_texts(o, r);
    read_numbers(o, r);
    read_fields(a, json_get(o, S("fields")), &r->in);
    read_decisions(a, json_get(o, S("decisions")), &r->in);
    read_quantities(a, json_get(o, S("quantities")), &r->in);
    read_duties(a, json_get(o, S("duties")), &r->in);
    read_evidence(a, json_get(o, S("evidence")), r);
    if (!read_attendance(a, json_get(o, S("attendance")), &r->in))
        return err_set(e, ERR_STORE, "%s", tr("这一版记录的考勤无法读出，请运行 taizhang check。"));
    return true;
}
