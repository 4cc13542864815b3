/* A record by itself: what happened, who was there, evidence, versions; void and take back. */
#ifndef WEB_PAGE_RECORD_H
#define WEB_PAGE_RECORD_H

#include "domain/org.h"
#include "domain/pack.h"
#include "domain/record.h"
#include "web/request.h"

struct record_view {
    struct record record;
    struct org org;
    const struct pack_kind *kind; /* NULL: no pack of the year names it any more */
    const struct rules *rules;
    struct notes notes;
    struct record_versions versions;
    struct evidence *removed; /* what was taken out; of the current version only */
    size_t removed_n;
    int64_t old_version; /* 0: the current one is shown */
    bool may_write;
};

bool page_record(struct request *rq, struct response *rs, struct err *e);
bool page_record_version(struct request *rq, struct response *rs, struct err *e);
bool record_void_post(struct request *rq, struct response *rs, struct err *e);
bool record_unvoid_post(struct request *rq, struct response *rs, struct err *e);
bool evidence_prepare(struct request *rq, struct response *rs, struct err *e);
bool evidence_post(struct request *rq, struct response *rs, struct err *e);
bool evidence_remove_post(struct request *rq, struct response *rs, struct err *e);
bool evidence_restore_post(struct request *rq, struct response *rs, struct err *e);
bool evidence_download(struct request *rq, struct response *rs, struct err *e);

/* "3.2 MB" */
struct str size_text(struct arena *a, int64_t bytes);
/* The title of a field of the kind, or its code. */
struct str kind_field_title(const struct pack_kind *kind, struct str code);
/* What stands in it, a tick as a word. */
struct str kind_field_shown(const struct pack_kind *kind, const struct field_value *value);
struct str duty_title_of(const struct rules *rules, struct str code);

extern const struct param record_version_params[], record_void_params[], evidence_params[],
    evidence_remove_params[], evidence_restore_params[];

#endif
