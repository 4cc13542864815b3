#include "base/utf8.h"

#include "harness.h"

TEST(utf8_round_trips_every_code_point)
{
    struct out o;
    out_init(&o, 4);
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        out_clear(&o);
        utf8_put(&o, cp);
        struct str s = out_str(&o);
        uint32_t back = 0;
        if (!utf8_valid(s) || !utf8_next(&s, &back) || back != cp || s.n != 0) {
            CHECK_INT(back, cp);
            break;
        }
    }
    out_release(&o);
}

TEST(utf8_refuses_what_rfc_3629_refuses)
{
    const char *const wrong[] = {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41",
        "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xed\xbf\xbf", "\xe4\xbc", "\xe4\xbc\x41",
        "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xf0\x9f\x98", "\xfe", "\xff", "plain text and then \xff", "01234567\xc0\x80"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CHECK(!utf8_valid(str_from(wrong[i])));
    CHECK(utf8_valid(S("")));
    CHECK(utf8_valid(
        S("\xc2\x80\xdf\xbf\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")));
    CHECK(utf8_valid(S("党支部 2023 年 ascii that is longer than eight bytes 😀")));
}

TEST(utf8_replaces_a_broken_byte_and_goes_on)
{
    struct str s = S("a\xe4\xbc"
                     "b");
    uint32_t cp = 0;
    CHECK(utf8_next(&s, &cp));
    CHECK_INT(cp, 'a');
    CHECK(utf8_next(&s, &cp));
    CHECK_INT(cp, UTF8_REPLACEMENT);
    CHECK(utf8_next(&s, &cp));
    CHECK_INT(cp, UTF8_REPLACEMENT);
    CHECK(utf8_next(&s, &cp));
    CHECK_INT(cp, 'b');
    CHECK(!utf8_next(&s, &cp));
}

TEST(utf8_writes_no_surrogates)
{
    struct out o;
    out_init(&o, 100);
    utf8_put(&o, 0xD800);
    utf8_put(&o, 0x110000);
    CHECK_STR(out_str(&o), "\xef\xbf\xbd\xef\xbf\xbd");
    out_release(&o);
}

TEST(utf8_counts_and_cuts_by_characters)
{
    CHECK_INT(utf8_count(S("会议a😀")), 4);
    CHECK_INT(utf8_count(S("\xff\xfe")), 2);
    CHECK_STR(utf8_head(S("会议记录"), 2), "会议");
    CHECK_STR(utf8_head(S("会"), 9), "会");
    CHECK_STR(utf8_head(S("会"), 0), "");
}

TEST(utf8_wide_characters_take_two_columns)
{
    CHECK_INT(utf8_width(S("abc")), 3);
    CHECK_INT(utf8_width(S("会议，")), 6);
    CHECK_INT(utf8_width(S("ＡＢ")), 4);
    CHECK_INT(utf8_width(S("é—")), 2);
}
