/* The state of reading a SpreadsheetML workbook, shared by the files that read its parts. */
#ifndef DOC_XLSX_INT_H
#define DOC_XLSX_INT_H

#include "doc/doc_int.h"
#include "doc/package.h"
#include "doc/sheet.h"
#include "doc/xlsx_number.h"

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

struct sheet {
    struct str name, rel;
    struct sheet *next;
};

enum {
    XLSX_CUSTOMS_MAX = 4096,
    XLSX_STYLES_MAX = 65536
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
    struct sheet_range *merges;
    unsigned merge_count;
};

/* The sheets' names, the cell styles' formats and the shared strings. */
bool xlsx_read_parts(
    struct xlsx_reader *r, struct str main_part, const struct package_rel *rels, struct err *e);
/* One sheet's rows as a table at the end of the flow. */
bool xlsx_read_sheet(struct xlsx_reader *r, struct str part, struct err *e);

bool xlsx_too_many(struct err *e);
/* The handler for text, of cells and of shared strings. */
bool xlsx_text(void *ctx, struct str text, struct err *e);
/* doc_keep with "_x000D_" and its like undone. */
bool xlsx_keep(struct xlsx_reader *r, struct str s, struct str *kept, struct err *e);

#endif
