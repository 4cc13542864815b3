/* What the tree over the journal costs, how long a proof takes, and what a backup means for those who write.
     bench_proof DATA ENTRIES    DATA: a folder that is not there */
#include "domain/proof.h"
#include "base/tar.h"
#include "domain/account.h"
#include "domain/backup.h"
#include "domain/journal_tree.h"
#include "domain/org.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    JOB = 1000,
    PROOFS = 2000,
    PAUSES = 200000,
    AFTER = 3000
};

struct bench {
    struct house *house;
    int64_t org;
    int n; /* entries a job */
    struct err e;
};

static double
now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
must(bool ok, const struct err *e)
{
    if (ok)
        return;
    (void)fprintf(stderr, "bench_proof: %s\n", e->text);
    exit(1);
}

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct bench *b = arg;
    struct token_text link;
    struct beginning in = {S("示例支部"), S("branch"), S("admin")};
    return house_found(w, &in, &b->org, &link, e);
}

static bool
append(struct work *w, void *arg, struct err *e)
{
    const struct bench *b = arg;
    struct journal_entry entry = {.root_id = b->org,
        .org_id = b->org,
        .what = S("record.add"),
        .object = S("record"),
        .object_id = 1,
        .version = 1,
        .why = S(""),
        .snapshot = S("{\"id\":1}")};
    for (int i = 0; i < b->n; i++)
        if (!journal_append(w, &entry, NULL, e))
            return false;
    return true;
}

static void
write_entries(struct bench *b, int n)
{
    struct actor actor = actor_system();
    struct arena *a = arena_open();
    b->n = n;
    must(house_write(b->house, a, &actor, append, b, &b->e), &b->e);
    arena_close(a);
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void
tell(const char *what, double *v, size_t n)
{
    qsort(v, n, sizeof(*v), by_value);
    printf("%-34s p50 %8.3f ms  p99 %8.3f ms  max %8.3f ms\n", what, v[n / 2] * 1e3,
        v[n * 99 / 100] * 1e3, v[n - 1] * 1e3);
}

static void
fill(struct bench *b, int64_t entries)
{
    double from = now();
    for (int64_t at = 0; at < entries; at += JOB)
        write_entries(b, entries - at < JOB ? (int)(entries - at) : JOB);
    double all = now() - from;
    struct journal_row r = {.seq = 1234567,
        .root_id = b->org,
        .at_ms = 1686790800000,
        .org_id = b->org,
        .object_id = 1,
        .version = 1,
        .actor = S("本机命令"),
        .what = S("record.add"),
        .object = S("record"),
        .why = S(""),
        .digest = S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        .link = S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")};
    struct tlog_peaks peaks = {.size = 0};
    from = now();
    for (int i = 0; i < 200000; i++) {
        r.seq++;
        tlog_push(&peaks, journal_leaf(&r));
    }
    double tree = (now() - from) / 200000;
    printf("an entry of the journal with its tree   %.2f us, of which the tree %.2f us\n",
        all / (double)entries * 1e6, tree * 1e6);
}

static void
prove(struct bench *b)
{
    struct reader *reader;
    struct work w;
    struct actor actor = actor_system();
    static double took[PROOFS];
    must(reader_open(b->house, &reader, &b->e), &b->e);
    for (int i = 0; i < PROOFS; i++) {
        struct arena *a = arena_open();
        struct tree_reader *t;
        struct tlog_proof proof;
        struct sha256 leaf;
        must(work_begin(reader, a, &actor, &w, &b->e), &b->e);
        must(tree_reader_open(&w, &t, &b->e), &b->e);
        int64_t size = tree_size(t), seq = 1 + (int64_t)i * 7919 % size;
        double from = now();
        must(proof_of_entry(&w, seq, size, &leaf, &proof, &b->e), &b->e);
        took[i] = now() - from;
        work_end(&w);
        arena_close(a);
    }
    reader_close(reader);
    tell("a proof of inclusion", took, PROOFS);
}

static atomic_int more; /* writes still to be done, once the backup is over; 0: it runs */
static double pauses[PAUSES];
static size_t pauses_n;

static void *
write_on(void *arg)
{
    struct bench *b = arg;
    while (atomic_load(&more) != 1 && pauses_n < PAUSES) {
        if (atomic_load(&more) > 1)
            atomic_fetch_sub(&more, 1);
        double from = now();
        write_entries(b, 4);
        pauses[pauses_n++] = now() - from;
    }
    return NULL;
}

static void
beside_writers(struct bench *b, const char *file)
{
    pthread_t thread;
    struct backup_numbers n;
    double from = now();
    must(pthread_create(&thread, NULL, write_on, b) == 0, &b->e);
    if (file) {
        must(backup_make(b->house, file, NULL, &n, &b->e), &b->e);
        double s = now() - from;
        printf("a backup of %lld rows, %.0f MB            %.1f s, %.0f MB/s\n", (long long)n.rows,
            (double)n.bytes / 1e6, s, (double)n.bytes / 1e6 / s);
    }
    atomic_fetch_add(&more, AFTER);
    (void)pthread_join(thread, NULL);
    atomic_store(&more, 0);
    tell(file ? "a write while that ran, and after" : "a write alone", pauses, pauses_n);
    pauses_n = 0;
}

int
main(int argc, char **argv)
{
    struct bench b = {.org = 0};
    struct actor actor = actor_system();
    int64_t entries = 0;
    if (argc != 3 || !str_to_i64(str_from(argv[2]), 1, 100000000, &entries) || !crypto_start())
        return 2;
    struct house_options options = {.data = argv[1], .clock = clock_system(), .create = true};
    struct arena *a = arena_open();
    must(house_open(&options, &b.house, &b.e), &b.e);
    must(house_write(b.house, a, &actor, found, &b, &b.e), &b.e);
    fill(&b, entries);
    prove(&b);
    beside_writers(&b, NULL);
    beside_writers(&b, arena_fmt(a, "%s/backup.tar", argv[1]).p);
    house_close(b.house);
    arena_close(a);
    return 0;
}
