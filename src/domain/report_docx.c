/* The draft as a .docx, with the annex 《数据来源表》: what stands behind each figure. The report is Chinese, whatever
   language its writer's pages have. */
#include "domain/report_style.h"

#include "base/lang.h"
#include "doc/docx_write.h"
#include "domain/report_annex.h"

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
    case 3:
        return DOCX_LEVEL3;
    case 4:
        return DOCX_LEVEL4;
    default:
        return DOCX_BODY;
    }
}

/* What a figure counts, for the name of its content control; its code where the outline names no figure. */
static struct str
figure_words(const struct report_draft *draft, struct str code)
{
    for (size_t i = 0; i < draft->figures.n; i++) {
        const struct pack_figure *f = draft->figures.v[i].def;
        if (str_eq(f->code, code))
            return str_empty(f->definition) ? f->title : f->definition;
    }
    return code;
}

/* The full stop stands behind the control: LibreOffice lets it hang over the line's end and gives a control that ends
   there an empty line more. */
static void
put_record(struct docx_writer *d, struct arena *a, const struct report_run *run)
{
    struct str text = run->text, stop = S("。");
    bool stopped = str_ends(text, stop);
    docx_figure(d, arena_fmt(a, "record.%lld", (long long)run->record_id),
        arena_fmt(a, "记录 %lld", (long long)run->record_id),
        stopped ? str_slice(text, 0, text.n - stop.n) : text);
    docx_run(d, stopped ? stop : S(""));
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
        docx_figure(d, run->code, figure_words(draft, run->code), run->text);
        break;
    case RUN_MISSING:
        docx_figure_missing(d, run->code, figure_words(draft, run->code));
        break;
    case RUN_RECORD:
        put_record(d, a, run);
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
    docx_line(d, DOCX_FLUSH, S("")); /* one line below the text (GB/T 9704) */
    docx_line(d, DOCX_SIGN_UNIT, draft->org_name);
    docx_para(d, DOCX_SIGN_DATE);
    docx_missing(d, S("日期"));
    docx_para_end(d);
}

/* ---- the annex ---- */

static void
put_figures(struct docx_writer *d, const struct report_annex *annex)
{
    static const unsigned widths[] = {3, 2, 5, 6};
    docx_table(d, widths, 4);
    docx_row(d, (const struct str[]){S("指标"), S("数值"), S("统计口径"), S("依据的记录")}, true);
    for (size_t i = 0; i < annex->figures_n; i++) {
        const struct annex_figure *line = &annex->figures[i];
        const struct pack_figure *def = line->figure->def;
        docx_row_begin(d, false);
        docx_cell(d);
        docx_run(d, def->title);
        docx_cell(d);
        if (line->figure->has_value) { /* the number is bound, its unit stands beside it */
            docx_figure(d, def->code, def->definition, line->value);
            docx_run(d, def->unit);
        } else {
            docx_run(d, S("无记录"));
        }
        docx_cell(d);
        docx_run(d, def->definition);
        docx_cell(d);
        docx_run(d, line->records);
        docx_row_end(d);
    }
    docx_table_end(d);
}

static void
put_sources(struct docx_writer *d, struct arena *a, const struct report_annex *annex)
{
    static const unsigned widths[] = {2, 4, 8, 4};
    docx_table(d, widths, 4);
    docx_row(d, (const struct str[]){S("编号"), S("举办日期"), S("标题"), S("登记日期")}, true);
    for (size_t i = 0; i < annex->records_n; i++) {
        const struct annex_record *r = &annex->records[i];
        docx_row(d,
            (const struct str[]){arena_fmt(a, "%lld", (long long)r->id),
                arena_str(a, str_from(date_format(r->held_on).z)), r->title, r->entered},
            false);
    }
    docx_table_end(d);
}

static bool
put_annex(struct work *w, struct docx_writer *d, const struct report_draft *draft, struct err *e)
{
    struct report_annex annex;
    if (!report_annex(w, draft, &annex, e))
        return false;
    docx_page_break(d);
    docx_line(d, DOCX_TITLE, S("数据来源表"));
    docx_line(d, DOCX_BODY, annex.note);
    put_figures(d, &annex);
    docx_line(d, DOCX_LEVEL1, S("依据的记录"));
    put_sources(d, w->arena, &annex);
    return true;
}

bool
report_docx_in(struct work *w, const struct report_draft *draft, const struct docx_profile *profile,
    struct out *docx, struct err *e)
{
    struct str bytes;
    struct report_style style;
    struct report_draft numbered;
    if (!profile) {
        if (!report_style_get(w, draft->org_id, &style, e))
            return false;
        profile = &style.profile;
    }
    report_numbered(w->arena, profile, draft, &numbered);
    struct docx_writer *d = docx_begin_in(
        w->arena, arena_fmt(w->arena, "%.*s %d", STR_ARG(draft->org_name), draft->year), profile);
    put_blocks(d, w->arena, &numbered);
    if (!put_annex(w, d, &numbered, e)) {
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

bool
report_docx(struct work *w, const struct report_draft *draft, struct out *docx, struct err *e)
{
    return report_docx_in(w, draft, NULL, docx, e);
}
