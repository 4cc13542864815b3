/* Parameters as they come in, checked against the declarations of the row. What is not declared is dropped here. */
#ifndef WEB_PARAM_H
#define WEB_PARAM_H

#include "base/arena.h"
#include "web/request.h"

enum {
    PARAMS_MAX = 2000
};

struct param_value {
    const struct param *param;
    struct str name;  /* whole: "att_12" */
    struct str typed; /* as sent */
    struct str text;  /* checked and trimmed; "" when wrong or empty */
    int64_t value;
    struct date date;
    bool given; /* not empty, and right */
};

struct param_set {
    struct arena *arena;
    const struct param *params; /* of the row; may be NULL */
    const struct param *path;   /* of the path, where params do not name them */
    struct param_value *v;
    size_t n, cap;
    struct str csrf;       /* the form's secret, if it came */
    bool too_many, broken; /* more than PARAMS_MAX; not UTF-8 */
};

struct param_set *param_set_open(struct arena *a, const struct route *route);
/* Takes one pair; the bytes must live as long as the arena. */
void param_set_add(struct param_set *set, struct str name, struct str value);
/* After all pairs: types, limits, what is required. Notes sentences in rq->errors. */
void param_set_check(struct param_set *set, struct request *rq);
/* Of the declaration for a name, or NULL. */
const struct param *param_declared(const struct param_set *set, struct str name);

/* The pairs of "a=1&b=%E4%BC%9A" into the set: '+' is a blank, broken %-sequences stay as they are. */
void form_decode(struct param_set *set, struct str text);
/* %-sequences decoded into the arena; with `plus` also '+'. */
struct str percent_decode(struct arena *a, struct str s, bool plus);
/* The value of a cookie in a Cookie header (RFC 6265 §5.4), or "". The first of several. */
struct str cookie_find(struct str header, struct str name);

#endif
