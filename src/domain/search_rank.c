#include "domain/search_rank.h"

#include <math.h>
#include <stdlib.h>

/* Weights against BM25, whose value for a word of an ordinary query is some 5 to 15. */
static const double bm25_k1 = 1.2, bm25_b = 0.75;
static const double title_weight = 1.0, phrase_weight = 0.5, near_weight = 0.4, fresh_weight = 0.6;
static const int fresh_days = 3650; /* older is not fresh at all */

struct rank_word {
    size_t word;
    double idf;
};

struct ranker {
    struct find *f;
    struct ranking *r;
    struct rank_word *words; /* those that count */
    size_t words_n;
    double mean; /* length of a text */
    double idf_sum;
    int32_t today;
    size_t max; /* of r->v, a heap with the worst on top */
};

static void
open_words(struct ranker *k)
{
    struct find *f = k->f;
    double docs = (double)f->docs;
    k->mean = f->docs > 0 && f->points > 0 ? (double)f->points / docs : 1;
    k->words = arena_array(f->arena, struct rank_word, f->words_n + 1);
    for (size_t i = 0; i < f->words_n; i++) {
        double df = 0;
        if (!f->words[i].wanted)
            continue;
        for (size_t b = 0; b < f->view->n; b++)
            df += f->blocks[b].hits[i].list.n;
        double idf = log(1 + (docs - df + 0.5) / (df + 0.5));
        k->words[k->words_n++] = (struct rank_word){i, idf};
        k->idf_sum += idf;
    }
}

/* ---- the best so far ---- */

static bool
worse(const struct ranked *x, const struct ranked *y)
{
    return x->key != y->key ? x->key < y->key : x->docno < y->docno;
}

static void
sink(struct ranked *v, size_t n, size_t at)
{
    struct ranked moving = v[at];
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && worse(&v[child + 1], &v[child]))
            child++;
        if (!worse(&v[child], &moving))
            break;
        v[at] = v[child];
    }
    v[at] = moving;
}

static void
offer(struct ranker *k, const struct ranked *one)
{
    struct ranking *r = k->r;
    if (r->n < k->max) {
        size_t at = r->n++;
        for (size_t up; at > 0 && worse(one, &r->v[up = (at - 1) / 2]); at = up)
            r->v[at] = r->v[up];
        r->v[at] = *one;
    } else if (k->max > 0 && worse(&r->v[0], one)) {
        r->v[0] = *one;
        sink(r->v, r->n, 0);
    }
}

static int
best_first(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    return worse(a, b) ? 1 : worse(b, a) ? -1 : 0;
}

/* ---- one document ---- */

/* One place in the list of a word, which moves on as the documents rise. */
struct cursor {
    const struct find_hits *hits;
    uint32_t at;
};

static int
thousandths(double v)
{
    return (int)(v * 1000 + 0.5);
}

static int
freshness(const struct ranker *k, int32_t day)
{
    if (day == FACT_NO_DAY)
        return 0;
    int32_t age = day < k->today ? k->today - day : 0;
    return age >= fresh_days ? 0 : thousandths(fresh_weight * (fresh_days - age) / fresh_days);
}

static struct search_why
why_of(
    const struct ranker *k, const struct search_facts *facts, uint32_t doc, struct cursor *cursors)
{
    double words = 0, title = 0;
    double length = bm25_k1 * (1 - bm25_b + bm25_b * facts->points[doc] / k->mean);
    for (size_t i = 0; i < k->words_n; i++) {
        struct cursor *c = &cursors[i];
        const struct find_list *list = &c->hits->list;
        while (c->at < list->n && list->doc[c->at] < doc)
            c->at++;
        if (c->at < list->n && list->doc[c->at] == doc) {
            double count = list->count[c->at];
            words += k->words[i].idf * count * (bm25_k1 + 1) / (count + length);
        }
        if (c->hits->title && bit_get(c->hits->title, doc)) {
            double n = (double)k->f->words[k->words[i].word].n, all = facts->title_points[doc];
            title += k->words[i].idf * title_weight * (1 + (n < all ? n / all : 1));
        }
    }
    return (struct search_why){.words = thousandths(words),
        .title = thousandths(title),
        .fresh = freshness(k, facts->day[doc])};
}

static int64_t
key_of(const struct ranker *k, const struct search_facts *facts, uint32_t doc,
    const struct search_why *why)
{
    if (k->f->ask->newest_first)
        return facts->day[doc];
    return (int64_t)why->words + why->title + why->phrase + why->near + why->fresh;
}

static void
count_facets(struct ranking *r, const struct search_facts *facts, size_t block, uint32_t doc)
{
    r->total++;
    r->sources[facts->source[doc]]++;
    r->years[facts->year[doc] < YEARS_MAX ? facts->year[doc] : 0]++;
    r->kinds[block][facts->kind[doc]]++;
    r->scopes[block][facts->scope[doc]]++;
}

static void
rank_block(struct ranker *k, uint32_t block)
{
    struct find *f = k->f;
    const struct find_block *b = &f->blocks[block];
    const struct search_facts *facts = b->b->facts;
    struct cursor *cursors = arena_array(f->arena, struct cursor, k->words_n + 1);
    for (size_t i = 0; i < k->words_n; i++)
        cursors[i].hits = &b->hits[k->words[i].word];
    k->r->kinds[block] = arena_array(f->arena, uint32_t, facts->kinds_n + 1);
    k->r->scopes[block] = arena_array(f->arena, uint32_t, facts->scopes_n + 1);
    for (size_t at = 0; at < bit_words(facts->n); at++)
        for (uint64_t bits = b->result[at]; bits; bits &= bits - 1) {
            uint32_t doc = (uint32_t)(at * 64) + (uint32_t)__builtin_ctzll(bits);
            count_facets(k->r, facts, block, doc);
            if (k->max == 0)
                continue;
            struct ranked one = {.block = block,
                .doc = doc,
                .docno = facts->docno[doc],
                .why = why_of(k, facts, doc, cursors)};
            one.key = key_of(k, facts, doc, &one.why);
            offer(k, &one);
        }
}

/* ---- words standing together ---- */

/* Places of each word in one document. */
struct run {
    const uint32_t *place;
    uint32_t n, at, length;
};

/* The smallest stretch that holds each word once; 0 when one of them has no place. */
static uint32_t
narrowest(struct run *runs, size_t n, uint32_t *place)
{
    uint32_t best = 0;
    for (size_t i = 0; i < n; i++)
        if (runs[i].n == 0)
            return 0;
    while (true) {
        size_t first = 0;
        uint32_t end = 0;
        for (size_t i = 0; i < n; i++) {
            uint32_t at = runs[i].place[runs[i].at];
            if (at < runs[first].place[runs[first].at])
                first = i;
            end = at + runs[i].length > end ? at + runs[i].length : end;
        }
        uint32_t from = runs[first].place[runs[first].at];
        if (best == 0 || end - from < best) {
            best = end - from;
            *place = from;
        }
        if (++runs[first].at == runs[first].n)
            return best;
    }
}

/* Whether the words stand behind one another as they were typed, a blank between two allowed. */
static bool
in_order(const struct run *runs, size_t n)
{
    for (uint32_t i = 0; i < runs[0].n; i++) {
        uint32_t at = runs[0].place[i] + runs[0].length;
        size_t w = 1;
        for (; w < n; w++) {
            uint32_t low = 0, high = runs[w].n;
            while (low < high) {
                uint32_t mid = low + (high - low) / 2;
                if (runs[w].place[mid] < at)
                    low = mid + 1;
                else
                    high = mid;
            }
            if (low == runs[w].n || runs[w].place[low] > at + 1)
                break;
            at = runs[w].place[low] + runs[w].length;
        }
        if (w == n)
            return true;
    }
    return false;
}

struct near {
    struct ranker *k;
    size_t *words; /* which of k->words have places */
    size_t n;
    struct run *runs;
    struct seg_places *places; /* by word */
};

static void
near_one(struct near *near, struct ranked *one, uint32_t i)
{
    struct ranker *k = near->k;
    uint32_t length = 0;
    for (size_t w = 0; w < near->n; w++) {
        const struct seg_places *p = &near->places[w];
        uint32_t n = (uint32_t)k->f->words[k->words[near->words[w]].word].n;
        near->runs[w] = (struct run){p->place + p->from[i], p->from[i + 1] - p->from[i], 0, n};
        length += n;
    }
    uint32_t span = narrowest(near->runs, near->n, &one->place);
    if (span == 0)
        return;
    one->placed = true;
    one->span = span;
    double tight = span > length ? (double)length / span : 1;
    one->why.near = thousandths(near_weight * k->idf_sum * tight);
    if (near->n == k->words_n && in_order(near->runs, near->n))
        one->why.phrase = thousandths(phrase_weight * k->idf_sum);
    one->key = key_of(k, k->f->blocks[one->block].b->facts, one->doc, &one->why);
}

static int
by_doc(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    return (a->docno > b->docno) - (a->docno < b->docno);
}

/* v: documents of one block, rising. */
static bool
near_block(struct near *near, struct ranked *v, uint32_t n, struct err *e)
{
    struct find *f = near->k->f;
    const struct find_block *b = &f->blocks[v[0].block];
    struct find_list docs = {n, arena_array(f->arena, uint32_t, n), NULL};
    for (uint32_t i = 0; i < n; i++)
        docs.doc[i] = v[i].doc;
    for (size_t w = 0; w < near->n; w++) {
        size_t word = near->k->words[near->words[w]].word;
        if (!find_places(f, b, &f->words[word], &docs, &near->places[w], e))
            return false;
    }
    for (uint32_t i = 0; i < n; i++)
        near_one(near, &v[i], i);
    return true;
}

/* Looks at the best of a rank by words alone and puts them into their final order. */
static bool
rank_near(struct ranker *k, struct err *e)
{
    struct find *f = k->f;
    struct near near = {.k = k, .words = arena_array(f->arena, size_t, k->words_n + 1)};
    for (size_t i = 0; i < k->words_n; i++) {
        const struct find_word *word = &f->words[k->words[i].word];
        if (word->n > 1 && !word->title_only)
            near.words[near.n++] = i;
    }
    near.runs = arena_array(f->arena, struct run, near.n + 1);
    near.places = arena_array(f->arena, struct seg_places, near.n + 1);
    struct ranked *v = k->r->v;
    size_t n = k->r->n < RANK_NEAR ? k->r->n : RANK_NEAR;
    if (near.n < 2 || n == 0)
        return true;
    qsort(v, n, sizeof *v, by_doc);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from; to < n && v[to].block == v[from].block; to++)
            continue;
        if (!near_block(&near, v + from, (uint32_t)(to - from), e))
            return false;
    }
    qsort(v, n, sizeof *v, best_first);
    return true;
}

bool
find_rank(struct find *f, struct ranking *r, struct err *e)
{
    struct ranker k = {.f = f, .r = r, .today = date_to_days(f->w->today)};
    int64_t found = 0;
    *r = (struct ranking){.years = arena_array(f->arena, uint32_t, YEARS_MAX),
        .kinds = arena_array(f->arena, uint32_t *, f->view->n + 1),
        .scopes = arena_array(f->arena, uint32_t *, f->view->n + 1)};
    for (size_t b = 0; b < f->view->n; b++)
        for (size_t i = 0; i < bit_words(f->blocks[b].b->facts->n); i++)
            found += __builtin_popcountll(f->blocks[b].result[i]);
    open_words(&k);
    bool near = k.words_n > 1 && !f->ask->newest_first;
    size_t want = f->ask->limit ? f->ask->offset + f->ask->limit : 0;
    if (want && near && want < RANK_NEAR)
        want = RANK_NEAR;
    k.max = (uint64_t)found < want ? (size_t)found : want;
    r->v = arena_array(f->arena, struct ranked, k.max + 1);
    for (size_t b = 0; b < f->view->n; b++)
        rank_block(&k, (uint32_t)b);
    if (r->n)
        qsort(r->v, r->n, sizeof *r->v, best_first);
    return !near || rank_near(&k, e);
}
