#include "doc/sheet.h"

#include "base/lang.h"

enum {
    MERGE_STEPS = 20000000
};

/* A merged range shows its first cell only; what the others hold is left over and unseen. */
static void
hide_merged(struct doc_row *row, const struct sheet_range *range)
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

bool
sheet_hide_merged(
    struct arena *a, struct doc_block *table, const struct sheet_range *merges, struct err *e)
{
    size_t n = 0, steps = 0;
    for (struct doc_row *row = table->rows; row; row = row->next)
        n++;
    struct doc_row **rows = arena_array(a, struct doc_row *, n + 1);
    n = 0;
    for (struct doc_row *row = table->rows; row; row = row->next)
        rows[n++] = row;
    for (const struct sheet_range *range = merges; range; range = range->next) {
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
                return err_set(
                    e, ERR_LIMIT, tr("工作表中的合并单元格过多，超出允许的数目，已拒绝读取。"));
            hide_merged(rows[i], range);
        }
    }
    return true;
}
