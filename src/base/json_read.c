#include "base/in.h"
#include "base/json.h"
#include "base/lang.h"
#include "base/utf8.h"

#include <stdlib.h>

enum {
    DEPTH_MAX = 64
};

struct reader {
    struct in in;
    struct arena *arena;
    unsigned depth;
    const char *wrong; /* what is wrong at in.p, or NULL */
};

static bool read_value(struct reader *r, struct json *v);

static bool
fail(struct reader *r, const char *wrong)
{
    if (!r->wrong)
        r->wrong = wrong;
    return false;
}

static void
skip_blanks(struct reader *r)
{
    for (int c = in_peek(&r->in); c == ' ' || c == '\t' || c == '\n' || c == '\r';
         c = in_peek(&r->in))
        (void)in_byte(&r->in);
}

static int
hex_value(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The four digits after \u. */
static bool
read_unit(struct reader *r, uint32_t *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_value(in_peek(&r->in));
        if (digit < 0)
            return fail(r, N_("\\u 后面应有四位十六进制数字"));
        (void)in_byte(&r->in);
        *unit = *unit << 4 | (uint32_t)digit;
    }
    return true;
}

static bool
read_unicode(struct reader *r, struct out *o)
{
    uint32_t cp, low;
    if (!read_unit(r, &cp))
        return false;
    if (cp >= 0xD800 && cp <= 0xDBFF) {
        if (!in_accept(&r->in, S("\\u")) || !read_unit(r, &low) || low < 0xDC00 || low > 0xDFFF)
            return fail(r, N_("\\u 的代理对不完整"));
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
    } else if (cp >= 0xDC00 && cp <= 0xDFFF) {
        return fail(r, N_("\\u 的代理对不完整"));
    }
    utf8_put(o, cp);
    return true;
}

static bool
read_escape(struct reader *r, struct out *o)
{
    int c = in_peek(&r->in);
    const char *known = c > 0 ? strchr("\"\"\\\\//b\bf\fn\nr\rt\t", c) : NULL;
    (void)in_byte(&r->in);
    if (c == 'u')
        return read_unicode(r, o);
    if (!known || c < ' ')
        return fail(r, N_("反斜杠后面的字符不对"));
    out_char(o, known[1]);
    return true;
}

/* Where the string that begins here ends: at its closing quote, which an escape may hide. */
static struct str
raw_string(struct in in)
{
    const char *from = in.p;
    for (int c = in_peek(&in); c >= 0 && c != '"'; c = in_peek(&in)) {
        (void)in_byte(&in);
        if (c == '\\' && in_peek(&in) >= 0)
            (void)in_byte(&in);
    }
    return (struct str){from, (size_t)(in.p - from)};
}

static bool
decode(struct reader *r, struct out *o)
{
    for (int c = in_byte(&r->in); c != '"'; c = in_byte(&r->in)) {
        if (c < 0)
            return fail(r, N_("字符串没有结束的引号"));
        if (c < ' ')
            return fail(r, N_("字符串里不能直接写控制字符"));
        if (c != '\\')
            out_char(o, (char)c);
        else if (!read_escape(r, o))
            return false;
    }
    return true;
}

static bool
read_string(struct reader *r, struct str *s)
{
    if (!in_accept(&r->in, S("\"")))
        return fail(r, N_("这里应是一个带引号的字符串"));
    struct str raw = raw_string(r->in);
    if (!utf8_valid(raw))
        return fail(r, N_("字符串不是正确的 UTF-8"));
    struct out text;
    out_init(&text, raw.n + 1); /* what is decoded is never longer */
    bool ok = decode(r, &text);
    if (ok)
        *s = arena_str(r->arena, out_str(&text));
    out_release(&text);
    return ok;
}

static bool
digits(struct reader *r)
{
    const char *from = r->in.p;
    while (in_peek(&r->in) >= '0' && in_peek(&r->in) <= '9')
        (void)in_byte(&r->in);
    return r->in.p > from || fail(r, N_("数字写得不完整"));
}

static bool
read_number(struct reader *r, struct json *v)
{
    const char *from = r->in.p;
    (void)in_accept(&r->in, S("-"));
    if (!in_accept(&r->in, S("0")) && !digits(r))
        return false;
    if (in_accept(&r->in, S(".")) && !digits(r))
        return false;
    if (in_accept(&r->in, S("e")) || in_accept(&r->in, S("E"))) {
        if (!in_accept(&r->in, S("+")))
            (void)in_accept(&r->in, S("-"));
        if (!digits(r))
            return false;
    }
    v->kind = JSON_NUMBER;
    v->text = arena_str(r->arena, (struct str){from, (size_t)(r->in.p - from)});
    return true;
}

static int
by_bytes(const void *a, const void *b)
{
    const struct str *left = a, *right = b;
    return str_cmp(*left, *right);
}

/* Sorted, so that a stranger's object of many members costs no square of them. */
static bool
keys_differ(struct reader *r, const struct json *object, size_t members)
{
    if (members < 2)
        return true;
    struct str *keys = arena_array(r->arena, struct str, members);
    size_t n = 0;
    for (const struct json *m = object->child; m; m = m->next)
        keys[n++] = m->key;
    qsort(keys, n, sizeof(*keys), by_bytes);
    for (size_t i = 1; i < n; i++)
        if (str_eq(keys[i - 1], keys[i]))
            return fail(r, N_("对象里有重复的键"));
    return true;
}

static bool
read_member(struct reader *r, bool keyed, struct json *member)
{
    skip_blanks(r);
    if (keyed) {
        if (!read_string(r, &member->key))
            return false;
        skip_blanks(r);
        if (!in_accept(&r->in, S(":")))
            return fail(r, N_("键后面应有冒号"));
        skip_blanks(r);
    }
    if (!read_value(r, member))
        return false;
    skip_blanks(r);
    return true;
}

/* The elements or members up to the closing bracket; the opening one has been taken. */
static bool
read_members(struct reader *r, struct json *v, struct str close)
{
    bool keyed = v->kind == JSON_OBJECT;
    struct json **last = &v->child;
    size_t n = 0;
    skip_blanks(r);
    if (in_accept(&r->in, close))
        return true;
    do {
        *last = arena_new(r->arena, struct json);
        if (!read_member(r, keyed, *last))
            return false;
        last = &(*last)->next;
        n++;
    } while (in_accept(&r->in, S(",")));
    if (keyed && !keys_differ(r, v, n))
        return false;
    return in_accept(&r->in, close) || fail(r, N_("这里应是逗号或者结束的括号"));
}

static bool
read_container(struct reader *r, struct json *v, enum json_kind kind, struct str close)
{
    if (r->depth == DEPTH_MAX)
        return fail(r, N_("嵌套超过 64 层"));
    v->kind = kind;
    r->depth++;
    bool ok = read_members(r, v, close);
    r->depth--;
    return ok;
}

static bool
read_value(struct reader *r, struct json *v)
{
    int c = in_peek(&r->in);
    if (c == '"') {
        v->kind = JSON_STRING;
        return read_string(r, &v->text);
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r, v);
    if (in_accept(&r->in, S("{")))
        return read_container(r, v, JSON_OBJECT, S("}"));
    if (in_accept(&r->in, S("[")))
        return read_container(r, v, JSON_ARRAY, S("]"));
    if (in_accept(&r->in, S("null")))
        return true;
    v->kind = JSON_BOOL;
    v->boolean = in_accept(&r->in, S("true"));
    return v->boolean || in_accept(&r->in, S("false")) || fail(r, N_("这里应是一个值"));
}

static bool
report(const struct reader *r, struct str text, struct err *e)
{
    struct str before = {text.p, (size_t)(r->in.p - text.p)};
    size_t line = 1, start = 0;
    for (size_t at; (at = str_find_char(before, '\n', start)) != SIZE_MAX; start = at + 1)
        line++;
    size_t column = utf8_count(str_slice(before, start, before.n)) + 1;
    return err_set(
        e, ERR_INPUT, tr("JSON 第 %zu 行第 %zu 列有误：%s。"), line, column, tr(r->wrong));
}

bool
json_read(struct arena *a, struct str text, const struct json **value, struct err *e)
{
    struct reader r = {.in = in_from(text), .arena = a};
    struct json *v = arena_new(a, struct json);
    skip_blanks(&r);
    bool ok = read_value(&r, v);
    skip_blanks(&r);
    if (ok && in_left(&r.in) > 0)
        ok = fail(&r, N_("值后面还有多余的内容"));
    if (!ok)
        return report(&r, text, e);
    *value = v;
    return true;
}

const struct json *
json_get(const struct json *object, struct str key)
{
    if (!object || object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *m = object->child; m; m = m->next)
        if (str_eq(m->key, key))
            return m;
    return NULL;
}

struct str
json_get_str(const struct json *object, struct str key)
{
    const struct json *m = json_get(object, key);
    return m && m->kind == JSON_STRING ? m->text : (struct str){NULL, 0};
}

bool
json_get_int(const struct json *object, struct str key, int64_t min, int64_t max, int64_t *v)
{
    const struct json *m = json_get(object, key);
    return m && m->kind == JSON_NUMBER && str_to_i64(m->text, min, max, v);
}
