#include "web/page_search.h"

#include "domain/right.h"
#include "web/page_library.h"
#include "web/tpl.h"

enum {
    WORDS = 8,
    TYPED_BYTES = 40000
};

static const char *const SOURCES[] = {"record", "report", "library", NULL};

const struct param search_params[] = {
    {.name = "q", .type = PARAM_WORDS, .max = TYPED_BYTES},
    {.name = "in", .type = PARAM_ENUM, .values = SOURCES},
    {.name = "y", .type = PARAM_INT, .lo = 1, .hi = 9999, .label = N_("年度")},
    {.name = "kind", .type = PARAM_TEXT, .max = 60},
    {.name = "unit", .type = PARAM_ID, .label = N_("单位")},
    {.name = "variants", .type = PARAM_BOOL},
    {.name = "newest", .type = PARAM_BOOL},
    {0},
};

const struct param search_words_params[] = {
    {.name = "q", .type = PARAM_WORDS, .max = TYPED_BYTES},
    {0},
};

unsigned
search_source_bits(struct str code)
{
    for (unsigned i = 0; SOURCES[i]; i++)
        if (str_eq(code, str_from(SOURCES[i])))
            return 1U << i;
    return 0;
}

struct str
search_number(struct arena *a, int64_t thousandths)
{
    return arena_fmt(a, "%" PRId64 ".%" PRId64, thousandths / 1000, thousandths % 1000 / 100);
}

/* Name and value as they stand in a query. */
static void
put_pair(struct out *o, const char *name, struct str value)
{
    if (value.n == 0)
        return;
    out_fmt(o, "%s=", name);
    html_url_part(o, url_part(value));
    out_char(o, '&');
}

/* "/search?q=…&": with what the page was asked for. */
static struct str
link_without(struct request *rq, const char *name, struct str value)
{
    struct out o;
    out_init(&o, (size_t)4 * TYPED_BYTES);
    out_lit(&o, "/search?");
    for (const struct param *p = search_params; p->name; p++)
        if (strcmp(p->name, name) != 0 && param_given(rq, p->name))
            put_pair(&o, p->name, param_typed(rq, p->name, S("")));
    put_pair(&o, name, value);
    struct str link = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return link;
}

struct str
search_link(struct request *rq, const char *name, struct str value)
{
    struct str link = link_without(rq, name, value);
    return str_slice(link, 0, link.n - 1);
}

struct str
search_facet_title(const struct search_group *g, const struct search_facet *f)
{
    if (strcmp(g->name, "kind") == 0 && (f->title.n == 0 || str_eq(f->title, f->code)))
        return library_format_title(f->code);
    return f->title.n ? f->title : f->code;
}

struct str
search_kind_title(const struct search_view *v, const struct search_hit *hit)
{
    for (size_t i = 0; i < v->r.kinds_n; i++)
        if (str_eq(v->r.kinds[i].code, hit->kind))
            return search_facet_title(&v->groups[SEARCH_GROUP_KIND], &v->r.kinds[i]);
    return library_format_title(hit->kind);
}

struct str
search_hit_link(struct request *rq, const struct search_hit *hit, struct str words, bool variants)
{
    struct arena *a = rq->arena;
    if (hit->source == SEARCH_RECORD)
        return arena_fmt(a, "/record/%" PRId64, hit->ref_id);
    if (hit->source == SEARCH_REPORT)
        return arena_fmt(a, "/report/received?org=%" PRId64 "&year=%d", hit->org_id, hit->year);
    struct out o;
    out_init(&o, (size_t)4 * TYPED_BYTES);
    out_fmt(&o, "/library/%" PRId64 "?", hit->ref_id);
    put_pair(&o, "find", words);
    if (variants)
        out_lit(&o, "variants=1&");
    o.n--; /* the last & or ? */
    if (words.n)
        out_lit(&o, "#here");
    struct str link = arena_str(a, out_str(&o));
    out_release(&o);
    return link;
}

static struct search_ask
read_ask(struct request *rq)
{
    return (struct search_ask){.typed = param_text(rq, "q"),
        .variants = param_bool(rq, "variants"),
        .sources = search_source_bits(param_text(rq, "in")),
        .org_id = param_id(rq, "unit"),
        .year = (int)param_int(rq, "y", 0),
        .kind = param_text(rq, "kind"),
        .newest_first = param_bool(rq, "newest"),
        .offset = (size_t)(rq->page - 1) * SEARCH_PAGE_HITS,
        .limit = SEARCH_PAGE_HITS};
}

/* Completions that are more than what stands in the box already. */
static bool
find_words(struct request *rq, struct search_view *v, struct err *e)
{
    struct str words[WORDS];
    size_t n = 0;
    if (v->typed.n == 0 || v->typed.n > SEARCH_LINK_BYTES || rq->page > 1)
        return true;
    if (!search_suggest(rq->work, v->typed, words, WORDS, &n, e))
        return false;
    v->words = arena_array(rq->arena, struct str, SEARCH_WORDS_SHOWN);
    for (size_t i = 0; i < n && v->words_n < SEARCH_WORDS_SHOWN; i++)
        if (!str_eq(str_trim(words[i]), v->typed))
            v->words[v->words_n++] = words[i];
    return true;
}

static void
fill_groups(struct search_view *v)
{
    const struct search_result *r = &v->r;
    v->groups[0] = (struct search_group){"in", tr("来源"), r->sources, r->sources_n};
    v->groups[1] = (struct search_group){"y", tr("年度"), r->years, r->years_n};
    v->groups[SEARCH_GROUP_KIND] = (struct search_group){"kind", tr("类别"), r->kinds, r->kinds_n};
    v->groups[3] = (struct search_group){"unit", tr("单位"), r->orgs, r->orgs_n};
}

bool
page_search(struct request *rq, struct response *rs, struct err *e)
{
    struct search_view v = {.typed = param_text(rq, "q")};
    struct search_ask ask = read_ask(rq);
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e) || !search_run(rq->work, &ask, &v.r, e) ||
        !find_words(rq, &v, e))
        return false;
    fill_groups(&v);
    v.pager = (struct pager){.base = link_without(rq, "", S("")),
        .page = rq->page,
        .more = (int64_t)(ask.offset + v.r.hits_n) < v.r.total};
    if (rq->partial) {
        tpl_search_found(&rs->body, rq, &v);
        return true;
    }
    page_begin(rq, rs,
        v.typed.n ? arena_fmt(rq->arena, tr("检索：%.*s"), STR_ARG(v.typed)).p : tr("检索"),
        NAV_SEARCH);
    tpl_search(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
search_words(struct request *rq, struct response *rs, struct err *e)
{
    struct str words[WORDS];
    size_t n = 0;
    struct str typed = param_text(rq, "q");
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e))
        return false;
    if (typed.n && !search_suggest(rq->work, typed, words, WORDS, &n, e))
        return false;
    for (size_t i = 0; i < n; i++)
        tpl_search_word(&rs->body, words[i]);
    return true;
}
