#include "base/tlog.h"

#include "harness.h"

/* The eight entries, the roots and the paths that the reference implementation of Certificate Transparency publishes
   for its Merkle tree, written down again here. */
static const char *const ENTRIES[8] = {"", "00", "10", "2021", "3031", "40414243",
    "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
static const char *const ROOTS[9] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

struct list {
    struct sha256 leaves[600];
    int64_t nodes; /* asked for */
};

static unsigned
nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct str
entry(size_t i)
{
    static char bytes[16];
    size_t n = strlen(ENTRIES[i]) / 2;
    for (size_t k = 0; k < n; k++)
        bytes[k] = (char)(nibble(ENTRIES[i][2 * k]) << 4 | nibble(ENTRIES[i][2 * k + 1]));
    return str_make(bytes, n);
}

static bool
node(void *arg, unsigned level, int64_t n, struct sha256 *hash, struct err *e)
{
    struct list *list = arg;
    (void)e;
    list->nodes++;
    *hash = tlog_fold(list->leaves + (n << level), (size_t)1 << level);
    return true;
}

/* The definition, straight from the RFC's words: split at the largest power of two below. */
static struct sha256
defined_root(const struct sha256 *leaves, size_t n)
{
    if (n == 0)
        return tlog_empty();
    if (n == 1)
        return leaves[0];
    size_t k = 1;
    while (2 * k < n)
        k *= 2;
    struct sha256 left = defined_root(leaves, k), right = defined_root(leaves + k, n - k);
    return tlog_node(&left, &right);
}

static struct list
published(void)
{
    struct list list = {.nodes = 0};
    for (size_t i = 0; i < 8; i++)
        list.leaves[i] = tlog_leaf(entry(i));
    return list;
}

static struct list
many(void)
{
    struct list list = {.nodes = 0};
    for (size_t i = 0; i < 600; i++)
        list.leaves[i] = tlog_leaf(arena_fmt(test_arena(), "entry %zu", i));
    return list;
}

static const char *
hex(struct sha256 h)
{
    static struct hex_text text;
    text = sha256_hex(h);
    return text.z;
}

TEST(roots_are_the_published_ones)
{
    struct list list = published();
    struct tlog_source source = {node, &list};
    struct tlog_peaks peaks = {0};
    struct err e;
    for (size_t n = 0; n <= 8; n++) {
        struct sha256 root;
        CHECK_STR(str_from(hex(tlog_root(&peaks))), ROOTS[n]);
        CHECK_OK(tlog_root_of(&source, (int64_t)n, &root, &e), &e);
        CHECK_STR(str_from(hex(root)), ROOTS[n]);
        if (n < 8)
            tlog_push(&peaks, list.leaves[n]);
    }
}

static void
check_path(const struct tlog_proof *proof, const char *const *want, size_t n)
{
    CHECK_INT((int64_t)proof->n, (int64_t)n);
    for (size_t i = 0; i < n && i < proof->n; i++)
        CHECK_STR(str_from(hex(proof->v[i])), want[i]);
}

TEST(paths_are_the_published_ones)
{
    struct list list = published();
    struct tlog_source source = {node, &list};
    struct tlog_proof proof;
    struct err e;
    CHECK_OK(tlog_inclusion(&source, 0, 8, &proof, &e), &e);
    check_path(&proof,
        (const char *const[]){"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
        3);
    CHECK_OK(tlog_inclusion(&source, 5, 8, &proof, &e), &e);
    check_path(&proof,
        (const char *const[]){"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        3);
    CHECK_OK(tlog_consistency(&source, 6, 8, &proof, &e), &e);
    check_path(&proof,
        (const char *const[]){"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
        3);
    CHECK_OK(tlog_consistency(&source, 1, 8, &proof, &e), &e);
    check_path(&proof,
        (const char *const[]){"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"},
        3);
}

/* What was proved, and nothing else, is believed. */
static void
check_inclusion(const struct list *list, int64_t index, int64_t size, const struct tlog_proof *good)
{
    struct sha256 root = defined_root(list->leaves, (size_t)size), leaf = list->leaves[index];
    struct tlog_proof bad = *good;
    CHECK(tlog_inclusion_holds(index, size, leaf, good, &root));
    if (size > 1)
        CHECK(!tlog_inclusion_holds((index + 1) % size, size, leaf, good, &root));
    CHECK(!tlog_inclusion_holds(index, size, list->leaves[size], good, &root));
    bad.v[bad.n++] = root;
    CHECK(!tlog_inclusion_holds(index, size, leaf, &bad, &root));
    for (size_t i = 0; i < good->n; i++) {
        bad = *good;
        bad.v[i].bytes[31] ^= 1;
        CHECK(!tlog_inclusion_holds(index, size, leaf, &bad, &root));
    }
    if (good->n) {
        bad = *good;
        bad.n--;
        CHECK(!tlog_inclusion_holds(index, size, leaf, &bad, &root));
    }
}

TEST(every_entry_of_every_size_is_proved)
{
    struct list list = many();
    struct tlog_source source = {node, &list};
    struct err e;
    for (int64_t size = 1; size < 70; size++)
        for (int64_t index = 0; index < size; index++) {
            struct tlog_proof proof;
            CHECK_OK(tlog_inclusion(&source, index, size, &proof, &e), &e);
            check_inclusion(&list, index, size, &proof);
        }
}

static void
check_consistency(const struct list *list, int64_t from, int64_t to, const struct tlog_proof *good)
{
    struct sha256 old = defined_root(list->leaves, (size_t)from),
                  new = defined_root(list->leaves, (size_t)to), other = list->leaves[599];
    struct tlog_proof bad = *good;
    CHECK(tlog_consistency_holds(from, to, good, &old, &new));
    if (from > 0)
        CHECK(!tlog_consistency_holds(from, to, good, &old, &other));
    CHECK(!tlog_consistency_holds(from, to, good, &other, &new));
    bad.v[bad.n++] = other;
    CHECK(!tlog_consistency_holds(from, to, &bad, &old, &new));
    for (size_t i = 0; i < good->n; i++) {
        bad = *good;
        bad.v[i].bytes[0] ^= 128;
        CHECK(!tlog_consistency_holds(from, to, &bad, &old, &new));
    }
    if (good->n) {
        bad = *good;
        bad.n--;
        CHECK(!tlog_consistency_holds(from, to, &bad, &old, &new));
    }
}

TEST(every_size_is_proved_to_begin_every_larger_one)
{
    struct list list = many();
    struct tlog_source source = {node, &list};
    struct err e;
    for (int64_t to = 0; to < 50; to++)
        for (int64_t from = 0; from <= to; from++) {
            struct tlog_proof proof;
            CHECK_OK(tlog_consistency(&source, from, to, &proof, &e), &e);
            check_consistency(&list, from, to, &proof);
        }
}

TEST(a_proof_asks_for_few_nodes)
{
    struct list list = many();
    struct tlog_source source = {node, &list};
    struct tlog_proof proof;
    struct err e;
    CHECK_OK(tlog_inclusion(&source, 17, 599, &proof, &e), &e);
    CHECK(list.nodes <= 20);
    CHECK(proof.n <= 10);
}

TEST(nothing_is_proved_about_what_is_not_there)
{
    struct tlog_proof proof = {.n = 0};
    struct sha256 leaf = tlog_leaf(S("a"));
    CHECK(tlog_inclusion_holds(0, 1, leaf, &proof, &leaf));
    CHECK(!tlog_inclusion_holds(1, 1, leaf, &proof, &leaf));
    CHECK(!tlog_inclusion_holds(-1, 1, leaf, &proof, &leaf));
    CHECK(!tlog_inclusion_holds(0, 0, leaf, &proof, &leaf));
    CHECK(!tlog_consistency_holds(-1, 1, &proof, &leaf, &leaf));
    CHECK(!tlog_consistency_holds(2, 1, &proof, &leaf, &leaf));
    CHECK(!tlog_consistency_holds(1, 2, &proof, &leaf, &leaf));
}

/* A node handed in for a leaf, with the rest of its path: right sums, wrong length. */
TEST(a_path_that_ends_early_proves_nothing)
{
    struct list list = published();
    struct tlog_source source = {node, &list};
    struct tlog_proof proof;
    struct sha256 root, inner = tlog_node(&list.leaves[0], &list.leaves[1]);
    struct err e;
    CHECK_OK(tlog_root_of(&source, 8, &root, &e), &e);
    CHECK_OK(tlog_inclusion(&source, 0, 8, &proof, &e), &e);
    proof.n = 2;
    memmove(proof.v, proof.v + 1, 2 * sizeof(proof.v[0]));
    CHECK(!tlog_inclusion_holds(0, 8, inner, &proof, &root));
}

TEST(an_entry_and_a_node_never_have_one_hash)
{
    struct sha256 a = tlog_leaf(S("a")), b = tlog_leaf(S("b"));
    char both[2 * SHA256_BYTES];
    memcpy(both, a.bytes, SHA256_BYTES);
    memcpy(both + SHA256_BYTES, b.bytes, SHA256_BYTES);
    struct sha256 node_hash = tlog_node(&a, &b), leaf = tlog_leaf(str_make(both, sizeof(both)));
    CHECK(!sha256_eq(&node_hash, &leaf));
}
