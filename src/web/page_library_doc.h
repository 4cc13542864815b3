/* A document of the library by itself: read, found in, taken out, put right. */
#ifndef WEB_PAGE_LIBRARY_DOC_H
#define WEB_PAGE_LIBRARY_DOC_H

#include "web/form.h"
#include "web/page_library.h"
#include "web/reading.h"

enum {
    OUTLINE_MAX = 150,
    FIND_MAX = 10000
};

struct library_doc_view {
    struct library_reading in;
    struct reading text;
    size_t part;                    /* shown, from 0 */
    struct str find;                /* what is looked for in the text, as typed */
    bool variants;                  /* traditional and simplified characters are the same */
    size_t now;                     /* the occurrence that is looked at, from 1; 0: none */
    struct library_doc same, alike; /* id 0: there is none */
    struct choice *folders;
    size_t folders_n;
    bool may_write;
};

bool page_library_doc(struct request *rq, struct response *rs, struct err *e);
bool library_original_get(struct request *rq, struct response *rs, struct err *e);
bool library_text_get(struct request *rq, struct response *rs, struct err *e);
bool library_docx_get(struct request *rq, struct response *rs, struct err *e);
bool library_change_post(struct request *rq, struct response *rs, struct err *e);
bool library_keep_post(struct request *rq, struct response *rs, struct err *e);
bool library_remove_post(struct request *rq, struct response *rs, struct err *e);
bool library_restore_post(struct request *rq, struct response *rs, struct err *e);
/* Reads a document without a text once more: outside of a job. */
bool library_again_prepare(struct request *rq, struct response *rs, struct err *e);
bool library_again_post(struct request *rq, struct response *rs, struct err *e);

/* "/library/12?find=…&at=3&page=2": the same reading with another place; at 0: none, part from 0. */
struct str library_place(
    struct request *rq, const struct library_doc_view *v, size_t at, size_t part);
struct str library_heading_text(
    const struct library_doc_view *v, size_t heading, size_t points, bool *cut);
/* A sentence of what stands where a residue was: "剪去：广告". */
struct str library_cut_title(struct arena *a, const struct library_cut *cut);
struct str library_doc_title(const struct library_doc *doc);

extern const struct param library_doc_params[], library_change_params[], library_keep_params[],
    library_remove_params[], library_restore_params[];

#endif
