#include "base/str.h"

#include "base/bug.h"

#include <stdio.h>

int
str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c != 0)
        return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

bool
str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool
str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n &&
        (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}

static char
lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool
str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
    static const struct str wide = str_lit("\xe3\x80\x80");
    for (;;) {
        if (s.n && is_blank(s.p[0]))
            s = str_slice(s, 1, s.n);
        else if (s.n && str_starts(s, wide))
            s = str_slice(s, wide.n, s.n);
        else
            break;
    }
    for (;;) {
        if (s.n && is_blank(s.p[s.n - 1]))
            s.n--;
        else if (s.n && str_ends(s, wide))
            s.n -= wide.n;
        else
            return s;
    }
}

struct str
str_slice(struct str s, size_t from, size_t n)
{
    if (from >= s.n)
        return (struct str){NULL, 0};
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){s.p + from, n};
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
    if (from > s.n || needle.n > s.n - from)
        return SIZE_MAX;
    if (needle.n == 0)
        return from;
    const char *hit = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

size_t
str_find_char(struct str s, char c, size_t from)
{
    if (from >= s.n)
        return SIZE_MAX;
    const char *hit = memchr(s.p + from, c, s.n - from);
    return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

bool
str_split(struct str *rest, char sep, struct str *part)
{
    if (!rest->p)
        return false;
    size_t at = str_find_char(*rest, sep, 0);
    if (at == SIZE_MAX) {
        *part = *rest;
        *rest = (struct str){NULL, 0};
        return part->n > 0;
    }
    *part = str_slice(*rest, 0, at);
    if (!part->p)
        part->p = rest->p;
    rest->p += at + 1;
    rest->n -= at + 1;
    return true;
}

bool
str_to_i64(struct str s, int64_t min, int64_t max, int64_t *value)
{
    bool negative = s.n > 0 && s.p[0] == '-';
    size_t i = negative ? 1 : 0;
    if (i == s.n)
        return false;
    int64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        int digit = s.p[i] - '0';
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, digit, &v))
            return false;
    }
    if (!negative && __builtin_sub_overflow((int64_t)0, v, &v))
        return false;
    if (v < min || v > max)
        return false;
    *value = v;
    return true;
}

/* The length without the bytes of a character that the end cuts in two. */
static size_t
cut_at_character(const char *z, size_t n)
{
    size_t back = 0;
    while (back < n && back < 4 && ((unsigned char)z[n - 1 - back] & 0xC0) == 0x80)
        back++;
    if (back == n)
        return n;
    unsigned char lead = (unsigned char)z[n - 1 - back];
    size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return need > back + 1 ? n - 1 - back : n;
}

bool
str_vfmt(char *to, size_t size, struct str *s, const char *fmt, va_list ap)
{
    int n = vsnprintf(to, size, fmt, ap);
    BUG_ON(n < 0 || size == 0, "str_vfmt: format");
    bool whole = (size_t)n < size;
    s->p = to;
    s->n = whole ? (size_t)n : cut_at_character(to, size - 1);
    to[s->n] = '\0';
    return whole;
}
