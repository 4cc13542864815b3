#include "base/err.h"

#include "base/utf8.h"
#include "harness.h"

TEST(err_is_a_code_a_field_and_a_sentence)
{
    struct err e = {0};
    CHECK(!err_set(&e, ERR_NOT_FOUND, "没有编号为 %d 的记录。", 7));
    CHECK_ERR(&e, ERR_NOT_FOUND, "没有编号为 7 的记录。");
    CHECK_STR(str_from(e.field), "");
    CHECK(!err_field(&e, "held_on", "日期“%s”不存在。", "2023-02-30"));
    CHECK_ERR(&e, ERR_INPUT, "2023-02-30");
    CHECK_STR(str_from(e.field), "held_on");
    err_clear(&e);
    CHECK_ERR(&e, ERR_NONE, "");
    CHECK_STR(str_from(e.text), "");
}

TEST(err_may_go_nowhere)
{
    CHECK(!err_set(NULL, ERR_IO, "x"));
    CHECK(!err_field(NULL, "f", "x"));
}

TEST(err_text_is_cut_between_characters)
{
    char text[1200];
    for (size_t shift = 0; shift < 4; shift++) {
        struct err e = {0};
        memset(text, 'a', shift);
        for (size_t at = shift; at < 1000; at += 3)
            memcpy(text + at, "会", 3);
        text[shift + 990] = '\0';
        (void)err_set(&e, ERR_INPUT, "%s", text);
        struct str kept = str_from(e.text);
        CHECK(utf8_valid(kept));
        CHECK(kept.n > sizeof(e.text) - 5);
    }
}

TEST(err_codes_have_the_exit_codes_of_the_contract)
{
    static const struct {
        enum err_code code;
        int exit;
    } want[] = {{ERR_NONE, 0}, {ERR_USAGE, 2}, {ERR_INPUT, 3}, {ERR_DENIED, 4}, {ERR_NOT_FOUND, 3},
        {ERR_CONFLICT, 3}, {ERR_LIMIT, 3}, {ERR_STORE, 5}, {ERR_IO, 5}};

    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
        struct err e = {.code = want[i].code};
        CHECK_INT(err_exit(&e), want[i].exit);
    }
}
