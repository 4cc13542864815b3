/* Sentences and brackets that a library of texts added: shared by…, so many characters in all, here is hidden… */
#include "text/residue_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The number before 页珍藏版. */
static unsigned
pages_of(struct str s)
{
    size_t at = str_find(s, S("页珍藏"), 0);
    if (at == SIZE_MAX)
        at = str_find(s, S("页典藏"), 0);
    unsigned n = 0;
    unsigned unit = 1;
    while (at != SIZE_MAX && at > 0 && unit <= 1000 && residue_digit(s.p[at - 1])) {
        n += (unsigned)(s.p[--at] - '0') * unit;
        unit *= 10;
    }
    return n;
}

/* Where 《…》 begins whose end stands at byte `end`, inner ones counted; SIZE_MAX: it has no beginning in the line. */
static size_t
title_start(struct str t, size_t line, size_t end)
{
    size_t open = 0;
    for (size_t at = end; at >= line + 3; at--) {
        open += residue_at(t, at - 3, S("》"));
        if (residue_at(t, at - 3, S("《")) && --open == 0)
            return at - 3;
    }
    return SIZE_MAX;
}

/* 《…》由会员分享: from the title on; without one from the beginning of the sentence. */
static struct residue_line
share_span(struct str t, struct residue_line line, size_t at)
{
    struct residue_line span = residue_sentence(t, line, at);
    struct str head = str_slice(t, 0, span.end);
    size_t by = str_find(head, S("》由"), span.start);
    size_t start = by == SIZE_MAX ? SIZE_MAX : title_start(t, line.start, by + 3);
    if (start != SIZE_MAX)
        span.start = start;
    return span;
}

void
residue_shared(struct residue_scan *s, size_t at)
{
    static const struct str signs[] = {str_lit("会员分享"), str_lit("在线阅读"), str_lit("珍藏版"),
        str_lit("典藏版"), str_lit("更多相关")};
    if (s->share > at)
        return;
    struct residue_line line = residue_line(s->text, at);
    struct residue_line span = share_span(s->text, line, at);
    struct str words = residue_line_str(s->text, span);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(signs); i++)
        n += residue_has(words, signs[i]);
    if (n < 2 && !(n == 1 && residue_has(words, S("上搜索"))))
        return;
    unsigned pages = pages_of(words);
    if (pages > s->pages)
        s->pages = pages;
    s->share = span.end;
    if (s->shared == 0)
        s->shared = span.end;
    if (residue_only_blanks(s->text, line.start, span.start) &&
        residue_only_blanks(s->text, span.end, line.end) && line.whole)
        residue_cut_line(s, RESIDUE_SHARE, line);
    else
        residue_add(s, RESIDUE_SHARE, span.start, span.end, true);
}

/* The brackets （…） around a byte, and a bracket glued on behind that asks to read; n 0: none of one line. */
static struct str
bracket(struct str t, struct residue_line line, size_t at, size_t *start)
{
    size_t open = SIZE_MAX;
    for (size_t i = line.start; i < at; i++)
        if (residue_at(t, i, S("（")) || t.p[i] == '(')
            open = i;
    struct str head = str_slice(t, 0, line.end);
    size_t wide = str_find(head, S("）"), at);
    size_t narrow = str_find_char(head, ')', at);
    size_t close = wide < narrow ? wide : narrow;
    if (open == SIZE_MAX || close == SIZE_MAX || close - open > 300)
        return S("");
    *start = open;
    return str_slice(t, open, close + (wide < narrow ? 3 : 1) - open);
}

static bool
digit_before(struct str s, struct str word)
{
    size_t at = str_find(s, word, 0);
    return at != SIZE_MAX && at > 0 && residue_digit(s.p[at - 1]);
}

/* （未完，全文共1902字，当前显示619字）, （精选3篇） */
static bool
bracket_notice(struct residue_scan *s, struct residue_line line, size_t at)
{
    size_t start = 0;
    struct str b = bracket(s->text, line, at, &start);
    static const struct str withheld[] = {
        str_lit("显示"), str_lit("剩余"), str_lit("未完"), str_lit("隐藏"), str_lit("省略")};
    bool unfinished = digit_before(b, S("字")) && residue_has_any(b, withheld, COUNT(withheld));
    bool selection = b.n <= 40 && (digit_before(b, S("篇")) || residue_has(b, S("则范文")));
    if (b.n == 0 || !(unfinished || selection))
        return false;
    size_t end = start + b.n;
    size_t more = 0;
    struct str next =
        residue_at(s->text, end, S("（")) ? bracket(s->text, line, end + 3, &more) : S("");
    if (unfinished && residue_has(next, S("提示")))
        end = more + next.n;
    residue_add(s, RESIDUE_NOTICE, start, end, true);
    return true;
}

static size_t
dots_back(struct str t, size_t at)
{
    for (;;) {
        if (at >= 3 && residue_at(t, at - 3, S("…")))
            at -= 3;
        else if (at >= 1 && t.p[at - 1] == '.')
            at--;
        else
            return at;
    }
}

static size_t
dots_on(struct str t, size_t at)
{
    for (;;) {
        if (residue_at(t, at, S("…")))
            at += 3;
        else if (residue_at(t, at, S(".")))
            at++;
        else
            return at;
    }
}

/* ……此处隐藏955个字…… */
static bool
hidden_notice(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    if (at < 6 || !residue_at(t, at - 6, S("此处")) ||
        !(residue_at(t, at, S("隐藏")) || residue_at(t, at, S("省略"))))
        return false;
    size_t digits = at + 6;
    size_t end = digits;
    while (end < t.n && residue_digit(t.p[end]))
        end++;
    if (end == digits)
        return false;
    if (residue_at(t, end, S("个")))
        end += 3;
    if (!residue_at(t, end, S("字")))
        return false;
    size_t start = dots_back(t, at - 6);
    end = dots_on(t, end + 3);
    if (start >= 3 && residue_at(t, start - 3, S("（")) && residue_at(t, end, S("）"))) {
        start -= 3;
        end += 3;
    } else if (start >= 1 && t.p[start - 1] == '(' && residue_at(t, end, S(")"))) {
        start--;
        end++;
    }
    residue_add(s, RESIDUE_NOTICE, start, end, true);
    return true;
}

/* …小编为你整理… */
static void
editor_notice(struct residue_scan *s, struct residue_line line, size_t at)
{
    static const struct str does[] = {str_lit("整理"), str_lit("收集"), str_lit("带来"),
        str_lit("推荐"), str_lit("分享"), str_lit("精心")};
    static const struct str whom[] = {str_lit("为你"), str_lit("为您"), str_lit("为大家"),
        str_lit("给大家"), str_lit("给你"), str_lit("给您"), str_lit("帮大家")};
    struct residue_line span = residue_sentence(s->text, line, at);
    struct str words = residue_line_str(s->text, span);
    if (words.n > 900 || !residue_has_any(words, does, COUNT(does)) ||
        !residue_has_any(words, whom, COUNT(whom)))
        return;
    struct str all = str_trim(residue_line_str(s->text, line));
    if (line.whole && (all.n <= words.n + 6 || (all.n <= 1200 && str_starts(all, S("简介")))))
        residue_cut_line(s, RESIDUE_NOTICE, line);
    else
        residue_add(s, RESIDUE_NOTICE, span.start, span.end, true);
}

void
residue_notice(struct residue_scan *s, size_t at)
{
    struct residue_line line = residue_line(s->text, at);
    if (residue_at(s->text, at, S("小编")))
        editor_notice(s, line, at);
    else if (!hidden_notice(s, at))
        bracket_notice(s, line, at);
}
