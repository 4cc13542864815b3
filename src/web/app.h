/* The web application without a transport: routes, sessions, forms, the writer's jobs. A transport (http.c, or a
   test) opens an exchange for each request, hands in head and body and sends what it finds in the response. */
#ifndef WEB_APP_H
#define WEB_APP_H

#include "web/layout.h"
#include "web/request.h"

/* What the domain tells about people and orgs; tests put their own in. NULL: nobody is ever signed in. */
struct hooks {
    /* Fills the viewer (signed_in when the session is good) and w->actor. */
    bool (*session)(struct work *w, struct str cookie, struct viewer *viewer, struct err *e);
    /* The same for a bearer token; sets by_token and scopes. */
    bool (*token)(struct work *w, struct str token, struct viewer *viewer, struct err *e);
    /* The org's name and those that may be chosen; rq->org may be set when 0. */
    bool (*frame)(struct request *rq, struct frame *frame, struct err *e);
    /* In a browser's job: its session lasts on from now. Gives the seconds that the cookie lasts. NULL: it does not. */
    bool (*renew)(struct work *w, const struct viewer *viewer, int *seconds, struct err *e);
};
extern const struct hooks domain_hooks; /* the real ones (hooks.c) */

enum {
    SCOPE_BIT_READ = 1,
    SCOPE_BIT_WRITE = 2,
    SCOPE_BIT_METRICS = 4
};

struct app_options {
    struct house *house;
    const struct route *routes; /* NULL: web_routes */
    const struct hooks *hooks;  /* NULL: domain_hooks */
    struct str metrics_token;   /* "": only tokens with scope metrics */
    bool https;                 /* cookies are Secure although no proxy says so */
    unsigned workers;           /* threads for slow things; 0: 2 */
};

struct app;

bool app_open(const struct app_options *options, struct app **app, struct err *e);
/* All exchanges must be closed before. */
void app_close(struct app *app);
struct house *app_house(const struct app *app);

/* Counted for /metrics; any thread. */
enum app_count {
    COUNT_REQUESTS,
    COUNT_ERRORS_CLIENT, /* 4xx */
    COUNT_ERRORS_SERVER, /* 5xx */
    COUNT_REFUSED,       /* malformed HTTP, by the adapter */
    COUNT_CUT,           /* past the deadline */
    COUNT_UPLOADS,
    COUNT_N
};

void app_count(struct app *app, enum app_count what);

#endif
