/* The draft as a .docx, with the annex 《数据来源表》: what stands behind each figure. */
#include "domain/report.h"

#include "base/lang.h"
#include "doc/docx_write.h"
#include "store/store.h"

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
            arena_fmt(a, tr("记录 %lld"), (long long)run->record_id), run->text);
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
    docx_missing(d, trs(S("日期")));
    docx_para_end(d);
}

/* ---- the annex ---- */

/* The number is bound, its unit stands beside it. */
static void
put_value(struct docx_writer *d, struct arena *a, const struct figure *f)
{
    docx_cell(d);
    if (!f->has_value) {
        docx_run(d, trs(S("无记录")));
        return;
    }
    docx_figure(d, f->def->code, f->def->title, arena_str(a, str_from(milli_format(f->milli).z)));
    docx_run(d, f->def->unit);
}

static void
put_definitions(struct docx_writer *d, struct arena *a, const struct report_draft *draft)
{
    static const unsigned widths[] = {3, 2, 6, 3, 2};
    docx_table(d, widths, 5);
    docx_row(d,
        (const struct str[]){trs(S("指标")), trs(S("数值")), trs(S("统计口径")), trs(S("统计期间")),
            trs(S("记录数"))},
        true);
    struct str period = arena_fmt(a, tr("%d年度"), draft->year);
    for (size_t i = 0; i < draft->figures.n; i++) {
        const struct figure *f = &draft->figures.v[i];
        docx_row_begin(d, false);
        docx_cell(d);
        docx_run(d, f->def->title);
        put_value(d, a, f);
        docx_cell(d);
        docx_run(d, f->def->definition);
        docx_cell(d);
        docx_run(d, period);
        docx_cell(d);
        docx_run(d, arena_fmt(a, "%lld", (long long)f->records));
        docx_row_end(d);
    }
    docx_table_end(d);
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
            stmt_int(s, 1) > 0 ? tr("（补录）") : "");
    bool failed = stmt_failed(s);
    stmt_close(s);
    return !failed;
}

static bool
put_records(struct work *w, struct docx_writer *d, const struct report_draft *draft,
    const struct figure *f, struct err *e)
{
    struct figure_records list;
    if (!figure_records(w, draft->org_id, draft->year, f->def->code, &list, e))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        const struct figure_record *r = &list.v[i];
        struct str entered;
        if (!entered_text(w, r->record_id, &entered, e))
            return false;
        struct str amount = arena_str(w->arena, str_from(milli_format(r->milli).z));
        docx_row(d,
            (const struct str[]){f->def->title,
                arena_str(w->arena, str_from(date_format(r->held_on).z)), r->title,
                arena_fmt(w->arena, "#%lld", (long long)r->record_id), amount, entered},
            false);
    }
    return true;
}

static bool
put_annex(struct work *w, struct docx_writer *d, const struct report_draft *draft, struct err *e)
{
    static const unsigned widths[] = {4, 3, 6, 3, 2, 3};
    docx_page_break(d);
    docx_line(d, DOCX_TITLE, trs(S("数据来源表")));
    docx_line(d, DOCX_BODY,
        trs(S(
            "正文中的每个绑定数字，都由台账中的记录按下列口径算出。本表说明每个数字来自哪些记录、这些记录何时登记；"
            "它证明有据可查，并不证明所记之事属实。正文中人工改动或补写的数字不在本表之内。")));
    put_definitions(d, w->arena, draft);
    docx_line(d, DOCX_LEVEL1, trs(S("依据的记录")));
    docx_table(d, widths, 6);
    docx_row(d,
        (const struct str[]){trs(S("指标")), trs(S("举办日期")), trs(S("标题")), trs(S("编号")),
            trs(S("计入")), trs(S("登记日期"))},
        true);
    bool ok = true;
    for (size_t i = 0; ok && i < draft->figures.n; i++)
        ok = put_records(w, d, draft, &draft->figures.v[i], e);
    docx_table_end(d);
    return ok;
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
