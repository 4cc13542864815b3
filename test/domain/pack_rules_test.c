/* Packs in a house: which rule a year, how one is adopted, what a bad one leaves alone. */
#include "support_house.h"

#include "base/file.h"
#include "domain/duty.h"
#include "domain/journal.h"
#include "domain/pack.h"

#include <pthread.h>

/* A small pack of the house's own; its duty falls to branches every month. */
#define EXTRA(version, title, code)                                                                    \
    "name: extra\nversion: \"" version "\"\ntitle: " title "\nroot_kind_hint: branch\n"                \
    "late_entry_days: 3\norg_kinds: [branch=党支部]\n"                                              \
    "kinds:\n  - {code: " code ", title: 值班, family: service, roll: chosen}\n"                     \
    "duties:\n  - {code: X1, title: 值班, basis: 本支部约定, confidence: READ, demanded: yes, " \
    "on: yes,\n     org_kinds: [branch], period: month, count: 1, kinds: [" code "]}\n"

static void
put_pack(struct fixture *f, const char *name, const char *yaml)
{
    struct arena *a = test_arena();
    const char *folder = arena_fmt(a, "%s/packs", house_data(f->house)).p;
    const char *path = arena_fmt(a, "%s/%s.yaml", folder, name).p;
    CHECK_OK(dir_make(folder, &f->e) && file_write(path, str_from(yaml), &f->e), &f->e);
}

struct adopting {
    int64_t root;
    int year;
    const char *pack;
};

static bool
adopt_job(struct work *w, void *arg, struct err *e)
{
    const struct adopting *x = arg;
    return rules_adopt(w, x->root, x->year, str_from(x->pack), S("试验"), e);
}

static bool
adopt_as(struct fixture *f, const struct actor *actor, int64_t root, int year, const char *pack)
{
    struct adopting x = {root, year, pack};
    return fixture_write(f, actor, adopt_job, &x);
}

static bool
adopt(struct fixture *f, int year, const char *pack)
{
    return adopt_as(f, &f->system, f->org, year, pack);
}

static const struct rules *
rules_of(struct fixture *f, int year)
{
    const struct rules *r = NULL;
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(rules_for(&w, f->org, year, &r, &f->e), &f->e);
    work_end(&w);
    return r;
}

static size_t
adoptions(struct fixture *f)
{
    struct journal_rows rows = {NULL, 0};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(journal_of_object(&w, S("rules"), f->org, &rows, &f->e), &f->e);
    work_end(&w);
    return rows.n;
}

static bool
owes(struct fixture *f, int year, const char *duty)
{
    struct duty_rows rows = {NULL, 0};
    struct work w = fixture_read(f, &f->system);
    CHECK_OK(duty_year(&w, f->org, year, false, &rows, &f->e), &f->e);
    work_end(&w);
    for (size_t i = 0; i < rows.n; i++)
        if (str_eq(rows.v[i].duty->code, str_from(duty)))
            return true;
    return false;
}

TEST(a_new_house_has_the_packs_of_its_kind)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    const struct rules *r = rules_of(&f, 2023);
    REQUIRE(r && r->n == 2);
    CHECK_STR(r->packs[0]->name, "party-branch");
    CHECK_STR(r->packs[1]->name, "supply-coop");
    CHECK(rules_of(&f, 2023) == r);
    CHECK_INT(adoptions(&f), 2);
    fixture_close(&f);
}

TEST(a_year_without_packs_takes_those_before_it_or_the_first)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2026, "extra"), &f.e));
    const struct rules *first = rules_of(&f, 2023);
    const struct rules *later = rules_of(&f, 2026);
    CHECK(rules_of(&f, 2019) == first && rules_of(&f, 2025) == first);
    CHECK(rules_of(&f, 2031) == later);
    REQUIRE(later && later->n == 3);
    CHECK_STR(later->packs[0]->name, "extra");
    CHECK(rules_kind(later, S("watch")) && !rules_kind(first, S("watch")));
    CHECK(later->packs[1] == first->packs[0]);
    fixture_close(&f);
}

TEST(adopting_the_same_again_changes_nothing)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2023, "extra"), &f.e));
    const struct rules *r = rules_of(&f, 2023);
    CHECK_INT(adoptions(&f), 3);
    CHECK_OK(adopt(&f, 2023, "extra"), &f.e);
    CHECK_INT(adoptions(&f), 3);
    CHECK(rules_of(&f, 2023) == r);
    fixture_close(&f);
}

TEST(a_new_version_rules_its_year_and_leaves_the_old_year_as_it_was)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2023, "extra"), &f.e));
    put_pack(&f, "extra", EXTRA("2", "附加二", "guard"));
    REQUIRE(CHECK_OK(adopt(&f, 2024, "extra"), &f.e));
    CHECK_STR(rules_of(&f, 2023)->packs[0]->version, "1");
    CHECK(rules_kind(rules_of(&f, 2023), S("watch")));
    CHECK_STR(rules_of(&f, 2024)->packs[0]->version, "2");
    CHECK(!rules_kind(rules_of(&f, 2024), S("watch")));
    CHECK(rules_kind(rules_of(&f, 2024), S("guard")));
    CHECK_INT(rules_of(&f, 2024)->n, 3);
    CHECK_OK(adopt(&f, 2023, "extra"), &f.e);
    CHECK_STR(rules_of(&f, 2023)->packs[0]->version, "2");
    fixture_close(&f);
}

/* ---- several jobs in one batch ---- */

struct counting {
    int64_t root;
    size_t packs;
};

static bool
count_job(struct work *w, void *arg, struct err *e)
{
    struct counting *x = arg;
    const struct rules *r;
    bool ok = rules_for(w, x->root, 2023, &r, e);
    x->packs = ok ? r->n : 0;
    return ok;
}

static bool
adopt_and_fail(struct work *w, void *arg, struct err *e)
{
    const struct adopting *x = arg;
    struct counting now = {x->root, 0};
    return adopt_job(w, arg, e) && count_job(w, &now, e) && err_set(e, ERR_INPUT, "no");
}

/* Holds the writer up until all that follows has been queued. */
static bool
wait_job(struct work *w, void *arg, struct err *e)
{
    pthread_mutex_t *gate = arg;
    (void)w;
    (void)e;
    return pthread_mutex_lock(gate) == 0 && pthread_mutex_unlock(gate) == 0;
}

static void
told(void *arg, bool ok, const struct err *e)
{
    (void)arg;
    (void)ok;
    (void)e;
}

static void
queue(struct fixture *f, work_fn fn, void *arg)
{
    struct posting p = {
        .arena = test_arena(), .actor = &f->system, .fn = fn, .done = told, .arg = arg};
    CHECK_OK(house_post(f->house, &p, &f->e), &f->e);
}

TEST(what_a_batch_remembers_of_the_rules_ends_with_an_adoption)
{
    struct fixture f;
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    struct adopting extra = {f.org, 2023, "extra"};
    struct counting before = {f.org, 0}, failed = before, after = before, last = before;
    (void)pthread_mutex_lock(&gate);
    queue(&f, wait_job, &gate);
    queue(&f, count_job, &before);
    queue(&f, adopt_and_fail, &extra);
    queue(&f, count_job, &failed);
    queue(&f, adopt_job, &extra);
    queue(&f, count_job, &after);
    (void)pthread_mutex_unlock(&gate);
    CHECK(fixture_write(&f, &f.system, count_job, &last));
    CHECK_INT(before.packs, 2);
    CHECK_INT(failed.packs, 2);
    CHECK_INT(after.packs, 3);
    CHECK_INT(last.packs, 3);
    fixture_close(&f);
}

TEST(duties_follow_an_adopted_pack)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    CHECK(owes(&f, 2023, "B01") && !owes(&f, 2023, "X1"));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2023, "extra"), &f.e));
    CHECK(owes(&f, 2023, "B01") && owes(&f, 2023, "X1"));
    fixture_close(&f);
}

TEST(a_bad_pack_is_refused_by_its_line_and_the_old_one_stays)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2023, "extra"), &f.e));
    const struct rules *r = rules_of(&f, 2023);
    put_pack(&f, "extra", "name: extra\nversion: \"2\"\ntitle: 附加\nkinds: 很多\n");
    CHECK(!adopt(&f, 2023, "extra"));
    CHECK_ERR(&f.e, ERR_INPUT, "/packs/extra.yaml:4: kinds: 应为一个列表");
    CHECK(rules_of(&f, 2023) == r);
    CHECK_INT(adoptions(&f), 3);
    put_pack(&f, "supply-coop", "name: supply-coop\n");
    CHECK(!adopt(&f, 2024, "supply-coop"));
    CHECK_ERR(&f.e, ERR_INPUT, "/packs/supply-coop.yaml:1: 缺少 version");
    fixture_close(&f);
}

TEST(the_houses_own_pack_goes_before_the_shipped_one_of_its_name)
{
    struct fixture f;
    const struct pack_source *list;
    REQUIRE(fixture_open(&f));
    struct str yaml = {NULL, 0};
    size_t n = pack_shipped(&list);
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].name, S("supply-coop")))
            yaml = list[i].yaml;
    put_pack(&f, "supply-coop", arena_fmt(test_arena(), "%.*s# 本社修改\n", STR_ARG(yaml)).p);
    REQUIRE(CHECK_OK(adopt(&f, 2023, "supply-coop"), &f.e));
    const struct rules *r = rules_of(&f, 2023);
    CHECK_INT(r->n, 2);
    CHECK_STR(r->packs[1]->name, "supply-coop");
    struct hex_text shipped = sha256_hex(sha256_of(yaml));
    CHECK(!str_eq(r->packs[1]->digest, str_from(shipped.z)));
    fixture_close(&f);
}

TEST(what_cannot_be_adopted_says_why)
{
    struct fixture f;
    REQUIRE(fixture_open(&f));
    CHECK(!adopt(&f, 2023, "nothing"));
    CHECK_ERR(&f.e, ERR_NOT_FOUND, "没有名为 nothing 的制度包");
    CHECK(!adopt(&f, 2023, "../taizhang"));
    CHECK_ERR(&f.e, ERR_INPUT, "");
    CHECK(!adopt(&f, 12, "cooperative"));
    CHECK_ERR(&f.e, ERR_INPUT, "年度应为 1900 到 9999。");
    put_pack(&f, "other", EXTRA("1", "附加", "watch"));
    CHECK(!adopt(&f, 2023, "other"));
    CHECK_ERR(&f.e, ERR_INPUT, "name 是 extra，应与文件名一致，写成 other");
    put_pack(&f, "extra", EXTRA("1", "附加", "talk"));
    CHECK(!adopt(&f, 2023, "extra"));
    CHECK_ERR(&f.e, ERR_CONFLICT, "extra 和本年度已启用的 party-branch 都用了代码 talk");
    int64_t group = fixture_org(&f, f.org, "第一小组", "group");
    CHECK(!adopt_as(&f, &f.system, group, 2023, "cooperative"));
    CHECK_ERR(&f.e, ERR_INPUT, "最上级组织");
    struct actor clerk = fixture_account(&f, f.org, "clerk", ROLE_CLERK);
    CHECK(!adopt_as(&f, &clerk, f.org, 2023, "cooperative"));
    CHECK_ERR(&f.e, ERR_DENIED, "");
    CHECK_INT(adoptions(&f), 2);
    fixture_close(&f);
}

TEST(a_cooperative_begins_without_the_party)
{
    struct fixture f;
    REQUIRE(fixture_open_as(&f, "cooperative", date_make(2023, 6, 15)));
    const struct rules *r = rules_of(&f, 2023);
    REQUIRE(r && r->n == 1);
    CHECK_STR(r->packs[0]->name, "cooperative");
    CHECK(!owes(&f, 2023, "HZ01"));
    fixture_close(&f);
}

TEST(what_is_on_offer_tells_the_good_from_the_bad)
{
    struct fixture f;
    struct pack_offers offers;
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    put_pack(&f, "supply-coop", "name: [\n");
    struct work w = fixture_read(&f, &f.system);
    REQUIRE(CHECK_OK(pack_offered(&w, &offers, &f.e), &f.e));
    work_end(&w);
    CHECK_INT(offers.n, 4);
    CHECK_STR(offers.v[1].name, "party-branch");
    CHECK(!offers.v[1].own && offers.v[1].pack && offers.v[1].pack->duties_n > 40);
    CHECK_STR(offers.v[2].name, "supply-coop");
    CHECK(offers.v[2].own && !offers.v[2].pack);
    CHECK(str_find(offers.v[2].fault, S("supply-coop.yaml:"), 0) != SIZE_MAX);
    CHECK_STR(offers.v[3].name, "extra");
    CHECK(offers.v[3].own && offers.v[3].pack);
    fixture_close(&f);
}

struct asking {
    struct fixture *f;
    const struct rules *answers[3];
};

/* Each thread has a reader and an arena of its own, as the server's have. */
static void *
ask(void *arg)
{
    struct asking *a = arg;
    struct reader *reader = NULL;
    struct err e;
    struct arena *arena = arena_open();
    if (!reader_open(a->f->house, &reader, &e)) {
        arena_close(arena);
        return NULL;
    }
    for (int i = 0; i < 30; i++) {
        struct work w;
        if (!work_begin(reader, arena, &a->f->system, &w, &e))
            break;
        if (!rules_for(&w, a->f->org, 2022 + i % 3, &a->answers[i % 3], &e))
            a->answers[i % 3] = NULL;
        work_end(&w);
        arena_reset(arena);
    }
    reader_close(reader);
    arena_close(arena);
    return NULL;
}

TEST(threads_share_the_same_rules)
{
    enum {
        THREADS = 4
    };
    struct fixture f;
    struct asking asking[THREADS];
    pthread_t threads[THREADS];
    REQUIRE(fixture_open(&f));
    put_pack(&f, "extra", EXTRA("1", "附加", "watch"));
    REQUIRE(CHECK_OK(adopt(&f, 2024, "extra"), &f.e));
    for (size_t i = 0; i < THREADS; i++) {
        asking[i] = (struct asking){.f = &f};
        CHECK(pthread_create(&threads[i], NULL, ask, &asking[i]) == 0);
    }
    for (size_t i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        CHECK(asking[i].answers[0] && asking[i].answers[0] == asking[0].answers[1]);
        CHECK(asking[i].answers[2] == asking[0].answers[2]);
        CHECK(asking[i].answers[2] && asking[i].answers[2]->n == 3);
    }
    fixture_close(&f);
}
