/* Page numbers: alone on a line between two halves of a sentence, dressed as page numbers, or put into the words by a
   site that shows a text page by page. */
#include "text/residue_int.h"

/* Digits with what page numbers are dressed in: - 3 -, — 3 —, 第3页, 第 3 页 共 5 页, 3/5. */
struct page_form {
    unsigned number; /* 0: no page number */
    unsigned of;     /* 12 in 3/12; 0 where there is no such sign */
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
total(struct str s, size_t at, struct page_form *form)
{
    bool none = false;
    unsigned value = 0;
    size_t i = skip(s, at, false, &none);
    bool slash = residue_at(s, i, S("/"));
    if (slash && residue_at(s, skip(s, i + 1, false, &none), S("共"))) {
        i = skip(s, i + 1, false, &none);
        slash = false;
    }
    if (!slash && !residue_at(s, i, S("共")) && !residue_at(s, i, S("，共")))
        return at;
    i += residue_at(s, i, S("，共")) ? 6 : slash ? 1 : 3;
    i = skip(s, i, false, &none);
    size_t end = number(s, i, &value);
    if (end == i || value < form->number)
        return at;
    end = skip(s, end, false, &none);
    bool sheet = residue_at(s, end, S("页"));
    form->of = slash ? value : 0;
    form->dressed = form->dressed || !slash || sheet;
    return sheet ? end + 3 : end;
}

static struct page_form
page_form(struct str s)
{
    struct page_form form = {0, 0, false};
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
        return (struct page_form){0, 0, false};
    end = skip(s, end, false, &none);
    bool sheet = residue_at(s, end, S("页"));
    if (named != sheet)
        return (struct page_form){0, 0, false};
    form.dressed = sheet;
    end = total(s, sheet ? end + 3 : end, &form);
    end = skip(s, end, true, &back);
    form.dressed = form.dressed || (front && back);
    if (end != s.n || front != back)
        form.number = 0;
    return form;
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
    HALF = 45 /* bytes that half a sentence has at least before the break: fifteen characters */
};

/* The bytes of a line without blanks and form feeds at its ends. */
static struct str
trimmed(struct str t, struct residue_line line)
{
    struct str s = str_trim(residue_line_str(t, line));
    while (s.n > 0 && s.p[0] == '\f')
        s = str_trim(str_slice(s, 1, s.n));
    while (s.n > 0 && s.p[s.n - 1] == '\f')
        s = str_trim(str_slice(s, 0, s.n - 1));
    return s;
}

/* Two halves of one sentence: the first ends in a character or a comma, the second goes on with a character. */
static bool
halves(struct str a, struct str b)
{
    uint32_t last = residue_cp_before(a, a.n);
    bool open = residue_han(last) || last == 0xFF0C || last == 0x3001;
    return open && a.n >= HALF && b.n >= 12 && residue_han(residue_cp_at(b, 0)) && !heading(b);
}

static bool
page_starts(unsigned char c)
{
    return residue_digit((char)c) || c == '-' || c == ' ' || c == 0xE2 || c == 0xE3 || c == 0xE7 ||
        c == 0xEF || c == 0xC2;
}

static void
remember(struct residue_scan *s, struct residue_page page)
{
    if (s->bare_n == s->bare_cap) {
        size_t cap = s->bare_cap ? s->bare_cap * 2 : 8;
        struct residue_page *v = arena_array(s->arena, struct residue_page, cap);
        if (s->bare_n > 0)
            memcpy(v, s->bare, s->bare_n * sizeof(*v));
        s->bare = v;
        s->bare_cap = cap;
    }
    s->bare[s->bare_n++] = page;
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
    if (form.number == 0)
        return at;
    struct residue_page page = {.number = form.number,
        .of = form.of,
        .start = at,
        .end = line.end < t.n ? line.end + 1 : line.end};
    struct residue_line before;
    struct residue_line after;
    if (residue_line_before(t, line.start, &before) && residue_line_after(t, line.end, &after)) {
        struct str a = trimmed(t, before);
        struct str b = trimmed(t, after);
        if (halves(a, b)) {
            page.joins = true;
            page.start = (size_t)(a.p - t.p) + a.n;
            page.end = (size_t)(b.p - t.p);
            page.tight = page.end - page.start <= line.end - line.start + 3;
        }
    }
    if (form.dressed)
        residue_add(s, RESIDUE_PAGE, page.start, page.end, true);
    else
        remember(s, page);
    return at;
}

enum {
    PAGE_BYTES = 600 /* numbers that stand closer are rows of a table, not pages */
};

static bool
apart(const struct residue_scan *s, size_t i)
{
    return s->bare[i + 1].start >= s->bare[i].end + PAGE_BYTES;
}

static bool
goes_on(const struct residue_page *page)
{
    return page[1].number == page[0].number + 1 && page[1].of == page[0].of;
}

/* Numbers alone on a line are page numbers when they count on from page to page and at least half of them split a
   sentence, or when all say of how many; a single one only right between the two lines of a sentence. */
static void
bare_pages(struct residue_scan *s)
{
    for (size_t from = 0, to; from < s->bare_n; from = to) {
        size_t joins = s->bare[from].joins;
        to = from + 1;
        while (to < s->bare_n && goes_on(&s->bare[to - 1]) && apart(s, to - 1))
            joins += s->bare[to++].joins;
        bool close = (from > 0 && !apart(s, from - 1)) || (to < s->bare_n && !apart(s, to - 1));
        bool single = to == from + 1;
        bool counted = s->bare[from].of > 0 && to - from >= 3;
        if (close || (joins * 2 < to - from && !counted) || (single && !s->bare[from].tight))
            continue;
        for (size_t i = from; i < to; i++)
            residue_add(s, RESIDUE_PAGE, s->bare[i].start, s->bare[i].end, true);
    }
}

/* 图1、图2、, 第3、4条: a number that belongs to the word before it. */
static bool
numbered_word(uint32_t cp)
{
    static const uint32_t words[] = {0x56FE, 0x8868, 0x7B2C, 0x4F8B, 0x5F0F, 0x4EF6, 0x6761, 0x6B3E,
        0x6B65, 0x9AA4, 0x7248, 0x5377, 0x518C, 0x671F,
        0x53F7}; /* 图表第例式件条款步骤版卷册期号 */
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i] == cp)
            return true;
    return false;
}

/* A page number behind which the text goes on: "2、" between two characters of one sentence, or before a heading that
   has a number of its own. The span is widened by the blanks around a number in a sentence. */
static bool
inside(struct str t, size_t *start, size_t *end)
{
    static const struct str counted[] = {
        str_lit("一是"), str_lit("二是"), str_lit("三是"), str_lit("四是"), str_lit("五是")};
    size_t back = *start;
    while (back > 0 && (residue_blank(t.p[back - 1]) || t.p[back - 1] == '\n'))
        back--;
    size_t on = *end;
    while (on < t.n && on - *end < 4 && residue_blank(t.p[on]))
        on++;
    struct str next = str_slice(t, on, 12);
    bool doubled = heading(next);
    for (size_t i = 0; i < sizeof(counted) / sizeof(counted[0]); i++)
        doubled = doubled || str_starts(next, counted[i]);
    uint32_t before = residue_cp_before(t, back);
    bool joins = residue_han(before) && !numbered_word(before) && residue_han(residue_cp_at(t, on));
    if (joins && !doubled) {
        *start = back;
        *end = on;
    }
    return joins || doubled;
}

/* In a text that a share site showed page by page the numbers 1、 2、 3、 … stand in the text in their order. */
static void
shared_pages(struct residue_scan *s)
{
    struct str t = s->text;
    unsigned expected = 1;
    for (size_t at = s->shared; s->shared > 0 && at < t.n; at++) {
        if (!residue_digit(t.p[at]) || residue_digit(t.p[at - 1]))
            continue;
        unsigned value = 0;
        size_t end = number(t, at, &value);
        if (!residue_at(t, end, S("、")) || value < expected || value > expected + 1 ||
            (s->pages && value > s->pages))
            continue;
        end += 3;
        size_t start = at;
        bool first = value == 1 && residue_only_blanks(t, s->shared, at);
        if (!first && !inside(t, &start, &end))
            continue;
        residue_add(s, RESIDUE_PAGE, start, end, true);
        expected = value + 1;
    }
}

void
residue_pages(struct residue_scan *s)
{
    bare_pages(s);
    shared_pages(s);
}
