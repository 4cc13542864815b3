#include "domain/copied_int.h"
#include "text/align.h"
#include "text/print.h"

#include <stdlib.h>

enum {
    HOLDS = 60,   /* a document holds a passage too when it has so many hundredths of it */
    HOLDERS = 48, /* looked at for a passage */
    AROUND = 300, /* characters on each side that tell whether two documents are versions of one */
    AROUND_FEW = 8, /* fingerprints; with fewer there is nothing around */
    GAP = 24        /* between two passages of one document that are one */
};

struct chooser {
    const struct copied_job *job;
    struct copied_pick *picks;
    size_t n, cap;
    uint32_t *owner;               /* for each place of the text the number of its pick + 1, or 0 */
    struct copied_match **holders; /* of each pick, HOLDERS or fewer */
    uint32_t *holders_n;
};

static size_t
strength(const struct copied_match *f)
{
    size_t n = f->to - f->from;
    return f->edits < n ? n - f->edits : 0;
}

static int
by_strength(const void *x, const void *y)
{
    const struct copied_match *a = x, *b = y;
    size_t p = strength(a), q = strength(b);
    if (p != q)
        return p > q ? -1 : 1;
    if (a->edits != b->edits)
        return a->edits < b->edits ? -1 : 1;
    if (a->docno != b->docno)
        return a->docno < b->docno ? -1 : 1;
    return a->from < b->from ? -1 : a->from > b->from;
}

static int
by_place(const void *x, const void *y)
{
    const struct copied_pick *a = x, *b = y;
    return a->match.from < b->match.from ? -1 : a->match.from > b->match.from;
}

/* ---- cutting off what belongs to a better passage ---- */
struct cut {
    size_t from, to; /* wanted, in the checked text */
    struct copied_match part;
    bool begun;
};

/* One part of the comparison, at (at, doc) in both texts. */
static void
cut_part(struct cut *c, const struct align_part *p, size_t at, size_t doc)
{
    if (!p->equal) {
        if (c->begun && at < c->to)
            c->part.edits += p->a_n > p->b_n ? p->a_n : p->b_n;
        return;
    }
    size_t head = at < c->from ? c->from - at : 0;
    size_t end = at + p->a_n > c->to ? (c->to > at ? c->to - at : 0) : p->a_n;
    if (head >= end)
        return;
    if (!c->begun) {
        c->begun = true;
        c->part.from = at + head;
        c->part.doc_from = doc + head;
        c->part.edits = 0;
    }
    c->part.to = at + end;
    c->part.doc_to = doc + end;
}

static bool
cut_match(const struct chooser *c, const struct copied_match *f, size_t from, size_t to,
    struct copied_match *part, struct err *e)
{
    struct search_region r;
    if (!copied_read(c->job, f->docno, f->doc_from, f->doc_to, &r, e))
        return false;
    const struct align_pair pair = {c->job->cp + f->from, r.cp, f->to - f->from, r.end - r.start};
    struct align_parts parts = align_diff(c->job->brief, &pair);
    struct cut cut = {.from = from, .to = to, .part = *f};
    size_t at = f->from, doc = f->doc_from;
    for (size_t i = 0; i < parts.n; i++) {
        cut_part(&cut, &parts.v[i], at, doc);
        at += parts.v[i].a_n;
        doc += parts.v[i].b_n;
    }
    *part = cut.part;
    if (!cut.begun)
        part->to = part->from;
    const struct align_span span = {
        part->from, part->to, part->doc_from, part->doc_to, part->edits};
    part->similarity = align_similarity(&span);
    return true;
}

/* ---- the best of each place ---- */
static void
add_pick(struct chooser *c, const struct copied_match *f)
{
    c->holders[c->n] = arena_array(c->job->arena, struct copied_match, HOLDERS);
    c->picks[c->n++] = (struct copied_pick){.match = *f};
    for (size_t i = f->from; i < f->to; i++)
        c->owner[i] = (uint32_t)c->n;
}

/* The longest part that no pick has. */
static void
free_part(const struct chooser *c, const struct copied_match *f, size_t *from, size_t *to)
{
    *from = *to = f->from;
    for (size_t i = f->from; i < f->to; i++) {
        size_t start = i;
        while (i < f->to && c->owner[i] == 0)
            i++;
        if (i - start > *to - *from) {
            *from = start;
            *to = i;
        }
    }
}

static void
add_holder(struct chooser *c, size_t pick, const struct copied_match *f)
{
    uint32_t n = c->holders_n[pick];
    if (n == HOLDERS || f->docno == c->picks[pick].match.docno)
        return;
    for (uint32_t i = 0; i < n; i++)
        if (c->holders[pick][i].docno == f->docno)
            return;
    c->holders[pick][c->holders_n[pick]++] = *f;
}

static void
add_holders(struct chooser *c, const struct copied_match *f)
{
    for (size_t i = f->from; i < f->to;) {
        size_t start = i;
        uint32_t owner = c->owner[i];
        while (i < f->to && c->owner[i] == owner)
            i++;
        if (owner == 0)
            continue;
        const struct copied_match *best = &c->picks[owner - 1].match;
        if ((i - start) * 100 >= (best->to - best->from) * HOLDS)
            add_holder(c, owner - 1, f);
    }
}

static bool
choose_match(struct chooser *c, const struct copied_match *f, struct err *e)
{
    size_t from, to;
    free_part(c, f, &from, &to);
    add_holders(c, f);
    if (to - from < COPIED_MIN || c->n == c->cap)
        return true;
    struct copied_match part = *f;
    if ((from != f->from || to != f->to) && !cut_match(c, f, from, to, &part, e))
        return false;
    if (part.to - part.from >= COPIED_MIN && part.similarity >= COPIED_ALIKE)
        add_pick(c, &part);
    return true;
}

/* ---- set phrases ---- */
struct surroundings {
    struct index_print *prints; /* by hash */
    size_t n;
};

static int
by_hash(const void *x, const void *y)
{
    const struct index_print *a = x, *b = y;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

static bool
look_round(
    const struct chooser *c, const struct copied_match *f, struct surroundings *s, struct err *e)
{
    struct arena *a = c->job->brief;
    struct search_region r;
    size_t start = f->doc_from > AROUND ? f->doc_from - AROUND : 0;
    if (!copied_read(c->job, f->docno, start, f->doc_to + AROUND, &r, e))
        return false;
    size_t before, after, head = f->doc_from - r.start;
    size_t tail = r.end > f->doc_to ? r.end - f->doc_to : 0;
    struct index_print *x = print_make(a, r.cp, head, &before);
    struct index_print *y = print_make(a, r.cp + (r.end - r.start - tail), tail, &after);
    s->n = before + after;
    s->prints = arena_array(a, struct index_print, s->n + 1);
    if (before)
        memcpy(s->prints, x, before * sizeof(*x));
    if (after)
        memcpy(s->prints + before, y, after * sizeof(*y));
    qsort(s->prints, s->n, sizeof(*s->prints), by_hash);
    return true;
}

/* A quarter of what stands round the passage is the same: versions or copies of one document. */
static bool
go_together(const struct surroundings *x, const struct surroundings *y)
{
    size_t least = x->n < y->n ? x->n : y->n, same = 0;
    if (least < AROUND_FEW)
        return x->n < AROUND_FEW && y->n < AROUND_FEW;
    for (size_t i = 0, k = 0; i < x->n && k < y->n;) {
        uint64_t p = x->prints[i].hash, q = y->prints[k].hash;
        same += p == q;
        i += p <= q;
        k += q <= p;
    }
    return 4 * same >= least;
}

static bool
judge(struct chooser *c, size_t pick, struct err *e)
{
    struct surroundings apart[COPIED_COMMON + 1];
    size_t n = 0, holders = c->holders_n[pick];
    c->picks[pick].holders = c->holders[pick];
    c->picks[pick].holders_n = holders;
    for (size_t i = 0; i <= holders && holders >= COPIED_COMMON && n <= COPIED_COMMON; i++) {
        struct surroundings s;
        if (!look_round(c, i ? &c->holders[pick][i - 1] : &c->picks[pick].match, &s, e))
            return false;
        bool alone = true;
        for (size_t k = 0; k < n && alone; k++)
            alone = !go_together(&s, &apart[k]);
        if (alone)
            apart[n++] = s;
    }
    c->picks[pick].common = n > COPIED_COMMON;
    return true;
}

/* Two neighbours from one document with little between them are one passage. */
static bool
join(struct copied_pick *x, const struct copied_pick *y)
{
    struct copied_match *f = &x->match;
    const struct copied_match *g = &y->match;
    if (f->docno != g->docno || x->common != y->common || g->doc_from < f->doc_to ||
        g->from - f->to > GAP || g->doc_from - f->doc_to > GAP)
        return false;
    size_t gap = g->from - f->to, doc_gap = g->doc_from - f->doc_to;
    const struct align_span span = {f->from, g->to, f->doc_from, g->doc_to,
        f->edits + g->edits + (gap > doc_gap ? gap : doc_gap)};
    int similarity = align_similarity(&span);
    if (similarity < COPIED_ALIKE)
        return false;
    f->to = g->to;
    f->doc_to = g->doc_to;
    f->edits = span.edits;
    f->similarity = similarity;
    if (y->holders_n > x->holders_n) {
        x->holders = y->holders;
        x->holders_n = y->holders_n;
    }
    return true;
}

static void
put_in_order(struct chooser *c, struct copied_picks *picks)
{
    qsort(c->picks, c->n, sizeof(*c->picks), by_place);
    *picks = (struct copied_picks){.v = c->picks};
    for (size_t i = 0; i < c->n; i++)
        if (picks->n == 0 || !join(&c->picks[picks->n - 1], &c->picks[i]))
            c->picks[picks->n++] = c->picks[i];
}

bool
copied_choose(const struct copied_job *job, const struct copied_matches *matches,
    struct copied_picks *picks, struct err *e)
{
    struct arena *a = job->arena;
    struct chooser c = {.job = job, .cap = job->n / COPIED_MIN};
    c.picks = arena_array(a, struct copied_pick, c.cap + 1);
    c.owner = arena_array(a, uint32_t, job->n + 1);
    c.holders = arena_array(a, struct copied_match *, c.cap + 1);
    c.holders_n = arena_array(a, uint32_t, c.cap + 1);
    if (matches->n)
        qsort(matches->v, matches->n, sizeof(*matches->v), by_strength);
    for (size_t i = 0; i < matches->n; i++)
        if (arena_reset(job->brief), !choose_match(&c, &matches->v[i], e))
            return false;
    for (size_t i = 0; i < c.n; i++)
        if (arena_reset(job->brief), !judge(&c, i, e))
            return false;
    put_in_order(&c, picks);
    return true;
}
