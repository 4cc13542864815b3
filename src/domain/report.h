/* 述职报告 and the reports for other readers: drafted from the packs' outlines and the year's figures, or as they were written
   (report_text.h). Every number is a bound field; what is not recorded is 【待补】. */
#ifndef DOMAIN_REPORT_H
#define DOMAIN_REPORT_H

#include "base/hash.h"
#include "base/out.h"
#include "domain/figure.h"
#include "domain/house.h"

enum run_kind {
    RUN_TEXT,
    RUN_FIGURE,
    RUN_MISSING,
    RUN_RECORD
};

struct report_run {
    enum run_kind kind;
    struct str text; /* what is printed; 【待补】 for RUN_MISSING; 20余 where a figure is rounded */
    struct str code;   /* of the figure, word or field; the kind where no record is listed */
    int64_t record_id; /* RUN_RECORD: a line of the report that is taken from this record */
    bool typed; /* RUN_TEXT of a written report that stands so at byte `at` of its section's text */
    size_t at;
};

struct report_block {
    int level; /* 0 title, 1 一、 2 （一） 5 body */
    struct report_run *runs;
    size_t runs_n;
    size_t section; /* of a written report: which of its sections */
};

struct report_draft {
    struct report_block *blocks;
    size_t blocks_n;
    struct figures figures; /* every figure the outline names, for the annex */
    int64_t bound, missing; /* fields with and without a value */
    int64_t org_id;
    struct str org_name;
    int year;
    struct str audience; /* "secretary" */
    int quarter;         /* 1 … 4: its figures count that quarter; 0: the year */
    int64_t length;      /* the packs' limit, in characters of report_chars; 0: none */
    bool written;        /* somebody wrote it; else it is the outline's */
    bool frozen;         /* as it was sent, figures too */
};

/* Whose report of which year. The audience is "secretary" (or "") for the yearly report to the upper body, else the code of
   a pack's report, with the quarter or record it is about: summary, quarter-2, project-41. */
struct report_key {
    int64_t org_id;
    int year;
    struct str audience;
};

/* As the packs' outline alone gives it. RIGHT_READ on the org. */
bool report_draft(
    struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e);
/* What the report says now: the written text with its figures where somebody wrote one (report_text.h), as it was sent where
   it was sent and not changed since; else the outline's draft. What is being written is the writers' own (RIGHT_WRITE):
   others are given the outline's draft until it is sent. For everybody who shows, checks, prints or sends it. */
bool report_current(
    struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e);
/* The same for any reader's report. ERR_NOT_FOUND for an audience that the packs of the year do not know. */
bool report_written(
    struct work *w, const struct report_key *key, struct report_draft *draft, struct err *e);
/* Characters as printed, without blanks and line ends. */
int64_t report_chars(const struct report_draft *draft);
/* Inside a job: tells the history that the draft was taken out as a file with this digest ("report.export"). RIGHT_READ. */
bool report_note_export(
    struct work *w, int64_t org_id, int year, struct sha256 digest, struct err *e);
/* As .docx (GB/T 9704 profile, annex 《数据来源表》 with definition and records of each figure) into out. */
bool report_docx(struct work *w, const struct report_draft *draft, struct out *docx, struct err *e);

#endif
