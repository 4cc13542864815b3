#include "web/reading.h"

enum {
    PART_COST = 44 * 1024, /* bytes of HTML, about */
    LINE_COST = 14,
    MARK_COST = 14,
    CHIP_COST = 260,
    PIECE_BYTES = 16 * 1024 /* of a line without an end */
};

/* ---- lines ---- */

struct maker {
    struct arena *a;
    struct reading *r;
    size_t cap;
    size_t heading, page, mark, cut; /* the next of each */
    size_t cost;
    size_t parts_cap;
};

static void *
wider(struct arena *a, const void *v, size_t n, size_t size)
{
    void *more = arena_alloc(a, 2 * n + 16, size, alignof(max_align_t));
    if (n)
        memcpy(more, v, n * size);
    return more;
}

static void
begin_part(struct maker *m)
{
    struct reading *r = m->r;
    if (r->parts_n + 1 >= m->parts_cap) {
        r->parts = wider(m->a, r->parts, r->parts_n, sizeof(*r->parts));
        m->parts_cap = 2 * r->parts_n + 16;
    }
    r->parts[r->parts_n++] = r->lines_n;
    m->cost = 0;
}

static size_t
cost_of(struct maker *m, const struct reading_line *l)
{
    const struct library_reading *of = m->r->of;
    size_t cost = LINE_COST + l->end - l->start;
    for (; m->mark < m->r->marks.n && m->r->marks.v[m->mark].start < l->end; m->mark++)
        cost += MARK_COST;
    for (; m->cut < of->cuts_n && of->cuts[m->cut].start <= l->end; m->cut++)
        cost += CHIP_COST + of->cuts[m->cut].text.n;
    return cost;
}

static void
add(struct maker *m, struct reading_line l)
{
    struct reading *r = m->r;
    size_t cost = cost_of(m, &l);
    if (r->parts_n == 0 || (m->cost > 0 && m->cost + cost > PART_COST))
        begin_part(m);
    m->cost += cost;
    if (r->lines_n == m->cap) {
        r->lines = wider(m->a, r->lines, r->lines_n, sizeof(*r->lines));
        m->cap = 2 * r->lines_n + 16;
    }
    r->lines[r->lines_n++] = l;
}

/* Between two characters. */
static size_t
piece_end(struct str text, size_t start, size_t end)
{
    if (end - start <= PIECE_BYTES)
        return end;
    size_t at = start + PIECE_BYTES;
    while (at > start + 1 && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at--;
    return at;
}

static bool
cut_here(const struct library_reading *of, size_t next, size_t end)
{
    return next < of->cuts_n && of->cuts[next].start <= end;
}

static void
add_line(struct maker *m, size_t start, size_t end)
{
    const struct library_reading *of = m->r->of;
    for (; m->page < of->pages_n && of->pages[m->page] <= start; m->page++)
        if (m->r->lines_n > 0) /* nobody asks where the first page begins */
            add(m,
                (struct reading_line){
                    .kind = READING_PAGE, .number = m->page + 1, .start = start, .end = start});
    struct reading_line l = {.kind = READING_LINE, .start = start, .end = end};
    while (m->heading < of->headings_n && of->headings[m->heading].start < start)
        m->heading++;
    if (m->heading < of->headings_n && of->headings[m->heading].start <= end && end > start) {
        int level = of->headings[m->heading].level;
        l.kind = READING_HEADING;
        l.level = level < 1 ? 1 : level > 6 ? 6 : level;
        l.number = m->heading++;
    } else if (str_find_char(str_slice(of->text, start, end - start), '\t', 0) != SIZE_MAX) {
        l.kind = READING_ROW;
    }
    if (start == end && !cut_here(of, m->cut, end))
        return; /* an empty line */
    for (l.end = piece_end(of->text, start, end); l.end < end;
         l.end = piece_end(of->text, l.start, end)) {
        add(m, l);
        l.start = l.end;
    }
    l.end = end;
    add(m, l);
}

static size_t
columns_of(const struct reading *r, const struct reading_line *row)
{
    size_t n = 1;
    for (size_t i = row->start; i < row->end; i++)
        n += r->of->text.p[i] == '\t';
    return n;
}

/* Of the table whose last row this is. */
static void
set_columns(struct reading *r, size_t last)
{
    size_t first = last, widest = 0;
    while (!r->lines[first].table_begins)
        first--;
    for (size_t i = first; i <= last; i++) {
        size_t n = columns_of(r, &r->lines[i]);
        widest = n > widest ? n : widest;
    }
    for (size_t i = first; i <= last; i++)
        r->lines[i].columns = widest;
}

/* Rows that follow one another are one table; a part begins a table of its own. */
static void
join_tables(struct reading *r)
{
    for (size_t p = 0; p < r->parts_n; p++)
        for (size_t i = r->parts[p]; i < r->parts[p + 1]; i++) {
            struct reading_line *l = &r->lines[i];
            bool row = l->kind == READING_ROW;
            l->table_begins = row && (i == r->parts[p] || r->lines[i - 1].kind != READING_ROW);
            l->table_ends =
                row && (i + 1 == r->parts[p + 1] || r->lines[i + 1].kind != READING_ROW);
            if (l->table_ends)
                set_columns(r, i);
        }
}

struct reading
reading_make(struct arena *a, const struct library_reading *of, struct marks marks, size_t now)
{
    struct reading r = {.of = of, .marks = marks, .now = now};
    struct maker m = {.a = a, .r = &r};
    for (size_t at = 0; at < of->text.n;) {
        size_t end = str_find_char(of->text, '\n', at);
        end = end == SIZE_MAX ? of->text.n : end;
        add_line(&m, at, end);
        at = end + 1;
    }
    if (cut_here(of, m.cut, of->text.n))
        add_line(&m, of->text.n, of->text.n); /* cut out at the very end */
    begin_part(&m);
    r.parts_n--; /* the last is where the lines end */
    join_tables(&r);
    return r;
}

size_t
reading_part_at(const struct reading *r, size_t byte)
{
    size_t part = 0;
    while (part + 1 < r->parts_n && r->lines[r->parts[part + 1]].start <= byte)
        part++;
    return part;
}

size_t
reading_part_of_heading(const struct reading *r, size_t heading)
{
    return reading_part_at(r, r->of->headings[heading].start);
}

/* ---- runs ---- */

/* The first mark that ends behind the byte. */
static size_t
mark_from(const struct marks *m, size_t byte)
{
    size_t lo = 0, hi = m->n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (m->v[mid].end <= byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

/* The first residue that is not before the byte. */
static size_t
cut_from(const struct library_reading *of, size_t byte)
{
    size_t lo = 0, hi = of->cuts_n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct library_cut *c = &of->cuts[mid];
        if (c->start < byte && c->end <= byte)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static size_t
least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Whether a chip at the line's end is this line's and not the next piece's. */
static bool
chip_in(const struct reading *r, const struct library_cut *c, const struct reading_line *l)
{
    struct str text = r->of->text;
    return c->start == c->end && c->start >= l->start &&
        (c->start < l->end ||
            (c->start == l->end &&
                (l->end == text.n || text.p[l->end] == '\n' || text.p[l->end] == '\t')));
}

bool
reading_has_chip(const struct reading *r, const struct reading_line *line)
{
    const struct library_reading *of = r->of;
    for (size_t i = cut_from(of, line->start); i < of->cuts_n && of->cuts[i].start <= line->end;
         i++)
        if (chip_in(r, &of->cuts[i], line) || of->cuts[i].kept)
            return true;
    return false;
}

struct run_maker {
    struct arena *a;
    const struct reading *r;
    const struct reading_line *line;
    struct reading_runs out;
    size_t cap, mark, cut;
};

static void
add_run(struct run_maker *m, struct reading_run run)
{
    if (m->out.n == m->cap) {
        m->out.v = wider(m->a, m->out.v, m->out.n, sizeof(*m->out.v));
        m->cap = 2 * m->out.n + 16;
    }
    m->out.v[m->out.n++] = run;
}

/* Chips that stand at this byte. */
static void
add_chips(struct run_maker *m, size_t at)
{
    const struct library_reading *of = m->r->of;
    for (; m->cut < of->cuts_n && of->cuts[m->cut].start <= at; m->cut++) {
        const struct library_cut *c = &of->cuts[m->cut];
        if (c->start != c->end && c->end > at)
            return; /* stands in the text: a run of its own */
        if (chip_in(m->r, c, m->line))
            add_run(m, (struct reading_run){.cut = c});
    }
}

/* From `at` to where something changes, at most to `end`. */
static size_t
add_stretch(struct run_maker *m, size_t at, size_t end)
{
    const struct library_reading *of = m->r->of;
    const struct marks *marks = &m->r->marks;
    struct reading_run run = {0};
    while (m->mark < marks->n && marks->v[m->mark].end <= at)
        m->mark++;
    if (m->mark < marks->n) {
        const struct mark *k = &marks->v[m->mark];
        run.marked = k->start <= at;
        run.now = run.marked && m->mark == m->r->now;
        end = least(end, run.marked ? k->end : k->start);
    }
    if (m->cut < of->cuts_n) {
        const struct library_cut *c = &of->cuts[m->cut];
        bool inside = c->start <= at && c->end > at;
        run.cut = inside ? c : NULL;
        end = least(end, inside ? c->end : c->start > at ? c->start : end);
    }
    run.text = str_slice(of->text, at, end - at);
    add_run(m, run);
    return end;
}

struct reading_runs
reading_runs(struct arena *a, const struct reading *r, const struct reading_line *line)
{
    struct run_maker m = {.a = a,
        .r = r,
        .line = line,
        .mark = mark_from(&r->marks, line->start),
        .cut = cut_from(r->of, line->start)};
    for (size_t at = line->start; at < line->end;) {
        add_chips(&m, at);
        at = add_stretch(&m, at, line->end);
    }
    add_chips(&m, line->end);
    return m.out;
}

struct reading_line *
reading_cells(struct arena *a, const struct reading *r, const struct reading_line *row, size_t *n)
{
    struct str text = r->of->text;
    size_t cells = columns_of(r, row);
    struct reading_line *list = arena_array(a, struct reading_line, cells);
    *n = cells;
    size_t at = row->start;
    for (size_t c = 0; c < cells; c++) {
        size_t end = str_find_char(text, '\t', at);
        end = end == SIZE_MAX || end > row->end ? row->end : end;
        list[c] = (struct reading_line){.kind = READING_LINE, .start = at, .end = end};
        at = end + 1;
    }
    return list;
}
