#include "doc/docx_frame.h"

#include "base/bug.h"
#include "base/lang.h"

struct frame *
docx_top(struct docx_reader *r)
{
    return &r->frames[r->n - 1];
}

struct frame *
docx_holder(struct docx_reader *r)
{
    for (size_t i = r->n; i > 0; i--) {
        struct frame *f = &r->frames[i - 1];
        if (f->kind != FRAME_CONTROL && f->kind != FRAME_ALTERNATE)
            return f;
    }
    return NULL;
}

struct frame *
docx_push(struct docx_reader *r, enum frame_kind kind, struct err *e)
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

bool
docx_start_para(struct docx_reader *r, struct err *e)
{
    struct frame *in = docx_holder(r);
    if (in && in->kind == FRAME_TABLE)
        return true;
    if (in && in->kind == FRAME_CELL)
        cell_break(r, in, '\n');
    return docx_push(r, FRAME_PARA, e) != NULL;
}

bool
docx_start_table(struct docx_reader *r, struct err *e)
{
    struct frame *in = docx_holder(r);
    if (!in || in->kind == FRAME_CELL || in->kind == FRAME_TABLE)
        return true;
    struct frame *f = docx_push(r, FRAME_TABLE, e);
    if (!f)
        return false;
    f->table = arena_new(r->build->arena, struct doc_block);
    f->table->kind = DOC_TABLE;
    f->last_row = &f->table->rows;
    in->open = NULL;
    return doc_count(r->build, 1, e);
}

bool
docx_start_row(struct docx_reader *r, struct err *e)
{
    struct frame *in = docx_holder(r);
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

bool
docx_start_cell(struct docx_reader *r, struct err *e)
{
    struct frame *in = docx_holder(r);
    if (in && in->kind == FRAME_CELL)
        cell_break(r, in, '\t');
    if (!in || in->kind != FRAME_TABLE || !in->row)
        return true;
    return docx_push(r, FRAME_CELL, e) != NULL;
}

void
docx_end_row(struct docx_reader *r)
{
    struct frame *in = docx_holder(r);
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
    struct frame *in = docx_holder(r);
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
    struct frame *in = docx_holder(r);
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
    struct frame *in = docx_holder(r);
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
    const struct frame *in = docx_holder(r);
    if (str_empty(f->tag) || !in || (in->kind != FRAME_PARA && in->kind != FRAME_CELL))
        return true;
    struct doc_control *control = arena_new(r->build->arena, struct doc_control);
    control->tag = f->tag;
    control->alias = f->alias;
    *r->last_control = control;
    r->last_control = &control->next;
    return doc_keep(r->build, text_from(r, f->start), &control->text, e);
}

bool
docx_pop(struct docx_reader *r, struct err *e)
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
