/* What the writer thread keeps from job to job of facts that every save asks for and that seldom change: where an org
   lies and who has rights there, who belongs to it, whether its year is open. All of it is forgotten when somebody,
   here or through another program on the same database, writes to the journal anything that may change it; when a batch
   or a job is undone; when the day changes. So inside a job a kept fact is what a statement would read. */
#ifndef DOMAIN_GROUND_H
#define DOMAIN_GROUND_H

#include "domain/house.h"

struct ground;

enum ground_kind {
    GROUND_PLACE = 1, /* of an account at an org: right.c */
    GROUND_PEOPLE,    /* of an org: record_attend.c */
    GROUND_OPEN       /* an org's year is open: duty_read.c */
};

/* In the arena of the house. */
struct ground *ground_open(struct arena *a);
void ground_close(struct ground *ground);
/* At the begin of each job: what a job before it made stale is gone. */
void ground_begin(struct ground *ground, struct date today);
/* Whatever is kept is not found any more, and nothing is kept until the next job. */
void ground_forget(struct ground *ground);

/* NULL: ask the store. To be copied: it lives as long as the job. Always NULL outside of jobs. */
const void *ground_find(struct work *w, enum ground_kind kind, int64_t a, int64_t b);
/* Where a fact for ground_keep is to lie; NULL: this one is not kept. */
struct arena *ground_arena(struct work *w);
void ground_keep(struct work *w, enum ground_kind kind, int64_t a, int64_t b, const void *fact);

#endif
