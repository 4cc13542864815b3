#include "doc/doc.h"

#include "harness.h"
#include "support_office.h"

#define STYLES                                                                                         \
    "<numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>" \
    "<cellStyleXfs><xf numFmtId=\"22\"/></cellStyleXfs>"                                               \
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"22\"/><xf numFmtId=\"176\"/></cellXfs>"

static struct str
rows_text(const char *rows)
{
    const char *sheet = arena_fmt(test_arena(), "<sheetData>%s</sheetData>", rows).p;
    return text_of(make_xlsx(sheet,
        "<si><t>共享</t></si><si><r><t>富</t></r><r><t>文本</t></r><rPh><t>x</t></rPh></si>",
        STYLES));
}

TEST(cells_of_every_type)
{
    CHECK_STR(
        rows_text(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
            "<c r=\"C1\" t=\"inlineStr\"><is><t>内联</t></is></c><c r=\"D1\" t=\"b\"><v>1</v></c>"
            "<c r=\"E1\" t=\"str\"><f>A1</f><v>结果</v></c><c r=\"F1\" t=\"e\"><v>#N/A</v></c>"
            "<c r=\"G1\"><f>1+1</f><v>2</v></c></row>"),
        "表一\n共享\t富文本\t内联\tTRUE\t结果\t#N/A\t2\n");
}

TEST(dates_by_style)
{
    CHECK_STR(rows_text("<row><c s=\"1\"><v>45108</v></c><c s=\"2\"><v>45108.395833333336</v></c>"
                        "<c s=\"3\"><v>45108</v></c><c s=\"0\"><v>45108</v></c></row>"),
        "表一\n2023-07-01\t2023-07-01 09:30\t2023-07-01\t45108\n");
}

TEST(long_digit_strings_stay)
{
    CHECK_STR(
        rows_text(
            "<row><c t=\"str\"><v>320104199001011234</v></c><c><v>3.20104199001011E+17</v></c>"
            "<c><v>0.10000000000000001</v></c><c><v>123456789012345678</v></c></row>"),
        "表一\n320104199001011234\t320104199001011000\t0.1\t123456789012345678\n");
}

TEST(gaps_are_tabs_and_empty_rows_nothing)
{
    CHECK_STR(
        rows_text(
            "<row r=\"2\"><c r=\"C2\"><v>1</v></c><c r=\"E2\"><v>2</v></c></row><row r=\"4\"><c r=\"A4\"/>"
            "</row><row r=\"9\"><c r=\"A9\"><v>3</v></c></row>"),
        "表一\n\t\t1\t\t2\n3\n");
}

TEST(merged_cells_show_once)
{
    struct str bytes =
        make_xlsx("<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>1</v></c></row>"
                  "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\"><v>5</v></c></row></sheetData>"
                  "<mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"x\"/></mergeCells>",
            "", "");
    CHECK_STR(text_of(bytes), "表一\n1\n\t\t5\n");
}

TEST(escapes_and_lines_in_cells)
{
    CHECK_STR(
        rows_text("<row><c t=\"inlineStr\"><is><t>a_x000D_\nb_x005F_x_xZZZZ_</t></is></c></row>"),
        "表一\na b_x_xZZZZ_\n");
}

TEST(wrong_references_do_no_harm)
{
    CHECK_STR(
        rows_text(
            "<row r=\"1\"><c r=\"B1\"><v>2</v></c><c r=\"A1\"><v>1</v></c><c r=\"ZZZZ1\" s=\"999\"><v>3</v></c>"
            "<c t=\"s\"><v>77</v></c><c r=\"\" t=\"s\"><v>-1</v></c></row><c><v>9</v></c>"),
        "表一\n\t2\t3\n");
    CHECK(str_starts(rows_text("<row r=\"5\"/><row r=\"2\"/>"), S("!工作表的行号颠倒")));
}

TEST(a_missing_sheet_is_an_error)
{
    const struct package_part parts[] = {part_of("xl/workbook.xml",
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
        "<sheets><sheet name=\"丢失\"/></sheets></workbook>")};
    CHECK_STR(text_of(make_zip(parts, 1)),
        "!工作表“丢失”的内容在文件里找不到，文件不完整。请重新获取，或另存一份。");
}

TEST(rows_and_columns_are_kept_in_the_model)
{
    struct doc *doc;
    struct err e = {0};
    struct str bytes =
        make_xlsx("<sheetData><row r=\"7\"><c r=\"AB7\"><v>1</v></c></row></sheetData>", "", "");
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, &doc, &e), &e));
    CHECK_INT(doc->kind, DOC_XLSX);
    CHECK_INT(doc->first->kind, DOC_SHEET);
    REQUIRE(doc->first->next && doc->first->next->rows);
    CHECK_INT(doc->first->next->rows->number, 7);
    CHECK_INT(doc->first->next->rows->first->column, 27);
}
