/* Shared by the parts of 报告核对; nobody else includes it. */
#ifndef DOMAIN_REVIEW_INT_H
#define DOMAIN_REVIEW_INT_H

#include "domain/list.h"
#include "domain/org.h"
#include "domain/record.h"
#include "domain/review.h"

struct reviewing {
    struct work *w;
    struct org org;
    int year;
    struct str text;
    struct figures figures;
    struct figure_records *behind; /* of each figure, once read */
    bool *known;
    struct review *review;
    const struct pack_figure *last; /* of the claim before in the same sentence, or NULL */
    size_t last_end;
    bool read; /* records below are filled */
    struct record *records;
    size_t records_n;
};

/* The figures that one claim is about: one, or several whose kinds together are one total. */
enum {
    REVIEW_PARTS = 6
};

struct review_match {
    const struct figure *v[REVIEW_PARTS];
    size_t n;
    bool other_unit; /* the words fit, but the unit does not: v[0] is in that unit */
    size_t length;   /* bytes of the word that fitted */
};

/* review_match.c */
struct review_match review_find(const struct reviewing *r, const struct claim *c);
/* What one claim unit is worth in the figure's, as a ratio: 万元 against 元, 公斤 against 吨. False: they do not compare. */
bool review_unit_fits(const struct pack_figure *f, struct str unit, int64_t *times, int64_t *over);
struct str review_said(const struct reviewing *r, const struct claim *c);

/* review_period.c: the days a period of the year means; false when it is none of this year. */
struct review_span {
    struct date from, to;
    bool whole; /* the year as it is counted (年度), without looking at days */
    int every;  /* months of a rhythm; 0 none */
};

bool review_span_of(int year, struct str period, struct date today, struct review_span *span);

/* review_record.c: numbers that stand in a record itself; those of one day's line. True when it was judged. */
bool review_in_record(struct reviewing *r, struct review_claim *c, bool *judged, struct err *e);

/* review_scan.c */
bool review_leftovers(struct reviewing *r, struct err *e);
bool review_impossible(struct reviewing *r, struct err *e);

#endif
