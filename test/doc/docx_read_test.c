#include "doc/doc.h"

#include "harness.h"
#include "support_office.h"

#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define W_NS    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

static struct str
body_text(const char *body)
{
    return text_of(make_docx(body, NULL, 0));
}

TEST(paragraphs_are_lines)
{
    CHECK_STR(body_text(P("第一段") "<w:p/>" P("第二段")), "第一段\n\n第二段\n");
}

TEST(runs_join_and_keep_tabs_and_breaks)
{
    CHECK_STR(
        body_text(
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">"
            "甲 </w:t><w:tab/><w:t>乙</w:t></w:r><w:r><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁"
            "</w:t></w:r></w:p>"),
        "甲 \t乙\n丙-丁\n");
}

TEST(page_breaks_are_blocks)
{
    struct doc *doc;
    struct err e = {0};
    struct str bytes =
        make_docx(P("一") "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>"
                          "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>二</w:t></w:r></w:p>",
            NULL, 0);
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, &doc, &e), &e));
    const struct doc_block *b = doc->first->next;
    CHECK_INT(b->kind, DOC_PAGE_BREAK);
    CHECK_INT(b->next->kind, DOC_PAGE_BREAK);
    CHECK_STR(b->next->next->text, "二");
    CHECK(b->next->next->next == NULL);
}

TEST(a_table_is_rows_of_cells)
{
    CHECK_STR(body_text("<w:tbl><w:tr><w:tc>" P("姓名") "</w:tc><w:tc>" P(
                  "日期") "</w:tc></w:tr>"
                          "<w:tr><w:tc>" P("张")
                              P("三") "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>" P("后")),
        "姓名\t日期\n张 三\t\n后\n");
}

TEST(a_table_in_a_cell_stays_in_it)
{
    CHECK_STR(
        body_text("<w:tbl><w:tr><w:tc>" P("外") "<w:tbl><w:tr><w:tc>" P("内一") "</w:tc><w:tc>" P(
            "内二") "</w:tc></w:tr></w:tbl><w:p/></w:tc><w:tc>" P("旁") "</w:tc></w:tr></w:tbl>"),
        "外 内一 内二\t旁\n");
}

TEST(tracked_changes_show_the_final_text)
{
    CHECK_STR(
        body_text(
            "<w:p><w:r><w:t>共</w:t></w:r><w:del><w:r><w:delText>10</w:delText><w:t>x</w:t></w:r></w:del>"
            "<w:ins><w:r><w:t>12</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
            "<w:r><w:t>次</w:t></w:r></w:p>"),
        "共12次\n");
    CHECK_STR(
        body_text("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半，</w:t></w:r></w:p>" P(
            "后半。")),
        "前半，后半。\n");
    CHECK_STR(body_text("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" P(
                  "删") "</w:tc></w:tr><w:tr><w:tc>" P("留") "</w:tc></w:tr></w:tbl>"),
        "留\n");
}

TEST(fields_show_their_result_only)
{
    CHECK_STR(
        body_text(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> IF </w:instrText></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/>"
            "<w:t>内</w:t><w:fldChar w:fldCharType=\"end\"/></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>结果</w:t></w:r>"
            "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            "<w:fldSimple w:instr=\"PAGE\"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"),
        "结果7\n");
}

TEST(a_text_box_is_read_once_behind_its_paragraph)
{
    CHECK_STR(
        body_text("<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>" P(
            "框内") "</w:txbxContent></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" P("框内") "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
                                                                                                            "<w:t>后</w:t></w:r></w:p>"),
        "前后\n框内\n");
    CHECK_STR(body_text("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>格</w:t><w:pict><w:txbxContent>" P(
                  "框") "</w:txbxContent></w:pict></w:r></w:p></w:tc></w:tr></w:tbl>"),
        "格 框\n");
}

TEST(links_ruby_formulas_and_symbols)
{
    CHECK_STR(
        body_text(
            "<w:p><w:hyperlink><w:r><w:t>网址</w:t></w:r></w:hyperlink><w:r><w:ruby><w:rt><w:r><w:t>pin"
            "</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>"
            "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
            "<w:r><w:sym w:font=\"Wingdings 2\" w:char=\"F052\"/></w:r></w:p>"),
        "网址拼x=1☑\n");
}

TEST(notes_follow_the_text)
{
    const struct package_part notes[] = {part_of("word/footnotes.xml",
        "<w:footnotes " W_NS
        "><w:footnote w:type=\"separator\"><w:p><w:r><w:t>——</w:t></w:r></w:p></w:footnote>"
        "<w:footnote w:id=\"2\"><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:footnotes>")};
    CHECK_STR(
        text_of(make_docx(
            "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>", notes, 1)),
        "正文\n脚注\n");
}

TEST(heading_levels_come_from_styles_and_outlines)
{
    const struct package_part styles[] = {part_of("word/styles.xml",
        "<w:styles " W_NS
        "><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"x\"><w:name w:val=\"自己的\"/><w:basedOn w:val=\"y\"/></w:style>"
        "<w:style w:type=\"paragraph\" w:styleId=\"y\"><w:name w:val=\"别的\"/><w:pPr><w:outlineLvl w:val=\"1\"/>"
        "</w:pPr></w:style><w:style w:type=\"paragraph\" w:styleId=\"l\"><w:name w:val=\"圈\"/>"
        "<w:basedOn w:val=\"l\"/></w:style></w:styles>")};
    struct str bytes =
        make_docx("<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr></w:p>"
                  "<w:p><w:pPr><w:pStyle w:val=\"x\"/></w:pPr></w:p>"
                  "<w:p><w:pPr><w:pStyle w:val=\"l\"/></w:pPr></w:p>"
                  "<w:p><w:pPr><w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/></w:pPr></w:p>"
                  "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/><w:pPrChange><w:pPr><w:outlineLvl "
                  "w:val=\"5\"/></w:pPr></w:pPrChange></w:pPr></w:p>",
            styles, 1);
    static const int LEVELS[] = {1, 2, 0, 0, 3};
    struct doc *doc;
    struct err e = {0};
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, &doc, &e), &e));
    size_t i = 0;
    for (const struct doc_block *b = doc->first; b; b = b->next, i++) {
        REQUIRE(i < 5);
        CHECK_INT(b->level, LEVELS[i]);
    }
    CHECK_INT(i, 5);
}

TEST(content_controls_are_listed_by_tag)
{
    struct doc *doc;
    struct err e = {0};
    struct str bytes = make_docx(
        "<w:p><w:r><w:t>召开</w:t></w:r><w:sdt><w:sdtPr><w:alias w:val=\"次数\"/><w:tag "
        "w:val=\"m.count\"/></w:sdtPr><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent>"
        "</w:sdt><w:r><w:t>次</w:t></w:r></w:p><w:sdt><w:sdtContent>" P(
            "块") "</w:sdtContent></w:sdt>",
        NULL, 0);
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), bytes, NULL, &doc, &e), &e));
    REQUIRE(doc->controls != NULL);
    CHECK_STR(doc->controls->tag, "m.count");
    CHECK_STR(doc->controls->alias, "次数");
    CHECK_STR(doc->controls->text, "12");
    CHECK(doc->controls->next == NULL);
    CHECK_STR(text_of(bytes), "召开12次\n块\n");
}

TEST(the_strict_edition_is_read)
{
    const struct package_part parts[] = {
        part_of("_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            "<Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/officeDocument/"
            "relationships/officeDocument\" Target=\"/Word/Main.xml\"/></Relationships>"),
        part_of("word/main.xml",
            "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>" P(
                "严格") "</w:body></w:document>")};
    CHECK_STR(text_of(make_zip(parts, 2)), "严格\n");
}

TEST(elements_in_wrong_places_do_no_harm)
{
    CHECK_STR(
        body_text("<w:tc>" P("甲") "</w:tc><w:tr><w:tc>" P(
            "乙") "</w:tc></w:tr><w:t>丙</w:t>"
                  "<w:tbl>" P(
                      "丁") "<w:tc/><w:tr/></w:tbl><w:r><w:t>戊</w:t><w:br/><w:tab/></w:r>"
                            "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/><w:fldChar w:fldCharType=\"begin\"/>"
                            "<w:t>己</w:t></w:r></w:p>"),
        "甲\n乙\n\n己\n");
}

TEST(nesting_has_a_limit)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (int i = 0; i < 140; i++)
        out_lit(&o, "<w:p><w:r>");
    for (int i = 0; i < 140; i++)
        out_lit(&o, "</w:r></w:p>");
    struct str body = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    CHECK(str_starts(body_text(body.p), S("!文件里的表格、文本框嵌套超过")));
}
