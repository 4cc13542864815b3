#include "base/lang.h"

#include "base/out.h"
#include "harness.h"

/* A catalogue as msgfmt lays it out, made by hand: header, table of originals, table of translations, texts. */
struct pair {
    const char *zh, *en;
};

static void
put_u32(struct out *o, size_t v)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        out_char(o, (char)(v >> shift & 0xFF));
}

static void
put_table(struct out *o, const struct pair *pairs, size_t n, bool english, size_t *at)
{
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(english ? pairs[i].en : pairs[i].zh);
        put_u32(o, length);
        put_u32(o, *at);
        *at += length + 1;
    }
}

static struct str
make_mo(const struct pair *pairs, size_t n)
{
    struct out o;
    out_init(&o, 10000);
    size_t at = 28 + n * 16;
    put_u32(&o, 0x950412de);
    put_u32(&o, 0);
    put_u32(&o, n);
    put_u32(&o, 28);
    put_u32(&o, 28 + n * 8);
    put_u32(&o, 0);
    put_u32(&o, 28 + n * 16);
    put_table(&o, pairs, n, false, &at);
    put_table(&o, pairs, n, true, &at);
    for (size_t i = 0; i < n; i++)
        out_put(&o, str_make(pairs[i].zh, strlen(pairs[i].zh) + 1));
    for (size_t i = 0; i < n; i++)
        out_put(&o, str_make(pairs[i].en, strlen(pairs[i].en) + 1));
    struct str mo = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return mo;
}

static const struct pair some[] = {{"", "Content-Type: text/plain; charset=UTF-8\n"},
    {"今天", "Today"}, {"会议", "Meeting"}, {"台账", "Ledger"}, {"没有英文", ""}};

enum {
    SOME = sizeof(some) / sizeof(some[0])
};

static const char empty_mo[28] = "\xde\x12\x04\x95";

TEST(lang_translates_in_english_only)
{
    REQUIRE(lang_install(LANG_EN, make_mo(some, SOME)));
    CHECK_INT(lang_current(), LANG_ZH);
    CHECK_STR(str_from(tr("会议")), "会议");
    lang_use(LANG_EN);
    CHECK_INT(lang_current(), LANG_EN);
    CHECK_STR(str_from(tr("今天")), "Today");
    CHECK_STR(str_from(tr("会议")), "Meeting");
    CHECK_STR(trs(str_slice(S("台账本"), 0, 6)), "Ledger");
    CHECK_STR(str_from(tr("没有")), "没有");
    CHECK_STR(str_from(tr("没有英文")), "没有英文");
    CHECK_STR(str_from(tr("")), "");
    CHECK_STR(trs(S("")), "");
    lang_use(LANG_ZH);
    REQUIRE(lang_install(LANG_EN, str_make(empty_mo, sizeof(empty_mo))));
}

TEST(lang_refuses_every_cut_catalogue)
{
    struct str mo = make_mo(some, SOME);
    for (size_t n = 0; n < mo.n; n++)
        CHECK(!lang_install(LANG_EN, arena_str(test_arena(), str_slice(mo, 0, n))));
}

TEST(lang_survives_every_changed_byte)
{
    struct str mo = make_mo(some, SOME);
    lang_use(LANG_EN);
    for (size_t i = 0; i < mo.n; i++) {
        for (int bit = 0; bit < 8; bit++) {
            struct str changed = arena_str(test_arena(), mo);
            char *p = arena_array(test_arena(), char, mo.n);
            memcpy(p, changed.p, mo.n);
            p[i] = (char)(p[i] ^ 1 << bit);
            if (lang_install(LANG_EN, str_make(p, mo.n)))
                CHECK(tr("会议") != NULL);
        }
    }
    lang_use(LANG_ZH);
    REQUIRE(lang_install(LANG_EN, str_make(empty_mo, sizeof(empty_mo))));
}

TEST(lang_refuses_unsorted_catalogues)
{
    static const struct pair unsorted[] = {{"b", "B"}, {"a", "A"}};
    CHECK(!lang_install(LANG_EN, make_mo(unsorted, 2)));
    CHECK(!lang_install(LANG_EN, S("not a catalogue")));
}

TEST(lang_is_chosen_from_what_is_wanted)
{
    static const struct {
        const char *wanted;
        enum lang lang;
    } cases[] = {{"", LANG_ZH}, {"en", LANG_EN}, {"en-US,en;q=0.9", LANG_EN},
        {"zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH}, {"en;q=0.5, zh;q=0.8", LANG_ZH},
        {"zh;q=0.5, EN-gb ; q=0.8", LANG_EN}, {"fr,de;q=0.9", LANG_ZH}, {"fr,en;q=0.1", LANG_EN},
        {"en;q=0", LANG_ZH}, {"*", LANG_ZH}, {"en_US.UTF-8", LANG_EN}, {"zh_CN.UTF-8", LANG_ZH},
        {"C.UTF-8", LANG_ZH}, {"POSIX", LANG_ZH}, {"english", LANG_ZH}, {"en;q=", LANG_ZH},
        {"en;q=1.000", LANG_EN}, {",,;;=,", LANG_ZH}};

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (lang_from(str_from(cases[i].wanted)) != cases[i].lang)
            CHECK_STR(lang_tag(cases[i].lang), cases[i].wanted);
    CHECK_STR(lang_tag(LANG_ZH), "zh-CN");
    CHECK_STR(lang_tag(LANG_EN), "en");
}
