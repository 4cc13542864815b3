/* The forms of names in documents: bodies, kinds of documents, numbers, places. */
#include "base/utf8.h"
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

size_t
said_chars(struct str s)
{
    return utf8_count(s);
}

bool
said_has(struct str s, struct str word)
{
    return str_find(s, word, 0) != SIZE_MAX;
}

bool
said_ends(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_ends(s, words[i]))
            return true;
    return false;
}

bool
said_starts(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, words[i]))
            return true;
    return false;
}

struct str
said_after(struct str s, struct str first)
{
    return str_starts(s, first) ? str_slice(s, first.n, s.n) : s;
}

bool
said_org(struct str s)
{
    static const struct str tails[] = {
        str_lit("委员会"),
        str_lit("委"),
        str_lit("政府"),
        str_lit("办公室"),
        str_lit("办公厅"),
        str_lit("办事处"),
        str_lit("党支部"),
        str_lit("党总支"),
        str_lit("支部"),
        str_lit("总社"),
        str_lit("合作社"),
        str_lit("合作联社"),
        str_lit("公司"),
        str_lit("集团"),
        str_lit("大学"),
        str_lit("学院"),
        str_lit("学校"),
        str_lit("中学"),
        str_lit("小学"),
        str_lit("医院"),
        str_lit("法院"),
        str_lit("检察院"),
        str_lit("国务院"),
        str_lit("中心"),
        str_lit("协会"),
        str_lit("联合会"),
        str_lit("工会"),
        str_lit("代表大会"),
        str_lit("街道"),
        str_lit("社区"),
        str_lit("局"),
        str_lit("厅"),
        str_lit("部"),
        str_lit("署"),
        str_lit("党组"),
        str_lit("党工委"),
        str_lit("领导小组"),
        str_lit("指挥部"),
        str_lit("支队"),
        str_lit("大队"),
        str_lit("银行"),
        str_lit("总局"),
        str_lit("常委会"),
        str_lit("管理站"),
        str_lit("服务站"),
        str_lit("研究所"),
        str_lit("派出所"),
    };
    static const struct str marks[] = {str_lit("。"), str_lit("，"), str_lit("："), str_lit("；"),
        str_lit("！"), str_lit("？"), str_lit("《"), str_lit("关于"), str_lit("“"), str_lit(":"),
        str_lit("可以"), str_lit("的"), str_lit("让"), str_lit("如何"), str_lit("了"),
        str_lit("是"), str_lit("通过"), str_lit("根据"), str_lit("使用")};
    static const struct str words[] = {str_lit("布局"), str_lit("部署"), str_lit("内部"),
        str_lit("全部"), str_lit("局部"), str_lit("格局"), str_lit("外部"), str_lit("干部"),
        str_lit("签署"), str_lit("结局"), str_lit("顶部"), str_lit("底部")};
    size_t chars = said_chars(s);
    if (said_ends(s, words, COUNT(words)))
        return false;
    if (chars < 3 || chars > 40)
        return false;
    for (size_t i = 0; i < COUNT(marks); i++)
        if (said_has(s, marks[i]))
            return false;
    return said_ends(s, tails, COUNT(tails));
}

bool
said_genre(struct str s)
{
    static const struct str tails[] = {
        str_lit("通知"),
        str_lit("通报"),
        str_lit("报告"),
        str_lit("请示"),
        str_lit("批复"),
        str_lit("意见"),
        str_lit("决定"),
        str_lit("决议"),
        str_lit("公告"),
        str_lit("通告"),
        str_lit("公报"),
        str_lit("命令"),
        str_lit("议案"),
        str_lit("函"),
        str_lit("纪要"),
        str_lit("办法"),
        str_lit("规定"),
        str_lit("条例"),
        str_lit("细则"),
        str_lit("规则"),
        str_lit("方案"),
        str_lit("计划"),
        str_lit("总结"),
        str_lit("规划"),
        str_lit("要点"),
        str_lit("制度"),
        str_lit("讲话"),
        str_lit("材料"),
        str_lit("汇报"),
        str_lit("清单"),
        str_lit("安排"),
        str_lit("预案"),
        str_lit("说明"),
        str_lit("章程"),
        str_lit("指南"),
        str_lit("标准"),
        str_lit("守则"),
        str_lit("书"),
        str_lit("情况"),
        str_lit("解释"),
        str_lit("法"),
    };
    /* 通知（试行） is one too. */
    if (str_ends(s, S("）"))) {
        size_t open = SIZE_MAX;
        for (size_t at = str_find(s, S("（"), 0); at != SIZE_MAX; at = str_find(s, S("（"), at + 3))
            open = at;
        if (open != SIZE_MAX && open > 0)
            s = str_slice(s, 0, open);
    }
    return said_ends(s, tails, COUNT(tails));
}

static bool
numeral(uint32_t cp)
{
    static const uint32_t signs[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B,
        0x4E5D, 0x5341, 0x767E, 0x96F6};
    for (size_t i = 0; i < COUNT(signs); i++)
        if (signs[i] == cp)
            return true;
    return cp >= '0' && cp <= '9';
}

/* The end of a numeral that s begins with. */
static size_t
numeral_end(struct str s)
{
    struct str rest = s;
    uint32_t cp = 0;
    size_t end = 0;
    while (utf8_next(&rest, &cp) && numeral(cp))
        end = s.n - rest.n;
    return end;
}

bool
said_heading(struct str s)
{
    static const struct str parts[] = {
        str_lit("章"), str_lit("节"), str_lit("条"), str_lit("部分"), str_lit("编"), str_lit("款")};
    static const struct str behind[] = {
        str_lit("、"), str_lit("．"), str_lit(". "), str_lit("）"), str_lit(")")};
    struct str rest = said_after(s, S("第"));
    size_t end = numeral_end(rest);
    if (rest.n < s.n)
        return end > 0 && said_starts(str_trim(str_slice(rest, end, rest.n)), parts, COUNT(parts));
    bool open = str_starts(s, S("（")) || str_starts(s, S("("));
    if (open) {
        rest = str_slice(s, str_starts(s, S("(")) ? 1 : 3, s.n);
        end = numeral_end(rest);
        rest = str_slice(rest, end, rest.n);
        return end > 0 && (str_starts(rest, S("）")) || str_starts(rest, S(")")));
    }
    return end > 0 && said_starts(str_slice(s, end, s.n), behind, COUNT(behind));
}

static bool
han(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

/* Where the run of Chinese characters that ends at byte `end` begins, at most `chars` of them. */
static size_t
run_back(struct str s, size_t end, size_t chars)
{
    while (chars-- > 0 && end >= 3) {
        struct str one = str_slice(s, end - 3, 3);
        uint32_t cp = 0;
        if (!utf8_next(&one, &cp) || one.n != 0 || !han(cp))
            break;
        end -= 3;
    }
    return end;
}

/* The end of 〔2023〕1号 that begins at byte `at`, or 0. */
static size_t
bracket_number(struct str s, size_t at, int *year)
{
    static const struct {
        struct str open, close;
    } pairs[] = {
        {str_lit("〔"), str_lit("〕")},
        {str_lit("［"), str_lit("］")},
        {str_lit("["), str_lit("]")},
        {str_lit("【"), str_lit("】")},
        {str_lit("（"), str_lit("）")},
        {str_lit("("), str_lit(")")},
        {str_lit("﹝"), str_lit("﹞")},
    };
    struct str rest = str_slice(s, at, s.n);
    for (size_t i = 0; i < COUNT(pairs); i++) {
        if (!str_starts(rest, pairs[i].open))
            continue;
        struct str in = str_slice(rest, pairs[i].open.n, rest.n);
        int64_t value = 0;
        if (!str_to_i64(str_slice(in, 0, 4), 1949, 2100, &value) ||
            !str_starts(str_slice(in, 4, in.n), pairs[i].close))
            continue;
        in = str_trim(str_slice(in, 4 + pairs[i].close.n, in.n));
        in = str_trim(said_after(in, S("第")));
        size_t end = numeral_end(in);
        in = str_slice(in, end, in.n);
        if (end == 0 || !str_starts(str_trim(in), S("号")))
            continue;
        *year = (int)value;
        return (size_t)(str_trim(in).p - s.p) + 3;
    }
    return 0;
}

struct str
said_number(struct str s, int *year)
{
    for (size_t at = 3; at < s.n; at++) {
        size_t end = bracket_number(s, at, year);
        if (end == 0)
            continue;
        size_t name = at;
        while (name > 0 && s.p[name - 1] == ' ')
            name--;
        size_t start = run_back(s, name, 12);
        if (start == name)
            continue;
        return str_slice(s, start, end - start);
    }
    return S("");
}

struct str
said_order(struct str s)
{
    size_t at = str_find(s, S("第"), 0);
    for (; at != SIZE_MAX; at = str_find(s, S("第"), at + 3)) {
        struct str rest = str_slice(s, at + 3, s.n);
        size_t end = numeral_end(rest);
        if (end > 0 && str_starts(str_slice(rest, end, rest.n), S("号")))
            return str_slice(s, at, 3 + end + 3);
    }
    return S("");
}
