/* The title, and what stands above it: the mark of the body that issues, the number, levels of secrecy. */
#include "base/utf8.h"
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    TITLE_COLUMNS = 124, /* of one line, wide characters counting two */
    TITLE_ALL = 180      /* of all lines of a title */
};

static bool
has_words(struct str s)
{
    uint32_t cp = 0;
    while (utf8_next(&s, &cp))
        if ((cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') ||
            (cp >= 0x3400 && cp <= 0x9FFF) || cp >= 0x20000)
            return true;
    return false;
}

/* 第290号, （第290号）, 2023年第5号 on a line of its own, without the brackets; "" otherwise. */
static struct str
order_line(struct str s)
{
    bool wide = str_starts(s, S("（")) && str_ends(s, S("）"));
    struct str in = wide ? str_trim(str_slice(s, 3, s.n - 6)) : s;
    struct str order = said_order(in);
    if (order.n == 0 || order.p + order.n != in.p + in.n)
        return S("");
    struct str front = str_trim(str_slice(in, 0, in.n - order.n));
    struct said_date year = said_date_find(front, 0);
    bool dated = year.year && year.start == 0 && year.end == front.n;
    return front.n == 0 || dated ? in : S("");
}

/* 机密, 特急, 000001, http://…, 更新时间：…, a line of a site, a date alone: no title, and the title may follow. */
static bool
passed_over(struct str s)
{
    static const struct str firsts[] = {str_lit("http"), str_lit("www."), str_lit("<!--"),
        str_lit("欢迎来到"), str_lit("来源："), str_lit("更新时间"), str_lit("发布时间"),
        str_lit("浏览"), str_lit("作者："), str_lit("时间："), str_lit("签发人"), str_lit("##"),
        str_lit("当前位置"), str_lit("首页"), str_lit("索引号"), str_lit("您的位置"),
        str_lit("上传人"), str_lit("文档编号"), str_lit("编辑："), str_lit("责任编辑"),
        str_lit("字号"), str_lit("下载 相关"), str_lit("点击查看"), str_lit("上一篇"),
        str_lit("简介："), str_lit("导语："), str_lit("附件")};
    static const struct str levels[] = {str_lit("机密"), str_lit("秘密"), str_lit("绝密"),
        str_lit("特急"), str_lit("加急"), str_lit("平急"), str_lit("急件"), str_lit("内部")};
    static const struct str sites[] = {str_lit("会员分享"), str_lit("珍藏版"), str_lit("公众号：")};
    if (!has_words(s) || said_starts(s, firsts, COUNT(firsts)))
        return true;
    if (s.n <= 36 && said_starts(s, levels, COUNT(levels)))
        return true;
    for (size_t i = 0; i < COUNT(sites); i++)
        if (said_has(s, sites[i]))
            return true;
    bool bracketed = str_starts(s, S("（")) && str_ends(s, S("）"));
    size_t close = str_starts(s, S("【")) ? str_find(s, S("】"), 0) : SIZE_MAX;
    struct str behind = close == SIZE_MAX ? S("") : str_trim(str_slice(s, close + 3, s.n));
    bool coded = behind.n > 0 && utf8_count(behind) == behind.n;
    bool key = str_ends(s, S("：")) && s.n <= 24;
    return bracketed || coded || key || order_line(s).n > 0 || said_date_only(s).year != 0;
}

/* A sentence, a salutation, a heading: where one stands, the text has begun. */
static bool
may_be_title(struct str s)
{
    static const struct str ends[] = {str_lit("。"), str_lit("；"), str_lit("，"), str_lit("、"),
        str_lit("："), str_lit(";"), str_lit(","), str_lit(":")};
    static const struct str greetings[] = {str_lit("大家好"), str_lit("你们好"), str_lit("您好"),
        str_lit("上午好"), str_lit("下午好"), str_lit("尊敬的")};
    for (size_t i = 0; i < COUNT(greetings); i++)
        if (str_find(str_slice(s, 0, 30), greetings[i], 0) != SIZE_MAX)
            return false;
    return said_chars(s) >= 2 && utf8_width(s) <= TITLE_COLUMNS &&
        !said_ends(s, ends, COUNT(ends)) && !said_has(s, S("。")) && !said_heading(s) &&
        !str_starts(s, S("——"));
}

static bool
opens(struct str s, struct str open, struct str close)
{
    size_t n = 0;
    for (size_t at = str_find(s, open, 0); at != SIZE_MAX; at = str_find(s, open, at + open.n))
        n++;
    for (size_t at = str_find(s, close, 0); at != SIZE_MAX && n > 0;
         at = str_find(s, close, at + close.n))
        n--;
    return n > 0;
}

/* 云河镇党委书记张三, 云河县统计局局长: who reports, on a line of its own above what it is. */
static bool
speaker_line(struct str s)
{
    static const struct str posts[] = {str_lit("书记"), str_lit("局长"), str_lit("主任"),
        str_lit("镇长"), str_lit("县长"), str_lit("区长"), str_lit("市长"), str_lit("主席"),
        str_lit("院长"), str_lit("校长"), str_lit("会长"), str_lit("经理"), str_lit("党支部"),
        str_lit("党委"), str_lit("党总支"), str_lit("年度"), str_lit("机关")};
    if (said_chars(s) > 30)
        return false;
    for (size_t i = 0; i < COUNT(posts); i++)
        if (said_has(s, posts[i]))
            return true;
    return false;
}

/* Does `next` go on with the title `title`? */
static bool
goes_on(struct str title, struct str next)
{
    static const struct str hanging[] = {str_lit("关于"), str_lit("的"), str_lit("和"),
        str_lit("与"), str_lit("及"), str_lit("暨"), str_lit("、"), str_lit("印发"),
        str_lit("转发")};
    static const struct str joining[] = {str_lit("的通知"), str_lit("的意见"), str_lit("的决定"),
        str_lit("的报告"), str_lit("的请示"), str_lit("的批复"), str_lit("的通报"), str_lit("的函"),
        str_lit("的若干"), str_lit("的实施")};
    static const struct str spoken[] = {str_lit("报告"), str_lit("总结"), str_lit("汇报"),
        str_lit("讲话"), str_lit("发言"), str_lit("述职"), str_lit("意见"), str_lit("方案")};
    if (passed_over(next) || !may_be_title(next) ||
        utf8_width(title) + utf8_width(next) > TITLE_ALL)
        return false;
    if (opens(title, S("《"), S("》")) || opens(title, S("（"), S("）")) ||
        opens(title, S("“"), S("”")))
        return true;
    if (said_ends(title, hanging, COUNT(hanging)) || said_starts(next, joining, COUNT(joining)))
        return true;
    if (said_genre(title))
        return false;
    if (said_org(title))
        return str_starts(next, S("关于")) || said_genre(next);
    if (said_has(title, S("关于")))
        return said_genre(next) && said_chars(next) <= 30;
    return speaker_line(title) && said_ends(next, spoken, COUNT(spoken)) && said_chars(next) <= 30;
}

static bool
ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static struct str
join_lines(struct arena *a, struct str x, struct str y)
{
    bool blank = ascii_letter(x.p[x.n - 1]) && ascii_letter(y.p[0]);
    return arena_fmt(a, "%.*s%s%.*s", STR_ARG(x), blank ? " " : "", STR_ARG(y));
}

/* 宿城区人民政府文件; 广东省人民政府令 where a number follows on the next line. */
struct str
recognise_mark(const struct head *h, size_t i)
{
    static const struct str ends[] = {str_lit("文件"), str_lit("令"), str_lit("公告")};
    struct str s = h->line[i];
    struct str next = i + 1 < h->n ? h->line[i + 1] : S("");
    int year = 0;
    bool numbered =
        said_chars(next) <= 24 && (said_order(next).n > 0 || said_number(next, &year).n > 0);
    for (size_t k = 0; k < COUNT(ends); k++) {
        struct str body = str_trim(str_slice(s, 0, s.n > ends[k].n ? s.n - ends[k].n : 0));
        if (str_ends(s, ends[k]) && (k == 0 || numbered) &&
            (said_org(body) || str_eq(said_place(body), body)))
            return body;
    }
    return numbered && said_org(s) && said_number(next, &year).n > 0 ? s : S("");
}

/* 国发〔2023〕1号 alone on a line, or with the name of who signs. */
bool
recognise_number(struct reader *d, struct str s)
{
    int year = 0;
    struct str number = said_chars(s) <= 40 ? said_number(s, &year) : S("");
    bool alone =
        number.n > 0 && (number.n + 12 >= s.n || said_has(s, S("签发")) || said_has(s, S("文号")));
    if (!alone)
        return false;
    if (d->r.number.n == 0) {
        d->r.number = number;
        d->r.year = year;
    }
    return true;
}

/* 工作总结.docx: the name of a file that became the first line. */
static struct str
without_ending(struct str title)
{
    static const struct str endings[] = {str_lit(".docx"), str_lit(".doc"), str_lit(".pdf"),
        str_lit(".txt"), str_lit(".wps"), str_lit(".xlsx"), str_lit(".xls"), str_lit(".pptx"),
        str_lit(".ppt")};
    uint32_t cp = 0;
    struct str first = title;
    bool chinese = utf8_next(&first, &cp) && cp >= 0x3400;
    for (size_t i = 0; chinese && i < COUNT(endings); i++)
        if (str_ends(title, endings[i]))
            return str_slice(title, 0, title.n - endings[i].n);
    return title;
}

static void
take_title(struct reader *d, size_t i)
{
    struct str title = d->head.line[i++];
    int year = 0;
    struct str number = said_number(title, &year);
    if (number.n > 0 && number.p == title.p && number.n < title.n && d->r.number.n == 0) {
        d->r.number = number;
        d->r.year = year;
        title = str_trim(said_after(title, number));
    }
    size_t glued = str_find(title, S("第一章"), 0);
    if (glued != SIZE_MAX && glued > 0)
        title = str_trim(str_slice(title, 0, glued));
    if (said_org(title) && i < d->head.n && goes_on(title, d->head.line[i]))
        d->r.issuer = d->r.issuer.n ? d->r.issuer : title;
    for (size_t lines = 1; lines < 4 && i < d->head.n && goes_on(title, d->head.line[i]); lines++)
        title = join_lines(d->arena, title, d->head.line[i++]);
    d->r.title = without_ending(title);
    d->below = i;
}

/* The value of a key, without quotes; "" when it is too long for a title. */
static struct str
without_quotes(struct str s)
{
    s = str_trim(s);
    if (utf8_width(s) > TITLE_ALL)
        return S("");
    bool quoted = s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0];
    return quoted ? str_trim(str_slice(s, 1, s.n - 2)) : s;
}

/* title: … between two lines of ---; false: the text has no such head. */
static bool
front_matter(struct reader *d)
{
    if (d->head.n == 0 || !str_eq(d->head.line[0], S("---")))
        return false;
    size_t end = 1;
    while (end < d->head.n && !str_eq(d->head.line[end], S("---")))
        end++;
    d->below = end < d->head.n ? end + 1 : end;
    for (size_t i = 1; i < end; i++) {
        struct str line = d->head.line[i];
        if (str_starts(line, S("title:")))
            d->r.title = without_quotes(said_after(line, S("title:")));
        if (str_starts(line, S("date:"))) {
            struct said_date said = said_date_find(line, 5);
            d->r.dated = said.date;
            d->said_year = said.year;
        }
    }
    return d->r.title.n > 0;
}

/* # … */
static bool
markdown_title(struct reader *d, size_t i)
{
    struct str line = d->head.line[i];
    struct str rest = said_after(line, S("#"));
    if (rest.n == line.n || !str_starts(rest, S(" ")))
        return false;
    rest = str_trim(rest);
    while (str_ends(rest, S("#")))
        rest = str_trim(str_slice(rest, 0, rest.n - 1));
    if (rest.n == 0 || utf8_width(rest) > TITLE_ALL)
        return false;
    d->r.title = rest;
    d->below = i + 1;
    return true;
}

/* 广东省人民政府令 / （第290号） on two lines. */
void
recognise_order(struct reader *d, struct str body, size_t i)
{
    const struct head *h = &d->head;
    struct str order = i + 1 < h->n ? order_line(h->line[i + 1]) : S("");
    if (d->r.issuer.n == 0)
        d->r.issuer = body;
    if (d->r.number.n > 0 || order.n == 0)
        return;
    d->r.number = arena_fmt(d->arena, "%.*s%.*s", STR_ARG(h->line[i]), STR_ARG(order));
    d->r.year = said_date_find(order, 0).year;
}

void
recognise_title(struct reader *d)
{
    if (front_matter(d))
        return;
    size_t from = d->below;
    for (size_t i = from; i < d->head.n && i < from + 14; i++) {
        struct str line = d->head.line[i];
        if (markdown_title(d, i))
            return;
        if (str_starts(line, S("title:"))) {
            d->r.title = without_quotes(said_after(line, S("title:")));
            d->below = i + 1;
            return;
        }
        struct str body = recognise_mark(&d->head, i);
        if (body.n > 0)
            recognise_order(d, body, i);
        if (body.n > 0 || recognise_number(d, line) || passed_over(line))
            continue;
        if (may_be_title(line)) {
            take_title(d, i);
            return;
        }
        d->below = i;
        return;
    }
}
