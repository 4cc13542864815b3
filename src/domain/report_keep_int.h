/* What the files of 报送 share. Not for other modules. */
#ifndef DOMAIN_REPORT_KEEP_INT_H
#define DOMAIN_REPORT_KEEP_INT_H

#include "domain/report_keep.h"

/* No right is asked; id 0 when nothing was sent. */
bool report_load(struct work *w, int64_t org_id, int year, struct report_kept *kept, struct err *e);
bool report_content_read(
    struct arena *a, struct str snapshot, struct report_content *c, struct err *e);
bool report_state_read(int64_t value, enum report_state *state, struct err *e);
bool report_step_read(int64_t value, enum report_step *step, struct err *e);
bool report_grade_read(struct str code, enum report_grade *grade, struct err *e);
/* Canonical: keys in order of bytes, no blanks. In the arena. */
struct str report_snapshot(struct arena *a, const struct report_kept *kept,
    const struct report_content *c, const struct report_version *v);
/* Whether the step and file that a row tells are those of its snapshot. */
bool report_snapshot_holds(struct arena *a, struct str snapshot, const struct report_version *v);

#endif
