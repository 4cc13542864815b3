/* Whether all that is kept is still what it was: the journal's entries, the tree over them, the checkpoints of the house
   and those that somebody brings, and the files behind their digests. */
#ifndef DOMAIN_PROOF_VERIFY_H
#define DOMAIN_PROOF_VERIFY_H

#include "domain/proof.h"

/* A checkpoint that somebody kept outside of this database. */
struct verify_given {
    struct str from; /* what to call it: the file's name */
    struct str note;
};

struct verify_ask {
    const struct verify_given *given;
    size_t given_n;
    const struct note_key *keys; /* trusted beside those of the database; may be none */
    size_t keys_n;
};

enum verify_state {
    VERIFY_HOLDS,
    VERIFY_UNSIGNED, /* by no key that is known: nobody says who made it */
    VERIFY_FOREIGN,  /* of another journal */
    VERIFY_CUT,      /* it knows more entries than there are: the end was cut off */
    VERIFY_CHANGED   /* one of its entries was changed, taken out or put in */
};

struct verify_head {
    struct str from; /* "": the database's own */
    int64_t size, at_ms;
    enum verify_state state;
};

enum verify_fault_kind {
    VERIFY_FILE_GONE,
    VERIFY_FILE_CHANGED
};

struct verify_file {
    enum verify_fault_kind kind;
    struct str digest, object; /* object: record, library, report */
    int64_t object_id;
};

struct verify_result {
    int64_t entries;
    int64_t bad_entry; /* the first that does not follow from the one before; 0: none */
    int64_t tiles,
        bad_tile;       /* bad_tile: the first entry under a tile that says otherwise; 0: none */
    int64_t tiles_say;  /* entries that the tiles know of beyond the journal's end; 0: none */
    struct sha256 root; /* of all entries */
    struct verify_head *heads; /* those given first, then the database's that do not hold */
    size_t heads_n, heads_bad;
    int64_t heads_kept; /* of the database, looked at */
    int64_t files;
    struct verify_file *bad; /* at most 1000 */
    size_t bad_n;
};

/* Of the system only, in a snapshot; memory does not grow with the journal. A given note that cannot be read is ERR_INPUT. */
bool proof_verify(
    struct work *w, const struct verify_ask *ask, struct verify_result *r, struct err *e);

#endif
