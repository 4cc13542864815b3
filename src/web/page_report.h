/* 述职报告: the draft on the page, every number a link to its records, and the same as .docx. */
#ifndef WEB_PAGE_REPORT_H
#define WEB_PAGE_REPORT_H

#include "domain/report.h"
#include "web/request.h"

bool page_report(struct request *rq, struct response *rs, struct err *e);
/* Builds the file on a worker thread, then notes the export in the journal and sends it. */
bool report_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_download(struct request *rq, struct response *rs, struct err *e);

#endif
