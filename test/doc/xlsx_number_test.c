#include "doc/xlsx_number.h"

#include "harness.h"

static struct str
number(const char *stored, enum xlsx_format format)
{
    return xlsx_number(test_arena(), str_from(stored), format, false);
}

TEST(built_in_formats)
{
    CHECK_INT(xlsx_format_builtin(0), XLSX_PLAIN);
    CHECK_INT(xlsx_format_builtin(14), XLSX_DATE);
    CHECK_INT(xlsx_format_builtin(21), XLSX_TIME);
    CHECK_INT(xlsx_format_builtin(22), XLSX_DATE_TIME);
    CHECK_INT(xlsx_format_builtin(31), XLSX_DATE);
    CHECK_INT(xlsx_format_builtin(46), XLSX_PLAIN);
    CHECK_INT(xlsx_format_builtin(57), XLSX_DATE);
}

TEST(format_codes)
{
    static const struct {
        const char *code;
        enum xlsx_format format;
    } CASES[] = {
        {"General", XLSX_PLAIN},
        {"0.00%", XLSX_PLAIN},
        {"#,##0\"元\"", XLSX_PLAIN},
        {"\"day\"0", XLSX_PLAIN},
        {"[Red]0", XLSX_PLAIN},
        {"yyyy\"年\"m\"月\"d\"日\"", XLSX_DATE},
        {"[$-804]yyyy/m/d;@", XLSX_DATE},
        {"mmmm", XLSX_DATE},
        {"yyyy-mm-dd hh:mm:ss", XLSX_DATE_TIME},
        {"h:mm", XLSX_TIME},
        {"mm:ss", XLSX_TIME},
        {"[h]:mm", XLSX_PLAIN},
        {"[mm]:ss", XLSX_PLAIN},
        {"[Magenta]0", XLSX_PLAIN},
        {"yyyy-mm-dd hh:mm:ss.000", XLSX_DATE_TIME},
        {"mm:ss.0", XLSX_TIME},
        {"\"unclosed", XLSX_PLAIN},
        {"\\", XLSX_PLAIN},
    };

    for (size_t i = 0; i < sizeof(CASES) / sizeof(CASES[0]); i++)
        if (!CHECK_INT(xlsx_format_code(str_from(CASES[i].code)), CASES[i].format))
            CHECK_STR(str_from(CASES[i].code), "");
}

TEST(days_before_and_after_the_one_that_never_was)
{
    CHECK_STR(number("1", XLSX_DATE), "1900-01-01");
    CHECK_STR(number("59", XLSX_DATE), "1900-02-28");
    CHECK_STR(number("61", XLSX_DATE), "1900-03-01");
    CHECK_STR(number("45108", XLSX_DATE), "2023-07-01");
    CHECK_STR(number("2958465", XLSX_DATE), "9999-12-31");
    CHECK_STR(number("2958466", XLSX_DATE), "2958466");
    CHECK_STR(number("-1", XLSX_DATE), "-1");
    CHECK_STR(xlsx_number(test_arena(), S("43646"), XLSX_DATE, true), "2023-07-01");
}

TEST(times)
{
    CHECK_STR(number("0.5", XLSX_TIME), "12:00");
    CHECK_STR(number("0.50001157407407409", XLSX_TIME), "12:00:01");
    CHECK_STR(number("45107.999999999", XLSX_DATE_TIME), "2023-07-01");
}

TEST(plain_numbers)
{
    CHECK_STR(number("12", XLSX_PLAIN), "12");
    CHECK_STR(number("-3.50", XLSX_PLAIN), "-3.50");
    CHECK_STR(number("0.30000000000000004", XLSX_PLAIN), "0.3");
    CHECK_STR(number("1.2345678901234567E+17", XLSX_PLAIN), "123456789012346000");
    CHECK_STR(number("1E-3", XLSX_PLAIN), "0.001");
    CHECK_STR(number("1e300", XLSX_PLAIN), "1e+300");
    CHECK_STR(number("1e999", XLSX_PLAIN), "1e999");
    CHECK_STR(number("12a", XLSX_PLAIN), "12a");
    CHECK_STR(number("0x10", XLSX_DATE), "0x10");
    CHECK_STR(number("--", XLSX_DATE), "--");
    CHECK_STR(number("", XLSX_DATE), "");
}
