#include "domain/house_proof.h"

#include "domain/search.h"

bool
house_prove(struct work *w, struct house_proof *p, struct err *e)
{
    return record_prove(w, &p->records, e) && library_prove(w, &p->library, e) &&
        report_prove(w, &p->reports, e) && report_text_prove(w, &p->texts, e) &&
        review_note_prove(w, &p->notes, e) && report_style_prove(w, &p->styles, e) &&
        search_check(w, &p->index.docs, &p->index.bad, e);
}

int64_t
house_proof_faults(const struct house_proof *p)
{
    return (int64_t)(p->records.n + p->library.n + p->reports.n + p->texts.n + p->notes.n +
               p->styles.n) +
        (p->index.bad != 0);
}
