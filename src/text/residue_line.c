/* Lines and sentences that a site or a seller added. Each is known by several signs that stand together: a contact or
   a brand, and praise; a share and a search; a key and a number. One sign alone is never enough. */
#include "text/residue_int.h"

struct weight {
    struct str word;
    int points;
};

/* What sellers of texts speak of; one of them must stand in the line. */
static const struct weight wares[] = {
    {str_lit("素材库"), 3},
    {str_lit("会员群"), 3},
    {str_lit("网盘群"), 3},
    {str_lit("代笔"), 3},
    {str_lit("代写"), 3},
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

static bool
has(struct str s, struct str word)
{
    return str_find(s, word, 0) != SIZE_MAX;
}

static bool
has_any(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (has(s, words[i]))
            return true;
    return false;
}

static int
weigh(struct str s, const struct weight *w, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        if (has(s, w[i].word))
            sum += w[i].points;
    return sum;
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool
advertises(struct str s)
{
    int ware = weigh(s, wares, COUNT(wares));
    if (ware == 0 || !has_any(s, contacts, COUNT(contacts)))
        return false;
    struct str front = str_trim(s);
    int brand = str_starts(front, S("【")) || str_starts(front, S("来自：")) ? 2 : 0;
    return ware + brand + weigh(s, praise, COUNT(praise)) >= 6;
}

/* 加入…请联系：, 咨询…加客服微信：… — somebody is asked to come, and a contact follows. */
static bool
canvasses(struct str s)
{
    static const struct str calls[] = {str_lit("加入"), str_lit("加盟"), str_lit("会员"),
        str_lit("购买"), str_lit("代写"), str_lit("进群"), str_lit("投稿"), str_lit("索取"),
        str_lit("更多资料"), str_lit("客服")};
    static const struct str ways[] = {str_lit("请联系："), str_lit("请联系:"), str_lit("联系客服"),
        str_lit("客服微信"), str_lit("客服QQ"), str_lit("客服："), str_lit("添加微信"),
        str_lit("加微信")};
    return has_any(s, calls, COUNT(calls)) && has_any(s, ways, COUNT(ways));
}

/* The sentence around a byte within a line: after the mark that ends the one before, up to and with its own. */
static struct residue_line
sentence(struct str t, struct residue_line line, size_t at)
{
    static const struct str ends[] = {str_lit("。"), str_lit("！"), str_lit("？")};
    size_t start = line.start;
    for (size_t i = line.start; i + 3 <= at; i++)
        for (size_t k = 0; k < COUNT(ends); k++)
            if (residue_at(t, i, ends[k]))
                start = i + 3;
    size_t end = line.end;
    for (size_t k = 0; k < COUNT(ends); k++) {
        size_t hit = str_find(str_slice(t, 0, end), ends[k], at);
        if (hit != SIZE_MAX)
            end = hit + 3;
    }
    return (struct residue_line){start, end, false};
}

enum {
    SHORT_LINE =
        900, /* bytes: longer lines are paragraphs, where only a last sentence can be advertising */
    CALL_LINE = 240
};

void
residue_advert(struct residue_scan *s, size_t at)
{
    if (at < s->judged)
        return;
    struct residue_line line = residue_line(s->text, at);
    s->judged = line.end;
    struct str words = residue_line_str(s->text, line);
    if (line.whole && words.n <= SHORT_LINE) {
        if (advertises(words))
            residue_cut_line(s, RESIDUE_ADVERT, line);
        else if (words.n <= CALL_LINE && canvasses(words))
            residue_cut_line(s, RESIDUE_CONTACT, line);
        return;
    }
    struct residue_line tail = sentence(s->text, line, at);
    tail.end = line.end;
    s->judged = at + 1;
    if (line.end - tail.start <= SHORT_LINE && advertises(residue_line_str(s->text, tail)))
        residue_add(s, RESIDUE_ADVERT, tail.start, tail.end, true);
}

/* The number before 页珍藏版. */
static unsigned
pages_of(struct str s)
{
    size_t at = str_find(s, S("页"), 0);
    unsigned n = 0;
    unsigned unit = 1;
    while (at != SIZE_MAX && at > 0 && unit <= 1000 && residue_digit(s.p[at - 1])) {
        n += (unsigned)(s.p[--at] - '0') * unit;
        unit *= 10;
    }
    return n;
}

void
residue_shared(struct residue_scan *s, size_t at)
{
    static const struct str signs[] = {
        str_lit("会员分享"), str_lit("在线阅读"), str_lit("珍藏版"), str_lit("更多相关")};
    struct residue_line line = residue_line(s->text, at);
    if (s->share > at)
        return;
    size_t first = str_find(str_slice(s->text, 0, at), S("《"), line.start);
    struct residue_line span = sentence(s->text, line, at);
    if (first != SIZE_MAX && first < span.start)
        span.start = first;
    struct str words = residue_line_str(s->text, span);
    size_t n = 0;
    for (size_t i = 0; i < COUNT(signs); i++)
        n += has(words, signs[i]);
    if (n < 2 && !(n == 1 && has(words, S("上搜索"))))
        return;
    unsigned pages = pages_of(words);
    if (pages > s->pages)
        s->pages = pages;
    s->share = span.end;
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
    bool unfinished = digit_before(b, S("字")) &&
        (has(b, S("全文")) || has(b, S("显示")) || has(b, S("剩余")) || has(b, S("未完")));
    bool selection = b.n <= 40 && (digit_before(b, S("篇")));
    bool hidden = b.n <= 60 && digit_before(b, S("字"));
    if (b.n == 0 || !(unfinished || selection || hidden))
        return false;
    size_t end = start + b.n;
    size_t more = 0;
    struct str next =
        residue_at(s->text, end, S("（")) ? bracket(s->text, line, end + 3, &more) : S("");
    if (unfinished && has(next, S("提示")))
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
    residue_add(s, RESIDUE_NOTICE, dots_back(t, at - 6), dots_on(t, end + 3), true);
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
    struct residue_line span = sentence(s->text, line, at);
    struct str words = residue_line_str(s->text, span);
    if (words.n > 400 || !has_any(words, does, COUNT(does)) || !has_any(words, whom, COUNT(whom)))
        return;
    struct str all = str_trim(residue_line_str(s->text, line));
    if (line.whole && (all.n <= words.n + 6 || (all.n <= 500 && str_starts(all, S("简介")))))
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

/* Keys of the line that a site puts under a title. */
static const struct str keys[] = {
    str_lit("更新时间"),
    str_lit("更新日期"),
    str_lit("发布时间"),
    str_lit("发布日期"),
    str_lit("发表时间"),
    str_lit("时间"),
    str_lit("日期"),
    str_lit("来源"),
    str_lit("作者"),
    str_lit("浏览量"),
    str_lit("浏览次数"),
    str_lit("浏览"),
    str_lit("阅读量"),
    str_lit("阅读次数"),
    str_lit("阅读"),
    str_lit("点击数"),
    str_lit("点击量"),
    str_lit("点击次数"),
    str_lit("点击"),
    str_lit("字数"),
    str_lit("编辑"),
    str_lit("责任编辑"),
    str_lit("发布人"),
    str_lit("发布者"),
    str_lit("字体"),
    str_lit("分享到"),
    str_lit("信息来源"),
    str_lit("文章来源"),
};

/* The key that stands right before a colon at `colon`, in bytes; 0: none. */
static size_t
key_before(struct str s, size_t colon)
{
    size_t best = 0;
    for (size_t i = 0; i < COUNT(keys); i++) {
        size_t n = keys[i].n;
        if (n > best && colon >= n && residue_at(s, colon - n, keys[i]))
            best = n;
    }
    return best;
}

/* How many keys with a colon a line has; *first where the first begins. */
static size_t
key_count(struct str s, size_t *first)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        size_t colon = residue_at(s, i, S("：")) || s.p[i] == ':' ? key_before(s, i) : 0;
        if (colon == 0)
            continue;
        if (n++ == 0)
            *first = i - colon;
    }
    return n;
}

/* 更新时间：2024-08 来源：网友投稿; 浏览量：101; 时间：… 下载本文 作者：会员上传 */
void
residue_meta(struct residue_scan *s, size_t at)
{
    if (s->n > 0 && s->v[s->n - 1].end > at)
        return;
    struct residue_line line = residue_line(s->text, at);
    struct str words = str_trim(residue_line_str(s->text, line));
    if (!line.whole || words.n > 300 || has(words, S("。")))
        return;
    size_t first = SIZE_MAX;
    size_t n = key_count(words, &first);
    bool dated = has(words, S("时间：")) || has(words, S("日期：")) || has(words, S("时间:"));
    bool counts = has(words, S("浏览")) || has(words, S("点击")) || has(words, S("阅读")) ||
        has(words, S("下载本文"));
    bool number = (words.n > 0 && residue_digit(words.p[words.n - 1])) || str_ends(words, S("次"));
    if (first == 0 &&
        ((n >= 2 && (dated || counts)) || (n == 1 && counts && number && words.n < 40)))
        residue_cut_line(s, RESIDUE_NOTICE, line);
}

/* Words of the foot of a page. In brackets or several on a line they are no part of a text; alone a heading may be
   called so too, except for those that only a page says. */
static const struct str feet[] = {str_lit("相关推荐"), str_lit("猜你喜欢"), str_lit("打印本页"),
    str_lit("打印此页"), str_lit("关闭本页"), str_lit("返回顶部"), str_lit("收藏本文"),
    str_lit("收藏本页"), str_lit("精品推荐"), str_lit("关闭窗口"), str_lit("返回首页"),
    str_lit("返回列表"), str_lit("打印"), str_lit("关闭"), str_lit("收藏"), str_lit("返回"),
    str_lit("分享到"), str_lit("热门推荐"), str_lit("为您推荐"), str_lit("为你推荐"),
    str_lit("推荐阅读"), str_lit("推荐文章"), str_lit("字号"), str_lit("大中小")};
static const struct str between_feet[] = {str_lit("|"), str_lit("："), str_lit(":"), str_lit(" "),
    str_lit("\xe3\x80\x80"), str_lit("\t"), str_lit("\r"), str_lit("、"), str_lit("】"),
    str_lit("]"), str_lit("【"), str_lit("[")};

enum {
    SURE_FEET = 9 /* the first so many of feet */
};

static size_t
which(struct str s, const struct str *words, size_t n)
{
    size_t i = 0;
    while (i < n && !str_starts(s, words[i]))
        i++;
    return i;
}

static bool
foot_line(struct str s)
{
    size_t words = 0;
    bool sure = str_starts(s, S("【")) || str_starts(s, S("["));
    while (s.n > 0) {
        size_t i = which(s, between_feet, COUNT(between_feet));
        if (i < COUNT(between_feet)) {
            s = str_slice(s, between_feet[i].n, s.n);
            continue;
        }
        i = which(s, feet, COUNT(feet));
        if (i == COUNT(feet))
            return false;
        words++;
        sure = sure || i < SURE_FEET;
        s = str_slice(s, feet[i].n, s.n);
    }
    return words > 0 && (sure || words >= 2);
}

/* 上一篇：… and 下一篇：… on two lines that follow one another. */
static bool
neighbours(struct str t, struct residue_line line)
{
    struct str words = str_trim(residue_line_str(t, line));
    bool back = str_starts(words, S("上一篇："));
    if ((!back && !str_starts(words, S("下一篇："))) || has(words, S("。")))
        return false;
    struct residue_line other;
    bool found =
        back ? residue_line_after(t, line.end, &other) : residue_line_before(t, line.start, &other);
    return found &&
        str_starts(str_trim(residue_line_str(t, other)), back ? S("下一篇：") : S("上一篇："));
}

/* 欢迎来到…网 */
static bool
welcomes(struct str s)
{
    static const struct str comes[] = {
        str_lit("欢迎来到"), str_lit("欢迎访问"), str_lit("欢迎光临"), str_lit("欢迎浏览")};
    static const struct str sites[] = {str_lit("网"), str_lit("站"), str_lit("文库"),
        str_lit("网！"), str_lit("站！"), str_lit("文库！")};
    bool site = false;
    for (size_t i = 0; i < COUNT(sites); i++)
        site = site || str_ends(s, sites[i]);
    bool comes_first = false;
    for (size_t i = 0; i < COUNT(comes); i++)
        comes_first = comes_first || str_starts(s, comes[i]);
    return s.n <= 80 && site && comes_first;
}

void
residue_furniture(struct residue_scan *s, size_t at)
{
    if (s->n > 0 && s->v[s->n - 1].end > at)
        return;
    struct residue_line line = residue_line(s->text, at);
    struct str words = str_trim(residue_line_str(s->text, line));
    if (!line.whole || words.n > 200)
        return;
    if (foot_line(words) || neighbours(s->text, line))
        residue_cut_line(s, RESIDUE_SHARE, line);
    else if (welcomes(words))
        residue_cut_line(s, RESIDUE_ADVERT, line);
}
