/* Memory that has one owner by scope: one arena a request, an import, a command. Nothing taken from an
   arena is freed by hand; closing or resetting the arena ends it all. Not shared between threads. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

#include <stdalign.h>
#include <stdarg.h>

struct arena;

struct arena *arena_open(void);
/* Releases everything; NULL is allowed. */
void arena_close(struct arena *a);
/* Forgets what was given out and keeps a first block for the next scope. */
void arena_reset(struct arena *a);
/* Bytes given out since the last reset. */
size_t arena_used(const struct arena *a);

/* Zeroed memory; never NULL: a machine without memory ends the process with a message. A count whose
   size overflows does the same, so bound what a stranger chooses before asking. */
void *arena_alloc(struct arena *a, size_t count, size_t size, size_t align);
#define arena_new(a, T)      ((T *)arena_alloc((a), 1, sizeof(T), alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), (n), sizeof(T), alignof(T)))
/* The same not zeroed: for large ones that are filled at once. */
void *arena_raw(struct arena *a, size_t count, size_t size, size_t align)
    __attribute__((returns_nonnull));
#define arena_room(a, T, n) ((T *)arena_raw((a), (n), sizeof(T), alignof(T)))

/* A copy that lives as long as the arena. The copy's p[n] is 0, so it may cross the border to the system. */
struct str arena_str(struct arena *a, struct str s);
const char *arena_cstr(struct arena *a, struct str s);
struct str arena_fmt(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vfmt(struct arena *a, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));
struct str arena_join(struct arena *a, const struct str *parts, size_t n, struct str between);

#endif
