#include "base/clock.h"

#include "harness.h"

TEST(clock_fixed_stands_still_in_shanghai)
{
    struct clock c = clock_fixed(date_make(2023, 7, 1), 9, 30);
    CHECK_STR(str_from(clock_format(clock_now_ms(&c)).z), "2023-07-01 09:30");
    CHECK_STR(str_from(date_format(clock_today(&c)).z), "2023-07-01");
    CHECK_INT(clock_now_ms(&c), INT64_C(1688175000000));
}

TEST(clock_day_begins_at_midnight_in_shanghai)
{
    struct clock midnight = clock_fixed(date_make(2024, 1, 1), 0, 0);
    int64_t ms = clock_now_ms(&midnight);
    CHECK_STR(str_from(date_format(clock_day_of(ms)).z), "2024-01-01");
    CHECK_STR(str_from(date_format(clock_day_of(ms - 1)).z), "2023-12-31");
    CHECK_STR(str_from(clock_format(ms - 1).z), "2023-12-31 23:59");
    CHECK_STR(str_from(clock_format(0).z), "1970-01-01 08:00");
}

TEST(clock_formats_times_before_1970)
{
    CHECK_STR(str_from(clock_format(-8 * INT64_C(3600000)).z), "1970-01-01 00:00");
    CHECK_STR(str_from(clock_format(-8 * INT64_C(3600000) - 1).z), "1969-12-31 23:59");
    struct clock c = clock_fixed(date_make(1949, 10, 1), 15, 0);
    CHECK_STR(str_from(clock_format(clock_now_ms(&c)).z), "1949-10-01 15:00");
}

TEST(clock_system_goes_on)
{
    struct clock c = clock_system();
    int64_t first = clock_now_ms(&c);
    CHECK(first > INT64_C(1700000000000));
    CHECK(clock_now_ms(&c) >= first);
}
