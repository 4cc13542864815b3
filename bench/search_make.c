/* Makes what search is measured with from the corpus:
     search_make CORPUS FOLDER MILLIONS     (search_data.h names the files)
   The first so many million Chinese characters of it, 10 and more. Documents are shuffled, the same way each time, so that every beginning of them is of all kinds. Queries are drawn
   from random places of the first ten million characters: frequent and rare words as they stand in texts. */
#include "base/out.h"
#include "base/utf8.h"
#include "search_data.h"
#include "text/norm.h"

#include <stdlib.h>

enum {
    EACH = 300,       /* queries a class */
    EXACT_EACH = 250, /* over eight classes */
    MILLION = 1000000,
    FRESH = 1000, /* documents to be added while queries run */
    FRESH_POINTS = 3000
};

static const int64_t sizes[] = {10, 40, 80};

struct file {
    struct str path, title;
    int64_t points; /* Chinese characters */
    uint64_t order;
};

static int
by_order(const void *a, const void *b)
{
    uint64_t x = ((const struct file *)a)->order, y = ((const struct file *)b)->order;
    return (x > y) - (x < y);
}

static struct file *
manifest_read(const char *corpus, size_t *n)
{
    struct str rest = file_whole(corpus, "manifest.tsv"), line, cell[5] = {0};
    struct file *files = NULL;
    *n = 0;
    str_split(&rest, '\n', &line);
    while (str_split(&rest, '\n', &line)) {
        if (*n % 4096 == 0)
            files = realloc(files, (*n + 4096) * sizeof(*files));
        for (size_t i = 0; i < 5; i++)
            str_split(&line, '\t', &cell[i]);
        struct file f = {.path = cell[0], .title = cell[4]};
        if (!files || !str_to_i64(cell[3], 0, INT64_MAX, &f.points))
            give_up("manifest.tsv", "is not as expected");
        for (size_t i = 0; i < f.path.n; i++)
            f.order = (f.order ^ (unsigned char)f.path.p[i]) * 0x100000001B3U;
        f.order = chance(&f.order);
        files[(*n)++] = f;
    }
    qsort(files, *n, sizeof(*files), by_order);
    return files;
}

/* How many files the first so many million characters are. */
static size_t
manifest_cut(const struct file *files, size_t n, int64_t millions)
{
    int64_t points = 0;
    for (size_t i = 0; i < n; i++)
        if ((points += files[i].points) >= millions * MILLION)
            return i + 1;
    return n;
}

static void
texts_write(const char *corpus, const char *folder, const struct file *files, size_t n)
{
    FILE *norm = file_open(folder, "norm", "wb"), *shown = file_open(folder, "shown", "wb");
    FILE *ends = file_open(folder, "sizes", "wb");
    struct out o;
    int64_t points = 0;
    size_t size = 0;
    out_init(&o, SIZE_MAX);
    for (size_t i = 0; i < n; i++) {
        char path[1024];
        snprintf(path, sizeof(path), "%.*s", STR_ARG(files[i].path));
        struct str text = file_whole(corpus, path), title = files[i].title;
        uint32_t lengths[2] = {(uint32_t)title.n, (uint32_t)text.n};
        out_clear(&o);
        norm_put(&o, text);
        out_char(&o, '\n');
        if (o.overflow || fwrite(o.p, 1, o.n, norm) != o.n ||
            fwrite(lengths, sizeof(lengths), 1, shown) != 1 ||
            fwrite(title.p, 1, title.n, shown) != title.n ||
            fwrite(text.p, 1, text.n, shown) != text.n)
            give_up(folder, "cannot be written");
        points += files[i].points;
        if (size < 3 && points >= sizes[size] * MILLION)
            fprintf(ends, "%d %zu %lld\n", (int)sizes[size++], i + 1, (long long)points);
        free((void *)(uintptr_t)text.p);
    }
    out_release(&o);
    if (fclose(norm) != 0 || fclose(shown) != 0 || fclose(ends) != 0)
        give_up(folder, "cannot be written");
}

/* ---- queries ---- */
struct shape {
    const char *kind;
    size_t least, most; /* characters */
    unsigned kinds;     /* bits of what may stand in it */
    unsigned needs;     /* and of what must */
    size_t words;
};

enum {
    HAN = 1,
    LATIN = 2, /* letters */
    DIGIT = 4,
    OTHER = 8
};

static const struct shape shapes[] = {
    {"one", 1, 1, HAN, 0, 1}, {"two", 2, 2, HAN, 0, 1}, {"few", 3, 4, HAN, 0, 1},
    {"long", 6, 12, HAN, 0, 1}, {"mixed", 2, 8, HAN | LATIN | DIGIT, HAN, 1},
    {"and", 2, 3, HAN, 0, 2}, {"latin", 1, 6, LATIN | DIGIT, 0, 1}, /* also the inside of words */
    {"any", 1, 20, HAN | LATIN | DIGIT | OTHER, 0, 1}, /* also punctuation and blanks */
};

static unsigned
kind_of(uint32_t cp)
{
    if (cp >= 0x4E00 && cp <= 0x9FFF)
        return HAN;
    if (cp >= '0' && cp <= '9')
        return DIGIT;
    if (cp >= 'a' && cp <= 'z')
        return LATIN;
    /* What closes the quotes that a query is put in, and what a broken byte became. */
    return cp == '"' || cp == 0x201C || cp == 0x201D || cp == UTF8_REPLACEMENT || cp == '\\'
        ? 0
        : OTHER;
}

/* From a random place of one document; an empty one when that place has no such word. */
static struct str
word_draw(const struct corpus *c, size_t doc, const struct shape *shape, uint64_t *state)
{
    struct str text = corpus_text(c, doc), none = {NULL, 0};
    if (text.n == 0)
        return none;
    size_t from = chance(state) % text.n,
           points = shape->least + chance(state) % (shape->most - shape->least + 1);
    while (from < text.n && ((unsigned char)text.p[from] & 0xC0) == 0x80)
        from++;
    struct str rest = str_slice(text, from, SIZE_MAX);
    unsigned seen = 0;
    uint32_t cp = 0;
    for (size_t i = 0; i < points; i++) {
        unsigned kind = utf8_next(&rest, &cp) ? kind_of(cp) : 0;
        if (!(kind & shape->kinds) || (cp == ' ' && (i == 0 || i + 1 == points)))
            return none;
        seen |= kind;
    }
    if ((seen & shape->needs) != shape->needs || (shape->needs && seen == shape->needs))
        return none;
    return str_slice(text, from, text.n - from - rest.n);
}

static size_t
doc_draw(const struct corpus *c, uint64_t *state)
{
    size_t at = chance(state) % c->bytes.n, low = 0, high = c->docs;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        *(c->at[middle] <= at ? &low : &high) = middle;
    }
    return low;
}

/* Two words are from one document. */
static void
queries_write(const struct corpus *c, FILE *f, const struct shape *shape, size_t n, uint64_t *state)
{
    while (n > 0) {
        struct str word[2] = {{NULL, 0}, {NULL, 0}};
        size_t doc = doc_draw(c, state);
        word[0] = word_draw(c, doc, shape, state);
        if (shape->words == 2)
            word[1] = word_draw(c, doc, shape, state);
        if (word[0].n == 0 || (shape->words == 2 && word[1].n == 0))
            continue;
        fprintf(f, "%s\t%.*s", shape->kind, STR_ARG(word[0]));
        if (shape->words == 2)
            fprintf(f, "\t%.*s", STR_ARG(word[1]));
        fputc('\n', f);
        n--;
    }
}

static void
queries_make(const char *folder, const struct corpus *c)
{
    FILE *timed = file_open(folder, "queries", "wb"), *exact = file_open(folder, "exact", "wb");
    uint64_t state = 20231124;
    for (size_t i = 0; i < 6; i++)
        queries_write(c, timed, &shapes[i], EACH, &state);
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        queries_write(c, exact, &shapes[i], EXACT_EACH, &state);
    if (fclose(timed) != 0 || fclose(exact) != 0)
        give_up(folder, "cannot be written");
}

/* New documents that are no copies: sentences of all documents mixed. */
static void
fresh_make(const char *folder, const struct corpus *c)
{
    uint64_t state = 1;
    for (int i = 0; i < FRESH; i++) {
        char name[32];
        snprintf(name, sizeof(name), "fresh/%04d.txt", i);
        FILE *f = file_open(folder, name, "wb");
        for (size_t points = 0; points < FRESH_POINTS;) {
            struct str rest = corpus_text(c, doc_draw(c, &state)), sentence = {NULL, 0};
            for (size_t skip = chance(&state) % 40; skip > 0 && !str_empty(rest); skip--) {
                size_t end = str_find(rest, S("。"), 0);
                sentence = str_slice(rest, 0, end == SIZE_MAX ? 0 : end + S("。").n);
                rest = str_slice(rest, sentence.n, end == SIZE_MAX ? 0 : SIZE_MAX);
            }
            sentence = utf8_head(sentence, FRESH_POINTS - points);
            points += utf8_count(sentence);
            fprintf(f, "%.*s", STR_ARG(sentence));
        }
        if (fclose(f) != 0)
            give_up(name, "cannot be written");
    }
}

/* As many as the first of the sizes has. */
static size_t
first_docs(const char *folder)
{
    struct str line = file_whole(folder, "sizes"), word = {NULL, 0};
    int64_t docs = 0;
    str_split(&line, ' ', &word);
    str_split(&line, ' ', &word);
    if (!str_to_i64(word, 1, INT64_MAX, &docs))
        give_up("sizes", "is not as expected");
    return (size_t)docs;
}

int
main(int argc, char **argv)
{
    if (argc != 4)
        give_up("search_make", "CORPUS FOLDER MILLIONS");
    size_t n;
    struct file *files = manifest_read(argv[1], &n);
    texts_write(argv[1], argv[2], files, manifest_cut(files, n, strtoll(argv[3], NULL, 10)));
    struct corpus c = corpus_open(argv[2], first_docs(argv[2]));
    queries_make(argv[2], &c);
    fresh_make(argv[2], &c);
    return 0;
}
