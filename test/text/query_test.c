#include "text/query.h"

#include "base/out.h"
#include "harness.h"
#include "support_mix.h"

static void
put(struct out *o, const struct query *q)
{
    static const char *const names[] = {
        "", "title ", "year ", "kind ", "org ", "and ", "or ", "not ", "all", "none"};
    if (q->kind == QUERY_TEXT) {
        out_put(o, q->text);
        return;
    }
    out_fmt(o, "(%s", names[q->kind]);
    if (q->kind == QUERY_YEAR)
        out_fmt(o, "%d %d", q->from, q->to);
    out_put(o, q->text);
    if (q->left)
        put(o, q->left);
    if (q->right) {
        out_lit(o, " ");
        put(o, q->right);
    }
    out_lit(o, ")");
}

static struct query *
parsed(struct str typed)
{
    bool cut = true;
    struct query *q = query_parse(test_arena(), typed, &cut);
    CHECK(q != NULL);
    CHECK(!cut);
    return q;
}

static struct str
tree(struct str typed)
{
    struct out o;
    out_init(&o, 1 << 20);
    put(&o, parsed(typed));
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

TEST(query_joins_words_by_and)
{
    CHECK_STR(tree(S("党建")), "党建");
    CHECK_STR(tree(S(" 党建　Ａ级\n2023 ")), "(and (and 党建 a级) 2023)");
    CHECK_STR(tree(S("党建 AND 工会")), "(and 党建 工会)");
    CHECK_STR(tree(S("党建 and 工会")), "(and (and 党建 and) 工会)");
    CHECK_STR(tree(S("党\xe2\x80\x8b建 \xe2\x80\x8b \xef\xbb\xbf")), "党建");
}

TEST(query_or_binds_less_than_and)
{
    CHECK_STR(tree(S("a b OR c")), "(or (and a b) c)");
    CHECK_STR(tree(S("党建|工会｜团委")), "(or (or 党建 工会) 团委)");
    CHECK_STR(tree(S("a (b OR c)")), "(and a (or b c))");
    CHECK_STR(tree(S("（a OR b）（c|d）")), "(and (or a b) (or c d))");
}

TEST(query_excludes)
{
    CHECK_STR(tree(S("a -b")), "(and a (not b))");
    CHECK_STR(tree(S("－b a")), "(and a (not b))");
    CHECK_STR(tree(S("NOT b")), "(and (all) (not b))");
    CHECK_STR(tree(S("NOT NOT b")), "b");
    CHECK_STR(tree(S("a OR NOT b")), "(or a (and (all) (not b)))");
    CHECK_STR(tree(S("a AND NOT (b OR c)")), "(and a (not (or b c)))");
    CHECK_STR(tree(S("-\"b c\" a")), "(and a (not b c))");
    CHECK_STR(tree(S("a -year:2023")), "(and a (not (and (all) (year 2023 2023))))");
    CHECK_STR(tree(S("a -(year:2023)")), "(and a (not (and (all) (year 2023 2023))))");
}

TEST(query_takes_a_hyphen_inside_a_word_for_text)
{
    CHECK_STR(tree(S("COVID-19 2021-2023")), "(and covid-19 2021-2023)");
    CHECK_STR(tree(S("党建 - 工会-")), "(and (and 党建 -) 工会-)");
    CHECK_STR(tree(S("(a -)")), "(and a -)");
    CHECK_STR(tree(S("-\xe2\x80\x8b")), "-");
}

TEST(query_phrases_hold_everything)
{
    CHECK_STR(tree(S("\"open  source\" x")), "(and open source x)");
    CHECK_STR(tree(S("“a OR (b | -c”")), "a or(b|-c");
    CHECK_STR(tree(S("\"他说“好”了\"")), "他说“好”了");
    CHECK_STR(tree(S("“a \" b”")), "a\"b");
    CHECK_STR(tree(S("”倒着“")), "倒着");
    CHECK_STR(tree(S("\"党建\"\"工会\"")), "(and 党建 工会)");
    CHECK_STR(tree(S("\"没有 关上")), "没有关上");
    CHECK_STR(tree(S("\"\" “” \"  \"")), "(none)");
    CHECK_STR(tree(S("\"a b\"c")), "(and a b c)");
}

TEST(query_takes_signs_inside_words_for_text)
{
    CHECK_STR(tree(S("学习“两山”理念")), "学习“两山”理念");
    CHECK_STR(tree(S("“两山”理念")), "“两山”理念");
    CHECK_STR(tree(S("县委常委会（扩大）会议")), "县委常委会(扩大)会议");
    CHECK_STR(tree(S("（扩大）会议")), "(扩大)会议");
    CHECK_STR(tree(S("(会议) 报告")), "(and 会议 报告)");
    CHECK_STR(tree(S("() a)")), "(and () a))");
    CHECK_STR(tree(S("(f(x) g)")), "(and f(x) g)");
}

TEST(query_operators_with_nothing_to_join_are_text)
{
    CHECK_STR(tree(S("OR")), "or");
    CHECK_STR(tree(S("AND OR NOT")), "(and (and and or) not)");
    CHECK_STR(tree(S("a OR")), "(and a or)");
    CHECK_STR(tree(S("a NOT")), "(and a not)");
    CHECK_STR(tree(S("a OR OR b")), "(or (and a or) b)");
    CHECK_STR(tree(S("|")), "|");
    CHECK_STR(tree(S("(OR a)")), "(and or a)");
    CHECK_STR(tree(S("( ) | ( )")), "(none)");
    CHECK_STR(tree(S("( ) | a")), "a");
    CHECK_STR(tree(S("a AND ( )")), "a");
}

TEST(query_brackets_that_are_not_closed_reach_to_the_end)
{
    CHECK_STR(tree(S("a (b OR c")), "(and a (or b c))");
    CHECK_STR(tree(S("((((")), "(none)");
    CHECK_STR(tree(S("a b)")), "(and a b))");
}

TEST(query_filters_stand_right_of_what_is_looked_for)
{
    CHECK_STR(tree(S("year:2023")), "(and (all) (year 2023 2023))");
    CHECK_STR(tree(S("年份：2021－2023 党建")), "(and 党建 (year 2021 2023))");
    CHECK_STR(tree(S("Year:2023~2021 a")), "(and a (year 2021 2023))");
    CHECK_STR(tree(S("-x kind:docx ORG:\"县 教育局\" a")),
        "(and (and (and a (kind docx)) (org 县教育局)) (not x))");
    CHECK_STR(tree(S("标题:主题教育")), "(title 主题教育)");
    CHECK_STR(tree(S("title:“a b” OR 单位：x")), "(or (title a b) (and (all) (org x)))");
    CHECK_STR(tree(S("-title:a b")), "(and b (not (title a)))");
    CHECK_STR(tree(S("(title:a)")), "(title a)");
}

TEST(query_filters_without_a_value_are_text)
{
    CHECK_STR(tree(S("year:abcd")), "year:abcd");
    CHECK_STR(tree(S("year:20234")), "year:20234");
    CHECK_STR(tree(S("year:2023-")), "year:2023-");
    CHECK_STR(tree(S("title: a")), "(and title: a)");
    CHECK_STR(tree(S("(title:)")), "title:");
    CHECK_STR(tree(S("http://a subtitle:b")), "(and http://a subtitle:b)");
    CHECK_STR(tree(S("title:\"\" a")), "a");
}

TEST(query_of_nothing_is_none)
{
    CHECK_STR(tree(S("")), "(none)");
    CHECK_STR(tree(S(" \n　\xe2\x80\x8b")), "(none)");
    CHECK_STR(tree(str_make("\0\0\0\0", 4)), "(none)");
    CHECK_STR(tree(str_make("a\0b", 3)), "ab");
    CHECK_STR(tree(S("\xe4\xbc")), "\xef\xbf\xbd\xef\xbf\xbd");
}

TEST(query_words_are_those_looked_for)
{
    const struct query *words[8];
    const struct query *q = parsed(S("a (b OR title:c) NOT d -(e f) year:2023"));
    REQUIRE(query_words(q, words, 8) == 3);
    CHECK_STR(words[0]->text, "a");
    CHECK_STR(words[1]->text, "b");
    CHECK_STR(words[2]->text, "c");
    CHECK_INT(words[2]->kind, QUERY_TITLE);
    CHECK_INT(words[0]->n, 1);
    CHECK_INT(words[0]->cp[0], 'a');
    CHECK_INT(query_words(q, words, 2), 2);
    CHECK_INT(query_words(q, words, 0), 0);
    CHECK_INT(query_words(parsed(S("")), words, 8), 0);
}

static size_t
depth_of(const struct query *q)
{
    if (!q)
        return 0;
    size_t left = depth_of(q->left), right = depth_of(q->right);
    return 1 + (left > right ? left : right);
}

/* `unit` again and again to about `bytes`. */
static struct query *
repeated(struct str unit, size_t bytes, bool *cut)
{
    struct out o;
    out_init(&o, 1 << 20);
    while (o.n < bytes)
        out_put(&o, unit);
    struct query *q = query_parse(test_arena(), out_str(&o), cut);
    out_release(&o);
    CHECK(q != NULL && depth_of(q) <= QUERY_TREE_MAX);
    return q;
}

TEST(query_bounds_whatever_is_typed)
{
    static const struct str units[] = {str_lit("("), str_lit("()"), str_lit("( ) "), str_lit("-"),
        str_lit("\""), str_lit("“"), str_lit("“|"), str_lit("NOT "), str_lit("OR "), str_lit("|"),
        str_lit("a "), str_lit("a OR (b "), str_lit("-(a -(b "), str_lit("NOT (year:2023 a|"),
        str_lit("title:"), str_lit("\0"), str_lit("\xff"), str_lit(")"), str_lit("党"),
        str_lit("(a) "), str_lit("\"a\"b ")};
    bool cut;
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        repeated(units[i], 10000, &cut);
        repeated(units[i], 100000, &cut);
        CHECK(cut);
    }
    CHECK(repeated(S("党"), 39999, &cut)->n == 13333);
    CHECK(!cut);
    CHECK(repeated(S("党"), 40002, &cut)->n == 13333); /* no half character */
    CHECK(cut);
}

TEST(query_counts_words_and_brackets)
{
    const struct query *words[100];
    bool cut;
    CHECK_INT(query_words(repeated(S("a "), 2 * QUERY_WORDS_MAX, &cut), words, 100), 64);
    CHECK(!cut);
    CHECK_INT(query_words(repeated(S("a "), 2 * QUERY_WORDS_MAX + 2, &cut), words, 100), 64);
    CHECK(cut);
    CHECK_STR(tree(S("((((((((((((((((a b) c))))) OR d")), "(or (and (and a b) c) d)");
    struct query *q = query_parse(test_arena(), S("(((((((((((((((((a b) c))))) OR d"), &cut);
    CHECK(cut);
    CHECK_INT(q->kind, QUERY_OR);
    /* 17 opened and closed: none is left over as text. */
    q = query_parse(test_arena(), S("x (((((((((((((((((a b))))))))))))))))) OR d"), &cut);
    CHECK_INT(query_words(q, words, 100), 4);
}

TEST(query_of_random_signs_has_an_answer)
{
    static const struct str pool[] = {str_lit("("), str_lit(")"), str_lit("\""), str_lit("“"),
        str_lit("”"), str_lit("-"), str_lit("|"), str_lit(" "), str_lit(" OR "), str_lit(" NOT "),
        str_lit(" AND "), str_lit("a"), str_lit("党"), str_lit("year:2023"), str_lit("title:")};
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        struct out o;
        out_init(&o, 4096);
        for (size_t k = mix_below(&seed, 40); k > 0; k--)
            out_put(&o, pool[mix_below(&seed, sizeof(pool) / sizeof(pool[0]))]);
        bool cut;
        struct query *q = query_parse(test_arena(), out_str(&o), &cut);
        if (!CHECK(q && depth_of(q) <= QUERY_TREE_MAX))
            i = 20000;
        out_release(&o);
    }
}
