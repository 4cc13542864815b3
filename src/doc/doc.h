/* A document (文档) as its reader sees it: paragraphs with heading levels, tables, sheets. What a file is, is
   told by its content, never by its name: docx, xlsx (ECMA-376, transitional and strict), doc and xls (Office 97–2003),
   html and plain text are read here; pdf, and older doc and xls, by programs that the machine may have
   (poppler-utils, antiword, catdoc).
   A file is a stranger's: every reader works inside struct doc_limits, and a file beyond them, or one that is
   damaged, is refused with a sentence. */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include "base/arena.h"
#include "base/err.h"
#include "base/out.h"

enum doc_kind {
    DOC_TXT,
    DOC_HTML,
    DOC_DOCX,
    DOC_XLSX,
    DOC_PDF,
    DOC_DOC,
    DOC_XLS
};

enum doc_block_kind {
    DOC_PARAGRAPH,
    DOC_TABLE,
    DOC_SHEET, /* a workbook's sheet begins; text is its name */
    DOC_PAGE_BREAK
};

struct doc_cell {
    struct str text; /* lines are parted by \n */
    unsigned column; /* from 0, as in the sheet or the row; rising within a row */
    struct doc_cell *next;
};

struct doc_row {
    struct doc_cell *first; /* cells without text may be missing */
    unsigned number;        /* from 1, as in the sheet or the table; rising */
    struct doc_row *next;
};

struct doc_block {
    enum doc_block_kind kind;
    int level;            /* paragraph: 0 body, 1 … 9 heading */
    struct str text;      /* paragraph, sheet; lines are parted by \n */
    struct doc_row *rows; /* table */
    struct doc_block *next;
};

/* A content control (内容控件) of a docx with a tag: how a bound figure is found again in a report. */
struct doc_control {
    struct str tag, alias;
    struct str text;
    struct doc_control *next;
};

/* All in the arena that was given to the reader. Text is valid UTF-8 without control characters but \t and \n. */
struct doc {
    enum doc_kind kind;
    struct doc_block *first;
    struct doc_control *controls;
};

struct doc_limits {
    size_t file;      /* bytes of the file itself */
    size_t inflated;  /* bytes that one file's parts may unpack to, in all */
    size_t text;      /* bytes of text taken out */
    size_t ratio;     /* unpacked bytes for one packed byte, above the first MiB of a part */
    size_t entries;   /* parts in a package */
    unsigned depth;   /* nested elements */
    unsigned seconds; /* for a program that reads in our stead */
};

struct doc_limits doc_limits_usual(void);

/* limits NULL: the usual ones. Errors: ERR_NOT_FOUND or ERR_IO for the file, ERR_INPUT for what is no readable
   document, ERR_LIMIT for one beyond the limits. */
bool doc_read_file(struct arena *a, const char *path, const struct doc_limits *limits,
    struct doc **doc, struct err *e);
/* The same from memory; nothing points into `bytes` afterwards. */
bool doc_read_bytes(struct arena *a, struct str bytes, const struct doc_limits *limits,
    struct doc **doc, struct err *e);
/* The plain text: a paragraph or a sheet's name a line, a row a line with its cells parted by tabs. */
void doc_text(const struct doc *doc, struct out *o);
/* One block's part of it. */
void doc_block_text(const struct doc_block *block, struct out *o);
/* "docx", "xlsx" … */
const char *doc_kind_name(enum doc_kind kind);

#endif
