/* The reports of a year: which there are for whom, and which of them somebody wrote. */
#include "base/lang.h"
#include "domain/list.h"
#include "domain/report_text_int.h"
#include "store/store.h"

static void
add_kind(struct drafting *d, struct report_kinds *list, struct str audience, struct str title)
{
    struct report_kind kind = {.audience = audience, .title = title};
    LIST_ADD(d->w->arena, list, kind);
}

static void
add_quarters(struct drafting *d, struct report_kinds *list, const struct pack_report *form)
{
    struct arena *a = d->w->arena;
    for (int q = 1; q <= 4; q++)
        add_kind(d, list, arena_fmt(a, "%.*s-%d", STR_ARG(form->code), q),
            arena_fmt(a, "%.*s（%.*s）", STR_ARG(form->title), STR_ARG(report_quarter_title(q))));
}

static void
add_records(struct drafting *d, struct report_kinds *list, const struct pack_report *form)
{
    struct arena *a = d->w->arena;
    const struct pack_part lists = {.kinds = form->kinds};
    for (size_t i = 0; i < d->records_n; i++) {
        const struct report_listed *r = &d->records[i];
        if (report_lists(d, &lists, r))
            add_kind(d, list, arena_fmt(a, "%.*s-%lld", STR_ARG(form->code), (long long)r->in.id),
                arena_fmt(a, "%.*s（%.*s）", STR_ARG(form->title), STR_ARG(r->in.title)));
    }
}

static bool
mark_written(struct drafting *d, struct report_kinds *list, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(d->w->db, SQL_REPORT_TEXT_OF_YEAR, VALS(v_int(d->org.id), v_int(d->draft->year)),
            &s, e))
        return false;
    stmt_each (s, e) {
        for (size_t i = 0; i < list->n; i++)
            if (str_eq(list->v[i].audience, stmt_str(s, 0))) {
                list->v[i].written = true;
                list->v[i].changed_ms = stmt_int(s, 1);
            }
    }
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

bool
report_kinds(struct work *w, int64_t org_id, int year, struct report_kinds *list, struct err *e)
{
    struct report_draft draft;
    struct drafting d = {.draft = &draft};
    const struct report_key key = {org_id, year, S("")};
    *list = (struct report_kinds){NULL, 0};
    if (!report_begin(&d, w, &key, e) || !report_records_read(&d, e))
        return false;
    add_kind(&d, list, S("secretary"), str_from(tr("述职报告")));
    for (size_t i = 0; i < d.rules->n; i++)
        for (size_t k = 0; k < d.rules->packs[i]->reports_n; k++) {
            const struct pack_report *form = &d.rules->packs[i]->reports[k];
            if (rules_report(d.rules, form->code) != form)
                continue; /* an earlier pack has it */
            if (form->per == REPORT_PER_QUARTER)
                add_quarters(&d, list, form);
            else if (form->per == REPORT_PER_RECORD)
                add_records(&d, list, form);
            else
                add_kind(&d, list, form->code, form->title);
        }
    return mark_written(&d, list, e);
}
