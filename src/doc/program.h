/* Text of formats that are not read here, by a program of the machine: pdftotext (poppler-utils), antiword or
   catdoc, xls2csv (catdoc). Started without a shell, with an empty environment but PATH and a UTF-8 locale, with
   limits for time and output; the file reaches it by an unnamed temporary file. */
#ifndef DOC_PROGRAM_H
#define DOC_PROGRAM_H

#include "doc/doc.h"

/* Appends UTF-8. The error names the package to install when the program is missing. */
bool program_text(enum doc_kind kind, struct str bytes, const struct doc_limits *limits,
    struct out *o, struct err *e);

#endif
