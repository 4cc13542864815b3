#include "web/param.h"

#include "base/bug.h"
#include "base/lang.h"
#include "base/utf8.h"

#include <stdarg.h>

enum {
    LINE_BYTES = 200,
    LINES_BYTES = 20000,
    PAGE_LAST = 100000
};

/* Every row has these. */
static const struct param common[] = {
    {.name = "org", .type = PARAM_ID, .label = N_("组织")},
    {.name = "year", .type = PARAM_INT, .label = N_("年度"), .lo = 1921, .hi = 2199},
    {.name = "page", .type = PARAM_INT, .label = N_("页码"), .lo = 1, .hi = PAGE_LAST},
    {0},
};

/* The parameters ":id" of a path that the row's list does not declare are ids. */
static const struct param *
path_params(struct arena *a, const char *path)
{
    size_t n = 0;
    for (const char *p = path; *p; p++)
        n += *p == ':';
    struct param *list = arena_array(a, struct param, n + 1);
    struct str rest = str_from(path), part;
    for (size_t i = 0; str_split(&rest, '/', &part);) {
        if (part.n == 0 || part.p[0] != ':')
            continue;
        size_t dot = str_find_char(part, '.', 0);
        list[i].name = arena_cstr(a, str_slice(part, 1, (dot == SIZE_MAX ? part.n : dot) - 1));
        list[i++].type = PARAM_ID;
    }
    return list;
}

struct param_set *
param_set_open(struct arena *a, const struct route *route)
{
    struct param_set *set = arena_new(a, struct param_set);
    set->arena = a;
    set->params = route->params;
    set->path = path_params(a, route->path);
    return set;
}

static const struct param *
find_in(const struct param *list, struct str name)
{
    for (const struct param *p = list; p && p->name; p++) {
        struct str want = str_from(p->name);
        if (want.n && want.p[want.n - 1] == '*') {
            if (name.n >= want.n && str_starts(name, str_slice(want, 0, want.n - 1)))
                return p;
        } else if (str_eq(want, name)) {
            return p;
        }
    }
    return NULL;
}

const struct param *
param_declared(const struct param_set *set, struct str name)
{
    const struct param *p = find_in(set->params, name);
    if (!p)
        p = find_in(set->path, name);
    return p ? p : find_in(common, name);
}

static struct param_value *
find_value(const struct param_set *set, struct str name)
{
    for (size_t i = 0; i < set->n; i++)
        if (str_eq(set->v[i].name, name))
            return &set->v[i];
    return NULL;
}

/* Broken bytes become U+FFFD, control characters blanks; at most `max` bytes. */
static struct str
mend_words(struct arena *a, struct str s, size_t max)
{
    struct out o;
    uint32_t cp;
    out_init(&o, max);
    while (utf8_next(&s, &cp) && o.n + 4 <= max)
        utf8_put(&o, cp < 0x20 || cp == 0x7F ? ' ' : cp);
    struct str words = arena_str(a, out_str(&o));
    out_release(&o);
    return words;
}

void
param_set_add(struct param_set *set, struct str name, struct str value)
{
    if (str_eq(name, S("_csrf"))) {
        set->csrf = value;
        return;
    }
    const struct param *param = param_declared(set, name);
    if (!param || param->type == PARAM_FILE)
        return;
    if (param->type == PARAM_WORDS)
        value = mend_words(set->arena, value, param->max ? param->max : LINE_BYTES);
    if (!utf8_valid(name) || !utf8_valid(value)) {
        set->broken = true;
        return;
    }
    struct param_value *v = param->many ? NULL : find_value(set, name);
    if (!v) {
        if (set->n == PARAMS_MAX) {
            set->too_many = true;
            return;
        }
        if (set->n == set->cap) {
            size_t cap = set->cap ? set->cap * 2 : 16;
            struct param_value *more = arena_array(set->arena, struct param_value, cap);
            if (set->n)
                memcpy(more, set->v, set->n * sizeof(*more));
            set->v = more;
            set->cap = cap;
        }
        v = &set->v[set->n++];
    }
    *v = (struct param_value){.param = param, .name = name, .typed = value};
}

/* ---- checking ---- */

static const char *
label_of(const struct param *p)
{
    return p->label ? tr(p->label) : p->name;
}

static void __attribute__((format(printf, 3, 4)))
note(struct request *rq, struct str field, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct field_error *f = arena_new(rq->arena, struct field_error);
    f->field = arena_str(rq->arena, field);
    f->text = arena_vfmt(rq->arena, fmt, ap);
    va_end(ap);
    struct field_error **last = &rq->errors;
    while (*last)
        last = &(*last)->next;
    *last = f;
}

static bool
is_control(char c)
{
    return ((unsigned char)c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
}

/* Line ends become LF; in a single line they become blanks. */
static bool
clean_text(struct arena *a, struct str s, bool lines, struct str *clean)
{
    char *p = arena_array(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\r') {
            if (i + 1 < s.n && s.p[i + 1] == '\n')
                continue;
            c = '\n';
        }
        if (is_control(c))
            return false;
        if (!lines && (c == '\n' || c == '\t'))
            c = ' ';
        p[n++] = c;
    }
    *clean = str_trim((struct str){p, n});
    return true;
}

static void
check_text(struct param_value *v, struct request *rq)
{
    const struct param *p = v->param;
    bool lines = p->type == PARAM_LINES;
    size_t max = p->max ? p->max : lines ? LINES_BYTES : LINE_BYTES;
    struct str clean = v->typed;
    if (p->type != PARAM_SECRET && !clean_text(rq->arena, v->typed, lines, &clean)) {
        note(rq, v->name, tr("%s里有不能显示的字符，请删去。"), label_of(p));
        return;
    }
    if (clean.n > max) {
        note(rq, v->name, tr("%s太长，请删减到 %zu 个汉字以内。"), label_of(p), max / 3);
        return;
    }
    v->text = clean;
    v->given = clean.n > 0;
}

/* "2023-07-01", and what people type: 2023-7-1, 2023/7/1, 2023.7.1, 2023年7月1日. */
static bool
date_read(struct str s, struct date *d)
{
    static const struct str marks[] = {
        str_lit("年"), str_lit("月"), str_lit("日"), str_lit("/"), str_lit("."), str_lit("-")};
    int64_t part[3] = {0};
    size_t n = 0, digits = 0;
    while (s.n) {
        if (s.p[0] >= '0' && s.p[0] <= '9' && n < 3 && digits++ < 4) {
            part[n] = part[n] * 10 + (s.p[0] - '0');
            s = str_slice(s, 1, s.n);
            continue;
        }
        size_t m = 0;
        while (m < sizeof(marks) / sizeof(*marks) && !str_starts(s, marks[m]))
            m++;
        if (m == sizeof(marks) / sizeof(*marks) || digits == 0)
            return false;
        n++;
        digits = 0;
        s = str_slice(s, marks[m].n, s.n);
    }
    if (digits)
        n++;
    *d = date_make((int)part[0], (int)part[1], (int)part[2]);
    return n == 3 && part[0] >= 1900 && date_valid(*d);
}

/* Decimal digits with at most three places, as thousandths. */
static bool
milli_read(struct str s, int64_t *milli)
{
    size_t dot = str_find_char(s, '.', 0);
    struct str whole = str_slice(s, 0, dot),
               part = dot == SIZE_MAX ? S("") : str_slice(s, dot + 1, s.n);
    int64_t w = 0, f = 0;
    if (part.n > 3 || (dot != SIZE_MAX && part.n == 0) ||
        !str_to_i64(whole, -1000000000000, 1000000000000, &w))
        return false;
    if (part.n && (part.p[0] == '-' || !str_to_i64(part, 0, 999, &f)))
        return false;
    for (size_t i = part.n; i < 3; i++)
        f *= 10;
    *milli = w * 1000 + (whole.p[0] == '-' ? -f : f);
    return true;
}

static void
check_number(struct param_value *v, struct str s, struct request *rq)
{
    const struct param *p = v->param;
    bool bounded = p->lo != 0 || p->hi != 0;
    bool milli = p->type == PARAM_MILLI;
    int64_t n = 0;
    if (milli ? !milli_read(s, &n) : !str_to_i64(s, INT64_MIN, INT64_MAX, &n)) {
        if (milli)
            note(rq, v->name, tr("%s应为数字，最多三位小数，例如 12.5。"), label_of(p));
        else
            note(rq, v->name, tr("%s应为整数，例如 12。"), label_of(p));
        return;
    }
    if (bounded && (n < p->lo || n > p->hi)) {
        int64_t unit = milli ? 1000 : 1;
        note(rq, v->name, tr("%s应在 %lld 到 %lld 之间。"), label_of(p), (long long)(p->lo / unit),
            (long long)(p->hi / unit));
        return;
    }
    v->value = n;
    v->given = true;
}

static void
check_choice(struct param_value *v, struct str s, struct request *rq)
{
    if (v->param->type == PARAM_ENUM)
        for (const char *const *one = v->param->values; one && *one; one++)
            v->given |= str_eq(s, str_from(*one));
    else
        v->given = str_to_i64(s, 1, INT64_MAX, &v->value);
    if (!v->given)
        note(rq, v->name, tr("%s不在可选的范围内，请重新选择。"), label_of(v->param));
}

static void
check_value(struct param_value *v, struct request *rq)
{
    struct str s = str_trim(v->typed);
    enum param_type type = v->param->type;
    if (type == PARAM_TEXT || type == PARAM_WORDS || type == PARAM_LINES || type == PARAM_SECRET) {
        check_text(v, rq);
        return;
    }
    if (s.n == 0)
        return;
    if (type == PARAM_INT || type == PARAM_MILLI) {
        check_number(v, s, rq);
    } else if (type == PARAM_ID || type == PARAM_ENUM) {
        check_choice(v, s, rq);
    } else if (type == PARAM_BOOL) {
        v->value = !str_eq(s, S("0"));
        v->given = true;
    } else if (type == PARAM_DATE) {
        v->given = date_read(s, &v->date);
        if (!v->given)
            note(rq, v->name, tr("%s应为一个存在的日期，例如 2023-07-01。"), label_of(v->param));
    }
    if (v->given)
        v->text = s;
    else
        v->date = (struct date){0};
}

static bool
is_choice(enum param_type type)
{
    return type == PARAM_ENUM || type == PARAM_ID || type == PARAM_DATE;
}

/* Whether it came with something, right or wrong. */
static bool
was_filled(const struct request *rq, const struct param *p)
{
    if (p->type == PARAM_FILE) {
        for (const struct upload *u = rq->uploads; u; u = u->next)
            if (strcmp(u->field, p->name) == 0)
                return true;
        return false;
    }
    for (size_t i = 0; i < rq->params->n; i++)
        if (rq->params->v[i].param == p && str_trim(rq->params->v[i].typed).n)
            return true;
    return false;
}

void
param_set_check(struct param_set *set, struct request *rq)
{
    for (size_t i = 0; i < set->n; i++)
        check_value(&set->v[i], rq);
    for (const struct param *p = set->params; p && p->name; p++) {
        if (!p->required || was_filled(rq, p))
            continue;
        if (is_choice(p->type))
            note(rq, str_from(p->name), tr("请选择%s。"), label_of(p));
        else
            note(rq, str_from(p->name), tr("请填写%s。"), label_of(p));
    }
}

/* ---- for handlers ---- */

/* The last value given under the name, or NULL. */
static const struct param_value *
value_of(const struct request *rq, const char *name)
{
    struct str want = str_from(name);
    BUG_ON(!param_declared(rq->params, want), "a parameter that its route does not declare");
    const struct param_value *last = NULL;
    for (size_t i = 0; i < rq->params->n; i++)
        if (str_eq(rq->params->v[i].name, want))
            last = &rq->params->v[i];
    return last && last->given ? last : NULL;
}

bool
param_given(const struct request *rq, const char *name)
{
    return value_of(rq, name) != NULL;
}

struct str
param_text(const struct request *rq, const char *name)
{
    const struct param_value *v = value_of(rq, name);
    return v ? v->text : S("");
}

int64_t
param_int(const struct request *rq, const char *name, int64_t otherwise)
{
    const struct param_value *v = value_of(rq, name);
    return v ? v->value : otherwise;
}

int64_t
param_id(const struct request *rq, const char *name)
{
    return param_int(rq, name, 0);
}

struct date
param_date(const struct request *rq, const char *name)
{
    const struct param_value *v = value_of(rq, name);
    return v ? v->date : (struct date){0};
}

bool
param_bool(const struct request *rq, const char *name)
{
    return param_int(rq, name, 0) != 0;
}

struct str
param_typed(const struct request *rq, const char *name, struct str otherwise)
{
    const struct param_value *v = rq->params ? find_value(rq->params, str_from(name)) : NULL;
    if (rq->elsewhere)
        return otherwise;
    if (v)
        return v->param->type == PARAM_SECRET ? S("") : v->typed;
    return rq->failed && rq->method != GET ? S("") : otherwise;
}

bool
param_typed_bool(const struct request *rq, const char *name, bool otherwise)
{
    const struct param_value *v = rq->params ? find_value(rq->params, str_from(name)) : NULL;
    if (rq->elsewhere)
        return otherwise;
    if (v)
        return v->typed.n && !str_eq(v->typed, S("0"));
    return rq->failed && rq->method != GET ? false : otherwise;
}

struct str
param_version(const struct request *rq, int64_t version)
{
    struct str now = arena_fmt(rq->arena, "%" PRId64, version);
    bool conflict = rq->failed && rq->failed->code == ERR_CONFLICT;
    return conflict ? now : param_typed(rq, "version", now);
}

bool
form_sent(const struct request *rq, struct str action)
{
    return rq->failed && rq->method != GET && str_eq(rq->path, action);
}

void
form_turn(struct request *rq, struct str action)
{
    rq->elsewhere = rq->failed && rq->method != GET && !str_eq(rq->path, action);
}

bool
param_next(const struct request *rq, const char *name, struct param_each *it)
{
    struct str want = str_from(name);
    bool prefix = want.n && want.p[want.n - 1] == '*';
    while (it->at < rq->params->n) {
        const struct param_value *v = &rq->params->v[it->at++];
        if (!v->given || strcmp(v->param->name, name) != 0)
            continue;
        *it =
            (struct param_each){.at = it->at, .text = v->text, .value = v->value, .date = v->date};
        it->rest = prefix ? str_slice(v->name, want.n - 1, v->name.n) : S("");
        if (!str_to_i64(it->rest, 1, INT64_MAX, &it->id))
            it->id = 0;
        return true;
    }
    return false;
}

/* ---- errors beside fields ---- */

void
field_note(struct request *rq, const char *field, const char *text)
{
    note(rq, str_from(field), "%s", text);
}

bool
field_fail(struct request *rq, struct err *e, const char *field, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str text = arena_vfmt(rq->arena, fmt, ap);
    va_end(ap);
    note(rq, str_from(field), "%s", text.p);
    return err_field(e, field, "%s", text.p);
}

bool
field_as(struct err *e, const char *field, const char *as)
{
    struct err was = *e;
    if (was.code == ERR_INPUT && strcmp(was.field, field) == 0)
        (void)err_field(e, as, "%s", was.text);
    return false;
}

struct str
field_error(const struct request *rq, const char *field)
{
    struct str want = str_from(field);
    if (rq->elsewhere)
        return S("");
    for (const struct field_error *f = rq->errors; f; f = f->next)
        if (str_eq(f->field, want))
            return f->text;
    return S("");
}
