#include "base/utf8.h"
#include "cli/call.h"

void
table_init(struct table *t, struct call *c, size_t columns)
{
    *t = (struct table){.c = c, .columns = columns};
}

void
table_cell(struct table *t, struct str s)
{
    if (t->n == t->cap) {
        size_t cap = t->cap ? t->cap * 2 : 64;
        struct str *cells = arena_array(t->c->arena, struct str, cap);
        if (t->n)
            memcpy(cells, t->cells, t->n * sizeof(*cells));
        t->cells = cells;
        t->cap = cap;
    }
    t->cells[t->n++] = arena_str(t->c->arena, s);
}

void
table_int(struct table *t, int64_t v)
{
    table_cell(t, arena_fmt(t->c->arena, "%lld", (long long)v));
}

void
table_print(struct table *t)
{
    struct out *o = &t->c->out;
    size_t *widths = arena_array(t->c->arena, size_t, t->columns);
    for (size_t i = 0; i < t->n; i++) {
        size_t w = utf8_width(t->cells[i]);
        if (w > widths[i % t->columns])
            widths[i % t->columns] = w;
    }
    for (size_t i = 0; i < t->n; i++) {
        size_t column = i % t->columns;
        out_put(o, t->cells[i]);
        if (column + 1 == t->columns) {
            out_char(o, '\n');
            continue;
        }
        for (size_t w = utf8_width(t->cells[i]); w < widths[column] + 2; w++)
            out_char(o, ' ');
    }
}
