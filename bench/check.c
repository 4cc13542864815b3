/* Reports held against a house of fifty branches and the library that search_load filled it with:
     check make FOLDER HOUSE TEXTS     a text of CHECKED characters for each branch: its own draft, and paragraphs of the
                                       corpus; as TEXTS/ORG.txt
     check time HOUSE TEXTS            holds all of them; prints "check_ms REPORTS p50 p99", "check_all SECONDS",
                                       "check_first MS" (nothing read yet) and "check_memory BYTES" (the most held) */
#include "base/file.h"
#include "base/utf8.h"
#include "domain/org.h"
#include "domain/report.h"
#include "domain/review.h"
#include "search_house.h"

#include <dirent.h>
#include <stdlib.h>

enum {
    YEAR = 2023,
    CHECKED = 3000, /* characters */
    REPORTS = 50,
    ROUNDS = 4,
    PARAGRAPH = 200 /* characters */
};

struct bench {
    struct house *house;
    struct reader *reader;
    struct arena *arena;
};

static struct bench
bench_open(const char *folder)
{
    struct err e = {0};
    struct bench b = {.arena = arena_open()};
    struct house_options options = {.data = folder, .clock = clock_system()};
    if (!house_open(&options, &b.house, &e) || !reader_open(b.house, &b.reader, &e))
        give_up("house", e.text);
    return b;
}

static void
bench_close(struct bench *b)
{
    reader_close(b->reader);
    house_close(b->house);
    arena_close(b->arena);
}

/* ---- texts ---- */

static void
put_draft(struct out *o, const struct report_draft *d)
{
    for (size_t i = 0; i < d->blocks_n; i++) {
        for (size_t k = 0; k < d->blocks[i].runs_n; k++)
            out_put(o, d->blocks[i].runs[k].text);
        out_char(o, '\n');
    }
}

/* A piece of the corpus, from the beginning of a character. */
static struct str
piece(const struct shown *shown, size_t docs, uint64_t *state)
{
    struct str text;
    do
        text = shown[chance(state) % docs].text;
    while (text.n < 2000);
    size_t at = (size_t)(chance(state) % (text.n - 1000));
    while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at--;
    return utf8_head(str_slice(text, at, text.n), PARAGRAPH);
}

static void
make(const char *folder, const char *house, const char *texts)
{
    struct err e = {0};
    struct work w;
    struct orgs roots, branches;
    struct out o;
    size_t docs;
    uint64_t state = 1;
    struct shown *shown = shown_open(folder, &docs);
    struct bench b = bench_open(house);
    struct actor system = actor_system();
    if (!work_begin(b.reader, b.arena, &system, &w, &e) || !org_roots(&w, &roots, &e) ||
        !org_children(&w, roots.v[0].id, &branches, &e))
        give_up("orgs", e.text);
    out_init(&o, 1 << 20);
    for (size_t i = 0; i < branches.n && i < REPORTS; i++) {
        struct report_draft draft;
        if (!report_draft(&w, branches.v[i].id, YEAR, &draft, &e))
            give_up("draft", e.text);
        out_clear(&o);
        put_draft(&o, &draft);
        while (utf8_count(out_str(&o)) < CHECKED) {
            out_put(&o, piece(shown, docs, &state));
            out_char(&o, '\n');
        }
        struct str name = arena_fmt(b.arena, "%s/%lld.txt", texts, (long long)branches.v[i].id);
        if (!file_write(arena_cstr(b.arena, name), out_str(&o), &e))
            give_up("texts", e.text);
    }
    out_release(&o);
    work_end(&w);
    bench_close(&b);
}

/* ---- time ---- */

struct paper {
    int64_t org;
    struct str text;
};

static size_t
read_papers(struct arena *a, const char *folder, struct paper papers[REPORTS])
{
    DIR *d = opendir(folder);
    size_t n = 0;
    if (!d)
        give_up("texts", folder);
    for (struct dirent *f; n < REPORTS && (f = readdir(d)) != NULL;) {
        char *end;
        int64_t org = strtoll(f->d_name, &end, 10);
        if (org <= 0 || strcmp(end, ".txt") != 0)
            continue;
        papers[n++] = (struct paper){org, arena_str(a, file_whole(folder, f->d_name))};
    }
    (void)closedir(d);
    return n;
}

static double
hold(struct bench *b, const struct paper *p)
{
    struct err e = {0};
    struct work w;
    struct review review;
    struct actor system = actor_system();
    struct arena *a = arena_open();
    double from = now_ms();
    if (!work_begin(b->reader, a, &system, &w, &e) ||
        !review_report(&w, p->org, YEAR, p->text, &review, &e))
        give_up("check", e.text);
    work_end(&w);
    arena_close(a);
    return now_ms() - from;
}

/* The most memory this process held, in bytes. */
static long long
most_memory(void)
{
    char line[200];
    long long kib = 0;
    FILE *f = file_open("/proc/self", "status", "r");
    while (kib == 0 && fgets(line, sizeof(line), f))
        if (strncmp(line, "VmHWM:", 6) == 0)
            kib = strtoll(line + 6, NULL, 10);
    fclose(f);
    return kib * 1024;
}

static void
take_time(const char *house, const char *texts)
{
    static double ms[REPORTS * ROUNDS];
    struct paper papers[REPORTS];
    struct bench b = bench_open(house);
    size_t n = read_papers(b.arena, texts, papers), measured = 0;
    double all = 0;
    if (n == 0)
        give_up("texts", "there are none");
    printf("check_first %.4g\n", hold(&b, &papers[0]));
    for (int round = 0; round < ROUNDS; round++) {
        double from = now_ms();
        for (size_t i = 0; i < n; i++)
            ms[measured++] = hold(&b, &papers[i]);
        all = round == 0 || now_ms() - from < all ? now_ms() - from : all;
    }
    printf(
        "check_ms %zu %.4g %.4g\n", n, quantile(ms, measured, 0.5), quantile(ms, measured, 0.99));
    printf("check_all %.4g\n", all * REPORTS / (double)n / 1e3);
    printf("check_memory %lld\n", most_memory());
    bench_close(&b);
}

int
main(int argc, char **argv)
{
    if (argc == 5 && strcmp(argv[1], "make") == 0)
        make(argv[2], argv[3], argv[4]);
    else if (argc == 4 && strcmp(argv[1], "time") == 0)
        take_time(argv[2], argv[3]);
    else
        give_up("check", "make FOLDER HOUSE TEXTS | time HOUSE TEXTS");
    return 0;
}
