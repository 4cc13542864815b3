/* A browser without a socket: sends requests through the same dispatcher and writer job, keeps cookies and the secret of
   the last form. */
#ifndef TEST_WEB_SUPPORT_CLIENT_H
#define TEST_WEB_SUPPORT_CLIENT_H

#include "harness.h"
#include "web/app.h"
#include "web/exchange.h"

struct client_options {
    const struct route *routes; /* NULL: the program's */
    const struct hooks *hooks;  /* NULL: the domain's */
    struct house *house;        /* NULL: an empty one of its own (test_db_url) */
    const struct clock *clock;  /* NULL: the system's; for a house of its own */
};

struct client;

struct client *client_open(
    const struct client_options *options); /* stops the test program when it cannot */
void client_close(struct client *c);
struct house *client_house(struct client *c);
struct app *client_app(struct client *c);

struct answer {
    int status;
    struct str body, type, location;
    const struct header *headers; /* all, in test_arena */
};

struct sent {
    const char *method;
    const char *target;
    struct str body;
    const char *type;        /* NULL: a form */
    struct str head[HEAD_N]; /* beside cookies */
};

/* As it is told, with the cookies of the jar. */
struct answer client_send(struct client *c, const struct sent *sent);
struct answer client_get(struct client *c, const char *target);
/* With the secret of the last page that had one: "title=x&held_on=2023-07-01". */
struct answer client_post(struct client *c, const char *target, const char *form);
/* GET of the Location of an answer. */
struct answer client_follow(struct client *c, struct answer a);

void client_cookie(struct client *c, const char *name, struct str value);
struct str client_csrf(const struct client *c);
struct str answer_header(struct answer a, const char *name);
bool answer_has(struct answer a, const char *part); /* in the body */

#endif
