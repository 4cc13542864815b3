/* What the files of the writer's desk share. Not for other modules. */
#ifndef DOMAIN_REPORT_DESK_INT_H
#define DOMAIN_REPORT_DESK_INT_H

#include "domain/report_text_int.h"

struct desk_case {
    struct drafting d;
    struct report_sections sections; /* titles stored, texts as typed */
    struct report_sections before;   /* last year's, stored */
    struct str sent;                 /* or what was sent of it */

    struct {
        struct report_token *v;
        size_t n;
    } tokens; /* of all sections */

    bool *figure_laid, *record_laid; /* has a card already */
};

struct str report_figure_value(struct arena *a, const struct figure *f); /* 12次; 无记录 */
struct str report_figure_token(
    struct arena *a, const struct rules *rules, struct str code, bool rounded);
/* report_loose.c */
void report_find_loose(struct desk_case *c, struct report_desk *desk);

#endif
