/* Compound files ([MS-CFB]), only as far as their streams: what the old Office formats are in. */
#ifndef DOC_OLE_H
#define DOC_OLE_H

#include "base/arena.h"

enum ole_kind {
    OLE_DAMAGED,
    OLE_OTHER,
    OLE_WORD,
    OLE_EXCEL,
    OLE_ENCRYPTED
};

enum ole_kind ole_kind(struct str bytes);
/* A stream of the root storage in the arena, cut where the file is damaged; empty when there is none. The name is
   ASCII and compares without case. */
struct str ole_stream(struct arena *a, struct str bytes, struct str name);

#endif
