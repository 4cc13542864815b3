/* 人员: who belongs to the org, and the posts. */
#ifndef WEB_PAGE_PEOPLE_H
#define WEB_PAGE_PEOPLE_H

#include "domain/org.h"
#include "domain/pack.h"
#include "domain/person.h"
#include "domain/record.h"
#include "web/form.h"
#include "web/request.h"

struct people_view {
    struct people people;
    struct head_count count;
    const struct rules *rules;
    struct pager pager;
    bool may_write, with_left, filtered;
};

/* A new person, or one that is changed. */
struct person_form_view {
    struct str action, back;
    struct person person;
    struct choice *memberships, *posts, *groups;
    size_t memberships_n, posts_n, groups_n;
};

struct person_view {
    struct person person;
    struct org org;
    struct posts posts;
    struct record_lines lines; /* the latest in which he was present */
    const struct rules *rules;
    struct choice *post_choices;
    size_t post_choices_n;
    bool may_write;
};

bool page_people(struct request *rq, struct response *rs, struct err *e);
bool page_person(struct request *rq, struct response *rs, struct err *e);
bool page_person_new(struct request *rq, struct response *rs, struct err *e);
bool person_new_post(struct request *rq, struct response *rs, struct err *e);
bool page_person_edit(struct request *rq, struct response *rs, struct err *e);
bool person_edit_post(struct request *rq, struct response *rs, struct err *e);
bool person_leave_post(struct request *rq, struct response *rs, struct err *e);
bool person_return_post(struct request *rq, struct response *rs, struct err *e);
bool post_new_post(struct request *rq, struct response *rs, struct err *e);
bool post_end_post(struct request *rq, struct response *rs, struct err *e);
bool people_export(struct request *rq, struct response *rs, struct err *e);

extern const struct param people_params[], person_params[], person_leave_params[],
    post_new_params[], post_end_params[];

#endif
