#include "domain/check.h"
#include "harness.h"

TEST(a_line_has_no_breaks_and_bounds_in_characters)
{
    struct err e;
    CHECK(check_line(S("三会一课"), "title", "标题", 1, 4, &e));
    CHECK(!check_line(S("三会一课会"), "title", "标题", 1, 4, &e));
    CHECK_ERR(&e, ERR_INPUT, "标题太长：有 5 个字，最多 4 个字");
    CHECK_STR(str_from(e.field), "title");
    CHECK(!check_line(S("　 "), "title", "标题", 1, 4, &e));
    CHECK_ERR(&e, ERR_INPUT, "请填写标题");
    CHECK(!check_line(S("会"), "title", "标题", 2, 4, &e));
    CHECK_ERR(&e, ERR_INPUT, "标题太短，至少 2 个字");
    CHECK(!check_line(S("会\n议"), "title", "标题", 1, 4, &e));
    CHECK_ERR(&e, ERR_INPUT, "换行");
    CHECK(!check_line(S("\xe4\xbc"), "title", "标题", 1, 4, &e));
    CHECK_ERR(&e, ERR_INPUT, "不能显示的字符");
    CHECK(check_line(S(""), "title", "标题", 0, 4, &e));
}

TEST(a_text_may_have_lines)
{
    struct err e;
    CHECK(check_text(S("一\r\n\t二"), "body", "内容", 1, 10, &e));
    CHECK(!check_text(S("一\x01二"), "body", "内容", 1, 10, &e));
    CHECK_ERR(&e, ERR_INPUT, "不能显示的字符");
    CHECK(!check_text(S("一\x7f"), "body", "内容", 1, 10, &e));
}

TEST(a_code_is_plain)
{
    struct err e;
    CHECK(check_code(S("general_branch-2.a"), "kind", "类别", &e));
    CHECK(!check_code(S(""), "kind", "类别", &e));
    CHECK(!check_code(S("a b"), "kind", "类别", &e));
    CHECK(!check_code(S("支部"), "kind", "类别", &e));
    CHECK_ERR(&e, ERR_INPUT, "类别不对");
    CHECK(!check_code(S("12345678901234567890123456789012345678901"), "kind", "类别", &e));
}
