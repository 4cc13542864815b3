/* The parts of a written docx that depend on its profile: styles, fonts, page numbers. Private to the writer. */
#ifndef DOC_DOCX_LOOK_H
#define DOC_DOCX_LOOK_H

#include "doc/docx_profile.h"

struct str docx_look_styles(struct arena *a, const struct docx_profile *p);
struct str docx_look_fonts(struct arena *a, const struct docx_profile *p);
struct str docx_look_footer(struct arena *a, const struct docx_profile *p, bool even);

/* Twips: the type area's width, a line of this face, a character of it. */
int docx_look_width(const struct docx_profile *p);
int docx_look_line(const struct docx_face *face);
int docx_look_char(const struct docx_profile *p, const struct docx_face *face);

#endif
