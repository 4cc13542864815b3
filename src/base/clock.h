/* The time, handed in: whoever needs it takes a struct clock, so that a test can say what day it is. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/date.h"

struct clock {
    int64_t (*now_ms)(const struct clock *c); /* milliseconds since 1970-01-01T00:00:00Z */
    int64_t fixed_ms;                         /* for clock_fixed */
};

struct clock clock_system(void);
struct clock clock_fixed(struct date day, int hour, int minute); /* Asia/Shanghai */

static inline int64_t
clock_now_ms(const struct clock *c)
{
    return c->now_ms(c);
}

/* The day in Asia/Shanghai (UTC+8, no summer time since 1991). */
struct date clock_today(const struct clock *c);
struct date clock_day_of(int64_t ms);

struct time_text {
    char z[20]; /* "2023-07-01 09:30" */
};
/* Wall time in Asia/Shanghai. */
struct time_text clock_format(int64_t ms);

#endif
