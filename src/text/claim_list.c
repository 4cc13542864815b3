/* Word lists: one text, the words parted by blanks. Most words are not there: their first character rules them out. */
#include "text/claim_int.h"

enum {
    SEEN_BITS = 2048
};

/* Which characters a text may have, by the last two bytes of each. */
struct seen {
    uint64_t bits[SEEN_BITS / 64];
};

static size_t
slot(const char *p)
{
    return (((size_t)(unsigned char)p[0] * 37) ^ ((size_t)(unsigned char)p[1] * 131) ^
               ((size_t)(unsigned char)p[2] * 7)) %
        SEEN_BITS;
}

static void
see(struct seen *seen, struct str s)
{
    *seen = (struct seen){{0}};
    for (size_t at = 0; at + 3 <= s.n; at++)
        if ((unsigned char)s.p[at] >= 0xE0)
            seen->bits[slot(s.p + at) / 64] |= UINT64_C(1) << slot(s.p + at) % 64;
}

static bool
may_have(const struct seen *seen, struct str word)
{
    if (word.n < 3 || (unsigned char)word.p[0] < 0xE0)
        return true;
    size_t first = slot(word.p);
    if (!(seen->bits[first / 64] >> first % 64 & 1))
        return false;
    size_t last = slot(word.p + word.n - 3);
    return (unsigned char)word.p[word.n - 3] < 0xE0 || (seen->bits[last / 64] >> last % 64 & 1);
}

bool
list_word(const char **list, struct str *word)
{
    const char *p = *list;
    while (*p == ' ')
        p++;
    const char *from = p;
    while (*p && *p != ' ')
        p++;
    *list = p;
    *word = str_make(from, (size_t)(p - from));
    return word->n > 0;
}

bool
list_in(struct str s, const char *list)
{
    struct seen seen;
    struct str word;
    see(&seen, s);
    while (list_word(&list, &word))
        if (word.n <= s.n && may_have(&seen, word) && str_find(s, word, 0) != SIZE_MAX)
            return true;
    return false;
}

bool
list_begin(struct str s, const char *list, size_t *n)
{
    struct str word;
    size_t best = 0;
    while (s.n && list_word(&list, &word))
        if (word.n > best && word.n <= s.n && word.p[word.n - 1] == s.p[word.n - 1] &&
            memcmp(word.p, s.p, word.n) == 0)
            best = word.n;
    if (n)
        *n = best;
    return best > 0;
}

bool
list_end(struct str s, const char *list, size_t *n)
{
    struct str word;
    size_t best = 0;
    while (s.n && list_word(&list, &word))
        if (word.n > best && word.n <= s.n && word.p[word.n - 1] == s.p[s.n - 1] &&
            memcmp(word.p, s.p + s.n - word.n, word.n) == 0)
            best = word.n;
    if (n)
        *n = best;
    return best > 0;
}

bool
list_is(struct str s, const char *list)
{
    struct str word;
    while (list_word(&list, &word))
        if (str_eq(s, word))
            return true;
    return false;
}

void list_each (
    struct str s, const char *list, void (*found)(void *to, size_t at, size_t n), void *to)
{
    struct seen seen;
    struct str word;
    see(&seen, s);
    while (list_word(&list, &word)) {
        if (word.n > s.n || !may_have(&seen, word))
            continue;
        for (size_t at = str_find(s, word, 0); at != SIZE_MAX; at = str_find(s, word, at + word.n))
            found(to, at, word.n);
    }
}

static void
note_last(void *to, size_t at, size_t n)
{
    size_t *last = to;
    if (at + n > *last)
        *last = at + n;
}

size_t
list_last(struct str s, const char *list)
{
    size_t last = 0;
    list_each (s, list, note_last, &last)
        ;
    return last;
}
