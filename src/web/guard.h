/* Watches connections: how many from one address, and an absolute deadline for each that no byte puts off. */
#ifndef WEB_GUARD_H
#define WEB_GUARD_H

#include "base/err.h"
#include "web/app.h"

#include <sys/socket.h>

struct guard;
struct guarded; /* one connection */

struct guard_options {
    struct app *app; /* for its counts */
    unsigned per_address;
    bool limit_loopback;
};

bool guard_open(const struct guard_options *options, struct guard **guard, struct err *e);
void guard_close(struct guard *guard);
/* Whether one more connection from there is welcome. */
bool guard_welcome(struct guard *guard, const struct sockaddr *from);
/* From now on the socket is shut down when its time is over. Until guard_forget the socket must stay open. */
struct guarded *guard_add(struct guard *guard, int fd, const struct sockaddr *from, int within_ms);
void guard_within(struct guard *guard, struct guarded *c, int64_t within_ms);
void guard_forget(struct guard *guard, struct guarded *c);

bool address_is_loopback(const struct sockaddr *a);
struct str address_text(struct arena *a, const struct sockaddr *from);

#endif
