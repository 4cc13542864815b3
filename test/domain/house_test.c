#include "support_house.h"

#include "base/file.h"

#include <pthread.h>

TEST(a_house_is_found_again)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    fixture_close(&f);
    struct house_options again = {.data = test_dir(),
        .db = test_db_url(),
        .clock = clock_fixed(date_make(2023, 6, 16), 9, 0)};
    CHECK_OK(house_open(&again, &f.house, &f.e), &f.e);
    REQUIRE(f.house);
    CHECK_OK(reader_open(f.house, &f.reader, &f.e), &f.e);
    struct work w = fixture_read(&f, &f.system);
    struct org org;
    CHECK_OK(org_get(&w, f.org, &org, &f.e), &f.e);
    CHECK_STR(org.name, "示例支部");
    CHECK_INT(date_cmp(w.today, date_make(2023, 6, 16)), 0);
    CHECK(!w.writing);
    work_end(&w);
    fixture_close(&f);
}

TEST(an_empty_folder_is_no_house)
{
    struct house *house = NULL;
    struct err e;
    struct house_options options = {.data = test_dir(), .clock = clock_system()};
    CHECK(!house_open(&options, &house, &e));
    CHECK_ERR(&e, ERR_NOT_FOUND, "taizhang init");
    CHECK(!file_exists(arena_fmt(test_arena(), "%s/taizhang.db", test_dir()).p));
}

TEST(the_folder_is_made_when_asked)
{
    struct house *house = NULL;
    struct err e;
    const char *data = arena_fmt(test_arena(), "%s/deep/data", test_dir()).p;
    struct house_options options = {.data = data, .clock = clock_system(), .create = true};
    REQUIRE(CHECK_OK(house_open(&options, &house, &e), &e));
    CHECK(file_exists(arena_fmt(test_arena(), "%s/taizhang.db", data).p));
    CHECK_STR(str_from(house_data(house)), data);
    CHECK_STR(str_from(house_files(house)), arena_fmt(test_arena(), "%s/files", data).p);
    CHECK_OK(house_ready(house, &e), &e);
    house_close(house);
}

struct rename {
    int64_t org;
    const char *name;
    bool fail;
};

static bool
rename_org(struct work *w, void *arg, struct err *e)
{
    const struct rename *r = arg;
    struct org org;
    int64_t id;
    if (!org_get(w, r->org, &org, e))
        return false;
    struct org_input in = {.id = org.id,
        .version = org.version,
        .name = str_from(r->name),
        .kind = org.kind,
        .flags = org.flags};
    return org_save(w, &in, &id, e) && (!r->fail || err_set(e, ERR_INPUT, "changed my mind"));
}

static struct str
org_name(struct fixture *f)
{
    struct work w = fixture_read(f, &f->system);
    struct org org = {.name = S("")};
    CHECK_OK(org_get(&w, f->org, &org, &f->e), &f->e);
    work_end(&w);
    return org.name;
}

TEST(a_reading_sees_one_moment)
{
    struct fixture f;
    struct org org;
    REQUIRE(fixture_open(&f));
    struct work w = fixture_read(&f, &f.system);
    CHECK_OK(org_get(&w, f.org, &org, &f.e), &f.e);
    struct rename r = {.org = f.org, .name = "改名支部"};
    CHECK_OK(fixture_write(&f, &f.system, rename_org, &r), &f.e);
    CHECK_OK(org_get(&w, f.org, &org, &f.e), &f.e);
    CHECK_STR(org.name, "示例支部");
    work_end(&w);
    CHECK_STR(org_name(&f), "改名支部");
    fixture_close(&f);
}

TEST(a_failed_job_leaves_nothing)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    struct rename r = {.org = f.org, .name = "改名支部", .fail = true};
    CHECK(!fixture_write(&f, &f.system, rename_org, &r));
    CHECK_ERR(&f.e, ERR_INPUT, "changed my mind");
    CHECK_STR(org_name(&f), "示例支部");
    struct house_counts counts = house_counts(f.house);
    CHECK_INT(counts.jobs_failed, 1);
    CHECK_INT(counts.jobs, 2);
    fixture_close(&f);
}

struct told {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    int ok, failed;
};

static struct told told = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

static void
tell(void *arg, bool ok, const struct err *e)
{
    (void)arg;
    (void)pthread_mutex_lock(&told.lock);
    told.ok += ok;
    told.failed += !ok && e->code == ERR_INPUT;
    (void)pthread_cond_signal(&told.wake);
    (void)pthread_mutex_unlock(&told.lock);
}

TEST(posted_work_is_told_of_after_the_commit)
{
    enum {
        N = 40
    };
    struct fixture f;
    struct rename r[N];
    struct arena *arenas[N];
    REQUIRE(fixture_open(&f));
    told.ok = told.failed = 0;
    for (int i = 0; i < N; i++) {
        arenas[i] = arena_open();
        r[i] = (struct rename){f.org, arena_fmt(arenas[i], "支部%d", i).p, i % 4 == 3};
        struct posting p = {arenas[i], &f.system, rename_org, tell, &r[i]};
        CHECK_OK(house_post(f.house, &p, &f.e), &f.e);
    }
    (void)pthread_mutex_lock(&told.lock);
    while (told.ok + told.failed < N)
        (void)pthread_cond_wait(&told.wake, &told.lock);
    (void)pthread_mutex_unlock(&told.lock);
    CHECK_INT(told.ok, 30);
    CHECK_INT(told.failed, 10);
    CHECK_STR(org_name(&f), "支部38");
    for (int i = 0; i < N; i++)
        arena_close(arenas[i]);
    fixture_close(&f);
}
