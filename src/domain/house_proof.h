/* Whether rows, versions and the index agree with the journal's digests: all that is kept, in one place, for check, verify and
   the rehearsal of a backup. What is new joins here. */
#ifndef DOMAIN_HOUSE_PROOF_H
#define DOMAIN_HOUSE_PROOF_H

#include "domain/library.h"
#include "domain/record.h"
#include "domain/report_keep.h"
#include "domain/report_style.h"
#include "domain/report_text.h"
#include "domain/review_note.h"

struct index_proof {
    int64_t docs, bad; /* bad: the first one whose text is another; 0: none */
};

struct house_proof {
    struct record_proof records;
    struct library_proof library;
    struct report_proof reports;
    struct report_text_proof texts;
    struct review_note_proof notes;
    struct report_style_proof styles;
    struct index_proof index;
};

/* Of the system. */
bool house_prove(struct work *w, struct house_proof *p, struct err *e);
/* How much does not agree. */
int64_t house_proof_faults(const struct house_proof *p);

#endif
