#include "text/norm.h"

#include "base/bug.h"
#include "base/utf8.h"

#include <endian.h>

enum point_kind {
    POINT_GONE,
    POINT_BLANK,
    POINT_KEPT,
    POINT_WORD /* kept, and an ASCII letter or digit: a blank between two of them stays */
};

struct point {
    uint32_t cp; /* folded */
    uint32_t len;
    enum point_kind kind;
};

bool
norm_blank(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
        (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F ||
        cp == 0x205F || cp == 0x3000;
}

/* Nothing is seen of them: controls, format characters, variation selectors, tags. Rising. */
bool
norm_gone(uint32_t cp)
{
    static const uint32_t ranges[][2] = {{0, 0x08}, {0x0E, 0x1F}, {0x7F, 0x84}, {0x86, 0x9F},
        {0xAD, 0xAD}, {0x34F, 0x34F}, {0x61C, 0x61C}, {0x180B, 0x180F}, {0x200B, 0x200F},
        {0x202A, 0x202E}, {0x2060, 0x206F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
        {0xE0000, 0xE01EF}};
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]) && cp >= ranges[i][0]; i++)
        if (cp <= ranges[i][1])
            return true;
    return false;
}

static inline struct point
ascii_point(uint32_t c, uint32_t len)
{
    if ((c | 0x20) - 'a' < 26)
        return (struct point){c | 0x20, len, POINT_WORD};
    if (c - '0' < 10)
        return (struct point){c, len, POINT_WORD};
    if (c > ' ' && c < 0x7F)
        return (struct point){c, len, POINT_KEPT};
    return (struct point){c, len, norm_blank(c) ? POINT_BLANK : POINT_GONE};
}

/* What is neither ASCII nor in the middle of the ideographs; also broken bytes. */
static __attribute__((noinline)) struct point
rare_point(const unsigned char *p, size_t n)
{
    struct str s = {(const char *)p, n};
    uint32_t cp = 0;
    utf8_next(&s, &cp);
    uint32_t len = (uint32_t)(n - s.n);
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return ascii_point(cp - 0xFF01 + '!', len);
    enum point_kind kind = norm_blank(cp) ? POINT_BLANK : norm_gone(cp) ? POINT_GONE : POINT_KEPT;
    return (struct point){cp, len, kind};
}

/* Between U+3000, the wide blank, and U+D000 every character is kept as it is; wide forms are punctuation mostly. */
static inline struct point
point_at(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return ascii_point(p[0], 1);
    if (p[0] >= 0xE3 && n >= 3 && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        uint32_t cp = (p[0] & 0xFU) << 12 | (p[1] & 0x3FU) << 6 | (p[2] & 0x3FU);
        if (p[0] <= 0xEC && cp != 0x3000)
            return (struct point){cp, 3, POINT_KEPT};
        if (p[0] == 0xEF && cp >= 0xFF01 && cp <= 0xFF5E)
            return ascii_point(cp - 0xFF01 + '!', 3);
    }
    return rare_point(p, n);
}

struct walk {
    const unsigned char *p;
    size_t n, at;
    size_t blank_from, blank_to; /* a run of blanks not decided on yet; blank_to 0: none */
    bool in_word;                /* the last character was a POINT_WORD */
    size_t end;                  /* of the last character */
};

struct place {
    uint32_t cp;
    size_t from, to;
};

static inline struct walk
walk_begin(struct str text)
{
    return (struct walk){.p = (const unsigned char *)text.p, .n = text.n};
}

static inline bool
walk_next(struct walk *w, struct place *c)
{
    while (w->at < w->n) {
        struct point pt = point_at(w->p + w->at, w->n - w->at);
        size_t from = w->at, to = from + pt.len;
        if (pt.kind >= POINT_KEPT) {
            bool word = pt.kind == POINT_WORD;
            if (w->blank_to && word && w->in_word) {
                *c = (struct place){' ', w->blank_from, w->blank_to};
                w->end = w->blank_to;
                w->blank_to = 0;
                return true;
            }
            *c = (struct place){pt.cp, from, to};
            w->at = w->end = to;
            w->blank_to = 0;
            w->in_word = word;
            return true;
        }
        if (pt.kind == POINT_BLANK) {
            if (!w->blank_to)
                w->blank_from = from;
            w->blank_to = to;
        }
        w->at = to;
    }
    return false;
}

/* How many characters begin in well-formed text; broken text may have more. */
static size_t
count_leads(struct str s)
{
    static const uint64_t low = UINT64_C(0x0101010101010101);
    size_t leads = 0, i = 0;
    for (uint64_t w; s.n - i >= sizeof(w); i += sizeof(w)) {
        memcpy(&w, s.p + i, sizeof(w));
        uint64_t inner = (w >> 7) & ~(w >> 6) & low; /* 10xxxxxx */
        leads += sizeof(w) - (inner * low >> 56);
    }
    for (; i < s.n; i++)
        leads += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return leads;
}

/* False when there are more than `max`. */
static bool
fill_text(struct norm *t, struct str text, size_t max)
{
    struct walk w = walk_begin(text);
    struct place c;
    size_t n = 0;
    for (; walk_next(&w, &c); n++) {
        if (n == max)
            return false;
        t->cp[n] = c.cp;
        t->from[n] = (uint32_t)c.from;
        t->to[n] = (uint32_t)c.to;
    }
    t->from[n] = (uint32_t)text.n;
    t->n = n;
    return true;
}

struct norm
norm_text(struct arena *a, struct str text)
{
    BUG_ON(text.n >= UINT32_MAX, "a text above 4 GiB");
    struct norm t = {0};
    size_t max = count_leads(text);
    do {
        t.cp = arena_room(a, uint32_t, max);
        t.from = arena_room(a, uint32_t, max + 1);
        t.to = arena_room(a, uint32_t, max);
        if (fill_text(&t, text, max))
            return t;
        max = text.n;
    } while (true);
}

static bool
fill_points(uint32_t *cp, size_t *n, struct str text, size_t max)
{
    struct walk w = walk_begin(text);
    struct place c;
    size_t k = 0;
    for (; walk_next(&w, &c); k++) {
        if (k == max)
            return false;
        cp[k] = c.cp;
    }
    *n = k;
    return true;
}

uint32_t *
norm_points(struct arena *a, struct str text, size_t *n)
{
    size_t max = count_leads(text);
    uint32_t *cp = arena_room(a, uint32_t, max);
    if (fill_points(cp, n, text, max))
        return cp;
    cp = arena_room(a, uint32_t, text.n);
    fill_points(cp, n, text, text.n);
    return cp;
}

size_t
norm_count(struct str text)
{
    struct walk w = walk_begin(text);
    struct place c;
    size_t n = 0;
    while (walk_next(&w, &c))
        n++;
    return n;
}

/* Three bytes that are an ideograph, of four that may be read. */
static inline bool
is_ideograph(const unsigned char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof(v));
    v = le32toh(v);
    return (v & 0xC0C000) == 0x808000 && (v & 0xFF) - 0xE4 <= 0xE9 - 0xE4;
}

/* Passes over at most `max` characters of the plain sort: runs of ideographs, letters, digits, marks. */
static size_t
walk_plain(struct walk *w, size_t max)
{
    const unsigned char *p = w->p + w->at, *end = w->p + w->n;
    size_t n = 0;
    for (; n < max && end - p > 3 && is_ideograph(p); p += 3)
        n++;
    if (n) {
        w->blank_to = 0;
        w->in_word = false;
    }
    if (w->blank_to == 0)
        for (struct point pt; n < max && p < end && *p < 0x80; p++, n++) {
            pt = ascii_point(*p, 1);
            if (pt.kind < POINT_KEPT)
                break;
            w->in_word = pt.kind == POINT_WORD;
        }
    w->at = (size_t)(p - w->p);
    w->end = n ? w->at : w->end;
    return n;
}

/* Passes over at most `max` characters. */
static size_t
walk_pass(struct walk *w, size_t max)
{
    size_t n = 0;
    struct place c;
    while ((n += walk_plain(w, max - n)) < max && walk_next(w, &c))
        n++;
    return n;
}

struct str
norm_stretch(struct str text, size_t from, size_t to, size_t *n)
{
    struct walk w = walk_begin(text);
    struct place first;
    *n = walk_pass(&w, from);
    if (*n < from || from >= to || !walk_next(&w, &first))
        return str_slice(text, text.n, 0);
    *n += 1 + walk_pass(&w, to - from - 1);
    return str_slice(text, first.from, w.end - first.from);
}

/* Four bytes at `to` may be written; the length. */
static inline size_t
encode(unsigned char *to, uint32_t cp)
{
    if (cp < 0x80) {
        to[0] = (unsigned char)cp;
        return 1;
    }
    if (cp < 0x800) {
        to[0] = (unsigned char)(0xC0 | cp >> 6);
        to[1] = (unsigned char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        to[0] = (unsigned char)(0xE0 | cp >> 12);
        to[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
        to[2] = (unsigned char)(0x80 | (cp & 0x3F));
        return 3;
    }
    to[0] = (unsigned char)(0xF0 | cp >> 18);
    to[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
    to[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
    to[3] = (unsigned char)(0x80 | (cp & 0x3F));
    return 4;
}

void
norm_put(struct out *o, struct str text)
{
    unsigned char part[4096];
    size_t used = 0;
    struct walk w = walk_begin(text);
    struct place c;
    while (walk_next(&w, &c)) {
        if (sizeof(part) - used < 4) {
            out_put(o, str_make((const char *)part, used));
            used = 0;
        }
        used += encode(part + used, c.cp);
    }
    out_put(o, str_make((const char *)part, used));
}

static bool
is_inner(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* A character begins at byte i whatever stands before: no lead byte there reaches it. */
static bool
is_border(const unsigned char *p, size_t i)
{
    return !is_inner(p[i]) ||
        (i >= 3 && is_inner(p[i - 1]) && is_inner(p[i - 2]) && is_inner(p[i - 3]));
}

bool
norm_piece(struct str *rest, size_t bytes, struct str *piece)
{
    if (rest->n == 0)
        return false;
    const unsigned char *p = (const unsigned char *)rest->p;
    size_t at = bytes ? bytes : 1;
    while (at < rest->n && !is_border(p, at))
        at++;
    /* Before a character that is no letter no blank stays; between two that touch there is none. */
    for (bool touches = false; at < rest->n;) {
        struct point pt = point_at(p + at, rest->n - at);
        if (pt.kind == POINT_KEPT || (pt.kind == POINT_WORD && touches))
            break;
        touches = pt.kind == POINT_WORD;
        at += pt.len;
    }
    if (at > rest->n)
        at = rest->n;
    *piece = str_make(rest->p, at);
    *rest = str_make(rest->p + at, rest->n - at);
    return true;
}
