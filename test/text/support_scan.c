#include "support_scan.h"

size_t
scan_count(struct str text, struct str word)
{
    size_t count = 0;
    const char *at = text.p, *end = text.n ? text.p + text.n : text.p;
    while (word.n > 0 && at < end && (at = memmem(at, (size_t)(end - at), word.p, word.n))) {
        count++;
        at++;
    }
    return count;
}

static bool
holds(struct str text, struct str word)
{
    return scan_count(text, word) > 0;
}

bool
scan_matches(const struct query *q, const struct scan_doc *doc)
{
    switch (q->kind) {
    case QUERY_TEXT:
        return holds(doc->text, q->text) || holds(doc->title, q->text);
    case QUERY_TITLE:
        return holds(doc->title, q->text);
    case QUERY_YEAR:
        return doc->year >= q->from && doc->year <= q->to;
    case QUERY_KIND:
        return holds(doc->kind, q->text) || holds(doc->kind_title, q->text);
    case QUERY_ORG:
        return holds(doc->org, q->text);
    case QUERY_AND:
        return scan_matches(q->left, doc) && scan_matches(q->right, doc);
    case QUERY_OR:
        return scan_matches(q->left, doc) || scan_matches(q->right, doc);
    case QUERY_NOT:
        return !scan_matches(q->left, doc);
    case QUERY_ALL:
        return true;
    case QUERY_NONE:
        break;
    }
    return false;
}

size_t
scan_total(const struct query *q, const struct scan_doc *docs, size_t n)
{
    size_t total = 0;
    for (size_t i = 0; i < n; i++)
        total += scan_matches(q, &docs[i]);
    return total;
}
