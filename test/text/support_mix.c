#include "support_mix.h"

size_t
mix_below(uint64_t *seed, size_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(*seed >> 33) % below;
}

struct str
mix_text(struct arena *a, uint64_t *seed, size_t atoms)
{
    static const struct str pool[] = {str_lit("a"), str_lit("B"), str_lit("7"), str_lit("c"),
        str_lit("党"), str_lit("建"), str_lit("会"), str_lit("。"), str_lit("（"), str_lit("-"),
        str_lit("😀"), str_lit("é"), str_lit("Ａ"), str_lit("９"), str_lit(" "), str_lit(" "),
        str_lit("\t"), str_lit("\r\n"), str_lit("\n"), str_lit("　"), str_lit("\xc2\xa0"),
        str_lit("\xe2\x80\x8b"), str_lit("\xef\xbb\xbf"), str_lit("\xc2\xad"), str_lit("\0"),
        str_lit("\xe4"), str_lit("\xe4\xbc"), str_lit("\x80"), str_lit("\xf0\x9f\x98")};
    struct str *parts = arena_array(a, struct str, atoms);
    size_t pool_n = sizeof(pool) / sizeof(pool[0]);
    /* Some texts are of a few atoms only, so that long runs of one sort come up. */
    size_t first = mix_below(seed, pool_n), among = 1 + mix_below(seed, pool_n);
    for (size_t i = 0; i < atoms; i++)
        parts[i] = pool[(first + mix_below(seed, among)) % pool_n];
    return arena_join(a, parts, atoms, S(""));
}
