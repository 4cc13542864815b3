/* 制度包: duties, kinds of record, figures and the report's outline as data. A pack is a YAML file; several packs
   together rule an org's year. Field names below are the YAML's (docs/adding-a-duty-pack.md). */
#ifndef DOMAIN_PACK_H
#define DOMAIN_PACK_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"

enum pack_period {
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF,
    PERIOD_YEAR
};

/* Whom a duty is counted for: `need` and `have` of an occurrence are … */
enum pack_per {
    PER_ORG, /* … records held against `count` */
    PER_MEMBER, /* … members who were present in ≥ count records (or have ≥ hours) against all members */
    PER_COMMITTEE_PAIR, /* … pairs of committee members who both were present in a talk against all pairs */
    PER_COMMITTEE_TALK, /* … members not in the committee who talked with a committee member, against all such */
    PER_MEMBER_TALK /* … members who talked with another member, against all members */
};

enum pack_confidence {
    CONFIDENCE_READ,
    CONFIDENCE_RECALLED
};

enum field_type {
    FIELD_TEXT,
    FIELD_LONG,
    FIELD_NUMBER,
    FIELD_DATE,
    FIELD_TICK,
    FIELD_CHOICE
};

struct pack_strs {
    struct str *v;
    size_t n;
};

/* A kind's own field, beside title, place, host, recorder, agenda, text. Kept as text; a tick is "1" or "". */
struct pack_field {
    struct str code, title, hint;
    enum field_type type;
    bool required;
    struct pack_strs choices; /* FIELD_CHOICE */
};

struct pack_quantity {
    struct str code, title, unit; /* units never mix: 亩 is not 亩次 */
    int64_t warn_above;           /* whole units; a larger amount asks "sure?"; 0: no bound known */
};

/* Who is on the roll call by default. */
enum pack_roll {
    ROLL_MEMBERS,
    ROLL_COMMITTEE,
    ROLL_GROUP,
    ROLL_CHOSEN,
    ROLL_NONE
};

struct pack_kind {
    struct str code, title,
        family; /* family: meeting, study, lecture, activity, talk, visit, training, check, service, report … */
    enum pack_roll roll;
    struct pack_field *fields;
    size_t fields_n;
    struct pack_quantity *quantities;
    size_t quantities_n;
    bool agenda, decisions,
        hours; /* which standard blocks the form shows; place, host, recorder, text always */
    int quorum_num,
        quorum_den; /* at least num/den of those due, e.g. 1/2; 0: none. Falling short is said, not refused. */
    struct str quorum_basis;
    bool is_private; /* content only for those present and the secretary (part 5 encrypts it) */
};

/* One condition on facts of an org: "full_members >= 7", "flag.agency == 1". All of a duty's must hold. */
struct pack_condition {
    struct str
        fact; /* full_members probationary applicants floating members committee groups flag.NAME */

    enum {
        COND_GE,
        COND_LE,
        COND_EQ,
        COND_GT,
        COND_LT
    } op;

    int64_t value;
};

struct pack_duty {
    struct str code, title, basis;
    struct str evidence; /* what an inspector expects, in words */
    struct str who;      /* branch, committee, group, secretary, member: who is answerable, shown */
    enum pack_confidence confidence;
    bool demanded; /* the text demands it (not: custom, local) */
    bool on;       /* by default; only READ and demanded may be on (rules check refuses else) */
    struct str off_why;         /* shown where it is off: 地方惯例 … */
    struct pack_strs org_kinds; /* which orgs owe it */
    enum pack_period period;
    enum pack_per per;
    int64_t
        count; /* per period; 0 where the text gives no number: then it is listed, never counted as missing */
    int64_t hours;                       /* PER_MEMBER: hours a member instead of times */
    struct pack_strs kinds;              /* records of these kinds count by themselves */
    struct pack_strs may_kinds;          /* these count when the clerk ticks it */
    struct str where_field, where_value; /* only records whose field has this value; empty: all */
    struct str one_of; /* a record may count for one duty only of those with the same word here */
    int due_days_after; /* the due day is this many days after the period's end (组织生活会: next quarter) */
    struct date valid_from, valid_to; /* none: open */
    struct pack_condition *when;
    size_t when_n;
    struct str when_text; /* the conditions in words: 正式党员7人以上 */
};

enum pack_measure {
    MEASURE_RECORDS,  /* how many records */
    MEASURE_PRESENT,  /* 人次: present, summed */
    MEASURE_PEOPLE,   /* 人: different people present */
    MEASURE_QUANTITY, /* a quantity, summed */
    MEASURE_HOURS     /* hours of the records, summed */
};

struct pack_figure {
    struct str code, title, unit,
        definition; /* definition: what is counted, in words, for the annex */
    enum pack_measure measure;
    struct pack_strs kinds;
    struct str quantity;                 /* MEASURE_QUANTITY */
    struct str where_field, where_value; /* as in a duty */
    struct pack_strs
        words; /* how reports call it, beside the title: 支委会; for holding them against it */
};

/* Report outline. text holds {figure_code} fields and the words {org} {year} {next_year} {secretary}, in a quarter's
   report {quarter}. The text of a section or heading stands without its number; the report counts 一、 and （一） itself. */
enum pack_part_kind {
    PART_SECTION,
    PART_HEADING,
    PART_TEXT,
    PART_RECORDS
};

struct pack_part {
    enum pack_part_kind kind; /* section: 一、…; heading: （一）… */
    struct str text;
    struct pack_strs
        kinds; /* PART_RECORDS: one line a record of the year, oldest first; text is the */
    struct str where_field,
        where_value; /* line with {title} {held_on} {place} {present} and {field.CODE}; */
};                   /* 【待补】 when there is none */

/* What one report is about: the year, a quarter of it, or one record (a project's sheet). */
enum pack_report_per {
    REPORT_PER_YEAR,
    REPORT_PER_QUARTER,
    REPORT_PER_RECORD
};

/* A report beside the yearly one of the secretary: for another audience. */
struct pack_report {
    struct str code, title; /* 支部年度工作总结 */
    struct str report_title;
    int64_t length; /* characters as printed, without blanks; 0: no limit */
    enum pack_report_per per;
    struct pack_strs kinds; /* REPORT_PER_RECORD: of which kinds */
    struct pack_part *parts;
    size_t parts_n;
};

/* Words that no record of an earlier day can hold: 党的二十大精神 on 2022-10-16. */
struct pack_event {
    struct str words;
    struct date on;
};

struct pack {
    struct str name, version, title, root_kind_hint;
    struct str digest; /* SHA-256 of the YAML, hex */
    int64_t late_entry_days;
    struct pack_strs org_kinds; /* kinds of org it knows, "branch=党支部" split: */
    struct pack_strs org_kind_titles;
    struct pack_strs posts, post_titles; /* secretary=书记 … in order of display */
    struct pack_strs committee_posts;    /* which posts sit in the committee */
    struct pack_strs memberships, membership_titles;
    struct pack_strs flags, flag_titles; /* facts that the clerk states about an org */
    struct pack_kind *kinds;
    size_t kinds_n;
    struct pack_duty *duties;
    size_t duties_n;
    struct pack_figure *figures;
    size_t figures_n;
    struct pack_part *report;
    size_t report_n;
    struct str report_title;
    int64_t report_length; /* of the yearly report, as in pack_report */
    struct str
        report_duty; /* code of the duty that is recorded for when the report was sent; "": none */
    struct pack_report *reports;
    size_t reports_n;
    struct pack_event *events;
    size_t events_n;
};

enum {
    PACK_BYTES_MAX = 1024 * 1024
};

/* From YAML. On failure e (ERR_INPUT) names `file`, the line and what was expected. Everything lies in the arena. */
bool pack_parse(
    struct arena *a, struct str yaml, const char *file, const struct pack **pack, struct err *e);

/* The packs shipped inside the program. */
struct pack_source {
    struct str name; /* party-branch */
    struct str yaml;
};

size_t pack_shipped(const struct pack_source **list);

/* The packs that rule one root's year, as one, ordered by name. Lookups over all of them; NULL when there is none.
   Read-only and shared between threads. */
struct rules {
    const struct pack *const *packs;
    size_t n; /* 0: no pack was ever adopted */
};
const struct pack_kind *rules_kind(const struct rules *r, struct str code);
const struct pack_duty *rules_duty(const struct rules *r, struct str code, const struct pack **of);
const struct pack_figure *rules_figure(const struct rules *r, struct str code);
/* "secretary" → "书记"; the code itself where no pack names it. Works on the N_titles pairs above. */
struct str rules_post_title(const struct rules *r, struct str code);
struct str rules_membership_title(const struct rules *r, struct str code);
struct str rules_org_kind_title(const struct rules *r, struct str code);
/* Whether the post sits in the committee. */
bool rules_in_committee(const struct rules *r, struct str post);
/* The allowance of the pack that names the kind. */
int64_t rules_late_days(const struct rules *r, struct str kind);

/* The outlines of all packs as one: where a later pack has a section of the same text, its parts go to the end of
   that section; its other sections follow at the end. title: the first pack's that has one. The list lies in the
   arena, the texts with the packs. */
struct pack_outline {
    struct str title;
    int64_t length; /* the first pack's that has one; 0: no limit */
    const struct pack_part **v;
    size_t n;
};
struct pack_outline rules_outline(struct arena *a, const struct rules *r);
/* The same of the reports with that code; nothing where no pack has it. */
struct pack_outline rules_outline_of(struct arena *a, const struct rules *r, struct str code);
/* The first pack's report with that code, or NULL. */
const struct pack_report *rules_report(const struct rules *r, struct str code);

/* The packs of an org's root for a year, from the store (cached by digest in the house). A year without packs of its
   own answers with those of the latest year before it, else with the root's first. Valid as long as the house. */
struct work;
bool rules_for(
    struct work *w, int64_t root_id, int year, const struct rules **rules, struct err *e);
/* Binds a pack to root and year, journaled; replaces an older version of the same pack for that year; the same version
   again changes nothing. A year that had none of its own first takes over those that ruled it. Duties and figures of the
   years ruled by it are brought up to date. RIGHT_MANAGE on the root. ERR_NOT_FOUND, ERR_INPUT (a bad pack),
   ERR_CONFLICT (another pack of that year uses one of its codes). */
bool rules_adopt(
    struct work *w, int64_t root_id, int year, struct str pack_name, struct str why, struct err *e);

/* What may be adopted: the packs shipped and those of the house's own, DATA/packs/NAME.yaml, which go before a shipped
   one of that name. `name:` inside must be NAME. */
struct pack_offer {
    struct str name;
    bool own;
    const struct pack *pack; /* NULL: it cannot be used, */
    struct str fault;        /* because of this */
};

struct pack_offers {
    struct pack_offer *v;
    size_t n;
};

bool pack_offered(struct work *w, struct pack_offers *offers, struct err *e);

#endif
