/* An org in a year, for the files of 应办 and 指标. No right is asked here. */
#ifndef DOMAIN_DUTY_INT_H
#define DOMAIN_DUTY_INT_H

#include "domain/duty.h"

struct duty_scope {
    struct work *w;
    int64_t org_id, root_id;
    int year;
    struct str kind, flags;
    struct date closed_on;
    const struct rules *rules;
    bool open; /* the org has this year's occurrences and figures */
};

/* ERR_NOT_FOUND without such an org. */
bool duty_scope_get(struct work *w, int64_t org_id, int year, struct duty_scope *s, struct err *e);

struct duty_setting {
    struct str duty, why;
    bool on;
};

struct duty_settings {
    struct duty_setting *v;
    size_t n;
};

/* The switches that reach the org, the nearest first. */
bool duty_settings_get(const struct duty_scope *s, struct duty_settings *list, struct err *e);
/* The nearest switch of the duty, or NULL: then the pack's default counts. */
const struct duty_setting *duty_setting_of(
    const struct duty_settings *list, const struct pack_duty *d);
/* An empty list of kinds means every kind. */
bool duty_is_for(const struct pack_duty *d, struct str org_kind);

/* A row of the table occurrence. */
struct occurrence {
    struct str duty, na_why,
        stated_why; /* na_why: "full_members 3", said in words by duty_na_text() */
    int period;
    struct date opens_on, due_on;
    int64_t need, have, have_in_time;
    bool applies, wanted;
};

struct occurrences {
    struct occurrence *v;
    size_t n;
};

/* In order of duty and period. */
bool occurrences_get(const struct duty_scope *s, struct occurrences *list, struct err *e);

/* Who is asked and what they have for a duty that is not PER_ORG (duty_rule.h). */
struct duty_people;
bool duty_people_get(const struct duty_scope *s, const struct pack_duty *d, int period,
    struct duty_people *people, struct err *e);
/* Fills need and have of o, which has its period. */
bool duty_count_people(
    const struct duty_scope *s, const struct pack_duty *d, struct occurrence *o, struct err *e);

struct record;
/* Moves the figures of an open year from what the record was to what it is, as far as it belongs there. */
bool figure_follow(
    const struct duty_scope *s, const struct record *was, const struct record *is, struct err *e);

#endif
