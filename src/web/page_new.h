/* 记一笔: one form for every kind, pre-filled from the last similar record and the duty clicked; and the same form for a
   change. */
#ifndef WEB_PAGE_NEW_H
#define WEB_PAGE_NEW_H

#include "domain/org.h"
#include "domain/pack.h"
#include "domain/person.h"
#include "domain/record.h"
#include "web/request.h"

/* What can be recorded, the packs' kinds by family, and what is due now. */
struct kind_choice {
    const struct pack_kind *kind;
    bool first_of_family;
    struct str family;
};

struct new_view {
    struct kind_choice *kinds;
    size_t kinds_n;
    const struct duty_row *due; /* open now, the oldest first */
    size_t due_n;
};

/* One person's line of the roll call. */
struct seat {
    int64_t person_id;
    struct str name;
    struct str state; /* code of the presence, or "" for not listed */
    struct str reason;
    bool due; /* by the kind's rule; the others stand in the second list */
};

struct duty_choice {
    struct str code, title;
    bool ticked;
};

/* What the other one saved meanwhile, beside what was typed here. */
struct difference {
    const char *label;
    struct str theirs;
};

struct record_form_view {
    struct str action, back;
    const struct pack_kind *kind;
    const struct record_input *in;
    struct str version; /* of the record that a save replaces */
    struct seat *seats;
    size_t seats_n;
    bool others; /* some seats are not due */
    struct people people;
    struct duty_choice *duties;
    size_t duties_n;
    size_t decision_lines;
    bool may_be_last_year; /* a counted duty may be held after its year */
    int64_t late_allowance;
    bool late; /* the reason is asked for */
    struct difference *differences;
    size_t differences_n;
    bool conflict;
    struct str once; /* of a new form: no other one has it */
    bool locked;     /* the report of the record's year was accepted: a change wants a reason */
    bool hidden;     /* the content is not shown, and stays as it is */
};

bool page_new(struct request *rq, struct response *rs, struct err *e);
bool new_post(struct request *rq, struct response *rs, struct err *e);
bool page_edit(struct request *rq, struct response *rs, struct err *e);
bool edit_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param new_params[], record_params[];

#endif
