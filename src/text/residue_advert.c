/* What sellers of texts put into them. It is known by several signs that stand together: wares, praise, and a way to
   the seller. One sign alone is never enough. */
#include "text/residue_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct weight {
    struct str word;
    int points;
};

/* What sellers of texts speak of; one of them must stand in the line. */
static const struct weight wares[] = {
    {str_lit("素材库"), 3},
    {str_lit("会员群"), 3},
    {str_lit("网盘群"), 3},
    {str_lit("代笔"), 4},
    {str_lit("代写"), 4},
    {str_lit("润笔"), 2},
    {str_lit("谨防假冒"), 3},
    {str_lit("资料库"), 2},
    {str_lit("svip"), 2},
    {str_lit("公众号：【"), 3},
    {str_lit("公众号："), 3},
    {str_lit("公众号:"), 3},
    {str_lit("网盘"), 2},
    {str_lit("加微信"), 3},
};

static const struct weight praise[] = {
    {str_lit("每天更新"), 1},
    {str_lit("每日更新"), 1},
    {str_lit("一键"), 1},
    {str_lit("最新最全"), 2},
    {str_lit("高质量"), 1},
    {str_lit("内部"), 1},
    {str_lit("加入"), 1},
    {str_lit("添加"), 1},
    {str_lit("认准"), 2},
    {str_lit("唯一"), 1},
    {str_lit("原创"), 1},
    {str_lit("保密"), 1},
    {str_lit("好评"), 1},
    {str_lit("接单"), 2},
    {str_lit("下载"), 1},
    {str_lit("扫码"), 1},
    {str_lit("关注"), 1},
    {str_lit("免费"), 1},
    {str_lit("领取"), 1},
    {str_lit("独家"), 1},
    {str_lit("范文"), 1},
    {str_lit("会员"), 1},
    {str_lit("欢迎关注"), 2},
    {str_lit("获取更多"), 1},
    {str_lit("更多资料"), 1},
    {str_lit("更多内容"), 1},
};

/* A way to the seller: without one it is no advertising. */
static const struct str contacts[] = {
    str_lit("联系："),
    str_lit("联系:"),
    str_lit("客服："),
    str_lit("客服:"),
    str_lit("公众号："),
    str_lit("公众号:"),
    str_lit("微信："),
    str_lit("微信:"),
    str_lit("加微信"),
    str_lit("微信号"),
    str_lit("认准"),
    str_lit("QQ群"),
    str_lit("】——"),
    str_lit("搜索公众"),
    str_lit("关注公众"),
};

static int
weigh(struct str s, const struct weight *w, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        if (residue_has(s, w[i].word))
            sum += w[i].points;
    return sum;
}

/* An account to follow is an offer of many; this one must offer texts. */
static bool
offers_texts(struct str s)
{
    static const struct str texts[] = {str_lit("素材"), str_lit("资料库"), str_lit("范文"),
        str_lit("公文"), str_lit("文库"), str_lit("写作"), str_lit("文稿"), str_lit("会员"),
        str_lit("每日更新"), str_lit("每天更新"), str_lit("内部资料"), str_lit("内部材料"),
        str_lit("小伙伴"), str_lit("代笔"), str_lit("代写")};
    return residue_has_any(s, texts, COUNT(texts));
}

static bool
advertises(struct str s)
{
    int ware = weigh(s, wares, COUNT(wares));
    if (ware == 0 || !offers_texts(s) || !residue_has_any(s, contacts, COUNT(contacts)))
        return false;
    struct str front = str_trim(s);
    int brand = str_starts(front, S("【")) || str_starts(front, S("来自")) ? 2 : 0;
    return ware + brand + weigh(s, praise, COUNT(praise)) >= 6;
}

/* 1 4367，：9 649 — a contact that a site has spoilt: a lone colon behind a comma, digits in pieces. */
static bool
spoilt_contact(struct str s)
{
    return residue_has(s, S("，：")) || residue_has(s, S("、：")) || residue_has(s, S(",："));
}

/* 客服：abc */
static bool
nickname(struct str s)
{
    size_t at = str_find(s, S("客服："), 0);
    return at != SIZE_MAX && at + 9 < s.n && residue_letter(s.p[at + 9]);
}

/* 请联系：张三, 请联系：0527-123: somebody who can be asked. */
static bool
answers(struct str s)
{
    size_t at = str_find(s, S("联系："), 0);
    if (at == SIZE_MAX)
        return false;
    struct str behind = str_trim(str_slice(s, at + 9, s.n));
    return residue_han(residue_cp_at(behind, 0)) ||
        str_find_char(str_slice(behind, 0, 8), '-', 0) != SIZE_MAX;
}

/* 购买全文请添加微信…, 有意加入请联系：1 43，：9 6 — somebody is asked to buy texts, and a contact follows. */
static bool
canvasses(struct str s)
{
    static const struct str goods[] = {str_lit("会员"), str_lit("资料"), str_lit("素材"),
        str_lit("代写"), str_lit("进群"), str_lit("全文"), str_lit("原文"), str_lit("原创")};
    static const struct str ways[] = {str_lit("请联系："), str_lit("请联系:"), str_lit("联系客服"),
        str_lit("咨询客服"), str_lit("客服微信"), str_lit("客服QQ"), str_lit("添加微信"),
        str_lit("加微信")};
    bool way = residue_has_any(s, ways, COUNT(ways)) && !answers(s);
    return nickname(s) || (way && (spoilt_contact(s) || residue_has_any(s, goods, COUNT(goods))));
}

enum {
    AD_BYTES = 900, /* no advertisement is longer */
    CALL_LINE = 240
};

/* Where the sentence that begins at `at` ends, with its mark. */
static size_t
sentence_end(struct str t, size_t at, size_t end)
{
    static const struct str marks[] = {str_lit("。"), str_lit("！"), str_lit("？")};
    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t hit = str_find(str_slice(t, 0, end), marks[i], at);
        if (hit != SIZE_MAX)
            end = hit + marks[i].n;
    }
    return end;
}

/* The sentences of a line from the first to the last that speaks of wares or a contact, with the praise around them.
   The work that stands before and after them in the same paragraph is left alone. Empty when there is none. */
static struct residue_line
advertising(struct str t, struct residue_line line)
{
    struct residue_line span = {line.end, line.end, false};
    size_t praised = SIZE_MAX; /* where a run of sentences full of praise begins */
    for (size_t at = line.start, end; at < line.end; at = end) {
        end = sentence_end(t, at, line.end);
        struct str s = str_slice(t, at, end - at);
        bool sells =
            weigh(s, wares, COUNT(wares)) > 0 || residue_has_any(s, contacts, COUNT(contacts));
        bool praises = weigh(s, praise, COUNT(praise)) >= 2;
        if (sells && span.start == line.end)
            span.start = praised != SIZE_MAX ? praised : at;
        if (sells || (praises && span.start < line.end && span.end == at))
            span.end = end;
        if (!praises)
            praised = SIZE_MAX;
        else if (praised == SIZE_MAX)
            praised = at;
    }
    return span;
}

void
residue_advert(struct residue_scan *s, size_t at)
{
    if (at < s->judged)
        return;
    struct str t = s->text;
    struct residue_line line = residue_line(t, at);
    s->judged = line.whole || line.end < at + AD_BYTES ? line.end : line.end - AD_BYTES;
    struct residue_line span = advertising(t, line);
    struct str words = residue_line_str(t, line);
    if (span.end - span.start <= AD_BYTES && advertises(residue_line_str(t, span))) {
        if (line.whole && residue_only_blanks(t, line.start, span.start) &&
            residue_only_blanks(t, span.end, line.end))
            residue_cut_line(s, RESIDUE_ADVERT, line);
        else
            residue_add(s, RESIDUE_ADVERT, span.start, span.end, true);
    } else if (line.whole && words.n <= CALL_LINE && canvasses(words)) {
        residue_cut_line(s, RESIDUE_CONTACT, line);
    }
}
