/* 撰写: the form in which a report is written, section by section, with the year's facts beside each; versions, comments. */
#ifndef WEB_PAGE_REPORT_EDIT_H
#define WEB_PAGE_REPORT_EDIT_H

#include "domain/report_keep.h"
#include "domain/report_text.h"
#include "web/request.h"

enum {
    EDIT_BODY_MAX = 2 << 20,
    EDIT_CHIPS = 20,
    EDIT_CARDS = 16 /* of one list; the rest is behind a link */
};

struct edit_part {
    const struct report_section *section;
    const struct report_beside *beside;
    size_t index;
    struct str number;          /* 一、 （二） */
    struct report_loose *loose; /* of this section */
    size_t loose_n;
    int64_t *loose_at, *loose_to; /* places in UTF-16 units, as a browser counts */
    struct report_comment *comments;
    size_t comments_n;
    const struct report_section *theirs; /* conflict: what is stored and differs; NULL: the same */
};

struct report_edit_view {
    struct report_key key;
    struct str title; /* 述职报告, 季度工作简报（第二季度） */
    struct str query; /* "?org=…&year=…&for=…" */
    struct report_text text;
    struct report_desk desk;
    struct report_comments comments;
    struct edit_part *parts;
    size_t parts_n;
    struct report_kept kept;
    struct report_content returned; /* remarks of the upper body, while it is returned */
    bool conflict;
    struct str conflict_by;
    int64_t edition; /* that a save is based on */
    size_t open_comments;
};

struct report_edition_view {
    struct report_key key;
    struct str title, query;
    struct report_text_version version;
    struct report_text text;
    int64_t edition;
    int64_t against;                      /* the version compared with; 0: none */
    struct report_text_versions versions; /* that it can be compared with */
    struct report_difference difference;
    bool may_restore;
};

struct report_versions_view {
    struct report_key key;
    struct str title, query;
    struct report_text_versions list;
};

bool page_report_edit(struct request *rq, struct response *rs, struct err *e);
/* Only what changes while one types: fields, numbers not bound, length. For the script. */
bool page_report_beside(struct request *rq, struct response *rs, struct err *e);
bool report_edit_post(struct request *rq, struct response *rs, struct err *e);
/* The form as it stands, for the script: {"edition": 7}. */
bool report_keep_post(struct request *rq, struct response *rs, struct err *e);
bool page_report_texts(struct request *rq, struct response *rs, struct err *e);
bool page_report_text(struct request *rq, struct response *rs, struct err *e);
bool report_text_restore_post(struct request *rq, struct response *rs, struct err *e);
bool report_comment_post(struct request *rq, struct response *rs, struct err *e);
bool report_comment_close_post(struct request *rq, struct response *rs, struct err *e);

extern const struct param report_edit_page_params[];
extern const struct param report_edit_params[];
extern const struct param report_text_params[];
extern const struct param report_text_restore_params[];
extern const struct param report_comment_params[];
extern const struct param report_comment_close_params[];

/* "secretary" when none is given. */
struct str report_audience(const struct request *rq);
/* "?org=…&year=…&for=…", what is the session's left out; "" where nothing is left. */
struct str report_query(const struct request *rq, struct str audience);
/* The name of the report among those of the year. */
bool report_title_of(
    struct request *rq, const struct report_key *key, struct str *title, struct err *e);

#endif
