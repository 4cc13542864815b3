/* What holds for every document, whatever it was made of. */
#ifndef FUZZ_DOC_DOC_CHECK_H
#define FUZZ_DOC_DOC_CHECK_H

#include "base/bug.h"
#include "base/utf8.h"
#include "doc/package.h"

static inline void
check_text(struct str text)
{
    BUG_ON(!utf8_valid(text), "text that is no UTF-8");
    for (size_t i = 0; i < text.n; i++)
        BUG_ON((unsigned char)text.p[i] < 0x20 && text.p[i] != '\t' && text.p[i] != '\n',
            "a control character");
}

static inline void
check_document(struct arena *a, struct str bytes)
{
    struct doc *doc;
    struct err e = {0};
    struct doc_limits limits = doc_limits_usual();
    limits.inflated = limits.text = 1 << 20;
    struct out o;
    out_init(&o, 64 << 20);
    if (doc_read_bytes(a, bytes, &limits, &doc, &e)) {
        doc_text(doc, &o);
        check_text(out_str(&o));
        for (const struct doc_control *c = doc->controls; c; c = c->next)
            check_text(c->text);
    } else {
        BUG_ON(e.code == ERR_NONE || !e.text[0] || !utf8_valid(str_from(e.text)),
            "a failure without a sentence");
    }
    out_release(&o);
}

#endif
