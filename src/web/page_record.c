#include "web/page_record.h"

#include "base/file.h"
#include "doc/child.h"
#include "domain/right.h"
#include "web/exchange.h"
#include "web/tpl.h"

const struct param record_version_params[] = {
    {.name = "version", .type = PARAM_ID},
    {0},
};
const struct param record_void_params[] = {
    {.name = "version", .type = PARAM_ID, .required = true, .label = N_("版本")},
    {.name = "why", .type = PARAM_TEXT, .max = 600, .required = true, .label = N_("原因")},
    {0},
};
const struct param evidence_params[] = {
    {.name = "file", .type = PARAM_FILE, .required = true, .many = true, .label = N_("文件")},
    {0},
};
const struct param evidence_restore_params[] = {
    {.name = "record", .type = PARAM_ID, .required = true, .label = N_("记录")},
    {0},
};
const struct param evidence_remove_params[] = {
    {.name = "record", .type = PARAM_ID, .required = true, .label = N_("记录")},
    {.name = "why", .type = PARAM_TEXT, .max = 600, .required = true, .label = N_("原因")},
    {0},
};

struct str
size_text(struct arena *a, int64_t bytes)
{
    if (bytes < 1024)
        return arena_fmt(a, "%" PRId64 " B", bytes);
    if (bytes < INT64_C(1024) * 1024)
        return arena_fmt(a, "%" PRId64 " KB", (bytes + 512) / 1024);
    return arena_fmt(a, "%.1f MB", (double)bytes / (1024.0 * 1024.0));
}

static const struct pack_field *
kind_field(const struct pack_kind *kind, struct str code)
{
    for (size_t i = 0; kind && i < kind->fields_n; i++)
        if (str_eq(kind->fields[i].code, code))
            return &kind->fields[i];
    return NULL;
}

struct str
kind_field_title(const struct pack_kind *kind, struct str code)
{
    const struct pack_field *field = kind_field(kind, code);
    return field ? field->title : code;
}

struct str
kind_field_shown(const struct pack_kind *kind, const struct field_value *value)
{
    const struct pack_field *field = kind_field(kind, value->code);
    bool tick = field && field->type == FIELD_TICK;
    return tick && str_eq(value->value, S("1")) ? str_from(tr("是")) : value->value;
}

struct str
duty_title_of(const struct rules *rules, struct str code)
{
    const struct pack *of;
    const struct pack_duty *duty = rules_duty(rules, code, &of);
    return duty ? duty->title : code;
}

static bool
show_record(struct request *rq, struct response *rs, struct record_view *v, struct err *e)
{
    struct work *w = rq->work;
    if (!org_get(w, v->record.in.org_id, &v->org, e) ||
        !rules_for(w, v->org.root_id, v->record.in.year, &v->rules, e) ||
        !record_notes(w, &v->record, &v->notes, e) ||
        !record_versions(w, v->record.in.id, &v->versions, e) ||
        (!v->old_version && !evidence_removed(w, v->record.in.id, &v->removed, &v->removed_n, e)))
        return false;
    v->kind = rules_kind(v->rules, v->record.in.kind);
    v->may_write = right_has(w, v->org.id, RIGHT_WRITE);
    page_begin(rq, rs, arena_cstr(rq->arena, v->record.in.title), NAV_RECORDS);
    tpl_record(&rs->body, rq, v);
    page_end(rq, rs);
    return true;
}

bool
page_record(struct request *rq, struct response *rs, struct err *e)
{
    struct record_view v = {0};
    return record_get(rq->work, param_id(rq, "id"), &v.record, e) && show_record(rq, rs, &v, e);
}

bool
page_record_version(struct request *rq, struct response *rs, struct err *e)
{
    struct record_view v = {.old_version = param_id(rq, "version")};
    return record_at(rq->work, param_id(rq, "id"), v.old_version, &v.record, e) &&
        show_record(rq, rs, &v, e);
}

static bool
back_to_record(struct response *rs, int64_t id, const char *notice)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/record/%" PRId64, id);
}

bool
record_void_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    return record_void(rq->work, id, param_id(rq, "version"), param_text(rq, "why"), e) &&
        back_to_record(rs, id, tr("已作废，不再计入应办和指标。可以收回。"));
}

bool
record_unvoid_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    return record_unvoid(rq->work, id, param_id(rq, "version"), param_text(rq, "why"), e) &&
        back_to_record(rs, id, tr("已收回作废，重新计入。"));
}

/* What a picture looks like; nothing for other files. */
struct upload_print {
    bool has;
    struct picture_print print;
};

/* Of each upload, in their order. */
static void
take_prints(struct request *rq)
{
    size_t n = 0;
    for (const struct upload *u = rq->uploads; u; u = u->next)
        n++;
    struct upload_print *prints = arena_array(rq->arena, struct upload_print, n + 1);
    rq->prepared = prints;
    n = 0;
    for (const struct upload *u = rq->uploads; u; u = u->next, n++)
        prints[n].has = child_picture(upload_fd(rq, u), &prints[n].print);
}

/* Before the files are kept: a file is never taken away again. */
bool
evidence_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct record record;
    (void)rs;
    if (!record_get(rq->work, param_id(rq, "id"), &record, e) ||
        !right_check(rq->work, record.in.org_id, RIGHT_WRITE, e))
        return false;
    take_prints(rq);
    return true;
}

bool
evidence_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    const struct upload_print *print = rq->prepared;
    for (const struct upload *u = rq->uploads; u; u = u->next, print++) {
        struct evidence_input in = {.record_id = id,
            .has_print = print->has,
            .print = print->print,
            .digest = u->digest,
            .size = u->size,
            .name = u->name,
            .type = u->type};
        int64_t evidence;
        if (!evidence_add(rq->work, &in, &evidence, e))
            return false;
    }
    return back_to_record(rs, id, tr("佐证已保存。"));
}

bool
evidence_remove_post(struct request *rq, struct response *rs, struct err *e)
{
    return evidence_remove(rq->work, param_id(rq, "id"), param_text(rq, "why"), e) &&
        back_to_record(rs, param_id(rq, "record"), tr("已从记录中取下，文件仍保存。"));
}

bool
evidence_restore_post(struct request *rq, struct response *rs, struct err *e)
{
    return evidence_restore(rq->work, param_id(rq, "id"), e) &&
        back_to_record(rs, param_id(rq, "record"), tr("已放回记录。"));
}

bool
evidence_download(struct request *rq, struct response *rs, struct err *e)
{
    struct evidence ev;
    struct sha256 digest;
    if (!evidence_get(rq->work, param_id(rq, "id"), &ev, e))
        return false;
    if (!sha256_from_hex(ev.digest, &digest))
        return err_set(e, ERR_STORE, tr("这个文件的登记已损坏，请管理员运行 taizhang check。"));
    /* Always a download of bytes: what a stranger uploaded is never shown as a page of this site. */
    response_download(rs, S("application/octet-stream"), ev.name);
    rs->file = str_from(blob_path(rq->arena, house_files(rq->work->house), digest));
    return true;
}
