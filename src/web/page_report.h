/* 述职报告 and the reports for other readers: as they stand now, every number a link to its records, and the same as
   .docx. */
#ifndef WEB_PAGE_REPORT_H
#define WEB_PAGE_REPORT_H

#include "domain/report_text.h"
#include "web/request.h"

struct report_view {
    struct report_draft draft;
    struct report_kinds kinds; /* of the year */
    struct str title, query;   /* 述职报告; "?org=…&year=…&for=…" */
    struct str look;           /* the query without the audience */
    int64_t chars;
    bool may_write, main; /* main: the secretary's, which is checked and sent */
};

bool page_report(struct request *rq, struct response *rs, struct err *e);
/* Builds the file on a worker thread, then notes the export in the journal and sends it. */
bool report_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_download(struct request *rq, struct response *rs, struct err *e);

#endif
