/* Rights by an org's path alone: for the domain's own files that ask about many orgs at once. */
#ifndef DOMAIN_RIGHT_INT_H
#define DOMAIN_RIGHT_INT_H

#include "domain/right.h"

/* An org and where it lies. */
struct org_place {
    int64_t id, root_id, parent_id;
    struct str path, kind, flags;
    struct date closed_on;
};

/* No right is asked; ERR_NOT_FOUND. The org asked about last is remembered for the piece of work, as the grants are. */
bool org_place(struct work *w, int64_t org_id, struct org_place *place, struct err *e);

struct right_reach {
    bool read;  /* RIGHT_READ on the org */
    bool at;    /* a role at the org itself, by a grant at it or above */
    bool below; /* a role somewhere below it */
};

/* All false for a token that may not read. An empty path is no org: nobody but the system reaches it. */
bool right_reach(struct work *w, struct str path, struct right_reach *reach, struct err *e);

#endif
