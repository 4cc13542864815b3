/* 查雷同 and 两份对照: passages that stand elsewhere too, both texts side by side with the differences marked. */
#ifndef WEB_PAGE_COPIED_H
#define WEB_PAGE_COPIED_H

#include "domain/copied.h"
#include "domain/library.h"
#include "web/form.h"
#include "web/request.h"

enum {
    COPIED_PAGE_ITEMS = 8,
    COPIED_PHRASES_SHOWN = 30
};

/* Of two texts: a row is a stretch with its differences; between rows lies what is the same on both sides. */
struct compare_row {
    const struct copied_run *v;
    size_t n;
    size_t same; /* characters left out before this row, the same in both */
    size_t cost; /* bytes */
};

struct compare_rows {
    struct compare_row *v;
    size_t n;
    size_t differences;
    size_t same_after; /* characters left out behind the last row */
};

/* In the arena. Of what is the same so many characters are shown before and after a difference. */
struct compare_rows compare_rows(
    struct arena *a, struct str left, struct str right, size_t context);

struct compare_view {
    struct library_doc left, right;
    struct compare_rows rows;
    size_t from, to; /* rows shown */
    struct pager pager;
};

struct copied_item {
    const struct copied_passage *p;
    struct str left, right; /* both passages */
    struct compare_rows rows;
    size_t shown;     /* rows of them, the others do not fit */
    struct str link;  /* where the other text is */
    struct str where; /* 素材库 … */
};

struct copied_view {
    struct str title, back, base; /* of the text that was checked, where it is, this page */
    struct copied_item *items;    /* of this page */
    size_t items_n;
    struct copied_item *phrases;   /* set phrases and quotations, without comparison */
    size_t phrases_n, phrases_all; /* shown, in all */
    size_t passages;               /* in all */
    size_t points, copied;         /* characters of the text, of them in passages */
    int64_t library_id;            /* of the text; 0: none */
    struct pager pager;
};

bool page_compare(struct request *rq, struct response *rs, struct err *e);
bool page_library_copied(struct request *rq, struct response *rs, struct err *e);
bool page_report_copied(struct request *rq, struct response *rs, struct err *e);

extern const struct param compare_params[];

#endif
