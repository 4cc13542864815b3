#include "doc/doc.h"

#include "base/file.h"
#include "harness.h"
#include "support_office.h"

TEST(a_text_comes_back_as_it_was)
{
    struct str text = S("供销合作社\n\n　　一、总结\t12次\n末行\n");
    CHECK_STR(text_of(text), text.p);
    CHECK_STR(text_of(S("没有换行")), "没有换行\n");
    CHECK_STR(text_of(S("a\x01\x1B\fb\n")), "ab\n");
}

TEST(a_file_is_known_by_its_content)
{
    struct arena *a = test_arena();
    const char *path = arena_fmt(a, "%s/报告.txt", test_dir()).p;
    struct err e = {0};
    struct doc *doc;
    REQUIRE(CHECK_OK(
        file_write(path, make_docx("<w:p><w:r><w:t>文</w:t></w:r></w:p>", NULL, 0), &e), &e));
    REQUIRE(CHECK_OK(doc_read_file(a, path, NULL, &doc, &e), &e));
    CHECK_INT(doc->kind, DOC_DOCX);
    CHECK_STR(str_from(doc_kind_name(doc->kind)), "docx");
}

TEST(a_file_that_is_not_there)
{
    struct err e = {0};
    struct doc *doc;
    CHECK(!doc_read_file(
        test_arena(), arena_fmt(test_arena(), "%s/x", test_dir()).p, NULL, &doc, &e));
    CHECK(e.code != ERR_NONE && e.text[0] != '\0');
}

TEST(limits_of_size)
{
    struct doc_limits limits = doc_limits_usual();
    limits.file = 1 << 20;
    char *big = arena_array(test_arena(), char, (1 << 20) + 1);
    memset(big, 'x', (1 << 20) + 1);
    CHECK_STR(
        text_within(str_make(big, (1 << 20) + 1), &limits), "!文件超过 1 MiB，超出允许的大小。");
    limits.text = 3;
    CHECK(str_starts(text_within(S("xxxx"), &limits), S("!文件的文字超过 0 MiB")));
}

TEST(what_cannot_be_read_is_told)
{
    CHECK_STR(text_of(S("")), "!文件是空的，没有可读的内容。");
    CHECK(str_starts(text_of(S("{\\rtf1 x}")), S("!这是 RTF 格式的文件")));
    CHECK(str_starts(
        text_of(S("<?xml version='1.0'?><?mso-application progid='Word.Document'?><a/>")),
        S("!这是 Office 2003 的 XML 文件")));
    CHECK(str_starts(text_of(S("\x7F"
                               "ELF\0\0\0")),
        S("!这不是能识别的文件")));
}

TEST(every_block_has_its_text)
{
    struct doc_cell second = {.text = S("乙\n丙\t丁"), .column = 2},
                    first = {.text = S("甲"), .next = &second};
    struct doc_row row = {.first = &first, .number = 1};
    struct doc_block table = {.kind = DOC_TABLE, .rows = &row},
                     page = {.kind = DOC_PAGE_BREAK, .next = &table};
    struct doc_block sheet = {.kind = DOC_SHEET, .text = S("表"), .next = &page};
    struct doc doc = {.first = &sheet};
    struct out o;
    out_init(&o, 1000);
    doc_text(&doc, &o);
    CHECK_STR(out_str(&o), "表\n甲\t\t乙 丙 丁\n");
    out_release(&o);
}
