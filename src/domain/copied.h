/* 雷同: passages of a text that stand, word for word or with some characters changed, in the library, in last years'
   reports, in a sibling's report. Found by fingerprints (text/print.h), proved by comparing both texts. It shows where a
   passage came from; it judges nobody. */
#ifndef DOMAIN_COPIED_H
#define DOMAIN_COPIED_H

#include "domain/search.h"

enum copied_class {
    COPIED_PASSAGE, /* stands in few documents */
    COPIED_PHRASE,  /* a set phrase: in more than COPIED_COMMON independent documents */
    COPIED_QUOTED   /* quoted from a regulation */
};

enum {
    COPIED_MIN = 40,   /* normalised characters */
    COPIED_COMMON = 8, /* documents */
    COPIED_ALIKE = 800 /* least similarity, thousandths; 1000 word for word */
};

struct copied_passage {
    enum copied_class class;
    size_t start, end; /* code points in the text that was checked, half-open */
    int64_t docno;     /* the document it is most alike */
    enum search_source source;
    int64_t ref_id;
    struct str title;
    size_t doc_start, doc_end; /* code points in that document's text */
    int similarity;            /* thousandths */
    int64_t others;            /* how many other documents hold it too */
};

struct copied {
    struct copied_passage *v; /* by start; of one place only the best */
    size_t n;
    int64_t took_us;
};

/* `skip_source`/`skip_ref`: what is being checked itself; 0: none. Only documents that the actor may read. */
struct copied_ask {
    struct str text;
    enum search_source skip_source;
    int64_t skip_ref;
    bool phrases; /* also COPIED_PHRASE and COPIED_QUOTED */
    int64_t
        own_org; /* 0, or the org whose own report is named first where it holds a passage too */
    bool no_records; /* what a report takes from the records is its duty */
};

bool copied_find(struct work *w, const struct copied_ask *ask, struct copied *c, struct err *e);

/* Both passages cut into equal and differing runs, for showing side by side. */
struct copied_run {
    struct str left, right; /* equal: the same normalised; else one of them may be empty */
    bool equal;
};

struct copied_runs {
    struct copied_run *v;
    size_t n;
};
struct copied_runs copied_compare(struct arena *a, struct str left, struct str right);

#endif
