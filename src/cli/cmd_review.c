/* A report held against the year's records (domain/review.h), with the answers to what was found (review_note.h). */
#include "base/lang.h"
#include "cli/claims.h"
#include "cli/commands.h"
#include "cli/review.h"
#include "doc/doc.h"
#include "domain/review_note.h"

static void
print_records(struct json_out *j, const int64_t *records, size_t n)
{
    json_key(j, S("records"));
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_int(j, records[i]);
    json_array_end(j);
}

void
review_note_fields(struct json_out *j, const struct review_item *item)
{
    json_field_str(j, S("finding"), item ? item->key : S(""));
    json_key(j, S("note"));
    if (!item || !item->note) {
        json_null(j);
        return;
    }
    json_object(j);
    json_field_str(j, S("text"), item->note->note);
    json_field_str(j, S("by"), item->note->actor);
    json_field_str(j, S("at"), str_from(clock_format(item->note->at_ms).z));
    json_field_int(j, S("version"), item->note->version);
    json_field_bool(j, S("changed"), item->changed);
    json_object_end(j);
}

/* A report, what the check gave, and the same as a list. */
struct checked {
    struct str text;
    struct review review;
    struct review_items items;
};

/* The first in the list, which is by place with those that have none in front, that is not before this byte. */
static size_t
first_at(const struct review_items *list, size_t start)
{
    size_t low = 0, high = list->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (list->v[mid].end == 0 || list->v[mid].start < start)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static const struct review_item *
item_at(const struct checked *k, enum review_group g, size_t start, size_t end, struct str why)
{
    for (size_t i = end ? first_at(&k->items, start) : 0; i < k->items.n; i++) {
        const struct review_item *item = &k->items.v[i];
        if (item->start != start)
            break;
        if (item->group == g && item->end == end && str_eq(item->why, why))
            return item;
    }
    return NULL;
}

static void
print_claim(
    struct json_out *j, struct points *p, const struct checked *k, const struct review_claim *c)
{
    struct str text = k->text;
    json_object(j);
    claim_fields(j, p, text, &c->claim);
    json_field_str(j, S("verdict"), review_verdict_code(c->verdict));
    json_field_opt(j, S("figure"), c->figure);
    json_key(j, S("value"));
    if (c->has_value)
        json_number(j, str_from(milli_format(c->milli).z));
    else
        json_null(j);
    print_records(j, c->records, c->records_n);
    json_field_str(j, S("why"), c->why);
    review_note_fields(j, item_at(k, REVIEW_CLAIMS, c->claim.start, c->claim.end, c->why));
    json_object_end(j);
}

static void
print_findings(struct json_out *j, enum review_group g, const struct checked *k,
    const struct review_findings *list)
{
    struct points p = {0, 0};
    json_key(j, review_group_code(g));
    json_array(j);
    for (size_t i = 0; i < list->n; i++) {
        const struct review_finding *f = &list->v[i];
        json_object(j);
        json_field_int(j, S("start"), point_of(&p, k->text, f->start));
        json_field_int(j, S("end"), point_of(&p, k->text, f->end));
        json_field_str(j, S("kind"), f->kind);
        json_field_str(j, S("why"), f->why);
        print_records(j, f->records, f->records_n);
        review_note_fields(j, item_at(k, g, f->start, f->end, f->why));
        json_object_end(j);
    }
    json_array_end(j);
}

static const struct review_item *
item_of(const struct checked *k, const struct copied_passage *p)
{
    for (size_t i = 0; i < k->items.n; i++)
        if (k->items.v[i].copied == p)
            return &k->items.v[i];
    return NULL;
}

static void
print_copied(struct call *c, struct json_out *j, const struct checked *k)
{
    const struct copied *list = &k->review.copied;
    json_key(j, S("copied"));
    json_array(j);
    for (size_t i = 0; i < list->n; i++) {
        const struct copied_passage *p = &list->v[i];
        json_object(j);
        json_field_int(j, S("start"), (int64_t)p->start);
        json_field_int(j, S("end"), (int64_t)p->end);
        json_field_int(j, S("doc"), p->ref_id);
        json_field_int(j, S("doc_start"), (int64_t)p->doc_start);
        json_field_int(j, S("doc_end"), (int64_t)p->doc_end);
        json_key(j, S("similarity"));
        json_number(j, arena_fmt(c->arena, "%d.%03d", p->similarity / 1000, p->similarity % 1000));
        json_field_str(j, S("title"), p->title);
        review_note_fields(j, item_of(k, p));
        json_object_end(j);
    }
    json_array_end(j);
}

static void
print_json(struct call *c, const struct checked *k)
{
    struct json_out j = json_begin(&c->out);
    struct points p = {0, 0};
    const struct review *r = &k->review;
    json_object(&j);
    json_key(&j, S("claims"));
    json_array(&j);
    for (size_t i = 0; i < r->claims_n; i++)
        print_claim(&j, &p, k, &r->claims[i]);
    json_array_end(&j);
    print_findings(&j, REVIEW_LEFTOVERS, k, &r->leftovers);
    print_findings(&j, REVIEW_IMPOSSIBLE, k, &r->impossible);
    print_findings(&j, REVIEW_FORM, k, &r->form);
    print_findings(&j, REVIEW_UNREAD, k, &r->unread);
    print_copied(c, &j, k);
    json_object_end(&j);
    out_char(&c->out, '\n');
}

static void
print_list(struct call *c, const char *title, struct str text, const struct review_findings *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct review_finding *f = &list->v[i];
        struct str said = str_slice(text, f->start, f->end - f->start);
        out_fmt(&c->out, "%s\t%.*s\t%.*s\n", title, STR_ARG(said), STR_ARG(f->why));
    }
}

static void
print_lines(struct call *c, struct str text, const struct review *r)
{
    for (size_t i = 0; i < r->claims_n; i++) {
        const struct review_claim *m = &r->claims[i];
        struct str said = str_slice(text, m->claim.start, m->claim.end - m->claim.start);
        out_fmt(&c->out, "%.*s\t%.*s\t%.*s\n", STR_ARG(review_verdict_title(m->verdict)),
            STR_ARG(said), STR_ARG(m->why));
    }
    print_list(c, tr("残留"), text, &r->leftovers);
    print_list(c, tr("不可能"), text, &r->impossible);
    print_list(c, tr("格式"), text, &r->form);
    print_list(c, tr("未判断"), text, &r->unread);
    for (size_t i = 0; i < r->copied.n; i++) {
        const struct copied_passage *p = &r->copied.v[i];
        out_fmt(&c->out, tr("雷同\t第 %zu–%zu 字\t与“%.*s”相似 %d%%\n"), p->start + 1, p->end,
            STR_ARG(p->title), p->similarity / 10);
    }
    if (!r->wanting)
        out_put(&c->out, str_from(tr("没有发现需要改正的地方。\n")));
}

static bool
check_text(struct call *c, struct work *w, struct str text, struct err *e)
{
    struct org org;
    struct checked k = {.text = text};
    int year = (int)call_int(c, "year", 0);
    if (!call_org(c, w, &org, e) || !review_report(w, org.id, year, text, &k.review, e) ||
        !review_items(w, &(struct review_text){org.id, year, text}, &k.review, &k.items, e))
        return false;
    c->found_wanting = k.review.wanting;
    if (c->json)
        print_json(c, &k);
    else
        print_lines(c, text, &k.review);
    return true;
}

static bool
check_file(struct call *c, struct err *e)
{
    struct doc *doc;
    struct out text;
    struct work w;
    if (!doc_read_file(c->arena, arena_cstr(c->arena, c->args[0]), NULL, &doc, e) ||
        !call_read(c, &w, e))
        return false;
    out_init(&text, c->out.max / 2);
    doc_text(doc, &text);
    bool ok = check_text(c, &w, out_str(&text), e);
    out_release(&text);
    work_end(&w);
    return ok;
}

bool
cmd_report_check(struct call *c, struct err *e)
{
    bool all = call_has(c, "all");
    if (all && c->args_n)
        return err_set(e, ERR_USAGE, "%s", tr("--all 核对报送上来的报告，不再写文件。"));
    if (!all && c->args_n == 0)
        return err_set(e, ERR_USAGE, "%s", tr("请写要核对的文件或文件夹，或者用 --all。"));
    if (all)
        return review_all(c, e);
    return c->args_n > 1 || review_is_folder(c->args[0], c->arena) ? review_files(c, e)
                                                                   : check_file(c, e);
}
