/* 规定动作 and 应办: what an org owes in a year, and how it stands. Occurrences are recomputed in the write's own
   transaction; their state follows from the row and today, so it is never stale. */
#ifndef DOMAIN_DUTY_H
#define DOMAIN_DUTY_H

#include "domain/house.h"
#include "domain/pack.h"

enum duty_state {
    DUTY_NOT_DUE, /* 未到期: the period has not begun, or no number is demanded and nothing was recorded */
    DUTY_DUE,  /* 待办: within the period, not done yet */
    DUTY_DONE, /* 已完成 */
    DUTY_LATE, /* 逾期完成/补录: done, but held after the due day or entered late (record_duty.late) */
    DUTY_MISSING,  /* 缺: the due day has passed */
    DUTY_NOT_HELD, /* 未开展，因…: stated with a reason */
    DUTY_NA,       /* 不适用 */
    DUTY_STATE_COUNT
};
struct str duty_state_code(
    enum duty_state s); /* "not_due" "due" "done" "late" "missing" "not_held" "not_applicable" */
struct str duty_state_title(enum duty_state s); /* by tr() */

struct duty_row {
    int64_t org_id;
    int year, period; /* 1…12, 1…4, 1…2, 1 */
    const struct pack_duty *duty;
    struct date opens_on, due_on;
    int64_t need, have, have_in_time;
    bool applies;
    struct str na_why, stated_why;
    enum duty_state state;
};

struct duty_rows {
    struct duty_row *v;
    size_t n;
};

/* Pure: days and counts of a period. */
int period_count(enum pack_period p);         /* 12, 4, 2, 1 */
int period_of(enum pack_period p, int month); /* 1-based */
struct date period_opens(enum pack_period p, int year, int period);
struct date period_ends(enum pack_period p, int year, int period);
/* 3月, 第一季度, 上半年, 全年; "" for period 0. */
struct str period_title(struct arena *a, enum pack_period p, int period);
enum duty_state duty_state_of(const struct duty_row *row, struct date today);

/* Facts of an org for conditions. */
struct org_facts {
    struct str kind, flags;
    int64_t full_members, probationary, applicants, floating, members, committee, groups;
};

/* *fails (may be NULL): the first condition that does not hold. The kind of org is not asked. */
bool duty_applies(
    const struct pack_duty *d, const struct org_facts *f, const struct pack_condition **fails);

/* Everything the org owes in the year, in the packs' order, periods ascending. Only duties that are on; with_off adds one
   row (period 0, no days, state NA, the reason in na_why) for each other duty of this kind of org. Nothing for a year
   that is not open. RIGHT_SEE. */
bool duty_year(
    struct work *w, int64_t org_id, int year, bool with_off, struct duty_rows *rows, struct err *e);
/* The codes of the duties that the org has in the year, in order. RIGHT_SEE. */
bool duty_codes(
    struct work *w, int64_t org_id, int year, struct str **codes, size_t *n, struct err *e);
/* Open or missing, due not later than `until`, the oldest first: for 今天. RIGHT_SEE. */
bool duty_open(struct work *w, int64_t org_id, int year, struct date until, struct duty_rows *rows,
    struct err *e);
/* Those among the rows that duty_year gave. */
void duty_open_among(
    struct work *w, const struct duty_rows *all, struct date until, struct duty_rows *rows);

struct duty_key {
    int64_t org_id;
    int year;
    struct str duty; /* code */
    int period;
};

/* ERR_NOT_FOUND when the org does not owe it then. */
bool duty_one(struct work *w, const struct duty_key *key, struct duty_row *row, struct err *e);

/* RIGHT_READ. The records counted in that occurrence, and what is lacking by name (members without hours, pairs without a talk). */
struct duty_record {
    int64_t record_id;
    struct date held_on;
    struct str title;
    bool late;
};

struct duty_detail {
    struct duty_record *records;
    size_t records_n;
    struct str *lacking;
    size_t lacking_n;
};

bool duty_detail(
    struct work *w, const struct duty_row *row, struct duty_detail *detail, struct err *e);

/* 未开展说明: states why it was not held; "" takes it back. The state follows unless it was done all the same.
   RIGHT_WRITE; journaled. */
bool duty_state_reason(struct work *w, const struct duty_key *key, struct str why, struct err *e);
/* On or off for an org and below, with a reason, from the current year on: a past year that is open keeps the duties
   it was judged by. RIGHT_MANAGE; journaled. */
bool duty_switch(
    struct work *w, int64_t org_id, struct str duty, bool on, struct str why, struct err *e);

/* Inside a job: opens a year for an org (its occurrences, its figures), or brings them up to date after people, posts, flags
   or packs changed. Who belonged and which facts held is asked for the last day of each period, or today if earlier. */
bool duty_recompute(struct work *w, int64_t org_id, int year, struct err *e);
/* Inside a job: opens the year for each org that kept the one before; done at start and at the first sign-in of a
   year, once. */
bool duty_continue(struct work *w, int year, struct err *e);

/* One record more or one less in an occurrence. */
struct duty_touch {
    int64_t org_id;
    struct str duty;
    int year, period;
    bool late;
    bool gone; /* the record stood behind it until now */
};

/* Inside a job, after all rows of a record are written: brings duties and figures up to date by what the record was and
   what it is; either may be NULL or voided. Opens a year that is not open yet. Costs the same in a large year as in a
   small one, but where people are counted. */
struct record;
bool duty_follow(struct work *w, const struct record *was, const struct record *is,
    const struct duty_touch *touched, size_t n, struct err *e);
/* The years that the org has opened, newest first. RIGHT_SEE. */
bool duty_years(struct work *w, int64_t org_id, int **years, size_t *n, struct err *e);

#endif
