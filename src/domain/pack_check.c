#include "base/lang.h"
#include "domain/check.h"
#include "domain/pack_raw.h"

static bool
has(const struct pack_strs *list, struct str s)
{
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], s))
            return true;
    return false;
}

static bool
check_word(struct pack_case *c, const struct yaml_node *at, struct str s)
{
    if (check_code(s, "", "", NULL))
        return true;
    return PACK_FAULT(
        c, at, tr("代码应为1至40个英文字母、数字或 _ - .，现在是“%.*s”。"), STR_ARG(s));
}

/* ---- codes stand once ---- */

/* The code of the i-th item; so that one loop serves every kind of list. */
typedef struct str code_at(const void *items, size_t i);

static struct str
kind_code(const void *items, size_t i)
{
    return ((const struct pack_kind *)items)[i].code;
}

static struct str
field_code(const void *items, size_t i)
{
    return ((const struct pack_field *)items)[i].code;
}

static struct str
quantity_code(const void *items, size_t i)
{
    return ((const struct pack_quantity *)items)[i].code;
}

static struct str
duty_code(const void *items, size_t i)
{
    return ((const struct pack_duty *)items)[i].code;
}

static struct str
figure_code(const void *items, size_t i)
{
    return ((const struct pack_figure *)items)[i].code;
}

static struct str
report_code(const void *items, size_t i)
{
    return ((const struct pack_report *)items)[i].code;
}

static struct str
str_code(const void *items, size_t i)
{
    return ((const struct str *)items)[i];
}

static bool
check_codes(
    struct pack_case *c, const struct yaml_node *list, const void *items, size_t n, code_at *code)
{
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *at = yaml_key(yaml_item(list, i + 1), S("code"));
        if (!check_word(c, at, code(items, i)))
            return false;
        for (size_t k = 0; k < i; k++)
            if (str_eq(code(items, k), code(items, i)))
                return PACK_FAULT(c, at, tr("代码 %.*s 已在第%d行用过，应各不相同。"),
                    STR_ARG(code(items, i)), yaml_key(yaml_item(list, k + 1), S("code"))->line);
    }
    return true;
}

static bool
check_list(struct pack_case *c, const char *key, const struct pack_strs *codes)
{
    return check_codes(c, yaml_key(c->root, str_from(key)), codes->v, codes->n, str_code);
}

static bool
check_head(struct pack_case *c, const struct pack *p)
{
    if (!check_word(c, yaml_key(c->root, S("name")), p->name) ||
        !check_list(c, "org_kinds", &p->org_kinds) || !check_list(c, "posts", &p->posts) ||
        !check_list(c, "memberships", &p->memberships) || !check_list(c, "flags", &p->flags) ||
        !check_list(c, "committee_posts", &p->committee_posts))
        return false;
    const struct yaml_node *list = yaml_key(c->root, S("committee_posts"));
    for (size_t i = 0; i < p->committee_posts.n; i++)
        if (!has(&p->posts, p->committee_posts.v[i]))
            return PACK_FAULT(c, yaml_item(list, i + 1), tr("posts 中没有职务 %.*s。"),
                STR_ARG(p->committee_posts.v[i]));
    if (!has(&p->org_kinds, p->root_kind_hint))
        return PACK_FAULT(c, yaml_key(c->root, S("root_kind_hint")),
            tr("org_kinds 中没有组织类别 %.*s。"), STR_ARG(p->root_kind_hint));
    return true;
}

/* ---- kinds ---- */

const struct pack_kind *
pack_kind_of(const struct pack *p, struct str code)
{
    for (size_t i = 0; i < p->kinds_n; i++)
        if (str_eq(p->kinds[i].code, code))
            return &p->kinds[i];
    return NULL;
}

const struct pack_field *
pack_field_of(const struct pack_kind *k, struct str code)
{
    for (size_t i = 0; i < k->fields_n; i++)
        if (str_eq(k->fields[i].code, code))
            return &k->fields[i];
    return NULL;
}

/* One quantity has one unit wherever it stands: sums over several kinds would mix them. */
static bool
check_unit(struct pack_case *c, const struct pack *p, const struct pack_quantity *q,
    const struct yaml_node *at)
{
    for (size_t i = 0; i < p->kinds_n; i++)
        for (size_t k = 0; k < p->kinds[i].quantities_n; k++) {
            const struct pack_quantity *other = &p->kinds[i].quantities[k];
            if (str_eq(other->code, q->code) && !str_eq(other->unit, q->unit))
                return PACK_FAULT(c, yaml_key(at, S("unit")),
                    tr("数量 %.*s 在种类 %.*s 中的单位是%.*s，应当一致。"), STR_ARG(q->code),
                    STR_ARG(p->kinds[i].code), STR_ARG(other->unit));
        }
    return true;
}

static bool
check_choices(struct pack_case *c, const struct pack_field *f, const struct yaml_node *at)
{
    if (f->type == FIELD_CHOICE && f->choices.n == 0)
        return PACK_FAULT(c, at, tr("type 为 choice 时应写 choices。"));
    if (f->type != FIELD_CHOICE && f->choices.n > 0)
        return PACK_FAULT(
            c, yaml_key(at, S("choices")), tr("只有 type 为 choice 时才写 choices。"));
    return true;
}

static bool
check_kind(struct pack_case *c, const struct pack *p, const struct pack_kind *k,
    const struct yaml_node *at)
{
    const struct yaml_node *fields = yaml_key(at, S("fields"));
    const struct yaml_node *quantities = yaml_key(at, S("quantities"));
    if (!check_word(c, yaml_key(at, S("family")), k->family) ||
        !check_codes(c, fields, k->fields, k->fields_n, field_code) ||
        !check_codes(c, quantities, k->quantities, k->quantities_n, quantity_code))
        return false;
    for (size_t i = 0; i < k->fields_n; i++)
        if (!check_choices(c, &k->fields[i], yaml_item(fields, i + 1)))
            return false;
    for (size_t i = 0; i < k->quantities_n; i++)
        if (!check_unit(c, p, &k->quantities[i], yaml_item(quantities, i + 1)))
            return false;
    if (k->quorum_num > 0 && k->quorum_basis.n == 0)
        return PACK_FAULT(c, yaml_key(at, S("quorum")),
            tr("写了 quorum，应在 quorum_basis "
               "写明依据。"));
    return true;
}

/* ---- kinds and fields that duties, figures and the report name ---- */

bool
pack_check_kinds(struct pack_case *c, const struct pack *p, const struct pack_strs *kinds,
    const struct yaml_node *list)
{
    for (size_t i = 0; i < kinds->n; i++)
        if (!pack_kind_of(p, kinds->v[i]))
            return PACK_FAULT(
                c, yaml_item(list, i + 1), tr("kinds 中没有记录种类 %.*s。"), STR_ARG(kinds->v[i]));
    return true;
}

/* The kind has the field, and the field can have the value. */
static bool
check_where_kind(struct pack_case *c, const struct pack_kind *k, struct str field, struct str value,
    const struct yaml_node *at)
{
    const struct pack_field *f = pack_field_of(k, field);
    const struct yaml_node *value_at = yaml_key(at, S("where_value"));
    if (!f)
        return PACK_FAULT(c, yaml_key(at, S("where_field")), tr("记录种类 %.*s 没有栏目 %.*s。"),
            STR_ARG(k->code), STR_ARG(field));
    if (f->type == FIELD_CHOICE && !has(&f->choices, value))
        return PACK_FAULT(
            c, value_at, tr("栏目 %.*s 的选项中没有“%.*s”。"), STR_ARG(field), STR_ARG(value));
    if (f->type == FIELD_TICK && !str_eq(value, S("1")))
        return PACK_FAULT(c, value_at, tr("栏目 %.*s 是勾选，应写 \"1\"。"), STR_ARG(field));
    return true;
}

bool
pack_check_where(struct pack_case *c, const struct pack *p, const struct pack_strs *kinds,
    struct str field, struct str value, const struct yaml_node *at)
{
    if ((field.n == 0) != (value.n == 0))
        return PACK_FAULT(c, at, tr("where_field 和 where_value 应同时写。"));
    for (size_t i = 0; field.n > 0 && i < kinds->n; i++)
        if (!check_where_kind(c, pack_kind_of(p, kinds->v[i]), field, value, at))
            return false;
    return true;
}

/* ---- duties ---- */

static bool
check_on(struct pack_case *c, const struct pack_duty *d, const struct yaml_node *at)
{
    if (d->on && (d->confidence != CONFIDENCE_READ || !d->demanded))
        return PACK_FAULT(c, yaml_key(at, S("on")),
            tr("只有读到原文（confidence: READ）且条文要求（demanded: yes）的才能默认 on: "
               "yes。"));
    if (!d->on && d->off_why.n == 0)
        return PACK_FAULT(c, at, tr("on 为 no 时应在 off_why 写明原因。"));
    return true;
}

static bool
fact_known(const struct pack *p, struct str fact)
{
    static const struct str facts[] = {str_lit("full_members"), str_lit("probationary"),
        str_lit("applicants"), str_lit("floating"), str_lit("members"), str_lit("committee"),
        str_lit("groups")};
    for (size_t i = 0; i < sizeof(facts) / sizeof(facts[0]); i++)
        if (str_eq(facts[i], fact))
            return true;
    return str_starts(fact, S("flag.")) && has(&p->flags, str_slice(fact, 5, fact.n));
}

static bool
check_when(struct pack_case *c, const struct pack *p, const struct pack_duty *d,
    const struct yaml_node *at)
{
    const struct yaml_node *list = yaml_key(at, S("when"));
    for (size_t i = 0; i < d->when_n; i++)
        if (!fact_known(p, d->when[i].fact))
            return PACK_FAULT(c, yaml_item(list, i + 1),
                tr("不认识的事实 %.*s，应为 full_members、probationary、applicants、floating、"
                   "members、committee、groups 或 flag. 加 flags 中的代码。"),
                STR_ARG(d->when[i].fact));
    if ((d->when_n > 0) != (d->when_text.n > 0))
        return PACK_FAULT(c, at, tr("when 和 when_text（条件的文字说明）应同时写。"));
    return true;
}

static bool
check_count(struct pack_case *c, const struct pack_duty *d, const struct yaml_node *at)
{
    if (d->hours > 0 && d->per != PER_MEMBER)
        return PACK_FAULT(
            c, yaml_key(at, S("hours")), tr("hours 按人计算，应同时写 per: member。"));
    if (d->hours > 0 && d->count > 0)
        return PACK_FAULT(c, yaml_key(at, S("count")), tr("写了 hours 时 count 应为 0。"));
    if (!date_is_none(d->valid_from) && !date_is_none(d->valid_to) &&
        date_cmp(d->valid_to, d->valid_from) < 0)
        return PACK_FAULT(c, yaml_key(at, S("valid_to")), tr("不应早于 valid_from。"));
    return true;
}

static bool
check_one_of(struct pack_case *c, const struct pack *p, const struct pack_duty *d,
    const struct yaml_node *at)
{
    size_t n = 0;
    for (size_t i = 0; i < p->duties_n; i++)
        n += str_eq(p->duties[i].one_of, d->one_of);
    if (d->one_of.n > 0 && n < 2)
        return PACK_FAULT(c, yaml_key(at, S("one_of")),
            tr("只有这一条规定动作写了 %.*s，应有两条以上，或者不写。"), STR_ARG(d->one_of));
    return true;
}

static bool
check_duty(struct pack_case *c, const struct pack *p, const struct pack_duty *d,
    const struct yaml_node *at)
{
    const struct yaml_node *orgs = yaml_key(at, S("org_kinds"));
    for (size_t i = 0; i < d->org_kinds.n; i++)
        if (!has(&p->org_kinds, d->org_kinds.v[i]))
            return PACK_FAULT(c, yaml_item(orgs, i + 1), tr("org_kinds 中没有组织类别 %.*s。"),
                STR_ARG(d->org_kinds.v[i]));
    if (d->kinds.n + d->may_kinds.n == 0)
        return PACK_FAULT(c, at, tr("应在 kinds 或 may_kinds 写明哪些记录可以计入。"));
    return pack_check_kinds(c, p, &d->kinds, yaml_key(at, S("kinds"))) &&
        pack_check_kinds(c, p, &d->may_kinds, yaml_key(at, S("may_kinds"))) &&
        pack_check_where(c, p, &d->kinds, d->where_field, d->where_value, at) &&
        pack_check_where(c, p, &d->may_kinds, d->where_field, d->where_value, at) &&
        check_on(c, d, at) && check_when(c, p, d, at) && check_count(c, d, at) &&
        check_one_of(c, p, d, at);
}

static bool
check_report_duty(struct pack_case *c, const struct pack *p)
{
    bool known = str_empty(p->report_duty);
    for (size_t i = 0; i < p->duties_n; i++)
        known |= str_eq(p->duties[i].code, p->report_duty);
    return known ||
        PACK_FAULT(c, yaml_key(c->root, S("report_duty")), tr("duties 中没有 %.*s。"),
            STR_ARG(p->report_duty));
}

bool
pack_check(struct pack_case *c, const struct pack *p)
{
    const struct yaml_node *kinds = yaml_key(c->root, S("kinds"));
    const struct yaml_node *duties = yaml_key(c->root, S("duties"));
    const struct yaml_node *figures = yaml_key(c->root, S("figures"));
    if (!check_head(c, p) || !check_codes(c, kinds, p->kinds, p->kinds_n, kind_code) ||
        !check_codes(c, duties, p->duties, p->duties_n, duty_code) ||
        !check_codes(c, figures, p->figures, p->figures_n, figure_code) ||
        !check_codes(c, yaml_key(c->root, S("reports")), p->reports, p->reports_n, report_code))
        return false;
    for (size_t i = 0; i < p->kinds_n; i++)
        if (!check_kind(c, p, &p->kinds[i], yaml_item(kinds, i + 1)))
            return false;
    for (size_t i = 0; i < p->duties_n; i++)
        if (!check_duty(c, p, &p->duties[i], yaml_item(duties, i + 1)))
            return false;
    return check_report_duty(c, p) && pack_check_figures(c, p) && pack_check_report(c, p);
}
