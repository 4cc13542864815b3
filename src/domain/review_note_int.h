/* Shared by the files of review_note; nobody else includes it. */
#ifndef DOMAIN_REVIEW_NOTE_INT_H
#define DOMAIN_REVIEW_NOTE_INT_H

#include "domain/review_note.h"

/* The answer that stands to each finding of the org's year, also those taken back. No right is asked. */
bool review_notes_of(
    struct work *w, int64_t org_id, int year, struct review_notes *notes, struct err *e);

#endif
