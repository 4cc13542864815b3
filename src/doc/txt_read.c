#include "doc/doc_int.h"

bool
txt_read(struct doc_build *b, struct str utf8, struct doc *doc, struct err *e)
{
    struct doc_flow flow;
    doc_flow_init(&flow);
    struct str line;
    while (str_split(&utf8, '\n', &line)) {
        struct doc_block *block = doc_flow_add(&flow, b->arena, DOC_PARAGRAPH);
        if (!doc_keep(b, line, &block->text, e) || !doc_count(b, 1, e))
            return false;
    }
    doc->first = flow.first;
    return true;
}
