/* Numbers as Chinese reports write them (数的写法): 20余, 1.3万余, 1,250, ３６, 三十六, 两, 百余, 数十, 两三, 三千, 2~3, 30—50.
   Values are millionths (micro), so that 0.9 × N stays exact. */
#ifndef TEXT_NUMERAL_H
#define TEXT_NUMERAL_H

#include "base/str.h"

#define NUMERAL_ONE INT64_C(1000000)

struct numeral {
    size_t end;        /* byte behind it */
    int64_t shown;     /* as it stands before 万 or 亿, micro */
    int64_t scale;     /* 1, 10 000 or 100 000 000 */
    int64_t low, high; /* micro, scaled; high = low but for a range (两三, 数十, 2~3) */
    int64_t
        step; /* micro, scaled: what the last digit that is not 0 stands for; 0 when that is 1 or below */
    bool over;    /* 余, 多 */
    bool chinese; /* written in 一二三 */
    bool range;
    size_t written; /* bytes of the digits alone, in Chinese numerals */
};

/* Whether a number begins at byte `at`; Chinese numerals only as whole numbers. Numbers above 10^12 are none. */
bool numeral_at(struct str text, size_t at, struct numeral *n);

#endif
