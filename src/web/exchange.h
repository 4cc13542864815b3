/* One request and its answer on the way through the application; for transports and the dispatcher. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "web/app.h"
#include "web/multipart.h"
#include "web/param.h"

/* The header fields that anything here looks at. */
enum head {
    HEAD_HOST,
    HEAD_COOKIE,
    HEAD_AUTHORIZATION,
    HEAD_ORIGIN,
    HEAD_FETCH_SITE, /* Sec-Fetch-Site */
    HEAD_CONTENT_TYPE,
    HEAD_IF_NONE_MATCH,
    HEAD_ACCEPT_LANGUAGE,
    HEAD_ACCEPT_ENCODING,
    HEAD_FORWARDED_FOR,   /* X-Forwarded-For, from loopback only */
    HEAD_FORWARDED_PROTO, /* X-Forwarded-Proto, the same */
    HEAD_CSRF,            /* X-CSRF-Token */
    HEAD_HX_REQUEST,
    HEAD_HX_BOOSTED,
    HEAD_N
};
extern const struct str head_names[HEAD_N];

enum stage {
    STAGE_BODY,    /* reading it */
    STAGE_PREPARE, /* a worker has it */
    STAGE_WRITE,   /* the writer has it */
    STAGE_DONE
};

struct file_part; /* an upload on its way to the disk (upload.c) */

struct exchange {
    struct request rq; /* first: a request is found again as its exchange */
    struct response rs;
    struct err err;      /* why it failed; code ERR_NONE: it did not */
    struct err sentence; /* what rq.failed points to */
    struct arena *home;  /* in which it lies itself */
    struct arena *arena; /* of this request */
    struct app *app;
    struct exchange *next; /* in the pool or in the workers' queue */
    enum stage stage;

    /* By the transport. park() comes before anything that another thread will end by wake(); wake() may come at
       once and from any thread, and asks the transport to call exchange_run again. */
    void (*park)(struct exchange *x);
    void (*wake)(struct exchange *x);
    void *transport;
    struct str head[HEAD_N];
    bool loopback;
    int64_t body_length; /* told by the client; -1: not told */

    struct out body;
    int64_t body_seen;
    struct multipart multipart;
    bool is_multipart, ended_early;
    struct file_part *files, *file;
    struct str field_name; /* of the multipart field being read */
    size_t fields_seen;    /* bytes of all fields so far: no more than of a form without files */
    struct str mint;       /* a new secret for forms of those not signed in */
    bool bare;             /* the answer is for a HEAD request */
    bool ok;               /* what the worker or the job said */
    bool rolled_back;      /* the handler chose a status ≥ 400 */
    struct actor actor;
};

struct exchange *exchange_open(struct app *app);
void exchange_close(struct exchange *x);

static inline struct exchange *
exchange_of(const struct request *rq)
{
    return (struct exchange *)(uintptr_t)rq;
}

/* After the head fields are set: finds the route, who asks, and whether a body is welcome. False: the answer is
   ready, no body is wanted. */
bool exchange_begin(struct exchange *x, struct str method, struct str target);
/* The next bytes of the body. False: the answer is ready (413, 400 …); the rest is to be thrown away. */
bool exchange_body(struct exchange *x, struct str bytes);
/* When the body is whole, and after each wake. True: the answer is ready in x->rs; false: parked. */
bool exchange_run(struct exchange *x);
/* The answer to a request that the transport itself refuses. */
void exchange_refuse(struct exchange *x, int status, const char *text);
const char *status_phrase(int status);

/* ---- between the files of the dispatcher ---- */
/* Looks up who asks and whether he may enter, and the secret of the form; false with the answer. For writes, before
   the body. */
bool exchange_admit(struct exchange *x);
/* Whether a write does not carry the session's secret, or comes from another site; then with the answer. */
bool exchange_forged(struct exchange *x);
/* Whether the browser speaks HTTPS, to us or to the proxy on this machine. */
bool exchange_https(const struct exchange *x);
/* Turns x->err into an answer: a page, or a problem document. */
void answer_error(struct exchange *x);
void answer_status(struct exchange *x, int status, const char *text);
/* Lets go of what a streamed answer holds. */
void exchange_stream_close(struct exchange *x);
/* Headers that every answer has. */
void answer_finish(struct exchange *x);
int error_status(const struct err *e);

/* Readers are shared by the threads that need one at a moment. */
/* `fresh`: not one that others have used before. */
struct reader *app_reader_take(struct app *app, bool fresh, struct err *e);
void app_reader_give(struct app *app, struct reader *reader);
const struct hooks *app_hooks(const struct app *app);
const struct app_options *app_settings(const struct app *app);
/* Runs fn on a worker thread. False when too many wait. */
bool app_work(struct app *app, struct exchange *x, void (*fn)(struct exchange *x));
struct exchange *app_exchange_take(struct app *app);
void app_exchange_give(struct app *app, struct exchange *x);
void app_counts(struct app *app, int64_t counts[COUNT_N]);

/* upload.c: the parts of a multipart body, files to the disk. */
bool upload_begin(struct exchange *x);
/* Makes files durable and lists them in rq.uploads; slow, so on a worker. */
bool upload_finish(struct exchange *x, struct err *e);
void upload_abort(struct exchange *x);
/* In `prepare`: the bytes of a file that came, from its start; do not close it. */
int upload_fd(const struct request *rq, const struct upload *upload);

#endif
