/* 素材库: the list of an org's own documents, adding to it, taking out several at once. */
#ifndef WEB_PAGE_LIBRARY_H
#define WEB_PAGE_LIBRARY_H

#include "domain/library.h"
#include "web/form.h"
#include "web/request.h"

enum {
    LIBRARY_UPLOAD_MAX = 200 * 1024 * 1024,
    LIBRARY_ZIP_MAX = 1000 /* files in one archive */
};

struct library_view {
    struct library_docs docs;
    struct library_stats stats; /* of the org looked at and all below */
    struct choice *folders, *tags, *formats, *years;
    size_t folders_n, tags_n, formats_n, years_n;
    struct pager pager;
    struct str query; /* the filters again, "folder=x&tag=y&" */
    bool filtered;
    bool may_write, may_read; /* in the org looked at */
    struct str org_name;
    int64_t added_today;
};

/* The sides of the library, for the tabs above its pages. */
enum library_side {
    LIBRARY_SIDE_LIST,
    LIBRARY_SIDE_LOG,
    LIBRARY_SIDE_RESIDUE
};

bool page_library(struct request *rq, struct response *rs, struct err *e);
bool library_export(struct request *rq, struct response *rs, struct err *e);
bool library_zip(struct request *rq, struct response *rs, struct err *e);
/* POST: checks before the files are kept; then takes them in. */
bool library_add_prepare(struct request *rq, struct response *rs, struct err *e);
bool library_add_post(struct request *rq, struct response *rs, struct err *e);

/* Takes the files of the request in; org rq->org, folder, tags and lock of the parameters. On a worker thread. */
bool library_take_uploads(struct request *rq, struct library_tally *tally,
    struct library_failures *failures, struct err *e);

/* Word 文档, PDF …; the code where there is no title. */
struct str library_format_title(struct str code);
/* What stands beside a title in a list: who issued it, its number, folder, and whose it is when not the org looked at. */
struct str library_beside(struct request *rq, const struct library_doc *doc);
/* "a、b，c d" → the words; in the arena. */
struct str *library_tags_split(struct arena *a, struct str typed, size_t *n);
struct str library_tags_join(struct arena *a, const struct library_doc *doc);
/* Whether it is one of the list. */
bool choice_known(const struct choice *choices, size_t n, struct str value);
/* "12,345" */
struct str grouped(struct arena *a, int64_t n);

extern const struct param library_params[], library_zip_params[], library_add_params[];

#endif
