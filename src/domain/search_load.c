#include "domain/search_load.h"

#include "base/bug.h"
#include "base/utf8.h"
#include "domain/list.h"
#include "store/store.h"
#include "text/norm.h"
#include "text/print.h"

struct search_load {
    struct arena *arena;   /* in which it lies itself, and the items */
    struct arena *scratch; /* of one document */
    struct index_builder *builder;
    struct search_loaded *v;
    size_t n;
    struct search_rows rows;
    uint64_t points;
    bool built;
};

struct search_load *
search_load_open(void)
{
    struct arena *a = arena_open();
    struct search_load *l = arena_new(a, struct search_load);
    l->arena = a;
    l->scratch = arena_open();
    l->rows.arena = arena_open();
    l->builder = index_builder_open();
    return l;
}

void
search_load_close(struct search_load *l)
{
    if (!l)
        return;
    index_builder_close(l->builder);
    arena_close(l->rows.arena);
    arena_close(l->scratch);
    arena_close(l->arena);
}

size_t
search_load_bytes(const struct search_load *l)
{
    return arena_used(l->arena) + arena_used(l->rows.arena) +
        (l->built ? 0 : index_builder_bytes(l->builder));
}

size_t
search_load_docs(const struct search_load *l)
{
    return l->n;
}

const struct search_loaded *
search_loaded(const struct search_load *l, size_t i)
{
    return &l->v[i];
}

struct points {
    const uint32_t *cp;
    size_t n;
};

static void
add_points(
    struct search_load *l, const struct search_loaded *one, struct points title, struct points text)
{
    struct index_doc doc = {
        .title = title.cp, .title_n = title.n, .text = text.cp, .text_n = text.n};
    doc.prints = print_make(l->scratch, text.cp, text.n, &doc.prints_n);
    index_builder_add(l->builder, &doc);
    LIST_ADD(l->arena, l, *one);
    l->v[l->n - 1].points = text.n;
    l->v[l->n - 1].title_points = title.n;
    l->points += text.n;
    arena_reset(l->scratch);
}

void
search_load_add(struct search_load *l, const struct search_item *item)
{
    struct points title, text;
    struct search_loaded one = {.item = *item};
    BUG_ON(l->built, "search_load_add after search_load_build");
    one.item.kind = arena_str(l->arena, item->kind);
    one.item.kind_title = arena_str(l->arena, item->kind_title);
    one.item.title = arena_str(l->arena, search_clean(l->scratch, item->title));
    one.item.text = arena_str(l->arena, search_clean(l->scratch, item->text));
    one.pieces = search_pieces_of(l->arena, one.item.text, &one.points);
    title.cp = norm_points(l->scratch, one.item.title, &title.n);
    text.cp = norm_points(l->scratch, one.item.text, &text.n);
    BUG_ON(text.n != one.points, "pieces are not the text");
    add_points(l, &one, title, text);
}

static struct points
points_of(struct arena *a, struct str utf8)
{
    uint32_t *cp = arena_array(a, uint32_t, utf8.n + 1);
    size_t n = 0;
    while (utf8_next(&utf8, &cp[n]))
        n++;
    return (struct points){cp, n};
}

void
search_load_add_fresh(
    struct search_load *l, const struct search_loaded *one, struct str title, struct str text)
{
    struct search_loaded kept = *one;
    kept.item.kind = arena_str(l->arena, one->item.kind);
    kept.item.kind_title = arena_str(l->arena, one->item.kind_title);
    add_points(l, &kept, points_of(l->scratch, title), points_of(l->scratch, text));
}

bool
search_load_build(struct search_load *l, struct err *e)
{
    struct index_sink sink = search_rows_sink(&l->rows);
    BUG_ON(l->built, "search_load_build twice");
    l->built = true;
    return index_builder_finish(l->builder, &sink, e);
}

static struct search_facts *
facts_of(const struct search_load *l, int64_t docno, const int64_t *ref_ids)
{
    struct search_facts *f = facts_open((uint32_t)l->n);
    for (size_t i = 0; i < l->n; i++) {
        const struct search_loaded *d = &l->v[i];
        bool left_out = ref_ids && ref_ids[i] == 0;
        struct search_fact one = {.docno = docno ? (uint32_t)(docno + (int64_t)i) : d->docno,
            .points = (uint32_t)d->points,
            .title_points = (uint32_t)d->title_points,
            .dated = d->item.dated,
            .year = d->item.year,
            .source = d->item.source,
            .lock = d->item.lock,
            .flags = (d->item.title_apart ? FACT_APART : 0) | (left_out ? FACT_GONE : 0),
            .org_id = d->item.org_id,
            .root_id = d->item.root_id,
            .kind = d->item.kind,
            .kind_title = d->item.kind_title};
        facts_add(f, &one);
    }
    return f;
}

bool
search_load_write(struct work *w, const struct search_load *l, int64_t seg, int64_t docno,
    const int64_t *ref_ids, struct err *e)
{
    BUG_ON(!l->built, "a segment is written before it was built");
    struct search_facts *f = facts_of(l, docno, ref_ids);
    struct str facts = facts_encode(w->arena, f);
    bool ok = search_rows_write(w, seg, &l->rows, e) &&
        db_run(w->db, SQL_SEARCH_SEG_ADD,
            VALS(v_int(seg), v_int(f->docno[0]), v_int(f->docno[f->n - 1]), v_int(f->n),
                v_int((int64_t)l->points), v_int((int64_t)l->rows.bytes), v_int(1), v_bytes(facts)),
            NULL, e);
    facts_unref(f);
    return ok;
}
