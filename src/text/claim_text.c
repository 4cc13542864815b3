/* A text as sentences: lines that split a sentence are joined, residue in it is left out, traditional characters are
   read as simplified ones. */
#include "base/utf8.h"
#include "text/claim_int.h"
#include "text/residue.h"
#include "text/variant.h"

enum {
    WRAPPED_BYTES = 75, /* a line as long as this may be one that was wrapped */
    FOLD_SHARE = 25     /* one character in so many is traditional: the text is */
};

struct claim_reader {
    struct arena *a;
    struct str text;
    struct residues found;
    size_t at, next; /* byte; the first residue that does not end before it */
    bool fold;
    char *flat;
};

static bool
is_traditional(struct str text)
{
    struct str rest = str_slice(text, 0, (size_t)64 * 1024);
    uint32_t cp;
    size_t all = 0, changed = 0;
    while (utf8_next(&rest, &cp)) {
        all += cp >= 0x4E00 && cp <= 0x9FFF;
        changed += cp >= 0x4E00 && cp <= 0x9FFF && variant_fold(cp) != cp;
    }
    return changed * FOLD_SHARE > all;
}

struct claim_reader *
claim_reader_new(struct arena *a, struct str text, struct residues *found)
{
    struct claim_reader *r = arena_new(a, struct claim_reader);
    *r = (struct claim_reader){
        .a = a, .text = text, .found = residue_find(a, text), .fold = is_traditional(text)};
    *found = r->found;
    r->flat = arena_array(a, char, CLAIM_SENTENCE + 8);
    return r;
}

/* ---- where a sentence ends ---- */

static bool
is_inside(enum residue_kind kind)
{
    return kind == RESIDUE_MARKER || kind == RESIDUE_TEMPLATE || kind == RESIDUE_PAGE;
}

/* The residue that is cut and begins at or before `at` and goes beyond it, or NULL. */
static const struct residue *
residue_here(struct claim_reader *r, size_t at)
{
    while (r->next < r->found.n && r->found.v[r->next].end <= at)
        r->next++;
    if (r->next == r->found.n || r->found.v[r->next].start > at || !r->found.v[r->next].cut)
        return NULL;
    return &r->found.v[r->next];
}

/* A line feed in the middle of a sentence: the line is long, ends in a word and the next goes on with one. */
static bool
is_wrap(struct str text, size_t line, size_t at)
{
    struct str before = str_trim(str_slice(text, line, at - line));
    struct str behind = str_slice(text, at + 1, 40);
    if (before.n < WRAPPED_BYTES || list_end(before, "。 ！ ？ ； ： ” 》 ） : ; . ? ! )", NULL) ||
        behind.n == 0)
        return false;
    return !list_begin(behind,
               "一、 二、 三、 四、 五、 六、 七、 八、 九、 十、 （ ( 一是 二是 三是 四是 五是 第 — - 　 \n \r",
               NULL) &&
        !(behind.p[0] >= '0' && behind.p[0] <= '9');
}

static size_t
blank_at(struct str text, size_t at)
{
    if (text.p[at] == ' ' || text.p[at] == '\r' || text.p[at] == '\t')
        return 1;
    return str_starts(str_slice(text, at, 3), S("　")) ? 3 : 0;
}

static void
add_cut(struct claim_reader *r, struct claim_sentence *s, size_t at, size_t n)
{
    if ((s->cuts_n & (s->cuts_n - 1)) == 0) {
        struct claim_cut *wider =
            arena_array(r->a, struct claim_cut, s->cuts_n ? 2 * s->cuts_n : 1);
        if (s->cuts_n)
            memcpy(wider, s->cuts, s->cuts_n * sizeof(*wider));
        s->cuts = wider;
    }
    s->cuts[s->cuts_n++] = (struct claim_cut){at, n};
}

/* What is left out at `at` of the sentence: bytes; 0 nothing. *stop: the sentence ends here. */
static size_t
left_out(struct claim_reader *r, size_t line, size_t at, bool *stop)
{
    const struct residue *cut = residue_here(r, at);
    if (cut) {
        *stop = !is_inside(cut->kind);
        return cut->end - at;
    }
    if (r->text.p[at] != '\n')
        return 0;
    *stop = !is_wrap(r->text, line, at);
    size_t n = 1;
    while (!*stop && at + n < r->text.n && blank_at(r->text, at + n))
        n += blank_at(r->text, at + n);
    return n;
}

static void
fold(char *p, size_t n)
{
    struct str rest = {p, n};
    uint32_t cp;
    while (utf8_next(&rest, &cp)) {
        uint32_t simple = variant_fold(cp);
        if (simple != cp && cp >= 0x800 && cp < 0x10000 && simple >= 0x800 && simple < 0x10000) {
            char *at = p + (n - rest.n - 3);
            at[0] = (char)(0xE0 | simple >> 12);
            at[1] = (char)(0x80 | (simple >> 6 & 0x3F));
            at[2] = (char)(0x80 | (simple & 0x3F));
        }
    }
}

/* The bytes from `from` to `to` without what was cut. */
static void
flatten(struct claim_reader *r, struct claim_sentence *s, size_t from, size_t to)
{
    s->from = from;
    s->s = str_slice(r->text, from, to - from);
    if (s->cuts_n == 0 && !r->fold)
        return;
    char *flat = r->flat;
    size_t n = 0, at = from;
    for (size_t i = 0; i <= s->cuts_n; i++) {
        size_t piece = i < s->cuts_n ? s->cuts[i].at - n : to - at;
        memcpy(flat + n, r->text.p + at, piece);
        n += piece;
        at += piece + (i < s->cuts_n ? s->cuts[i].n : 0);
    }
    if (r->fold)
        fold(flat, n);
    s->s = str_make(flat, n);
}

void
claim_sentence_init(struct arena *a, struct claim_sentence *s)
{
    *s = (struct claim_sentence){.map = arena_new(a, struct claim_map),
        .spots = arena_array(a, struct claim_spot, CLAIM_SENTENCE / 2)};
}

static void
skip_blanks(struct claim_reader *r)
{
    struct str t = r->text;
    while (r->at < t.n && (t.p[r->at] == '\n' || blank_at(t, r->at)))
        r->at += t.p[r->at] == '\n' ? 1 : blank_at(t, r->at);
}

/* Goes one step on from *at: a mark that ends the sentence, or a byte. True when the sentence ends before it. */
static bool
ends_at(struct str t, size_t from, size_t *at)
{
    size_t mark = 0;
    bool whole = ((unsigned char)t.p[*at] & 0xC0) != 0x80;
    if (*at - from >= (whole ? CLAIM_SENTENCE : CLAIM_SENTENCE + 3))
        return true;
    if (list_begin(CLAIM_AT(t, *at), "。 ！ ？", &mark)) {
        *at += mark;
        return true;
    }
    *at += 1;
    return false;
}

bool
claim_next_sentence(struct claim_reader *r, struct claim_sentence *s)
{
    struct str t = r->text;
    skip_blanks(r);
    if (r->at >= t.n)
        return false;
    s->cuts_n = 0;
    size_t from = r->at, at = from, line = from, end = from, gone = 0;
    for (bool stop = false; at < t.n && !stop;) {
        size_t n = left_out(r, line, at, &stop);
        if (n && !stop) {
            add_cut(r, s, at - from - gone, n);
            gone += n;
        }
        if (n)
            line = at += n;
        else
            stop = ends_at(t, from, &at);
        end = stop ? end : at;
    }
    r->at = at;
    flatten(r, s, from, end);
    claim_map_clauses(s);
    claim_map_done(s);
    claim_spots(s);
    return true;
}

size_t
claim_place(const struct claim_sentence *s, size_t at, bool end)
{
    size_t place = s->from + at;
    for (size_t i = 0; i < s->cuts_n; i++)
        if (s->cuts[i].at < at || (!end && s->cuts[i].at == at))
            place += s->cuts[i].n;
    return place;
}
