/* Merkle tree over a list of entries by RFC 9162, section 2.1, with SHA-256: a leaf is hashed behind a byte 0, a node
   behind a byte 1, so that neither passes for the other. Pure: entries and nodes are the caller's to keep. */
#ifndef BASE_TLOG_H
#define BASE_TLOG_H

#include "base/hash.h"

enum {
    TLOG_LEVELS = 63,      /* sizes below 2^63 */
    TLOG_PROOF_MAX = 128,  /* hashes in a proof */
    TLOG_TILE_LEVELS = 8,  /* levels that a tile spans, as in C2SP tlog-tiles */
    TLOG_TILE_HASHES = 256 /* hashes in a full tile */
};

struct sha256 tlog_leaf(struct str entry);
struct sha256 tlog_node(const struct sha256 *left, const struct sha256 *right);
struct sha256 tlog_empty(void); /* the root of no entries */
/* The root over n hashes, which may be leaves or the roots of subtrees of one height; n a power of two. */
struct sha256 tlog_fold(const struct sha256 *hashes, size_t n);

/* Growing: the roots of the complete subtrees, the largest first. 64 hashes, however many entries. */
struct tlog_peaks {
    struct sha256 v[TLOG_LEVELS + 1];
    size_t n;
    int64_t size;
};

void tlog_push(struct tlog_peaks *peaks, struct sha256 leaf); /* peaks begin as {0} */
struct sha256 tlog_root(const struct tlog_peaks *peaks);

/* Where nodes are kept: gives the root of the complete subtree over the entries [n << level, (n + 1) << level). */
struct tlog_source {
    bool (*node)(void *arg, unsigned level, int64_t n, struct sha256 *hash, struct err *e);
    void *arg;
};

struct tlog_proof {
    struct sha256 v[TLOG_PROOF_MAX];
    size_t n;
};

/* The root of the first `size` entries. */
bool tlog_root_of(
    const struct tlog_source *source, int64_t size, struct sha256 *root, struct err *e);
/* That entry `index` (from 0) stands among the first `size`; index < size. */
bool tlog_inclusion(const struct tlog_source *source, int64_t index, int64_t size,
    struct tlog_proof *proof, struct err *e);
/* That the first `from` entries are the beginning of the first `to`; 0 ≤ from ≤ to. Empty for 0 and for equal sizes. */
bool tlog_consistency(const struct tlog_source *source, int64_t from, int64_t to,
    struct tlog_proof *proof, struct err *e);

/* Checking needs nothing but what is handed in; anything odd does not hold. */
bool tlog_inclusion_holds(int64_t index, int64_t size, struct sha256 leaf,
    const struct tlog_proof *proof, const struct sha256 *root);
bool tlog_consistency_holds(int64_t from, int64_t to, const struct tlog_proof *proof,
    const struct sha256 *from_root, const struct sha256 *to_root);

static inline bool
sha256_eq(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->bytes, b->bytes, SHA256_BYTES) == 0;
}

#endif
