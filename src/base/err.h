/* One error convention: a function that can fail returns bool and fills a struct err with a code and one full
   sentence that a user can act on (what happened, what it means, what to do next), in the user's language. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/str.h"

enum err_code {
    ERR_NONE,
    ERR_USAGE,     /* wrong call:                        exit 2, HTTP 400 */
    ERR_INPUT,     /* bad input; `field` says which:     exit 3, HTTP 422 */
    ERR_DENIED,    /* not allowed:                       exit 4, HTTP 403 */
    ERR_NOT_FOUND, /* no such thing, or hidden from you: exit 3, HTTP 404 */
    ERR_CONFLICT,  /* changed by another since you read: exit 3, HTTP 409 */
    ERR_LIMIT,     /* too large, too many, too often:    exit 3, HTTP 413 or 429 */
    ERR_STORE,     /* the database did not do it:        exit 5, HTTP 503 */
    ERR_IO         /* a file or the network did not:     exit 5, HTTP 503 */
};

struct err {
    enum err_code code;
    char field[48]; /* name of the form field or option at fault, or "" */
    char text[464]; /* a full sentence, UTF-8, cut at a character border */
};

/* Always returns false, so that `return err_set(e, …)` reads well. e may be NULL. */
bool err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool err_field(struct err *e, const char *field, const char *fmt, ...) /* ERR_INPUT */
    __attribute__((format(printf, 3, 4)));
void err_clear(struct err *e);
/* The process's exit code for an error (CONTRACT.md: 0 … 5). */
int err_exit(const struct err *e);

#endif
