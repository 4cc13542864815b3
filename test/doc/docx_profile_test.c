#include "doc/docx_profile.h"

#include "harness.h"

static struct str
written(const struct docx_profile *p)
{
    struct out o;
    out_init(&o, 1 << 16);
    struct json_out j = json_begin(&o);
    docx_profile_write(&j, p);
    struct str text = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return text;
}

static bool
read_back(struct str text, struct docx_profile *p, struct err *e)
{
    const struct json *json;
    *e = (struct err){0};
    return json_read(test_arena(), text, &json, e) && docx_profile_read(json, p, e);
}

TEST(a_profile_is_kept_as_text_and_comes_back)
{
    struct docx_profile p = docx_gbt9704(), q;
    struct err e = {0};
    CHECK_OK(docx_profile_check(&p, &e), &e);
    CHECK_OK(read_back(written(&p), &q, &e), &e);
    CHECK(docx_profile_same(&p, &q));
    CHECK_STR(written(&q), written(&p).p);
    CHECK(docx_profile_put(&p, S("head2_number"), DOCX_NUMBER_DIGITS));
    CHECK(docx_profile_put(&p, S("title_bold"), 1));
    CHECK(docx_profile_put_font(&p, S("head3_latin"), S("Times New Roman")));
    CHECK(!docx_profile_same(&p, &q));
    CHECK_OK(read_back(written(&p), &q, &e), &e);
    CHECK(docx_profile_same(&p, &q));
    CHECK(q.title.bold && q.number[1] == DOCX_NUMBER_DIGITS);
    CHECK_STR(str_from(q.head[2].latin.z), "Times New Roman");
}

TEST(what_no_page_can_have_is_refused)
{
    struct docx_profile p = docx_gbt9704(), q;
    struct err e = {0};
    CHECK(!docx_profile_put(&p, S("top"), -1));
    CHECK(!docx_profile_put(&p, S("body_size"), 4000));
    CHECK(!docx_profile_put(&p, S("folio"), DOCX_FOLIO_COUNT));
    CHECK(!docx_profile_put(&p, S("nothing"), 1));
    q = docx_gbt9704();
    CHECK(docx_profile_same(&p, &q));
    p.body.half_points = 2;
    CHECK(!docx_profile_check(&p, &e));
    CHECK_ERR(&e, ERR_INPUT, "范围");
    CHECK_STR(str_from(e.field), "body_size");
    p.body.half_points = 32;
    p.left = p.right = 5500;
    CHECK(!docx_profile_check(&p, &e));
    CHECK_ERR(&e, ERR_INPUT, "版心");
    CHECK(!read_back(S("{\"width\":11906}"), &q, &e));
    CHECK_ERR(&e, ERR_INPUT, "不完整");
    CHECK(!read_back(S("[]"), &q, &e));
}

TEST(a_font_name_can_stand_anywhere)
{
    struct docx_font f = {"宋体"};
    CHECK(docx_font_set(&f, S(" 方正小标宋_GBK ")));
    CHECK_STR(str_from(f.z), "方正小标宋_GBK");
    static const char *const bad[] = {"", "a\"b", "x;}", "a'b", "<b>", "a\\b", "甲/乙", "a\nb",
        "一个长得没有任何程序会认的字体名称一个长得没有任何程序会认的字体名称"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        CHECK(!docx_font_set(&f, str_from(bad[i])));
    CHECK_STR(str_from(f.z), "方正小标宋_GBK");
}

static bool
numbered(const char *line, enum docx_number form, size_t bytes)
{
    size_t n;
    return CHECK_INT(docx_number_of(str_from(line), &n), form) && CHECK_INT(n, bytes);
}

TEST(the_form_of_a_number_is_told)
{
    numbered("一、工作", DOCX_NUMBER_HAN, 6);
    numbered("二十一、工作", DOCX_NUMBER_HAN, 12);
    numbered("（三）落实", DOCX_NUMBER_HAN_ROUND, 9);
    numbered("(十二)落实", DOCX_NUMBER_HAN_ROUND, 8);
    numbered("1.学习", DOCX_NUMBER_DIGITS, 2);
    numbered("12、学习", DOCX_NUMBER_DIGITS, 5);
    numbered("（4）其他", DOCX_NUMBER_DIGITS_ROUND, 7);
    numbered("2.5万元", DOCX_NUMBER_NONE, 0);
    numbered("1.2023年工作", DOCX_NUMBER_DIGITS, 2);
    numbered("2023年工作", DOCX_NUMBER_NONE, 0);
    numbered("一是学习", DOCX_NUMBER_NONE, 0);
    numbered("（一", DOCX_NUMBER_NONE, 0);
    numbered("（见附件）", DOCX_NUMBER_NONE, 0);
    numbered("", DOCX_NUMBER_NONE, 0);
    struct arena *a = test_arena();
    CHECK_STR(docx_number_text(a, DOCX_NUMBER_HAN, 21), "二十一、");
    CHECK_STR(docx_number_text(a, DOCX_NUMBER_HAN_ROUND, 10), "（十）");
    CHECK_STR(docx_number_text(a, DOCX_NUMBER_DIGITS, 3), "3.");
    CHECK_STR(docx_number_text(a, DOCX_NUMBER_DIGITS_ROUND, 3), "（3）");
    CHECK_STR(docx_number_text(a, DOCX_NUMBER_NONE, 3), "");
    CHECK_STR(docx_size_name(32), "三号");
    CHECK_STR(docx_size_name(33), "");
}
