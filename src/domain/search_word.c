/* A word in a segment: documents that have all its pairs, then those where the pairs stand behind one another. */
#include "domain/list.h"
#include "domain/search_find.h"
#include "text/norm.h"

enum {
    LONG_WORD = 64,   /* longer ones are looked up by every other pair */
    FIRST_PAIRS = 12, /* of a longer word: then it may be cheaper to read what is left */
    /* What it costs, in nanoseconds. */
    COST_POINT = 5,    /* of a text that is read */
    COST_DOC = 5000,   /* the beginning of one */
    COST_PART = 16000, /* a part of a list */
    COST_PAIR = 5000,  /* looking up a pair */
    COST_PLACE = 3,
    COST_LISTED = 2 /* a document in a list */
};

/* A word in a field of a segment. */
struct field {
    const struct seg_reader *r;
    const struct find_block *b;
    const struct find_word *word;
    enum term_field field; /* TERM_TEXT or TERM_TITLE */
};

/* The pairs of a word that were looked up. */
struct pairs {
    struct seg_term *v;
    uint32_t *offset; /* of the first character in the word */
    size_t n;
    size_t next; /* the offset of the next one to be looked up */
    bool absent; /* one does not occur: nothing holds the word */
};

void
find_keep_visible(const struct find_block *b, struct find_list *list)
{
    uint32_t n = 0;
    if (b->all_visible)
        return;
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
    if (p->n > 0 &&
        memcmp(&word->cp[p->offset[p->n - 1]], &word->cp[at], 2 * sizeof *word->cp) == 0) {
        *t = p->v[p->n++ - 1]; /* the same again */
        return true;
    }
    for (size_t i = 0; i < x->n; i++)
        for (size_t k = 0; k < y->n; k++)
            if (!seg_term_add(r, term_of(field, x->cp[i], y->cp[k]), t, e))
                return false;
    p->n++;
    p->absent = t->n == 0;
    return true;
}

/* The next pairs of the word, at most `max` in all; p->next is word->n - 1 after the last one. */
static bool
pairs_get(const struct seg_reader *r, enum term_field field, const struct find_word *word,
    struct pairs *p, size_t max, struct err *e)
{
    size_t step = word->n > LONG_WORD ? 2 : 1;
    if (!p->v) {
        p->v = arena_array(r->arena, struct seg_term, word->n);
        p->offset = arena_array(r->arena, uint32_t, word->n);
    }
    while (p->next + 1 < word->n && p->n < max && !p->absent) {
        size_t at = p->next;
        if (!pair_add(r, field, word, p, at, e))
            return false;
        p->next = at + step;
        if (step > 1 && at + 1 + step == word->n) /* an odd length: the last pair overlaps */
            p->next--;
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

static uint64_t
cost_of_reading(const struct field *f, const struct find_list *list)
{
    uint64_t cost = 0;
    for (uint32_t i = 0; i < list->n; i++)
        cost += COST_DOC + (uint64_t)COST_POINT * f->b->b->facts->points[list->doc[i]];
    return cost;
}

/* Whether to read the texts of the list is cheaper than to read in which documents a frequent pair stands. */
static bool
reading_is_cheaper(const struct field *f, const struct find_list *list, const struct seg_term *t)
{
    uint64_t cost = t->docs * COST_LISTED;
    return f->field == TERM_TEXT && list->n * (uint64_t)COST_DOC < cost &&
        cost_of_reading(f, list) < cost;
}

/* Documents that have all pairs from `first` on and are visible; with first > 0 of those in the list. Or some more when
   these few are to be read. */
static bool
candidates(const struct field *f, const struct pairs *p, size_t first, struct find_list *list,
    bool *read, struct err *e)
{
    uint8_t *done = arena_array(f->r->arena, uint8_t, p->n + 1);
    for (size_t round = first; round < p->n; round++) {
        size_t next = SIZE_MAX;
        for (size_t i = first; i < p->n; i++)
            if (!done[i] && (next == SIZE_MAX || p->v[i].docs < p->v[next].docs))
                next = i;
        done[next] = 1;
        *read = round > 0 && reading_is_cheaper(f, list, &p->v[next]);
        if (*read)
            return true;
        if (round == 0) {
            if (!seg_docs(f->r, &p->v[next], list, e))
                return false;
            find_keep_visible(f->b, list);
        } else if (!seg_docs_keep(f->r, &p->v[next], list, e))
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

/* ---- reading what is left ---- */

static uint64_t
cost_of_places(const struct find_hits *hits, const struct find_list *list)
{
    uint64_t cost = 0;
    for (size_t i = 0; i < hits->cover_n; i++)
        for (size_t k = 0; k < hits->cover[i].n; k++) {
            const struct index_entry *t = &hits->cover[i].v[k];
            uint64_t parts = t->parts_n < list->n ? t->parts_n : list->n;
            cost += t->parts_n ? parts * COST_PART : t->places * COST_PLACE;
        }
    return cost;
}

static bool
holds_at(const struct find_word *word, const uint32_t *cp)
{
    for (size_t i = 0; i < word->n; i++) {
        const struct find_set *set = &word->sets[i];
        size_t k = 0;
        while (k < set->n && set->cp[k] != cp[i])
            k++;
        if (k == set->n)
            return false;
    }
    return true;
}

/* As starts_get, from the texts. */
static bool
starts_read(const struct field *f, struct find_list *list, struct seg_places *starts, struct err *e)
{
    struct work w = *f->r->w;

    struct {
        uint32_t *v;
        size_t n;
    } found = {NULL, 0};

    bool ok = true;
    starts->from = arena_array(f->r->arena, uint32_t, (size_t)list->n + 1);
    w.arena = arena_open();
    for (uint32_t i = 0; ok && i < list->n; i++) {
        struct str text;
        size_t n;
        ok = search_text_of_doc(&w, f->b->b->facts->docno[list->doc[i]], &text, e);
        if (!ok)
            break;
        const uint32_t *cp = norm_points(w.arena, text, &n);
        for (size_t at = 0; at + f->word->n <= n; at++)
            if (holds_at(f->word, cp + at))
                LIST_ADD(f->r->arena, &found, (uint32_t)at);
        starts->from[i + 1] = (uint32_t)found.n;
        arena_reset(w.arena);
    }
    arena_close(w.arena);
    starts->place = found.v;
    if (ok)
        starts_pack(list, starts);
    return ok;
}

/* ---- documents ---- */

static void
count_starts(struct find_list *list, const struct seg_places *starts)
{
    for (uint32_t i = 0; i < list->n; i++)
        list->count[i] = starts->from[i + 1] - starts->from[i];
}

/* Looks up as many pairs as it takes; list: documents that may hold the word. */
static bool
phrase_candidates(const struct field *f, struct pairs *p, struct find_hits *hits,
    struct find_list *list, struct err *e)
{
    bool text = f->field == TERM_TEXT;
    if (!pairs_get(f->r, f->field, f->word, p, text ? FIRST_PAIRS : SIZE_MAX, e))
        return false;
    size_t first = p->n;
    if (p->absent)
        return true;
    if (!candidates(f, p, 0, list, &hits->read, e))
        return false;
    hits->read = hits->read ||
        (text && p->next + 1 < f->word->n &&
            cost_of_reading(f, list) < (f->word->n - p->next) * COST_PAIR);
    if (hits->read)
        return true;
    if (!pairs_get(f->r, f->field, f->word, p, SIZE_MAX, e))
        return false;
    if (p->absent)
        list->n = 0;
    return list->n == 0 || candidates(f, p, first, list, &hits->read, e);
}

/* Documents whose text or title holds a word of several characters. `hits` receives how they are found again. */
static bool
phrase_docs(const struct field *f, struct find_hits *hits, struct find_list *list, struct err *e)
{
    struct pairs p = {0};
    struct seg_places starts;
    if (!phrase_candidates(f, &p, hits, list, e))
        return false;
    if (list->n == 0)
        return true;
    if (!hits->read) {
        cover_choose(f->r->arena, &p, hits);
        if (p.n == 1)
            return true;
        hits->read = f->field == TERM_TEXT && cost_of_reading(f, list) < cost_of_places(hits, list);
    }
    bool ok =
        hits->read ? starts_read(f, list, &starts, e) : starts_get(f->r, hits, list, &starts, e);
    if (!ok)
        return false;
    count_starts(list, &starts);
    hits->placed = *list;
    hits->starts = starts;
    return true;
}

static bool
field_docs(const struct field *f, struct find_hits *hits, struct find_list *list, struct err *e)
{
    *list = (struct find_list){0, NULL, NULL};
    if (f->word->n > 1)
        return phrase_docs(f, hits, list, e);
    if (!field_chars(f, list, e))
        return false;
    find_keep_visible(f->b, list);
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

/* Where the word begins in the documents of `list`, found out now; those where it does not stand are dropped. */
static bool
starts_find(struct find *f, const struct find_block *b, const struct find_word *word,
    struct find_list *list, struct seg_places *starts, struct err *e)
{
    const struct find_hits *hits = &b->hits[word - f->words];
    struct seg_reader r = reader_of(f, b);
    struct field in_text = {&r, b, word, TERM_TEXT};
    if (hits->read)
        return starts_read(&in_text, list, starts, e);
    if (hits->cover_n)
        return starts_get(&r, hits, list, starts, e);
    list->n = 0;
    return true;
}

/* The places of `docs` out of those of the documents of `list`, which may be others and more. */
static struct seg_places
places_of(struct arena *a, const struct find_list *docs, const struct find_list *list,
    const struct seg_places *starts)
{
    struct seg_places p = {arena_array(a, uint32_t, (size_t)docs->n + 1), NULL};
    uint32_t *begin = arena_array(a, uint32_t, (size_t)docs->n + 1);
    for (uint32_t i = 0, k = 0; i < docs->n; i++) {
        k = seg_list_from(list, k, docs->doc[i]);
        p.from[i + 1] = p.from[i];
        if (k == list->n || list->doc[k] != docs->doc[i])
            continue;
        begin[i] = starts->from[k];
        p.from[i + 1] += starts->from[k + 1] - starts->from[k];
    }
    p.place = arena_array(a, uint32_t, (size_t)p.from[docs->n] + 1);
    for (uint32_t i = 0; i < docs->n; i++)
        if (p.from[i + 1] > p.from[i] && starts->place)
            memcpy(p.place + p.from[i], starts->place + begin[i],
                (p.from[i + 1] - p.from[i]) * sizeof *p.place);
    return p;
}

bool
find_places(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *docs, struct seg_places *places, struct err *e)
{
    const struct find_hits *hits = &b->hits[word - f->words];
    if (b->b->seg == 0)
        return find_places_in_fresh(f, b, word, docs, places);
    if (hits->starts.from) {
        *places = places_of(f->arena, docs, &hits->placed, &hits->starts);
        return true;
    }
    struct find_list list = {docs->n, arena_array(f->arena, uint32_t, docs->n + 1), NULL};
    struct seg_places starts = {arena_array(f->arena, uint32_t, docs->n + 1), NULL};
    memcpy(list.doc, docs->doc, docs->n * sizeof *list.doc);
    if (!starts_find(f, b, word, &list, &starts, e))
        return false;
    *places = places_of(f->arena, docs, &list, &starts);
    return true;
}
