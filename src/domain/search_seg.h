/* Reading a segment: terms, their documents, their places. */
#ifndef DOMAIN_SEARCH_SEG_H
#define DOMAIN_SEARCH_SEG_H

#include "domain/house.h"
#include "text/index.h"

/* Documents by local number, rising, and how often. */
struct find_list {
    uint32_t n;
    uint32_t *doc, *count;
};

/* The documents of an entry, by part, once they were decoded. */
struct seg_lists {
    struct find_list *v;
};

/* One place of a phrase: the characters that may stand there make several terms. */
struct seg_term {
    struct index_entry *v; /* those that occur; lists and directories in the arena */
    size_t n;
    struct seg_lists *lists; /* of each of them */
    uint64_t docs, places;   /* of all of them; a document may be counted more than once */
};

struct seg_reader {
    struct work *w;
    struct arena *arena; /* for what is kept; w->arena */
    int64_t seg;
    uint32_t docs; /* of the segment */
};

/* Adds the entry of the term, if there is one. */
bool seg_term_add(const struct seg_reader *r, uint64_t term, struct seg_term *to, struct err *e);
/* Adds all entries from `from` up to, not including, `to_term`. */
bool seg_term_add_range(const struct seg_reader *r, uint64_t from, uint64_t to_term,
    struct seg_term *to, struct err *e);

/* All documents of the term. */
bool seg_docs(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e);
/* Leaves in `list` (counts are not looked at) those that have the term. */
bool seg_docs_keep(
    const struct seg_reader *r, const struct seg_term *t, struct find_list *list, struct err *e);

/* For search_places.c: lists with room, decoding behind what a list holds, and where a part lies in one. */
struct find_list seg_list_new(struct arena *a, size_t max);
bool seg_list_decode(const struct seg_reader *r, struct str bytes, uint32_t docs,
    struct find_list *list, struct err *e);
/* Of entry i of the term its documents, of a long one those of a part; kept with the term, not to be changed. */
bool seg_part_docs(const struct seg_reader *r, const struct seg_term *t, size_t i, size_t part,
    const struct find_list **docs, struct err *e);
/* The first document of the list from `at` on that is not below. */
uint32_t seg_list_from(const struct find_list *list, uint32_t at, uint32_t doc);
void seg_part_span(const struct index_entry *t, size_t part, const struct find_list *list,
    uint32_t *from, uint32_t *to);

/* Places of documents, one behind the other: those of document i are place[from[i]] … place[from[i + 1] - 1], rising. */
struct seg_places {
    uint32_t *from;
    uint32_t *place;
};

/* Of the documents of a list, which need not all have the term (search_places.c). */
bool seg_places_of(const struct seg_reader *r, const struct seg_term *t,
    const struct find_list *list, struct seg_places *places, struct err *e);

#endif
