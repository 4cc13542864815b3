#include "web/view_json.h"

void
view_json_org(struct json_out *j, const struct org *o)
{
    json_object(j);
    json_field_int(j, S("id"), o->id);
    json_field_int(j, S("parent"), o->parent_id);
    json_field_str(j, S("name"), o->name);
    json_field_str(j, S("kind"), o->kind);
    json_field_opt(j, S("closed"), str_from(date_format(o->closed_on).z));
    json_object_end(j);
}

void
view_json_person(struct json_out *j, const struct person *p)
{
    json_object(j);
    json_field_int(j, S("id"), p->id);
    json_field_int(j, S("org"), p->org_id);
    json_field_str(j, S("name"), p->name);
    json_field_str(j, S("membership"), p->membership);
    json_field_opt(j, S("post"), p->post);
    json_field_opt(j, S("joined"), str_from(date_format(p->joined_on).z));
    json_field_opt(j, S("full"), str_from(date_format(p->full_on).z));
    json_field_opt(j, S("left"), str_from(date_format(p->left_on).z));
    json_object_end(j);
}

/* ---- records ---- */

void
view_json_line(struct json_out *j, const struct record_line *l)
{
    json_object(j);
    json_field_int(j, S("id"), l->id);
    json_field_int(j, S("org"), l->org_id);
    json_field_str(j, S("kind"), l->kind);
    json_field_str(j, S("title"), l->title);
    json_field_str(j, S("held_on"), str_from(date_format(l->held_on).z));
    json_field_int(j, S("year"), l->year);
    json_field_str(j, S("entered_at"), str_from(clock_format(l->entered_ms).z));
    json_field_int(j, S("late_days"), l->late_days);
    json_field_int(j, S("present"), l->present_count);
    json_field_int(j, S("due"), l->due_count);
    json_field_int(j, S("evidence"), l->evidence_count);
    json_field_bool(j, S("voided"), l->voided);
    json_object_end(j);
}

static void
show_roll(struct json_out *j, const struct record_input *in)
{
    json_key(j, S("attendance"));
    json_array(j);
    for (size_t i = 0; i < in->attendance_n; i++) {
        json_object(j);
        json_field_int(j, S("person"), in->attendance[i].person_id);
        json_field_str(j, S("name"), in->attendance[i].name);
        json_field_str(j, S("state"), presence_code(in->attendance[i].presence));
        json_field_opt(j, S("reason"), in->attendance[i].reason);
        json_object_end(j);
    }
    json_array_end(j);
    json_key(j, S("decisions"));
    json_array(j);
    for (size_t i = 0; i < in->decisions_n; i++) {
        json_object(j);
        json_field_str(j, S("text"), in->decisions[i].text);
        json_field_opt(j, S("owner"), in->decisions[i].owner);
        json_field_opt(j, S("due_on"), str_from(date_format(in->decisions[i].due_on).z));
        json_object_end(j);
    }
    json_array_end(j);
}

static void
show_amounts(struct json_out *j, const struct record *r)
{
    json_key(j, S("quantities"));
    json_array(j);
    for (size_t i = 0; i < r->in.quantities_n; i++) {
        struct milli_text amount = milli_format(r->in.quantities[i].milli);
        json_object(j);
        json_field_str(j, S("code"), r->in.quantities[i].code);
        json_key(j, S("amount"));
        json_number(j, str_from(amount.z));
        json_field_str(j, S("unit"), r->in.quantities[i].unit);
        json_object_end(j);
    }
    json_array_end(j);
    json_key(j, S("fields"));
    json_object(j);
    for (size_t i = 0; i < r->in.fields_n; i++)
        json_field_str(j, r->in.fields[i].code, r->in.fields[i].value);
    json_object_end(j);
    json_key(j, S("evidence"));
    json_array(j);
    for (size_t i = 0; i < r->evidence_n; i++) {
        json_object(j);
        json_field_str(j, S("name"), r->evidence[i].name);
        json_field_int(j, S("size"), r->evidence[i].size);
        json_field_str(j, S("sha256"), r->evidence[i].digest);
        json_field_bool(j, S("removed"), r->evidence[i].removed);
        json_object_end(j);
    }
    json_array_end(j);
}

void
view_json_record(struct json_out *j, const struct record *r)
{
    const struct record_input *in = &r->in;
    json_object(j);
    json_field_int(j, S("id"), in->id);
    json_field_int(j, S("org"), in->org_id);
    json_field_int(j, S("version"), in->version);
    json_field_str(j, S("kind"), in->kind);
    json_field_str(j, S("held_on"), str_from(date_format(in->held_on).z));
    json_field_int(j, S("year"), in->year);
    json_field_str(j, S("title"), in->title);
    json_field_opt(j, S("place"), in->place);
    json_field_opt(j, S("host"), in->host);
    json_field_opt(j, S("recorder"), in->recorder);
    json_field_opt(j, S("agenda"), in->agenda);
    json_field_opt(j, S("text"), in->body);
    json_field_str(j, S("entered_at"), str_from(clock_format(r->entered_ms).z));
    json_field_opt(j, S("entered_by"), r->entered_by);
    json_field_int(j, S("late_days"), r->late_days);
    json_field_opt(j, S("late_why"), in->late_why);
    json_field_bool(j, S("voided"), r->voided);
    json_field_opt(j, S("void_why"), r->void_why);
    json_key(j, S("duties"));
    json_array(j);
    for (size_t i = 0; i < in->duties_n; i++)
        json_str(j, in->duties[i]);
    json_array_end(j);
    show_roll(j, in);
    show_amounts(j, r);
    json_object_end(j);
}

/* ---- duties and figures ---- */

struct str
view_period_code(struct arena *a, const struct duty_row *row)
{
    if (row->period == 0)
        return arena_fmt(a, "%d", row->year);
    switch (row->duty->period) {
    case PERIOD_MONTH:
        return arena_fmt(a, "%d-%02d", row->year, row->period);
    case PERIOD_QUARTER:
        return arena_fmt(a, "%d-Q%d", row->year, row->period);
    case PERIOD_HALF:
        return arena_fmt(a, "%d-H%d", row->year, row->period);
    case PERIOD_YEAR:
        break;
    }
    return arena_fmt(a, "%d", row->year);
}

bool
view_json_duty(struct json_out *j, struct work *w, const struct duty_row *row, struct err *e)
{
    struct duty_detail detail = {0};
    if (row->have > 0 && !duty_detail(w, row, &detail, e))
        return false;
    json_object(j);
    json_field_int(j, S("org"), row->org_id);
    json_field_str(j, S("duty"), row->duty->code);
    json_field_str(j, S("title"), row->duty->title);
    json_field_str(j, S("basis"), row->duty->basis);
    json_field_str(j, S("period"), view_period_code(w->arena, row));
    json_field_str(j, S("due"), str_from(date_format(row->due_on).z));
    json_field_str(j, S("state"), duty_state_code(row->state));
    json_field_int(j, S("need"), row->need);
    json_field_int(j, S("have"), row->have);
    struct str why = str_empty(row->stated_why) ? row->na_why : row->stated_why;
    json_field_opt(j, S("why"), why);
    json_key(j, S("records"));
    json_array(j);
    for (size_t i = 0; i < detail.records_n; i++)
        json_int(j, detail.records[i].record_id);
    json_array_end(j);
    json_object_end(j);
    return true;
}

bool
view_json_figure(struct json_out *j, struct work *w, const struct view_of *of,
    const struct figure *f, struct err *e)
{
    struct figure_records records = {0};
    if (f->records > 0 && !figure_records(w, of->org_id, of->year, f->def->code, &records, e))
        return false;
    json_object(j);
    json_field_str(j, S("code"), f->def->code);
    json_field_str(j, S("title"), f->def->title);
    json_field_str(j, S("unit"), f->def->unit);
    json_key(j, S("value"));
    struct milli_text value = milli_format(f->milli);
    if (f->has_value)
        json_number(j, str_from(value.z));
    else
        json_null(j);
    json_field_str(j, S("state"), f->has_value ? S("recorded") : S("no_record"));
    json_field_str(j, S("definition"), f->def->definition);
    json_key(j, S("records"));
    json_array(j);
    for (size_t i = 0; i < records.n; i++)
        json_int(j, records.v[i].record_id);
    json_array_end(j);
    json_object_end(j);
    return true;
}
