/* A small ledger for tests of records and reports: a committee above two branches with people, posts and accounts, ruled
   by a pack of the tests' own (LEDGER_YAML). It is 2023-07-10, 09:00, until ledger_day() says otherwise. */
#ifndef TEST_DOMAIN_SUPPORT_LEDGER_H
#define TEST_DOMAIN_SUPPORT_LEDGER_H

#include "domain/record.h"

enum {
    LEDGER_PEOPLE = 12
};

struct ledger {
    struct arena *a;
    struct house *house;
    struct reader *reader;
    struct work read; /* a snapshot of the system actor; ledger_look() renews it */
    bool reading;
    int64_t root, branch, other, group;
    int64_t people
        [LEDGER_PEOPLE]; /* of the branch: 0 secretary, 1 and 2 in the committee; 3 in the group */
    int64_t stranger;    /* a member of the other branch */
    struct actor clerk, secretary,
        upper; /* accounts: clerk of the branch (person 4), its secretary (0), upper at the root */
};

extern const char LEDGER_YAML[];

bool ledger_open(struct ledger *l, struct err *e);
void ledger_close(struct ledger *l);
void ledger_day(int year, int month, int day);
/* A fresh snapshot for the actor. */
struct work *ledger_look(struct ledger *l, const struct actor *actor);
/* Runs fn as a job and forgets the snapshot. */
bool ledger_write(
    struct ledger *l, const struct actor *actor, work_fn fn, void *arg, struct err *e);

/* A meeting of the branch on 2023-07-04 by the clerk: everybody present but the last, who is ill. */
struct record_input ledger_meeting(struct ledger *l);
bool ledger_save(struct ledger *l, const struct actor *actor, const struct record_input *in,
    int64_t *id, struct err *e);
/* The input of a stored record, ready to be changed. */
struct record_input ledger_input(struct ledger *l, int64_t id);
/* One number from the database: for what no reader shows. */
int64_t ledger_journal_entries(struct ledger *l);
/* have of an occurrence; -1 when there is none. */
int64_t ledger_have(struct ledger *l, int64_t org, int year, const char *duty, int period);
/* A figure's value in thousandths, -1 for nothing recorded. */
int64_t ledger_figure(struct ledger *l, int64_t org, int year, const char *code);

#endif
