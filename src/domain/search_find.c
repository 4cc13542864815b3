#include "domain/search_find.h"

#include "base/utf8.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    WORD_BYTES_MAX = 1 << 20
};

/* ---- the words of the tree ---- */

static bool
is_word(const struct query *q)
{
    return q->kind == QUERY_TEXT || q->kind == QUERY_TITLE;
}

static size_t
word_at(const struct find *f, const struct query *q)
{
    for (size_t i = 0; i < f->words_n; i++) {
        const struct find_word *word = &f->words[i];
        if (word->title_only == (q->kind == QUERY_TITLE) && word->n == q->n &&
            memcmp(word->cp, q->cp, q->n * sizeof *q->cp) == 0)
            return i;
    }
    return f->words_n;
}

static struct str
folded(struct arena *a, const uint32_t *cp, size_t n)
{
    struct out o;
    out_init(&o, WORD_BYTES_MAX);
    for (size_t i = 0; i < n; i++)
        utf8_put(&o, variant_fold(cp[i]));
    struct str s = arena_str(a, out_str(&o));
    out_release(&o);
    return s;
}

static void
word_add(struct find *f, const struct query *q)
{
    struct find_word *word = &f->words[f->words_n++];
    *word = (struct find_word){.cp = q->cp,
        .n = q->n,
        .title_only = q->kind == QUERY_TITLE,
        .variants = f->ask->variants,
        .utf8 = q->text};
    word->sets = arena_array(f->arena, struct find_set, q->n + 1);
    for (size_t i = 0; i < q->n; i++) {
        word->sets[i].cp[0] = q->cp[i];
        word->sets[i].n = 1;
        if (word->variants)
            word->sets[i].n = variant_of(q->cp[i], word->sets[i].cp);
    }
    if (word->variants)
        word->utf8 = folded(f->arena, q->cp, q->n);
}

static void
words_of(struct find *f, const struct query *q, bool wanted)
{
    if (!q)
        return;
    if (is_word(q)) {
        size_t at = word_at(f, q);
        if (at == f->words_n)
            word_add(f, q);
        f->words[at].wanted |= wanted;
        return;
    }
    words_of(f, q->left, wanted != (q->kind == QUERY_NOT));
    words_of(f, q->right, wanted);
}

static size_t
words_count(const struct query *q)
{
    return q ? (size_t)is_word(q) + words_count(q->left) + words_count(q->right) : 0;
}

bool
find_open(struct find *f, struct work *w, const struct search_ask *ask, struct query *query,
    struct err *e)
{
    *f = (struct find){.w = w, .arena = w->arena, .ask = ask, .query = query};
    f->words = arena_array(f->arena, struct find_word, words_count(query) + 1);
    words_of(f, query, true);
    if (!search_view_get(w, &f->view, e))
        return false;
    f->blocks = arena_array(f->arena, struct find_block, f->view->n + 1);
    for (size_t i = 0; i < f->view->n; i++) {
        struct find_block *b = &f->blocks[i];
        b->b = &f->view->blocks[i];
        b->hits = arena_array(f->arena, struct find_hits, f->words_n + 1);
    }
    if (find_scopes(f, e))
        return true;
    find_close(f);
    return false;
}

void
find_close(struct find *f)
{
    search_view_unref(f->view);
    f->view = NULL;
}

/* ---- text and title as one ---- */

static uint64_t *
bits_of(struct arena *a, uint32_t n, const struct find_list *list)
{
    uint64_t *bits = arena_array(a, uint64_t, bit_words(n) + 1);
    for (uint32_t i = 0; i < list->n; i++)
        bit_set(bits, list->doc[i]);
    return bits;
}

/* Text hits, and title hits of documents whose title stands apart. */
static struct find_list
with_titles(struct find *f, const struct find_block *b, const struct find_list *text,
    const struct find_list *title)
{
    const uint8_t *flags = b->b->facts->flags;
    size_t max = (size_t)text->n + title->n + 1;
    struct find_list u = {
        0, arena_array(f->arena, uint32_t, max), arena_array(f->arena, uint32_t, max)};
    for (uint32_t i = 0, k = 0; i < text->n || k < title->n;) {
        if (k < title->n && (flags[title->doc[k]] & FACT_APART) == 0) {
            k++;
            continue;
        }
        bool left = i < text->n && (k == title->n || text->doc[i] <= title->doc[k]);
        bool right = k < title->n && (i == text->n || title->doc[k] <= text->doc[i]);
        u.doc[u.n] = left ? text->doc[i] : title->doc[k];
        u.count[u.n++] = (left ? text->count[i] : 0) + (right ? title->count[k] : 0);
        i += left;
        k += right;
    }
    return u;
}

void
find_hits_join(struct find *f, const struct find_block *b, const struct find_word *word,
    const struct find_list *text, const struct find_list *title, struct find_hits *hits)
{
    uint32_t n = b->b->facts->n;
    if (title->n)
        hits->title = bits_of(f->arena, n, title);
    hits->list = word->title_only ? *title : title->n ? with_titles(f, b, text, title) : *text;
    hits->bits = bits_of(f->arena, n, &hits->list);
}

/* ---- the tree ---- */

struct tree {
    struct find *f;
    const struct find_block *b;
    size_t words; /* of a bitmap */
};

static bool
name_holds(struct str name, struct str text)
{
    struct out o;
    out_init(&o, WORD_BYTES_MAX);
    norm_put(&o, name);
    bool holds = str_find(out_str(&o), text, 0) != SIZE_MAX;
    out_release(&o);
    return holds;
}

static void
fill_years(const struct tree *t, const struct query *q, uint64_t *out)
{
    const struct search_facts *facts = t->b->b->facts;
    for (uint32_t i = 0; i < facts->n; i++)
        if (facts->year[i] && facts->year[i] >= q->from && facts->year[i] <= q->to)
            bit_set(out, i);
}

static void
fill_kinds(const struct tree *t, const struct query *q, uint64_t *out)
{
    const struct search_facts *facts = t->b->b->facts;
    uint8_t *ok = arena_array(t->f->arena, uint8_t, facts->kinds_n + 1);
    for (uint32_t i = 0; i < facts->kinds_n; i++)
        ok[i] =
            name_holds(facts->kinds[i].code, q->text) || name_holds(facts->kinds[i].title, q->text);
    for (uint32_t i = 0; i < facts->n; i++)
        if (ok[facts->kind[i]])
            bit_set(out, i);
}

static bool
fill_orgs(const struct tree *t, const struct query *q, uint64_t *out, struct err *e)
{
    const struct search_facts *facts = t->b->b->facts;
    struct arena *a = t->f->arena;
    uint8_t *ok = arena_array(a, uint8_t, facts->scopes_n + 1);
    for (uint32_t i = 0; i < facts->scopes_n; i++) {
        struct str name;
        if (!t->b->scope_ok[i])
            continue;
        if (!find_org_name(t->f, facts->scopes[i].org_id, &name, e))
            return false;
        ok[i] = name_holds(name, q->text);
    }
    for (uint32_t i = 0; i < facts->n; i++)
        if (ok[facts->scope[i]])
            bit_set(out, i);
    return true;
}

static bool tree_eval(const struct tree *t, const struct query *q, uint64_t *out, struct err *e);

static bool
tree_pair(const struct tree *t, const struct query *q, uint64_t *out, struct err *e)
{
    uint64_t *right = arena_array(t->f->arena, uint64_t, t->words + 1);
    if (!tree_eval(t, q->left, out, e) || !tree_eval(t, q->right, right, e))
        return false;
    for (size_t i = 0; i < t->words; i++)
        out[i] = q->kind == QUERY_AND ? out[i] & right[i] : out[i] | right[i];
    return true;
}

/* out: zeros at first. */
static bool
tree_eval(const struct tree *t, const struct query *q, uint64_t *out, struct err *e)
{
    switch (q->kind) {
    case QUERY_TEXT:
    case QUERY_TITLE:
        memcpy(out, t->b->hits[word_at(t->f, q)].bits, t->words * sizeof *out);
        return true;
    case QUERY_YEAR:
        fill_years(t, q, out);
        return true;
    case QUERY_KIND:
        fill_kinds(t, q, out);
        return true;
    case QUERY_ORG:
        return fill_orgs(t, q, out, e);
    case QUERY_AND:
    case QUERY_OR:
        return tree_pair(t, q, out, e);
    case QUERY_NOT:
        if (!tree_eval(t, q->left, out, e))
            return false;
        for (size_t i = 0; i < t->words; i++)
            out[i] = ~out[i];
        return true;
    case QUERY_ALL:
        memset(out, 0xFF, t->words * sizeof *out);
        return true;
    case QUERY_NONE:
        return true;
    }
    return true;
}

static bool
block_words(struct find *f, struct find_block *b, struct err *e)
{
    for (size_t i = 0; i < f->words_n; i++) {
        bool ok = b->b->seg ? find_word_in_segment(f, b, &f->words[i], &b->hits[i], e)
                            : find_word_in_fresh(f, b, &f->words[i], &b->hits[i], e);
        if (!ok)
            return false;
    }
    return true;
}

bool
find_run(struct find *f, struct err *e)
{
    for (size_t i = 0; i < f->view->n; i++) {
        struct find_block *b = &f->blocks[i];
        struct tree t = {f, b, bit_words(b->b->facts->n)};
        b->result = arena_array(f->arena, uint64_t, t.words + 1);
        if (!block_words(f, b, e) || !tree_eval(&t, f->query, b->result, e))
            return false;
        for (size_t k = 0; k < t.words; k++)
            b->result[k] &= b->wanted[k];
    }
    return true;
}
