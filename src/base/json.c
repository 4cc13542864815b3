#include "base/json.h"

#include "base/bug.h"
#include "base/utf8.h"

enum {
    DEPTH_MAX = 64
};

struct json_out
json_begin(struct out *o)
{
    return (struct json_out){.o = o};
}

/* The comma before a value or a key, where one is due. */
static void
separate(struct json_out *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->depth == 0)
        return;
    uint64_t bit = UINT64_C(1) << (j->depth - 1);
    if (j->filled & bit)
        out_char(j->o, ',');
    j->filled |= bit;
}

static void
enter(struct json_out *j, char bracket)
{
    separate(j);
    BUG_ON(j->depth == DEPTH_MAX, "json: nesting too deep");
    j->filled &= ~(UINT64_C(1) << j->depth++);
    out_char(j->o, bracket);
}

static void
leave(struct json_out *j, char bracket)
{
    BUG_ON(j->depth == 0 || j->after_key, "json: end without a begin, or a key without a value");
    j->depth--;
    out_char(j->o, bracket);
}

void
json_object(struct json_out *j)
{
    enter(j, '{');
}

void
json_object_end(struct json_out *j)
{
    leave(j, '}');
}

void
json_array(struct json_out *j)
{
    enter(j, '[');
}

void
json_array_end(struct json_out *j)
{
    leave(j, ']');
}

static void
put_control(struct out *o, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    const char *short_form = c ? strchr("\bb\ff\nn\rr\tt", c) : NULL;
    if (short_form) {
        out_char(o, '\\');
        out_char(o, short_form[1]);
        return;
    }
    out_lit(o, "\\u00");
    out_char(o, hex[c >> 4]);
    out_char(o, hex[c & 15]);
}

static void
put_quoted(struct out *o, struct str s)
{
    out_char(o, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= ' ' && c != '"' && c != '\\')
            continue;
        out_put(o, str_slice(s, from, i - from));
        from = i + 1;
        if (c < ' ') {
            put_control(o, c);
        } else {
            out_char(o, '\\');
            out_char(o, (char)c);
        }
    }
    out_put(o, str_slice(s, from, s.n));
    out_char(o, '"');
}

static void
put_string(struct out *o, struct str s)
{
    if (utf8_valid(s)) {
        put_quoted(o, s);
        return;
    }
    struct out mended;
    out_init(&mended, s.n * 3 + 1); /* a broken byte becomes the three bytes of U+FFFD */
    for (uint32_t cp; utf8_next(&s, &cp);)
        utf8_put(&mended, cp);
    put_quoted(o, out_str(&mended));
    out_release(&mended);
}

void
json_key(struct json_out *j, struct str key)
{
    BUG_ON(j->after_key || j->depth == 0, "json: key where none may stand");
    separate(j);
    put_string(j->o, key);
    out_char(j->o, ':');
    j->after_key = true;
}

void
json_str(struct json_out *j, struct str s)
{
    separate(j);
    put_string(j->o, s);
}

void
json_int(struct json_out *j, int64_t v)
{
    separate(j);
    out_int(j->o, v);
}

void
json_bool(struct json_out *j, bool v)
{
    separate(j);
    out_put(j->o, v ? S("true") : S("false"));
}

void
json_null(struct json_out *j)
{
    separate(j);
    out_lit(j->o, "null");
}

void
json_number(struct json_out *j, struct str digits)
{
    separate(j);
    out_put(j->o, digits);
}

void
json_field_str(struct json_out *j, struct str key, struct str s)
{
    json_key(j, key);
    json_str(j, s);
}

void
json_field_opt(struct json_out *j, struct str key, struct str s)
{
    json_key(j, key);
    if (s.n)
        json_str(j, s);
    else
        json_null(j);
}

void
json_field_int(struct json_out *j, struct str key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

void
json_field_bool(struct json_out *j, struct str key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}
