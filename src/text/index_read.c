#include "text/index_int.h"

#include "base/lang.h"

bool
index_broken(struct err *e)
{
    return err_set(e, ERR_STORE, "%s",
        tr("检索索引中有数据损坏，无法读取。文件和记录不受影响；请用备份恢复数据库，或重建索引。"));
}

/* ---- numbers ---- */
uint64_t
varint_any(struct in *in)
{
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 63; shift += 7) {
        if (in->p >= in->end)
            break;
        unsigned char byte = (unsigned char)*in->p++;
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return v;
    }
    in->bad = true;
    in->p = in->end;
    return 0;
}

static uint32_t
take_u32(struct in *in)
{
    uint64_t v = varint_take(in);
    if (v > UINT32_MAX)
        in->bad = true;
    return (uint32_t)v;
}

/* A number that can be added to others. */
static uint64_t
take_size(struct in *in)
{
    uint64_t v = varint_take(in);
    if (v >> 48)
        in->bad = true;
    return in->bad ? 0 : v;
}

/* ---- pages ---- */
bool
index_page_begin(struct index_page *p, struct str page, struct err *e)
{
    if (page.n == 0 || page.p[0] != INDEX_FORMAT)
        return index_broken(e);
    *p = (struct index_page){{page.p + 1, page.n - 1}, 0};
    return true;
}

static void
take_single(struct in *in, struct index_raw *raw)
{
    raw->kind = INDEX_SINGLE;
    raw->docs = 1;
    raw->places = 1;
    raw->doc = take_u32(in);
    if (term_has_places(raw->term))
        raw->place = take_u32(in);
}

static void
take_short(struct in *in, struct index_raw *raw, uint64_t docs)
{
    raw->kind = INDEX_SHORT;
    raw->docs = (uint32_t)docs;
    raw->places = docs + take_size(in);
    uint64_t docs_n = docs + take_size(in), places_n = 0;
    if (term_has_places(raw->term))
        places_n = raw->places + take_size(in);
    raw->doc_list = in_take(in, docs_n);
    raw->place_list = in_take(in, places_n);
}

static void
take_long(struct in *in, struct index_raw *raw, uint64_t parts)
{
    raw->kind = INDEX_LONG;
    raw->parts_n = parts;
    raw->directory = in_take(in, take_size(in));
    if (parts > raw->directory.n)
        in->bad = true;
}

bool
index_raw_next(struct index_page *p, struct index_raw *raw, bool *done, struct err *e)
{
    *done = p->rest.n == 0;
    if (*done)
        return true;
    struct in in = in_from(p->rest);
    uint64_t head = varint_take(&in);
    *raw = (struct index_raw){.term = p->term + (head >> 1)};
    if (raw->term <= p->term || raw->term >> 44)
        return index_broken(e);
    if (head & 1) {
        take_single(&in, raw);
    } else {
        uint64_t n = varint_take(&in);
        if (n < 2 || n >> 33)
            return index_broken(e);
        if (n & 1)
            take_long(&in, raw, n >> 1);
        else
            take_short(&in, raw, n >> 1);
    }
    if (in.bad)
        return index_broken(e);
    p->rest = str_make(in.p, in_left(&in));
    p->term = raw->term;
    return true;
}

bool
index_part_next(struct in *directory, struct index_part *last)
{
    if (in_left(directory) == 0)
        return false;
    bool first = last->docs == 0;
    uint64_t distance = take_size(directory), docs = take_size(directory);
    uint64_t first_doc = last->first_doc + distance, more = take_size(directory);
    if ((distance == 0 && !first) || first_doc >= UINT32_MAX || docs == 0 || docs > INDEX_PART_DOCS)
        directory->bad = true;
    *last = (struct index_part){(uint32_t)first_doc, (uint32_t)docs, docs + more};
    return !directory->bad;
}

static bool
entry_long(struct arena *a, struct index_raw *raw, struct index_entry *entry, struct err *e)
{
    struct in in = in_from(raw->directory);
    struct index_part *parts = arena_array(a, struct index_part, raw->parts_n), last = {0};
    uint64_t docs = 0, places = 0;
    size_t n = 0;
    for (; n < raw->parts_n && index_part_next(&in, &last); n++) {
        parts[n] = last;
        docs += last.docs;
        places += last.places;
    }
    if (n < raw->parts_n || in_left(&in) || docs > UINT32_MAX)
        return index_broken(e);
    entry->docs = (uint32_t)docs;
    entry->places = places;
    entry->parts = parts;
    entry->parts_n = n;
    return true;
}

/* What stands shorter in the page as the lists that it means. */
static void
entry_single(struct arena *a, const struct index_raw *raw, struct index_entry *entry)
{
    char *bytes = arena_array(a, char, VARINT_MAX + sizeof(uint64_t));
    struct out docs = {.p = bytes, .cap = VARINT_MAX, .max = VARINT_MAX};
    varint_put(&docs, ((uint64_t)raw->doc << 1) | 1);
    entry->doc_list = out_str(&docs);
    if (!term_has_places(raw->term))
        return;
    char *place = bytes + VARINT_MAX; /* in 32 bits, then its code */
    bits_store((unsigned char *)place, raw->place | (UINT64_C(3) << 32));
    entry->place_list = str_make(place, sizeof(uint32_t) + 1);
}

static bool
entry_from(struct arena *a, struct index_raw *raw, struct index_entry *entry, struct err *e)
{
    *entry = (struct index_entry){.term = raw->term,
        .docs = raw->docs,
        .places = raw->places,
        .doc_list = raw->doc_list,
        .place_list = raw->place_list};
    if (raw->kind == INDEX_LONG)
        return entry_long(a, raw, entry, e);
    if (raw->kind == INDEX_SINGLE)
        entry_single(a, raw, entry);
    return true;
}

bool
index_page_next(
    struct arena *a, struct index_page *p, struct index_entry *entry, bool *done, struct err *e)
{
    struct index_raw raw;
    if (!index_raw_next(p, &raw, done, e))
        return false;
    return *done || entry_from(a, &raw, entry, e);
}

/* Passes over single entries below a term while 8 bytes hold the whole of one: most of a page of fingerprints. Two
   numbers end an entry of no places, three one with places. */
static void
pass_singles(struct index_page *p, uint64_t term)
{
    const unsigned char *at = (const unsigned char *)p->rest.p, *from = at;
    const unsigned char *end = at + p->rest.n;
    bool places = term_has_places(p->term);
    while (end - at >= (ptrdiff_t)sizeof(uint64_t)) {
        uint64_t word = bits_load(at), ends = ~word & UINT64_C(0x8080808080808080);
        uint64_t last = ends & (ends - 1);
        if (places)
            last &= last - 1;
        if (!(word & 1) || last == 0)
            break;
        uint64_t head = word & (ends ^ (ends - 1));
        head = (head & 0x7f) | (head >> 1 & 0x3f80) | (head >> 2 & 0x1fc000) |
            (head >> 3 & 0xfe00000) | (head >> 4 & UINT64_C(0x7f0000000));
        if (ends >> 40 << 40 == ends || p->term + (head >> 1) >= term)
            break;
        p->term += head >> 1;
        at += (unsigned)__builtin_ctzll(last) / 8 + 1;
    }
    p->rest = str_slice(p->rest, (size_t)(at - from), p->rest.n);
}

bool
index_page_find(struct arena *a, struct str page, uint64_t term, struct index_entry *entry,
    bool *found, struct err *e)
{
    struct index_page p = {.term = 0};
    *found = false;
    if (!index_page_begin(&p, page, e))
        return false;
    for (;;) {
        struct index_raw raw;
        bool done;
        if (p.term)
            pass_singles(&p, term);
        if (!index_raw_next(&p, &raw, &done, e))
            return false;
        if (done || raw.term > term)
            return true;
        if (raw.term == term) {
            *found = true;
            return entry_from(a, &raw, entry, e);
        }
    }
}
