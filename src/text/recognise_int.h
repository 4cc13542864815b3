/* Shared by the files of recognise; nobody else includes it. */
#ifndef TEXT_RECOGNISE_INT_H
#define TEXT_RECOGNISE_INT_H

#include "text/recognise.h"

/* A day, or a month, or a year alone, as the text writes it. */
struct said_date {
    struct date date; /* none where the day is not said */
    int year;         /* 0: nothing found */
    size_t start, end;
};

/* The first date at or after byte `from`: 2023年1月5日, 二〇二三年一月五日, ２０２３年…, 2023-01-05, 2023.1.5; blanks
   between the parts are allowed. Days that do not exist are none. */
struct said_date said_date_find(struct str s, size_t from);
/* The same, where nothing but the date stands in s; year 0 otherwise. */
struct said_date said_date_only(struct str s);

/* The forms of names. */
bool form_org(struct str s); /* …局, …委员会, …人民政府, …党支部: short, without sentence marks */
bool form_genre(struct str s);   /* ends in a kind of document: …通知, …报告, …条例 */
bool form_heading(struct str s); /* begins as a numbered heading: 一、 （一） 1. 第一章 */
/* 国发〔2023〕1号 and its variants, the first in s; "" when there is none. */
struct str form_number(struct str s, int *year);
/* 第19号 of an order: 令第19号, 令（第19号） */
struct str form_order(struct str s);
/* The administrative name that s begins with: 江苏省, 宿城区, 上海; "" when there is none. */
struct str form_place(struct str s);
size_t form_chars(struct str s);
bool form_has(struct str s, struct str word);
/* Does s end in one of the words? */
bool form_ends(struct str s, const struct str *words, size_t n);
bool form_starts(struct str s, const struct str *words, size_t n);
/* s without the text up to the end of `first`; s itself when it does not begin so. */
struct str form_after(struct str s, struct str first);

#endif
