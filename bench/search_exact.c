/* Whether search finds what a byte scan finds, no more and no less, and both stores in the same order.
     search_exact FOLDER DOCUMENTS HOUSE [HOUSE URL]
   Every query's total is compared with the scan's. Of its hits those on the first and the last pages and on a page
   between are compared one by one; where all hits fit these pages, that is all of them. Prints what is missing or too
   much, at the end "exact queries totals-right precision recall same-order pages". */
#include "search_scan.h"

#include "search_house.h"

#include <stdlib.h>

enum {
    PAGE = 200,
    SHOWN = 20
};

struct tally {
    size_t queries, totals, hits, good, wanted, got, ordered, pages;
};

struct compare {
    struct scan scan;
    struct asker *store[2];
    size_t stores;
    uint32_t *docs, *spare;
    bool *is_true, *seen;
    struct tally tally;
};

static void
wrong(const struct asked *q, const char *what, int64_t a, int64_t b)
{
    printf("WRONG\t%.*s\t%.*s\t%.*s\t%s\t%lld\t%lld\n", STR_ARG(q->kind), STR_ARG(q->word[0]),
        STR_ARG(q->word[1]), what, (long long)a, (long long)b);
}

/* Hits of one page against the scan; how many of them are good ones not seen before. */
static size_t
page_check(struct compare *c, const struct asked *q, const struct search_result *r)
{
    size_t good = 0;
    for (size_t i = 0; i < r->hits_n; i++) {
        int64_t doc = r->hits[i].ref_id - BENCH_REF;
        bool fits = doc >= 0 && (size_t)doc < c->scan.corpus->docs && c->is_true[doc];
        if (!fits)
            wrong(q, "found, but the scan does not", doc, 0);
        else if (c->seen[doc])
            wrong(q, "found twice", doc, 0);
        else
            good++, c->seen[doc] = true;
    }
    c->tally.pages++;
    c->tally.hits += r->hits_n;
    c->tally.good += good;
    return good;
}

static void
order_check(
    struct compare *c, const struct asked *q, const struct search_result *first, struct str typed)
{
    arena_reset(c->store[1]->arena);
    struct search_result other = ask(c->store[1], typed, 0, PAGE);
    bool same = other.total == first->total && other.hits_n == first->hits_n;
    for (size_t i = 0; same && i < other.hits_n; i++) {
        struct str a = first->hits[i].snippet.text, b = other.hits[i].snippet.text;
        same = other.hits[i].ref_id == first->hits[i].ref_id && (i >= SHOWN || str_eq(a, b));
    }
    if (!same)
        wrong(q, "the stores differ", first->total, other.total);
    c->tally.ordered += same;
}

static void
query_check(struct compare *c, const struct asked *q)
{
    struct asker *a = c->store[0];
    size_t n = scan_asked(&c->scan, q, c->docs, c->spare), good = 0;
    memset(c->is_true, 0, c->scan.corpus->docs);
    memset(c->seen, 0, c->scan.corpus->docs);
    for (size_t i = 0; i < n; i++)
        c->is_true[c->docs[i]] = true;
    arena_reset(a->arena);
    struct str typed = asked_typed(a->arena, q);
    struct search_result r = ask(a, typed, 0, PAGE);
    size_t last = n > PAGE ? (n - 1) / PAGE * PAGE : 0, middle = n / 2 / PAGE * PAGE,
           expected = n < PAGE ? n : PAGE;
    good += page_check(c, q, &r);
    if (c->stores == 2)
        order_check(c, q, &r, typed);
    if (last > 0) {
        struct search_result page = ask(a, typed, last, PAGE);
        good += page_check(c, q, &page);
        expected += n - last;
    }
    if (middle > 0 && middle < last) {
        struct search_result page = ask(a, typed, middle, PAGE);
        good += page_check(c, q, &page);
        expected += PAGE;
    }
    if ((size_t)r.total != n)
        wrong(q, "total; the scan's", r.total, (int64_t)n);
    else if (good != expected)
        wrong(q, "hits; expected", (int64_t)good, (int64_t)expected);
    c->tally.queries++;
    c->tally.totals += (size_t)r.total == n;
    c->tally.wanted += expected;
    c->tally.got += good;
}

int
main(int argc, char **argv)
{
    if (argc != 4 && argc != 6)
        give_up("search_exact", "FOLDER DOCUMENTS HOUSE [HOUSE URL]");
    struct corpus corpus = corpus_open(argv[1], strtoul(argv[2], NULL, 10));
    struct bench_house house[2] = {bench_house_open(argv[3], NULL), {0}};
    struct asker asker[2] = {asker_open(&house[0]), {0}};
    struct compare c = {.scan = scan_open(&corpus),
        .store = {&asker[0], &asker[1]},
        .stores = argc == 6 ? 2 : 1,
        .docs = malloc(corpus.docs * sizeof(uint32_t)),
        .spare = malloc(corpus.docs * sizeof(uint32_t)),
        .is_true = malloc(corpus.docs),
        .seen = malloc(corpus.docs)};
    if (argc == 6) {
        house[1] = bench_house_open(argv[4], argv[5]);
        asker[1] = asker_open(&house[1]);
    }
    size_t n;
    struct asked *q = asked_open(argv[1], "exact", &n);
    for (size_t i = 0; i < n; i++)
        query_check(&c, &q[i]);
    const struct tally *t = &c.tally;
    printf("exact %zu %.6f %.6f %.6f %.6f %zu\n", t->queries,
        (double)t->totals / (double)t->queries, t->hits ? (double)t->good / (double)t->hits : 1,
        t->wanted ? (double)t->got / (double)t->wanted : 1, (double)t->ordered / (double)t->queries,
        t->pages);
    for (size_t i = 0; i < c.stores; i++) {
        asker_close(&asker[i]);
        house_close(house[i].house);
    }
    return 0;
}
