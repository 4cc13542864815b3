#include "text/index_int.h"

#include "base/bug.h"

/* A field's characters, one document behind the other, each ending with 0; so the last pair of a document is its last
   character and 0. An occurrence is an offset into them. */
struct field {
    struct out points; /* uint32_t */
    struct out starts; /* uint32_t: where each document starts */
    size_t n;          /* points */
};

struct print {
    uint32_t hash, at; /* at: offset into the text's points */
};

struct index_builder {
    struct arena *a;
    struct field text, title;
    struct out prints; /* struct print */
    size_t docs, prints_n;
};

static const size_t BUFFER_MAX = SIZE_MAX / 4;

enum {
    POINTS = 0x110000,
    RADIX_BITS = 11,
    RADIX = 1 << RADIX_BITS,
    BLOCK_BITS = 7 /* points for which the document is looked up at once */
};

static void
field_init(struct field *f)
{
    out_init(&f->points, BUFFER_MAX);
    out_init(&f->starts, BUFFER_MAX);
    f->n = 0;
}

static void
field_release(struct field *f)
{
    out_release(&f->points);
    out_release(&f->starts);
    f->n = 0;
}

struct index_builder *
index_builder_open(void)
{
    struct arena *a = arena_open();
    struct index_builder *b = arena_new(a, struct index_builder);
    b->a = a;
    field_init(&b->text);
    field_init(&b->title);
    out_init(&b->prints, BUFFER_MAX);
    return b;
}

static void
builder_empty(struct index_builder *b)
{
    field_release(&b->text);
    field_release(&b->title);
    out_release(&b->prints);
    b->docs = b->prints_n = 0;
}

void
index_builder_close(struct index_builder *b)
{
    if (!b)
        return;
    builder_empty(b);
    arena_close(b->a);
}

static void
put_u32(struct out *o, const uint32_t *v, size_t n)
{
    out_put(o, (struct str){(const char *)v, n * sizeof(*v)});
}

static uint32_t *
u32_of(const struct out *o)
{
    void *p = o->p;
    return p;
}

static void
field_add(struct field *f, const uint32_t *cp, size_t n)
{
    static const uint32_t end = 0;
    BUG_ON(n >= UINT32_MAX - f->n, "index: too much for one segment");
    uint32_t start = (uint32_t)f->n;
    put_u32(&f->starts, &start, 1);
    put_u32(&f->points, cp, n);
    put_u32(&f->points, &end, 1);
    for (const uint32_t *p = u32_of(&f->points) + f->n, *stop = p + n; p < stop; p++)
        BUG_ON(*p == 0 || *p >= POINTS, "index: not a character");
    f->n += n + 1;
}

/* Says where the last document ends. */
static void
field_end(struct field *f)
{
    uint32_t end = (uint32_t)f->n;
    put_u32(&f->starts, &end, 1);
}

void
index_builder_add(struct index_builder *b, const struct index_doc *doc)
{
    uint32_t start = (uint32_t)b->text.n;
    field_add(&b->text, doc->text, doc->text_n);
    field_add(&b->title, doc->title, doc->title_n);
    for (size_t i = 0; i < doc->prints_n; i++) {
        const struct index_print *p = &doc->prints[i];
        BUG_ON(p->place >= doc->text_n, "index: a fingerprint outside the text");
        BUG_ON(i && p->place <= p[-1].place, "index: places of fingerprints do not rise");
        struct print print = {(uint32_t)p->hash, start + p->place};
        out_put(&b->prints, (struct str){(const char *)&print, sizeof(print)});
    }
    b->prints_n += doc->prints_n;
    b->docs++;
}

size_t
index_builder_docs(const struct index_builder *b)
{
    return b->docs;
}

size_t
index_builder_bytes(const struct index_builder *b)
{
    size_t most = b->text.n > b->title.n ? b->text.n : b->title.n;
    size_t sorting = 2 * sizeof(uint32_t) * most, prints = b->prints_n * sizeof(struct print);
    size_t held = sizeof(uint32_t) * (b->text.n + b->title.n + 2 * b->docs) + prints;
    return held + (sorting > prints ? sorting : prints);
}

/* ---- finding the document of an offset ---- */
struct where {
    const uint32_t *starts; /* and where the last one ends */
    const uint32_t *block;  /* for every 2^BLOCK_BITS points the document of the first of them */
    uint32_t doc, end;      /* the last one found, and where it ends */
};

static void
where_init(struct where *w, const struct field *f, struct out *block)
{
    uint32_t n = (uint32_t)f->n, doc = 0;
    *w = (struct where){.starts = u32_of(&f->starts)};
    out_clear(block);
    for (uint32_t at = 0; at < n; at += 1 << BLOCK_BITS) {
        while (w->starts[doc + 1] <= at)
            doc++;
        put_u32(block, &doc, 1);
        if (at > UINT32_MAX - (1 << BLOCK_BITS))
            break;
    }
    w->block = u32_of(block);
}

static inline void
where_find(struct where *w, uint32_t at)
{
    uint32_t doc = w->block[at >> BLOCK_BITS];
    while (w->starts[doc + 1] <= at)
        doc++;
    w->doc = doc;
    w->end = w->starts[doc + 1];
}

/* ---- sorting ---- */
/* Sorts offsets by the point that stands `ahead` after them, keeping the order of equal ones; their number. NULL: all
   offsets but those of ends. */
static size_t
sort_offsets(
    const struct field *f, size_t ahead, const uint32_t *from, uint32_t *to, uint32_t *count)
{
    const uint32_t *points = u32_of(&f->points);
    memset(count, 0, POINTS * sizeof(*count));
    for (size_t i = 0; i < f->n; i++)
        if (points[i])
            count[points[i + ahead]]++;
    uint32_t sum = 0;
    for (size_t c = 0; c < POINTS; c++) {
        uint32_t here = count[c];
        count[c] = sum;
        sum += here;
    }
    if (!from) {
        for (size_t i = 0; i < f->n; i++)
            if (points[i])
                to[count[points[i + ahead]]++] = (uint32_t)i;
    } else {
        for (size_t i = 0; i < sum; i++)
            to[count[points[from[i] + ahead]]++] = from[i];
    }
    return sum;
}

/* By hash; equal ones stay in order. The result is in one of both. */
static struct print *
sort_prints(struct print *v, struct print *spare, size_t n)
{
    for (unsigned shift = 0; shift < 32; shift += RADIX_BITS) {
        size_t count[RADIX] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++)
            count[(v[i].hash >> shift) & (RADIX - 1)]++;
        for (size_t d = 0; d < RADIX; d++) {
            size_t here = count[d];
            count[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++)
            spare[count[(v[i].hash >> shift) & (RADIX - 1)]++] = v[i];
        struct print *sorted = spare;
        spare = v;
        v = sorted;
    }
    return v;
}

/* ---- writing ---- */
struct work {
    struct index_writer w;
    struct where where;
    struct out block, count, sorted, spare; /* uint32_t */
    struct err *e;
};

/* Room for n numbers, not set. */
static uint32_t *
u32_room(struct out *o, size_t n)
{
    out_clear(o);
    BUG_ON(!out_grow(o, n * sizeof(uint32_t)), "index: size");
    return u32_of(o);
}

/* One term's documents and places from its occurrences in order. */
static bool
write_term(struct work *w, uint64_t term, const uint32_t *v, size_t n)
{
    bool places = term_has_places(term);
    struct where *where = &w->where;
    index_list_begin(&w->w, term);
    for (size_t i = 0; i < n;) {
        if (index_list_full(&w->w) && !index_list_cut(&w->w, w->e))
            return false;
        where_find(where, v[i]);
        size_t first = i;
        uint32_t next = where->starts[where->doc], end = where->end;
        for (; i < n && v[i] < end; i++) {
            if (places)
                index_list_place(&w->w, v[i] - next);
            next = v[i] + 1;
        }
        index_list_doc(&w->w, where->doc, (uint32_t)(i - first));
    }
    return index_list_end(&w->w, w->e);
}

static bool
write_sorted(
    struct work *w, enum term_field field, const uint32_t *points, const uint32_t *v, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint32_t first = points[v[i]], second = field == TERM_CHAR ? 0 : points[v[i] + 1];
        size_t from = i++;
        while (i < n && points[v[i]] == first && (field == TERM_CHAR || points[v[i] + 1] == second))
            i++;
        if (!write_term(w, term_of(field, first, second), v + from, i - from))
            return false;
    }
    return true;
}

static bool
write_field(struct work *w, const struct field *f, enum term_field pairs)
{
    const uint32_t *points = u32_of(&f->points);
    uint32_t *count = u32_room(&w->count, POINTS), *spare = u32_room(&w->spare, f->n);
    uint32_t *sorted = u32_room(&w->sorted, f->n);
    where_init(&w->where, f, &w->block);
    size_t n = sort_offsets(f, 1, NULL, spare, count);
    sort_offsets(f, 0, spare, sorted, count);
    if (!write_sorted(w, pairs, points, sorted, n))
        return false;
    if (pairs != TERM_TEXT)
        return true;
    sort_offsets(f, 0, NULL, sorted, count);
    return write_sorted(w, TERM_CHAR, points, sorted, n);
}

static bool
write_prints(struct work *w, struct index_builder *b)
{
    size_t n = b->prints_n;
    void *held = b->prints.p, *spare = u32_room(&w->spare, 2 * n);
    const struct print *v = sort_prints(held, spare, n);
    uint32_t *at = u32_room(&w->sorted, n);
    for (size_t i = 0; i < n; i++)
        at[i] = v[i].at;
    where_init(&w->where, &b->text, &w->block);
    for (size_t i = 0; i < n;) {
        size_t from = i++;
        while (i < n && v[i].hash == v[from].hash)
            i++;
        if (!write_term(w, term_print(v[from].hash), at + from, i - from))
            return false;
    }
    return true;
}

bool
index_builder_finish(struct index_builder *b, const struct index_sink *sink, struct err *e)
{
    struct work w = {.e = e};
    struct out *scratch[] = {&w.block, &w.count, &w.sorted, &w.spare};
    for (size_t i = 0; i < sizeof(scratch) / sizeof(scratch[0]); i++)
        out_init(scratch[i], BUFFER_MAX);
    index_writer_init(&w.w, sink);
    field_end(&b->text);
    field_end(&b->title);
    bool ok = write_field(&w, &b->text, TERM_TEXT) && write_field(&w, &b->title, TERM_TITLE) &&
        write_prints(&w, b) && index_writer_end(&w.w, e);
    index_writer_release(&w.w);
    for (size_t i = 0; i < sizeof(scratch) / sizeof(scratch[0]); i++)
        out_release(scratch[i]);
    builder_empty(b);
    return ok;
}
