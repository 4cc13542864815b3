/* The draft as a .docx, with the annex 《数据来源表》: what stands behind each figure. The report is Chinese, whatever
   language its writer's pages have. */
#include "domain/report.h"

#include "base/lang.h"
#include "doc/docx_write.h"
#include "domain/list.h"
#include "store/store.h"

#include <stdlib.h>

static enum docx_style
style_of(int level)
{
    switch (level) {
    case 0:
        return DOCX_TITLE;
    case 1:
        return DOCX_LEVEL1;
    case 2:
        return DOCX_LEVEL2;
    default:
        return DOCX_BODY;
    }
}

static struct str
figure_title(const struct report_draft *draft, struct str code)
{
    for (size_t i = 0; i < draft->figures.n; i++)
        if (str_eq(draft->figures.v[i].def->code, code))
            return draft->figures.v[i].def->title;
    return code;
}

static void
put_run(struct docx_writer *d, struct arena *a, const struct report_draft *draft,
    const struct report_run *run)
{
    switch (run->kind) {
    case RUN_TEXT:
        docx_run(d, run->text);
        break;
    case RUN_FIGURE:
        docx_figure(d, run->code, figure_title(draft, run->code), run->text);
        break;
    case RUN_MISSING:
        docx_missing(d, S(""));
        break;
    case RUN_RECORD:
        docx_figure(d, arena_fmt(a, "record.%lld", (long long)run->record_id),
            arena_fmt(a, "记录 %lld", (long long)run->record_id), run->text);
        break;
    }
}

static void
put_blocks(struct docx_writer *d, struct arena *a, const struct report_draft *draft)
{
    for (size_t i = 0; i < draft->blocks_n; i++) {
        const struct report_block *b = &draft->blocks[i];
        docx_para(d, style_of(b->level));
        for (size_t k = 0; k < b->runs_n; k++)
            put_run(d, a, draft, &b->runs[k]);
        docx_para_end(d);
    }
    docx_line(d, DOCX_SIGN_UNIT, draft->org_name);
    docx_para(d, DOCX_SIGN_DATE);
    docx_missing(d, S("日期"));
    docx_para_end(d);
}

/* ---- the annex ---- */

/* The number is bound, its unit stands beside it. */
static void
put_value(struct docx_writer *d, struct arena *a, const struct figure *f)
{
    docx_cell(d);
    if (!f->has_value) {
        docx_run(d, S("无记录"));
        return;
    }
    docx_figure(d, f->def->code, f->def->title, arena_str(a, str_from(milli_format(f->milli).z)));
    docx_run(d, f->def->unit);
}

/* A record behind any of the figures. */
struct source {
    int64_t id;
    struct date held_on;
    struct str title;
};

struct sources {
    struct source *v;
    size_t n;
};

/* "30、 64"; where a record adds more or less than one, also how much: "41（14）". */
static bool
put_figure_records(struct work *w, struct docx_writer *d, const struct report_draft *draft,
    const struct figure *f, struct sources *sources, struct err *e)
{
    struct figure_records list;
    if (!figure_records(w, draft->org_id, draft->year, f->def->code, &list, e))
        return false;
    struct str *ids = arena_array(w->arena, struct str, list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct figure_record *r = &list.v[i];
        ids[i] = arena_fmt(w->arena, "%lld", (long long)r->record_id);
        if (f->def->measure != MEASURE_RECORDS)
            ids[i] = arena_fmt(w->arena, "%.*s（%s）", STR_ARG(ids[i]), milli_format(r->milli).z);
        struct source source = {r->record_id, r->held_on, r->title};
        LIST_ADD(w->arena, sources, source);
    }
    docx_cell(d);
    docx_run(
        d, arena_join(w->arena, ids, list.n, S("、 "))); /* the blank is where a line may end */
    return true;
}

static bool
put_figures(struct work *w, struct docx_writer *d, const struct report_draft *draft,
    struct sources *sources, struct err *e)
{
    static const unsigned widths[] = {3, 2, 5, 6};
    bool ok = true;
    docx_table(d, widths, 4);
    docx_row(d, (const struct str[]){S("指标"), S("数值"), S("统计口径"), S("依据的记录")}, true);
    for (size_t i = 0; ok && i < draft->figures.n; i++) {
        const struct figure *f = &draft->figures.v[i];
        docx_row_begin(d, false);
        docx_cell(d);
        docx_run(d, f->def->title);
        put_value(d, w->arena, f);
        docx_cell(d);
        docx_run(d, f->def->definition);
        ok = put_figure_records(w, d, draft, f, sources, e);
        docx_row_end(d);
    }
    docx_table_end(d);
    return ok;
}

/* "2023-07-02", and that it was entered late. */
static bool
entered_text(struct work *w, int64_t record_id, struct str *text, struct err *e)
{
    struct stmt *s;
    *text = S("");
    if (!stmt_open(w->db, SQL_REPORT_RECORD_ENTERED, VALS(v_int(record_id)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        *text = arena_fmt(w->arena, "%s%s", date_format(clock_day_of(stmt_int(s, 0))).z,
            stmt_int(s, 1) > 0 ? "（补录）" : "");
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static int
by_day(const void *a, const void *b)
{
    const struct source *x = a, *y = b;
    int day = date_cmp(x->held_on, y->held_on);
    return day ? day : (x->id > y->id) - (x->id < y->id);
}

/* Each record once, the oldest first, however many figures it stands behind. */
static bool
put_sources(struct work *w, struct docx_writer *d, struct sources *sources, struct err *e)
{
    static const unsigned widths[] = {2, 4, 8, 4};
    if (sources->n)
        qsort(sources->v, sources->n, sizeof(*sources->v), by_day);
    docx_table(d, widths, 4);
    docx_row(d, (const struct str[]){S("编号"), S("举办日期"), S("标题"), S("登记日期")}, true);
    bool ok = true;
    for (size_t i = 0; ok && i < sources->n; i++) {
        const struct source *r = &sources->v[i];
        struct str entered;
        if (i && r->id == r[-1].id)
            continue;
        ok = entered_text(w, r->id, &entered, e);
        if (ok)
            docx_row(d,
                (const struct str[]){arena_fmt(w->arena, "%lld", (long long)r->id),
                    arena_str(w->arena, str_from(date_format(r->held_on).z)), r->title, entered},
                false);
    }
    docx_table_end(d);
    return ok;
}

static bool
put_annex(struct work *w, struct docx_writer *d, const struct report_draft *draft, struct err *e)
{
    struct sources sources = {0};
    docx_page_break(d);
    docx_line(d, DOCX_TITLE, S("数据来源表"));
    docx_line(d, DOCX_BODY,
        arena_fmt(w->arena,
            "正文中的每个绑定数字，都由台账中%d年度的记录按下列口径算出。本表说明每个数字来自哪些记录、这些记录何时登记；"
            "它证明有据可查，并不证明所记之事属实。正文中人工改动或补写的数字不在本表之内。",
            draft->year));
    if (!put_figures(w, d, draft, &sources, e))
        return false;
    docx_line(d, DOCX_LEVEL1, S("依据的记录"));
    return put_sources(w, d, &sources, e);
}

bool
report_docx(struct work *w, const struct report_draft *draft, struct out *docx, struct err *e)
{
    struct str bytes;
    struct docx_writer *d =
        docx_begin(w->arena, arena_fmt(w->arena, "%.*s %d", STR_ARG(draft->org_name), draft->year));
    put_blocks(d, w->arena, draft);
    if (!put_annex(w, d, draft, e)) {
        docx_drop(d);
        return false;
    }
    if (!docx_finish(d, &bytes, e))
        return false;
    out_put(docx, bytes);
    if (docx->overflow)
        return err_set(e, ERR_LIMIT, "%s", tr("报告太大，无法生成文件。"));
    return true;
}
