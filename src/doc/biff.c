#include "doc/biff.h"

#include "base/utf8.h"

struct biff
biff_at(struct str stream, size_t offset)
{
    return (struct biff){.stream = in_from(str_slice(stream, offset, stream.n))};
}

bool
biff_next(struct biff *b)
{
    if (in_left(&b->stream) < 4)
        return false;
    b->id = in_u16le(&b->stream);
    size_t n = in_u16le(&b->stream);
    if (n > in_left(&b->stream))
        return false;
    b->record = in_from(in_take(&b->stream, n));
    return true;
}

/* Makes a byte ready, from the next CONTINUE record where this one is used up. `fresh` tells of it. */
static bool
refill(struct biff *b, bool *fresh)
{
    *fresh = false;
    while (in_left(&b->record) == 0) {
        struct in ahead = b->stream;
        if (in_left(&ahead) < 4 || in_u16le(&ahead) != BIFF_CONTINUE)
            return false;
        size_t n = in_u16le(&ahead);
        struct str bytes = in_take(&ahead, n);
        if (ahead.bad)
            return false;
        b->record = in_from(bytes);
        b->stream = ahead;
        *fresh = true;
    }
    return true;
}

bool
biff_more(struct biff *b)
{
    bool fresh;
    return refill(b, &fresh);
}

uint32_t
biff_number(struct biff *b, unsigned bytes)
{
    uint32_t value = 0;
    bool fresh;
    for (unsigned i = 0; i < bytes && refill(b, &fresh); i++)
        value |= (uint32_t)in_byte(&b->record) << (8 * i);
    return value;
}

void
biff_skip(struct biff *b, size_t n)
{
    bool fresh;
    while (n > 0 && refill(b, &fresh)) {
        size_t step = in_left(&b->record) < n ? in_left(&b->record) : n;
        in_skip(&b->record, step);
        n -= step;
    }
}

struct pair {
    uint32_t high; /* first half of a pair of surrogates, or 0 */
};

static void
put_unit(struct out *o, struct pair *pair, uint32_t unit)
{
    bool low = unit >= 0xDC00 && unit < 0xE000;
    if (pair->high && !low)
        utf8_put(o, UTF8_REPLACEMENT);
    if (pair->high && low)
        utf8_put(o, 0x10000 + ((pair->high - 0xD800) << 10) + (unit - 0xDC00));
    else if (low)
        utf8_put(o, UTF8_REPLACEMENT);
    else if (unit < 0xD800 || unit >= 0xE000)
        utf8_put(o, unit);
    pair->high = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
}

void
biff_string(struct biff *b, size_t characters, struct out *o)
{
    uint32_t flags = biff_number(b, 1);
    size_t runs = flags & 8 ? biff_number(b, 2) : 0;
    size_t aids = flags & 4 ? biff_number(b, 4) : 0;
    bool wide = flags & 1, fresh = false;
    struct pair pair = {0};
    for (size_t i = 0; i < characters && refill(b, &fresh); i++) {
        if (fresh)
            wide = in_byte(&b->record) & 1;
        put_unit(o, &pair, biff_number(b, wide ? 2 : 1));
    }
    if (pair.high)
        utf8_put(o, UTF8_REPLACEMENT);
    biff_skip(b, 4 * runs + aids);
}

double
biff_double(struct in *record)
{
    uint64_t low = in_u32le(record), bits = low | (uint64_t)in_u32le(record) << 32;
    double value;
    memcpy(&value, &bits, sizeof(value));
    return value;
}

double
biff_rk(uint32_t rk)
{
    double value;
    if (rk & 2) {
        value = (int32_t)(rk & ~3U) / 4.0; /* a whole number: the low bits are no part of it */
    } else {
        uint64_t bits = (uint64_t)(rk & ~3U) << 32;
        memcpy(&value, &bits, sizeof(value));
    }
    return rk & 1 ? value / 100 : value;
}
