/* 查雷同 and 两份对照: rows of differences, passages of a text and of the draft. */
#include "web/page_copied.h"

#include "base/utf8.h"
#include "support_library.h"

static struct str
repeated(const char *words, int times)
{
    struct out o;
    out_init(&o, 1 << 20);
    for (int i = 0; i < times; i++)
        out_fmt(&o, "%s%d。", words, i);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

static struct str
joined(struct str a, const char *b, struct str c)
{
    return arena_fmt(test_arena(), "%.*s%s%.*s", STR_ARG(a), b, STR_ARG(c));
}

TEST(what_is_the_same_for_long_is_left_out_and_counted)
{
    struct str same = repeated("各单位按照要求抓好落实", 40);
    struct compare_rows r =
        compare_rows(test_arena(), joined(same, "甲乙丙", same), joined(same, "子丑寅", same), 60);
    REQUIRE(CHECK_INT((int)r.n, 1));
    CHECK_INT((int)r.differences, 1);
    size_t all = utf8_count(same), shown = 0;
    for (size_t i = 0; i < r.v[0].n; i++)
        shown += r.v[0].v[i].equal ? utf8_count(r.v[0].v[i].left) : 0;
    CHECK_INT((int)(r.v[0].same + r.same_after + shown), (int)(2 * all));
    CHECK(shown <= 120);
}

TEST(a_passage_that_is_the_same_throughout_shows_its_beginning_and_end)
{
    struct str same = repeated("各单位按照要求抓好落实", 40);
    struct compare_rows r = compare_rows(test_arena(), same, same, 60);
    REQUIRE(CHECK_INT((int)r.n, 2));
    CHECK(str_starts(same, r.v[0].v[0].left) && str_ends(same, r.v[1].v[0].left));
    CHECK_INT((int)r.v[1].same, (int)utf8_count(same) - 120);
    r = compare_rows(test_arena(), S("短的"), S("短的"), 60);
    REQUIRE(CHECK_INT((int)r.n, 1));
    CHECK_INT((int)r.differences, 0);
    CHECK_INT((int)compare_rows(test_arena(), S(""), S(""), 60).n, 0);
}

TEST(two_texts_that_share_nothing_come_in_rows_of_bounded_size_and_lose_nothing)
{
    struct str left = repeated("甲乙丙丁戊己庚辛", 400),
               right = repeated("子丑寅卯辰巳午未申", 300);
    struct compare_rows r = compare_rows(test_arena(), left, right, 60);
    size_t left_bytes = 0, right_bytes = 0;
    CHECK(r.n > 3);
    for (size_t i = 0; i < r.n; i++) {
        CHECK(r.v[i].cost < 6000);
        for (size_t k = 0; k < r.v[i].n; k++) {
            left_bytes += r.v[i].v[k].left.n;
            right_bytes += r.v[i].v[k].right.n;
            CHECK(utf8_valid(r.v[i].v[k].left) && utf8_valid(r.v[i].v[k].right));
        }
    }
    CHECK_INT((int)left_bytes, (int)left.n);
    CHECK_INT((int)right_bytes, (int)right.n);
}

#define PASSAGE                                                                                                                   \
    "全年共调运化肥一千二百吨、种子八十吨，建成为农服务中心三处，服务农户一千八百余户，" \
    "受理农户意见四十三件，件件有回音，群众满意率比上年有明显提高。"

TEST(a_copied_passage_is_shown_beside_where_it_stands)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t from =
        library_put(p.clerk, "去年.txt", "二〇二二年工作总结\n开头是自己的话。\n" PASSAGE "\n", "");
    int64_t id = library_put(p.clerk, "今年.txt",
        "二〇二三年工作总结\n今年另起一段来写。\n" PASSAGE "\n结尾不同。\n", "");
    REQUIRE(from > 0 && id > 0);
    struct answer a = client_get(p.clerk, textf("/library/%" PRId64 "/copied", id));
    CHECK_ANSWER(a, 200, "第 1 处");
    CHECK(answer_has(a, "有 1 处、共 ") && answer_has(a, "逐字相同"));
    CHECK(answer_has(a, textf("href=\"/library/%" PRId64 "?find=", from)));
    CHECK_INT(answer_times(a, "件件有回音"), 2); /* both texts */
    CHECK_ANSWER(client_get(p.clerk, textf("/library/%" PRId64 "/copied?page=2", id)), 200, "");
    /* Who may not read the other text is not told of it. */
    struct client *other = pages_enter(&p, p.other, "linju", ROLE_CLERK);
    int64_t theirs = library_put(other, "邻居.txt", "邻居的总结\n" PASSAGE "\n", "");
    CHECK_ANSWER(
        client_get(other, textf("/library/%" PRId64 "/copied", theirs)), 200, "没有找到雷同");
    pages_close(&p);
}

TEST(the_draft_is_checked_against_the_library)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_get(p.clerk, "/report"), 200, "href=\"/report/copied\"");
    struct answer a = client_get(p.clerk, "/report/copied");
    CHECK_ANSWER(a, 200, "没有找到雷同");
    CHECK(answer_has(a, "href=\"/report\""));
    struct client *member = pages_enter(&p, p.org, "dangyuan", ROLE_MEMBER);
    CHECK_INT(client_get(member, "/report/copied").status, 403);
    pages_close(&p);
}
