#include "web/page_report_edit.h"

#include "base/utf8.h"
#include "domain/list.h"
#include "domain/right.h"
#include "web/tpl.h"

static const char *const LEVELS[] = {"0", "1", "2", NULL};

#define FOR                                                               \
    {                                                                     \
        .name = "for", .type = PARAM_TEXT, .max = 80, .label = N_("报告") \
    }

const struct param report_edit_page_params[] = {FOR, {0}};
const struct param report_edit_params[] = {
    FOR,
    {.name = "edition", .type = PARAM_INT, .hi = INT64_MAX, .label = N_("版本")},
    {.name = "over", .type = PARAM_BOOL},
    {.name = "do", .type = PARAM_TEXT, .max = 300, .label = N_("操作")},
    {.name = "why", .type = PARAM_TEXT, .max = 1500, .label = N_("说明")},
    {.name = "level_*", .type = PARAM_ENUM, .values = LEVELS, .label = N_("层次")},
    {.name = "title_*", .type = PARAM_TEXT, .max = 600, .label = N_("标题")},
    {.name = "text_*", .type = PARAM_LINES, .max = 120000, .label = N_("正文")},
    {0},
};

/* ---- what the page is about ---- */

struct str
report_audience(const struct request *rq)
{
    return param_given(rq, "for") ? param_text(rq, "for") : S("secretary");
}

/* What stands in a link as it is. */
static bool
is_code(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '-' || c == '_' || c == '.'))
            return false;
    }
    return true;
}

struct str
report_query(const struct request *rq, struct str audience)
{
    struct str look = look_query(rq, '?');
    if (str_eq(audience, S("secretary")) || !is_code(audience))
        return look;
    return arena_fmt(
        rq->arena, "%.*s%cfor=%.*s", STR_ARG(look), look.n ? '&' : '?', STR_ARG(audience));
}

static struct report_key
key_of(const struct request *rq)
{
    return (struct report_key){rq->org, rq->year, report_audience(rq)};
}

bool
report_title_of(struct request *rq, const struct report_key *key, struct str *title, struct err *e)
{
    struct report_kinds kinds;
    if (!report_kinds(rq->work, key->org_id, key->year, &kinds, e))
        return false;
    for (size_t i = 0; i < kinds.n; i++)
        if (str_eq(kinds.v[i].audience, key->audience)) {
            *title = kinds.v[i].title;
            return true;
        }
    return err_set(
        e, ERR_NOT_FOUND, tr("%d年度的制度包里没有这种报告，请从清单中选择。"), key->year);
}

/* ---- the form ---- */

/* As typed, also when something in it was wrong. */
static void
typed_sections(const struct request *rq, struct report_text *text)
{
    struct arena *a = rq->arena;

    struct {
        struct report_section *v;
        size_t n;
    } list = {NULL, 0};

    for (size_t i = 0; i <= REPORT_SECTIONS_MAX; i++) {
        const char *level = arena_fmt(a, "level_%zu", i).p;
        const char *title = arena_fmt(a, "title_%zu", i).p;
        const char *body = arena_fmt(a, "text_%zu", i).p;
        struct str at = param_typed(rq, level, S(""));
        if (at.n == 0)
            break;
        struct report_section s = {at.p[0] == '0' ? 0
                : at.p[0] == '1'                  ? 1
                                                  : 2,
            param_typed(rq, title, S("")), param_typed(rq, body, S(""))};
        LIST_ADD(a, &list, s);
    }
    text->sections = list.v;
    text->sections_n = list.n;
}

static bool
take_form(
    const struct request *rq, struct report_text *text, struct report_writing *in, struct err *e)
{
    typed_sections(rq, text);
    if (text->sections_n == 0)
        return err_set(e, ERR_INPUT, "%s", tr("报告还是空的，请先写一部分。"));
    *in = (struct report_writing){key_of(rq), param_int(rq, "edition", 0), param_bool(rq, "over"),
        text->sections, text->sections_n};
    return true;
}

/* ---- the view ---- */

static int64_t
utf16_units(struct str s)
{
    int64_t n = 0;
    uint32_t cp;
    while (utf8_next(&s, &cp))
        n += cp > 0xFFFF ? 2 : 1;
    return n;
}

static struct str
numeral(struct arena *a, int n)
{
    static const char *const digits[] = {"", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    const char *tens = n >= 20 ? digits[n / 10 % 10] : "";
    return arena_fmt(a, "%s%s%s", tens, n >= 10 ? "十" : "", digits[n % 10]);
}

static void
number_parts(struct request *rq, struct report_edit_view *v)
{
    int section = 0, heading = 0;
    for (size_t i = 0; i < v->parts_n; i++) {
        struct edit_part *p = &v->parts[i];
        struct str n;
        if (p->section->level == 1) {
            heading = 0;
            n = numeral(rq->arena, ++section);
            p->number = arena_fmt(rq->arena, "%.*s、", STR_ARG(n));
        } else if (p->section->level == 2) {
            n = numeral(rq->arena, ++heading);
            p->number = arena_fmt(rq->arena, "（%.*s）", STR_ARG(n));
        }
    }
}

static void
place_loose(struct request *rq, struct report_edit_view *v, struct edit_part *p)
{
    struct arena *a = rq->arena;
    for (size_t i = 0; i < v->desk.loose_n; i++)
        if (v->desk.loose[i].section == p->index) {
            if (p->loose_n++ == 0)
                p->loose = &v->desk.loose[i];
        }
    p->loose_at = arena_array(a, int64_t, p->loose_n + 1);
    p->loose_to = arena_array(a, int64_t, p->loose_n + 1);
    for (size_t i = 0; i < p->loose_n; i++) {
        struct str text = p->section->text;
        p->loose_at[i] = utf16_units(str_slice(text, 0, p->loose[i].start));
        p->loose_to[i] = utf16_units(str_slice(text, 0, p->loose[i].end));
    }
}

static void
place_comments(struct request *rq, struct report_edit_view *v, struct edit_part *p)
{
    struct {
        struct report_comment *v;
        size_t n;
    } list = {NULL, 0};

    for (size_t i = 0; i < v->comments.n; i++)
        if (v->comments.v[i].placed && v->comments.v[i].section == p->index)
            LIST_ADD(rq->arena, &list, v->comments.v[i]);
    p->comments = list.v;
    p->comments_n = list.n;
}

static void
make_parts(struct request *rq, struct report_edit_view *v, const struct report_text *stored)
{
    v->parts_n = v->text.sections_n;
    v->parts = arena_array(rq->arena, struct edit_part, v->parts_n + 1);
    for (size_t i = 0; i < v->parts_n; i++) {
        struct edit_part *p = &v->parts[i];
        *p = (struct edit_part){
            .section = &v->text.sections[i], .beside = &v->desk.sections[i], .index = i};
        place_loose(rq, v, p);
        place_comments(rq, v, p);
        const struct report_section *s = i < stored->sections_n ? &stored->sections[i] : NULL;
        if (v->conflict && s &&
            !(str_eq(s->title, p->section->title) && str_eq(s->text, str_trim(p->section->text))))
            p->theirs = s;
    }
    number_parts(rq, v);
}

/* The remarks of the upper body stand beside the text as long as it is returned. */
static bool
read_returned(struct request *rq, struct report_edit_view *v, struct err *e)
{
    const struct report_at at = {v->key.org_id, v->key.year, v->kept.version};
    if (!str_eq(v->key.audience, S("secretary")))
        return true;
    if (!report_kept(rq->work, v->key.org_id, v->key.year, &v->kept, e))
        return false;
    const struct report_at returned = {at.org_id, at.year, v->kept.version};
    return v->kept.state != REPORT_RETURNED || report_content(rq->work, &returned, &v->returned, e);
}

static bool
fill_view(struct request *rq, struct report_edit_view *v, struct err *e)
{
    struct report_text stored;
    v->key = key_of(rq);
    v->query = report_query(rq, v->key.audience);
    if (!report_title_of(rq, &v->key, &v->title, e) ||
        !report_text_get(rq->work, &v->key, &stored, e))
        return false;
    v->text = stored;
    v->edition = stored.edition;
    if (form_sent(rq, S("/report/edit"))) {
        typed_sections(rq, &v->text);
        v->conflict = rq->failed->code == ERR_CONFLICT && !stored.locked;
        v->conflict_by = stored.changed_by;
        if (!v->conflict)
            (void)str_to_i64(param_typed(rq, "edition", S("0")), 0, INT64_MAX, &v->edition);
    }
    if (v->text.sections_n == 0)
        v->text = stored;
    if (!report_desk(rq->work, &v->key, &v->text, &v->desk, e) ||
        !report_comments(rq->work, &v->key, &v->text, &v->comments, e) || !read_returned(rq, v, e))
        return false;
    for (size_t i = 0; i < v->comments.n; i++)
        v->open_comments += !v->comments.v[i].closed;
    make_parts(rq, v, &stored);
    return true;
}

bool
page_report_edit(struct request *rq, struct response *rs, struct err *e)
{
    struct report_edit_view v = {.title = S("")};
    if (!fill_view(rq, &v, e))
        return false;
    page_begin(rq, rs, arena_fmt(rq->arena, "%s %.*s", tr("撰写"), STR_ARG(v.title)).p, NAV_REPORT);
    tpl_report_edit(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}

bool
page_report_beside(struct request *rq, struct response *rs, struct err *e)
{
    struct report_edit_view v = {.title = S("")};
    if (!fill_view(rq, &v, e))
        return false;
    tpl_report_edit_live(&rs->body, rq, &v);
    return true;
}

/* ---- what the buttons do ---- */

static struct report_section *
nth_section(const struct report_text *text, struct str *rest, size_t *index)
{
    struct str part;
    int64_t n;
    if (!str_split(rest, ':', &part) || !str_to_i64(part, 0, INT64_MAX, &n) ||
        (size_t)n >= text->sections_n)
        return NULL;
    *index = (size_t)n;
    return &text->sections[n];
}

static void
append(struct arena *a, struct report_section *s, struct str what, bool own_line)
{
    struct str text = str_trim(s->text);
    const char *between = own_line && text.n ? "\n" : "";
    s->text = arena_fmt(a, "%.*s%s%.*s", STR_ARG(text), between, STR_ARG(what));
}

/* How a button names its card: committee_n, 41, 41-2. */
static bool
is_card(const struct report_card *c, struct str name)
{
    int64_t id, nth;
    size_t dash = str_find_char(name, '-', 0);
    if (str_to_i64(name, 1, INT64_MAX, &id))
        return c->record_id == id && c->nth < 0;
    if (dash != SIZE_MAX && str_to_i64(str_slice(name, 0, dash), 1, INT64_MAX, &id) &&
        str_to_i64(str_slice(name, dash + 1, name.n), 0, INT64_MAX, &nth))
        return c->record_id == id && c->nth == nth;
    return c->record_id == 0 && str_eq(c->code, name);
}

static const struct report_card *
find_card(const struct report_beside *b, struct str name)
{
    const struct report_cards *lists[] = {&b->figures, &b->records, &b->decisions};
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < lists[k]->n; i++)
            if (is_card(&lists[k]->v[i], name))
                return &lists[k]->v[i];
    return NULL;
}

static bool
put_card(struct arena *a, const struct report_desk *desk, struct report_section *s, struct str name)
{
    const struct report_card *c = find_card(&desk->rest, name);
    for (size_t i = 0; !c && i < desk->sections_n; i++)
        c = find_card(&desk->sections[i], name);
    if (c)
        append(a, s, c->token, c->record_id && c->nth < 0);
    return c != NULL;
}

static bool
put_own(struct arena *a, const struct report_beside *b, struct report_section *s, struct str nth)
{
    int64_t i;
    if (!str_to_i64(nth, 0, INT64_MAX, &i) || (size_t)i >= b->own_n)
        return false;
    append(a, s, b->own[i].text, true);
    return true;
}

/* "7:0": the first offer for the seventh number; it takes the number's place. */
static bool
bind_number(
    struct arena *a, const struct report_desk *desk, struct report_text *text, struct str rest)
{
    struct str part;
    int64_t nth, offer;
    if (!str_split(&rest, ':', &part) || !str_to_i64(part, 0, INT64_MAX, &nth) ||
        !str_to_i64(rest, 0, INT64_MAX, &offer) || (size_t)nth >= desk->loose_n ||
        (size_t)offer >= desk->loose[nth].offers_n)
        return false;
    const struct report_loose *l = &desk->loose[nth];
    struct report_section *s = &text->sections[l->section];
    struct str before = str_slice(s->text, 0, l->start),
               after = str_slice(s->text, l->end, s->text.n);
    s->text = arena_fmt(
        a, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(l->offers[offer].token), STR_ARG(after));
    return true;
}

static void
add_section(struct arena *a, struct report_text *text, size_t after)
{
    struct report_section *list = arena_array(a, struct report_section, text->sections_n + 1);
    for (size_t i = 0; i <= text->sections_n; i++)
        list[i] = i <= after ? text->sections[i]
            : i == after + 1 ? (struct report_section){2, S(""), S("")}
                             : text->sections[i - 1];
    list[after + 1].title = str_from(tr("新的一节"));
    text->sections = list;
    text->sections_n++;
}

static bool
change_form(struct request *rq, struct report_text *text, const struct report_key *key,
    struct str doing, size_t *at, struct err *e)
{
    struct arena *a = rq->arena;
    struct report_desk desk;
    struct str verb, rest = doing;
    if (!report_desk(rq->work, key, text, &desk, e) || !str_split(&rest, ':', &verb))
        return false;
    if (str_eq(verb, S("bind")) && bind_number(a, &desk, text, rest))
        return true;
    struct report_section *s = nth_section(text, &rest, at);
    bool ok = s &&
        ((str_eq(verb, S("put")) && put_card(a, &desk, s, rest)) ||
            (str_eq(verb, S("own")) && put_own(a, &desk.sections[*at], s, rest)));
    if (s && str_eq(verb, S("add"))) {
        add_section(a, text, *at);
        *at += 1;
        ok = true;
    }
    return ok || err_set(e, ERR_INPUT, "%s", tr("没有放进去：这一条已经变了，请重新打开页面。"));
}

static bool
back_to(struct request *rq, struct response *rs, struct str query, size_t section)
{
    (void)rq;
    return response_redirect(rs, "/report/edit%.*s#s-%zu", STR_ARG(query), section);
}

bool
report_edit_post(struct request *rq, struct response *rs, struct err *e)
{
    struct report_text text = {.id = 0};
    struct report_writing in = {.edition = 0};
    struct str doing = param_text(rq, "do");
    int64_t edition;
    size_t at = 0;
    if (!take_form(rq, &text, &in, e))
        return false;
    struct str query = report_query(rq, in.key.audience);
    if (doing.n == 0 || str_eq(doing, S("save"))) {
        if (!report_text_save(rq->work, &in, param_text(rq, "why"), &edition, e))
            return false;
        response_notice(rs, tr("已保存。"));
        return response_redirect(rs, "/report/edit%.*s", STR_ARG(query));
    }
    if (!change_form(rq, &text, &in.key, doing, &at, e))
        return false;
    in.sections = text.sections;
    in.sections_n = text.sections_n;
    return report_text_keep(rq->work, &in, &edition, e) && back_to(rq, rs, query, at);
}

bool
report_keep_post(struct request *rq, struct response *rs, struct err *e)
{
    struct report_text text = {.id = 0};
    struct report_writing in = {.edition = 0};
    int64_t edition;
    if (!take_form(rq, &text, &in, e) || !report_text_keep(rq->work, &in, &edition, e))
        return false;
    struct json_out j = response_json(rs);
    json_object(&j);
    json_field_int(&j, S("edition"), edition);
    json_object_end(&j);
    return true;
}
