/* multipart/form-data (RFC 7578), read as it comes in: constant memory, whatever its size. */
#ifndef WEB_MULTIPART_H
#define WEB_MULTIPART_H

#include "base/err.h"
#include "base/out.h"

struct multipart_part {
    struct str name;
    struct str file_name; /* without folders */
    struct str type;
    bool is_file; /* a filename was given, be it empty */
};

/* False ends the reading; the callback has set *e. The strings live only during the call. */
struct multipart_sink {
    bool (*begin)(void *arg, const struct multipart_part *part, struct err *e);
    bool (*data)(void *arg, struct str bytes, struct err *e);
    bool (*end)(void *arg, struct err *e);
    void *arg;
};

enum multipart_state {
    MULTIPART_START,
    MULTIPART_HEAD,
    MULTIPART_BODY,
    MULTIPART_DONE
};

struct multipart {
    enum multipart_state state;
    struct multipart_sink sink;
    struct out hold; /* what was not used yet */
    char mark[80];   /* "\r\n--boundary" */
    size_t mark_n;
    unsigned parts;
};

/* False when the Content-Type is not multipart/form-data with a boundary of 1 … 70 bytes. */
bool multipart_init(struct multipart *m, struct str content_type, struct multipart_sink sink);
void multipart_release(struct multipart *m);
/* The next bytes. After a false the reader is good for release only. */
bool multipart_feed(struct multipart *m, struct str bytes, struct err *e);
/* Whether the closing boundary was seen. */
bool multipart_whole(const struct multipart *m);

#endif
