/* The text of an Excel 97–2003 workbook: each sheet's name, then its rows. */
#include "base/lang.h"
#include "doc/biff.h"
#include "doc/doc_int.h"
#include "doc/ole.h"
#include "doc/sheet.h"
#include "doc/xlsx_number.h"

#include <stdlib.h>

enum {
    VERSION_8 = 0x0600,
    WORKSHEET = 0x0010,
    FORMATS_MAX = 4096,
    STYLES_MAX = 65536,
    SHEETS_MAX = 4096,
    MERGES_MAX = 65536
};

struct format_code {
    unsigned id;
    enum xlsx_format format;
};

struct xls_sheet {
    struct str name;
    uint32_t offset;
    struct xls_sheet *next;
};

struct xls_cell {
    unsigned row, column; /* both from 0 */
    struct str text;
};

struct xls_reader {
    struct doc_build *build;
    struct str stream;
    size_t records_left;
    struct doc_flow flow;
    struct out text;
    bool since_1904, encrypted;
    struct format_code *codes;
    size_t code_count;
    unsigned *styles;          /* number format's id by cell style */
    enum xlsx_format *formats; /* the same, resolved */
    size_t style_count;
    struct str *strings;
    size_t string_count, string_room;
    struct xls_sheet *sheets, **last_sheet;
    size_t sheet_count;
    struct xls_cell *cells; /* of the sheet being read, in the order of the file */
    size_t cell_count, cell_room;
    struct sheet_range *merges;
    size_t merge_count;
    bool awaits_string; /* a formula's result stands in the next STRING record */
    struct xls_cell formula;
};

static bool
keep_string(
    struct xls_reader *r, struct biff *b, size_t characters, struct str *kept, struct err *e)
{
    out_clear(&r->text);
    biff_string(b, characters, &r->text);
    if (r->text.overflow)
        return doc_count(r->build, SIZE_MAX, e);
    return doc_keep(r->build, out_str(&r->text), kept, e);
}

static bool
read_format(struct xls_reader *r, struct biff *b, struct err *e)
{
    struct str code = {0};
    unsigned id = in_u16le(&b->record);
    size_t n = in_u16le(&b->record);
    if (!keep_string(r, b, n, &code, e))
        return false;
    if (r->code_count < FORMATS_MAX)
        r->codes[r->code_count++] = (struct format_code){id, xlsx_format_code(code)};
    return true;
}

static bool
read_sheet_name(struct xls_reader *r, struct biff *b, struct err *e)
{
    struct xls_sheet sheet = {.offset = in_u32le(&b->record)};
    (void)in_byte(&b->record); /* hidden or not */
    int type = in_byte(&b->record);
    size_t n = biff_number(b, 1);
    if (!keep_string(r, b, n, &sheet.name, e))
        return false;
    if (r->sheet_count++ == SHEETS_MAX)
        return err_set(e, ERR_LIMIT, tr("工作簿中的工作表超过 %d 个，已拒绝读取。"), SHEETS_MAX);
    if (type != 0)
        return true;
    struct xls_sheet *kept = arena_new(r->build->arena, struct xls_sheet);
    *kept = sheet;
    *r->last_sheet = kept;
    r->last_sheet = &kept->next;
    return true;
}

static void
grow_strings(struct xls_reader *r)
{
    if (r->string_count < r->string_room)
        return;
    r->string_room = r->string_room ? r->string_room * 2 : 256;
    struct str *more = arena_array(r->build->arena, struct str, r->string_room);
    if (r->string_count)
        memcpy(more, r->strings, r->string_count * sizeof(*more));
    r->strings = more;
}

static bool
read_strings(struct xls_reader *r, struct biff *b, struct err *e)
{
    (void)biff_number(b, 4);
    for (uint32_t left = biff_number(b, 4); left > 0 && biff_more(b); left--) {
        size_t characters = biff_number(b, 2);
        grow_strings(r);
        if (!doc_count(r->build, 1, e) ||
            !keep_string(r, b, characters, &r->strings[r->string_count++], e))
            return false;
    }
    return true;
}

static bool
global_record(struct xls_reader *r, struct biff *b, struct err *e)
{
    switch (b->id) {
    case BIFF_DATEMODE:
        r->since_1904 = in_u16le(&b->record) == 1;
        return true;
    case BIFF_FILEPASS:
        r->encrypted = true;
        return true;
    case BIFF_FORMAT:
        return read_format(r, b, e);
    case BIFF_XF:
        in_skip(&b->record, 2);
        if (r->style_count < STYLES_MAX)
            r->styles[r->style_count++] = in_u16le(&b->record);
        return true;
    case BIFF_BOUNDSHEET:
        return read_sheet_name(r, b, e);
    case BIFF_SST:
        return read_strings(r, b, e);
    default:
        return true;
    }
}

static void
resolve_formats(struct xls_reader *r)
{
    r->formats = arena_array(r->build->arena, enum xlsx_format, r->style_count + 1);
    for (size_t style = 0; style < r->style_count; style++) {
        r->formats[style] = xlsx_format_builtin(r->styles[style]);
        for (size_t i = 0; i < r->code_count; i++)
            if (r->codes[i].id == r->styles[style])
                r->formats[style] = r->codes[i].format;
    }
}

/* A whole workbook's records are each read once; sheets that lie on one another would be read without end. */
static bool
next_record(struct xls_reader *r, struct biff *b)
{
    return r->records_left > 0 && r->records_left-- && biff_next(b);
}

static bool
read_globals(struct xls_reader *r, struct err *e)
{
    struct biff b = biff_at(r->stream, 0);
    while (next_record(r, &b) && b.id != BIFF_EOF && !r->encrypted)
        if (!global_record(r, &b, e))
            return false;
    resolve_formats(r);
    return true;
}

static bool
add_cell(struct xls_reader *r, struct xls_cell cell, struct err *e)
{
    if (str_empty(cell.text))
        return true;
    if (r->cell_count == r->cell_room) {
        r->cell_room = r->cell_room ? r->cell_room * 2 : 256;
        struct xls_cell *more = arena_array(r->build->arena, struct xls_cell, r->cell_room);
        if (r->cell_count)
            memcpy(more, r->cells, r->cell_count * sizeof(*more));
        r->cells = more;
    }
    r->cells[r->cell_count++] = cell;
    return doc_count(r->build, cell.text.n + 1, e);
}

static bool
add_number(struct xls_reader *r, struct xls_cell cell, unsigned style, double value, struct err *e)
{
    struct arena *a = r->build->arena;
    struct str stored = arena_fmt(a, "%.17g", value);
    cell.text = arena_str(a,
        xlsx_number(
            a, stored, style < r->style_count ? r->formats[style] : XLSX_PLAIN, r->since_1904));
    return add_cell(r, cell, e);
}

static struct str
error_text(int code)
{
    switch (code) {
    case 0x00:
        return S("#NULL!");
    case 0x07:
        return S("#DIV/0!");
    case 0x0F:
        return S("#VALUE!");
    case 0x17:
        return S("#REF!");
    case 0x1D:
        return S("#NAME?");
    case 0x24:
        return S("#NUM!");
    default:
        return S("#N/A");
    }
}

static struct str
boolean_text(int value)
{
    return value ? S("TRUE") : S("FALSE");
}

static bool
add_many(struct xls_reader *r, struct biff *b, struct xls_cell cell, struct err *e)
{
    /* What is left: style and number of each cell, then the last column. */
    while (in_left(&b->record) >= 8) {
        unsigned style = in_u16le(&b->record);
        if (!add_number(r, cell, style, biff_rk(in_u32le(&b->record)), e))
            return false;
        cell.column++;
    }
    return true;
}

static bool
add_formula(
    struct xls_reader *r, struct biff *b, struct xls_cell cell, unsigned style, struct err *e)
{
    struct in bytes = b->record, special = in_from(in_take(&b->record, 8));
    int kind = in_byte(&special);
    (void)in_byte(&special);
    int value = in_byte(&special);
    in_skip(&special, 3);
    if (in_u16le(&special) != 0xFFFF || special.bad)
        return b->record.bad ? true : add_number(r, cell, style, biff_double(&bytes), e);
    if (kind == 1)
        cell.text = boolean_text(value);
    else if (kind == 2)
        cell.text = error_text(value);
    r->awaits_string = kind == 0;
    r->formula = cell;
    return add_cell(r, cell, e);
}

static bool
add_label(struct xls_reader *r, struct biff *b, struct xls_cell cell, struct err *e)
{
    size_t n = biff_number(b, 2);
    return keep_string(r, b, n, &cell.text, e) && add_cell(r, cell, e);
}

static bool
cell_record(struct xls_reader *r, struct biff *b, struct err *e)
{
    struct xls_cell cell = {0};
    cell.row = in_u16le(&b->record);
    cell.column = in_u16le(&b->record);
    if (b->id == BIFF_MULRK)
        return add_many(r, b, cell, e);
    unsigned style = in_u16le(&b->record);
    if (b->record.bad)
        return true;
    switch (b->id) {
    case BIFF_NUMBER:
        return add_number(r, cell, style, biff_double(&b->record), e);
    case BIFF_RK:
        return add_number(r, cell, style, biff_rk(in_u32le(&b->record)), e);
    case BIFF_FORMULA:
        return add_formula(r, b, cell, style, e);
    case BIFF_LABELSST: {
        size_t index = in_u32le(&b->record);
        if (index < r->string_count)
            cell.text = r->strings[index];
        return add_cell(r, cell, e);
    }
    case BIFF_BOOLERR: {
        int value = in_byte(&b->record);
        cell.text = in_byte(&b->record) == 1 ? error_text(value) : boolean_text(value);
        return add_cell(r, cell, e);
    }
    default:
        return add_label(r, b, cell, e);
    }
}

static void
read_merges(struct xls_reader *r, struct biff *b)
{
    for (unsigned n = in_u16le(&b->record); n > 0 && r->merge_count < MERGES_MAX; n--) {
        struct sheet_range *range = arena_new(r->build->arena, struct sheet_range);
        range->row[0] = in_u16le(&b->record) + 1U;
        range->row[1] = in_u16le(&b->record) + 1U;
        range->column[0] = in_u16le(&b->record);
        range->column[1] = in_u16le(&b->record);
        if (b->record.bad)
            return;
        range->next = r->merges;
        r->merges = range;
        r->merge_count++;
    }
}

static bool
sheet_record(struct xls_reader *r, struct biff *b, struct err *e)
{
    switch (b->id) {
    case BIFF_NUMBER:
    case BIFF_RK:
    case BIFF_MULRK:
    case BIFF_FORMULA:
    case BIFF_LABELSST:
    case BIFF_LABEL:
    case BIFF_RSTRING:
    case BIFF_BOOLERR:
        r->awaits_string = false;
        return cell_record(r, b, e);
    case BIFF_STRING:
        if (!r->awaits_string)
            return true;
        r->awaits_string = false;
        return add_label(r, b, r->formula, e);
    case BIFF_MERGEDCELLS:
        read_merges(r, b);
        return true;
    default:
        return true;
    }
}

static int
by_place(const void *x, const void *y)
{
    const struct xls_cell *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static bool
put_table(struct xls_reader *r, struct err *e)
{
    if (r->cell_count == 0)
        return true;
    qsort(r->cells, r->cell_count, sizeof(*r->cells), by_place);
    struct arena *a = r->build->arena;
    struct doc_block *table = doc_flow_add(&r->flow, a, DOC_TABLE);
    struct doc_row *row = NULL, **last_row = &table->rows;
    struct doc_cell **last_cell = NULL;
    for (size_t i = 0; i < r->cell_count; i++) {
        const struct xls_cell *c = &r->cells[i];
        if (i > 0 && by_place(c, c - 1) == 0)
            continue;
        if (!row || row->number != c->row + 1) {
            row = arena_new(a, struct doc_row);
            row->number = c->row + 1;
            last_cell = &row->first;
            *last_row = row;
            last_row = &row->next;
        }
        struct doc_cell *cell = arena_new(a, struct doc_cell);
        cell->column = c->column;
        cell->text = c->text;
        *last_cell = cell;
        last_cell = &cell->next;
    }
    return sheet_hide_merged(a, table, r->merges, e);
}

/* Charts on the sheet are sheets within it, with a beginning and an end of their own. */
static bool
read_sheet(struct xls_reader *r, uint32_t offset, struct err *e)
{
    struct biff b = biff_at(r->stream, offset);
    size_t depth = 0;
    r->cell_count = r->merge_count = 0;
    r->merges = NULL;
    r->awaits_string = false;
    while (next_record(r, &b)) {
        if (b.id == BIFF_BOF)
            depth++;
        else if (b.id == BIFF_EOF && --depth == 0)
            break;
        else if (depth == 1 && !sheet_record(r, &b, e))
            return false;
        if (depth == 0)
            break;
    }
    return put_table(r, e);
}

static bool
read_sheets(struct xls_reader *r, struct err *e)
{
    if (!read_globals(r, e))
        return false;
    if (r->encrypted)
        return err_set(e, ERR_INPUT,
            tr("文件设有打开密码，无法读取。请用 Excel 或 WPS 去掉密码后另存一份再试。"));
    if (r->sheet_count == 0)
        return err_set(
            e, ERR_INPUT, tr("这个 xls 文件已损坏，里面没有工作表。请重新获取，或另存一份再试。"));
    for (const struct xls_sheet *s = r->sheets; s; s = s->next) {
        doc_flow_add(&r->flow, r->build->arena, DOC_SHEET)->text = s->name;
        if (!read_sheet(r, s->offset, e))
            return false;
    }
    return true;
}

bool
xls_is_known(struct str stream)
{
    struct biff b = biff_at(stream, 0);
    return biff_next(&b) && b.id == BIFF_BOF && in_u16le(&b.record) == VERSION_8;
}

bool
xls_read(struct doc_build *b, struct str stream, struct doc *doc, struct err *e)
{
    struct xls_reader *r = arena_new(b->arena, struct xls_reader);
    r->build = b;
    r->stream = stream;
    r->records_left = stream.n / 4 + 1;
    r->last_sheet = &r->sheets;
    r->codes = arena_array(b->arena, struct format_code, FORMATS_MAX);
    r->styles = arena_array(b->arena, unsigned, STYLES_MAX);
    doc_flow_init(&r->flow);
    out_init(&r->text, b->limits.text);
    bool ok = read_sheets(r, e);
    out_release(&r->text);
    doc->first = r->flow.first;
    return ok;
}
