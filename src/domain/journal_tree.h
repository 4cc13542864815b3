/* The Merkle tree over the journal (base/tlog.h). Entry n of the tree (from 0) is the journal's entry with seq n + 1; what
   is hashed is journal_leaf_text, which holds every column. Full tiles are rows of journal_tile, written in the
   transaction that completes them; the rest is kept in memory by the writer and follows from the journal anywhere else. */
#ifndef DOMAIN_JOURNAL_TREE_H
#define DOMAIN_JOURNAL_TREE_H

#include "base/out.h"
#include "base/tlog.h"
#include "domain/journal.h"

struct journal_tree; /* the writer's: the tiles that are not full yet */

struct journal_tree *journal_tree_open(struct arena *a);

/* One line of canonical JSON without its end: seq, root, at_ms, account (or null), actor, what, object, object_id, org,
   version, why, digest, link, in this order. */
void journal_leaf_text(struct out *o, const struct journal_row *r);
struct sha256 journal_leaf(const struct journal_row *r);

/* Only journal_append: r was just written behind the entry with the link `before`. */
bool journal_tree_add(
    struct work *w, const struct hex_text *before, const struct journal_row *r, struct err *e);
/* At the start of a house: entries older than the tree get into it, in jobs of bounded size. */
bool journal_tree_catch_up(struct house *house, struct err *e);

/* Reading, in a work of any kind. */
struct tree_reader; /* in w->arena */
bool tree_reader_open(struct work *w, struct tree_reader **t, struct err *e);
int64_t tree_size(const struct tree_reader *t); /* entries in this snapshot */
/* Nodes up to tree_size; an entry that is missing is ERR_STORE. */
struct tlog_source tree_source(struct tree_reader *t);

#endif
