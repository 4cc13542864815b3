/* The adapter between libmicrohttpd and the application. Only http.c knows the library. */
#ifndef WEB_HTTP_H
#define WEB_HTTP_H

#include "web/guard.h"
#include "web/server.h"

struct http;

/* Takes the listening socket over. */
bool http_open(struct app *app, struct guard *guard, int listener,
    const struct server_options *options, struct http **http, struct err *e);
/* Takes no more connections, lets running requests end (at most `within_ms`), stops. */
void http_close(struct http *http, int within_ms);

#endif
