/* The pure side of 应办: who counts for a duty that is owed for people rather than held by the org. For the files of
   duty only. */
#ifndef DOMAIN_DUTY_RULE_H
#define DOMAIN_DUTY_RULE_H

#include "domain/duty.h"

/* Somebody of the org on the day that is asked for, and what he has of the duty's records. */
struct duty_person {
    int64_t id;
    struct str name;
    bool member;                  /* full or probationary */
    bool committee;               /* sits in the committee */
    int64_t times, times_in_time; /* records he was present in, or talks that count for him */
    int64_t hours_milli, hours_in_time_milli;
};

/* Somebody was present in a record of the duty; the rows of a record stand together. */
struct duty_presence {
    int64_t record_id, person_id;
    bool late;
};

/* Everything is lent by the caller; people in order of id. */
struct duty_people {
    struct duty_person *v;
    size_t n;
    const struct duty_presence *rows;
    size_t rows_n;
};

struct duty_tally {
    int64_t need, have, have_in_time;
    struct str *lacking; /* 张三 · 张三—李四 · 张三（还差8学时） */
    size_t lacking_n;
};

/* NULL when he is not among them. */
struct duty_person *duty_person_find(const struct duty_people *people, int64_t id);
/* d->per is not PER_ORG. Talks are counted from the rows, PER_MEMBER from what the people have. */
struct duty_tally duty_tally(
    struct arena *a, const struct pack_duty *d, struct duty_people *people);

/* The value of a fact, as "full_members" or "flag.agency"; 0 for an unknown one. */
int64_t org_fact(const struct org_facts *f, struct str fact);
/* The conditions in words and the value that does not fit: 正式党员7人以上；现有3人. */
struct str duty_na_text(struct arena *a, const struct pack_duty *d, struct str fact, int64_t value);

/* Whether a period lies within the duty's validity. */
bool duty_valid_in(const struct pack_duty *d, int year, int period);
struct date duty_due_on(const struct pack_duty *d, int year, int period);
/* The day on which people and facts are asked for. */
struct date duty_judged_on(const struct pack_duty *d, int year, int period, struct date today);

#endif
