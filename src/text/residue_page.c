/* Page numbers: alone on a line between two halves of a sentence, dressed as page numbers, or put into the words by a
   site that shows a text page by page. */
#include "text/residue_int.h"

/* Digits with what page numbers are dressed in: - 3 -, — 3 —, 第3页, 第 3 页 共 5 页, 3/5. */
struct page_form {
    unsigned number; /* 0: no page number */
    bool dressed;
};

static size_t
skip(struct str s, size_t at, bool dashes, bool *dressed)
{
    static const struct str dash[] = {
        str_lit("—"), str_lit("–"), str_lit("－"), str_lit("·"), str_lit("-")};
    for (;;) {
        size_t n = at < s.n && residue_blank(s.p[at]) ? 1
            : residue_at(s, at, S("\xe3\x80\x80"))    ? 3
                                                      : 0;
        for (size_t i = 0; dashes && n == 0 && i < sizeof(dash) / sizeof(dash[0]); i++)
            if (residue_at(s, at, dash[i])) {
                n = dash[i].n;
                *dressed = true;
            }
        if (n == 0)
            return at;
        at += n;
    }
}

static size_t
number(struct str s, size_t at, unsigned *value)
{
    size_t start = at;
    *value = 0;
    while (at < s.n && residue_digit(s.p[at]) && at - start < 4)
        *value = *value * 10 + (unsigned)(s.p[at++] - '0');
    return at;
}

/* 共 5 页 or /5 behind the number. */
static size_t
total(struct str s, size_t at, bool *dressed)
{
    bool none = false;
    unsigned value = 0;
    size_t i = skip(s, at, false, &none);
    bool of = residue_at(s, i, S("共")) || residue_at(s, i, S("，共")) || residue_at(s, i, S("/"));
    if (!of)
        return at;
    i += residue_at(s, i, S("，共")) ? 6 : residue_at(s, i, S("共")) ? 3 : 1;
    i = skip(s, i, false, &none);
    size_t end = number(s, i, &value);
    if (end == i)
        return at;
    end = skip(s, end, false, &none);
    *dressed = true;
    return residue_at(s, end, S("页")) ? end + 3 : end;
}

static struct page_form
page_form(struct str s)
{
    struct page_form form = {0, false};
    bool front = false;
    bool back = false;
    bool named = false;
    bool none = false;
    size_t at = skip(s, 0, true, &front);
    if (residue_at(s, at, S("第"))) {
        at = skip(s, at + 3, false, &none);
        named = true;
    }
    size_t end = number(s, at, &form.number);
    if (end == at)
        return (struct page_form){0, false};
    end = skip(s, end, false, &none);
    bool sheet = residue_at(s, end, S("页"));
    if (named != sheet)
        return (struct page_form){0, false};
    end = total(s, sheet ? end + 3 : end, &sheet);
    end = skip(s, end, true, &back);
    form.dressed = named || sheet || (front && back);
    if (end != s.n || front != back)
        form.number = 0;
    return form;
}

/* The line before the one that begins at `at`, blank lines left out; false: there is none. */
static bool
line_before(struct str t, size_t at, struct residue_line *line)
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

static bool
line_after(struct str t, size_t at, struct residue_line *line)
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

/* Does a line begin as a heading does? 一、 （一） 1. 第一章 */
static bool
heading(struct str s)
{
    static const struct str firsts[] = {str_lit("一"), str_lit("二"), str_lit("三"), str_lit("四"),
        str_lit("五"), str_lit("六"), str_lit("七"), str_lit("八"), str_lit("九"), str_lit("十")};
    if (str_starts(s, S("第")) || str_starts(s, S("（")) || str_starts(s, S("附")))
        return true;
    for (size_t i = 0; i < sizeof(firsts) / sizeof(firsts[0]); i++)
        if (str_starts(s, firsts[i]) && residue_at(s, 3, S("、")))
            return true;
    return false;
}

enum {
    HALF = 36 /* bytes that half a sentence has at least before the break: twelve characters */
};

/* Two halves of one sentence: the first ends in a character or a comma, the second goes on with a character. */
static bool
halves(struct str t, struct residue_line before, struct residue_line after)
{
    struct str a = str_trim(residue_line_str(t, before));
    struct str b = str_trim(residue_line_str(t, after));
    uint32_t last = residue_cp_before(a, a.n);
    bool open = residue_han(last) || last == 0xFF0C || last == 0x3001;
    return open && a.n >= HALF && b.n >= 12 && residue_han(residue_cp_at(b, 0)) && !heading(b);
}

static size_t
trimmed_end(struct str t, struct residue_line line)
{
    struct str s = str_trim(residue_line_str(t, line));
    return (size_t)(s.p - t.p) + s.n;
}

static size_t
trimmed_start(struct str t, struct residue_line line)
{
    return (size_t)(str_trim(residue_line_str(t, line)).p - t.p);
}

static bool
page_starts(unsigned char c)
{
    return residue_digit((char)c) || c == '-' || c == ' ' || c == 0xE2 || c == 0xE3 || c == 0xE7 ||
        c == 0xEF || c == 0xC2;
}

size_t
residue_page_line(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    if (at >= t.n || !page_starts((unsigned char)t.p[at]))
        return at;
    const char *feed = memchr(t.p + at, '\n', t.n - at < 64 ? t.n - at : 64);
    if (!feed && t.n - at >= 64)
        return at;
    struct residue_line line = {at, feed ? (size_t)(feed - t.p) : t.n, true};
    struct page_form form = page_form(residue_line_str(t, line));
    struct residue_line before;
    struct residue_line after;
    if (form.number == 0 || !line_before(t, line.start, &before) ||
        !line_after(t, line.end, &after)) {
        if (form.number != 0 && form.dressed)
            residue_cut_line(s, RESIDUE_PAGE, line);
        return at;
    }
    if (halves(t, before, after))
        residue_add(s, RESIDUE_PAGE, trimmed_end(t, before), trimmed_start(t, after), true);
    else if (form.dressed)
        residue_cut_line(s, RESIDUE_PAGE, line);
    return at;
}

/* A page number behind which the text goes on: "2、" between two characters of one sentence, or before a heading that
   has a number of its own. */
static bool
inside(struct str t, size_t at, size_t end)
{
    size_t back = at;
    while (back > 0 && (t.p[back - 1] == ' ' || t.p[back - 1] == '\n' || t.p[back - 1] == '\r'))
        back--;
    struct str next = str_slice(t, end, 12);
    bool doubled = heading(next) || str_starts(next, S("一是")) || str_starts(next, S("二是")) ||
        str_starts(next, S("三是"));
    return doubled ||
        (residue_han(residue_cp_before(t, back)) && residue_han(residue_cp_at(t, end)));
}

void
residue_pages(struct residue_scan *s)
{
    struct str t = s->text;
    if (s->share == 0)
        return;
    unsigned expected = 1;
    for (size_t at = s->share; at < t.n; at++) {
        if (!residue_digit(t.p[at]) || (at > 0 && residue_digit(t.p[at - 1])))
            continue;
        unsigned value = 0;
        size_t end = number(t, at, &value);
        if (!residue_at(t, end, S("、")) || value < expected || value > expected + 1 ||
            (s->pages && value > s->pages))
            continue;
        end += 3;
        bool first = value == 1 && residue_only_blanks(t, s->share, at);
        if (!first && !inside(t, at, end))
            continue;
        size_t start = at;
        if (!first)
            while (start > s->share && (t.p[start - 1] == '\n' || t.p[start - 1] == ' '))
                start--;
        residue_add(s, RESIDUE_PAGE, start, end, true);
        expected = value + 1;
    }
}
