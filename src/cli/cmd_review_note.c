/* An answer to a finding of a check (domain/review_note.h). */
#include "base/lang.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "doc/doc.h"
#include "domain/report_keep.h"
#include "domain/review_note.h"

enum {
    KEY_LEAST = 8 /* characters that name a finding */
};

/* The file given; without one what was sent and counts, else the draft. */
static bool
read_report(
    struct call *c, struct work *w, int64_t org_id, int year, struct str *text, struct err *e)
{
    struct report_kept kept;
    struct report_content content;
    struct report_draft draft;
    struct doc *doc;
    struct out o;
    if (c->args_n) {
        if (!doc_read_file(c->arena, arena_cstr(c->arena, c->args[0]), NULL, &doc, e))
            return false;
        out_init(&o, REPORT_TEXT_MAX);
        doc_text(doc, &o);
        *text = arena_str(c->arena, out_str(&o));
        out_release(&o);
        return true;
    }
    if (!report_kept(w, org_id, year, &kept, e))
        return false;
    if (kept.text_version) {
        const struct report_at at = {org_id, year, kept.text_version};
        if (!report_content(w, &at, &content, e))
            return false;
        *text = content.text;
        return true;
    }
    if (!report_current(w, org_id, year, &draft, e))
        return false;
    *text = report_plain(c->arena, &draft);
    return true;
}

static bool
find_finding(
    const struct review_items *items, struct str key, struct review_answer *a, struct err *e)
{
    if (key.n < KEY_LEAST)
        return err_set(e, ERR_USAGE,
            tr("--finding 至少写前 %d 位；完整的在 report check --json 的 finding 里。"),
            KEY_LEAST);
    for (size_t i = 0; i < items->n; i++) {
        const struct review_item *item = &items->v[i];
        if (!str_starts(item->key, key))
            continue;
        if (a->item && !str_eq(a->item->key, item->key))
            return err_set(e, ERR_INPUT, "%s", tr("有几处都以这几位开头，请多写几位。"));
        a->item = item;
        a->version = item->note_version;
    }
    return a->item || err_set(e, ERR_NOT_FOUND, "%s", tr("这份报告里没有这一处。"));
}

static bool
write_note(struct work *w, void *arg, struct err *e)
{
    return review_note_write(w, arg, e);
}

bool
cmd_report_note(struct call *c, struct err *e)
{
    struct org org;
    struct work w;
    struct str text;
    struct review_items items;
    struct review_answer a = {.year = (int)call_int(c, "year", 0), .note = call_text(c, "text")};
    if (call_has(c, "take-back") == call_has(c, "text"))
        return err_set(e, ERR_USAGE, "%s", tr("请用 --text 写答复，或者用 --take-back 收回。"));
    if (!call_read(c, &w, e))
        return false;
    bool ok = call_org(c, &w, &org, e) && read_report(c, &w, org.id, a.year, &text, e) &&
        review_check(&w, org.id, a.year, text, &items, e) &&
        find_finding(&items, call_text(c, "finding"), &a, e);
    work_end(&w);
    a.org_id = org.id;
    if (!ok || !call_write(c, write_note, &a, e))
        return false;
    if (!c->json)
        out_put(&c->out, str_from(call_has(c, "text") ? tr("已答复。\n") : tr("答复已收回。\n")));
    else
        out_fmt(&c->out, "{\"finding\":\"%.*s\",\"version\":%lld}\n", STR_ARG(a.item->key),
            (long long)a.version + 1);
    return true;
}
