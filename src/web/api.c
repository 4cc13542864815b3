#include "web/api.h"

#include "domain/right.h"
#include "web/api_record.h"
#include "web/asset.h"
#include "web/view_json.h"

enum {
    LIMIT_USUAL = 100,
    LIMIT_MAX = 1000
};

#define PAGING                                                       \
    {.name = "offset", .type = PARAM_INT, .hi = 1000000000},         \
    {                                                                \
        .name = "limit", .type = PARAM_INT, .lo = 1, .hi = LIMIT_MAX \
    }

const struct param api_list_params[] = {PAGING, {0}};
const struct param api_records_params[] = {
    {.name = "kind", .type = PARAM_TEXT, .max = 60},
    {.name = "duty", .type = PARAM_TEXT, .max = 40},
    {.name = "from", .type = PARAM_DATE},
    {.name = "to", .type = PARAM_DATE},
    {.name = "person", .type = PARAM_ID},
    {.name = "text", .type = PARAM_TEXT, .max = 200},
    {.name = "voided", .type = PARAM_BOOL},
    {.name = "subtree", .type = PARAM_BOOL},
    PAGING,
    {0},
};
const struct param api_duties_params[] = {
    {.name = "all", .type = PARAM_BOOL},
    {0},
};

static size_t
offset_of(const struct request *rq)
{
    return (size_t)param_int(rq, "offset", 0);
}

static size_t
limit_of(const struct request *rq)
{
    return (size_t)param_int(rq, "limit", LIMIT_USUAL);
}

bool
api_openapi(struct request *rq, struct response *rs, struct err *e)
{
    (void)e;
    (void)rq;
    rs->type = S("application/json");
    out_put(&rs->body, asset_bytes("openapi.json"));
    return true;
}

/* Those that the token's account begins at, and what is below them. */
bool
api_orgs(struct request *rq, struct response *rs, struct err *e)
{
    struct org_ids homes;
    struct orgs orgs;
    size_t skip = offset_of(rq), left = limit_of(rq);
    if (!right_homes(rq->work, &homes, e))
        return false;
    struct json_out j = response_json(rs);
    json_array(&j);
    for (size_t i = 0; i < homes.n && left; i++) {
        if (!org_subtree(rq->work, homes.v[i], skip + left, &orgs, e))
            return false;
        for (size_t k = skip < orgs.n ? skip : orgs.n; k < orgs.n && left; k++, left--)
            view_json_org(&j, &orgs.v[k]);
        skip = skip > orgs.n ? skip - orgs.n : 0;
    }
    json_array_end(&j);
    return true;
}

bool
api_people(struct request *rq, struct response *rs, struct err *e)
{
    struct people people;
    struct person_filter f = {
        .org_id = rq->org, .on = rq->work->today, .offset = offset_of(rq), .limit = limit_of(rq)};
    if (!person_list(rq->work, &f, &people, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("total"), people.total);
    json_key(&j, S("people"));
    json_array(&j);
    for (size_t i = 0; i < people.n; i++)
        view_json_person(&j, &people.v[i]);
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

bool
api_records(struct request *rq, struct response *rs, struct err *e)
{
    struct record_lines lines;
    struct record_filter f = {.org_id = rq->org,
        .subtree = param_bool(rq, "subtree"),
        .year = rq->year,
        .kind = param_text(rq, "kind"),
        .duty = param_text(rq, "duty"),
        .from = param_date(rq, "from"),
        .to = param_date(rq, "to"),
        .person_id = param_id(rq, "person"),
        .text = param_text(rq, "text"),
        .voided = param_bool(rq, "voided"),
        .offset = offset_of(rq),
        .limit = limit_of(rq)};
    if (!record_list(rq->work, &f, &lines, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("total"), lines.total);
    json_key(&j, S("records"));
    json_array(&j);
    for (size_t i = 0; i < lines.n; i++)
        view_json_line(&j, &lines.v[i]);
    json_array_end(&j);
    json_object_end(&j);
    return true;
}

static bool
answer_record(struct request *rq, struct response *rs, int64_t id, struct err *e)
{
    struct record record;
    if (!record_get(rq->work, id, &record, e))
        return false;
    struct json_out j = response_json(rs);
    view_json_record(&j, &record);
    return true;
}

bool
api_record(struct request *rq, struct response *rs, struct err *e)
{
    return answer_record(rq, rs, param_id(rq, "id"), e);
}

bool
api_record_add(struct request *rq, struct response *rs, struct err *e)
{
    struct record_input in = {.org_id = rq->org};
    int64_t id;
    if (!api_record_read(rq->arena, rq->json, &in, e) || !record_save(rq->work, &in, &id, e) ||
        !answer_record(rq, rs, id, e))
        return false;
    rs->status = 201;
    response_header(rs, S("Location"), arena_fmt(rq->arena, "/api/v1/records/%" PRId64, id));
    return true;
}

bool
api_duties(struct request *rq, struct response *rs, struct err *e)
{
    struct duty_rows rows;
    if (!duty_year(rq->work, rq->org, rq->year, param_bool(rq, "all"), &rows, e))
        return false;
    struct json_out j = response_json(rs);
    json_array(&j);
    for (size_t i = 0; i < rows.n; i++)
        if (!view_json_duty(&j, rq->work, &rows.v[i], e))
            return false;
    json_array_end(&j);
    return true;
}

bool
api_figures(struct request *rq, struct response *rs, struct err *e)
{
    struct figures figures;
    struct view_of of = {rq->org, rq->year};
    if (!figure_year(rq->work, rq->org, rq->year, &figures, e))
        return false;
    struct json_out j = response_json(rs);
    json_array(&j);
    for (size_t i = 0; i < figures.n; i++)
        if (!view_json_figure(&j, rq->work, &of, &figures.v[i], e))
            return false;
    json_array_end(&j);
    return true;
}
