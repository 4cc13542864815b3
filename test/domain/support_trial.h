/* A branch under the trial pack (trial_pack.yaml), for the tests of duties and figures: 2023-06-15, its members full
   since 2020 and named 甲 乙 丙 …, the first three sitting in the committee. */
#ifndef TEST_DOMAIN_SUPPORT_TRIAL_H
#define TEST_DOMAIN_SUPPORT_TRIAL_H

#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/record.h"
#include "support_house.h"

enum {
    TRIAL_MEMBERS = 8
};

struct trial {
    struct fixture f;
    int64_t who[TRIAL_MEMBERS];
    size_t n;
};

bool trial_open(struct trial *t, size_t members);
void trial_close(struct trial *t);

/* What was held; zero is absent. */
struct trial_held {
    int64_t id;  /* changes that one */
    int64_t org; /* 0: the branch */
    const char *kind;
    struct date on;
    int year;
    unsigned present; /* bit i: who[i] */
    unsigned absent;
    int64_t hours_milli;
    const char *crop, *note;
    int64_t mu, tons; /* milli */
    const char *duty; /* counted for that one alone */
};

/* 0 when it was refused: t->f.e says why. */
int64_t trial_hold(struct trial *t, struct trial_held held);
bool trial_void(struct trial *t, int64_t record_id);
bool trial_unvoid(struct trial *t, int64_t record_id);
bool trial_recompute(struct trial *t, int64_t org_id, int year);

/* Of the branch; state DUTY_STATE_COUNT when it is not owed. */
struct duty_row trial_duty(struct trial *t, int year, const char *duty, int period);
enum duty_state trial_state(struct trial *t, int year, const char *duty, int period);
struct figure trial_figure(struct trial *t, int year, const char *code);
/* Every row and figure of the org's year as text, to compare. */
struct str trial_dump(struct trial *t, int64_t org_id, int year);

#endif
