/* JSON (RFC 8259), written and read. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"

/* Writing: commas are set by themselves; nesting up to 64. Inside an object each value follows json_key. */
struct json_out {
    struct out *o;
    uint64_t filled; /* bit per depth: something stands before */
    unsigned depth;
    bool after_key;
};

struct json_out json_begin(struct out *o);
void json_object(struct json_out *j);
void json_object_end(struct json_out *j);
void json_array(struct json_out *j);
void json_array_end(struct json_out *j);
void json_key(struct json_out *j, struct str key);
void json_str(struct json_out *j, struct str s); /* broken UTF-8 becomes U+FFFD */
void json_int(struct json_out *j, int64_t v);
void json_bool(struct json_out *j, bool v);
void json_null(struct json_out *j);
/* A number whose text is known to be a JSON number, as "1.5". */
void json_number(struct json_out *j, struct str digits);
/* Key and value in one. An empty str is written as ""; json_field_opt writes null for it. */
void json_field_str(struct json_out *j, struct str key, struct str s);
void json_field_opt(struct json_out *j, struct str key, struct str s);
void json_field_int(struct json_out *j, struct str key, int64_t v);
void json_field_bool(struct json_out *j, struct str key, bool v);

/* Reading: a tree in the arena. Depth ≤ 64; a duplicate key in an object is an error. */
enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

struct json {
    enum json_kind kind;
    bool boolean;
    struct str text;    /* string's value, number's digits */
    struct str key;     /* when a member of an object */
    struct json *child; /* first element or member */
    struct json *next;
};

/* On failure e says line and column. */
bool json_read(struct arena *a, struct str text, const struct json **value, struct err *e);
/* NULL when it is no object or has no such member. NULL may be passed on. */
const struct json *json_get(const struct json *object, struct str key);
/* The string, or the empty string when absent or of another kind. */
struct str json_get_str(const struct json *object, struct str key);
bool json_get_int(const struct json *object, struct str key, int64_t min, int64_t max, int64_t *v);

#endif
