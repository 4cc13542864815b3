#include "text/print.h"

#include "harness.h"
#include "support_index.h"

#include "base/utf8.h"

struct points {
    uint32_t *cp;
    size_t n;
};

static struct points
points_of(const char *text)
{
    struct str s = str_from(text);
    struct points p = {arena_array(test_arena(), uint32_t, s.n), 0};
    while (utf8_next(&s, &p.cp[p.n]))
        p.n++;
    return p;
}

static size_t
prints_of(const char *text, struct index_print **v)
{
    struct points p = points_of(text);
    size_t n;
    *v = print_make(test_arena(), p.cp, p.n, &n);
    for (size_t i = 0; i < n; i++)
        CHECK((*v)[i].place < p.n && (i == 0 || (*v)[i].place > (*v)[i - 1].place));
    return n;
}

static size_t
shared(const char *left, const char *right)
{
    struct index_print *a, *b;
    size_t a_n = prints_of(left, &a), b_n = prints_of(right, &b), n = 0;
    for (size_t i = 0; i < a_n; i++)
        for (size_t k = 0; k < b_n; k++)
            n += a[i].hash == b[k].hash;
    return n;
}

TEST(short_texts_have_one_or_none)
{
    struct index_print *v;
    CHECK_INT(prints_of("", &v), 0);
    CHECK_INT(prints_of("廉政档案管", &v), 0);
    CHECK_INT(prints_of("廉，政。档 案（管）", &v), 0);
    CHECK_INT(prints_of("廉政档案管理", &v), 1);
    CHECK_INT(v[0].place, 0);
    CHECK_INT(prints_of("（廉政档案管理）", &v), 1);
    CHECK_INT(v[0].place, 1);
    CHECK_INT(prints_of("廉政档案管理办法", &v), 1);
}

TEST(nine_characters_in_a_row_are_shared)
{
    CHECK(shared("关于印发廉政档案管理办法试行的通知", "请依照廉政档案管理办法试行办理") > 0);
    CHECK(shared("关于印发廉政档案管理办法试行的通知", "廉政，档案。管理\n办法（试行）") > 0);
    CHECK_INT(shared("关于印发廉政档案管理办法", "区委办公室转发的若干意见汇编"), 0);
    CHECK(shared("abc123def456", "xx abc123def yy") > 0);
}

static struct index_print
brute_least(const struct index_print *v, size_t n)
{
    struct index_print least = v[0];
    for (size_t i = 1; i < n; i++)
        if (v[i].hash <= least.hash)
            least = v[i];
    return least;
}

/* Of every window of shingles the least is kept, and nothing else. */
TEST(of_each_window_the_least_stays)
{
    uint64_t seed = 41;
    for (int round = 0; round < 50; round++) {
        uint32_t cp[100];
        size_t length = next_random(&seed) % 100, n, all = 0, kept = 0;
        for (size_t k = 0; k < length; k++)
            cp[k] = 0x4e00 + (uint32_t)(next_random(&seed) % (1 + (uint64_t)round % 10));
        struct index_print *v = print_make(test_arena(), cp, length, &n), each[100];
        for (size_t i = 0; i + PRINT_SHINGLE <= length; i++) {
            size_t one;
            const struct index_print *p = print_make(test_arena(), cp + i, PRINT_SHINGLE, &one);
            CHECK_INT(one, 1);
            each[all++] = (struct index_print){p->hash, (uint32_t)i};
        }
        for (size_t i = 0; i + PRINT_WINDOW <= all; i++) {
            struct index_print least = brute_least(each + i, PRINT_WINDOW);
            if (kept && v[kept - 1].place == least.place)
                continue;
            REQUIRE(kept < n);
            CHECK_INT(v[kept].place, least.place);
            CHECK(v[kept++].hash == least.hash);
        }
        CHECK_INT(n, all >= PRINT_WINDOW ? kept : all > 0);
    }
}

TEST(four_in_ten_shingles_are_kept)
{
    uint32_t cp[20000];
    uint64_t seed = 5;
    for (int i = 0; i < 20000; i++)
        cp[i] = 0x4e00 + (uint32_t)(next_random(&seed) % 3000);
    size_t n;
    (void)print_make(test_arena(), cp, 20000, &n);
    CHECK(n > 7600 && n < 8400);
}

/* ---- sketches ---- */
static int
alike(const uint32_t *a, size_t a_n, const uint32_t *b, size_t b_n)
{
    uint64_t x[PRINT_SKETCH], y[PRINT_SKETCH];
    size_t x_n = print_sketch(a, a_n, x), y_n = print_sketch(b, b_n, y);
    for (size_t i = 1; i < x_n; i++)
        CHECK(x[i - 1] < x[i]);
    CHECK_INT(print_alike(x, x_n, y, y_n), print_alike(y, y_n, x, x_n));
    return print_alike(x, x_n, y, y_n);
}

TEST(a_sketch_tells_how_much_is_shared)
{
    uint32_t a[6000], b[6000];
    uint64_t seed = 77;
    for (int i = 0; i < 6000; i++) {
        a[i] = 0x4e00 + (uint32_t)(next_random(&seed) % 2000);
        b[i] = 0x4e00 + (uint32_t)(next_random(&seed) % 2000);
    }
    CHECK_INT(alike(a, 6000, a, 6000), 1000);
    CHECK_INT(alike(a, 6000, b, 6000), 0);
    CHECK(alike(a, 6000, a + 60, 5940) > 900); /* another header */
    memcpy(b, a, 3000 * sizeof(*a));           /* half: a third of all shingles */
    int half = alike(a, 6000, b, 6000);
    CHECK(half > 180 && half < 500);
}

TEST(sketches_of_short_texts)
{
    struct points p = points_of("廉政档案管理办法"), q = points_of("廉政档案管理办法试行");
    CHECK_INT(alike(p.cp, p.n, p.cp, p.n), 1000);
    CHECK_INT(alike(p.cp, p.n, q.cp, q.n), 600);
    CHECK_INT(alike(p.cp, 3, q.cp, q.n), 0);
    CHECK_INT(alike(p.cp, 0, q.cp, 0), 0);
}
