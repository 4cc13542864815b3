#include "support_office.h"

#include "harness.h"

#define DECLARED                                                                       \
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "        \
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" " \
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "        \
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "               \
    "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" "          \
    "xmlns:v=\"urn:schemas-microsoft-com:vml\""
#define SHEETS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define RELS \
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define TYPES "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

enum {
    PARTS_MAX = 16
};

struct package_part
part_of(const char *name, const char *text)
{
    return (struct package_part){str_from(name), str_from(text)};
}

struct str
make_zip(const struct package_part *parts, size_t n)
{
    struct str bytes = {0};
    struct err e = {0};
    CHECK_OK(package_write(test_arena(), parts, n, &bytes, &e), &e);
    return bytes;
}

static struct package_part
root_rels(const char *target)
{
    struct str text = arena_fmt(test_arena(),
        RELS "<Relationship Id=\"a\" Type=\"" TYPES
             "officeDocument\" Target=\"%s\"/></Relationships>",
        target);
    return (struct package_part){S("_rels/.rels"), text};
}

struct str
make_docx(const char *body, const struct package_part *more, size_t n)
{
    struct arena *a = test_arena();
    struct package_part parts[PARTS_MAX];
    struct str rels = S(RELS);
    parts[0] = root_rels("word/document.xml");
    parts[1] = part_of("word/document.xml",
        arena_fmt(a, "<w:document " DECLARED "><w:body>%s</w:body></w:document>", body).p);
    for (size_t i = 0; i < n; i++) {
        parts[3 + i] = more[i];
        struct str name = str_slice(more[i].name, S("word/").n, more[i].name.n);
        rels = arena_fmt(a, "%.*s<Relationship Id=\"r%d\" Type=\"" TYPES "%.*s\" Target=\"%.*s\"/>",
            STR_ARG(rels), (int)i, STR_ARG(str_slice(name, 0, name.n - S(".xml").n)),
            STR_ARG(name));
    }
    parts[2] = part_of(
        "word/_rels/document.xml.rels", arena_fmt(a, "%.*s</Relationships>", STR_ARG(rels)).p);
    return make_zip(parts, 3 + n);
}

struct str
make_xlsx(const char *sheet, const char *strings, const char *styles)
{
    struct arena *a = test_arena();
    const struct package_part parts[] = {
        root_rels("xl/workbook.xml"),
        part_of("xl/workbook.xml",
            "<workbook " SHEETS " xmlns:r=\"http://schemas.openxmlformats.org/"
            "officeDocument/2006/relationships\"><sheets><sheet name=\"表一\" "
            "sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"),
        part_of("xl/_rels/workbook.xml.rels",
            RELS "<Relationship Id=\"s1\" Type=\"" TYPES
                 "worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                 "<Relationship Id=\"s2\" Type=\"" TYPES
                 "sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>"
                 "<Relationship Id=\"s3\" Type=\"" TYPES
                 "styles\" Target=\"styles.xml\"/></Relationships>"),
        part_of("xl/worksheets/sheet1.xml",
            arena_fmt(a, "<worksheet " SHEETS ">%s</worksheet>", sheet).p),
        part_of("xl/sharedStrings.xml", arena_fmt(a, "<sst " SHEETS ">%s</sst>", strings).p),
        part_of("xl/styles.xml", arena_fmt(a, "<styleSheet " SHEETS ">%s</styleSheet>", styles).p),
    };
    return make_zip(parts, sizeof(parts) / sizeof(parts[0]));
}

struct str
text_within(struct str bytes, const struct doc_limits *limits)
{
    struct arena *a = test_arena();
    struct doc *doc;
    struct err e = {0};
    if (!doc_read_bytes(a, bytes, limits, &doc, &e))
        return arena_fmt(a, "!%s", e.text);
    struct out o;
    out_init(&o, 1 << 20);
    doc_text(doc, &o);
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

struct str
text_of(struct str bytes)
{
    return text_within(bytes, NULL);
}
