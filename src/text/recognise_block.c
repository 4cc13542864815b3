/* The block below the title and the one at the end: who, when, under which number. */
#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    BELOW_LINES = 14 /* the block below a title: number, body, date */
};

/* The body in "国务院第85次常务会议", "河北省第十届人民代表大会常务委员会第三次会议": up to the session. */
static struct str
without_session(struct str s)
{
    for (size_t at = str_find(s, S("第"), 3); at != SIZE_MAX; at = str_find(s, S("第"), at + 3)) {
        struct str body = str_trim(str_slice(s, 0, at));
        if (said_org(body))
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
    struct str rest = str_trim(said_after(str_trim(s), S("，")));
    size_t end = SIZE_MAX;
    for (size_t i = 0; i < COUNT(verbs); i++) {
        size_t at = str_find(rest, verbs[i], 0);
        end = at < end ? at : end;
    }
    if (end == SIZE_MAX)
        return;
    struct str body = without_session(str_slice(rest, 0, end));
    if (!said_org(body))
        return;
    if (d->r.issuer.n == 0)
        d->r.issuer = body;
    struct str order = said_order(str_slice(rest, end, 60));
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
    if (said_starts(s, firsts, COUNT(firsts)) && !said_heading(s))
        return true;
    struct said_date said = said_date_find(str_slice(s, 0, 60), 0);
    if (said.year && said.start == 0 && said.end == s.n)
        return true;
    bool made = false;
    for (size_t i = 0; i < COUNT(acts); i++)
        made = made || said_has(s, acts[i]);
    made = made && !str_starts(str_slice(s, said.end, s.n), S("，"));
    return place < 8 && made && said.year && said.start == 0 && !date_is_none(said.date) &&
        said_chars(s) <= 130 && !said_has(s, S("。"));
}

static void
take_key(struct reader *d, struct str line)
{
    static const struct str keys[] = {str_lit("制定机关："), str_lit("发文机关："),
        str_lit("发布机关："), str_lit("发文单位："), str_lit("发布单位："), str_lit("印发机关："),
        str_lit("发布机构："), str_lit("颁布单位："), str_lit("制定单位：")};
    for (size_t i = 0; i < COUNT(keys) && d->r.issuer.n == 0; i++)
        if (str_starts(line, keys[i]))
            d->r.issuer = str_trim(said_after(line, keys[i]));
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

/* A body alone on a line right below the title: of a title that is a document's, or a body of state or party. */
static bool
signs_below(const struct reader *d, struct str line)
{
    static const struct str bodies[] = {str_lit("政府"), str_lit("委员会"), str_lit("党"),
        str_lit("局"), str_lit("厅"), str_lit("法院"), str_lit("检察"), str_lit("国务院"),
        str_lit("供销"), str_lit("办公室"), str_lit("街道")};
    if (!said_org(line) || said_chars(line) > 25)
        return false;
    bool state = said_genre(d->r.title) || said_place(line).n > 0;
    for (size_t i = 0; i < COUNT(bodies); i++)
        state = state || said_has(line, bodies[i]);
    return state;
}

/* The block between the title and the text; it ends where the first heading stands. */
void
recognise_below(struct reader *d)
{
    const struct head *h = &d->head;
    for (size_t i = d->below; i < h->n && i < d->below + BELOW_LINES; i++) {
        struct str line = h->line[i];
        if (said_heading(line))
            return;
        if (recognise_number(d, line))
            continue;
        take_key(d, line);
        struct str body = recognise_mark(h, i);
        if (body.n > 0)
            recognise_order(d, body, i);
        else if (i < d->below + 2 && d->r.issuer.n == 0 && signs_below(d, line))
            d->r.issuer = line;
        else if (says_more(line, i - d->below))
            take_date_line(d, line);
    }
}

/* 宿城区供销总社        2023年1月5日 on one line. */
static bool
signed_line(struct str line, struct said_date *said, struct str *body)
{
    *said = said_date_find(line, 0);
    if (said->year == 0 || date_is_none(said->date) || said->end != line.n || said->start == 0)
        return false;
    *body = str_trim(str_slice(line, 0, said->start));
    return said_org(*body);
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
void
recognise_end(struct reader *d)
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
        if (!said_org(body))
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
