/* People and posts without asking for rights: for the domain's own files, after they asked. */
#ifndef DOMAIN_PERSON_INT_H
#define DOMAIN_PERSON_INT_H

#include "domain/pack.h"
#include "domain/person.h"

/* ERR_NOT_FOUND when there is none. */
bool person_load(struct work *w, int64_t id, struct person *p, struct err *e);
/* All who ever belonged to the org, by id. */
bool person_of_org(struct work *w, int64_t org_id, struct people *list, struct err *e);

/* Who holds what in an org on a day. */
struct holder {
    int64_t person_id;
    struct str post; /* code */
};

struct holders {
    struct holder *v;
    size_t n;
};

bool post_holders(
    struct work *w, int64_t org_id, struct date on, struct holders *list, struct err *e);
/* Whether the packs let this post sit in the committee. */
bool post_in_committee(const struct rules *rules, struct str post);
/* Place in the packs' order of display; SIZE_MAX when no pack names it. */
size_t post_rank(const struct rules *rules, struct str post);

#endif
