/* A step of a report as canonical JSON, and back. */
#include "base/bug.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/report_keep_int.h"

enum {
    SNAPSHOT_MAX = 32 << 20
};

static void
put_figures(struct json_out *j, const struct report_content *c)
{
    json_key(j, S("figures"));
    json_array(j);
    for (size_t i = 0; i < c->figures_n; i++) {
        const struct report_figure *f = &c->figures[i];
        json_object(j);
        json_field_str(j, S("code"), f->code);
        json_key(j, S("milli"));
        if (f->has_value)
            json_int(j, f->milli);
        else
            json_null(j);
        json_field_int(j, S("records"), f->records);
        json_field_str(j, S("title"), f->title);
        json_field_str(j, S("unit"), f->unit);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_remarks(struct json_out *j, const struct report_content *c)
{
    json_key(j, S("remarks"));
    json_array(j);
    for (size_t i = 0; i < c->remarks_n; i++) {
        json_object(j);
        json_field_str(j, S("quote"), c->remarks[i].quote);
        json_field_str(j, S("text"), c->remarks[i].text);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
put_mark(struct json_out *j, const struct report_mark *mark)
{
    json_field_str(j, S("grade"), report_grade_code(mark->grade));
    json_key(j, S("votes"));
    json_array(j);
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++)
        json_int(j, mark->votes[g]);
    json_array_end(j);
}

struct str
report_snapshot(struct arena *a, const struct report_kept *kept, const struct report_content *c,
    const struct report_version *v)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("draft_digest"), c->draft_digest);
    json_field_bool(&j, S("drafted"), c->drafted);
    put_figures(&j, c);
    json_field_str(&j, S("file_digest"), v->file_digest);
    json_field_str(&j, S("file_name"), v->file_name);
    json_field_int(&j, S("file_size"), v->file_size);
    put_mark(&j, &kept->mark);
    json_field_int(&j, S("org"), kept->org_id);
    put_remarks(&j, c);
    json_field_str(&j, S("state"), report_state_code(kept->state));
    json_field_str(&j, S("step"), report_step_code(v->step));
    json_field_str(&j, S("text"), c->text);
    json_field_int(&j, S("text_version"), kept->text_version);
    json_field_int(&j, S("year"), kept->year);
    json_object_end(&j);
    BUG_ON(o.overflow, "a report's bounds are checked before it is written down");
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

struct figure_list {
    struct report_figure *v;
    size_t n;
};

static void
read_figures(struct arena *a, const struct json *list, struct report_content *c)
{
    struct figure_list figures = {0};
    for (const struct json *x = list ? list->child : NULL; x; x = x->next) {
        struct report_figure f = {.code = json_get_str(x, S("code")),
            .title = json_get_str(x, S("title")),
            .unit = json_get_str(x, S("unit"))};
        f.has_value = json_get_int(x, S("milli"), INT64_MIN, INT64_MAX, &f.milli);
        if (!json_get_int(x, S("records"), 0, INT64_MAX, &f.records))
            f.records = 0;
        LIST_ADD(a, &figures, f);
    }
    c->figures = figures.v;
    c->figures_n = figures.n;
}

struct remark_list {
    struct report_remark *v;
    size_t n;
};

static void
read_remarks(struct arena *a, const struct json *list, struct report_content *c)
{
    struct remark_list remarks = {0};
    for (const struct json *x = list ? list->child : NULL; x; x = x->next) {
        struct report_remark r = {json_get_str(x, S("quote")), json_get_str(x, S("text"))};
        LIST_ADD(a, &remarks, r);
    }
    c->remarks = remarks.v;
    c->remarks_n = remarks.n;
}

static bool
read_mark(const struct json *root, struct report_mark *mark, struct err *e)
{
    int g = REPORT_GRADE_GOOD;
    const struct json *votes = json_get(root, S("votes"));
    for (const struct json *x = votes ? votes->child : NULL; x && g < REPORT_GRADE_COUNT;
         x = x->next)
        if (!str_to_i64(x->text, 0, INT64_MAX, &mark->votes[g++]))
            return false;
    return report_grade_read(json_get_str(root, S("grade")), &mark->grade, e);
}

bool
report_content_read(struct arena *a, struct str snapshot, struct report_content *c, struct err *e)
{
    const struct json *root;
    *c = (struct report_content){0};
    if (!json_read(a, snapshot, &root, e))
        return false;
    const struct json *drafted = json_get(root, S("drafted"));
    c->drafted = drafted && drafted->boolean;
    c->text = json_get_str(root, S("text"));
    c->draft_digest = json_get_str(root, S("draft_digest"));
    read_figures(a, json_get(root, S("figures")), c);
    read_remarks(a, json_get(root, S("remarks")), c);
    if (!json_get_int(root, S("text_version"), 0, INT64_MAX, &c->text_version))
        c->text_version = 0;
    return read_mark(root, &c->mark, e);
}

bool
report_snapshot_holds(struct arena *a, struct str snapshot, const struct report_version *v)
{
    const struct json *root;
    struct err unread;
    int64_t size = -1;
    return json_read(a, snapshot, &root, &unread) &&
        json_get_int(root, S("file_size"), 0, INT64_MAX, &size) && size == v->file_size &&
        str_eq(json_get_str(root, S("step")), report_step_code(v->step)) &&
        str_eq(json_get_str(root, S("file_digest")), v->file_digest) &&
        str_eq(json_get_str(root, S("file_name")), v->file_name);
}
