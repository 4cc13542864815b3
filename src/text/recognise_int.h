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
bool said_org(struct str s); /* …局, …委员会, …人民政府, …党支部: short, without sentence marks */
bool said_genre(struct str s);   /* ends in a kind of document: …通知, …报告, …条例 */
bool said_heading(struct str s); /* begins as a numbered heading: 一、 （一） 1. 第一章 */
/* 国发〔2023〕1号 and its variants, the first in s; "" when there is none. */
struct str said_number(struct str s, int *year);
/* 第19号 of an order: 令第19号, 令（第19号） */
struct str said_order(struct str s);
/* The administrative name that s begins with: 江苏省, 宿城区, 上海; "" when there is none. */
struct str said_place(struct str s);
size_t said_chars(struct str s);
bool said_has(struct str s, struct str word);
/* Does s end in one of the words? */
bool said_ends(struct str s, const struct str *words, size_t n);
bool said_starts(struct str s, const struct str *words, size_t n);
/* s without the text up to the end of `first`; s itself when it does not begin so. */
struct str said_after(struct str s, struct str first);

enum {
    HEAD_LINES = 40,
    LONG_LINE = 400 /* bytes: a paragraph */
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

/* 宿城区人民政府文件; 广东省人民政府令 where a number follows on the next line: the body, or "". */
struct str recognise_mark(const struct head *h, size_t i);
/* 国发〔2023〕1号 alone on a line, or with the name of who signs: taken if there is none yet. */
bool recognise_number(struct reader *d, struct str s);
/* Line i names `body` and what it issues, the next the number: 广东省人民政府令, （第290号）. */
void recognise_order(struct reader *d, struct str body, size_t i);
/* The parts of recognise, one after the other. */
void recognise_title(struct reader *d);
void recognise_below(struct reader *d);
void recognise_end(struct reader *d);

#endif
