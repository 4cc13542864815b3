#include "base/lang.h"
#include "domain/pack_raw.h"

static const struct pack_quantity *
quantity_of(const struct pack_kind *k, struct str code)
{
    for (size_t i = 0; i < k->quantities_n; i++)
        if (str_eq(k->quantities[i].code, code))
            return &k->quantities[i];
    return NULL;
}

/* ---- figures ---- */

static bool
check_sum(struct pack_case *c, const struct pack_kind *k, const struct pack_figure *f,
    const struct yaml_node *at)
{
    const struct pack_quantity *q = quantity_of(k, f->quantity);
    if (!q)
        return PACK_FAULT(c, yaml_key(at, S("quantity")), tr("记录种类 %.*s 没有数量 %.*s。"),
            STR_ARG(k->code), STR_ARG(f->quantity));
    if (!str_eq(q->unit, f->unit))
        return PACK_FAULT(c, yaml_key(at, S("unit")), tr("数量 %.*s 的单位是%.*s，应当一致。"),
            STR_ARG(q->code), STR_ARG(q->unit));
    return true;
}

static bool
check_measure(struct pack_case *c, const struct pack *p, const struct pack_figure *f,
    const struct yaml_node *at)
{
    const struct yaml_node *measure = yaml_key(at, S("measure"));
    if ((f->measure == MEASURE_QUANTITY) != (f->quantity.n > 0))
        return PACK_FAULT(c, measure, tr("measure 为 quantity 时应写 quantity，否则不写。"));
    for (size_t i = 0; i < f->kinds.n; i++) {
        const struct pack_kind *k = pack_kind_of(p, f->kinds.v[i]);
        if (f->measure == MEASURE_QUANTITY && !check_sum(c, k, f, at))
            return false;
        if (f->measure == MEASURE_HOURS && !k->hours)
            return PACK_FAULT(
                c, measure, tr("记录种类 %.*s 不记学时（hours）。"), STR_ARG(k->code));
        if ((f->measure == MEASURE_PRESENT || f->measure == MEASURE_PEOPLE) && k->roll == ROLL_NONE)
            return PACK_FAULT(
                c, measure, tr("记录种类 %.*s 不点名（roll: none）。"), STR_ARG(k->code));
    }
    return true;
}

bool
pack_check_figures(struct pack_case *c, const struct pack *p)
{
    const struct yaml_node *list = yaml_key(c->root, S("figures"));
    for (size_t i = 0; i < p->figures_n; i++) {
        const struct pack_figure *f = &p->figures[i];
        const struct yaml_node *at = yaml_item(list, i + 1);
        if (!pack_check_kinds(c, p, &f->kinds, yaml_key(at, S("kinds"))) ||
            !pack_check_where(c, p, &f->kinds, f->where_field, f->where_value, at) ||
            !check_measure(c, p, f, at))
            return false;
    }
    return true;
}

/* ---- the report's outline ---- */

static bool
one_of(struct str s, const struct str *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(words[i], s))
            return true;
    return false;
}

static bool
figure_known(const struct pack *p, struct str code)
{
    for (size_t i = 0; i < p->figures_n; i++)
        if (str_eq(p->figures[i].code, code))
            return true;
    return false;
}

/* A word in braces of a section, heading or text. */
static bool
check_text_word(struct pack_case *c, const struct pack *p, const struct pack_part *part,
    struct str word, const struct yaml_node *at)
{
    static const struct str words[] = {
        str_lit("org"), str_lit("year"), str_lit("next_year"), str_lit("secretary")};
    if (one_of(word, words, 4) || (c->quarter && str_eq(word, S("quarter"))))
        return true;
    if (part->kind == PART_TEXT && figure_known(p, word))
        return true;
    if (part->kind != PART_TEXT)
        return PACK_FAULT(c, at,
            tr("标题中不认识 {%.*s}，应为 {org}、{year}、{next_year}、{secretary} 之一。"),
            STR_ARG(word));
    return PACK_FAULT(c, at,
        tr("不认识 {%.*s}，应为 figures 中的代码，或 {org}、{year}、{next_year}、{secretary}。"),
        STR_ARG(word));
}

/* A word in braces of a line for each record. */
static bool
check_line_word(struct pack_case *c, const struct pack *p, const struct pack_part *part,
    struct str word, const struct yaml_node *at)
{
    static const struct str words[] = {
        str_lit("title"), str_lit("held_on"), str_lit("place"), str_lit("present")};
    if (one_of(word, words, 4))
        return true;
    if (!str_starts(word, S("field.")))
        return PACK_FAULT(c, at,
            tr("不认识 {%.*s}，应为 {title}、{held_on}、{place}、{present} 或 {field.栏目}。"),
            STR_ARG(word));
    struct str code = str_slice(word, 6, word.n);
    for (size_t i = 0; i < part->kinds.n; i++)
        if (!pack_field_of(pack_kind_of(p, part->kinds.v[i]), code))
            return PACK_FAULT(c, at, tr("记录种类 %.*s 没有栏目 %.*s。"), STR_ARG(part->kinds.v[i]),
                STR_ARG(code));
    return true;
}

static bool
check_braces(struct pack_case *c, const struct pack *p, const struct pack_part *part,
    const struct yaml_node *at)
{
    for (size_t i = 0; i < part->text.n; i++) {
        if (part->text.p[i] == '}')
            return PACK_FAULT(c, at, tr("} 之前应有 {。"));
        if (part->text.p[i] != '{')
            continue;
        size_t end = str_find_char(part->text, '}', i);
        if (end == SIZE_MAX)
            return PACK_FAULT(c, at, tr("{ 之后应有 }。"));
        struct str word = str_slice(part->text, i + 1, end - i - 1);
        bool ok = part->kind == PART_RECORDS ? check_line_word(c, p, part, word, at)
                                             : check_text_word(c, p, part, word, at);
        if (!ok)
            return false;
        i = end;
    }
    return true;
}

/* Packs join their outlines by the text of the sections: each stands once. */
static bool
check_section(
    struct pack_case *c, const struct pack_part *parts, size_t n, const struct yaml_node *at)
{
    for (size_t i = 0; i < n; i++)
        if (parts[n].kind == PART_SECTION && parts[i].kind == PART_SECTION &&
            str_eq(parts[i].text, parts[n].text))
            return PACK_FAULT(c, yaml_key(at, S("section")), tr("这一部分前面已有，应合在一处。"));
    return true;
}

static bool
check_part(struct pack_case *c, const struct pack *p, const struct pack_part *part,
    const struct yaml_node *at)
{
    static const struct str keys[] = {
        [PART_SECTION] = str_lit("section"),
        [PART_HEADING] = str_lit("heading"),
        [PART_TEXT] = str_lit("text"),
        [PART_RECORDS] = str_lit("records"),
    };
    if ((part->kind == PART_RECORDS) != (part->kinds.n > 0))
        return PACK_FAULT(c, at, tr("写 records 时应写 kinds，否则不写。"));
    if (part->kind != PART_RECORDS && part->where_field.n > 0)
        return PACK_FAULT(c, yaml_key(at, S("where_field")), tr("只有写 records 时才写。"));
    return pack_check_kinds(c, p, &part->kinds, yaml_key(at, S("kinds"))) &&
        pack_check_where(c, p, &part->kinds, part->where_field, part->where_value, at) &&
        check_braces(c, p, part, yaml_key(at, keys[part->kind]));
}

static bool
check_outline(struct pack_case *c, const struct pack *p, const struct pack_part *parts, size_t n,
    const struct yaml_node *list)
{
    for (size_t i = 0; i < n; i++)
        if (!check_section(c, parts, i, yaml_item(list, i + 1)) ||
            !check_part(c, p, &parts[i], yaml_item(list, i + 1)))
            return false;
    return true;
}

static bool
check_other(struct pack_case *c, const struct pack *p, const struct pack_report *r,
    const struct yaml_node *at)
{
    const struct pack_part title = {.kind = PART_SECTION, .text = r->report_title};
    if (str_eq(r->code, S("secretary")))
        return PACK_FAULT(c, yaml_key(at, S("code")), tr("secretary 是述职报告本身，请另取代码。"));
    if ((r->per == REPORT_PER_RECORD) != (r->kinds.n > 0))
        return PACK_FAULT(c, at, tr("per 为 record 时应写 kinds，否则不写。"));
    c->quarter = r->per == REPORT_PER_QUARTER;
    bool ok = pack_check_kinds(c, p, &r->kinds, yaml_key(at, S("kinds"))) &&
        check_braces(c, p, &title, yaml_key(at, S("report_title"))) &&
        check_outline(c, p, r->parts, r->parts_n, yaml_key(at, S("parts")));
    c->quarter = false;
    return ok;
}

bool
pack_check_report(struct pack_case *c, const struct pack *p)
{
    const struct yaml_node *others = yaml_key(c->root, S("reports"));
    const struct pack_part title = {.kind = PART_SECTION, .text = p->report_title};
    if (!check_braces(c, p, &title, yaml_key(c->root, S("report_title"))) ||
        !check_outline(c, p, p->report, p->report_n, yaml_key(c->root, S("report"))))
        return false;
    for (size_t i = 0; i < p->reports_n; i++)
        if (!check_other(c, p, &p->reports[i], yaml_item(others, i + 1)))
            return false;
    return true;
}
