#include "web/api_library.h"

#include "web/exchange.h"
#include "web/page_library.h"
#include "web/page_search.h"

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
    {.name = "q", .type = PARAM_WORDS, .max = TYPED_BYTES, .required = true},
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

/* Bytes to characters, rising. */
static void
put_marks(struct json_out *j, struct str text, const struct marks *m)
{
    size_t byte = 0;
    int64_t points = 0;
    json_key(j, S("marks"));
    json_array(j);
    for (size_t i = 0; i < m->n; i++) {
        size_t ends[] = {m->v[i].start, m->v[i].end};
        json_array(j);
        for (int k = 0; k < 2; k++) {
            for (; byte < ends[k] && byte < text.n; byte++)
                points += ((unsigned char)text.p[byte] & 0xC0) != 0x80;
            json_int(j, points);
        }
        json_array_end(j);
    }
    json_array_end(j);
}

static void
put_hit(struct json_out *j, const struct search_hit *h)
{
    json_object(j);
    json_field_str(j, S("source"), str_from(SOURCES[h->source]));
    json_field_int(j, S("id"), h->ref_id);
    json_field_int(j, S("org"), h->org_id);
    json_field_str(j, S("title"), h->title);
    json_field_opt(j, S("kind"), h->kind);
    json_field_opt(j, S("dated"), str_from(date_format(h->dated).z));
    json_field_int(j, S("score"), h->score);
    json_field_str(j, S("snippet"), h->snippet.text);
    put_marks(j, h->snippet.text, &h->snippet.marks);
    json_object_end(j);
}

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
    if (!search_run(rq->work, &ask, &r, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("total"), r.total);
    json_field_bool(&j, S("exact"), true);
    json_field_int(&j, S("took_us"), r.took_us);
    json_field_int(&j, S("unsearchable"), r.unsearchable);
    json_field_bool(&j, S("cut"), r.cut);
    json_key(&j, S("hits"));
    json_array(&j);
    for (size_t i = 0; i < r.hits_n; i++)
        put_hit(&j, &r.hits[i]);
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

static void
put_doc(struct json_out *j, const struct library_doc *d)
{
    json_object(j);
    json_field_int(j, S("id"), d->id);
    json_field_int(j, S("org"), d->org_id);
    json_field_int(j, S("version"), d->version);
    json_field_str(j, S("title"), d->title.n ? d->title : d->name);
    json_field_opt(j, S("issuer"), d->issuer);
    json_field_opt(j, S("doc_number"), d->doc_number);
    json_field_opt(j, S("dated"), str_from(date_format(d->dated).z));
    put_id(j, "year", d->year);
    json_field_opt(j, S("place"), d->place);
    json_field_str(j, S("name"), d->name);
    json_field_opt(j, S("folder"), d->folder);
    json_key(j, S("tags"));
    json_array(j);
    for (size_t i = 0; i < d->tags_n; i++)
        json_str(j, d->tags[i]);
    json_array_end(j);
    json_field_opt(j, S("format"), d->format);
    json_field_int(j, S("size"), d->size);
    json_field_str(j, S("sha256"), d->digest);
    json_field_str(j, S("state"), library_state_code(d->state));
    json_field_opt(j, S("why"), d->why);
    json_field_int(j, S("characters"), d->points);
    json_field_int(j, S("residues"), d->cuts);
    put_id(j, "same_as", d->same_as);
    put_id(j, "alike", d->alike);
    json_field_str(j, S("readers"), library_lock_code(d->lock));
    json_field_str(j, S("added_at"), str_from(clock_format(d->added_ms).z));
    json_field_bool(j, S("removed"), d->removed);
    json_object_end(j);
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
    if (!library_list(rq->work, &f, &docs, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("total"), docs.total);
    json_key(&j, S("documents"));
    json_array(&j);
    for (size_t i = 0; i < docs.n; i++)
        put_doc(&j, &docs.v[i]);
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
    put_doc(&j, &doc);
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
