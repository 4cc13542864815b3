#include "domain/figure.h"
#include "domain/record.h"
#include "harness.h"

static void
check_format(int64_t milli, const char *want)
{
    struct milli_text t = milli_format(milli);
    CHECK_STR(str_from(t.z), want);
}

TEST(milli_is_written_without_idle_zeros)
{
    check_format(0, "0");
    check_format(20000, "20");
    check_format(1500, "1.5");
    check_format(1, "0.001");
    check_format(1010, "1.01");
    check_format(100, "0.1");
    check_format(1200000, "1200");
    check_format(-2500, "-2.5");
    check_format(9000000000000000, "9000000000000");
    check_format(INT64_MAX, "9223372036854775.807");
    check_format(INT64_MIN, "-9223372036854775.808");
}

static void
check_parse(const char *text, int64_t want)
{
    int64_t got = -1;
    CHECK(milli_parse(str_from(text), &got));
    CHECK_INT(got, want);
}

TEST(milli_is_read)
{
    check_parse("0", 0);
    check_parse("20", 20000);
    check_parse("1.5", 1500);
    check_parse("0.001", 1);
    check_parse("1.50", 1500);
    check_parse("1.500", 1500);
    check_parse("1,200", 1200000);
    check_parse("12,345,678.9", 12345678900);
    check_parse("007", 7000);
    check_parse(" 3 ", 3000);
    check_parse("　3　", 3000);
    check_parse("9000000000000", 9000000000000000);
}

TEST(milli_refuses_what_is_no_amount)
{
    static const char *const bad[] = {"", " ", ".", ".5", "1.", "1.2345", "-1", "+1", "1e3", "1,20",
        "1,2000", ",100", "1,", "1,200,", "1200,300", "1,,200", "1.2.3", "1.2,3", "12 3", "十",
        "9000000000000.001", "9000000000001", "99999999999999999999999999", "1.x", "0x1"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        int64_t milli = 7;
        CHECK(!milli_parse(str_from(bad[i]), &milli));
        CHECK_INT(milli, 7);
    }
}

TEST(milli_survives_writing_and_reading)
{
    for (int64_t v = 1; v < 9000000000000000 / 7; v = v * 7 + 3) {
        struct milli_text t = milli_format(v);
        int64_t back;
        CHECK(milli_parse(str_from(t.z), &back));
        CHECK_INT(back, v);
    }
}

static void
check_adds(const struct pack_figure *f, const struct record *r, bool counts, int64_t want)
{
    int64_t milli = 7;
    CHECK_INT(figure_adds(f, r, &milli), counts);
    if (counts)
        CHECK_INT(milli, want);
}

TEST(figure_adds_what_the_record_holds)
{
    struct str kinds[] = {S("study"), S("service")};
    struct pack_figure f = {.measure = MEASURE_RECORDS, .kinds = {kinds, 2}};
    struct quantity q[] = {{.code = S("tons"), .milli = 250}, {.code = S("mu"), .milli = 0}};
    struct field_value fields[] = {{S("crop"), S("小麦")}};
    struct record r = {.in = {.kind = S("service"),
                           .fields = fields,
                           .fields_n = 1,
                           .quantities = q,
                           .quantities_n = 2}};
    check_adds(&f, &r, true, 1000);
    check_adds(&f, NULL, false, 0);
    f.measure = MEASURE_HOURS;
    check_adds(&f, &r, false, 0);
    r.in.hours_milli = 1500;
    check_adds(&f, &r, true, 1500);
    f.measure = MEASURE_PRESENT;
    check_adds(&f, &r, false, 0);
    r.due_count = 3;
    check_adds(&f, &r, true, 0);
    r.present_count = 2;
    check_adds(&f, &r, true, 2000);
    f.measure = MEASURE_PEOPLE;
    check_adds(&f, &r, true, 0);
    f.measure = MEASURE_QUANTITY;
    f.quantity = S("mu");
    check_adds(&f, &r, true, 0);
    f.quantity = S("tons");
    f.where_field = S("crop");
    f.where_value = S("小麦");
    check_adds(&f, &r, true, 250);
    f.where_value = S("玉米");
    check_adds(&f, &r, false, 0);
    f.where_field = S("mode");
    check_adds(&f, &r, false, 0);
    f.where_field = S("");
    r.voided = true;
    check_adds(&f, &r, false, 0);
    r.voided = false;
    r.in.kind = S("talk");
    check_adds(&f, &r, false, 0);
}
