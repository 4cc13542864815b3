/* Signing in and out, and the one-time link that sets a password. */
#ifndef WEB_PAGE_SIGN_H
#define WEB_PAGE_SIGN_H

#include "domain/account.h"
#include "web/request.h"

enum {
    SESSION_SECONDS = 12 * 3600 /* as long as the domain's session lasts */
};

struct setup_view {
    struct account account;
    struct str token;
};

bool page_sign_in(struct request *rq, struct response *rs, struct err *e);
/* The password is checked on a worker thread; the job only opens the session or counts the failure. */
bool sign_in_prepare(struct request *rq, struct response *rs, struct err *e);
bool sign_in_post(struct request *rq, struct response *rs, struct err *e);
bool sign_out_post(struct request *rq, struct response *rs, struct err *e);

bool page_setup(struct request *rq, struct response *rs, struct err *e);
bool setup_prepare(struct request *rq, struct response *rs, struct err *e);
bool setup_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param sign_in_page_params[], sign_in_params[], setup_page_params[],
    setup_params[];

#endif
