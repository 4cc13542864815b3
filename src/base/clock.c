#include "base/clock.h"

#include <stdio.h>
#include <time.h>

enum {
    DAY_MS = 86400000,
    MINUTE_MS = 60000,
    ZONE_MS = 8 * 3600000
};

static int64_t
system_now(const struct clock *c)
{
    (void)c;
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
fixed_now(const struct clock *c)
{
    return c->fixed_ms;
}

struct clock
clock_system(void)
{
    return (struct clock){.now_ms = system_now};
}

struct clock
clock_fixed(struct date day, int hour, int minute)
{
    int64_t minutes = hour * 60 + minute;
    int64_t ms = (int64_t)date_to_days(day) * DAY_MS + minutes * MINUTE_MS - ZONE_MS;
    return (struct clock){.now_ms = fixed_now, .fixed_ms = ms};
}

struct date
clock_day_of(int64_t ms)
{
    int64_t local = ms + ZONE_MS;
    int64_t days = local / DAY_MS - (local % DAY_MS < 0);
    return date_from_days((int32_t)days);
}

struct date
clock_today(const struct clock *c)
{
    return clock_day_of(clock_now_ms(c));
}

struct time_text
clock_format(int64_t ms)
{
    struct date_text day = date_format(clock_day_of(ms));
    int64_t in_day = ((ms + ZONE_MS) % DAY_MS + DAY_MS) % DAY_MS;
    unsigned minutes = (unsigned)(in_day / MINUTE_MS);
    struct time_text t;
    (void)snprintf(t.z, sizeof(t.z), "%.10s %02u:%02u", day.z, minutes / 60 % 24, minutes % 60);
    return t;
}
