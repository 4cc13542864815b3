/* The open house, for the domain's own files. */
#ifndef DOMAIN_HOUSE_INT_H
#define DOMAIN_HOUSE_INT_H

#include "base/hash.h"
#include "domain/house.h"

#include <pthread.h>

struct ground;
struct journal_tree;
struct rules_cache;
struct search_cache;
struct store;

/* The end of the journal's chain as the running batch sees it. The writer thread's own. */
struct journal_head {
    int64_t seq;
    struct hex_text link;
    int64_t commits; /* store_counts().commits when it was read; another number: read it again */
    bool known;
};

/* What the last job of the running batch read: it stays true for those that follow in it. */
struct batch_ruling {
    struct ruling last;
    int64_t commits; /* as above */
};

struct house {
    struct arena *arena; /* for what lives as long as the house; not after house_open */
    struct store *store;
    struct clock clock;
    const char *data, *files;
    struct journal_head head;
    struct journal_tree *tree;   /* the writer thread's own */
    struct ground *ground;       /* the writer thread's own */
    struct batch_ruling ruling;  /* the writer thread's own */
    int year_continued;          /* by duty_continue; the writer thread's own */
    pthread_mutex_t rules_lock;  /* guards what rules points to */
    struct rules_cache *rules;   /* of pack_rules.c */
    struct search_cache *search; /* of search_view.c */
};

#endif
