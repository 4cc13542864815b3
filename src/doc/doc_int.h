/* Shared by the readers of this folder: building a document inside its limits. */
#ifndef DOC_DOC_INT_H
#define DOC_DOC_INT_H

#include "doc/doc.h"

struct package;

/* A list of blocks that grows at its end. */
struct doc_flow {
    struct doc_block *first, **last;
};

struct doc_build {
    struct arena *arena;
    struct doc_limits limits;
    size_t text; /* bytes kept so far */
};

void doc_flow_init(struct doc_flow *f);
struct doc_block *doc_flow_add(struct doc_flow *f, struct arena *a, enum doc_block_kind kind);
void doc_flow_join(struct doc_flow *f, struct doc_flow *tail);

/* A copy without control characters but \t and \n. ERR_LIMIT when the document's text becomes too long. */
bool doc_keep(struct doc_build *b, struct str text, struct str *kept, struct err *e);
/* `line` for rows and cells: what every block, row and cell costs even when it is empty. */
bool doc_count(struct doc_build *b, size_t bytes, struct err *e);

bool docx_read(
    struct doc_build *b, struct package *p, struct str main_part, struct doc *doc, struct err *e);
bool xlsx_read(
    struct doc_build *b, struct package *p, struct str main_part, struct doc *doc, struct err *e);
/* An old workbook by its stream; xls_is_known is false for what is older than Excel 97. */
bool xls_is_known(struct str stream);
bool xls_read(struct doc_build *b, struct str stream, struct doc *doc, struct err *e);
/* An old Word document by its streams WordDocument, and 0Table and 1Table; word_is_known is false for what is older
   than Word 97. */
bool word_is_known(struct str stream);
bool word_read(struct doc_build *b, struct str stream, const struct str tables[2], struct doc *doc,
    struct err *e);
bool html_read(struct doc_build *b, struct str bytes, struct doc *doc, struct err *e);
/* UTF-8 text into paragraphs, one a line. */
bool txt_read(struct doc_build *b, struct str utf8, struct doc *doc, struct err *e);

/* A paragraph's row as one line: cells parted by tabs, their own lines by blanks. */
void doc_row_text(const struct doc_row *row, struct out *o);

#endif
