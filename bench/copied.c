/* The copy check against a house that search_load filled:
     copied FOLDER DOCUMENTS HOUSE [URL]
   Texts of CHECKED characters are made up character by character from what follows what in the corpus, so that they
   read like it and copy nothing. Some are checked as they are: what is flagged there is wrong. In others paragraphs
   of the corpus are planted, with a share of their characters exchanged, taken out, or with one put before them.
   Prints "copied PERCENT paragraphs found" (share; 60 … 300 characters, more than half of it at its place),
   "copied wrong characters flagged", and "copied ms checks p50 p99" of a text with four paragraphs, warm. */
#include "domain/copied.h"
#include "base/utf8.h"
#include "search_house.h"
#include "text/norm.h"

#include <stdlib.h>

enum {
    CHECKED = 3000,
    PLANTED = 4, /* paragraphs in a text */
    SHORTEST = 60,
    LENGTHS = 241, /* different lengths of a paragraph */
    ROUNDS = 250,  /* texts for each share of changes */
    PLAIN = 100,   /* texts that copy nothing */
    CHECKS = 4096, /* times kept */
    WARM = 5,
    TRIES = 1000,   /* places looked at for one that goes on */
    BYTES = 1 << 20 /* of a text */
};

struct measure {
    struct asker asker;
    struct shown *shown;
    size_t docs;
    uint64_t state;
    struct out text;
    size_t points;
    double ms[CHECKS];
    size_t ms_n;
};

struct planted {
    size_t from, to; /* code points */
};

static size_t
below(struct measure *m, size_t n)
{
    return (size_t)(chance(&m->state) % n);
}

static void
add(struct measure *m, uint32_t cp)
{
    utf8_put(&m->text, cp);
    m->points++;
}

static bool
is_ideograph(uint32_t cp)
{
    return cp >= 0x4E00 && cp <= 0x9FFF;
}

/* A place in a document, at the border of a character. */
static struct str
somewhere(struct measure *m)
{
    struct str text;
    do
        text = m->shown[below(m, m->docs)].text;
    while (text.n < 1200);
    size_t at = below(m, text.n);
    while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at--;
    return str_slice(text, at, text.n);
}

/* A character that follows this one somewhere in the corpus. */
static uint32_t
after(struct measure *m, uint32_t cp)
{
    char bytes[4];
    struct out one;
    out_init(&one, sizeof(bytes));
    utf8_put(&one, cp);
    uint32_t next = 0;
    for (int i = 0; i < TRIES && next == 0; i++) {
        struct str rest = str_slice(somewhere(m), 0, 3000);
        size_t at = str_find(rest, out_str(&one), 0);
        if (at == SIZE_MAX)
            continue;
        rest = str_slice(rest, at + one.n, rest.n);
        if (!utf8_next(&rest, &next) || next <= ' ')
            next = 0;
    }
    out_release(&one);
    return next;
}

static void
add_made_up(struct measure *m, size_t points)
{
    uint32_t cp = 0;
    for (size_t i = 0; i < points; i++) {
        cp = cp ? after(m, cp) : 0;
        while (cp == 0) {
            struct str rest = somewhere(m);
            if (!utf8_next(&rest, &cp) || !is_ideograph(cp))
                cp = 0;
        }
        add(m, cp);
    }
}

/* A paragraph of ideographs for the most part; normalised, so that its characters can be counted. */
static const uint32_t *
paragraph(struct measure *m, size_t length)
{
    for (;;) {
        size_t n, ideographs = 0;
        uint32_t *cp = norm_points(m->asker.arena, str_slice(somewhere(m), 0, 4096), &n);
        for (size_t i = 0; i < n && i < length; i++)
            ideographs += is_ideograph(cp[i]);
        if (n > length && ideographs * 10 > length * 7)
            return cp;
    }
}

/* Exactly so many of its characters changed. */
static struct planted
plant(struct measure *m, unsigned percent)
{
    size_t length = SHORTEST + below(m, LENGTHS), edits = (length * percent + 50) / 100;
    const uint32_t *cp = paragraph(m, length);
    uint8_t change[SHORTEST + LENGTHS] = {0};
    struct planted p = {.from = m->points};
    while (edits) {
        size_t at = below(m, length);
        if (change[at])
            continue;
        change[at] = (uint8_t)(1 + below(m, 3));
        edits--;
    }
    for (size_t i = 0; i < length; i++) {
        uint32_t other = 0;
        while (!is_ideograph(other) && (change[i] == 1 || change[i] == 2)) {
            struct str rest = somewhere(m);
            utf8_next(&rest, &other);
        }
        if (other)
            add(m, other);
        if (change[i] == 0 || change[i] == 2)
            add(m, cp[i]);
    }
    p.to = m->points;
    return p;
}

static struct copied
check(struct measure *m)
{
    struct err e = {0};
    struct work w;
    struct copied c;
    const struct copied_ask ask = {.text = out_str(&m->text), .phrases = true};
    double from = now_ms();
    if (!work_begin(m->asker.reader, m->asker.arena, &m->asker.house->clerk, &w, &e) ||
        !copied_find(&w, &ask, &c, &e))
        give_up("copied", e.text);
    work_end(&w);
    m->ms[m->ms_n++ % CHECKS] = now_ms() - from;
    return c;
}

static bool
holds(const struct copied *c, const struct planted *p)
{
    size_t held = 0;
    for (size_t i = 0; i < c->n; i++) {
        size_t from = c->v[i].start > p->from ? c->v[i].start : p->from;
        size_t to = c->v[i].end < p->to ? c->v[i].end : p->to;
        held += to > from ? to - from : 0;
    }
    return held * 2 > p->to - p->from;
}

static void
begin(struct measure *m)
{
    out_clear(&m->text);
    m->points = 0;
    arena_reset(m->asker.arena);
}

static void
found(struct measure *m, unsigned percent)
{
    size_t paragraphs = 0, right = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct planted p[PLANTED];
        begin(m);
        for (int k = 0; k < PLANTED; k++) {
            add_made_up(m, (CHECKED - PLANTED * (SHORTEST + LENGTHS / 2)) / PLANTED);
            p[k] = plant(m, percent);
        }
        struct copied c = check(m);
        for (int k = 0; k < PLANTED; k++, paragraphs++)
            right += holds(&c, &p[k]);
    }
    printf("copied %u %zu %.4f\n", percent, paragraphs, (double)right / (double)paragraphs);
    (void)fflush(stdout);
}

static void
wrong(struct measure *m)
{
    size_t points = 0, flagged = 0;
    for (int i = 0; i < PLAIN; i++) {
        begin(m);
        add_made_up(m, CHECKED);
        flagged += check(m).n;
        points += m->points;
    }
    printf("copied wrong %zu %zu\n", points, flagged);
}

int
main(int argc, char **argv)
{
    if (argc != 4 && argc != 5)
        give_up("copied", "FOLDER DOCUMENTS HOUSE [URL]");
    static struct measure m;
    static const unsigned percents[] = {0, 5, 10, 15, 20};
    struct bench_house h = bench_house_open(argv[3], argc == 5 ? argv[4] : NULL);
    size_t docs = strtoul(argv[2], NULL, 10);
    m.asker = asker_open(&h);
    m.shown = shown_open(argv[1], &m.docs);
    m.docs = m.docs < docs ? m.docs : docs;
    out_init(&m.text, BYTES);
    for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++)
        found(&m, percents[i]);
    size_t checks = m.ms_n - WARM;
    double *ms = m.ms + WARM;
    double p50 = quantile(ms, checks, 0.5), p99 = quantile(ms, checks, 0.99);
    printf("copied ms %zu %.2f %.2f\n", checks, p50, p99);
    wrong(&m);
    out_release(&m.text);
    asker_close(&m.asker);
    house_close(h.house);
    return 0;
}
