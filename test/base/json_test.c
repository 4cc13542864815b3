#include "base/json.h"

#include "base/utf8.h"
#include "harness.h"

#define N_OF(list) (sizeof(list) / sizeof((list)[0]))

static const struct json *
read_ok(const char *text)
{
    const struct json *v = NULL;
    struct err e = {0};
    (void)CHECK_OK(json_read(test_arena(), str_from(text), &v, &e), &e);
    return v;
}

TEST(json_accepts_what_rfc_8259_allows)
{
    const char *const good[] = {"null", "true", "false", "0", "-0", "-1", "10", "0.5", "1e5",
        "1E+5", "1e-5", "-1.25e10", "123456789012345678901234567890", "\"\"", "\"a\"", "[]", "{}",
        " [ ] ", "\t{\r\n}\n", "[1,2,3]", "[[[]],{}]", "{\"a\":1}", "{\"a\":{\"a\":1},\"b\":[]}",
        "{\"\":0}", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u4f1a\\u8bae\"", "\"\\ud83d\\ude00\"",
        "\"\\u0000\"", "\"\x7f\"", "\"会议\"", "[\"a\" , null , true]", "\"\\uFFFF\""};
    for (size_t i = 0; i < N_OF(good); i++) {
        const struct json *v;
        struct err e = {0};
        if (!json_read(test_arena(), str_from(good[i]), &v, &e))
            CHECK_STR(str_from(e.text), good[i]);
    }
}

TEST(json_refuses_what_rfc_8259_forbids)
{
    const char *const bad[] = {"", " ", "nul", "True", "nulll", "01", "-", "-a", "+1", ".5", "1.",
        "1.e5", "1e", "1e+", "0x10", "NaN", "Infinity", "-Infinity", "'a'", "\"", "\"a", "\"\\\"",
        "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud83d\"", "\"\\ud83dx\"",
        "\"\\ud83d\\u0041\"", "\"\\ude00\"", "\"\n\"", "\"\t\"", "\"\x01\"", "\"\xff\"",
        "\"\xed\xa0\x80\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{", "}",
        "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "{1:1}", "{\"a\" 1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1,\"a\":2}", "{\"\\u0061\":1,\"a\":2}", "[1]]", "{}{}", "1 2",
        "[1}", "{\"a\":1]", "// x\n1", "1 /* x */", "\xef\xbb\xbf[]", "\x0c[]", "[\"a\x00\"]"};
    for (size_t i = 0; i < N_OF(bad); i++) {
        const struct json *v;
        struct err e = {0};
        if (json_read(test_arena(), str_from(bad[i]), &v, &e))
            CHECK_STR(S("accepted"), bad[i]);
        else
            CHECK_ERR(&e, ERR_INPUT, "JSON 第 ");
    }
    const struct json *v;
    CHECK(!json_read(test_arena(), S("[\"a\0b\"]"), &v, NULL));
    CHECK(!json_read(test_arena(), S("1\0"), &v, NULL));
}

TEST(json_reads_a_tree)
{
    const struct json *v = read_ok("{\"name\":\"支部\\n\",\"n\":-12,\"list\":[1,\"x\",null,true]}");
    REQUIRE(v != NULL);
    CHECK_STR(json_get_str(v, S("name")), "支部\n");
    CHECK_STR(json_get_str(v, S("n")), "");
    CHECK_STR(json_get_str(v, S("absent")), "");
    int64_t n = 0;
    CHECK(json_get_int(v, S("n"), -100, 100, &n) && n == -12);
    CHECK(!json_get_int(v, S("n"), 0, 100, &n));
    CHECK(!json_get_int(v, S("name"), 0, 100, &n));
    const struct json *list = json_get(v, S("list"));
    REQUIRE(list && list->kind == JSON_ARRAY);

    enum json_kind want[] = {JSON_NUMBER, JSON_STRING, JSON_NULL, JSON_BOOL};
    const struct json *at = list->child;
    for (size_t i = 0; i < N_OF(want); i++, at = at->next)
        CHECK_INT(at->kind, want[i]);
    CHECK(at == NULL);
    CHECK(json_get(list, S("name")) == NULL);
    CHECK(json_get(NULL, S("name")) == NULL);
}

TEST(json_decodes_escapes)
{
    const struct json *v = read_ok("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u4F1a\\ud83d\\ude00\"");
    CHECK_STR(v->text, "\"\\/\b\f\n\r\t会😀");
    v = read_ok("\"a\\u0000b\"");
    CHECK(str_eq(v->text, S("a\0b")));
    v = read_ok("-1.50e+3");
    CHECK_STR(v->text, "-1.50e+3");
}

TEST(json_says_line_and_column)
{
    const struct json *v;
    struct err e = {0};
    CHECK(!json_read(test_arena(), S("{\"会\": 1,\n \"议\" 2}"), &v, &e));
    CHECK_ERR(&e, ERR_INPUT, "JSON 第 2 行第 6 列有误：键后面应有冒号。");
    CHECK(!json_read(test_arena(), S("[1,\n\n\n"), &v, &e));
    CHECK_ERR(&e, ERR_INPUT, "JSON 第 4 行第 1 列有误：这里应是一个值。");
}

TEST(json_depth_is_limited)
{
    char text[200];
    const struct json *v;
    struct err e = {0};
    memset(text, '[', 100);
    memset(text + 64, ']', 64);
    CHECK(json_read(test_arena(), str_make(text, 128), &v, &e));
    memset(text, '[', 100);
    memset(text + 65, ']', 65);
    CHECK(!json_read(test_arena(), str_make(text, 130), &v, &e));
    CHECK_ERR(&e, ERR_INPUT, "64 层");
}

TEST(json_finds_a_duplicate_among_many_keys)
{
    struct out o;
    out_init(&o, 1 << 20);
    out_char(&o, '{');
    for (int i = 0; i < 20000; i++)
        out_fmt(&o, "%s\"k%d\":%d", i ? "," : "", i, i);
    struct str open = out_str(&o);
    const struct json *v;
    struct err e = {0};
    struct str good = arena_fmt(test_arena(), "%.*s}", STR_ARG(open));
    struct str twice = arena_fmt(test_arena(), "%.*s,\"k777\":0}", STR_ARG(open));
    out_release(&o);
    CHECK_OK(json_read(test_arena(), good, &v, &e), &e);
    CHECK(!json_read(test_arena(), twice, &v, &e));
    CHECK_ERR(&e, ERR_INPUT, "重复的键");
}

TEST(json_writes_with_commas_in_place)
{
    struct out o;
    out_init(&o, 1000);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_str(&j, S("a"), S(""));
    json_field_opt(&j, S("b"), S(""));
    json_field_opt(&j, S("c"), S("x"));
    json_field_int(&j, S("d"), -5);
    json_field_bool(&j, S("e"), true);
    json_key(&j, S("f"));
    json_array(&j);
    json_array(&j);
    json_array_end(&j);
    json_number(&j, S("1.5"));
    json_null(&j);
    json_bool(&j, false);
    json_object(&j);
    json_object_end(&j);
    json_array_end(&j);
    json_field_int(&j, S("g"), 1);
    json_object_end(&j);
    CHECK_STR(out_str(&o),
        "{\"a\":\"\",\"b\":null,\"c\":\"x\",\"d\":-5,\"e\":true,"
        "\"f\":[[],1.5,null,false,{}],\"g\":1}");
    out_release(&o);
}

TEST(json_writes_strings_that_read_back)
{
    char every[128];
    for (int i = 0; i < 128; i++)
        every[i] = (char)i;
    struct out o;
    out_init(&o, 2000);
    struct json_out j = json_begin(&o);
    json_str(&j, str_make(every, sizeof(every)));
    const struct json *v;
    struct err e = {0};
    CHECK_OK(json_read(test_arena(), out_str(&o), &v, &e), &e);
    CHECK(str_eq(v->text, str_make(every, sizeof(every))));
    out_clear(&o);
    j = json_begin(&o);
    json_str(&j, S("会\x01\"\\\n\x1f"));
    CHECK_STR(out_str(&o), "\"会\\u0001\\\"\\\\\\n\\u001f\"");
    out_clear(&o);
    j = json_begin(&o);
    json_str(&j, S("a\xff\"\xe4\xbc"));
    CHECK_STR(out_str(&o), "\"a\xef\xbf\xbd\\\"\xef\xbf\xbd\xef\xbf\xbd\"");
    out_release(&o);
}

TEST(json_writes_sixty_four_levels)
{
    struct out o;
    out_init(&o, 2000);
    struct json_out j = json_begin(&o);
    for (int i = 0; i < 64; i++) {
        json_array(&j);
        json_int(&j, i);
    }
    for (int i = 0; i < 64; i++) {
        json_int(&j, i);
        json_array_end(&j);
    }
    const struct json *v;
    struct err e = {0};
    CHECK_OK(json_read(test_arena(), out_str(&o), &v, &e), &e);
    out_release(&o);
}
