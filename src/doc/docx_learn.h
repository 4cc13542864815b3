/* Learns from a docx how a unit's documents look: each property as most of the text has it, whether it comes from the
   defaults, a style, the style below that, or the runs themselves. A stranger's file: use child_learn (doc/child.h). */
#ifndef DOC_DOCX_LEARN_H
#define DOC_DOCX_LEARN_H

#include "doc/doc.h"
#include "doc/docx_profile.h"

/* ERR_INPUT for what is no docx or has too little text to learn from; ERR_LIMIT beyond the limits. */
bool docx_learn(struct arena *a, struct str bytes, const struct doc_limits *limits,
    struct docx_profile *profile, struct err *e);

#endif
