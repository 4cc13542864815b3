/* What the files of 记录 share: loading, checking, the canonical snapshot. Not for other modules. */
#ifndef DOMAIN_RECORD_INT_H
#define DOMAIN_RECORD_INT_H

#include "domain/record.h"
#include "domain/right_int.h"

/* A duty that a record counts for, and in which occurrence. */
struct record_count {
    const struct pack_duty *duty;
    int year, period;
    bool late;
};

/* A record on its way in: what it is judged by and what comes out. */
struct record_case {
    struct work *w;
    struct org_place org;
    const struct record *old; /* NULL: new */
    const struct rules *rules;
    const struct pack_kind *kind;
    struct record now; /* checked and put in order */
    struct record_count *counts;
    size_t counts_n;
};

/* record_check.c: fills kind, now and counts from the input, or names the field at fault. org, old are set before. */
bool record_check(struct record_case *c, const struct record_input *in, struct err *e);
/* record_detail.c and record_attend.c: parts of it. A line is trimmed and has at most 200 characters, a text has LF line
   ends and at most 20,000 (body: 200,000). Only filled fields are kept. */
bool record_line_check(
    struct str *s, const char *field, const char *title, size_t min, struct err *e);
bool record_text_check(
    struct arena *a, struct str *s, const char *field, const char *title, struct err *e);
bool record_fields_check(struct record_case *c, const struct record_input *in, struct err *e);
bool record_quantities_check(struct record_case *c, const struct record_input *in, struct err *e);
bool record_attendance_check(struct record_case *c, const struct record_input *in, struct err *e);
/* record_count.c: which duties the record counts for; also settles now.year. */
bool record_counts(struct record_case *c, const struct record_input *in, struct err *e);

/* record_read.c. Everything of a record without asking for a right or hiding anything. */
bool record_load(struct work *w, int64_t id, struct record *r, struct err *e);
/* Whether the actor may not see the private parts of a record of this kind; NULL, a kind that is not known, is private. */
bool record_is_hidden(struct work *w, const struct record *r, const struct pack_kind *kind,
    bool *hidden, struct err *e);
bool record_was_present(const struct record *r, int64_t person);
/* Leaves out what only those present may read. */
void record_hide(struct record *r);
/* Counts due and present of the attendance. */
void record_head_count(struct record *r);

/* record_save.c: writes a version's snapshot and its journal entry. */
bool record_keep(
    struct work *w, const struct record *r, const char *what, struct str why, struct err *e);

/* record_search.c: the record as it stands is what is found; a voided one is not. `kind` NULL: as a private one. */
bool record_search_put(
    struct work *w, const struct record *r, const struct pack_kind *kind, struct err *e);

/* record_json.c. Canonical: keys in order of bytes, no blanks, lists in order of their keys. In the arena. */
struct str record_snapshot(struct arena *a, const struct record *r);
/* Names (kind_title, attendance names, entered_by) are not in it. */
bool record_from_snapshot(struct arena *a, struct str json, struct record *r, struct err *e);
struct str record_fields_json(struct arena *a, const struct field_value *fields, size_t n);
bool record_fields_read(struct arena *a, struct str json, struct record_input *in, struct err *e);
/* The value of a field, or "". */
struct str record_field(const struct record_input *in, struct str code);

/* NULL when the kind (which may be NULL) has none of that code. */
const struct pack_quantity *record_quantity_of(const struct pack_kind *kind, struct str code);

bool strs_have(const struct pack_strs *list, struct str s);

#endif
