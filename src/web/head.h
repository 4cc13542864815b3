/* What the adapter refuses although the library would let it pass. Of one request's head, as the library hands it over:
   pointers into the bytes that came in. */
#ifndef WEB_HEAD_H
#define WEB_HEAD_H

#include "base/str.h"

struct head_check {
    const char *next; /* where the next field must begin; NULL: not to be checked */
    bool bad;         /* bytes between the fields, names with blanks, control characters … */
    unsigned hosts, lengths, codings, fields;
    bool chunked;
    int64_t length; /* -1: not told */
    bool old;       /* HTTP/1.0 */
};

/* `uri_end`: where the target ends in the bytes that came in, when the library is known to leave them in place: a bare
   LF, a NUL or a folded line then shows as a gap. NULL: it is not known. */
void head_begin(struct head_check *h, struct str uri, const char *version, const char *uri_end);
void head_field(struct head_check *h, struct str name, struct str value);
/* After all fields: whether the request may be believed. */
bool head_good(const struct head_check *h);

#endif
