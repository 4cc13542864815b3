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
    struct str body;   /* the text without what is annexed */
    struct orgs above; /* from the root down to the org itself */
    const struct rules *rules;
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

/* The records of the year that stand, with all that the actor may read of them, into r->records. */
bool review_read_records(struct reviewing *r, struct err *e);

/* review_place.c: lines, days and places in a text. */
struct review_finding *review_add(struct reviewing *r, struct review_findings *list, size_t start,
    size_t end, struct str kind, struct str why);
/* Takes the line that begins at *at; start and end without blanks. False at the end. */
bool review_line(struct str text, size_t *at, size_t *start, size_t *end);
/* "2023年5月1日", "2023-05-01", "5月1日" (of the year given) at a byte: its length, 0 without; *real: such a day exists. */
size_t review_day_at(struct str text, size_t at, int year, struct date *day, bool *real);
/* Whether one of the words, parted by blanks, stands in s; at its beginning; at its end. */
bool review_has(struct str s, const char *words);
bool review_begins(struct str s, const char *words);
bool review_ends(struct str s, const char *words);

/* review_time.c: when a record's own texts say it was held, in minutes of the day, half-open; from -1: they do not. */
struct review_hours {
    int from, to;
};
struct review_hours review_hours_of(const struct record *rec);

/* review_leftover.c, review_impossible.c, review_facts.c, review_form.c, review_unread.c */
bool review_leftovers(struct reviewing *r, struct err *e);
bool review_impossible(struct reviewing *r, struct err *e);
bool review_facts(struct reviewing *r, struct err *e);
/* review_document.c: studied before it was published. review_evidence.c: the same file or picture twice. */
bool review_documents(struct reviewing *r, struct err *e);
bool review_evidence(struct reviewing *r, struct err *e);
void review_form(struct reviewing *r);
/* False: there is no Chinese text of which the form could be judged. `cut`: the text was longer than what is read. */
bool review_unread(struct reviewing *r, bool cut);
/* As much of a text as is read, up to the end of a character. */
struct str review_head(struct str text);
/* Where a text is written in traditional characters the simplified ones stand for them, byte for byte; else the text. */
struct str review_plain(struct arena *a, struct str text);

#endif
