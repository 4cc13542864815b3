/* What the files of 制度包 share with each other, and the cache with house.c. Not for other modules. */
#ifndef DOMAIN_PACK_INT_H
#define DOMAIN_PACK_INT_H

#include "domain/house.h"
#include "domain/pack.h"

/* The packs and rules that a house has read, by digest; under house->rules_lock. Lives as long as the house. */
struct rules_cache;
struct rules_cache *rules_cache_open(void);
void rules_cache_close(struct rules_cache *cache);

/* pack_offer.c: the YAML that a name stands for now, own before shipped, and its pack; ERR_NOT_FOUND, ERR_INPUT. */
struct pack_found {
    struct str yaml;
    const struct pack *pack; /* in w->arena */
};

bool pack_find(struct work *w, struct str name, struct pack_found *found, struct err *e);

#endif
