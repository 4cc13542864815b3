/* A house for the domain's tests: opened in test_dir() on test_db_url() with a clock that stands still, with one
   founded org and its administrator. Helpers write as the system actor and end the process when they fail, since
   nothing after them could be judged. */
#ifndef TEST_DOMAIN_SUPPORT_HOUSE_H
#define TEST_DOMAIN_SUPPORT_HOUSE_H

#include "domain/account.h"
#include "domain/house.h"
#include "domain/org.h"
#include "domain/person.h"
#include "harness.h"

struct fixture {
    struct house *house;
    struct reader *reader;
    struct actor system;
    int64_t org;            /* 示例支部, kind branch */
    struct token_text link; /* of its administrator "admin" */
    struct err e;           /* for the test's own calls */
};

/* 2023-06-15 09:00 in Asia/Shanghai. */
bool fixture_open(struct fixture *f);
/* The same with another kind of org or on another day. */
bool fixture_open_as(struct fixture *f, const char *kind, struct date day);
void fixture_close(struct fixture *f);
/* The house's clock from now on, 09:00 of that day. */
void fixture_day(struct fixture *f, struct date day);
void fixture_later(struct fixture *f, int64_t ms);

/* A job in test_arena(), waited for; *f->e says why not. */
bool fixture_write(struct fixture *f, const struct actor *actor, work_fn fn, void *arg);
/* A reading piece of work in test_arena(); end it by work_end(). Ends the process when it cannot begin. */
struct work fixture_read(struct fixture *f, const struct actor *actor);

int64_t fixture_org(struct fixture *f, int64_t parent, const char *name, const char *kind);
/* joined_on and full_on are `since` for a full member. */
int64_t fixture_person(
    struct fixture *f, int64_t org, const char *name, const char *membership, struct date since);
int64_t fixture_post(
    struct fixture *f, int64_t org, int64_t person, const char *post, struct date from_on);
/* An account with that role on the org, as an actor. An inspector's grant ends after 30 days. */
struct actor fixture_account(struct fixture *f, int64_t org, const char *login, enum role role);

/* SQL past the program, on the test's database: for what the database itself must refuse, or must suffer before a
   check. False with the database's message. */
bool fixture_sql(const char *sql, struct str *message);

#endif
