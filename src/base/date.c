#include "base/date.h"

struct date
date_make(int year, int month, int day)
{
    return (struct date){(int16_t)year, (int8_t)month, (int8_t)day};
}

static bool
leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
date_month_days(int year, int month)
{
    static const int8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12)
        return 0;
    return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool
date_valid(struct date d)
{
    return d.year >= 1 && d.year <= 9999 && d.day >= 1 && d.day <= date_month_days(d.year, d.month);
}

/* The number in n digits, or -1. */
static int
digits(const char *p, int n)
{
    int value = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        value = value * 10 + (p[i] - '0');
    }
    return value;
}

bool
date_parse(struct str s, struct date *d)
{
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
        return false;
    int year = digits(s.p, 4), month = digits(s.p + 5, 2), day = digits(s.p + 8, 2);
    if (year < 0 || month < 0 || day < 0)
        return false;
    *d = date_make(year, month, day);
    return date_valid(*d);
}

struct date_text
date_format(struct date d)
{
    struct date_text t = {""};
    if (date_is_none(d))
        return t;
    int parts[8] = {d.year / 1000, d.year / 100 % 10, d.year / 10 % 10, d.year % 10, d.month / 10,
        d.month % 10, d.day / 10, d.day % 10};
    for (int i = 0, at = 0; i < 8; i++) {
        if (i == 4 || i == 6)
            t.z[at++] = '-';
        t.z[at++] = (char)('0' + parts[i]);
    }
    return t;
}

int
date_cmp(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    if (a.month != b.month)
        return a.month - b.month;
    return a.day - b.day;
}

/* Civil-day arithmetic with March as the first month, so that the leap day ends the year. */
int32_t
date_to_days(struct date d)
{
    int32_t y = d.month <= 2 ? d.year - 1 : d.year;
    int32_t era = (y >= 0 ? y : y - 399) / 400;
    int32_t year_of_era = y - era * 400;
    int32_t shifted = (d.month + 9) % 12;
    int32_t day_of_year = (153 * shifted + 2) / 5 + d.day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date
date_from_days(int32_t days)
{
    int32_t z = days + 719468;
    int32_t era = (z >= 0 ? z : z - 146096) / 146097;
    int32_t day_of_era = z - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t shifted = (5 * day_of_year + 2) / 153;
    int32_t day = day_of_year - (153 * shifted + 2) / 5 + 1;
    int32_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int32_t year = year_of_era + era * 400 + (month <= 2);
    return date_make(year, month, day);
}

struct date
date_add_days(struct date d, int days)
{
    return date_from_days(date_to_days(d) + days);
}

struct date
date_add_months(struct date d, int months)
{
    int total = d.year * 12 + d.month - 1 + months;
    int year = total / 12, month = total % 12 + 1;
    int last = date_month_days(year, month);
    return date_make(year, month, d.day < last ? d.day : last);
}

int
date_weekday(struct date d)
{
    int32_t days = date_to_days(d) % 7; /* 1970-01-01 was a Thursday */
    return (days + 7 + 3) % 7 + 1;
}

struct date
date_month_end(int year, int month)
{
    return date_make(year, month, date_month_days(year, month));
}
