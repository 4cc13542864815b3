/* 今天: what is due this week and this month, what is missing and how to cure it, what was entered last. */
#ifndef WEB_PAGE_TODAY_H
#define WEB_PAGE_TODAY_H

#include "domain/duty.h"
#include "domain/org.h"
#include "domain/record.h"
#include "domain/report_keep.h"
#include "web/request.h"

struct duty_group {
    const struct duty_row *v;
    size_t n;
};

/* The missing periods of one duty, the oldest first. */
struct missing_duty {
    const struct duty_row **rows;
    size_t n;
};

struct today_view {
    struct org org;
    struct date today;
    bool year_open;  /* the year looked at has been opened */
    bool past_year;  /* it is over: nothing more falls due */
    int latest_year; /* the latest opened, 0: none; offered when the year looked at is not open */
    struct duty_group missing, week, month; /* due: until Sunday, until the month's end */
    struct missing_duty *missing_duties;
    size_t missing_duties_n;
    int64_t done, all; /* of what was owed until today */
    struct record_lines latest;
    struct report_news
        reports[2]; /* of the year looked at and the one before, where there is something to do */
    size_t reports_n;
    bool has_people;
    bool may_write, may_manage;
};

bool page_home(struct request *rq, struct response *rs, struct err *e);
bool page_today(struct request *rq, struct response *rs, struct err *e);

#endif
