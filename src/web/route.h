/* Routes: one table (routes.c), one row a method and path. The row says who may enter, what parameters there are
   and what runs; the dispatcher obeys it before a handler sees anything. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base/err.h"

struct request;
struct response;

enum method {
    METHOD_NONE,
    GET,
    POST,
    PUT,
    DELETE
};

/* Who may enter: the first wall. Rights on the org itself are the domain's (domain/right.h). */
enum access {
    ACCESS_NOBODY, /* 0: a row that forgot to say */
    ACCESS_PUBLIC,
    ACCESS_SIGNED_IN,
    ACCESS_METRICS /* a bearer token with scope metrics, or the server's own metrics token */
};

/* GET runs on an HTTP thread with a read snapshot. POST, PUT, DELETE run on the writer thread inside a job with
   rq->work->writing: no rendering of pages and nothing slow there. False (with e), or a status ≥ 400, rolls the job
   back; the answer leaves only after the commit. */
typedef bool (*handler_fn)(struct request *rq, struct response *rs, struct err *e);

enum param_type {
    PARAM_END,   /* ends the list */
    PARAM_TEXT,  /* one line, blanks at the ends cut */
    PARAM_LINES, /* several lines; CRLF becomes LF */
    PARAM_WORDS, /* what is looked for, one line: anything is right. Broken bytes become U+FFFD, control characters
                     blanks, and the end of what is too long is left out */
    PARAM_SECRET, /* one line, as typed: passwords, tokens; never shown again */
    PARAM_INT,    /* lo … hi (both 0: any) */
    PARAM_MILLI, /* a decimal number with at most 3 places, as thousandths; lo … hi in thousandths */
    PARAM_ID,    /* > 0 */
    PARAM_DATE, /* 2023-07-01, a day that exists */
    PARAM_BOOL, /* present and not "0": true */
    PARAM_ENUM, /* one of `values` */
    PARAM_FILE  /* an uploaded file; only on a row with upload_max */
};

/* One parameter of the query, the form or the path. What is not declared never reaches the handler.
   A name that ends in '*' stands for all names that begin so: "att_*" takes att_12=present, att_13=absent. */
struct param {
    const char *name;
    enum param_type type;
    bool required;             /* empty or absent: a sentence beside the field */
    bool many;                 /* may be repeated; otherwise the last one counts */
    uint32_t max;              /* bytes; 0: 200 for a line, 20000 for lines */
    const char *label;         /* N_("标题"): how sentences about it name it; NULL: the name */
    int64_t lo, hi;            /* PARAM_INT, PARAM_MILLI */
    const char *const *values; /* PARAM_ENUM, ends with NULL */
};

struct route {
    enum method method;
    /* "/record/:id/edit": a segment ":name" is a parameter, an id > 0 unless `params` says otherwise, and may end
       in a literal: ":token.ics". */
    const char *path;
    enum access access;
    handler_fn handler;
    const struct param *params; /* ends with {0}; NULL: none */
    /* Shows the form again, with rq->failed and the field errors set: on wrong parameters, and when the handler
       failed with anything but ERR_DENIED, so that nothing typed is lost. Runs as GET does; usually the handler of
       the GET row. NULL: a page (or problem document) that lists the sentences. */
    handler_fn again;
    /* Runs first, with a read snapshot, on one of two worker threads, for what is slow (argon2id): leaves its
       result in rq->prepared. False ends the request as if the handler had failed. */
    handler_fn prepare;
    uint32_t body_max;  /* bytes of the form or JSON; 0: 64 KiB */
    int64_t upload_max; /* bytes a file; 0: no files */
    /* POST: the handler runs on a worker thread when the files are durable, without rq->work and outside of a job: for
       what takes long and makes jobs of its own (intake). Who acts is exchange_of(rq)->actor; the domain checks it. */
    bool outside;
    /* POST with files: they are only read, in `prepare` (upload_fd), and not kept. */
    bool passing;
    bool long_query; /* GET: what is typed may be long */
    bool slow;       /* GET: run on a worker thread (documents, exports) */
    bool json;       /* the body is one JSON document: rq->json */
    bool
        no_store; /* GET that needs no store (assets, health): rq->work is NULL, nobody is signed in */
    bool any_origin; /* no CSRF check; only where there is nothing to forge */
};

/* The table of the program, ends with a row of method METHOD_NONE. */
extern const struct route web_routes[];

#endif
