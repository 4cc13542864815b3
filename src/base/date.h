/* A calendar day (proleptic Gregorian), without a time or a zone. In the store and in JSON a date is the text
   "2023-07-01"; no date is NULL or year 0 here. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

struct date {
    int16_t year; /* 1 … 9999; 0: no date */
    int8_t month; /* 1 … 12 */
    int8_t day;   /* 1 … 31 */
};

struct date_text {
    char z[12]; /* "2023-07-01", or "" for no date */
};

static inline bool
date_is_none(struct date d)
{
    return d.year == 0;
}

struct date date_make(int year, int month, int day);
bool date_valid(struct date d);
int date_month_days(int year, int month);
/* Exactly YYYY-MM-DD and a day that exists. */
bool date_parse(struct str s, struct date *d);
struct date_text date_format(struct date d);
/* <0, 0, >0; no date comes first. */
int date_cmp(struct date a, struct date b);
/* Days since 1970-01-01, negative before. */
int32_t date_to_days(struct date d);
struct date date_from_days(int32_t days);
struct date date_add_days(struct date d, int days);
/* The same day `months` later, or that month's last day where it does not exist. */
struct date date_add_months(struct date d, int months);
/* 1 Monday … 7 Sunday (ISO 8601). */
int date_weekday(struct date d);
struct date date_month_end(int year, int month);

#endif
