/* Writes a .docx in the layout of official documents (公文格式, GB/T 9704-2012): A4, 22 lines of 28 characters,
   title 小标宋 size 2, text 仿宋 size 3, page numbers outside below; or in a unit's own profile. For reports, so without
   the red head. The same calls give the same bytes. Calls never fail one by one; docx_finish tells. Texts are UTF-8 of any content:
   what XML cannot hold is left out. */
#ifndef DOC_DOCX_WRITE_H
#define DOC_DOCX_WRITE_H

#include "base/arena.h"
#include "base/err.h"
#include "doc/docx_profile.h"

enum docx_style {
    DOCX_TITLE,     /* centred, 小标宋 22 pt */
    DOCX_SUBTITLE,  /* centred, 楷体 16 pt: unit, name, date below a title */
    DOCX_BODY,      /* 仿宋 16 pt, first line indented by 2 characters */
    DOCX_FLUSH,     /* the same without indent: a salutation, a line above a table */
    DOCX_LEVEL1,    /* 一、 黑体 */
    DOCX_LEVEL2,    /* （一） 楷体 */
    DOCX_LEVEL3,    /* 1. 仿宋 */
    DOCX_LEVEL4,    /* （1） 仿宋 */
    DOCX_SIGN_UNIT, /* 署名, right with 2 characters left free */
    DOCX_SIGN_DATE  /* 成文日期, right with 4 characters left free */
};

struct docx_writer;

/* The writer lives in the arena; docx_finish or docx_drop ends it. `title` goes into the document's properties;
   no author and no moment are written. */
struct docx_writer *docx_begin(struct arena *a, struct str title);
/* In another profile, which docx_profile_check has passed. */
struct docx_writer *docx_begin_in(
    struct arena *a, struct str title, const struct docx_profile *profile);
void docx_drop(struct docx_writer *w);

/* A paragraph is begun, filled with runs, ended; the numbers (一、) are part of the text. */
void docx_para(struct docx_writer *w, enum docx_style style);
void docx_para_end(struct docx_writer *w);
void docx_run(struct docx_writer *w, struct str text);
/* Words in a heading's font at the head of a body paragraph: （一）落实主体责任。一是…… */
void docx_lead(struct docx_writer *w, enum docx_style level, struct str text);
/* A bound figure (绑定指标): a content control whose tag is the figure's code and whose name says what it counts; of both
   the first 64 characters, which is what Word takes. */
void docx_figure(struct docx_writer *w, struct str code, struct str title, struct str value);
/* The same for a figure that nothing is recorded for: 【待补】. */
void docx_figure_missing(struct docx_writer *w, struct str code, struct str title);
/* What nothing is recorded for, highlighted: 【待补】, or 【待补：note】. */
void docx_missing(struct docx_writer *w, struct str note);
/* All three in one. */
void docx_line(struct docx_writer *w, enum docx_style style, struct str text);

/* A table as wide as the type area: widths are shares (say 2, 5, 3). Then rows of exactly that many cells; the
   head's rows come again on each page. */
void docx_table(struct docx_writer *w, const unsigned *widths, size_t columns);
void docx_row(struct docx_writer *w, const struct str *cells, bool head);
/* A row by hand, for figures in cells: docx_cell begins each cell, runs fill it. */
void docx_row_begin(struct docx_writer *w, bool head);
void docx_cell(struct docx_writer *w);
void docx_row_end(struct docx_writer *w);
void docx_table_end(struct docx_writer *w);

void docx_page_break(struct docx_writer *w);
/* 署名 and 成文日期 after two blank lines; date as 2023年12月31日. */
void docx_sign(struct docx_writer *w, struct str unit, struct str date);

/* The whole file in the arena; ends the writer in any case. ERR_LIMIT above 64 MiB of text. */
bool docx_finish(struct docx_writer *w, struct str *bytes, struct err *e);

#endif
