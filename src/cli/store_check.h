/* Whether rows, versions and the index agree with the journal's digests: what check and verify have in common. */
#ifndef CLI_STORE_CHECK_H
#define CLI_STORE_CHECK_H

#include "cli/call.h"
#include "domain/library.h"
#include "domain/record.h"
#include "domain/report_keep.h"
#include "domain/report_style.h"
#include "domain/report_text.h"
#include "domain/review_note.h"

struct index_proof {
    int64_t docs, bad; /* bad: the first one whose text is another; 0: none */
};

struct store_proofs {
    struct record_proof records;
    struct library_proof library;
    struct report_proof reports;
    struct report_text_proof texts;
    struct review_note_proof notes;
    struct report_style_proof styles;
    struct index_proof index;
};

bool store_check_read(struct work *w, struct store_proofs *p, struct err *e);
bool store_check_holds(const struct store_proofs *p);
void store_check_say(struct call *c, const struct store_proofs *p);
void store_check_json(struct json_out *j, const struct store_proofs *p); /* members of an object */

#endif
