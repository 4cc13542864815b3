#include "text/recognise.h"

#include "text/recognise_int.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
    HEAD_BYTES = 1 << 14 /* the head: title, number and date stand in it */
};

static void
read_head(struct reader *d)
{
    struct str rest = said_after(str_slice(d->text, 0, HEAD_BYTES), S("\xef\xbb\xbf"));
    struct str line;
    while (d->head.n < HEAD_LINES && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n > 0)
            d->head.line[d->head.n++] = line;
    }
}

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
    return said_org(body) ? body : S("");
}

/* The year that a title names; the end of a span such as 2020－2025年 is none. */
static int
title_year(struct str title)
{
    static const struct str spans[] = {str_lit("-"), str_lit("－"), str_lit("—"), str_lit("–"),
        str_lit("~"), str_lit("～"), str_lit("至")};
    struct said_date said = said_date_find(title, 0);
    bool span = said_ends(str_slice(title, 0, said.start), spans, COUNT(spans));
    return span ? 0 : said.year;
}

static void
conclude(struct reader *d)
{
    struct recognised *r = &d->r;
    if (r->issuer.n == 0)
        r->issuer = title_body(r->title);
    r->place = said_place(r->title);
    if (r->place.n == 0)
        r->place = said_place(r->issuer);
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
    recognise_title(&d);
    recognise_below(&d);
    recognise_end(&d);
    conclude(&d);
    return d.r;
}
