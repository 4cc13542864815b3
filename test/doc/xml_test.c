#include "doc/xml.h"

#include "base/out.h"
#include "harness.h"

struct seen {
    unsigned words, sheets, others;
    struct str value, all;
    struct out text;
};

static bool
on_start(void *ctx, const struct xml_tag *tag, struct err *e)
{
    struct seen *s = ctx;
    if (str_eq(tag->name, S("stop")))
        return err_set(e, ERR_INPUT, "stopped here");
    s->words += xml_is(tag, XML_NS_W, S("p"));
    s->sheets += xml_is(tag, XML_NS_S, S("c"));
    s->others += tag->ns == XML_NS_OTHER;
    struct str value = xml_attr(tag, XML_NS_W, S("val"));
    if (value.p)
        s->value = arena_str(test_arena(), value);
    return true;
}

static bool
on_text(void *ctx, struct str text, struct err *e)
{
    (void)e;
    out_put(&((struct seen *)ctx)->text, text);
    return true;
}

static bool
parse(const char *text, struct seen *s, struct err *e)
{
    *s = (struct seen){0};
    out_init(&s->text, 4096);
    struct xml_handler handler = {.ctx = s, .start = on_start, .text = on_text};
    struct xml *x = xml_open(test_arena(), &handler, 8, "part.xml");
    struct str bytes = str_from(text);
    bool ok = true;
    /* Byte by byte, as an unlucky reader of a file would. */
    for (size_t i = 0; ok && i < bytes.n; i++)
        ok = xml_feed(x, str_slice(bytes, i, 1), false, e);
    ok = ok && xml_feed(x, S(""), true, e);
    xml_close(x);
    s->all = arena_str(test_arena(), out_str(&s->text));
    out_release(&s->text);
    return ok;
}

TEST(both_editions_have_one_namespace)
{
    struct seen s;
    struct err e = {0};
    CHECK_OK(
        parse(
            "<p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main' "
            "xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:o='urn:o'>"
            "<q:p xmlns:q='http://schemas.openxmlformats.org/wordprocessingml/2006/main' q:val='甲&amp;乙' "
            "val='no'/><x:c/><o:p/><p/></p>",
            &s, &e),
        &e);
    CHECK_INT(s.words, 3);
    CHECK_INT(s.sheets, 1);
    CHECK_INT(s.others, 1);
    CHECK_STR(s.value, "甲&乙");
}

TEST(text_comes_whole_whatever_the_pieces)
{
    struct seen s;
    struct err e = {0};
    CHECK_OK(parse("<?xml version='1.0'?><a>会<b>议</b>&#x8BB0;<![CDATA[<录>]]></a>", &s, &e), &e);
    CHECK_STR(s.all, "会议记<录>");
}

TEST(damage_is_told_by_part_and_line)
{
    struct seen s;
    struct err e = {0};
    CHECK(!parse("<a>\n<b>\n</a>", &s, &e));
    CHECK_ERR(&e, ERR_INPUT, "“part.xml”在第 3 行损坏");
    CHECK(!parse("", &s, &e));
    CHECK_ERR(&e, ERR_INPUT, "第 1 行损坏");
    CHECK(!parse("<a/><b/>", &s, &e));
}

TEST(a_handler_ends_the_reading)
{
    struct seen s;
    struct err e = {0};
    CHECK(!parse(
        "<a><stop/><p xmlns='http://purl.oclc.org/ooxml/wordprocessingml/main'/></a>", &s, &e));
    CHECK_ERR(&e, ERR_INPUT, "stopped here");
    CHECK_INT(s.words, 0);
}

TEST(entities_cannot_be_defined)
{
    struct seen s;
    struct err e = {0};
    CHECK(!parse("<!DOCTYPE a [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]><a>&b;</a>", &s, &e));
    CHECK_ERR(&e, ERR_INPUT, "文档类型声明（DTD）");
    CHECK(!parse("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", &s, &e));
    CHECK_ERR(&e, ERR_INPUT, "DTD");
}

TEST(nesting_has_a_limit)
{
    struct seen s;
    struct err e = {0};
    CHECK_OK(parse("<a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a>", &s, &e), &e);
    CHECK(!parse("<a><a><a><a><a><a><a><a><a/></a></a></a></a></a></a></a></a>", &s, &e));
    CHECK_ERR(&e, ERR_LIMIT, "嵌套超过 8 层");
}

TEST(switches_are_on_without_a_value)
{
    CHECK(xml_on((struct str){0}));
    CHECK(xml_on(S("true")));
    CHECK(xml_on(S("1")));
    CHECK(!xml_on(S("0")));
    CHECK(!xml_on(S("false")));
    CHECK(!xml_on(S("off")));
}
