#include "text/index_int.h"

#include "harness.h"
#include "support_index.h"

#include <stdlib.h>

/* A copy whose end is the end of its memory, so that reading on is noticed. */
static struct str
tight(struct str s)
{
    char *p = malloc(s.n ? s.n : 1);
    CHECK(p != NULL);
    if (s.n)
        memcpy(p, s.p, s.n);
    return str_make(p, s.n);
}

static void
drop(struct str s)
{
    free((void *)(uintptr_t)s.p);
}

/* A list of `n` documents, each with places that differ by `gap` more or less. */
struct made {
    struct arena *a;
    struct kept *k;
    uint32_t docs, doc[64], count[64], place[4096];
    size_t places;
};

static void
make_list(struct made *m, uint64_t *seed, uint32_t docs, uint32_t doc_gap, uint32_t gap)
{
    m->k = kept_new(m->a);
    struct index_sink sink = kept_sink(m->k);
    struct index_writer w;
    struct err e = {0};
    index_writer_init(&w, &sink);
    index_list_begin(&w, term_of(TERM_TEXT, 1, 1));
    m->docs = docs;
    m->places = 0;
    for (uint32_t i = 0, doc = 0; i < docs; i++) {
        doc += (uint32_t)(next_random(seed) % doc_gap) + (i != 0);
        m->doc[i] = doc;
        m->count[i] = (uint32_t)(next_random(seed) % 3 ? 1 : 1 + next_random(seed) % 60);
        index_list_doc(&w, doc, m->count[i]);
        uint32_t place = 0;
        for (uint32_t k = 0; k < m->count[i]; k++) {
            uint32_t more = (uint32_t)(next_random(seed) % gap);
            index_list_place(&w, more);
            place += more + (k != 0);
            m->place[m->places++] = place;
        }
    }
    CHECK_OK(index_list_cut(&w, &e), &e);
    index_writer_release(&w);
}

static bool
reads(struct str docs, struct str places, uint32_t n, struct err *e)
{
    uint32_t doc[64], count[64];
    uint64_t sum = 0;
    if (!index_docs(docs, n, doc, count, e))
        return false;
    for (uint32_t i = 0; i < n; i++)
        sum += count[i];
    uint32_t *place = malloc((sum < places.n ? sum : places.n) * sizeof(*place) + 1);
    bool ok = index_places(places, count, n, place, e);
    for (uint32_t i = 0; i < n; i += 7) {
        struct err other = {0};
        (void)(count[i] <= sum && sum <= places.n &&
            index_places_some(places, count, &i, 1, place, &other));
    }
    free(place);
    return ok;
}

TEST(numbers_of_any_size_come_back)
{
    uint64_t seed = 11;
    static const uint32_t gaps[] = {1, 2, 127, 128, 2047, 2048, 32767, 32768, 1 << 20, 60000000};
    for (size_t g = 0; g < sizeof(gaps) / sizeof(gaps[0]); g++)
        for (uint32_t docs = 1; docs <= 64; docs += docs < 10 ? 1 : 9) {
            struct made m = {.a = arena_open()};
            make_list(&m, &seed, docs, gaps[g], gaps[g]);
            struct str list = tight(m.k->parts[0].docs), places = tight(m.k->parts[0].places);
            uint32_t doc[64], count[64], place[4096];
            struct err e = {0};
            CHECK_OK(index_docs(list, docs, doc, count, &e), &e);
            CHECK(memcmp(doc, m.doc, docs * sizeof(*doc)) == 0);
            CHECK(memcmp(count, m.count, docs * sizeof(*count)) == 0);
            CHECK_OK(index_places(places, count, docs, place, &e), &e);
            CHECK(memcmp(place, m.place, m.places * sizeof(*place)) == 0);
            uint32_t last = docs - 1, n = count[last];
            CHECK_OK(index_places_of(places, count, last, place, &e), &e);
            CHECK(memcmp(place, m.place + m.places - n, n * sizeof(*place)) == 0);
            drop(list);
            drop(places);
            arena_close(m.a);
        }
}

TEST(a_list_of_another_length_is_refused)
{
    uint64_t seed = 17;
    struct made m = {.a = test_arena()};
    make_list(&m, &seed, 40, 500, 5000);
    struct str docs = m.k->parts[0].docs, places = m.k->parts[0].places;
    for (size_t n = 0; n < docs.n; n++) {
        struct str cut = tight(str_make(docs.p, n));
        struct err e = {0};
        if (!reads(cut, places, 40, &e))
            CHECK_ERR(&e, ERR_STORE, "检索索引中有数据损坏");
        else
            CHECK(false);
        drop(cut);
    }
    for (size_t n = 0; n < places.n; n++) {
        struct str cut = tight(str_make(places.p, n));
        struct err e = {0};
        CHECK(!reads(docs, cut, 40, &e));
        CHECK_INT(e.code, ERR_STORE);
        drop(cut);
    }
    struct err e = {0};
    uint32_t doc[64], count[64];
    CHECK(!index_docs(docs, 39, doc, count, &e));
    CHECK_INT(e.code, ERR_STORE);
    CHECK(!reads(docs, places, 39, &e));
    CHECK(!reads(docs, places, 41, &e));
    CHECK(!reads(docs, S(""), 40, &e));
    CHECK(!reads(S(""), S(""), 1, &e));
    CHECK(reads(S(""), S(""), 0, &e));
}

TEST(broken_lists_are_read_without_harm)
{
    uint64_t seed = 23;
    for (uint32_t round = 0; round < 3000; round++) {
        struct made m = {.a = arena_open()};
        make_list(&m, &seed, 1 + round % 60, 1 + round % 900, 1 + round * 11);
        char *docs = (char *)(uintptr_t)m.k->parts[0].docs.p;
        char *places = (char *)(uintptr_t)m.k->parts[0].places.p;
        size_t docs_n = m.k->parts[0].docs.n, places_n = m.k->parts[0].places.n;
        for (uint32_t i = 0; i < 1 + round % 4; i++) {
            docs[next_random(&seed) % docs_n] = (char)next_random(&seed);
            places[next_random(&seed) % places_n] = (char)next_random(&seed);
        }
        struct str d = tight(str_make(docs, docs_n)), p = tight(str_make(places, places_n));
        struct err e = {0};
        if (!reads(d, p, m.docs, &e))
            CHECK_INT(e.code, ERR_STORE);
        drop(d);
        drop(p);
        arena_close(m.a);
    }
}

/* ---- pages ---- */
static bool
page_reads(struct str page, struct err *e)
{
    struct arena *a = arena_open();
    struct index_page p;
    struct index_entry entry;
    bool done = false, found, ok = index_page_begin(&p, page, e);
    while (ok && !done)
        ok = index_page_next(a, &p, &entry, &done, e);
    struct err other = {0};
    for (uint64_t field = 0; field < 4; field++)
        if (!index_page_find(a, page, (field << 42) | 0x4e2a3, &entry, &found, &other))
            CHECK_INT(other.code, ERR_STORE);
    arena_close(a);
    return ok;
}

static struct kept *
some_segment(uint64_t *seed)
{
    struct kept *k = kept_new(test_arena());
    struct index_sink sink = kept_sink(k);
    struct index_builder *b = index_builder_open();
    for (int i = 0; i < 600; i++) {
        struct index_doc doc = random_doc(test_arena(), seed, i % 3 ? 3 : 40, 100);
        index_builder_add(b, &doc);
    }
    struct err e = {0};
    CHECK_OK(index_builder_finish(b, &sink, &e), &e);
    index_builder_close(b);
    CHECK(k->parts_n > 0);
    return k;
}

TEST(broken_pages_are_read_without_harm)
{
    uint64_t seed = 31;
    struct kept *k = some_segment(&seed);
    for (size_t i = 0; i < k->pages_n; i += 1 + k->pages_n / 40) {
        struct str page = k->pages[i].bytes;
        struct err e = {0};
        CHECK_OK(page_reads(page, &e), &e);
        for (int round = 0; round < 100; round++) {
            struct str bad = tight(str_make(page.p, 1 + next_random(&seed) % page.n));
            char *bytes = (char *)(uintptr_t)bad.p;
            for (int n = 0; n < round % 4; n++)
                bytes[next_random(&seed) % bad.n] = (char)next_random(&seed);
            if (!page_reads(bad, &e))
                CHECK_INT(e.code, ERR_STORE);
            drop(bad);
        }
    }
}

TEST(what_is_no_page_is_refused)
{
    static const char *const bad[] = {
        "\x02",                                             /* another format */
        "\x01\x80",                                         /* a number that does not end */
        "\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", /* one too large */
        "\x01\x05\x01",                                     /* no place */
        "\x01\x04\x02\x01\x01\x01\x02", /* lists that are longer than the page */
        "\x01\x05\x01\x01\x01\x01\x01", /* a term twice */
        "\x01\x04\x03\x05\x01\x01\x01", /* a directory that is longer than the page */
        "\x01\x04\x07\x03\x01\x01\x01", /* fewer parts than said */
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct err e = {0};
        CHECK(!page_reads(str_from(bad[i]), &e));
        CHECK_ERR(&e, ERR_STORE, "检索索引中有数据损坏");
    }
    struct err e = {0};
    CHECK(!page_reads(S(""), &e));
    CHECK(page_reads(S("\x01"), &e));
    CHECK(page_reads(S("\x01\x05\x01\x01"), &e));
    CHECK(!page_reads(S("\x01\x05\x01\x01\x01\x01\x01"), &e));
    CHECK(!page_reads(S("\x01\x04\x00\x00\x00\x00"), &e)); /* no documents */
}
