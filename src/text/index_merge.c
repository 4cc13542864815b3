#include "text/index_int.h"

#include "base/bug.h"

/* A source and the entry that it stands at. */
struct stream {
    struct index_source source;
    struct out bytes; /* the page */
    struct index_page page;
    struct index_raw raw;
    bool done;
};

struct index_merge {
    struct arena *a;
    struct index_writer w;
    struct stream *v;
    size_t n;
    struct out doc, count, place; /* uint32_t: a decoded list */
    struct out copy;              /* a part's documents with another first number */
    bool begun, ended;
};

static const size_t BUFFER_MAX = SIZE_MAX / 4;
static const uint32_t GONE = UINT32_MAX;

struct index_merge *
index_merge_open(const struct index_source *sources, size_t n, const struct index_sink *sink)
{
    struct arena *a = arena_open();
    struct index_merge *m = arena_new(a, struct index_merge);
    m->a = a;
    m->n = n;
    m->v = arena_array(a, struct stream, n);
    for (size_t i = 0; i < n; i++) {
        m->v[i].source = sources[i];
        out_init(&m->v[i].bytes, BUFFER_MAX);
    }
    index_writer_init(&m->w, sink);
    out_init(&m->doc, BUFFER_MAX);
    out_init(&m->count, BUFFER_MAX);
    out_init(&m->place, BUFFER_MAX);
    out_init(&m->copy, BUFFER_MAX);
    return m;
}

void
index_merge_close(struct index_merge *m)
{
    if (!m)
        return;
    for (size_t i = 0; i < m->n; i++)
        out_release(&m->v[i].bytes);
    index_writer_release(&m->w);
    out_release(&m->doc);
    out_release(&m->count);
    out_release(&m->place);
    out_release(&m->copy);
    arena_close(m->a);
}

/* The next entry, from the next page where need be. */
static bool
stream_next(struct stream *s, struct err *e)
{
    uint64_t last = s->raw.term;
    for (;;) {
        bool end;
        if (!index_raw_next(&s->page, &s->raw, &end, e))
            return false;
        if (!end)
            return s->raw.term > last || index_broken(e);
        struct str page;
        if (!s->source.page(s->source.arg, &page, &s->done, e))
            return false;
        if (s->done)
            return true;
        out_clear(&s->bytes);
        out_put(&s->bytes, page);
        if (!index_page_begin(&s->page, out_str(&s->bytes), e))
            return false;
    }
}

/* Refuses a number that does not rise, which broken lists may have. */
static bool
put_doc(struct index_writer *w, uint32_t doc, uint32_t count, struct err *e)
{
    if (w->docs && doc <= w->last_doc)
        return index_broken(e);
    index_list_doc(w, doc, count);
    return true;
}

/* ---- lists ---- */
static uint32_t *
u32_room(struct out *o, size_t n)
{
    out_clear(o);
    BUG_ON(!out_grow(o, n * sizeof(uint32_t)), "index: size");
    void *p = o->p;
    return p;
}

static const uint32_t *
u32_of(const struct out *o)
{
    const void *p = o->p;
    return p;
}

/* Into m->doc, m->count, m->place. */
static bool
list_read(
    struct index_merge *m, uint32_t docs, struct str doc_list, struct str place_list, struct err *e)
{
    if (docs == 0 || docs > doc_list.n)
        return index_broken(e);
    uint32_t *doc = u32_room(&m->doc, docs), *count = u32_room(&m->count, docs);
    uint32_t *place = u32_room(&m->place, place_list.n);
    if (!index_docs(doc_list, docs, doc, count, e))
        return false;
    return !term_has_places(m->w.term) || index_places(place_list, count, docs, place, e);
}

/* Small parts become one: it may be half as long again as a full one. */
static bool
fits(const struct index_writer *w, struct str docs, struct str places)
{
    return w->doc_list.n + w->counts.n + docs.n <= INDEX_PART_DOC_BYTES * 3 / 2 &&
        w->place_list.n + w->codes.n + places.n <= INDEX_PART_PLACE_BYTES * 3 / 2;
}

static void
put_places(struct index_writer *w, const uint32_t *place, uint32_t n)
{
    for (uint32_t i = 0, next = 0; i < n; i++) {
        index_list_place(w, place[i] - next);
        next = place[i] + 1;
    }
}

/* Puts a list behind what there is, without the documents that are gone. */
static bool
list_add(struct index_merge *m, const struct stream *s, uint32_t docs, struct str doc_list,
    struct str place_list, struct err *e)
{
    if (!list_read(m, docs, doc_list, place_list, e))
        return false;
    bool whole = fits(&m->w, doc_list, place_list), places = term_has_places(m->w.term);
    const uint32_t *doc = u32_of(&m->doc), *count = u32_of(&m->count), *place = u32_of(&m->place);
    if (doc[docs - 1] >= s->source.docs)
        return index_broken(e);
    for (uint32_t i = 0; i < docs; i++) {
        uint32_t renumbered = s->source.renumber[doc[i]];
        if (renumbered != GONE) {
            if (!whole && index_list_full(&m->w) && !index_list_cut(&m->w, e))
                return false;
            if (!put_doc(&m->w, renumbered, count[i], e))
                return false;
            if (places)
                put_places(&m->w, place, count[i]);
        }
        place += places ? count[i] : 0;
    }
    return true;
}

/* ---- parts ---- */
/* Whether every document from `first` to before `end` stays: then the numbers of a part differ by the same. */
static bool
all_stay(const struct index_source *s, uint32_t first, uint32_t end)
{
    return first < end && end <= s->docs && s->renumber[first] != GONE &&
        s->renumber[end - 1] != GONE &&
        s->renumber[end - 1] - s->renumber[first] == end - 1 - first;
}

static bool
worth_copying(const struct index_writer *w, struct str docs, struct str places)
{
    bool large = docs.n > INDEX_PART_DOC_BYTES / 2 || places.n > INDEX_PART_PLACE_BYTES / 2;
    bool alone = w->docs == 0 || w->doc_list.n + w->counts.n > INDEX_PART_DOC_BYTES / 4 ||
        w->place_list.n > INDEX_PART_PLACE_BYTES / 4;
    return large && alone;
}

/* As it is but for the first number. */
static bool
part_copy(struct index_merge *m, const struct stream *s, struct index_part part, struct str docs,
    struct str places, struct err *e)
{
    struct in in = in_from(docs);
    uint64_t first = varint_take(&in);
    if (in.bad || first >> 1 != part.first_doc)
        return index_broken(e);
    part.first_doc = s->source.renumber[part.first_doc];
    if (m->w.docs && part.first_doc <= m->w.last_doc)
        return index_broken(e);
    out_clear(&m->copy);
    varint_put(&m->copy, ((uint64_t)part.first_doc << 1) | (first & 1));
    out_put(&m->copy, str_make(in.p, in_left(&in)));
    return index_list_cut(&m->w, e) && index_list_part(&m->w, &part, out_str(&m->copy), places, e);
}

static bool
parts_add(struct index_merge *m, struct stream *s, struct err *e)
{
    struct in in = in_from(s->raw.directory);
    struct index_part part = {0}, next = {0};
    bool more = index_part_next(&in, &next);
    for (uint32_t i = 0; more; i++) {
        part = next;
        more = index_part_next(&in, &next);
        struct str docs, places;
        if (!s->source.part(s->source.arg, m->w.term, i, &docs, &places, e))
            return false;
        uint32_t end = more ? next.first_doc : s->source.docs;
        bool copy = all_stay(&s->source, part.first_doc, end) && worth_copying(&m->w, docs, places);
        if (!(copy ? part_copy(m, s, part, docs, places, e)
                   : list_add(m, s, part.docs, docs, places, e)))
            return false;
    }
    return !in.bad || index_broken(e);
}

/* ---- terms ---- */
static bool
single_add(struct index_merge *m, const struct stream *s, struct err *e)
{
    if (s->raw.doc >= s->source.docs)
        return index_broken(e);
    uint32_t doc = s->source.renumber[s->raw.doc];
    if (doc == GONE)
        return true;
    if (!put_doc(&m->w, doc, 1, e))
        return false;
    if (term_has_places(m->w.term))
        index_list_place(&m->w, s->raw.place);
    return true;
}

static bool
entry_add(struct index_merge *m, struct stream *s, struct err *e)
{
    const struct index_raw *raw = &s->raw;
    switch (raw->kind) {
    case INDEX_SINGLE:
        return single_add(m, s, e);
    case INDEX_SHORT:
        return list_add(m, s, raw->docs, raw->doc_list, raw->place_list, e);
    case INDEX_LONG:
        return parts_add(m, s, e);
    }
    return index_broken(e);
}

/* The least term that a source stands at; false at the end. */
static bool
least_term(const struct index_merge *m, uint64_t *term)
{
    bool any = false;
    for (size_t i = 0; i < m->n; i++) {
        const struct stream *s = &m->v[i];
        if (!s->done && (!any || s->raw.term < *term)) {
            *term = s->raw.term;
            any = true;
        }
    }
    return any;
}

static bool
merge_term(struct index_merge *m, uint64_t term, struct err *e)
{
    index_list_begin(&m->w, term);
    for (size_t i = 0; i < m->n; i++) {
        struct stream *s = &m->v[i];
        if (s->done || s->raw.term != term)
            continue;
        if (!entry_add(m, s, e) || !stream_next(s, e))
            return false;
    }
    return index_list_end(&m->w, e);
}

bool
index_merge_step(struct index_merge *m, size_t bytes, bool *done, struct err *e)
{
    for (size_t i = 0; !m->begun && i < m->n; i++)
        if (!stream_next(&m->v[i], e))
            return false;
    m->begun = true;
    uint64_t term = 0, enough = m->w.given + bytes;
    while (!m->ended && m->w.given < enough) {
        if (least_term(m, &term)) {
            if (!merge_term(m, term, e))
                return false;
        } else {
            m->ended = true;
            if (!index_writer_end(&m->w, e))
                return false;
        }
    }
    *done = m->ended;
    return true;
}
