/* Rights: roles on orgs, holding for the subtree, deny by default (ARCHITECTURE.md). Checked here, in the domain,
   by every function that reads or writes; the web's route table is only the first wall. */
#ifndef DOMAIN_RIGHT_H
#define DOMAIN_RIGHT_H

#include "domain/house.h"

enum role {
    ROLE_NONE,
    ROLE_MEMBER,
    ROLE_INSPECTOR,
    ROLE_UPPER,
    ROLE_CLERK,
    ROLE_SECRETARY,
    ROLE_ADMIN,
    ROLE_COUNT
};

enum right {
    RIGHT_SEE,   /* the org's name, its own duties: member and above */
    RIGHT_READ,  /* records, people, figures: clerk, secretary, inspector, upper, admin */
    RIGHT_WRITE, /* enter, correct, void: clerk, secretary, admin */
    RIGHT_MANAGE, /* orgs, posts, accounts, packs, settings: admin (secretary: posts and people of his org) */
    RIGHT_ACCEPT /* accept or return reports: upper */
};

struct str role_code(enum role role);  /* "clerk" */
struct str role_title(enum role role); /* 党务工作者, by tr() */
bool role_parse(struct str code, enum role *role);

/* ERR_DENIED with a sentence when the actor may not; ERR_NOT_FOUND when he may not even know the org. */
bool right_check(struct work *w, int64_t org_id, enum right right, struct err *e);
/* Without a message, for showing or hiding a button. */
bool right_has(struct work *w, int64_t org_id, enum right right);
/* The highest role the actor has on the org today. */
bool right_role(struct work *w, int64_t org_id, enum role *role, struct err *e);

/* The orgs at which the actor's grants begin (not those below), the first his home; for choosing where to start. */
struct org_ids {
    int64_t *v;
    size_t n;
};

bool right_homes(struct work *w, struct org_ids *ids, struct err *e);

#endif
