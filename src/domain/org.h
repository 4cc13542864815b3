/* 组织: a tree of bodies. */
#ifndef DOMAIN_ORG_H
#define DOMAIN_ORG_H

#include "domain/house.h"

struct org {
    int64_t id, root_id, parent_id, version;
    struct str path; /* "/1/17/" */
    struct str name;
    struct str kind;  /* branch, committee, group, coop …; a pack names it */
    struct str flags; /* " agency abroad ": facts for conditions */
    struct date closed_on;
};

struct orgs {
    struct org *v;
    size_t n;
};

struct org_input {
    int64_t id;        /* 0: new */
    int64_t parent_id; /* 0: a root of its own (system actor only) */
    int64_t version;   /* the version that was read; ERR_CONFLICT when it has changed */
    struct str name, kind, flags;
};

/* New or changed; RIGHT_MANAGE on the parent (new) or on it (change). An org stays where it is: on a change
   parent_id must be 0 or the parent it has. */
bool org_save(struct work *w, const struct org_input *in, int64_t *id, struct err *e);
/* RIGHT_SEE. */
bool org_get(struct work *w, int64_t id, struct org *org, struct err *e);
/* By exact name among what the actor sees; for commands. ERR_NOT_FOUND, or ERR_INPUT when several match. */
bool org_find(struct work *w, struct str name_or_id, struct org *org, struct err *e);
/* Directly below, by name. RIGHT_SEE on the parent. */
bool org_children(struct work *w, int64_t parent_id, struct orgs *list, struct err *e);
/* The org and all below, top down, at most limit. */
bool org_subtree(struct work *w, int64_t id, size_t limit, struct orgs *list, struct err *e);
/* From the root down to it; names only are shown of those above the actor's rights. */
bool org_ancestors(struct work *w, int64_t id, struct orgs *list, struct err *e);
/* Closes it (never deletes). */
bool org_close(struct work *w, int64_t id, struct date on, struct str why, struct err *e);
/* The roots; system actor only. */
bool org_roots(struct work *w, struct orgs *list, struct err *e);

#endif
