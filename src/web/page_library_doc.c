#include "web/page_library_doc.h"

#include "base/utf8.h"
#include "domain/right.h"
#include "text/query.h"
#include "web/exchange.h"
#include "web/tpl.h"

enum {
    WORDS_MAX = 32,
    FIND_BYTES = 4000
};

static const char *const LOCKS[] = {"shared", "own", NULL};
static const char *const BACKS[] = {"doc", "review", NULL};

#define VERSION                                                                    \
    {                                                                              \
        .name = "version", .type = PARAM_ID, .required = true, .label = N_("版本") \
    }

const struct param library_doc_params[] = {
    {.name = "find", .type = PARAM_WORDS, .max = FIND_BYTES},
    {.name = "variants", .type = PARAM_BOOL},
    {.name = "at", .type = PARAM_INT, .lo = 1, .hi = FIND_MAX, .label = N_("第几处")},
    {0},
};
const struct param library_change_params[] = {
    VERSION,
    {.name = "title", .type = PARAM_TEXT, .max = 600, .label = N_("标题")},
    {.name = "issuer", .type = PARAM_TEXT, .max = 300, .label = N_("发文机关")},
    {.name = "doc_number", .type = PARAM_TEXT, .max = 120, .label = N_("文号")},
    {.name = "dated", .type = PARAM_DATE, .label = N_("日期")},
    {.name = "doc_year", .type = PARAM_INT, .lo = 1, .hi = 9999, .label = N_("年度")},
    {.name = "place", .type = PARAM_TEXT, .max = 120, .label = N_("地点")},
    {.name = "folder", .type = PARAM_TEXT, .max = 300, .label = N_("目录")},
    {.name = "tags", .type = PARAM_TEXT, .max = 600, .label = N_("标签")},
    {.name = "lock",
        .type = PARAM_ENUM,
        .values = LOCKS,
        .required = true,
        .label = N_("谁可以看")},
    {.name = "why", .type = PARAM_TEXT, .max = 600, .label = N_("原因")},
    {0},
};
const struct param library_keep_params[] = {
    VERSION,
    {.name = "keep", .type = PARAM_INT, .lo = 0, .hi = 1000000, .label = N_("放回")},
    {.name = "cut", .type = PARAM_INT, .lo = 0, .hi = 1000000, .label = N_("剪去")},
    {.name = "back", .type = PARAM_ENUM, .values = BACKS},
    {0},
};
const struct param library_remove_params[] = {
    VERSION,
    {.name = "remove_why", .type = PARAM_TEXT, .max = 600, .required = true, .label = N_("原因")},
    {0},
};
const struct param library_restore_params[] = {VERSION, {0}};

/* ---- reading ---- */

struct str
library_doc_title(const struct library_doc *doc)
{
    return doc->title.n ? doc->title : doc->name;
}

struct str
library_cut_title(struct arena *a, const struct library_cut *cut)
{
    struct str title = residue_title(cut->kind);
    if (!cut->cut && !cut->kept)
        return arena_fmt(a, tr("存疑：%.*s"), STR_ARG(title));
    return arena_fmt(a, cut->kept ? tr("已放回：%.*s") : tr("剪去：%.*s"), STR_ARG(title));
}

struct str
library_heading_text(const struct library_doc_view *v, size_t heading, size_t points, bool *cut)
{
    const struct library_heading *h = &v->in.headings[heading];
    struct str text = str_trim(str_slice(v->in.text, h->start, h->end - h->start)), rest = text;
    uint32_t cp;
    for (size_t i = 0; i < points && utf8_next(&rest, &cp); i++)
        continue;
    *cut = rest.n > 0;
    return str_slice(text, 0, text.n - rest.n);
}

struct str
library_place(struct request *rq, const struct library_doc_view *v, size_t at, size_t part)
{
    struct out o;
    out_init(&o, (size_t)4 * FIND_BYTES);
    out_fmt(&o, "/library/%" PRId64, v->in.doc.id);
    char between = '?';
    if (v->find.n) {
        out_lit(&o, "?find=");
        html_url_part(&o, url_part(v->find));
        between = '&';
        if (v->variants)
            out_lit(&o, "&variants=1");
        if (at)
            out_fmt(&o, "&at=%zu", at);
    }
    if (part)
        out_fmt(&o, "%cpage=%zu", between, part + 1);
    if (at)
        out_lit(&o, "#here");
    struct str link = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return link;
}

/* Every place in the text where a word of what is looked for stands. */
static struct marks
find_in(struct arena *a, struct str text, struct str typed, bool variants)
{
    const struct query *words[WORDS_MAX];
    struct mark_word marks[WORDS_MAX];
    bool cut;
    size_t n = query_words(query_parse(a, typed, &cut), words, WORDS_MAX), used = 0;
    for (size_t i = 0; i < n; i++)
        if (words[i]->n)
            marks[used++] = (struct mark_word){words[i]->cp, words[i]->n, variants};
    if (used == 0)
        return (struct marks){0};
    struct norm norm = norm_text(a, text);
    return mark_all(a, &norm, marks, used, FIND_MAX);
}

static bool
find_alike(struct request *rq, struct library_doc_view *v, struct err *e)
{
    const struct library_doc *d = &v->in.doc;
    return (d->same_as == 0 || library_get(rq->work, d->same_as, &v->same, e)) &&
        (d->alike == 0 || library_get(rq->work, d->alike, &v->alike, e));
}

static bool
add_folders(struct request *rq, struct library_doc_view *v, struct err *e)
{
    struct library_groups g;
    if (!v->may_write)
        return true;
    if (!library_folders(rq->work, v->in.doc.org_id, &g, e))
        return false;
    v->folders = arena_array(rq->arena, struct choice, g.n);
    for (size_t i = 0; i < g.n; i++)
        v->folders[v->folders_n++] = (struct choice){g.v[i].name, g.v[i].name};
    return true;
}

/* The part asked for; with something found, the one where it stands. */
static void
choose_part(struct request *rq, struct library_doc_view *v)
{
    struct reading *r = &v->text;
    size_t asked = (size_t)(rq->page - 1);
    if (r->now != SIZE_MAX)
        v->part = reading_part_at(r, r->marks.v[r->now].start);
    else
        v->part = asked < r->parts_n ? asked : 0;
}

bool
page_library_doc(struct request *rq, struct response *rs, struct err *e)
{
    struct library_doc_view v = {.find = rq->method == GET ? param_text(rq, "find") : S("")};
    if (!library_read(rq->work, param_id(rq, "id"), &v.in, e))
        return false;
    v.variants = v.find.n && param_bool(rq, "variants");
    v.may_write = right_has(rq->work, v.in.doc.org_id, RIGHT_WRITE);
    if (!find_alike(rq, &v, e) || !add_folders(rq, &v, e))
        return false;
    struct marks marks = find_in(rq->arena, v.in.text, v.find, v.variants);
    if (marks.n && (param_given(rq, "at") || rq->page == 1))
        v.now = (size_t)param_int(rq, "at", 1);
    if (v.now > marks.n)
        v.now = marks.n;
    v.text = reading_make(rq->arena, &v.in, marks, v.now ? v.now - 1 : SIZE_MAX);
    choose_part(rq, &v);
    page_begin(rq, rs, arena_cstr(rq->arena, library_doc_title(&v.in.doc)), NAV_LIBRARY);
    tpl_library_doc(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- taking out ---- */

bool
library_original_get(struct request *rq, struct response *rs, struct err *e)
{
    struct library_doc doc;
    const char *path;
    if (!library_original(rq->work, param_id(rq, "id"), &doc, &path, e))
        return false;
    /* Always a download of bytes: what a stranger made is never shown as a page of this site. */
    response_download(rs, S("application/octet-stream"), doc.name);
    rs->file = str_from(path);
    return true;
}

bool
library_text_get(struct request *rq, struct response *rs, struct err *e)
{
    struct library_reading in;
    if (!library_read(rq->work, param_id(rq, "id"), &in, e))
        return false;
    response_download(
        rs, S("text/plain; charset=utf-8"), library_file_name(rq->arena, &in.doc, S(".txt")));
    rs->bytes = in.text; /* in the arena */
    return true;
}

bool
library_docx_get(struct request *rq, struct response *rs, struct err *e)
{
    struct library_reading in;
    struct str bytes;
    if (!library_read(rq->work, param_id(rq, "id"), &in, e) ||
        !library_docx(rq->arena, &in, &bytes, e))
        return false;
    response_download(rs,
        S("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        library_file_name(rq->arena, &in.doc, S(".docx")));
    rs->bytes = bytes;
    return true;
}

/* ---- putting right ---- */

static bool
back_to_doc(struct response *rs, int64_t id, const char *notice)
{
    response_notice(rs, notice);
    return response_redirect(rs, "/library/%" PRId64, id);
}

bool
library_change_post(struct request *rq, struct response *rs, struct err *e)
{
    struct library_change c = {.id = param_id(rq, "id"),
        .version = param_id(rq, "version"),
        .lock = str_eq(param_text(rq, "lock"), S("own")) ? SEARCH_LOCK_OWN : SEARCH_LOCK_SHARED,
        .folder = param_text(rq, "folder"),
        .title = param_text(rq, "title"),
        .issuer = param_text(rq, "issuer"),
        .place = param_text(rq, "place"),
        .doc_number = param_text(rq, "doc_number"),
        .dated = param_date(rq, "dated"),
        .year = (int)param_int(rq, "doc_year", 0),
        .why = param_text(rq, "why")};
    c.tags = library_tags_split(rq->arena, param_text(rq, "tags"), &c.tags_n);
    if (!library_change(rq->work, &c, e))
        return field_as(e, "year", "doc_year");
    return back_to_doc(rs, c.id, tr("已更正。改前的样子记在流水里。"));
}

bool
library_keep_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    bool keep = param_given(rq, "keep");
    if (!keep && !param_given(rq, "cut"))
        return err_set(e, ERR_INPUT, "%s", tr("请点要放回或要剪去的那一处。"));
    int n = (int)param_int(rq, keep ? "keep" : "cut", 0);
    if (!library_keep(rq->work, id, param_id(rq, "version"), n, keep, e))
        return false;
    response_notice(
        rs, keep ? tr("已放回文中，检索和查雷同也按放回后的算。") : tr("已剪去，原件不变。"));
    if (str_eq(param_text(rq, "back"), S("review")))
        return response_redirect(rs, "/library/residue%.*s", STR_ARG(org_query(rq, '?')));
    return response_redirect(rs, "/library/%" PRId64 "%s#cut-%d", id,
        rq->page > 1 ? arena_fmt(rq->arena, "?page=%d", rq->page).p : "", n);
}

bool
library_remove_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    if (!library_remove(rq->work, id, param_id(rq, "version"), param_text(rq, "remove_why"), e))
        return field_as(e, "why", "remove_why");
    return back_to_doc(rs, id, tr("已移出，检索不到了。原件仍保存，可以放回。"));
}

bool
library_restore_post(struct request *rq, struct response *rs, struct err *e)
{
    int64_t id = param_id(rq, "id");
    return library_restore(rq->work, id, param_id(rq, "version"), e) &&
        back_to_doc(rs, id, tr("已放回素材库。"));
}

bool
library_again_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct library_doc *doc = arena_new(rq->arena, struct library_doc);
    (void)rs;
    rq->prepared = doc;
    return library_get(rq->work, param_id(rq, "id"), doc, e) &&
        right_check(rq->work, doc->org_id, RIGHT_WRITE, e);
}

bool
library_again_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct library_doc *doc = rq->prepared;
    struct exchange *x = exchange_of(rq);
    struct library_intake *in;
    struct library_tally t = {0};
    struct library_failures failures = {0};
    struct library_intake_options o = {.house = app_house(x->app),
        .actor = &x->actor,
        .to = {.org_id = doc->org_id, .lock = doc->lock, .folder = doc->folder},
        .way = LIBRARY_BY_PAGE,
        .source = arena_fmt(rq->arena, tr("重新读取：%.*s"), STR_ARG(doc->name))};
    if (!library_intake_open(&o, &in, e))
        return false;
    bool ok = library_intake_again(in, doc, e);
    struct err late = {0};
    bool closed = library_intake_close(in, rq->arena, &t, &failures, ok ? e : &late);
    if (!ok || !closed)
        return false;
    if (failures.n)
        response_notice(
            rs, arena_fmt(rq->arena, tr("还是没有读出文字：%.*s"), STR_ARG(failures.v[0].why)).p);
    else
        response_notice(rs, tr("已读出文字，可以检索了。"));
    return response_redirect(rs, "/library/%" PRId64, doc->id);
}
