/* What the forms of residue share: characters, lines, and the list of what was found. */
#include "base/utf8.h"
#include "text/residue_int.h"

uint32_t
residue_cp_at(struct str t, size_t at)
{
    if (at >= t.n)
        return 0;
    struct str rest = str_slice(t, at, 4);
    uint32_t cp = 0;
    utf8_next(&rest, &cp);
    return cp;
}

uint32_t
residue_cp_before(struct str t, size_t at)
{
    if (at == 0 || at > t.n)
        return 0;
    size_t i = at - 1;
    while (i > 0 && at - i < 4 && ((unsigned char)t.p[i] & 0xC0) == 0x80)
        i--;
    return residue_cp_at(str_slice(t, 0, at), i);
}

bool
residue_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
        (cp >= 0x20000 && cp <= 0x3FFFF);
}

bool
residue_closing(uint32_t cp)
{
    switch (cp) {
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */
    case 0xFF1B: /* ； */
    case 0xFF1A: /* ： */
    case 0xFF09: /* ） */
    case 0x201D: /* ” */
    case 0x300B: /* 》 */
    case 0x3011: /* 】 */
    case 0x2026: /* … */
    case '.':
    case '!':
    case '?':
    case ';':
    case ':':
    case ')':
        return true;
    default:
        return false;
    }
}

bool
residue_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
residue_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
residue_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool
residue_at(struct str t, size_t at, struct str lit)
{
    return at <= t.n && t.n - at >= lit.n && memcmp(t.p + at, lit.p, lit.n) == 0;
}

struct residue_line
residue_line(struct str t, size_t at)
{
    size_t low = at > RESIDUE_LINE ? at - RESIDUE_LINE : 0;
    size_t high = t.n - at > RESIDUE_LINE ? at + RESIDUE_LINE : t.n;
    size_t start = at;
    while (start > low && t.p[start - 1] != '\n')
        start--;
    const char *feed = high > at ? memchr(t.p + at, '\n', high - at) : NULL;
    size_t end = feed ? (size_t)(feed - t.p) : high;
    bool whole = (start == 0 || t.p[start - 1] == '\n') && (feed || high == t.n);
    return (struct residue_line){start, end, whole};
}

struct str
residue_line_str(struct str t, struct residue_line line)
{
    return str_slice(t, line.start, line.end - line.start);
}

void
residue_add(struct residue_scan *s, enum residue_kind kind, size_t start, size_t end, bool cut)
{
    if (start >= end)
        return;
    if (s->n == s->cap) {
        size_t cap = s->cap ? s->cap * 2 : 8;
        struct residue *v = arena_array(s->arena, struct residue, cap);
        if (s->n > 0)
            memcpy(v, s->v, s->n * sizeof(*v));
        s->v = v;
        s->cap = cap;
    }
    s->v[s->n++] = (struct residue){kind, start, end, cut};
}

void
residue_cut_line(struct residue_scan *s, enum residue_kind kind, struct residue_line line)
{
    residue_add(s, kind, line.start, line.end < s->text.n ? line.end + 1 : line.end, true);
}

bool
residue_only_blanks(struct str t, size_t from, size_t to)
{
    while (from < to) {
        if (residue_blank(t.p[from]) || t.p[from] == '\n' || t.p[from] == '\f')
            from++;
        else if (residue_at(t, from, S("\xe3\x80\x80")))
            from += 3;
        else
            return false;
    }
    return true;
}

bool
residue_line_before(struct str t, size_t at, struct residue_line *line)
{
    while (at > 0) {
        *line = residue_line(t, at - 1);
        if (!residue_only_blanks(t, line->start, line->end))
            return true;
        if (!line->whole)
            return false;
        at = line->start;
    }
    return false;
}

bool
residue_line_after(struct str t, size_t at, struct residue_line *line)
{
    while (at < t.n) {
        *line = residue_line(t, at + 1 < t.n ? at + 1 : at);
        if (!residue_only_blanks(t, line->start, line->end))
            return line->start > at;
        if (!line->whole || line->end <= at)
            return false;
        at = line->end;
    }
    return false;
}

bool
residue_has(struct str s, struct str word)
{
    return str_find(s, word, 0) != SIZE_MAX;
}

bool
residue_has_any(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (residue_has(s, words[i]))
            return true;
    return false;
}

struct residue_line
residue_sentence(struct str t, struct residue_line line, size_t at)
{
    static const struct str ends[] = {str_lit("。"), str_lit("！"), str_lit("？")};
    size_t start = line.start;
    for (size_t i = line.start; i + 3 <= at; i++)
        for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++)
            if (residue_at(t, i, ends[k]))
                start = i + 3;
    size_t end = line.end;
    for (size_t k = 0; k < sizeof(ends) / sizeof(ends[0]); k++) {
        size_t hit = str_find(str_slice(t, 0, end), ends[k], at);
        if (hit != SIZE_MAX)
            end = hit + 3;
    }
    return (struct residue_line){start, end, false};
}
