#include "doc/doc_int.h"

/* A form feed begins a new page; pdftotext puts one behind the last page too. */
bool
txt_read(struct doc_build *b, struct str utf8, struct doc *doc, struct err *e)
{
    struct doc_flow flow;
    doc_flow_init(&flow);
    struct str line;
    while (str_split(&utf8, '\n', &line)) {
        bool feed = false;
        while (str_starts(line, S("\f"))) {
            if (line.n > 1 || utf8.n > 0)
                (void)doc_flow_add(&flow, b->arena, DOC_PAGE_BREAK);
            if (!doc_count(b, 1, e))
                return false;
            line = str_slice(line, 1, line.n);
            feed = true;
        }
        if (feed && line.n == 0 && utf8.n == 0)
            break;
        struct doc_block *block = doc_flow_add(&flow, b->arena, DOC_PARAGRAPH);
        if (!doc_keep(b, line, &block->text, e) || !doc_count(b, 1, e))
            return false;
    }
    doc->first = flow.first;
    return true;
}
