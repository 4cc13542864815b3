/* Fingerprints looked up for the copy check. */
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/search_find.h"
#include "domain/search_int.h"
#include "text/print.h"

#include <stdlib.h>

struct wanted {
    uint64_t term;
    uint32_t print;
};

struct spotter {
    struct find *f;
    const struct find_block *b;
    struct wanted *wanted; /* by term */
    size_t n;
    uint32_t docs_max;
    struct search_spots *spots;
};

static int
by_term(const void *x, const void *y)
{
    const struct wanted *a = x, *b = y;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    return (a->print > b->print) - (a->print < b->print);
}

/* How many of `wanted` from `at` on have the same term. */
static size_t
same_term(const struct spotter *s, size_t at)
{
    size_t n = 1;
    while (at + n < s->n && s->wanted[at + n].term == s->wanted[at].term)
        n++;
    return n;
}

static void
add_spots(struct spotter *s, size_t at, size_t same, const struct find_list *docs,
    const struct seg_places *places)
{
    const struct search_facts *facts = s->b->b->facts;
    for (uint32_t i = 0; i < docs->n; i++)
        for (uint32_t k = places->from[i]; k < places->from[i + 1]; k++)
            for (size_t j = 0; j < same; j++) {
                struct search_spot one = {
                    facts->docno[docs->doc[i]], places->place[k], s->wanted[at + j].print};
                LIST_ADD(s->f->arena, s->spots, one);
            }
}

static bool
segment_term(struct spotter *s, const struct seg_reader *r, size_t at, size_t same, struct err *e)
{
    struct seg_term t = {0};
    struct find_list docs;
    struct seg_places places;
    if (!seg_term_add(r, s->wanted[at].term, &t, e))
        return false;
    if (t.n == 0)
        return true;
    if (!seg_docs(r, &t, &docs, e))
        return false;
    find_keep_visible(s->b, &docs);
    for (size_t j = 0; j < same; j++)
        s->spots->docs[s->wanted[at + j].print] += docs.n;
    if (docs.n == 0 || s->spots->docs[s->wanted[at].print] > s->docs_max)
        return true;
    if (!seg_places_of(r, &t, &docs, &places, e))
        return false;
    add_spots(s, at, same, &docs, &places);
    return true;
}

static bool
segment_spots(struct spotter *s, struct err *e)
{
    struct seg_reader r = {s->f->w, s->f->arena, s->b->b->seg, s->b->b->facts->n};
    for (size_t at = 0, same; at < s->n; at += same) {
        same = same_term(s, at);
        if (!segment_term(s, &r, at, same, e))
            return false;
    }
    return true;
}

/* ---- fresh documents: their fingerprints are made anew ---- */

static size_t
find_term(const struct spotter *s, uint64_t term)
{
    size_t low = 0, high = s->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->wanted[mid].term < term)
            low = mid + 1;
        else
            high = mid;
    }
    return low < s->n && s->wanted[low].term == term ? low : SIZE_MAX;
}

static void
fresh_doc(struct spotter *s, uint32_t doc, struct arena *scratch, uint32_t *last)
{
    struct str text = s->b->b->facts->text[doc];
    uint32_t *cp = arena_array(scratch, uint32_t, text.n + 1);
    size_t n = 0, prints_n;
    while (utf8_next(&text, &cp[n]))
        n++;
    struct index_print *prints = print_make(scratch, cp, n, &prints_n);
    for (size_t i = 0; i < prints_n; i++) {
        size_t at = find_term(s, term_print(prints[i].hash));
        if (at == SIZE_MAX)
            continue;
        for (size_t j = 0, same = same_term(s, at); j < same; j++) {
            uint32_t print = s->wanted[at + j].print;
            s->spots->docs[print] += last[print] != doc + 1;
            last[print] = doc + 1;
            struct search_spot one = {s->b->b->facts->docno[doc], prints[i].place, print};
            LIST_ADD(s->f->arena, s->spots, one);
        }
    }
}

static void
fresh_spots(struct spotter *s)
{
    struct arena *scratch = arena_open();
    uint32_t *last = arena_array(s->f->arena, uint32_t, s->n + 1);
    for (uint32_t i = 0; i < s->b->b->facts->n; i++) {
        if (!bit_get(s->b->visible, i))
            continue;
        fresh_doc(s, i, scratch, last);
        arena_reset(scratch);
    }
    arena_close(scratch);
}

/* ---- all ---- */

static int
by_place(const void *x, const void *y)
{
    const struct search_spot *a = x, *b = y;
    if (a->docno != b->docno)
        return a->docno < b->docno ? -1 : 1;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    return (a->print > b->print) - (a->print < b->print);
}

/* Spots of prints that turned out to be common are dropped. */
static void
settle(struct search_spots *spots, uint32_t docs_max)
{
    size_t n = 0;
    for (size_t i = 0; i < spots->n; i++)
        if (spots->docs[spots->v[i].print] <= docs_max)
            spots->v[n++] = spots->v[i];
    spots->n = n;
    if (n)
        qsort(spots->v, n, sizeof *spots->v, by_place);
}

bool
search_spots(struct work *w, const struct index_print *prints, size_t n, uint32_t docs_max,
    struct search_spots *spots, struct err *e)
{
    struct find f;
    struct search_ask all = {.limit = 0};
    bool cut;
    *spots = (struct search_spots){.docs = arena_array(w->arena, uint32_t, n + 1)};
    struct query *query = query_parse(w->arena, S(""), &cut);
    if (n == 0)
        return true;
    if (!find_open(&f, w, &all, query, e))
        return false;
    struct spotter s = {.f = &f,
        .wanted = arena_array(w->arena, struct wanted, n),
        .n = n,
        .docs_max = docs_max,
        .spots = spots};
    for (size_t i = 0; i < n; i++)
        s.wanted[i] = (struct wanted){term_print(prints[i].hash), (uint32_t)i};
    qsort(s.wanted, n, sizeof *s.wanted, by_term);
    bool ok = true;
    for (size_t i = 0; ok && i < f.view->n; i++) {
        s.b = &f.blocks[i];
        if (s.b->b->seg)
            ok = segment_spots(&s, e);
        else
            fresh_spots(&s);
    }
    find_close(&f);
    if (ok)
        settle(spots, docs_max);
    return ok;
}
