#include "doc/program.h"

#include "base/file.h"
#include "harness.h"
#include "support_office.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PDF                                                                                         \
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"                                        \
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                                            \
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R"                         \
    "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"            \
    "4 0 obj<</Length 42>>stream\nBT /F 12 Tf 20 50 Td (Twelve meetings) Tj ET\nendstream endobj\n" \
    "trailer<</Root 1 0 R>>\n"

static bool
installed(const char *path)
{
    if (access(path, X_OK) == 0)
        return true;
    test_skip(path);
    return false;
}

TEST(a_pdf_is_read_by_a_program)
{
    if (installed("/usr/bin/pdftotext"))
        CHECK(str_starts(text_of(S(PDF)), S("Twelve meetings\n")));
}

TEST(a_broken_pdf_is_told)
{
    if (!installed("/usr/bin/pdftotext"))
        return;
    CHECK_STR(text_of(S("%PDF-1.7 nothing")),
        "!这个 pdf 文件已损坏或内容不规范，无法读取。请重新获取，或另存一份再试。");
    CHECK(str_starts(text_of(S("%PDF-1.7 /Encrypt")), S("!这个 pdf 设有打开密码或已损坏")));
}

TEST(a_missing_program_is_told_by_its_package)
{
    const char *before = getenv("PATH");
    const char *path = before ? arena_cstr(test_arena(), str_from(before)) : "/usr/bin:/bin";
    CHECK_INT(setenv("PATH", test_dir(), 1), 0);
    CHECK(str_find(text_of(S(PDF)), S("请管理员安装软件包 poppler-utils"), 0) != SIZE_MAX);
    struct out o;
    struct err e = {0};
    struct doc_limits limits = doc_limits_usual();
    out_init(&o, 1000);
    CHECK(!program_text(DOC_DOC, S("x"), &limits, &o, &e));
    CHECK_ERR(&e, ERR_IO, "antiword");
    CHECK(!program_text(DOC_XLS, S("x"), &limits, &o, &e));
    CHECK_ERR(&e, ERR_IO, "catdoc");
    CHECK_INT(o.n, 0);
    out_release(&o);
    CHECK_INT(setenv("PATH", path, 1), 0);
}

TEST(a_program_that_does_not_end_is_ended)
{
    const char *script = arena_fmt(test_arena(), "%s/pdftotext", test_dir()).p;
    struct err e = {0};
    REQUIRE(CHECK_OK(file_write(script, S("#!/bin/sh\nwhile :; do :; done\n"), &e), &e));
    CHECK_INT(chmod(script, 0700), 0);
    const char *before = getenv("PATH");
    const char *path = before ? arena_cstr(test_arena(), str_from(before)) : "/usr/bin:/bin";
    CHECK_INT(setenv("PATH", test_dir(), 1), 0);
    struct doc_limits limits = doc_limits_usual();
    limits.seconds = 1;
    CHECK_STR(text_within(S(PDF), &limits),
        "!这个 pdf 文件 1 秒内没有读完，已停止。请另存一份或拆分后再试。");
    REQUIRE(
        CHECK_OK(file_write(script,
                     S("#!/bin/sh\nwhile :; do echo xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done\n"), &e),
            &e));
    CHECK_INT(chmod(script, 0700), 0);
    limits = doc_limits_usual();
    limits.text = 1 << 20;
    CHECK(str_starts(text_within(S(PDF), &limits), S("!文件的文字超过 1 MiB")));
    CHECK_INT(setenv("PATH", path, 1), 0);
}
