#include "web/param.h"

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

struct str
percent_decode(struct arena *a, struct str s, bool plus)
{
    if (str_find_char(s, '%', 0) == SIZE_MAX && !(plus && str_find_char(s, '+', 0) != SIZE_MAX))
        return s;
    char *p = arena_array(a, char, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n && s.p[i] == '%' ? hex_digit(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;
        if (low >= 0) {
            p[n++] = (char)(high * 16 + low);
            i += 2;
        } else if (plus && s.p[i] == '+') {
            p[n++] = ' ';
        } else {
            p[n++] = s.p[i];
        }
    }
    return (struct str){p, n};
}

void
form_decode(struct param_set *set, struct str text)
{
    struct str rest = text, pair;
    while (str_split(&rest, '&', &pair)) {
        if (pair.n == 0)
            continue;
        size_t eq = str_find_char(pair, '=', 0);
        struct str name = eq == SIZE_MAX ? pair : str_slice(pair, 0, eq);
        struct str value = eq == SIZE_MAX ? S("") : str_slice(pair, eq + 1, pair.n);
        param_set_add(
            set, percent_decode(set->arena, name, true), percent_decode(set->arena, value, true));
        if (set->too_many)
            return;
    }
}

struct str
cookie_find(struct str header, struct str name)
{
    struct str rest = header, pair;
    while (str_split(&rest, ';', &pair)) {
        pair = str_trim(pair);
        size_t eq = str_find_char(pair, '=', 0);
        if (eq == SIZE_MAX || !str_eq(str_trim(str_slice(pair, 0, eq)), name))
            continue;
        struct str value = str_trim(str_slice(pair, eq + 1, pair.n));
        if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = str_slice(value, 1, value.n - 2);
        return value;
    }
    return S("");
}
