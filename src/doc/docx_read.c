/* The text of a WordprocessingML document, as a stream. Elements that hold text open a frame; frames stand on a
   stack, and all text grows in one buffer, each frame from where it began. */
#include "base/bug.h"
#include "base/lang.h"
#include "doc/doc_int.h"
#include "doc/docx_style.h"
#include "doc/package.h"

enum {
    FRAMES_MAX = 128,
    FIELDS_MAX = 32,
    NO_SKIP = 0
};

enum frame_kind {
    FRAME_FLOW,     /* takes blocks: the body, the notes */
    FRAME_PARA,     /* a paragraph; text boxes in it wait in `flow` until it ends */
    FRAME_TABLE,    /* takes rows */
    FRAME_CELL,     /* takes text */
    FRAME_CONTROL,  /* a content control round any of these */
    FRAME_ALTERNATE /* mc:AlternateContent: the first choice counts */
};

struct frame {
    enum frame_kind kind;
    unsigned depth; /* of the element that opened it */
    size_t start;   /* offset in the text: paragraph, cell, control */
    struct doc_flow flow;
    int level;                       /* paragraph */
    bool page_before, page_after;    /* paragraph */
    bool mark_deleted;               /* paragraph: it runs on into the next one */
    struct doc_block *open;          /* flow: the paragraph that the next one goes on with */
    struct doc_block *table;         /* table */
    struct doc_row *row, **last_row; /* table */
    struct doc_cell **last_cell;     /* table */
    unsigned rows, columns;          /* table */
    bool row_deleted;                /* table */
    struct str tag, alias;           /* control */
    bool taken;                      /* alternate */
};

struct docx_reader {
    struct doc_build *build;
    struct doc *doc;
    struct docx_headings headings;
    struct out text;
    struct doc_control **last_control;
    struct frame frames[FRAMES_MAX];
    size_t n;
    unsigned depth;
    unsigned skip;  /* depth of the element whose content is left out, or NO_SKIP */
    unsigned props; /* depth of the open pPr or trPr, or 0 */
    bool in_text;
    unsigned field_depth;
    bool field_code[FIELDS_MAX]; /* between a field's begin and its separator */
};

static struct frame *
top(struct docx_reader *r)
{
    return &r->frames[r->n - 1];
}

/* The frame that takes what comes now: controls and alternatives are transparent. */
static struct frame *
holder(struct docx_reader *r)
{
    for (size_t i = r->n; i > 0; i--) {
        struct frame *f = &r->frames[i - 1];
        if (f->kind != FRAME_CONTROL && f->kind != FRAME_ALTERNATE)
            return f;
    }
    return NULL;
}

static struct frame *
push(struct docx_reader *r, enum frame_kind kind, struct err *e)
{
    if (r->n == FRAMES_MAX) {
        err_set(e, ERR_LIMIT, tr("文件里的表格、文本框嵌套超过 %d 层，已拒绝读取。"), FRAMES_MAX);
        return NULL;
    }
    struct frame *f = &r->frames[r->n++];
    *f = (struct frame){.kind = kind, .depth = r->depth, .start = r->text.n};
    doc_flow_init(&f->flow);
    return f;
}

/* Ends a line inside a cell, unless it is at its beginning. */
static void
cell_break(struct docx_reader *r, const struct frame *cell, char with)
{
    size_t n = r->text.n;
    if (n > cell->start && r->text.p[n - 1] != '\n' && r->text.p[n - 1] != '\t')
        out_char(&r->text, with);
}

static bool
start_para(struct docx_reader *r, struct err *e)
{
    struct frame *in = holder(r);
    if (in && in->kind == FRAME_TABLE)
        return true;
    if (in && in->kind == FRAME_CELL)
        cell_break(r, in, '\n');
    return push(r, FRAME_PARA, e) != NULL;
}

static bool
start_table(struct docx_reader *r, struct err *e)
{
    struct frame *in = holder(r);
    if (!in || in->kind == FRAME_CELL || in->kind == FRAME_TABLE)
        return true;
    struct frame *f = push(r, FRAME_TABLE, e);
    if (!f)
        return false;
    f->table = arena_new(r->build->arena, struct doc_block);
    f->table->kind = DOC_TABLE;
    f->last_row = &f->table->rows;
    in->open = NULL;
    return doc_count(r->build, 1, e);
}

static bool
start_row(struct docx_reader *r, struct err *e)
{
    struct frame *in = holder(r);
    if (in && in->kind == FRAME_CELL) {
        cell_break(r, in, '\n');
        return true;
    }
    if (!in || in->kind != FRAME_TABLE)
        return true;
    in->row = arena_new(r->build->arena, struct doc_row);
    in->row->number = ++in->rows;
    in->last_cell = &in->row->first;
    in->columns = 0;
    in->row_deleted = false;
    return doc_count(r->build, 1, e);
}

static bool
start_cell(struct docx_reader *r, struct err *e)
{
    struct frame *in = holder(r);
    if (in && in->kind == FRAME_CELL)
        cell_break(r, in, '\t');
    if (!in || in->kind != FRAME_TABLE || !in->row)
        return true;
    return push(r, FRAME_CELL, e) != NULL;
}

static void
end_row(struct docx_reader *r)
{
    struct frame *in = holder(r);
    if (!in || in->kind != FRAME_TABLE || !in->row)
        return;
    if (in->row_deleted) {
        in->rows--;
    } else {
        *in->last_row = in->row;
        in->last_row = &in->row->next;
    }
    in->row = NULL;
}

/* Where a finished paragraph or table goes: into the flow below, or as a text box behind the paragraph. */
static bool
put_block(struct docx_reader *r, struct doc_block *block, struct err *e)
{
    struct frame *in = holder(r);
    if (!in)
        return true;
    if (in->kind == FRAME_CELL) {
        cell_break(r, in, '\n');
        out_put(&r->text, block->text);
        for (const struct doc_row *row = block->rows; row; row = row->next) {
            cell_break(r, in, '\n');
            doc_row_text(row, &r->text);
        }
        return true;
    }
    *in->flow.last = block;
    in->flow.last = &block->next;
    return doc_count(r->build, 1, e);
}

static bool
put_waiting(struct docx_reader *r, struct doc_block *block, struct err *e)
{
    while (block) {
        struct doc_block *next = block->next;
        block->next = NULL;
        if (!put_block(r, block, e))
            return false;
        block = next;
    }
    return true;
}

static struct str
text_from(const struct docx_reader *r, size_t start)
{
    return str_slice(out_str(&r->text), start, r->text.n);
}

static bool
put_page_break(struct docx_reader *r, struct err *e)
{
    struct doc_block *page = arena_new(r->build->arena, struct doc_block);
    page->kind = DOC_PAGE_BREAK;
    return put_block(r, page, e);
}

/* A paragraph whose mark was deleted and the one behind it are one; the second's properties hold. */
static bool
put_para(
    struct docx_reader *r, const struct frame *f, struct frame *in, struct str text, struct err *e)
{
    struct doc_block *block = in ? in->open : NULL;
    struct str kept;
    if (!doc_keep(r->build, text, &kept, e))
        return false;
    if (block) {
        struct str both[] = {block->text, kept};
        block->text = arena_join(r->build->arena, both, 2, S(""));
        block->level = f->level;
    } else {
        block = arena_new(r->build->arena, struct doc_block);
        block->kind = DOC_PARAGRAPH;
        block->level = f->level;
        block->text = kept;
        if (!put_block(r, block, e))
            return false;
    }
    if (in)
        in->open = f->mark_deleted ? block : NULL;
    return true;
}

/* `f` has been taken off the stack already; its memory is still there. */
static bool
end_para(struct docx_reader *r, const struct frame *closed, struct err *e)
{
    const struct frame f = *closed;
    struct frame *in = holder(r);
    if (in && in->kind == FRAME_CELL)
        return put_waiting(r, f.flow.first, e);
    struct str text = text_from(r, f.start);
    bool breaks = f.page_before || f.page_after;
    if (f.page_before && !put_page_break(r, e))
        return false;
    if ((!breaks || !str_empty(text) || f.flow.first) && !put_para(r, &f, in, text, e))
        return false;
    r->text.n = f.start;
    return put_waiting(r, f.flow.first, e) && (!f.page_after || put_page_break(r, e));
}

static bool
end_cell(struct docx_reader *r, const struct frame *f, struct err *e)
{
    struct frame *in = holder(r);
    BUG_ON(!in || in->kind != FRAME_TABLE, "a cell stands in a table's row");
    struct doc_cell *cell = arena_new(r->build->arena, struct doc_cell);
    cell->column = in->columns++;
    if (!doc_keep(r->build, str_trim(text_from(r, f->start)), &cell->text, e))
        return false;
    r->text.n = f->start;
    *in->last_cell = cell;
    in->last_cell = &cell->next;
    r->field_depth = 0;
    return doc_count(r->build, 1, e);
}

static bool
end_control(struct docx_reader *r, const struct frame *f, struct err *e)
{
    const struct frame *in = holder(r);
    if (str_empty(f->tag) || !in || (in->kind != FRAME_PARA && in->kind != FRAME_CELL))
        return true;
    struct doc_control *control = arena_new(r->build->arena, struct doc_control);
    control->tag = f->tag;
    control->alias = f->alias;
    *r->last_control = control;
    r->last_control = &control->next;
    return doc_keep(r->build, text_from(r, f->start), &control->text, e);
}

static bool
pop(struct docx_reader *r, struct err *e)
{
    const struct frame *f = &r->frames[--r->n];
    switch (f->kind) {
    case FRAME_PARA:
        return end_para(r, f, e);
    case FRAME_CELL:
        return end_cell(r, f, e);
    case FRAME_TABLE:
        return f->table->rows ? put_block(r, f->table, e) : true;
    case FRAME_CONTROL:
        return end_control(r, f, e);
    case FRAME_FLOW:
    case FRAME_ALTERNATE:
        break;
    }
    return true;
}

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
    struct frame *in = holder(r);
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
    struct frame *in = holder(r);
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
    struct frame *in = holder(r);
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    int64_t level;
    if (str_eq(tag->name, S("tag")) && top(r)->kind == FRAME_CONTROL)
        top(r)->tag = arena_str(r->build->arena, value);
    else if (str_eq(tag->name, S("alias")) && top(r)->kind == FRAME_CONTROL)
        top(r)->alias = arena_str(r->build->arena, value);
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
    const struct frame *in = holder(r);
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
    const struct frame *in = holder(r);
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
        return start_para(r, e);
    case EL_TBL:
        return start_table(r, e);
    case EL_TR:
        return start_row(r, e);
    case EL_TC:
        return start_cell(r, e);
    case EL_SDT:
        return push(r, FRAME_CONTROL, e) != NULL;
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
        return push(r, FRAME_ALTERNATE, e) != NULL;
    struct frame *f = top(r);
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
        return str_eq(tag->name, S("p")) ? start_para(r, e) : true;
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
        end_row(r);
    if (r->n == 0 || top(r)->depth != depth)
        return true;
    if (r->text.overflow)
        return doc_count(r->build, SIZE_MAX, e);
    return pop(r, e);
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
    struct frame *body = push(r, FRAME_FLOW, e);
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
