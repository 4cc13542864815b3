#include "doc/office.h"

#include "doc/docx_write.h"
#include "harness.h"

#include <dirent.h>

static struct str
some_docx(void)
{
    struct docx_writer *w = docx_begin(test_arena(), S("x"));
    struct str bytes = {0};
    docx_line(w, DOCX_TITLE, S("述职报告"));
    docx_line(w, DOCX_BODY, S("全年召开支委会12次。"));
    CHECK(docx_finish(w, &bytes, NULL));
    return bytes;
}

/* Folders that conversions left behind. */
static int
left_behind(void)
{
    int n = 0;
    DIR *d = opendir("/tmp");
    const struct dirent *entry;
    while (d && (entry = readdir(d)) != NULL) /* NOLINT(concurrency-mt-unsafe): d is ours alone */
        n += str_starts(str_from(entry->d_name), S("taizhang-pdf-"));
    if (d)
        (void)closedir(d);
    return n;
}

TEST(a_word_file_becomes_a_pdf_and_leaves_nothing)
{
    struct str pdf = {0};
    struct err e = {0};
    int before = left_behind();
    if (!office_found()) {
        CHECK(!office_pdf(test_arena(), some_docx(), &pdf, &e));
        CHECK_ERR(&e, ERR_IO, "LibreOffice");
        test_skip("LibreOffice is not installed");
        return;
    }
    REQUIRE(CHECK_OK(office_pdf(test_arena(), some_docx(), &pdf, &e), &e));
    CHECK(str_starts(pdf, S("%PDF-")));
    CHECK_INT(left_behind(), before);
}

TEST(what_is_no_word_file_gives_no_pdf)
{
    struct str pdf = {0};
    struct err e = {0};
    if (!office_found()) {
        test_skip("LibreOffice is not installed");
        return;
    }
    CHECK(!office_pdf(test_arena(), S("PK\x03\x04 nothing"), &pdf, &e));
    CHECK_ERR(&e, ERR_IO, "没有生成 PDF");
}
