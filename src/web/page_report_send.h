/* 报送: the branch sends its yearly report, takes it back, corrects it; and every step that was, with its text, its file, the
   remarks beside the words they quote and the figures as they were. */
#ifndef WEB_PAGE_REPORT_SEND_H
#define WEB_PAGE_REPORT_SEND_H

#include "domain/org.h"
#include "domain/pack.h"
#include "domain/report_keep.h"
#include "domain/review_note.h"
#include "web/request.h"
#include "web/view_sent.h"

/* The row of tabs above every page of the report. */
enum report_tab {
    REPORT_TAB_WRITE,
    REPORT_TAB_CHECK,
    REPORT_TAB_SEND,
    REPORT_TAB_BELOW
};

/* What the check finds in the text that would be sent, and what of it nobody has answered. */
struct send_hint {
    bool checked;
    int64_t open[REVIEW_GROUPS], sum, answered;
};

/* What was said of the text that was sent before this one, and whether the words it quotes still stand. */
struct sent_earlier {
    int64_t version; /* of the return; 0: there was none */
    struct str why;
    const struct report_remark *remarks;
    bool *stand; /* one for each; of a remark without words false */
    size_t remarks_n;
};

/* A text that was sent, with what was said of it, and its figures then and now. */
struct sent_view {
    struct report_at at;
    struct report_version version;
    struct str plain;
    struct sent_text text;
    int64_t chars;
    struct report_drifts drifts;
    bool drafted;
    struct str returned_why; /* of the return that followed it; "" none */
    bool returned;
};

/* One line of the history. */
struct sent_step {
    const struct report_version *version;
    bool has_text;   /* and may be opened */
    int64_t remarks; /* of a return */
};

struct sent_steps {
    struct sent_step *v;
    size_t n;
};

struct report_send_view {
    struct org org;
    struct report_kept kept;
    struct sent_steps steps;
    bool may_write;
    bool has_sent; /* a text counts: `sent` */
    struct sent_view sent;
    struct report_draft draft; /* may_write, and it can be sent now */
    bool has_draft;
    struct str draft_digest; /* of its plain text: what is sent is what was seen */
    struct str file_name;
    struct send_hint hint;
    struct str
        record_link; /* to 记一笔 for the duty that the report is recorded for; "" none is open */
    struct str record_duty; /* its title */
};

struct report_version_view {
    struct org org;
    struct report_kept kept;
    struct report_version step;
    struct report_mark mark; /* of a grading */
    struct sent_view sent;
    bool has_text;
    bool may_write;
};

/* Fills the text of a version and what followed it. */
bool sent_fill(struct request *rq, const struct report_versions *steps, struct report_at at,
    struct sent_view *v, struct err *e);
bool sent_earlier_fill(struct request *rq, const struct report_versions *steps,
    const struct sent_view *v, struct sent_earlier *earlier, struct err *e);
bool sent_steps_fill(struct request *rq, const struct report_versions *steps, struct report_at at,
    struct sent_steps *list, struct err *e);
/* The text of a mark: 好 23票、较好 4票. */
struct str sent_votes(struct arena *a, const struct report_mark *mark);
/* "?org=7&year=2022" as look_query, also where the handler has no rq->work. */
struct str report_look(const struct request *rq, char before);

bool page_report_send(struct request *rq, struct response *rs, struct err *e);
bool report_send_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_send_post(struct request *rq, struct response *rs, struct err *e);
bool report_file_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_file_post(struct request *rq, struct response *rs, struct err *e); /* .outside */
bool report_withdraw_post(struct request *rq, struct response *rs, struct err *e);
bool page_report_version(struct request *rq, struct response *rs, struct err *e);
bool report_version_file(struct request *rq, struct response *rs, struct err *e);

extern const struct param report_send_params[], report_file_params[], report_withdraw_params[],
    report_version_params[];

#endif
