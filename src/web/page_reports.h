/* 下级报告: for the upper body, who has sent a report of a year; and one of them, to be remarked on, returned, accepted,
   and after the meeting graded. The list has no order by grade and shows none. */
#ifndef WEB_PAGE_REPORTS_H
#define WEB_PAGE_REPORTS_H

#include "web/form.h"
#include "web/page_report_send.h"

enum {
    REMARK_ROWS = 12, /* of the form */
    REMARK_ROWS_OPEN = 3
};

struct reports_view {
    struct org org;
    struct report_lines lines;
    struct pager pager;
    struct str query; /* the filters again, "state=returned&" */
    bool filtered;
    bool may_accept;
};

struct report_received_view {
    struct org org;
    struct report_kept kept;
    struct sent_steps steps;
    bool has_sent;
    struct sent_view sent;
    struct sent_earlier earlier; /* while it waits for a decision */
    bool may_accept, may_write;
    int64_t last_accepted_ms;
};

/* The class and title of a state: "done", 已接收. */
struct str report_state_class(enum report_state state);
/* The list's filters that narrow it to a state, beside those that hold: "/reports?state=…". */
struct str reports_state_link(struct request *rq, struct str state);

/* Whether the org looked at is one that has others below it. */
bool report_may_have_below(struct request *rq);

bool page_reports(struct request *rq, struct response *rs, struct err *e);
bool reports_export(struct request *rq, struct response *rs, struct err *e);
bool page_report_received(struct request *rq, struct response *rs, struct err *e);
bool report_return_post(struct request *rq, struct response *rs, struct err *e);
bool report_accept_post(struct request *rq, struct response *rs, struct err *e);
bool report_grade_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param reports_params[], report_return_params[], report_accept_params[],
    report_grade_params[];

#endif
