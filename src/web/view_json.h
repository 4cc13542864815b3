/* The work as JSON (CONTRACT.md): one shape for the commands and for /api/v1. */
#ifndef WEB_VIEW_JSON_H
#define WEB_VIEW_JSON_H

#include "base/json.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/org.h"
#include "domain/person.h"
#include "domain/record.h"

/* Whose year. */
struct view_of {
    int64_t org_id;
    int year;
};

void view_json_org(struct json_out *j, const struct org *o);
void view_json_person(struct json_out *j, const struct person *p);
/* A record as in a list, without bodies. */
void view_json_line(struct json_out *j, const struct record_line *l);
void view_json_record(struct json_out *j, const struct record *r);
/* "2023-03", "2023-Q1", "2023-H1", "2023". */
struct str view_period_code(struct arena *a, const struct duty_row *row);
bool view_json_duty(struct json_out *j, struct work *w, const struct duty_row *row, struct err *e);
bool view_json_figure(struct json_out *j, struct work *w, const struct view_of *of,
    const struct figure *f, struct err *e);

#endif
