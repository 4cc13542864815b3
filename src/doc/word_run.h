/* Runs of an old Word document ([MS-DOC]): which stretches of the file are what kind of paragraph, and which are
   deleted. Kept in pages of 512 bytes, found by a table. */
#ifndef DOC_WORD_RUN_H
#define DOC_WORD_RUN_H

#include "doc/doc_int.h"

struct word_run {
    uint32_t from, to; /* offsets in the stream of the text */
    uint8_t level;     /* paragraph: 0 body, 1 … 9 heading */
    bool in_table, row_end;
    bool deleted; /* characters: a tracked deletion */
};

struct word_runs {
    struct word_run *list; /* sorted by `from` */
    size_t n, room;
};

enum word_run_kind {
    WORD_PARAGRAPHS,
    WORD_CHARACTERS
};

/* `plc` is the table of the pages. */
bool word_runs_read(struct doc_build *b, struct str text, struct str plc, enum word_run_kind kind,
    struct word_runs *runs, struct err *e);
/* What holds at this offset; a run of nothing where none is told. */
struct word_run word_run_at(const struct word_runs *runs, uint32_t offset);

#endif
