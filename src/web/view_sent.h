/* A report as it was sent, ready for a page: paragraphs, and the remarks beside the place of the words they quote. */
#ifndef WEB_VIEW_SENT_H
#define WEB_VIEW_SENT_H

#include "domain/report_keep.h"

struct sent_remark {
    int number; /* from 1, through the whole text */
    struct str quote, text;
};

/* Words of a paragraph; number 0: no remark quotes them. */
struct sent_run {
    struct str text;
    int number;
};

struct sent_para {
    int level; /* 0 the title, 1 一、 2 （一） 5 body */
    struct sent_run *runs;
    size_t runs_n;
    struct sent_remark *remarks; /* beginning in this paragraph */
    size_t remarks_n;
};

struct sent_text {
    struct sent_para *paras;
    size_t paras_n;
    struct sent_remark *loose; /* on the whole, or on words that are not there */
    size_t loose_n;
    size_t remarks_n; /* all */
};

struct sent_text sent_text(
    struct arena *a, struct str text, const struct report_remark *remarks, size_t n);

/* Characters without blanks and line ends. */
int64_t sent_chars(struct str text);

#endif
