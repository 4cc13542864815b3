/* The text of a Word 97–2003 document ([MS-DOC]): pieces of the stream in the order of the text, of one or two bytes
   a character. */
#include "base/in.h"
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/doc_int.h"
#include "doc/ole.h"
#include "doc/word_run.h"

enum {
    WORD_97 = 0x00C1,
    FIELDS_MAX = 32,
    SECTIONS = 8
};

/* Where things stand in the file information block at the stream's beginning. */
enum {
    FIB_FLAGS = 0x0A,
    FIB_LENGTHS = 0x4C,
    FIB_CHARACTER_PAGES = 0xFA,
    FIB_PARAGRAPH_PAGES = 0x102,
    FIB_PIECES = 0x1A2,
    FLAG_ENCRYPTED = 0x0100,
    FLAG_TABLE_1 = 0x0200
};

enum word_mark {
    MARK_CELL = 0x07,
    MARK_LINE = 0x0B,
    MARK_PAGE = 0x0C,
    MARK_PARAGRAPH = 0x0D,
    MARK_FIELD = 0x13,
    MARK_FIELD_RESULT = 0x14,
    MARK_FIELD_END = 0x15,
    MARK_HYPHEN = 0x1E
};

struct word_reader {
    struct doc_build *build;
    struct str stream, table;
    struct word_runs paragraphs, characters;
    struct doc_flow flow;
    struct out text;
    struct doc_block *block; /* the open table */
    struct doc_row *row, **last_row;
    struct doc_cell **last_cell;
    unsigned rows, columns;
    unsigned fields;
    bool field_code[FIELDS_MAX]; /* between a field's mark and its result */
    uint32_t high;               /* first half of a pair of surrogates, or 0 */
};

static uint32_t
u32_at(struct str s, size_t at)
{
    struct in in = in_from(str_slice(s, at, 4));
    return in_u32le(&in);
}

/* A part of the table stream, by its place and length in the file information block. */
static struct str
table_part(const struct word_reader *r, size_t at)
{
    return str_slice(r->table, u32_at(r->stream, at), u32_at(r->stream, at + 4));
}

static uint32_t
from_windows_1252(unsigned char c)
{
    static const uint16_t SPECIAL[32] = {0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
        0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019,
        0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,
        0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? SPECIAL[c - 0x80] : c;
}

static bool
take_text(struct word_reader *r, struct str *kept, struct err *e)
{
    bool ok = r->text.overflow ? doc_count(r->build, SIZE_MAX, e)
                               : doc_keep(r->build, out_str(&r->text), kept, e);
    out_clear(&r->text);
    return ok;
}

static bool
end_cell(struct word_reader *r, struct err *e)
{
    struct arena *a = r->build->arena;
    if (!r->block) {
        r->block = doc_flow_add(&r->flow, a, DOC_TABLE);
        r->last_row = &r->block->rows;
        r->rows = 0;
        r->row = NULL;
    }
    if (!r->row) {
        r->row = arena_new(a, struct doc_row);
        r->row->number = ++r->rows;
        r->last_cell = &r->row->first;
        r->columns = 0;
        *r->last_row = r->row;
        r->last_row = &r->row->next;
    }
    struct doc_cell *cell = arena_new(a, struct doc_cell);
    cell->column = r->columns++;
    *r->last_cell = cell;
    r->last_cell = &cell->next;
    return take_text(r, &cell->text, e) && doc_count(r->build, 2, e);
}

static bool
end_paragraph(struct word_reader *r, int level, struct err *e)
{
    r->block = NULL;
    struct doc_block *p = doc_flow_add(&r->flow, r->build->arena, DOC_PARAGRAPH);
    p->level = level;
    return take_text(r, &p->text, e) && doc_count(r->build, 1, e);
}

static bool
end_page(struct word_reader *r, struct err *e)
{
    if (r->text.n > 0 && !end_paragraph(r, 0, e))
        return false;
    doc_flow_add(&r->flow, r->build->arena, DOC_PAGE_BREAK);
    return doc_count(r->build, 1, e);
}

/* A field without an end must not swallow the rest of the document. */
static void
show_fields(struct word_reader *r)
{
    for (unsigned i = 0; i < r->fields; i++)
        r->field_code[i] = false;
}

static bool
end_line(struct word_reader *r, uint32_t mark, uint32_t offset, struct err *e)
{
    struct word_run paragraph = word_run_at(&r->paragraphs, offset);
    show_fields(r);
    if (mark == MARK_CELL && paragraph.row_end) {
        out_clear(&r->text);
        r->row = NULL;
        return true;
    }
    if (mark == MARK_CELL)
        return end_cell(r, e);
    if (paragraph.in_table && mark == MARK_PARAGRAPH) {
        out_char(&r->text, '\n');
        return true;
    }
    return mark == MARK_PAGE ? end_page(r, e) : end_paragraph(r, paragraph.level, e);
}

static void
field_mark(struct word_reader *r, uint32_t mark)
{
    if (mark == MARK_FIELD) {
        if (r->fields < FIELDS_MAX)
            r->field_code[r->fields++] = true;
    } else if (r->fields > 0 && mark == MARK_FIELD_RESULT) {
        r->field_code[r->fields - 1] = false;
    } else if (r->fields > 0) {
        r->fields--;
    }
}

static bool
in_field_code(const struct word_reader *r)
{
    for (unsigned i = 0; i < r->fields; i++)
        if (r->field_code[i])
            return true;
    return false;
}

static void
put_character(struct word_reader *r, uint32_t c)
{
    bool low = c >= 0xDC00 && c < 0xE000;
    if (r->high && low)
        utf8_put(&r->text, 0x10000 + ((r->high - 0xD800) << 10) + (c - 0xDC00));
    else if (c >= 0xD800 && c < 0xDC00)
        r->high = c;
    else if (low)
        utf8_put(&r->text, UTF8_REPLACEMENT);
    else
        utf8_put(&r->text, c == MARK_LINE ? '\n' : c == MARK_HYPHEN ? '-' : c);
    if (low || c < 0xD800 || c >= 0xE000)
        r->high = 0;
}

static bool
add_character(struct word_reader *r, uint32_t c, uint32_t offset, struct err *e)
{
    if (c == MARK_PARAGRAPH || c == MARK_CELL || c == MARK_PAGE)
        return end_line(r, c, offset, e);
    if (c >= MARK_FIELD && c <= MARK_FIELD_END)
        field_mark(r, c);
    else if (!in_field_code(r) && !word_run_at(&r->characters, offset).deleted)
        put_character(r, c);
    return true;
}

/* The text's sections by their lengths: the body, footnotes, headers, macros, comments, endnotes, text boxes, and
   those of headers. What stands on every page and what is only remarked is left out. */
static bool
is_wanted(const struct word_reader *r, uint64_t position)
{
    static const bool WANTED[SECTIONS] = {true, true, false, false, false, true, true, false};
    uint64_t end = 0;
    for (size_t i = 0; i < SECTIONS; i++) {
        end += u32_at(r->stream, FIB_LENGTHS + 4 * i);
        if (position < end)
            return WANTED[i];
    }
    return false;
}

/* A piece that is cut off by the stream's end is read as far as it goes. */
static bool
read_piece(struct word_reader *r, uint32_t first, uint32_t count, uint32_t place, struct err *e)
{
    bool narrow = place & 0x40000000;
    uint32_t offset = narrow ? (place & 0x3FFFFFFF) / 2 : place & 0x3FFFFFFF;
    uint32_t size = narrow ? 1 : 2;
    struct in in = in_from(str_slice(r->stream, offset, (size_t)count * size));
    for (uint32_t i = 0; in_left(&in) >= size; i++, offset += size) {
        uint32_t c = narrow ? from_windows_1252((unsigned char)in_byte(&in)) : in_u16le(&in);
        if (is_wanted(r, (uint64_t)first + i) && !add_character(r, c, offset, e))
            return false;
    }
    return true;
}

/* Past the properties that may stand before it. */
static struct str
find_pieces(struct str clx)
{
    struct in in = in_from(clx);
    while (in_peek(&in) == 1) {
        (void)in_byte(&in);
        in_skip(&in, in_u16le(&in));
    }
    if (in_byte(&in) != 2)
        return (struct str){0};
    size_t n = in_u32le(&in);
    return in_take(&in, n);
}

static bool
read_pieces(struct word_reader *r, struct err *e)
{
    struct str pieces = find_pieces(table_part(r, FIB_PIECES));
    size_t n = pieces.n >= 4 ? (pieces.n - 4) / 12 : 0;
    if (n == 0)
        return err_set(e, ERR_INPUT,
            tr("这个 doc 文件已损坏，找不到正文。请重新获取，或用 Word、WPS 另存一份。"));
    uint64_t most = r->stream.n;
    for (size_t i = 0; i < n; i++) {
        uint32_t first = u32_at(pieces, 4 * i), end = u32_at(pieces, 4 * i + 4);
        uint32_t place = u32_at(pieces, 4 * (n + 1) + 8 * i + 2);
        /* Pieces do not lie on one another, so they cannot have more characters than the stream has bytes. */
        if (end < first || end - first > most)
            return err_set(e, ERR_INPUT,
                tr("这个 doc 文件已损坏，正文的次序混乱。请重新获取，或用 Word、WPS 另存一份。"));
        most -= end - first;
        if (!read_piece(r, first, end - first, place, e))
            return false;
    }
    return r->text.n == 0 || end_paragraph(r, 0, e);
}

bool
word_is_known(struct str stream)
{
    struct in in = in_from(stream);
    unsigned magic = in_u16le(&in), version = in_u16le(&in);
    return magic == 0xA5EC && version >= WORD_97 && stream.n > FIB_PIECES + 8;
}

static bool
read_all(struct word_reader *r, struct err *e)
{
    return word_runs_read(r->build, r->stream, table_part(r, FIB_PARAGRAPH_PAGES), WORD_PARAGRAPHS,
               &r->paragraphs, e) &&
        word_runs_read(r->build, r->stream, table_part(r, FIB_CHARACTER_PAGES), WORD_CHARACTERS,
            &r->characters, e) &&
        read_pieces(r, e);
}

bool
word_read(struct doc_build *b, struct str stream, const struct str tables[2], struct doc *doc,
    struct err *e)
{
    uint32_t flags = u32_at(stream, FIB_FLAGS);
    if (flags & FLAG_ENCRYPTED)
        return err_set(e, ERR_INPUT,
            tr("文件设有打开密码，无法读取。请用 Word 或 WPS 去掉密码后另存一份再试。"));
    struct word_reader *r = arena_new(b->arena, struct word_reader);
    r->build = b;
    r->stream = stream;
    r->table = tables[(flags & FLAG_TABLE_1) != 0];
    doc_flow_init(&r->flow);
    out_init(&r->text, b->limits.text);
    bool ok = read_all(r, e);
    out_release(&r->text);
    doc->first = r->flow.first;
    return ok;
}
