/* A library text laid out for reading: lines, headings, rows of tables, pages, what was cut and what is marked; in parts
   (分屏) of bounded size, so that the longest document is read in light pages. Offsets are bytes in the text as shown. */
#ifndef WEB_READING_H
#define WEB_READING_H

#include "domain/library.h"

enum reading_kind {
    READING_LINE,
    READING_HEADING,
    READING_ROW, /* of a table: cells parted by tabs */
    READING_PAGE /* page `number` begins */
};

struct reading_line {
    enum reading_kind kind;
    int level;         /* of a heading, 1 … 6 */
    size_t number;     /* of the heading from 0, of the page from 1 */
    size_t start, end; /* without the line break */
    bool table_begins, table_ends;
    size_t columns; /* of the widest row of the table */
};

struct reading {
    const struct library_reading *of;
    struct marks marks;
    size_t now; /* the mark that is looked at; SIZE_MAX: none */
    struct reading_line *lines;
    size_t lines_n;
    size_t *parts; /* the first line of each part, and lines_n at the end */
    size_t parts_n;
};

/* In the arena. */
struct reading reading_make(
    struct arena *a, const struct library_reading *of, struct marks marks, size_t now);
/* Which part (from 0) holds this byte. */
size_t reading_part_at(const struct reading *r, size_t byte);
size_t reading_part_of_heading(const struct reading *r, size_t heading);

/* What a line, or a cell of it, is made of. */
struct reading_run {
    struct str text;
    bool marked, now; /* found; and the one that is looked at */
    const struct library_cut
        *cut; /* text "": something was cut out here; otherwise the text is residue that stands */
};

struct reading_runs {
    struct reading_run *v;
    size_t n;
};

struct reading_runs reading_runs(
    struct arena *a, const struct reading *r, const struct reading_line *line);
/* Whether something was cut out in the line: it then holds more than words. */
bool reading_has_chip(const struct reading *r, const struct reading_line *line);
/* The cells of a row, each like a line. */
struct reading_line *reading_cells(
    struct arena *a, const struct reading *r, const struct reading_line *row, size_t *n);

#endif
