/* What a record says in its texts, in the fields of its kind and in amounts: checked, trimmed, in order. */
#include "base/lang.h"
#include "domain/check.h"
#include "domain/figure.h"
#include "domain/record_int.h"

#include <stdlib.h>

enum {
    RECORD_LINE_MAX = 200, /* characters */
    RECORD_TEXT_MAX = 20000,
    RECORD_BODY_MAX = 200000
};

/* 10⁹ whole units: more than any body here does, and nine million such records still add up in 64 bits. */
#define QUANTITY_MAX INT64_C(1000000000000)

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

bool
record_line_check(struct str *s, const char *field, const char *title, size_t min, struct err *e)
{
    *s = str_trim(*s);
    return check_line(*s, field, title, min, RECORD_LINE_MAX, e);
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

bool
record_text_check(
    struct arena *a, struct str *s, const char *field, const char *title, struct err *e)
{
    size_t max = strcmp(field, "body") == 0 ? RECORD_BODY_MAX : RECORD_TEXT_MAX;
    *s = without_cr(a, str_trim(*s));
    return check_text(*s, field, title, 0, max, e);
}

static bool
check_number(struct str value)
{
    int64_t milli;
    return milli_parse(value, &milli);
}

/* A filled value. */
static bool
check_value(const struct pack_field *f, const char *name, struct str value, struct err *e)
{
    struct date d;
    switch (f->type) {
    case FIELD_NUMBER:
        return check_number(value) ||
            err_field(e, name, tr("“%.*s”请填数字，例如 20 或 1.5。"), STR_ARG(f->title));
    case FIELD_DATE:
        return date_parse(value, &d) ||
            err_field(e, name, tr("“%.*s”请填日期，例如 2023-07-01。"), STR_ARG(f->title));
    case FIELD_TICK:
        return str_eq(value, S("1")) ||
            err_field(e, name, tr("“%.*s”只能勾选或不勾选。"), STR_ARG(f->title));
    case FIELD_CHOICE:
        return strs_have(&f->choices, value) ||
            err_field(e, name, tr("“%.*s”没有“%.*s”这一项，请从列出的各项中选择。"),
                STR_ARG(f->title), STR_ARG(value));
    case FIELD_TEXT:
    case FIELD_LONG:
        break;
    }
    return true;
}

/* One field of the kind; the value is trimmed. */
static bool
check_field(struct arena *a, const struct pack_field *f, struct str *value, struct err *e)
{
    const char *name = arena_fmt(a, "field.%.*s", STR_ARG(f->code)).p;
    const char *title = arena_cstr(a, f->title);
    bool ok = f->type == FIELD_LONG ? record_text_check(a, value, name, title, e)
                                    : record_line_check(value, name, title, 0, e);
    if (!ok)
        return false;
    if (!str_empty(*value))
        return check_value(f, name, *value, e);
    return !f->required || err_field(e, name, tr("“%.*s”必须填写。"), STR_ARG(f->title));
}

static bool
known_field(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; i < kind->fields_n; i++)
        if (str_eq(kind->fields[i].code, code))
            return true;
    return false;
}

static bool
only_known_fields(const struct record_case *c, const struct record_input *in, struct err *e)
{
    for (size_t i = 0; i < in->fields_n; i++) {
        struct str code = in->fields[i].code;
        if (!str_empty(in->fields[i].value) && !known_field(c->kind, code))
            return err_field(e, arena_fmt(c->w->arena, "field.%.*s", STR_ARG(code)).p,
                tr("“%.*s”没有“%.*s”这一栏。"), STR_ARG(c->kind->title), STR_ARG(code));
    }
    return true;
}

static int
by_code(const void *a, const void *b)
{
    return str_cmp(((const struct field_value *)a)->code, ((const struct field_value *)b)->code);
}

bool
record_fields_check(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    if (!only_known_fields(c, in, e))
        return false;
    now->fields = arena_array(c->w->arena, struct field_value, c->kind->fields_n + 1);
    now->fields_n = 0;
    for (size_t i = 0; i < c->kind->fields_n; i++) {
        const struct pack_field *f = &c->kind->fields[i];
        struct str value = record_field(in, f->code);
        if (!check_field(c->w->arena, f, &value, e))
            return false;
        if (!str_empty(value))
            now->fields[now->fields_n++] = (struct field_value){f->code, value};
    }
    if (now->fields_n)
        qsort(now->fields, now->fields_n, sizeof now->fields[0], by_code);
    return true;
}

const struct pack_quantity *
record_quantity_of(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; kind && i < kind->quantities_n; i++)
        if (str_eq(kind->quantities[i].code, code))
            return &kind->quantities[i];
    return NULL;
}

static int
by_quantity(const void *a, const void *b)
{
    return str_cmp(((const struct quantity *)a)->code, ((const struct quantity *)b)->code);
}

/* Where the field of a quantity is named in an error. */
static const char *
quantity_name(struct arena *a, struct str code)
{
    return arena_fmt(a, "quantity.%.*s", STR_ARG(code)).p;
}

static bool
check_quantity(
    const struct record_case *c, const struct quantity *q, struct quantity *kept, struct err *e)
{
    const struct pack_quantity *p = record_quantity_of(c->kind, q->code);
    const char *name = quantity_name(c->w->arena, q->code);
    if (!p)
        return err_field(
            e, name, tr("“%.*s”没有“%.*s”这一数量。"), STR_ARG(c->kind->title), STR_ARG(q->code));
    if (q->milli < 0 || q->milli > QUANTITY_MAX)
        return err_field(
            e, name, tr("“%.*s”的数量不能是负数，也不能超过 10 亿。"), STR_ARG(p->title));
    *kept =
        (struct quantity){.code = p->code, .unit = p->unit, .title = p->title, .milli = q->milli};
    return true;
}

bool
record_quantities_check(struct record_case *c, const struct record_input *in, struct err *e)
{
    struct record_input *now = &c->now.in;
    struct quantity *all = arena_array(c->w->arena, struct quantity, in->quantities_n + 1);
    size_t n = in->quantities_n;
    for (size_t i = 0; i < n; i++)
        if (!check_quantity(c, &in->quantities[i], &all[i], e))
            return false;
    if (n)
        qsort(all, n, sizeof all[0], by_quantity);
    for (size_t i = 1; i < n; i++)
        if (str_eq(all[i].code, all[i - 1].code))
            return err_field(e, quantity_name(c->w->arena, all[i].code),
                tr("“%.*s”填了两次，请只留一个。"), STR_ARG(all[i].title));
    now->quantities = all;
    now->quantities_n = n;
    return true;
}
