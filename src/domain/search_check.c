/* Whether the index is that of the texts: each document's text must be as long as the index says, and stretches of it must
   be found in it as often as they stand there. */
#include "base/utf8.h"
#include "domain/search_find.h"
#include "domain/search_int.h"
#include "text/norm.h"

enum {
    SAMPLED_DOCS = 2000, /* of each segment; lengths of all */
    SAMPLES = 3,
    SAMPLE_POINTS = 4
};

struct checker {
    struct find *f;
    struct arena *scratch; /* of one document */
};

static uint32_t
count_points(const uint32_t *cp, size_t n, const uint32_t *word, size_t word_n)
{
    uint32_t count = 0;
    for (size_t i = 0; i + word_n <= n; i++)
        count += memcmp(cp + i, word, word_n * sizeof *cp) == 0;
    return count;
}

static struct find_word
sample_word(struct arena *a, const uint32_t *cp, size_t n)
{
    struct find_word word = {.cp = cp, .n = n, .sets = arena_array(a, struct find_set, n)};
    struct out o;
    out_init(&o, (size_t)SAMPLE_POINTS * 4);
    for (size_t i = 0; i < n; i++) {
        word.sets[i] = (struct find_set){.cp = {cp[i]}, .n = 1};
        utf8_put(&o, cp[i]);
    }
    word.utf8 = arena_str(a, out_str(&o));
    out_release(&o);
    return word;
}

/* How often the index finds the word in the text of the one document that is visible. */
static bool
count_found(struct checker *c, struct find_block *one, const struct find_word *word,
    uint32_t *count, struct err *e)
{
    struct find_hits hits = {0};
    bool ok = one->b->seg ? find_word_in_segment(c->f, one, word, &hits, e)
                          : find_word_in_fresh(c->f, one, word, &hits, e);
    if (ok)
        *count = hits.list.n ? hits.list.count[0] : 0;
    return ok;
}

static bool
check_doc(struct checker *c, const struct search_block *b, uint32_t doc, bool *good, struct err *e)
{
    struct work w = *c->f->w;
    struct str text;
    size_t n;
    w.arena = c->scratch;
    *good = false;
    if (!search_text_of_doc(&w, b->facts->docno[doc], &text, e))
        return false;
    const uint32_t *cp = norm_points(c->scratch, text, &n);
    if (n != b->facts->points[doc])
        return true;
    *good = doc % (b->facts->n / SAMPLED_DOCS + 1) != 0;
    if (*good)
        return true;
    struct find f = *c->f;
    struct checker inner = {&f, c->scratch};
    f.w = &w;
    f.arena = c->scratch;
    struct find_block one = {
        .b = b, .visible = arena_array(c->scratch, uint64_t, bit_words(b->facts->n) + 1)};
    bit_set(one.visible, doc);
    size_t length = n < SAMPLE_POINTS ? n : SAMPLE_POINTS;
    bool apart = (b->facts->flags[doc] & FACT_APART) != 0;
    for (size_t i = 0; length > 0 && i < SAMPLES; i++) {
        uint32_t found = 0;
        size_t at = (n - length) * i / (SAMPLES - 1);
        struct find_word word = sample_word(c->scratch, cp + at, length);
        uint32_t stands = count_points(cp, n, word.cp, length);
        if (!count_found(&inner, &one, &word, &found, e))
            return false;
        if (found < stands || (found > stands && !apart))
            return true;
    }
    *good = true;
    return true;
}

bool
search_check(struct work *w, int64_t *checked, int64_t *bad_docno, struct err *e)
{
    struct find f;
    struct search_ask all = {.limit = 0};
    bool cut, ok = true;
    *checked = *bad_docno = 0;
    struct query *none = query_parse(w->arena, S(""), &cut);
    if (!find_open(&f, w, &all, none, e))
        return false;
    struct checker c = {&f, arena_open()};
    for (size_t i = 0; ok && *bad_docno == 0 && i < f.view->n; i++) {
        const struct search_block *b = &f.view->blocks[i];
        for (uint32_t doc = 0; ok && *bad_docno == 0 && doc < b->facts->n; doc++) {
            bool good = true;
            if (bit_get(b->gone, doc))
                continue;
            ok = check_doc(&c, b, doc, &good, e);
            arena_reset(c.scratch);
            (*checked)++;
            if (!good && ok)
                *bad_docno = b->facts->docno[doc];
        }
    }
    arena_close(c.scratch);
    find_close(&f);
    return ok;
}
