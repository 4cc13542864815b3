#include "web/page_report_style.h"

#include "base/file.h"
#include "doc/child.h"
#include "domain/right.h"
#include "web/exchange.h"
#include "web/tpl.h"

#include <fcntl.h>
#include <unistd.h>

/* A number's name is that of docx_profile_put behind "n."; a font's the same behind "f.". */
const struct param report_style_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {.name = "n.*", .type = PARAM_MILLI, .lo = 0, .hi = 100000000, .label = N_("数值")},
    {.name = "f.*", .type = PARAM_TEXT, .max = DOCX_FONT_BYTES, .label = N_("字体")},
    {0},
};
const struct param report_style_version_params[] = {
    {.name = "version", .type = PARAM_INT, .lo = 0, .hi = INT64_MAX, .required = true},
    {0},
};
const struct param report_style_learn_params[] = {
    {.name = "file", .type = PARAM_FILE, .required = true, .label = N_("文件")},
    {0},
};

/* ---- plain words ---- */

struct str
style_number(struct request *rq, int hundredths)
{
    if (hundredths % 100 == 0)
        return arena_fmt(rq->arena, "%d", hundredths / 100);
    if (hundredths % 10 == 0)
        return arena_fmt(rq->arena, "%d.%d", hundredths / 100, hundredths / 10 % 10);
    return arena_fmt(rq->arena, "%d.%02d", hundredths / 100, hundredths % 100);
}

struct str
style_mm(struct request *rq, int twips)
{
    return style_number(rq, (twips * 254 + 720) / 1440 * 10);
}

static struct str
size_words(struct request *rq, int half_points)
{
    struct str name = docx_size_name(half_points);
    return name.n
        ? name
        : arena_fmt(rq->arena, tr("%.*s 磅"), STR_ARG(style_number(rq, half_points * 50)));
}

struct str
style_line_value(struct request *rq, const struct docx_face *face)
{
    if (face->rule == DOCX_RULE_TIMES)
        return style_number(rq, (face->line * 100 + 120) / 240);
    return style_number(rq, face->line * 5);
}

static struct str
line_words(struct request *rq, const struct docx_face *face)
{
    struct str value = style_line_value(rq, face);
    const char *form = face->rule == DOCX_RULE_EXACT ? tr("行距固定值 %.*s 磅")
        : face->rule == DOCX_RULE_LEAST              ? tr("行距最小值 %.*s 磅")
                                                     : tr("%.*s 倍行距");
    return arena_fmt(rq->arena, form, STR_ARG(value));
}

static struct str
face_words(struct request *rq, const struct docx_face *f)
{
    static const char *const aligns[DOCX_ALIGN_COUNT] = {
        N_("两端对齐"), N_("左对齐"), N_("居中"), N_("右对齐")};
    struct arena *a = rq->arena;
    struct str parts[7];
    size_t n = 0;
    parts[n++] = str_from(f->east.z);
    if (!str_eq(str_from(f->latin.z), str_from(f->east.z)))
        parts[n++] = arena_fmt(a, tr("西文 %s"), f->latin.z);
    parts[n++] = size_words(rq, f->half_points);
    if (f->bold)
        parts[n++] = str_from(tr("加粗"));
    parts[n++] = str_from(tr(aligns[f->align]));
    if (f->indent)
        parts[n++] = arena_fmt(a, tr("首行缩进 %.*s 字"), STR_ARG(style_number(rq, f->indent)));
    parts[n++] = line_words(rq, f);
    return arena_join(a, parts, n, str_from(tr("，")));
}

static struct str
head_words(struct request *rq, const struct docx_profile *p, int level)
{
    struct str number = docx_number_text(rq->arena, p->number[level], 1);
    struct str parts[] = {
        number.n ? arena_fmt(rq->arena, tr("编号“%.*s”"), STR_ARG(number)) : str_from(tr("不编号")),
        face_words(rq, &p->head[level])};
    return arena_join(rq->arena, parts, 2, str_from(tr("，")));
}

static struct str
page_words(struct request *rq, const struct docx_profile *p)
{
    struct str top = style_mm(rq, p->top), bottom = style_mm(rq, p->bottom),
               left = style_mm(rq, p->left), right = style_mm(rq, p->right),
               width = style_mm(rq, p->width), height = style_mm(rq, p->height);
    return arena_fmt(rq->arena,
        tr("%.*s × %.*s 毫米，页边距上 %.*s、下 %.*s、左 %.*s、右 %.*s 毫米"), STR_ARG(width),
        STR_ARG(height), STR_ARG(top), STR_ARG(bottom), STR_ARG(left), STR_ARG(right));
}

static struct str
folio_words(struct request *rq, const struct docx_profile *p)
{
    static const char *const forms[DOCX_FOLIO_COUNT] = {
        N_("没有页码"), "1", "— 1 —", "第 1 页", "第 1 页 共 9 页"};
    static const char *const places[DOCX_PLACE_COUNT] = {
        N_("单页居右、双页居左"), N_("居中"), N_("居右"), N_("居左")};
    if (p->folio == DOCX_FOLIO_NONE)
        return str_from(tr(forms[DOCX_FOLIO_NONE]));
    struct str parts[] = {arena_fmt(rq->arena, tr("“%s”"), forms[p->folio]),
        str_from(tr(places[p->place])), str_from(p->folio_font.z),
        size_words(rq, p->folio_half_points)};
    return arena_join(rq->arena, parts, 4, str_from(tr("，")));
}

static void
tell(struct request *rq, struct style_view *v)
{
    static const char *const heads[DOCX_LEVELS] = {
        N_("一级标题"), N_("二级标题"), N_("三级标题"), N_("四级标题")};
    static const char *const names[DOCX_LEVELS] = {"head1", "head2", "head3", "head4"};
    const struct docx_profile *p = &v->style.profile;
    unsigned learnt = v->style.own ? p->learnt : 0;
    v->lines[0] = (struct style_line){tr("页面"), page_words(rq, p), learnt & DOCX_LEARNT_PAGE};
    v->lines[1] =
        (struct style_line){tr("标题"), face_words(rq, &p->title), learnt & DOCX_LEARNT_TITLE};
    v->lines[2] =
        (struct style_line){tr("正文"), face_words(rq, &p->body), learnt & DOCX_LEARNT_BODY};
    v->faces[0] = (struct style_face){v->lines[1].title, "title", &p->title, -1};
    v->faces[1] = (struct style_face){v->lines[2].title, "body", &p->body, -1};
    for (int i = 0; i < DOCX_LEVELS; i++) {
        v->lines[3 + i] = (struct style_line){
            tr(heads[i]), head_words(rq, p, i), learnt & (unsigned)DOCX_LEARNT_HEAD << i};
        v->faces[2 + i] =
            (struct style_face){v->lines[3 + i].title, names[i], &p->head[i], (int)p->number[i]};
    }
    v->lines[7] = (struct style_line){tr("页码"), folio_words(rq, p), learnt & DOCX_LEARNT_FOLIO};
    v->lines_n = STYLE_LINES;
}

struct str
style_field_name(struct request *rq, const char *face, const char *what)
{
    return arena_fmt(rq->arena, "%s_%s", face, what);
}

size_t
style_sizes(struct request *rq, int half_points, struct choice *sizes)
{
    static const int named[] = {84, 72, 52, 48, 44, 36, 32, 30, 28, 24, 21, 18, 15};
    size_t n = 0;
    for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++)
        sizes[n++] =
            (struct choice){arena_fmt(rq->arena, "%d", named[i]), docx_size_name(named[i])};
    if (!docx_size_name(half_points).n)
        sizes[n++] =
            (struct choice){arena_fmt(rq->arena, "%d", half_points), size_words(rq, half_points)};
    return n;
}

bool
page_report_style(struct request *rq, struct response *rs, struct err *e)
{
    struct style_view v = {.may_write = right_has(rq->work, rq->org, RIGHT_WRITE)};
    if (!report_style_get(rq->work, rq->org, &v.style, e) ||
        !report_style_versions(rq->work, rq->org, &v.versions, e))
        return false;
    tell(rq, &v);
    page_begin(rq, rs, tr("报告版式"), NAV_REPORT);
    tpl_report_style(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

/* ---- changing ---- */

static bool
is_one_of(struct str name, const char *const *names)
{
    for (; *names; names++)
        if (str_eq(name, str_from(*names)))
            return true;
    return false;
}

static bool
is_length(struct str name)
{
    static const char *const lengths[] = {
        "width", "height", "top", "right", "bottom", "left", "footer", NULL};
    return is_one_of(name, lengths);
}

/* A length is shown to a tenth of a millimetre; what was not touched keeps its twips. */
static bool
is_as_shown(struct request *rq, const struct docx_profile *p, const struct param_each *it)
{
    int value;
    return is_length(it->rest) && docx_profile_get(p, it->rest, &value) &&
        str_eq(it->text, style_mm(rq, value));
}

/* The form's unit into the profile's: millimetres, points, lines, characters. */
static int64_t
in_profile(const struct request *rq, struct str name, int64_t milli)
{
    if (is_length(name))
        return (milli * 1440 + 12700) / 25400;
    if (str_ends(name, S("_indent")))
        return milli / 10;
    if (!str_ends(name, S("_line")))
        return milli / 1000;
    struct str face = str_slice(name, 0, name.n - S("line").n);
    for (struct param_each it = {0}; param_next(rq, "n.*", &it);)
        if (str_starts(it.rest, face) && str_ends(it.rest, S("_rule")) &&
            it.value / 1000 == DOCX_RULE_TIMES)
            return milli * 240 / 1000;
    return milli * 20 / 1000;
}

static bool
read_form(struct request *rq, struct docx_profile *p, struct err *e)
{
    for (struct param_each it = {0}; param_next(rq, "n.*", &it);)
        if (!is_as_shown(rq, p, &it) &&
            !docx_profile_put(p, it.rest, in_profile(rq, it.rest, it.value)))
            return field_fail(rq, e, arena_fmt(rq->arena, "n.%.*s", STR_ARG(it.rest)).p, "%s",
                tr("这个数值超出了版面可用的范围。"));
    for (struct param_each it = {0}; param_next(rq, "f.*", &it);)
        if (!docx_profile_put_font(p, it.rest, it.text))
            return field_fail(rq, e, arena_fmt(rq->arena, "f.%.*s", STR_ARG(it.rest)).p, "%s",
                tr("字体名称不对：只能有汉字、字母、数字、空格和连字符。"));
    return true;
}

bool
report_style_post(struct request *rq, struct response *rs, struct err *e)
{
    struct report_style now;
    if (!report_style_get(rq->work, rq->org, &now, e))
        return false;
    struct report_style_change c = {.org_id = rq->org,
        .version = param_int(rq, "version", 0),
        .profile = &now.profile,
        .source = now.source};
    if (!read_form(rq, &now.profile, e))
        return false;
    if (!report_style_set(rq->work, &c, e))
        return e->field[0] ? field_as(e, e->field, arena_fmt(rq->arena, "n.%s", e->field).p)
                           : false;
    response_notice(rs, tr("版式已保存，报告从现在起按它排。"));
    return response_redirect(rs, "/report/style%.*s", STR_ARG(org_query(rq, '?')));
}

bool
report_style_usual_post(struct request *rq, struct response *rs, struct err *e)
{
    struct report_style_change c = {.org_id = rq->org, .version = param_int(rq, "version", 0)};
    if (!report_style_set(rq->work, &c, e))
        return false;
    response_notice(rs, tr("已改回 GB/T 9704。"));
    return response_redirect(rs, "/report/style%.*s", STR_ARG(org_query(rq, '?')));
}

/* ---- learning ---- */

bool
report_style_learn_prepare(struct request *rq, struct response *rs, struct err *e)
{
    (void)rs;
    return right_check(rq->work, rq->org, RIGHT_WRITE, e);
}

static bool
learn_file(struct request *rq, const struct upload *u, struct docx_profile *p, struct err *e)
{
    const char *path =
        blob_path(rq->arena, house_files(app_house(exchange_of(rq)->app)), u->digest);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(e, ERR_IO, "%s", tr("读不到这个文件。"));
    bool ok = child_learn(rq->arena, fd, p, e);
    (void)close(fd);
    return ok;
}

static bool
do_learn(struct work *w, void *arg, struct err *e)
{
    struct report_style_change c = *(const struct report_style_change *)arg;
    struct report_style now;
    if (!report_style_get(w, c.org_id, &now, e))
        return false;
    c.version = now.version;
    return report_style_set(w, &c, e);
}

bool
report_style_learn_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct exchange *x = exchange_of(rq);
    const struct upload *u = rq->uploads;
    struct docx_profile p;
    if (!u)
        return field_fail(rq, e, "file", "%s", tr("请选一个文件。"));
    if (!learn_file(rq, u, &p, e))
        return e->code == ERR_INPUT
            ? field_fail(rq, e, "file", "%s", arena_fmt(rq->arena, "%s", e->text).p)
            : false;
    struct hex_text hex = sha256_hex(u->digest);
    struct report_style_change c = {
        .org_id = rq->org, .profile = &p, .source = u->name, .digest = str_from(hex.z)};
    if (!house_write(app_house(x->app), rq->arena, &x->actor, do_learn, &c, e))
        return false;
    response_notice(rs, tr("已从文件学到版式，报告从现在起按它排。请看看对不对。"));
    return response_redirect(rs, "/report/style%.*s", STR_ARG(org_query(rq, '?')));
}
