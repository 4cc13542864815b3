/* 规定动作: the year as a table, duty × period, each cell its state and a link; and one occurrence by itself, with what
   counts for it, what is lacking and how to cure it. */
#ifndef WEB_PAGE_DUTIES_H
#define WEB_PAGE_DUTIES_H

#include "domain/duty.h"
#include "web/request.h"

/* A row of the year's table: a duty and its 1, 2, 4 or 12 cells, each over 12, 6, 3 or 1 months. */
struct duty_line {
    const struct pack_duty *duty;
    const struct duty_row *cells;
    int cells_n;
    int months; /* that a cell spans */
};

struct duty_year_view {
    struct duty_line *lines;
    size_t lines_n;
    int64_t counts[DUTY_STATE_COUNT];
    bool with_off;
    bool may_manage;
};

struct duty_one_view {
    struct duty_row row;
    struct duty_detail detail;
    struct str period;
    bool may_read, may_write, may_manage;
};

/* "done late due missing notheld na notdue": the class of a state's sign. */
struct str state_class(enum duty_state s);
bool duty_open_now(enum duty_state s); /* due or missing: there is something to do */

bool page_duties(struct request *rq, struct response *rs, struct err *e);
bool page_duty(struct request *rq, struct response *rs, struct err *e);
bool duty_reason_post(struct request *rq, struct response *rs, struct err *e);
bool duty_switch_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param duties_params[], duty_params[], duty_reason_params[],
    duty_switch_params[];

#endif
