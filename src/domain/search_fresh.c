/* A word in the fresh documents: they are read. */
#include "base/utf8.h"
#include "domain/search_find.h"

enum {
    FOLD_MAX = 1 << 30
};

/* Counts occurrences, also overlapping ones. */
static uint32_t
count_in(struct str text, struct str word)
{
    uint32_t n = 0;
    for (size_t at = 0; (at = str_find(text, word, at)) != SIZE_MAX; at++)
        n++;
    return n;
}

static struct str
fold(struct arena *a, struct str text)
{
    struct out o;
    uint32_t cp;
    out_init(&o, FOLD_MAX);
    while (utf8_next(&text, &cp))
        utf8_put(&o, variant_fold(cp));
    struct str folded = arena_str(a, out_str(&o));
    out_release(&o);
    return folded;
}

static void
fold_all(struct find *f, struct find_block *b)
{
    const struct search_facts *facts = b->b->facts;
    b->title = arena_array(f->arena, struct str, facts->n + 1);
    b->text = arena_array(f->arena, struct str, facts->n + 1);
    for (uint32_t i = 0; i < facts->n; i++) {
        if (!bit_get(b->visible, i))
            continue;
        b->title[i] = fold(f->arena, facts->title[i]);
        b->text[i] = fold(f->arena, facts->text[i]);
    }
}

static void
list_put(struct find_list *list, uint32_t doc, uint32_t count)
{
    if (count == 0)
        return;
    list->doc[list->n] = doc;
    list->count[list->n++] = count;
}

static struct find_list
list_new(struct arena *a, uint32_t max)
{
    return (struct find_list){
        0, arena_array(a, uint32_t, (size_t)max + 1), arena_array(a, uint32_t, (size_t)max + 1)};
}

bool
find_word_in_fresh(struct find *f, struct find_block *b, const struct find_word *word,
    struct find_hits *hits, struct err *e)
{
    const struct search_facts *facts = b->b->facts;
    struct find_list text = list_new(f->arena, facts->n), title = list_new(f->arena, facts->n);
    (void)e;
    if (!b->text && word->variants)
        fold_all(f, b);
    const struct str *titles = word->variants ? b->title : facts->title;
    const struct str *texts = word->variants ? b->text : facts->text;
    for (uint32_t i = 0; i < facts->n; i++) {
        if (!bit_get(b->visible, i))
            continue;
        if (!word->title_only)
            list_put(&text, i, count_in(texts[i], word->utf8));
        list_put(&title, i, count_in(titles[i], word->utf8));
    }
    find_hits_join(f, b, word, &text, &title, hits);
    return true;
}

bool
find_places_in_fresh(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *docs, struct seg_places *places)
{
    const struct str *texts = word->variants ? b->text : b->b->facts->text;
    size_t sum = 0;
    for (uint32_t i = 0; i < docs->n; i++)
        sum += texts[docs->doc[i]].n;
    places->from = arena_array(f->arena, uint32_t, (size_t)docs->n + 1);
    places->place = arena_array(f->arena, uint32_t, sum + 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < docs->n; i++) {
        struct str text = texts[docs->doc[i]];
        size_t before = 0, point = 0;
        places->from[i] = n;
        for (size_t at = 0; (at = str_find(text, word->utf8, at)) != SIZE_MAX; at++) {
            point += utf8_count(str_slice(text, before, at - before));
            before = at;
            places->place[n++] = (uint32_t)point;
        }
    }
    places->from[docs->n] = n;
    return true;
}
