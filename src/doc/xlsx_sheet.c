/* One worksheet's rows. */
#include "base/lang.h"
#include "doc/xlsx_int.h"

#include <ctype.h>

enum {
    MERGES_MAX = 65536,
    COLUMNS_MAX = 16384,
    ROWS_MAX = 1048576
};

/* "AB12" → column 27, row 12. False when it is no reference inside a sheet. */
static bool
parse_ref(struct str ref, unsigned *column, unsigned *row)
{
    size_t i = 0;
    unsigned c = 0;
    for (; i < ref.n && isalpha((unsigned char)ref.p[i]) && c <= COLUMNS_MAX; i++)
        c = c * 26 + (unsigned)(toupper((unsigned char)ref.p[i]) - 'A' + 1);
    int64_t number;
    if (c == 0 || c > COLUMNS_MAX || !str_to_i64(str_slice(ref, i, ref.n), 1, ROWS_MAX, &number))
        return false;
    *column = c - 1;
    *row = (unsigned)number;
    return true;
}

static bool
start_row(struct xlsx_reader *r, const struct xml_tag *tag, struct err *e)
{
    int64_t number;
    if (!xml_attr_int(tag, XML_NS_NONE, S("r"), &number))
        number = (int64_t)r->row_number + 1;
    if (number <= r->row_number || number > ROWS_MAX)
        return err_set(e, ERR_INPUT,
            tr("工作表的行号颠倒或超界（第 %lld 行），文件已损坏。请用 Excel 或 WPS 另存一份。"),
            (long long)number);
    r->row_number = (unsigned)number;
    r->row = arena_new(r->build->arena, struct doc_row);
    r->row->number = r->row_number;
    r->last_cell = &r->row->first;
    r->next_column = 0;
    return doc_count(r->build, 1, e);
}

static void
start_cell(struct xlsx_reader *r, const struct xml_tag *tag)
{
    unsigned row;
    if (!parse_ref(xml_attr(tag, XML_NS_NONE, S("r")), &r->column, &row))
        r->column = r->next_column;
    struct str type = xml_attr(tag, XML_NS_NONE, S("t"));
    r->type = str_empty(type) || str_eq(type, S("n")) ? CELL_NUMBER
        : str_eq(type, S("s"))                        ? CELL_SHARED
        : str_eq(type, S("b"))                        ? CELL_BOOLEAN
                                                      : CELL_TEXT;
    int64_t style = 0;
    r->format = XLSX_PLAIN;
    if (xml_attr_int(tag, XML_NS_NONE, S("s"), &style) && style >= 0 &&
        (size_t)style < r->format_count)
        r->format = r->formats[style];
    out_clear(&r->text);
}

static bool
start_merge(struct xlsx_reader *r, const struct xml_tag *tag, struct err *e)
{
    struct str ref = xml_attr(tag, XML_NS_NONE, S("ref"));
    size_t colon = str_find_char(ref, ':', 0);
    struct sheet_range range = {0};
    if (colon == SIZE_MAX ||
        !parse_ref(str_slice(ref, 0, colon), &range.column[0], &range.row[0]) ||
        !parse_ref(str_slice(ref, colon + 1, ref.n), &range.column[1], &range.row[1]))
        return true;
    if (++r->merge_count > MERGES_MAX)
        return xlsx_too_many(e);
    struct sheet_range *kept = arena_new(r->build->arena, struct sheet_range);
    *kept = range;
    kept->next = r->merges;
    r->merges = kept;
    return true;
}

static bool
sheet_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    r->in_text = false;
    if (tag->ns != XML_NS_S)
        return true;
    if (str_eq(tag->name, S("row")))
        return start_row(r, tag, e);
    if (str_eq(tag->name, S("c")))
        start_cell(r, tag);
    else if (str_eq(tag->name, S("v")) || str_eq(tag->name, S("t")))
        r->in_text = true;
    else if (str_eq(tag->name, S("rPh")))
        r->phonetic++;
    else if (str_eq(tag->name, S("mergeCell")))
        return start_merge(r, tag, e);
    return true;
}

static bool
cell_value(struct xlsx_reader *r, struct str *value, struct err *e)
{
    struct str stored = out_str(&r->text);
    int64_t index;
    *value = (struct str){0};
    if (r->type == CELL_SHARED) {
        if (str_to_i64(str_trim(stored), 0, INT32_MAX, &index) && (size_t)index < r->string_count)
            *value = r->strings[index];
        return true;
    }
    if (r->type == CELL_BOOLEAN) {
        if (stored.n)
            *value = xml_on(stored) ? S("TRUE") : S("FALSE");
        return true;
    }
    if (r->type == CELL_NUMBER) {
        stored = xlsx_number(r->build->arena, str_trim(stored), r->format, r->since_1904);
        return doc_keep(r->build, stored, value, e);
    }
    return xlsx_keep(r, stored, value, e);
}

static bool
end_cell(struct xlsx_reader *r, struct err *e)
{
    struct str value;
    if (!r->row || !cell_value(r, &value, e))
        return r->row == NULL;
    bool in_order = r->column >= r->next_column;
    r->next_column = in_order ? r->column + 1 : r->next_column;
    if (str_empty(value) || !in_order)
        return true;
    struct doc_cell *cell = arena_new(r->build->arena, struct doc_cell);
    cell->column = r->column;
    cell->text = value;
    *r->last_cell = cell;
    r->last_cell = &cell->next;
    /* A shared string costs its length each time that it is shown. */
    return doc_count(r->build, value.n + 1, e);
}

static bool
sheet_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    r->in_text = false;
    if (tag->ns != XML_NS_S)
        return true;
    if (str_eq(tag->name, S("c")))
        return end_cell(r, e);
    if (str_eq(tag->name, S("rPh")))
        r->phonetic--;
    if (str_eq(tag->name, S("row")) && r->row) {
        if (r->row->first) {
            *r->last_row = r->row;
            r->last_row = &r->row->next;
        }
        r->row = NULL;
    }
    return true;
}

bool
xlsx_read_sheet(struct xlsx_reader *r, struct str part, struct err *e)
{
    r->table = arena_new(r->build->arena, struct doc_block);
    r->table->kind = DOC_TABLE;
    r->last_row = &r->table->rows;
    r->row = NULL;
    r->row_number = r->phonetic = r->merge_count = 0;
    r->merges = NULL;
    r->in_text = false;
    struct xml_handler handler = {
        .ctx = r, .start = sheet_start, .end = sheet_end, .text = xlsx_text};
    if (!package_xml(r->package, part, &handler, e) ||
        !sheet_hide_merged(r->build->arena, r->table, r->merges, e))
        return false;
    if (r->table->rows) {
        *r->flow.last = r->table;
        r->flow.last = &r->table->next;
    }
    return true;
}
