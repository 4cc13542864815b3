/* /api/v1/search and /api/v1/library for programs, and for the page that drops files. */
#ifndef WEB_API_LIBRARY_H
#define WEB_API_LIBRARY_H

#include "web/request.h"

bool api_search(struct request *rq, struct response *rs, struct err *e);
bool api_library(struct request *rq, struct response *rs, struct err *e);
bool api_library_doc(struct request *rq, struct response *rs, struct err *e);
bool api_library_text(struct request *rq, struct response *rs, struct err *e);
/* POST of files: multipart/form-data. On a worker thread, outside of a job. */
bool api_library_add(struct request *rq, struct response *rs, struct err *e);

extern const struct param api_search_params[], api_library_params[];

#endif
