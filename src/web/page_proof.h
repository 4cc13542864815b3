/* 证明: the heads of the journal that were signed, one of them as half a page to be signed by hand and handed upward. */
#ifndef WEB_PAGE_PROOF_H
#define WEB_PAGE_PROOF_H

#include "domain/backup.h"
#include "domain/org.h"
#include "domain/proof.h"
#include "web/form.h"
#include "web/request.h"

struct proof_view {
    struct checkpoints list;
    int64_t before, next; /* the page begins below `before`; 0: at the newest; next 0: no more */
    bool may_write;
    struct backup_run backup, rehearsal; /* the last ones */
};

struct proof_head_view {
    struct checkpoint_row row;
    struct org org;
    struct str key;  /* as others know it */
    struct html qr;  /* of the note */
    struct str root; /* hex in groups of eight */
};

/* "12 MB" */
struct str proof_megabytes(struct arena *a, int64_t bytes);

bool page_proof(struct request *rq, struct response *rs, struct err *e);
bool proof_post(struct request *rq, struct response *rs, struct err *e);
bool page_proof_head(struct request *rq, struct response *rs, struct err *e);
bool proof_note(struct request *rq, struct response *rs, struct err *e);

extern const struct param proof_params[];

#endif
