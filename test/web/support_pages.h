/* A house for the tests of pages: a committee with two branches, one of them with eight people, looked at by browsers that
   are signed in. The clock stands at 2023-06-15 09:00 until pages_day. */
#ifndef TEST_WEB_SUPPORT_PAGES_H
#define TEST_WEB_SUPPORT_PAGES_H

#include "domain/account.h"
#include "domain/house.h"
#include "support_client.h"

enum {
    PAGES_PEOPLE = 8,
    PAGES_CLIENTS = 8
};

struct pages {
    struct house *house;
    int64_t root, org, other; /* 云溪党委; 云溪支部, 石桥支部 below it */
    int64_t people
        [PAGES_PEOPLE]; /* full members of 云溪支部, enough for a committee; 甲 乙 丙 are in it */
    struct client *admin; /* of root, looking at org */
    struct client *clerk; /* of org */
    struct client *clients[PAGES_CLIENTS];
    size_t clients_n;
    struct err e;
};

bool pages_open(struct pages *p);
/* The same on this database. */
bool pages_open_on(struct pages *p, const char *db);
void pages_close(struct pages *p);
void pages_day(struct pages *p, struct date day);
void pages_later(struct pages *p, int64_t ms);
bool pages_write(struct pages *p, work_fn fn, void *arg); /* as the system */
/* Another browser: an account with that role on the org, signed in; login NULL: nobody. It has the form's secret. */
struct client *pages_enter(struct pages *p, int64_t org, const char *login, enum role role);
/* The account of a login. */
int64_t pages_account(struct pages *p, int64_t org, const char *login);
/* A bearer token of a new account with that role. */
struct str pages_token(
    struct pages *p, int64_t org, const char *login, enum role role, unsigned scopes);

const char *textf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* The id at the end of an answer's Location: "/record/12" → 12. */
int64_t answer_id(struct answer a);
/* How often a text stands in the body. */
int answer_times(struct answer a, const char *part);
/* The text between two marks of the body, the first time; "" when there is none. */
struct str answer_between(struct answer a, const char *begin, const char *end);
/* Prints the answer's beginning when it is not as told. */
bool answer_is(struct answer a, int status, const char *part, const char *file, int line);
#define CHECK_ANSWER(a, status, part) answer_is((a), (status), (part), __FILE__, __LINE__)

/* The form of a committee meeting of that day, 甲 乙 present: "kind=…&held_on=…&title=…&att.1=present…". */
const char *meeting_form(struct pages *p, const char *day, const char *title);
/* The same sent by the clerk; gives its id, 0 when it was refused. */
int64_t pages_meeting(struct pages *p, const char *day, const char *title);
/* The state in the class of a duty's cell on /duties: "done", "missing" …; period as in the path. */
struct str duty_cell(struct client *c, const char *duty, int period);

#endif
