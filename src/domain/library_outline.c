/* Headings of a text that marks none, by the forms that official texts have: 第一编, 第二章, 第三节; 一、 and （一）. */
#include "domain/library_int.h"

#include "base/utf8.h"
#include "domain/list.h"

enum {
    LINE_BYTES = 150, /* a heading is short */
    HEADINGS_MAX = 2000
};

struct headings {
    struct library_heading *v;
    size_t n;
};

static bool
is_numeral(uint32_t cp)
{
    static const uint32_t CHARS[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B,
        0x4E5D, 0x5341, 0x767E, 0x5343, 0x96F6, 0x3007, 0x4E24};
    for (size_t i = 0; i < sizeof(CHARS) / sizeof(CHARS[0]); i++)
        if (CHARS[i] == cp)
            return true;
    return cp >= '0' && cp <= '9';
}

/* Takes a run of numerals; false when there is none. */
static bool
numerals(struct str *s)
{
    size_t n = 0;
    uint32_t cp;
    for (struct str rest = *s; n < 8 && utf8_next(&rest, &cp) && is_numeral(cp); n++)
        *s = rest;
    return n > 0;
}

static int
level_of(struct str line)
{
    static const struct {
        struct str word;
        int level;
    } PARTS[] = {{str_lit("编"), 1}, {str_lit("篇"), 1}, {str_lit("部分"), 1}, {str_lit("章"), 2},
        {str_lit("节"), 3}};
    struct str s = line;
    if (str_starts(s, S("第"))) {
        s = str_slice(s, S("第").n, s.n);
        if (!numerals(&s))
            return 0;
        for (size_t i = 0; i < sizeof(PARTS) / sizeof(PARTS[0]); i++)
            if (str_starts(s, PARTS[i].word))
                return PARTS[i].level;
        return 0;
    }
    bool bracket = str_starts(s, S("（"));
    if (bracket)
        s = str_slice(s, S("（").n, s.n);
    if (!numerals(&s) || ((unsigned char)line.p[0] >= '0' && (unsigned char)line.p[0] <= '9'))
        return 0;
    return bracket ? (str_starts(s, S("）")) ? 5 : 0) : (str_starts(s, S("、")) ? 4 : 0);
}

/* A sentence is no heading. */
static bool
is_sentence(struct str line)
{
    return str_ends(line, S("。")) || str_ends(line, S("；")) || str_ends(line, S("，")) ||
        str_find(line, S("。"), 0) != SIZE_MAX;
}

/* The levels that occur become 1, 2, 3 …. */
static void
close_ranks(struct headings *h)
{
    bool there[10] = {false};
    int rank[10] = {0}, next = 1;
    for (size_t i = 0; i < h->n; i++)
        there[h->v[i].level] = true;
    for (int l = 1; l < 10; l++)
        if (there[l])
            rank[l] = next++;
    for (size_t i = 0; i < h->n; i++)
        h->v[i].level = rank[h->v[i].level];
}

void
library_outline_of(struct arena *a, struct str text, struct library_heading **list, size_t *n)
{
    struct headings h = {NULL, 0};
    struct str rest = text, line;
    while (h.n < HEADINGS_MAX && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.n == 0 || line.n > LINE_BYTES)
            continue;
        int level = level_of(line);
        if (level == 0 || is_sentence(line))
            continue;
        size_t start = (size_t)(line.p - text.p);
        LIST_ADD(a, &h, ((struct library_heading){level, start, start + line.n}));
    }
    close_ranks(&h);
    *list = h.v;
    *n = h.n;
}
