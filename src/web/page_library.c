#include "web/page_library.h"

#include "domain/org.h"
#include "domain/right.h"
#include "web/bundle.h"
#include "web/csv.h"
#include "web/exchange.h"
#include "web/page_library_log.h"
#include "web/page_record.h"
#include "web/tpl.h"

enum {
    PAGE_ROWS = 50,
    PORTION = 200, /* the most that the domain lists at once */
    EXPORT_ROWS = 10000,
    TAGS_MAX = 20,
    FOLDER_BYTES = 300,
    TAGS_BYTES = 600,
    YEARS_SHOWN = 15
};

static const char *const STATES[] = {"none", "cuts", "repeated", "removed", NULL};
/* By enum library_order. */
static const char *const ORDERS[] = {"added", "dated", "title", "size", NULL};
static const char *const LOCKS[] = {"shared", "own", NULL};
static const char *const FORMATS[] = {
    "docx", "doc", "pdf", "xlsx", "xls", "html", "md", "txt", NULL};

#define FILTERS                                                                     \
    {.name = "folder", .type = PARAM_TEXT, .max = FOLDER_BYTES},                    \
        {.name = "tag", .type = PARAM_TEXT, .max = 120},                            \
        {.name = "type", .type = PARAM_TEXT, .max = 20},                            \
        {.name = "y", .type = PARAM_INT, .lo = 1, .hi = 9999, .label = N_("年度")}, \
        {.name = "state", .type = PARAM_ENUM, .values = STATES},                    \
        {.name = "here", .type = PARAM_BOOL},                                       \
        {.name = "batch", .type = PARAM_ID, .label = N_("批次")},                   \
    {                                                                               \
        .name = "order", .type = PARAM_ENUM, .values = ORDERS                       \
    }

const struct param library_params[] = {FILTERS, {0}};
const struct param library_zip_params[] = {
    FILTERS, {.name = "id", .type = PARAM_ID, .many = true, .label = N_("文件")}, {0}};
const struct param library_add_params[] = {
    {.name = "file", .type = PARAM_FILE, .required = true, .many = true, .label = N_("文件")},
    {.name = "folder", .type = PARAM_TEXT, .max = FOLDER_BYTES, .label = N_("目录")},
    {.name = "tags", .type = PARAM_TEXT, .max = TAGS_BYTES, .label = N_("标签")},
    {.name = "lock", .type = PARAM_ENUM, .values = LOCKS, .label = N_("谁可以看")},
    {0},
};

/* ---- words ---- */

struct str
library_format_title(struct str code)
{
    static const struct {
        struct str code;
        const char *title;
    } known[] = {{str_lit("docx"), N_("Word 文档")}, {str_lit("doc"), N_("Word 97 文档")},
        {str_lit("pdf"), "PDF"}, {str_lit("xlsx"), N_("Excel 表格")},
        {str_lit("xls"), N_("Excel 97 表格")}, {str_lit("html"), N_("网页")},
        {str_lit("md"), "Markdown"}, {str_lit("txt"), N_("纯文本")}};

    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (str_eq(known[i].code, code))
            return str_from(tr(known[i].title));
    return code;
}

struct str
library_beside(struct request *rq, const struct library_doc *doc)
{
    struct str all[] = {
        doc->issuer, doc->doc_number, doc->folder, doc->org_id == rq->org ? S("") : doc->org_name};
    struct str there[4];
    size_t n = 0;
    for (size_t i = 0; i < 4; i++)
        if (all[i].n)
            there[n++] = all[i];
    return arena_join(rq->arena, there, n, S(" · "));
}

struct str *
library_tags_split(struct arena *a, struct str typed, size_t *n)
{
    static const struct str breaks[] = {
        str_lit("、"), str_lit("，"), str_lit("；"), str_lit(","), str_lit(";"), str_lit("　")};
    struct str *tags = arena_array(a, struct str, TAGS_MAX);
    struct out o;
    out_init(&o, typed.n + 1);
    for (size_t i = 0; i < typed.n;) {
        size_t step = 0;
        for (size_t k = 0; k < sizeof(breaks) / sizeof(*breaks) && !step; k++)
            if (str_starts(str_slice(typed, i, typed.n), breaks[k]))
                step = breaks[k].n;
        if (step)
            out_char(&o, ' ');
        else
            out_char(&o, typed.p[i]);
        i += step ? step : 1;
    }
    struct str rest = arena_str(a, out_str(&o)), tag;
    out_release(&o);
    *n = 0;
    while (*n < TAGS_MAX && str_split(&rest, ' ', &tag))
        if (tag.n)
            tags[(*n)++] = tag;
    return tags;
}

struct str
library_tags_join(struct arena *a, const struct library_doc *doc)
{
    return arena_join(a, doc->tags, doc->tags_n, S("、"));
}

struct str
grouped(struct arena *a, int64_t n)
{
    struct str plain = arena_fmt(a, "%" PRId64, n);
    char *p = arena_array(a, char, 2 * plain.n + 1);
    size_t at = 0;
    for (size_t i = 0; i < plain.n; i++) {
        if (i > 0 && (plain.n - i) % 3 == 0 && plain.p[i - 1] != '-')
            p[at++] = ',';
        p[at++] = plain.p[i];
    }
    return str_make(p, at);
}

bool
choice_known(const struct choice *choices, size_t n, struct str value)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(choices[i].value, value))
            return true;
    return false;
}

/* ---- the list ---- */

static enum library_order
order_of(struct str code)
{
    for (int i = LIBRARY_BY_DATE; i <= LIBRARY_BY_SIZE; i++)
        if (str_eq(code, str_from(ORDERS[i])))
            return (enum library_order)i;
    return LIBRARY_BY_ADDED;
}

static void
read_filter(struct request *rq, struct library_filter *f)
{
    *f = (struct library_filter){0};
    if (rq->method != GET) /* the form that adds is shown again: its fields are others */
        return;
    struct str state = param_text(rq, "state");
    *f = (struct library_filter){.org_id = param_bool(rq, "here") ? rq->org : 0,
        .folder = param_text(rq, "folder"),
        .tag = param_text(rq, "tag"),
        .format = param_text(rq, "type"),
        .year = (int)param_int(rq, "y", 0),
        .batch_id = param_id(rq, "batch"),
        .without_text = str_eq(state, S("none")),
        .with_cuts = str_eq(state, S("cuts")),
        .repeated = str_eq(state, S("repeated")),
        .removed = str_eq(state, S("removed")),
        .order = order_of(param_text(rq, "order"))};
}

/* The filters as a query, so that the next page, the export and the archive are of the same documents. */
static struct str
filter_query(struct request *rq, bool *filtered)
{
    struct out o;
    out_init(&o, 8192);
    for (const struct param *p = library_params; rq->method == GET && p->name; p++)
        if (param_given(rq, p->name)) {
            out_fmt(&o, "%s=", p->name);
            html_url_part(&o, url_part(param_typed(rq, p->name, S(""))));
            out_char(&o, '&');
        }
    *filtered = o.n > 0;
    struct str look = look_query(rq, '&');
    if (look.n)
        out_fmt(&o, "%.*s&", STR_ARG(str_slice(look, 1, look.n)));
    struct str query = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return query;
}

static struct choice *
group_choices(struct arena *a, const struct library_groups *g, size_t *n)
{
    struct choice *list = arena_array(a, struct choice, g->n);
    for (size_t i = 0; i < g->n; i++)
        if (g->v[i].name.n)
            list[(*n)++] = (struct choice){g->v[i].name, g->v[i].name};
    return list;
}

static void
add_fixed(struct request *rq, struct library_view *v)
{
    struct arena *a = rq->arena;
    v->formats = arena_array(a, struct choice, sizeof(FORMATS) / sizeof(*FORMATS));
    for (size_t i = 0; FORMATS[i]; i++) {
        struct str code = str_from(FORMATS[i]);
        v->formats[v->formats_n++] = (struct choice){code, library_format_title(code)};
    }
    v->years = arena_array(a, struct choice, YEARS_SHOWN);
    for (int i = 0; i < YEARS_SHOWN; i++) {
        int year = rq->work->today.year - i;
        v->years[v->years_n++] =
            (struct choice){arena_fmt(a, "%d", year), arena_fmt(a, tr("%d 年"), year)};
    }
}

/* Folders, tags and numbers are of the org looked at: for those who may read it. */
static bool
add_groups(struct request *rq, struct library_view *v, struct err *e)
{
    struct library_groups folders, tags;
    struct org org;
    v->may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v->may_read = right_has(rq->work, rq->org, RIGHT_READ);
    if (!v->may_read)
        return true;
    if (!org_get(rq->work, rq->org, &org, e) || !library_folders(rq->work, rq->org, &folders, e) ||
        !library_tags(rq->work, rq->org, &tags, e) ||
        !library_stats(rq->work, rq->org, &v->stats, e) ||
        !library_added_today(rq, &v->added_today, e))
        return false;
    v->org_name = org.name;
    v->folders = group_choices(rq->arena, &folders, &v->folders_n);
    v->tags = group_choices(rq->arena, &tags, &v->tags_n);
    return true;
}

bool
page_library(struct request *rq, struct response *rs, struct err *e)
{
    struct library_view v = {0};
    struct library_filter f;
    read_filter(rq, &f);
    f.limit = PAGE_ROWS;
    f.offset = (size_t)(rq->page - 1) * PAGE_ROWS;
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e) || !library_list(rq->work, &f, &v.docs, e) ||
        !add_groups(rq, &v, e))
        return false;
    add_fixed(rq, &v);
    v.query = filter_query(rq, &v.filtered);
    v.pager = (struct pager){.base = arena_fmt(rq->arena, "/library?%.*s", STR_ARG(v.query)),
        .page = rq->page,
        .more = (int64_t)(f.offset + v.docs.n) < v.docs.total};
    page_begin(rq, rs, tr("素材库"), NAV_LIBRARY);
    tpl_library(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- taking out ---- */

static void
export_line(struct request *rq, struct out *o, const struct library_doc *d)
{
    struct arena *a = rq->arena;
    struct str row[] = {arena_fmt(a, "%" PRId64, d->id), d->title, d->issuer, d->doc_number,
        str_from(date_format(d->dated).z), d->year ? arena_fmt(a, "%d", d->year) : S(""),
        library_format_title(d->format), d->folder, library_tags_join(a, d), d->org_name, d->name,
        arena_fmt(a, "%" PRId64, d->size), arena_fmt(a, "%" PRId64, d->points),
        library_state_title(d->state), d->why, str_from(clock_format(d->added_ms).z), d->added_by,
        d->digest};
    csv_row(o, row, sizeof(row) / sizeof(row[0]));
}

bool
library_export(struct request *rq, struct response *rs, struct err *e)
{
    struct library_filter f;
    struct library_docs docs = {0};
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e))
        return false;
    read_filter(rq, &f);
    f.limit = PORTION;
    response_download(rs, S("text/csv; charset=utf-8"), str_from(tr("素材库目录.csv")));
    csv_begin(&rs->body);
    struct str head[] = {str_from(tr("编号")), str_from(tr("标题")), str_from(tr("发文机关")),
        str_from(tr("文号")), str_from(tr("日期")), str_from(tr("年度")), str_from(tr("类型")),
        str_from(tr("目录")), str_from(tr("标签")), str_from(tr("组织")), str_from(tr("原文件名")),
        str_from(tr("字节")), str_from(tr("字数")), str_from(tr("状态")), str_from(tr("说明")),
        str_from(tr("入库时间")), str_from(tr("入库人")), S("SHA-256")};
    csv_row(&rs->body, head, sizeof(head) / sizeof(head[0]));
    do {
        if (!library_list(rq->work, &f, &docs, e))
            return false;
        for (size_t i = 0; i < docs.n; i++)
            export_line(rq, &rs->body, &docs.v[i]);
        f.offset += docs.n;
    } while (docs.n && f.offset < EXPORT_ROWS && (int64_t)f.offset < docs.total);
    return true;
}

struct picked {
    struct bundle_file *v;
    size_t n;
};

static bool
pick(struct request *rq, int64_t id, struct picked *to, struct err *e)
{
    struct library_doc doc;
    const char *path;
    if (!library_original(rq->work, id, &doc, &path, e))
        return false;
    struct str name = doc.folder.n
        ? arena_fmt(rq->arena, "%.*s/%.*s", STR_ARG(doc.folder), STR_ARG(doc.name))
        : doc.name;
    to->v[to->n++] = (struct bundle_file){name, path, doc.size, doc.dated};
    return true;
}

/* Those ticked; none ticked: all that the filters let through. */
static bool
pick_all(struct request *rq, struct picked *to, struct err *e)
{
    struct library_filter f;
    struct library_docs docs = {0};
    read_filter(rq, &f);
    f.limit = PORTION;
    do {
        if (!library_list(rq->work, &f, &docs, e))
            return false;
        if (docs.total > LIBRARY_ZIP_MAX)
            return err_set(
                e, ERR_INPUT, tr("一次最多打包 %d 份，请先筛选或勾选。"), LIBRARY_ZIP_MAX);
        for (size_t i = 0; i < docs.n; i++)
            if (!pick(rq, docs.v[i].id, to, e))
                return false;
        f.offset += docs.n;
    } while (docs.n && (int64_t)f.offset < docs.total && to->n + PORTION <= LIBRARY_ZIP_MAX);
    return true;
}

bool
library_zip(struct request *rq, struct response *rs, struct err *e)
{
    struct picked files = {arena_array(rq->arena, struct bundle_file, LIBRARY_ZIP_MAX), 0};
    if (!right_check(rq->work, rq->org, RIGHT_SEE, e))
        return false;
    for (struct param_each it = {0}; files.n < LIBRARY_ZIP_MAX && param_next(rq, "id", &it);)
        if (!pick(rq, it.value, &files, e))
            return false;
    if (files.n == 0 && !pick_all(rq, &files, e))
        return false;
    if (files.n == 0)
        return err_set(e, ERR_INPUT, "%s", tr("没有选中文件。请先勾选要下载的。"));
    struct str name = arena_fmt(
        rq->arena, tr("素材%d份（%s）.zip"), (int)files.n, date_format(rq->work->today).z);
    return bundle_send(rs, files.v, files.n, name, e);
}

/* ---- adding ---- */

bool
library_add_prepare(struct request *rq, struct response *rs, struct err *e)
{
    (void)rs;
    return right_check(rq->work, rq->org, RIGHT_WRITE, e);
}

bool
library_take_uploads(struct request *rq, struct library_tally *tally,
    struct library_failures *failures, struct err *e)
{
    struct exchange *x = exchange_of(rq);
    struct library_intake *in;
    size_t files = 0;
    for (const struct upload *u = rq->uploads; u; u = u->next)
        files++;
    struct library_intake_options o = {.house = app_house(x->app),
        .actor = &x->actor,
        .to = {.org_id = rq->org, .folder = param_text(rq, "folder")},
        .way = LIBRARY_BY_PAGE,
        .source =
            files == 1 ? rq->uploads->name : arena_fmt(rq->arena, tr("%d 个文件"), (int)files)};
    o.to.lock = str_eq(param_text(rq, "lock"), S("own")) ? SEARCH_LOCK_OWN : SEARCH_LOCK_SHARED;
    o.to.tags = library_tags_split(rq->arena, param_text(rq, "tags"), &o.to.tags_n);
    if (!library_intake_open(&o, &in, e))
        return false;
    bool ok = true;
    for (const struct upload *u = rq->uploads; ok && u; u = u->next)
        ok = library_intake_upload(in, &(struct library_upload){u->name, u->digest, u->size}, e);
    struct err late = {0};
    bool closed = library_intake_close(in, rq->arena, tally, failures, ok ? e : &late);
    return ok && closed;
}

bool
library_add_post(struct request *rq, struct response *rs, struct err *e)
{
    struct library_tally t = {0};
    if (!library_take_uploads(rq, &t, NULL, e))
        return false;
    struct str told = arena_fmt(rq->arena,
        tr("入库完成：新增 %lld 份，内容重复 %lld 份，原来就有 %lld 份，没有文字 %lld 份。"),
        (long long)t.added, (long long)t.duplicate, (long long)t.known, (long long)t.failed);
    response_notice(rs, told.p);
    return response_redirect(
        rs, "/library/log/%" PRId64 "%.*s", t.batch_id, STR_ARG(org_query(rq, '?')));
}
