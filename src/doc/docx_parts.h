/* The parts of a written docx that are the same in every document: what parts there are, and settings. */
#ifndef DOC_DOCX_PARTS_H
#define DOC_DOCX_PARTS_H

#include "base/str.h"

extern const struct str docx_content_types, docx_package_rels, docx_document_rels, docx_settings;

#endif
