/* The page of hits: what each document is, and the stretch of it that shows why. */
#include "domain/list.h"
#include "domain/search_int.h"
#include "domain/search_load.h"
#include "domain/search_rank.h"
#include "store/store.h"
#include "text/norm.h"

enum {
    SNIPPET_POINTS = 120,
    BYTES_BEFORE = 240, /* of a word found in a piece, and what follows it */
    BYTES_BEHIND = 720,
    POINTS_BEFORE = 60,
    POINTS_BEHIND = 120,
    TITLE_MARKS = 64,
    PIECES_FEW = 8,
    PIECES_ALL = INT32_MAX
};

struct shower {
    struct find *f;
    struct mark_word *words; /* those that are looked for */
    const struct find_word **find;
    size_t words_n;
};

bool
find_org_name(struct find *f, int64_t org_id, struct str *name, struct err *e)
{
    for (size_t i = 0; i < f->names_n; i++)
        if (f->names[i].org_id == org_id) {
            *name = f->names[i].name;
            return true;
        }
    struct stmt *s;
    struct find_name one = {org_id, {NULL, 0}};
    if (!stmt_open(f->w->db, SQL_SEARCH_ORG_NAME, VALS(v_int(org_id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        one.name = stmt_text(s, 0, f->arena);
    bool ok = !stmt_failed(s);
    stmt_close(s);
    f->names = list_room(f->arena, f->names, f->names_n, sizeof *f->names);
    f->names[f->names_n++] = one;
    *name = one.name;
    return ok;
}

static bool
read_doc(struct shower *sh, const struct ranked *one, struct search_hit *hit, struct err *e)
{
    struct stmt *s;
    struct arena *a = sh->f->arena;
    if (!stmt_open(sh->f->w->db, SQL_SEARCH_DOC_GET, VALS(v_int(one->docno)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        *hit = (struct search_hit){.source = (enum search_source)stmt_int(s, 0),
            .ref_id = stmt_int(s, 1),
            .org_id = stmt_int(s, 2),
            .docno = one->docno,
            .kind = stmt_text(s, 3, a),
            .title = stmt_text(s, 4, a),
            .year = (int)stmt_int(s, 5),
            .dated = stmt_date(s, 6)};
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok && (hit->docno || search_broken(e));
}

/* ---- the stretch that shows a word ---- */

struct excerpt {
    struct str text;
    bool before, behind; /* the document goes on there */
    bool found;          /* it holds a word */
};

static bool
is_inner(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* The neighbourhood of a byte, from one character's beginning to another's. */
static struct excerpt
cut_round(struct str piece, size_t at, size_t length)
{
    size_t from = at > BYTES_BEFORE ? at - BYTES_BEFORE : 0;
    size_t to = at + length + BYTES_BEHIND;
    if (to > piece.n)
        to = piece.n;
    while (from > 0 && is_inner(piece.p[from]))
        from--;
    while (to < piece.n && is_inner(piece.p[to]))
        to++;
    return (struct excerpt){str_slice(piece, from, to - from), from > 0, to < piece.n, true};
}

/* A word as it was typed, byte by byte: most stand in the text just so. */
static bool
find_plain(const struct shower *sh, struct str piece, struct excerpt *x)
{
    for (size_t i = 0; i < sh->words_n; i++) {
        struct str word = sh->find[i]->utf8;
        size_t at = str_find(piece, word, 0);
        if (at == SIZE_MAX)
            continue;
        *x = cut_round(piece, at, word.n);
        return true;
    }
    return false;
}

static bool
find_normal(const struct shower *sh, struct str piece, struct excerpt *x)
{
    struct norm n = norm_text(sh->f->arena, piece);
    struct marks m = mark_all(sh->f->arena, &n, sh->words, sh->words_n, 1);
    if (m.n == 0)
        return false;
    *x = cut_round(piece, m.v[0].start, m.v[0].end - m.v[0].start);
    return true;
}

/* Reads up to `max` pieces from the document's beginning until one holds a word; else it is the beginning. */
static bool
excerpt_read(
    struct shower *sh, uint32_t docno, bool plain, int64_t max, struct excerpt *x, struct err *e)
{
    struct stmt *s;
    int64_t from = search_text_id(docno, 0), end = search_text_id((int64_t)docno + 1, 0);
    bool first = true;
    if (!stmt_open(
            sh->f->w->db, SQL_SEARCH_TEXT_FROM, VALS(v_int(from), v_int(end), v_int(max)), &s, e))
        return false;
    while (!x->found && stmt_step(s, e) == STEP_ROW) {
        struct str piece = stmt_str(s, 1);
        bool hit = plain ? find_plain(sh, piece, x) : find_normal(sh, piece, x);
        if (!hit && first)
            *x = cut_round(piece, 0, 0);
        if (hit || first)
            x->text = arena_str(sh->f->arena, x->text);
        x->found = hit;
        x->before |= !first;
        first = false;
    }
    bool ok = !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
excerpt_at(struct shower *sh, const struct ranked *one, struct excerpt *x, struct err *e)
{
    size_t from = one->place > POINTS_BEFORE ? one->place - POINTS_BEFORE : 0;
    size_t span = one->span < SNIPPET_POINTS ? one->span : 0; /* too wide to be shown whole */
    size_t to = (size_t)one->place + span + POINTS_BEHIND;
    size_t points = sh->f->blocks[one->block].b->facts->points[one->doc];
    to = to < points ? to : points;
    *x = (struct excerpt){.before = from > 0, .behind = to < points, .found = true};
    return search_stretch(sh->f->w, one->docno, from, to, &x->text, e);
}

/* Fills the first place of the first word that has one in the document. */
static bool
place_of(struct shower *sh, struct ranked *one, struct err *e)
{
    struct find *f = sh->f;
    const struct find_block *b = &f->blocks[one->block];
    struct find_list doc = {1, &one->doc, NULL};
    for (size_t i = 0; i < sh->words_n && !one->placed; i++) {
        struct seg_places p;
        const struct find_word *word = sh->find[i];
        if (word->n < 2)
            continue;
        if (!find_places(f, b, word, &doc, &p, e))
            return false;
        if (p.from[1] == 0)
            continue;
        one->placed = true;
        one->place = p.place[0];
        one->span = (uint32_t)word->n;
    }
    return true;
}

/* Whether the places of the only word lie at hand. */
static bool
places_at_hand(const struct shower *sh, const struct ranked *one)
{
    const struct find_block *b = &sh->f->blocks[one->block];
    if (sh->words_n != 1 || sh->find[0]->n < 2 || b->b->seg == 0)
        return false;
    const struct find_hits *hits = &b->hits[sh->find[0] - sh->f->words];
    if (hits->read || hits->starts.from)
        return true;
    for (size_t i = 0; i < hits->cover_n; i++)
        for (size_t k = 0; k < hits->cover[i].n; k++)
            if (hits->cover[i].v[k].parts_n)
                return false;
    return true;
}

static bool
excerpt_get(struct shower *sh, struct ranked *one, struct excerpt *x, struct err *e)
{
    if (!one->placed && places_at_hand(sh, one) && !place_of(sh, one, e))
        return false;
    if (one->placed)
        return excerpt_at(sh, one, x, e);
    if (!excerpt_read(sh, one->docno, true, sh->words_n ? PIECES_FEW : 1, x, e))
        return false;
    if (x->found || sh->words_n == 0)
        return true;
    if (!place_of(sh, one, e))
        return false;
    if (one->placed)
        return excerpt_at(sh, one, x, e);
    return excerpt_read(sh, one->docno, false, PIECES_ALL, x, e);
}

/* ---- hits ---- */

static struct shower
shower_of(struct find *f)
{
    struct shower sh = {.f = f,
        .words = arena_array(f->arena, struct mark_word, f->words_n + 1),
        .find = arena_array(f->arena, const struct find_word *, f->words_n + 1)};
    for (size_t i = 0; i < f->words_n; i++) {
        const struct find_word *word = &f->words[i];
        if (!word->wanted)
            continue;
        sh.words[sh.words_n] =
            (struct mark_word){.cp = word->cp, .n = word->n, .variants = word->variants};
        sh.find[sh.words_n++] = word;
    }
    return sh;
}

static bool
show(struct shower *sh, struct ranked *one, struct search_hit *hit, struct err *e)
{
    struct excerpt x = {0};
    struct arena *a = sh->f->arena;
    if (!read_doc(sh, one, hit, e) || !find_org_name(sh->f, hit->org_id, &hit->org_name, e) ||
        !excerpt_get(sh, one, &x, e))
        return false;
    struct norm title = norm_text(a, hit->title);
    hit->title_marks = mark_all(a, &title, sh->words, sh->words_n, TITLE_MARKS);
    hit->snippet = snippet_make(a, x.text, sh->words, sh->words_n, SNIPPET_POINTS);
    hit->snippet.cut_before |= x.before;
    hit->snippet.cut_after |= x.behind;
    hit->why = one->why;
    hit->score = one->why.words + one->why.title + one->why.phrase + one->why.near + one->why.fresh;
    return true;
}

bool
find_hits(struct find *f, const struct ranking *r, struct search_result *out, struct err *e)
{
    size_t from = f->ask->offset < r->n ? f->ask->offset : r->n;
    size_t n = f->ask->limit < r->n - from ? f->ask->limit : r->n - from;
    struct shower sh = shower_of(f);
    out->hits = arena_array(f->arena, struct search_hit, n + 1);
    for (size_t i = 0; i < n; i++)
        if (!show(&sh, &r->v[from + i], &out->hits[i], e))
            return false;
    out->hits_n = n;
    return true;
}
