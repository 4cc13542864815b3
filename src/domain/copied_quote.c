#include "domain/copied_int.h"

enum {
    QUOTE_LONGEST = 2000, /* characters between quotation marks */
    QUOTE_SHARE = 80,     /* hundredths of a passage that stand in them */
    CITED_BEFORE = 48,    /* how far before a passage its article is named */
    CITED_WITHIN = 24,    /* or how far inside it */
    BRACKET = 16          /* characters between the name and the article: "（试行）" */
};

/* The mark that closes what c opens; 0 for any other character. */
static uint32_t
closing(uint32_t c)
{
    switch (c) {
    case 0x201C:
        return 0x201D; /* “ ” */
    case 0x300C:
        return 0x300D; /* 「 」 */
    case 0x300E:
        return 0x300F; /* 『 』 */
    default:
        return 0;
    }
}

static bool
in_marks(const uint32_t *cp, size_t n, size_t start, size_t end)
{
    size_t quoted = 0, stop = n - end > QUOTE_LONGEST ? end + QUOTE_LONGEST : n;
    for (size_t i = start > QUOTE_LONGEST ? start - QUOTE_LONGEST : 0; i < end; i++) {
        uint32_t close = closing(cp[i]);
        if (close == 0)
            continue;
        size_t k = i + 1;
        while (k < stop && k - i < QUOTE_LONGEST && cp[k] != close)
            k++;
        if (k == stop || cp[k] != close)
            continue;
        size_t from = i > start ? i : start, to = k + 1 < end ? k + 1 : end;
        quoted += to > from ? to - from : 0;
        i = k;
    }
    return quoted && quoted * 100 >= (end - start) * QUOTE_SHARE;
}

static bool
is_numeral(uint32_t c)
{
    static const uint32_t numerals[] = {0x96F6, 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
        0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341, 0x767E, 0x5343}; /* 零〇一二三四五六七八九十百千 */
    if (c >= '0' && c <= '9')
        return true;
    for (size_t i = 0; i < sizeof(numerals) / sizeof(numerals[0]); i++)
        if (c == numerals[i])
            return true;
    return false;
}

/* Whether "第…条" begins here. */
static bool
is_article(const uint32_t *cp, size_t n)
{
    size_t i = 1;
    if (n == 0 || cp[0] != 0x7B2C) /* 第 */
        return false;
    while (i < n && is_numeral(cp[i]))
        i++;
    return i > 1 && i < n && cp[i] == 0x6761; /* 条 */
}

/* "《…》第三条" stands before the passage or at its beginning. */
static bool
is_cited(const uint32_t *cp, size_t start, size_t end)
{
    size_t last = end - start > CITED_WITHIN ? start + CITED_WITHIN : end;
    for (size_t i = start > CITED_BEFORE ? start - CITED_BEFORE : 0; i < last; i++) {
        if (cp[i] != 0x300B) /* 》 */
            continue;
        for (size_t k = i + 1; k < last && k - i <= BRACKET; k++)
            if (is_article(cp + k, last - k))
                return true;
    }
    return false;
}

bool
copied_is_quoted(const uint32_t *cp, size_t n, size_t start, size_t end)
{
    return in_marks(cp, n, start, end) || is_cited(cp, start, end);
}

/* ---- titles ---- */
/* The title before a bracket at its end, a chapter or an article, without 《 》 round it. */
static struct str
bare_title(struct str t)
{
    static const struct str ends[] = {
        str_lit("（"), str_lit("("), str_lit("〔"), str_lit("第一章"), str_lit("第一条")};
    t = str_trim(t);
    if (str_starts(t, S("《")))
        t = str_slice(t, S("《").n, t.n);
    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        size_t at = str_find(t, ends[i], 1);
        if (at != SIZE_MAX)
            t = str_slice(t, 0, at);
    }
    t = str_trim(t);
    return str_ends(t, S("》")) ? str_slice(t, 0, t.n - S("》").n) : t;
}

bool
copied_is_rule(struct str title)
{
    static const struct str rules[] = {str_lit("条例"), str_lit("规定"), str_lit("办法"),
        str_lit("细则"), str_lit("准则"), str_lit("章程"), str_lit("规则"), str_lit("规程"),
        str_lit("守则"), str_lit("宪法"), str_lit("法典"), str_lit("修正案"), str_lit("的决定"),
        str_lit("的解释"), str_lit("的批复")};
    /* Words that end in 法 and are no law (法); 办法 is one of the rules. */
    static const struct str ways[] = {str_lit("方法"), str_lit("做法"), str_lit("看法"),
        str_lit("想法"), str_lit("说法"), str_lit("写法"), str_lit("用法"), str_lit("算法"),
        str_lit("书法"), str_lit("手法"), str_lit("打法"), str_lit("语法"), str_lit("执法"),
        str_lit("司法"), str_lit("普法"), str_lit("学法"), str_lit("守法")};
    struct str t = bare_title(title);
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
        if (str_ends(t, rules[i]))
            return true;
    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
        if (str_ends(t, ways[i]))
            return false;
    return str_ends(t, S("法"));
}
