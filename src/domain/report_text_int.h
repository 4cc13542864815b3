/* What the files of the written report share. Not for other modules. */
#ifndef DOMAIN_REPORT_TEXT_INT_H
#define DOMAIN_REPORT_TEXT_INT_H

#include "domain/report_int.h"
#include "domain/report_text.h"

/* The row as it is stored: fields by their codes. */
struct report_row {
    int64_t id, root_id, edition, version, version_edition, frozen, changed_ms;
    struct str changed_by, body;
};

/* No right is asked; id 0 when nobody wrote. */
bool report_row_load(
    struct work *w, const struct report_key *key, struct report_row *row, struct err *e);

/* report_text_json.c. Canonical: keys in order of bytes, no blanks. */
struct report_sections {
    struct report_section *v;
    size_t n;
};

struct str report_body_json(struct arena *a, const struct report_sections *s);
bool report_body_read(struct arena *a, struct str body, struct report_sections *s, struct err *e);

/* A version: the sections, and what was printed where draft is not NULL. */
struct report_version_text {
    const struct report_key *key;
    struct str step;
    const struct report_sections *sections;
    const struct report_draft *printed;
};

struct str report_version_json(struct arena *a, const struct report_version_text *v);
bool report_version_sections(
    struct arena *a, struct str snapshot, struct report_sections *s, struct err *e);
/* blocks, figures, counts into d->draft. */
bool report_version_printed(struct drafting *d, struct str snapshot, struct err *e);

/* report_comment.c: what the journal's digest of a comment is over. */
struct str report_comment_json(struct arena *a, struct str quote, struct str text, bool closed);

/* report_written.c */
/* Names in braces as they are shown, or as they are stored, in the arena. */
struct str report_text_show(struct arena *a, const struct rules *rules, struct str text);
struct str report_text_store(struct arena *a, const struct rules *rules, struct str text);
/* {记录 41：2月8日 …}: the number counts, the rest tells the writer what it is. */
struct str report_record_token(const struct drafting *d, const struct report_listed *r);
/* {议定 41-2：…}。 */
struct str report_decision_token(
    const struct drafting *d, const struct report_listed *r, const struct report_decision *x);
/* How the outline would begin. */
bool report_sections_begin(struct drafting *d, struct report_sections *s, struct err *e);
/* The sections printed into d. */
bool report_from_sections(struct drafting *d, const struct report_sections *s, struct err *e);
/* The outline's parts that belong to the section: d->part_from, part_to. */
void report_parts_of(struct drafting *d, const struct report_section *s);

#endif
