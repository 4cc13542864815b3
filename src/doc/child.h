/* Documents are a stranger's bytes, so each is read in a process of its own that ends with it. A small reader process
   (读取进程) is started once from the program itself, forks for each document, holds the child to its limits and tells
   how it ended; a child that is killed or crashes is a sentence, and nothing more happens. The reader ends when the
   program does, in whatever way. */
#ifndef DOC_CHILD_H
#define DOC_CHILD_H

#include "doc/doc.h"
#include "doc/docx_profile.h"
#include "doc/picture.h"

/* The program called with this one argument is the reader process: main hands over to child_main at once. */
#define CHILD_COMMAND "read-documents"
int child_main(void);

enum {
    CHILD_SECONDS = 18,              /* of the clock and of the processor, for a document */
    CHILD_MEMORY = 512 * 1024 * 1024 /* bytes of address space */
};

struct child_heading {
    int level;         /* 1 … 9 */
    size_t start, end; /* bytes in the text */
};

/* The text is that of doc_text. Checked: UTF-8 without control characters but \t and \n; places rise and lie within the
   text at the border of characters. */
struct child_text {
    enum doc_kind kind;
    struct str text;
    struct child_heading *headings;
    size_t headings_n;
    size_t *pages; /* where each page begins; none where the format has no pages */
    size_t pages_n;
};

/* Reads the file behind fd (from its start; fd stays open). markdown: lines of a plain text that begin with # are
   headings. Any thread; at most two documents are read at a time, others wait. Errors: ERR_INPUT and
   ERR_LIMIT for what cannot be read, also when the child crashed or was stopped; ERR_IO when no child could be started:
   that says nothing of the document. */
bool child_read(struct arena *a, int fd, bool markdown, struct child_text *text, struct err *e);

/* Learns the layout of the docx behind fd (docx_learn.h), in a child as well. */
bool child_learn(struct arena *a, int fd, struct docx_profile *profile, struct err *e);

/* What the picture behind fd looks like. False: it is no JPEG and no PNG, or it cannot be read now. */
bool child_picture(int fd, struct picture_print *print);

/* Where an archive's entries go, in order. False ends the unpacking. */
struct child_sink {
    bool (*begin)(void *arg, struct str name, struct err *e); /* name: bytes as they stand there */
    bool (*bytes)(void *arg, struct str bytes, struct err *e);
    /* why NULL: it is whole; otherwise what came of it is to be thrown away. */
    bool (*end)(void *arg, const struct err *why, struct err *e);
    void *arg;
};

/* Unpacks the zip behind fd in a child, folders left out. *document: it is an office package and nothing was unpacked. */
bool child_unpack(int fd, const struct child_sink *sink, bool *document, struct err *e);

#endif
