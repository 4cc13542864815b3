#include "doc/docx_write.h"

#include "base/bug.h"
#include "base/lang.h"
#include "base/out.h"
#include "base/utf8.h"
#include "doc/docx_look.h"
#include "doc/docx_parts.h"
#include "doc/package.h"

enum {
    COLUMNS_MAX = 24,
    TAG_POINTS = 64 /* Word refuses longer ones */,
    TEXT_MAX = 64 << 20
};

struct docx_writer {
    struct arena *arena;
    struct out body;
    struct str title;
    struct docx_profile profile;
    unsigned figures;
    bool in_para, page_break, after_table, after_title;
    unsigned widths[COLUMNS_MAX];
    size_t columns, column;
    bool in_table, in_row, head;
};

static const char *const STYLE_IDS[] = {"Title", "Subtitle", "BodyText", "Flush", "Heading1",
    "Heading2", "Heading3", "Heading4", "SignUnit", "SignDate"};

/* Characters that XML 1.0 cannot hold are left out; broken UTF-8 becomes U+FFFD. */
static void
put_escaped(struct out *o, struct str s)
{
    uint32_t c;
    while (utf8_next(&s, &c)) {
        if (c == '&')
            out_lit(o, "&amp;");
        else if (c == '<')
            out_lit(o, "&lt;");
        else if (c == '>')
            out_lit(o, "&gt;");
        else if (c == '"')
            out_lit(o, "&quot;");
        else if (c >= 0x20 && c != 0xFFFE && c != 0xFFFF)
            utf8_put(o, c);
    }
}

/* Text within a run: lines and tabs are elements of their own. */
static void
put_run_text(struct out *o, struct str s)
{
    while (s.n) {
        size_t n = 0;
        while (n < s.n && s.p[n] != '\n' && s.p[n] != '\t')
            n++;
        if (n) {
            out_lit(o, "<w:t xml:space=\"preserve\">");
            put_escaped(o, str_slice(s, 0, n));
            out_lit(o, "</w:t>");
        }
        if (n < s.n)
            out_put(o, s.p[n] == '\n' ? S("<w:br/>") : S("<w:tab/>"));
        s = str_slice(s, n + 1, s.n);
    }
}

/* The hint makes quotation marks and dashes Chinese ones. */
static void
put_run(struct docx_writer *w, struct str properties, struct str text)
{
    BUG_ON(!w->in_para, "docx: a run outside a paragraph");
    if (str_empty(text))
        return;
    out_lit(&w->body, "<w:r><w:rPr>");
    if (str_starts(properties, S("<w:rStyle")))
        out_put(&w->body, properties);
    out_lit(&w->body, "<w:rFonts w:hint=\"eastAsia\"/>");
    if (!str_starts(properties, S("<w:rStyle")))
        out_put(&w->body, properties);
    out_lit(&w->body, "</w:rPr>");
    put_run_text(&w->body, text);
    out_lit(&w->body, "</w:r>");
}

struct docx_writer *
docx_begin(struct arena *a, struct str title)
{
    struct docx_profile usual = docx_gbt9704();
    return docx_begin_in(a, title, &usual);
}

struct docx_writer *
docx_begin_in(struct arena *a, struct str title, const struct docx_profile *profile)
{
    struct docx_writer *w = arena_new(a, struct docx_writer);
    w->arena = a;
    w->profile = *profile;
    w->title = arena_str(a, title);
    out_init(&w->body, TEXT_MAX);
    out_lit(&w->body,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "<w:body>");
    return w;
}

void
docx_drop(struct docx_writer *w)
{
    out_release(&w->body);
}

/* One blank line of the body, less what the title's own line has more. */
static int
space_below_title(const struct docx_writer *w)
{
    int space = 2 * docx_look_line(&w->profile.body) - docx_look_line(&w->profile.title);
    return space > 0 ? space : 0;
}

static void
begin_para(struct docx_writer *w, const char *style)
{
    out_fmt(&w->body, "<w:p><w:pPr><w:pStyle w:val=\"%s\"/>", style);
    if (w->page_break)
        out_lit(&w->body, "<w:pageBreakBefore/>");
    if (w->after_title && strcmp(style, "Subtitle") != 0)
        out_fmt(&w->body, "<w:spacing w:before=\"%d\"/>", space_below_title(w));
    out_lit(&w->body, "</w:pPr>");
    w->page_break = w->after_table = false;
    w->after_title = strcmp(style, "Title") == 0;
    w->in_para = true;
}

void
docx_para(struct docx_writer *w, enum docx_style style)
{
    BUG_ON(w->in_para || w->in_table, "docx: a paragraph inside another or in a table");
    begin_para(w, STYLE_IDS[style]);
}

void
docx_para_end(struct docx_writer *w)
{
    BUG_ON(!w->in_para, "docx: no paragraph to end");
    out_lit(&w->body, "</w:p>");
    w->in_para = false;
}

void
docx_run(struct docx_writer *w, struct str text)
{
    put_run(w, S(""), text);
}

void
docx_lead(struct docx_writer *w, enum docx_style level, struct str text)
{
    static const struct str LEADS[] = {str_lit("<w:rStyle w:val=\"Lead1\"/>"),
        str_lit("<w:rStyle w:val=\"Lead2\"/>"), str_lit("<w:rStyle w:val=\"Lead3\"/>"),
        str_lit("<w:rStyle w:val=\"Lead4\"/>")};
    BUG_ON(level < DOCX_LEVEL1 || level > DOCX_LEVEL4, "docx: a lead is of level 1 to 4");
    put_run(w, LEADS[level - DOCX_LEVEL1], text);
}

/* `kind`: plain text for a number; none where the text keeps a look of its own, which LibreOffice shows only so. */
static void
begin_control(struct docx_writer *w, struct str code, struct str title, const char *kind)
{
    BUG_ON(!w->in_para, "docx: a figure outside a paragraph");
    out_lit(&w->body, "<w:sdt><w:sdtPr><w:alias w:val=\"");
    put_escaped(&w->body, utf8_head(title, TAG_POINTS));
    out_lit(&w->body, "\"/><w:tag w:val=\"");
    put_escaped(&w->body, utf8_head(code, TAG_POINTS));
    out_fmt(&w->body, "\"/><w:id w:val=\"%u\"/>%s</w:sdtPr><w:sdtContent>", ++w->figures, kind);
}

static void
end_control(struct docx_writer *w)
{
    out_lit(&w->body, "</w:sdtContent></w:sdt>");
}

void
docx_figure(struct docx_writer *w, struct str code, struct str title, struct str value)
{
    begin_control(w, code, title, "<w:text/>");
    docx_run(w, value);
    if (str_empty(value))
        out_lit(&w->body, "<w:r/>");
    end_control(w);
}

void
docx_figure_missing(struct docx_writer *w, struct str code, struct str title)
{
    begin_control(w, code, title, "");
    docx_missing(w, S(""));
    end_control(w);
}

void
docx_missing(struct docx_writer *w, struct str note)
{
    struct str text =
        str_empty(note) ? S("【待补】") : arena_fmt(w->arena, "【待补：%.*s】", STR_ARG(note));
    put_run(w, S("<w:highlight w:val=\"yellow\"/>"), text);
}

void
docx_line(struct docx_writer *w, enum docx_style style, struct str text)
{
    docx_para(w, style);
    docx_run(w, text);
    docx_para_end(w);
}

static void
blank_line(struct docx_writer *w)
{
    begin_para(w, "Flush");
    docx_para_end(w);
}

/* Two tables in a row would grow into one; a table has no space above it and cannot begin a page. */
static void
part_from_table(struct docx_writer *w)
{
    bool needed = w->after_table || w->after_title || w->page_break;
    w->after_title = false;
    if (needed)
        blank_line(w);
}

void
docx_table(struct docx_writer *w, const unsigned *widths, size_t columns)
{
    BUG_ON(
        w->in_para || w->in_table || columns == 0 || columns > COLUMNS_MAX, "docx: a table here");
    part_from_table(w);
    unsigned total = 0, used = 0, width = (unsigned)docx_look_width(&w->profile);
    for (size_t i = 0; i < columns; i++)
        total += widths[i];
    BUG_ON(total == 0, "docx: a table without width");
    w->columns = columns;
    w->in_table = true;
    out_fmt(&w->body,
        "<w:tbl><w:tblPr><w:tblW w:w=\"%u\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblBorders>",
        width);
    static const char *const SIDES[] = {"top", "left", "bottom", "right", "insideH", "insideV"};
    for (size_t i = 0; i < sizeof(SIDES) / sizeof(SIDES[0]); i++)
        out_fmt(&w->body, "<w:%s w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>",
            SIDES[i]);
    out_lit(&w->body, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
    for (size_t i = 0; i < columns; i++) {
        w->widths[i] = i + 1 < columns ? width * widths[i] / total : width - used;
        used += w->widths[i];
        out_fmt(&w->body, "<w:gridCol w:w=\"%u\"/>", w->widths[i]);
    }
    out_lit(&w->body, "</w:tblGrid>");
}

void
docx_row_begin(struct docx_writer *w, bool head)
{
    BUG_ON(!w->in_table || w->in_row, "docx: a row outside a table");
    w->in_row = true;
    w->head = head;
    w->column = 0;
    out_lit(&w->body, "<w:tr><w:trPr><w:cantSplit/>");
    if (head)
        out_lit(&w->body, "<w:tblHeader/>");
    out_lit(&w->body, "</w:trPr>");
}

static void
end_cell(struct docx_writer *w)
{
    if (!w->in_para)
        return;
    docx_para_end(w);
    out_lit(&w->body, "</w:tc>");
}

void
docx_cell(struct docx_writer *w)
{
    BUG_ON(!w->in_row || w->column == w->columns, "docx: a cell too many");
    end_cell(w);
    out_fmt(&w->body,
        "<w:tc><w:tcPr><w:tcW w:w=\"%u\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>",
        w->widths[w->column++]);
    begin_para(w, w->head ? "TableHead" : "TableText");
}

void
docx_row_end(struct docx_writer *w)
{
    while (w->column < w->columns)
        docx_cell(w);
    end_cell(w);
    out_lit(&w->body, "</w:tr>");
    w->in_row = false;
}

void
docx_row(struct docx_writer *w, const struct str *cells, bool head)
{
    docx_row_begin(w, head);
    for (size_t i = 0; i < w->columns; i++) {
        docx_cell(w);
        docx_run(w, cells[i]);
    }
    docx_row_end(w);
}

void
docx_table_end(struct docx_writer *w)
{
    BUG_ON(!w->in_table || w->in_row, "docx: no table to end");
    out_lit(&w->body, "</w:tbl>");
    w->in_table = false;
    w->after_table = true;
}

void
docx_page_break(struct docx_writer *w)
{
    BUG_ON(w->in_para || w->in_table, "docx: a page break inside a paragraph or a table");
    w->page_break = true;
}

void
docx_sign(struct docx_writer *w, struct str unit, struct str date)
{
    blank_line(w);
    blank_line(w);
    docx_line(w, DOCX_SIGN_UNIT, unit);
    docx_line(w, DOCX_SIGN_DATE, date);
}

static void
put_section(struct out *o, const struct docx_profile *p)
{
    out_lit(o, "<w:sectPr>");
    if (p->folio != DOCX_FOLIO_NONE)
        out_lit(o,
            "<w:footerReference w:type=\"even\" r:id=\"rId5\"/>"
            "<w:footerReference w:type=\"default\" r:id=\"rId4\"/>");
    out_fmt(o, "<w:pgSz w:w=\"%d\" w:h=\"%d\"%s/>", p->width, p->height,
        p->width > p->height ? " w:orient=\"landscape\"" : "");
    out_fmt(o,
        "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"851\" "
        "w:footer=\"%d\" w:gutter=\"0\"/>",
        p->top, p->right, p->bottom, p->left, p->footer);
    /* Lines that are multiples of the font's own height are not pulled to a grid. */
    out_fmt(o, "<w:docGrid%s w:linePitch=\"%d\"/></w:sectPr>",
        p->body.rule == DOCX_RULE_EXACT ? " w:type=\"lines\"" : "", docx_look_line(&p->body));
}

static struct str
core_properties(struct docx_writer *w)
{
    struct out o;
    out_init(&o, w->title.n * 6 + 1024);
    out_lit(&o,
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties "
        "xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" "
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>");
    put_escaped(&o, w->title);
    out_lit(&o, "</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>");
    struct str text = arena_str(w->arena, out_str(&o));
    out_release(&o);
    return text;
}

bool
docx_finish(struct docx_writer *w, struct str *bytes, struct err *e)
{
    BUG_ON(w->in_para || w->in_table, "docx: finished inside a paragraph or a table");
    if (w->after_table)
        blank_line(w);
    put_section(&w->body, &w->profile);
    out_lit(&w->body, "</w:body></w:document>");
    struct arena *a = w->arena;
    const struct docx_profile *p = &w->profile;
    const struct package_part parts[] = {
        {S("[Content_Types].xml"), docx_content_types},
        {S("_rels/.rels"), docx_package_rels},
        {S("word/document.xml"), out_str(&w->body)},
        {S("word/_rels/document.xml.rels"), docx_document_rels},
        {S("word/styles.xml"), docx_look_styles(a, p)},
        {S("word/fontTable.xml"), docx_look_fonts(a, p)},
        {S("word/settings.xml"), docx_settings},
        {S("word/footer1.xml"), docx_look_footer(a, p, false)},
        {S("word/footer2.xml"), docx_look_footer(a, p, true)},
        {S("docProps/core.xml"), core_properties(w)},
    };
    bool ok = w->body.overflow
        ? err_set(e, ERR_LIMIT, tr("文件超过 64 MiB，没有生成。请缩小范围后再试。"))
        : package_write(w->arena, parts, sizeof(parts) / sizeof(parts[0]), bytes, e);
    docx_drop(w);
    return ok;
}
