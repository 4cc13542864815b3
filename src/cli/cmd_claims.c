/* What a text says in numbers (text/claim.h). */
#include "base/lang.h"
#include "base/utf8.h"
#include "cli/claims.h"
#include "cli/commands.h"
#include "doc/doc.h"

static void
number_field(struct json_out *j, struct out *o, const char *key, int64_t value, bool known)
{
    json_key(j, str_from(key));
    if (!known) {
        json_null(j);
        return;
    }
    out_clear(o);
    claim_number(o, value);
    json_number(j, out_str(o));
}

int64_t
point_of(struct points *p, struct str text, size_t byte)
{
    if (byte < p->byte)
        *p = (struct points){0, 0};
    p->point += utf8_count(str_slice(text, p->byte, byte - p->byte));
    p->byte = byte;
    return (int64_t)p->point;
}

void
claim_fields(struct json_out *j, struct points *p, struct str text, const struct claim *m)
{
    struct out number;
    out_init(&number, 64);
    json_field_int(j, S("start"), point_of(p, text, m->start));
    json_field_int(j, S("end"), point_of(p, text, m->end));
    json_field_str(j, S("text"), str_slice(text, m->start, m->end - m->start));
    json_field_str(j, S("kind"), claim_kind_code(m->kind));
    json_field_str(j, S("object"), m->object);
    number_field(j, &number, "min", m->min, m->has_min);
    number_field(j, &number, "max", m->max, m->has_max);
    json_field_bool(j, S("approx"),
        m->hedge != CLAIM_EXACT && m->hedge != CLAIM_RANGE && m->hedge != CLAIM_NONE);
    json_field_opt(j, S("unit"), m->unit);
    json_field_str(j, S("period"), m->period);
    json_field_str(j, S("hedge"), claim_hedge_code(m->hedge));
    json_field_bool(j, S("suspect"), m->suspect);
    out_release(&number);
}

static void
print_json(struct call *c, struct str text, const struct claims *claims)
{
    struct json_out j = json_begin(&c->out);
    struct points p = {0, 0};
    json_array(&j);
    for (size_t i = 0; i < claims->n; i++) {
        json_object(&j);
        claim_fields(&j, &p, text, &claims->v[i]);
        json_object_end(&j);
    }
    json_array_end(&j);
    out_char(&c->out, '\n');
}

static void
print_lines(struct call *c, struct str text, const struct claims *claims)
{
    for (size_t i = 0; i < claims->n; i++) {
        const struct claim *m = &claims->v[i];
        struct str said = str_slice(text, m->start, m->end - m->start);
        out_fmt(&c->out, "%.*s\t%.*s\t%.*s\n", STR_ARG(said), STR_ARG(claim_kind_code(m->kind)),
            STR_ARG(m->period));
    }
    if (claims->n == 0)
        out_fmt(&c->out, "%s\n", tr("这份材料里没有可以核对的数字。"));
}

bool
cmd_report_claims(struct call *c, struct err *e)
{
    struct doc *doc;
    struct out text;
    if (!doc_read_file(c->arena, arena_cstr(c->arena, c->args[0]), NULL, &doc, e))
        return false;
    out_init(&text, c->out.max / 2);
    doc_text(doc, &text);
    struct claims claims = claims_find(c->arena, out_str(&text));
    if (c->json)
        print_json(c, out_str(&text), &claims);
    else
        print_lines(c, out_str(&text), &claims);
    out_release(&text);
    return true;
}
