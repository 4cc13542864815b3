#include "doc/decode.h"

#include "harness.h"

static struct str
decoded(struct str bytes)
{
    struct out o;
    struct err e = {0};
    out_init(&o, 4096);
    bool ok = decode_text(bytes, &o, &e);
    struct str text =
        ok ? arena_str(test_arena(), out_str(&o)) : arena_fmt(test_arena(), "!%s", e.text);
    out_release(&o);
    return text;
}

TEST(utf8_with_and_without_a_mark)
{
    CHECK_STR(decoded(S("会议记录\r\n第二行\r第三行\n")), "会议记录\n第二行\n第三行\n");
    CHECK_STR(decoded(S("\xEF\xBB\xBF会议")), "会议");
}

TEST(gb18030_of_two_and_four_bytes)
{
    CHECK_STR(decoded(S("\xBB\xE1\xD2\xE9\xBC\xC7\xC2\xBC")), "会议记录");
    CHECK_STR(decoded(S("\xBB\xE1\x95\x32\x82\x36")), "会𠀀");
    CHECK_STR(decoded(S("2023\xC4\xEA")), "2023年");
}

TEST(utf16_in_both_orders)
{
    CHECK_STR(decoded(S("\xFF\xFE\x1A\x4F\xAE\x8B")), "会议");
    CHECK_STR(decoded(S("\xFE\xFF\x4F\x1A\x8B\xAE")), "会议");
    CHECK_STR(decoded(S("1\0"
                        "2\0"
                        "\x1A\x4F"
                        "\n\0")),
        "12会\n");
    CHECK_STR(decoded(S("\0"
                        "1"
                        "\0"
                        "2"
                        "\x4F\x1A"
                        "\0\n")),
        "12会\n");
}

TEST(a_little_damage_is_borne)
{
    CHECK_STR(decoded(S("会议记录会议记录会议记录会议记录会议记录会议记录\xFF")),
        "会议记录会议记录会议记录会议记录会议记录会议记录\xEF\xBF\xBD");
    CHECK_STR(decoded(S("\xFF\xFE\x1A\x4F\x00\xD8\xAE\x8B")), "会\xEF\xBF\xBD议");
    CHECK_STR(decoded(S("\xFF\xFE\x1A\x4F\x41")), "会\xEF\xBF\xBD");
}

TEST(binary_is_no_text)
{
    CHECK(str_starts(decoded(S("\x00\x01\x02\x03\xFF")), S("!这不是能识别的文件")));
    CHECK(str_starts(decoded(S("\xFF\xFF\xFF\xFF\x80\x80")), S("!这不是能识别的文件")));
    CHECK(str_starts(decoded(S("\x89PNG\r\n\x1A\n\0\0\0\rIHDR")), S("!这不是能识别的文件")));
}

TEST(too_long_is_told)
{
    struct out o;
    struct err e = {0};
    out_init(&o, 4);
    CHECK(!decode_text(S("会议"), &o, &e));
    CHECK_ERR(&e, ERR_LIMIT, "超出允许的大小");
    out_release(&o);
}

TEST(html_is_known_by_its_beginning)
{
    CHECK(decode_looks_html(S("\n<!DOCTYPE HTML>")));
    CHECK(decode_looks_html(S("<?xml version='1.0'?><!-- x --><html>")));
    CHECK(decode_looks_html(S("<table border=1>")));
    CHECK(!decode_looks_html(S("<?xml version='1.0'?><a/>")));
    CHECK(!decode_looks_html(S("<!-- 没有结尾")));
    CHECK(!decode_looks_html(S("正文 <html>")));
    CHECK(!decode_looks_html(S("")));
}
