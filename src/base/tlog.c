#include "base/tlog.h"

#include "base/bug.h"

struct sha256
tlog_leaf(struct str entry)
{
    struct sha256_stream s;
    sha256_begin(&s);
    sha256_add(&s, str_make("\0", 1));
    sha256_add(&s, entry);
    return sha256_end(&s);
}

struct sha256
tlog_node(const struct sha256 *left, const struct sha256 *right)
{
    char both[1 + 2 * SHA256_BYTES] = "\1";
    memcpy(both + 1, left->bytes, SHA256_BYTES);
    memcpy(both + 1 + SHA256_BYTES, right->bytes, SHA256_BYTES);
    return sha256_of(str_make(both, sizeof(both)));
}

struct sha256
tlog_empty(void)
{
    return sha256_of(S(""));
}

/* ---- growing ---- */

void
tlog_push(struct tlog_peaks *peaks, struct sha256 leaf)
{
    for (int64_t full = peaks->size; full & 1; full >>= 1)
        leaf = tlog_node(&peaks->v[--peaks->n], &leaf);
    peaks->v[peaks->n++] = leaf;
    peaks->size++;
}

/* From the right: each smaller tree hangs at the right of the larger ones. */
static struct sha256
join(const struct sha256 *peaks, size_t n)
{
    struct sha256 h = peaks[n - 1];
    for (size_t i = n - 1; i > 0; i--)
        h = tlog_node(&peaks[i - 1], &h);
    return h;
}

struct sha256
tlog_root(const struct tlog_peaks *peaks)
{
    return peaks->n ? join(peaks->v, peaks->n) : tlog_empty();
}

struct sha256
tlog_fold(const struct sha256 *hashes, size_t n)
{
    struct tlog_peaks peaks = {0};
    BUG_ON(n == 0 || (n & (n - 1)) != 0, "only a full subtree has a root of its own");
    for (size_t i = 0; i < n; i++)
        tlog_push(&peaks, hashes[i]);
    return peaks.v[0];
}

/* ---- proving ---- */

/* The largest power of two below n; n > 1. */
static int64_t
split(int64_t n)
{
    int64_t k = 1;
    while (k < n - k)
        k *= 2;
    return k;
}

/* The root over the entries [lo, hi), of which lo is where a subtree of that size begins. */
static bool
range_root(
    const struct tlog_source *source, int64_t lo, int64_t hi, struct sha256 *root, struct err *e)
{
    struct sha256 peaks[TLOG_LEVELS + 1];
    size_t n = 0;
    for (unsigned level = TLOG_LEVELS; level-- > 0 && lo < hi;) {
        int64_t width = (int64_t)1 << level;
        if (hi - lo < width)
            continue;
        if (!source->node(source->arg, level, lo >> level, &peaks[n++], e))
            return false;
        lo += width;
    }
    *root = join(peaks, n);
    return true;
}

bool
tlog_root_of(const struct tlog_source *source, int64_t size, struct sha256 *root, struct err *e)
{
    *root = tlog_empty();
    return size == 0 || range_root(source, 0, size, root, e);
}

/* Proofs run from the leaf up; they are found from the root down. */
static void
turn(struct tlog_proof *proof)
{
    for (size_t i = 0; i < proof->n / 2; i++) {
        struct sha256 keep = proof->v[i];
        proof->v[i] = proof->v[proof->n - 1 - i];
        proof->v[proof->n - 1 - i] = keep;
    }
}

bool
tlog_inclusion(const struct tlog_source *source, int64_t index, int64_t size,
    struct tlog_proof *proof, struct err *e)
{
    BUG_ON(index < 0 || index >= size, "a proof is about an entry that is there");
    int64_t lo = 0, hi = size;
    proof->n = 0;
    while (hi - lo > 1) {
        int64_t mid = lo + split(hi - lo);
        bool left = index < mid;
        if (!range_root(source, left ? mid : lo, left ? hi : mid, &proof->v[proof->n++], e))
            return false;
        *(left ? &hi : &lo) = mid;
    }
    turn(proof);
    return true;
}

bool
tlog_consistency(const struct tlog_source *source, int64_t from, int64_t to,
    struct tlog_proof *proof, struct err *e)
{
    BUG_ON(from < 0 || from > to, "a proof leads from a size to a larger one");
    int64_t lo = 0, hi = to;
    proof->n = 0;
    if (from == 0 || from == to)
        return true;
    while (hi != from) {
        int64_t mid = lo + split(hi - lo);
        bool left = from <= mid;
        if (!range_root(source, left ? mid : lo, left ? hi : mid, &proof->v[proof->n++], e))
            return false;
        *(left ? &hi : &lo) = mid;
    }
    if (lo > 0 && !range_root(source, lo, hi, &proof->v[proof->n++], e))
        return false;
    turn(proof);
    return true;
}

/* ---- checking: RFC 9162, 2.1.3.2 and 2.1.4.2 ---- */

bool
tlog_inclusion_holds(int64_t index, int64_t size, struct sha256 leaf,
    const struct tlog_proof *proof, const struct sha256 *root)
{
    if (index < 0 || index >= size)
        return false;
    int64_t at = index, last = size - 1;
    struct sha256 h = leaf;
    for (size_t i = 0; i < proof->n; i++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            h = tlog_node(&proof->v[i], &h);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            h = tlog_node(&h, &proof->v[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0 && sha256_eq(&h, root);
}

/* Both roots from the proof; `at` and `last` are the ends of the old and the new list. */
static bool
both_roots(int64_t at, int64_t last, const struct tlog_proof *proof, struct sha256 roots[2])
{
    for (size_t i = 0; i < proof->n; i++) {
        if (last == 0)
            return false;
        if ((at & 1) || at == last) {
            roots[0] = tlog_node(&proof->v[i], &roots[0]);
            roots[1] = tlog_node(&proof->v[i], &roots[1]);
            while (!(at & 1) && at != 0) {
                at >>= 1;
                last >>= 1;
            }
        } else {
            roots[1] = tlog_node(&roots[1], &proof->v[i]);
        }
        at >>= 1;
        last >>= 1;
    }
    return last == 0;
}

bool
tlog_consistency_holds(int64_t from, int64_t to, const struct tlog_proof *proof,
    const struct sha256 *from_root, const struct sha256 *to_root)
{
    struct sha256 empty = tlog_empty();
    if (from < 0 || from > to)
        return false;
    if (from == to)
        return proof->n == 0 && sha256_eq(from_root, to_root);
    if (from == 0)
        return proof->n == 0 && sha256_eq(from_root, &empty);
    struct tlog_proof rest = *proof;
    int64_t at = from - 1, last = to - 1;
    while (at & 1) {
        at >>= 1;
        last >>= 1;
    }
    struct sha256 seed = *from_root;
    if ((from & (from - 1)) !=
        0) { /* not one full subtree: its root is not the proof's first hash */
        if (rest.n == 0)
            return false;
        seed = rest.v[0];
        rest.n--;
        memmove(rest.v, rest.v + 1, rest.n * sizeof(rest.v[0]));
    }
    struct sha256 roots[2] = {seed, seed};
    return rest.n > 0 && both_roots(at, last, &rest, roots) && sha256_eq(&roots[0], from_root) &&
        sha256_eq(&roots[1], to_root);
}
