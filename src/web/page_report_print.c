#include "web/page_report_print.h"

#include "doc/office.h"
#include "web/page_report_edit.h"
#include "web/tpl.h"

enum {
    DOCX_MAX = 32 * 1024 * 1024
};

/* ---- the sheet of paper ---- */

/* What a machine without the font of official documents has in its place. */
static const char *
stand_ins(const char *font)
{
    static const struct {
        const char *part, *fonts;
    } known[] = {
        {"仿宋",
            "\"FangSong_GB2312\", \"仿宋\", \"FangSong\", \"STFangsong\", \"Noto Serif CJK SC\", serif"},
        {"FangSong", "\"仿宋\", \"STFangsong\", \"Noto Serif CJK SC\", serif"},
        {"楷体",
            "\"KaiTi_GB2312\", \"楷体\", \"KaiTi\", \"STKaiti\", \"Noto Serif CJK SC\", serif"},
        {"小标宋",
            "\"FZXiaoBiaoSong-B05S\", \"方正小标宋_GBK\", \"华文中宋\", \"STZhongsong\", \"Noto Serif CJK SC\", serif"},
        {"宋", "\"SimSun\", \"宋体\", \"STSong\", \"Noto Serif CJK SC\", serif"},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (strstr(font, known[i].part))
            return known[i].fonts;
    return "\"SimHei\", \"Microsoft YaHei\", \"Noto Sans CJK SC\", sans-serif";
}

/* Names hold no quotation marks or braces (docx_font_set). */
static void
css_face(
    struct out *o, const char *selector, const struct docx_profile *p, const struct docx_face *f)
{
    static const char *const aligns[DOCX_ALIGN_COUNT] = {"justify", "left", "center", "right"};
    out_fmt(o, "%s { font-family: ", selector);
    if (strcmp(f->latin.z, f->east.z) != 0)
        out_fmt(o, "\"%s\", ", f->latin.z);
    out_fmt(o, "\"%s\", %s; font-size: %.1fpt; font-weight: %d; text-align: %s; ", f->east.z,
        stand_ins(f->east.z), f->half_points / 2.0, f->bold ? 700 : 400, aligns[f->align]);
    out_fmt(o, "text-indent: %.2fem; letter-spacing: %.2fpt; ", f->indent / 100.0,
        f->half_points == p->body.half_points ? p->narrow / 20.0 : 0.0);
    if (f->rule == DOCX_RULE_TIMES)
        out_fmt(o, "line-height: %.2f; }\n", f->line / 240.0 * 1.3);
    else
        out_fmt(o, "line-height: %.2fpt; }\n", f->line / 20.0);
}

static double
mm(int twips)
{
    return twips * 25.4 / 1440;
}

static const char *
folio_text(enum docx_folio folio)
{
    switch (folio) {
    case DOCX_FOLIO_PLAIN:
        return "counter(page)";
    case DOCX_FOLIO_DASH:
        return "\"— \" counter(page) \" —\"";
    case DOCX_FOLIO_WORD:
        return "\"第 \" counter(page) \" 页\"";
    case DOCX_FOLIO_OF:
        return "\"第 \" counter(page) \" 页 共 \" counter(pages) \" 页\"";
    case DOCX_FOLIO_NONE:
    case DOCX_FOLIO_COUNT:
        break;
    }
    return "none";
}

/* The number's line ends `footer` above the paper's edge. */
static void
css_folio(struct out *o, const struct docx_profile *p, const char *page, const char *place)
{
    double above = mm(p->bottom - p->footer) - p->folio_half_points / 2.0 * 25.4 / 72;
    out_fmt(o, "@page%s { @bottom-%s { content: %s; vertical-align: top; padding-top: %.1fmm; ",
        page, place, folio_text(p->folio), above > 0 ? above : 0.0);
    if (p->place == DOCX_PLACE_OUTER) /* one character in */
        out_fmt(o, "padding-%s: 1em; ", place);
    out_fmt(o, "font: %.1fpt \"%s\", %s; } }\n", p->folio_half_points / 2.0, p->folio_font.z,
        stand_ins(p->folio_font.z));
}

static void
css_page(struct out *o, const struct docx_profile *p)
{
    static const char *const places[DOCX_PLACE_COUNT] = {NULL, "center", "right", "left"};
    out_fmt(o, "@page { size: %.1fmm %.1fmm; margin: %.1fmm %.1fmm %.1fmm %.1fmm; }\n",
        mm(p->width), mm(p->height), mm(p->top), mm(p->right), mm(p->bottom), mm(p->left));
    if (p->folio == DOCX_FOLIO_NONE)
        return;
    if (places[p->place]) {
        css_folio(o, p, "", places[p->place]);
        return;
    }
    css_folio(o, p, ":right", "right");
    css_folio(o, p, ":left", "left");
}

static void
css_sheet(struct out *o, const struct docx_profile *p)
{
    static const char *const heads[DOCX_LEVELS] = {
        ".sheet h2", ".sheet h3", ".sheet h4", ".sheet h5"};
    double body = p->body.rule == DOCX_RULE_TIMES ? p->body.half_points * 0.65 * p->body.line / 240
                                                  : p->body.line / 20.0;
    css_page(o, p);
    css_face(o, ".sheet", p, &p->body);
    css_face(o, ".sheet h1", p, &p->title);
    for (int i = 0; i < DOCX_LEVELS; i++)
        css_face(o, heads[i], p, &p->head[i]);
    out_fmt(o, ".sheet h1 { margin: 0 0 %.1fpt; }\n", body);
    out_fmt(o, ".sheet .sign { margin-top: %.1fpt; }\n", body);
    out_fmt(o,
        "@media screen { .sheet { width: %.1fmm; padding: %.1fmm %.1fmm %.1fmm %.1fmm; } }\n",
        mm(p->width), mm(p->top), mm(p->right), mm(p->bottom), mm(p->left));
}

bool
report_print_css(struct request *rq, struct response *rs, struct err *e)
{
    struct report_style style;
    if (!report_style_get(rq->work, rq->org, &style, e))
        return false;
    rs->type = S("text/css; charset=utf-8");
    css_sheet(&rs->body, &style.profile);
    return true;
}

bool
print_draft(struct request *rq, struct report_draft *draft, struct str *query, struct err *e)
{
    const struct report_key key = {rq->org, rq->year, report_audience(rq)};
    *query = report_query(rq, key.audience);
    return report_written(rq->work, &key, draft, e);
}

bool
page_report_print(struct request *rq, struct response *rs, struct err *e)
{
    struct report_style style;
    struct report_draft draft;
    struct print_view v = {0};
    if (!report_style_get(rq->work, rq->org, &style, e) || !print_draft(rq, &draft, &v.query, e) ||
        !report_annex(rq->work, &draft, &v.annex, e))
        return false;
    v.audience = draft.audience;
    v.own = style.own;
    v.pdf = office_found();
    report_numbered(rq->arena, &style.profile, &draft, &v.draft);
    tpl_report_print(&rs->body, rq, &v);
    return true;
}

/* ---- as PDF ---- */

struct made {
    struct str pdf, name;
};

bool
report_pdf_prepare(struct request *rq, struct response *rs, struct err *e)
{
    struct report_draft draft;
    struct out docx;
    struct str query, title;
    const struct report_key key = {rq->org, rq->year, report_audience(rq)};
    struct made *m = arena_new(rq->arena, struct made);
    (void)rs;
    out_init(&docx, DOCX_MAX);
    bool ok = print_draft(rq, &draft, &query, e) && report_title_of(rq, &key, &title, e) &&
        report_docx(rq->work, &draft, &docx, e) &&
        office_pdf(rq->arena, out_str(&docx), &m->pdf, e);
    out_release(&docx);
    if (!ok)
        return false;
    m->name = arena_fmt(
        rq->arena, tr("%d年%.*s（%.*s）.pdf"), rq->year, STR_ARG(title), STR_ARG(draft.org_name));
    rq->prepared = m;
    return true;
}

bool
report_pdf_post(struct request *rq, struct response *rs, struct err *e)
{
    const struct made *m = rq->prepared;
    if (!report_note_export(rq->work, rq->org, rq->year, sha256_of(m->pdf), e))
        return false;
    response_download(rs, S("application/pdf"), m->name);
    rs->bytes = m->pdf;
    return true;
}
