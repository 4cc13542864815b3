#include "web/page_report_send.h"

#include "base/file.h"
#include "domain/duty.h"
#include "domain/right.h"
#include "web/exchange.h"
#include "web/tpl.h"

enum {
    DOCX_MAX = 32 * 1024 * 1024
};

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

const struct param report_send_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "seen", .type = PARAM_TEXT, .max = 64, .required = true},
    {.name = "send_why", .type = PARAM_TEXT, .max = 1600, .label = N_("更正原因")},
    {0},
};
const struct param report_file_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "file", .type = PARAM_FILE, .required = true, .label = N_("文件")},
    {.name = "file_why", .type = PARAM_TEXT, .max = 1600, .label = N_("更正原因")},
    {0},
};
const struct param report_withdraw_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "back_why", .type = PARAM_TEXT, .max = 1600, .required = true, .label = N_("原因")},
    {0},
};

struct str
report_look(const struct request *rq, char before)
{
    return arena_fmt(rq->arena, "%cyear=%d%.*s", before, rq->year, STR_ARG(org_query(rq, '&')));
}

static bool
back_to_send(struct request *rq, struct response *rs, const char *notice)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/report/send%.*s", STR_ARG(report_look(rq, '?')));
}

/* ---- what would be sent ---- */

static struct str
plain_digest(struct arena *a, struct str plain)
{
    struct hex_text hex = sha256_hex(sha256_of(plain));
    return arena_str(a, str_from(hex.z));
}

static struct str
draft_name(struct request *rq, const struct report_draft *draft)
{
    return arena_fmt(
        rq->arena, tr("%d年述职报告（%.*s）.docx"), draft->year, STR_ARG(draft->org_name));
}

static bool
fill_hint(struct request *rq, struct str plain, struct send_hint *h, struct err *e)
{
    struct review_items items;
    if (rq->failed) /* shown again on a thread that must not think long */
        return true;
    if (!review_check(rq->work, rq->org, rq->year, plain, &items, e))
        return false;
    for (size_t i = 0; i < items.n; i++) {
        const struct review_item *item = &items.v[i];
        bool open = item->fault && !item->note;
        h->open[item->group] += open;
        h->sum += open;
        h->answered += item->fault && item->note;
    }
    h->checked = true;
    return true;
}

/* Only for those who write: what was not sent is nobody else's. */
static bool
fill_draft(struct request *rq, struct report_send_view *v, struct err *e)
{
    v->may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    if (!v->may_write || v->kept.state == REPORT_SUBMITTED)
        return true;
    if (!report_current(rq->work, rq->org, rq->year, &v->draft, e))
        return false;
    struct str plain = report_plain(rq->arena, &v->draft);
    v->has_draft = true;
    v->draft_digest = plain_digest(rq->arena, plain);
    v->file_name = draft_name(rq, &v->draft);
    return fill_hint(rq, plain, &v->hint, e);
}

/* ---- what was sent ---- */

/* The return that followed a submission: its remarks stand beside the text. */
static bool
find_return(struct request *rq, const struct report_versions *steps, struct sent_view *v,
    struct report_content *returned, struct err *e)
{
    for (size_t i = steps->n; i-- > 0;) {
        const struct report_version *s = &steps->v[i];
        if (s->version <= v->at.version)
            continue;
        if (s->step == REPORT_STEP_SUBMIT)
            break;
        if (s->step != REPORT_STEP_RETURN)
            continue;
        const struct report_at at = {v->at.org_id, v->at.year, s->version};
        v->returned = true;
        v->returned_why = s->why;
        return report_content(rq->work, &at, returned, e);
    }
    return true;
}

bool
sent_fill(struct request *rq, const struct report_versions *steps, struct report_at at,
    struct sent_view *v, struct err *e)
{
    struct report_content c, returned = {0};
    *v = (struct sent_view){.at = at};
    if (!report_one(rq->work, &at, &v->version, &c, e) ||
        !find_return(rq, steps, v, &returned, e) ||
        !report_drifts(rq->work, &at, &c, &v->drifts, e))
        return false;
    v->drafted = c.drafted;
    v->plain = c.text;
    v->chars = sent_chars(c.text);
    v->text = sent_text(rq->arena, c.text, returned.remarks, returned.remarks_n);
    return true;
}

bool
sent_earlier_fill(struct request *rq, const struct report_versions *steps,
    const struct sent_view *v, struct sent_earlier *earlier, struct err *e)
{
    struct report_content c;
    struct report_at at = v->at;
    *earlier = (struct sent_earlier){0};
    for (size_t i = 0; i < steps->n && !earlier->version; i++)
        if (steps->v[i].step == REPORT_STEP_RETURN && steps->v[i].version < v->at.version) {
            earlier->version = at.version = steps->v[i].version;
            earlier->why = steps->v[i].why;
        }
    if (!earlier->version)
        return true;
    if (!report_content(rq->work, &at, &c, e))
        return false;
    earlier->remarks = c.remarks;
    earlier->remarks_n = c.remarks_n;
    earlier->stand = arena_array(rq->arena, bool, c.remarks_n + 1);
    for (size_t i = 0; i < c.remarks_n; i++)
        earlier->stand[i] =
            c.remarks[i].quote.n && str_find(v->plain, c.remarks[i].quote, 0) != SIZE_MAX;
    return true;
}

bool
sent_steps_fill(struct request *rq, const struct report_versions *steps, struct report_at at,
    struct sent_steps *list, struct err *e)
{
    bool own = right_has(rq->work, at.org_id, RIGHT_WRITE);
    list->v = arena_array(rq->arena, struct sent_step, steps->n + 1);
    for (list->n = 0; list->n < steps->n; list->n++) {
        const struct report_version *s = &steps->v[list->n];
        bool back = list->n > 0 && s[-1].step == REPORT_STEP_WITHDRAW;
        struct sent_step line = {.version = s};
        struct report_content c = {0};
        at.version = s->version;
        if (s->step == REPORT_STEP_RETURN && !report_content(rq->work, &at, &c, e))
            return false;
        line.has_text = s->step == REPORT_STEP_SUBMIT && (own || !back);
        line.remarks = (int64_t)c.remarks_n;
        list->v[list->n] = line;
    }
    return true;
}

struct str
sent_votes(struct arena *a, const struct report_mark *mark)
{
    struct str parts[REPORT_GRADE_COUNT];
    size_t n = 0;
    bool any = false;
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++) {
        any |= mark->votes[g] != 0;
        parts[n++] = arena_fmt(a, tr("%.*s %lld 票"),
            STR_ARG(report_grade_title((enum report_grade)g)), (long long)mark->votes[g]);
    }
    return any ? arena_join(a, parts, n, str_from(tr("，"))) : S("");
}

/* ---- the record of it ---- */

static struct str
report_duty(const struct rules *rules)
{
    for (size_t i = 0; i < rules->n; i++)
        if (rules->packs[i]->report_duty.n)
            return rules->packs[i]->report_duty;
    return S("");
}

static struct str
link_part(struct request *rq, const char *name, struct str value)
{
    struct out o;
    out_init(&o, 4096);
    if (value.n) {
        out_fmt(&o, "&%s=", name);
        html_url_part(&o, url_part(value));
    }
    struct str part = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return part;
}

/* 述职 is a duty that a record fulfils, not the sending: the form of that record, as far as it is known. */
static bool
fill_record(struct request *rq, struct report_send_view *v, struct err *e)
{
    const struct rules *rules;
    struct duty_row row;
    struct orgs above;
    struct err none = {0};
    bool stands = v->kept.state == REPORT_SUBMITTED || v->kept.state == REPORT_ACCEPTED;
    if (!v->may_write || !stands)
        return true;
    if (!rules_for(rq->work, v->org.root_id, rq->year, &rules, e) ||
        !org_ancestors(rq->work, rq->org, &above, e))
        return false;
    const struct duty_key key = {rq->org, rq->year, report_duty(rules), 1};
    if (str_empty(key.duty) || !duty_one(rq->work, &key, &row, &none) ||
        (row.state != DUTY_NOT_DUE && row.state != DUTY_DUE && row.state != DUTY_MISSING))
        return true;
    struct str to = above.n > 1 ? above.v[above.n - 2].name : S("");
    enum report_grade g = v->kept.mark.grade;
    struct str title = arena_fmt(rq->arena, tr("%d年度抓党建述职"), rq->year);
    v->record_duty = row.duty->title;
    v->record_link = arena_fmt(rq->arena, "/new?duty=%.*s&period=1&year=%d%.*s%.*s%.*s%.*s",
        STR_ARG(key.duty), rq->year, STR_ARG(org_query(rq, '&')),
        STR_ARG(link_part(rq, "title", title)), STR_ARG(link_part(rq, "field.to", to)),
        STR_ARG(link_part(rq, "field.grade", g ? report_grade_title(g) : S(""))));
    return true;
}

/* ---- the page ---- */

bool
page_report_send(struct request *rq, struct response *rs, struct err *e)
{
    struct report_send_view v = {0};
    struct report_versions steps;
    const struct report_at at = {rq->org, rq->year, 0};
    if (!org_get(rq->work, rq->org, &v.org, e) ||
        !report_kept(rq->work, rq->org, rq->year, &v.kept, e) ||
        !report_versions(rq->work, rq->org, rq->year, &steps, e) ||
        !sent_steps_fill(rq, &steps, at, &v.steps, e) || !fill_draft(rq, &v, e) ||
        !fill_record(rq, &v, e))
        return false;
    v.has_sent = v.kept.text_version > 0;
    const struct report_at sent = {rq->org, rq->year, v.kept.text_version};
    if (v.has_sent && !sent_fill(rq, &steps, sent, &v.sent, e))
        return false;
    page_begin(rq, rs, tr("报送述职报告"), NAV_REPORT);
    tpl_report_send(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- sending ---- */

static struct report_at
at_of(const struct request *rq)
{
    return (struct report_at){rq->org, rq->year, param_int(rq, "version", 0)};
}

static bool
keep_file(struct request *rq, struct str bytes, struct report_sending *s, struct err *e)
{
    struct blob_writer *b;
    if (!blob_open(house_files(rq->work->house), REPORT_FILE_MAX, &b, e))
        return false;
    if (!blob_add(b, bytes, e)) {
        blob_abort(b);
        return false;
    }
    return blob_finish(b, &s->digest, &s->size, e);
}

/* The file is made and kept before the job; what is sent is what was seen. */
bool
report_send_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct report_sending *s = arena_new(rq->arena, struct report_sending);
    struct out docx;
    (void)rs;
    if (!right_check(rq->work, rq->org, RIGHT_WRITE, e) ||
        !report_current(rq->work, rq->org, rq->year, &draft, e))
        return false;
    *s = (struct report_sending){.at = at_of(rq),
        .drafted = true,
        .text = report_plain(rq->arena, &draft),
        .name = draft_name(rq, &draft),
        .why = param_text(rq, "send_why")};
    if (!str_eq(plain_digest(rq->arena, s->text), param_text(rq, "seen")))
        return err_set(e, ERR_CONFLICT, "%s",
            tr("打开之后正文或台账又有改动，要报送的已经不同，请再看一遍再报送。"));
    out_init(&docx, DOCX_MAX);
    bool ok = report_docx(rq->work, &draft, &docx, e) && keep_file(rq, out_str(&docx), s, e);
    out_release(&docx);
    rq->prepared = s;
    return ok;
}

bool
report_send_post(struct request *rq, struct response *rs, struct err *e)
{
    if (!report_submit(rq->work, rq->prepared, e))
        return field_as(e, "why", "send_why");
    return back_to_send(rq, rs, tr("已报送，等上级审阅。报送的正文和指标已留存。"));
}

bool
report_file_prepare(struct request *rq, struct response *rs, struct err *e)
{
    (void)rs;
    return right_check(rq->work, rq->org, RIGHT_WRITE, e);
}

static bool
submit_job(struct work *w, void *arg, struct err *e)
{
    return report_submit(w, arg, e);
}

/* On a worker: a stranger's file is read by the reader process, then one job sends it. */
bool
report_file_post(struct request *rq, struct response *rs, struct err *e)
{
    struct exchange *x = exchange_of(rq);
    struct house *house = app_house(x->app);
    const struct upload *u = rq->uploads;
    if (!u)
        return field_fail(rq, e, "file", "%s", tr("请选择要报送的文件。"));
    struct report_sending s = {.at = at_of(rq),
        .digest = u->digest,
        .size = u->size,
        .name = u->name,
        .why = param_text(rq, "file_why")};
    if (!report_file_text(house, rq->arena, u->digest, &s.text, e))
        return false;
    if (!house_write(house, rq->arena, &x->actor, submit_job, &s, e))
        return field_as(e, "why", "file_why");
    return back_to_send(rq, rs, tr("已报送，等上级审阅。报送的文件和指标已留存。"));
}

bool
report_withdraw_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct report_at at = at_of(rq);
    if (!report_withdraw(rq->work, &at, param_text(rq, "back_why"), e))
        return field_as(e, "why", "back_why");
    return back_to_send(rq, rs, tr("已撤回，可以修改后再报送。"));
}
