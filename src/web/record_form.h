/* The form of a record: what it shows beside the record itself (roll call, duties, people to choose from), and what it
   sends, as the domain's struct. */
#ifndef WEB_RECORD_FORM_H
#define WEB_RECORD_FORM_H

#include "web/page_new.h"

/* v->in is given. */
bool record_form_fill(struct request *rq, struct record_form_view *v, struct err *e);
/* From the parameters of record_params. */
void record_form_read(struct request *rq, struct record_input *in);
/* Fills v->differences: what is stored now and was typed otherwise here, in the main fields, the roll, the decisions. */
void record_form_compare(struct request *rq, const struct record *now, struct record_form_view *v);
/* What stands in a field of the kind, or "". */
struct str record_form_value(const struct record_input *in, struct str code);
/* An amount as typed in a form, or "". */
struct str record_form_amount(struct request *rq, const struct record_input *in, struct str code);

#endif
