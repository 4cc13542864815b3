/* Documents on their way into a segment, and the writing of one. Inside of 检索 only. */
#ifndef DOMAIN_SEARCH_LOAD_H
#define DOMAIN_SEARCH_LOAD_H

#include "domain/search_view.h"
#include "text/index.h"

struct search_piece {
    size_t start; /* code points of the normalised text before it */
    struct str text;
};

struct search_pieces {
    struct search_piece *v;
    size_t n;
};

/* A text as it goes into search_text; *points: of the normalised text. The pieces point into `text`. */
struct search_pieces search_pieces_of(struct arena *a, struct str text, size_t *points);
/* The text itself where the store can keep it, else a copy without NUL and broken bytes. */
struct str search_clean(struct arena *a, struct str text);
bool search_pieces_write(
    struct work *w, int64_t docno, const struct search_pieces *pieces, struct err *e);

/* Bytes of a segment, in memory: what an index_sink was given. */
struct search_page {
    uint64_t first;
    struct str bytes;
};

struct search_part {
    uint64_t term;
    uint32_t part;
    struct str docs, places;
};

struct search_rows {
    struct arena *arena;
    struct search_page *pages;
    size_t pages_n;
    struct search_part *parts;
    size_t parts_n;
    size_t bytes;
};

struct index_sink search_rows_sink(struct search_rows *rows);
void search_rows_clear(struct search_rows *rows);
bool search_rows_write(struct work *w, int64_t seg, const struct search_rows *rows, struct err *e);

/* What the store calls the page that holds a term. */
static inline int64_t
search_page_id(int64_t seg, uint64_t term)
{
    return (int64_t)((uint64_t)seg << 44 | term);
}

static inline int64_t
search_text_id(int64_t docno, size_t start)
{
    return (int64_t)((uint64_t)docno << 32 | (uint64_t)start);
}

/* search_state, moved on: `docs` documents, `fresh` code points into search_fresh, `segs` segments. *next: as it is then. */
bool search_next(struct work *w, int64_t docs, int64_t fresh, int64_t segs,
    struct search_next *next, struct err *e);

/* A document of a struct search_load. */
struct search_loaded {
    struct search_item item; /* without ref_id */
    struct search_pieces pieces;
    size_t points, title_points;
    uint32_t docno; /* of fresh documents, which have one */
};

size_t search_load_docs(const struct search_load *l);
const struct search_loaded *search_loaded(const struct search_load *l, size_t i);
/* Of a document whose text is in the store already: one->docno, normalised title and text. */
void search_load_add_fresh(
    struct search_load *l, const struct search_loaded *one, struct str title, struct str text);
/* Segment and facts. The documents are numbered from docno on, or have their own (0). ref_ids may be NULL. */
bool search_load_write(struct work *w, const struct search_load *l, int64_t seg, int64_t docno,
    const int64_t *ref_ids, struct err *e);

/* The fresh documents on their way into a segment. Reading and building also outside of a job; nothing is written when
   somebody else was faster. */
struct search_flush;

struct search_flush *search_flush_open(void);
void search_flush_close(struct search_flush *f);
bool search_flush_read(struct search_flush *f, struct work *w, struct err *e);
bool search_flush_build(struct search_flush *f, struct err *e);
bool search_flush_write(const struct search_flush *f, struct work *w, struct err *e);
/* All of it inside a job. */
bool search_flush_now(struct work *w, struct err *e);

#endif
