/* 流水: the append-only history. Each entry is linked to the one before by the single writer. */
#ifndef DOMAIN_JOURNAL_H
#define DOMAIN_JOURNAL_H

#include "base/hash.h"
#include "domain/house.h"

struct journal_entry {
    int64_t root_id, org_id;
    struct str what;   /* "record.add" */
    struct str object; /* "record" */
    int64_t object_id;
    int64_t version;     /* of the object after the change; 0 for what has none (sign-in, export) */
    struct str why;      /* may be empty */
    struct str snapshot; /* canonical JSON of the new version; its SHA-256 becomes the digest */
};

/* Only inside a job. Actor and moment come from w. digest (may be NULL) receives the snapshot's digest.
   link = SHA-256( previous link hex "\n" seq "\n" at_ms "\n" account "\n" actor "\n" what "\n" object "\n" object_id
   "\n" org_id "\n" version "\n" why-digest "\n" digest ), the first entry's previous link being 64 zeros. It leaves out
   root_id; the tree over the journal (journal_tree.h) covers every column. */
bool journal_append(
    struct work *w, const struct journal_entry *entry, struct hex_text *digest, struct err *e);

struct journal_row {
    int64_t seq, root_id, at_ms, org_id, object_id, version;
    int64_t account; /* 0: none */
    struct str actor, what, object, why, digest, link;
};

struct journal_rows {
    struct journal_row *v;
    size_t n;
};

/* Newest first; before_seq 0: from the newest. RIGHT_READ on the org. */
bool journal_of_org(struct work *w, int64_t org_id, int64_t before_seq, size_t limit,
    struct journal_rows *rows, struct err *e);
bool journal_of_object(
    struct work *w, struct str object, int64_t object_id, struct journal_rows *rows, struct err *e);
/* Recomputes the chain. *bad_seq 0: it holds. */
bool journal_check(struct work *w, int64_t *entries, int64_t *bad_seq, struct err *e);

#endif
