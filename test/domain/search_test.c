#include "support_search.h"

#include "base/utf8.h"
#include "domain/search_find.h"
#include "domain/search_int.h"
#include "text/norm.h"

#include <pthread.h>
#include <stdatomic.h>

static struct box box;

/* What order_digest came to when order and scores were last looked at. */
static const int64_t GOLDEN = 5034049742344790018;

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
    REQUIRE(box_reopen(&box)); /* nothing of what is in memory was needed */
    (void)holds(&box, 60);
    box_close(&box);
}

static bool
put_and_fail(struct work *w, void *arg, struct err *e)
{
    struct search_result r;
    struct search_ask ask = {.typed = S("不会留下"), .limit = 1};
    return search_put(w, arg, e) && search_run(w, &ask, &r, e) && CHECK_INT(r.total, 1) &&
        err_set(e, ERR_INPUT, "no");
}

/* The job itself sees it; after the rollback nobody does, and the numbers go on as if it had never been. */
TEST(what_a_failed_job_put_in_is_not_there)
{
    struct search_ask ask = {.typed = S("不会留下"), .limit = 20};
    struct search_result r;
    struct search_item item = {.source = SEARCH_LIBRARY,
        .ref_id = 999999,
        .kind = S("docx"),
        .title = S("标题"),
        .text = S("不会留下的文字")};
    REQUIRE(box_open(&box, 15));
    item.root_id = item.org_id = box.orgs[0];
    for (int i = 0; i < 5; i++) {
        REQUIRE(box_put(&box));
        CHECK(!fixture_write(&box.f, &box.f.system, put_and_fail, &item));
        CHECK_ERR(&box.f.e, ERR_INPUT, "no");
        if (box_ask(&box, 0, &ask, &r))
            CHECK_INT(r.total, 0);
        REQUIRE(box_put(&box) && box_load(&box, 3));
    }
    (void)holds(&box, 40);
    box_close(&box);
}

/* Jobs that wait together are one batch: what one of them undid must not count for those behind it. */
struct posted {
    atomic_int left, failed;
};

static void
posted_done(void *arg, bool ok, const struct err *e)
{
    struct posted *p = *(struct posted **)arg;
    (void)e;
    atomic_fetch_add(&p->failed, !ok);
    atomic_fetch_sub(&p->left, 1);
}

struct posted_put {
    struct posted *all; /* first */
    struct search_item item;
    bool fails;
};

static bool
put_posted(struct work *w, void *arg, struct err *e)
{
    const struct posted_put *p = arg;
    return search_put(w, &p->item, e) && (!p->fails || err_set(e, ERR_INPUT, "no"));
}

static bool
nothing(struct work *w, void *arg, struct err *e)
{
    (void)w;
    (void)arg;
    (void)e;
    return true;
}

TEST(a_failed_job_leaves_its_batch_as_it_was)
{
    enum {
        JOBS = 60
    };
    static struct posted_put puts[JOBS];
    struct arena *arenas[JOBS] = {NULL};
    struct posted all;
    struct search_ask ask = {.typed = S("同一批"), .limit = 100};
    struct search_result r;
    atomic_init(&all.left, JOBS);
    atomic_init(&all.failed, 0);
    REQUIRE(box_open(&box, 16));
    for (int i = 0; i < JOBS; i++) {
        puts[i] = (struct posted_put){.all = &all,
            .item = {.source = SEARCH_LIBRARY,
                .ref_id = 5000 + i,
                .root_id = box.orgs[0],
                .org_id = box.orgs[0],
                .kind = S("txt"),
                .title = S(""),
                .text = S("同一批写入的文字")},
            .fails = i % 3 == 1};
        struct posting posting = {
            arenas[i] = arena_open(), &box.f.system, put_posted, posted_done, &puts[i]};
        REQUIRE(CHECK_OK(house_post(box.f.house, &posting, &box.f.e), &box.f.e));
    }
    while (atomic_load(&all.left) > 0) /* each of these is written after those before it */
        REQUIRE(fixture_write(&box.f, &box.f.system, nothing, NULL));
    CHECK_INT(atomic_load(&all.failed), JOBS / 3);
    for (int i = 0; i < JOBS / 3; i++)
        REQUIRE(box_put(&box));
    if (box_ask(&box, 0, &ask, &r))
        CHECK_INT(r.total, JOBS - JOBS / 3);
    for (int i = 0; i < JOBS; i++)
        arena_close(arenas[i]);
    box_close(&box);
}

/* More fresh text than each query should read becomes a segment in the job that adds it. */
TEST(much_fresh_text_becomes_a_segment)
{
    struct out o;
    struct search_ask ask = {.typed = S("尾声"), .limit = 20};
    struct search_result r;
    REQUIRE(box_open(&box, 14));
    for (int i = 0; i < 10; i++)
        REQUIRE(box_put(&box));
    REQUIRE(box_put_text(&box, 1, SEARCH_LOCK_READ, "短文", "不再有的尾声") &&
        box_drop_doc(&box, &box.docs[box.n - 1]));
    CHECK_INT(segments(&box), 0);
    out_init(&o, 1 << 22);
    for (int i = 0; i < 5000; i++) /* the first piece of the text is blank */
        out_char(&o, ' ');
    for (int i = 0; i < 100000; i++)
        out_fmt(&o, "第%d条", i % 977);
    out_lit(&o, "尾声");
    out_char(&o, '\0');
    const char *text = arena_str(test_arena(), out_str(&o)).p;
    out_release(&o);
    REQUIRE(box_put_text(&box, 1, SEARCH_LOCK_READ, "长文", text));
    CHECK_INT(segments(&box), 1);
    if (box_ask(&box, 0, &ask, &r) && CHECK_INT(r.total, 1))
        CHECK_INT(r.hits[0].snippet.marks.n, 1);
    (void)holds(&box, 30);
    REQUIRE(tidy_all(&box) >= 0 && box_reopen(&box));
    CHECK_INT(box_left_behind(&box), 0);
    if (box_ask(&box, 0, &ask, &r))
        CHECK_INT(r.total, 1);
    (void)holds(&box, 30);
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

/* Another program on the same store, whose clock has gone on by `later`, may tidy or not. */
static bool
other_tidies(struct box *b, int64_t later, bool *did)
{
    struct house *other;
    struct house_options options = {.data = test_dir(),
        .db = test_db_url(),
        .clock = clock_fixed(date_make(2023, 6, 15), 9, 0)};
    options.clock.fixed_ms += later;
    if (!CHECK_OK(house_open(&options, &other, &b->f.e), &b->f.e))
        return false;
    bool ok = CHECK_OK(search_tidy(other, did, &b->f.e), &b->f.e);
    house_close(other);
    return ok;
}

/* Who dies in the middle of a merge keeps others off for a minute; then another one takes over, and what was left lying
   half done is removed. */
TEST(a_merge_that_died_is_taken_over_after_its_lease)
{
    bool more = true, did = true;
    REQUIRE(box_open(&box, 16));
    for (int i = 0; i < 6; i++)
        REQUIRE(box_load(&box, 6));
    int64_t before = segments(&box);
    REQUIRE(CHECK_OK(search_tidy_some(box.f.house, 2, &more, &box.f.e), &box.f.e));
    REQUIRE(other_tidies(&box, 59 * 1000, &did));
    CHECK(!did);
    CHECK_INT(segments(&box), before);
    (void)holds(&box, 8);
    for (int i = 0; i < 100 && (i == 0 || did); i++)
        REQUIRE(other_tidies(&box, 61 * 1000, &did));
    CHECK(!did);
    CHECK(segments(&box) < before);
    CHECK_INT(box_left_behind(&box), 0);
    (void)holds(&box, 20);
    REQUIRE(tidy_all(&box) >= 0); /* the first one comes back */
    CHECK_INT(box_left_behind(&box), 0);
    (void)holds(&box, 8);
    box_close(&box);
}

/* ---- beside searching ---- */

static void
check_index(struct box *b, bool good)
{
    int64_t checked = 0, bad = 0;
    struct work w = fixture_read(&b->f, &b->f.system);
    CHECK_OK(search_check(&w, &checked, &bad, &b->f.e), &b->f.e);
    work_end(&w);
    CHECK_INT(bad != 0, !good);
    CHECK(checked > 0);
}

TEST(a_check_compares_index_and_texts)
{
    struct str said;
    REQUIRE(box_open(&box, 7));
    for (int i = 0; i < 3; i++)
        REQUIRE(box_load(&box, 20) && box_put(&box) && box_change(&box) && box_drop(&box));
    check_index(&box, true);
    CHECK(fixture_sql("UPDATE search_text SET text = '被人改动过的文字' WHERE id IN "
                      "(SELECT id FROM search_text ORDER BY id LIMIT 10)",
        &said));
    check_index(&box, false);
    box_close(&box);
}

/* A stretch is the same part of the text, however many pieces it lies in; bounds past the end are cut. */
static void
check_stretches(struct work *w, int64_t docno, size_t points)
{
    for (size_t i = 0; i < 40 && points > 0; i++) {
        struct search_region region;
        struct str text;
        size_t from = box_below(&box, points), to = from + 1 + box_below(&box, points + 2);
        if (!CHECK_OK(search_region(w, docno, from, to, &region, &box.f.e), &box.f.e) ||
            !CHECK_OK(search_stretch(w, docno, from, to, &text, &box.f.e), &box.f.e) ||
            !CHECK(str_eq(text, region.text)))
            return;
    }
}

/* The whole text comes back, and any region of it by normalised places. */
TEST(a_region_of_a_text_is_read_by_its_places)
{
    struct out pieces;
    REQUIRE(box_open(&box, 8));
    out_init(&pieces, 1 << 20);
    for (int i = 0; i < 400; i++)
        out_fmt(&pieces, "第 %d 次会议，open source\n　　", i);
    struct str several = arena_str(test_arena(), out_str(&pieces));
    out_release(&pieces);
    REQUIRE(box_load(&box, 30) && box_put_text(&box, 1, SEARCH_LOCK_READ, "记录", several.p));
    struct work w = fixture_read(&box.f, &box.f.system);
    for (size_t i = 0; i < box.n; i++) {
        struct str text, shown = box.docs[i].item.text, normal = box.docs[i].scan.text;
        struct search_region region;
        const struct search_item *item = &box.docs[i].item;
        REQUIRE(
            CHECK_OK(search_text_of(&w, item->source, item->ref_id, &text, &box.f.e), &box.f.e));
        CHECK(str_eq(text, shown));
        size_t points = utf8_count(normal), from = points / 3, to = points / 2;
        int64_t docno = box_docno(&box, &w, item);
        check_stretches(&w, docno, points);
        if (points < 4 ||
            !CHECK_OK(search_region(&w, docno, from, to, &region, &box.f.e), &box.f.e))
            continue;
        CHECK_INT(region.start, from);
        CHECK_INT(region.end, to);
        struct str before = utf8_head(normal, from), upto = utf8_head(normal, to);
        struct out o;
        out_init(&o, 1 << 20);
        norm_put(&o, region.text);
        CHECK(str_eq(out_str(&o), str_slice(normal, before.n, upto.n - before.n)));
        out_release(&o);
    }
    work_end(&w);
    box_close(&box);
}

TEST(completions_come_from_what_the_actor_may_read)
{
    struct str list[8];
    size_t n = 0;
    REQUIRE(box_open(&box, 9));
    REQUIRE(box_put_text(&box, 1, SEARCH_LOCK_READ, "东部会议记录",
                "党支部组织生活会记录，党支部组织生活会") &&
        box_put_text(&box, 1, SEARCH_LOCK_READ, "另一份", "今年的党支部组织生活会") &&
        box_put_text(
            &box, 2, SEARCH_LOCK_READ, "西部党支部会议", "党支部换届选举。党支部换届选举。") &&
        box_put_text(&box, 2, SEARCH_LOCK_READ, "西部又一份", "党支部换届选举"));
    struct work w = fixture_read(&box.f, &box.actors[1]);
    CHECK_OK(search_suggest(&w, S("党支"), list, 8, &n, &box.f.e), &box.f.e);
    work_end(&w);
    CHECK_INT(n, 1);
    CHECK(n == 1 && str_eq(list[0], S("党支部组织生活会")));
    w = fixture_read(&box.f, &box.actors[2]);
    CHECK_OK(search_suggest(&w, S("党支部"), list, 8, &n, &box.f.e), &box.f.e);
    work_end(&w);
    CHECK_INT(n, 2);
    CHECK(n == 2 && str_eq(list[0], S("西部党支部会议")) && str_eq(list[1], S("党支部换届选举")));
    box_close(&box);
}

/* What stands apart and what is said of it. */
TEST(a_hit_shows_where_the_words_stand)
{
    struct search_result r;
    struct search_ask ask = {.typed = S("组织 生活会"), .limit = 20};
    REQUIRE(box_open(&box, 10));
    REQUIRE(box_put_text(&box, 1, SEARCH_LOCK_READ, "生活会",
                "先学习。后来组织了一次很长的、各方面都有的生活会。") &&
        box_put_text(&box, 1, SEARCH_LOCK_READ, "记录", "组织\n生活会") &&
        box_put_text(&box, 1, SEARCH_LOCK_READ, "别的", "组织"));
    REQUIRE(box_ask(&box, 0, &ask, &r));
    CHECK_INT(r.total, 2);
    REQUIRE(r.hits_n == 2);
    for (size_t i = 0; i < 2; i++) {
        const struct search_hit *hit = &r.hits[i];
        bool near = str_eq(hit->title, S("记录"));
        CHECK_INT(hit->why.phrase > 0, near);
        CHECK_INT(hit->why.title > 0, !near);
        CHECK(hit->why.near > 0 && hit->why.words > 0);
        CHECK_STR(hit->org_name, "东支部");
        CHECK_INT(hit->title_marks.n, !near);
        CHECK_INT(hit->snippet.marks.n, 2);
        CHECK_INT(hit->score,
            hit->why.words + hit->why.title + hit->why.phrase + hit->why.near + hit->why.fresh);
    }
    box_close(&box);
}

/* ---- the same order everywhere ---- */

static uint64_t
mix(uint64_t digest, int64_t v)
{
    return (digest ^ (uint64_t)v) * UINT64_C(0x100000001b3);
}

/* Of all hits of many queries with their scores, in their order. */
static uint64_t
order_digest(struct box *b, uint64_t seed)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325), kept = b->seed;
    b->seed = seed;
    for (int i = 0; i < 60; i++) {
        struct search_result r;
        struct search_ask ask = random_ask(b);
        ask.org_id = 0; /* ids are others on each store */
        ask.limit = 50;
        if (!box_ask(b, (size_t)i % BOX_ACTORS, &ask, &r))
            break;
        digest = mix(digest, r.total);
        for (size_t k = 0; k < r.hits_n; k++)
            digest = mix(mix(digest, r.hits[k].ref_id), r.hits[k].score);
    }
    b->seed = kept;
    return digest;
}

/* Neither the store nor how documents lie in segments shows in an answer. */
TEST(order_and_scores_are_the_same_on_both_stores_and_before_and_after_merging)
{
    REQUIRE(box_open(&box, 11));
    for (int i = 0; i < 6; i++)
        REQUIRE(box_load(&box, 30) && box_put(&box) && box_put(&box) && box_change(&box) &&
            box_drop(&box));
    uint64_t digest = order_digest(&box, 12);
    CHECK_INT(digest, GOLDEN);
    int64_t before = segments(&box);
    REQUIRE(tidy_all(&box) >= 0);
    CHECK(segments(&box) < before);
    CHECK_INT(order_digest(&box, 12), digest);
    box_close(&box);
}

/* ---- while others write and merge ---- */

struct asking {
    struct box *b;
    struct arena *arena;
    atomic_bool stop;
    int64_t asked, wrong;
};

/* Asks for a document that is always there, on a thread of its own. */
static void *
ask_on(void *arg)
{
    struct asking *a = arg;
    struct reader *reader;
    struct err e;
    struct search_ask ask = {.typed = S("独一无二的句子"), .limit = 20};
    if (!reader_open(a->b->f.house, &reader, &e)) {
        a->wrong = -1;
        return NULL;
    }
    while (!atomic_load(&a->stop)) {
        struct work w;
        struct search_result r;
        bool ok = work_begin(reader, a->arena, &a->b->f.system, &w, &e);
        if (ok) {
            ok = search_run(&w, &ask, &r, &e);
            work_end(&w);
        }
        a->asked++;
        a->wrong += !ok || r.total != 1 || r.hits_n != 1 || r.hits[0].snippet.marks.n != 1;
        arena_reset(a->arena);
    }
    reader_close(reader);
    return NULL;
}

TEST(a_query_sees_one_moment_whatever_is_written)
{
    static struct asking asking;
    pthread_t thread;
    REQUIRE(box_open(&box, 13));
    REQUIRE(box_put_text(&box, 1, SEARCH_LOCK_READ, "", "这里有一个独一无二的句子。"));
    asking = (struct asking){.b = &box, .arena = arena_open()};
    struct search_tender *tender = search_tender_open(box.f.house);
    REQUIRE(CHECK(pthread_create(&thread, NULL, ask_on, &asking) == 0));
    for (int i = 0; i < 25; i++) {
        if (!box_load(&box, 10) || !box_put(&box))
            break;
    }
    atomic_store(&asking.stop, true);
    (void)pthread_join(thread, NULL);
    search_tender_close(tender);
    CHECK(asking.asked > 0);
    CHECK_INT(asking.wrong, 0);
    arena_close(asking.arena);
    (void)holds(&box, 20);
    box_close(&box);
}
