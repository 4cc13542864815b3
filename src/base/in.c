#include "base/in.h"

int
in_byte(struct in *in)
{
    if (in->p < in->end)
        return (unsigned char)*in->p++;
    in->bad = true;
    return -1;
}

struct str
in_take(struct in *in, size_t n)
{
    if (n > in_left(in)) {
        in->bad = true;
        in->p = in->end;
        return (struct str){NULL, 0};
    }
    struct str s = {in->p, n};
    if (n)
        in->p += n;
    return s;
}

bool
in_accept(struct in *in, struct str text)
{
    if (text.n > in_left(in) || (text.n && memcmp(in->p, text.p, text.n) != 0))
        return false;
    if (text.n)
        in->p += text.n;
    return true;
}

struct str
in_until(struct in *in, char c)
{
    size_t left = in_left(in);
    const char *hit = left ? memchr(in->p, c, left) : NULL;
    return in_take(in, hit ? (size_t)(hit - in->p) : left);
}

static uint32_t
byte_at(struct str s, size_t i)
{
    return i < s.n ? (unsigned char)s.p[i] : 0;
}

uint16_t
in_u16le(struct in *in)
{
    struct str s = in_take(in, 2);
    return (uint16_t)(byte_at(s, 0) | byte_at(s, 1) << 8);
}

uint32_t
in_u32le(struct in *in)
{
    struct str s = in_take(in, 4);
    return byte_at(s, 0) | byte_at(s, 1) << 8 | byte_at(s, 2) << 16 | byte_at(s, 3) << 24;
}

uint32_t
in_u32be(struct in *in)
{
    struct str s = in_take(in, 4);
    return byte_at(s, 3) | byte_at(s, 2) << 8 | byte_at(s, 1) << 16 | byte_at(s, 0) << 24;
}

void
in_skip(struct in *in, size_t n)
{
    (void)in_take(in, n);
}
