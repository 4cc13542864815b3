#include "text/index.h"

#include "harness.h"
#include "support_index.h"

/* A source over a kept segment. */
struct reader {
    const struct kept *k;
    size_t page, part;
    bool fails;
};

static bool
read_page(void *arg, struct str *bytes, bool *done, struct err *e)
{
    struct reader *r = arg;
    if (r->fails && r->page == 1)
        return err_set(e, ERR_IO, "the disk cannot be read");
    *done = r->page == r->k->pages_n;
    if (!*done)
        *bytes = r->k->pages[r->page++].bytes;
    return true;
}

static bool
read_part(
    void *arg, uint64_t term, uint32_t part, struct str *docs, struct str *places, struct err *e)
{
    struct reader *r = arg;
    while (r->part < r->k->parts_n &&
        (r->k->parts[r->part].term != term || r->k->parts[r->part].part != part))
        r->part++;
    if (r->part == r->k->parts_n)
        return err_set(e, ERR_STORE, "no such part");
    *docs = r->k->parts[r->part].docs;
    *places = r->k->parts[r->part].places;
    return true;
}

enum {
    SOURCES = 5
};

/* Documents in several segments, of which some are gone. */
struct setting {
    struct arena *a;
    struct index_doc *docs, *stay;
    uint32_t *renumber;
    size_t docs_n, stay_n, sources_n;
    struct reader readers[SOURCES];
    struct index_source sources[SOURCES];
};

/* Of the documents of each source every gone-th is gone; 0: none. */
static void
setting_cut(struct setting *s, size_t sources, size_t gone)
{
    s->renumber = arena_array(s->a, uint32_t, s->docs_n);
    s->stay = arena_array(s->a, struct index_doc, s->docs_n);
    s->stay_n = 0;
    s->sources_n = sources;
    for (size_t i = 0; i < s->docs_n; i++) {
        bool stays = gone == 0 || i % gone != gone - 1;
        s->renumber[i] = stays ? (uint32_t)s->stay_n : UINT32_MAX;
        if (stays)
            s->stay[s->stay_n++] = s->docs[i];
    }
    for (size_t i = 0, from = 0; i < sources; i++) {
        size_t n = i + 1 == sources ? s->docs_n - from : (s->docs_n - from) / 2;
        s->readers[i] = (struct reader){.k = kept_built(s->a, s->docs + from, n)};
        s->sources[i] = (struct index_source){
            read_page, read_part, &s->readers[i], s->renumber + from, (uint32_t)n};
        from += n;
    }
}

static struct kept *
merged(struct setting *s, size_t step)
{
    struct kept *k = kept_new(s->a);
    struct index_sink sink = kept_sink(k);
    struct index_merge *m = index_merge_open(s->sources, s->sources_n, &sink);
    struct err e = {0};
    bool done = false;
    while (!done && CHECK_OK(index_merge_step(m, step, &done, &e), &e))
        ;
    index_merge_close(m);
    return k;
}

static struct kept *
check_merge(struct setting *s, size_t step)
{
    struct kept *k = merged(s, step);
    struct term_lists got = kept_all(s->a, k), want = count_all(s->a, s->stay, s->stay_n);
    CHECK(lists_equal(&got, &want));
    return k;
}

TEST(segments_become_the_one_that_their_documents_would_make)
{
    uint64_t seed = 99;
    for (uint32_t alphabet = 2; alphabet <= 1000; alphabet *= 5) {
        struct setting s = {.a = arena_open(), .docs_n = 80};
        s.docs = arena_array(s.a, struct index_doc, s.docs_n);
        for (size_t i = 0; i < s.docs_n; i++)
            s.docs[i] = random_doc(s.a, &seed, alphabet, 200);
        for (size_t gone = 0; gone < 6; gone++) {
            setting_cut(&s, 1 + gone % SOURCES, gone);
            (void)check_merge(&s, gone % 2 ? 1 : 5000);
        }
        arena_close(s.a);
    }
}

TEST(nothing_of_nothing)
{
    struct setting s = {.a = test_arena()};
    CHECK_INT(merged(&s, 100)->pages_n, 0);
    s.docs_n = 3;
    s.docs = arena_array(s.a, struct index_doc, 3);
    uint64_t seed = 5;
    for (size_t i = 0; i < 3; i++)
        s.docs[i] = random_doc(s.a, &seed, 10, 50);
    setting_cut(&s, 2, 1);
    CHECK_INT(check_merge(&s, 100)->pages_n, 0);
}

/* Many documents with the same few characters, so that their lists are long. */
static struct setting
long_lists(size_t docs)
{
    static const uint32_t text[] = {'a', 'a', 'a', 0x4f1a, 0x8bae, 'a', 'a', 'a', 'a', 'a'};
    struct setting s = {.a = test_arena(), .docs_n = docs};
    s.docs = arena_array(s.a, struct index_doc, docs);
    for (size_t i = 0; i < docs; i++)
        s.docs[i] = (struct index_doc){.text = text, .text_n = i % 31 ? 10 : 3};
    return s;
}

TEST(full_parts_are_taken_over_as_they_are)
{
    struct setting s = long_lists(90000);
    setting_cut(&s, 2, 0);
    struct kept *k = check_merge(&s, 50000);
    size_t same = 0;
    for (size_t i = 0; i < k->parts_n; i++)
        for (size_t r = 0; r < s.sources_n; r++)
            for (size_t n = 0; n < s.readers[r].k->parts_n; n++)
                same += k->parts[i].places.n > 40000 &&
                    str_eq(k->parts[i].places, s.readers[r].k->parts[n].places);
    CHECK(same >= 8);
}

TEST(gone_documents_leave_long_lists)
{
    struct setting s = long_lists(60000);
    setting_cut(&s, 3, 3);
    (void)check_merge(&s, 100000);
    setting_cut(&s, 3, 40000);
    (void)check_merge(&s, 100000);
}

/* Many merges of little into much must not leave many small parts. */
TEST(small_parts_are_joined)
{
    struct setting s = long_lists(64000);
    setting_cut(&s, SOURCES, 0);
    struct kept *k = check_merge(&s, 1 << 20), *whole = kept_built(s.a, s.docs, s.docs_n);
    CHECK(k->parts_n <= whole->parts_n * 3 / 2 + 5);
    for (size_t i = 0; i < k->parts_n; i++) {
        CHECK(k->parts[i].docs.n <= 24 << 10);
        CHECK(k->parts[i].places.n <= 96 << 10);
        bool last = i + 1 == k->parts_n || k->parts[i + 1].part == 0;
        CHECK(last || k->parts[i].docs.n > 4 << 10 || k->parts[i].places.n > 16 << 10);
    }
}

TEST(what_cannot_be_read_or_written_ends_the_merge)
{
    uint64_t seed = 3;
    struct setting s = {.a = test_arena(), .docs_n = 200};
    s.docs = arena_array(s.a, struct index_doc, s.docs_n);
    for (size_t i = 0; i < s.docs_n; i++)
        s.docs[i] = random_doc(s.a, &seed, 20, 300);
    setting_cut(&s, 2, 0);
    struct kept *k = kept_new(s.a);
    struct index_sink sink = kept_sink(k);
    struct err e = {0};
    bool done = false;

    k->fail_after = 2;
    struct index_merge *m = index_merge_open(s.sources, 2, &sink);
    CHECK(!index_merge_step(m, SIZE_MAX / 2, &done, &e));
    CHECK_ERR(&e, ERR_IO, "the disk is full");
    index_merge_close(m);

    *k = (struct kept){.a = s.a};
    setting_cut(&s, 2, 0);
    s.readers[0].fails = true;
    m = index_merge_open(s.sources, 2, &sink);
    CHECK(!index_merge_step(m, SIZE_MAX / 2, &done, &e));
    CHECK_ERR(&e, ERR_IO, "the disk cannot be read");
    index_merge_close(m);
}

/* A segment whose pages name documents that it does not have. */
TEST(a_source_with_strange_documents_is_refused)
{
    uint64_t seed = 3;
    struct setting s = {.a = test_arena(), .docs_n = 40};
    s.docs = arena_array(s.a, struct index_doc, s.docs_n);
    for (size_t i = 0; i < s.docs_n; i++)
        s.docs[i] = random_doc(s.a, &seed, 20, 30);
    setting_cut(&s, 1, 0);
    s.sources[0].docs = 20;
    struct kept *k = kept_new(s.a);
    struct index_sink sink = kept_sink(k);
    struct index_merge *m = index_merge_open(s.sources, 1, &sink);
    struct err e = {0};
    bool done = false;
    CHECK(!index_merge_step(m, SIZE_MAX / 2, &done, &e));
    CHECK_ERR(&e, ERR_STORE, "检索索引中有数据损坏");
    index_merge_close(m);
}
