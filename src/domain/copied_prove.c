#include "domain/copied_int.h"
#include "text/align.h"

enum {
    MARGIN = 200,        /* characters read round a seed at first */
    MARGIN_MOST = 16384, /* and where a passage goes on */
    EDGE = 24,           /* a passage that ends so close to what was read may go on */
    FAILURES = 12,       /* hits of a seed that lead to nothing */
    TRIES = 256,         /* seeds compared, and one more for two fingerprints each */
    CELL = 16,           /* places of so many characters are counted together */
    ENOUGH = 32          /* documents that hold a place: more need not be looked at */
};

struct prover {
    const struct copied_job *job;
    const struct copied_hit *hits;
    struct copied_matches *matches;
    size_t first;      /* matches of the seed at hand begin here */
    uint16_t *holders; /* how many matches cover each CELL */
};

static void
add_match(struct prover *p, const struct copied_match *f)
{
    struct copied_matches *matches = p->matches;
    if (matches->n == matches->cap) {
        size_t cap = matches->cap ? matches->cap * 2 : 64;
        struct copied_match *v = arena_array(p->job->arena, struct copied_match, cap);
        if (matches->n)
            memcpy(v, matches->v, matches->n * sizeof(*v));
        matches->v = v;
        matches->cap = cap;
    }
    matches->v[matches->n++] = *f;
    for (size_t i = f->from / CELL; i < f->to / CELL; i++)
        p->holders[i]++;
}

static bool
is_covered(const struct prover *p, const struct copied_hit *hit)
{
    for (size_t i = p->first; i < p->matches->n; i++) {
        const struct copied_match *f = &p->matches->v[i];
        if (hit->at >= f->from && hit->at < f->to && hit->place >= f->doc_from &&
            hit->place < f->doc_to)
            return true;
    }
    return false;
}

static bool
is_held_enough(const struct prover *p, const struct copied_seed *seed)
{
    for (size_t i = seed->at_from / CELL; i <= seed->at_to / CELL; i++)
        if (p->holders[i] < ENOUGH)
            return false;
    return true;
}

/* Marks that end a sentence or a part of one, normalised. */
static bool
is_ending(uint32_t c)
{
    static const uint32_t marks[] = {',', '.', ';', ':', '!', '?', ')', 0x3001, 0x3002, 0x300B,
        0x300D, 0x300F, 0x3011, 0x2019, 0x201D, 0x2026};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (c == marks[i])
            return true;
    return false;
}

/* Without the end of a sentence before it, as long as both go on alike. */
static void
trim_front(const struct align_pair *p, struct align_span *s)
{
    while (s->a_to - s->a_from > COPIED_MIN && s->b_to - s->b_from > COPIED_MIN &&
        is_ending(p->a[s->a_from]) && p->a[s->a_from + 1] == p->b[s->b_from + 1]) {
        s->a_from++;
        s->b_from++;
    }
}

static struct copied_match
grow(const struct prover *p, const struct copied_seed *seed, const struct copied_hit *hit,
    const struct search_region *r)
{
    const struct align_pair pair = {p->job->cp, r->cp, p->job->n, r->end - r->start};
    struct align_span s = align_grow(&pair, hit->at, hit->place - r->start, COPIED_ALIKE);
    trim_front(&pair, &s);
    return (struct copied_match){.docno = seed->docno,
        .from = s.a_from,
        .to = s.a_to,
        .doc_from = s.b_from + r->start,
        .doc_to = s.b_to + r->start,
        .edits = s.edits,
        .similarity = align_similarity(&s)};
}

/* Whether it ends where what was read ends, and the document does not. */
static bool
goes_on(const struct copied_match *f, const struct search_region *r, size_t asked_to)
{
    return f->to > f->from &&
        ((r->start > 0 && f->doc_from < r->start + EDGE) ||
            (r->end == asked_to && f->doc_to + EDGE > r->end));
}

static bool
read_round(const struct prover *p, const struct copied_seed *seed, size_t margin,
    struct search_region *r, struct err *e)
{
    size_t start = seed->place_from > margin ? seed->place_from - margin : 0;
    return copied_read(p->job, seed->docno, start, (size_t)seed->place_to + margin, r, e);
}

static bool
prove_seed(struct prover *p, const struct copied_seed *seed, struct err *e)
{
    struct search_region r;
    size_t margin = MARGIN;
    if (!read_round(p, seed, margin, &r, e))
        return false;
    p->first = p->matches->n;
    int failures = 0;
    for (uint32_t i = seed->first; i != COPIED_END && failures < FAILURES; i = p->hits[i].next) {
        const struct copied_hit *hit = &p->hits[i];
        if (hit->place < r.start || hit->place >= r.end || is_covered(p, hit))
            continue;
        struct copied_match f = grow(p, seed, hit, &r);
        while (goes_on(&f, &r, seed->place_to + margin) && margin < MARGIN_MOST) {
            margin *= 8;
            if (!read_round(p, seed, margin, &r, e))
                return false;
            f = grow(p, seed, hit, &r);
        }
        if (f.to - f.from >= COPIED_MIN && f.similarity >= COPIED_ALIKE)
            add_match(p, &f);
        else
            failures++;
    }
    return true;
}

bool
copied_prove(const struct copied_job *job, const struct copied_seeds *seeds,
    struct copied_matches *matches, struct err *e)
{
    struct prover p = {.job = job,
        .hits = seeds->hits,
        .matches = matches,
        .holders = arena_array(job->arena, uint16_t, job->n / CELL + 1)};
    size_t tries = TRIES + seeds->prints / 2;
    for (size_t i = 0; i < seeds->n && tries; i++) {
        if (is_held_enough(&p, &seeds->v[i]))
            continue;
        tries--;
        arena_reset(job->brief);
        if (!prove_seed(&p, &seeds->v[i], e))
            return false;
    }
    return true;
}
