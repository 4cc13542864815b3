/* Whole lines of a page around a text: when it was put there and by whom, how often it was read, where on the site, and
   what can be clicked. */
#include "text/residue_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

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
    str_lit("上传人"),
    str_lit("上传时间"),
    str_lit("文档编号"),
    str_lit("格式"),
    str_lit("页数"),
    str_lit("大小"),
    str_lit("资源ID"),
    str_lit("下载积分"),
    str_lit("人气"),
    str_lit("审核"),
    str_lit("校对"),
    str_lit("责编"),
    str_lit("初审"),
    str_lit("终审"),
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

/* The keys with a colon of a line. */
struct keys_found {
    size_t n;
    size_t first; /* the byte where the first begins */
    bool site;    /* one of them is a page's and no record's, as 日期 and 时间 may be */
    bool other;   /* there is a key that no page has: 地点： */
};

static bool
page_key(struct str key)
{
    static const struct str both[] = {str_lit("时间"), str_lit("日期"), str_lit("作者"),
        str_lit("格式"), str_lit("大小"), str_lit("页数"), str_lit("字数"), str_lit("审核"),
        str_lit("校对"), str_lit("初审"), str_lit("终审")};
    for (size_t i = 0; i < COUNT(both); i++)
        if (str_eq(key, both[i]))
            return false;
    return true;
}

static struct keys_found
keys_of(struct str s)
{
    struct keys_found f = {.first = SIZE_MAX};
    for (size_t i = 0; i < s.n; i++) {
        bool narrow = s.p[i] == ':' && !(i > 0 && residue_digit(s.p[i - 1]));
        if (!narrow && !residue_at(s, i, S("：")))
            continue;
        size_t n = key_before(s, i);
        if (n == 0) {
            f.other = true;
            continue;
        }
        if (f.n++ == 0)
            f.first = i - n;
        f.site = f.site || page_key(str_slice(s, i - n, n));
    }
    return f;
}

static bool
digits_at_end(struct str s)
{
    return (s.n > 0 && residue_digit(s.p[s.n - 1])) || str_ends(s, S("次"));
}

/* A key whose value is a day with the time of day and nothing else: 发布时间：2023-01-02 10:30. */
static bool
only_time(struct str s)
{
    static const struct str keys_of_time[] = {str_lit("更新时间"), str_lit("更新日期"),
        str_lit("发布时间"), str_lit("发布日期"), str_lit("发表时间"), str_lit("上传时间"),
        str_lit("时间")};
    size_t key = 0;
    for (size_t i = 0; i < COUNT(keys_of_time) && key == 0; i++)
        key = str_starts(s, keys_of_time[i]) ? keys_of_time[i].n : 0;
    size_t digits = 0;
    size_t colons = 0;
    for (size_t i = key + 3; key > 0 && i < s.n; i++) {
        if (!residue_digit(s.p[i]) && strchr("-/.: ", s.p[i]) == NULL)
            return false;
        digits += residue_digit(s.p[i]);
        colons += s.p[i] == ':';
    }
    return key > 0 && colons > 0 && digits >= 10 && digits <= 14;
}

/* 更新时间：2024-08 来源：网友投稿; 浏览量：101; 时间：… 下载本文 作者：会员上传; 编辑：甲 责任编辑：乙 */
static bool
meta_line(struct str s)
{
    static const struct str dates[] = {
        str_lit("时间："), str_lit("日期："), str_lit("时间:"), str_lit("日期:")};
    static const struct str counts[] = {str_lit("浏览"), str_lit("点击"), str_lit("阅读"),
        str_lit("下载"), str_lit("文档编号"), str_lit("人气"), str_lit("责任编辑"),
        str_lit("编辑："), str_lit("编辑:"), str_lit("责编")};
    struct keys_found f = keys_of(s);
    size_t n = f.n;
    bool front =
        f.first == 0 || (f.first <= 3 && (str_starts(s, S("（")) || str_starts(s, S("("))));
    bool counted = residue_has_any(s, counts, COUNT(counts));
    if (!front || n == 0 || f.other)
        return false;
    if (n >= 2)
        return counted || (f.site && residue_has_any(s, dates, COUNT(dates)));
    bool editor = residue_has(s, S("责任编辑")) && s.n <= 48;
    return only_time(s) || editor || (counted && s.n < 40 && digits_at_end(s));
}

/* 本站…侵权…删除: what a site says of itself. */
static bool
disclaims(struct str s)
{
    static const struct str own[] = {str_lit("本站"), str_lit("本网站"), str_lit("网友"),
        str_lit("本文来源"), str_lit("文章来源"), str_lit("本网")};
    static const struct str says[] = {str_lit("侵权"), str_lit("不代表本站"), str_lit("不代表本网"),
        str_lit("网友上传"), str_lit("网友投稿"), str_lit("会员上传"), str_lit("转载请注明")};
    return s.n <= 600 && residue_has_any(s, own, COUNT(own)) &&
        residue_has_any(s, says, COUNT(says)) &&
        (residue_has(s, S("不代表")) || residue_has(s, S("联系")) || residue_has(s, S("删除")) ||
            residue_has(s, S("注明")));
}

/* 当前位置：首页 > 党建 > 正文 */
static bool
breadcrumb(struct str s)
{
    bool here = str_starts(s, S("当前位置")) || str_starts(s, S("您的位置")) ||
        str_starts(s, S("您现在的位置")) || str_starts(s, S("你的位置"));
    return here && s.n <= 240 && !residue_has(s, S("。")) &&
        (residue_has(s, S(">")) || residue_has(s, S("»")) || residue_has(s, S("＞")) ||
            residue_has(s, S("首页")));
}

/* Words of the foot of a page. In brackets or several on a line they are no part of a text; alone a heading may be
   called so too, except for those that only a page says. */
static const struct str feet[] = {str_lit("相关推荐"), str_lit("猜你喜欢"), str_lit("打印本页"),
    str_lit("打印此页"), str_lit("关闭本页"), str_lit("返回顶部"), str_lit("收藏本文"),
    str_lit("收藏本页"), str_lit("精品推荐"), str_lit("展开阅读全文"), str_lit("点击查看更多"),
    str_lit("微信扫一扫"), str_lit("关闭窗口"), str_lit("返回首页"), str_lit("返回列表"),
    str_lit("打印"), str_lit("关闭"), str_lit("收藏"), str_lit("返回"), str_lit("分享到"),
    str_lit("热门推荐"), str_lit("为您推荐"), str_lit("为你推荐"), str_lit("推荐阅读"),
    str_lit("推荐文章"), str_lit("字号"), str_lit("字体"), str_lit("大字体"), str_lit("中字体"),
    str_lit("小字体"), str_lit("下载"), str_lit("举报"), str_lit("相关"), str_lit("分享"),
    str_lit("首页")};
static const struct str between_feet[] = {str_lit("|"), str_lit("："), str_lit(":"), str_lit(" "),
    str_lit("\xe3\x80\x80"), str_lit("\t"), str_lit("\r"), str_lit("、"), str_lit("】"),
    str_lit("]"), str_lit("【"), str_lit("["), str_lit("『"), str_lit("』"), str_lit(">"),
    str_lit("»"), str_lit("大"), str_lit("中"), str_lit("小")};

enum {
    SURE_FEET = 12 /* the first so many of feet */
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
    if ((!back && !str_starts(words, S("下一篇："))) || residue_has(words, S("。")))
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

static void
furniture(struct residue_scan *s, struct residue_line line, struct str words)
{
    if (words.n > 200)
        return;
    if (foot_line(words) || neighbours(s->text, line))
        residue_cut_line(s, RESIDUE_SHARE, line);
    else if (welcomes(words))
        residue_cut_line(s, RESIDUE_ADVERT, line);
}

void
residue_site(struct residue_scan *s, size_t at)
{
    if (at < s->site)
        return;
    struct residue_line line = residue_line(s->text, at);
    s->site = line.end;
    struct str words = str_trim(residue_line_str(s->text, line));
    if (!line.whole)
        return;
    bool short_line = words.n <= 300 && !residue_has(words, S("。"));
    if ((short_line && meta_line(words)) || disclaims(words) || breadcrumb(words))
        residue_cut_line(s, RESIDUE_NOTICE, line);
    else
        furniture(s, line, words);
}
