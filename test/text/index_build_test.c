#include "text/index.h"

#include "harness.h"
#include "support_index.h"

/* Builds and compares with what a plain count gives. */
static struct kept *
check_docs(struct arena *a, const struct index_doc *docs, size_t n)
{
    struct kept *k = kept_built(a, docs, n);
    struct term_lists want = count_all(a, docs, n), got = kept_all(a, k);
    CHECK(lists_equal(&got, &want));
    for (size_t i = 0; i < want.n; i += 1 + want.n / 500) {
        struct term_list found = kept_find(a, k, want.v[i].term);
        CHECK(list_equal(&found, &want.v[i]));
        bool next = i + 1 < want.n && want.v[i + 1].term == want.v[i].term + 1;
        CHECK((kept_find(a, k, want.v[i].term + 1).docs != 0) == next);
    }
    return k;
}

static const uint32_t text[] = {'a', 'a', 'a', 0x4f1a, 0x8bae, 'a', 'a'};

TEST(terms_of_one_first_character_lie_side_by_side)
{
    CHECK(term_of(TERM_TEXT, 0x4f1a, 0x10ffff) < term_of(TERM_TEXT, 0x4f1b, 0));
    CHECK(term_of(TERM_TEXT, 0x10ffff, 0x10ffff) < term_of(TERM_CHAR, 1, 0));
    CHECK(term_of(TERM_TITLE, 0x10ffff, 0x10ffff) < term_print(0));
    CHECK(term_print(UINT64_MAX) == term_print(UINT32_MAX));
}

TEST(every_pair_has_its_places)
{
    struct index_doc docs[] = {{.text = text, .text_n = 7}, {.title = text, .title_n = 4}, {0}};
    struct kept *k = check_docs(test_arena(), docs, 3);
    struct term_list aa = kept_find(test_arena(), k, term_of(TERM_TEXT, 'a', 'a'));
    CHECK_INT(aa.docs, 1);
    CHECK_INT(aa.places, 3);
    CHECK_INT(aa.place[1], 1);
    CHECK_INT(aa.place[2], 5);
    CHECK_INT(kept_find(test_arena(), k, term_of(TERM_TEXT, 'a', 0)).place[0], 6);
    CHECK_INT(kept_find(test_arena(), k, term_of(TERM_CHAR, 'a', 0)).count[0], 5);
    CHECK_INT(kept_find(test_arena(), k, term_of(TERM_TITLE, 'a', 'a')).doc[0], 1);
    CHECK_INT(kept_find(test_arena(), k, term_of(TERM_TEXT, 'a', 'b')).docs, 0);
    CHECK_INT(kept_find(test_arena(), k, term_of(TERM_TEXT, 1, 1)).docs, 0);
}

TEST(nothing_makes_an_empty_segment)
{
    struct kept *k = check_docs(test_arena(), NULL, 0);
    CHECK_INT(k->pages_n, 0);
    struct index_doc empty = {0};
    k = check_docs(test_arena(), &empty, 1);
    CHECK_INT(k->pages_n, 0);
}

TEST(random_documents_are_found_as_they_are_counted)
{
    uint64_t seed = 20231;
    for (uint32_t alphabet = 1; alphabet <= 2000; alphabet *= 6) {
        struct arena *a = arena_open();
        struct index_doc docs[60];
        for (int i = 0; i < 60; i++)
            docs[i] = random_doc(a, &seed, alphabet, alphabet * 2 + 20);
        (void)check_docs(a, docs, 60);
        arena_close(a);
    }
}

TEST(long_lists_go_into_parts)
{
    struct arena *a = test_arena();

    enum {
        DOCS = 40000
    };
    struct index_doc *docs = arena_array(a, struct index_doc, DOCS);
    for (int i = 0; i < DOCS; i++)
        docs[i] = (struct index_doc){.text = text, .text_n = i % 97 ? 3 : 7};
    struct kept *k = check_docs(a, docs, DOCS);
    CHECK(k->parts_n > 6);
    for (size_t i = 0; i < k->parts_n; i++) {
        CHECK(k->parts[i].docs.n <= (16 << 10) + 20);
        CHECK(k->parts[i].places.n <= (64 << 10) + 20);
    }
}

TEST(one_long_document_is_one_part)
{
    struct arena *a = test_arena();

    enum {
        POINTS = 4000
    };

    uint32_t *cp = arena_array(a, uint32_t, POINTS);
    for (int i = 0; i < POINTS; i++)
        cp[i] = 0x4e00;
    struct index_doc doc = {.text = cp, .text_n = POINTS};
    struct kept *k = check_docs(a, &doc, 1);
    CHECK_INT(k->parts_n, 1);
}

TEST(a_full_disk_ends_the_building)
{
    uint64_t seed = 7;
    for (size_t after = 1; after < 4; after++) {
        struct kept *k = kept_new(test_arena());
        k->fail_after = after;
        struct index_sink sink = kept_sink(k);
        struct index_builder *b = index_builder_open();
        for (int i = 0; i < 200; i++) {
            struct index_doc doc = random_doc(test_arena(), &seed, 50, 200);
            index_builder_add(b, &doc);
        }
        CHECK(index_builder_bytes(b) > 100000);
        struct err e = {0};
        CHECK(!index_builder_finish(b, &sink, &e));
        CHECK_ERR(&e, ERR_IO, "the disk is full");
        CHECK_INT(index_builder_docs(b), 0);
        index_builder_close(b);
    }
}
