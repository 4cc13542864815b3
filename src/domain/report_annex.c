#include "domain/report_annex.h"

#include "domain/list.h"
#include "store/store.h"

#include <stdlib.h>

struct sources {
    struct annex_record *v;
    size_t n;
};

/* A report of a quarter rests on that quarter's records alone. */
static bool
is_of_draft(const struct report_draft *draft, struct date held_on)
{
    return draft->quarter == 0 ||
        (held_on.year == draft->year && (held_on.month - 1) / 3 + 1 == draft->quarter);
}

static bool
read_figure(struct work *w, const struct report_draft *draft, struct annex_figure *line,
    struct sources *sources, struct err *e)
{
    struct figure_records list;
    const struct pack_figure *def = line->figure->def;
    if (!figure_records(w, draft->org_id, draft->year, def->code, &list, e))
        return false;
    struct str *ids = arena_array(w->arena, struct str, list.n);
    size_t n = 0;
    for (size_t i = 0; i < list.n; i++) {
        const struct figure_record *r = &list.v[i];
        if (!line->figure->has_value || !is_of_draft(draft, r->held_on))
            continue;
        ids[n] = arena_fmt(w->arena, "%lld", (long long)r->record_id);
        if (def->measure != MEASURE_RECORDS)
            ids[n] = arena_fmt(w->arena, "%.*s（%s）", STR_ARG(ids[n]), milli_format(r->milli).z);
        n++;
        struct annex_record source = {.id = r->record_id, .held_on = r->held_on, .title = r->title};
        LIST_ADD(w->arena, sources, source);
    }
    /* The blank is where a line may end. */
    line->records = arena_join(w->arena, ids, n, S("、 "));
    if (line->figure->has_value)
        line->value = arena_str(w->arena, str_from(milli_format(line->figure->milli).z));
    return true;
}

static bool
read_entered(struct work *w, struct annex_record *r, struct err *e)
{
    struct stmt *s;
    if (!stmt_open(w->db, SQL_REPORT_RECORD_ENTERED, VALS(v_int(r->id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        r->entered = arena_fmt(w->arena, "%s%s", date_format(clock_day_of(stmt_int(s, 0))).z,
            stmt_int(s, 1) > 0 ? "（补录）" : "");
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static int
by_day(const void *a, const void *b)
{
    const struct annex_record *x = a, *y = b;
    int day = date_cmp(x->held_on, y->held_on);
    return day ? day : (x->id > y->id) - (x->id < y->id);
}

/* Each record once, however many figures it stands behind. */
static bool
gather(struct work *w, struct sources *sources, struct report_annex *annex, struct err *e)
{
    if (sources->n)
        qsort(sources->v, sources->n, sizeof(*sources->v), by_day);
    annex->records = sources->v;
    for (size_t i = 0; i < sources->n; i++) {
        struct annex_record r = sources->v[i];
        if (annex->records_n && annex->records[annex->records_n - 1].id == r.id)
            continue;
        if (!read_entered(w, &r, e))
            return false;
        annex->records[annex->records_n++] = r;
    }
    return true;
}

bool
report_annex(
    struct work *w, const struct report_draft *draft, struct report_annex *annex, struct err *e)
{
    static const char *const quarters[] = {"第一季度", "第二季度", "第三季度", "第四季度"};
    struct sources sources = {0};
    *annex = (struct report_annex){.figures_n = draft->figures.n};
    annex->figures = arena_array(w->arena, struct annex_figure, draft->figures.n);
    annex->note = arena_fmt(w->arena,
        "正文中的每个绑定数字，都由台账中%d年%s的记录按下列口径算出。本表说明每个数字来自哪些记录、这些记录何时登记；"
        "它证明有据可查，并不证明所记之事属实。正文中人工改动或补写的数字不在本表之内。",
        draft->year, draft->quarter ? quarters[draft->quarter - 1] : "度");
    for (size_t i = 0; i < draft->figures.n; i++) {
        annex->figures[i].figure = &draft->figures.v[i];
        if (!read_figure(w, draft, &annex->figures[i], &sources, e))
            return false;
    }
    return gather(w, &sources, annex, e);
}
