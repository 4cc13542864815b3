#include "cli/commands.h"
#include "doc/doc.h"

static void
print_json(struct call *c, const struct doc *doc)
{
    struct out text;
    out_init(&text, c->out.max / 2);
    doc_text(doc, &text);
    struct json_out j = json_begin(&c->out);
    json_object(&j);
    json_field_str(&j, S("kind"), str_from(doc_kind_name(doc->kind)));
    json_field_str(&j, S("text"), out_str(&text));
    json_object_end(&j);
    out_char(&c->out, '\n');
    out_release(&text);
}

bool
cmd_text(struct call *c, struct err *e)
{
    struct doc *doc;
    if (!doc_read_file(c->arena, arena_cstr(c->arena, c->args[0]), NULL, &doc, e))
        return false;
    if (c->json)
        print_json(c, doc);
    else
        doc_text(doc, &c->out);
    return true;
}
