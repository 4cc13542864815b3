/* What the commands on a report's numbers share. */
#ifndef CLI_CLAIMS_H
#define CLI_CLAIMS_H

#include "base/json.h"
#include "text/claim.h"

/* Places as code points: counted on from the one before, so they must come in order. */
struct points {
    size_t byte, point;
};

int64_t point_of(struct points *p, struct str text, size_t byte);
/* The fields of a claim, without the braces. */
void claim_fields(struct json_out *j, struct points *p, struct str text, const struct claim *m);

#endif
