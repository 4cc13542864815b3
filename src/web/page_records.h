/* 台账: the list with its filters, the calendar of the year, the print view and the export. */
#ifndef WEB_PAGE_RECORDS_H
#define WEB_PAGE_RECORDS_H

#include "domain/org.h"
#include "domain/pack.h"
#include "domain/person.h"
#include "domain/record.h"
#include "web/form.h"
#include "web/request.h"

struct records_view {
    struct org org;
    struct record_lines lines;
    struct pager pager;
    struct choice *kinds, *people, *duties;
    size_t kinds_n, people_n, duties_n;
    struct str query; /* the filters again, "kind=x&text=y&" */
    bool filtered;
    bool may_write;
    bool has_children;
};

/* One month of the calendar: weeks from Monday. */
struct calendar_view {
    int year;
    int counts[366];
    int total;
    struct record_months months;
};

bool page_records(struct request *rq, struct response *rs, struct err *e);
bool page_records_print(struct request *rq, struct response *rs, struct err *e);
bool records_export(struct request *rq, struct response *rs, struct err *e);
bool page_calendar(struct request *rq, struct response *rs, struct err *e);

/* How many records on a day of the view's year. */
int calendar_count(const struct calendar_view *v, struct date day);

extern const struct param records_params[];

#endif
