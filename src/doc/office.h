/* Word files into PDF by LibreOffice, on machines that have it. It is started from the program itself, which first gives up
   the network, other processes and all files but programs and a folder of its own (doc/cage.h); what it leaves there goes
   with the folder. One at a time. */
#ifndef DOC_OFFICE_H
#define DOC_OFFICE_H

#include "base/arena.h"
#include "base/err.h"

/* The program called with this and a folder becomes LibreOffice: main hands over to office_main at once. */
#define OFFICE_COMMAND "office-pdf"
int office_main(const char *folder);

enum {
    OFFICE_SECONDS = 60 /* of the clock, for a file */
};

/* Whether there is one; for showing or hiding a button. */
bool office_found(void);
/* Blocks for some seconds: not on an HTTP thread. `docx` is ours, made by docx_write.h. Errors: ERR_IO when LibreOffice is
   missing or cannot be started, ERR_LIMIT when it is at work for somebody else or took too long. */
bool office_pdf(struct arena *a, struct str docx, struct str *pdf, struct err *e);

#endif
