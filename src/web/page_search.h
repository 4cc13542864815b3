/* 检索: one box over records, reports and the library; results as fast as one types. */
#ifndef WEB_PAGE_SEARCH_H
#define WEB_PAGE_SEARCH_H

#include "domain/search.h"
#include "web/form.h"
#include "web/request.h"

enum {
    SEARCH_PAGE_HITS = 20,
    SEARCH_WORDS_SHOWN = 6,
    SEARCH_FACETS_SHOWN = 8, /* the others behind 更多 */
    SEARCH_GROUP_KIND = 2,
    SEARCH_LINK_BYTES = 600, /* of what was typed: longer it is not repeated in every link */
    SEARCH_TYPED_MAX = 1000  /* characters that the box takes */
};

/* What narrows the results: one parameter of the page. */
struct search_group {
    const char *name;  /* of the parameter */
    const char *title; /* tr(…) */
    const struct search_facet *v;
    size_t n;
};

struct search_view {
    struct search_result r;
    struct str typed;
    struct str *words; /* how what was typed may go on */
    size_t words_n;
    struct search_group groups[4];
    struct pager pager;
};

bool page_search(struct request *rq, struct response *rs, struct err *e);
/* Options for a list beside the box, while one types. */
bool search_words(struct request *rq, struct response *rs, struct err *e);

/* The same search with one parameter set to something else ("": left out), from its first page. */
struct str search_link(struct request *rq, const char *name, struct str value);
/* What a facet is called on the page. */
struct str search_facet_title(const struct search_group *g, const struct search_facet *f);
/* 党课; the code itself when it has no title. */
struct str search_kind_title(const struct search_view *v, const struct search_hit *hit);
/* Where a hit leads. */
/* `words`: what to look for when it is opened. */
struct str search_hit_link(
    struct request *rq, const struct search_hit *hit, struct str words, bool variants);
/* "library" → its bit; 0 for "". */
unsigned search_source_bits(struct str code);
/* "12.5" of thousandths of points; "0.3" of microseconds as milliseconds. */
struct str search_number(struct arena *a, int64_t thousandths);

extern const struct param search_params[], search_words_params[];

#endif
