/* 证明: a head is signed on demand, shown as half a page with its code, and handed out as a file. */
#include "support_pages.h"

#include "domain/backup.h"
#include "web/qr.h"

TEST(a_head_is_signed_shown_and_handed_out)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    CHECK_ANSWER(client_get(p.admin, "/proof"), 200, "还没有检查点");
    struct answer a = client_post(p.admin, "/proof", "");
    CHECK_ANSWER(a, 303, "");
    a = client_get(p.admin, "/proof");
    CHECK_ANSWER(a, 200, "<a href=\"/proof/");
    struct str size = answer_between(a, "<a href=\"/proof/", "\"");
    a = client_get(p.admin, textf("/proof/%.*s", STR_ARG(size)));
    CHECK_ANSWER(a, 200, "<svg class=\"qr\"");
    CHECK(answer_has(a, "不说明所记的是否属实"));
    CHECK(answer_has(a, "负责人："));
    CHECK(answer_has(a, "<pre class=\"proof-note\">taizhang/"));
    a = client_get(p.admin, textf("/proof/%.*s/note", STR_ARG(size)));
    CHECK_ANSWER(a, 200, "taizhang/");
    CHECK(answer_has(a, textf("\n%.*s\n", STR_ARG(size))));
    CHECK(answer_has(a, "\n\n\xE2\x80\x94 taizhang/"));
    CHECK_ANSWER(client_get(p.admin, "/proof/99999"), 404, "没有这个检查点");
    CHECK_ANSWER(client_get(p.admin, "/proof/99999/note"), 404, "没有这个检查点");
    pages_close(&p);
}

TEST(the_page_shows_when_a_backup_was_made_and_tried)
{
    struct pages p;
    struct backup_numbers n;
    struct rehearsal r;
    struct err e;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.admin, "/proof");
    CHECK_ANSWER(a, 200, "还没有备份过");
    CHECK(answer_has(a, "还没有演练过"));
    const char *path = textf("%s/b.tar", test_dir());
    CHECK_OK(backup_make(p.house, path, NULL, &n, &e), &e);
    CHECK_OK(backup_rehearse(p.house, path, &r, &e), &e);
    a = client_get(p.admin, "/proof");
    CHECK_ANSWER(a, 200, textf("流水到第 %lld 条", (long long)n.entries));
    CHECK(answer_has(a, "恢复和核验无误"));
    CHECK(!answer_has(a, "还没有备份过") && !answer_has(a, "还没有演练过"));
    pages_close(&p);
}

static bool
is_dark(struct str svg, int x, int y)
{
    return str_find(svg, str_from(textf("M%d %dh", x, y)), 0) != SIZE_MAX;
}

/* The three corners that a reader looks for: a bar of seven modules over and under a hollow square. */
TEST(a_code_has_its_corners)
{
    struct out o;
    out_init(&o, 1000000);
    REQUIRE(qr_svg(&o, S("taizhang/0011223344556677\n300\n"), S("a<b")));
    struct str svg = out_str(&o);
    CHECK(str_find(svg, S("<title>a&lt;b</title>"), 0) != SIZE_MAX);
    CHECK(str_find(svg, S("M4 4h7v1h-7z"), 0) != SIZE_MAX);
    CHECK(str_find(svg, S("M4 10h7v1h-7z"), 0) != SIZE_MAX);
    CHECK(str_find(svg, S("M6 6h3v1h-3z"), 0) != SIZE_MAX);
    CHECK(is_dark(svg, 4, 5) && !is_dark(svg, 5, 5));
    out_clear(&o);
    char *many = arena_array(test_arena(), char, 3000);
    memset(many, 'a', 3000);
    CHECK(!qr_svg(&o, str_make(many, 3000), S("")));
    CHECK(!qr_svg(&o, S(""), S("")));
    CHECK_INT((int64_t)o.n, 0);
    out_release(&o);
}
