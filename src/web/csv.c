#include "web/csv.h"

void
csv_begin(struct out *o)
{
    out_lit(o, "\xEF\xBB\xBF");
}

/* A plain number may begin with a minus; anything else after one of = + - @ would be run as a formula. */
static bool
runs_as_formula(struct str s)
{
    int64_t number;
    if (s.n == 0 || str_find_char(S("=+-@\t\r"), s.p[0], 0) == SIZE_MAX)
        return false;
    return !str_to_i64(s, INT64_MIN, INT64_MAX, &number);
}

static void
cell(struct out *o, struct str s)
{
    out_char(o, '"');
    if (runs_as_formula(s))
        out_char(o, '\'');
    struct str part;
    while (str_find_char(s, '"', 0) != SIZE_MAX) {
        size_t at = str_find_char(s, '"', 0);
        part = str_slice(s, 0, at + 1);
        out_put(o, part);
        out_char(o, '"');
        s = str_slice(s, at + 1, SIZE_MAX);
    }
    out_put(o, s);
    out_char(o, '"');
}

void
csv_row(struct out *o, const struct str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            out_char(o, ',');
        cell(o, cells[i]);
    }
    out_lit(o, "\r\n");
}
