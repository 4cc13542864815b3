#include "support_search.h"

static struct box box;

static struct search_ask
random_ask(struct box *b)
{
    struct search_ask ask = {.typed = box_query(b), .limit = 200};
    ask.variants = box_below(b, 4) == 0;
    if (box_below(b, 6) == 0)
        ask.sources = 1U << box_below(b, 3);
    if (box_below(b, 6) == 0)
        ask.org_id = b->orgs[box_below(b, BOX_ORGS)];
    if (box_below(b, 8) == 0)
        ask.year = 2021;
    if (box_below(b, 8) == 0)
        ask.kind = S("docx");
    ask.newest_first = box_below(b, 5) == 0;
    return ask;
}

/* Queries of every kind, for every actor. */
static bool
holds(struct box *b, size_t queries)
{
    for (size_t i = 0; i < queries; i++) {
        struct search_ask ask = random_ask(b);
        if (!CHECK(box_same(b, box_below(b, BOX_ACTORS), &ask)))
            return false;
    }
    return true;
}

TEST(an_empty_store_finds_nothing)
{
    struct search_ask ask = {.typed = S("党"), .limit = 20};
    struct search_result r;
    REQUIRE(box_open(&box, 1));
    if (box_ask(&box, 0, &ask, &r)) {
        CHECK_INT(r.total, 0);
        CHECK_INT(r.hits_n, 0);
    }
    box_close(&box);
}

TEST(fresh_documents_are_found_as_by_a_scan)
{
    REQUIRE(box_open(&box, 2));
    for (int round = 0; round < 6; round++) {
        for (int i = 0; i < 15; i++)
            REQUIRE(box_put(&box));
        REQUIRE(box_change(&box) && box_drop(&box));
        if (!holds(&box, 60))
            break;
    }
    box_close(&box);
}

TEST(segments_are_searched_as_by_a_scan)
{
    REQUIRE(box_open(&box, 3));
    for (int round = 0; round < 4; round++) {
        REQUIRE(box_load(&box, 40));
        if (!holds(&box, 80))
            break;
    }
    box_close(&box);
}

TEST(fresh_documents_segments_and_what_is_gone_make_one_answer)
{
    REQUIRE(box_open(&box, 4));
    for (int round = 0; round < 8; round++) {
        REQUIRE(box_load(&box, 10 + box_below(&box, 30)));
        for (int i = 0; i < 6; i++)
            REQUIRE(box_put(&box) && box_change(&box) && box_drop(&box));
        if (!holds(&box, 60))
            break;
    }
    if (CHECK(box_reopen(&box)))
        (void)holds(&box, 60);
    box_close(&box);
}
