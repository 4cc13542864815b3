#include "domain/journal_tree.h"

#include "domain/house_int.h"
#include "domain/journal_int.h"
#include "support_house.h"

static bool
is_pg(void)
{
    return str_starts(str_from(test_db_url()), S("postgres"));
}

struct many {
    int64_t org;
    int n;
    bool fail;
    const char *why;
};

static bool
append_many(struct work *w, void *arg, struct err *e)
{
    const struct many *m = arg;
    for (int i = 0; i < m->n; i++) {
        struct journal_entry entry = {.root_id = m->org,
            .org_id = m->org,
            .what = S("test.note"),
            .object = S("test"),
            .object_id = i + 1,
            .version = 1,
            .why = str_from(m->why),
            .snapshot = S("{\"a\":1}")};
        if (!journal_append(w, &entry, NULL, e))
            return false;
    }
    return !m->fail || err_set(e, ERR_INPUT, "not wanted");
}

/* The tree over the entries, built the long way. */
static struct sha256
long_way(struct work *w, int64_t *size)
{
    struct tlog_peaks peaks = {0};
    struct stmt *s;
    struct err e;
    CHECK(stmt_open(w->db, SQL_JOURNAL_FROM, VALS(v_int(0), v_int(1000000)), &s, &e));
    stmt_each (s, &e) {
        struct journal_row r = journal_row_read(s, w->arena);
        tlog_push(&peaks, journal_leaf(&r));
    }
    stmt_close(s);
    *size = peaks.size;
    return tlog_root(&peaks);
}

static void
check_root(struct fixture *f)
{
    int64_t size;
    struct sha256 root;
    struct tree_reader *t;
    struct work w = fixture_read(f, &f->system);
    struct sha256 want = long_way(&w, &size);
    CHECK_OK(tree_reader_open(&w, &t, &f->e), &f->e);
    struct tlog_source source = tree_source(t);
    CHECK_INT(tree_size(t), size);
    CHECK_OK(tlog_root_of(&source, tree_size(t), &root, &f->e), &f->e);
    CHECK(sha256_eq(&root, &want));
    work_end(&w);
}

static int64_t
tiles(struct fixture *f, int level)
{
    bool found;
    int64_t last;
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(db_get_int(w.db, SQL_TILE_LAST, VALS(v_int(level)), &last, &found, &f->e), &f->e);
    work_end(&w);
    return found ? last + 1 : 0;
}

static bool
open_again(struct fixture *f, struct house **house)
{
    struct house_options options = {.data = test_dir(),
        .db = test_db_url(),
        .clock = clock_fixed(date_make(2023, 6, 15), 9, 0)};
    return CHECK_OK(house_open(&options, house, &f->e), &f->e);
}

static bool
fixture_reopen(struct fixture *f)
{
    fixture_close(f);
    return open_again(f, &f->house) && CHECK_OK(reader_open(f->house, &f->reader, &f->e), &f->e);
}

TEST(the_leaf_holds_every_column)
{
    struct journal_row r = {.seq = 7,
        .root_id = 1,
        .at_ms = 1686790800000,
        .org_id = 2,
        .object_id = 9,
        .version = 3,
        .account = 5,
        .actor = S("王\"某\""),
        .what = S("record.add"),
        .object = S("record"),
        .why = S("补\n录"),
        .digest = S("d1"),
        .link = S("l1")};
    struct out o;
    out_init(&o, 4096);
    journal_leaf_text(&o, &r);
    CHECK_STR(out_str(&o),
        "{\"seq\":7,\"root\":1,\"at_ms\":1686790800000,\"account\":5,\"actor\":\"王\\\"某\\\"\",\"what\":\"record.add\","
        "\"object\":\"record\",\"object_id\":9,\"org\":2,\"version\":3,\"why\":\"补\\n录\",\"digest\":\"d1\",\"link\":\"l1\"}");
    struct sha256 a = journal_leaf(&r), b;
    r.root_id = 2;
    b = journal_leaf(&r);
    CHECK(!sha256_eq(&a, &b));
    out_clear(&o);
    r.account = 0;
    journal_leaf_text(&o, &r);
    CHECK(str_find(out_str(&o), S("\"account\":null"), 0) != SIZE_MAX);
    out_release(&o);
}

TEST(the_tree_follows_the_journal)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    for (int n = 1; n <= 300; n += 97) {
        struct many m = {f.org, n, false, "一"};
        CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
        check_root(&f);
    }
    CHECK(tiles(&f, 0) >= 2);
    fixture_close(&f);
}

TEST(what_was_rolled_back_is_not_in_the_tree)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct many some = {f.org, 200, false, "留"}, gone = {f.org, 100, true, "退"},
                more = {f.org, 150, false, "再"};
    CHECK_OK(fixture_write(&f, &f.system, append_many, &some), &f.e);
    CHECK(!fixture_write(&f, &f.system, append_many, &gone)); /* completes a tile on the way */
    check_root(&f);
    CHECK_OK(fixture_write(&f, &f.system, append_many, &more), &f.e);
    check_root(&f);
    gone.n = 3;
    CHECK(!fixture_write(&f, &f.system, append_many, &gone));
    more.n = 300;
    CHECK_OK(fixture_write(&f, &f.system, append_many, &more), &f.e);
    check_root(&f);
    fixture_close(&f);
}

TEST(a_house_opened_again_goes_on_with_the_tree)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct many m = {f.org, 400, false, "一"};
    CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
    REQUIRE(fixture_reopen(&f));
    CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
    check_root(&f);
    fixture_close(&f);
}

/* As a house of a version before the tree is found: a journal and no tiles. */
TEST(entries_older_than_the_tree_get_into_it)
{
    struct fixture f;
    struct str message;
    REQUIRE(fixture_open(&f));
    struct many m = {f.org, 600, false, "一"};
    CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
    CHECK(fixture_sql(is_pg() ? "DROP TRIGGER journal_tile_keeps ON journal_tile"
                              : "DROP TRIGGER journal_tile_stays",
        &message));
    CHECK(fixture_sql("DELETE FROM journal_tile", &message));
    CHECK_INT(tiles(&f, 0), 0);
    REQUIRE(fixture_reopen(&f));
    check_root(&f);
    CHECK(tiles(&f, 0) >= 2);
    fixture_close(&f);
}

static bool
append_inside(struct fixture *f, struct house *other, int n)
{
    struct many m = {f->org, n, false, "另一个程序"};
    struct arena *a = arena_open();
    bool ok = house_write(other, a, &f->system, append_many, &m, &f->e);
    arena_close(a);
    return ok;
}

/* Two programs on one database write in turns. */
TEST(another_programs_entries_get_into_the_tree)
{
    struct fixture f;
    struct house *other;
    REQUIRE(fixture_open(&f));
    REQUIRE(open_again(&f, &other));
    for (int i = 0; i < 3; i++) {
        struct many m = {f.org, 60, false, "这个程序"};
        CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
        CHECK_OK(append_inside(&f, other, 70), &f.e);
    }
    check_root(&f);
    house_close(other);
    fixture_close(&f);
}

/* What was rolled back here was written there under the same numbers. */
TEST(entries_with_the_numbers_of_undone_ones_are_not_taken_for_them)
{
    struct fixture f;
    struct house *other;
    REQUIRE(fixture_open(&f));
    REQUIRE(open_again(&f, &other));
    struct many gone = {f.org, 20, true, "退"}, more = {f.org, 300, false, "再"};
    CHECK(!fixture_write(&f, &f.system, append_many, &gone));
    CHECK_OK(append_inside(&f, other, 20), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, append_many, &more), &f.e);
    check_root(&f);
    house_close(other);
    fixture_close(&f);
}

TEST(tiles_cannot_be_changed_or_removed)
{
    struct fixture f;
    struct str message;
    REQUIRE(fixture_open(&f));
    struct many m = {f.org, 300, false, "一"};
    CHECK_OK(fixture_write(&f, &f.system, append_many, &m), &f.e);
    CHECK(!fixture_sql("UPDATE journal_tile SET n = 9", &message));
    CHECK(!fixture_sql("DELETE FROM journal_tile", &message));
    fixture_close(&f);
}
