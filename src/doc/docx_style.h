/* Heading levels of a docx's paragraph styles: by outline level, or by the built-in names (heading 1, 标题 1),
   inherited from the style a style is based on. */
#ifndef DOC_DOCX_STYLE_H
#define DOC_DOCX_STYLE_H

#include "doc/package.h"

struct docx_heading {
    struct str style; /* id */
    int level;        /* 1 … 9 */
};

struct docx_headings {
    struct docx_heading *list; /* sorted by id */
    size_t n;
};

bool docx_headings_read(
    struct arena *a, struct package *p, struct str part, struct docx_headings *h, struct err *e);
/* 0: body text. */
int docx_heading_level(const struct docx_headings *h, struct str style);

#endif
