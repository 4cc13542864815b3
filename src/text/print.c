#include "text/print.h"

/* ---- which characters count ---- */
static bool
counts(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    if (c < 0x2000)
        return c >= 0xc0 && c != 0xd7 && c != 0xf7; /* letters beyond ASCII */
    if (c >= 0x3400 && c <= 0x9fff)
        return c < 0x4dc0 || c >= 0x4e00; /* between both: hexagrams */
    return (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x318f && c != 0x30fb) ||
        (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
        (c >= 0x20000 && c <= 0x3ffff);
}

/* Mixes all bits of a number (the last step of splitmix64). */
static uint64_t
mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* The last PRINT_SHINGLE characters that count, as a polynomial modulo 2^64. */
struct shingles {
    const uint32_t *cp;
    size_t n, at;
    uint64_t sum, out; /* out: the factor of what leaves */
    uint32_t place[PRINT_SHINGLE];
    size_t seen;
};

static const uint64_t FACTOR = UINT64_C(0x9e3779b97f4a7c15);

static struct shingles
shingles_of(const uint32_t *cp, size_t n)
{
    struct shingles s = {.cp = cp, .n = n, .out = 1};
    for (int i = 0; i < PRINT_SHINGLE; i++)
        s.out *= FACTOR;
    return s;
}

/* The next one; false at the end. */
static bool
shingles_next(struct shingles *s, struct index_print *print)
{
    while (s->at < s->n) {
        uint32_t c = s->cp[s->at++];
        if (!counts(c))
            continue;
        uint32_t *place = &s->place[s->seen++ % PRINT_SHINGLE];
        s->sum = s->sum * FACTOR + c;
        if (s->seen > PRINT_SHINGLE)
            s->sum -= s->cp[*place] * s->out;
        *place = (uint32_t)(s->at - 1);
        if (s->seen < PRINT_SHINGLE)
            continue;
        *print = (struct index_print){mixed(s->sum), s->place[s->seen % PRINT_SHINGLE]};
        return true;
    }
    return false;
}

struct index_print *
print_make(struct arena *a, const uint32_t *cp, size_t n, size_t *prints)
{
    struct index_print *v = arena_array(a, struct index_print, n), window[PRINT_WINDOW];
    struct shingles s = shingles_of(cp, n);
    size_t kept = 0, seen = 0;
    while (shingles_next(&s, &window[seen % PRINT_WINDOW])) {
        seen++;
        if (seen < PRINT_WINDOW)
            continue;
        const struct index_print *least = &window[seen % PRINT_WINDOW]; /* the first one */
        for (size_t i = 1; i < PRINT_WINDOW; i++) {
            const struct index_print *p = &window[(seen + i) % PRINT_WINDOW];
            if (p->hash <= least->hash)
                least = p;
        }
        if (kept == 0 || v[kept - 1].place != least->place)
            v[kept++] = *least;
    }
    if (kept == 0 && seen) { /* shorter than a window: the least of what there is */
        v[0] = window[0];
        for (size_t i = 1; i < seen; i++)
            if (window[i].hash <= v[0].hash)
                v[0] = window[i];
        kept = 1;
    }
    *prints = kept;
    return v;
}

/* ---- sketch ---- */
/* The smallest different ones, rising. */
static size_t
sketch_add(uint64_t *v, size_t n, uint64_t hash)
{
    if (n == PRINT_SKETCH && hash >= v[n - 1])
        return n;
    size_t at = n;
    while (at && v[at - 1] > hash)
        at--;
    if (at && v[at - 1] == hash)
        return n;
    if (n < PRINT_SKETCH)
        n++;
    memmove(v + at + 1, v + at, (n - 1 - at) * sizeof(*v));
    v[at] = hash;
    return n;
}

size_t
print_sketch(const uint32_t *cp, size_t n, uint64_t sketch[PRINT_SKETCH])
{
    struct shingles s = shingles_of(cp, n);
    struct index_print p;
    size_t kept = 0;
    while (shingles_next(&s, &p))
        kept = sketch_add(sketch, kept, p.hash);
    return kept;
}

/* Of the smallest hashes of both together, how many stand in both. */
int
print_alike(const uint64_t *a, size_t a_n, const uint64_t *b, size_t b_n)
{
    size_t i = 0, k = 0, seen = 0, shared = 0;
    while (seen < PRINT_SKETCH && (i < a_n || k < b_n)) {
        bool left = k == b_n || (i < a_n && a[i] <= b[k]);
        bool right = i == a_n || (k < b_n && b[k] <= a[i]);
        shared += left && right;
        i += left;
        k += right;
        seen++;
    }
    return seen ? (int)(shared * 1000 / seen) : 0;
}
