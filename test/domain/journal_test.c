#include "support_house.h"

#include "domain/journal.h"

#include <pthread.h>

static bool
is_pg(void)
{
    return str_starts(str_from(test_db_url()), S("postgres"));
}

struct note {
    int64_t org, object;
    struct str why;
    bool fail;
};

static bool
append(struct work *w, void *arg, struct err *e)
{
    const struct note *n = arg;
    struct journal_entry entry = {.root_id = n->org,
        .org_id = n->org,
        .what = S("test.note"),
        .object = S("test"),
        .object_id = n->object,
        .version = 1,
        .why = n->why,
        .snapshot = S("{\"a\":1}")};
    return journal_append(w, &entry, NULL, e) && (!n->fail || err_set(e, ERR_INPUT, "not wanted"));
}

static void
check_chain(struct fixture *f, int64_t entries, int64_t bad_seq)
{
    int64_t n, bad;
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(journal_check(&w, &n, &bad, &f->e), &f->e);
    if (entries)
        CHECK_INT(n, entries);
    CHECK_INT(bad, bad_seq);
    work_end(&w);
}

static struct journal_rows
notes(struct fixture *f, int64_t object)
{
    struct journal_rows rows = {NULL, 0};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(journal_of_object(&w, S("test"), object, &rows, &f->e), &f->e);
    work_end(&w);
    return rows;
}

TEST(each_entry_is_linked_to_the_one_before)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct note first = {f.org, 7, S("为什么"), false}, second = {f.org, 7, S(""), false};
    CHECK_OK(fixture_write(&f, &f.system, append, &first), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, append, &second), &f.e);
    struct journal_rows rows = notes(&f, 7);
    REQUIRE(rows.n == 2);
    const struct journal_row *new = &rows.v[0], *old = &rows.v[1];
    CHECK_INT(new->seq, old->seq + 1);
    CHECK_STR(old->why, "为什么");
    CHECK_STR(old->digest, sha256_hex(sha256_of(S("{\"a\":1}"))).z);
    /* The link as journal.h writes it down, put together anew. */
    struct str text =
        arena_fmt(test_arena(), "%.*s\n%lld\n%lld\n0\n%.*s\ntest.note\ntest\n7\n%lld\n1\n%s\n%.*s",
            STR_ARG(old->link), (long long)new->seq, (long long)new->at_ms, STR_ARG(f.system.name),
            (long long)f.org, sha256_hex(sha256_of(S(""))).z, STR_ARG(new->digest));
    CHECK_STR(new->link, sha256_hex(sha256_of(text)).z);
    check_chain(&f, new->seq, 0);
    fixture_close(&f);
}

TEST(a_job_rolled_back_leaves_no_gap)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct note good = {f.org, 7, S(""), false}, bad = {f.org, 8, S(""), true};
    CHECK_OK(fixture_write(&f, &f.system, append, &good), &f.e);
    CHECK(!fixture_write(&f, &f.system, append, &bad));
    CHECK_ERR(&f.e, ERR_INPUT, "not wanted");
    CHECK_OK(fixture_write(&f, &f.system, append, &good), &f.e);
    CHECK_INT(notes(&f, 7).n, 2);
    check_chain(&f, 0, 0);
    fixture_close(&f);
}

/* Keeps the writer busy until all others are queued, so that they share one batch. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t told_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t told_wake = PTHREAD_COND_INITIALIZER;
static int told;

static bool
wait_at_gate(struct work *w, void *arg, struct err *e)
{
    (void)w, (void)arg, (void)e;
    (void)pthread_mutex_lock(&gate);
    (void)pthread_mutex_unlock(&gate);
    return true;
}

static void
tell(void *arg, bool ok, const struct err *e)
{
    const struct note *n = arg;
    (void)e;
    CHECK(!n || ok == !n->fail);
    (void)pthread_mutex_lock(&told_lock);
    told++;
    (void)pthread_cond_signal(&told_wake);
    (void)pthread_mutex_unlock(&told_lock);
}

TEST(a_batch_with_failures_keeps_the_chain)
{
    enum {
        N = 24
    };
    struct fixture f;
    struct note note[N];
    struct arena *arenas[N + 1];
    REQUIRE(fixture_open(&f));
    told = 0;
    (void)pthread_mutex_lock(&gate);
    arenas[N] = arena_open();
    struct posting first = {arenas[N], &f.system, wait_at_gate, tell, NULL};
    CHECK_OK(house_post(f.house, &first, &f.e), &f.e);
    for (int i = 0; i < N; i++) {
        arenas[i] = arena_open();
        note[i] = (struct note){f.org, 7, S(""), i % 3 == 1};
        struct posting p = {arenas[i], &f.system, append, tell, &note[i]};
        CHECK_OK(house_post(f.house, &p, &f.e), &f.e);
    }
    (void)pthread_mutex_unlock(&gate);
    (void)pthread_mutex_lock(&told_lock);
    while (told < N + 1)
        (void)pthread_cond_wait(&told_wake, &told_lock);
    (void)pthread_mutex_unlock(&told_lock);
    CHECK_INT(notes(&f, 7).n, 16);
    check_chain(&f, 0, 0);
    for (int i = 0; i <= N; i++)
        arena_close(arenas[i]);
    fixture_close(&f);
}

TEST(two_programs_write_one_chain)
{
    struct fixture f;
    struct house *other = NULL;
    REQUIRE(fixture_open(&f));
    struct house_options options = {.data = test_dir(),
        .db = test_db_url(),
        .clock = clock_fixed(date_make(2023, 6, 15), 9, 0)};
    REQUIRE(CHECK_OK(house_open(&options, &other, &f.e), &f.e));
    struct note n = {f.org, 7, S(""), false};
    for (int i = 0; i < 3; i++) {
        CHECK_OK(fixture_write(&f, &f.system, append, &n), &f.e);
        CHECK_OK(house_write(other, test_arena(), &f.system, append, &n, &f.e), &f.e);
    }
    CHECK_INT(notes(&f, 7).n, 6);
    check_chain(&f, 0, 0);
    house_close(other);
    fixture_close(&f);
}

TEST(the_database_itself_refuses_changes)
{
    static const char *const attempts[] = {"UPDATE journal SET why = 'x' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 1", "DELETE FROM journal"};
    struct fixture f;
    struct str message;
    REQUIRE(fixture_open(&f));
    for (size_t i = 0; i < 3; i++) {
        CHECK(!fixture_sql(attempts[i], &message));
        CHECK(str_find(message, S("append-only"), 0) != SIZE_MAX);
    }
    if (is_pg()) {
        CHECK(!fixture_sql("TRUNCATE journal", &message));
        CHECK(str_find(message, S("append-only"), 0) != SIZE_MAX);
    }
    check_chain(&f, 0, 0);
    fixture_close(&f);
}

static bool
past_the_trigger(const char *sql)
{
    struct str message;
    const char *drop = is_pg() ? "DROP TRIGGER journal_keeps ON journal"
                               : "DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays";
    return fixture_sql(drop, &message) && fixture_sql(sql, &message);
}

TEST(a_changed_entry_is_found)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    CHECK(past_the_trigger("UPDATE journal SET why = 'x' WHERE seq = 2"));
    check_chain(&f, 0, 2);
    fixture_close(&f);
}

TEST(a_missing_entry_is_found)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct note n = {f.org, 7, S(""), false};
    CHECK_OK(fixture_write(&f, &f.system, append, &n), &f.e);
    CHECK(past_the_trigger("DELETE FROM journal WHERE seq = 2"));
    check_chain(&f, 0, 3);
    fixture_close(&f);
}

TEST(the_journal_is_read_by_those_who_may_read_the_org)
{
    struct fixture f;
    struct journal_rows rows;
    REQUIRE(fixture_open(&f));
    int64_t other = fixture_org(&f, 0, "另一个支部", "branch");
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    struct actor member = fixture_account(&f, f.org, "member", ROLE_MEMBER);
    struct note mine = {f.org, 7, S(""), false}, theirs = {other, 8, S(""), false};
    for (int i = 0; i < 3; i++)
        CHECK_OK(fixture_write(&f, &f.system, append, &mine), &f.e);
    CHECK_OK(fixture_write(&f, &f.system, append, &theirs), &f.e);

    struct work w = fixture_read(&f, &clerk);
    CHECK_OK(journal_of_org(&w, f.org, 0, 2, &rows, &f.e), &f.e);
    REQUIRE(rows.n == 2);
    int64_t seq = rows.v[1].seq;
    CHECK(rows.v[0].seq > seq);
    CHECK_OK(journal_of_org(&w, f.org, seq, 1, &rows, &f.e), &f.e);
    REQUIRE(rows.n == 1);
    CHECK(rows.v[0].seq < seq);
    CHECK(!journal_of_org(&w, other, 0, 9, &rows, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "没有这个组织");
    CHECK(!journal_of_object(&w, S("test"), 8, &rows, &f.e));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "");
    work_end(&w);

    w = fixture_read(&f, &member);
    CHECK(!journal_of_org(&w, f.org, 0, 9, &rows, &f.e));
    CHECK_ERR(&f.e, ERR_DENIED, "无权查看");
    work_end(&w);
    fixture_close(&f);
}
