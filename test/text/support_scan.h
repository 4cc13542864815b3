/* What search promises, done the plain way: a byte scan of normalised texts. Tests hold the index against it. */
#ifndef TEST_TEXT_SUPPORT_SCAN_H
#define TEST_TEXT_SUPPORT_SCAN_H

#include "text/query.h"

struct scan_doc {
    struct str title,
        text; /* norm_put of what is shown; the title once more where the text holds it */
    int year; /* 0: unknown, of no year */
    struct str kind, kind_title, org; /* norm_put of each */
};

/* How often `word` stands in `text`, overlapping ones each; an empty word nowhere. */
size_t scan_count(struct str text, struct str word);
bool scan_matches(const struct query *q, const struct scan_doc *doc);
/* How many of the documents match. */
size_t scan_total(const struct query *q, const struct scan_doc *docs, size_t n);

#endif
