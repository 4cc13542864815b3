#include "base/out.h"

#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
out_init(struct out *o, size_t max)
{
    *o = (struct out){.max = max};
}

void
out_release(struct out *o)
{
    free(o->p);
    *o = (struct out){.max = o->max};
}

void
out_clear(struct out *o)
{
    o->n = 0;
    o->overflow = false;
}

bool
out_grow(struct out *o, size_t more)
{
    if (o->overflow || more > o->max - o->n) {
        o->overflow = true;
        return false;
    }
    size_t need = o->n + more, cap = o->cap ? o->cap : o->max < 256 ? o->max : 256;
    while (cap < need)
        cap = cap > o->max / 2 ? o->max : cap * 2;
    if (cap > o->cap) {
        char *p = realloc(o->p, cap + 1); /* room for the NUL that vsnprintf writes */
        BUG_ON(!p, "out of memory");
        o->p = p;
        o->cap = cap;
    }
    return true;
}

void
out_int(struct out *o, int64_t v)
{
    char digits[24], *end = digits + sizeof(digits), *p = end;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        *--p = (char)('0' + u % 10);
    while ((u /= 10) != 0);
    if (v < 0)
        *--p = '-';
    out_put(o, (struct str){p, (size_t)(end - p)});
}

void
out_fmt(struct out *o, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    out_vfmt(o, fmt, ap);
    va_end(ap);
}

void
out_vfmt(struct out *o, const char *fmt, va_list ap)
{
    char small[512];
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(small, sizeof(small), fmt, ap);
    BUG_ON(n < 0, "out_fmt: format");
    if ((size_t)n < sizeof(small)) {
        out_put(o, (struct str){small, (size_t)n});
    } else if (out_grow(o, (size_t)n)) {
        (void)vsnprintf(o->p + o->n, (size_t)n + 1, fmt, again);
        o->n += (size_t)n;
    }
    va_end(again);
}
