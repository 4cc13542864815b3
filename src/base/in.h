/* The one bounds-checked cursor that every parser reads from. Reading past the end sets `bad`, gives zeros
   from then on and never moves outside; check `bad` once when done. */
#ifndef BASE_IN_H
#define BASE_IN_H

#include "base/str.h"

struct in {
    const char *p, *end;
    bool bad;
};

static inline struct in
in_from(struct str s)
{
    return (struct in){s.p, s.n ? s.p + s.n : s.p, false};
}

static inline size_t
in_left(const struct in *in)
{
    return (size_t)(in->end - in->p);
}

/* The next byte without taking it, or -1 at the end. */
static inline int
in_peek(const struct in *in)
{
    return in->p < in->end ? (unsigned char)*in->p : -1;
}

/* Takes one byte; -1 and bad at the end. */
int in_byte(struct in *in);
/* Takes `n` bytes, or nothing and bad. */
struct str in_take(struct in *in, size_t n);
/* Takes the text if it is next; otherwise moves nothing and is not bad. */
bool in_accept(struct in *in, struct str text);
/* Everything up to, not including, the first byte `c` (or to the end). */
struct str in_until(struct in *in, char c);
uint16_t in_u16le(struct in *in);
uint32_t in_u32le(struct in *in);
uint32_t in_u32be(struct in *in);
void in_skip(struct in *in, size_t n);

#endif
