/* Answering a query: which documents of which block hold each of its words, and what the tree makes of that. */
#ifndef DOMAIN_SEARCH_FIND_H
#define DOMAIN_SEARCH_FIND_H

#include "domain/search_seg.h"
#include "domain/search_view.h"
#include "text/query.h"
#include "text/variant.h"

/* The characters that may stand at one place of a word. */
struct find_set {
    uint32_t cp[VARIANT_MAX];
    size_t n;
};

/* A word that is looked for: QUERY_TEXT or QUERY_TITLE. */
struct find_word {
    const uint32_t *cp;
    size_t n;
    bool title_only, variants;
    bool wanted;           /* not excluded by NOT: it counts for the rank */
    struct find_set *sets; /* n of them */
    struct str utf8;       /* folded where variants are the same */
};

/* A word in a block. */
struct find_hits {
    struct find_list list; /* documents that hold it, and how often */
    uint64_t *bits;        /* the same documents */
    uint64_t *title;       /* whose title holds it; NULL: none */
    struct seg_term *
        cover; /* terms that cover a word of several characters, and where in it they begin; for places */
    uint32_t *offset;
    size_t cover_n;
    bool read; /* places come from reading the texts: there are few, or the word is long */
    struct find_list placed; /* documents of which the places are known already, and these */
    struct seg_places starts;
};

/* What the filters and the rights leave of a block. */
struct find_block {
    const struct search_block *b;
    uint64_t *visible; /* not gone, and the actor may read it */
    bool all_visible;
    uint64_t *wanted; /* the same within the filters of the ask */
    uint64_t *result;
    struct find_hits *hits; /* by word */
    uint8_t *scope_ok, *scope_wanted;
    struct str *title, *text; /* of fresh documents; folded where variants are the same */
};

struct find_name {
    int64_t org_id;
    struct str name;
};

struct find {
    struct work *w;
    struct arena *arena; /* w->arena */
    const struct search_ask *ask;
    struct search_view *view;
    struct query *query;
    struct find_word *words;
    size_t words_n;
    struct find_block *blocks; /* as in the view */
    int64_t docs, points;      /* of everything visible */
    struct find_name *names;   /* of orgs that were asked for */
    size_t names_n;
};

/* Prepares the words; the view is the caller's to give back. */
bool find_open(struct find *f, struct work *w, const struct search_ask *ask, struct query *query,
    struct err *e);
void find_close(struct find *f);
/* Fills visible and wanted (search_scope.c). */
bool find_scopes(struct find *f, struct err *e);
/* Fills hits of one word in one block: of visible documents only (search_word.c, search_fresh.c). */
bool find_word_in_segment(struct find *f, struct find_block *b, const struct find_word *word,
    struct find_hits *hits, struct err *e);
bool find_word_in_fresh(struct find *f, struct find_block *b, const struct find_word *word,
    struct find_hits *hits, struct err *e);
/* Fills result of every block (search_find.c). */
bool find_run(struct find *f, struct err *e);

/* Where one of f->words begins in the texts of some documents of a block (search_word.c); a single character has no
   places. */
bool find_places(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *docs, struct seg_places *places, struct err *e);

bool find_places_in_fresh(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *docs, struct seg_places *places);

/* The characters [from, to) of a document's normalised text as they are shown (search_text.c). */
bool search_stretch(
    struct work *w, int64_t docno, size_t from, size_t to, struct str *text, struct err *e);

/* The name of an org, "" when there is none; asked for once a query (search_hits.c). */
bool find_org_name(struct find *f, int64_t org_id, struct str *name, struct err *e);

/* Keeps the documents that are visible, in place. */
void find_keep_visible(const struct find_block *b, struct find_list *list);
/* Text hits and title hits of a word as one; `title` may be counted as text where it stands apart from it. */
void find_hits_join(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *text, const struct find_list *title, struct find_hits *hits);

#endif
