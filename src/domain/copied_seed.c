#include "domain/copied_int.h"

#include <stdlib.h>

enum {
    DOCS_MAX = 128,  /* a fingerprint in more documents says too little by itself */
    REPEATS = 16,    /* places of one fingerprint in the checked text that count */
    DRIFT = 16,      /* how far two neighbours of a passage may be out of step */
    APART = 160,     /* and how far apart, in characters */
    OPEN = 24,       /* seeds that may still grow at a time */
    STRETCHES = 32,  /* of common fingerprints, looked up at a time */
    LENGTH = 8192,   /* of a seed, in characters */
    WORTH_MOST = 32, /* of a fingerprint that stands in one document alone */
};

/* The same fingerprints only once, and where each stands. */
struct asked {
    struct index_print
        *prints; /* different ones, by term; place: index of its first entry in `at` */
    uint32_t *at, *count;
    size_t n;
    uint32_t *docs;             /* in how many documents each stands */
    uint32_t common[STRETCHES]; /* those looked up although they stand in many */
};

static int
by_hash(const void *x, const void *y)
{
    const struct index_print *a = x, *b = y;
    uint64_t p = term_print(a->hash), q = term_print(b->hash);
    if (p != q)
        return p < q ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static struct asked
gather(struct arena *a, const struct index_print *prints, size_t n)
{
    struct asked q = {.prints = arena_array(a, struct index_print, n + 1),
        .at = arena_array(a, uint32_t, n + 1),
        .count = arena_array(a, uint32_t, n + 1)};
    struct index_print *sorted = arena_array(a, struct index_print, n + 1);
    if (n)
        memcpy(sorted, prints, n * sizeof(*sorted));
    qsort(sorted, n, sizeof(*sorted), by_hash);
    for (size_t i = 0; i < n; i++) {
        q.at[i] = sorted[i].place;
        if (i == 0 || term_print(sorted[i].hash) != term_print(sorted[i - 1].hash))
            q.prints[q.n++] = (struct index_print){sorted[i].hash, (uint32_t)i};
        q.count[q.n - 1] += q.count[q.n - 1] < REPEATS;
    }
    return q;
}

static uint32_t
worth_of(uint32_t docs)
{
    uint32_t bits = 0;
    for (uint32_t d = docs; d > 1; d /= 2)
        bits++;
    return bits < WORTH_MOST / 2 ? WORTH_MOST - 2 * bits : 1;
}

struct sower {
    struct copied_seeds *seeds;
    int64_t skip;
    size_t hits_n;
    size_t open; /* seeds of the document from here on may still grow */
};

static bool
continues(const struct sower *s, const struct copied_seed *seed, uint32_t at, uint32_t place)
{
    const struct copied_hit *last = &s->seeds->hits[seed->last];
    int64_t forward = (int64_t)at - last->at, beside = (int64_t)place - last->place;
    int64_t drift = beside - forward;
    return forward >= 0 && beside >= 0 && forward <= APART && drift <= DRIFT && drift >= -DRIFT &&
        place - seed->place_from < LENGTH;
}

static void
sow(struct sower *s, int64_t docno, const struct copied_hit *hit)
{
    struct copied_seeds *seeds = s->seeds;
    uint32_t me = (uint32_t)s->hits_n;
    seeds->hits[s->hits_n++] = *hit;
    size_t oldest = seeds->n - s->open > OPEN ? seeds->n - OPEN : s->open;
    for (size_t i = seeds->n; i-- > oldest;) {
        struct copied_seed *seed = &seeds->v[i];
        if (!continues(s, seed, hit->at, hit->place))
            continue;
        if (seeds->hits[seed->last].at == hit->at)
            return;
        seeds->hits[seed->last].next = me;
        seed->last = me;
        seed->hits++;
        seed->worth += worth_of(hit->docs);
        seed->at_to = hit->at;
        seed->place_to = hit->place;
        return;
    }
    seeds->v[seeds->n++] = (struct copied_seed){.docno = docno,
        .first = me,
        .last = me,
        .hits = 1,
        .at_from = hit->at,
        .at_to = hit->at,
        .place_from = hit->place,
        .place_to = hit->place,
        .worth = worth_of(hit->docs)};
}

static int
by_worth(const void *x, const void *y)
{
    const struct copied_seed *a = x, *b = y;
    if (a->worth != b->worth)
        return a->worth > b->worth ? -1 : 1;
    if (a->docno != b->docno)
        return a->docno < b->docno ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* Every spot with each place of the checked text where its fingerprint stands. `of`: what the spots' prints are in q,
   NULL: the same. */
static void
sow_all(
    struct sower *s, const struct asked *q, const struct search_spots *spots, const uint32_t *of)
{
    for (size_t i = 0; i < spots->n; i++) {
        const struct search_spot *spot = &spots->v[i];
        if (i == 0 || spot->docno != spots->v[i - 1].docno)
            s->open = s->seeds->n;
        if (spot->docno == s->skip)
            continue;
        uint32_t print = of ? of[spot->print] : spot->print;
        const uint32_t *at = q->at + q->prints[print].place;
        for (uint32_t k = 0; k < q->count[print]; k++)
            sow(s, spot->docno,
                &(struct copied_hit){at[k], spot->place, spots->docs[spot->print], COPIED_END});
    }
}

/* ---- stretches of fingerprints that all stand in too many documents: where set phrases are ---- */
struct stand {
    uint32_t at, print;
};

static int
by_stand(const void *x, const void *y)
{
    const struct stand *a = x, *b = y;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* Of each stretch the rarest fingerprint, at most STRETCHES of them. */
static size_t
pick_common(struct stand *stands, size_t n, const uint32_t *docs, uint32_t picked[STRETCHES])
{
    size_t picked_n = 0;
    qsort(stands, n, sizeof(*stands), by_stand);
    for (size_t i = 0; i < n && picked_n < STRETCHES; i++) {
        size_t start = i, rarest = i;
        for (; i < n && docs[stands[i].print] > DOCS_MAX; i++)
            if (docs[stands[i].print] < docs[stands[rarest].print])
                rarest = i;
        if (i > start && stands[i - 1].at - stands[start].at >= COPIED_MIN / 2)
            picked[picked_n++] = stands[rarest].print;
    }
    return picked_n;
}

/* The first documents of each. */
static void
shorten(struct arena *a, struct search_spots *spots, size_t prints)
{
    uint32_t *count = arena_array(a, uint32_t, prints + 1);
    size_t n = 0;
    for (size_t i = 0; i < spots->n; i++)
        if (count[spots->v[i].print]++ < 2 * DOCS_MAX)
            spots->v[n++] = spots->v[i];
    spots->n = n;
}

static bool
look_up_common(const struct copied_job *job, struct arena *a, struct asked *q,
    struct search_spots *spots, struct err *e)
{
    struct stand *stands = arena_array(a, struct stand, q->n * REPEATS + 1);
    size_t n = 0;
    for (size_t i = 0; i < q->n; i++)
        for (uint32_t k = 0; k < q->count[i]; k++)
            stands[n++] = (struct stand){q->at[q->prints[i].place + k], (uint32_t)i};
    struct index_print prints[STRETCHES];
    struct copied_prints ask = {.v = prints, .docs_max = UINT32_MAX};
    ask.n = pick_common(stands, n, q->docs, q->common);
    for (size_t i = 0; i < ask.n; i++)
        prints[i] = q->prints[q->common[i]];
    *spots = (struct search_spots){0};
    if (ask.n && !job->from->spots(job->from->arg, a, &ask, spots, e))
        return false;
    shorten(a, spots, ask.n);
    return true;
}

static size_t
count_hits(const struct asked *q, const struct search_spots *spots, const uint32_t *of)
{
    size_t n = 0;
    for (size_t i = 0; i < spots->n; i++)
        n += q->count[of ? of[spots->v[i].print] : spots->v[i].print];
    return n;
}

bool
copied_seek(const struct copied_job *job, struct arena *a, const struct copied_prints *prints,
    struct copied_seeds *seeds, struct err *e)
{
    struct asked q = gather(a, prints->v, prints->n);
    const struct copied_prints ask = {q.prints, q.n, DOCS_MAX};
    struct search_spots rare, common;
    if (!job->from->spots(job->from->arg, a, &ask, &rare, e))
        return false;
    q.docs = rare.docs;
    if (!look_up_common(job, a, &q, &common, e))
        return false;
    size_t most = count_hits(&q, &rare, NULL) + count_hits(&q, &common, q.common);
    *seeds = (struct copied_seeds){.hits = arena_array(a, struct copied_hit, most + 1),
        .v = arena_array(a, struct copied_seed, most + 1),
        .prints = prints->n};
    struct sower s = {.seeds = seeds, .skip = job->skip};
    sow_all(&s, &q, &rare, NULL);
    sow_all(&s, &q, &common, q.common);
    qsort(seeds->v, seeds->n, sizeof(*seeds->v), by_worth);
    return true;
}
