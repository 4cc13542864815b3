#include "harness.h"

#include "web/html.h"

#define WRITES(expr, want)            \
    do {                              \
        struct out o;                 \
        out_init(&o, 1 << 20);        \
        html_put(&o, (expr));         \
        CHECK_STR(out_str(&o), want); \
        out_release(&o);              \
    } while (0)

TEST(text_is_escaped)
{
    WRITES(S("<a href=\"x\">&'</a>"), "&lt;a href=&#34;x&#34;&gt;&amp;&#39;&lt;/a&gt;");
    WRITES(S("支部委员会会议"), "支部委员会会议");
    WRITES(S(""), "");
}

TEST(the_fast_scan_finds_every_place)
{
    static const char marks[] = "&<>\"'";
    for (size_t n = 1; n < 70; n++) {
        for (size_t at = 0; at < n; at++) {
            char text[80];
            memset(text, 'a', n);
            text[at] = marks[(n + at) % 5];
            struct out o;
            out_init(&o, 1000);
            html_str(&o, (struct str){text, n});
            struct str got = out_str(&o);
            size_t extra = text[at] == '&' || text[at] == '"' || text[at] == '\'' ? 4 : 3;
            CHECK_INT(got.n, n + extra);
            CHECK(got.p[at] == '&' &&
                str_find_char(str_slice(got, at + 1, extra + 1), ';', 0) != SIZE_MAX);
            out_release(&o);
        }
    }
}

TEST(values_are_written_by_type)
{
    WRITES(-12, "-12");
    WRITES((int64_t)INT64_MIN, "-9223372036854775808");
    WRITES((size_t)7, "7");
    WRITES(UINT64_MAX, "18446744073709551615");
    WRITES(date_make(2023, 7, 1), "2023-07-01");
    WRITES(((struct date){0, 0, 0}), "");
    WRITES(html_trusted_unescaped(S("<b>")), "<b>");
}

TEST(urls_lead_nowhere_bad)
{
    WRITES(url_part(S("a b&c=会/?#\"'<")), "a%20b%26c%3D%E4%BC%9A%2F%3F%23%22%27%3C");
    WRITES(url_checked(S("/record/1?a=b&c=\"")), "/record/1?a=b&amp;c=&#34;");
    WRITES(url_checked(S("https://www.gov.cn/")), "https://www.gov.cn/");
    WRITES(url_checked(S("JavaScript:alert(1)")), "#");
    WRITES(url_checked(S("//evil.example/")), "#");
    WRITES(url_checked(S("/\\evil.example/")), "#");
    WRITES(url_checked(S("data:text/html,x")), "#");
    WRITES(url_checked(S("")), "#");
}

TEST(formats_are_escaped_as_a_whole)
{
    struct out o;
    out_init(&o, 10000);
    html_fmt(&o, "共 %d 条“%.*s”", 3, STR_ARG(S("<x>")));
    CHECK_STR(out_str(&o), "共 3 条“&lt;x&gt;”");
    out_clear(&o);
    char *wide = arena_array(test_arena(), char, 3001);
    for (int i = 0; i < 1000; i++)
        memcpy(wide + 3 * i, "会", 3);
    html_fmt(&o, "%s", wide);
    CHECK_INT(o.n, 2046); /* cut at a character */
    out_release(&o);
}
