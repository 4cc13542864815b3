/* The parts of a written docx that are the same in every document: styles, fonts, settings, page numbers. */
#ifndef DOC_DOCX_PARTS_H
#define DOC_DOCX_PARTS_H

#include "base/str.h"

/* GB/T 9704-2012 in twips (1/20 pt): A4; margins 37, 28, 35, 26 mm; the type area of 156 × 225 mm takes 22 lines
   of 28.99 pt and, by narrower spacing of the styles, 28 characters of 15.79 pt. */
enum {
    DOCX_PAGE_WIDTH = 11906,
    DOCX_PAGE_HEIGHT = 16838,
    DOCX_TOP = 2098,
    DOCX_LEFT = 1587,
    DOCX_BOTTOM = 1984,
    DOCX_RIGHT = 1474,
    DOCX_FOOTER = 1304, /* the number's line ends here, and begins 7 mm below the type area */
    DOCX_WIDTH = DOCX_PAGE_WIDTH - DOCX_LEFT - DOCX_RIGHT,
    DOCX_LINE = 579,
    DOCX_TITLE_LINE = 700
};

extern const struct str docx_content_types, docx_package_rels, docx_document_rels, docx_fonts,
    docx_settings, docx_footer_odd, docx_footer_even;
/* word/styles.xml is these three, one behind the other. */
extern const struct str docx_styles_defaults, docx_styles_text, docx_styles_rest;

#endif
