#include "web/api_library.h"

#include "domain/right.h"
#include "web/exchange.h"
#include "web/page_library.h"
#include "web/page_search.h"
#include "web/view_library.h"

enum {
    LIMIT_USUAL = 20,
    LIMIT_DOCS = 100,
    LIMIT_MAX = 200,
    TYPED_BYTES = 40000
};

static const char *const SOURCES[] = {"record", "report", "library", NULL};
static const char *const ORDERS[] = {"rank", "newest", NULL};

#define PAGING                                                       \
    {.name = "offset", .type = PARAM_INT, .hi = 1000000000},         \
    {                                                                \
        .name = "limit", .type = PARAM_INT, .lo = 1, .hi = LIMIT_MAX \
    }

const struct param api_search_params[] = {
    {.name = "q", .type = PARAM_WORDS, .max = TYPED_BYTES},
    {.name = "in", .type = PARAM_ENUM, .values = SOURCES},
    {.name = "y", .type = PARAM_INT, .lo = 1, .hi = 9999},
    {.name = "kind", .type = PARAM_TEXT, .max = 60},
    {.name = "unit", .type = PARAM_ID},
    {.name = "variants", .type = PARAM_BOOL},
    {.name = "order", .type = PARAM_ENUM, .values = ORDERS},
    PAGING,
    {0},
};
const struct param api_library_params[] = {
    {.name = "folder", .type = PARAM_TEXT, .max = 300},
    {.name = "tag", .type = PARAM_TEXT, .max = 120},
    {.name = "type", .type = PARAM_TEXT, .max = 20},
    {.name = "y", .type = PARAM_INT, .lo = 1, .hi = 9999},
    {.name = "unit", .type = PARAM_ID},
    {.name = "batch", .type = PARAM_ID},
    {.name = "without_text", .type = PARAM_BOOL},
    {.name = "removed", .type = PARAM_BOOL},
    PAGING,
    {0},
};

/* ---- searching ---- */

static void
put_facet(struct json_out *j, const char *name, const struct search_facet *v, size_t n)
{
    json_key(j, str_from(name));
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_field_str(j, S("code"), v[i].code);
        json_field_opt(j, S("title"), v[i].title);
        json_field_int(j, S("count"), v[i].count);
        json_object_end(j);
    }
    json_array_end(j);
}

bool
api_search(struct request *rq, struct response *rs, struct err *e)
{
    struct search_result r;
    struct search_ask ask = {.typed = param_text(rq, "q"),
        .variants = param_bool(rq, "variants"),
        .org_id = param_id(rq, "unit"),
        .year = (int)param_int(rq, "y", 0),
        .kind = param_text(rq, "kind"),
        .newest_first = str_eq(param_text(rq, "order"), S("newest")),
        .offset = (size_t)param_int(rq, "offset", 0),
        .limit = (size_t)param_int(rq, "limit", LIMIT_USUAL)};
    ask.sources = search_source_bits(param_text(rq, "in"));
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e) || !search_run(rq->work, &ask, &r, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    view_json_found(&j, &r);
    json_key(&j, S("hits"));
    json_array(&j);
    for (size_t i = 0; i < r.hits_n; i++)
        view_json_hit(&j, &r.hits[i]);
    json_array_end(&j);
    json_key(&j, S("facets"));
    json_object(&j);
    put_facet(&j, "sources", r.sources, r.sources_n);
    put_facet(&j, "years", r.years, r.years_n);
    put_facet(&j, "kinds", r.kinds, r.kinds_n);
    put_facet(&j, "orgs", r.orgs, r.orgs_n);
    json_object_end(&j);
    json_object_end(&j);
    return true;
}

/* ---- documents ---- */

static void
put_id(struct json_out *j, const char *name, int64_t id)
{
    json_key(j, str_from(name));
    if (id)
        json_int(j, id);
    else
        json_null(j);
}

bool
api_library(struct request *rq, struct response *rs, struct err *e)
{
    struct library_docs docs;
    struct library_filter f = {.org_id = param_id(rq, "unit"),
        .folder = param_text(rq, "folder"),
        .tag = param_text(rq, "tag"),
        .format = param_text(rq, "type"),
        .year = (int)param_int(rq, "y", 0),
        .batch_id = param_id(rq, "batch"),
        .without_text = param_bool(rq, "without_text"),
        .removed = param_bool(rq, "removed"),
        .offset = (size_t)param_int(rq, "offset", 0),
        .limit = (size_t)param_int(rq, "limit", LIMIT_DOCS)};
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e) || !library_list(rq->work, &f, &docs, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("total"), docs.total);
    json_key(&j, S("documents"));
    json_array(&j);
    for (size_t i = 0; i < docs.n; i++)
        view_json_document(&j, &docs.v[i]);
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

bool
api_library_doc(struct request *rq, struct response *rs, struct err *e)
{
    struct library_doc doc;
    if (!library_get(rq->work, param_id(rq, "id"), &doc, e))
        return false;
    struct json_out j = response_json(rs);
    view_json_document(&j, &doc);
    return true;
}

bool
api_library_text(struct request *rq, struct response *rs, struct err *e)
{
    struct library_reading in;
    if (!library_read(rq->work, param_id(rq, "id"), &in, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("id"), in.doc.id);
    json_field_int(&j, S("version"), in.doc.version);
    json_field_str(&j, S("title"), in.doc.title.n ? in.doc.title : in.doc.name);
    json_field_str(&j, S("text"), in.text);
    json_object_end(&j);
    return true;
}

/* ---- adding ---- */

/* What a batch put in, as whoever asks may see it. */
static bool
batch_docs(struct request *rq, int64_t batch_id, struct library_docs *docs, struct err *e)
{
    struct exchange *x = exchange_of(rq);
    struct work w;
    struct reader *r = app_reader_take(x->app, false, e);
    struct library_filter f = {.batch_id = batch_id, .limit = LIMIT_MAX};
    if (!r)
        return false;
    bool ok = work_begin(r, rq->arena, &x->actor, &w, e);
    if (ok) {
        ok = library_list(&w, &f, docs, e);
        work_end(&w);
    }
    app_reader_give(x->app, r);
    return ok;
}

/* "a.zip" or what came out of it. */
static bool
came_from(struct str path, struct str name)
{
    return str_starts(path, name) && (path.n == name.n || path.p[name.n] == '/');
}

static const struct library_doc *
doc_of(const struct library_docs *docs, const struct upload *u)
{
    for (size_t i = 0; i < docs->n; i++)
        if (came_from(docs->v[i].path, u->name) || str_eq(docs->v[i].name, u->name))
            return &docs->v[i];
    return NULL;
}

static const struct library_failure *
failure_of(const struct library_failures *failures, const struct upload *u)
{
    for (size_t i = 0; i < failures->n; i++)
        if (came_from(failures->v[i].path, u->name))
            return &failures->v[i];
    return NULL;
}

static void
put_file(struct json_out *j, const struct upload *u, const struct library_docs *docs,
    const struct library_failures *failures)
{
    const struct library_failure *f = failure_of(failures, u);
    const struct library_doc *d = doc_of(docs, u);
    const char *outcome = f && !(d && d->state == LIBRARY_TEXT) ? "failed"
        : !d                                                    ? "known"
        : d->same_as                                            ? "duplicate"
                                                                : "added";
    json_object(j);
    json_field_str(j, S("name"), u->name);
    json_field_str(j, S("outcome"), str_from(outcome));
    put_id(j, "id", d ? d->id : f ? f->doc_id : 0);
    json_field_opt(j, S("why"), f ? f->why : S(""));
    json_object_end(j);
}

bool
api_library_add(struct request *rq, struct response *rs, struct err *e)
{
    struct library_tally t = {0};
    struct library_failures failures = {0};
    struct library_docs docs = {0};
    if (!library_take_uploads(rq, &t, &failures, e) || !batch_docs(rq, t.batch_id, &docs, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("batch"), t.batch_id);
    json_field_int(&j, S("added"), t.added);
    json_field_int(&j, S("duplicate"), t.duplicate);
    json_field_int(&j, S("known"), t.known);
    json_field_int(&j, S("failed"), t.failed);
    json_key(&j, S("files"));
    json_array(&j);
    for (const struct upload *u = rq->uploads; u; u = u->next)
        put_file(&j, u, &docs, &failures);
    json_array_end(&j);
    json_object_end(&j);
    return true;
}
