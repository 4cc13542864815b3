/* Orgs without asking for rights: for the domain's own files, after they asked. */
#ifndef DOMAIN_ORG_INT_H
#define DOMAIN_ORG_INT_H

#include "domain/org.h"

/* ERR_NOT_FOUND when there is none. */
bool org_load(struct work *w, int64_t id, struct org *org, struct err *e);
/* The range of paths of a subtree: from path up to, not including, the result. */
struct str org_path_end(struct arena *a, struct str path);
/* After people, posts, flags or bodies of the org changed: brings its open years up to date from last year on, which is
   still being reported. */
bool org_duties_follow(struct work *w, int64_t org_id, struct err *e);

#endif
