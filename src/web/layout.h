/* What the layout shows around a page. Filled by page_begin from the request and the host's hooks (web/app.h). */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "web/request.h"

struct nav_item {
    enum nav nav;
    struct str href, title; /* title: N_("今天") */
};

struct frame_org {
    int64_t id;
    struct str name;
};

struct frame {
    struct str title;
    enum nav current;
    struct str notice; /* shown once */
    struct str back;   /* where a switch of org or year leads back to */
    struct str org_name;
    const struct frame_org *orgs; /* those that may be chosen */
    size_t orgs_n;
    int year_min, year_max;
    const struct nav_item *items;
    size_t items_n;
    bool charts; /* the page draws charts */
};

struct error_view {
    struct str title, text;
    const struct field_error *errors;
    bool sign_in, retry;
};

#endif
