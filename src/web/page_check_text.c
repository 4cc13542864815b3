/* The text of a check in paragraphs, each with what was found in it beside it. */
#include "base/utf8.h"
#include "domain/list.h"
#include "domain/org.h"
#include "domain/record.h"
#include "web/page_check.h"
#include "web/page_search.h"

#include <stdlib.h>

enum {
    PAGE_BYTES = 60 * 1024, /* of text on one page */
    PAGE_FINDINGS = 150,
    HEADING_BYTES = 120,
    RECORDS_SHOWN = 6,
    PASSAGE_CONTEXT = 250,
    ITEM_COST = 6 * 1024
};

/* ---- links of a finding ---- */

struct laying {
    struct request *rq;
    struct check_view *v;
    const struct rules *rules;
};

static void
add_link(struct check_finding *f, struct str href, struct str title)
{
    f->links[f->links_n++] = (struct check_link){href, title};
}

static void
link_figures(const struct laying *l, struct check_finding *f)
{
    struct arena *a = l->rq->arena;
    struct str rest = f->item->figure, code, look = look_query(l->rq, '?');
    while (rest.n && str_split(&rest, '+', &code)) {
        const struct pack_figure *def = rules_figure(l->rules, code);
        struct out o;
        out_init(&o, 1024);
        html_url_part(&o, url_part(code));
        struct str href = arena_fmt(a, "/figure/%.*s%.*s", STR_ARG(out_str(&o)), STR_ARG(look));
        out_release(&o);
        struct str title = def ? def->title : code;
        add_link(f, href,
            arena_fmt(a, tr("指标：%.*s（%d 条记录）"), STR_ARG(title), (int)f->item->records_n));
    }
}

/* What nobody wrote down yet. */
static void
link_entry(const struct laying *l, struct check_finding *f)
{
    struct str look = look_query(l->rq, '?');
    if (l->v->may_write && str_eq(f->item->kind, S("no_record")))
        add_link(f, arena_fmt(l->rq->arena, "/new%.*s", STR_ARG(look)), str_from(tr("记一笔")));
}

/* Those behind a figure stand on its page. */
static bool
link_records(const struct laying *l, struct check_finding *f, struct err *e)
{
    struct arena *a = l->rq->arena;
    const struct review_item *item = f->item;
    for (size_t i = 0; item->figure.n == 0 && i < item->records_n && i < RECORDS_SHOWN; i++) {
        struct record r;
        struct err why;
        if (!record_get(l->rq->work, item->records[i], &r, &why)) {
            if (why.code == ERR_DENIED || why.code == ERR_NOT_FOUND)
                continue; /* of an org that he may not read */
            *e = why;
            return false;
        }
        add_link(f, arena_fmt(a, "/record/%" PRId64, r.in.id),
            arena_fmt(a, "%s %.*s", date_format(r.in.held_on).z, STR_ARG(r.in.title)));
    }
    return true;
}

static struct str
points_of(struct str text, size_t from, size_t to)
{
    struct str head = utf8_head(text, from), all = utf8_head(text, to);
    return str_slice(all, head.n, all.n);
}

static bool
set_beside(const struct laying *l, struct check_finding *f, struct err *e)
{
    const struct copied_passage *p = f->item->copied;
    struct str other;
    size_t cost = 0;
    if (!search_text_of_doc(l->rq->work, p->docno, &other, e))
        return false;
    struct str right = points_of(other, p->doc_start, p->doc_end);
    struct search_hit hit = {.source = p->source, .ref_id = p->ref_id};
    add_link(f, search_hit_link(l->rq, &hit, utf8_head(right, 20), false),
        arena_fmt(l->rq->arena, tr("打开“%.*s”"), STR_ARG(p->title)));
    f->rows = compare_rows(l->rq->arena, f->item->quote, right, PASSAGE_CONTEXT);
    do
        cost += f->rows.n ? f->rows.v[f->rows_shown++].cost : 0;
    while (f->rows_shown < f->rows.n && cost + f->rows.v[f->rows_shown].cost <= ITEM_COST);
    return true;
}

static bool
fill(const struct laying *l, const struct review_item *item, struct check_finding *f, struct err *e)
{
    *f = (struct check_finding){.item = item};
    f->links = arena_array(l->rq->arena, struct check_link, RECORDS_SHOWN + item->figure.n + 2);
    link_figures(l, f);
    link_entry(l, f);
    if (!link_records(l, f, e) || (item->copied && !set_beside(l, f, e)))
        return false;
    return item->note_version == 0 || (item->note && item->note_version == 1) ||
        review_note_versions(l->rq->work, l->rq->org, l->rq->year, item->key, &f->before, e);
}

static bool
add_finding(const struct laying *l, struct check_findings *to, const struct review_item *item,
    struct err *e)
{
    struct check_finding f;
    if (!fill(l, item, &f, e))
        return false;
    LIST_ADD(l->rq->arena, to, f);
    l->v->shown++;
    return true;
}

/* ---- paragraphs ---- */

static bool
is_heading(struct str line)
{
    static const struct str numbers[] = {str_lit("一"), str_lit("二"), str_lit("三"), str_lit("四"),
        str_lit("五"), str_lit("六"), str_lit("七"), str_lit("八"), str_lit("九"), str_lit("十")};
    if (line.n > HEADING_BYTES || str_ends(line, S("。")))
        return false;
    struct str rest = str_starts(line, S("（")) ? str_slice(line, strlen("（"), line.n) : line;
    for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
        if (str_starts(rest, numbers[i])) {
            struct str behind = str_slice(rest, numbers[i].n, rest.n);
            return str_starts(behind, S("、")) || str_starts(behind, S("）")) ||
                str_starts(behind, S("十"));
        }
    return false;
}

struct paragraphs {
    struct check_paragraph *v;
    size_t n;
};

static void
split(struct arena *a, struct str text, struct paragraphs *list)
{
    for (size_t at = 0; at < text.n;) {
        size_t end = str_find_char(text, '\n', at);
        end = end == SIZE_MAX ? text.n : end;
        struct str line = str_trim(str_slice(text, at, end - at));
        if (line.n) {
            struct check_paragraph p = {.start = (size_t)(line.p - text.p)};
            p.end = p.start + line.n;
            if (list->n == 0 && line.n <= HEADING_BYTES)
                p.shape = CHECK_TITLE;
            else if (is_heading(line))
                p.shape = CHECK_HEADING;
            LIST_ADD(a, list, p);
        }
        at = end + 1;
    }
}

/* How many of the first paragraphs make a page: at least one; bounded in bytes and findings. */
static size_t
page_end_of(const struct check_view *v, const struct paragraphs *all, size_t from, size_t *item)
{
    size_t bytes = 0, findings = 0, to = from;
    while (to < all->n) {
        const struct check_paragraph *p = &all->v[to];
        size_t here = 0, next = *item;
        for (; next < v->items.n && v->items.v[next].start < p->end; next++)
            here += check_shown(&v->filter, &v->items.v[next]);
        bytes += p->end - p->start;
        findings += here;
        if (to > from && (bytes > PAGE_BYTES || findings > PAGE_FINDINGS))
            break;
        *item = next;
        to++;
    }
    return to;
}

static bool
lay_page(const struct laying *l, struct check_paragraph *p, size_t n, size_t item, struct err *e)
{
    const struct check_view *v = l->v;
    for (size_t i = 0; i < n; i++)
        for (; item < v->items.n && v->items.v[item].start < p[i].end; item++)
            if (check_shown(&v->filter, &v->items.v[item]) && v->items.v[item].end > 0 &&
                !add_finding(l, &p[i].beside, &v->items.v[item], e))
                return false;
    return true;
}

static bool
lay_whole(const struct laying *l, struct err *e)
{
    struct check_view *v = l->v;
    for (size_t i = 0; i < v->items.n && v->items.v[i].end == 0; i++)
        if (check_shown(&v->filter, &v->items.v[i]) && v->whole.n < PAGE_FINDINGS &&
            !add_finding(l, &v->whole, &v->items.v[i], e))
            return false;
    return true;
}

bool
check_lay_out(struct request *rq, struct check_view *v, struct err *e)
{
    struct laying l = {rq, v, NULL};
    struct paragraphs all = {0};
    struct org org;
    size_t from = 0, to = 0, item = 0, first = 0;
    if (!org_get(rq->work, rq->org, &org, e) ||
        !rules_for(rq->work, org.root_id, rq->year, &l.rules, e))
        return false;
    split(rq->arena, v->source.text, &all);
    for (int page = 1; page <= rq->page && to < all.n; page++) {
        from = to;
        first = item;
        to = page_end_of(v, &all, from, &item);
    }
    v->paragraphs = all.v + from;
    v->paragraphs_n = to - from;
    struct str filter = check_filter_query(rq, &v->filter);
    v->pager = (struct pager){
        .base = arena_fmt(rq->arena, "/report/check?%.*s%.*s", STR_ARG(v->query), STR_ARG(filter)),
        .page = rq->page,
        .more = to < all.n};
    return (rq->page > 1 || lay_whole(&l, e)) &&
        lay_page(&l, v->paragraphs, v->paragraphs_n, first, e);
}

size_t
check_row_end(const struct check_view *v, size_t from)
{
    size_t to = from + 1;
    while (to < v->paragraphs_n && v->paragraphs[to].beside.n == 0)
        to++;
    return to;
}

/* ---- the stretches of a paragraph ---- */

static int
by_byte(const void *x, const void *y)
{
    size_t a = *(const size_t *)x, b = *(const size_t *)y;
    return a < b ? -1 : a > b;
}

/* Numbers are shown of what stands beside; what agrees and what cannot be judged is only marked. */
static bool
is_marked(const struct check_view *v, const struct review_item *item)
{
    return item->end > 0 &&
        (check_shown(&v->filter, item) || (item->group == REVIEW_CLAIMS && !item->fault));
}

/* Where a number that nothing is said about leads. */
static struct str
quiet_link(struct arena *a, const struct review_item *item)
{
    struct str rest = item->figure, code;
    if (rest.n && str_split(&rest, '+', &code))
        return arena_fmt(a, "/figure/%.*s", STR_ARG(code));
    return item->records_n ? arena_fmt(a, "/record/%" PRId64, item->records[0]) : S("");
}

/* What is marked in a paragraph. */
struct covering {
    const struct review_item **v;
    size_t n;
};

static bool
covers(const struct check_view *v, const struct check_paragraph *p, size_t item)
{
    return v->items.v[item].end > p->start && is_marked(v, &v->items.v[item]);
}

static struct covering
cover(struct arena *a, const struct check_view *v, const struct check_paragraph *p)
{
    struct covering c = {0};
    size_t n = 0, end = 0;
    for (; end < v->items.n && v->items.v[end].start < p->end; end++)
        n += covers(v, p, end);
    c.v = arena_array(a, const struct review_item *, n + 1);
    for (size_t i = 0; i < end; i++)
        if (covers(v, p, i))
            c.v[c.n++] = &v->items.v[i];
    return c;
}

static void
fill_run(struct arena *a, const struct check_view *v, const struct check_paragraph *p,
    const struct covering *c, struct check_run *run)
{
    bool shown = false;
    size_t start = (size_t)(run->text.p - v->source.text.p), end = start + run->text.n;
    run->ends = arena_array(a, const struct review_item *, p->beside.n + 1);
    for (size_t i = 0; i < c->n; i++) {
        const struct review_item *item = c->v[i];
        if (item->end < end || item->start > start)
            continue;
        bool of_filter = check_shown(&v->filter, item);
        if (!run->item || (of_filter && !shown) ||
            (of_filter == shown && item->end - item->start < run->item->end - run->item->start)) {
            run->item = item;
            shown = of_filter;
        }
    }
    if (run->item && !shown)
        run->href = quiet_link(a, run->item);
    for (size_t i = 0; i < p->beside.n; i++) {
        const struct review_item *item = p->beside.v[i].item;
        if (item->end == end || (item->end > end && end == p->end))
            run->ends[run->ends_n++] = item;
    }
}

struct check_runs
check_runs(struct arena *a, const struct check_view *v, const struct check_paragraph *p)
{
    struct check_runs runs = {0};
    struct covering c = cover(a, v, p);
    size_t n = 0;
    size_t *cuts = arena_array(a, size_t, 2 * c.n + 2);
    cuts[n++] = p->start;
    cuts[n++] = p->end;
    for (size_t i = 0; i < c.n; i++) {
        cuts[n++] = c.v[i]->start > p->start ? c.v[i]->start : p->start;
        cuts[n++] = c.v[i]->end < p->end ? c.v[i]->end : p->end;
    }
    qsort(cuts, n, sizeof(*cuts), by_byte);
    runs.v = arena_array(a, struct check_run, n);
    for (size_t i = 0; i + 1 < n; i++) {
        if (cuts[i] == cuts[i + 1])
            continue;
        struct check_run *run = &runs.v[runs.n++];
        *run =
            (struct check_run){.text = str_slice(v->source.text, cuts[i], cuts[i + 1] - cuts[i])};
        fill_run(a, v, p, &c, run);
    }
    return runs;
}
