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

/* The places of one document. */
static bool
places_of(struct in *in, uint32_t count, uint32_t *place)
{
    uint64_t next = 0;
    for (uint32_t i = 0; i < count; i++) {
        next += varint_take(in);
        if (in->bad)
            return false;
        place[i] = (uint32_t)next++;
    }
    return next <= UINT32_MAX;
}

bool
index_places(
    struct str place_list, const uint32_t *count, uint32_t docs, uint32_t *place, struct err *e)
{
    struct in in = in_from(place_list);
    for (uint32_t i = 0; i < docs; i++) {
        if (!places_of(&in, count[i], place))
            return index_broken(e);
        place += count[i];
    }
    return in_left(&in) == 0 || index_broken(e);
}

/* How many numbers end in 8 bytes. */
static uint64_t
ends_in(const char *bytes)
{
    static const uint64_t ONES = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    return ((~word >> 7) & ONES) * ONES >> 56;
}

size_t
index_places_size(struct str place_list, uint64_t places)
{
    size_t at = 0;
    while (places >= 8 && place_list.n - at >= 8) {
        places -= ends_in(place_list.p + at);
        at += 8;
    }
    for (; places && at < place_list.n; at++)
        places -= (unsigned char)place_list.p[at] < 0x80;
    return places ? SIZE_MAX : at;
}

bool
index_places_of(
    struct str place_list, const uint32_t *count, uint32_t i, uint32_t *place, struct err *e)
{
    uint64_t before = 0;
    for (uint32_t k = 0; k < i; k++)
        before += count[k];
    size_t skip = index_places_size(place_list, before);
    if (skip == SIZE_MAX)
        return index_broken(e);
    struct in in = in_from(str_slice(place_list, skip, place_list.n));
    return places_of(&in, count[i], place) || index_broken(e);
}
