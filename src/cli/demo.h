/* Made-up data, plainly fictitious and the same for the same seed: one branch of a district supply-and-marketing
   cooperative and its year, or a district of many for measuring. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "domain/house.h"

/* A small generator of our own (xorshift64*), so that a seed gives the same data on every machine. */
struct demo_dice {
    uint64_t state;
};

void demo_dice_init(struct demo_dice *d, uint64_t seed);
/* 0 … n-1 */
unsigned demo_roll(struct demo_dice *d, unsigned n);

/* The day that the work believes in: what is entered then is entered at half past four. */
void demo_set_day(struct work *w, struct date day);

enum {
    DEMO_PEOPLE = 12
};

struct demo_branch {
    int64_t org_id;
    int year;
    int64_t people[DEMO_PEOPLE];
};

/* Twelve people with posts, there since before the year. */
bool demo_people(struct work *w, int64_t org_id, int year, int64_t ids[], struct err *e);
/* The branch's whole year, entered when it happened but for one late entry that says so. */
bool demo_branch_year(
    struct work *w, const struct demo_branch *b, struct demo_dice *d, struct err *e);

/* `records` plain records for a branch of a district, spread over the year. */
bool demo_district_year(
    struct work *w, const struct demo_branch *b, int records, struct demo_dice *d, struct err *e);

#endif
