/* Lists of the form struct { T *v; size_t n; } that grow in an arena. */
#ifndef DOMAIN_LIST_H
#define DOMAIN_LIST_H

#include "base/arena.h"

/* Room for one more than n: the powers of two are where it moves. */
static inline void *
list_room(struct arena *a, void *v, size_t n, size_t size)
{
    if ((n & (n - 1)) != 0)
        return v;
    void *wider = arena_alloc(a, n ? 2 * n : 1, size, alignof(max_align_t));
    if (n)
        memcpy(wider, v, n * size);
    return wider;
}

/* LIST_ADD(arena, &list, item): only for lists that were filled by LIST_ADD from empty. */
#define LIST_ADD(a, list, item)                                            \
    ((list)->v = list_room((a), (list)->v, (list)->n, sizeof(*(list)->v)), \
        (list)->v[(list)->n++] = (item))

#endif
