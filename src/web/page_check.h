/* 核对报告: a report held against the year's records. Its text in the middle, what was found beside the paragraph where it
   stands, numbered the same in both; each finding says what, why and what to do, and can be answered. The text is what is
   drafted, what was sent, or a file given to be checked. And the findings of all reports sent below as one table. */
#ifndef WEB_PAGE_CHECK_H
#define WEB_PAGE_CHECK_H

#include "domain/report_keep.h"
#include "domain/review_note.h"
#include "web/form.h"
#include "web/page_copied.h"
#include "web/request.h"

enum check_from {
    CHECK_DRAFT,
    CHECK_SENT,
    CHECK_FILE,
    CHECK_NOTHING /* nothing was sent, and the draft is not his to see */
};

/* Which text, as the query says it. */
struct check_source {
    enum check_from from;
    int64_t version; /* of what was sent */
    int64_t file;    /* review_file */
    struct str title, text;
    int64_t at_ms; /* of what was sent or given; 0: now */
};

/* What is shown of the findings. */
struct check_filter {
    bool grouped; /* only this group; otherwise all that asks for something */
    enum review_group group;
    struct str kind; /* "": any */
    bool open;       /* only those without an answer */
};

struct check_link {
    struct str href, title;
};

/* A finding as it stands beside the text. */
struct check_finding {
    const struct review_item *item;
    struct check_link *links; /* to the figure, the records, the other text */
    size_t links_n;
    struct compare_rows rows; /* of a copied passage */
    size_t rows_shown;
    struct review_notes before; /* earlier wordings of the answer, newest first */
};

struct check_findings {
    struct check_finding *v;
    size_t n;
};

enum check_shape {
    CHECK_BODY,
    CHECK_TITLE,
    CHECK_HEADING
};

struct check_paragraph {
    size_t start, end; /* bytes */
    enum check_shape shape;
    struct check_findings beside;
};

/* A stretch of a paragraph under the same findings. */
struct check_run {
    struct str text;
    const struct review_item *item; /* the first that covers it, or NULL */
    struct str href;                /* of a number without a finding beside: its figure or record */
    const struct review_item **ends; /* whose numbers stand behind it */
    size_t ends_n;
};

struct check_runs {
    struct check_run *v;
    size_t n;
};

struct check_view {
    struct check_source source;
    struct check_filter filter;
    struct review_items items;     /* all */
    int64_t counts[REVIEW_GROUPS]; /* faults by group; of REVIEW_UNREAD all that was not judged */
    int64_t faults, answered, agrees;
    int64_t pending; /* 【待补】 */
    struct check_link
        *kinds; /* of the group shown: links that narrow it further; title with its number */
    size_t kinds_n;
    struct check_findings whole;        /* without a place in the text */
    struct check_paragraph *paragraphs; /* of this page */
    size_t paragraphs_n;
    size_t shown;
    bool may_write, may_answer;
    struct str query; /* "from=sent&version=2&" …: source and org */
    struct check_link *sources;
    size_t sources_n;
    struct str org_name;
    struct pager pager;
};

bool page_check(struct request *rq, struct response *rs, struct err *e);
bool check_file_prepare(struct request *rq, struct response *rs, struct err *e);
bool check_file_post(struct request *rq, struct response *rs, struct err *e);
bool check_file_drop_post(struct request *rq, struct response *rs, struct err *e);
bool check_note_prepare(struct request *rq, struct response *rs, struct err *e);
bool check_note_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param check_params[];
extern const struct param check_file_params[];
extern const struct param check_note_params[];

/* ---- all that were sent below ---- */
enum {
    CHECKS_AT_ONCE = 10,   /* reports a page: some seconds at most */
    CHECKS_EXPORTED = 100, /* reports a file */
    CHECKS_QUOTED = 30     /* characters of a long passage */
};

struct checks_branch {
    struct review_sent sent;
    struct review_items items; /* those that the filter lets through */
    struct str link;           /* the page of its check */
};

struct checks_view {
    struct str org_name;
    struct check_filter filter;
    struct checks_branch *branches; /* in the order of the tree */
    size_t branches_n;
    int64_t from, to, total; /* which of the reports are on this page, from 1 */
    struct choice *choices;  /* the branches that may be chosen */
    size_t choices_n;
    bool filtered;
    bool goes_on;     /* the next ones follow by themselves where scripts run */
    struct str query; /* the filters again, ends with '&' */
    struct pager pager;
};

bool page_checks(struct request *rq, struct response *rs, struct err *e);
bool checks_export(struct request *rq, struct response *rs, struct err *e);

extern const struct param checks_params[];

/* ---- between the files of the page ---- */
/* Finds the text that the query names; RIGHT_READ. */
bool check_source_read(struct request *rq, struct check_source *source, struct err *e);
/* Its part of a query, ends with '&': "from=sent&version=2&". */
struct str check_source_query(struct request *rq, const struct check_source *source);
/* The part of a query that the filter is, ends with '&' or is "". */
struct str check_filter_query(struct request *rq, const struct check_filter *filter);
bool check_shown(const struct check_filter *f, const struct review_item *item);
/* The paragraphs of page rq->page with what stands beside them. */
bool check_lay_out(struct request *rq, struct check_view *v, struct err *e);
struct check_runs check_runs(
    struct arena *a, const struct check_view *v, const struct check_paragraph *p);
/* The first paragraph of the next row: the next one with findings. */
size_t check_row_end(const struct check_view *v, size_t from);
/* The link of a view of the same text: "/report/check?…". */
/* Where the form that answers goes, with the page as it is looked at. */
struct str check_action(struct request *rq, const struct check_view *v);
struct str check_group_link(struct request *rq, const struct check_view *v, int group, bool open);

#endif
