/* A pack as its YAML has it, before it is checked: what libcyaml fills. Only for the pack_*.c files.
   Numbers are texts here (libcyaml takes "1x" for 1), yes/no and choices are enums; absent texts are NULL. */
#ifndef DOMAIN_PACK_RAW_H
#define DOMAIN_PACK_RAW_H

#include "domain/pack.h"
#include "domain/pack_yaml.h"

#include <cyaml/cyaml.h>

struct raw_list {
    char **v;
    uint32_t n;
};

struct raw_field {
    char *code, *title, *hint;
    int type, required;
    struct raw_list choices;
};

struct raw_quantity {
    char *code, *title, *unit, *warn_above;
};

struct raw_kind {
    char *code, *title, *family, *quorum, *quorum_basis;
    int roll, agenda, decisions, hours, is_private;
    struct raw_field *fields;
    uint32_t fields_n;
    struct raw_quantity *quantities;
    uint32_t quantities_n;
};

struct raw_duty {
    char *code, *title, *basis, *evidence, *who, *off_why, *count, *hours, *where_field,
        *where_value, *one_of;
    char *due_days_after, *valid_from, *valid_to, *when_text;
    int confidence, demanded, on, period, per;
    struct raw_list org_kinds, kinds, may_kinds, when;
};

struct raw_figure {
    char *code, *title, *unit, *definition, *quantity, *where_field, *where_value;
    int measure;
    struct raw_list kinds, words;
};

/* One of the first four is set. */
struct raw_part {
    char *section, *heading, *text, *records;
    struct raw_list kinds;
    char *where_field, *where_value;
};

struct raw_report {
    char *code, *title, *report_title, *length;
    int per;
    struct raw_list kinds;
    struct raw_part *parts;
    uint32_t parts_n;
};

struct raw_event {
    char *words, *on;
};

struct raw_pack {
    char *name, *version, *title, *root_kind_hint, *late_entry_days, *report_title, *report_length,
        *report_duty;
    struct raw_list org_kinds, posts, committee_posts, memberships, flags;
    struct raw_kind *kinds;
    uint32_t kinds_n;
    struct raw_duty *duties;
    uint32_t duties_n;
    struct raw_figure *figures;
    uint32_t figures_n;
    struct raw_part *report;
    uint32_t report_n;
    struct raw_report *reports;
    uint32_t reports_n;
    struct raw_event *events;
    uint32_t events_n;
};

/* pack_schema.c: the schema of struct raw_pack, a pointer. */
const cyaml_schema_value_t *pack_schema(void);

/* What the steps of reading share. */
struct pack_case {
    struct arena *arena;
    const char *file;
    const struct yaml_node *root; /* of the YAML */
    bool quarter;                 /* the outline being checked may say {quarter} */
    struct err *e;
};

#define PACK_FAULT(c, at, ...) yaml_fault((c)->file, (at), (c)->e, __VA_ARGS__)

/* pack_build.c: raw into p, everything copied into the arena; numbers, days, conditions read. */
bool pack_build(struct pack_case *c, const struct raw_pack *raw, struct pack *p);
/* pack_check.c: what the words mean together: codes are known and stand once, what is on may be on … */
bool pack_check(struct pack_case *c, const struct pack *p);
/* pack_check_report.c: figures and the report's outline. */
bool pack_check_figures(struct pack_case *c, const struct pack *p);
bool pack_check_report(struct pack_case *c, const struct pack *p);

/* Shared by the checks. */
const struct pack_kind *pack_kind_of(const struct pack *p, struct str code);
const struct pack_field *pack_field_of(const struct pack_kind *k, struct str code);
/* Each of `kinds` is known; and has the field with that value, where a field is named. `at` is the entry that names them. */
bool pack_check_where(struct pack_case *c, const struct pack *p, const struct pack_strs *kinds,
    struct str field, struct str value, const struct yaml_node *at);
bool pack_check_kinds(struct pack_case *c, const struct pack *p, const struct pack_strs *kinds,
    const struct yaml_node *list);

#endif
