/* What is only marked: figures and names that are masked, washed or broken. Nothing here can be mended, so nothing is
   cut, except pinyin glued to the characters by a machine. */
#include "text/residue_int.h"

/* What a masked figure or name stands before: 万元, 名, 次, 镇, 村 … by its first character. */
static bool
counted(uint32_t cp)
{
    static const uint32_t units[] = {
        0x4E07, 0x4EBF, 0x5143, 0x540D, 0x4EBA, 0x6B21, 0x4E2A, 0x5957, /* 万亿元名人次个套 */
        0x6237, 0x9879, 0x4EF6, 0x573A, 0x671F, 0x5E74, 0x6708, 0x65E5, /* 户项件场期年月日 */
        0x4F59, 0x591A, 0x7701, 0x5E02, 0x533A, 0x53BF, 0x9547, 0x4E61, /* 余多省市区县镇乡 */
        0x6751, 0x8857, 0x793E, 0x5C40, 0x59D4, 0x516C, 0x96C6, 0x5B66, /* 村街社局委公集学 */
        0x540C, 0x4E66, 0x4E3B, 0x5904, 0x79D1, 0x90E8, 0x7EC4, 0x652F, /* 同书主处科部组支 */
        0x4EA9, 0x5428, 0x91CC, 0x7F8E, 0x529E, 0x9662, 0x4E2D, 0x5355, /* 亩吨里米办院中单 */
        0x7EBF, 0x8DEF, 0x53F7, 0x5382, 0x7B14, 0x7C73, 0x6761, 0x5927, /* 线路号厂笔米条大 */
    };
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (units[i] == cp)
            return true;
    return false;
}

/* What a single * must stand before, which is also a sign of stress in text from the web. */
static bool
unit(uint32_t cp)
{
    static const uint32_t units[] = {0x4E07, 0x4EBF, 0x5143, 0x540D, 0x4EBA, 0x6B21, 0x4E2A, 0x5957,
        0x6237, 0x9879, 0x4EF6, 0x573A, 0x671F, 0x4F59, 0x4EA9,
        0x5428}; /* 万亿元名人次个套户项件场期余亩吨 */
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (units[i] == cp)
            return true;
    return false;
}

static bool
wide(uint32_t cp)
{
    return residue_han(cp) || (cp >= 0x3001 && cp <= 0x303F) || (cp >= 0xFF00 && cp <= 0xFFEF) ||
        (cp >= 0x2018 && cp <= 0x201D) || cp == 0x2014 || cp == 0x2026;
}

/* The end of a run of one masking sign. */
static size_t
run_end(struct str t, size_t at, struct str sign, size_t *count)
{
    *count = 0;
    while (residue_at(t, at, sign)) {
        at += sign.n;
        ++*count;
    }
    return at;
}

static struct str
sign_at(struct str t, size_t at)
{
    if (residue_at(t, at, S("×")))
        return S("×");
    if (residue_at(t, at, S("＊")))
        return S("＊");
    return str_slice(t, at, 1);
}

/* 20xx年, 20**年 */
static bool
masked_year(struct str t, size_t at, size_t count)
{
    return count <= 2 && at >= 2 && residue_digit(t.p[at - 1]) && residue_digit(t.p[at - 2]) &&
        (at == 2 || !residue_digit(t.p[at - 3]));
}

/* *stress*: another star near by, and no mark of punctuation between the two. */
static bool
stressed(struct str t, size_t at)
{
    static const struct str marks[] = {
        str_lit("，"), str_lit("。"), str_lit("、"), str_lit("；"), str_lit("：")};

    enum {
        NEAR = 48
    };

    size_t low = at > NEAR ? at - NEAR : 0;
    struct str before = str_slice(t, low, at - low);
    struct str after = str_slice(t, at + 1, NEAR);
    size_t open = before.n;
    while (open > 0 && before.p[open - 1] != '*' && before.p[open - 1] != '\n')
        open--;
    bool opened = open > 0 && before.p[open - 1] == '*';
    before = str_slice(before, open, before.n);
    size_t close = str_find_char(after, '*', 0);
    bool closed =
        close != SIZE_MAX && str_find_char(str_slice(after, 0, close), '\n', 0) == SIZE_MAX;
    after = str_slice(after, 0, closed ? close : 0);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        opened = opened && str_find(before, marks[i], 0) == SIZE_MAX;
        closed = closed && str_find(after, marks[i], 0) == SIZE_MAX;
    }
    return opened || closed;
}

size_t
residue_mask(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    struct str sign = sign_at(t, at);
    size_t count = 0;
    size_t end = run_end(t, at, sign, &count);
    uint32_t before = residue_cp_before(t, at);
    uint32_t after = residue_cp_at(t, end);
    if (after == 0x5E74 && masked_year(t, at, count)) {
        residue_add(s, RESIDUE_MASKED, at - 2, end, false);
        return end;
    }
    bool latin = residue_letter(sign.p[0]);
    bool free = before == 0 || before == '\n' || wide(before);
    if (!free || count > 8 || !residue_han(after))
        return end;
    /* XX must be a name left out: two and more, or one before what is counted or governed. */
    bool sure = count >= 2 && (latin || sign.n > 1);
    bool star = count == 1 && sign.p[0] == '*';
    if (!sure && !(star ? unit(after) && !stressed(t, at) : counted(after)))
        return end;
    residue_add(s, RESIDUE_MASKED, at, end, false);
    return end;
}

/* AAA工作群: a site put AAA where it takes a word for the name of a rival. */
size_t
residue_replaced(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    size_t count = 0;
    size_t end = run_end(t, at, S("A"), &count);
    bool group = residue_at(t, end, S("群")) || residue_at(t, end, S("工作群")) ||
        residue_at(t, end, S("居民群")) || residue_at(t, end, S("公众"));
    if (count == 3 && group && residue_han(residue_cp_before(t, at)))
        residue_add(s, RESIDUE_MASKED, at, end, false);
    return end;
}

static bool
is_year(struct str t, size_t at)
{
    return residue_at(t, at, S("20")) && (t.p[at + 2] == '1' || t.p[at + 2] == '2');
}

/* 2023余起 was 20余起, 12023多起 was 120多起, 202223年: a blind replacement of 10 or 20 by a year, which now stands inside
   longer digits or before 余. */
static bool
washed(struct str t, size_t at, size_t end)
{
    bool more = residue_at(t, end, S("余")) || residue_at(t, end, S("多"));
    size_t n = end - at;
    uint32_t unit = residue_cp_at(t, more ? end + 3 : end);
    if (n == 4)
        return more && is_year(t, at) && t.p[at + 3] != '0' && residue_han(unit);
    bool counts = more || (counted(unit) && unit != 0x6708 && unit != 0x65E5); /* 月, 日: a date */
    for (size_t i = at; counts && i + 4 <= end; i++)
        if (is_year(t, i) && t.p[i + 3] != '0')
            return true;
    return false;
}

size_t
residue_digits(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    size_t end = at;
    while (end < t.n && residue_digit(t.p[end]))
        end++;
    if (end - at < 4 || end - at > 7)
        return end;
    bool part = at > 0 && (residue_letter(t.p[at - 1]) || strchr(".,-_/:", t.p[at - 1]) != NULL);
    if (part)
        return end;
    if (washed(t, at, end))
        residue_add(s, RESIDUE_TRUNCATED, at, end, false);
    return end;
}

/* 是什么?5个 is a question with a narrow mark; 农?.6万余吨 lost a character. */
static bool
asks(uint32_t cp)
{
    static const uint32_t words[] = {
        0x5417, 0x5462, 0x4E48, 0x8C01, 0x4F55, 0x54EA, 0x5C11, 0x5426};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (words[i] == cp)
            return true;
    return false;
}

size_t
residue_dropped(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    if (t.p[at] == '?') {
        uint32_t before = residue_cp_before(t, at);
        bool figure = at + 1 < t.n &&
            (residue_digit(t.p[at + 1]) ||
                (t.p[at + 1] == '.' && at + 2 < t.n && residue_digit(t.p[at + 2])));
        if (figure && residue_han(before) && !asks(before))
            residue_add(s, RESIDUE_TRUNCATED, at, at + 1, false);
        return at + 1;
    }
    if (t.p[at] == '\xef') {
        size_t count = 0;
        size_t end = run_end(t, at, S("\xef\xbf\xbd"), &count);
        residue_add(s, RESIDUE_TRUNCATED, at, end, false);
        return end;
    }
    static const struct str gaps[] = {str_lit("〔...〕"), str_lit("〔…〕"), str_lit("〔……〕")};
    for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
        if (residue_at(t, at, gaps[i])) {
            residue_add(s, RESIDUE_TRUNCATED, at, at + gaps[i].n, false);
            return at + gaps[i].n;
        }
    return at + 3;
}

/* 進(jìn)一步: pinyin in narrow brackets between two characters. `at` is the letter with the tone mark. Whether it is an
   annotation or the work of a machine is seen by how often it stands: see residue_find. */
size_t
residue_tone(struct residue_scan *s, size_t at)
{
    struct str t = s->text;
    size_t start = at;
    while (start > 0 && at - start < 6 && residue_letter(t.p[start - 1]))
        start--;
    size_t end = at + 2;
    while (end < t.n && end - at < 8 && residue_letter(t.p[end]))
        end++;
    if (start == 0 || t.p[start - 1] != '(' || !residue_at(t, end, S(")")))
        return at + 2;
    if (!residue_han(residue_cp_before(t, start - 1)))
        return at + 2;
    residue_add(s, RESIDUE_TEMPLATE, start - 1, end + 1, false);
    s->pinyin++;
    return end + 1;
}
