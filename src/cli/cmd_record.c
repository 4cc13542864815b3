#include "base/bug.h"
#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "doc/child.h"
#include "domain/figure.h"
#include "domain/person.h"
#include "domain/record.h"
#include "web/view_json.h"

enum {
    TEXT_MAX = 4 * 1024 * 1024,
    PEOPLE_MAX = 100000
};

/* ---- record add ---- */

struct file_given {
    struct sha256 digest;
    int64_t size;
    struct str name;
    bool has_print;
    struct picture_print print;
};

struct adding {
    struct call *c;
    struct record_input in;
    struct file_given *files;
    size_t files_n;
    int64_t id;
};

static size_t
count_of(const struct call *c, const char *opt)
{
    struct str text;
    size_t n = 0;
    while (call_nth(c, opt, n, &text))
        n++;
    return n;
}

/* "left<sep>right"; the right side may be missing. */
static void
cut(struct str s, char sep, struct str *left, struct str *right)
{
    size_t at = str_find_char(s, sep, 0);
    *left = str_trim(at == SIZE_MAX ? s : str_slice(s, 0, at));
    *right = at == SIZE_MAX ? (struct str){NULL, 0} : str_trim(str_slice(s, at + 1, SIZE_MAX));
}

static void
take_fields(struct call *c, struct record_input *in)
{
    struct str text;
    in->fields = arena_array(c->arena, struct field_value, count_of(c, "field"));
    while (call_nth(c, "field", in->fields_n, &text)) {
        struct field_value *f = &in->fields[in->fields_n++];
        cut(text, '=', &f->code, &f->value);
    }
    in->duties = arena_array(c->arena, struct str, count_of(c, "duty"));
    while (call_nth(c, "duty", in->duties_n, &text))
        in->duties[in->duties_n++] = text;
    in->duties_chosen = in->duties_n > 0;
}

static bool
take_quantities(struct call *c, struct record_input *in, struct err *e)
{
    struct str text;
    in->quantities = arena_array(c->arena, struct quantity, count_of(c, "quantity"));
    while (call_nth(c, "quantity", in->quantities_n, &text)) {
        struct quantity *q = &in->quantities[in->quantities_n++];
        struct str amount;
        cut(text, '=', &q->code, &amount);
        if (!milli_parse(amount, &q->milli))
            return err_set(
                e, ERR_USAGE, tr("--quantity 应写作 代码=数量，不是“%.*s”。"), STR_ARG(text));
    }
    return true;
}

static bool
take_decisions(struct call *c, struct record_input *in, struct err *e)
{
    struct str text;
    in->decisions = arena_array(c->arena, struct decision, count_of(c, "decision"));
    while (call_nth(c, "decision", in->decisions_n, &text)) {
        struct decision *d = &in->decisions[in->decisions_n++];
        struct str rest, due;
        cut(text, ';', &d->text, &rest);
        cut(rest, ';', &d->owner, &due);
        if (!str_empty(due) && !date_parse(due, &d->due_on))
            return err_set(e, ERR_USAGE,
                tr("--decision 应写作“事项;责任人;2023-07-01”，日期不对：%.*s。"), STR_ARG(due));
    }
    return true;
}

static struct attendance *
seat(struct record_input *in, size_t cap, struct work *w, const struct person *p)
{
    for (size_t i = 0; i < in->attendance_n; i++)
        if (in->attendance[i].person_id == p->id)
            return &in->attendance[i];
    BUG_ON(in->attendance_n == cap, "roll call is full");
    struct attendance *a = &in->attendance[in->attendance_n++];
    *a = (struct attendance){.person_id = p->id, .name = arena_str(w->arena, p->name)};
    return a;
}

static bool
person_named(const struct people *people, struct str name, const struct person **p, struct err *e)
{
    for (size_t i = 0; i < people->n; i++)
        if (str_eq(people->v[i].name, name)) {
            *p = &people->v[i];
            return true;
        }
    (void)err_set(e, ERR_INPUT, tr("这一天的人员中没有“%.*s”。"), STR_ARG(name));
    return false;
}

/* --roll: all who are due by the kind's rule. */
static bool
take_due(struct work *w, struct record_input *in, struct err *e)
{
    const struct rules *rules;
    struct org org;
    struct roll roll;
    if (!org_get(w, in->org_id, &org, e) || !rules_for(w, org.root_id, in->held_on.year, &rules, e))
        return false;
    const struct pack_kind *kind = rules_kind(rules, in->kind);
    if (!kind)
        return true; /* record_save says what is wrong with the kind */
    if (!record_roll(w, in->org_id, kind, in->held_on, &roll, e))
        return false;
    if (roll.n)
        memcpy(in->attendance, roll.v, roll.n * sizeof(*roll.v));
    in->attendance_n = roll.n;
    return true;
}

/* Then --present NAME,NAME and --absent NAME:reason correct it. */
static bool
take_roll(struct work *w, struct adding *x, struct err *e)
{
    struct record_input *in = &x->in;
    struct people people;
    struct person_filter f = {.org_id = in->org_id, .on = in->held_on, .limit = PEOPLE_MAX};
    struct str text, name, reason;
    const struct person *p = NULL;
    if (!person_list(w, &f, &people, e))
        return false;
    in->attendance = arena_array(w->arena, struct attendance, people.n);
    if (call_has(x->c, "roll") && !take_due(w, in, e))
        return false;
    for (size_t k = 0; call_nth(x->c, "present", k, &text); k++)
        while (str_split(&text, ',', &name)) {
            if (!person_named(&people, str_trim(name), &p, e))
                return false;
            seat(in, people.n, w, p)->presence = PRESENCE_PRESENT;
        }
    for (size_t k = 0; call_nth(x->c, "absent", k, &text); k++) {
        cut(text, ':', &name, &reason);
        if (!person_named(&people, name, &p, e))
            return false;
        struct attendance *a = seat(in, people.n, w, p);
        a->presence = PRESENCE_ABSENT;
        a->reason = reason;
    }
    return true;
}

static bool
store_file(struct call *c, struct str path, struct file_given *f, struct err *e)
{
    struct str bytes;
    struct blob_writer *b;
    if (!file_read(c->arena, arena_cstr(c->arena, path), EVIDENCE_MAX, &bytes, e))
        return false;
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    f->name = str_slice(path, slash, SIZE_MAX);
    if (!blob_open(house_files(c->house), EVIDENCE_MAX, &b, e))
        return false;
    if (!blob_add(b, bytes, e)) {
        blob_abort(b);
        return false;
    }
    f->has_print = child_picture(blob_fd(b), &f->print);
    return blob_finish(b, &f->digest, &f->size, e);
}

static bool
take_files(struct adding *x, struct err *e)
{
    struct str path;
    x->files = arena_array(x->c->arena, struct file_given, count_of(x->c, "evidence"));
    for (; call_nth(x->c, "evidence", x->files_n, &path); x->files_n++)
        if (!store_file(x->c, path, &x->files[x->files_n], e))
            return false;
    return true;
}

static bool
add(struct work *w, void *arg, struct err *e)
{
    struct adding *x = arg;
    struct org org;
    if (!call_org(x->c, w, &org, e))
        return false;
    x->in.org_id = org.id;
    x->in.attendance_n = 0;
    if (!take_roll(w, x, e) || !record_save(w, &x->in, &x->id, e))
        return false;
    for (size_t i = 0; i < x->files_n; i++) {
        const struct file_given *f = &x->files[i];
        struct evidence_input in = {.record_id = x->id,
            .digest = f->digest,
            .size = f->size,
            .name = f->name,
            .has_print = f->has_print,
            .print = f->print};
        int64_t id;
        if (!evidence_add(w, &in, &id, e))
            return false;
    }
    return true;
}

bool
cmd_record_add(struct call *c, struct err *e)
{
    struct adding x = {.c = c,
        .in = {.kind = call_text(c, "kind"),
            .held_on = call_date(c, "on"),
            .year = (int)call_int(c, "year", 0),
            .title = call_text(c, "title"),
            .place = call_text(c, "place"),
            .host = call_text(c, "host"),
            .recorder = call_text(c, "recorder"),
            .agenda = call_text(c, "agenda"),
            .body = call_text(c, "text"),
            .late_why = call_text(c, "late-why")}};
    if (call_has(c, "text-file") &&
        !file_read(
            c->arena, arena_cstr(c->arena, call_text(c, "text-file")), TEXT_MAX, &x.in.body, e))
        return false;
    if (call_has(c, "hours") && !milli_parse(call_text(c, "hours"), &x.in.hours_milli))
        return err_set(e, ERR_USAGE, tr("--hours 应为学时数，如 2 或 1.5。"));
    take_fields(c, &x.in);
    if (!take_quantities(c, &x.in, e) || !take_decisions(c, &x.in, e))
        return false;
    if (!call_house(c, false, e) || !take_files(&x, e) || !call_write(c, add, &x, e))
        return false;
    call_print_id(c, x.id);
    return true;
}

/* ---- record list ---- */

static void
print_lines(struct call *c, const struct record_lines *lines)
{
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_int(&j, S("total"), lines->total);
        json_key(&j, S("records"));
        json_array(&j);
        for (size_t i = 0; i < lines->n; i++)
            view_json_line(&j, &lines->v[i]);
        json_array_end(&j);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    struct table t;
    table_init(&t, c, 5);
    for (size_t i = 0; i < lines->n; i++) {
        const struct record_line *l = &lines->v[i];
        table_int(&t, l->id);
        table_cell(&t, str_from(date_format(l->held_on).z));
        table_cell(&t, l->kind_title);
        table_cell(&t, l->title);
        table_cell(&t, str_from(l->voided ? tr("作废") : l->late_days ? tr("补录") : ""));
    }
    table_print(&t);
    out_fmt(&c->out, tr("共 %lld 条\n"), (long long)lines->total);
}

bool
cmd_record_list(struct call *c, struct err *e)
{
    struct work w;
    struct org org;
    struct record_lines lines;
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e);
    struct record_filter f = {.org_id = org.id,
        .subtree = call_has(c, "subtree"),
        .year = (int)call_int(c, "year", 0),
        .kind = call_text(c, "kind"),
        .duty = call_text(c, "duty"),
        .text = call_text(c, "text"),
        .voided = call_has(c, "voided"),
        .late_only = call_has(c, "late"),
        .offset = (size_t)call_int(c, "offset", 0),
        .limit = (size_t)call_int(c, "limit", 50)};
    ok = ok && record_list(&w, &f, &lines, e);
    work_end(&w);
    if (ok)
        print_lines(c, &lines);
    return ok;
}

/* ---- record show ---- */

static void
print_json(struct call *c, const struct record *r)
{
    struct json_out j = json_begin(&c->out);
    view_json_record(&j, r);
    out_char(&c->out, '\n');
}

static void
show_line(struct out *o, const char *name, struct str value)
{
    if (!str_empty(value))
        out_fmt(o, "%s　%.*s\n", name, STR_ARG(value));
}

static void
show_text(struct call *c, const struct record *r)
{
    const struct record_input *in = &r->in;
    struct out *o = &c->out;
    out_fmt(o, "%.*s　%.*s\n", STR_ARG(r->kind_title), STR_ARG(in->title));
    show_line(o, tr("时间"), str_from(date_format(in->held_on).z));
    show_line(o, tr("登记"), str_from(clock_format(r->entered_ms).z));
    show_line(o, tr("补录原因"), in->late_why);
    show_line(o, tr("地点"), in->place);
    show_line(o, tr("主持人"), in->host);
    show_line(o, tr("记录人"), in->recorder);
    if (r->due_count)
        out_fmt(o, tr("应到 %lld 人，实到 %lld 人\n"), (long long)r->due_count,
            (long long)r->present_count);
    show_line(o, tr("议程"), in->agenda);
    show_line(o, tr("内容"), in->body);
    for (size_t i = 0; i < in->decisions_n; i++)
        show_line(o, tr("议定"), in->decisions[i].text);
    for (size_t i = 0; i < in->quantities_n; i++)
        out_fmt(o, "%.*s　%s %.*s\n", STR_ARG(in->quantities[i].title),
            milli_format(in->quantities[i].milli).z, STR_ARG(in->quantities[i].unit));
    if (r->voided)
        show_line(o, tr("作废"), r->void_why);
}

bool
cmd_record_show(struct call *c, struct err *e)
{
    struct work w;
    struct record r;
    int64_t id;
    if (!call_id(c, 0, &id, e) || !call_read(c, &w, e))
        return false;
    bool ok = record_get(&w, id, &r, e);
    work_end(&w);
    if (!ok)
        return false;
    if (c->json)
        print_json(c, &r);
    else
        show_text(c, &r);
    return true;
}

/* ---- record void ---- */

struct voiding {
    int64_t id;
    struct str why;
    bool back;
};

static bool
make_void(struct work *w, void *arg, struct err *e)
{
    const struct voiding *x = arg;
    struct record r;
    if (!record_get(w, x->id, &r, e))
        return false;
    return x->back ? record_unvoid(w, x->id, r.in.version, x->why, e)
                   : record_void(w, x->id, r.in.version, x->why, e);
}

bool
cmd_record_void(struct call *c, struct err *e)
{
    struct voiding x = {.why = call_text(c, "why"), .back = call_has(c, "undo")};
    return call_id(c, 0, &x.id, e) && call_write(c, make_void, &x, e);
}
