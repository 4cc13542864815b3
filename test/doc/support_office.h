/* Small office files for the tests, made part by part. */
#ifndef TEST_DOC_SUPPORT_OFFICE_H
#define TEST_DOC_SUPPORT_OFFICE_H

#include "doc/package.h"

/* A part's text from a literal. */
struct package_part part_of(const char *name, const char *text);
/* A docx whose body is this XML (prefixes w, mc, r, a, m are declared); `more` parts are added, as word/styles.xml,
   with relationships of the type that their name says. */
struct str make_docx(const char *body, const struct package_part *more, size_t n);
/* A workbook of one sheet 「表一」 whose worksheet holds this XML. */
struct str make_xlsx(const char *sheet, const char *strings, const char *styles);
struct str make_zip(const struct package_part *parts, size_t n);
/* Reads and gives the plain text; on failure the error's text after "!". */
struct str text_of(struct str bytes);
/* The same with limits of one's own. */
struct str text_within(struct str bytes, const struct doc_limits *limits);

#endif
