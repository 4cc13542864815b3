#include "text/index_int.h"

/* A list of documents that is being read from both ends. */
struct ends {
    const unsigned char *p;
    size_t lo, hi;
};

/* Numbers of more than one byte; false when they are none. */
static bool
front_rest(struct ends *l, uint64_t *v)
{
    *v &= 0x7f;
    for (unsigned shift = 7; shift < 35 && l->lo < l->hi; shift += 7) {
        unsigned char byte = l->p[l->lo++];
        *v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return true;
    }
    return false;
}

static bool
back_rest(struct ends *l, uint64_t *v)
{
    *v = 0;
    for (unsigned shift = 0; shift < 35 && l->lo < l->hi; shift += 7) {
        unsigned char byte = l->p[--l->hi];
        *v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return *v <= UINT32_MAX - 2;
    }
    return false;
}

bool
index_docs(struct str doc_list, uint32_t docs, uint32_t *doc, uint32_t *count, struct err *e)
{
    struct ends l = {(const unsigned char *)doc_list.p, 0, doc_list.n};
    uint64_t next = 0; /* after the last document */
    for (uint32_t i = 0; i < docs; i++) {
        if (l.lo >= l.hi)
            return index_broken(e);
        uint64_t v = l.p[l.lo++];
        if (v >= 0x80 && !front_rest(&l, &v))
            return index_broken(e);
        next += v >> 1;
        doc[i] = (uint32_t)next++;
        uint64_t more = l.p[l.hi - 1], once = v & 1;
        if (more >= 0x80 && !once) {
            if (!back_rest(&l, &more))
                return index_broken(e);
            l.hi++;
        }
        /* Without a branch: whether a count stands there cannot be foreseen. */
        count[i] = 1 + ((uint32_t)(more + 1) & ((uint32_t)once - 1));
        l.hi -= 1 - once;
    }
    return (l.lo == l.hi && next <= UINT32_MAX) || index_broken(e);
}

/* ---- places ---- */
/* Distances that are being read; `bit` and `at` are those of the next one. */
struct distances {
    const unsigned char *p;
    size_t n;
    uint64_t bit, at;
    unsigned char few[sizeof(uint64_t)]; /* a list that is shorter than what is loaded at once */
};

static void
distances_init(struct distances *d, struct str list)
{
    *d = (struct distances){.p = (const unsigned char *)list.p, .n = list.n};
    if (list.n && list.n < sizeof(d->few))
        memcpy(d->few, list.p, list.n);
}

/* False when the list is too short for so many, whatever their widths. */
static inline bool
distances_fit(const struct distances *d, uint64_t many)
{
    return many <= d->n && (many + 3) / 4 + (many * index_width(0) + 7) / 8 <= d->n;
}

static inline unsigned
code_at(const struct distances *d, uint64_t at)
{
    return (d->p[d->n - 1 - at / 4] >> (2 * (at % 4))) & 3;
}

static inline uint32_t
cut_out(uint64_t bits, unsigned code)
{
    static const uint32_t MASK[] = {0x7f, 0x7ff, 0x7fff, UINT32_MAX};
    return (uint32_t)bits & MASK[code];
}

/* Near the end of the list: never reads outside of it; past its end it gives anything. */
static uint64_t
bits_near_end(const struct distances *d)
{
    size_t byte = (size_t)(d->bit >> 3), last = d->n - sizeof(uint64_t);
    const unsigned char *p = d->p;
    if (d->n < sizeof(uint64_t)) {
        p = d->few;
        last = 0;
    }
    size_t from = byte < last ? byte : last;
    return bits_load(p + from) >> ((8 * (byte - from) + (d->bit & 7)) & 63);
}

static inline uint32_t
distances_next(struct distances *d)
{
    size_t byte = (size_t)(d->bit >> 3);
    uint64_t bits =
        byte + sizeof(bits) <= d->n ? bits_load(d->p + byte) >> (d->bit & 7) : bits_near_end(d);
    unsigned code = code_at(d, d->at++);
    d->bit += index_width(code);
    return cut_out(bits, code);
}

/* The next 4, from a list that goes on for FOUR_BYTES; d->at is a multiple of 4. */
enum {
    FOUR_BYTES = 4 * sizeof(uint32_t) + sizeof(uint64_t)
};

static inline void
distances_four(struct distances *d, uint32_t v[4])
{
    unsigned codes = d->p[d->n - 1 - d->at / 4];
    uint64_t bit = d->bit;
    for (int i = 0; i < 4; i++, codes >>= 2) {
        v[i] = cut_out(bits_load(d->p + (bit >> 3)) >> (bit & 7), codes & 3);
        bit += index_width(codes & 3);
    }
    d->bit = bit;
    d->at += 4;
}

/* Whether `bit` bits and their codes are the whole list. */
static bool
distances_end(const struct distances *d)
{
    return (d->bit + 7) / 8 + (d->at + 3) / 4 == d->n;
}

/* The sum of all numbers of 2 bits in a word. */
static inline uint64_t
sum_of_codes(uint64_t word)
{
    static const uint64_t QUADS = UINT64_C(0x3333333333333333),
                          EIGHTS = UINT64_C(0x0f0f0f0f0f0f0f0f);
    word = (word & QUADS) + ((word >> 2) & QUADS);
    word = (word & EIGHTS) + ((word >> 4) & EIGHTS);
    return word * UINT64_C(0x0101010101010101) >> 56;
}

/* Passes over the next ones, of 32 codes at a time. Width: 7 + 4 × code, and 13 more for code 3. */
static void
distances_skip(struct distances *d, uint64_t n)
{
    while (n > 0) {
        uint64_t before = d->at % 4, many = n < 32 - before ? n : 32 - before;
        uint64_t byte = d->at / 4, codes;
        if (d->n - byte < sizeof(codes)) {
            d->bit += index_width(code_at(d, d->at++));
            n--;
            continue;
        }
        codes = __builtin_bswap64(bits_load(d->p + d->n - byte - sizeof(codes)));
        codes >>= 2 * before;
        if (many < 32)
            codes &= (UINT64_C(1) << (2 * many)) - 1;
        uint64_t threes = codes & (codes >> 1) & UINT64_C(0x5555555555555555);
        d->bit += many * index_width(0) + 4 * sum_of_codes(codes) + 13 * sum_of_codes(threes);
        d->at += many;
        n -= many;
    }
}

static uint64_t
sum_of(const uint32_t *count, uint32_t n)
{
    uint64_t sum = 0, other = 0;
    uint32_t i = 0;
    for (; i + 1 < n; i += 2) {
        sum += count[i];
        other += count[i + 1];
    }
    return sum + other + (i < n ? count[i] : 0);
}

/* place[i] is 1 where a document starts, else 0. Telling it beforehand saves a branch that cannot be foreseen. */
static void
mark_starts(const uint32_t *count, uint32_t docs, uint32_t *place, uint64_t n)
{
    memset(place, 0, n * sizeof(*place));
    for (uint64_t i = 0, at = 0; i < docs && at < n; at += count[i++])
        place[at] = 1;
}

bool
index_places(
    struct str place_list, const uint32_t *count, uint32_t docs, uint32_t *place, struct err *e)
{
    uint64_t n = sum_of(count, docs), next = 0, high = 0;
    struct distances d;
    distances_init(&d, place_list);
    if (!distances_fit(&d, n))
        return index_broken(e);
    if (n == 0)
        return place_list.n == 0 || index_broken(e);
    mark_starts(count, docs, place, n);
    while (d.at < n) {
        uint32_t four[4];
        unsigned k = 4;
        if (d.at + 4 <= n && d.bit / 8 + FOUR_BYTES <= d.n)
            distances_four(&d, four);
        else
            for (k = 0; k < 4 && d.at < n; k++)
                four[k] = distances_next(&d);
        for (unsigned i = 0; i < k; i++, place++) {
            next = (next & ((uint64_t)*place - 1)) + four[i];
            high |= next;
            *place = (uint32_t)next++;
        }
    }
    return (distances_end(&d) && high <= UINT32_MAX) || index_broken(e);
}

bool
index_places_some(struct str place_list, const uint32_t *count, const uint32_t *which, uint32_t n,
    uint32_t *place, struct err *e)
{
    struct distances d;
    uint32_t doc = 0;
    uint64_t high = 0;
    distances_init(&d, place_list);
    for (uint32_t i = 0; i < n; doc = which[i++] + 1) {
        uint64_t next = 0, between = sum_of(count + doc, which[i] - doc);
        if (!distances_fit(&d, d.at + between + count[which[i]]))
            return index_broken(e);
        distances_skip(&d, between);
        for (uint32_t k = count[which[i]]; k > 0; k--) {
            next += distances_next(&d);
            high |= next;
            *place++ = (uint32_t)next++;
        }
    }
    bool inside = (d.bit + 7) / 8 + (d.at + 3) / 4 <= d.n;
    return (inside && high <= UINT32_MAX) || index_broken(e);
}

bool
index_places_of(
    struct str place_list, const uint32_t *count, uint32_t i, uint32_t *place, struct err *e)
{
    return index_places_some(place_list, count, &i, 1, place, e);
}
