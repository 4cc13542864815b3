#include "web/html.h"

#include <stdarg.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

static const struct str entity[256] = {
    ['&'] = str_lit("&amp;"),
    ['<'] = str_lit("&lt;"),
    ['>'] = str_lit("&gt;"),
    ['"'] = str_lit("&#34;"),
    ['\''] = str_lit("&#39;"),
};

/* The bytes of s from `i` on that need no escape. */
static size_t
run_length(struct str s, size_t i)
{
    size_t from = i;
#if defined(__SSE2__)
    const __m128i amp = _mm_set1_epi8('&'), lt = _mm_set1_epi8('<'), gt = _mm_set1_epi8('>');
    const __m128i quote = _mm_set1_epi8('"'), tick = _mm_set1_epi8('\'');
    for (; i + 16 <= s.n; i += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + i));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, amp), _mm_cmpeq_epi8(v, lt));
        hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(v, gt), _mm_cmpeq_epi8(v, quote)));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, tick));
        int mask = _mm_movemask_epi8(hit);
        if (mask)
            return i - from + (size_t)__builtin_ctz((unsigned)mask);
    }
#endif
    while (i < s.n && entity[(unsigned char)s.p[i]].n == 0)
        i++;
    return i - from;
}

void
html_str(struct out *o, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t run = run_length(s, i);
        out_put(o, (struct str){s.p + i, run});
        i += run;
        if (i < s.n)
            out_put(o, entity[(unsigned char)s.p[i++]]);
    }
}

void
html_int(struct out *o, int64_t v)
{
    if (v >= 0 && v < 10)
        out_char(o, (char)('0' + v));
    else
        out_int(o, v);
}

void
html_uint(struct out *o, uint64_t v)
{
    if (v <= INT64_MAX)
        html_int(o, (int64_t)v);
    else
        out_fmt(o, "%llu", (unsigned long long)v);
}

void
html_date(struct out *o, struct date d)
{
    html_date_text(o, date_format(d));
}

static bool
unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
        c == '.' || c == '_' || c == '~';
}

void
html_url_part(struct out *o, struct url_part p)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < p.s.n; i++) {
        unsigned char c = (unsigned char)p.s.p[i];
        if (unreserved(c))
            out_char(o, (char)c);
        else
            out_put(o, (struct str){(const char[]){'%', hex[c >> 4], hex[c & 15]}, 3});
    }
}

void
html_url(struct out *o, struct url u)
{
    static const struct str schemes[] = {
        str_lit("https://"), str_lit("http://"), str_lit("mailto:")};
    bool ours =
        u.s.n > 0 && u.s.p[0] == '/' && !(u.s.n > 1 && (u.s.p[1] == '/' || u.s.p[1] == '\\'));
    for (size_t i = 0; !ours && i < sizeof(schemes) / sizeof(*schemes); i++)
        ours = str_eq_nocase(str_slice(u.s, 0, schemes[i].n), schemes[i]);
    html_str(o, ours ? u.s : S("#"));
}

void
html_tr(struct out *o, const char *zh)
{
    html_str(o, str_from(tr(zh)));
}

void
html_fmt(struct out *o, const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    struct str s;
    (void)str_vfmt(text, sizeof(text), &s, fmt, ap);
    va_end(ap);
    html_str(o, s);
}
