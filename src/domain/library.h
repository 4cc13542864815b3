/* 素材库: the library of an org's own documents. An original is kept as it came (files/, by SHA-256), also one that
   cannot be read; its text without residue (text/residue.h) is what is searched, read and compared.

   Reading needs search_may on the document's org and lock (ERR_NOT_FOUND otherwise); adding and changing RIGHT_WRITE on
   the org. What changes is a new version with a journal entry (object "library"); a removal can be undone. */
#ifndef DOMAIN_LIBRARY_H
#define DOMAIN_LIBRARY_H

#include "base/hash.h"
#include "domain/search.h"
#include "text/residue.h"

#include <stdatomic.h>

enum library_state {
    LIBRARY_TEXT,   /* read, has a text */
    LIBRARY_EMPTY,  /* read, and there is no text in it: a scan; `why` says so */
    LIBRARY_REFUSED /* could not be read; `why` says so; the original is kept */
};

struct str library_state_code(enum library_state state);  /* "text", "empty", "refused" */
struct str library_state_title(enum library_state state); /* by tr() */
struct str library_lock_code(enum search_lock lock);      /* "shared", "own" */
struct str library_lock_title(enum search_lock lock);     /* by tr() */
bool library_lock_parse(struct str code, enum search_lock *lock);

struct library_doc {
    int64_t id, root_id, org_id, version;
    enum search_lock lock;
    struct str org_name;
    struct str name, path;     /* as it came; path within the folder or archive it came from */
    struct str folder;         /* 目录, "政策/2023"; "" top */
    struct str digest, format; /* SHA-256 of the original; "docx", "md", … or "" */
    int64_t size;
    enum library_state state;
    struct str why;
    struct str title, issuer, place, doc_number; /* recognised, or as the clerk put it */
    struct date dated;
    int year;
    struct str *tags;
    size_t tags_n;
    int64_t same_as; /* the first document with the same content that the actor may read, or 0 */
    int64_t alike;   /* a near-duplicate (near-same text) that he may read, or 0 */
    int alike_per_mille;
    int64_t points, cuts, added_ms; /* characters; cuts: how many residues, cut or marked */
    int64_t pages;                  /* 0: the format has none */
    int64_t batch_id;
    struct str added_by;
    bool removed;
    struct str removed_why;
};

struct library_docs {
    struct library_doc *v;
    size_t n;
    int64_t total;
};

/* ---- adding: intake (入库) ---- */
/* Originals above are not taken. */
#define LIBRARY_FILE_MAX \
    INT64_C(1073741824) /* 1 GiB: kept; a reader takes at most doc_limits.file of it */

struct library_target {
    int64_t org_id;
    enum search_lock lock; /* SHARED or OWN */
    struct str folder;     /* "a/b"; what lies in folders comes below it */
    struct str *tags;
    size_t tags_n;
};

enum library_way {
    LIBRARY_BY_COMMAND,
    LIBRARY_BY_PAGE,
    LIBRARY_BY_WATCH /* what was removed stays removed when it is seen again */
};

struct str library_way_title(enum library_way way); /* by tr() */

/* Each file counts once: in added, duplicate, known or failed. */
struct library_tally {
    int64_t batch_id;
    int64_t added; /* has a text and its content is new (or it was removed and is there again) */
    int64_t
        duplicate; /* has a text; the same content is there under another name: linked by same_as */
    int64_t known; /* the same file was taken in before: nothing done */
    int64_t failed; /* without a text: kept, and listed with the reason; or not kept */
    int64_t bytes, points;
};

struct library_failure {
    struct str path, why;
    int64_t doc_id; /* 0: not kept (beyond limits, unreadable on the disk) */
};

struct library_failures {
    struct library_failure *v;
    size_t n;
};

struct library_intake;

struct library_intake_options {
    struct house *house;
    const struct actor *actor; /* copied */
    struct library_target to;  /* copied */
    enum library_way way;
    struct str source; /* shown in the log: the paths given, "3 个文件" */
    /* After each durable portion and at the end; on the thread that calls; may be NULL. */
    void (*progress)(void *arg, const struct library_tally *tally);
    void *arg;
    const atomic_bool *stop; /* may be NULL; once true, no more is taken and closing is quick */
};

/* Begins a batch (批次): checks the right, and writes it into the log. Not on the writer thread: it waits for jobs.
   Whatever ends the process, what a finished portion holds is there, and running it again adds the rest once. */
bool library_intake_open(
    const struct library_intake_options *options, struct library_intake **in, struct err *e);
/* A file, a folder with all below (no hidden names, no links followed), a .zip archive with what it holds (and .zip in
   it, one level). False only for trouble with the store, or a path that is not there; a file's trouble is a failure. */
bool library_intake_path(struct library_intake *in, const char *path, struct err *e);

/* An upload that lies in house_files() already (blob_finish). A .zip is unpacked as one on the disk. */
struct library_upload {
    struct str name; /* as the sender calls it; may have folders: "报告/2023/a.docx" */
    struct sha256 digest;
    int64_t size;
};

bool library_intake_upload(
    struct library_intake *in, const struct library_upload *upload, struct err *e);
/* Reads a document without a text once more, from the original that is kept: the program may know better by now. `doc` as
   library_get gave it, of the target's org. */
bool library_intake_again(struct library_intake *in, const struct library_doc *doc, struct err *e);
/* Finishes what waits, ends the batch and frees; also after a failure. tally and failures (in the arena) may be NULL. */
bool library_intake_close(struct library_intake *in, struct arena *a, struct library_tally *tally,
    struct library_failures *failures, struct err *e);

/* The log (入库记录). RIGHT_READ on the org; with all below. Newest first. */
struct library_batch {
    int64_t id, org_id, started_ms, ended_ms; /* ended_ms 0: running, or cut off by a kill */
    enum library_way way;
    struct str source, folder, by, org_name;
    struct library_tally tally;
};

struct library_batches {
    struct library_batch *v;
    size_t n;
    int64_t total;
};

bool library_batch_list(struct work *w, int64_t org_id, size_t offset, size_t limit,
    struct library_batches *list, struct err *e);
/* For the progress on a page. */
bool library_batch_get(struct work *w, int64_t id, struct library_batch *batch, struct err *e);
bool library_batch_failures(struct work *w, int64_t id, size_t offset, size_t limit,
    struct library_failures *list, struct err *e);

/* ---- looking ---- */
enum library_order {
    LIBRARY_BY_ADDED, /* the newest first */
    LIBRARY_BY_DATE,  /* the newest 日期 first, those without at the end */
    LIBRARY_BY_TITLE, /* in order of code points */
    LIBRARY_BY_SIZE   /* the largest first */
};

struct library_filter {
    int64_t org_id;    /* with all below; 0: all that the actor may read */
    struct str folder; /* with all below; "" all */
    bool folder_only;  /* not below; "" is then the top */
    struct str tag;    /* "" any */
    struct str format; /* "" any */
    int year;          /* 0 any */
    int64_t batch_id;  /* 0 any */
    bool with_cuts;    /* only those with residue */
    bool without_text; /* only EMPTY and REFUSED */
    bool repeated;     /* only those with same_as or alike */
    bool removed;      /* only the removed ones; else only those that are there */
    enum library_order order;
    size_t offset, limit; /* 1 … 200 */
};

bool library_list(
    struct work *w, const struct library_filter *f, struct library_docs *list, struct err *e);
bool library_get(struct work *w, int64_t id, struct library_doc *doc, struct err *e);

struct library_group { /* a folder or a tag */
    struct str name;
    int64_t docs; /* in it itself, not below */
};

struct library_groups {
    struct library_group *v;
    size_t n;
};

/* Of the org and all below, by name; at most 1,000. */
bool library_folders(struct work *w, int64_t org_id, struct library_groups *list, struct err *e);
bool library_tags(struct work *w, int64_t org_id, struct library_groups *list, struct err *e);

struct library_heading {
    int level;         /* 1 … 9 */
    size_t start, end; /* bytes in the text as shown */
};

struct library_cut {
    int n; /* its number in the document, from 0 */
    enum residue_kind kind;
    bool cut;          /* false: only marked, stands in the text */
    bool kept;         /* was cut, and was put back by the clerk */
    size_t start, end; /* bytes in the text as shown; start = end where it is cut out */
    struct str text;   /* what it is */
};

/* Everything for the reading view. */
struct library_reading {
    struct library_doc doc;
    struct str text; /* as shown: without the residues that are cut; "" where there is none */
    struct library_heading *headings;
    size_t headings_n;
    size_t *pages; /* where each page begins, rising; none where the format has no pages */
    size_t pages_n;
    struct library_cut *cuts; /* rising */
    size_t cuts_n;
};

bool library_read(struct work *w, int64_t id, struct library_reading *reading, struct err *e);
/* Where the original lies, for sending it; NUL-terminated, in the arena. */
bool library_original(
    struct work *w, int64_t id, struct library_doc *doc, const char **path, struct err *e);
/* A clean docx of the text in the official layout, in the arena. ERR_INPUT where there is no text. */
bool library_docx(
    struct arena *a, const struct library_reading *reading, struct str *bytes, struct err *e);
/* A file name to send it under: the title, without what systems forbid, ".docx". */
struct str library_file_name(struct arena *a, const struct library_doc *doc, struct str ending);

/* Residue review: cuts over all documents, newest documents first; of those that the actor may read. */
struct library_review_line {
    int64_t doc_id;
    struct str title;
    struct library_cut cut;   /* start, end are 0 */
    struct str before, after; /* some characters round it */
};

struct library_review {
    struct library_review_line *v;
    size_t n;
    int64_t total;
};

struct library_review_filter {
    int64_t org_id;       /* with all below */
    struct str kind;      /* residue_code; "" all */
    bool kept;            /* only those put back */
    size_t offset, limit; /* 1 … 200 */
};

bool library_review(struct work *w, const struct library_review_filter *f,
    struct library_review *list, struct err *e);

/* ---- changing: only inside a job ---- */
/* What the clerk may put right. Fields at fault: title, issuer, place, doc_number, dated, year, folder, tags, lock. */
struct library_change {
    int64_t id, version; /* the version that was read; ERR_CONFLICT when it has changed */
    enum search_lock lock;
    struct str folder, title, issuer, place, doc_number;
    struct date dated;
    int year;
    struct str *tags;
    size_t tags_n;
    struct str why; /* may be empty */
};

bool library_change(struct work *w, const struct library_change *c, struct err *e);
/* Puts a cut back into the text (kept), or cuts it again. n < 0: all of them. */
bool library_keep(struct work *w, int64_t id, int64_t version, int n, bool kept, struct err *e);
bool library_remove(struct work *w, int64_t id, int64_t version, struct str why, struct err *e);
bool library_restore(struct work *w, int64_t id, int64_t version, struct err *e);

/* ---- watched folders (监视文件夹) ---- */
struct library_watch {
    int64_t id, org_id, added_ms;
    struct str path, org_name; /* path: absolute, on the machine of the program */
    struct library_target to;
};

struct library_watches {
    struct library_watch *v;
    size_t n;
};

/* Only the machine's own commands may name a folder of the machine (actor.system). Again for the same folder and org: new
   target. */
bool library_watch_add(
    struct work *w, struct str path, const struct library_target *to, int64_t *id, struct err *e);
bool library_watch_remove(struct work *w, int64_t id, struct err *e);
/* RIGHT_READ on the org; with all below; 0 all: the machine's own commands. */
bool library_watch_list(
    struct work *w, int64_t org_id, struct library_watches *list, struct err *e);

/* A thread that takes in what lies and what arrives in all watched folders, until it is stopped. A file is taken when it
   was closed or moved there; names beginning with a dot and "~$" are not files yet. Nothing is removed from the library
   when a file goes. `told` (may be NULL) after each batch with something in it, on that thread. */
struct library_watcher;

struct library_watcher_options {
    struct house *house;
    void (*told)(void *arg, const struct library_watch *watch, const struct library_tally *tally);
    void *arg;
};

bool library_watcher_open(
    const struct library_watcher_options *options, struct library_watcher **watcher, struct err *e);
/* Ends soon: what is not taken in yet is at the next start. */
void library_watcher_close(struct library_watcher *watcher);

/* ---- figures ---- */
struct library_stats {
    int64_t docs, with_text, empty, refused, duplicates, alike, removed, points, bytes, cuts,
        batches;
};

/* Of the org and all below; 0: of all, for the machine's own commands. */
bool library_stats(struct work *w, int64_t org_id, struct library_stats *s, struct err *e);

/* ---- whether it holds, for `check` ---- */
enum library_fault_kind {
    LIBRARY_FAULT_VERSION,  /* a version is not what the journal says of it */
    LIBRARY_FAULT_CHANGED,  /* the document is not its last version */
    LIBRARY_FAULT_ORIGINAL, /* the original is not in files/, or not of its size */
    LIBRARY_FAULT_TEXT      /* it has a text, and none is found */
};

struct library_fault {
    enum library_fault_kind kind;
    int64_t doc_id, version;
};

struct library_proof {
    struct library_fault *v; /* at most 1000 */
    size_t n;
    int64_t docs, versions; /* how many were compared */
};

/* Only for the machine's own commands. */
bool library_prove(struct work *w, struct library_proof *proof, struct err *e);

#endif
