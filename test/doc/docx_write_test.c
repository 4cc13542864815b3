#include "doc/docx_write.h"

#include "doc/doc.h"
#include "harness.h"
#include "support_office.h"

#include <string.h>

static struct str
finished(struct docx_writer *w)
{
    struct str bytes = {0};
    struct err e = {0};
    CHECK_OK(docx_finish(w, &bytes, &e), &e);
    return bytes;
}

static struct str
report(void)
{
    struct docx_writer *w = docx_begin(test_arena(), S("述职报告 <2023>"));
    docx_line(w, DOCX_TITLE, S("述职报告"));
    docx_line(w, DOCX_SUBTITLE, S("（2023年度）"));
    docx_line(w, DOCX_LEVEL1, S("一、工作总结、成绩和经验"));
    docx_para(w, DOCX_BODY);
    docx_lead(w, DOCX_LEVEL2, S("（一）落实责任。"));
    docx_run(w, S("召开支部委员会"));
    docx_figure(w, S("committee.count"), S("支委会 \"次数\""), S("12"));
    docx_run(w, S("次，培训"));
    docx_missing(w, S(""));
    docx_missing(w, S("人次"));
    docx_para_end(w);
    docx_line(w, DOCX_LEVEL2, S("（二）标题"));
    docx_line(w, DOCX_LEVEL3, S("1.标题"));
    docx_line(w, DOCX_LEVEL4, S("（1）标题"));
    docx_sign(w, S("某区供销合作社党支部"), S("2023年12月31日"));
    docx_page_break(w);
    docx_line(w, DOCX_FLUSH, S("附件"));
    docx_line(w, DOCX_TITLE, S("数据来源表"));
    docx_table(w, (const unsigned[]){1, 3}, 2);
    docx_row(w, (const struct str[]){S("指标"), S("数值")}, true);
    docx_row_begin(w, false);
    docx_cell(w);
    docx_run(w, S("支委会\n次数"));
    docx_cell(w);
    docx_figure(w, S("committee.count"), S("支委会次数"), S("12"));
    docx_row_end(w);
    docx_row_begin(w, false);
    docx_row_end(w);
    docx_table_end(w);
    return finished(w);
}

TEST(what_is_written_reads_back)
{
    CHECK_STR(text_of(report()),
        "述职报告\n（2023年度）\n一、工作总结、成绩和经验\n"
        "（一）落实责任。召开支部委员会12次，培训【待补】【待补：人次】\n（二）标题\n1.标题\n（1）标题\n"
        "\n\n某区供销合作社党支部\n2023年12月31日\n附件\n数据来源表\n\n指标\t数值\n支委会 次数\t12\n"
        "\t\n\n");
}

TEST(headings_and_figures_read_back)
{
    struct doc *doc;
    struct err e = {0};
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), report(), NULL, &doc, &e), &e));
    static const int LEVELS[] = {0, 0, 1, 0, 2, 3, 4};
    const struct doc_block *b = doc->first;
    for (size_t i = 0; i < sizeof(LEVELS) / sizeof(LEVELS[0]); i++, b = b->next)
        CHECK_INT(b->level, LEVELS[i]);
    const struct doc_control *c = doc->controls;
    REQUIRE(c && c->next);
    CHECK_STR(c->tag, "committee.count");
    CHECK_STR(c->alias, "支委会 \"次数\"");
    CHECK_STR(c->text, "12");
    CHECK_STR(c->next->text, "12");
    CHECK(c->next->next == NULL);
    unsigned pages = 0;
    for (b = doc->first; b; b = b->next)
        pages += b->kind == DOC_PAGE_BREAK;
    CHECK_INT(pages, 1);
}

TEST(the_same_calls_give_the_same_bytes)
{
    struct str one = report(), two = report();
    CHECK(one.n > 0 && str_eq(one, two));
}

static bool
feed_nothing(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)tag;
    (void)e;
    ++*(unsigned *)ctx;
    return true;
}

static bool
find_side(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;
    if (xml_is(tag, XML_NS_W, S("ind")))
        *(unsigned *)ctx += str_eq(xml_attr(tag, XML_NS_W, S("rightChars")), S("100")) ? 1 : 10;
    return true;
}

TEST(the_page_number_stands_one_character_in)
{
    struct package *p = NULL;
    struct err e = {0};
    struct doc_limits limits = doc_limits_usual();
    unsigned odd = 0, even = 0;
    REQUIRE(CHECK_OK(package_open(test_arena(), report(), &limits, &p, &e), &e));
    CHECK_OK(package_xml(p, S("word/footer1.xml"),
                 &(struct xml_handler){.ctx = &odd, .start = find_side}, &e),
        &e);
    CHECK_OK(package_xml(p, S("word/footer2.xml"),
                 &(struct xml_handler){.ctx = &even, .start = find_side}, &e),
        &e);
    CHECK_INT(odd, 1);
    CHECK_INT(even, 10); /* on the left */
    package_close(p);
}

TEST(every_part_is_well_formed)
{
    static const char *const PARTS[] = {"[Content_Types].xml", "_rels/.rels", "word/document.xml",
        "word/_rels/document.xml.rels", "word/styles.xml", "word/fontTable.xml",
        "word/settings.xml", "word/footer1.xml", "word/footer2.xml", "docProps/core.xml"};
    struct package *p = NULL;
    struct err e = {0};
    struct doc_limits limits = doc_limits_usual();
    REQUIRE(CHECK_OK(package_open(test_arena(), report(), &limits, &p, &e), &e));
    for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++) {
        unsigned elements = 0;
        CHECK_OK(package_xml(p, str_from(PARTS[i]),
                     &(struct xml_handler){.ctx = &elements, .start = feed_nothing}, &e),
            &e);
        CHECK(elements > 1);
    }
    package_close(p);
}

static bool
find_page(void *ctx, const struct xml_tag *tag, struct err *e)
{
    (void)e;

    static const struct {
        const char *element, *attribute, *value;
    } WANTED[] = {
        {"pgSz", "w", "11906"},
        {"pgSz", "h", "16838"},
        {"pgMar", "top", "2098"},
        {"pgMar", "left", "1587"},
        {"pgMar", "bottom", "1984"},
        {"pgMar", "right", "1474"},
        {"docGrid", "linePitch", "579"},
    };

    for (size_t i = 0; i < sizeof(WANTED) / sizeof(WANTED[0]); i++)
        if (xml_is(tag, XML_NS_W, str_from(WANTED[i].element)) &&
            CHECK_STR(xml_attr(tag, XML_NS_W, str_from(WANTED[i].attribute)), WANTED[i].value))
            ++*(unsigned *)ctx;
    return true;
}

TEST(the_page_is_that_of_official_documents)
{
    struct package *p = NULL;
    struct err e = {0};
    struct doc_limits limits = doc_limits_usual();
    unsigned found = 0;
    REQUIRE(CHECK_OK(package_open(test_arena(), report(), &limits, &p, &e), &e));
    CHECK_OK(package_xml(p, S("word/document.xml"),
                 &(struct xml_handler){.ctx = &found, .start = find_page}, &e),
        &e);
    CHECK_INT(found, 7);
    package_close(p);
}

TEST(any_text_can_be_written)
{
    struct docx_writer *w = docx_begin(test_arena(), S("<&>\x01"));
    docx_line(w, DOCX_BODY, S("<b>&amp;\"'\x01\x02 \xEF\xBF\xBF 甲\t乙\n丙\xFF"));
    docx_line(w, DOCX_BODY, S(""));
    docx_para(w, DOCX_BODY);
    docx_figure(w, S("x<y&\"z"), S(""), S(""));
    docx_para_end(w);
    struct str bytes = finished(w);
    CHECK_STR(text_of(bytes), "<b>&amp;\"'  甲\t乙\n丙\xEF\xBF\xBD\n\n\n");
}

TEST(two_tables_do_not_grow_into_one)
{
    struct docx_writer *w = docx_begin(test_arena(), S(""));
    for (int i = 0; i < 2; i++) {
        docx_table(w, (const unsigned[]){1}, 1);
        docx_row(w, (const struct str[]){S("格")}, false);
        docx_table_end(w);
    }
    CHECK_STR(text_of(finished(w)), "格\n\n格\n\n");
}

TEST(an_empty_document_is_one_all_the_same)
{
    CHECK_STR(text_of(finished(docx_begin(test_arena(), S("")))), "");
}

TEST(a_text_without_end_is_refused)
{
    struct arena *a = test_arena();
    struct docx_writer *w = docx_begin(a, S("大"));
    char *text = arena_array(a, char, 1 << 20);
    memset(text, 'x', 1 << 20);
    for (int i = 0; i < 65; i++)
        docx_line(w, DOCX_BODY, str_make(text, 1 << 20));
    struct str bytes;
    struct err e = {0};
    CHECK(!docx_finish(w, &bytes, &e));
    CHECK_ERR(&e, ERR_LIMIT, "超过 64 MiB");
}
