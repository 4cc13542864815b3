/* A report held against the year's records (domain/review.h). */
#include "base/lang.h"
#include "cli/claims.h"
#include "cli/commands.h"
#include "doc/doc.h"
#include "domain/review.h"

static void
print_records(struct json_out *j, const int64_t *records, size_t n)
{
    json_key(j, S("records"));
    json_array(j);
    for (size_t i = 0; i < n; i++)
        json_int(j, records[i]);
    json_array_end(j);
}

static void
print_claim(struct json_out *j, struct points *p, struct str text, const struct review_claim *c)
{
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
    json_object_end(j);
}

static void
print_findings(
    struct json_out *j, const char *key, struct str text, const struct review_findings *list)
{
    struct points p = {0, 0};
    json_key(j, str_from(key));
    json_array(j);
    for (size_t i = 0; i < list->n; i++) {
        json_object(j);
        json_field_int(j, S("start"), point_of(&p, text, list->v[i].start));
        json_field_int(j, S("end"), point_of(&p, text, list->v[i].end));
        json_field_str(j, S("kind"), list->v[i].kind);
        json_field_str(j, S("why"), list->v[i].why);
        print_records(j, list->v[i].records, list->v[i].records_n);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
print_copied(struct call *c, struct json_out *j, const struct copied *list)
{
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
        json_object_end(j);
    }
    json_array_end(j);
}

static void
print_json(struct call *c, struct str text, const struct review *r)
{
    struct json_out j = json_begin(&c->out);
    struct points p = {0, 0};
    json_object(&j);
    json_key(&j, S("claims"));
    json_array(&j);
    for (size_t i = 0; i < r->claims_n; i++)
        print_claim(&j, &p, text, &r->claims[i]);
    json_array_end(&j);
    print_findings(&j, "leftovers", text, &r->leftovers);
    print_findings(&j, "impossible", text, &r->impossible);
    print_findings(&j, "form", text, &r->form);
    print_findings(&j, "unread", text, &r->unread);
    print_copied(c, &j, &r->copied);
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
    struct review review;
    if (!call_org(c, w, &org, e) ||
        !review_report(w, org.id, (int)call_int(c, "year", 0), text, &review, e))
        return false;
    c->found_wanting = review.wanting;
    if (c->json)
        print_json(c, text, &review);
    else
        print_lines(c, text, &review);
    return true;
}

bool
cmd_report_check(struct call *c, struct err *e)
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
