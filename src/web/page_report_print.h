/* 打印: the report on paper, in the layout that holds for the org, printed by the browser; and the pages of the spoken report
   (述职演示). Both are documents of their own, without the head and menu of the other pages. */
#ifndef WEB_PAGE_REPORT_PRINT_H
#define WEB_PAGE_REPORT_PRINT_H

#include "domain/report_annex.h"
#include "domain/report_deck.h"
#include "domain/report_style.h"
#include "web/request.h"

struct print_view {
    struct str query; /* "?org=…&year=…&for=…" */
    struct str audience;
    struct report_draft draft; /* numbered as the style does */
    struct report_annex annex;
    bool own; /* the unit's own layout */
    bool pdf; /* LibreOffice is there to make one */
};

struct deck_view {
    struct deck deck;
    struct str query, audience;
};

enum slide_kind {
    SLIDE_TITLE,
    SLIDE_FIGURE,
    SLIDE_POINTS,
    SLIDE_PHOTO
};

struct slide {
    enum slide_kind kind;
    struct str head;                    /* the section it belongs to, or the title */
    const struct figure *figure;        /* SLIDE_FIGURE */
    const struct deck_section *section; /* SLIDE_POINTS */
    const struct deck_photo *photo;
};

struct slides_view {
    struct str query;
    struct str title, org;
    int year;
    struct slide *v;
    size_t n;
};

bool page_report_print(struct request *rq, struct response *rs, struct err *e);
/* The Word file through LibreOffice: made on a worker thread, then noted in the journal and sent. */
bool report_pdf_prepare(struct request *rq, struct response *rs, struct err *e);
bool report_pdf_post(struct request *rq, struct response *rs, struct err *e);
bool report_print_css(struct request *rq, struct response *rs, struct err *e);
/* Which pages the deck shall have; then the deck itself. */
bool page_report_deck(struct request *rq, struct response *rs, struct err *e);
bool page_report_slides(struct request *rq, struct response *rs, struct err *e);

/* What report_written gives for the audience that is asked for (?for=), and its query. */
bool print_draft(struct request *rq, struct report_draft *draft, struct str *query, struct err *e);

extern const struct param report_slides_params[];

#endif
