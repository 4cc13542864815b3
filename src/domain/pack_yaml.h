/* Where in a pack's YAML something stands, for errors that name the line. Only for the pack_*.c files. */
#ifndef DOMAIN_PACK_YAML_H
#define DOMAIN_PACK_YAML_H

#include "base/arena.h"
#include "base/err.h"

struct yaml_node {
    struct str key; /* of a member of a mapping */
    size_t index;   /* of an item of a sequence, from 1; 0: it is a member */
    int line;       /* from 1 */
    struct yaml_node *parent, *child, *last, *next;
};

/* One document without anchors, tags or keys that stand twice; depth ≤ 8, ≤ 20000 nodes. */
bool yaml_outline(struct arena *a, struct str yaml, const char *file, const struct yaml_node **root,
    struct err *e);

/* The member, or the node itself where it has none: good enough to point at. */
const struct yaml_node *yaml_key(const struct yaml_node *n, struct str key);
/* The item, from 1. */
const struct yaml_node *yaml_item(const struct yaml_node *n, size_t index);

/* Always false: "FILE:LINE: duties[3].period: what is wrong". */
bool yaml_fault(const char *file, const struct yaml_node *at, struct err *e, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
