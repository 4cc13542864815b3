/* What the files of the report share. Not for other modules. */
#ifndef DOMAIN_REPORT_INT_H
#define DOMAIN_REPORT_INT_H

#include "domain/org.h"
#include "domain/record.h"
#include "domain/report.h"

enum {
    REPORT_LEVEL_TITLE = 0,
    REPORT_LEVEL_SECTION = 1,
    REPORT_LEVEL_HEADING = 2,
    REPORT_LEVEL_BODY = 5
};

/* What the audience names. */
struct report_about {
    struct str audience;            /* "secretary", "quarter-2" */
    const struct pack_report *form; /* NULL: the yearly one of the secretary */
    struct pack_outline outline;
    int quarter;       /* 1 … 4; 0: the whole year */
    int64_t record_id; /* of a record's report; 0: none */
};

/* 议定事项 of a record. */
struct report_decision {
    int64_t n;
    struct str text; /* without the stop at its end */
};

/* A record that stands in a report. */
struct report_listed {
    struct record_input in;
    const struct pack_kind *kind;
    int64_t present;
    bool closed; /* of a private kind: its fields and decisions stay out */

    struct {
        struct report_decision *v;
        size_t n;
    } decisions;
};

struct report_runs {
    struct report_run *v;
    size_t n;
};

struct drafting {
    struct work *w;
    struct report_draft *draft;
    struct report_about about;
    const struct rules *rules;
    struct org org;
    struct str secretary;  /* "" when no one held the post */
    struct figures values; /* all, of the year or of the quarter */

    struct {
        struct report_block *v;
        size_t n;
    } blocks;

    int section, heading;
    size_t at_section;             /* of the written report */
    size_t part_from, part_to;     /* of the outline's parts: those of that section */
    bool read;                     /* records below are filled */
    struct report_listed *records; /* of the year or quarter, in order of day */
    size_t records_n;
};

/* report.c: rights, org, rules, values; the title is added. */
bool report_begin(struct drafting *d, struct work *w, const struct report_key *key, struct err *e);
void report_end(struct drafting *d);
/* The outline's parts. */
bool report_from_outline(struct drafting *d, struct err *e);
void report_add_head(struct drafting *d, int level, struct str text);
void report_add_block(struct drafting *d, int level, const struct report_runs *runs);

/* report_about.c */
bool report_about_get(struct drafting *d, struct str audience, struct err *e);
/* The figures of a quarter instead of the year. */
bool report_about_values(struct drafting *d, struct err *e);
struct str report_quarter_title(int quarter); /* 第二季度 */

/* report_field.c: what stands in braces. */
enum report_token_kind {
    REPORT_TOKEN_UNKNOWN,
    REPORT_TOKEN_WORD,
    REPORT_TOKEN_FIGURE,
    REPORT_TOKEN_RECORD,
    REPORT_TOKEN_DECISION /* {议定 41-2：…}: the second of record 41 */
};

struct report_token {
    enum report_token_kind kind;
    struct str code; /* org, days_n; as typed when unknown */
    bool rounded;    /* 余 */
    int64_t record_id, nth;
};

/* Cuts the text before the next {…} off *rest. False when none is left: then *before is all of the rest. */
bool report_token_next(struct str *rest, struct str *before, struct str *inner);
/* What a name in braces means: codes, and the names that report_token_shown gives. */
struct report_token report_token_read(const struct rules *rules, struct str inner);
/* In the arena, with braces: {支部委员会会议}, {days_n:余} → {学习日、主题党日和党员活动日：余}. */
struct str report_token_shown(
    struct arena *a, const struct rules *rules, const struct report_token *t, struct str inner);
struct str report_token_stored(struct arena *a, const struct report_token *t, struct str inner);
const struct figure *report_find_figure(const struct figures *list, struct str code);
/* 23 → 20余, 20 → 20, 1234 → 1200余; below 10 as it is. */
struct str report_rounded(struct arena *a, int64_t milli);
void report_add_run(struct drafting *d, struct report_runs *runs, struct report_run run);
void report_add_text(struct drafting *d, struct report_runs *runs, struct str text);
void report_add_missing(struct drafting *d, struct report_runs *runs, struct str code);
void report_add_token(struct drafting *d, struct report_runs *runs, const struct report_token *t);
/* A text of the outline. */
void report_add_fields(struct drafting *d, struct report_runs *runs, struct str text);

/* report_record.c: lines of records. */
bool report_records_read(struct drafting *d, struct err *e);
const struct report_listed *report_find_listed(const struct drafting *d, int64_t id);
const struct report_decision *report_find_decision(const struct report_listed *r, int64_t n);
/* Whether a part of the outline lists it. */
bool report_lists(
    const struct drafting *d, const struct pack_part *part, const struct report_listed *r);
/* The line that the outline has for a record of that kind; a plain one where it has none. */
const struct pack_part *report_line_of(const struct drafting *d, const struct report_listed *r);
void report_add_line(struct drafting *d, struct report_runs *runs, const struct pack_part *part,
    const struct report_listed *r);
/* 2月8日; with the year when it is another one. */
struct str report_day(struct arena *a, struct date day, int year);

#endif
