#include "support_search.h"

#include "base/utf8.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/right.h"
#include "store/store.h"
#include "text/norm.h"
#include "text/variant.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const atoms[] = {"党", "支", "部", "学", "习", "会", "议", "国", "國", "年",
    "的", "一", "a", "B", "ab", "2", "02", "23", " ", "\n", "，", "Ａ", "２", "-", "发", "發"};

static const char *const kinds[][2] = {{"meeting", "党员大会"}, {"docx", ""}, {"pdf", ""}};

size_t
box_below(struct box *b, size_t below)
{
    b->seed = b->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(b->seed >> 33) % below;
}

static struct str
random_text(struct box *b, size_t max)
{
    struct out o;
    size_t n = box_below(b, max + 1);
    out_init(&o, 1 << 16);
    for (size_t i = 0; i < n; i++)
        out_put(&o, str_from(atoms[box_below(b, sizeof atoms / sizeof *atoms)]));
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

static struct str
normal(struct str text)
{
    struct out o;
    out_init(&o, 1 << 20);
    norm_put(&o, text);
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

bool
box_open(struct box *b, uint64_t seed)
{
    *b = (struct box){.seed = seed};
    if (!fixture_open(&b->f))
        return false;
    b->orgs[0] = b->f.org;
    b->orgs[1] = fixture_org(&b->f, b->f.org, "东支部", "branch");
    b->orgs[2] = fixture_org(&b->f, b->f.org, "西支部", "branch");
    b->actors[0] = b->f.system;
    b->actors[1] = fixture_account(&b->f, b->orgs[1], "east", ROLE_CLERK);
    b->actors[2] = fixture_account(&b->f, b->orgs[2], "west", ROLE_CLERK);
    b->actors[3] = fixture_account(&b->f, b->orgs[1], "member", ROLE_MEMBER);
    return true;
}

void
box_close(struct box *b)
{
    fixture_close(&b->f);
}

bool
box_reopen(struct box *b)
{
    struct house_options options = {.data = test_dir(),
        .db = test_db_url(),
        .clock = clock_fixed(date_make(2023, 6, 15), 9, 0)};
    fixture_close(&b->f);
    return CHECK_OK(house_open(&options, &b->f.house, &b->f.e), &b->f.e) &&
        CHECK_OK(reader_open(b->f.house, &b->f.reader, &b->f.e), &b->f.e);
}

/* ---- documents ---- */

static const char *const org_names[BOX_ORGS] = {"示例支部", "东支部", "西支部"};

static struct scan_doc
scan_of(const struct search_item *item, size_t org)
{
    struct str title = normal(item->title), text = normal(item->text);
    return (struct scan_doc){.title = title,
        .text = text,
        .year = item->year,
        .kind = normal(item->kind),
        .kind_title = normal(item->kind_title),
        .org = normal(str_from(org_names[org]))};
}

static struct box_doc
random_doc(struct box *b)
{
    struct arena *a = test_arena();
    size_t org = box_below(b, BOX_ORGS), kind = box_below(b, 3);
    struct search_item item = {.source = (enum search_source)box_below(b, 3),
        .lock = (enum search_lock)box_below(b, 3),
        .ref_id = ++b->refs,
        .root_id = b->orgs[0],
        .org_id = b->orgs[org],
        .kind = str_from(kinds[kind][0]),
        .kind_title = str_from(kinds[kind][1]),
        .title = random_text(b, 6),
        .text = random_text(b, box_below(b, 8) ? 60 : 4000),
        .year = (int)(box_below(b, 4) ? 2019 + box_below(b, 5) : 0)};
    if (item.year)
        item.dated = date_make(item.year, 1 + (int)box_below(b, 12), 1);
    if (box_below(b, 2))
        item.text = arena_fmt(a, "%.*s，%.*s", STR_ARG(item.title), STR_ARG(item.text));
    else
        item.title_apart = true;
    if (box_below(b, 20) == 0)
        item.text = S("");
    if (!item.title_apart && item.text.n == 0)
        item.title = S("");
    return (struct box_doc){item, scan_of(&item, org), false};
}

static struct box_doc *
keep(struct box *b, const struct box_doc *doc)
{
    b->docs[b->n] = *doc;
    return &b->docs[b->n++];
}

static bool
put(struct work *w, void *arg, struct err *e)
{
    return search_put(w, arg, e);
}

bool
box_put(struct box *b)
{
    struct box_doc doc = random_doc(b);
    struct box_doc *kept = keep(b, &doc);
    return CHECK_OK(fixture_write(&b->f, &b->f.system, put, &kept->item), &b->f.e);
}

bool
box_put_text(struct box *b, size_t org, enum search_lock lock, const char *title, const char *text)
{
    struct box_doc doc = {.item = {.source = SEARCH_LIBRARY,
                              .lock = lock,
                              .ref_id = ++b->refs,
                              .root_id = b->orgs[0],
                              .org_id = b->orgs[org],
                              .kind = S("docx"),
                              .title = str_from(title),
                              .title_apart = true,
                              .text = str_from(text)}};
    doc.scan = scan_of(&doc.item, org);
    struct box_doc *kept = keep(b, &doc);
    return CHECK_OK(fixture_write(&b->f, &b->f.system, put, &kept->item), &b->f.e);
}

int64_t
box_docno(struct box *b, struct work *w, const struct search_item *item)
{
    int64_t docno = 0;
    bool found;
    CHECK_OK(db_get_int(w->db, SQL_SEARCH_DOC_FIND, VALS(v_int(item->source), v_int(item->ref_id)),
                 &docno, &found, &b->f.e),
        &b->f.e);
    return docno;
}

struct loading {
    struct search_load *l;
    int64_t *refs;
};

static bool
load_put(struct work *w, void *arg, struct err *e)
{
    struct loading *in = arg;
    return search_load_put(w, in->l, in->refs, e);
}

bool
box_load(struct box *b, size_t n)
{
    struct loading in = {search_load_open(), arena_array(test_arena(), int64_t, n + 1)};
    for (size_t i = 0; i < n; i++) {
        struct box_doc doc = random_doc(b);
        search_load_add(in.l, &doc.item);
        if (box_below(b, 10) == 0)
            continue; /* it turned out to be there already */
        in.refs[i] = doc.item.ref_id;
        (void)keep(b, &doc);
    }
    bool ok = CHECK_OK(search_load_build(in.l, &b->f.e), &b->f.e) &&
        CHECK_OK(fixture_write(&b->f, &b->f.system, load_put, &in), &b->f.e);
    search_load_close(in.l);
    return ok;
}

static struct box_doc *
random_kept(struct box *b)
{
    for (size_t tries = 0; b->n && tries < 100; tries++) {
        struct box_doc *doc = &b->docs[box_below(b, b->n)];
        if (!doc->gone)
            return doc;
    }
    return NULL;
}

bool
box_change(struct box *b)
{
    struct box_doc *old = random_kept(b);
    if (!old)
        return true;
    struct box_doc doc = random_doc(b);
    doc.item.ref_id = old->item.ref_id;
    doc.item.source = old->item.source;
    old->gone = true;
    struct box_doc *kept = keep(b, &doc);
    return CHECK_OK(fixture_write(&b->f, &b->f.system, put, &kept->item), &b->f.e);
}

static bool
drop(struct work *w, void *arg, struct err *e)
{
    const struct search_item *item = arg;
    return search_drop(w, item->source, item->ref_id, e);
}

bool
box_drop_doc(struct box *b, struct box_doc *doc)
{
    doc->gone = true;
    return CHECK_OK(fixture_write(&b->f, &b->f.system, drop, &doc->item), &b->f.e);
}

bool
box_drop(struct box *b)
{
    struct box_doc *doc = random_kept(b);
    return !doc || box_drop_doc(b, doc);
}

static bool
live(struct work *w, int64_t seg)
{
    struct stmt *s;
    struct err e;
    bool is_live = false;
    if (!CHECK_OK(stmt_open(w->db, SQL_SEARCH_SEG_LIST, NO_VALS, &s, &e), &e))
        return false;
    stmt_each (s, &e) {
        is_live = is_live || (stmt_int(s, 0) == seg && stmt_int(s, 6) == 1);
    }
    stmt_close(s);
    return is_live;
}

int64_t
box_left_behind(struct box *b)
{
    static const enum sql queries[] = {
        SQL_SEARCH_PAGE_LIST, SQL_SEARCH_SEG_LIST, SQL_SEARCH_DROPPED_LIST};

    int64_t left = 0;
    struct work w = fixture_read(&b->f, &b->f.system);
    for (int i = 0; i < 3; i++) {
        struct stmt *s;
        struct vals vals = i == 0 ? VALS(v_int(0), v_int(INT64_MAX), v_int(1000000))
            : i == 1              ? NO_VALS
                                  : VALS(v_int(1000));
        if (!CHECK_OK(stmt_open(w.db, queries[i], vals, &s, &b->f.e), &b->f.e))
            continue;
        stmt_each (s, &b->f.e) {
            left += i == 0 ? !live(&w, stmt_int(s, 0) >> 44) : i == 1 ? stmt_int(s, 6) != 1 : 1;
        }
        stmt_close(s);
    }
    work_end(&w);
    return left;
}

/* ---- queries ---- */

/* A stretch of a document, or something random. */
static struct str
random_word(struct box *b)
{
    struct box_doc *doc = box_below(b, 5) ? random_kept(b) : NULL;
    if (!doc || doc->scan.text.n == 0)
        return random_text(b, 3);
    struct str text = box_below(b, 6) || !doc->scan.title.n ? doc->scan.text : doc->scan.title;
    size_t points = utf8_count(text);
    size_t from = box_below(b, points);
    size_t n = 1 + box_below(b, box_below(b, 12) ? 5 : 90);
    struct str head = utf8_head(text, from);
    return utf8_head(str_slice(text, head.n, text.n), n);
}

struct str
box_query(struct box *b)
{
    static const char *const joints[] = {" ", " ", " OR ", " NOT ", " -"};
    static const char *const heads[] = {"", "", "", "", "title:", "year:2021 ", "year:2019-2021 ",
        "org:东 ", "kind:docx ", "kind:大会 "};
    struct out o;
    out_init(&o, 1 << 16);
    for (size_t i = 0, n = 1 + box_below(b, 3); i < n; i++) {
        if (i)
            out_put(&o, str_from(joints[box_below(b, 5)]));
        out_put(&o, str_from(heads[box_below(b, 10)]));
        bool quote = box_below(b, 2) != 0;
        if (quote)
            out_char(&o, '"');
        out_put(&o, random_word(b));
        if (quote)
            out_char(&o, '"');
    }
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

/* ---- what a scan finds ---- */

static bool
may(struct box *b, size_t actor, const struct search_item *item)
{
    size_t own = actor == 2 ? 2 : 1; /* the branch where the actor's role is */
    bool at = item->org_id == b->orgs[own], above = item->org_id == b->orgs[0];
    if (actor == 0)
        return true;
    switch (item->lock) {
    case SEARCH_LOCK_READ:
        return at && actor != 3;
    case SEARCH_LOCK_SHARED:
        return at || above;
    case SEARCH_LOCK_OWN:
        return at;
    }
    return false;
}

static struct str
folded(struct str text)
{
    struct out o;
    uint32_t cp;
    out_init(&o, 1 << 20);
    while (utf8_next(&text, &cp))
        utf8_put(&o, variant_fold(cp));
    struct str s = arena_str(test_arena(), out_str(&o));
    out_release(&o);
    return s;
}

static struct query *
folded_query(const struct query *q)
{
    if (!q)
        return NULL;
    struct query *copy = arena_new(test_arena(), struct query);
    *copy = *q;
    if (q->kind == QUERY_TEXT || q->kind == QUERY_TITLE)
        copy->text = folded(q->text);
    copy->left = folded_query(q->left);
    copy->right = folded_query(q->right);
    return copy;
}

static bool
passes(const struct box_doc *d, const struct search_ask *ask, const struct box *b)
{
    const struct search_item *item = &d->item;
    return (!ask->sources || (ask->sources >> item->source & 1) != 0) &&
        (!ask->org_id || ask->org_id == b->orgs[0] || item->org_id == ask->org_id) &&
        (!ask->year || item->year == ask->year) && (!ask->kind.n || str_eq(ask->kind, item->kind));
}

static bool
scan_finds(const struct box_doc *d, const struct query *q, const struct search_ask *ask)
{
    struct scan_doc doc = d->scan;
    if (ask->variants) {
        doc.title = folded(doc.title);
        doc.text = folded(doc.text);
    }
    return scan_matches(q, &doc);
}

bool
box_ask(struct box *b, size_t actor, const struct search_ask *ask, struct search_result *r)
{
    struct work w = fixture_read(&b->f, &b->actors[actor]);
    bool ok = CHECK_OK(search_run(&w, ask, r, &b->f.e), &b->f.e);
    work_end(&w);
    return ok;
}

static bool
among(const struct search_result *r, const struct search_item *item)
{
    for (size_t i = 0; i < r->hits_n; i++)
        if (r->hits[i].source == item->source && r->hits[i].ref_id == item->ref_id)
            return true;
    return false;
}

static bool
facets_add_up(const struct search_result *r)
{
    int64_t sources = 0, kinds_sum = 0, orgs = 0;
    for (size_t i = 0; i < r->sources_n; i++)
        sources += r->sources[i].count;
    for (size_t i = 0; i < r->kinds_n; i++)
        kinds_sum += r->kinds[i].count;
    for (size_t i = 0; i < r->orgs_n; i++)
        orgs += r->orgs[i].count;
    return sources == r->total && kinds_sum == r->total && orgs == r->total;
}

bool
box_same(struct box *b, size_t actor, const struct search_ask *ask)
{
    struct search_result r;
    bool cut;
    int64_t want = 0, empty = 0;
    const struct query *q = query_parse(test_arena(), ask->typed, &cut);
    if (ask->variants)
        q = folded_query(q);
    if (!box_ask(b, actor, ask, &r))
        return false;
    bool same = facets_add_up(&r);
    for (size_t i = 0; i < b->n; i++) {
        const struct box_doc *d = &b->docs[i];
        if (d->gone || !may(b, actor, &d->item) || !passes(d, ask, b))
            continue;
        empty += d->scan.text.n == 0 && d->item.source == SEARCH_LIBRARY;
        bool found = scan_finds(d, q, ask);
        want += found;
        if (found && r.total <= (int64_t)ask->limit && !among(&r, &d->item))
            same = false;
    }
    if (getenv("BOXV"))
        printf("# %.*s: %lld\n", STR_ARG(ask->typed), (long long)want);
    same = same && r.total == want && r.unsearchable == empty &&
        (int64_t)r.hits_n == (want < (int64_t)ask->limit ? want : (int64_t)ask->limit);
    if (!same)
        printf(
            "# \"%.*s\" variants %d actor %zu: total %lld of %lld, hits %zu, without text %lld of %lld\n",
            STR_ARG(ask->typed), ask->variants, actor, (long long)r.total, (long long)want,
            r.hits_n, (long long)r.unsearchable, (long long)empty);
    return same;
}
