/* /api/v1 for programs: bearer tokens, JSON, RFC 9457 problems; described by static/openapi.json. */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/request.h"

bool api_openapi(struct request *rq, struct response *rs, struct err *e);
bool api_orgs(struct request *rq, struct response *rs, struct err *e);
bool api_people(struct request *rq, struct response *rs, struct err *e);
bool api_records(struct request *rq, struct response *rs, struct err *e);
bool api_record(struct request *rq, struct response *rs, struct err *e);
bool api_record_add(struct request *rq, struct response *rs, struct err *e);
bool api_duties(struct request *rq, struct response *rs, struct err *e);
bool api_figures(struct request *rq, struct response *rs, struct err *e);

extern const struct param api_list_params[], api_records_params[], api_duties_params[];

#endif
