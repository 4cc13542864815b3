#include "base/lang.h"
#include "domain/list.h"
#include "domain/search_rank.h"

#include <stdlib.h>

enum {
    FACETS_MAX = 20
};

static const struct {
    struct str code;
    const char *title;
} sources[] = {
    [SEARCH_RECORD] = {str_lit("record"), N_("台账记录")},
    [SEARCH_REPORT] = {str_lit("report"), N_("报告")},
    [SEARCH_LIBRARY] = {str_lit("library"), N_("素材")},
};

struct str
search_source_code(enum search_source source)
{
    return sources[source].code;
}

struct str
search_source_title(enum search_source source)
{
    return str_from(tr(sources[source].title));
}

struct facets {
    struct search_facet *v;
    size_t n;
};

static int
most_first(const void *x, const void *y)
{
    const struct search_facet *a = x, *b = y;
    if (a->count != b->count)
        return a->count < b->count ? 1 : -1;
    return str_cmp(a->code, b->code);
}

static void
keep_most(struct facets *list, struct search_facet **out, size_t *n)
{
    if (list->n)
        qsort(list->v, list->n, sizeof *list->v, most_first);
    *out = list->v;
    *n = list->n < FACETS_MAX ? list->n : FACETS_MAX;
}

static void
facet_sources(struct find *f, const struct ranking *r, struct search_result *out)
{
    struct facets list = {NULL, 0};
    for (int i = 0; i <= SEARCH_LIBRARY; i++) {
        struct search_facet one = {search_source_code((enum search_source)i),
            search_source_title((enum search_source)i), r->sources[i]};
        if (one.count)
            LIST_ADD(f->arena, &list, one);
    }
    keep_most(&list, &out->sources, &out->sources_n);
}

static void
facet_years(struct find *f, const struct ranking *r, struct search_result *out)
{
    struct facets list = {NULL, 0};
    for (int i = 1; i < YEARS_MAX; i++) {
        if (r->years[i] == 0)
            continue;
        struct str code = arena_fmt(f->arena, "%d", i);
        struct search_facet one = {code, code, r->years[i]};
        LIST_ADD(f->arena, &list, one);
    }
    keep_most(&list, &out->years, &out->years_n);
}

static void
add_kind(struct find *f, struct facets *list, const struct search_kind *kind, int64_t count)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i].code, kind->code)) {
            list->v[i].count += count;
            return;
        }
    struct str title = kind->title.n ? kind->title : kind->code;
    struct search_facet one = {arena_str(f->arena, kind->code), arena_str(f->arena, title), count};
    LIST_ADD(f->arena, list, one);
}

static void
facet_kinds(struct find *f, const struct ranking *r, struct search_result *out)
{
    struct facets list = {NULL, 0};
    for (size_t b = f->view->n; b-- > 0;) { /* the title that is the latest */
        const struct search_facts *facts = f->blocks[b].b->facts;
        for (uint32_t i = 0; i < facts->kinds_n; i++)
            if (r->kinds[b][i])
                add_kind(f, &list, &facts->kinds[i], r->kinds[b][i]);
    }
    keep_most(&list, &out->kinds, &out->kinds_n);
}

struct org_count {
    int64_t org_id, count;
};

static int
by_org(const void *x, const void *y)
{
    const struct org_count *a = x, *b = y;
    return (a->org_id > b->org_id) - (a->org_id < b->org_id);
}

static int
by_count(const void *x, const void *y)
{
    const struct org_count *a = x, *b = y;
    return a->count != b->count ? (a->count < b->count ? 1 : -1) : by_org(x, y);
}

static bool
facet_orgs(struct find *f, const struct ranking *r, struct search_result *out, struct err *e)
{
    struct {
        struct org_count *v;
        size_t n;
    } all = {NULL, 0};
    struct facets list = {NULL, 0};
    for (size_t b = 0; b < f->view->n; b++) {
        const struct search_facts *facts = f->blocks[b].b->facts;
        for (uint32_t i = 0; i < facts->scopes_n; i++) {
            struct org_count one = {facts->scopes[i].org_id, r->scopes[b][i]};
            if (one.count)
                LIST_ADD(f->arena, &all, one);
        }
    }
    if (all.n == 0)
        return true;
    qsort(all.v, all.n, sizeof *all.v, by_org);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (n && all.v[n - 1].org_id == all.v[i].org_id)
            all.v[n - 1].count += all.v[i].count;
        else
            all.v[n++] = all.v[i];
    qsort(all.v, n, sizeof *all.v, by_count);
    for (size_t i = 0; i < n && i < FACETS_MAX; i++) {
        struct search_facet one = {
            arena_fmt(f->arena, "%lld", (long long)all.v[i].org_id), {NULL, 0}, all.v[i].count};
        if (!find_org_name(f, all.v[i].org_id, &one.title, e))
            return false;
        LIST_ADD(f->arena, &list, one);
    }
    out->orgs = list.v;
    out->orgs_n = list.n;
    return true;
}

bool
find_facets(struct find *f, const struct ranking *r, struct search_result *out, struct err *e)
{
    facet_sources(f, r, out);
    facet_years(f, r, out);
    facet_kinds(f, r, out);
    return facet_orgs(f, r, out, e);
}
