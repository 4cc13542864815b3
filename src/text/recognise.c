#include "text/recognise.h"

#include "base/utf8.h"
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    HEAD_BYTES = 1 << 14, /* the head: title, number and date stand in it */
    HEAD_LINES = 40,
    TITLE_COLUMNS = 124, /* of one line, wide characters counting two */
    TITLE_ALL = 180,     /* of all lines of a title */
    BELOW_LINES = 14,    /* the block below a title: number, body, date */
    LONG_LINE = 400      /* bytes: a paragraph */
};

struct head {
    struct str line[HEAD_LINES]; /* trimmed, none empty */
    size_t n;
};

struct reader {
    struct arena *arena;
    struct str text;
    struct head head;
    struct recognised r;
    size_t below;  /* the first line below the title */
    int said_year; /* a year without a day, below the title */
};

static void
read_head(struct reader *d)
{
    struct str rest = form_after(str_slice(d->text, 0, HEAD_BYTES), S("\xef\xbb\xbf"));
    struct str line;
    while (d->head.n < HEAD_LINES && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n > 0)
            d->head.line[d->head.n++] = line;
    }
}

/* ---- the title ---- */

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
    if (!has_words(s) || form_starts(s, firsts, COUNT(firsts)))
        return true;
    if (s.n <= 36 && form_starts(s, levels, COUNT(levels)))
        return true;
    for (size_t i = 0; i < COUNT(sites); i++)
        if (form_has(s, sites[i]))
            return true;
    bool bracketed = str_starts(s, S("（")) && str_ends(s, S("）"));
    struct str mark =
        str_slice(s, 0, str_find(s, S("】"), 0) == SIZE_MAX ? 0 : str_find(s, S("】"), 0) + 3);
    struct str behind = str_trim(str_slice(s, mark.n, s.n));
    bool coded =
        mark.n > 0 && str_starts(s, S("【")) && behind.n > 0 && utf8_count(behind) == behind.n;
    bool key = str_ends(s, S("：")) && s.n <= 24;
    return bracketed || coded || key || said_date_only(s).year != 0;
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
    return form_chars(s) >= 2 && utf8_width(s) <= TITLE_COLUMNS &&
        !form_ends(s, ends, COUNT(ends)) && !form_has(s, S("。")) && !form_heading(s) &&
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
    if (passed_over(next) || !may_be_title(next) ||
        utf8_width(title) + utf8_width(next) > TITLE_ALL)
        return false;
    if (opens(title, S("《"), S("》")) || opens(title, S("（"), S("）")) ||
        opens(title, S("“"), S("”")))
        return true;
    if (form_ends(title, hanging, COUNT(hanging)) || form_starts(next, joining, COUNT(joining)))
        return true;
    if (form_genre(title))
        return false;
    if (form_org(title))
        return str_starts(next, S("关于")) || form_genre(next);
    return form_has(title, S("关于")) && form_genre(next) && form_chars(next) <= 30;
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
static struct str
issuing_mark(const struct head *h, size_t i)
{
    static const struct str ends[] = {str_lit("文件"), str_lit("令"), str_lit("公告")};
    struct str s = h->line[i];
    struct str next = i + 1 < h->n ? h->line[i + 1] : S("");
    int year = 0;
    bool numbered =
        form_chars(next) <= 24 && (form_order(next).n > 0 || form_number(next, &year).n > 0);
    for (size_t k = 0; k < COUNT(ends); k++) {
        struct str body = str_trim(str_slice(s, 0, s.n > ends[k].n ? s.n - ends[k].n : 0));
        if (str_ends(s, ends[k]) && (k == 0 || numbered) && form_org(body))
            return body;
    }
    return numbered && form_org(s) && form_number(next, &year).n > 0 ? s : S("");
}

/* 国发〔2023〕1号 alone on a line, or with the name of who signs. */
static bool
number_line(struct reader *d, struct str s)
{
    int year = 0;
    struct str number = form_chars(s) <= 40 ? form_number(s, &year) : S("");
    bool alone =
        number.n > 0 && (number.n + 12 >= s.n || form_has(s, S("签发")) || form_has(s, S("文号")));
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
    struct str number = form_number(title, &year);
    if (number.n > 0 && number.p == title.p && number.n < title.n && d->r.number.n == 0) {
        d->r.number = number;
        d->r.year = year;
        title = str_trim(form_after(title, number));
    }
    size_t glued = str_find(title, S("第一章"), 0);
    if (glued != SIZE_MAX && glued > 0)
        title = str_trim(str_slice(title, 0, glued));
    if (form_org(title) && i < d->head.n && goes_on(title, d->head.line[i]))
        d->r.issuer = d->r.issuer.n ? d->r.issuer : title;
    for (size_t lines = 1; lines < 4 && i < d->head.n && goes_on(title, d->head.line[i]); lines++)
        title = join_lines(d->arena, title, d->head.line[i++]);
    d->r.title = without_ending(title);
    d->below = i;
}

static struct str
without_quotes(struct str s)
{
    s = str_trim(s);
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
            d->r.title = without_quotes(form_after(line, S("title:")));
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
    struct str rest = form_after(line, S("#"));
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

static void
find_title(struct reader *d)
{
    if (front_matter(d))
        return;
    size_t from = d->below;
    for (size_t i = from; i < d->head.n && i < from + 14; i++) {
        struct str line = d->head.line[i];
        if (markdown_title(d, i))
            return;
        if (str_starts(line, S("title:"))) {
            d->r.title = without_quotes(form_after(line, S("title:")));
            d->below = i + 1;
            return;
        }
        struct str body = issuing_mark(&d->head, i);
        if (body.n > 0 && d->r.issuer.n == 0)
            d->r.issuer = body;
        if (body.n > 0 || number_line(d, line) || passed_over(line))
            continue;
        if (may_be_title(line)) {
            take_title(d, i);
            return;
        }
        d->below = i;
        return;
    }
}

/* ---- below the title ---- */

/* The body in "国务院第85次常务会议", "河北省第十届人民代表大会常务委员会第三次会议": up to the session. */
static struct str
without_session(struct str s)
{
    for (size_t at = str_find(s, S("第"), 3); at != SIZE_MAX; at = str_find(s, S("第"), at + 3)) {
        struct str body = str_trim(str_slice(s, 0, at));
        if (form_org(body))
            return body;
    }
    return s;
}

/* （2006年1月17日国家安全生产监督管理总局令第3号公布…）, 2013年5月30日 …常务委员会第二次会议通过: who made it, and the
   number of the order. */
static void
maker(struct reader *d, struct str s)
{
    static const struct str verbs[] = {
        str_lit("令"), str_lit("通过"), str_lit("公布"), str_lit("发布"), str_lit("批准")};
    struct str rest = str_trim(form_after(str_trim(s), S("，")));
    size_t end = SIZE_MAX;
    for (size_t i = 0; i < COUNT(verbs); i++) {
        size_t at = str_find(rest, verbs[i], 0);
        end = at < end ? at : end;
    }
    if (end == SIZE_MAX)
        return;
    struct str body = without_session(str_slice(rest, 0, end));
    if (!form_org(body))
        return;
    if (d->r.issuer.n == 0)
        d->r.issuer = body;
    struct str order = form_order(str_slice(rest, end, 60));
    struct str behind = str_slice(rest, end + 3, rest.n);
    struct said_date year = said_date_find(str_slice(behind, 0, 12), 0);
    if (year.year && year.start == 0 && date_is_none(year.date))
        behind = str_trim(str_slice(behind, year.end, behind.n));
    if (d->r.number.n == 0 && order.n > 0 && order.p == behind.p)
        d->r.number = str_slice(rest, 0, (size_t)(order.p - rest.p) + order.n);
}

/* A line among the first below the title that says when, by whom. */
static bool
says_more(struct str s, size_t place)
{
    static const struct str firsts[] = {str_lit("（"), str_lit("("), str_lit("——"),
        str_lit("更新时间"), str_lit("发布时间"), str_lit("时间："), str_lit("日期："),
        str_lit("成文日期"), str_lit("发布日期"), str_lit("来源：")};
    static const struct str acts[] = {str_lit("通过"), str_lit("公布"), str_lit("发布"),
        str_lit("批准"), str_lit("修订"), str_lit("修正"), str_lit("会议"), str_lit("施行"),
        str_lit("来源"), str_lit("浏览"), str_lit("作者"), str_lit("印发")};
    if (form_starts(s, firsts, COUNT(firsts)) && !form_heading(s))
        return true;
    if (said_date_only(s).year != 0)
        return true;
    struct said_date said = said_date_find(str_slice(s, 0, 60), 0);
    bool made = false;
    for (size_t i = 0; i < COUNT(acts); i++)
        made = made || form_has(s, acts[i]);
    made = made && !str_starts(str_slice(s, said.end, s.n), S("，"));
    return place < 8 && made && said.year && said.start == 0 && !date_is_none(said.date) &&
        form_chars(s) <= 130 && !form_has(s, S("。"));
}

static void
take_key(struct reader *d, struct str line)
{
    static const struct str keys[] = {str_lit("制定机关："), str_lit("发文机关："),
        str_lit("发布机关："), str_lit("发文单位："), str_lit("发布单位："), str_lit("印发机关："),
        str_lit("发布机构："), str_lit("颁布单位："), str_lit("制定单位：")};
    for (size_t i = 0; i < COUNT(keys) && d->r.issuer.n == 0; i++)
        if (str_starts(line, keys[i]))
            d->r.issuer = str_trim(form_after(line, keys[i]));
}

static void
take_date_line(struct reader *d, struct str line)
{
    struct str head = str_slice(line, 0, LONG_LINE);
    struct said_date said = said_date_find(head, 0);
    if (said.year == 0)
        return;
    if (date_is_none(d->r.dated))
        d->r.dated = said.date;
    if (d->said_year == 0)
        d->said_year = said.year;
    maker(d, str_slice(head, said.end, head.n));
}

/* 广东省人民政府令 / （第290号） on two lines. */
static void
take_order(struct reader *d, struct str body, struct str mark, struct str next)
{
    struct str order = form_order(next);
    if (d->r.issuer.n == 0)
        d->r.issuer = body;
    if (d->r.number.n == 0 && order.n > 0)
        d->r.number = arena_fmt(d->arena, "%.*s%.*s", STR_ARG(mark), STR_ARG(order));
}

/* A body alone on a line right below the title: of a title that is a document's, or a body of state or party. */
static bool
signs_below(const struct reader *d, struct str line)
{
    static const struct str bodies[] = {str_lit("政府"), str_lit("委员会"), str_lit("党"),
        str_lit("局"), str_lit("厅"), str_lit("法院"), str_lit("检察"), str_lit("国务院"),
        str_lit("供销"), str_lit("办公室"), str_lit("街道")};
    if (!form_org(line) || form_chars(line) > 25)
        return false;
    bool state = form_genre(d->r.title) || form_place(line).n > 0;
    for (size_t i = 0; i < COUNT(bodies); i++)
        state = state || form_has(line, bodies[i]);
    return state;
}

/* The block between the title and the text; it ends where the first heading stands. */
static void
read_below(struct reader *d)
{
    const struct head *h = &d->head;
    for (size_t i = d->below; i < h->n && i < d->below + BELOW_LINES; i++) {
        struct str line = h->line[i];
        if (form_heading(line))
            return;
        if (number_line(d, line))
            continue;
        take_key(d, line);
        struct str body = issuing_mark(h, i);
        if (body.n > 0)
            take_order(d, body, line, h->line[i + 1]);
        else if (i < d->below + 2 && d->r.issuer.n == 0 && signs_below(d, line))
            d->r.issuer = line;
        else if (says_more(line, i - d->below))
            take_date_line(d, line);
    }
}

/* ---- the end ---- */

/* 宿城区供销总社        2023年1月5日 on one line. */
static bool
signed_line(struct str line, struct said_date *said, struct str *body)
{
    *said = said_date_find(line, 0);
    if (said->year == 0 || date_is_none(said->date) || said->end != line.n || said->start == 0)
        return false;
    *body = str_trim(str_slice(line, 0, said->start));
    return form_org(*body);
}

static struct str
without_seal(struct str s)
{
    static const struct str seals[] = {str_lit("（盖章）"), str_lit("（公章）"), str_lit("（章）"),
        str_lit("(盖章)"), str_lit("（印章）")};
    for (size_t i = 0; i < COUNT(seals); i++)
        if (str_ends(s, seals[i]))
            return str_trim(str_slice(s, 0, s.n - seals[i].n));
    return s;
}

struct ending {
    struct said_date signed_on, last; /* below a body; the last of all */
    struct str signer;                /* the first of the bodies above the date */
    size_t after;                     /* lines with text behind the last date */
};

enum {
    DATE_BYTES = 160, /* a line with a signature and a date is not longer */
    LINES_AFTER =
        3 /* so many may stand behind the date of the whole: who gets copies, who printed it */
};

static void
end_line(struct ending *e, struct str line, struct str signer)
{
    struct said_date said = said_date_only(line);
    struct str body = signer;
    if (said.year == 0 && !signed_line(line, &said, &body))
        return;
    e->last = said;
    e->after = 0;
    if (e->signed_on.year == 0 && body.n > 0) {
        e->signed_on = said;
        e->signer = body;
    }
}

/* Looks for dates that stand alone on a line, or behind the body that signs. */
static void
read_end(struct reader *d)
{
    struct ending e = {.after = 0};
    struct str rest = d->text;
    if (d->below > 0 && d->below <= d->head.n)
        rest = str_slice(rest, (size_t)(d->head.line[d->below - 1].p - rest.p), rest.n);
    struct str line;
    struct str signer = S("");
    while (str_split(&rest, '\n', &line)) {
        if (line.n > DATE_BYTES) {
            signer = S("");
            e.after++;
            continue;
        }
        line = str_trim(line);
        if (line.n == 0)
            continue;
        e.after++;
        if (str_ends(line, S("日")) || (line.p[line.n - 1] >= '0' && line.p[line.n - 1] <= '9'))
            end_line(&e, line, signer);
        struct str body = without_seal(line);
        if (!form_org(body))
            signer = S("");
        else if (signer.n == 0)
            signer = body;
    }
    bool at_end = e.last.year != 0 && e.after <= LINES_AFTER;
    if (e.signed_on.year == 0 && !at_end)
        return;
    d->r.dated = e.signed_on.year ? e.signed_on.date : e.last.date;
    if (d->r.issuer.n == 0)
        d->r.issuer = e.signer;
}

/* ---- what follows from the parts ---- */

/* The body that a title names first: …人民政府关于…, 县供销合作社2022年…, …党支部书记… */
static struct str
title_body(struct str title)
{
    static const struct str behind[] = {
        str_lit("关于"), str_lit("20"), str_lit("书记"), str_lit("二〇")};
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < COUNT(behind); i++) {
        size_t at = str_find(title, behind[i], 0);
        if (at < best)
            best = at;
    }
    struct str body = str_trim(str_slice(title, 0, best == SIZE_MAX ? 0 : best));
    return form_org(body) ? body : S("");
}

/* The year that a title names; the end of a span such as 2020－2025年 is none. */
static int
title_year(struct str title)
{
    static const struct str spans[] = {str_lit("-"), str_lit("－"), str_lit("—"), str_lit("–"),
        str_lit("~"), str_lit("～"), str_lit("至")};
    struct said_date said = said_date_find(title, 0);
    bool span = form_ends(str_slice(title, 0, said.start), spans, COUNT(spans));
    return span ? 0 : said.year;
}

static void
conclude(struct reader *d)
{
    struct recognised *r = &d->r;
    if (r->issuer.n == 0)
        r->issuer = title_body(r->title);
    r->place = form_place(r->title);
    if (r->place.n == 0)
        r->place = form_place(r->issuer);
    int numbered = r->year;
    r->year = date_is_none(r->dated) ? numbered : r->dated.year;
    if (r->year == 0)
        r->year = title_year(r->title);
    if (r->year == 0)
        r->year = d->said_year;
}

struct recognised
recognise(struct arena *a, struct str text)
{
    struct reader d = {.arena = a, .text = text};
    read_head(&d);
    find_title(&d);
    read_below(&d);
    read_end(&d);
    conclude(&d);
    return d.r;
}
