#include "base/utf8.h"

/* The length of the well-formed sequence at p, or 0; *cp gets its code point. */
static size_t
sequence(const unsigned char *p, size_t n, uint32_t *cp)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    size_t len = p[0] < 0x80 ? 1 : p[0] < 0xC2 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (len == 0 || len > n || p[0] > 0xF4)
        return 0;
    uint32_t c = len == 1 ? p[0] : p[0] & (0x7FU >> len);
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3FU);
    }
    if (c < smallest[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *cp = c;
    return len;
}

/* Bytes of plain ASCII at the front, eight at a time. */
static size_t
ascii_run(const unsigned char *p, size_t n)
{
    size_t i = 0;
    for (uint64_t word; n - i >= sizeof(word); i += sizeof(word)) {
        memcpy(&word, p + i, sizeof(word));
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return i;
}

/* Bytes of ASCII and of characters of three bytes at the front, as Chinese text has them; those that begin by E0 or ED
   need a closer look. */
static size_t
plain_run(const unsigned char *p, size_t n)
{
    size_t i = 0;
    while (i < n) {
        if (p[i] < 0x80)
            i++;
        else if (n - i >= 3 && (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED &&
            (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
            i += 3;
        else
            break;
    }
    return i;
}

bool
utf8_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    uint32_t cp;
    for (size_t i = 0; i < s.n;) {
        size_t run = ascii_run(p + i, s.n - i);
        run += plain_run(p + i + run, s.n - i - run);
        if (run == 0)
            run = sequence(p + i, s.n - i, &cp);
        if (run == 0)
            return false;
        i += run;
    }
    return true;
}

bool
utf8_next(struct str *s, uint32_t *cp)
{
    if (s->n == 0)
        return false;
    size_t len = sequence((const unsigned char *)s->p, s->n, cp);
    if (len == 0) {
        *cp = UTF8_REPLACEMENT;
        len = 1;
    }
    s->p += len;
    s->n -= len;
    return true;
}

size_t
utf8_count(struct str s)
{
    uint32_t cp;
    size_t n = 0;
    while (utf8_next(&s, &cp))
        n++;
    return n;
}

struct str
utf8_head(struct str s, size_t points)
{
    struct str rest = s;
    uint32_t cp;
    while (points > 0 && utf8_next(&rest, &cp))
        points--;
    return (struct str){s.p, s.n - rest.n};
}

void
utf8_put(struct out *o, uint32_t cp)
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        cp = UTF8_REPLACEMENT;
    char b[4];
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        b[i] = (char)(0x80 | (cp & 0x3F));
    b[0] = (char)(lead[n] | cp);
    out_put(o, (struct str){b, n});
}

/* Ranges that a terminal draws two columns wide (East Asian Width W and F, and emoji). */
static bool
is_wide(uint32_t cp)
{
    static const uint32_t ranges[][2] = {{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0x4DBF},
        {0x4E00, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE10, 0xFE19},
        {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
        {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && cp >= ranges[i][0]; i++)
        if (cp <= ranges[i][1])
            return true;
    return false;
}

size_t
utf8_width(struct str s)
{
    uint32_t cp;
    size_t columns = 0;
    while (utf8_next(&s, &cp))
        columns += is_wide(cp) ? 2 : 1;
    return columns;
}
