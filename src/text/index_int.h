/* Bytes of an index, for src/text/index_*.c. A number is a varint: 7 bits a byte, the lowest first, 0x80 on all but the
   last.

   Page: the byte INDEX_FORMAT, then entries:
     single   (term - last term) << 1 | 1, document, place (not with TERM_CHAR)
     short    (term - last term) << 1, documents << 1, places - documents, size of doc_list - documents,
              size of place_list - places (not with TERM_CHAR), doc_list, place_list
     long     (term - last term) << 1, parts << 1 | 1, size of the directory, directory: for each part
              first document - last one's, documents, places - documents
   doc_list: for each document (distance << 1 | count is 1), from the front; from the back, each byte for byte backwards,
     count - 2 of those whose count is not 1. The distance is from the document after the last one, at first from 0.
   place_list: for each document its places as distances from the one after the last, at first from 0; bit behind bit,
     the lowest first, in 7, 11, 15 or 32 bits. From the back, 4 in a byte, the codes 0 … 3 that say which. */
#ifndef TEXT_INDEX_INT_H
#define TEXT_INDEX_INT_H

#include "base/in.h"
#include "base/out.h"
#include "text/index.h"

#include <endian.h>

enum {
    INDEX_FORMAT = 1,
    VARINT_MAX = 10,
    INDEX_PAGE_BYTES = 8 << 10,
    INDEX_PRINT_PAGE_BYTES = 4 << 10,
    INDEX_SHORT_BYTES = 3 << 10, /* lists above go into parts */
    INDEX_PART_DOC_BYTES = 16 << 10,
    INDEX_PART_PLACE_BYTES = 64 << 10
};

static inline enum term_field
term_field(uint64_t term)
{
    return (enum term_field)((term >> 42) & 3);
}

static inline bool
term_has_places(uint64_t term)
{
    return term_field(term) != TERM_CHAR;
}

static inline void
varint_put(struct out *o, uint64_t v)
{
    if (o->cap - o->n < VARINT_MAX && !out_grow(o, VARINT_MAX))
        return;
    unsigned char *p = (unsigned char *)o->p + o->n, *from = p;
    while (v >= 0x80) {
        *p++ = (unsigned char)(v | 0x80);
        v >>= 7;
    }
    *p++ = (unsigned char)v;
    o->n += (size_t)(p - from);
}

/* Bits of a place of this code. */
static inline unsigned
index_width(unsigned code)
{
    return 7 + 4 * code + (code == 3 ? 13 : 0);
}

/* 8 bytes, the lowest first. */
static inline uint64_t
bits_load(const unsigned char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof(v));
    return le64toh(v);
}

static inline void
bits_store(unsigned char *p, uint64_t v)
{
    v = htole64(v);
    memcpy(p, &v, sizeof(v));
}

/* A number of any length. */
uint64_t varint_any(struct in *in);

static inline uint64_t
varint_take(struct in *in)
{
    const unsigned char *p = (const unsigned char *)in->p;
    size_t left = in_left(in);
    if (left >= 1 && p[0] < 0x80) {
        in->p += 1;
        return p[0];
    }
    if (left >= 2 && p[1] < 0x80) {
        in->p += 2;
        return (p[0] & 0x7f) | (uint64_t)p[1] << 7;
    }
    return varint_any(in);
}

/* An entry as it stands in the page. */
struct index_raw {
    uint64_t term;
    uint32_t docs;
    uint64_t places;
    uint32_t doc, place; /* of a single one */
    struct str doc_list, place_list, directory;
    size_t parts_n;

    enum {
        INDEX_SINGLE,
        INDEX_SHORT,
        INDEX_LONG
    } kind;
};

bool index_raw_next(struct index_page *p, struct index_raw *raw, bool *done, struct err *e);
/* The next part of a directory; `last` is the one before, zeros at first. False at its end, or bad. */
bool index_part_next(struct in *directory, struct index_part *last);
/* Sets ERR_STORE. */
bool index_broken(struct err *e);

/* ---- the list that is being written, and the page ---- */
struct index_writer {
    struct index_sink sink;
    struct out page;
    uint64_t page_first, page_last;
    uint64_t given; /* bytes */
    /* The list; of a long one what is not in a part yet. */
    uint64_t term, places;
    uint32_t docs, first_doc, last_doc;
    struct out doc_list, counts;
    struct out place_list, codes; /* whole bytes; of the next one `bit` bits are used */
    unsigned bit;
    uint32_t coded, first_place;
    /* Parts that were given. */
    struct out directory;
    uint32_t parts, part_first;
};

void index_writer_init(struct index_writer *w, const struct index_sink *sink);
void index_writer_release(struct index_writer *w);
void index_list_begin(struct index_writer *w, uint64_t term);

/* The next document; then its places. */
static inline void
index_list_doc(struct index_writer *w, uint32_t doc, uint32_t count)
{
    uint32_t distance = doc;
    if (w->docs)
        distance -= w->last_doc + 1;
    else
        w->first_doc = doc;
    w->last_doc = doc;
    w->docs++;
    w->places += count;
    varint_put(&w->doc_list, ((uint64_t)distance << 1) | (count == 1));
    if (count != 1)
        varint_put(&w->counts, count - 2);
}

/* A place as the distance from the one after the last. */
static inline void
index_list_place(struct index_writer *w, uint32_t distance)
{
    struct out *o = &w->place_list, *c = &w->codes;
    if ((o->cap - o->n < sizeof(uint64_t) && !out_grow(o, sizeof(uint64_t))) ||
        (c->cap - c->n < 1 && !out_grow(c, 1)))
        return;
    if (w->coded == 0)
        w->first_place = distance;
    unsigned code = (distance >= 1u << 7 ? 1u : 0) + (distance >= 1u << 11 ? 1 : 0) +
        (distance >= 1u << 15 ? 1 : 0);
    unsigned char *to = (unsigned char *)o->p + o->n, *codes = (unsigned char *)c->p + c->n;
    bits_store(to, (w->bit ? *to : 0) | ((uint64_t)distance << w->bit));
    w->bit += index_width(code);
    o->n += w->bit >> 3;
    w->bit &= 7;
    unsigned quarter = 2 * (w->coded++ & 3);
    *codes = (unsigned char)((quarter ? *codes : 0) | (code << quarter));
    c->n += quarter == 6;
}

static inline bool
index_list_full(const struct index_writer *w)
{
    return w->doc_list.n + w->counts.n >= INDEX_PART_DOC_BYTES ||
        w->place_list.n + w->codes.n >= INDEX_PART_PLACE_BYTES;
}

/* Gives what there is as a part, if there is anything. */
bool index_list_cut(struct index_writer *w, struct err *e);
/* A finished part, its first document being the first number of `docs`; what was there before has been cut. ERR_STORE
   when it does not come after the last one. */
bool index_list_part(struct index_writer *w, const struct index_part *part, struct str docs,
    struct str places, struct err *e);
/* Puts the entry into the page. */
bool index_list_end(struct index_writer *w, struct err *e);
/* The last page. */
bool index_writer_end(struct index_writer *w, struct err *e);

#endif
