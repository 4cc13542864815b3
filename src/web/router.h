/* Finds the row of the route table for a method and a path. */
#ifndef WEB_ROUTER_H
#define WEB_ROUTER_H

#include "base/arena.h"
#include "web/route.h"

struct path_param {
    struct str name, value;
};

enum {
    PATH_PARAMS_MAX = 4
};

struct match {
    const struct route *route; /* NULL: none */
    struct path_param params[PATH_PARAMS_MAX];
    size_t params_n;
    unsigned allowed; /* bit per enum method that the path has, for 405 */
};

enum method method_parse(struct str name); /* METHOD_NONE: unknown; HEAD is GET */
struct match route_find(const struct route *routes, enum method method, struct str path);

#endif
