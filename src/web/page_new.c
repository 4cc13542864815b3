#include "web/page_new.h"

#include "domain/account.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/list.h"
#include "web/exchange.h"
#include "web/record_form.h"
#include "web/tpl.h"

const struct param new_params[] = {
    {.name = "kind", .type = PARAM_TEXT, .max = 60},
    {.name = "duty", .type = PARAM_TEXT, .max = 40},
    {.name = "period", .type = PARAM_INT, .lo = 1, .hi = 12},
    {.name = "title", .type = PARAM_TEXT, .max = 600},
    {.name = "field.*", .type = PARAM_TEXT, .max = 600},
    {0},
};

/* ---- which kind ---- */

static void
list_kinds(struct request *rq, const struct rules *rules, struct new_view *v)
{
    for (size_t p = 0; p < rules->n; p++)
        for (size_t i = 0; i < rules->packs[p]->kinds_n; i++) {
            const struct pack_kind *kind = &rules->packs[p]->kinds[i];
            struct kind_choice c = {.kind = kind, .family = kind->family};
            c.first_of_family =
                v->kinds_n == 0 || !str_eq(v->kinds[v->kinds_n - 1].family, kind->family);
            v->kinds = list_room(rq->arena, v->kinds, v->kinds_n, sizeof(*v->kinds));
            v->kinds[v->kinds_n++] = c;
        }
}

static bool
page_which(struct request *rq, struct response *rs, struct err *e)
{
    struct new_view v = {0};
    struct org org;
    const struct rules *rules;
    struct duty_rows rows;
    struct date today = rq->work->today;
    if (!org_get(rq->work, rq->org, &org, e) ||
        !rules_for(rq->work, org.root_id, rq->year, &rules, e) ||
        !duty_open(rq->work, rq->org, rq->year, date_month_end(today.year, today.month), &rows, e))
        return false;
    list_kinds(rq, rules, &v);
    v.due = rows.v;
    v.due_n = rows.n < 12 ? rows.n : 12;
    page_begin(rq, rs, tr("记一笔"), NAV_NEW);
    tpl_new_which(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- the form ---- */

static bool
show_form(struct request *rq, struct response *rs, struct record_form_view *v, struct err *e)
{
    if (!record_form_fill(rq, v, e))
        return false;
    page_begin(
        rq, rs, v->in->id ? tr("更正记录") : tr("记一笔"), v->in->id ? NAV_RECORDS : NAV_NEW);
    tpl_record_form(&rs->body, rq, v);
    page_end(rq, rs);
    return true;
}

/* What the link to the form knows already. */
static void
take_known(struct request *rq, struct record_input *in)
{
    size_t n = in->fields_n;
    for (struct param_each it = {0}; param_next(rq, "field.*", &it);)
        n++;
    struct field_value *fields = arena_array(rq->arena, struct field_value, n + 1);
    for (size_t i = 0; i < in->fields_n; i++)
        fields[i] = in->fields[i];
    for (struct param_each it = {0}; param_next(rq, "field.*", &it);)
        fields[in->fields_n++] = (struct field_value){it.rest, it.text};
    in->fields = fields;
    if (param_given(rq, "title"))
        in->title = param_text(rq, "title");
}

bool
page_new(struct request *rq, struct response *rs, struct err *e)
{
    struct record_input in = {0};
    struct record_start start = {.org_id = rq->org,
        .kind = rq->failed ? param_typed(rq, "kind", S("")) : param_text(rq, "kind")};
    if (!rq->failed) {
        start.duty = param_text(rq, "duty");
        start.period = (int)param_int(rq, "period", 0);
        start.year = str_empty(start.duty) ? 0 : rq->year;
    }
    if (str_empty(start.kind) && str_empty(start.duty))
        return page_which(rq, rs, e);
    if (!record_prefill(rq->work, &start, &in, e))
        return false;
    if (!rq->failed)
        take_known(rq, &in);
    struct token_text once = token_random();
    struct record_form_view v = {.action = S("/new"), .back = S("/today"), .in = &in};
    v.once = param_typed(rq, "once", arena_str(rq->arena, str_from(once.z)));
    return show_form(rq, rs, &v, e);
}

/* Everything that was sent, the form's own `once` with it: whoever goes back and fills in the next meeting sends another. */
static struct hex_text
form_digest(const struct request *rq)
{
    return sha256_hex(sha256_of(out_str(&exchange_of(rq)->body)));
}

static bool
save_once(struct request *rq, const struct record_input *in, int64_t *id, struct err *e)
{
    struct str session = rq->viewer.session;
    bool again = false;
    if (str_empty(session) || str_empty(param_text(rq, "once")))
        return record_save(rq->work, in, id, e);
    struct hex_text form = form_digest(rq);
    if (!session_once(rq->work, session, str_from(form.z), id, &again, e))
        return false;
    return again ||
        (record_save(rq->work, in, id, e) &&
            session_did(rq->work, session, str_from(form.z), *id, e));
}

bool
new_post(struct request *rq, struct response *rs, struct err *e)
{
    struct record_input in = {.org_id = rq->org};
    int64_t id;
    record_form_read(rq, &in);
    if (!save_once(rq, &in, &id, e))
        return false;
    response_notice(rs, tr("已记下。应办、指标和报告已随之更新。"));
    return response_redirect(rs, "/record/%" PRId64, id);
}

/* ---- a change ---- */

bool
page_edit(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    struct record record;
    if (!record_get(rq->work, id, &record, e))
        return false;
    struct record_form_view v = {.action = arena_fmt(rq->arena, "/record/%" PRId64 "/edit", id),
        .back = arena_fmt(rq->arena, "/record/%" PRId64, id),
        .in = &record.in,
        .hidden = record.hidden};
    v.conflict = rq->failed && rq->failed->code == ERR_CONFLICT;
    if (v.conflict)
        record_form_compare(rq, &record, &v);
    /* After a conflict the form carries the version just read: saving then means "mine, knowing theirs". */
    v.version = param_version(rq, record.in.version);
    return show_form(rq, rs, &v, e);
}

bool
edit_post(struct request *rq, struct response *rs, struct err *e)
{
    struct record record;
    int64_t id = param_id(rq, "id");
    if (!record_get(rq->work, id, &record, e))
        return false;
    struct record_input in = {
        .id = id, .org_id = record.in.org_id, .version = param_int(rq, "version", 0)};
    record_form_read(rq, &in);
    if (!record_save(rq->work, &in, &id, e))
        return false;
    response_notice(rs, tr("已更正，原来的样子留在历次版本里。"));
    return response_redirect(rs, "/record/%" PRId64, id);
}
