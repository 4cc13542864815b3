/* The text of a WordprocessingML document, as a stream of elements. */
#include "doc/docx_frame.h"
#include "doc/package.h"

/* A field's instruction may hold fields whose results are no text of the document. */
static bool
in_field_code(const struct docx_reader *r)
{
    for (unsigned i = 0; i + 1 < r->field_depth && i < FIELDS_MAX; i++)
        if (r->field_code[i])
            return true;
    return false;
}

static void
field_char(struct docx_reader *r, const struct xml_tag *tag)
{
    struct str type = xml_attr(tag, XML_NS_W, S("fldCharType"));
    if (str_eq(type, S("begin"))) {
        if (r->field_depth < FIELDS_MAX)
            r->field_code[r->field_depth++] = true;
    } else if (r->field_depth == 0) {
        return;
    } else if (str_eq(type, S("separate"))) {
        r->field_code[r->field_depth - 1] = false;
    } else if (str_eq(type, S("end"))) {
        r->field_depth--;
    }
}

/* The boxes and ticks of forms, which Word keeps as letters of a symbol font. */
static void
symbol(struct docx_reader *r, const struct xml_tag *tag)
{
    static const struct {
        struct str font, code, text;
    } SYMBOLS[] = {
        {str_lit("Wingdings"), str_lit("A8"), str_lit("□")},
        {str_lit("Wingdings"), str_lit("6F"), str_lit("□")},
        {str_lit("Wingdings"), str_lit("FE"), str_lit("☑")},
        {str_lit("Wingdings"), str_lit("FD"), str_lit("☒")},
        {str_lit("Wingdings"), str_lit("FC"), str_lit("✓")},
        {str_lit("Wingdings"), str_lit("FB"), str_lit("✗")},
        {str_lit("Wingdings"), str_lit("6E"), str_lit("■")},
        {str_lit("Wingdings"), str_lit("6C"), str_lit("●")},
        {str_lit("Wingdings 2"), str_lit("A3"), str_lit("□")},
        {str_lit("Wingdings 2"), str_lit("2A"), str_lit("□")},
        {str_lit("Wingdings 2"), str_lit("52"), str_lit("☑")},
        {str_lit("Wingdings 2"), str_lit("54"), str_lit("☒")},
        {str_lit("Wingdings 2"), str_lit("50"), str_lit("✓")},
    };
    struct str font = xml_attr(tag, XML_NS_W, S("font")), code = xml_attr(tag, XML_NS_W, S("char"));
    code = str_slice(code, code.n > 2 ? code.n - 2 : 0, 2);
    for (size_t i = 0; i < sizeof(SYMBOLS) / sizeof(SYMBOLS[0]); i++)
        if (str_eq_nocase(font, SYMBOLS[i].font) && str_eq_nocase(code, SYMBOLS[i].code))
            out_put(&r->text, SYMBOLS[i].text);
}

static void
line_break(struct docx_reader *r, const struct xml_tag *tag)
{
    struct frame *in = docx_holder(r);
    if (!in || in->kind != FRAME_PARA)
        return;
    struct str type = xml_attr(tag, XML_NS_W, S("type"));
    if (str_eq(type, S("page")) && r->text.n == in->start)
        in->page_before = true;
    else if (str_eq(type, S("page")))
        in->page_after = true;
    else
        out_char(&r->text, '\n');
}

/* A tracked deletion: of a run's text, of a paragraph's mark, of a row. */
static void
deletion(struct docx_reader *r)
{
    struct frame *in = docx_holder(r);
    if (!r->props)
        r->skip = r->depth;
    else if (in && in->kind == FRAME_PARA)
        in->mark_deleted = true;
    else if (in && in->kind == FRAME_TABLE)
        in->row_deleted = true;
}

static void
properties(struct docx_reader *r, const struct xml_tag *tag)
{
    struct frame *in = docx_holder(r);
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    int64_t level;
    if (str_eq(tag->name, S("tag")) && docx_top(r)->kind == FRAME_CONTROL)
        docx_top(r)->tag = arena_str(r->build->arena, value);
    else if (str_eq(tag->name, S("alias")) && docx_top(r)->kind == FRAME_CONTROL)
        docx_top(r)->alias = arena_str(r->build->arena, value);
    else if (!in || in->kind != FRAME_PARA || !r->props)
        return;
    else if (str_eq(tag->name, S("pStyle")))
        in->level = docx_heading_level(&r->headings, value);
    else if (str_eq(tag->name, S("pageBreakBefore")))
        in->page_before = xml_on(value);
    else if (str_eq(tag->name, S("outlineLvl")) && str_to_i64(value, 0, 9, &level))
        in->level = level == 9 ? 0 : (int)level + 1;
}

enum element {
    EL_P,
    EL_TBL,
    EL_TR,
    EL_TC,
    EL_SDT,
    EL_T,
    EL_TAB,
    EL_BR,
    EL_CR,
    EL_HYPHEN,
    EL_SYM,
    EL_FIELD,
    EL_PROPS,
    EL_DEL,
    EL_SKIP,
    EL_NOTE,
    EL_OTHER
};

static enum element
element_of(const struct xml_tag *tag)
{
    static const struct {
        struct str name;
        enum element element;
    } NAMES[] = {
        {str_lit("t"), EL_T},
        {str_lit("p"), EL_P},
        {str_lit("tab"), EL_TAB},
        {str_lit("ptab"), EL_TAB},
        {str_lit("br"), EL_BR},
        {str_lit("cr"), EL_CR},
        {str_lit("tbl"), EL_TBL},
        {str_lit("tr"), EL_TR},
        {str_lit("tc"), EL_TC},
        {str_lit("sdt"), EL_SDT},
        {str_lit("noBreakHyphen"), EL_HYPHEN},
        {str_lit("sym"), EL_SYM},
        {str_lit("fldChar"), EL_FIELD},
        {str_lit("pPr"), EL_PROPS},
        {str_lit("trPr"), EL_PROPS},
        {str_lit("del"), EL_DEL},
        {str_lit("moveFrom"), EL_DEL},
        {str_lit("rt"), EL_SKIP},
        {str_lit("footnote"), EL_NOTE},
        {str_lit("endnote"), EL_NOTE},
    };

    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++)
        if (str_eq(tag->name, NAMES[i].name))
            return NAMES[i].element;
    return str_ends(tag->name, S("PrChange")) ? EL_SKIP : EL_OTHER;
}

static void
start_text(struct docx_reader *r)
{
    const struct frame *in = docx_holder(r);
    r->in_text = in && in->kind == FRAME_PARA && !in_field_code(r);
}

static void
start_note(struct docx_reader *r, const struct xml_tag *tag)
{
    struct str type = xml_attr(tag, XML_NS_W, S("type"));
    if (type.p && !str_eq(type, S("normal")))
        r->skip = r->depth;
}

static void
start_char(struct docx_reader *r, enum element element, const struct xml_tag *tag)
{
    const struct frame *in = docx_holder(r);
    if (!in || in->kind != FRAME_PARA || r->props)
        return;
    if (element == EL_TAB)
        out_char(&r->text, '\t');
    else if (element == EL_CR)
        out_char(&r->text, '\n');
    else if (element == EL_HYPHEN)
        out_char(&r->text, '-');
    else
        symbol(r, tag);
}

static bool
start_word(struct docx_reader *r, const struct xml_tag *tag, struct err *e)
{
    enum element element = element_of(tag);
    switch (element) {
    case EL_T:
        start_text(r);
        return true;
    case EL_P:
        return docx_start_para(r, e);
    case EL_TBL:
        return docx_start_table(r, e);
    case EL_TR:
        return docx_start_row(r, e);
    case EL_TC:
        return docx_start_cell(r, e);
    case EL_SDT:
        return docx_push(r, FRAME_CONTROL, e) != NULL;
    case EL_TAB:
    case EL_CR:
    case EL_HYPHEN:
    case EL_SYM:
        start_char(r, element, tag);
        return true;
    case EL_BR:
        line_break(r, tag);
        return true;
    case EL_FIELD:
        field_char(r, tag);
        return true;
    case EL_PROPS:
        r->props = r->props ? r->props : r->depth;
        return true;
    case EL_DEL:
        deletion(r);
        return true;
    case EL_SKIP:
        r->skip = r->depth;
        return true;
    case EL_NOTE:
        start_note(r, tag);
        return true;
    case EL_OTHER:
        break;
    }
    properties(r, tag);
    return true;
}

static bool
start_alternative(struct docx_reader *r, const struct xml_tag *tag, struct err *e)
{
    if (str_eq(tag->name, S("AlternateContent")))
        return docx_push(r, FRAME_ALTERNATE, e) != NULL;
    struct frame *f = docx_top(r);
    if (f->kind != FRAME_ALTERNATE)
        return true;
    if (f->taken)
        r->skip = r->depth;
    f->taken = true;
    return true;
}

static bool
docx_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct docx_reader *r = ctx;
    r->depth++;
    if (r->skip)
        return true;
    switch (tag->ns) {
    case XML_NS_W:
        return start_word(r, tag, e);
    case XML_NS_MC:
        return start_alternative(r, tag, e);
    case XML_NS_M:
        if (str_eq(tag->name, S("t")))
            start_text(r);
        return true;
    case XML_NS_A:
        if (str_eq(tag->name, S("t")))
            start_text(r);
        return str_eq(tag->name, S("p")) ? docx_start_para(r, e) : true;
    case XML_NS_NONE:
    case XML_NS_OTHER:
    case XML_NS_S:
    case XML_NS_R:
    case XML_NS_RELS:
    case XML_NS_TYPES:
        break;
    }
    return true;
}

static bool
docx_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct docx_reader *r = ctx;
    unsigned depth = r->depth--;
    if (r->skip) {
        if (r->skip == depth)
            r->skip = NO_SKIP;
        return true;
    }
    if (r->props == depth)
        r->props = 0;
    r->in_text = false;
    if (xml_is(tag, XML_NS_W, S("tr")))
        docx_end_row(r);
    if (r->n == 0 || docx_top(r)->depth != depth)
        return true;
    if (r->text.overflow)
        return doc_count(r->build, SIZE_MAX, e);
    return docx_pop(r, e);
}

static bool
docx_text(void *ctx, struct str text, struct err *e)
{
    struct docx_reader *r = ctx;
    if (!r->in_text || r->skip)
        return true;
    out_put(&r->text, text);
    return r->text.overflow ? doc_count(r->build, SIZE_MAX, e) : true;
}

static bool
read_part(
    struct docx_reader *r, struct package *p, struct str part, struct doc_flow *flow, struct err *e)
{
    r->n = 0;
    r->depth = r->skip = r->props = r->field_depth = 0;
    r->in_text = false;
    out_clear(&r->text);
    struct frame *body = docx_push(r, FRAME_FLOW, e);
    struct xml_handler handler = {
        .ctx = r, .start = docx_start, .end = docx_end, .text = docx_text};
    if (!package_xml(p, part, &handler, e))
        return false;
    doc_flow_join(flow, &body->flow);
    return true;
}

static bool
read_all(struct docx_reader *r, struct package *p, struct str main_part, struct err *e)
{
    struct package_rel *rels;
    if (!package_rels(p, main_part, &rels, e))
        return false;
    const struct package_rel *styles = package_rel_of(p, rels, S("/styles"));
    if (styles && !docx_headings_read(r->build->arena, p, styles->part, &r->headings, e))
        return false;
    struct doc_flow flow;
    doc_flow_init(&flow);
    if (!read_part(r, p, main_part, &flow, e))
        return false;
    static const struct str NOTES[] = {str_lit("/footnotes"), str_lit("/endnotes")};
    for (size_t i = 0; i < sizeof(NOTES) / sizeof(NOTES[0]); i++) {
        const struct package_rel *notes = package_rel_of(p, rels, NOTES[i]);
        if (notes && !read_part(r, p, notes->part, &flow, e))
            return false;
    }
    r->doc->first = flow.first;
    return true;
}

bool
docx_read(
    struct doc_build *b, struct package *p, struct str main_part, struct doc *doc, struct err *e)
{
    struct docx_reader *r = arena_new(b->arena, struct docx_reader);
    r->build = b;
    r->doc = doc;
    r->last_control = &doc->controls;
    out_init(&r->text, b->limits.text);
    bool ok = read_all(r, p, main_part, e);
    out_release(&r->text);
    return ok;
}
