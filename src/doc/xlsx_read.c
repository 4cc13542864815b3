/* The text of a SpreadsheetML workbook: each sheet's name, then its rows. */
#include "base/lang.h"
#include "base/utf8.h"
#include "doc/doc_int.h"
#include "doc/package.h"
#include "doc/xlsx_number.h"

#include <ctype.h>
#include <stdlib.h>

enum {
    SHEETS_MAX = 4096,
    CUSTOMS_MAX = 4096,
    STYLES_MAX = 65536,
    MERGES_MAX = 65536,
    MERGE_STEPS = 20000000
};

enum {
    COLUMNS_MAX = 16384,
    ROWS_MAX = 1048576
};

struct number_format {
    int64_t id;
    enum xlsx_format format;
};

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_BOOLEAN,
    CELL_TEXT
};

struct range {
    unsigned column[2], row[2]; /* first and last; columns from 0, rows from 1 */
    struct range *next;
};

struct sheet {
    struct str name, rel;
    struct sheet *next;
};

struct xlsx_reader {
    struct doc_build *build;
    struct package *package;
    struct doc_flow flow;
    bool since_1904;
    struct sheet *sheets, **last_sheet;
    unsigned sheet_count;
    struct str *strings; /* shared strings */
    size_t string_count, string_room;
    struct number_format *customs;
    size_t custom_count;
    enum xlsx_format *formats; /* by cell style */
    size_t format_count;
    bool in_cell_styles;
    struct out text; /* of the cell or shared string being read */
    bool in_text;
    unsigned phonetic; /* inside reading aids */
    struct doc_block *table;
    struct doc_row *row, **last_row;
    struct doc_cell **last_cell;
    unsigned row_number, next_column, column;
    enum cell_type type;
    enum xlsx_format format;
    struct range *merges;
    unsigned merge_count;
};

static bool
too_many(struct err *e)
{
    return err_set(
        e, ERR_LIMIT, tr("工作簿中的工作表、样式或合并单元格过多，超出允许的数目，已拒绝读取。"));
}

static bool
cell_text(void *ctx, struct str text, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (!r->in_text || r->phonetic)
        return true;
    out_put(&r->text, text);
    return r->text.overflow ? doc_count(r->build, SIZE_MAX, e) : true;
}

static bool
workbook_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("workbookPr"))) {
        struct str mode = xml_attr(tag, XML_NS_NONE, S("date1904"));
        r->since_1904 = mode.p && xml_on(mode);
    }
    if (!xml_is(tag, XML_NS_S, S("sheet")))
        return true;
    if (++r->sheet_count > SHEETS_MAX)
        return too_many(e);
    struct sheet *s = arena_new(r->build->arena, struct sheet);
    if (!doc_keep(r->build, xml_attr(tag, XML_NS_NONE, S("name")), &s->name, e))
        return false;
    s->rel = arena_str(r->build->arena, xml_attr(tag, XML_NS_R, S("id")));
    *r->last_sheet = s;
    r->last_sheet = &s->next;
    return true;
}

static bool
styles_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("cellXfs")))
        r->in_cell_styles = true;
    int64_t id = 0;
    bool has_id = xml_attr_int(tag, XML_NS_NONE, S("numFmtId"), &id);
    if (xml_is(tag, XML_NS_S, S("numFmt")) && has_id) {
        if (r->custom_count == CUSTOMS_MAX)
            return too_many(e);
        enum xlsx_format format = xlsx_format_code(xml_attr(tag, XML_NS_NONE, S("formatCode")));
        r->customs[r->custom_count++] = (struct number_format){id, format};
    } else if (xml_is(tag, XML_NS_S, S("xf")) && r->in_cell_styles) {
        if (r->format_count == STYLES_MAX)
            return too_many(e);
        enum xlsx_format format = xlsx_format_builtin(id);
        for (size_t i = r->custom_count; i > 0; i--)
            if (r->customs[i - 1].id == id)
                format = r->customs[i - 1].format;
        r->formats[r->format_count++] = format;
    }
    return true;
}

static bool
styles_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("cellXfs")))
        r->in_cell_styles = false;
    return true;
}

/* "_x000D_" stands for a character that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
static bool
take_escape(struct str *s, uint32_t *c)
{
    if (s->n < 7 || s->p[0] != '_' || (s->p[1] != 'x' && s->p[1] != 'X') || s->p[6] != '_')
        return false;
    char hex[5] = {s->p[2], s->p[3], s->p[4], s->p[5], '\0'};
    for (int i = 0; i < 4; i++)
        if (!isxdigit((unsigned char)hex[i]))
            return false;
    *c = (uint32_t)strtoul(hex, NULL, 16);
    if (*c >= 0xD800 && *c < 0xE000)
        return false;
    *s = str_slice(*s, 7, s->n);
    return true;
}

static bool
keep_unescaped(struct xlsx_reader *r, struct str s, struct str *kept, struct err *e)
{
    if (str_find(s, S("_x"), 0) == SIZE_MAX)
        return doc_keep(r->build, s, kept, e);
    struct out plain;
    out_init(&plain, s.n + 8);
    while (s.n) {
        uint32_t c;
        if (take_escape(&s, &c)) {
            utf8_put(&plain, c);
        } else {
            out_char(&plain, s.p[0]);
            s = str_slice(s, 1, s.n);
        }
    }
    bool ok = doc_keep(r->build, out_str(&plain), kept, e);
    out_release(&plain);
    return ok;
}

static bool
strings_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    struct xlsx_reader *r = ctx;
    if (xml_is(tag, XML_NS_S, S("si")))
        out_clear(&r->text);
    r->in_text = xml_is(tag, XML_NS_S, S("t"));
    r->phonetic += xml_is(tag, XML_NS_S, S("rPh"));
    return true;
}

static bool
add_string(struct xlsx_reader *r, struct err *e)
{
    if (r->string_count == r->string_room) {
        size_t room = r->string_room ? r->string_room * 2 : 256;
        struct str *list = arena_array(r->build->arena, struct str, room);
        if (r->string_count)
            memcpy(list, r->strings, r->string_count * sizeof(*list));
        r->strings = list;
        r->string_room = room;
    }
    return doc_count(r->build, 1, e) &&
        keep_unescaped(r, out_str(&r->text), &r->strings[r->string_count++], e);
}

static bool
strings_end(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct xlsx_reader *r = ctx;
    r->in_text = false;
    r->phonetic -= xml_is(tag, XML_NS_S, S("rPh"));
    return xml_is(tag, XML_NS_S, S("si")) ? add_string(r, e) : true;
}

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
    struct range range = {0};
    if (colon == SIZE_MAX ||
        !parse_ref(str_slice(ref, 0, colon), &range.column[0], &range.row[0]) ||
        !parse_ref(str_slice(ref, colon + 1, ref.n), &range.column[1], &range.row[1]))
        return true;
    if (++r->merge_count > MERGES_MAX)
        return too_many(e);
    struct range *kept = arena_new(r->build->arena, struct range);
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
    return keep_unescaped(r, stored, value, e);
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

/* A merged range shows its first cell only; what the others hold is left over and unseen. */
static void
hide_merged(struct doc_row *row, const struct range *range)
{
    struct doc_cell **at = &row->first;
    while (*at) {
        struct doc_cell *cell = *at;
        bool inside = cell->column >= range->column[0] && cell->column <= range->column[1];
        bool shown = cell->column == range->column[0] && row->number == range->row[0];
        if (inside && !shown)
            *at = cell->next;
        else
            at = &cell->next;
    }
}

static bool
apply_merges(struct xlsx_reader *r, struct err *e)
{
    size_t n = 0, steps = 0;
    for (struct doc_row *row = r->table->rows; row; row = row->next)
        n++;
    struct doc_row **rows = arena_array(r->build->arena, struct doc_row *, n + 1);
    n = 0;
    for (struct doc_row *row = r->table->rows; row; row = row->next)
        rows[n++] = row;
    for (const struct range *range = r->merges; range; range = range->next) {
        size_t low = 0, high = n;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (rows[middle]->number < range->row[0])
                low = middle + 1;
            else
                high = middle;
        }
        for (size_t i = low; i < n && rows[i]->number <= range->row[1]; i++) {
            if (++steps > MERGE_STEPS)
                return too_many(e);
            hide_merged(rows[i], range);
        }
    }
    return true;
}

static bool
read_sheet(struct xlsx_reader *r, struct str part, struct err *e)
{
    r->table = arena_new(r->build->arena, struct doc_block);
    r->table->kind = DOC_TABLE;
    r->last_row = &r->table->rows;
    r->row = NULL;
    r->row_number = r->phonetic = r->merge_count = 0;
    r->merges = NULL;
    r->in_text = false;
    struct xml_handler handler = {
        .ctx = r, .start = sheet_start, .end = sheet_end, .text = cell_text};
    if (!package_xml(r->package, part, &handler, e) || !apply_merges(r, e))
        return false;
    if (r->table->rows) {
        *r->flow.last = r->table;
        r->flow.last = &r->table->next;
    }
    return true;
}

static bool
read_sheets(struct xlsx_reader *r, const struct package_rel *rels, struct err *e)
{
    for (const struct sheet *s = r->sheets; s; s = s->next) {
        const struct package_rel *rel = package_rel_by_id(rels, s->rel);
        if (rel && !str_ends(rel->type, S("/worksheet")))
            continue; /* a chart or a dialog alone on its sheet */
        if (!rel || !package_has(r->package, rel->part))
            return err_set(e, ERR_INPUT,
                tr("工作表“%.*s”的内容在文件里找不到，文件不完整。请重新获取，或另存一份。"),
                STR_ARG(s->name));
        doc_flow_add(&r->flow, r->build->arena, DOC_SHEET)->text = s->name;
        if (!read_sheet(r, rel->part, e))
            return false;
    }
    return true;
}

static bool
read_all(struct xlsx_reader *r, struct str main_part, struct err *e)
{
    struct package_rel *rels;
    struct xml_handler workbook = {.ctx = r, .start = workbook_start};
    if (!package_rels(r->package, main_part, &rels, e) ||
        !package_xml(r->package, main_part, &workbook, e))
        return false;
    const struct package_rel *styles = package_rel_of(r->package, rels, S("/styles"));
    struct xml_handler style = {.ctx = r, .start = styles_start, .end = styles_end};
    if (styles && !package_xml(r->package, styles->part, &style, e))
        return false;
    const struct package_rel *strings = package_rel_of(r->package, rels, S("/sharedStrings"));
    struct xml_handler shared = {
        .ctx = r, .start = strings_start, .end = strings_end, .text = cell_text};
    if (strings && !package_xml(r->package, strings->part, &shared, e))
        return false;
    return read_sheets(r, rels, e);
}

bool
xlsx_read(
    struct doc_build *b, struct package *p, struct str main_part, struct doc *doc, struct err *e)
{
    struct xlsx_reader *r = arena_new(b->arena, struct xlsx_reader);
    r->build = b;
    r->package = p;
    r->last_sheet = &r->sheets;
    r->customs = arena_array(b->arena, struct number_format, CUSTOMS_MAX);
    r->formats = arena_array(b->arena, enum xlsx_format, STYLES_MAX);
    doc_flow_init(&r->flow);
    out_init(&r->text, b->limits.text);
    bool ok = read_all(r, main_part, e);
    out_release(&r->text);
    doc->first = r->flow.first;
    return ok;
}
