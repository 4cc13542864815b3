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
    size_t start,
        end; /* bytes of the text; both 0: it has no place there, `records` say what it is about */
    struct str kind;
    struct str why;
    int64_t *records;
    size_t records_n;
};

struct review_findings {
    struct review_finding *v;
    size_t n;
};

struct review {
    struct review_claim *claims;
    size_t claims_n;
    /* other_year, place (我市 in a district's report), other_unit, left_post, masked and the other residue codes */
    struct review_findings leftovers;
    /* Of the text: part_above_total, unit (亩 for 亩次), band, no_such_day. Of the records behind it: before_published
       (studied before the document's date), two_places, before_joining, after_leaving, minutes_older, same_roll,
       same_file, same_photo. About the record, never about a person. */
    struct review_findings impossible;
    /* missing_part, too_long, problems_share, numbering, pending (【待补】) */
    struct review_findings form;
    /* What could not be judged: empty, no_text, foreign, too_long, damaged. */
    struct review_findings unread;
    struct copied copied;
    bool wanting; /* anything but claims that agree, or cannot be judged */
};

/* Holds the plain text of a report against an org's year. RIGHT_READ. */
bool review_report(struct work *w, int64_t org_id, int year, struct str text, struct review *review,
    struct err *e);

#endif
