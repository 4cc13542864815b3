/* 入库记录 and 残留复核: what came when and what became of it; what was cut out of texts, to be looked at again. */
#ifndef WEB_PAGE_LIBRARY_LOG_H
#define WEB_PAGE_LIBRARY_LOG_H

#include "domain/library.h"
#include "web/form.h"
#include "web/page_library.h"

struct library_log_view {
    struct library_batches batches;
    struct library_watches watches;
    struct pager pager;
};

struct library_batch_view {
    struct library_batch batch;
    struct library_failures failures;
    struct pager pager;
    bool may_write;
};

struct library_residue_view {
    struct library_review list;
    int64_t *versions; /* of the document of each line; 0: the viewer may not change it */
    struct choice *kinds;
    size_t kinds_n;
    struct str query;
    struct pager pager;
    bool filtered;
};

bool page_library_log(struct request *rq, struct response *rs, struct err *e);
bool page_library_batch(struct request *rq, struct response *rs, struct err *e);
bool page_library_residue(struct request *rq, struct response *rs, struct err *e);

/* How many documents were added today: by the batches of the org and all below. */
bool library_added_today(struct request *rq, int64_t *n, struct err *e);
/* "3 秒", "2 分 10 秒" */
struct str library_took(struct arena *a, const struct library_batch *b);

extern const struct param library_residue_params[];

#endif
