/* 报告核对: what a report says held against the year's records: each number against a figure, what is left over from other
   texts, what cannot be. Every finding has its reason in words; nothing is corrected, nothing is scored. */
#ifndef DOMAIN_REVIEW_H
#define DOMAIN_REVIEW_H

#include "domain/copied.h"
#include "domain/figure.h"
#include "text/claim.h"

enum review_verdict {
    REVIEW_AGREES,
    REVIEW_DIFFERS,
    REVIEW_NO_RECORD,   /* a figure or record of that name, and nothing is recorded */
    REVIEW_CANNOT_JUDGE /* no figure, another unit, another period, a damaged number */
};
struct str review_verdict_code(enum review_verdict v);
struct str review_verdict_title(enum review_verdict v);

struct review_claim {
    struct claim claim; /* places are bytes of the text */
    enum review_verdict verdict;
    struct str figure; /* code, "a+b" where several are one total; "" none */
    bool has_value;
    int64_t milli; /* what the records say, thousandths of the claim's unit */
    int64_t *records;
    size_t records_n;
    struct str why;
};

struct review_finding {
    size_t start, end; /* bytes of the text */
    struct str
        kind; /* leftovers: other_year, place, left_post and residue_code; impossible: part_above_total, unit, band */
    struct str why;
};

struct review_findings {
    struct review_finding *v;
    size_t n;
};

struct review {
    struct review_claim *claims;
    size_t claims_n;
    struct review_findings leftovers, impossible;
    struct copied copied;
    bool wanting; /* anything but claims that agree, or cannot be judged */
};

/* Holds the plain text of a report against an org's year. RIGHT_READ. */
bool review_report(struct work *w, int64_t org_id, int year, struct str text, struct review *review,
    struct err *e);

#endif
