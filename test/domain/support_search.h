/* A box of random documents, kept twice: in the store, and as plain texts that a scan goes through. */
#ifndef TEST_DOMAIN_SUPPORT_SEARCH_H
#define TEST_DOMAIN_SUPPORT_SEARCH_H

#include "../text/support_scan.h"
#include "domain/search.h"
#include "support_house.h"

enum {
    BOX_DOCS = 2000,
    BOX_ORGS = 3,
    BOX_ACTORS = 4
};

struct box_doc {
    struct search_item item;
    struct scan_doc scan;
    bool gone;
};

struct box {
    struct fixture f;
    uint64_t seed;
    int64_t orgs[BOX_ORGS]; /* the root, and two branches below it */
    struct actor
        actors[BOX_ACTORS]; /* the system; clerks of both branches; a member of the first */
    struct box_doc docs[BOX_DOCS];
    size_t n;
    int64_t refs;
};

/* The house, its orgs and actors. */
bool box_open(struct box *b, uint64_t seed);
void box_close(struct box *b);
/* Closes the house and opens it again, as after a restart. */
bool box_reopen(struct box *b);
size_t box_below(struct box *b, size_t below);

/* One more document by search_put. */
bool box_put(struct box *b);
/* The same with this text, of orgs[org]. */
bool box_put_text(
    struct box *b, size_t org, enum search_lock lock, const char *title, const char *text);
int64_t box_docno(struct box *b, struct work *w, const struct search_item *item);
/* n more by search_load; some are left out at the last moment. */
bool box_load(struct box *b, size_t n);
/* A document is replaced by another text, or dropped. */
bool box_change(struct box *b);
bool box_drop(struct box *b);
bool box_drop_doc(struct box *b, struct box_doc *doc);

/* Rows of the index that belong to nothing that is found. */
int64_t box_left_behind(struct box *b);

/* A query of something that mostly occurs. */
struct str box_query(struct box *b);
/* Whether the answer to the query is that of a scan, for the actor. */
bool box_same(struct box *b, size_t actor, const struct search_ask *ask);
/* Runs the query for the actor. */
bool box_ask(struct box *b, size_t actor, const struct search_ask *ask, struct search_result *r);

#endif
