/* Signed notes and tree heads as C2SP writes them down (signed-note, tlog-checkpoint, tlog-cosignature): a text of whole
   lines, an empty line, and a line for each signature: an em dash, the key's name, base64 of the key's id and the signature.
   A checkpoint's text is three lines: the journal's name, how many entries, the root in base64; lines may follow. */
#ifndef BASE_NOTE_H
#define BASE_NOTE_H

#include "base/err.h"
#include "base/sign.h"
#include "base/tlog.h"

enum {
    NOTE_MAX = 64 * 1024,
    NOTE_LINES_MAX = 100 /* signatures looked at */
};

enum note_kind {
    NOTE_SIGNATURE = 1, /* Ed25519 of the text */
    NOTE_COSIGNATURE =
        4 /* Ed25519 of a time and the text: seen then, and all before it is unchanged */
};

struct note_key {
    struct str name;
    enum note_kind kind;
    struct sign_public key;
    uint32_t id; /* begins SHA-256 of name, line feed, kind and key */
};

struct note_line {
    struct str name;
    uint32_t id;
    struct str signature; /* without the id */
    struct str line;      /* as it stands, with its line feed */
};

struct note {
    struct str text;
    struct note_line *lines;
    size_t n;
};

struct note_key note_key_of(struct str name, enum note_kind kind, struct sign_public key);
/* "name+id+base64", by which others know a key. */
void note_key_put(struct out *o, const struct note_key *key);
bool note_key_read(struct arena *a, struct str text, struct note_key *key, struct err *e);
/* "PRIVATE+KEY+name+id+base64", as the file that holds it; one line. */
void note_secret_put(struct out *o, const struct note_key *key, const struct sign_secret *secret);
bool note_secret_read(struct arena *a, struct str text, struct note_key *key,
    struct sign_secret *secret, struct err *e);

/* Appends the line of a signature of `text`. time_s (seconds since 1970): for NOTE_COSIGNATURE, otherwise 0. */
void note_sign(struct out *o, struct str text, const struct note_key *key,
    const struct sign_secret *secret, int64_t time_s);
/* The parts point into `bytes`. */
bool note_read(struct arena *a, struct str bytes, struct note *note, struct err *e);
/* Whether a line of the note is by that key and holds; *time_s (may be NULL) when, for a cosignature. */
bool note_signed_by(const struct note *note, const struct note_key *key, int64_t *time_s);

struct checkpoint {
    struct str origin;
    int64_t size;
    struct sha256 root;
};

void checkpoint_put(struct out *o, const struct checkpoint *c);
bool checkpoint_read(struct arena *a, struct str text, struct checkpoint *c, struct err *e);

#endif
