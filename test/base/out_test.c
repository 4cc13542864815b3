#include "base/out.h"

#include "harness.h"

TEST(out_grows_up_to_its_maximum)
{
    struct out o;
    out_init(&o, 1000);
    for (int i = 0; i < 1000; i++)
        out_char(&o, 'x');
    CHECK(!o.overflow);
    CHECK_INT(o.n, 1000);
    out_char(&o, 'y');
    CHECK(o.overflow);
    CHECK_INT(o.n, 1000);
    out_release(&o);
}

TEST(out_overflow_is_sticky_until_cleared)
{
    struct out o;
    out_init(&o, 4);
    out_lit(&o, "abc");
    out_lit(&o, "too long");
    out_lit(&o, "d");
    out_int(&o, 1);
    out_fmt(&o, "%d", 2);
    CHECK(o.overflow);
    CHECK_STR(out_str(&o), "abc");
    out_clear(&o);
    CHECK(!o.overflow);
    out_lit(&o, "abcd");
    CHECK_STR(out_str(&o), "abcd");
    out_release(&o);
}

TEST(out_writes_integers)
{
    struct out o;
    out_init(&o, 100);
    out_int(&o, INT64_MIN);
    out_char(&o, ' ');
    out_int(&o, 0);
    out_char(&o, ' ');
    out_int(&o, INT64_MAX);
    CHECK_STR(out_str(&o), "-9223372036854775808 0 9223372036854775807");
    out_release(&o);
}

TEST(out_formats_short_and_long)
{
    struct out o;
    out_init(&o, 4000);
    out_fmt(&o, "%s=%d;", "a", 1);
    out_fmt(&o, "%02000d", 7);
    CHECK(!o.overflow);
    CHECK_INT(o.n, 4 + 2000);
    CHECK_STR(str_slice(out_str(&o), 0, 6), "a=1;00");
    CHECK_STR(str_slice(out_str(&o), 2002, 2), "07");
    out_fmt(&o, "%02000d", 7);
    CHECK(o.overflow);
    CHECK_INT(o.n, 2004);
    out_release(&o);
}

TEST(out_takes_a_formatted_text_that_just_fits)
{
    struct out o;
    out_init(&o, 600);
    out_fmt(&o, "%0600d", 7);
    CHECK(!o.overflow);
    CHECK_INT(o.n, 600);
    out_release(&o);
}

TEST(out_without_room_refuses_everything_but_nothing)
{
    struct out o;
    out_init(&o, 0);
    out_put(&o, S(""));
    CHECK(!o.overflow);
    out_char(&o, 'x');
    CHECK(o.overflow);
    out_release(&o);
}
