#include "base/arena.h"

#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum {
    BLOCK_BYTES = 16 * 1024,
    ALIGN_MAX = 16
};

struct block {
    struct block *next;
    size_t used, cap;
    alignas(ALIGN_MAX) char bytes[];
};

struct arena {
    struct block *top; /* the block that still has room, then the full ones */
    size_t given;
};

static struct block *
block_open(size_t cap)
{
    struct block *b = malloc(sizeof(*b) + cap);
    BUG_ON(!b, "out of memory");
    b->next = NULL;
    b->used = 0;
    b->cap = cap;
    POISON(b->bytes, cap);
    return b;
}

struct arena *
arena_open(void)
{
    struct arena *a = malloc(sizeof(*a));
    BUG_ON(!a, "out of memory");
    a->top = block_open(BLOCK_BYTES);
    a->given = 0;
    return a;
}

static void
block_free(struct block *b)
{
    UNPOISON(b->bytes, b->cap);
    free(b);
}

void
arena_close(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->top, *next; b; b = next) {
        next = b->next;
        block_free(b);
    }
    free(a);
}

void
arena_reset(struct arena *a)
{
    struct block *keep = NULL;
    for (struct block *b = a->top, *next; b; b = next) {
        next = b->next;
        if (!keep && b->cap == BLOCK_BYTES)
            keep = b;
        else
            block_free(b);
    }
    if (!keep)
        keep = block_open(BLOCK_BYTES);
    keep->next = NULL;
    keep->used = 0;
    POISON(keep->bytes, keep->cap);
    a->top = keep;
    a->given = 0;
}

size_t
arena_used(const struct arena *a)
{
    return a->given;
}

/* Room for `bytes` in a block of its own or in a fresh one, which then becomes the top. */
static struct block *
block_for(struct arena *a, size_t bytes)
{
    if (bytes <= BLOCK_BYTES / 4) {
        struct block *b = block_open(BLOCK_BYTES);
        b->next = a->top;
        a->top = b;
        return b;
    }
    struct block *b = block_open(bytes);
    b->next = a->top->next; /* behind the top, which keeps its room */
    a->top->next = b;
    return b;
}

/* Memory that is not zeroed, for what is filled at once. */
static char *
take(struct arena *a, size_t bytes, size_t align)
{
    BUG_ON(align > ALIGN_MAX || bytes > SIZE_MAX / 2 - BLOCK_BYTES, "arena_alloc: size");
    struct block *b = a->top;
    size_t at = (b->used + align - 1) & ~(align - 1);
    if (at > b->cap || bytes > b->cap - at) {
        b = block_for(a, bytes);
        at = 0;
    }
    char *p = b->bytes + at;
    b->used = at + bytes;
    a->given += bytes;
    UNPOISON(p, bytes);
    return p;
}

void *
arena_raw(struct arena *a, size_t count, size_t size, size_t align)
{
    size_t bytes;
    BUG_ON(__builtin_mul_overflow(count, size, &bytes), "arena_alloc: size");
    return take(a, bytes, align);
}

void *
arena_alloc(struct arena *a, size_t count, size_t size, size_t align)
{
    void *p = arena_raw(a, count, size, align);
    return memset(p, 0, count * size);
}

struct str
arena_str(struct arena *a, struct str s)
{
    BUG_ON(s.n == SIZE_MAX, "arena_str: size");
    char *p = take(a, s.n + 1, 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (struct str){p, s.n};
}

const char *
arena_cstr(struct arena *a, struct str s)
{
    return arena_str(a, s).p;
}

struct str
arena_vfmt(struct arena *a, const char *fmt, va_list ap)
{
    char most[256]; /* of what is formatted is shorter */
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(most, sizeof(most), fmt, ap);
    BUG_ON(n < 0, "arena_fmt: format");
    char *p = take(a, (size_t)n + 1, 1);
    if ((size_t)n < sizeof(most))
        memcpy(p, most, (size_t)n + 1);
    else
        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){p, (size_t)n};
}

struct str
arena_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    struct str s = arena_vfmt(a, fmt, ap);
    va_end(ap);
    return s;
}

struct str
arena_join(struct arena *a, const struct str *parts, size_t n, struct str between)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += parts[i].n + (i ? between.n : 0);
    char *p = arena_array(a, char, total + 1), *to = p;
    for (size_t i = 0; i < n; i++) {
        if (i && between.n)
            to = mempcpy(to, between.p, between.n);
        if (parts[i].n)
            to = mempcpy(to, parts[i].p, parts[i].n);
    }
    return (struct str){p, total};
}
