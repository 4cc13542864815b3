/* What the files of 素材库 share. Not for other modules. */
#ifndef DOMAIN_LIBRARY_INT_H
#define DOMAIN_LIBRARY_INT_H

#include "domain/library.h"
#include "text/print.h"
#include "text/recognise.h"

enum library_title_by {
    LIBRARY_TITLE_TEXT,
    LIBRARY_TITLE_NAME,
    LIBRARY_TITLE_CLERK
};

enum {
    LIBRARY_SKETCH_ROWS = 8 /* of a sketch's hashes, for finding candidates */
};

struct library_org {
    int64_t id, root_id;
    struct str path;
    struct date closed_on;
};

/* No right is asked; ERR_NOT_FOUND. */
bool library_org_get(struct work *w, int64_t id, struct library_org *org, struct err *e);

/* Paths of the org and all below: from ≤ path < to. 0: of all orgs. No right is asked. */
struct library_range {
    struct str from, to;
};

bool library_range(struct work *w, int64_t org_id, struct library_range *r, struct err *e);
bool library_failures_read(struct work *w, int64_t batch_id, size_t offset, size_t limit,
    struct library_failures *list, struct err *e);
/* A file or folder below a watched folder, or that itself. */
bool library_intake_below(
    struct library_intake *in, struct str root, struct str path, struct err *e);
/* Files that were changed a moment ago are told instead of taken. */
void library_intake_young(
    struct library_intake *in, void (*young)(void *arg, struct str path), void *arg);

/* ---- one file on its way in ---- */
/* library_walk.c finds it, library_prepare.c reads it on a thread of its own, library_store.c writes it in a job. All in
   its own arena. */
struct library_prep {
    struct arena *arena;
    struct str where; /* where it comes from, for knowing it again: absolute path, "upload:…" */
    struct str path, name, folder; /* label, last part of it, and the folder it goes to */
    int64_t again;                 /* a document that is read once more; 0: none */
    const char *file;              /* to be read from there; NULL: it lies in files/ already */
    struct sha256 digest;
    int64_t size;

    struct hex_text digest_hex, origin;
    bool known; /* taken in before */
    bool lost;  /* not kept, `why` says why */
    bool fresh; /* its original was written now and is not durable yet */
    enum library_state state;
    struct str why, format;
    struct str text; /* as shown */
    struct residues residues;
    struct str raw;             /* with all residue */
    struct str headings, pages; /* JSON */
    int64_t pages_n, points;
    struct recognised said;
    bool named; /* the title is the file's name */
    uint64_t sketch[PRINT_SKETCH];
    size_t sketch_n;

    /* Written by the job. */
    int64_t id;

    enum library_outcome {
        LIBRARY_ADDED,
        LIBRARY_DUPLICATE,
        LIBRARY_KNOWN,
        LIBRARY_FAILED
    } outcome;
};

struct library_preparing {
    const char *files;
    int64_t org_id;
    enum library_way way;
    struct reader *reader; /* of this thread */
};

/* False only for trouble that says nothing of the file: no child, disk full. */
bool library_prepare(struct library_preparing *p, struct library_prep *prep, struct err *e);
/* What a text says, with its residue found: for prepare and for tests. */
void library_prepare_text(struct library_prep *prep);
/* A label without control characters, "." and "..": "../a\\b.txt" is "a/b.txt"; never empty. In the arena. */
struct str library_label(struct arena *a, struct str name);
/* The last part of a label. */
struct str library_last_part(struct str label);
/* The folder of the target and of the label: "a/b" and "c/d.txt" is "a/b/c"; cut to what a folder may be. */
struct str library_folder_of(struct arena *a, struct str base, struct str label);

/* ---- the job ---- */
struct library_portion {
    struct library_prep **v;
    size_t n;
    /* Built; its items are those of the preps that are neither known nor lost, in order. NULL: too little for a segment. */
    struct search_load *load;
    const struct library_target *to;
    enum library_way way;
    int64_t batch_id, failures; /* how many the batch has so far */
    struct library_tally tally; /* of this portion, filled by the job */
};

bool library_portion_write(struct work *w, void *portion, struct err *e);
struct search_item library_item(
    const struct library_prep *p, const struct library_target *to, const struct library_org *org);

/* ---- versions: library_version.c ---- */
bool library_keep_version(
    struct work *w, const struct library_doc *d, const char *what, struct str why, struct err *e);
/* As it is kept in versions. tags are read; cuts NULL: none is kept. */
struct library_cut_rows;
struct str library_snapshot(
    struct arena *a, const struct library_doc *d, const struct library_cut_rows *cuts);
/* A row without a right asked; ERR_NOT_FOUND. same_as and alike as they stand there. */
bool library_load(
    struct work *w, int64_t id, struct library_doc *d, enum library_title_by *by, struct err *e);
/* Whether the actor may know of a document: it is there, and he may read it. */
bool library_may_know(struct work *w, int64_t id, bool *may, struct err *e);
/* The shown text of a document, removed or not. */
bool library_text(struct work *w, const struct library_doc *d, struct str *text, struct err *e);

/* Makes it found under its text as it is now. */
bool library_index(struct work *w, const struct library_doc *d, enum library_title_by by,
    struct str text, struct err *e);
/* Takes a removal back; no right is asked. */
bool library_put_back(struct work *w, int64_t id, struct err *e);

struct library_cut_row {
    int n;
    enum residue_kind kind;
    size_t start; /* in the text with all residue */
    bool cut, kept;
    struct str text, before, after;
};

struct library_cut_rows {
    struct library_cut_row *v;
    size_t n;
};

struct stmt;
/* From six columns: n, kind, cut, kept, text, around. False: a kind that is not known. */
bool library_cut_row(struct arena *a, const struct stmt *s, int col, struct library_cut_row *row);
bool library_cut_rows(struct work *w, int64_t doc_id, struct library_cut_rows *rows, struct err *e);
bool residue_parse(struct str code, enum residue_kind *kind);

/* Headings of a plain text by their form: 第一章, 一、, （一）. In the arena. */
void library_outline_of(struct arena *a, struct str text, struct library_heading **list, size_t *n);

struct str library_folder_clean(struct arena *a, struct str folder);
bool library_folder_check(struct arena *a, struct str *folder, struct err *e);
bool library_tags_check(struct arena *a, struct str *tags, size_t n, struct str **clean,
    size_t *clean_n, struct err *e);
bool library_tags_write(
    struct work *w, const struct library_doc *d, const struct str *tags, size_t n, struct err *e);
bool library_tags_read(struct work *w, struct library_doc *d, struct err *e);

#endif
