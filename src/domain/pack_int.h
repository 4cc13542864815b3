/* What the files of 制度包 share. Not for other modules, but the cache for house.c. */
#ifndef DOMAIN_PACK_INT_H
#define DOMAIN_PACK_INT_H

#include "domain/pack.h"

/* The packs and rules that a house has read, by digest; under house->rules_lock. */
struct rules_cache;
struct rules_cache *rules_cache_open(void);
void rules_cache_close(struct rules_cache *cache);

#endif
