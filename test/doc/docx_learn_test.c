#include "doc/docx_learn.h"

#include "doc/child.h"
#include "doc/child_form.h"
#include "doc/docx_write.h"
#include "harness.h"
#include "support_office.h"

#include <sys/mman.h>
#include <unistd.h>

#define LONG \
    "本年度围绕中心任务抓落实，逐项记下做过的事，按月核对，做到件件有着落、事事有回音，年底据此写成总结。"

static bool
learn(struct str bytes, struct docx_profile *p, struct err *e)
{
    *e = (struct err){0};
    return docx_learn(test_arena(), bytes, NULL, p, e);
}

/* A report as the writer makes it, in this profile. */
static struct str
report_in(const struct docx_profile *p)
{
    struct arena *a = test_arena();
    struct docx_writer *w = docx_begin_in(a, S("x"), p);
    struct str bytes = {0};
    struct err e = {0};
    docx_line(w, DOCX_TITLE, S("述职报告"));
    for (int i = 1; i <= 2; i++)
        for (int level = 0; level < DOCX_LEVELS; level++) {
            struct str number = docx_number_text(a, p->number[level], i);
            docx_line(w, (enum docx_style)(DOCX_LEVEL1 + level),
                arena_fmt(a, "%.*s抓好落实", STR_ARG(number)));
            docx_line(w, DOCX_BODY, S(LONG));
        }
    docx_table(w, (const unsigned[]){1}, 1);
    docx_row(w, (const struct str[]){S(LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG)}, true);
    docx_table_end(w);
    CHECK_OK(docx_finish(w, &bytes, &e), &e);
    return bytes;
}

TEST(the_official_layout_is_learnt_as_it_is)
{
    struct docx_profile p = docx_gbt9704(), q;
    struct err e;
    REQUIRE(CHECK_OK(learn(report_in(&p), &q, &e), &e));
    CHECK_INT(q.learnt, DOCX_LEARNT_ALL);
    p.learnt = DOCX_LEARNT_ALL;
    CHECK(docx_profile_same(&p, &q));
}

/* A layout that differs from the official one in everything. */
static struct docx_profile
unusual(void)
{
    struct docx_profile p = docx_gbt9704();
    static const char *const faces[] = {"title", "body", "head1", "head2", "head3", "head4"};
    static const char *const east[] = {"华文中宋", "宋体", "微软雅黑", "等线", "隶书", "幼圆"};
    struct arena *a = test_arena();
    p.width = 10318;
    p.height = 14570;
    p.top = 1440;
    p.right = 1300;
    p.bottom = 1500;
    p.left = 1400;
    p.footer = 800;
    p.narrow = 6;
    for (int i = 0; i < 6; i++) {
        (void)docx_profile_put_font(&p, arena_fmt(a, "%s_east", faces[i]), str_from(east[i]));
        (void)docx_profile_put_font(&p, arena_fmt(a, "%s_latin", faces[i]), S("Times New Roman"));
        (void)docx_profile_put(&p, arena_fmt(a, "%s_size", faces[i]), i == 0 ? 40 : 24 + 2 * i);
        (void)docx_profile_put(&p, arena_fmt(a, "%s_bold", faces[i]), i != 1);
        (void)docx_profile_put(&p, arena_fmt(a, "%s_align", faces[i]), i == 1 ? 1 : 2);
        (void)docx_profile_put(&p, arena_fmt(a, "%s_indent", faces[i]), i == 1 ? 300 : 0);
        (void)docx_profile_put(&p, arena_fmt(a, "%s_rule", faces[i]), DOCX_RULE_TIMES);
        (void)docx_profile_put(&p, arena_fmt(a, "%s_line", faces[i]), 300 + 10 * i);
    }
    p.number[0] = DOCX_NUMBER_DIGITS;
    p.number[1] = DOCX_NUMBER_DIGITS_ROUND;
    p.number[2] = DOCX_NUMBER_HAN_ROUND;
    p.number[3] = DOCX_NUMBER_NONE;
    p.folio = DOCX_FOLIO_OF;
    p.place = DOCX_PLACE_CENTRE;
    (void)docx_font_set(&p.folio_font, S("黑体"));
    p.folio_half_points = 21;
    p.learnt = DOCX_LEARNT_ALL;
    return p;
}

TEST(a_layout_of_ones_own_is_learnt_and_written_alike)
{
    struct docx_profile p = unusual(), q;
    struct err e;
    REQUIRE(CHECK_OK(docx_profile_check(&p, &e), &e));
    REQUIRE(CHECK_OK(learn(report_in(&p), &q, &e), &e));
    struct out one, two;
    out_init(&one, 1 << 16);
    out_init(&two, 1 << 16);
    struct json_out j = json_begin(&one), k = json_begin(&two);
    docx_profile_write(&j, &p);
    docx_profile_write(&k, &q);
    CHECK_STR(arena_str(test_arena(), out_str(&two)), arena_str(test_arena(), out_str(&one)).p);
    out_release(&one);
    out_release(&two);
}

TEST(every_page_number_is_learnt_as_it_is_written)
{
    for (int folio = 0; folio < DOCX_FOLIO_COUNT; folio++)
        for (int place = 0; place < DOCX_PLACE_COUNT; place++) {
            struct docx_profile p = docx_gbt9704(), q;
            struct err e;
            p.folio = (enum docx_folio)folio;
            p.place = (enum docx_place)place;
            REQUIRE(CHECK_OK(learn(report_in(&p), &q, &e), &e));
            CHECK_INT(q.folio, folio);
            if (folio != DOCX_FOLIO_NONE)
                CHECK_INT(q.place, place);
        }
}

/* ---- files as other programs make them ---- */

#define P(properties, runs) "<w:p><w:pPr>" properties "</w:pPr>" runs "</w:p>"
#define R(properties, text) "<w:r><w:rPr>" properties "</w:rPr><w:t>" text "</w:t></w:r>"
#define EAST(name)          "<w:rFonts w:eastAsia=\"" name "\" w:ascii=\"Arial\"/>"

static const char STYLES[] =
    "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
    "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme=\"minorHAnsi\" "
    "w:eastAsiaTheme=\"minorEastAsia\"/><w:sz w:val=\"22\"/></w:rPr></w:rPrDefault></w:docDefaults>"
    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/>"
    "<w:pPr><w:jc w:val=\"both\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"base\"><w:name w:val=\"Base\"/><w:basedOn "
    "w:val=\"a\"/><w:pPr><w:spacing w:line=\"560\" w:lineRule=\"exact\"/></w:pPr><w:rPr>"
    "<w:rFonts w:eastAsia=\"楷体\"/><w:sz w:val=\"30\"/></w:rPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"text\"><w:name w:val=\"Text\"/><w:basedOn "
    "w:val=\"base\"/><w:pPr><w:ind w:firstLine=\"600\"/></w:pPr></w:style>"
    "<w:style w:type=\"paragraph\" w:styleId=\"h1\"><w:name w:val=\"heading 1\"/><w:basedOn "
    "w:val=\"base\"/><w:rPr><w:b/><w:sz w:val=\"36\"/></w:rPr></w:style>"
    "<w:style w:type=\"character\" w:styleId=\"strong\"><w:name w:val=\"Strong\"/><w:rPr><w:b/>"
    "</w:rPr></w:style></w:styles>";
static const char THEME[] =
    "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:majorFont>"
    "<a:latin typeface=\"Cambria\"/><a:ea typeface=\"\"/></a:majorFont><a:minorFont><a:latin "
    "typeface=\"Calibri\"/><a:ea typeface=\"\"/><a:font script=\"Hans\" typeface=\"等线\"/>"
    "</a:minorFont></a:theme>";

static bool
learn_body(const char *body, struct docx_profile *p)
{
    const struct package_part parts[] = {
        part_of("word/styles.xml", STYLES), part_of("word/theme.xml", THEME)};
    struct err e;
    return CHECK_OK(learn(make_docx(body, parts, 2), p, &e), &e);
}

TEST(what_a_style_takes_over_from_others_counts)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("<w:pStyle w:val=\"h1\"/>", R("", "一、抓落实"))
                           P("<w:pStyle w:val=\"text\"/>", R("", LONG LONG)),
        &p));
    CHECK_STR(str_from(p.body.east.z), "楷体");
    CHECK_STR(str_from(p.body.latin.z), "Calibri");
    CHECK_INT(p.body.half_points, 30);
    CHECK_INT(p.body.align, DOCX_ALIGN_BOTH);
    CHECK_INT(p.body.indent, 200);
    CHECK_INT(p.body.rule, DOCX_RULE_EXACT);
    CHECK_INT(p.body.line, 560);
    CHECK_INT(p.head[0].half_points, 36);
    CHECK(p.head[0].bold && !p.body.bold);
    CHECK_STR(str_from(p.head[0].east.z), "楷体");
    CHECK_INT(p.number[0], DOCX_NUMBER_HAN);
    CHECK_INT(p.learnt, DOCX_LEARNT_BODY | DOCX_LEARNT_HEAD | DOCX_LEARNT_FOLIO);
    CHECK_INT(p.head[1].half_points, 30); /* goes with the text */
    CHECK_STR(str_from(p.head[1].east.z), "楷体_GB2312");
    CHECK_STR(str_from(p.head[2].east.z), "楷体");
    CHECK_INT(p.folio, DOCX_FOLIO_NONE);
}

TEST(defaults_and_theme_count_where_no_style_says_otherwise)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("", R("", LONG LONG)), &p));
    CHECK_STR(str_from(p.body.east.z), "等线");
    CHECK_STR(str_from(p.body.latin.z), "Calibri");
    CHECK_INT(p.body.half_points, 22);
    CHECK_INT(p.body.rule, DOCX_RULE_TIMES);
    CHECK_INT(p.body.line, 240);
    CHECK_INT(p.body.indent, 0);
}

TEST(what_most_paragraphs_have_by_hand_outweighs_their_style)
{
    struct docx_profile p;
#define BY_HAND                                                                                 \
    P("<w:spacing w:line=\"600\" w:lineRule=\"exact\"/><w:ind w:firstLineChars=\"200\"/><w:jc " \
      "w:val=\"left\"/><w:rPr><w:sz w:val=\"72\"/></w:rPr>",                                    \
        R(EAST("仿宋") "<w:sz w:val=\"32\"/>", LONG)                                            \
            R(EAST("仿宋") "<w:sz w:val=\"32\"/><w:b/>", "重点是落实"))
    REQUIRE(learn_body(
        BY_HAND P("<w:pStyle w:val=\"text\"/>", R("", LONG)) BY_HAND P("", R("", "短")), &p));
    CHECK_STR(str_from(p.body.east.z), "仿宋");
    CHECK_STR(str_from(p.body.latin.z), "Arial");
    CHECK_INT(p.body.half_points, 32);
    CHECK_INT(p.body.line, 600);
    CHECK_INT(p.body.align, DOCX_ALIGN_LEFT);
    CHECK(!p.body.bold);
}

TEST(headings_and_a_title_without_styles_are_found_by_how_they_look)
{
    struct docx_profile p;
    REQUIRE(learn_body(
        P("<w:jc w:val=\"center\"/>", R(EAST("华文中宋") "<w:sz w:val=\"44\"/>", "述职报告"))
            P("<w:jc w:val=\"center\"/>", R(EAST("楷体") "", "（2023年）"))
                P("", R("<w:b/>" EAST("黑体"), "（一）抓学习")) P("", R("", "　　" LONG))
                    P("", R(EAST("隶书"), "1.带头学")) P("", R("", "　　" LONG))
                        P("", R("<w:b/>" EAST("黑体"), "（二）抓服务。") R("", LONG LONG))
                            P("", R("", "　　" LONG)),
        &p));
    CHECK_STR(str_from(p.title.east.z), "华文中宋");
    CHECK_INT(p.title.half_points, 44);
    CHECK_INT(p.title.align, DOCX_ALIGN_CENTRE);
    CHECK_INT(p.number[0], DOCX_NUMBER_HAN_ROUND);
    CHECK_STR(str_from(p.head[0].east.z), "黑体");
    CHECK(p.head[0].bold);
    CHECK_INT(p.number[1], DOCX_NUMBER_DIGITS);
    CHECK_STR(str_from(p.head[1].east.z), "隶书");
    CHECK_INT(p.body.indent, 200);
    CHECK((p.learnt & DOCX_LEARNT_HEAD << 2) == 0);
}

TEST(levels_are_those_that_everybody_keeps_whatever_comes_first)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("", R("", "1.先说明")) P("", R("", LONG LONG))
                           P("", R(EAST("黑体"), "一、抓落实")) P("", R("", "（一）按月看"))
                               P("", R("", "（1）记下来")),
        &p));
    CHECK_INT(p.number[0], DOCX_NUMBER_HAN);
    CHECK_STR(str_from(p.head[0].east.z), "黑体");
    CHECK_INT(p.number[1], DOCX_NUMBER_HAN_ROUND);
    CHECK_INT(p.number[2], DOCX_NUMBER_DIGITS);
    CHECK_INT(p.number[3], DOCX_NUMBER_DIGITS_ROUND);
}

TEST(a_title_in_the_style_of_a_heading_is_the_title)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("<w:pStyle w:val=\"h1\"/><w:jc w:val=\"center\"/>", R("", "年度总结"))
                           P("<w:outlineLvl w:val=\"1\"/>", R(EAST("隶书"), "1.抓落实"))
                               P("", R("", LONG LONG))
                                   P("<w:outlineLvl w:val=\"2\"/>", R("", "（1）按月看")),
        &p));
    CHECK_INT(p.title.half_points, 36);
    CHECK_INT(p.title.align, DOCX_ALIGN_CENTRE);
    CHECK_INT(p.number[0], DOCX_NUMBER_DIGITS);
    CHECK_STR(str_from(p.head[0].east.z), "隶书");
    CHECK_INT(p.number[1], DOCX_NUMBER_DIGITS_ROUND);
    CHECK((p.learnt & DOCX_LEARNT_TITLE) != 0);
}

TEST(numbers_of_a_list_are_numbers)
{
    struct docx_profile p;
    struct err e;
    const struct package_part parts[] = {part_of("word/styles.xml", STYLES),
        part_of("word/numbering.xml",
            "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
            "<w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:numFmt "
            "w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl><w:lvl "
            "w:ilvl=\"1\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"（%2）\"/></w:lvl>"
            "</w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num>"
            "</w:numbering>")};
#define LISTED(level) "<w:numPr><w:ilvl w:val=\"" level "\"/><w:numId w:val=\"7\"/></w:numPr>"
    REQUIRE(CHECK_OK(learn(make_docx(P(LISTED("0"), R("", "抓落实")) P(LISTED("1"),
                                         R("<w:b/>", "按月看")) P("", R("", LONG LONG)),
                               parts, 2),
                         &p, &e),
        &e));
    CHECK_INT(p.number[0], DOCX_NUMBER_HAN);
    CHECK_INT(p.number[1], DOCX_NUMBER_DIGITS_ROUND);
    CHECK(p.head[1].bold && !p.head[0].bold);
}

TEST(tables_and_what_was_deleted_do_not_count)
{
    struct docx_profile p;
    REQUIRE(
        learn_body("<w:tbl><w:tr><w:tc>" P("",
                       R(EAST("隶书") "<w:sz w:val=\"18\"/>",
                           LONG LONG LONG LONG)) "</w:tc></w:tr></w:tbl>" P("",
                       "<w:del>" R(EAST("幼圆"), LONG LONG) "</w:del>" R(EAST("仿宋"), LONG LONG)),
            &p));
    CHECK_STR(str_from(p.body.east.z), "仿宋");
    CHECK_INT(p.body.half_points, 22);
}

TEST(page_grid_and_number_in_a_box_are_read)
{
    struct docx_profile p;
    struct err e;
    const struct package_part parts[] = {part_of("word/styles.xml", STYLES),
        part_of("word/footer1.xml",
            "<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
            "xmlns:wp=\"urn:x\"><w:p><w:r><wp:positionH><wp:align>outside</wp:align>"
            "</wp:positionH><w:txbxContent><w:p><w:r><w:rPr><w:sz w:val=\"28\"/></w:rPr><w:t>- "
            "</w:t></w:r><w:r><w:instrText> PAGE  \\* MERGEFORMAT </w:instrText></w:r><w:r>"
            "<w:t> -</w:t></w:r></w:p></w:txbxContent></w:r></w:p></w:ftr>")};
    REQUIRE(CHECK_OK(
        learn(
            make_docx(
                P("",
                    R("",
                        LONG
                            LONG)) "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"r1\"/><w:pgSz "
                                   "w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1440\" w:right=\"1800\" "
                                   "w:bottom=\"1440\" w:left=\"1700\" w:gutter=\"100\" w:footer=\"992\"/>"
                                   "<w:docGrid w:type=\"lines\" w:linePitch=\"312\"/></w:sectPr>",
                parts, 2),
            &p, &e),
        &e));
    CHECK_INT(p.left, 1800);
    CHECK_INT(p.right, 1800);
    CHECK_INT(p.footer, 992);
    CHECK_INT(p.body.rule, DOCX_RULE_EXACT);
    CHECK_INT(p.body.line, 312);
    CHECK_INT(p.folio, DOCX_FOLIO_DASH);
    CHECK_INT(p.place, DOCX_PLACE_OUTER);
    CHECK_INT(p.folio_half_points, 28);
}

TEST(most_of_the_text_counts_and_not_what_comes_first)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("", R(EAST("隶书"), LONG)) P("", R(EAST("仿宋"), LONG LONG)), &p));
    CHECK_STR(str_from(p.body.east.z), "仿宋");
    REQUIRE(
        learn_body(P("",
                       R(EAST("仿宋") "<w:sz w:val=\"32\"/>",
                           LONG LONG)) "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:docGrid "
                                       "w:type=\"lines\" w:linePitch=\"312\"/></w:sectPr>",
            &p));
    CHECK_INT(p.body.line, 624); /* a line of 16 pt takes two of the grid */
}

#define SECTION(top)                                                             \
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"" top "\" " \
    "w:right=\"1800\" w:bottom=\"1440\" w:left=\"1700\"/></w:sectPr>"

TEST(the_section_with_the_most_text_counts)
{
    struct docx_profile p;
    REQUIRE(learn_body(P("", R("", LONG LONG LONG)) P(SECTION("2000"), R("", "一"))
                           P("", R("", LONG)) SECTION("1500"),
        &p));
    CHECK_INT(p.top, 2000);
    REQUIRE(
        learn_body(P(SECTION("2000"), R("", LONG)) P("", R("", LONG LONG)) SECTION("1500"), &p));
    CHECK_INT(p.top, 1500);
}

TEST(what_cannot_teach_is_refused)
{
    struct docx_profile p;
    struct err e;
    CHECK(!learn(S("hello"), &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "docx");
    CHECK(!learn(make_xlsx("", "", ""), &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "docx");
    CHECK(!learn(make_docx(P("", R("", "短")), NULL, 0), &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "太少");
}

/* ---- in the child ---- */

TEST(a_file_teaches_in_a_child)
{
    struct docx_profile p = unusual(), q;
    struct err e = {0};
    int fd = memfd_create("document", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && child_write(fd, report_in(&p)));
    CHECK_OK(child_learn(test_arena(), fd, &q, &e), &e);
    CHECK(docx_profile_same(&p, &q));
    (void)close(fd);
    fd = memfd_create("document", MFD_CLOEXEC);
    REQUIRE(fd >= 0 && child_write(fd, S("hello")));
    CHECK(!child_learn(test_arena(), fd, &q, &e));
    CHECK_ERR(&e, ERR_INPUT, "docx");
    (void)close(fd);
}

TEST(what_a_child_tells_of_a_layout_is_not_believed)
{
    struct docx_profile p;
    struct err e = {0};
    CHECK(!child_take_profile(test_arena(), S("TZL1{\"width\":1}"), &p, &e));
    CHECK_ERR(&e, ERR_INPUT, "不完整");
    CHECK(!child_take_profile(test_arena(), S("TZL1"), &p, &e));
    CHECK(!child_take_profile(test_arena(), S(""), &p, &e));
    CHECK(!child_take_profile(test_arena(), S("TZT1{}"), &p, &e));
}
