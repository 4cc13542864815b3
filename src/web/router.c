#include "web/router.h"

enum method
method_parse(struct str name)
{
    static const struct {
        struct str name;
        enum method method;
    } known[] = {
        {str_lit("GET"), GET},
        {str_lit("HEAD"), GET},
        {str_lit("POST"), POST},
        {str_lit("PUT"), PUT},
        {str_lit("DELETE"), DELETE},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (str_eq(known[i].name, name))
            return known[i].method;
    return METHOD_NONE;
}

/* Takes "/segment" off the front. */
static bool
segment(struct str *path, struct str *part)
{
    if (path->n == 0 || path->p[0] != '/')
        return false;
    size_t end = str_find_char(*path, '/', 1);
    *part = str_slice(*path, 1, (end == SIZE_MAX ? path->n : end) - 1);
    *path = str_slice(*path, part->n + 1, path->n);
    return true;
}

/* ":token.ics" against "abc.ics". */
static bool
match_param(struct str want, struct str got, struct match *m)
{
    size_t dot = str_find_char(want, '.', 0);
    struct str tail = dot == SIZE_MAX ? S("") : str_slice(want, dot, want.n);
    if (got.n <= tail.n || !str_ends(got, tail) || m->params_n == PATH_PARAMS_MAX)
        return false;
    m->params[m->params_n++] = (struct path_param){
        str_slice(want, 1, want.n - tail.n - 1), str_slice(got, 0, got.n - tail.n)};
    return true;
}

static bool
match_path(struct str pattern, struct str path, struct match *m)
{
    struct str want, got;
    m->params_n = 0;
    while (segment(&pattern, &want)) {
        if (!segment(&path, &got))
            return false;
        if (want.n && want.p[0] == ':') {
            if (!match_param(want, got, m))
                return false;
        } else if (!str_eq(want, got)) {
            return false;
        }
    }
    return path.n == 0;
}

struct match
route_find(const struct route *routes, enum method method, struct str path)
{
    struct match m = {0};
    for (const struct route *r = routes; r->method != METHOD_NONE; r++) {
        if (!match_path(str_from(r->path), path, &m))
            continue;
        if (r->method == method) {
            m.route = r;
            return m;
        }
        m.allowed |= 1U << r->method;
    }
    return m;
}
