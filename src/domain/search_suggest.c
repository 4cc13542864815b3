/* Completions (联想) of what is being typed. Both kinds are taken from what the actor finds: titles that hold it, and how
   the best documents go on behind it. */
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/search_int.h"
#include "domain/search_rank.h"
#include "store/store.h"
#include "text/norm.h"

#include <stdlib.h>

enum {
    LOOKED_AT = 40, /* documents */
    GO_ON = 8,      /* characters behind what was typed */
    REGION_POINTS = 320,
    OFTEN = 2,       /* documents that a continuation stands in */
    TITLES_PART = 2, /* at most 1 ÷ this of the list are titles while there are continuations */
    TITLE_POINTS = 60
};

struct texts {
    struct str *v;
    size_t n;
};

/* A continuation and in how many documents it stands. */
struct way {
    struct str text;
    size_t points, docs;
    uint32_t last; /* the document that was counted last */
};

struct ways {
    struct way *v;
    size_t n;
};

static bool
has_text(const struct texts *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], s))
            return true;
    return false;
}

static bool
ends_phrase(uint32_t cp)
{
    bool word = (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
        (cp >= 0x3400 && cp < 0xA000) || cp >= 0x20000;
    return !word;
}

static void
count_way(struct arena *a, struct ways *ways, struct str text, size_t points, uint32_t doc)
{
    for (size_t i = 0; i < ways->n; i++) {
        struct way *way = &ways->v[i];
        if (!str_eq(way->text, text))
            continue;
        way->docs += way->last != doc + 1;
        way->last = doc + 1;
        return;
    }
    struct way one = {arena_str(a, text), points, 1, doc + 1};
    LIST_ADD(a, ways, one);
}

/* Every way on from the places of what was typed in a text. */
static void
count_ways(struct arena *a, struct ways *ways, struct str text, struct str typed, uint32_t doc)
{
    for (size_t at = 0; (at = str_find(text, typed, at)) != SIZE_MAX; at++) {
        struct str rest = str_slice(text, at + typed.n, text.n);
        uint32_t cp;
        for (size_t n = 1; n <= GO_ON && utf8_next(&rest, &cp) && !ends_phrase(cp); n++) {
            size_t end = text.n - rest.n;
            if (n > 1)
                count_way(a, ways, str_slice(text, at, end - at), n, doc);
        }
    }
}

/* The frequent first, the longer of two as frequent. */
static int
best_way(const void *x, const void *y)
{
    const struct way *a = x, *b = y;
    if (a->docs != b->docs)
        return a->docs < b->docs ? 1 : -1;
    if (a->points != b->points)
        return a->points < b->points ? 1 : -1;
    return str_cmp(a->text, b->text);
}

static bool
read_ways(struct find *f, const struct ranking *r, struct ways *ways, struct err *e)
{
    const struct find_word *word = &f->words[0];
    for (size_t i = 0; i < r->n; i++) {
        struct search_region region;
        struct seg_places places = {NULL, NULL};
        const struct find_block *b = &f->blocks[r->v[i].block];
        struct find_list doc = {1, &r->v[i].doc, NULL};
        if (word->n > 1 && !find_places(f, b, word, &doc, &places, e))
            return false;
        size_t at = places.from && places.from[1] ? places.place[0] : 0;
        if (!search_region(f->w, r->v[i].docno, at, at + REGION_POINTS, &region, e)) {
            if (e->code != ERR_NOT_FOUND)
                return false;
            err_clear(e); /* a title alone */
            continue;
        }
        struct out o;
        out_init(&o, SIZE_MAX / 4);
        norm_put(&o, region.text);
        count_ways(f->arena, ways, out_str(&o), word->utf8, (uint32_t)i);
        out_release(&o);
    }
    if (ways->n)
        qsort(ways->v, ways->n, sizeof *ways->v, best_way);
    return true;
}

static bool
read_titles(
    struct find *f, const struct ranking *r, struct texts *titles, size_t max, struct err *e)
{
    for (size_t i = 0; i < r->n && titles->n < max; i++) {
        struct search_about about;
        const struct find_block *b = &f->blocks[r->v[i].block];
        if (!b->hits[0].title || !bit_get(b->hits[0].title, r->v[i].doc))
            continue;
        if (!search_about(f->w, r->v[i].docno, &about, e))
            return false;
        if (utf8_count(about.title) <= TITLE_POINTS && !has_text(titles, about.title))
            LIST_ADD(f->arena, titles, about.title);
    }
    return true;
}

/* A way that another of the list begins with says no more than that one. */
static bool
says_more(const struct texts *list, struct str way)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_starts(list->v[i], way) || str_starts(way, list->v[i]))
            return false;
    return true;
}

static bool
suggest(struct find *f, struct texts *list, size_t max, struct err *e)
{
    struct ranking r;
    struct ways ways = {NULL, 0};
    struct texts chosen = {NULL, 0};
    if (!find_run(f, e) || !find_rank(f, &r, e) || !read_ways(f, &r, &ways, e) ||
        !read_titles(f, &r, list, max, e))
        return false;
    size_t titles = list->n;
    for (size_t i = 0; i < ways.n && chosen.n < max; i++)
        if (ways.v[i].docs >= OFTEN && says_more(&chosen, ways.v[i].text))
            LIST_ADD(f->arena, &chosen, ways.v[i].text);
    size_t room = max - chosen.n > max / TITLES_PART ? max - chosen.n : max / TITLES_PART;
    list->n = titles < room ? titles : room;
    struct texts all = {NULL, 0};
    for (size_t i = 0; i < list->n; i++)
        LIST_ADD(f->arena, &all, list->v[i]);
    for (size_t i = 0; i < chosen.n && all.n < max; i++)
        if (!has_text(&all, chosen.v[i]))
            LIST_ADD(f->arena, &all, chosen.v[i]);
    *list = all;
    return true;
}

bool
search_suggest(
    struct work *w, struct str typed, struct str *list, size_t max, size_t *n, struct err *e)
{
    struct find f;
    struct query *q = arena_new(w->arena, struct query);
    struct search_ask ask = {.typed = typed, .limit = LOOKED_AT};
    struct texts found = {NULL, 0};
    struct out o;
    *n = 0;
    out_init(&o, SIZE_MAX / 4);
    norm_put(&o, typed);
    *q = (struct query){.kind = QUERY_TEXT, .text = arena_str(w->arena, out_str(&o))};
    out_release(&o);
    q->cp = norm_points(w->arena, typed, &q->n);
    if (q->n == 0 || q->n > TITLE_POINTS)
        return true;
    if (!find_open(&f, w, &ask, q, e))
        return false;
    bool ok = suggest(&f, &found, max, e);
    find_close(&f);
    for (size_t i = 0; ok && i < found.n && i < max; i++)
        list[(*n)++] = found.v[i];
    return ok;
}
