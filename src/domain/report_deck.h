/* 述职演示: what can stand on the pages of a spoken report of five minutes. Everything is the report's own: its figures, its
   headings and sentences, pictures of the year's records. Nothing is written by a machine. */
#ifndef DOMAIN_REPORT_DECK_H
#define DOMAIN_REPORT_DECK_H

#include "domain/report.h"

/* What a section is about, by its heading: the deck offers the figures of most, the points of the last two. */
enum deck_theme {
    DECK_WORK,
    DECK_PROBLEMS, /* 问题, 不足, 短板 */
    DECK_PLAN      /* 打算, 计划, 下一步, 思路 */
};

struct deck_strs {
    struct str *v;
    size_t n;
};

struct deck_figure {
    const struct figure *figure; /* with a value */
    struct str topic;            /* the heading of the second level that it stands under; "" none */
};

struct deck_figures {
    struct deck_figure *v; /* each where the report names it first */
    size_t n;
};

struct deck_section {
    enum deck_theme theme;
    struct str title;        /* with its number */
    struct deck_strs points; /* the headings below it; where it has none, its paragraphs */
    struct deck_figures figures;
};

struct deck_photo {
    int64_t id; /* of the evidence */
    int64_t record_id;
    struct str name, title; /* of the file; of the record */
    struct date held_on;
};

struct deck_photos {
    struct deck_photo *v;
    size_t n;
};

struct deck {
    struct str title;
    struct deck_section *sections;
    size_t sections_n;
    struct deck_photos photos; /* the oldest first, at most 200 */
};

/* RIGHT_READ on the draft's org. Pictures of private kinds of record are left out. */
bool report_deck(
    struct work *w, const struct report_draft *draft, struct deck *deck, struct err *e);

#endif
