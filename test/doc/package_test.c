#include "doc/package.h"

#include "harness.h"
#include "support_office.h"

#define RELS "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"

static struct package *
opened(struct str bytes, struct err *e)
{
    struct package *p = NULL;
    struct doc_limits limits = doc_limits_usual();
    CHECK_OK(package_open(test_arena(), bytes, &limits, &p, e), e);
    return p;
}

TEST(what_is_written_is_always_the_same)
{
    const struct package_part parts[] = {part_of("a.xml", "<a/>"), part_of("b/c.xml", "<c/>")};
    struct str one = make_zip(parts, 2), two = make_zip(parts, 2);
    CHECK(one.n > 0 && str_eq(one, two));
}

TEST(parts_are_found_without_regard_to_case)
{
    const struct package_part parts[] = {part_of("Word/Document.xml", "<a/>")};
    struct err e = {0};
    struct package *p = opened(make_zip(parts, 1), &e);
    REQUIRE(p != NULL);
    CHECK(package_has(p, S("word/document.xml")));
    CHECK(!package_has(p, S("word")));
    CHECK(!package_has(p, S("")));
    package_close(p);
}

TEST(targets_are_relative_absolute_and_never_outside)
{
    const struct package_part parts[] = {
        part_of("word/_rels/document.xml.rels",
            RELS
            "<Relationship Id='1' Type='x/styles' Target='styles.xml'/>"
            "<Relationship Id='2' Type='x/footer' Target='/word/./a//b.xml'/>"
            "<Relationship Id='3' Type='x/up' Target='../xl/c.xml'/>"
            "<Relationship Id='4' Type='x/out' Target='../../../etc/passwd'/>"
            "<Relationship Id='5' Type='x/web' TargetMode='External' Target='http://example.org/'/>"
            "</Relationships>"),
        part_of("word/styles.xml", "<a/>")};
    struct err e = {0};
    struct package *p = opened(make_zip(parts, 2), &e);
    REQUIRE(p != NULL);
    struct package_rel *rels = NULL;
    CHECK_OK(package_rels(p, S("word/document.xml"), &rels, &e), &e);
    REQUIRE(rels != NULL);
    CHECK_STR(rels->part, "word/styles.xml");
    CHECK_STR(package_rel_by_id(rels, S("2"))->part, "word/a/b.xml");
    CHECK_STR(package_rel_by_id(rels, S("3"))->part, "xl/c.xml");
    CHECK_STR(package_rel_by_id(rels, S("4"))->part, "");
    CHECK(package_rel_by_id(rels, S("5")) == NULL);
    CHECK(package_rel_of(p, rels, S("/styles")) == rels);
    CHECK(package_rel_of(p, rels, S("/footer")) == NULL);
    package_close(p);
}

TEST(names_that_lead_outside_are_only_names)
{
    const struct package_part parts[] = {part_of("../../evil.xml", "<a/>"),
        part_of("/abs.xml", "<a/>"),
        part_of("word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r>"
            "<w:t>文</w:t></w:r></w:p></w:body></w:document>")};
    CHECK_STR(text_of(make_zip(parts, 3)), "文\n");
}

TEST(a_missing_part_is_told)
{
    const struct package_part parts[] = {part_of("a.xml", "<a/>")};
    struct err e = {0};
    struct package *p = opened(make_zip(parts, 1), &e);
    REQUIRE(p != NULL);
    CHECK(!package_xml(p, S("b.xml"), &(struct xml_handler){0}, &e));
    CHECK_ERR(&e, ERR_INPUT, "缺少“b.xml”");
    package_close(p);
}

TEST(a_cut_file_is_refused)
{
    struct str whole = make_docx("<w:p><w:r><w:t>完整</w:t></w:r></w:p>", NULL, 0);
    CHECK_STR(text_of(whole), "完整\n");
    for (size_t n = 4; n < whole.n; n++) {
        struct str text = text_of(str_slice(whole, 0, n));
        if (!str_starts(text, S("!")))
            CHECK_STR(text, "!");
    }
}

TEST(no_flipped_byte_does_harm)
{
    struct str whole = make_docx("<w:p><w:r><w:t>完整</w:t></w:r></w:p>", NULL, 0);
    char *bytes = arena_array(test_arena(), char, whole.n);
    memcpy(bytes, whole.p, whole.n);
    for (size_t i = 0; i < whole.n; i++) {
        bytes[i] = (char)(bytes[i] ^ 0xFF);
        CHECK(text_of(str_make(bytes, whole.n)).n > 0);
        bytes[i] = whole.p[i];
    }
}

TEST(two_parts_of_one_name_are_refused)
{
    const struct package_part parts[] = {
        part_of("word/document.xml", "<a/>"), part_of("word/documenu.xml", "<b/>")};
    struct str zip = make_zip(parts, 2);
    char *bytes = arena_array(test_arena(), char, zip.n);
    memcpy(bytes, zip.p, zip.n);
    for (size_t at = str_find(zip, S("documenu"), 0); at != SIZE_MAX;
         at = str_find(zip, S("documenu"), at + 1))
        bytes[at + 7] = 't';
    CHECK(str_starts(text_of(str_make(bytes, zip.n)), S("!文件中“word/document.xml”出现了两次")));
}

static struct str
big_docx(size_t bytes)
{
    char *blanks = arena_array(test_arena(), char, bytes + 1);
    memset(blanks, ' ', bytes);
    return make_docx(
        arena_fmt(test_arena(), "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", blanks).p, NULL, 0);
}

TEST(bombs_are_refused_by_ratio_and_by_size)
{
    struct str bomb = big_docx(8 << 20);
    CHECK(bomb.n < 64 << 10);
    CHECK(str_starts(text_of(bomb), S("!文件中的“word/document.xml”解压后膨胀超过 200 倍")));
    struct doc_limits limits = doc_limits_usual();
    limits.ratio = SIZE_MAX;
    limits.inflated = 1 << 20;
    CHECK_STR(text_within(bomb, &limits), "!文件解压后超过 1 MiB，超出允许的大小，已拒绝读取。");
    limits.inflated = 100 << 20;
    limits.text = 1 << 20;
    CHECK(str_starts(text_within(bomb, &limits), S("!文件的文字超过 1 MiB")));
}

TEST(the_number_of_parts_has_a_limit)
{
    struct doc_limits limits = doc_limits_usual();
    limits.entries = 2;
    CHECK(str_starts(text_within(big_docx(10), &limits), S("!文件由 3 个部分组成，超过上限 2 个")));
}

TEST(a_zip_of_something_else_is_told)
{
    const struct package_part parts[] = {part_of("photo.jpg", "x")};
    CHECK(str_starts(text_of(make_zip(parts, 1)), S("!这是一个压缩包，里面没有 Word 或 Excel")));
    const struct package_part odf[] = {
        part_of("META-INF/manifest.xml", "<a/>"), part_of("content.xml", "<a/>")};
    CHECK(str_starts(text_of(make_zip(odf, 2)), S("!这是 OpenDocument")));
    const struct package_part bin[] = {
        part_of("_rels/.rels",
            RELS "<Relationship Id='1' Type='x/officeDocument' Target='xl/workbook.bin'/>"
                 "</Relationships>"),
        part_of("xl/workbook.bin", "x")};
    CHECK(str_starts(text_of(make_zip(bin, 2)), S("!这是 Excel 二进制工作簿")));
    const struct package_part wrong[] = {part_of("word/document.xml", "<slides/>")};
    CHECK(str_starts(text_of(make_zip(wrong, 1)), S("!这个办公文件既不是文档也不是工作簿")));
    CHECK(str_starts(text_of(S("PK\x05\x06")), S("!文件的压缩包已损坏")));
}

TEST(a_wrong_target_is_told)
{
    const struct package_part parts[] = {
        part_of("_rels/.rels",
            RELS "<Relationship Id='1' Type='x/officeDocument' Target='../../../../etc/passwd'/>"
                 "</Relationships>"),
        part_of("other.xml", "<a/>")};
    CHECK(str_starts(text_of(make_zip(parts, 2)), S("!这是一个压缩包，里面没有")));
    const struct package_part loop[] = {part_of("_rels/.rels",
        RELS
        "<Relationship Id='1' Type='x/officeDocument' Target='_rels/.rels'/></Relationships>")};
    CHECK(str_starts(text_of(make_zip(loop, 1)), S("!这个办公文件既不是文档")));
}
