/* A text laid out for reading: lines, headings, tables, pages, marks and what was cut, in parts of bounded size. */
#include "web/reading.h"

#include "harness.h"

static struct library_reading in;
static struct library_heading headings[8];
static struct library_cut cuts[8];
static size_t pages[8];

static void
begin(struct str text)
{
    in = (struct library_reading){.text = text, .headings = headings, .cuts = cuts, .pages = pages};
}

static struct reading
made(struct marks marks, size_t now)
{
    return reading_make(test_arena(), &in, marks, now);
}

/* "[第一]条" for a marked run, "{now}", "<cut>", "(doubt)". */
static struct str
spelled(const struct reading *r, const struct reading_line *l)
{
    struct reading_runs runs = reading_runs(test_arena(), r, l);
    struct out o;
    out_init(&o, 1 << 20);
    for (size_t i = 0; i < runs.n; i++) {
        const struct reading_run *u = &runs.v[i];
        const char *open = u->now ? "{" : u->marked ? "[" : "";
        const char *shut = u->now ? "}" : u->marked ? "]" : "";
        if (u->cut && u->text.n == 0)
            out_fmt(&o, "<%.*s>", STR_ARG(u->cut->text));
        else
            out_fmt(&o, "%s%s%.*s%s%s", u->cut ? "(" : "", open, STR_ARG(u->text), shut,
                u->cut ? ")" : "");
    }
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

TEST(headings_rows_and_pages_are_told_apart)
{
    begin(S("总则\n第一条\n\n甲\t1\n乙\t2\n第二条"));
    headings[0] = (struct library_heading){1, 0, 6};
    in.headings_n = 1;
    pages[0] = 0;
    pages[1] = 6 + 1 + 9 + 2;
    in.pages_n = 2;
    struct reading r = made((struct marks){0}, SIZE_MAX);

    static const enum reading_kind kinds[] = {
        READING_HEADING, READING_LINE, READING_PAGE, READING_ROW, READING_ROW, READING_LINE};

    REQUIRE(CHECK_INT((int)r.lines_n, 6));
    for (size_t i = 0; i < 6; i++)
        CHECK_INT((int)r.lines[i].kind, (int)kinds[i]);
    CHECK_INT((int)r.lines[2].number, 2);
    CHECK(r.lines[3].table_begins && !r.lines[3].table_ends);
    CHECK(!r.lines[4].table_begins && r.lines[4].table_ends);
    CHECK_INT((int)r.lines[3].columns, 2);
    CHECK_INT((int)r.parts_n, 1);
    size_t n;
    struct reading_line *cells = reading_cells(test_arena(), &r, &r.lines[4], &n);
    REQUIRE(CHECK_INT((int)n, 2));
    CHECK_STR(spelled(&r, &cells[0]), "乙");
    CHECK_STR(spelled(&r, &cells[1]), "2");
}

TEST(marks_cuts_and_doubts_may_overlap)
{
    begin(S("0123456789\nabc"));
    struct mark m[] = {{2, 4}, {6, 8}, {9, 12}};
    cuts[0] = (struct library_cut){.n = 0, .cut = true, .start = 0, .end = 0, .text = S("广告")};
    cuts[1] = (struct library_cut){.n = 1, .start = 3, .end = 7, .text = S("3456")};
    cuts[2] = (struct library_cut){.n = 2, .cut = true, .start = 10, .end = 10, .text = S("尾")};
    cuts[3] = (struct library_cut){.n = 3, .cut = true, .start = 14, .end = 14, .text = S("末")};
    in.cuts_n = 4;
    struct reading r = made((struct marks){m, 3}, 1);
    REQUIRE(CHECK_INT((int)r.lines_n, 2));
    CHECK_STR(spelled(&r, &r.lines[0]), "<广告>01[2]([3])(45)({6}){7}8[9]<尾>");
    CHECK_STR(spelled(&r, &r.lines[1]), "[a]bc<末>");
    CHECK(reading_has_chip(&r, &r.lines[0]) && reading_has_chip(&r, &r.lines[1]));
}

TEST(a_text_that_was_cut_whole_still_shows_what_was_cut)
{
    begin(S(""));
    cuts[0] = (struct library_cut){.cut = true, .text = S("全是广告")};
    in.cuts_n = 1;
    struct reading r = made((struct marks){0}, SIZE_MAX);
    REQUIRE(CHECK_INT((int)r.lines_n, 1));
    CHECK_STR(spelled(&r, &r.lines[0]), "<全是广告>");
    in.cuts_n = 0;
    r = made((struct marks){0}, SIZE_MAX);
    CHECK_INT((int)r.lines_n, 0);
    CHECK_INT((int)r.parts_n, 0);
}

TEST(a_long_text_comes_in_parts_that_hold_all_of_it_once)
{
    struct out o;
    out_init(&o, 4 << 20);
    for (int i = 0; i < 20000; i++)
        out_fmt(&o, i % 7 ? "第%d条内容\n" : "表\t%d\n", i);
    for (int i = 0; i < 30000; i++)
        out_lit(&o, "长"); /* and a line without an end */
    begin(arena_str(test_arena(), out_str(&o)));
    out_release(&o);
    size_t at = in.text.n - 3 * 100;
    struct mark m = {at, at + 3};
    struct reading r = made((struct marks){&m, 1}, 0);
    size_t end = 0, largest = 0;
    for (size_t p = 0; p < r.parts_n; p++) {
        size_t bytes = 0;
        for (size_t i = r.parts[p]; i < r.parts[p + 1]; i++) {
            CHECK(r.lines[i].start == end || r.lines[i].start == end + 1);
            end = r.lines[i].end;
            bytes += r.lines[i].end - r.lines[i].start;
            CHECK((in.text.p[r.lines[i].start] & 0xC0) != 0x80 || r.lines[i].start == end);
        }
        largest = bytes > largest ? bytes : largest;
    }
    CHECK_INT((int)end, (int)in.text.n);
    CHECK(largest <= 60 * 1024);
    CHECK(r.parts_n > 5);
    CHECK_INT((int)reading_part_at(&r, at), (int)r.parts_n - 1);
    CHECK_INT((int)reading_part_at(&r, 0), 0);
}
