#include "doc/doc_int.h"
#include "doc/word_run.h"
#include "harness.h"

enum {
    PAGE = 512,
    TEXT = 2 * PAGE,
    PAGES = 4 * PAGE,
    STREAM = 6 * PAGE,
    TABLE = 256
};

/* A document in the making: the block of facts, then the text in 16 bits, then a page of paragraphs and one of
   characters. */
static char *stream, *table;
static size_t characters;

static void
put(char *p, size_t at, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[at + (size_t)i] = (char)(v >> (8 * i));
}

static void
begin(const char *latin)
{
    stream = arena_array(test_arena(), char, STREAM);
    table = arena_array(test_arena(), char, TABLE);
    put(stream, 0, 0xA5EC, 2);
    put(stream, 2, 0x00C1, 2);
    characters = strlen(latin);
    put(stream, 0x4C, (uint32_t)characters, 4);
    for (size_t i = 0; i < characters; i++)
        put(stream, TEXT + 2 * i, (unsigned char)latin[i], 2);
    /* One piece: the whole text. */
    put(stream, 0x1A2, 0, 4);
    put(stream, 0x1A6, 21, 4);
    put(table, 0, 2, 1);
    put(table, 1, 16, 4);
    put(table, 9, (uint32_t)characters, 4);
    put(table, 15, TEXT, 4);
}

/* The n-th run of the page of paragraphs or characters: from a character to one, with these properties. */
static void
run(bool paragraphs, size_t n, size_t from, size_t to, struct str properties)
{
    size_t page = paragraphs ? PAGES : PAGES + PAGE, entry = paragraphs ? 13 : 1, count = 4;
    size_t at = 400 - 32 * n;
    put(stream, page + 4 * n, (uint32_t)(TEXT + 2 * from), 4);
    for (size_t i = n + 1; i <= count; i++)
        put(stream, page + 4 * i, (uint32_t)(TEXT + 2 * to), 4);
    put(stream, page + 4 * (count + 1) + entry * n, (uint32_t)(at / 2), 1);
    put(stream, page + at, (uint32_t)(paragraphs ? properties.n / 2 + 1 : properties.n), 1);
    memcpy(stream + page + at + 1, properties.p, properties.n);
    put(stream, page + PAGE - 1, (uint32_t)count, 1);
    size_t plc = paragraphs ? 64 : 96;
    put(table, plc + 8, (uint32_t)(page / PAGE), 4);
    put(stream, paragraphs ? 0x102 : 0xFA, (uint32_t)plc, 4);
    put(stream, paragraphs ? 0x106 : 0xFE, 12, 4);
}

static struct doc *
finished(struct err *e)
{
    struct doc_build b = {.arena = test_arena(), .limits = doc_limits_usual()};
    struct doc *doc = arena_new(test_arena(), struct doc);
    const struct str tables[] = {str_make(table, TABLE), {0}};
    struct str bytes = str_make(stream, STREAM);
    return word_is_known(bytes) && word_read(&b, bytes, tables, doc, e) ? doc : NULL;
}

static struct str
text(void)
{
    struct err e = {0};
    const struct doc *doc = finished(&e);
    if (!doc)
        return arena_fmt(test_arena(), "!%s", e.text);
    struct out o;
    out_init(&o, 1 << 16);
    doc_text(doc, &o);
    struct str plain = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return plain;
}

TEST(paragraphs_lines_and_pages)
{
    begin("one\rtwo\x0B"
          "half\x1E"
          "way\r\x0Cthree");
    CHECK_STR(text(), "one\ntwo\nhalf-way\nthree\n");
}

TEST(chinese_and_pairs)
{
    begin("ab\r");
    put(stream, TEXT, 0x4F1A, 2);
    put(stream, TEXT + 2, 0x8BAE, 2);
    CHECK_STR(text(), "会议\n");
    put(stream, TEXT, 0xD840, 2);
    put(stream, TEXT + 2, 0xDC00, 2);
    CHECK_STR(text(), "𠀀\n");
}

TEST(one_byte_pieces_are_windows_1252)
{
    begin("\x93quoted\x94\r");
    memcpy(stream + TEXT, "\x93quoted\x94\r", 9);
    put(table, 15, 0x40000000 | TEXT * 2, 4);
    CHECK_STR(text(), "“quoted”\n");
}

TEST(fields_show_their_result_only)
{
    begin("a\x13 PAGE \x13x\x14y\x15\x14"
          "7\x15z\rb\x13 no end\rc\r");
    CHECK_STR(text(), "a7z\nb\nc\n");
}

TEST(rows_end_where_the_paragraph_says_so)
{
    begin("a\rb\x07\x07\x07"
          "after\r");
    run(true, 0, 0, 4, S("\x00\x00\x16\x24\x01"));
    run(true, 1, 4, 5, S("\x00\x00\x16\x24\x01"));
    run(true, 2, 5, 6, S("\x00\x00\x16\x24\x01\x17\x24\x01"));
    CHECK_STR(text(), "a b\t\nafter\n");
}

TEST(headings_by_style_and_outline)
{
    begin("a\rb\rc\r");
    run(true, 0, 0, 2, S("\x02\x00"));
    run(true, 1, 2, 4, S("\x00\x00\x08\xD6\x03\x00\xFF\xFF\x40\x26\x02"));
    run(true, 2, 4, 6, S("\x03\x00\x40\x26\x09"));
    struct err e = {0};
    const struct doc *doc = finished(&e);
    REQUIRE(doc != NULL);
    CHECK_INT(doc->first->level, 2);
    CHECK_INT(doc->first->next->level, 3);
    CHECK_INT(doc->first->next->next->level, 0);
}

TEST(deleted_text_is_left_out)
{
    begin("keep gone\r");
    run(false, 0, 4, 9, S("\x00\x08\x01"));
    CHECK_STR(text(), "keep\n");
}

TEST(headers_and_comments_are_left_out)
{
    begin("body\rnote\rhead\r");
    put(stream, 0x4C, 5, 4);
    put(stream, 0x50, 5, 4);
    put(stream, 0x54, 5, 4);
    CHECK_STR(text(), "body\nnote\n");
}

TEST(what_cannot_be_read_is_told)
{
    begin("x\r");
    put(stream, 0x0A, 0x0100, 2);
    CHECK(str_starts(text(), S("!文件设有打开密码")));
    begin("x\r");
    put(table, 0, 9, 1);
    CHECK(str_starts(text(), S("!这个 doc 文件已损坏，找不到正文")));
    begin("x\r");
    put(table, 9, 0xFFFFFFFF, 4);
    CHECK(str_starts(text(), S("!这个 doc 文件已损坏，正文的次序混乱")));
    begin("x\r");
    put(stream, 2, 0x00C0, 2);
    CHECK_STR(text(), "!");
}

TEST(no_flipped_byte_does_harm)
{
    begin("a\rb\x07\x07\x13x\x14y\x15\r");
    run(true, 0, 0, 4, S("\x00\x00\x16\x24\x01"));
    run(false, 0, 0, 2, S("\x00\x08\x01"));
    for (size_t i = 0; i < STREAM + TABLE; i++) {
        char *at = i < STREAM ? stream + i : table + (i - STREAM);
        *at = (char)(*at ^ 0xFF);
        CHECK(text().n < STREAM * 4);
        *at = (char)(*at ^ 0xFF);
    }
}
