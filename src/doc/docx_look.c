#include "doc/docx_look.h"

#include "base/out.h"

enum {
    PART_MAX = 64 * 1024,
    TABLE_HALF_POINTS = 24,
    TABLE_LINE = 320
};

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

int
docx_look_width(const struct docx_profile *p)
{
    return p->width - p->left - p->right;
}

int
docx_look_line(const struct docx_face *face)
{
    if (face->rule == DOCX_RULE_TIMES)
        return face->half_points * 13 * face->line / 240; /* a line of most fonts is 1.3 em */
    return face->line;
}

/* Only text of the body's size is set narrower: it is to fill the line. */
static int
narrow(const struct docx_profile *p, int half_points)
{
    return half_points == p->body.half_points ? p->narrow : 0;
}

int
docx_look_char(const struct docx_profile *p, const struct docx_face *face)
{
    return face->half_points * 10 + narrow(p, face->half_points);
}

/* ---- properties; the order is that of ECMA-376 ---- */

static void
put_val(struct out *o, const char *element, int value)
{
    out_fmt(o, "<w:%s w:val=\"%d\"/>", element, value);
}

static void
put_fonts(struct out *o, const struct docx_font *east, const struct docx_font *latin)
{
    out_fmt(o, "<w:rFonts w:ascii=\"%s\" w:eastAsia=\"%s\" w:hAnsi=\"%s\" w:cs=\"%s\"/>", latin->z,
        east->z, latin->z, latin->z);
}

static void
put_size(struct out *o, int half_points)
{
    put_val(o, "sz", half_points);
    put_val(o, "szCs", half_points);
}

static void
put_run(struct out *o, const struct docx_profile *p, const struct docx_face *face)
{
    out_lit(o, "<w:rPr>");
    put_fonts(o, &face->east, &face->latin);
    if (face->bold)
        out_lit(o, "<w:b/><w:bCs/>");
    put_val(o, "spacing", narrow(p, face->half_points));
    put_size(o, face->half_points);
    out_lit(o, "</w:rPr>");
}

static void
put_lines(struct out *o, int before, int after, enum docx_rule rule, int line)
{
    static const char *const rules[DOCX_RULE_COUNT] = {"exact", "atLeast", "auto"};
    out_fmt(o, "<w:spacing w:before=\"%d\" w:after=\"%d\" w:line=\"%d\" w:lineRule=\"%s\"/>",
        before, after, line, rules[rule]);
}

static void
put_align(struct out *o, enum docx_align align)
{
    static const char *const aligns[DOCX_ALIGN_COUNT] = {"both", "left", "center", "right"};
    out_fmt(o, "<w:jc w:val=\"%s\"/>", aligns[align]);
}

static void
put_indent(struct out *o, const struct docx_profile *p, const struct docx_face *face)
{
    out_fmt(o, "<w:ind w:firstLineChars=\"%d\" w:firstLine=\"%d\"/>", face->indent,
        face->indent * docx_look_char(p, face) / 100);
}

static void
begin_style(struct out *o, const char *id, const char *name, const char *base)
{
    static const char *const builtin[] = {"Title", "Subtitle", "Body Text", "heading", "footer"};
    bool ours = true;
    for (size_t i = 0; i < sizeof(builtin) / sizeof(builtin[0]); i++)
        ours = ours && !str_starts(str_from(name), str_from(builtin[i]));
    out_fmt(o,
        "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn "
        "w:val=\"%s\"/>",
        ours ? " w:customStyle=\"1\"" : "", id, name, base);
}

/* A style with a face of its own: title and headings. */
static void
put_face_style(struct out *o, const struct docx_profile *p, const char *id, const char *name,
    const struct docx_face *face, int outline)
{
    begin_style(o, id, name, "Normal");
    out_lit(o, "<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr>");
    if (outline >= 0)
        out_lit(o, "<w:keepNext/>");
    put_lines(o, 0, 0, face->rule, face->line);
    put_indent(o, p, face);
    put_align(o, face->align);
    if (outline >= 0)
        put_val(o, "outlineLvl", outline);
    out_lit(o, "</w:pPr>");
    put_run(o, p, face);
    out_lit(o, "</w:style>");
}

/* ---- styles ---- */

static void
put_defaults(struct out *o, const struct docx_profile *p)
{
    const struct docx_face *b = &p->body;
    out_lit(o, HEAD "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr>");
    put_fonts(o, &b->east, &b->latin);
    put_val(o, "kern", 2);
    put_size(o, b->half_points);
    out_lit(o,
        "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" "
        "w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/><w:pPr>"
        "<w:widowControl w:val=\"0\"/>");
    put_lines(o, 0, 0, b->rule, b->line);
    put_align(o, b->align);
    out_lit(o, "</w:pPr>");
    put_run(o, p, b);
    out_lit(o,
        "</w:style><w:style w:type=\"character\" w:default=\"1\" "
        "w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>"
        "<w:semiHidden/></w:style><w:style w:type=\"table\" w:default=\"1\" "
        "w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:semiHidden/><w:tblPr>"
        "<w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>"
        "<w:left w:w=\"85\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/>"
        "<w:right w:w=\"85\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>");
}

static void
put_text_styles(struct out *o, const struct docx_profile *p)
{
    static const char *const ids[] = {"Heading1", "Heading2", "Heading3", "Heading4"};
    static const char *const names[] = {"heading 1", "heading 2", "heading 3", "heading 4"};
    int after = 2 * docx_look_line(&p->body) - docx_look_line(&p->title);
    put_face_style(o, p, "Title", "Title", &p->title, -1);
    begin_style(o, "Subtitle", "Subtitle", "Normal");
    out_lit(o, "<w:next w:val=\"BodyText\"/><w:qFormat/><w:pPr>");
    put_lines(o, 0, after > 0 ? after : 0, p->body.rule, p->body.line);
    put_align(o, DOCX_ALIGN_CENTRE);
    out_lit(o, "</w:pPr><w:rPr>");
    put_fonts(o, &p->head[1].east, &p->head[1].latin);
    out_lit(o, "</w:rPr></w:style>");
    begin_style(o, "BodyText", "Body Text", "Normal");
    out_lit(o, "<w:qFormat/><w:pPr>");
    put_indent(o, p, &p->body);
    out_lit(o, "</w:pPr></w:style>");
    begin_style(o, "Flush", "Flush", "Normal");
    out_lit(o, "<w:qFormat/></w:style>");
    for (int i = 0; i < DOCX_LEVELS; i++)
        put_face_style(o, p, ids[i], names[i], &p->head[i], i);
}

/* A heading's look for words at the head of a body paragraph. */
static void
put_leads(struct out *o, const struct docx_profile *p)
{
    for (int i = 0; i < DOCX_LEVELS; i++) {
        out_fmt(o,
            "<w:style w:type=\"character\" w:customStyle=\"1\" w:styleId=\"Lead%d\"><w:name "
            "w:val=\"Lead %d\"/><w:qFormat/><w:rPr>",
            i + 1, i + 1);
        put_fonts(o, &p->head[i].east, &p->head[i].latin);
        if (p->head[i].bold)
            out_lit(o, "<w:b/><w:bCs/>");
        out_lit(o, "</w:rPr></w:style>");
    }
}

static void
put_sign(struct out *o, const struct docx_profile *p, const char *id, const char *name, int chars)
{
    begin_style(o, id, name, "Normal");
    out_fmt(o,
        "<w:qFormat/><w:pPr><w:keepNext w:val=\"%d\"/><w:ind w:rightChars=\"%d\" "
        "w:right=\"%d\"/><w:jc w:val=\"right\"/></w:pPr></w:style>",
        chars < 400, chars, chars * docx_look_char(p, &p->body) / 100);
}

static void
put_tables(struct out *o, const struct docx_profile *p)
{
    int size = p->body.half_points < TABLE_HALF_POINTS ? p->body.half_points : TABLE_HALF_POINTS;
    begin_style(o, "TableText", "Table Text", "Normal");
    out_lit(o, "<w:qFormat/><w:pPr><w:snapToGrid w:val=\"0\"/>");
    put_lines(o, 40, 40, DOCX_RULE_EXACT, TABLE_LINE);
    out_lit(o, "<w:jc w:val=\"left\"/></w:pPr><w:rPr><w:spacing w:val=\"0\"/>");
    put_size(o, size);
    out_lit(o, "</w:rPr></w:style>");
    begin_style(o, "TableHead", "Table Head", "TableText");
    out_lit(o, "<w:qFormat/><w:pPr><w:keepNext/><w:jc w:val=\"center\"/></w:pPr><w:rPr>");
    put_fonts(o, &p->head[0].east, &p->head[0].latin);
    out_lit(o, "</w:rPr></w:style>");
}

static void
put_footer_style(struct out *o, const struct docx_profile *p)
{
    begin_style(o, "Footer", "footer", "Normal");
    out_lit(o, "<w:pPr><w:snapToGrid w:val=\"0\"/>");
    put_lines(o, 0, 0, DOCX_RULE_EXACT, p->folio_half_points * 10);
    out_lit(o, "</w:pPr><w:rPr>");
    put_fonts(o, &p->folio_font, &p->folio_font);
    out_lit(o, "<w:spacing w:val=\"0\"/>");
    put_size(o, p->folio_half_points);
    out_lit(o, "</w:rPr></w:style>");
}

static struct str
finish(struct arena *a, struct out *o)
{
    struct str text = arena_str(a, out_str(o));
    out_release(o);
    return text;
}

struct str
docx_look_styles(struct arena *a, const struct docx_profile *p)
{
    struct out o;
    out_init(&o, PART_MAX);
    put_defaults(&o, p);
    put_text_styles(&o, p);
    put_leads(&o, p);
    put_sign(&o, p, "SignUnit", "Sign Unit", 200);
    put_sign(&o, p, "SignDate", "Sign Date", 400);
    put_tables(&o, p);
    put_footer_style(&o, p);
    out_lit(&o, "</w:styles>");
    return finish(a, &o);
}

/* ---- fonts ---- */

/* Taken where the font itself is missing. */
static const char *
alternative(const char *name)
{
    static const char *const known[][2] = {{"仿宋_GB2312", "仿宋"}, {"楷体_GB2312", "楷体"},
        {"黑体", "SimHei"}, {"宋体", "SimSun"}, {"方正小标宋简体", "华文中宋"},
        {"仿宋", "仿宋_GB2312"}, {"楷体", "楷体_GB2312"}, {"方正小标宋_GBK", "方正小标宋简体"}};
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strcmp(known[i][0], name) == 0)
            return known[i][1];
    return NULL;
}

static void
put_font(struct out *o, const struct docx_font **fonts, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (strcmp(fonts[i]->z, fonts[n - 1]->z) == 0)
            return;
    const char *name = fonts[n - 1]->z, *other = alternative(name);
    out_fmt(o, "<w:font w:name=\"%s\">", name);
    if (other)
        out_fmt(o,
            "<w:altName w:val=\"%s\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch "
            "w:val=\"variable\"/>",
            other);
    out_lit(o, "</w:font>");
}

struct str
docx_look_fonts(struct arena *a, const struct docx_profile *p)
{
    const struct docx_font *fonts[2 * (2 + DOCX_LEVELS) + 1];
    size_t n = 0;
    struct out o;
    out_init(&o, PART_MAX);
    out_lit(&o, HEAD "<w:fonts " W ">");
    for (size_t i = 0; i < 2 + DOCX_LEVELS; i++) {
        const struct docx_face *f = i == 0 ? &p->body : i == 1 ? &p->title : &p->head[i - 2];
        fonts[n++] = &f->east;
        put_font(&o, fonts, n);
        fonts[n++] = &f->latin;
        put_font(&o, fonts, n);
    }
    fonts[n++] = &p->folio_font;
    put_font(&o, fonts, n);
    out_lit(&o, "</w:fonts>");
    return finish(a, &o);
}

/* ---- page numbers ---- */

static void
put_words(struct out *o, const char *words)
{
    out_fmt(o, "<w:r><w:t xml:space=\"preserve\">%s</w:t></w:r>", words);
}

/* The field's parts and what stands around it are runs of their own: WPS shows the number only so. */
static void
put_field(struct out *o, const char *field)
{
    out_fmt(o,
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText "
        "xml:space=\"preserve\"> %s </w:instrText></w:r><w:r><w:fldChar "
        "w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar "
        "w:fldCharType=\"end\"/></w:r>",
        field);
}

static void
put_folio(struct out *o, enum docx_folio folio)
{
    switch (folio) {
    case DOCX_FOLIO_NONE:
    case DOCX_FOLIO_COUNT:
        break;
    case DOCX_FOLIO_PLAIN:
        put_field(o, "PAGE");
        break;
    case DOCX_FOLIO_DASH:
        put_words(o, "— ");
        put_field(o, "PAGE");
        put_words(o, " —");
        break;
    case DOCX_FOLIO_WORD:
        put_words(o, "第 ");
        put_field(o, "PAGE");
        put_words(o, " 页");
        break;
    case DOCX_FOLIO_OF:
        put_words(o, "第 ");
        put_field(o, "PAGE");
        put_words(o, " 页 共 ");
        put_field(o, "NUMPAGES");
        put_words(o, " 页");
        break;
    }
}

struct str
docx_look_footer(struct arena *a, const struct docx_profile *p, bool even)
{
    static const char *const sides[DOCX_PLACE_COUNT] = {NULL, "center", "right", "left"};
    const char *side = sides[p->place] ? sides[p->place] : even ? "left" : "right";
    struct out o;
    out_init(&o, PART_MAX);
    out_lit(&o, HEAD "<w:ftr " W "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/>");
    if (p->place == DOCX_PLACE_OUTER) /* one character in */
        out_fmt(
            &o, "<w:ind w:%sChars=\"100\" w:%s=\"%d\"/>", side, side, p->folio_half_points * 10);
    out_fmt(&o, "<w:jc w:val=\"%s\"/></w:pPr>", side);
    put_folio(&o, p->folio);
    out_lit(&o, "</w:p></w:ftr>");
    return finish(a, &o);
}
