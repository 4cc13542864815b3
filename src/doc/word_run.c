#include "doc/word_run.h"

#include "base/in.h"

#include <stdlib.h>

enum {
    PAGE = 512,
    PARAGRAPH_ENTRY = 13,
    CHARACTER_ENTRY = 1,
    HEADINGS = 9
};

/* Single property modifiers (sprm), [MS-DOC] 2.6. */
enum {
    SPRM_DELETED = 0x0800,
    SPRM_IN_TABLE = 0x2416,
    SPRM_ROW_END = 0x2417,
    SPRM_OUTLINE = 0x2640,
    SPRM_TABLE = 0xD608
};

static size_t
operand_size(unsigned sprm, struct in *in)
{
    static const uint8_t SIZES[] = {1, 1, 2, 4, 2, 2, 0, 3};
    if (sprm == SPRM_TABLE) {
        size_t n = in_u16le(in);
        return n > 0 ? n - 1 : 0;
    }
    if (sprm >> 13 == 6) {
        int n = in_byte(in);
        return n > 0 ? (size_t)n : 0;
    }
    return SIZES[sprm >> 13];
}

static void
apply_properties(struct word_run *run, struct str properties)
{
    struct in in = in_from(properties);
    while (in_left(&in) >= 3) {
        unsigned sprm = in_u16le(&in);
        size_t n = operand_size(sprm, &in);
        int value = in_peek(&in);
        in_skip(&in, n);
        if (in.bad)
            return;
        if (sprm == SPRM_DELETED)
            run->deleted = value == 1;
        else if (sprm == SPRM_IN_TABLE)
            run->in_table = value == 1;
        else if (sprm == SPRM_ROW_END)
            run->row_end = value == 1;
        else if (sprm == SPRM_OUTLINE && value >= 0 && value <= HEADINGS)
            run->level = value == HEADINGS ? 0 : (uint8_t)(value + 1);
    }
}

/* A paragraph's begin with their length in words, two lengths where the first is 0, and the style's number; styles
   1 to 9 are the headings. */
static void
paragraph_properties(struct word_run *run, struct str page, size_t at)
{
    struct in in = in_from(str_slice(page, at, page.n));
    int words = in_byte(&in);
    size_t n =
        words == 0 ? 2 * (size_t)(unsigned char)in_byte(&in) : 2 * (size_t)(unsigned char)words - 1;
    in = in_from(in_take(&in, n));
    unsigned style = in_u16le(&in);
    if (in.bad)
        return;
    run->level = style >= 1 && style <= HEADINGS ? (uint8_t)style : 0;
    apply_properties(run, str_make(in.p, in_left(&in)));
}

static void
character_properties(struct word_run *run, struct str page, size_t at)
{
    struct in in = in_from(str_slice(page, at, page.n));
    int n = in_byte(&in);
    struct str properties = in_take(&in, n > 0 ? (size_t)n : 0);
    if (!in.bad)
        apply_properties(run, properties);
}

static bool
add_run(struct doc_build *b, struct word_runs *runs, struct word_run run, struct err *e)
{
    if (runs->n == runs->room) {
        runs->room = runs->room ? runs->room * 2 : 256;
        struct word_run *more = arena_array(b->arena, struct word_run, runs->room);
        if (runs->n)
            memcpy(more, runs->list, runs->n * sizeof(*more));
        runs->list = more;
    }
    runs->list[runs->n++] = run;
    return doc_count(b, sizeof(run), e);
}

static bool
read_page(struct doc_build *b, struct str page, enum word_run_kind kind, struct word_runs *runs,
    struct err *e)
{
    size_t n = page.n == PAGE ? (unsigned char)page.p[PAGE - 1] : 0;
    size_t size = kind == WORD_PARAGRAPHS ? PARAGRAPH_ENTRY : CHARACTER_ENTRY;
    if (4 * (n + 1) + size * n >= PAGE)
        return true;
    struct in offsets = in_from(page);
    uint32_t from = in_u32le(&offsets);
    for (size_t i = 0; i < n; i++) {
        struct word_run run = {.from = from, .to = in_u32le(&offsets)};
        size_t at = 2 * (size_t)(unsigned char)page.p[4 * (n + 1) + size * i];
        if (at && kind == WORD_PARAGRAPHS)
            paragraph_properties(&run, page, at);
        else if (at)
            character_properties(&run, page, at);
        from = run.to;
        bool told = kind == WORD_PARAGRAPHS || run.deleted;
        if (told && run.from < run.to && !add_run(b, runs, run, e))
            return false;
    }
    return true;
}

static int
by_offset(const void *x, const void *y)
{
    const struct word_run *a = x, *b = y;
    return (a->from > b->from) - (a->from < b->from);
}

bool
word_runs_read(struct doc_build *b, struct str text, struct str plc, enum word_run_kind kind,
    struct word_runs *runs, struct err *e)
{
    *runs = (struct word_runs){0};
    size_t n = plc.n >= 4 ? (plc.n - 4) / 8 : 0;
    struct in pages = in_from(str_slice(plc, 4 * (n + 1), 4 * n));
    for (size_t i = 0; i < n; i++) {
        size_t page = in_u32le(&pages) & 0x3FFFFF;
        if (!read_page(b, str_slice(text, page * PAGE, PAGE), kind, runs, e))
            return false;
    }
    if (runs->n)
        qsort(runs->list, runs->n, sizeof(*runs->list), by_offset);
    return true;
}

struct word_run
word_run_at(const struct word_runs *runs, uint32_t offset)
{
    size_t low = 0, high = runs->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (runs->list[middle].from <= offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || offset >= runs->list[low - 1].to)
        return (struct word_run){0};
    return runs->list[low - 1];
}
