/* 撰写: a report as its writer has it. It consists of the outline's sections, each with paragraphs; figures, records and words
   stand in them as fields in braces that can be typed: {支部委员会会议}, {走访：余} (20余), {记录 41：2月8日 …}, {议定 41-2：…}, {书记}. Fields are
   computed whenever the report is read, until it is sent: then they stay as they were sent.

   What stands in the form is kept at every change (report_text_keep) and may be lost to the next one; a version that stays
   is made by report_text_save, when the report is sent and before a version is put back. Where nobody wrote, everything
   reads as the outline would begin. All of this is the writers' own (RIGHT_WRITE); others see what was sent. */
#ifndef DOMAIN_REPORT_TEXT_H
#define DOMAIN_REPORT_TEXT_H

#include "domain/report.h"

enum {
    REPORT_SECTIONS_MAX = 80,
    REPORT_SECTION_CHARS = 20000,
    REPORT_HEAD_CHARS = 120,
    REPORT_COMMENT_CHARS = 1000,
    REPORT_COMMENTS_MAX = 300
};

struct report_section {
    int level;        /* 0: before the first section; 1 一、 2 （一） */
    struct str title; /* without its number */
    struct str text;  /* a paragraph a line; fields as they are shown, {支部委员会会议} */
};

struct report_text {
    int64_t id;      /* 0: nobody wrote yet; the sections are the outline's */
    int64_t edition; /* rises with every change; 0 while nobody wrote */
    int64_t version; /* the last one kept; 0: none */
    bool kept;       /* the sections are those of that version */
    int64_t changed_ms;
    struct str changed_by;
    bool locked; /* sent and not decided on: it cannot be changed */
    bool sent;   /* accepted, or sent before: what is changed is for a correction */
    struct report_section *sections;
    size_t sections_n;
};

/* RIGHT_WRITE. */
bool report_text_get(
    struct work *w, const struct report_key *key, struct report_text *text, struct err *e);

struct report_writing {
    struct report_key key;
    int64_t edition; /* the one that was read; ERR_CONFLICT when another came between */
    bool over;       /* what is stored is known and goes: a version of it is made first */
    const struct report_section *sections;
    size_t sections_n;
};

/* What stands in the form: no version, and not told to the history; only what somebody else had written there and not saved
   becomes a version before it goes. Sections without title and text go. RIGHT_WRITE.
   ERR_INPUT with field "title_N" or "text_N"; ERR_CONFLICT when somebody else changed it, or when it was sent. */
bool report_text_keep(
    struct work *w, const struct report_writing *in, int64_t *edition, struct err *e);
/* The same and a version of it; none when the last version says the same. */
bool report_text_save(struct work *w, const struct report_writing *in, struct str why,
    int64_t *edition, struct err *e);
/* Called where the report is sent: makes a version that holds what was printed, figures too, and which the report says
   from now on, until it is changed, taken back or returned. RIGHT_WRITE was asked. */
bool report_text_freeze(struct work *w, const struct report_key *key, struct err *e);
/* Called where it is withdrawn or returned: figures are computed again. `step` "withdraw" or "return". */
bool report_text_thaw(struct work *w, const struct report_key *key, struct str step, struct err *e);

struct report_text_version {
    int64_t version, at_ms, chars;
    struct str actor, step, why, digest;
};

struct report_text_versions {
    struct report_text_version *v;
    size_t n;
};

/* Newest first. RIGHT_WRITE. */
bool report_text_versions(
    struct work *w, const struct report_key *key, struct report_text_versions *list, struct err *e);
/* The sections of a version. ERR_NOT_FOUND. */
bool report_text_at(struct work *w, const struct report_key *key, int64_t version,
    struct report_text *text, struct err *e);
/* Puts a version back into the form, after a version was made of what stands there. */
bool report_text_restore(
    struct work *w, const struct report_key *key, int64_t version, int64_t edition, struct err *e);
struct str report_text_step_title(struct str step); /* 保存 */

/* What differs between two versions, paragraph by paragraph, by characters. */
enum report_change {
    REPORT_SAME,
    REPORT_GONE,
    REPORT_NEW
};

struct report_piece {
    enum report_change change;
    struct str text;
};

struct report_difference {
    struct report_piece *v; /* "\n" stands in the pieces */
    size_t n;
    int64_t gone, added; /* characters */
};

struct report_difference report_text_compare(
    struct arena *a, const struct report_text *before, const struct report_text *after);

/* ---- the reports of a year ---- */
struct report_kind {
    struct str audience, title; /* 述职报告, 第二季度工作简报 */
    bool written;
    int64_t changed_ms;
};

struct report_kinds {
    struct report_kind *v;
    size_t n;
};

/* The secretary's first. RIGHT_READ. */
bool report_kinds(
    struct work *w, int64_t org_id, int year, struct report_kinds *list, struct err *e);

/* ---- beside the text ---- */
/* A field of a section as it stands there. */
struct report_field {
    struct str token;    /* {支部委员会会议} */
    struct str printed;  /* 12; 【待补】 */
    struct str code;     /* a figure's; "" for others */
    int64_t record_id;   /* a record's */
    bool known, missing; /* not known: no such field */
};

/* A number that somebody typed and that a claim hangs on, with the fields that would fit. */
struct report_offer {
    struct str token, title, value; /* value with its unit */
    bool agrees;                    /* says the same as what was typed */
};

struct report_loose {
    size_t section, start, end; /* bytes of the section's text: the number */
    struct str number, said;    /* the number; the words that claim */
    struct report_offer *offers;
    size_t offers_n;
};

struct report_card {
    struct str token, title, value; /* value: 12次; of a record its day and kind */
    struct str code;                /* of a figure */
    int64_t record_id;
    int64_t nth; /* of a decision: which of the record's; -1 for others */
    bool used;   /* stands in the text already */
};

struct report_cards {
    struct report_card *v;
    size_t n;
};

/* A sentence of the branch's own from an earlier report. */
struct report_own {
    struct str text;
    int year;
    bool used; /* stands in this section as it stood then */
};

struct report_beside {
    struct report_field *fields;
    size_t fields_n;
    struct report_cards figures, records, decisions;
    struct report_own *own;
    size_t own_n;
    int64_t chars;
};

struct report_desk {
    struct report_beside *sections; /* one for each of the text's */
    size_t sections_n;
    struct report_beside rest;  /* figures and records that belong to no section */
    struct report_loose *loose; /* in order of section and place */
    size_t loose_n;
    int64_t chars, length, bound, missing;
};

/* All that is laid beside a text. RIGHT_WRITE. */
bool report_desk(struct work *w, const struct report_key *key, const struct report_text *text,
    struct report_desk *desk, struct err *e);

/* ---- comments ---- */
struct report_comment {
    int64_t id, at_ms, version;
    struct str actor, quote, text;
    bool closed, placed; /* placed: the quoted words stand in the text, in section `section` */
    size_t section;
    int64_t closed_ms;
    struct str closed_by;
};

struct report_comments {
    struct report_comment *v;
    size_t n;
};

/* Oldest first. RIGHT_WRITE. */
bool report_comments(struct work *w, const struct report_key *key, const struct report_text *text,
    struct report_comments *list, struct err *e);
/* The quote, where there is one, must stand in the text. RIGHT_WRITE. ERR_INPUT, fields "quote" and "comment". */
bool report_comment_add(
    struct work *w, const struct report_key *key, struct str quote, struct str text, struct err *e);
/* Dealt with, or open again. RIGHT_WRITE. */
bool report_comment_close(struct work *w, int64_t id, bool closed, struct err *e);

/* ---- proof ---- */
struct report_text_fault {
    bool comment;        /* a comment; else a version of a text */
    int64_t id, version; /* of the text, or the comment */
};

struct report_text_proof {
    struct report_text_fault *v; /* at most 1000 */
    size_t n;
    int64_t versions, comments; /* how many were compared */
};

/* All versions and comments against the journal's digests. Only for the machine's own commands. */
bool report_text_prove(struct work *w, struct report_text_proof *proof, struct err *e);

#endif
