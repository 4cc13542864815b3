/* The records of an Excel 97–2003 workbook ([MS-XLS], BIFF8): one after another, each with a number and at most
   8,224 bytes; longer contents go on in CONTINUE records. */
#ifndef DOC_BIFF_H
#define DOC_BIFF_H

#include "base/in.h"
#include "base/out.h"

enum biff_id {
    BIFF_FORMULA = 0x0006,
    BIFF_EOF = 0x000A,
    BIFF_DATEMODE = 0x0022,
    BIFF_FILEPASS = 0x002F,
    BIFF_CONTINUE = 0x003C,
    BIFF_BOUNDSHEET = 0x0085,
    BIFF_MULRK = 0x00BD,
    BIFF_RSTRING = 0x00D6,
    BIFF_XF = 0x00E0,
    BIFF_MERGEDCELLS = 0x00E5,
    BIFF_SST = 0x00FC,
    BIFF_LABELSST = 0x00FD,
    BIFF_NUMBER = 0x0203,
    BIFF_LABEL = 0x0204,
    BIFF_BOOLERR = 0x0205,
    BIFF_STRING = 0x0207,
    BIFF_RK = 0x027E,
    BIFF_FORMAT = 0x041E,
    BIFF_BOF = 0x0809
};

struct biff {
    struct in stream; /* behind the record */
    unsigned id;
    struct in record; /* what is left of the record */
};

/* From this offset of the stream; past its end there is no record. */
struct biff biff_at(struct str stream, size_t offset);
/* The next record; false at the end of the stream or where it is cut. */
bool biff_next(struct biff *b);
/* Something is left of the record or of one that goes on with it. */
bool biff_more(struct biff *b);
/* Numbers that may stand across the border to a CONTINUE record. */
uint32_t biff_number(struct biff *b, unsigned bytes);
/* Past bytes, going on in CONTINUE records. */
void biff_skip(struct biff *b, size_t n);
/* The characters of a string (flags first, then characters, then rich text and reading aids, which are skipped),
   appended as UTF-8. */
void biff_string(struct biff *b, size_t characters, struct out *o);
double biff_double(struct in *record);
/* A number packed into 30 bits. */
double biff_rk(uint32_t rk);

#endif
