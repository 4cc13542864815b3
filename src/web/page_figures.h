/* 指标: each defined number of the year, and the records behind it. */
#ifndef WEB_PAGE_FIGURES_H
#define WEB_PAGE_FIGURES_H

#include "domain/figure.h"
#include "web/request.h"

struct figure_view {
    struct figure figure;
    struct figure_records records;
};

bool page_figures(struct request *rq, struct response *rs, struct err *e);
bool page_figure(struct request *rq, struct response *rs, struct err *e);
/* The year's figures as CSV. */
bool figures_export(struct request *rq, struct response *rs, struct err *e);

extern const struct param figure_params[];

#endif
