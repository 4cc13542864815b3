/* What the commands of the library share. */
#ifndef CLI_LIBRARY_H
#define CLI_LIBRARY_H

#include "cli/call.h"
#include "domain/library.h"

/* --org, --folder, --tag, --own; opens the house. */
bool library_target_of(struct call *c, struct library_target *to, struct err *e);
/* Until the index is in as good an order as it gets. */
bool library_tidy_all(struct call *c, struct err *e);

#endif
