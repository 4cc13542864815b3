#include "doc/doc.h"

#include "harness.h"
#include "support_office.h"

TEST(scripts_styles_and_the_head_are_left_out)
{
    CHECK_STR(
        text_of(S(
            "<!DOCTYPE html><html><head><title>题</title><style>p{}</style></head><body><script>x()</script>"
            "<p>正文</p><noscript>无</noscript></body></html>")),
        "正文\n");
}

TEST(blocks_are_lines_and_blanks_run_together)
{
    CHECK_STR(
        text_of(S(
            "<html><body><div>甲  乙\n丙<br>丁</div><ul><li>一<li>二</ul>a\n b &amp; &lt;c&gt;&nbsp;d</body>")),
        "甲 乙丙\n丁\n一\n二\na b & <c>\xC2\xA0"
        "d\n");
}

TEST(preformatted_text_keeps_its_form)
{
    CHECK_STR(text_of(S("<html><body><pre>a  b\n  c</pre></body></html>")), "a  b\n  c\n");
}

TEST(headings_have_levels)
{
    struct doc *doc;
    struct err e = {0};
    REQUIRE(CHECK_OK(
        doc_read_bytes(test_arena(), S("<html><h2>一、总结</h2><p>文</p>"), NULL, &doc, &e), &e));
    CHECK_INT(doc->kind, DOC_HTML);
    CHECK_INT(doc->first->level, 2);
    CHECK_STR(doc->first->text, "一、总结");
    CHECK_INT(doc->first->next->level, 0);
}

TEST(tables_are_rows_and_layout_tables_are_not)
{
    CHECK_STR(
        text_of(S(
            "<html><table><tr><td><p>页眉</p><table><tr><th>姓名<th>数<tr><td>张<br>三<td>2</table>尾</td></tr>"
            "</table>")),
        "页眉\n姓名\t数\n张 三\t2\n尾\n");
}

TEST(gb2312_pages_are_read)
{
    CHECK_STR(
        text_of(S("<html><head><meta charset=gb2312></head><body>\xBB\xE1\xD2\xE9</body></html>")),
        "会议\n");
}

TEST(broken_and_hostile_markup_is_borne)
{
    CHECK_STR(text_of(S("<html><body><td>格<tr>行</table></p>末</b>")), "格\n行末\n");
}

static struct str
repeated(const char *begin, const char *part, int n)
{
    struct out o;
    out_init(&o, 8 << 20);
    out_put(&o, str_from(begin));
    for (int i = 0; i < n; i++)
        out_put(&o, str_from(part));
    out_lit(&o, "x");
    struct str text = text_of(out_str(&o));
    out_release(&o);
    return text;
}

TEST(what_would_take_minutes_is_refused)
{
    CHECK_STR(repeated("<html>", "<b>", 600), "x\n");
    CHECK(str_starts(repeated("<html>", "<b>", 2000), S("!网页文件的标签嵌套超过 1000 层")));
    CHECK(str_starts(repeated("<html>", "<table><tr><td>", 1000), S("!网页文件的标签嵌套超过")));
    CHECK(str_starts(repeated("<html><a ", "a='>' ", 30000), S("!网页文件的标签属性过多")));
    CHECK_STR(repeated("<html><a href=\"", "y z ", 30000), "");
    CHECK_STR(repeated("<html>", "<table><tr><td>", 40), "x\n");
    CHECK_STR(repeated("<html>", "</p>", 10), "x\n");
}
