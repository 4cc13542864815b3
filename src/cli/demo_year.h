/* What the demonstration branch did in its year, as a table (demo_year.c). */
#ifndef CLI_DEMO_YEAR_H
#define CLI_DEMO_YEAR_H

#include <stddef.h>

struct demo_item {
    int month, day; /* month 13 and above: in the following year */
    const char *kind;
    const char *roll; /* "all", "committee", letters a … l of the members, or NULL: no roll call */
    const char *title, *place, *agenda, *body;
    const char *decision;   /* "what;who" */
    const char *fields;     /* "code=value|code=value"; "+06-30" is that day of the next year */
    const char *quantities; /* "code=20|code=3" */
    int hours_milli;
    int entered_after; /* days; 0: the same day */
    const char *late_why;
    int last_year; /* 1: belongs to the demonstration's year although held after it */
};

extern const struct demo_item DEMO_YEAR[];
extern const size_t DEMO_YEAR_N;

#endif
