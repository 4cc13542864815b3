/* 述职报告: drafted from the packs' outline and the year's figures. Every number is a bound field; what is not recorded
   is 【待补】. */
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
    struct str text;   /* what is printed; 【待补】 for RUN_MISSING */
    struct str code;   /* of the figure, word or field; the kind where no record is listed */
    int64_t record_id; /* RUN_RECORD: a line of the report that is taken from this record */
};

struct report_block {
    int level; /* 0 title, 1 一、 2 （一） 5 body */
    struct report_run *runs;
    size_t runs_n;
};

struct report_draft {
    struct report_block *blocks;
    size_t blocks_n;
    struct figures figures; /* every figure the outline names, for the annex */
    int64_t bound, missing; /* fields with and without a value */
    int64_t org_id;
    struct str org_name;
    int year;
};

/* As the packs' outline alone gives it. RIGHT_READ on the org. */
bool report_draft(
    struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e);
/* What the report says now: the written text with its figures where somebody wrote one (report_text.h), as it was sent where
   it was sent and not changed since; else the outline's draft. For everybody who shows, checks, prints or sends it. */
bool report_current(
    struct work *w, int64_t org_id, int year, struct report_draft *draft, struct err *e);
/* Inside a job: tells the history that the draft was taken out as a file with this digest ("report.export"). RIGHT_READ. */
bool report_note_export(
    struct work *w, int64_t org_id, int year, struct sha256 digest, struct err *e);
/* As .docx (GB/T 9704 profile, annex 《数据来源表》 with definition and records of each figure) into out. */
bool report_docx(struct work *w, const struct report_draft *draft, struct out *docx, struct err *e);

#endif
