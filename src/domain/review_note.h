/* What a check of a report found, as one list to show, and the answers (答复) to it. An answer stays: it is found again by
   the finding's kind and words wherever they stand in the text, its wordings are versions in the history, and what is
   answered is still shown. Nobody is ranked by it and nothing is counted into a mark. */
#ifndef DOMAIN_REVIEW_NOTE_H
#define DOMAIN_REVIEW_NOTE_H

#include "domain/review.h"

enum review_group {
    REVIEW_CLAIMS,
    REVIEW_COPIED,
    REVIEW_LEFTOVERS,
    REVIEW_IMPOSSIBLE,
    REVIEW_FORM,
    REVIEW_UNREAD, /* what could not be judged: no fault */
    REVIEW_GROUPS
};

struct str review_group_code(enum review_group g);  /* "claims" */
struct str review_group_title(enum review_group g); /* 数字, by tr() */
bool review_group_parse(struct str code, enum review_group *g);
/* "other_year" → 别的年份; a kind that has no name of its own gives the group's. By tr(). */
struct str review_kind_title(enum review_group g, struct str kind);
/* What to do about it, one sentence. By tr(). */
struct str review_kind_advice(enum review_group g, struct str kind);

enum {
    REVIEW_NOTE_MAX = 500,  /* characters of an answer */
    REVIEW_FILES_KEPT = 20, /* texts given to be checked, an org */
    REVIEW_FILE_NAME = 200  /* characters */
};

struct review_note {
    int64_t id, version, at_ms;
    struct str actor;
    struct str note;             /* "": taken back */
    struct str quote, why, fact; /* the finding as it was when this was written */
    struct str finding;          /* its key */
};

struct review_notes {
    struct review_note *v;
    size_t n;
};

struct review_item {
    enum review_group group;
    struct str kind;   /* code: "differs", "copied", "other_year" … */
    size_t start, end; /* bytes of the text; both 0: it has no place there */
    struct str quote;  /* the words there */
    struct str why;
    struct str figure; /* of a claim: codes "a+b"; "" none */
    const int64_t *records;
    size_t records_n;
    const struct copied_passage *copied; /* NULL: no copied passage */
    bool own;                            /* copied from what the org itself reported before */
    int source_year;                     /* of that report; 0: not a report */
    bool fault;                          /* not what agrees, nor what cannot be judged */
    size_t number;    /* from 1: faults by place, then what cannot be judged, then what agrees */
    size_t paragraph; /* from 1; 0: no place in the text */
    struct str fact;  /* of a claim: verdict and value, whatever the language */
    struct str key;   /* SHA-256 of kind and words, hex */
    const struct review_note *note; /* the answer that stands, or NULL */
    int64_t note_version;           /* of the last wording, also when it was taken back; 0: none */
    bool changed;                   /* the records said something else when it was answered */
};

struct review_items {
    struct review_item *v;
    size_t n;
};

/* A text as the report of an org's year. */
struct review_text {
    int64_t org_id;
    int year;
    struct str text;
};

/* All that the review holds, in the order of place (what has none comes first), with its answers. RIGHT_READ. */
bool review_items(struct work *w, const struct review_text *of, const struct review *review,
    struct review_items *items, struct err *e);
/* review_report and review_items in memory of their own that goes at once; only the items are in w's arena. */
bool review_check(struct work *w, int64_t org_id, int year, struct str text,
    struct review_items *items, struct err *e);

/* ---- answering ---- */
/* RIGHT_WRITE or RIGHT_ACCEPT. */
bool review_note_may(struct work *w, int64_t org_id);

struct review_answer {
    int64_t org_id;
    int year;
    const struct review_item *item; /* as review_items gave it */
    struct str note;                /* "" takes it back */
    int64_t version; /* of the answer that was read, 0: none; ERR_CONFLICT otherwise */
};

/* Inside a job. ERR_INPUT, field "note". */
bool review_note_write(struct work *w, const struct review_answer *a, struct err *e);
/* Every wording, newest first. RIGHT_READ. */
bool review_note_versions(struct work *w, int64_t org_id, int year, struct str finding,
    struct review_notes *list, struct err *e);

struct review_note_fault {
    int64_t id, version;
};

struct review_note_proof {
    int64_t versions;
    struct review_note_fault *v; /* changed or gone since they were written */
    size_t n;
};

/* Every wording against the journal; for commands on the machine itself. */
bool review_note_prove(struct work *w, struct review_note_proof *proof, struct err *e);

/* ---- texts given to be checked ---- */
struct review_file {
    int64_t id, org_id, at_ms;
    int year;
    struct str actor, name, text; /* text: review_file_get only */
};

struct review_files {
    struct review_file *v;
    size_t n;
};

/* Inside a job, review_note_may: keeps the text so that its page can be opened again; beyond REVIEW_FILES_KEPT the oldest
   goes. The original is not kept, and search does not find it. id, name and text count. */
bool review_file_add(struct work *w, struct review_file *file, struct err *e);
bool review_file_drop(struct work *w, int64_t id, struct err *e);
/* RIGHT_READ; newest first. */
bool review_file_list(struct work *w, int64_t org_id, struct review_files *list, struct err *e);
bool review_file_get(struct work *w, int64_t id, struct review_file *file, struct err *e);

/* ---- many at once ---- */
struct review_sent {
    int64_t org_id;
    struct str org_name;
    int64_t version; /* of the text that counts */
};

struct review_sents {
    struct review_sent *v;
    size_t n;
    int64_t total;
};

struct review_sent_filter {
    int64_t org_id;
    int year;
    size_t offset, limit; /* limit 1 … 1000 */
};

/* The org and all below that sent a report of the year, in the order of the tree. RIGHT_READ. */
bool review_sent_list(
    struct work *w, const struct review_sent_filter *f, struct review_sents *list, struct err *e);
/* review_check of one of them. */
bool review_sent_check(struct work *w, const struct review_sent *sent, int year,
    struct review_items *items, struct err *e);

#endif
