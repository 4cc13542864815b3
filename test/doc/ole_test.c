#include "doc/ole.h"

#include "harness.h"
#include "support_office.h"

enum {
    SECTOR = 512,
    SECTORS = 3
};

static void
put32(char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (char)(v >> (8 * i));
}

static void
put_name(char *entry, const char *name)
{
    for (size_t i = 0; name[i]; i++)
        entry[2 * i] = name[i];
}

/* A header, a table of sectors, and a directory: the root and one entry below it. */
static char *
compound(const char *name)
{
    char *p = arena_array(test_arena(), char, SECTOR *SECTORS);
    memcpy(p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    p[30] = 9;
    put32(p + 48, 1);
    for (int i = 0; i < 109; i++)
        put32(p + 76 + 4 * i, i == 0 ? 0 : UINT32_MAX);
    put32(p + SECTOR, 0xFFFFFFFD);
    put32(p + SECTOR + 4, 0xFFFFFFFE);
    char *root = p + 2 * SECTOR, *entry = root + 128;
    put_name(root, "Root Entry");
    put32(root + 76, 1);
    put_name(entry, name);
    put32(entry + 68, UINT32_MAX);
    put32(entry + 72, UINT32_MAX);
    put32(entry + 76, UINT32_MAX);
    return p;
}

static enum ole_kind
kind_of(const char *name)
{
    return ole_kind(str_make(compound(name), SECTOR * SECTORS));
}

TEST(kinds_by_the_name_of_the_stream)
{
    CHECK_INT(kind_of("WordDocument"), OLE_WORD);
    CHECK_INT(kind_of("WORKBOOK"), OLE_EXCEL);
    CHECK_INT(kind_of("Book"), OLE_EXCEL);
    CHECK_INT(kind_of("EncryptedPackage"), OLE_ENCRYPTED);
    CHECK_INT(kind_of("Workbook2"), OLE_OTHER);
    CHECK_INT(kind_of("PowerPoint Document"), OLE_OTHER);
}

TEST(sentences_for_what_is_not_read)
{
    CHECK(str_starts(
        text_of(str_make(compound("EncryptedPackage"), SECTOR * SECTORS)), S("!文件设有打开密码")));
    CHECK(str_starts(
        text_of(str_make(compound("x"), SECTOR * SECTORS)), S("!这个办公文件既不是 Word")));
    CHECK(str_starts(text_of(str_make(compound("x"), 9)), S("!文件已损坏（复合文档")));
}

TEST(streams_are_put_together)
{
    /* A small stream of 70 bytes: two pieces of 64 in the root's stream, in sector 2; their table in sector 3. */
    char *p = arena_array(test_arena(), char, SECTOR * 5);
    memcpy(p, compound("Workbook"), SECTOR * SECTORS);
    char *table = p + SECTOR, *root = p + 2 * SECTOR, *entry = root + 128, *pool = p + 3 * SECTOR;
    put32(p + 56, 4096);
    put32(p + 60, 3);
    put32(p + 64, 1);
    put32(table + 8, 0xFFFFFFFE);
    put32(table + 12, 0xFFFFFFFE);
    put32(root + 116, 2);
    put32(root + 120, 256);
    put32(entry + 116, 1);
    put32(entry + 120, 70);
    memset(pool + 64, 'a', 64);
    memset(pool + 192, 'b', 6);
    put32(p + 4 * SECTOR + 4, 3);
    put32(p + 4 * SECTOR + 12, 0xFFFFFFFE);
    struct str bytes = str_make(p, SECTOR * 5);
    struct str text = ole_stream(test_arena(), bytes, S("workbook"));
    CHECK_INT(text.n, 70);
    CHECK_STR(str_slice(text, 60, 10), "aaaabbbbbb");
    CHECK_INT(ole_stream(test_arena(), bytes, S("Book")).n, 0);
    /* The same as a large one: from sector 2 on, by the table of sectors. */
    put32(p + 56, 10);
    put32(entry + 116, 2);
    CHECK_STR(str_slice(ole_stream(test_arena(), bytes, S("Workbook")), 64, 6), "aaaaaa");
    put32(entry + 120, 0x7FFFFFFF);
    CHECK_INT(ole_stream(test_arena(), bytes, S("Workbook")).n, 0);
}

TEST(loops_end)
{
    char *p = compound("x");
    put32(p + 2 * SECTOR + 128 + 68, 1);
    put32(p + 2 * SECTOR + 128 + 72, 1);
    CHECK_INT(ole_kind(str_make(p, SECTOR * SECTORS)), OLE_OTHER);
    p = compound("x");
    put32(p + SECTOR + 4, 1);
    CHECK_INT(ole_kind(str_make(p, SECTOR * SECTORS)), OLE_OTHER);
}

TEST(no_flipped_or_missing_byte_does_harm)
{
    char *p = compound("WordDocument");
    unsigned kinds = 0;
    for (size_t i = 0; i < SECTOR * SECTORS; i++) {
        p[i] = (char)(p[i] ^ 0xFF);
        kinds |= 1U << ole_kind(str_make(p, SECTOR * SECTORS));
        kinds |= 1U << ole_kind(str_make(p, i));
        CHECK(ole_stream(test_arena(), str_make(p, SECTOR * SECTORS), S("WordDocument")).n <=
            SECTOR * SECTORS);
        p[i] = (char)(p[i] ^ 0xFF);
    }
    CHECK(kinds & 1U << OLE_DAMAGED);
}
