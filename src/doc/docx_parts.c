#include "doc/docx_parts.h"

/* clang-format off: it takes the elements for operands. */

#define XML_HEAD            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W_NS                "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define REL                 "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define TYPE                "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define VAL(element, value) "<w:" element " w:val=\"" value "\"/>"

#define OVERRIDE(part, type) "<Override PartName=\"" part "\" ContentType=\"" type "\"/>"

const struct str docx_content_types = str_lit(XML_HEAD
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>" OVERRIDE("/word/document.xml",
        TYPE "document.main+xml") OVERRIDE("/word/styles.xml", TYPE "styles+xml")
        OVERRIDE("/word/fontTable.xml", TYPE "fontTable+xml") OVERRIDE("/word/settings.xml",
            TYPE "settings+xml") OVERRIDE("/word/footer1.xml", TYPE "footer+xml")
            OVERRIDE("/word/footer2.xml", TYPE "footer+xml") OVERRIDE("/docProps/core.xml",
                "application/vnd.openxmlformats-package.core-properties+xml") "</Types>");

#define RELATIONS \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION(id, type, target) \
    "<Relationship Id=\"" id "\" Type=\"" type "\" Target=\"" target "\"/>"

const struct str docx_package_rels = str_lit(
    XML_HEAD RELATIONS RELATION("rId1", REL "officeDocument", "word/document.xml") RELATION("rId2",
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml") "</Relationships>");

const struct str docx_document_rels = str_lit(XML_HEAD RELATIONS RELATION(
    "rId1", REL "styles", "styles.xml") RELATION("rId2", REL "fontTable", "fontTable.xml")
        RELATION("rId3", REL "settings", "settings.xml") RELATION("rId4", REL "footer",
            "footer1.xml") RELATION("rId5", REL "footer", "footer2.xml") "</Relationships>");

/* Where a named font is missing, the alternative is taken. */
#define FONT(name, alternative, family, pitch)                                      \
    "<w:font w:name=\"" name "\">" VAL("altName", alternative) VAL("charset", "86") \
        VAL("family", family) VAL("pitch", pitch) "</w:font>"

const struct str docx_fonts = str_lit(XML_HEAD "<w:fonts " W_NS ">" FONT(
    "仿宋_GB2312", "仿宋", "modern", "fixed") FONT("楷体_GB2312", "楷体", "modern", "fixed")
        FONT("黑体", "SimHei", "modern", "fixed") FONT("宋体", "SimSun", "auto", "variable")
            FONT("方正小标宋简体", "华文中宋", "auto", "variable") "</w:fonts>");

/* Odd and even pages differ; lines break the Chinese way; a layout as Word 2013 and later do it. */
const struct str docx_settings = str_lit(XML_HEAD
    "<w:settings " W_NS ">"
    "<w:zoom w:percent=\"100\"/>" VAL("defaultTabStop", "420") "<w:evenAndOddHeaders/>" VAL(
        "characterSpacingControl",
        "compressPunctuation") "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
                               "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
                               "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
                               "w:val=\"15\"/></w:compat>"
                               "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/>"
                               "</w:settings>");

#define FONTS(name)                                                                            \
    "<w:rFonts w:ascii=\"" name "\" w:eastAsia=\"" name "\" w:hAnsi=\"" name "\" w:cs=\"" name \
    "\"/>"
#define SIZE(half_points) VAL("sz", half_points) VAL("szCs", half_points)
/* 28 characters of 16 pt are 6 pt wider than the type area. (A character grid would do it in Word, but
   LibreOffice gives two cells to a character that is wider than its cell.) */
#define NARROW VAL("spacing", "-5")
#define USUAL  VAL("spacing", "0")
#define LINES(before, after, line)                                            \
    "<w:spacing w:before=\"" before "\" w:after=\"" after "\" w:line=\"" line \
    "\" w:lineRule=\"exact\"/>"
#define INDENT "<w:ind w:firstLineChars=\"200\" w:firstLine=\"632\"/>"

#define STYLE_ON(id, name, base)                                                                \
    "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"" id "\">" VAL("name", name) \
        VAL("basedOn", base) "<w:qFormat/>"
#define STYLE(id, name) STYLE_ON(id, name, "Normal")
#define STYLE_BUILTIN(id, name, next)                                       \
    "<w:style w:type=\"paragraph\" w:styleId=\"" id "\">" VAL("name", name) \
        VAL("basedOn", "Normal") VAL("next", next) "<w:qFormat/>"
#define HEADING(level, outline, font)                                         \
    STYLE_BUILTIN("Heading" level, "heading " level, "BodyText")              \
    "<w:pPr><w:keepNext/>" INDENT VAL("outlineLvl", outline) "</w:pPr>"       \
                                                             "<w:rPr>" FONTS( \
                                                                 font) "</w:rPr></w:style>"
/* A heading's font for words at the head of a body paragraph. */
#define LEAD(level, font)                                                      \
    "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"Lead" level \
    "\">" VAL("name", "Lead " level) "<w:qFormat/><w:rPr>" FONTS(font) "</w:rPr></w:style>"
#define CELL_MARGIN(side, twips) "<w:" side " w:w=\"" twips "\" w:type=\"dxa\"/>"

const struct str docx_styles_defaults = str_lit(XML_HEAD
    "<w:styles " W_NS ">"
    "<w:docDefaults><w:rPrDefault><w:rPr>" FONTS("仿宋_GB2312") VAL("kern", "2") SIZE(
        "32") "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault/>"
              "</w:docDefaults>"
              "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">" VAL("name",
                  "Normal") "<w:qFormat/>"
                            "<w:pPr>" VAL("widowControl", "0") LINES("0", "0", "579") VAL("jc",
                                "both") "</w:pPr>"
                                        "<w:rPr>" NARROW SIZE(
                                            "32") "</w:rPr></w:style>"
                                                  "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">" VAL(
                                                      "name",
                                                      "Default Paragraph Font") "<w:semiHidden/></w:style>"
                                                                                "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">" VAL(
                                                                                    "name",
                                                                                    "Normal Table") "<w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>" CELL_MARGIN("top",
                                                                                    "0") CELL_MARGIN("left",
                                                                                    "85")
                                                                                    CELL_MARGIN(
                                                                                        "bottom",
                                                                                        "0")
                                                                                        CELL_MARGIN(
                                                                                            "right",
                                                                                            "85") "</w:tblCellMar></w:tblPr></w:style>");

const struct str docx_styles_text = str_lit(STYLE_BUILTIN(
    "Title", "Title", "BodyText") "<w:pPr>" LINES("0", "0", "700") VAL("jc",
    "center") "</w:pPr>"
              "<w:rPr>" FONTS("方正小标宋简体") USUAL SIZE("44") "</w:rPr></w:style>" STYLE_BUILTIN(
                  "Subtitle", "Subtitle", "BodyText") "<w:pPr>" LINES("0", "458", "579") VAL("jc",
                  "center") "</w:pPr>"
                            "<w:rPr>" FONTS("楷体_GB2312") "</w:rPr></w:style>" STYLE_BUILTIN(
                                "BodyText", "Body Text",
                                "BodyText") "<w:pPr>" INDENT "</w:pPr></w:style>" STYLE("Flush",
                                "Flush") "</w:style>" HEADING("1", "0", "黑体")
                                HEADING("2", "1", "楷体_GB2312") HEADING("3", "2", "仿宋_GB2312")
                                    HEADING("4", "3", "仿宋_GB2312"));

const struct str docx_styles_rest = str_lit(LEAD("1", "黑体") LEAD("2", "楷体_GB2312") LEAD(
    "3", "仿宋_GB2312") LEAD("4", "仿宋_GB2312") STYLE("SignUnit",
    "Sign Unit") "<w:pPr><w:keepNext/><w:ind w:rightChars=\"200\" w:right=\"632\"/>" VAL("jc",
    "right") "</w:pPr></w:style>" STYLE("SignDate",
    "Sign Date") "<w:pPr><w:ind w:rightChars=\"400\" w:right=\"1264\"/>" VAL("jc",
    "right") "</w:pPr></w:style>" STYLE("TableText", "Table Text") "<w:pPr>" VAL("snapToGrid",
    "0") LINES("40", "40", "320") VAL("jc",
    "left") "</w:pPr>"
            "<w:rPr>" USUAL SIZE("24") "</w:rPr></w:style>" STYLE_ON(
                "TableHead", "Table Head", "TableText") "<w:pPr><w:keepNext/>" VAL("jc",
                "center") "</w:pPr><w:rPr>" FONTS("黑体") "</w:rPr></w:style>" STYLE_BUILTIN("Footer",
                "footer", "Footer") "<w:pPr>" VAL("snapToGrid", "0")
                LINES("0", "0", "280") "</w:pPr>"
                                       "<w:rPr>" FONTS("宋体") USUAL SIZE("28") "</w:rPr></w:style>"
                                                                                "</w:styles>");

/* The field's parts and the dashes stand in runs of their own: WPS shows the number only so. */
#define FIELD(type) "<w:r><w:fldChar w:fldCharType=\"" type "\"/></w:r>"
#define FOOTER(side)                                                                                                                                        \
    XML_HEAD "<w:ftr " W_NS "><w:p><w:pPr>" VAL(                                                                                                            \
        "pStyle", "Footer") "<w:ind w:" side "Chars=\"100\" w:" side "=\"280\"/>" VAL("jc",                                                                 \
        side) "</w:pPr>"                                                                                                                                    \
              "<w:r><w:t xml:space=\"preserve\">— </w:t></w:r>" FIELD("begin") "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>" FIELD( \
                  "separate") "<w:r><w:t>1</w:t></w:r>" FIELD("end") "<w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>"

const struct str docx_footer_odd = str_lit(FOOTER("right"));
const struct str docx_footer_even = str_lit(FOOTER("left"));
