/* The table behind text/variant.h. */
#ifndef TEXT_VARIANT_INT_H
#define TEXT_VARIANT_INT_H

#include <stddef.h>
#include <stdint.h>

struct variant_pair {
    uint32_t from,
        to; /* `to` is the simplified form of `from`; never the same, and no `to` is a `from` */
};

extern const size_t variant_pairs_n;
/* By `to`, then by `from`. */
extern const struct variant_pair variant_pairs[];
/* Numbers of pairs, by `from`. */
extern const uint16_t variant_by_from[];

#endif
