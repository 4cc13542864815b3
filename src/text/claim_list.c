/* Word lists: one text, the words parted by blanks. */
#include "text/claim_int.h"

bool
list_in(struct str s, const char *list)
{
    struct str rest = str_from(list), word;
    while (str_split(&rest, ' ', &word))
        if (word.n && word.n <= s.n && str_find(s, word, 0) != SIZE_MAX)
            return true;
    return false;
}

bool
list_begin(struct str s, const char *list, size_t *n)
{
    struct str rest = str_from(list), word;
    size_t best = 0;
    while (str_split(&rest, ' ', &word))
        if (word.n > best && str_starts(s, word))
            best = word.n;
    if (n)
        *n = best;
    return best > 0;
}

bool
list_end(struct str s, const char *list, size_t *n)
{
    struct str rest = str_from(list), word;
    size_t best = 0;
    while (str_split(&rest, ' ', &word))
        if (word.n > best && str_ends(s, word))
            best = word.n;
    if (n)
        *n = best;
    return best > 0;
}

bool
list_is(struct str s, const char *list)
{
    struct str rest = str_from(list), word;
    while (str_split(&rest, ' ', &word))
        if (word.n && str_eq(s, word))
            return true;
    return false;
}

size_t
list_last(struct str s, const char *list)
{
    struct str rest = str_from(list), word;
    size_t last = 0;
    while (str_split(&rest, ' ', &word))
        for (size_t at = word.n ? str_find(s, word, 0) : SIZE_MAX; at != SIZE_MAX;
             at = str_find(s, word, at + word.n))
            if (at + word.n > last)
                last = at + word.n;
    return last;
}
