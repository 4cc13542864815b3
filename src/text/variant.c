#include "text/variant.h"

#include "text/variant_int.h"

uint32_t
variant_fold(uint32_t cp)
{
    size_t low = 0, high = cp < 0x3400 ? 0 : variant_pairs_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct variant_pair *pair = &variant_pairs[variant_by_from[middle]];
        if (pair->from == cp)
            return pair->to;
        if (pair->from < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return cp;
}

size_t
variant_of(uint32_t cp, uint32_t out[VARIANT_MAX])
{
    uint32_t folded = variant_fold(cp);
    size_t n = 0;
    out[n++] = cp;
    if (folded != cp)
        out[n++] = folded;
    size_t low = 0, high = variant_pairs_n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (variant_pairs[middle].to < folded)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < variant_pairs_n && variant_pairs[low].to == folded && n < VARIANT_MAX; low++)
        if (variant_pairs[low].from != cp)
            out[n++] = variant_pairs[low].from;
    return n;
}
