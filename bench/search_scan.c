#include "search_scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

struct scan
scan_open(const struct corpus *c)
{
    struct scan s = {.corpus = c};
    for (size_t i = 0; i < c->bytes.n; i += 7)
        s.often[(unsigned char)c->bytes.p[i]]++;
#if defined(__x86_64__)
    s.fast = __builtin_cpu_supports("avx2");
#endif
    return s;
}

/* The two rarest bytes of the word, *a before *b. */
static void
rare_two(const struct scan *s, struct str word, size_t *a, size_t *b)
{
    *a = 0, *b = word.n - 1;
    for (size_t i = 0; i < word.n; i++)
        if (s->often[(unsigned char)word.p[i]] < s->often[(unsigned char)word.p[*a]])
            *a = i;
    if (*b == *a)
        *b = 0;
    for (size_t i = 0; i < word.n; i++)
        if (i != *a && s->often[(unsigned char)word.p[i]] < s->often[(unsigned char)word.p[*b]])
            *b = i;
    if (*a > *b) {
        size_t swap = *a;
        *a = *b, *b = swap;
    }
}

struct rare {
    struct str word;
    size_t a, b; /* offsets of the two bytes */
};

static const char *
find_slow(const struct rare *r, const char *p, const char *end)
{
    return memmem(p, (size_t)(end - p), r->word.p, r->word.n);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static const char *
find_fast(const struct rare *r, const char *p, const char *end)
{
    const __m256i first = _mm256_set1_epi8(r->word.p[r->a]),
                  second = _mm256_set1_epi8(r->word.p[r->b]);
    for (; end - p >= (ptrdiff_t)(r->word.n + 32); p += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i_u *)(p + r->a));
        __m256i y = _mm256_loadu_si256((const __m256i_u *)(p + r->b));
        __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(x, first), _mm256_cmpeq_epi8(y, second));
        unsigned found = (unsigned)_mm256_movemask_epi8(both);
        for (; found; found &= found - 1) {
            const char *at = p + __builtin_ctz(found);
            if (memcmp(at, r->word.p, r->word.n) == 0)
                return at;
        }
    }
    return find_slow(r, p, end);
}
#else
#define find_fast find_slow
#endif

/* After a document's first place the next document is looked at. */
size_t
scan_word(const struct scan *s, struct str word, uint32_t *docs)
{
    const struct corpus *c = s->corpus;
    const char *p = c->bytes.p, *end = p + c->bytes.n;
    struct rare r = {.word = word};
    size_t n = 0, doc = 0;
    rare_two(s, word, &r.a, &r.b);
    while ((p = s->fast ? find_fast(&r, p, end) : find_slow(&r, p, end)) != NULL) {
        size_t at = (size_t)(p - c->bytes.p), high = c->docs;
        for (size_t step = 1; doc + step < high; step *= 2) /* mostly near */
            if (c->at[doc + step] > at)
                high = doc + step;
        while (high - doc > 1) {
            size_t middle = doc + (high - doc) / 2;
            *(c->at[middle] <= at ? &doc : &high) = middle;
        }
        docs[n++] = (uint32_t)doc;
        p = c->bytes.p + c->at[doc + 1];
    }
    return n;
}

size_t
scan_asked(const struct scan *s, const struct asked *q, uint32_t *docs, uint32_t *spare)
{
    size_t n = scan_word(s, q->word[0], docs);
    if (q->words == 1)
        return n;
    size_t m = scan_word(s, q->word[1], spare), both = 0;
    for (size_t i = 0, k = 0; i < n && k < m;) {
        if (docs[i] == spare[k])
            docs[both++] = docs[i++], k++;
        else if (docs[i] < spare[k])
            i++;
        else
            k++;
    }
    return both;
}
