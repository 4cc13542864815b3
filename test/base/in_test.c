#include "base/in.h"

#include "harness.h"

TEST(in_reads_numbers)
{
    struct in in = in_from(S("\x01\x02\x03\x04\xff\xfe\xfd\xfc\x10\x20"));
    CHECK_INT(in_u32le(&in), 0x04030201);
    CHECK_INT(in_u32be(&in), 0xfffefdfc);
    CHECK_INT(in_u16le(&in), 0x2010);
    CHECK_INT(in_left(&in), 0);
    CHECK(!in.bad);
    CHECK_INT(in_u16le(&in), 0);
    CHECK(in.bad);
}

TEST(in_never_leaves_its_bytes)
{
    struct in in = in_from(S("abc"));
    CHECK_STR(in_take(&in, 2), "ab");
    CHECK_STR(in_take(&in, 2), "");
    CHECK(in.bad);
    CHECK_INT(in_left(&in), 0);
    CHECK_INT(in_byte(&in), -1);
    CHECK_INT(in_u32le(&in), 0);
    CHECK_INT(in_u32be(&in), 0);
    in = in_from(S("abc"));
    in_skip(&in, SIZE_MAX);
    CHECK(in.bad);
    CHECK_INT(in_left(&in), 0);
}

TEST(in_of_nothing_is_empty)
{
    struct in in = in_from(str_from(NULL));
    CHECK_INT(in_peek(&in), -1);
    CHECK_STR(in_take(&in, 0), "");
    CHECK_STR(in_until(&in, 'x'), "");
    CHECK(in_accept(&in, S("")));
    CHECK(!in_accept(&in, S("a")));
    CHECK(!in.bad);
    CHECK_INT(in_byte(&in), -1);
    CHECK(in.bad);
}

TEST(in_accepts_and_scans)
{
    struct in in = in_from(S("key=value"));
    CHECK(!in_accept(&in, S("keys")));
    CHECK(!in_accept(&in, S("key=value+")));
    CHECK_STR(in_until(&in, '='), "key");
    CHECK_INT(in_peek(&in), '=');
    CHECK(in_accept(&in, S("=")));
    CHECK_INT(in_byte(&in), 'v');
    CHECK_STR(in_until(&in, '\0'), "alue");
    CHECK(!in.bad);
}
