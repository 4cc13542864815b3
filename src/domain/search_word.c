/* A word in a segment: documents that have all its pairs, then those where the pairs stand behind one another. */
#include "domain/search_find.h"

enum {
    LONG_WORD = 64 /* longer ones are looked up by every other pair */
};

/* The pairs of a word that were looked up. */
struct pairs {
    struct seg_term *v;
    uint32_t *offset; /* of the first character in the word */
    size_t n;
    bool absent; /* one does not occur: nothing holds the word */
};

void
find_keep_visible(const struct find_block *b, struct find_list *list)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        list->doc[n] = list->doc[i];
        if (list->count)
            list->count[n] = list->count[i];
        n += bit_get(b->visible, list->doc[i]);
    }
    list->n = n;
}

/* ---- looking up ---- */

static bool
pair_add(const struct seg_reader *r, enum term_field field, const struct find_word *word,
    struct pairs *p, size_t at, struct err *e)
{
    const struct find_set *x = &word->sets[at], *y = &word->sets[at + 1];
    struct seg_term *t = &p->v[p->n];
    p->offset[p->n] = (uint32_t)at;
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < y->n; k++)
            if (!seg_term_add(r, term_of(field, x->cp[i], y->cp[k]), t, e))
                return false;
    p->n++;
    p->absent = t->n == 0;
    return true;
}

static bool
pairs_get(const struct seg_reader *r, enum term_field field, const struct find_word *word,
    struct pairs *p, struct err *e)
{
    size_t step = word->n > LONG_WORD ? 2 : 1;
    *p = (struct pairs){.v = arena_array(r->arena, struct seg_term, word->n),
        .offset = arena_array(r->arena, uint32_t, word->n)};
    for (size_t at = 0; at + 1 < word->n && !p->absent; at += step) {
        if (!pair_add(r, field, word, p, at, e))
            return false;
        if (step > 1 && at + 1 + step == word->n) /* an odd length: the last pair overlaps */
            at--;
    }
    return true;
}

/* The pairs with the fewest places that together reach over every character. */
static void
cover_choose(struct arena *a, const struct pairs *p, struct find_hits *hits)
{
    uint64_t *best = arena_array(a, uint64_t, p->n);
    size_t *from = arena_array(a, size_t, p->n);
    for (size_t i = 0; i < p->n; i++) {
        best[i] = i ? best[i - 1] : 0;
        from[i] = i ? i - 1 : 0;
        if (i > 1 && p->offset[i] - p->offset[i - 2] <= 2 && best[i - 2] < best[i]) {
            best[i] = best[i - 2];
            from[i] = i - 2;
        }
        best[i] += p->v[i].places;
    }
    hits->cover = arena_array(a, struct seg_term, p->n);
    hits->offset = arena_array(a, uint32_t, p->n);
    for (size_t i = p->n - 1;; i = from[i]) {
        hits->cover[hits->cover_n] = p->v[i];
        hits->offset[hits->cover_n++] = p->offset[i];
        if (i == 0)
            return;
    }
}

/* Documents that have all pairs and are visible. */
static bool
candidates(const struct seg_reader *r, const struct find_block *b, const struct pairs *p,
    struct find_list *list, struct err *e)
{
    uint8_t *done = arena_array(r->arena, uint8_t, p->n);
    for (size_t round = 0; round < p->n; round++) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < p->n; i++)
            if (!done[i] && (next == SIZE_MAX || p->v[i].docs < p->v[next].docs))
                next = i;
        done[next] = 1;
        if (round == 0) {
            if (!seg_docs(r, &p->v[next], list, e))
                return false;
            find_keep_visible(b, list);
        } else if (!seg_docs_keep(r, &p->v[next], list, e))
            return false;
        if (list->n == 0)
            return true;
    }
    return true;
}

/* ---- places ---- */

static void
starts_shift(const struct find_list *list, struct seg_places *s, uint32_t offset)
{
    uint32_t at = 0, next = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t k = next;
        next = s->from[i + 1];
        s->from[i] = at;
        for (; k < next; k++)
            if (s->place[k] >= offset)
                s->place[at++] = s->place[k] - offset;
    }
    s->from[list->n] = at;
}

/* Keeps the beginnings that have the pair `offset` characters further on. */
static void
starts_keep(const struct find_list *list, struct seg_places *s, const struct seg_places *pair,
    uint32_t offset)
{
    uint32_t at = 0, next = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t k = next, j = pair->from[i], end = pair->from[i + 1];
        next = s->from[i + 1];
        s->from[i] = at;
        for (; k < next; k++) {
            uint32_t want = s->place[k] + offset;
            while (j < end && pair->place[j] < want)
                j++;
            if (j < end && pair->place[j] == want)
                s->place[at++] = s->place[k];
        }
    }
    s->from[list->n] = at;
}

/* Drops the documents without a beginning. */
static void
starts_pack(struct find_list *list, struct seg_places *s)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        uint32_t from = s->from[i], to = s->from[i + 1];
        if (from == to)
            continue;
        list->doc[n] = list->doc[i];
        s->from[n++] = from;
    }
    s->from[n] = s->from[list->n];
    list->n = n;
}

/* Where the word begins in the documents of the list; those where it does not stand are dropped. */
static bool
starts_get(const struct seg_reader *r, const struct find_hits *hits, struct find_list *list,
    struct seg_places *starts, struct err *e)
{
    uint8_t *done = arena_array(r->arena, uint8_t, hits->cover_n);
    for (size_t round = 0; round < hits->cover_n && list->n > 0; round++) {
        size_t next = SIZE_MAX;
        struct seg_places places;
        for (size_t i = 0; i < hits->cover_n; i++)
            if (!done[i] && (next == SIZE_MAX || hits->cover[i].places < hits->cover[next].places))
                next = i;
        done[next] = 1;
        if (!seg_places_of(r, &hits->cover[next], list, &places, e))
            return false;
        if (round == 0) {
            *starts = places;
            starts_shift(list, starts, hits->offset[next]);
        } else
            starts_keep(list, starts, &places, hits->offset[next]);
        starts_pack(list, starts);
    }
    return true;
}

/* ---- one field ---- */

struct field {
    const struct seg_reader *r;
    const struct find_block *b;
    const struct find_word *word;
    enum term_field field; /* TERM_TEXT or TERM_TITLE */
};

static bool
field_chars(const struct field *f, struct find_list *list, struct err *e)
{
    struct seg_term t = {0};
    const struct find_set *set = &f->word->sets[0];
    for (size_t i = 0; i < set->n; i++) {
        uint32_t cp = set->cp[i];
        bool ok = f->field == TERM_TITLE ? seg_term_add_range(f->r, term_of(TERM_TITLE, cp, 0),
                                               term_of(TERM_TITLE, cp + 1, 0), &t, e)
                                         : seg_term_add(f->r, term_of(TERM_CHAR, cp, 0), &t, e);
        if (!ok)
            return false;
    }
    return seg_docs(f->r, &t, list, e);
}

/* Documents whose text or title holds the word, and how often. `hits` receives the cover. */
static bool
field_docs(const struct field *f, struct find_hits *hits, struct find_list *list, struct err *e)
{
    struct pairs p;
    struct seg_places starts;
    *list = (struct find_list){0, NULL, NULL};
    if (f->word->n == 1) {
        if (!field_chars(f, list, e))
            return false;
        find_keep_visible(f->b, list);
        return true;
    }
    if (!pairs_get(f->r, f->field, f->word, &p, e))
        return false;
    if (p.absent)
        return true;
    cover_choose(f->r->arena, &p, hits);
    if (!candidates(f->r, f->b, &p, list, e))
        return false;
    if (p.n == 1 || list->n == 0)
        return true;
    if (!starts_get(f->r, hits, list, &starts, e))
        return false;
    for (uint32_t i = 0; i < list->n; i++)
        list->count[i] = starts.from[i + 1] - starts.from[i];
    return true;
}

static struct seg_reader
reader_of(struct find *f, const struct find_block *b)
{
    return (struct seg_reader){f->w, f->arena, b->b->seg, b->b->facts->n};
}

bool
find_word_in_segment(struct find *f, struct find_block *b, const struct find_word *word,
    struct find_hits *hits, struct err *e)
{
    struct seg_reader r = reader_of(f, b);
    struct field in_text = {&r, b, word, TERM_TEXT}, in_title = {&r, b, word, TERM_TITLE};
    struct find_list text = {0, NULL, NULL}, title;
    struct find_hits ignored = {0};
    if (!word->title_only && !field_docs(&in_text, hits, &text, e))
        return false;
    if (!field_docs(&in_title, &ignored, &title, e))
        return false;
    find_hits_join(f, b, word, &text, &title, hits);
    return true;
}

bool
find_places(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *docs, struct seg_places *places, struct err *e)
{
    if (b->b->seg == 0)
        return find_places_in_fresh(f, b, word, docs, places);
    const struct find_hits *hits = &b->hits[word - f->words];
    struct seg_reader r = reader_of(f, b);
    struct find_list list = {docs->n, arena_array(f->arena, uint32_t, docs->n + 1), NULL};
    struct seg_places starts = {arena_array(f->arena, uint32_t, docs->n + 1), NULL};
    memcpy(list.doc, docs->doc, docs->n * sizeof *list.doc);
    if (hits->cover_n && !starts_get(&r, hits, &list, &starts, e))
        return false;
    places->place = starts.place;
    places->from = arena_array(f->arena, uint32_t, (size_t)docs->n + 1);
    for (uint32_t i = 0, k = 0; i < docs->n; i++) {
        bool has = hits->cover_n && k < list.n && list.doc[k] == docs->doc[i];
        places->from[i] = starts.from[k];
        k += has;
        places->from[i + 1] = starts.from[k];
    }
    return true;
}
