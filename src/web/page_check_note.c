/* What is written on the check's page: answers to findings, and files given to be checked. */
#include "base/utf8.h"
#include "doc/child.h"
#include "domain/right.h"
#include "web/exchange.h"
#include "web/page_check.h"
#include "web/page_check_params.h"

const struct param check_file_params[] = {
    CHECK_LOOK,
    {.name = "file", .type = PARAM_FILE, .required = true, .label = N_("文件")},
    {0},
};
const struct param check_note_params[] = {
    CHECK_LOOK,
    {.name = "finding", .type = PARAM_TEXT, .max = 64, .required = true, .label = N_("发现")},
    {.name = "answer", .type = PARAM_INT, .lo = 0, .hi = 1000000, .label = N_("版本")},
    {.name = "note", .type = PARAM_LINES, .max = 4 * REVIEW_NOTE_MAX, .label = N_("答复")},
    {.name = "take", .type = PARAM_BOOL},
    {0},
};

/* ---- answers ---- */

struct answering {
    struct review_answer answer;
    struct str back;
};

/* The page as it was looked at, at the finding. */
static struct str
back_to(struct request *rq, const struct check_source *s, size_t number)
{
    struct check_filter f = {.kind = param_text(rq, "kind"), .open = param_bool(rq, "open")};
    f.grouped = review_group_parse(param_text(rq, "group"), &f.group);
    struct str source = check_source_query(rq, s), filter = check_filter_query(rq, &f);
    return arena_fmt(rq->arena, "/report/check?%.*s%.*spage=%d#f%zu", STR_ARG(source),
        STR_ARG(filter), rq->page, number);
}

/* The finding is found anew, so that what is answered is what the program said and nobody else. */
bool
check_note_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct check_source source;
    struct review_items items;
    struct answering *a = arena_new(rq->arena, struct answering);
    struct str key = param_text(rq, "finding");
    (void)rs;
    if (!check_source_read(rq, &source, e) ||
        !review_check(rq->work, rq->org, rq->year, source.text, &items, e))
        return false;
    for (size_t i = 0; i < items.n && !a->answer.item; i++)
        if (str_eq(items.v[i].key, key))
            a->answer.item = &items.v[i];
    if (!a->answer.item)
        return err_set(
            e, ERR_CONFLICT, "%s", tr("这一处现在没有了：文字或台账改过。请看新的核对结果。"));
    a->answer.org_id = rq->org;
    a->answer.year = rq->year;
    a->answer.version = param_int(rq, "answer", 0);
    a->answer.note = param_bool(rq, "take") ? S("") : param_text(rq, "note");
    a->back = back_to(rq, &source, a->answer.item->number);
    rq->prepared = a;
    return true;
}

bool
check_note_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct answering *a = rq->prepared;
    if (!review_note_write(rq->work, &a->answer, e))
        return false;
    response_notice(rs, str_empty(str_trim(a->answer.note)) ? tr("答复已收回。") : tr("已答复。"));
    return response_redirect(rs, "%.*s", STR_ARG(a->back));
}

/* ---- files ---- */

static bool
ends_markdown(struct str name)
{
    return name.n > 3 && str_eq_nocase(str_slice(name, name.n - 3, name.n), S(".md"));
}

/* Read in the document child; the file itself goes when this returns. */
bool
check_file_prepare(struct request *rq, struct response *rs, struct err *e)
{
    const struct upload *u = rq->uploads;
    struct child_text read;
    struct err why = {0};
    (void)rs;
    if (!right_check(rq->work, rq->org, RIGHT_READ, e))
        return false;
    if (!review_note_may(rq->work, rq->org))
        return right_check(rq->work, rq->org, RIGHT_WRITE, e);
    if (!u)
        return field_fail(rq, e, "file", "%s", tr("请选择要核对的文件。"));
    if (!child_read(rq->arena, upload_fd(rq, u), ends_markdown(u->name), &read, &why)) {
        if (why.code == ERR_INPUT || why.code == ERR_LIMIT)
            return field_fail(rq, e, "file", "%s", why.text);
        *e = why;
        return false;
    }
    if (read.text.n > REPORT_TEXT_MAX)
        return field_fail(rq, e, "file", "%s", tr("文字太长，请确认选对了文件。"));
    struct review_file *file = arena_new(rq->arena, struct review_file);
    *file = (struct review_file){.org_id = rq->org,
        .year = rq->year,
        .name = utf8_head(u->name, REVIEW_FILE_NAME),
        .text = read.text};
    rq->prepared = file;
    return true;
}

bool
check_file_post(struct request *rq, struct response *rs, struct err *e)
{
    struct review_file *file = rq->prepared;
    if (!review_file_add(rq->work, file, e))
        return false;
    struct str look = look_query(rq, '&');
    return response_redirect(
        rs, "/report/check?from=file&doc=%" PRId64 "%.*s", file->id, STR_ARG(look));
}

bool
check_file_drop_post(struct request *rq, struct response *rs, struct err *e)
{
    if (!review_file_drop(rq->work, param_id(rq, "id"), e))
        return false;
    response_notice(rs, tr("已移除，写下的答复还在。"));
    return response_redirect(rs, "/report/check%.*s", STR_ARG(look_query(rq, '?')));
}
