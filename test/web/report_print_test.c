/* 报告版式, 打印, 述职演示: the layout that is learnt and changed, the report on paper, the pages of the spoken report. */
#include "doc/doc.h"
#include "doc/docx_write.h"
#include "doc/office.h"
#include "support_library.h"

#define LONG \
    "本年度围绕中心任务抓落实，逐项记下做过的事，按月核对，做到件件有着落、事事有回音，年底据此写成总结。"

/* A file of the unit, in a layout of its own. */
static struct sent_file
own_file(void)
{
    struct docx_profile p = docx_gbt9704();
    struct str bytes = {0};
    struct err e = {0};
    p.top = 1440;
    p.number[0] = DOCX_NUMBER_DIGITS;
    p.folio = DOCX_FOLIO_WORD;
    p.place = DOCX_PLACE_CENTRE;
    (void)docx_profile_put_font(&p, S("head1_east"), S("微软雅黑"));
    struct docx_writer *w = docx_begin_in(test_arena(), S("x"), &p);
    docx_line(w, DOCX_TITLE, S("去年的总结"));
    docx_line(w, DOCX_LEVEL1, S("1.抓落实"));
    docx_line(w, DOCX_BODY, S(LONG LONG));
    CHECK_OK(docx_finish(w, &bytes, &e), &e);
    return (struct sent_file){"去年的总结.docx", bytes};
}

static struct answer
learn(struct client *c, const struct sent_file *f)
{
    (void)client_get(c, "/report/style");
    return library_send(c, "/report/style/learn", "", f, 1);
}

TEST(a_layout_is_learnt_told_and_used)
{
    struct pages p;
    struct sent_file file = own_file();
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/report/style");
    CHECK_ANSWER(a, 200, "现在用的是 GB/T 9704");
    CHECK(answer_has(a, "210 × 297 毫米，页边距上 37、下 35、左 28、右 26 毫米"));
    CHECK(answer_has(a, "仿宋_GB2312，三号，两端对齐，首行缩进 2 字，行距固定值 28.95 磅"));
    a = learn(p.clerk, &file);
    REQUIRE(CHECK_INT(a.status, 303));
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "现在用的是本单位的版式。学自《去年的总结.docx》");
    CHECK(answer_has(a, "页边距上 25.4、下 35"));
    CHECK(answer_has(a, "编号“1.”，微软雅黑，西文 黑体，三号"));
    CHECK(answer_has(a, "“第 1 页”，居中，宋体，四号"));
    CHECK_INT(answer_times(a, "<td>从文件学到</td>"), 5);
    CHECK_INT(answer_times(a, "文件里没有，按通行的样子"), 3);
    CHECK(answer_has(a, "第 1 版"));
    a = client_get(p.clerk, "/report/print.css");
    CHECK_ANSWER(a, 200, "margin: 25.4mm 26.0mm 35.0mm 28.0mm");
    CHECK_STR(a.type, "text/css; charset=utf-8");
    CHECK(answer_has(a, "@bottom-center { content: \"第 \" counter(page) \" 页\""));
    CHECK(answer_has(a, "\"微软雅黑\""));
    a = client_get(p.clerk, "/report/print");
    CHECK(answer_has(a, "<h2>1."));
    CHECK(answer_has(a, "版式：本单位的版式"));
    pages_close(&p);
}

TEST(what_cannot_be_learnt_is_told_beside_the_file)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct sent_file text = {"总结.docx", S("not a document")};
    struct answer a = learn(p.clerk, &text);
    CHECK_ANSWER(a, 422, "版式只能从 Word 文件（docx）学习。");
    CHECK(answer_has(a, "id=\"e-file\""));
    a = client_get(p.clerk, "/report/style");
    CHECK_ANSWER(a, 200, "现在用的是 GB/T 9704");
    struct client *inspector = pages_enter(&p, p.org, "jiancha", ROLE_INSPECTOR);
    struct sent_file file = own_file();
    CHECK_INT(learn(inspector, &file).status, 403);
    a = client_get(inspector, "/report/style");
    CHECK_ANSWER(a, 200, "现在用的是 GB/T 9704");
    CHECK(!answer_has(a, "上传并学习") && !answer_has(a, "保存版式"));
    CHECK_INT(client_post(inspector, "/report/style", "version=0&n.top=30").status, 403);
    pages_close(&p);
}

TEST(what_is_sent_as_it_was_shown_changes_nothing)
{
    struct pages p;
    struct docx_profile odd = docx_gbt9704();
    struct str bytes = {0};
    REQUIRE(pages_open(&p));
    odd.top = 1443; /* 25.4 or 25.5 mm are not that */
    struct docx_writer *w = docx_begin_in(test_arena(), S("x"), &odd);
    docx_line(w, DOCX_BODY, S(LONG LONG));
    CHECK(docx_finish(w, &bytes, NULL));
    struct sent_file file = {"a.docx", bytes};
    REQUIRE(CHECK_INT(learn(p.clerk, &file).status, 303));
    struct answer a = client_get(p.clerk, "/report/style");
    struct str top = answer_between(a, "name=\"n.top\" value=\"", "\"");
    a = client_post(p.clerk, "/report/style",
        textf("version=1&n.top=%.*s&n.body_size=32&n.body_rule=0&n.body_line=28.95&n.footer=23",
            STR_ARG(top)));
    CHECK_INT(a.status, 303);
    CHECK(!answer_has(client_get(p.clerk, "/report/style"), "第 2 版"));
    pages_close(&p);
}

TEST(each_item_can_be_changed_and_all_taken_back)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    (void)client_get(p.clerk, "/report/style");
    struct answer a = client_post(p.clerk, "/report/style",
        "version=0&n.top=30.5&n.body_size=28&n.body_rule=2&n.body_line=1.5&n.head1_number=4&"
        "n.head1_bold=1&f.title_east=华文中宋&n.title_indent=0&n.folio=1");
    REQUIRE(CHECK_INT(a.status, 303));
    a = client_follow(p.clerk, a);
    CHECK(answer_has(a, "页边距上 30.5、"));
    CHECK(answer_has(a, "仿宋_GB2312，四号，两端对齐，首行缩进 2 字，1.5 倍行距"));
    CHECK(answer_has(a, "编号“（1）”，黑体，三号，加粗"));
    CHECK(answer_has(a, "华文中宋，西文 方正小标宋简体，二号"));
    a = client_post(p.clerk, "/report/style", "version=0&n.top=20");
    CHECK_ANSWER(a, 409, "重新打开");
    a = client_post(p.clerk, "/report/style", "version=1&n.top=500");
    CHECK_ANSWER(a, 422, "超出了版面可用的范围");
    CHECK(answer_has(a, "value=\"500\""));
    a = client_post(p.clerk, "/report/style", "version=1&f.body_east=a%22b");
    CHECK_ANSWER(a, 422, "字体名称不对");
    a = client_post(p.clerk, "/report/style", "version=1&n.left=100&n.right=100");
    CHECK_ANSWER(a, 422, "版心不足");
    a = client_post(p.clerk, "/report/style", "version=1&n.nothing=1");
    CHECK_INT(a.status, 422);
    a = client_post(p.clerk, "/report/style/usual", "version=1");
    REQUIRE(CHECK_INT(a.status, 303));
    a = client_follow(p.clerk, a);
    CHECK_ANSWER(a, 200, "现在用的是 GB/T 9704");
    CHECK(answer_has(a, "第 2 版") && answer_has(a, "第 1 版"));
    pages_close(&p);
}

TEST(the_download_has_the_layout_of_the_org)
{
    struct pages p;
    struct doc *doc;
    struct err e = {0};
    struct sent_file file = own_file();
    REQUIRE(pages_open(&p) && CHECK_INT(learn(p.clerk, &file).status, 303));
    struct answer a = client_post(p.clerk, "/report/download", "");
    REQUIRE(CHECK_INT(a.status, 200));
    REQUIRE(CHECK_OK(doc_read_bytes(test_arena(), a.body, NULL, &doc, &e), &e));
    bool found = false;
    for (const struct doc_block *b = doc->first; b; b = b->next)
        found = found || (b->level == 1 && str_starts(b->text, S("1.")));
    CHECK(found);
    pages_close(&p);
}

TEST(the_sheet_of_paper_is_the_report_with_its_sources)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    struct answer a = client_get(p.clerk, "/report/print");
    CHECK_ANSWER(a, 200, "<article class=\"sheet\"");
    CHECK(answer_has(a, "<h2>一、"));
    CHECK(answer_has(a, "<mark>【待补】</mark>"));
    CHECK(answer_has(a, "数据来源表"));
    CHECK(answer_has(a, "<td>2023-06-10</td><td>六月支委会</td>"));
    CHECK(answer_has(a, "并不证明所记之事属实"));
    CHECK(!answer_has(a, "href=\"/figure/")); /* figures are plain text */
    CHECK(!answer_has(a, " style=") && !answer_has(a, "<nav class=\"menu\""));
    a = client_get(p.clerk, "/report/print.css");
    CHECK(answer_has(a, "@page { size: 210.0mm 297.0mm; margin: 37.0mm 26.0mm 35.0mm 28.0mm; }"));
    CHECK(answer_has(a, "@page:right { @bottom-right { content: \"— \" counter(page) \" —\""));
    CHECK(answer_has(a, "@page:left { @bottom-left {"));
    struct client *nobody = pages_enter(&p, 0, NULL, ROLE_NONE);
    CHECK_INT(client_get(nobody, "/report/print").status, 303);
    CHECK(client_get(nobody, "/report/print.css").status >= 300);
    pages_close(&p);
}

TEST(a_pdf_is_offered_where_it_can_be_made)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/report/print");
    CHECK(answer_has(a, "action=\"/report/pdf\"") == office_found());
    a = client_post(p.clerk, "/report/pdf", "");
    if (office_found()) {
        CHECK_ANSWER(a, 200, "%PDF-");
        CHECK_STR(a.type, "application/pdf");
        CHECK(str_find(answer_header(a, "Content-Disposition"), S(".pdf"), 0) != SIZE_MAX);
        CHECK(answer_has(client_get(p.admin, "/journal"), "report.export"));
    } else {
        CHECK_ANSWER(a, 503, "LibreOffice");
        test_skip("LibreOffice is not installed");
    }
    pages_close(&p);
}

/* ---- the deck ---- */

static void
send_photo(struct pages *p, int64_t record, const char *name, const char *type)
{
    struct sent s = {.method = "POST",
        .target = textf("/record/%" PRId64 "/evidence", record),
        .body = str_from(textf("--B\r\nContent-Disposition: form-data; "
                               "name=\"_csrf\"\r\n\r\n%.*s\r\n--B\r\nContent-Disposition: "
                               "form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: "
                               "%s\r\n\r\nnot really %s\r\n--B--\r\n",
            STR_ARG(client_csrf(p->clerk)), name, type, name)),
        .type = "multipart/form-data; boundary=B"};
    s.body = arena_str(test_arena(), s.body);
    CHECK_INT(client_send(p->clerk, &s).status, 303);
}

TEST(the_deck_offers_what_the_report_holds)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    int64_t id = pages_meeting(&p, "2023-06-10", "六月支委会");
    send_photo(&p, id, "现场.jpg", "image/jpeg");
    send_photo(&p, id, "签到表.pdf", "application/pdf");
    struct answer a = client_get(p.clerk, "/report/deck");
    CHECK_ANSWER(a, 200, "<form method=\"get\" action=\"/report/deck/show\"");
    CHECK(answer_has(a, "name=\"figure\" value=\"committee_n\""));
    CHECK_INT(answer_times(a, "name=\"photo\""), 1);
    CHECK(answer_has(a, "2023-06-10 六月支委会"));
    CHECK(answer_has(a, "name=\"points\" value=\"1\" checked"));
    CHECK(!answer_has(a, "name=\"points\" value=\"0\" checked"));
    struct str photo = answer_between(a, "name=\"photo\" value=\"", "\"");
    a = client_get(
        p.clerk, textf("/report/deck/show?figure=committee_n&photo=%.*s&points=1", STR_ARG(photo)));
    CHECK_ANSWER(a, 200, "<body class=\"deck\">");
    CHECK_INT(answer_times(a, "<section class=\"slide"), 4); /* and the title */
    CHECK(answer_has(a, "<p class=\"slide-number\">1<small>次</small></p>"));
    CHECK(answer_has(a, "依据 1 条记录"));
    CHECK(answer_has(a, textf("<img src=\"/evidence/%.*s\"", STR_ARG(photo))));
    /* The picture shows the work: before the problems. */
    CHECK(str_find(a.body, S("slide-photo"), 0) < str_find(a.body, S("<h2>二、"), 0));
    CHECK(!answer_has(a, " style="));
    pages_close(&p);
}

TEST(a_deck_without_a_tick_is_its_title)
{
    struct pages p;
    REQUIRE(pages_open(&p));
    struct answer a = client_get(p.clerk, "/report/deck/show");
    CHECK_ANSWER(a, 200, "slide");
    CHECK_INT(answer_times(a, "<section class=\"slide"), 1);
    a = client_get(p.clerk, "/report/deck/show?figure=nothing&photo=99&points=77");
    CHECK_INT(answer_times(a, "<section class=\"slide"), 1);
    a = client_get(p.clerk, "/report/deck");
    CHECK(answer_has(a, "这一年的记录里没有照片佐证"));
    pages_close(&p);
}

TEST(a_report_for_other_readers_is_printed_and_shown_as_well)
{
    struct pages p;
    REQUIRE(pages_open(&p) && pages_meeting(&p, "2023-06-10", "六月支委会") > 0);
    pages_day(&p, date_make(2023, 7, 3));
    struct client *clerk = pages_enter(&p, p.org, "dangwu", ROLE_CLERK);
    p.clerk = clerk;
    REQUIRE(pages_meeting(&p, "2023-07-02", "七月支委会") > 0);
    struct answer a = client_get(p.clerk, "/report/print?for=quarter-3");
    CHECK_ANSWER(a, 200, "2023年第三季度的记录");
    CHECK(answer_has(a, "七月支委会") && !answer_has(a, "六月支委会"));
    CHECK(answer_has(a, "href=\"/report?for=quarter-3\""));
    a = client_get(p.clerk, "/report/print?for=quarter-9");
    CHECK_INT(a.status, 404);
    a = client_get(p.clerk, "/report/deck?for=quarter-3");
    CHECK_ANSWER(a, 200, "name=\"for\" value=\"quarter-3\"");
    a = client_get(p.clerk, "/report/deck/show?for=quarter-3");
    CHECK_ANSWER(a, 200, "第三季度");
    pages_close(&p);
}
