/* 数据来源表: which records stand behind each figure of a report, and when they were entered. For the Word file, the page of
   paper and whoever else shows it. */
#ifndef DOMAIN_REPORT_ANNEX_H
#define DOMAIN_REPORT_ANNEX_H

#include "domain/report.h"

/* A figure with its records as text: "30、 64"; where a record adds more or less than one, also how much: "41（14）". */
struct annex_figure {
    const struct figure *figure;
    struct str value; /* "12"; "" when nothing is recorded */
    struct str records;
};

/* A record behind any of the figures, once. */
struct annex_record {
    int64_t id;
    struct date held_on;
    struct str title;
    struct str entered; /* "2023-07-02", and that it was entered late; "" when it is not known */
};

struct report_annex {
    struct annex_figure *figures;
    size_t figures_n;
    struct annex_record *records; /* the oldest first */
    size_t records_n;
    struct str note; /* what the annex proves and what it does not */
};

/* RIGHT_READ. The report is Chinese, whatever language its reader's pages have. */
bool report_annex(
    struct work *w, const struct report_draft *draft, struct report_annex *annex, struct err *e);

#endif
