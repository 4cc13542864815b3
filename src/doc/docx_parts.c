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
