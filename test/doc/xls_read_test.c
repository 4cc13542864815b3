#include "doc/biff.h"
#include "doc/doc_int.h"
#include "harness.h"
#include "support_office.h"

enum {
    RECORDS_MAX = 1 << 16
};

static struct out stream;

static void
put16(unsigned v)
{
    out_char(&stream, (char)(v & 0xFF));
    out_char(&stream, (char)(v >> 8));
}

static void
put32(uint32_t v)
{
    put16(v & 0xFFFF);
    put16(v >> 16);
}

static void
record(unsigned id, struct str bytes)
{
    put16(id);
    put16((unsigned)bytes.n);
    out_put(&stream, bytes);
}

static void
bof(bool sheet)
{
    record(BIFF_BOF, sheet ? S("\x00\x06\x10\x00") : S("\x00\x06\x05\x00"));
}

/* The workbook's globals with one sheet 「S」 that begins right behind them; `more` puts further records. */
static void
begin(void (*more)(void))
{
    out_init(&stream, RECORDS_MAX);
    bof(false);
    record(BIFF_FORMAT, S("\xB0\x00\x0A\x00\x00yyyy-mm-dd"));
    record(BIFF_XF, S("\x00\x00\x00\x00"));
    record(BIFF_XF, S("\x00\x00\xB0\x00"));
    if (more)
        more();
    size_t offset = stream.n + 4 + 9 + 4;
    put16(BIFF_BOUNDSHEET);
    put16(9);
    put32((uint32_t)offset);
    out_put(&stream, S("\x00\x00\x01\x00S"));
    record(BIFF_EOF, S(""));
    bof(true);
}

static struct str
finished(void)
{
    struct arena *a = test_arena();
    struct str bytes = arena_str(a, out_str(&stream));
    out_release(&stream);
    struct doc_build b = {.arena = a, .limits = doc_limits_usual()};
    struct doc doc = {.kind = DOC_XLS};
    struct err e = {0};
    if (!xls_is_known(bytes))
        return S("?");
    if (!xls_read(&b, bytes, &doc, &e))
        return arena_fmt(a, "!%s", e.text);
    struct out o;
    out_init(&o, RECORDS_MAX);
    doc_text(&doc, &o);
    struct str text = arena_str(a, out_str(&o));
    out_release(&o);
    return text;
}

static void
number_cells(void)
{
    record(BIFF_NUMBER,
        S("\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x80\x06\xE6\x40")); /* 45108 as a day */
    record(BIFF_RK, S("\x00\x00\x01\x00\x00\x00\x32\x00\x00\x00"));     /* 12 */
    record(
        BIFF_MULRK, S("\x00\x00\x02\x00\x00\x00\x33\x00\x00\x00\x00\x00\x00\x00\xF8\x3F\x03\x00"));
    record(BIFF_BOOLERR, S("\x01\x00\x00\x00\x00\x00\x01\x00"));
    record(BIFF_BOOLERR, S("\x01\x00\x01\x00\x00\x00\x07\x01"));
}

TEST(numbers_dates_booleans_and_errors)
{
    begin(NULL);
    number_cells();
    record(BIFF_EOF, S(""));
    CHECK_STR(finished(), "S\n2023-07-01\t12\t0.12\t1.5\nTRUE\t#DIV/0!\n");
}

static void
shared_strings(void)
{
    /* The second string is cut within its characters and goes on in 16 bits. */
    record(BIFF_SST,
        S("\x02\x00\x00\x00\x02\x00\x00\x00\x02\x00\x01\x1A\x4F\xAE\x8B\x04\x00\x08\x01\x00"
          "ab"));
    record(BIFF_CONTINUE, S("\x01\x1A\x4F\xAE\x8B\x00\x00\x00\x00"));
}

TEST(shared_strings_go_on_in_other_records)
{
    begin(shared_strings);
    record(BIFF_LABELSST, S("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"));
    record(BIFF_LABELSST, S("\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00"));
    record(BIFF_LABELSST, S("\x00\x00\x02\x00\x00\x00\x09\x00\x00\x00"));
    record(BIFF_EOF, S(""));
    CHECK_STR(finished(), "S\n会议\tab会议\n");
}

TEST(formulas_show_their_results)
{
    begin(NULL);
    record(BIFF_FORMULA, S("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xFF\xFF"));
    record(BIFF_STRING, S("\x01\x00\x01\x1A\x4F"));
    record(BIFF_FORMULA, S("\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\xFF\xFF"));
    record(BIFF_STRING, S("\x01\x00\x00x"));
    record(BIFF_FORMULA, S("\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\xF8\x3F"));
    record(BIFF_LABEL, S("\x00\x00\x03\x00\x00\x00\x02\x00\x00ok"));
    record(BIFF_EOF, S(""));
    CHECK_STR(finished(), "S\n会\tFALSE\t1.5\tok\n");
}

TEST(cells_out_of_order_twice_merged_and_of_charts)
{
    begin(NULL);
    record(BIFF_LABEL,
        S("\x01\x00\x00\x00\x00\x00\x01\x00\x00"
          "c"));
    record(BIFF_LABEL,
        S("\x00\x00\x01\x00\x00\x00\x01\x00\x00"
          "b"));
    record(BIFF_LABEL,
        S("\x00\x00\x00\x00\x00\x00\x01\x00\x00"
          "a"));
    bof(true);
    record(BIFF_LABEL,
        S("\x05\x00\x00\x00\x00\x00\x01\x00\x00"
          "x"));
    record(BIFF_EOF, S(""));
    record(BIFF_MERGEDCELLS, S("\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00"));
    record(BIFF_EOF, S(""));
    CHECK_STR(finished(), "S\na\nc\n");
}

static void
secret(void)
{
    record(BIFF_FILEPASS, S("\x01\x00"));
}

TEST(a_password_is_told)
{
    begin(secret);
    CHECK(str_starts(finished(), S("!文件设有打开密码")));
}

TEST(older_workbooks_are_left_to_a_program)
{
    out_init(&stream, RECORDS_MAX);
    record(BIFF_BOF, S("\x00\x05\x05\x00"));
    CHECK_STR(finished(), "?");
    out_init(&stream, RECORDS_MAX);
    CHECK_STR(finished(), "?");
}

TEST(sheets_on_one_another_end)
{
    out_init(&stream, RECORDS_MAX);
    bof(false);
    for (int i = 0; i < 2000; i++)
        record(BIFF_BOUNDSHEET, S("\x00\x00\x00\x00\x00\x00\x01\x00S"));
    CHECK(str_starts(finished(), S("S\nS\n")));
}

TEST(a_workbook_without_sheets_is_damaged)
{
    out_init(&stream, RECORDS_MAX);
    bof(false);
    CHECK(str_starts(finished(), S("!这个 xls 文件已损坏，里面没有工作表")));
}

TEST(packed_numbers)
{
    CHECK(biff_rk(0x00000032) == 12.0);
    CHECK(biff_rk(0x00000033) == 0.12);
    CHECK(biff_rk(0xFFFFFFFE) == -1.0);
    CHECK(biff_rk(0x3FF80000) == 1.5);
}

TEST(no_flipped_or_missing_byte_does_harm)
{
    begin(shared_strings);
    number_cells();
    record(BIFF_LABELSST, S("\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00"));
    record(BIFF_EOF, S(""));
    struct str whole = arena_str(test_arena(), out_str(&stream));
    for (size_t i = 0; i < whole.n; i++) {
        out_clear(&stream);
        out_put(&stream, whole);
        stream.p[i] = (char)(stream.p[i] ^ 0xFF);
        CHECK(finished().n < RECORDS_MAX);
        out_init(&stream, RECORDS_MAX);
        out_put(&stream, str_slice(whole, 0, i));
        CHECK(finished().n < RECORDS_MAX);
        out_init(&stream, RECORDS_MAX);
    }
    out_release(&stream);
}
