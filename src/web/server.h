/* The web server: an application (app.h) behind libmicrohttpd (http.c). */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "web/app.h"

struct server_options {
    const char *listen; /* "127.0.0.1:8420", "[::1]:8420", "0.0.0.0:8420"; port 0: any free one */
    struct app_options app; /* house, metrics token, https; routes and hooks are for tests */
    unsigned threads;       /* 0: as many as processors, 2 … 8 */
    unsigned
        per_address; /* connections from one address (IPv6: /64); 0: 64. Loopback is a proxy: not limited */
    bool limit_loopback; /* for tests */
    int head_ms;         /* a request's head must be whole by then; 0: 30 s */
    int body_ms; /* the same for a body, and 1 s more for each 32 KiB that its route allows; 0: 60 s */
};

struct server;

/* Listens and answers at once, on threads of its own. ERR_USAGE: an address that cannot be read; ERR_IO: one that is
   taken. SIGINT and SIGTERM are blocked in the calling thread from here on. */
bool server_open(const struct server_options *options, struct server **server, struct err *e);
/* "127.0.0.1:8420": where it listens indeed. */
const char *server_address(const struct server *server);
/* Waits for SIGINT, SIGTERM or server_stop; then takes no more requests and lets those that run come to their end. */
void server_run(struct server *server);
/* Any thread. */
void server_stop(struct server *server);
void server_close(struct server *server);

#endif
