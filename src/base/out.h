/* A growing buffer with a maximum given at init and a sticky overflow flag: write without looking, check once. */
#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/str.h"

#include <stdarg.h>

struct out {
    char *p;
    size_t n, cap, max; /* bytes */
    bool overflow;      /* something did not fit; nothing was written after it */
};

void out_init(struct out *o, size_t max);
void out_release(struct out *o);
/* Empties it and keeps the memory. */
void out_clear(struct out *o);
/* Makes room for `more` bytes; false and overflow when the maximum forbids it. */
bool out_grow(struct out *o, size_t more);

static inline void
out_put(struct out *o, struct str s)
{
    if (s.n == 0 || o->overflow)
        return;
    if (s.n > o->cap - o->n && !out_grow(o, s.n))
        return;
    memcpy(o->p + o->n, s.p, s.n);
    o->n += s.n;
}

static inline void
out_char(struct out *o, char c)
{
    out_put(o, (struct str){&c, 1});
}

#define out_lit(o, lit) out_put((o), S(lit))
void out_int(struct out *o, int64_t v);
void out_fmt(struct out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_vfmt(struct out *o, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* What was written; valid until the next write. */
static inline struct str
out_str(const struct out *o)
{
    return (struct str){o->p, o->n};
}

#endif
