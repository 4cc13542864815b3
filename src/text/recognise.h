/* What a document says of itself: title, date, issuing body, number, year, place, where the text says so, never guessed
   from elsewhere. */
#ifndef TEXT_RECOGNISE_H
#define TEXT_RECOGNISE_H

#include "base/arena.h"
#include "base/date.h"

struct recognised {
    struct str title;  /* "" when no line of the head is one; as the text has it, lines joined */
    struct str issuer; /* 发文机关 or 署名 */
    struct str number; /* 发文字号: 国发〔2023〕1号 */
    struct str place;  /* province, city or county that the title or the issuer names first */
    struct date dated; /* 成文日期 or the date below the title */
    int year;          /* of the date, of the number, of the title; 0 */
};

struct recognised recognise(struct arena *a, struct str text);

#endif
