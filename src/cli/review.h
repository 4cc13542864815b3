/* What the commands that check reports share. */
#ifndef CLI_REVIEW_H
#define CLI_REVIEW_H

#include "base/json.h"
#include "cli/call.h"
#include "domain/review_note.h"

/* The members "finding" and "note" of a finding; item NULL: neither. */
void review_note_fields(struct json_out *j, const struct review_item *item);
bool review_is_folder(struct str path, struct arena *a);
/* The files and folders given, each against the org that it names; one table. */
bool review_files(struct call *c, struct err *e);
/* What was sent by --org and all below; one table. */
bool review_all(struct call *c, struct err *e);

#endif
