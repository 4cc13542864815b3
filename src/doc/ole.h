/* Compound files ([MS-CFB]), only as far as their table of contents: what the old Office formats are in. */
#ifndef DOC_OLE_H
#define DOC_OLE_H

#include "base/str.h"

enum ole_kind {
    OLE_DAMAGED,
    OLE_OTHER,
    OLE_WORD,
    OLE_EXCEL,
    OLE_ENCRYPTED
};

enum ole_kind ole_kind(struct str bytes);

#endif
