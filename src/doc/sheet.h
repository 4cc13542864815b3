/* What the readers of workbooks, new and old, have in common. */
#ifndef DOC_SHEET_H
#define DOC_SHEET_H

#include "doc/doc.h"

struct sheet_range {
    unsigned column[2], row[2]; /* first and last; columns from 0, rows from 1 */
    struct sheet_range *next;
};

/* A merged range shows its first cell only; what its other cells hold is taken out of the table. */
bool sheet_hide_merged(
    struct arena *a, struct doc_block *table, const struct sheet_range *merges, struct err *e);

#endif
