#include "cli/demo.h"

void
demo_dice_init(struct demo_dice *d, uint64_t seed)
{
    d->state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

unsigned
demo_roll(struct demo_dice *d, unsigned n)
{
    d->state ^= d->state >> 12;
    d->state ^= d->state << 25;
    d->state ^= d->state >> 27;
    return (unsigned)((d->state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % n;
}

void
demo_set_day(struct work *w, struct date day)
{
    struct clock c = clock_fixed(day, 16, 30);
    w->now_ms = clock_now_ms(&c);
    w->today = day;
}
