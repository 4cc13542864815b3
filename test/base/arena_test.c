#include "base/arena.h"

#include "harness.h"

TEST(arena_gives_zeroed_aligned_memory)
{
    struct arena *a = arena_open();
    for (size_t n = 1; n < 5000; n += 37) {
        char *p = arena_alloc(a, n, 1, 1);
        for (size_t i = 0; i < n; i++)
            REQUIRE(p[i] == 0);
        memset(p, 0x5A, n);
        int64_t *v = arena_new(a, int64_t);
        CHECK_INT((uintptr_t)v % alignof(int64_t), 0);
        CHECK_INT(*v, 0);
    }
    arena_close(a);
    arena_close(NULL);
}

TEST(arena_keeps_what_it_gave)
{
    struct arena *a = arena_open();

    enum {
        N = 300
    };
    struct str kept[N];
    for (int i = 0; i < N; i++)
        kept[i] = arena_fmt(a, "%0*d", i % 90 * 7 + 1, i);
    for (int i = 0; i < N; i++) {
        int64_t v;
        REQUIRE(str_to_i64(kept[i], 0, N, &v));
        CHECK_INT(v, i);
    }
    arena_close(a);
}

TEST(arena_gives_blocks_larger_than_its_own)
{
    struct arena *a = arena_open();
    char *small = arena_array(a, char, 8);
    char *large = arena_array(a, char, 1 << 20);
    char *next = arena_array(a, char, 8);
    memset(large, 1, 1 << 20);
    memset(small, 2, 8);
    memset(next, 3, 8);
    CHECK(large[0] == 1 && large[(1 << 20) - 1] == 1);
    CHECK_INT(arena_used(a), (1 << 20) + 16);
    arena_close(a);
}

TEST(arena_reset_forgets)
{
    struct arena *a = arena_open();
    memset(arena_array(a, char, 100000), 1, 100000);
    memset(arena_array(a, char, 1000), 1, 1000);
    arena_reset(a);
    CHECK_INT(arena_used(a), 0);
    const char *p = arena_array(a, char, 1000);
    for (int i = 0; i < 1000; i++)
        REQUIRE(p[i] == 0);
    arena_close(a);
}

TEST(arena_copies_are_terminated)
{
    struct arena *a = test_arena();
    struct str s = arena_str(a, str_slice(S("会议记录"), 0, 6));
    CHECK_STR(s, "会议");
    CHECK_INT(s.p[s.n], 0);
    CHECK_STR(str_from(arena_cstr(a, str_from(NULL))), "");
    CHECK_STR(arena_fmt(a, "%d-%s", 12, "x"), "12-x");
    CHECK_STR(arena_fmt(a, "%s", ""), "");
}

TEST(arena_joins)
{
    const struct str parts[] = {S("甲"), S(""), S("乙")};
    CHECK_STR(arena_join(test_arena(), parts, 3, S("、")), "甲、、乙");
    CHECK_STR(arena_join(test_arena(), parts, 1, S("、")), "甲");
    CHECK_STR(arena_join(test_arena(), parts, 0, S("、")), "");
}
