#include "support_index.h"

#include "harness.h"

#include <stdlib.h>

struct kept *
kept_new(struct arena *a)
{
    struct kept *k = arena_new(a, struct kept);
    k->a = a;
    return k;
}

static bool
refuses(const struct kept *k, struct err *e)
{
    if (!k->fail_after || k->pages_n + k->parts_n < k->fail_after)
        return false;
    err_set(e, ERR_IO, "the disk is full");
    return true;
}

static bool
keep_page(void *arg, uint64_t first, struct str bytes, struct err *e)
{
    struct kept *k = arg;
    if (refuses(k, e))
        return false;
    CHECK(k->pages_n == 0 || k->pages[k->pages_n - 1].first < first);
    if (CHECK(k->pages_n < KEPT_MAX))
        k->pages[k->pages_n++] = (struct kept_page){first, arena_str(k->a, bytes)};
    return true;
}

static bool
keep_part(
    void *arg, uint64_t term, uint32_t part, struct str docs, struct str places, struct err *e)
{
    struct kept *k = arg;
    if (refuses(k, e))
        return false;
    const struct kept_part *last = k->parts_n ? &k->parts[k->parts_n - 1] : NULL;
    CHECK(part == (last && last->term == term ? last->part + 1 : 0));
    if (CHECK(k->parts_n < KEPT_MAX))
        k->parts[k->parts_n++] =
            (struct kept_part){term, part, arena_str(k->a, docs), arena_str(k->a, places)};
    return true;
}

struct index_sink
kept_sink(struct kept *k)
{
    return (struct index_sink){keep_page, keep_part, k};
}

struct kept *
kept_built(struct arena *a, const struct index_doc *docs, size_t n)
{
    struct index_builder *b = index_builder_open();
    for (size_t i = 0; i < n; i++)
        index_builder_add(b, &docs[i]);
    CHECK_INT(index_builder_docs(b), n);
    struct kept *k = kept_new(a);
    struct index_sink sink = kept_sink(k);
    struct err e = {0};
    CHECK_OK(index_builder_finish(b, &sink, &e), &e);
    CHECK_INT(index_builder_docs(b), 0);
    CHECK_INT(index_builder_bytes(b), 0);
    index_builder_close(b);
    return k;
}

/* ---- decoding ---- */
/* Of every step-th document, from the places of all of them. */
static bool
some_equal(
    struct str places, const uint32_t *count, uint32_t docs, const uint32_t *place, uint32_t step)
{
    struct arena *a = arena_open();
    struct err e = {0};
    uint32_t *which = arena_array(a, uint32_t, docs), *some = arena_array(a, uint32_t, places.n);
    uint32_t *want = arena_array(a, uint32_t, places.n), n = 0;
    size_t wanted = 0;
    for (uint32_t i = 0; i < docs; place += count[i++])
        if (i % step == step - 1) {
            which[n++] = i;
            memcpy(want + wanted, place, count[i] * sizeof(*want));
            wanted += count[i];
        }
    bool ok = index_places_some(places, count, which, n, some, &e) &&
        memcmp(some, want, wanted * sizeof(*want)) == 0;
    arena_close(a);
    return ok;
}

static void
decode(struct term_list *t, struct str docs, struct str places, uint32_t docs_n, uint64_t places_n)
{
    struct err e = {0};
    uint32_t *doc = t->doc + t->docs, *count = t->count + t->docs;
    if (!CHECK_OK(index_docs(docs, docs_n, doc, count, &e), &e))
        return;
    uint64_t sum = 0;
    for (uint32_t i = 0; i < docs_n; i++)
        sum += count[i];
    CHECK_INT(sum, places_n);
    t->docs += docs_n;
    if (((t->term >> 42) & 3) == TERM_CHAR) {
        CHECK_INT(places.n, 0);
        return;
    }
    CHECK(places_n <= places.n);
    uint32_t *place = t->place + t->places;
    CHECK_OK(index_places(places, count, docs_n, place, &e), &e);
    for (uint32_t step = 1; step <= docs_n; step += 1 + step * 3)
        CHECK(some_equal(places, count, docs_n, place, step));
    t->places += places_n;
}

static struct term_list
decode_entry(struct arena *a, const struct kept *k, const struct index_entry *entry)
{
    struct term_list t = {.term = entry->term,
        .doc = arena_array(a, uint32_t, entry->docs),
        .count = arena_array(a, uint32_t, entry->docs),
        .place = arena_array(a, uint32_t, entry->places)};
    if (entry->parts_n == 0)
        decode(&t, entry->doc_list, entry->place_list, entry->docs, entry->places);
    size_t at = 0;
    while (at < k->parts_n && k->parts[at].term != entry->term)
        at++;
    for (size_t i = 0; i < entry->parts_n; i++) {
        const struct kept_part *part = &k->parts[at + i];
        if (!CHECK(at + i < k->parts_n && part->term == entry->term && part->part == i))
            break;
        size_t first = t.docs;
        decode(&t, part->docs, part->places, entry->parts[i].docs, entry->parts[i].places);
        CHECK_INT(t.doc[first], entry->parts[i].first_doc);
    }
    CHECK_INT(t.docs, entry->docs);
    return t;
}

struct term_lists
kept_all(struct arena *a, const struct kept *k)
{
    size_t cap = 64;
    struct term_lists all = {arena_array(a, struct term_list, cap), 0};
    struct err e = {0};
    for (size_t i = 0; i < k->pages_n; i++) {
        struct index_page p;
        bool done = !CHECK_OK(index_page_begin(&p, k->pages[i].bytes, &e), &e);
        for (size_t n = 0; !done; n++) {
            struct index_entry entry;
            if (!CHECK_OK(index_page_next(a, &p, &entry, &done, &e), &e) || done)
                break;
            if (n == 0)
                CHECK_INT(entry.term, k->pages[i].first);
            if (all.n == cap) {
                struct term_list *more = arena_array(a, struct term_list, cap * 2);
                memcpy(more, all.v, all.n * sizeof(*more));
                all.v = more;
                cap *= 2;
            }
            all.v[all.n++] = decode_entry(a, k, &entry);
        }
    }
    return all;
}

struct term_list
kept_find(struct arena *a, const struct kept *k, uint64_t term)
{
    size_t i = k->pages_n;
    while (i && k->pages[i - 1].first > term)
        i--;
    struct term_list none = {.term = term};
    struct index_entry entry;
    struct err e = {0};
    bool found;
    if (i == 0 ||
        !CHECK_OK(index_page_find(a, k->pages[i - 1].bytes, term, &entry, &found, &e), &e))
        return none;
    return found ? decode_entry(a, k, &entry) : none;
}

/* ---- counting ---- */
struct token {
    uint64_t term;
    uint32_t doc, place;
};

static int
token_order(const void *x, const void *y)
{
    const struct token *a = x, *b = y;
    if (a->term != b->term)
        return a->term < b->term ? -1 : 1;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static size_t
doc_tokens(const struct index_doc *d, uint32_t doc, struct token *v)
{
    size_t n = 0;
    for (uint32_t i = 0; i < d->text_n; i++) {
        uint32_t second = i + 1 < d->text_n ? d->text[i + 1] : 0;
        v[n++] = (struct token){term_of(TERM_TEXT, d->text[i], second), doc, i};
        v[n++] = (struct token){term_of(TERM_CHAR, d->text[i], 0), doc, i};
    }
    for (uint32_t i = 0; i < d->title_n; i++) {
        uint32_t second = i + 1 < d->title_n ? d->title[i + 1] : 0;
        v[n++] = (struct token){term_of(TERM_TITLE, d->title[i], second), doc, i};
    }
    for (size_t i = 0; i < d->prints_n; i++)
        v[n++] = (struct token){term_print(d->prints[i].hash), doc, d->prints[i].place};
    return n;
}

static void
list_token(struct arena *a, struct term_lists *all, const struct token *t, size_t left)
{
    struct term_list *last = all->n ? &all->v[all->n - 1] : NULL;
    if (!last || last->term != t->term) {
        last = &all->v[all->n++];
        *last = (struct term_list){.term = t->term};
        size_t room = 0;
        while (room < left && t[room].term == t->term)
            room++;
        last->doc = arena_array(a, uint32_t, room);
        last->count = arena_array(a, uint32_t, room);
        last->place = arena_array(a, uint32_t, room);
    }
    if (last->docs == 0 || last->doc[last->docs - 1] != t->doc)
        last->doc[last->docs++] = t->doc;
    last->count[last->docs - 1]++;
    if (((t->term >> 42) & 3) != TERM_CHAR)
        last->place[last->places++] = t->place;
}

struct term_lists
count_all(struct arena *a, const struct index_doc *docs, size_t n)
{
    size_t tokens = 0, sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += 2 * docs[i].text_n + docs[i].title_n + docs[i].prints_n;
    struct token *v = arena_array(a, struct token, sum);
    for (size_t i = 0; i < n; i++)
        tokens += doc_tokens(&docs[i], (uint32_t)i, v + tokens);
    if (tokens)
        qsort(v, tokens, sizeof(*v), token_order);
    struct term_lists all = {arena_array(a, struct term_list, tokens), 0};
    for (size_t i = 0; i < tokens; i++)
        list_token(a, &all, v + i, tokens - i);
    return all;
}

static bool
numbers_equal(const uint32_t *a, const uint32_t *b, size_t n)
{
    return n == 0 || memcmp(a, b, n * sizeof(*a)) == 0;
}

bool
list_equal(const struct term_list *a, const struct term_list *b)
{
    return a->term == b->term && a->docs == b->docs && a->places == b->places &&
        numbers_equal(a->doc, b->doc, a->docs) && numbers_equal(a->count, b->count, a->docs) &&
        numbers_equal(a->place, b->place, a->places);
}

bool
lists_equal(const struct term_lists *a, const struct term_lists *b)
{
    if (!CHECK_INT(a->n, b->n))
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!CHECK(list_equal(&a->v[i], &b->v[i])))
            return false;
    return true;
}

/* ---- documents ---- */
uint64_t
next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static uint32_t *
random_points(struct arena *a, uint64_t *seed, uint32_t alphabet, size_t n)
{
    uint32_t *cp = arena_array(a, uint32_t, n);
    for (size_t i = 0; i < n; i++) {
        uint64_t r = next_random(seed) % alphabet;
        cp[i] = (uint32_t)(r % 7 ? 0x4e00 + r : r % 2 ? 'a' + r : 0x10ffff - r);
    }
    return cp;
}

struct index_doc
random_doc(struct arena *a, uint64_t *seed, uint32_t alphabet, uint32_t length)
{
    struct index_doc d = {
        .title_n = next_random(seed) % 12, .text_n = next_random(seed) % (UINT64_C(2) * length)};
    d.title = random_points(a, seed, alphabet, d.title_n);
    d.text = random_points(a, seed, alphabet, d.text_n);
    struct index_print *prints = arena_array(a, struct index_print, d.text_n);
    for (uint32_t i = 0; i < d.text_n; i++)
        if (next_random(seed) % 3 == 0)
            prints[d.prints_n++] =
                (struct index_print){next_random(seed) % (UINT64_C(50) * alphabet), i};
    d.prints = prints;
    return d;
}
