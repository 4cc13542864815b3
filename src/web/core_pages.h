/* What every installation answers: assets, health, numbers, the choice of language and of what is looked at. */
#ifndef WEB_CORE_PAGES_H
#define WEB_CORE_PAGES_H

#include "web/request.h"

enum {
    LANG_SECONDS = 365 * 24 * 3600 /* how long a browser keeps the language */
};

bool page_asset(struct request *rq, struct response *rs, struct err *e); /* /static/HASH/NAME */
bool page_health(
    struct request *rq, struct response *rs, struct err *e); /* /healthz: the process lives */
bool page_ready(
    struct request *rq, struct response *rs, struct err *e); /* /readyz: the store answers */
bool page_metrics(
    struct request *rq, struct response *rs, struct err *e); /* /metrics: OpenMetrics text */
bool post_language(struct request *rq, struct response *rs, struct err *e); /* /language */
bool post_look(struct request *rq, struct response *rs, struct err *e); /* /look: org and 年度 */

extern const struct param asset_params[], language_params[], look_params[];

#endif
