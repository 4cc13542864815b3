/* Cells that a spreadsheet would run, and those that only look so. */
#include "harness.h"
#include "web/csv.h"

static struct str
row(struct str a, struct str b)
{
    struct out o;
    struct str cells[] = {a, b};
    out_init(&o, 1000);
    csv_row(&o, cells, 2);
    struct str text = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return text;
}

TEST(quotes_commas_and_lines_stay_in_their_cell)
{
    CHECK_STR(row(S("一,二"), S("说“好”")), "\"一,二\",\"说“好”\"\r\n");
    CHECK_STR(row(S("a\"b\"\""), S("一\n二")), "\"a\"\"b\"\"\"\"\",\"一\n二\"\r\n");
    CHECK_STR(row(S(""), S("\"")), "\"\",\"\"\"\"\r\n");
}

TEST(formulas_become_text)
{
    static const char *const bad[] = {
        "=1+1", "+SUM(A1)", "-2+3", "@cmd", "\t=1", "\r=1", "-", "+86 000"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        struct str want = arena_fmt(test_arena(), "\"'%s\",\"\"\r\n", bad[i]);
        CHECK_STR(row(str_from(bad[i]), S("")), want.p);
    }
}

TEST(numbers_stay_numbers)
{
    CHECK_STR(row(S("-12"), S("7")), "\"-12\",\"7\"\r\n");
    CHECK_STR(row(S("会议=学习"), S("a-b")), "\"会议=学习\",\"a-b\"\r\n");
}
