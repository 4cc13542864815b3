#include "text/align.h"

#include "base/bug.h"

static inline size_t
at_most(size_t n, size_t max)
{
    return n < max ? n : max;
}

int
align_similarity(const struct align_span *s)
{
    size_t a = s->a_to - s->a_from, b = s->b_to - s->b_from, longer = a > b ? a : b;
    if (longer == 0 || s->edits > longer)
        return 0;
    return (int)(1000 - 1000 * s->edits / longer);
}

/* ---- growing ---- */
enum {
    REACH = 1 << 20, /* characters each way */
    DROP = 26,       /* so many characters' worth below the best a path is given up */
    DEAD = INT32_MIN / 2
};

/* One direction: character i of a side is a[i * step]. */
struct side {
    const uint32_t *a, *b;
    ptrdiff_t step;
    size_t a_n, b_n;
    int32_t gain, cost; /* of an equal character, of an edit */
};

struct cell {
    int32_t score;
    uint32_t edits;
};

struct end {
    size_t a, b; /* characters taken */
    struct cell cell;
};

/* A row of the table: the cells of columns from … from + n. */
struct row {
    size_t from, n;
    struct cell cells[ALIGN_BAND];
};

static inline struct cell
row_at(const struct row *r, size_t column)
{
    if (column < r->from || column >= r->from + r->n)
        return (struct cell){DEAD, 0};
    return r->cells[column - r->from];
}

static inline struct cell
after_edit(struct cell c, int32_t cost)
{
    return (struct cell){c.score - cost, c.edits + 1};
}

static inline struct cell
better(struct cell x, struct cell y)
{
    return y.score > x.score ? y : x;
}

/* Without the cells at both ends that are below `least`. */
static void
row_trim(struct row *r, int32_t least)
{
    size_t head = 0;
    while (head < r->n && r->cells[head].score < least)
        head++;
    while (r->n > head && r->cells[r->n - 1].score < least)
        r->n--;
    r->n -= head;
    r->from += head;
    if (head && r->n)
        memmove(r->cells, r->cells + head, r->n * sizeof(*r->cells));
}

/* Makes room for the next column at the end that is the worse. */
static void
row_narrow(struct row *r)
{
    r->n--;
    if (r->cells[0].score < r->cells[r->n].score) {
        r->from++;
        memmove(r->cells, r->cells + 1, r->n * sizeof(*r->cells));
    }
}

/* Row i + 1 (i + 1 characters of a) out of row i. */
static void
row_next(const struct side *s, size_t i, const struct row *above, struct row *r, struct end *best)
{
    int32_t drop = DROP * s->gain;
    uint32_t c = s->a[(ptrdiff_t)i * s->step];
    struct cell left = {DEAD, 0}, corner = row_at(above, above->from - 1);
    r->from = above->from;
    r->n = 0;
    for (size_t j = above->from; j <= s->b_n && r->n < ALIGN_BAND; j++) {
        struct cell up = row_at(above, j);
        struct cell x = better(after_edit(up, s->cost), after_edit(left, s->cost));
        if (j > 0) {
            bool same = s->b[(ptrdiff_t)(j - 1) * s->step] == c;
            x = better(same ? (struct cell){corner.score + s->gain, corner.edits}
                            : after_edit(corner, s->cost),
                x);
        }
        if (j >= above->from + above->n && x.score < best->cell.score - drop)
            break;
        r->cells[r->n++] = x;
        if (x.score > best->cell.score)
            *best = (struct end){i + 1, j, x};
        corner = up;
        left = x;
    }
    row_trim(r, best->cell.score - drop);
    if (r->n == ALIGN_BAND)
        row_narrow(r);
}

static struct end
grow(const struct side *s)
{
    struct row rows[2] = {{0}};
    struct end best = {0};
    struct row *above = &rows[0], *r = &rows[1];
    for (int32_t j = 0; (size_t)j <= s->b_n && j * s->cost <= DROP * s->gain; j++)
        above->cells[above->n++] = (struct cell){-j * s->cost, (uint32_t)j};
    for (size_t i = 0; i < s->a_n && above->n; i++) {
        row_next(s, i, above, r, &best);
        struct row *t = above;
        above = r;
        r = t;
    }
    return best;
}

struct align_span
align_grow(const struct align_pair *p, size_t a_at, size_t b_at, int limit)
{
    BUG_ON(a_at > p->a_n || b_at > p->b_n, "a place outside of what is compared");
    BUG_ON(limit < 500 || limit > 950, "a limit that no passage can be judged by");
    if (a_at == p->a_n || b_at == p->b_n || p->a[a_at] != p->b[b_at])
        return (struct align_span){a_at, a_at, b_at, b_at, 0};
    struct side on = {.a = p->a + a_at,
        .b = p->b + b_at,
        .step = 1,
        .a_n = at_most(p->a_n - a_at, REACH),
        .b_n = at_most(p->b_n - b_at, REACH),
        .gain = 1000 - limit,
        .cost = limit};
    struct side back = on;
    back.a -= a_at != 0;
    back.b -= b_at != 0;
    back.step = -1;
    back.a_n = at_most(a_at, REACH);
    back.b_n = at_most(b_at, REACH);
    struct end x = grow(&on), y = grow(&back);
    return (struct align_span){
        a_at - y.a, a_at + x.a, b_at - y.b, b_at + x.b, x.cell.edits + y.cell.edits};
}

/* ---- differences ---- */
enum {
    EDITS = 256, /* looked ahead for at once; where more are needed the best way so far is kept */
    NOWHERE = -1
};

/* What is left to compare, and for each number of edits d and each diagonal the farthest place in a that they reach:
   entry d × (d + 1) ÷ 2 + i is diagonal 2i − d (characters of a less those of b). */
struct diff {
    const uint32_t *a, *b;
    int32_t a_n, b_n;
    int32_t *far;
};

static inline int32_t *
diff_far(const struct diff *d, int32_t edits)
{
    return d->far + (size_t)edits * ((size_t)edits + 1) / 2;
}

/* Where d edits begin on their i-th diagonal, before the equal characters there; *from_a: the last edit took one off a,
   coming from the diagonal before. */
static int32_t
diff_enter(const struct diff *d, int32_t edits, int32_t i, bool *from_a)
{
    *from_a = false;
    if (edits == 0)
        return 0;
    const int32_t *before = diff_far(d, edits - 1);
    int32_t k = 2 * i - edits;
    int32_t x = i > 0 && before[i - 1] != NOWHERE ? before[i - 1] + 1 : NOWHERE;
    int32_t y = i < edits ? before[i] : NOWHERE;
    if (x > d->a_n)
        x = NOWHERE;
    if (y != NOWHERE && y - k > d->b_n)
        y = NOWHERE;
    *from_a = x > y;
    return x > y ? x : y;
}

/* Fills the tables until the end is reached, or for EDITS edits; the diagonal where it got farthest. */
static int32_t
diff_reach(const struct diff *d, int32_t *edits)
{
    int32_t best = 0;
    for (*edits = 0;; ++*edits) {
        int32_t *far = diff_far(d, *edits), most = NOWHERE;
        for (int32_t i = 0; i <= *edits; i++) {
            bool from_a;
            int32_t k = 2 * i - *edits, x = diff_enter(d, *edits, i, &from_a);
            while (x != NOWHERE && x < d->a_n && x - k < d->b_n && d->a[x] == d->b[x - k])
                x++;
            far[i] = x;
            if (x != NOWHERE && 2 * x - k > most) {
                most = 2 * x - k;
                best = i;
            }
        }
        if (most == d->a_n + d->b_n || *edits == EDITS)
            return best;
    }
}

struct move {
    int32_t equal; /* characters after the edit */
    bool from_a;
};

static void
put_part(struct align_parts *parts, bool equal, size_t a_n, size_t b_n)
{
    if (a_n + b_n == 0)
        return;
    if (parts->n == 0 || parts->v[parts->n - 1].equal != equal)
        parts->v[parts->n++] = (struct align_part){.equal = equal};
    parts->v[parts->n - 1].a_n += a_n;
    parts->v[parts->n - 1].b_n += b_n;
}

/* Compares what comes next and takes it off the front. */
static void
diff_next(struct diff *d, struct move moves[EDITS + 1], struct align_parts *parts)
{
    int32_t edits, i = diff_reach(d, &edits);
    int32_t end_a = diff_far(d, edits)[i], end_b = end_a - (2 * i - edits);
    for (int32_t e = edits; e >= 0; e--) {
        bool from_a;
        int32_t far = diff_far(d, e)[i];
        moves[e].equal = far - diff_enter(d, e, i, &from_a);
        moves[e].from_a = from_a;
        i -= from_a;
    }
    for (int32_t e = 0; e <= edits; e++) {
        if (e)
            put_part(parts, false, moves[e].from_a, !moves[e].from_a);
        put_part(parts, true, (size_t)moves[e].equal, (size_t)moves[e].equal);
    }
    d->a += end_a;
    d->b += end_b;
    d->a_n -= end_a;
    d->b_n -= end_b;
}

struct align_parts
align_diff(struct arena *a, const struct align_pair *p)
{
    BUG_ON(p->a_n > INT32_MAX / 4 || p->b_n > INT32_MAX / 4, "texts too long to compare");
    struct diff d = {.a = p->a, .b = p->b, .a_n = (int32_t)p->a_n, .b_n = (int32_t)p->b_n};
    size_t edits = EDITS;
    d.far = arena_array(a, int32_t, (edits + 1) * (edits + 2) / 2);
    struct move *moves = arena_array(a, struct move, edits + 1);
    struct align_parts parts = {.v = arena_array(a, struct align_part, p->a_n + p->b_n + 1)};
    while (d.a_n + d.b_n > 0)
        diff_next(&d, moves, &parts);
    return parts;
}
