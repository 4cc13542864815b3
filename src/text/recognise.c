#include "text/recognise.h"

#include "base/utf8.h"
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    HEAD_BYTES = 1 << 14, /* the head: title, number and date stand in it */
    HEAD_LINES = 40,
    TAIL_BYTES = 1 << 13,
    TITLE_CHARS = 60, /* of one line */
    TITLE_ALL = 90,   /* of all lines of a title */
    LONG_LINE = 400   /* bytes: a paragraph */
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
        str_lit("当前位置"), str_lit("首页"), str_lit("索引号"), str_lit("附件")};
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
    size_t chars = form_chars(s);
    return chars >= 2 && chars <= TITLE_CHARS && !form_ends(s, ends, COUNT(ends)) &&
        !form_has(s, S("。")) && !form_heading(s) && !str_starts(s, S("——"));
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
        form_chars(title) + form_chars(next) > TITLE_ALL)
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

/* 宿城区人民政府文件, 广东省人民政府令 */
static struct str
issuing_mark(struct str s)
{
    static const struct str ends[] = {str_lit("文件"), str_lit("令"), str_lit("公告")};
    for (size_t i = 0; i < COUNT(ends); i++) {
        struct str body = str_trim(str_slice(s, 0, s.n > ends[i].n ? s.n - ends[i].n : 0));
        if (str_ends(s, ends[i]) && form_org(body))
            return body;
    }
    return S("");
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

static void
take_title(struct reader *d, size_t i)
{
    struct str title = d->head.line[i++];
    if (form_org(title) && i < d->head.n && goes_on(title, d->head.line[i]))
        d->r.issuer = d->r.issuer.n ? d->r.issuer : title;
    for (size_t lines = 1; lines < 4 && i < d->head.n && goes_on(title, d->head.line[i]); lines++)
        title = join_lines(d->arena, title, d->head.line[i++]);
    d->r.title = title;
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
    if (rest.n == 0 || form_chars(rest) > TITLE_ALL)
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
        struct str body = issuing_mark(line);
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

/* （2006年1月17日…总局令第3号公布…）, 2013年5月30日 …常务委员会第二次会议通过: who made it. */
static struct str
maker(struct str s, size_t from)
{
    static const struct str verbs[] = {
        str_lit("令"), str_lit("通过"), str_lit("公布"), str_lit("发布"), str_lit("批准")};
    struct str rest = str_trim(str_slice(s, from, s.n));
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < COUNT(verbs); i++) {
        size_t at = str_find(rest, verbs[i], 0);
        if (at < best)
            best = at;
    }
    struct str body = str_slice(rest, 0, best == SIZE_MAX ? 0 : best);
    size_t session = str_find(body, S("委员会第"), 0);
    if (session != SIZE_MAX)
        body = str_slice(body, 0, session + 9);
    else if ((session = str_find(body, S("大会第"), 0)) != SIZE_MAX)
        body = str_slice(body, 0, session + 6);
    return form_org(body) ? body : S("");
}

static void
line_below(struct reader *d, struct str line)
{
    static const struct str keys[] = {str_lit("制定机关："), str_lit("发文机关："),
        str_lit("发布机关："), str_lit("发文单位："), str_lit("发布单位："), str_lit("印发机关："),
        str_lit("发布机构："), str_lit("颁布单位："), str_lit("制定机关: ")};
    struct said_date said = said_date_find(str_slice(line, 0, LONG_LINE), 0);
    if (said.year && date_is_none(d->r.dated))
        d->r.dated = said.date;
    if (said.year && d->said_year == 0)
        d->said_year = said.year;
    struct str body = S("");
    for (size_t i = 0; i < COUNT(keys); i++)
        if (str_starts(line, keys[i]))
            body = str_trim(form_after(line, keys[i]));
    if (body.n == 0 && said.year)
        body = maker(str_slice(line, 0, LONG_LINE), said.end);
    if (body.n == 0 && form_org(line))
        body = line;
    if (body.n == 0)
        body = issuing_mark(line);
    if (d->r.issuer.n == 0 && form_org(body))
        d->r.issuer = body;
    if (d->r.number.n == 0 && form_has(line, S("令")) && form_chars(line) <= 120)
        d->r.number = form_order(line);
}

/* A line that says when, by whom or under which number; the text itself begins at the first that does not. */
static bool
says_more(struct str s)
{
    static const struct str firsts[] = {str_lit("（"), str_lit("("), str_lit("——"), str_lit("发"),
        str_lit("制定机关"), str_lit("更新时间"), str_lit("时间："), str_lit("日期："),
        str_lit("印发机关"), str_lit("颁布单位"), str_lit("来源：")};
    if (form_chars(s) > 130 && !form_starts(s, firsts, 2))
        return false;
    struct said_date said = said_date_find(str_slice(s, 0, 60), 0);
    bool dated = said.year && said.start == 0 && !date_is_none(said.date) && !form_has(s, S("。"));
    return dated || (form_starts(s, firsts, COUNT(firsts)) && !form_heading(s)) || form_org(s) ||
        issuing_mark(s).n > 0;
}

static void
read_below(struct reader *d)
{
    for (size_t i = d->below; i < d->head.n && i < d->below + 6; i++) {
        struct str line = d->head.line[i];
        if (number_line(d, line))
            continue;
        if (!says_more(line)) {
            if (form_chars(line) > 20 || form_heading(line))
                return;
            continue;
        }
        line_below(d, line);
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

static void
take_end(struct reader *d, struct said_date said, struct str body)
{
    d->r.dated = said.date;
    if (form_org(body) && d->r.issuer.n == 0)
        d->r.issuer = body;
}

/* The date alone on one of the last lines, with the body that signs above it; the last such date counts. */
static void
read_tail(struct reader *d)
{
    size_t from = d->text.n > TAIL_BYTES ? d->text.n - TAIL_BYTES : 0;
    struct str rest = str_slice(d->text, from, TAIL_BYTES);
    struct str line;
    struct str above = S("");
    bool found = false;
    struct said_date best = {.year = 0};
    struct str signer = S("");
    while (str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n == 0)
            continue;
        struct said_date said = {.year = 0};
        struct str body = above;
        if (line.n <= 160 &&
            ((said = said_date_only(line)).year != 0 || signed_line(line, &said, &body))) {
            found = true;
            best = said;
            signer = body;
        }
        above = line;
    }
    bool at_end = found && d->text.n > 600;
    if (at_end || (found && form_org(signer)))
        take_end(d, best, signer);
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
        r->year = said_date_find(r->title, 0).year;
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
    read_tail(&d);
    conclude(&d);
    return d.r;
}
