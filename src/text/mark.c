#include "text/mark.h"

#include "base/utf8.h"
#include "text/variant.h"

/* Characters [from, to) of the normalised text are words[word]. */
struct spot {
    uint32_t from, to;
    size_t word;
};

struct spots {
    struct spot *v;
    size_t n, cap;
};

struct finder {
    const struct norm *text;
    const struct mark_word *words;
    size_t words_n;
    uint64_t firsts; /* bit (character & 63) of every first character of a word */
    size_t at, word; /* where to go on */
};

static void
add_first(struct finder *f, const struct mark_word *w)
{
    if (w->n == 0)
        return;
    uint32_t forms[VARIANT_MAX];
    size_t n = w->variants ? variant_of(w->cp[0], forms) : 1;
    if (!w->variants)
        forms[0] = w->cp[0];
    while (n-- > 0)
        f->firsts |= UINT64_C(1) << (forms[n] & 63);
}

static struct finder
finder_begin(const struct norm *text, const struct mark_word *words, size_t words_n)
{
    struct finder f = {.text = text, .words = words, .words_n = words_n};
    for (size_t i = 0; i < words_n; i++)
        add_first(&f, &words[i]);
    return f;
}

static bool
stands_at(const struct norm *text, size_t at, const struct mark_word *w)
{
    if (w->n == 0 || w->n > text->n - at)
        return false;
    const uint32_t *cp = text->cp + at;
    for (size_t i = 0; i < w->n; i++)
        if (cp[i] != w->cp[i] && !(w->variants && variant_fold(cp[i]) == variant_fold(w->cp[i])))
            return false;
    return true;
}

/* The next occurrence by place, then by word. */
static bool
finder_next(struct finder *f, struct spot *spot)
{
    for (; f->at < f->text->n; f->at++, f->word = 0) {
        if (!(f->firsts >> (f->text->cp[f->at] & 63) & 1))
            continue;
        while (f->word < f->words_n) {
            size_t word = f->word++;
            if (!stands_at(f->text, f->at, &f->words[word]))
                continue;
            size_t end = f->at + f->words[word].n;
            *spot = (struct spot){(uint32_t)f->at, (uint32_t)end, word};
            return true;
        }
    }
    return false;
}

/* Into a list with room for `cap`, joined with the last one where they overlap; false when there is no room. */
static bool
add_mark(struct marks *marks, size_t cap, struct mark m)
{
    struct mark *last = marks->n ? &marks->v[marks->n - 1] : NULL;
    if (last && m.start < last->end) {
        last->end = m.end > last->end ? m.end : last->end;
        return true;
    }
    if (marks->n == cap)
        return false;
    marks->v[marks->n++] = m;
    return true;
}

static struct mark *
more_marks(struct arena *a, const struct marks *marks, size_t cap)
{
    struct mark *v = arena_array(a, struct mark, cap);
    if (marks->n)
        memcpy(v, marks->v, marks->n * sizeof(*v));
    return v;
}

struct marks
mark_all(struct arena *a, const struct norm *text, const struct mark_word *words, size_t words_n,
    size_t max)
{
    struct marks marks = {0};
    struct finder f = finder_begin(text, words, words_n);
    size_t cap = 0;
    for (struct spot s; finder_next(&f, &s);) {
        if (marks.n == cap && cap < max) {
            cap = cap > max / 2 ? max : cap ? 2 * cap : max < 16 ? max : 16;
            marks.v = more_marks(a, &marks, cap);
        }
        if (!add_mark(&marks, cap, (struct mark){text->from[s.from], text->to[s.to - 1]}))
            break;
    }
    return marks;
}

static struct spots
find_spots(struct arena *a, const struct norm *text, const struct mark_word *words, size_t words_n)
{
    struct spots spots = {0};
    struct finder f = finder_begin(text, words, words_n);
    for (struct spot s; finder_next(&f, &s); spots.v[spots.n++] = s) {
        if (spots.n < spots.cap)
            continue;
        spots.cap = spots.cap ? 2 * spots.cap : 32;
        struct spot *v = arena_array(a, struct spot, spots.cap);
        if (spots.n)
            memcpy(v, spots.v, spots.n * sizeof(*v));
        spots.v = v;
    }
    return spots;
}

/* The run of spots that lies within `points` characters and has most different words. */
static struct spots
densest(struct arena *a, const struct spots *all, size_t words_n, size_t points)
{
    size_t *count = arena_array(a, size_t, words_n);
    size_t different = 0, most = 0, first = 0, best = 0, best_n = 0;
    for (size_t i = 0; i < all->n; i++) {
        different += count[all->v[i].word]++ == 0;
        for (; first < i && all->v[i].to - all->v[first].from > points; first++)
            different -= --count[all->v[first].word] == 0;
        size_t n = i - first + 1;
        if (different > most || (different == most && n > best_n)) {
            most = different;
            best = first;
            best_n = n;
        }
    }
    return (struct spots){all->v ? all->v + best : NULL, best_n, best_n};
}

struct window {
    size_t from, to; /* characters of the normalised text */
};

static bool
ends_sentence(uint32_t cp)
{
    return cp == 0x3002 || cp == '!' || cp == '?' || cp == ';'; /* the wide ones are folded */
}

/* `points` characters with the spots in their middle; from the beginning of a sentence where one begins close by. */
static struct window
window_round(const struct norm *text, const struct spots *spots, size_t points)
{
    struct window w = {0, text->n < points ? text->n : points};
    if (spots->n == 0)
        return w;
    size_t from = spots->v[0].from, to = spots->v[spots->n - 1].to;
    size_t spare = to - from < points ? points - (to - from) : 0;
    size_t before = spare / 2;
    w.from = from > before ? from - before : 0;
    for (size_t i = w.from; i > 0 && i < from; i++)
        if (ends_sentence(text->cp[i - 1])) {
            w.from = i;
            break;
        }
    w.to = text->n - w.from < points ? text->n : w.from + points;
    if (w.to - w.from < points) { /* the end of the text: what is missing there goes before */
        size_t missing = points - (w.to - w.from);
        w.from = w.from > missing ? w.from - missing : 0;
    }
    return w;
}

/* Whether there is a blank in what is not seen between two characters. */
static bool
blank_in(struct str unseen)
{
    uint32_t cp;
    while (utf8_next(&unseen, &cp))
        if (norm_blank(cp))
            return true;
    return false;
}

/* Character i as it stands in the source, a broken byte as what stands for one; the end of it in the output. */
static char *
put_char(char *to, const char *source, const struct norm *text, size_t i)
{
    size_t n = text->to[i] - text->from[i];
    if (n == 1 && text->cp[i] == UTF8_REPLACEMENT)
        return mempcpy(to, "\xEF\xBF\xBD", 3);
    return mempcpy(to, source + text->from[i], n);
}

/* Writes the window as it is shown, runs of blanks as one; at[i]: where its character i begins in the output, and one
   more for the end. With a blank that counts nothing begins: it has the place of what follows. */
static struct str
show(struct arena *a, struct str source, const struct norm *text, struct window w, size_t *at)
{
    size_t bytes = w.to > w.from ? text->to[w.to - 1] - text->from[w.from] : 0;
    char *begin = arena_room(a, char, 3 * bytes + 1), *to = begin;
    bool blank = false;
    for (size_t i = w.from; i < w.to; i++) {
        size_t gap = i > w.from ? text->from[i] - text->to[i - 1] : 0;
        blank = blank || text->cp[i] == ' ' ||
            (gap && blank_in(str_slice(source, text->to[i - 1], gap)));
        bool put = blank && to > begin && (text->cp[i] != ' ' || i + 1 < w.to);
        at[i - w.from] = (size_t)(to - begin) + put;
        if (text->cp[i] == ' ')
            continue;
        if (put)
            *to++ = ' ';
        blank = false;
        to = put_char(to, source.p, text, i);
    }
    at[w.to - w.from] = (size_t)(to - begin);
    *to = '\0';
    return str_make(begin, (size_t)(to - begin));
}

/* The end of the character that begins at `at`; at the end of the text that end. */
static size_t
char_end(struct str s, size_t at)
{
    do
        at++;
    while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
    return at < s.n ? at : s.n;
}

struct snippet
snippet_make(
    struct arena *a, struct str text, const struct mark_word *words, size_t words_n, size_t points)
{
    struct snippet s = {0};
    struct norm t = norm_text(a, text);
    points = points ? points : 1;
    struct spots all = find_spots(a, &t, words, words_n);
    struct spots best = densest(a, &all, words_n, points);
    struct window w = window_round(&t, &best, points);
    size_t *at = arena_array(a, size_t, w.to - w.from + 1);
    s.text = show(a, text, &t, w, at);
    s.cut_before = w.from > 0;
    s.cut_after = w.to < t.n;
    s.marks.v = arena_array(a, struct mark, w.to - w.from);
    for (size_t i = 0; i < all.n; i++) {
        size_t from = all.v[i].from > w.from ? all.v[i].from : w.from;
        size_t to = all.v[i].to < w.to ? all.v[i].to : w.to;
        if (from >= to)
            continue;
        struct mark m = {at[from - w.from], char_end(s.text, at[to - 1 - w.from])};
        add_mark(&s.marks, w.to - w.from, m);
    }
    return s;
}
