/* What a child of the reader process tells, byte by byte. A child may have been taken over by what it read, so the other
   side believes nothing. Private to the reader process and its tests. Numbers have their least byte first. */
#ifndef DOC_CHILD_FORM_H
#define DOC_CHILD_FORM_H

#include "base/in.h"
#include "doc/child.h"

enum {
    CHILD_TEXT_MAX = 32 * 1024 * 1024,
    CHILD_FORM_MAX = CHILD_TEXT_MAX + 16 * 1024 * 1024, /* with headings and pages */
    CHILD_NAME_MAX = 4096,
    CHILD_CHUNK = 64 * 1024
};

/* A document, or why there is none. */
void child_put_text(struct out *o, const struct child_text *text);
void child_put_refusal(struct out *o, const struct err *why);
/* ERR_INPUT for bytes that are neither; a refusal is its own error. In the arena. */
bool child_take_text(struct arena *a, struct str bytes, struct child_text *text, struct err *e);

/* A profile, or why there is none: its JSON, of which every number and name is checked again. */
void child_put_profile(struct out *o, const struct docx_profile *profile);
bool child_take_profile(
    struct arena *a, struct str bytes, struct docx_profile *profile, struct err *e);

void child_put_picture(struct out *o, const struct picture_print *print);
bool child_take_picture(struct str bytes, struct picture_print *print, struct err *e);

/* Text, headings and pages of a document that was read. */
void child_text_of(
    struct arena *a, const struct doc *doc, bool markdown, struct out *text, struct child_text *t);

/* An archive, as frames. */
enum child_frame_kind {
    CHILD_BEGIN = 'B', /* name */
    CHILD_BYTES = 'D',
    CHILD_END = 'E',  /* the entry is whole */
    CHILD_BAD = 'X',  /* the entry is not: a refusal */
    CHILD_STOP = 'S', /* the archive cannot be read (further): a refusal */
    CHILD_OFFICE = 'O',
    CHILD_DONE = 'Z'
};

struct child_frame {
    enum child_frame_kind kind;
    struct str bytes;
};

void child_put_frame(struct out *o, enum child_frame_kind kind, struct str bytes);
/* Takes the next frame off the front of *bytes. *enough false: it is not all there yet. False: it is none. */
bool child_take_frame(struct str *bytes, struct child_frame *frame, bool *enough);
/* A refusal inside of a frame; always fills e. */
void child_take_refusal(struct str bytes, struct err *e);

/* In the child: unpacks the zip behind fd as frames into `to`. False when the other side is gone. */
bool child_unzip(int fd, int to);
bool child_write(int to, struct str bytes);

#endif
