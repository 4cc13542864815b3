/* A house of its own to be searched: an org with branches, and somebody who may read them all. */
#ifndef BENCH_SEARCH_HOUSE_H
#define BENCH_SEARCH_HOUSE_H

#include "domain/search.h"
#include "search_data.h"

enum {
    BRANCHES = 20
};

/* ref_id of document 0; the library's own documents have smaller ones. */
#define BENCH_REF (INT64_C(1) << 40)

struct bench_house {
    struct house *house;
    struct arena *arena; /* for good */
    struct actor clerk;  /* may read everything, by a role at the top */
    int64_t root, branch[BRANCHES];
};

/* Makes it when it is not there. db: NULL, or postgresql://… */
struct bench_house bench_house_open(const char *folder, const char *db);
/* The item of document i; `item` points into `shown`. ref_id is BENCH_REF + i. */
struct search_item bench_item(const struct bench_house *h, const struct shown *shown, size_t i);
/* Merges until nothing is left. */
void bench_tidy(const struct bench_house *h);
struct search_stats bench_stats(const struct bench_house *h);

/* Somebody at work: asks, on one thread. */
struct asker {
    const struct bench_house *house;
    struct reader *reader;
    struct arena *arena; /* of one question */
};

struct asker asker_open(const struct bench_house *h);
void asker_close(struct asker *a);
/* What is typed for it: every word in quotes. Into the arena. */
struct str asked_typed(struct arena *a, const struct asked *q);
/* The result lives until the next question. */
struct search_result ask(struct asker *a, struct str typed, size_t offset, size_t limit);

#endif
