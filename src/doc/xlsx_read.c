/* The text of a SpreadsheetML workbook: each sheet's name, then its rows. */
#include "base/lang.h"
#include "doc/xlsx_int.h"

static bool
read_sheets(struct xlsx_reader *r, const struct package_rel *rels, struct err *e)
{
    for (const struct sheet *s = r->sheets; s; s = s->next) {
        const struct package_rel *rel = package_rel_by_id(rels, s->rel);
        if (rel && !str_ends(rel->type, S("/worksheet")))
            continue; /* a chart or a dialog alone on its sheet */
        if (!rel || !package_has(r->package, rel->part))
            return err_set(e, ERR_INPUT,
                tr("工作表“%.*s”的内容在文件里找不到，文件不完整。请重新获取，或另存一份。"),
                STR_ARG(s->name));
        doc_flow_add(&r->flow, r->build->arena, DOC_SHEET)->text = s->name;
        if (!xlsx_read_sheet(r, rel->part, e))
            return false;
    }
    return true;
}

static bool
read_all(struct xlsx_reader *r, struct str main_part, struct err *e)
{
    struct package_rel *rels;
    return package_rels(r->package, main_part, &rels, e) &&
        xlsx_read_parts(r, main_part, rels, e) && read_sheets(r, rels, e);
}

bool
xlsx_read(
    struct doc_build *b, struct package *p, struct str main_part, struct doc *doc, struct err *e)
{
    struct xlsx_reader *r = arena_new(b->arena, struct xlsx_reader);
    r->build = b;
    r->package = p;
    r->last_sheet = &r->sheets;
    r->customs = arena_array(b->arena, struct number_format, XLSX_CUSTOMS_MAX);
    r->formats = arena_array(b->arena, enum xlsx_format, XLSX_STYLES_MAX);
    doc_flow_init(&r->flow);
    out_init(&r->text, b->limits.text);
    bool ok = read_all(r, main_part, e);
    out_release(&r->text);
    doc->first = r->flow.first;
    return ok;
}
