/* 证明: signed heads of the tree over the journal (检查点, C2SP tlog-checkpoint). Whoever holds one of a day can later be
   shown that nothing entered up to then was changed, taken out or put in between. It never shows that it was true.

   The house signs with a key of its own, DATA/keys/journal.key (0600), made with the first checkpoint; the database keeps
   the public keys and every checkpoint. A checkpoint is not itself an entry of the journal: it would never come to rest. */
#ifndef DOMAIN_PROOF_H
#define DOMAIN_PROOF_H

#include "base/note.h"
#include "domain/house.h"

struct checkpoint_row {
    int64_t size;  /* entries of the journal */
    int64_t at_ms; /* when it was signed */
    struct sha256 root;
    struct str note; /* the signed note */
};

struct checkpoints {
    struct checkpoint_row *v;
    size_t n;
};

struct proof_keys {
    struct note_key *v;
    size_t n;
};

/* Only inside a job. RIGHT_WRITE on the org (0: the first root; the system only). The same one again while nothing was
   entered since. */
bool proof_make(struct work *w, int64_t org_id, struct checkpoint_row *c, struct err *e);
/* Inside a job, of the system: makes the day's when there is none of today yet. *made: whether. */
bool proof_daily(struct work *w, bool *made, struct err *e);

/* RIGHT_READ on the org looked at; heads give away nothing of what is in the journal. Newest first; before 0: from the
   newest. */
bool proof_list(struct work *w, int64_t org_id, int64_t before, size_t limit,
    struct checkpoints *list, struct err *e);
bool proof_get(
    struct work *w, int64_t org_id, int64_t size, struct checkpoint_row *c, struct err *e);
/* The oldest first; none before the first checkpoint. */
bool proof_keys(struct work *w, struct proof_keys *keys, struct err *e);
const char *proof_key_path(struct arena *a, const struct house *house);

/* Proofs for programs: RIGHT_READ on the org of the entry; sizes must be within the journal (ERR_INPUT). */
bool proof_of_entry(struct work *w, int64_t seq, int64_t size, struct sha256 *leaf,
    struct tlog_proof *proof, struct err *e);
bool proof_of_growth(struct work *w, int64_t org_id, int64_t from, int64_t to,
    struct tlog_proof *proof, struct err *e);

#endif
