#include "support_library.h"

static void
put_fields(struct out *o, const char *fields)
{
    struct str rest = str_from(fields), pair;
    while (str_split(&rest, '&', &pair)) {
        size_t eq = str_find_char(pair, '=', 0);
        if (eq != SIZE_MAX)
            out_fmt(o, "--B\r\nContent-Disposition: form-data; name=\"%.*s\"\r\n\r\n%.*s\r\n",
                STR_ARG(str_slice(pair, 0, eq)), STR_ARG(str_slice(pair, eq + 1, pair.n)));
    }
}

struct answer
library_send(struct client *c, const char *target, const char *fields,
    const struct sent_file *files, size_t n)
{
    struct out o;
    out_init(&o, (size_t)64 << 20);
    out_fmt(&o, "--B\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n%.*s\r\n",
        STR_ARG(client_csrf(c)));
    put_fields(&o, fields);
    for (size_t i = 0; i < n; i++) {
        out_fmt(&o, "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n",
            files[i].name);
        out_put(&o, files[i].bytes);
        out_lit(&o, "\r\n");
    }
    out_lit(&o, "--B--\r\n");
    struct sent s = {.method = "POST",
        .target = target,
        .body = arena_str(test_arena(), out_str(&o)),
        .type = "multipart/form-data; boundary=B"};
    out_release(&o);
    return client_send(c, &s);
}

int64_t
library_first_id(struct answer a)
{
    int64_t id = 0;
    static const struct str mark = str_lit("\"/library/");
    for (size_t at = 0; (at = str_find(a.body, mark, at)) != SIZE_MAX; at += mark.n) {
        struct str rest = str_slice(a.body, at + mark.n, 40);
        size_t end = 0;
        while (end < rest.n && rest.p[end] >= '0' && rest.p[end] <= '9')
            end++;
        if (end && str_to_i64(str_slice(rest, 0, end), 1, INT64_MAX, &id))
            return id;
    }
    return 0;
}

int64_t
library_put(struct client *c, const char *name, const char *text, const char *fields)
{
    struct sent_file f = {name, str_from(text)};
    struct answer a = library_send(c, "/library/add", fields, &f, 1);
    if (!CHECK_ANSWER(a, 303, ""))
        return 0;
    return library_first_id(client_get(c, textf("/library?batch=%" PRId64, answer_id(a))));
}
