/* Whatever is typed has an answer of the promised form, no larger than promised. */
#include "base/bug.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "text/norm.h"
#include "text/query.h"

enum place {
    PLACE_SET,  /* the top, sides of OR, the left of AND, below NOT */
    PLACE_RIGHT /* the right of AND */
};

static void
check_word(struct arena *a, const struct query *q)
{
    size_t n = 0;
    const uint32_t *cp = norm_points(a, q->text, &n);
    BUG_ON(q->n == 0 || n != q->n || !utf8_valid(q->text), "a word that is not normalised");
    BUG_ON(memcmp(cp, q->cp, n * sizeof(*cp)) != 0, "a word of two forms");
}

static size_t
check(struct arena *a, const struct query *q, enum place place, size_t depth)
{
    BUG_ON(!q || depth > QUERY_TREE_MAX, "a tree too deep");
    bool filter = q->kind == QUERY_YEAR || q->kind == QUERY_KIND || q->kind == QUERY_ORG;
    BUG_ON(place == PLACE_SET && (filter || q->kind == QUERY_NOT), "not in its place");
    BUG_ON(place == PLACE_RIGHT && q->kind == QUERY_ALL, "everything, for no reason");
    BUG_ON(q->kind == QUERY_NONE && depth > 0, "nothing, inside of something");
    if (q->kind == QUERY_AND || q->kind == QUERY_OR)
        return check(a, q->left, PLACE_SET, depth + 1) +
            check(a, q->right, q->kind == QUERY_AND ? PLACE_RIGHT : PLACE_SET, depth + 1);
    if (q->kind == QUERY_NOT)
        return check(a, q->left, PLACE_SET, depth + 1);
    if (q->kind == QUERY_ALL || q->kind == QUERY_NONE)
        return 0;
    if (q->kind == QUERY_YEAR)
        BUG_ON(q->from < 1 || q->to > 9999 || q->from > q->to, "a year that is none");
    else
        check_word(a, q);
    return 1;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    bool cut;
    const struct query *words[QUERY_WORDS_MAX];
    const struct query *q = query_parse(a, str_make((const char *)data, size), &cut);
    size_t n = check(a, q, PLACE_SET, 0);
    BUG_ON(n > QUERY_WORDS_MAX, "too many words");
    BUG_ON(query_words(q, words, QUERY_WORDS_MAX) > n, "words out of nothing");
    BUG_ON(!cut && size > QUERY_BYTES_MAX, "cut and not told");
    arena_close(a);
    return 0;
}
