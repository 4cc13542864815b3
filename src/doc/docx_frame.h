/* The state of reading a WordprocessingML part: elements that hold text open a frame; frames stand on a stack, and
   all text grows in one buffer, each frame from where it began. Private to the docx reader. */
#ifndef DOC_DOCX_FRAME_H
#define DOC_DOCX_FRAME_H

#include "doc/doc_int.h"
#include "doc/docx_style.h"

enum {
    FRAMES_MAX = 128,
    FIELDS_MAX = 32,
    NO_SKIP = 0
};

enum frame_kind {
    FRAME_FLOW,     /* takes blocks: the body, the notes */
    FRAME_PARA,     /* a paragraph; text boxes in it wait in `flow` until it ends */
    FRAME_TABLE,    /* takes rows */
    FRAME_CELL,     /* takes text */
    FRAME_CONTROL,  /* a content control round any of these */
    FRAME_ALTERNATE /* mc:AlternateContent: the first choice counts */
};

struct frame {
    enum frame_kind kind;
    unsigned depth; /* of the element that opened it */
    size_t start;   /* offset in the text: paragraph, cell, control */
    struct doc_flow flow;
    int level;                       /* paragraph */
    bool page_before, page_after;    /* paragraph */
    bool mark_deleted;               /* paragraph: it runs on into the next one */
    struct doc_block *open;          /* flow: the paragraph that the next one goes on with */
    struct doc_block *table;         /* table */
    struct doc_row *row, **last_row; /* table */
    struct doc_cell **last_cell;     /* table */
    unsigned rows, columns;          /* table */
    bool row_deleted;                /* table */
    struct str tag, alias;           /* control */
    bool taken;                      /* alternate */
};

struct docx_reader {
    struct doc_build *build;
    struct doc *doc;
    struct docx_headings headings;
    struct out text;
    struct doc_control **last_control;
    struct frame frames[FRAMES_MAX];
    size_t n;
    unsigned depth;
    unsigned skip;  /* depth of the element whose content is left out, or NO_SKIP */
    unsigned props; /* depth of the open pPr or trPr, or 0 */
    bool in_text;
    unsigned field_depth;
    bool field_code[FIELDS_MAX]; /* between a field's begin and its separator */
};

struct frame *docx_top(struct docx_reader *r);
/* The frame that takes what comes now: controls and alternatives are transparent. NULL outside of all. */
struct frame *docx_holder(struct docx_reader *r);
/* NULL and ERR_LIMIT when they stand too deep. */
struct frame *docx_push(struct docx_reader *r, enum frame_kind kind, struct err *e);
/* Ends the top frame: its text and blocks go to the holder. */
bool docx_pop(struct docx_reader *r, struct err *e);

bool docx_start_para(struct docx_reader *r, struct err *e);
bool docx_start_table(struct docx_reader *r, struct err *e);
bool docx_start_row(struct docx_reader *r, struct err *e);
bool docx_start_cell(struct docx_reader *r, struct err *e);
void docx_end_row(struct docx_reader *r);

#endif
