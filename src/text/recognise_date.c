/* Dates as documents write them. */
#include "base/utf8.h"
#include "text/recognise_int.h"

/* One digit at the front of *s in any of its writings; -1: none. 十 is 10 and no digit of a year. */
static int
digit(struct str *s)
{
    static const struct {
        struct str sign;
        int value;
    } signs[] = {
        {str_lit("〇"), 0},
        {str_lit("○"), 0},
        {str_lit("零"), 0},
        {str_lit("Ｏ"), 0},
        {str_lit("О"), 0},
        {str_lit("O"), 0},
        {str_lit("o"), 0},
        {str_lit("一"), 1},
        {str_lit("二"), 2},
        {str_lit("三"), 3},
        {str_lit("四"), 4},
        {str_lit("五"), 5},
        {str_lit("六"), 6},
        {str_lit("七"), 7},
        {str_lit("八"), 8},
        {str_lit("九"), 9},
        {str_lit("十"), 10},
    };
    struct str rest = *s;
    uint32_t cp = 0;
    if (!utf8_next(&rest, &cp))
        return -1;
    int value = cp >= '0' && cp <= '9' ? (int)(cp - '0')
        : cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10)
                                       : -1;
    for (size_t i = 0; value < 0 && i < sizeof(signs) / sizeof(signs[0]); i++)
        if (str_starts(*s, signs[i].sign))
            value = signs[i].value;
    if (value >= 0)
        *s = rest;
    return value;
}

static void
blanks(struct str *s)
{
    for (;;) {
        if (str_starts(*s, S(" ")) || str_starts(*s, S("\t")))
            *s = str_slice(*s, 1, s->n);
        else if (str_starts(*s, S("\xe3\x80\x80")))
            *s = str_slice(*s, 3, s->n);
        else
            return;
    }
}

/* Four digits; 0: no year. */
static int
year_of(struct str *s)
{
    struct str rest = *s;
    int year = 0;
    for (int i = 0; i < 4; i++) {
        int d = digit(&rest);
        if (d < 0 || d > 9)
            return 0;
        year = year * 10 + d;
    }
    struct str more = rest;
    if (year < 1900 || year > 2100 || digit(&more) >= 0)
        return 0;
    *s = rest;
    return year;
}

/* 1 … 99 as 7, 07, 七, 十, 十一, 二十, 三十一; 0: none. */
static int
small_number(struct str *s)
{
    int value = 0;
    bool ten = false;
    for (int i = 0; i < 3; i++) {
        struct str rest = *s;
        int d = digit(&rest);
        if (d < 0)
            break;
        if (d == 10) {
            value = value ? value * 10 : 10;
            ten = true;
        } else if (ten)
            value += d;
        else
            value = value * 10 + d;
        *s = rest;
    }
    return value;
}

static bool
take(struct str *s, struct str lit)
{
    if (!str_starts(*s, lit))
        return false;
    *s = str_slice(*s, lit.n, s->n);
    return true;
}

/* What parts the year, the month and the day: 年 and 月, or one sign twice. */
static bool
part(struct str *s, struct str wide, struct str *sign)
{
    static const struct str signs[] = {str_lit("-"), str_lit("."), str_lit("/"), str_lit("－")};
    if (sign->n == 0 && take(s, wide))
        return true;
    if (sign->n > 0)
        return take(s, *sign);
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (take(s, signs[i])) {
            *sign = signs[i];
            return true;
        }
    return false;
}

/* A date at the front of s. */
static struct said_date
date_at(struct str s)
{
    struct said_date d = {.year = 0};
    struct str rest = s;
    int year = year_of(&rest);
    if (year == 0)
        return d;
    struct str sign = S("");
    blanks(&rest);
    if (!part(&rest, S("年"), &sign))
        return d;
    d.year = year;
    d.end = s.n - rest.n;
    blanks(&rest);
    int month = small_number(&rest);
    blanks(&rest);
    bool wide = sign.n == 0;
    if (month < 1 || month > 12 || !(wide ? take(&rest, S("月")) : take(&rest, sign))) {
        if (!wide && (month < 1 || month > 12))
            d.year = 0;
        return d;
    }
    d.end = s.n - rest.n;
    blanks(&rest);
    int day = small_number(&rest);
    struct str after = rest;
    blanks(&after);
    if (wide && !take(&after, S("日")))
        return d;
    struct date date = date_make(year, month, day);
    if (day < 1 || !date_valid(date)) {
        d.year = wide ? year : 0;
        return d;
    }
    d.date = date;
    d.end = s.n - (wide ? after.n : rest.n);
    return d;
}

struct said_date
said_date_find(struct str s, size_t from)
{
    struct str rest = str_slice(s, from, s.n);
    uint32_t before = 0;
    while (rest.n > 0) {
        struct said_date d = date_at(rest);
        bool inside = before < 0x80 &&
            ((before >= '0' && before <= '9') || before == '-' || before == '.' || before == '/');
        if (d.year && !inside) {
            d.start = s.n - rest.n;
            d.end += d.start;
            return d;
        }
        utf8_next(&rest, &before);
    }
    return (struct said_date){.year = 0};
}

struct said_date
said_date_only(struct str s)
{
    struct str t = str_trim(s);
    struct said_date d = date_at(t);
    if (d.year == 0 || d.end != t.n || date_is_none(d.date))
        return (struct said_date){.year = 0};
    return d;
}
