#include "base/str.h"

#include "harness.h"

TEST(str_compares_by_bytes)
{
    CHECK(str_cmp(S("ab"), S("ab")) == 0);
    CHECK(str_cmp(S("ab"), S("abc")) < 0);
    CHECK(str_cmp(S("b"), S("abc")) > 0);
    CHECK(str_cmp(S(""), str_from(NULL)) == 0);
    CHECK(str_cmp(S("\xff"), S("a")) > 0);
    CHECK(str_eq(S("会议"), S("会议")));
    CHECK(!str_eq(S("会议"), S("会")));
}

TEST(str_knows_begin_and_end)
{
    CHECK(str_starts(S("abc"), S("ab")));
    CHECK(str_starts(S("abc"), S("")));
    CHECK(!str_starts(S("a"), S("ab")));
    CHECK(str_ends(S("记录.docx"), S(".docx")));
    CHECK(!str_ends(S("docx"), S(".docx")));
    CHECK(str_eq_nocase(S("Content-Type"), S("content-tYPE")));
    CHECK(!str_eq_nocase(S("a["), S("a{")));
}

TEST(str_trims_narrow_and_wide_blanks)
{
    CHECK_STR(str_trim(S("　 会议\t\r\n　")), "会议");
    CHECK_STR(str_trim(S("　　")), "");
    CHECK_STR(str_trim(S("")), "");
    CHECK_STR(str_trim(S("a b")), "a b");
}

TEST(str_slices_are_clipped)
{
    CHECK_STR(str_slice(S("abc"), 1, 1), "b");
    CHECK_STR(str_slice(S("abc"), 1, 99), "bc");
    CHECK_STR(str_slice(S("abc"), 3, 1), "");
    CHECK_STR(str_slice(S("abc"), SIZE_MAX, SIZE_MAX), "");
}

TEST(str_finds)
{
    CHECK_INT(str_find(S("abcabc"), S("bc"), 0), 1);
    CHECK_INT(str_find(S("abcabc"), S("bc"), 2), 4);
    CHECK(str_find(S("abc"), S("bcd"), 0) == SIZE_MAX);
    CHECK(str_find(S("abc"), S("a"), 9) == SIZE_MAX);
    CHECK_INT(str_find(S("abc"), S(""), 3), 3);
    CHECK_INT(str_find_char(S("a,b"), ',', 0), 1);
    CHECK(str_find_char(S("a,b"), ',', 2) == SIZE_MAX);
}

TEST(str_splits_and_keeps_empty_parts)
{
    struct str rest = S("a,,b"), part;
    REQUIRE(str_split(&rest, ',', &part));
    CHECK_STR(part, "a");
    REQUIRE(str_split(&rest, ',', &part));
    CHECK_STR(part, "");
    REQUIRE(str_split(&rest, ',', &part));
    CHECK_STR(part, "b");
    CHECK(!str_split(&rest, ',', &part));
    rest = S("");
    CHECK(!str_split(&rest, ',', &part));
}

TEST(str_reads_integers_within_limits)
{
    int64_t v = 7;
    CHECK(str_to_i64(S("9223372036854775807"), INT64_MIN, INT64_MAX, &v) && v == INT64_MAX);
    CHECK(str_to_i64(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &v) && v == INT64_MIN);
    CHECK(str_to_i64(S("007"), 0, 9, &v) && v == 7);
    const char *const wrong[] = {"", "-", "+1", " 1", "1 ", "1.0", "0x1", "一",
        "9223372036854775808", "-9223372036854775809", "99999999999999999999999"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CHECK(!str_to_i64(str_from(wrong[i]), INT64_MIN, INT64_MAX, &v));
    CHECK(!str_to_i64(S("10"), 0, 9, &v));
    CHECK(!str_to_i64(S("-1"), 0, 9, &v));
    CHECK_INT(v, 7);
}

static bool __attribute__((format(printf, 4, 5)))
format(char *to, size_t size, struct str *s, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    bool whole = str_vfmt(to, size, s, fmt, ap);
    va_end(ap);
    return whole;
}

TEST(str_formats_and_cuts_between_characters)
{
    char to[8];
    struct str s;
    CHECK(format(to, sizeof(to), &s, "%s", "会议a"));
    CHECK_STR(s, "会议a");
    CHECK(!format(to, sizeof(to), &s, "%s", "会议记录"));
    CHECK_STR(s, "会议");
    CHECK_STR(str_from(to), "会议");
    CHECK(!format(to, 7, &s, "a%s", "会议"));
    CHECK_STR(s, "a会");
    CHECK(!format(to, 1, &s, "x"));
    CHECK_STR(s, "");
}
