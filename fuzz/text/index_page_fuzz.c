/* Any bytes are a page, a list of documents, a list of places and a source of a merge, or are refused. */
#include "base/bug.h"
#include "fuzz.h"
#include "text/index.h"

enum {
    DOCS = 1000
};

static void
check_rising(const uint32_t *v, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        BUG_ON(v[i] <= v[i - 1], "numbers do not rise");
}

static void
read_lists(struct arena *a, const struct index_entry *entry)
{
    uint32_t *doc = arena_array(a, uint32_t, entry->docs);
    uint32_t *count = arena_array(a, uint32_t, entry->docs);
    uint32_t *place = arena_array(a, uint32_t, entry->place_list.n);
    uint32_t *some = arena_array(a, uint32_t, entry->place_list.n);
    struct err e = {0};
    if (!index_docs(entry->doc_list, entry->docs, doc, count, &e))
        return;
    check_rising(doc, entry->docs);
    if (!index_places(entry->place_list, count, entry->docs, place, &e))
        return;
    for (uint32_t i = 0, at = 0; i < entry->docs; at += count[i++]) {
        check_rising(place + at, count[i]);
        if (i % 9)
            continue;
        bool same = index_places_of(entry->place_list, count, i, some, &e) &&
            memcmp(some, place + at, count[i] * sizeof(*some)) == 0;
        BUG_ON(!same, "places of one document differ");
    }
}

static void
read_page(struct arena *a, struct str bytes)
{
    struct index_page p;
    struct index_entry entry, again;
    struct err e = {0};
    bool done = false, found;
    bool ok = index_page_begin(&p, bytes, &e);
    while (ok && !done) {
        ok = index_page_next(a, &p, &entry, &done, &e);
        if (!ok || done)
            break;
        if (entry.parts_n == 0)
            read_lists(a, &entry);
        (void)index_page_find(a, bytes, entry.term, &again, &found, &e);
    }
    BUG_ON(!ok && e.code != ERR_STORE, "another error");
}

struct source {
    struct str bytes;
    bool given;
};

static bool
one_page(void *arg, struct str *bytes, bool *done, struct err *e)
{
    (void)e;
    struct source *s = arg;
    *done = s->given;
    *bytes = s->bytes;
    s->given = true;
    return true;
}

static bool
one_part(
    void *arg, uint64_t term, uint32_t part, struct str *docs, struct str *places, struct err *e)
{
    (void)term;
    (void)e;
    const struct source *s = arg;
    *docs = str_slice(s->bytes, (size_t)part * 7, 20000);
    *places = str_slice(s->bytes, (size_t)part * 5, 90000);
    return true;
}

static bool
take_page(void *arg, uint64_t first, struct str bytes, struct err *e)
{
    (void)arg;
    (void)e;
    BUG_ON(first == 0 || bytes.n == 0, "an empty page");
    return true;
}

static bool
take_part(
    void *arg, uint64_t term, uint32_t part, struct str docs, struct str places, struct err *e)
{
    (void)arg;
    (void)part;
    (void)e;
    BUG_ON(term == 0 || docs.n == 0, "an empty part");
    (void)places;
    return true;
}

static void
merge(struct str bytes)
{
    static uint32_t first[DOCS], second[DOCS];
    for (uint32_t i = 0; i < DOCS; i++) {
        first[i] = i % 9 == 3 ? UINT32_MAX : i;
        second[i] = DOCS + i;
    }
    struct source left = {str_slice(bytes, 0, bytes.n / 2), false};
    struct source right = {str_slice(bytes, bytes.n / 2, bytes.n), false};
    struct index_source sources[] = {
        {one_page, one_part, &left, first, DOCS}, {one_page, one_part, &right, second, DOCS}};
    struct index_sink sink = {take_page, take_part, NULL};
    struct index_merge *m = index_merge_open(sources, 2, &sink);
    struct err e = {0};
    bool done = false;
    while (!done && index_merge_step(m, 1000, &done, &e))
        ;
    BUG_ON(!done && e.code != ERR_STORE, "another error");
    index_merge_close(m);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open();
    struct str bytes = {(const char *)data, size};
    read_page(a, bytes);
    merge(bytes);
    arena_close(a);
    return 0;
}
