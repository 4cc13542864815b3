#include "text/index_int.h"

#include "base/bug.h"

static const size_t BUFFER_MAX = SIZE_MAX / 4;

void
index_writer_init(struct index_writer *w, const struct index_sink *sink)
{
    *w = (struct index_writer){.sink = *sink};
    out_init(&w->page, BUFFER_MAX);
    out_init(&w->doc_list, BUFFER_MAX);
    out_init(&w->counts, BUFFER_MAX);
    out_init(&w->place_list, BUFFER_MAX);
    out_init(&w->codes, BUFFER_MAX);
    out_init(&w->directory, BUFFER_MAX);
}

void
index_writer_release(struct index_writer *w)
{
    out_release(&w->page);
    out_release(&w->doc_list);
    out_release(&w->counts);
    out_release(&w->place_list);
    out_release(&w->codes);
    out_release(&w->directory);
}

static void
list_empty(struct index_writer *w)
{
    out_clear(&w->doc_list);
    out_clear(&w->counts);
    out_clear(&w->place_list);
    out_clear(&w->codes);
    w->docs = w->coded = 0;
    w->places = 0;
    w->bit = 0;
}

void
index_list_begin(struct index_writer *w, uint64_t term)
{
    list_empty(w);
    out_clear(&w->directory);
    w->parts = w->part_first = 0;
    w->term = term;
}

/* What is read from the back. */
static struct str
with_back(struct out *list, const char *back, size_t n)
{
    if (n && out_grow(list, n)) {
        for (size_t i = 0; i < n; i++)
            list->p[list->n + i] = back[n - 1 - i];
        list->n += n;
    }
    return out_str(list);
}

static struct str
whole_doc_list(struct index_writer *w)
{
    return with_back(&w->doc_list, w->counts.p, w->counts.n);
}

static struct str
whole_place_list(struct index_writer *w)
{
    w->place_list.n += w->bit != 0;
    return with_back(&w->place_list, w->codes.p, w->codes.n + (w->coded % 4 != 0));
}

bool
index_list_part(struct index_writer *w, const struct index_part *part, struct str docs,
    struct str places, struct err *e)
{
    if (w->parts && part->first_doc <= w->part_first)
        return index_broken(e);
    varint_put(&w->directory, part->first_doc - w->part_first);
    varint_put(&w->directory, part->docs);
    varint_put(&w->directory, part->places - part->docs);
    w->part_first = part->first_doc;
    w->given += docs.n + places.n;
    return w->sink.part(w->sink.arg, w->term, w->parts++, docs, places, e);
}

bool
index_list_cut(struct index_writer *w, struct err *e)
{
    if (w->docs == 0)
        return true;
    struct index_part part = {w->first_doc, w->docs, w->places};
    bool ok = index_list_part(w, &part, whole_doc_list(w), whole_place_list(w), e);
    list_empty(w);
    return ok;
}

static bool
page_give(struct index_writer *w, struct err *e)
{
    if (w->page.n == 0)
        return true;
    w->given += w->page.n;
    bool ok = w->sink.page(w->sink.arg, w->page_first, out_str(&w->page), e);
    out_clear(&w->page);
    return ok;
}

/* Makes room for an entry of about `bytes` and puts its term. A page holds one field. */
static bool
entry_begin(struct index_writer *w, size_t bytes, bool single, struct err *e)
{
    enum term_field field = term_field(w->term);
    size_t most = field == TERM_PRINT ? INDEX_PRINT_PAGE_BYTES : INDEX_PAGE_BYTES;
    if (w->page.n && (w->page.n + bytes > most || field != term_field(w->page_last)))
        if (!page_give(w, e))
            return false;
    if (w->page.n == 0) {
        w->page_first = w->term;
        w->page_last = 0;
        out_char(&w->page, INDEX_FORMAT);
    }
    BUG_ON(w->term <= w->page_last, "index: terms do not rise");
    varint_put(&w->page, ((w->term - w->page_last) << 1) | single);
    w->page_last = w->term;
    return true;
}

static bool
entry_single(struct index_writer *w, struct err *e)
{
    if (!entry_begin(w, VARINT_MAX, true, e))
        return false;
    varint_put(&w->page, w->first_doc);
    if (term_has_places(w->term))
        varint_put(&w->page, w->first_place);
    return true;
}

static bool
entry_short(struct index_writer *w, struct err *e)
{
    struct str docs = whole_doc_list(w), places = whole_place_list(w);
    if (!entry_begin(w, docs.n + places.n + VARINT_MAX, false, e))
        return false;
    varint_put(&w->page, (uint64_t)w->docs << 1);
    varint_put(&w->page, w->places - w->docs);
    varint_put(&w->page, docs.n - w->docs);
    if (term_has_places(w->term))
        varint_put(&w->page, places.n - w->places);
    out_put(&w->page, docs);
    out_put(&w->page, places);
    return true;
}

static bool
entry_long(struct index_writer *w, struct err *e)
{
    struct str directory = out_str(&w->directory);
    if (!index_list_cut(w, e) || !entry_begin(w, directory.n + VARINT_MAX, false, e))
        return false;
    directory = out_str(&w->directory);
    varint_put(&w->page, ((uint64_t)w->parts << 1) | 1);
    varint_put(&w->page, directory.n);
    out_put(&w->page, directory);
    return true;
}

bool
index_list_end(struct index_writer *w, struct err *e)
{
    size_t bytes = w->doc_list.n + w->counts.n + w->place_list.n + w->codes.n;
    if (w->parts || bytes > INDEX_SHORT_BYTES)
        return entry_long(w, e);
    if (w->docs == 0)
        return true;
    return w->places == 1 ? entry_single(w, e) : entry_short(w, e);
}

bool
index_writer_end(struct index_writer *w, struct err *e)
{
    return page_give(w, e);
}
