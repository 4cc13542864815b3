/* 报送: the yearly report of an org as it was sent to the upper body, and what came of it. Every step is a version that
   stays: sent, withdrawn, returned with remarks, accepted, graded. What was sent is frozen: its text, its file and the
   values of the figures at that moment, whatever the records say later. The text that counts stands in the search box
   (SEARCH_REPORT), so that the copy check knows it.

   Nothing sent → submitted → returned → submitted → accepted. The org may withdraw what is submitted and not yet
   decided on; it is then where it was before. What was once accepted is locked: a correction is sent with a reason, and
   decided on again; a record of that year is changed with a reason too (record_save), and the report shows which of its
   figures are others now. */
#ifndef DOMAIN_REPORT_KEEP_H
#define DOMAIN_REPORT_KEEP_H

#include "base/hash.h"
#include "domain/report.h"

enum report_state {
    REPORT_OPEN, /* nothing sent, or withdrawn */
    REPORT_SUBMITTED,
    REPORT_RETURNED,
    REPORT_ACCEPTED,
    REPORT_STATE_COUNT
};

struct str report_state_code(enum report_state state);  /* "submitted"; "draft" for REPORT_OPEN */
struct str report_state_title(enum report_state state); /* 已报送, by tr() */

enum report_step {
    REPORT_STEP_SUBMIT,
    REPORT_STEP_WITHDRAW,
    REPORT_STEP_RETURN,
    REPORT_STEP_ACCEPT,
    REPORT_STEP_GRADE,
    REPORT_STEP_COUNT
};

struct str report_step_code(enum report_step step);
struct str report_step_title(enum report_step step);

/* 好、较好、一般、差 */
enum report_grade {
    REPORT_GRADE_NONE,
    REPORT_GRADE_GOOD,
    REPORT_GRADE_FAIR,
    REPORT_GRADE_AVERAGE,
    REPORT_GRADE_POOR,
    REPORT_GRADE_COUNT
};

struct str report_grade_code(enum report_grade grade); /* "good"; "" for none */
struct str report_grade_title(enum report_grade grade);
bool report_grade_parse(struct str code, enum report_grade *grade);

enum {
    REPORT_ANY_VERSION = -1,
    REPORT_TEXT_MAX = 2 << 20,  /* bytes of a report's text */
    REPORT_FILE_MAX = 64 << 20, /* and of its file */
    REPORT_REMARKS_MAX = 100
};

/* The report of an org and year, and the version that its decider read: ERR_CONFLICT when a step came between. */
struct report_at {
    int64_t org_id;
    int year;
    int64_t version; /* or REPORT_ANY_VERSION */
};

/* The draft as plain text, a paragraph a line: what is sent when no file is given. */
struct str report_plain(struct arena *a, const struct report_draft *draft);

struct report_sending {
    struct report_at at;
    bool
        drafted; /* the text is report_plain of report_current; ERR_CONFLICT when it is another one now */
    struct str text;      /* of the file; ERR_INPUT without one */
    struct sha256 digest; /* of the file, which lies in house_files() already */
    int64_t size;
    struct str name;
    struct str why; /* demanded for a correction of what was once accepted (field "why") */
};

/* The text of a file in house_files(), read by the reader process (doc/child.h). Any thread, no database. */
bool report_file_text(
    struct house *house, struct arena *a, struct sha256 digest, struct str *text, struct err *e);

/* RIGHT_WRITE. Freezes the figures of the report. */
bool report_submit(struct work *w, const struct report_sending *s, struct err *e);
bool report_withdraw(struct work *w, const struct report_at *at, struct str why, struct err *e);

/* A remark at a place of the text, or on the whole. */
struct report_remark {
    struct str
        quote;       /* as it stands in the text (ERR_INPUT, field "quote.N", N from 0); "": none */
    struct str text; /* demanded (field "remark.N") */
};

struct report_returning {
    struct report_at at;
    struct str why; /* demanded */
    const struct report_remark *remarks;
    size_t remarks_n;
};

/* RIGHT_ACCEPT. */
bool report_return(struct work *w, const struct report_returning *r, struct err *e);
bool report_accept(struct work *w, const struct report_at *at, struct str why, struct err *e);

struct report_mark {
    enum report_grade grade;
    int64_t votes[REPORT_GRADE_COUNT]; /* by grade; that of NONE is not used; all 0: not told */
};

/* Whether anything was entered. */
bool report_marked(const struct report_mark *mark);

/* RIGHT_ACCEPT; of what is accepted: the result of the meeting's review (述职评议). Another one than before wants a reason
   (field "why"). */
bool report_grade(struct work *w, const struct report_at *at, const struct report_mark *mark,
    struct str why, struct err *e);

struct report_kept {
    int64_t id; /* 0: nothing was ever sent */
    int64_t root_id, org_id;
    int year;
    enum report_state state;
    int64_t version, text_version, changed_ms;
    enum report_state before_state; /* what a withdrawal leads back to */
    int64_t before_text;
    int64_t accepted; /* the version of the last acceptance; 0: never */
    struct report_mark mark;
};

/* RIGHT_READ; also when nothing was sent. */
bool report_kept(struct work *w, int64_t org_id, int year, struct report_kept *kept, struct err *e);
/* Whether a report of the year was once accepted. No right is asked. */
bool report_locked(struct work *w, int64_t org_id, int year, bool *locked, struct err *e);

struct report_version {
    int64_t version, at_ms;
    struct str actor, why, digest;
    enum report_step step;
    struct str file_digest, file_name; /* "" where the step has no file */
    int64_t file_size;
};

struct report_versions {
    struct report_version *v;
    size_t n;
};

/* Newest first. RIGHT_READ. */
bool report_versions(
    struct work *w, int64_t org_id, int year, struct report_versions *list, struct err *e);

/* A figure as it was when the report was sent. */
struct report_figure {
    struct str code, title, unit;
    bool has_value;
    int64_t milli, records;
};

/* What a step says: of a submission the text and its figures, of a return the remarks. */
struct report_content {
    enum report_step step;
    bool drafted;
    struct str text;
    struct str draft_digest; /* SHA-256 of the draft's plain text at that moment, hex */
    struct report_figure *figures;
    size_t figures_n;
    struct report_remark *remarks;
    size_t remarks_n;
    struct report_mark mark; /* as it was after this step */
    int64_t text_version;    /* which text counted then; 0: none */
};

/* RIGHT_READ; ERR_NOT_FOUND without such a version. What was sent and withdrawn is only for those who may write there. */
bool report_content(
    struct work *w, const struct report_at *at, struct report_content *c, struct err *e);
bool report_one(struct work *w, const struct report_at *at, struct report_version *v,
    struct report_content *c, struct err *e);
/* Where its file lies; ERR_NOT_FOUND where the step has none. */
bool report_file(struct work *w, const struct report_at *at, struct report_version *v,
    const char **path, struct err *e);

/* A figure as it was sent beside what the records say today. */
struct report_drift {
    struct report_figure then;
    bool known;     /* the year's packs still have it */
    bool has_value; /* today */
    int64_t milli, records;
    bool same;
};

struct report_drifts {
    struct report_drift *v;
    size_t n;
    size_t others; /* how many are not the same */
};

/* RIGHT_READ. */
bool report_drifts(struct work *w, const struct report_at *at, const struct report_content *c,
    struct report_drifts *list, struct err *e);

struct report_line {
    int64_t org_id;
    struct str org_name, org_kind;
    enum report_state state;
    int64_t version, changed_ms;
    enum report_grade grade;
};

struct report_lines {
    struct report_line *v;
    size_t n;
    int64_t counts[REPORT_STATE_COUNT]; /* of all with that name */
    int64_t total;                      /* their sum */
    int64_t found;                      /* those in the states asked for */
};

/* There is none by grade. */
enum report_order {
    REPORT_BY_TREE,
    REPORT_BY_STATE,
    REPORT_BY_NEWEST,
    REPORT_BY_OLDEST,
    REPORT_BY_NAME
};

struct report_filter {
    int64_t org_id;
    int year;
    bool below;      /* without the org itself */
    unsigned states; /* bits of enum report_state; 0: all */
    struct str name; /* part of the org's name */
    enum report_order order;
    size_t offset, limit; /* limit 1 … 1000 */
};

/* The org and all below that owe a report (closed ones and groups do not). RIGHT_READ. */
bool report_list(
    struct work *w, const struct report_filter *f, struct report_lines *list, struct err *e);

/* For 今天: of a year, what somebody has to do about reports. */
struct report_news {
    int year;
    int64_t returned_ms; /* the org's own was returned then, and nothing was sent since; 0: no */
    int64_t remarks;     /* at places of the text */
    struct str why;
    int64_t waiting; /* of those below; 0 for whoever may not decide on them */
};

/* RIGHT_READ. */
bool report_news(struct work *w, int64_t org_id, int year, struct report_news *news, struct err *e);

enum report_fault_kind {
    REPORT_FAULT_VERSION, /* a step is not what the history says, or is gone */
    REPORT_FAULT_CHANGED, /* what stands is not the last step */
    REPORT_FAULT_FILE     /* the file that was sent is not there, or has another size */
};

struct report_fault {
    enum report_fault_kind kind;
    int64_t report_id, version;
};

struct report_proof {
    struct report_fault *v; /* at most 1000 */
    size_t n;
    int64_t reports, versions; /* how many were compared */
};

/* All steps and reports against the journal's digests, and the files. Only for the machine's own commands. */
bool report_prove(struct work *w, struct report_proof *proof, struct err *e);

#endif
