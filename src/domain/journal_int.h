/* The journal's rows, for the files that read all of it. */
#ifndef DOMAIN_JOURNAL_INT_H
#define DOMAIN_JOURNAL_INT_H

#include "domain/journal.h"
#include "store/store.h"

/* A row of the statements journal_*; texts in the arena. */
struct journal_row journal_row_read(const struct stmt *s, struct arena *a);
struct hex_text journal_first_link(void);
/* Reads the end of the chain, once a batch. */
bool journal_look(struct work *w, struct err *e);
/* journal.h says what it is made of. */
struct hex_text journal_link(
    struct arena *a, const struct hex_text *before, const struct journal_row *r);

#endif
