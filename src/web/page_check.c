#include "web/page_check.h"

#include "domain/org.h"
#include "domain/right.h"
#include "web/page_check_params.h"
#include "web/tpl.h"

enum {
    ORIGINS = 20, /* of copied passages, named at the top */
    KINDS = 50    /* of findings in a group */
};

const char *const check_froms[] = {"draft", "sent", "file", NULL};
const char *const check_groups[] = {
    "claims", "copied", "leftovers", "impossible", "form", "unread", NULL};

const struct param check_params[] = {CHECK_LOOK, {0}};

/* ---- the text ---- */

static bool
read_draft(struct request *rq, struct check_source *s, struct err *e)
{
    struct report_draft draft;
    if (!report_current(rq->work, rq->org, rq->year, &draft, e))
        return false;
    s->from = CHECK_DRAFT;
    s->version = 0;
    s->title = arena_fmt(rq->arena, tr("%d年述职报告草稿"), rq->year);
    s->text = report_plain(rq->arena, &draft);
    return true;
}

static bool
read_sent(struct request *rq, struct check_source *s, struct err *e)
{
    struct report_content c;
    const struct report_at at = {rq->org, rq->year, s->version};
    if (!report_content(rq->work, &at, &c, e))
        return false;
    if (c.step != REPORT_STEP_SUBMIT)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版报告。"));
    s->from = CHECK_SENT;
    s->title = arena_fmt(rq->arena, tr("%d年述职报告，报送的第 %d 版"), rq->year, (int)s->version);
    s->text = c.text;
    return true;
}

static bool
read_file(struct request *rq, struct check_source *s, struct err *e)
{
    struct review_file file;
    if (!review_file_get(rq->work, s->file, &file, e))
        return false;
    if (file.org_id != rq->org)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这份材料。"));
    s->from = CHECK_FILE;
    s->title = file.name;
    s->text = file.text;
    s->at_ms = file.at_ms;
    return true;
}

/* Whoever writes sees the draft first, whoever only reads what was sent: what was not sent is nobody else's. */
static bool
choose(struct request *rq, struct check_source *s, bool draft, struct err *e)
{
    struct report_kept kept;
    bool may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    if (!report_kept(rq->work, rq->org, rq->year, &kept, e))
        return false;
    s->version = param_int(rq, "version", kept.text_version);
    bool wanted = param_given(rq, "version") || param_given(rq, "from");
    if (may_write && (draft || s->version == 0 || !wanted))
        return read_draft(rq, s, e);
    if (s->version)
        return read_sent(rq, s, e);
    s->from = CHECK_NOTHING;
    s->title = str_from(tr("还没有报送"));
    return true;
}

bool
check_source_read(struct request *rq, struct check_source *s, struct err *e)
{
    *s = (struct check_source){.file = param_id(rq, "doc")};
    if (!right_check(rq->work, rq->org, RIGHT_READ, e))
        return false;
    bool draft = str_eq(param_text(rq, "from"), S("draft"));
    return s->file && !draft ? read_file(rq, s, e) : choose(rq, s, draft, e);
}

struct str
check_source_query(struct request *rq, const struct check_source *s)
{
    struct arena *a = rq->arena;
    struct str look = look_query(rq, '&');
    struct str tail = look.n ? arena_fmt(a, "%.*s&", STR_ARG(str_slice(look, 1, look.n))) : S("");
    if (s->from == CHECK_FILE)
        return arena_fmt(a, "from=file&doc=%" PRId64 "&%.*s", s->file, STR_ARG(tail));
    if (s->from == CHECK_SENT)
        return arena_fmt(a, "from=sent&version=%" PRId64 "&%.*s", s->version, STR_ARG(tail));
    return s->from == CHECK_NOTHING ? tail : arena_fmt(a, "from=draft&%.*s", STR_ARG(tail));
}

static void
add_source(struct request *rq, struct check_view *v, const struct check_source *s)
{
    bool now =
        s->from == v->source.from && s->version == v->source.version && s->file == v->source.file;
    struct str query = check_source_query(rq, s);
    v->sources[v->sources_n++] = (struct check_link){
        now ? S("") : arena_fmt(rq->arena, "/report/check?%.*s", STR_ARG(query)), s->title};
}

static bool
add_sources(struct request *rq, struct check_view *v, struct err *e)
{
    struct report_versions versions;
    struct review_files files;
    struct arena *a = rq->arena;
    if (!report_versions(rq->work, rq->org, rq->year, &versions, e) ||
        !review_file_list(rq->work, rq->org, &files, e))
        return false;
    v->sources = arena_array(a, struct check_link, versions.n + files.n + 1);
    if (v->may_write)
        add_source(rq, v, &(struct check_source){.title = str_from(tr("现在的草稿"))});
    for (size_t i = 0; i < versions.n; i++)
        if (versions.v[i].step == REPORT_STEP_SUBMIT)
            add_source(rq, v,
                &(struct check_source){.from = CHECK_SENT,
                    .version = versions.v[i].version,
                    .title = arena_fmt(a, tr("%s 报送的（第 %d 版）"),
                        clock_format(versions.v[i].at_ms).z, (int)versions.v[i].version)});
    for (size_t i = 0; i < files.n; i++)
        add_source(rq, v,
            &(struct check_source){
                .from = CHECK_FILE, .file = files.v[i].id, .title = files.v[i].name});
    return true;
}

/* ---- what is shown ---- */

static void
read_filter(const struct request *rq, struct check_filter *f)
{
    *f = (struct check_filter){.kind = param_text(rq, "kind"), .open = param_bool(rq, "open")};
    f->grouped = review_group_parse(param_text(rq, "group"), &f->group);
}

struct str
check_filter_query(struct request *rq, const struct check_filter *f)
{
    struct out o;
    out_init(&o, 1024);
    if (f->grouped)
        out_fmt(&o, "group=%.*s&", STR_ARG(review_group_code(f->group)));
    if (f->kind.n) {
        out_lit(&o, "kind=");
        html_url_part(&o, url_part(f->kind));
        out_char(&o, '&');
    }
    if (f->open)
        out_lit(&o, "open=1&");
    struct str query = arena_str(rq->arena, out_str(&o));
    out_release(&o);
    return query;
}

/* What could not be judged is one thing to look at, also where it is a number. */
static bool
unjudged(const struct review_item *item)
{
    return item->group == REVIEW_UNREAD || str_eq(item->kind, S("cannot_judge"));
}

static bool
in_group(const struct check_filter *f, const struct review_item *item)
{
    if (!f->grouped)
        return item->fault;
    return f->group == REVIEW_UNREAD ? unjudged(item) : item->group == f->group;
}

bool
check_shown(const struct check_filter *f, const struct review_item *item)
{
    return in_group(f, item) && (f->kind.n == 0 || str_eq(f->kind, item->kind)) &&
        !(f->open && item->note);
}

struct str
check_group_link(struct request *rq, const struct check_view *v, int group, bool open)
{
    struct check_filter f = {.grouped = group >= 0, .open = open};
    if (f.grouped)
        f.group = (enum review_group)group;
    struct str query = check_filter_query(rq, &f);
    return arena_fmt(rq->arena, "/report/check?%.*s%.*s", STR_ARG(v->query), STR_ARG(query));
}

struct str
check_action(struct request *rq, const struct check_view *v)
{
    struct str filter = check_filter_query(rq, &v->filter);
    return arena_fmt(rq->arena, "/report/check/note?%.*s%.*spage=%d", STR_ARG(v->query),
        STR_ARG(filter), rq->page);
}

static void
count(struct check_view *v)
{
    for (size_t i = 0; i < v->items.n; i++) {
        const struct review_item *item = &v->items.v[i];
        v->agrees += str_eq(item->kind, S("agrees"));
        v->counts[REVIEW_UNREAD] += unjudged(item);
        v->pending += str_eq(item->kind, S("pending"));
        if (item->group != REVIEW_UNREAD)
            v->counts[item->group] += item->group == REVIEW_CLAIMS || item->fault;
        v->faults += item->fault;
        v->answered += item->fault && item->note;
    }
}

static void
put_kind(struct request *rq, struct check_view *v, const struct review_item *item, int n)
{
    struct arena *a = rq->arena;
    const struct check_filter one = {.grouped = true, .group = v->filter.group, .kind = item->kind};
    struct str query = check_filter_query(rq, &one), href = S("");
    struct str title = review_kind_title(item->group, item->kind);
    if (!str_eq(v->filter.kind, item->kind))
        href = arena_fmt(a, "/report/check?%.*s%.*s", STR_ARG(v->query), STR_ARG(query));
    v->kinds[v->kinds_n++] = (struct check_link){href, arena_fmt(a, "%.*s %d", STR_ARG(title), n)};
}

/* The kinds that there are in the group shown, where there is a choice. */
static void
add_kinds(struct request *rq, struct check_view *v)
{
    const struct check_filter all = {.grouped = v->filter.grouped, .group = v->filter.group};
    const struct review_item *first[KINDS];
    int counts[KINDS], n = 0;
    for (size_t i = 0; v->filter.grouped && i < v->items.n; i++) {
        const struct review_item *item = &v->items.v[i];
        int k = 0;
        if (!check_shown(&all, item))
            continue;
        while (k < n && !str_eq(first[k]->kind, item->kind))
            k++;
        if (k == n && n < KINDS) {
            first[n] = item;
            counts[n++] = 0;
        }
        counts[k < n ? k : n - 1]++;
    }
    v->kinds = arena_array(rq->arena, struct check_link, KINDS + ORIGINS);
    for (int k = 0; k < n && (n > 1 || v->filter.kind.n); k++)
        put_kind(rq, v, first[k], counts[k]);
}

/* How early an origin is named: the org's own, the last year first, then the others by place. */
static int
origin_rank(const struct review_item *item)
{
    return item->own ? -item->source_year : 0;
}

static bool
same_origin(const struct review_item *a, const struct review_item *b)
{
    return a->copied->source == b->copied->source && a->copied->ref_id == b->copied->ref_id;
}

static void
put_origin(struct request *rq, struct check_view *v, size_t at)
{
    const struct review_item *item = &v->items.v[at];
    struct arena *a = rq->arena;
    int n = 0;
    for (size_t i = 0; i < v->items.n; i++)
        n += v->items.v[i].copied && same_origin(item, &v->items.v[i]);
    struct str title =
        item->own ? arena_fmt(a, tr("本组织%d年的报告"), item->source_year) : item->copied->title;
    v->kinds[v->kinds_n++] = (struct check_link){
        arena_fmt(a, "#f%zu", item->number), arena_fmt(a, tr("%.*s：%d 处"), STR_ARG(title), n)};
}

/* Where copied passages come from, each with a link to its first. */
static void
add_origins(struct request *rq, struct check_view *v)
{
    bool *told = arena_array(rq->arena, bool, v->items.n + 1);
    for (;;) {
        size_t best = v->items.n;
        for (size_t i = 0; i < v->items.n; i++) {
            const struct review_item *item = &v->items.v[i];
            if (item->copied && !told[i] && check_shown(&v->filter, item) &&
                (best == v->items.n || origin_rank(item) < origin_rank(&v->items.v[best])))
                best = i;
        }
        if (best == v->items.n || v->kinds_n >= ORIGINS)
            return;
        for (size_t i = 0; i < v->items.n; i++)
            told[i] =
                told[i] || (v->items.v[i].copied && same_origin(&v->items.v[best], &v->items.v[i]));
        put_origin(rq, v, best);
    }
}

/* ---- the page ---- */

bool
page_check(struct request *rq, struct response *rs, struct err *e)
{
    struct check_view v = {0};
    struct org org;
    if (!check_source_read(rq, &v.source, e) || !org_get(rq->work, rq->org, &org, e) ||
        (v.source.from != CHECK_NOTHING &&
            !review_check(rq->work, rq->org, rq->year, v.source.text, &v.items, e)))
        return false;
    v.org_name = org.name;
    v.may_write = right_has(rq->work, rq->org, RIGHT_WRITE);
    v.may_answer = review_note_may(rq->work, rq->org);
    v.query = check_source_query(rq, &v.source);
    read_filter(rq, &v.filter);
    count(&v);
    add_kinds(rq, &v);
    if (v.filter.grouped && v.filter.group == REVIEW_COPIED && v.filter.kind.n == 0)
        add_origins(rq, &v);
    if (!add_sources(rq, &v, e) || !check_lay_out(rq, &v, e))
        return false;
    page_begin(rq, rs, tr("核对报告"), NAV_REPORT);
    tpl_check(&rs->body, rq, &v);
    page_end(rq, rs);
    return true;
}
