#include "text/mark.h"

#include "base/utf8.h"
#include "harness.h"
#include "support_mix.h"
#include "support_scan.h"

static struct mark_word
word_of(struct str text)
{
    struct mark_word w = {0};
    w.cp = norm_points(test_arena(), text, &w.n);
    return w;
}

/* The text with [ ] round what is marked. */
static struct str
shown(struct str text, struct marks marks)
{
    struct out o;
    out_init(&o, 1 << 20);
    size_t at = 0;
    for (size_t i = 0; i < marks.n; i++) {
        CHECK(marks.v[i].start >= at && marks.v[i].start < marks.v[i].end);
        out_put(&o, str_slice(text, at, marks.v[i].start - at));
        out_lit(&o, "[");
        out_put(&o, str_slice(text, marks.v[i].start, marks.v[i].end - marks.v[i].start));
        out_lit(&o, "]");
        at = marks.v[i].end;
    }
    CHECK(at <= text.n);
    out_put(&o, str_slice(text, at, text.n));
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

static struct str
marked(struct str text, const char *first, const char *second)
{
    struct mark_word words[] = {word_of(str_from(first)), word_of(str_from(second))};
    struct norm t = norm_text(test_arena(), text);
    return shown(text, mark_all(test_arena(), &t, words, 2, 100));
}

TEST(mark_is_exact_to_the_byte)
{
    CHECK_STR(marked(S("抓好党建工作"), "党建", ""), "抓好[党建]工作");
    CHECK_STR(marked(S("团\n结 和２０２３ 年"), "团结", "2023年"), "[团\n结] 和[２０２３ 年]");
    CHECK_STR(
        marked(S("党\xe2\x80\x8b建\xe2\x80\x8b"), "党建", ""), "[党\xe2\x80\x8b建]\xe2\x80\x8b");
    CHECK_STR(marked(S("Open   Source"), "open source", ""), "[Open   Source]");
    CHECK_STR(marked(S("无"), "党", "建"), "无");
    CHECK_STR(marked(S(""), "党", ""), "");
}

TEST(mark_joins_what_overlaps_and_not_what_touches)
{
    CHECK_STR(marked(S("主题教育"), "主题教", "题教育"), "[主题教育]");
    CHECK_STR(marked(S("党建党建"), "党建", ""), "[党建][党建]");
    CHECK_STR(marked(S("aaaa"), "aa", ""), "[aaaa]");
    CHECK_STR(marked(S("党建工作"), "党建工作", "建"), "[党建工作]");
}

TEST(mark_stops_at_the_maximum)
{
    struct mark_word w = word_of(S("a"));
    struct str text = S("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a");
    struct norm t = norm_text(test_arena(), text);
    for (size_t max = 0; max < 40; max++)
        CHECK_INT(mark_all(test_arena(), &t, &w, 1, max).n, max < 36 ? max : 36);
    w = word_of(S("a.a"));
    CHECK_STR(shown(text, mark_all(test_arena(), &t, &w, 1, 1)),
        "[a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a]");
}

TEST(mark_takes_variants_for_the_same_only_where_asked)
{
    struct mark_word w = word_of(S("发展"));
    struct norm t = norm_text(test_arena(), S("發展发展"));
    CHECK_INT(mark_all(test_arena(), &t, &w, 1, 9).n, 1);
    w.variants = true;
    CHECK_INT(mark_all(test_arena(), &t, &w, 1, 9).n, 2);
    w.cp = norm_points(test_arena(), S("髮"), &w.n);
    CHECK_INT(mark_all(test_arena(), &t, &w, 1, 9).n, 2);
}

static struct str
normal(struct str text)
{
    struct out o;
    out_init(&o, 1 << 20);
    norm_put(&o, text);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* Words are cut out of the text; without overlaps there are as many marks as a scan finds, each of which normalises
   to the word. */
TEST(mark_finds_what_a_scan_finds)
{
    uint64_t seed = 5;
    size_t found = 0;
    for (int i = 0; i < 3000; i++) {
        struct arena *a = test_arena();
        struct str text = mix_text(a, &seed, 1 + mix_below(&seed, 80));
        struct norm t = norm_text(a, text);
        if (t.n == 0)
            continue;
        size_t at = mix_below(&seed, t.n), n = 1 + mix_below(&seed, t.n - at < 4 ? t.n - at : 4);
        struct str piece = str_slice(text, t.from[at], t.to[at + n - 1] - t.from[at]);
        struct mark_word w = word_of(piece);
        if (w.n == 0)
            continue;
        struct marks marks = mark_all(a, &t, &w, 1, 1000);
        bool ok = marks.n > 0 && marks.n <= scan_count(normal(text), normal(piece));
        size_t places = 0;
        for (size_t k = 0; k < marks.n; k++) {
            struct str m = str_slice(text, marks.v[k].start, marks.v[k].end - marks.v[k].start);
            places += scan_count(normal(m), normal(piece));
        }
        if (!CHECK(ok && places == scan_count(normal(text), normal(piece))))
            return;
        found += marks.n;
    }
    CHECK(found > 3000);
}

static struct snippet
snippet(struct str text, const char *first, const char *second, size_t points)
{
    struct mark_word words[] = {word_of(str_from(first)), word_of(str_from(second))};
    return snippet_make(test_arena(), text, words, 2, points);
}

TEST(snippet_stands_round_the_words)
{
    struct str text = S("一二三四五六七八九十党建甲乙丙丁戊己庚辛壬癸");
    struct snippet s = snippet(text, "党建", "", 10);
    CHECK_STR(shown(s.text, s.marks), "七八九十[党建]甲乙丙丁");
    CHECK(s.cut_before && s.cut_after);
    s = snippet(text, "一", "", 4);
    CHECK_STR(shown(s.text, s.marks), "[一]二三四");
    CHECK(!s.cut_before && s.cut_after);
    s = snippet(text, "癸", "", 4);
    CHECK_STR(shown(s.text, s.marks), "庚辛壬[癸]");
    CHECK(s.cut_before && !s.cut_after);
    s = snippet(text, "没有", "", 3);
    CHECK_STR(shown(s.text, s.marks), "一二三");
    s = snippet(text, "党建", "", 100);
    CHECK_STR(shown(s.text, s.marks), "一二三四五六七八九十[党建]甲乙丙丁戊己庚辛壬癸");
    CHECK(!s.cut_before && !s.cut_after);
    s = snippet(S(""), "党建", "", 10);
    CHECK_INT(s.text.n + s.marks.n, 0);
    CHECK_INT(snippet(text, "党建", "", 0).marks.n, 1);
}

TEST(snippet_takes_the_place_with_most_different_words)
{
    struct str text = S("党建党建党建一二三四五六七八九十甲乙丙丁党建和工会子丑寅卯辰巳午未申酉");
    struct snippet s = snippet(text, "党建", "工会", 9);
    CHECK_STR(shown(s.text, s.marks), "丙丁[党建]和[工会]子丑");
    text = S("党建一二三四五六七八九十工会工会工会一二三四五六七八九十党建工会");
    s = snippet(text, "党建", "工会", 9);
    CHECK_STR(shown(s.text, s.marks), "六七八九十[党建][工会]");
    text = S("工会党建一二三四五六七八九十党建一二三四五六七八九十工会一二三四五六七八九十");
    s = snippet(text, "党建", "工会", 6);
    CHECK_STR(shown(s.text, s.marks), "[工会][党建]一二");
    text = S("党建党建党建一二三四五六七八九十");
    s = snippet(text, "党建", "没有", 8);
    CHECK_STR(shown(s.text, s.marks), "[党建][党建][党建]一二");
}

TEST(snippet_begins_with_a_sentence_that_begins_close_by)
{
    struct snippet s =
        snippet(S("上一句话说完了。我们抓党建的工作没有停过，明年还抓"), "党建", "", 14);
    CHECK_STR(shown(s.text, s.marks), "我们抓[党建]的工作没有停过，明");
}

TEST(snippet_shows_blanks_once_and_nothing_unseen)
{
    struct snippet s =
        snippet(S("  团 \r\n　结\x01党\xe2\x80\x8b建 Ａ\xe4  b \n"), "团结党建", "b", 50);
    CHECK_STR(shown(s.text, s.marks), "[团 结党建] Ａ\xef\xbf\xbd [b]");
    s = snippet(S("open   source  code"), "source", "", 8);
    CHECK_STR(shown(s.text, s.marks), "[source]");
    s = snippet(S("open   source  code"), "source", "", 10);
    CHECK_STR(shown(s.text, s.marks), "n [source] c");
}

TEST(snippet_shows_a_long_word_in_part)
{
    struct snippet s = snippet(S("甲乙丙丁戊己庚辛"), "乙丙丁戊己", "", 3);
    CHECK_STR(shown(s.text, s.marks), "[乙丙丁]");
    s = snippet(S("a b c d"), "a b c", "", 2);
    CHECK_STR(shown(s.text, s.marks), "[a]");
}

TEST(snippet_of_random_text_holds)
{
    uint64_t seed = 11;
    for (int i = 0; i < 5000; i++) {
        struct arena *a = test_arena();
        struct str text = mix_text(a, &seed, mix_below(&seed, 120));
        struct mark_word words[2] = {
            word_of(mix_text(a, &seed, 2)), word_of(mix_text(a, &seed, 1))};
        size_t points = mix_below(&seed, 40);
        struct snippet s = snippet_make(a, text, words, 2, points);
        bool ok = utf8_valid(s.text) && norm_count(s.text) <= (points ? points : 1);
        shown(s.text, s.marks);
        /* What is shown is a part of the text, and every mark but one that is cut is a word or several. */
        struct str flat = normal(s.text);
        ok = ok && (flat.n == 0 || scan_count(normal(text), flat) > 0);
        if (!CHECK(ok))
            return;
    }
}
