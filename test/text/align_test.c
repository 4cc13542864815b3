#include "text/align.h"

#include "base/utf8.h"
#include "harness.h"

static const uint32_t *
points(const char *text, size_t *n)
{
    struct str s = str_from(text);
    uint32_t *cp = arena_array(test_arena(), uint32_t, s.n + 1);
    *n = 0;
    while (utf8_next(&s, &cp[*n]))
        ++*n;
    return cp;
}

static struct align_pair
pair_of(const char *a, const char *b)
{
    struct align_pair p;
    p.a = points(a, &p.a_n);
    p.b = points(b, &p.b_n);
    return p;
}

/* "=会议 -记录 +纪要": what is equal, only in a, only in b. */
static struct str
shown(const struct align_pair *p, struct align_parts parts)
{
    struct out o;
    const uint32_t *a = p->a, *b = p->b;
    out_init(&o, 1 << 20);
    for (size_t i = 0; i < parts.n; i++) {
        const struct align_part *x = &parts.v[i];
        if (x->a_n)
            out_put(&o, x->equal ? S("=") : S("-"));
        for (size_t k = 0; k < x->a_n; k++)
            utf8_put(&o, *a++);
        if (x->b_n && !x->equal)
            out_put(&o, S("+"));
        for (size_t k = 0; k < x->b_n; k++, b++)
            if (!x->equal)
                utf8_put(&o, *b);
    }
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* The table without shortcuts. */
static size_t
plain_distance(const struct align_pair *p)
{
    size_t *row = arena_array(test_arena(), size_t, p->b_n + 1);
    for (size_t j = 0; j <= p->b_n; j++)
        row[j] = j;
    for (size_t i = 1; i <= p->a_n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= p->b_n; j++) {
            size_t x = corner + (p->a[i - 1] != p->b[j - 1]);
            corner = row[j];
            x = x < row[j] + 1 ? x : row[j] + 1;
            row[j] = x < row[j - 1] + 1 ? x : row[j - 1] + 1;
        }
    }
    return row[p->b_n];
}

static uint32_t
dice(uint32_t *state, uint32_t sides)
{
    *state = *state * 1664525 + 1013904223;
    return (*state >> 8) % sides;
}

/* Random characters, and the same with `percent` of them changed. */
static struct align_pair
random_pair(uint32_t *state, size_t n, uint32_t percent, uint32_t letters)
{
    uint32_t *a = arena_array(test_arena(), uint32_t, n + 1);
    uint32_t *b = arena_array(test_arena(), uint32_t, 2 * n + 1);
    struct align_pair p = {a, b, n, 0};
    for (size_t i = 0; i < n; i++) {
        a[i] = 0x4E00 + dice(state, letters);
        uint32_t kind = dice(state, 100) < percent ? dice(state, 3) : 3;
        if (kind == 0 || kind == 1)
            b[p.b_n++] = 0x4E00 + dice(state, letters);
        if (kind == 1 || kind == 3)
            b[p.b_n++] = a[i];
    }
    return p;
}

/* The first place from `at` on where two characters in a row agree. */
static size_t
agreed(const struct align_pair *p, size_t at)
{
    while (p->a[at] != p->b[at] || p->a[at + 1] != p->b[at + 1])
        at++;
    return at;
}

TEST(a_passage_grows_to_its_borders)
{
    struct align_pair p = pair_of(
        "甲乙丙丁支部书记带头上党课讲廉政戊己庚辛", "子丑寅卯支部书记带头上党课讲廉政辰巳午未");
    struct align_span s = align_grow(&p, 8, 8, 800);
    CHECK_INT(s.a_from, 4);
    CHECK_INT(s.a_to, 16);
    CHECK_INT(s.b_from, 4);
    CHECK_INT(s.b_to, 16);
    CHECK_INT(s.edits, 0);
    CHECK_INT(align_similarity(&s), 1000);
}

TEST(a_passage_grows_over_changes)
{
    struct align_pair p =
        pair_of("全年组织集中学习十二次,专题研讨四次,讲党课六次,参加人员二百余人次",
            "今年组织集中学习十五次,专题的研讨四次,讲课六次,参加人员二百余人次");
    struct align_span s = align_grow(&p, 14, 15, 800);
    CHECK_INT(s.a_from, 1);
    CHECK_INT(s.a_to, p.a_n);
    CHECK_INT(s.b_to, p.b_n);
    CHECK_INT(s.edits, 3);
}

TEST(a_passage_ends_where_texts_part)
{
    struct align_pair p =
        pair_of("一二三四五六七八九十开会记录完整", "一二三四五六七八九十党课讲稿归档");
    struct align_span s = align_grow(&p, 0, 0, 800);
    CHECK_INT(s.a_from, 0);
    CHECK_INT(s.a_to, 10);
    CHECK_INT(s.b_to, 10);
}

TEST(nothing_grows_where_nothing_agrees)
{
    struct align_pair p = pair_of("甲乙丙", "丁戊己");
    struct align_span s = align_grow(&p, 1, 1, 800);
    CHECK_INT(s.a_from, s.a_to);
    CHECK_INT(align_similarity(&s), 0);
    s = align_grow(&p, p.a_n, p.b_n, 800);
    CHECK_INT(s.a_to, s.a_from);
    p = pair_of("", "");
    s = align_grow(&p, 0, 0, 800);
    CHECK_INT(s.a_to, 0);
}

TEST(a_passage_may_grow_from_its_end)
{
    struct align_pair p = pair_of("支部书记带头上党课", "我说支部书记带头上党课");
    struct align_span s = align_grow(&p, p.a_n - 1, p.b_n - 1, 800);
    CHECK_INT(s.a_from, 0);
    CHECK_INT(s.b_from, 2);
    CHECK_INT(s.b_to, p.b_n);
}

TEST(long_passages_stay_in_step)
{
    uint32_t state = 7;
    for (int round = 0; round < 20; round++) {
        struct align_pair p = random_pair(&state, 3000, 8, 3000);
        size_t at = agreed(&p, 0);
        struct align_span s = align_grow(&p, at, at, 800);
        CHECK(s.a_to + 20 > p.a_n && s.b_to + 20 > p.b_n);
        CHECK(align_similarity(&s) > 900);
        const struct align_pair part = {
            p.a + s.a_from, p.b + s.b_from, s.a_to - s.a_from, s.b_to - s.b_from};
        CHECK(s.edits >= plain_distance(&part) && s.edits <= plain_distance(&part) + 8);
    }
}

TEST(differences_are_the_fewest)
{
    struct align_pair p = pair_of("支部会议记录完整", "支部大会纪要完整的");
    CHECK_STR(shown(&p, align_diff(test_arena(), &p)), "=支部+大=会-议记录+纪要=完整+的");
    p = pair_of("党课", "党课");
    CHECK_STR(shown(&p, align_diff(test_arena(), &p)), "=党课");
    p = pair_of("党课", "会议");
    CHECK_STR(shown(&p, align_diff(test_arena(), &p)), "-党课+会议");
    p = pair_of("", "会议");
    CHECK_STR(shown(&p, align_diff(test_arena(), &p)), "+会议");
    p = pair_of("会议", "");
    CHECK_STR(shown(&p, align_diff(test_arena(), &p)), "-会议");
    p = pair_of("", "");
    CHECK_INT(align_diff(test_arena(), &p).n, 0);
}

/* Equal parts are equal, and all parts together are both texts. */
static void
check_diff(const struct align_pair *p)
{
    struct align_parts parts = align_diff(test_arena(), p);
    size_t a = 0, b = 0;
    for (size_t i = 0; i < parts.n; i++) {
        const struct align_part *x = &parts.v[i];
        CHECK(x->a_n + x->b_n > 0);
        CHECK(i == 0 || x->equal != parts.v[i - 1].equal);
        if (x->equal)
            CHECK(x->a_n == x->b_n && memcmp(p->a + a, p->b + b, x->a_n * sizeof(*p->a)) == 0);
        a += x->a_n;
        b += x->b_n;
    }
    CHECK_INT(a, p->a_n);
    CHECK_INT(b, p->b_n);
}

TEST(differences_make_up_both_texts)
{
    uint32_t state = 3;
    for (int round = 0; round < 60; round++) {
        struct align_pair p = random_pair(&state, dice(&state, 400), dice(&state, 100), 20);
        check_diff(&p);
    }
    struct align_pair p = random_pair(&state, 20000, 50, 3000);
    check_diff(&p);
    p = random_pair(&state, 3000, 20, 2);
    check_diff(&p);
}

TEST(repetition_without_end_is_compared)
{
    size_t n = 60000;
    uint32_t *cp = arena_array(test_arena(), uint32_t, n);
    for (size_t i = 0; i < n; i++)
        cp[i] = i % 97 == 0 ? 0x4E00 + (uint32_t)(i * 7919 % 5000) : 0x4E00 + (uint32_t)(i % 2);
    struct align_pair p = {cp, cp + 1, n, n - 1};
    struct align_span s = align_grow(&p, n / 2, n / 2 - 1, 800);
    CHECK(align_similarity(&s) == 1000 && s.a_to - s.a_from == n - 1);
    s = align_grow(&p, n / 2, n / 2 + 1, 800);
    CHECK(s.a_from < n / 2 && align_similarity(&s) >= 700);
    check_diff(&p);
}
