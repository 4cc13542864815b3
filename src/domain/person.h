/* 人员 and 职务: who belongs to an org, since when, and what post he held from – to. */
#ifndef DOMAIN_PERSON_H
#define DOMAIN_PERSON_H

#include "domain/house.h"

struct person {
    int64_t id, root_id, org_id, group_id, version;
    struct str name;
    struct str membership; /* full, probationary, applicant, none */
    bool floating;
    struct date applied_on, joined_on, full_on, left_on;
    struct str left_why;
    struct str post; /* of today: "书记"; "" for none. Filled by lists. */
    bool committee;  /* sits in the committee today */
};

struct people {
    struct person *v;
    size_t n;
    int64_t total; /* without paging */
};

struct person_input {
    int64_t id, org_id, group_id, version;
    struct str name, membership;
    bool floating;
    struct date applied_on, joined_on, full_on;
};

/* RIGHT_WRITE on the org. */
bool person_save(struct work *w, const struct person_input *in, int64_t *id, struct err *e);
bool person_get(struct work *w, int64_t id, struct person *p, struct err *e);
/* Left on that day (moved, withdrew, died …). Not deleted: the records stay. Undone by person_return. */
bool person_leave(
    struct work *w, int64_t id, int64_t version, struct date on, struct str why, struct err *e);
bool person_return(struct work *w, int64_t id, int64_t version, struct str why, struct err *e);

struct person_filter {
    int64_t org_id;
    struct date on;        /* who belonged on that day; none: all ever */
    struct str membership; /* "" any */
    struct str text;       /* part of the name */
    bool with_left;
    size_t offset, limit;
};

/* Secretary and committee first, then members by joining, then the others. RIGHT_READ. */
bool person_list(struct work *w, const struct person_filter *f, struct people *list, struct err *e);
/* All who ever belonged, by number, with nothing but id and name: to choose one of. RIGHT_READ. */
bool person_names(struct work *w, int64_t org_id, struct people *list, struct err *e);

/* How many on a day, for conditions of duties. No right asked: used inside the domain. */
struct head_count {
    int64_t full, probationary, applicants, floating, members /* full + probationary */, committee,
        groups;
};

bool person_count(
    struct work *w, int64_t org_id, struct date on, struct head_count *count, struct err *e);

struct post {
    int64_t id, org_id, person_id, version;
    struct str person_name, post; /* code: secretary … */
    struct date from_on, to_on; /* held from_on ≤ day < to_on: on to_on the successor may begin */
};

struct posts {
    struct post *v;
    size_t n;
};

bool post_list(struct work *w, int64_t org_id, bool with_ended, struct posts *list, struct err *e);
bool post_of_person(struct work *w, int64_t person_id, struct posts *list, struct err *e);

/* id 0: new. A secretary follows a secretary: two at a time are refused with a sentence. RIGHT_WRITE. */
struct post_input {
    int64_t id, org_id, person_id, version;
    struct str post;
    struct date from_on, to_on;
};

bool post_save(struct work *w, const struct post_input *in, int64_t *id, struct err *e);

#endif
