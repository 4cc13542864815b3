#include "support_search.h"

#include "domain/search_int.h"

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

/* ---- tidying up ---- */

static int64_t
segments(struct box *b)
{
    struct search_stats stats = {0};
    struct work w = fixture_read(&b->f, &b->f.system);
    CHECK_OK(search_stats(&w, &stats, &b->f.e), &b->f.e);
    work_end(&w);
    return stats.segments;
}

/* Until nothing is left; the steps it took, or -1. */
static int
tidy_all(struct box *b)
{
    bool more = true;
    int steps = 0;
    for (; more && steps < 1000; steps++)
        if (!CHECK_OK(search_tidy(b->f.house, &more, &b->f.e), &b->f.e))
            return -1;
    return steps;
}

TEST(merging_changes_no_answer)
{
    REQUIRE(box_open(&box, 5));
    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 5; i++) {
            REQUIRE(box_load(&box, 5 + box_below(&box, 10)));
            REQUIRE(box_put(&box) && box_change(&box) && box_drop(&box));
        }
        REQUIRE(tidy_all(&box) >= 0);
        CHECK(segments(&box) < 6);
        if (!holds(&box, 60))
            break;
    }
    while (box_below(&box, 400))
        REQUIRE(box_drop(&box));
    REQUIRE(tidy_all(&box) >= 0);
    (void)holds(&box, 60);
    box_close(&box);
}

/* Killed after 0, 1, 2 … jobs; the next start, after the lease has run out, goes on. */
TEST(a_killed_merge_leaves_nothing_behind)
{
    bool more = true;
    REQUIRE(box_open(&box, 6));
    for (int i = 0; i < 9; i++)
        REQUIRE(box_load(&box, 6) && box_change(&box));
    for (int64_t jobs = 0; more && jobs < 100; jobs++) {
        REQUIRE(CHECK_OK(search_tidy_some(box.f.house, jobs % 7, &more, &box.f.e), &box.f.e));
        more = more || jobs < 30;
        REQUIRE(box_reopen(&box));
        fixture_later(&box.f, 120 * 1000 * (jobs + 1));
        if (!holds(&box, 8))
            break;
    }
    REQUIRE(tidy_all(&box) >= 0);
    CHECK(segments(&box) < 4);
    CHECK_INT(box_left_behind(&box), 0);
    (void)holds(&box, 60);
    box_close(&box);
}
