#include "text/variant.h"

#include "harness.h"

static bool
among(const uint32_t *list, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == cp)
            return true;
    return false;
}

TEST(variant_folds_to_the_simplified_form)
{
    CHECK_INT(variant_fold(0x767C), 0x53D1); /* 發 → 发 */
    CHECK_INT(variant_fold(0x9AEE), 0x53D1); /* 髮 → 发 */
    CHECK_INT(variant_fold(0x53D1), 0x53D1);
    CHECK_INT(variant_fold(0x9EE8), 0x515A); /* 黨 → 党 */
    CHECK_INT(variant_fold(0x88E1), 0x91CC); /* 裡 → 里 */
    CHECK_INT(variant_fold(0x88CF), 0x91CC); /* 裏 → 里 */
    CHECK_INT(variant_fold('a'), 'a');
    CHECK_INT(variant_fold(0x8457), 0x8457); /* 著 is a word of its own in both */
    CHECK_INT(variant_fold(0x10FFFF), 0x10FFFF);
}

TEST(variant_gives_all_forms_from_each_of_them)
{
    static const uint32_t same[] = {0x53D1, 0x767C, 0x9AEE}; /* 发 發 髮 */
    for (size_t i = 0; i < 3; i++) {
        uint32_t out[VARIANT_MAX];
        CHECK_INT(variant_of(same[i], out), 3);
        CHECK_INT(out[0], same[i]);
        for (size_t k = 0; k < 3; k++)
            CHECK(among(out, 3, same[k]));
    }
    uint32_t out[VARIANT_MAX];
    CHECK_INT(variant_of('7', out), 1);
    CHECK_INT(out[0], '7');
    CHECK_INT(variant_of(0x4EBA, out), 1); /* 人 */
}

TEST(variant_is_an_equivalence_over_all_characters)
{
    size_t changed = 0, broken = 0, largest = 0;
    for (uint32_t cp = 0; cp < 0x32400; cp++) {
        uint32_t out[VARIANT_MAX], folded = variant_fold(cp);
        size_t n = variant_of(cp, out);
        changed += folded != cp;
        broken += variant_fold(folded) != folded || out[0] != cp || !among(out, n, folded);
        for (size_t i = 1; i < n; i++)
            broken += variant_fold(out[i]) != folded || among(out, i, out[i]);
        largest = n > largest ? n : largest;
    }
    CHECK_INT(broken, 0);
    CHECK(changed > 4000);
    CHECK(largest < VARIANT_MAX); /* none was left out for want of room */
}
