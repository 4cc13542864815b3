#include "web/multipart.h"

#include "base/in.h"
#include "base/lang.h"
#include "base/utf8.h"

enum {
    HEAD_BYTES = 8 * 1024,
    HOLD_BYTES = 1024 * 1024,
    PARTS_MAX = 2000,
    BOUNDARY_MAX = 70
};

static bool
broken(struct err *e)
{
    return err_set(e, ERR_USAGE, tr("表单的数据不完整或格式不对，请返回重新提交。"));
}

/* The value of `key` in "form-data; name=\"x\"; filename=\"y\"". Browsers write a quote in a name as %22. */
static bool
head_param(struct str line, struct str key, struct str *value)
{
    struct in in = in_from(line);
    (void)in_until(&in, ';');
    while (in_accept(&in, S(";"))) {
        while (in_accept(&in, S(" ")) || in_accept(&in, S("\t")))
            continue;
        struct str name = in_until(&in, '=');
        if (!in_accept(&in, S("=")))
            return false;
        struct str got;
        if (in_accept(&in, S("\""))) {
            got = in_until(&in, '"');
            if (!in_accept(&in, S("\"")))
                return false;
            (void)in_until(&in, ';');
        } else {
            got = str_trim(in_until(&in, ';'));
        }
        if (str_eq_nocase(str_trim(name), key)) {
            *value = got;
            return true;
        }
    }
    return false;
}

bool
multipart_init(struct multipart *m, struct str content_type, struct multipart_sink sink)
{
    *m = (struct multipart){.sink = sink};
    struct str kind = str_trim(str_slice(content_type, 0, str_find_char(content_type, ';', 0)));
    struct str boundary;
    if (!str_eq_nocase(kind, S("multipart/form-data")) ||
        !head_param(content_type, S("boundary"), &boundary) || boundary.n == 0 ||
        boundary.n > BOUNDARY_MAX)
        return false;
    memcpy(m->mark, "\r\n--", 4);
    memcpy(m->mark + 4, boundary.p, boundary.n);
    m->mark_n = boundary.n + 4;
    out_init(&m->hold, HOLD_BYTES);
    out_lit(&m->hold, "\r\n"); /* so that the first boundary looks like all others */
    return true;
}

void
multipart_release(struct multipart *m)
{
    out_release(&m->hold);
}

bool
multipart_whole(const struct multipart *m)
{
    return m->state == MULTIPART_DONE;
}

static struct str
without_folders(struct str name)
{
    for (size_t i = name.n; i > 0; i--)
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
            return str_slice(name, i, name.n);
    return name;
}

/* The head of a part, "Content-Disposition: …\r\nContent-Type: …". */
static bool
begin_part(struct multipart *m, struct str head, struct err *e)
{
    struct multipart_part part = {0};
    bool named = false;
    struct in in = in_from(head);
    while (in_left(&in)) {
        struct str line = in_until(&in, '\n');
        (void)in_accept(&in, S("\n"));
        size_t colon = str_find_char(line, ':', 0);
        struct str key = str_slice(line, 0, colon);
        struct str value = colon == SIZE_MAX ? S("") : str_trim(str_slice(line, colon + 1, line.n));
        if (str_eq_nocase(key, S("Content-Type")))
            part.type = value;
        if (!str_eq_nocase(key, S("Content-Disposition")))
            continue;
        named = head_param(value, S("name"), &part.name);
        part.is_file = head_param(value, S("filename"), &part.file_name);
    }
    if (!named || ++m->parts > PARTS_MAX || !utf8_valid(part.name) || !utf8_valid(part.file_name) ||
        !utf8_valid(part.type))
        return broken(e);
    part.file_name = without_folders(part.file_name);
    return m->sink.begin(m->sink.arg, &part, e);
}

/* Each step takes what it can off the cursor; *more says whether another step may get further. */
static bool
step_start(struct multipart *m, struct in *in, bool *more, struct err *e)
{
    if (in_left(in) < m->mark_n + 2)
        return true;
    if (!in_accept(in, (struct str){m->mark, m->mark_n}))
        return broken(e);
    if (in_accept(in, S("--"))) {
        m->state = MULTIPART_DONE;
        return true;
    }
    if (!in_accept(in, S("\r\n")))
        return broken(e);
    m->state = MULTIPART_HEAD;
    *more = true;
    return true;
}

static bool
step_head(struct multipart *m, struct in *in, bool *more, struct err *e)
{
    struct str left = {in->p, in_left(in)};
    size_t end = str_find(left, S("\r\n\r\n"), 0);
    if (end == SIZE_MAX)
        return left.n <= HEAD_BYTES || broken(e);
    if (end > HEAD_BYTES || !begin_part(m, in_take(in, end), e))
        return end > HEAD_BYTES ? broken(e) : false;
    in_skip(in, 4);
    m->state = MULTIPART_BODY;
    *more = true;
    return true;
}

static bool
step_body(struct multipart *m, struct in *in, bool *more, struct err *e)
{
    struct str left = {in->p, in_left(in)};
    size_t end = str_find(left, (struct str){m->mark, m->mark_n}, 0);
    size_t sure = end != SIZE_MAX ? end : left.n > m->mark_n ? left.n - m->mark_n : 0;
    if (sure && !m->sink.data(m->sink.arg, in_take(in, sure), e))
        return false;
    if (end == SIZE_MAX)
        return true;
    m->state = MULTIPART_START;
    *more = true;
    return m->sink.end(m->sink.arg, e);
}

bool
multipart_feed(struct multipart *m, struct str bytes, struct err *e)
{
    if (m->state == MULTIPART_DONE)
        return true; /* an epilogue is allowed and means nothing */
    out_put(&m->hold, bytes);
    if (m->hold.overflow)
        return broken(e);
    struct in in = in_from(out_str(&m->hold));
    for (bool more = true; more;) {
        more = false;
        bool ok = m->state == MULTIPART_START ? step_start(m, &in, &more, e)
            : m->state == MULTIPART_HEAD      ? step_head(m, &in, &more, e)
            : m->state == MULTIPART_BODY      ? step_body(m, &in, &more, e)
                                              : true;
        if (!ok)
            return false;
    }
    size_t left = in_left(&in);
    if (left && in.p != m->hold.p)
        memmove(m->hold.p, in.p, left);
    m->hold.n = left;
    return true;
}
