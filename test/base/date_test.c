#include "base/date.h"

#include "harness.h"

TEST(date_round_trips_on_every_day_of_four_hundred_years)
{
    struct date d = date_make(1850, 1, 1);
    int32_t days = date_to_days(d);
    int weekday = date_weekday(d);
    for (; d.year < 2251; days++, weekday = weekday % 7 + 1) {
        REQUIRE(date_valid(d));
        REQUIRE(date_to_days(d) == days);
        REQUIRE(date_cmp(date_from_days(days), d) == 0);
        REQUIRE(date_weekday(d) == weekday);
        struct date again;
        struct date_text text = date_format(d);
        REQUIRE(date_parse(str_from(text.z), &again) && date_cmp(again, d) == 0);
        struct date next = d.day < date_month_days(d.year, d.month)
            ? date_make(d.year, d.month, d.day + 1)
            : d.month < 12 ? date_make(d.year, d.month + 1, 1)
                           : date_make(d.year + 1, 1, 1);
        REQUIRE(date_cmp(date_add_days(d, 1), next) == 0);
        REQUIRE(date_cmp(next, d) > 0);
        d = next;
    }
}

TEST(date_known_days)
{
    CHECK_INT(date_to_days(date_make(1970, 1, 1)), 0);
    CHECK_INT(date_to_days(date_make(2000, 3, 1)), 11017);
    CHECK_INT(date_to_days(date_make(1, 1, 1)), -719162);
    CHECK_INT(date_to_days(date_make(9999, 12, 31)), 2932896);
    CHECK_INT(date_weekday(date_make(2023, 7, 1)), 6);
    CHECK_INT(date_weekday(date_make(1921, 7, 23)), 6);
    CHECK_INT(date_weekday(date_make(2024, 2, 29)), 4);
}

TEST(date_parses_only_days_that_exist)
{
    struct date d;
    CHECK(date_parse(S("2024-02-29"), &d) && d.year == 2024 && d.month == 2 && d.day == 29);
    CHECK(date_parse(S("0001-01-01"), &d));
    CHECK(date_parse(S("9999-12-31"), &d));
    const char *const wrong[] = {"", "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-01",
        "2023-04-31", "2023-01-00", "2023-1-1", "0000-01-01", "2023/01/01", "2023-01-01 ",
        " 2023-01-1", "-023-01-01", "2023--1-01", "20230101", "２０２３"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CHECK(!date_parse(str_from(wrong[i]), &d));
}

TEST(date_formats_no_date_as_nothing)
{
    CHECK_STR(str_from(date_format((struct date){0, 0, 0}).z), "");
    CHECK_STR(str_from(date_format(date_make(987, 6, 5)).z), "0987-06-05");
    CHECK(date_cmp((struct date){0, 0, 0}, date_make(1, 1, 1)) < 0);
    CHECK(!date_valid((struct date){0, 0, 0}));
}

TEST(date_adds_months_and_stays_in_them)
{
    CHECK_STR(str_from(date_format(date_add_months(date_make(2024, 1, 31), 1)).z), "2024-02-29");
    CHECK_STR(str_from(date_format(date_add_months(date_make(2023, 11, 30), 3)).z), "2024-02-29");
    CHECK_STR(str_from(date_format(date_add_months(date_make(2023, 3, 31), -1)).z), "2023-02-28");
    CHECK_STR(str_from(date_format(date_add_months(date_make(2023, 1, 15), -1)).z), "2022-12-15");
    CHECK_STR(str_from(date_format(date_add_months(date_make(2023, 1, 15), 24)).z), "2025-01-15");
    CHECK_STR(str_from(date_format(date_month_end(2100, 2)).z), "2100-02-28");
}
