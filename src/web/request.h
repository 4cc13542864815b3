/* What a handler gets and gives. A handler is a function from request to response and knows no socket. */
#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include "base/hash.h"
#include "base/json.h"
#include "base/lang.h"
#include "domain/house.h"
#include "web/html.h"
#include "web/route.h"

#include <inttypes.h>

/* Who looks, from the session cookie or the bearer token. */
struct viewer {
    bool signed_in;
    struct str name; /* shown in the head */
    struct str login;
    struct str session; /* digest of the session; "" with a token */
    struct str csrf;    /* the secret that every form carries */
    int64_t org;        /* the org looked at, 0: not chosen */
    int year;           /* the 年度 looked at */
    bool by_token;
    unsigned scopes; /* enum token_scope, by_token only */
};

struct upload {
    const char *field;
    struct str name; /* the file's name as the browser told it, without a path, safe to show */
    struct str type; /* as the browser told it; do not believe it */
    struct sha256 digest;
    int64_t size;
    struct upload *next;
};

/* The current item of the head's menu. */
enum nav {
    NAV_NONE,
    NAV_TODAY,
    NAV_NEW,
    NAV_RECORDS,
    NAV_PEOPLE,
    NAV_DUTIES,
    NAV_FIGURES,
    NAV_REPORT,
    NAV_LIBRARY,
    NAV_SETTINGS,
    NAV_SEARCH /* no item: the box in the head leads there */
};

struct request {
    enum method method;
    struct str path;   /* decoded, without the query */
    struct str target; /* path and query as sent, for links back */
    const struct route *route;
    struct arena *arena; /* lives until the answer was sent */
    struct work *work;   /* snapshot, or the job when writing */
    struct viewer viewer;
    int64_t org; /* ?org= or the session's; 0: none */
    int year;    /* ?year= or the session's or this year */
    int page;    /* ?page=, from 1 */
    enum lang lang;
    bool lang_chosen;         /* in this browser before; not guessed from its settings */
    struct str address;       /* the client's, "10.0.0.7" */
    bool api;                 /* below /api/: errors are problem documents */
    bool partial;             /* htmx asks for the middle only */
    const struct err *failed; /* in `again`: why nothing was written */
    const struct json *json;  /* route->json */
    void *prepared;           /* from `prepare` to the handler */
    const struct upload *uploads;
    struct param_set *params; /* use the functions below */
    struct field_error *errors;
    bool elsewhere;      /* the form being written is not the one that was sent (form_turn) */
    bool problems_shown; /* what was wrong stands on the page already */
};

/* ---- parameters; a name that the row does not declare is our own mistake and stops the program ---- */
bool param_given(const struct request *rq, const char *name); /* present and not empty */
struct str param_text(const struct request *rq, const char *name);
int64_t param_int(const struct request *rq, const char *name, int64_t otherwise);
int64_t param_id(const struct request *rq, const char *name); /* 0: not given */
struct date param_date(const struct request *rq, const char *name);
bool param_bool(const struct request *rq, const char *name);
/* As typed, also when it was wrong; on a GET `otherwise`. For showing a form again:
   value="{{= param_typed(rq, "title", v->title)}}". The name need not be declared on this row. */
struct str param_typed(const struct request *rq, const char *name, struct str otherwise);
/* The version that a form carries: the one just read; when it is shown again for another reason than a conflict, the
   one it was made on, so that what somebody else saved meanwhile is not overwritten unseen. */
struct str param_version(const struct request *rq, int64_t version);
/* Whether the form was sent at all (rq->failed set): then an unticked box is really unticked. */
bool param_typed_bool(const struct request *rq, const char *name, bool otherwise);

/* Whether it was the form with this action that was sent and is shown again. */
bool form_sent(const struct request *rq, struct str action);
/* From here on the fields of the form with this action are written: what another form of the page sent, and what was
   wrong there, is not shown in them. */
void form_turn(struct request *rq, struct str action);

/* Several: repeated ones, and those of "att_*".
       for (struct param_each it = {0}; param_next(rq, "att_*", &it);)  it.rest is "12", it.text "present" */
struct param_each {
    size_t at;
    struct str rest; /* what stands for the '*' */
    int64_t id;      /* rest as a number, 0 when it is none */
    struct str text;
    int64_t value; /* for INT, MILLI, ID, BOOL */
    struct date date;
};

bool param_next(const struct request *rq, const char *name, struct param_each *it);

/* ---- errors beside the fields ---- */
/* Notes a sentence for a field and returns false, so that `return field_fail(rq, "held_on", …)` ends the handler; or
   note several and return false after the last. */
bool field_fail(struct request *rq, struct err *e, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* The same without an error to return: for rs->again. */
void field_note(struct request *rq, const char *field, const char *text);
/* The domain blames `field`, which this form calls `as`. Returns false, as the domain did. */
bool field_as(struct err *e, const char *field, const char *as);
/* The sentence for the field, or "". */
struct str field_error(const struct request *rq, const char *field);

struct field_error {
    struct str field, text;
    struct field_error *next;
};

/* ---- the answer ---- */
struct header {
    struct str name, value; /* p[n] is 0 */
    struct header *next;
};

/* A long body, made while it is sent and never whole in memory. */
struct body_stream {
    int64_t size; /* bytes in all; -1: not known before */
    void *arg;
    /* The next bytes, at most `max` > 0 of them into `to`; *n 0 ends the body. False breaks the connection off, so that the
       client does not take a part for the whole. On an HTTP thread: short, and without the store. */
    bool (*next)(void *arg, char *to, size_t max, size_t *n);
    void (*close)(void *arg); /* once, sent or not; NULL: nothing to close */
};

struct response {
    int status;      /* 200 */
    struct str type; /* "text/html; charset=utf-8" */
    struct out body;
    struct header *headers;
    struct str bytes;                 /* bytes that live on, to send instead of the body */
    struct str file;                  /* path of a file to send instead of the body */
    const struct body_stream *stream; /* to send instead of the body; in the arena */
    struct str etag;
    struct str cache;    /* Cache-Control; "no-store" unless set */
    struct arena *arena; /* the request's */
    bool
        again; /* commit, then show the form by route->again (a failed sign-in that must be counted) */
};

/* 303 to a path of this site. Returns true: `return response_redirect(rs, "/record/%" PRId64, id);` */
bool response_redirect(struct response *rs, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* "?org=7" with '?' (or '&') before it when the request is about another org than the session's, otherwise "": the page
   after a write is the one of the same org. */
struct str org_query(const struct request *rq, char before);
/* For links of a page: "?org=7&year=2022" when it shows another org or 年度 than the session's, otherwise "". */
struct str look_query(const struct request *rq, char before);
/* A sentence that the next page shows once, after a redirect: 已保存。 */
void response_notice(struct response *rs, const char *text);
void response_header(struct response *rs, struct str name, struct str value);
void response_cookie(struct response *rs, const struct request *rq, struct str name,
    struct str value, int max_age_s);
/* Bytes to download: sets type and Content-Disposition (RFC 6266, Chinese names). Write them to rs->body, or name
   a file with rs->file. */
void response_download(struct response *rs, struct str type, struct str file_name);
/* Whether the client has this version: then the answer is 304 and nothing need be written. */
bool response_unchanged(const struct request *rq, struct response *rs, struct str etag);
/* Sets the type and begins a JSON document in rs->body. */
struct json_out response_json(struct response *rs);

/* ---- pages ---- */
/* The head with title and menu; writes into rs->body. With rq->partial only the middle is written.
       page_begin(rq, rs, tr("规定动作"), NAV_DUTIES);
       tpl_duty_year(&rs->body, rq, &view);
       page_end(rq, rs);
       return true; */
void page_begin(struct request *rq, struct response *rs, const char *title, enum nav current);
/* The same for a page that draws charts (loads echarts.min.js). */
void page_begin_charts(
    struct request *rq, struct response *rs, const char *title, enum nav current);
void page_end(struct request *rq, struct response *rs);

/* The URL of an embedded asset with its hash, as "/static/1f2e…/app.css". */
struct asset_url {
    char z[96];
};
struct asset_url asset_url(const char *name);

#endif
