#include "text/norm.h"

#include "base/utf8.h"
#include "harness.h"
#include "support_mix.h"

static struct str
normal(struct str text)
{
    struct out o;
    out_init(&o, 64 << 20);
    norm_put(&o, text);
    CHECK(!o.overflow);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

TEST(norm_folds_width_and_capitals)
{
    CHECK_STR(normal(S("ＡＢＣ１２３（ａ）～")), "abc123(a)~");
    CHECK_STR(normal(S("COVID-19 Ａ级")), "covid-19 a级");
    CHECK_STR(normal(S("发發髮 É ￥ ｢")), "发發髮É￥｢");
    CHECK_STR(normal(S("@[`{AZaz09")), "@[`{azaz09");
}

TEST(norm_keeps_a_blank_only_between_letters_and_digits)
{
    CHECK_STR(normal(S("团\n结")), "团结");
    CHECK_STR(normal(S("open  source")), "open source");
    CHECK_STR(normal(S("open\r\n\t　source")), "open source");
    CHECK_STR(normal(S("2023 年 12 月")), "2023年12月");
    CHECK_STR(normal(S("12 345")), "12 345");
    CHECK_STR(normal(S("１ Ｂ")), "1 b");
    CHECK_STR(normal(S("a . b")), "a.b");
    CHECK_STR(normal(S(" a ")), "a");
    CHECK_STR(normal(S("a\xc2\xa0\xe2\x80\xa8"
                       "b\xc2\x85"
                       "c")),
        "a b c");
    CHECK_STR(normal(S(" \n　")), "");
}

TEST(norm_drops_what_is_not_seen)
{
    CHECK_STR(normal(S("\xef\xbb\xbf党\xe2\x80\x8b建\xc2\xad")), "党建");
    CHECK_STR(normal(S("a\0b\x1b\x7f\xc2\x80"
                       "c\xf3\xa0\x84\x80\xef\xb8\x8f")),
        "abc");
    /* What is not seen does not part a run of blanks, and is none itself. */
    CHECK_STR(normal(S("a \xe2\x80\x8b b")), "a b");
    CHECK_STR(normal(S("a\xe2\x80\x8b"
                       "b")),
        "ab");
}

TEST(norm_replaces_each_broken_byte)
{
    CHECK_STR(normal(S("\xe4\xbc党\xff")), "\xef\xbf\xbd\xef\xbf\xbd党\xef\xbf\xbd");
    CHECK_STR(normal(S("a \x80 b")),
        "a\xef\xbf\xbd"
        "b");
}

TEST(norm_tells_where_each_character_stands)
{
    struct str text = S("Ａ \xe2\x80\x8b\n b 党\n建");
    struct norm t = norm_text(test_arena(), text);
    static const uint32_t cp[] = {'a', ' ', 'b', 0x515A, 0x5EFA}, from[] = {0, 3, 9, 11, 15, 18},
                          to[] = {3, 9, 10, 14, 18};
    REQUIRE(t.n == 5);
    for (size_t i = 0; i < t.n; i++) {
        CHECK_INT(t.cp[i], cp[i]);
        CHECK_INT(t.from[i], from[i]);
        CHECK_INT(t.to[i], to[i]);
    }
    CHECK_INT(t.from[5], text.n);
    t = norm_text(test_arena(), S(""));
    CHECK_INT(t.n, 0);
    CHECK_INT(t.from[0], 0);
}

static bool
stretch_holds(struct str text, size_t from, size_t to)
{
    size_t n, want_n;
    struct norm t = norm_text(test_arena(), text);
    want_n = t.n < to ? t.n : to;
    struct str got = norm_stretch(text, from, to, &n), want = S("");
    if (from < want_n)
        want = str_slice(text, t.from[from], t.to[want_n - 1] - t.from[from]);
    return n == want_n && str_eq(got, want) && (want.n == 0 || got.p == want.p);
}

TEST(norm_stretches_are_parts_of_the_text)
{
    uint64_t seed = 11;
    for (int i = 0; i < 20000; i++) {
        struct str text = mix_text(test_arena(), &seed, mix_below(&seed, 30));
        size_t from = mix_below(&seed, 20);
        if (!CHECK(stretch_holds(text, from, from + 1 + mix_below(&seed, 20))))
            return;
    }
    CHECK(stretch_holds(S("在线学习、线下讨论"), 3, 5));
    CHECK(stretch_holds(S("在线学习"), 4, 6));
}

TEST(norm_sorts_every_code_point_into_seen_blank_and_gone)
{
    struct out o;
    out_init(&o, 8);
    size_t blanks = 0, gone = 0, broken = 0;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        out_clear(&o);
        utf8_put(&o, cp);
        bool unseen = norm_blank(cp) || norm_gone(cp);
        blanks += norm_blank(cp);
        gone += norm_gone(cp);
        broken += norm_count(out_str(&o)) != !unseen;
    }
    out_release(&o);
    CHECK_INT(blanks, 25);
    CHECK_INT(gone, 59 + 1 + 1 + 1 + 5 + 5 + 5 + 16 + 16 + 1 + 3 + 496);
    CHECK_INT(broken, 0);
}

static bool
same_in_all_forms(struct str text)
{
    struct arena *a = test_arena();
    struct str flat = normal(text);
    struct norm t = norm_text(a, text);
    size_t n = 0;
    const uint32_t *cp = norm_points(a, text, &n);
    bool ok = n == t.n && norm_count(text) == n && utf8_valid(flat) && str_eq(normal(flat), flat);
    struct str rest = flat;
    for (size_t i = 0; ok && i < n; i++) {
        uint32_t c = 0;
        ok = utf8_next(&rest, &c) && c != 0 && c == cp[i] && c == t.cp[i] && t.from[i] < t.to[i] &&
            t.to[i] <= t.from[i + 1];
        struct str alone = str_slice(text, t.from[i], t.to[i] - t.from[i]);
        ok = ok && (c == ' ' ? norm_count(alone) == 0 : norm_count(alone) == 1);
    }
    return ok && rest.n == 0;
}

TEST(norm_is_the_same_in_all_forms)
{
    uint64_t seed = 1;
    for (int i = 0; i < 3000; i++)
        if (!CHECK(same_in_all_forms(mix_text(test_arena(), &seed, mix_below(&seed, 60)))))
            return;
    CHECK(same_in_all_forms(mix_text(test_arena(), &seed, 20000)));
}

/* Pieces put together again are the text, and normalised one by one the normalised text. */
static bool
pieces_hold(struct str text, size_t bytes, size_t *pieces)
{
    struct str rest = text, piece;
    struct out o;
    out_init(&o, 64 << 20);
    size_t sum = 0;
    for (*pieces = 0; norm_piece(&rest, bytes, &piece); ++*pieces) {
        if (piece.n == 0 || piece.p != text.p + sum || (piece.n < bytes && rest.n != 0))
            break;
        sum += piece.n;
        norm_put(&o, piece);
    }
    bool ok = sum == text.n && rest.n == 0 && str_eq(out_str(&o), normal(text));
    out_release(&o);
    return ok;
}

TEST(norm_pieces_are_the_whole)
{
    uint64_t seed = 7;
    size_t pieces, sum = 0;
    for (int i = 0; i < 20000; i++) {
        struct str text = mix_text(test_arena(), &seed, mix_below(&seed, 40));
        if (!CHECK(pieces_hold(text, mix_below(&seed, 12), &pieces)))
            return;
        sum += pieces;
    }
    CHECK(sum > 40000);
}

TEST(norm_pieces_are_of_about_the_size_asked_for)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (int i = 0; i < 3000; i++)
        out_lit(&o, "第 12 次会议 open source\n　　");
    struct str rest = out_str(&o), piece;
    size_t n = 0;
    while (norm_piece(&rest, 1000, &piece)) {
        CHECK(piece.n <= 1010);
        n++;
    }
    CHECK(n > 90);
    out_release(&o);
    /* No border without losing a blank: one piece. */
    rest = S("1 2 3 4 5 6 7 8 9");
    CHECK(norm_piece(&rest, 4, &piece));
    CHECK_INT(piece.n, 17);
    rest = S("a              b");
    CHECK(norm_piece(&rest, 4, &piece));
    CHECK_INT(piece.n, 16);
}
