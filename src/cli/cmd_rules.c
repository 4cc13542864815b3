#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "domain/pack.h"

enum {
    PACK_MAX = 1024 * 1024
};

static void
pack_object(struct json_out *j, const struct pack *pack)
{
    json_object(j);
    json_field_str(j, S("pack"), pack->name);
    json_field_str(j, S("version"), pack->version);
    json_field_str(j, S("title"), pack->title);
    json_field_int(j, S("kinds"), (int64_t)pack->kinds_n);
    json_field_int(j, S("duties"), (int64_t)pack->duties_n);
    json_field_int(j, S("figures"), (int64_t)pack->figures_n);
    json_object_end(j);
}

static void
pack_json(struct call *c, const struct pack *pack)
{
    struct json_out j = json_begin(&c->out);
    pack_object(&j, pack);
    out_char(&c->out, '\n');
}

bool
cmd_rules_check(struct call *c, struct err *e)
{
    struct str yaml;
    const struct pack *pack;
    const char *path = arena_cstr(c->arena, c->args[0]);
    if (!file_read(c->arena, path, PACK_MAX, &yaml, e) ||
        !pack_parse(c->arena, yaml, path, &pack, e))
        return false;
    if (c->json)
        pack_json(c, pack);
    else
        out_fmt(&c->out, tr("%.*s %.*s：记录种类 %zu，规定动作 %zu，指标 %zu，可以使用。\n"),
            STR_ARG(pack->name), STR_ARG(pack->version), pack->kinds_n, pack->duties_n,
            pack->figures_n);
    return true;
}

bool
cmd_rules_list(struct call *c, struct err *e)
{
    const struct pack_source *list;
    size_t n = pack_shipped(&list);
    struct table t;
    struct json_out j = json_begin(&c->out);
    table_init(&t, c, 3);
    if (c->json)
        json_array(&j);
    for (size_t i = 0; i < n; i++) {
        const struct pack *pack;
        if (!pack_parse(c->arena, list[i].yaml, arena_cstr(c->arena, list[i].name), &pack, e))
            return false;
        if (c->json) {
            pack_object(&j, pack);
            continue;
        }
        table_cell(&t, pack->name);
        table_cell(&t, pack->version);
        table_cell(&t, pack->title);
    }
    table_print(&t);
    if (c->json) {
        json_array_end(&j);
        out_char(&c->out, '\n');
    }
    return true;
}

struct adopting {
    int64_t root_id;
    int year;
    struct str pack, why;
};

static bool
adopt(struct work *w, void *arg, struct err *e)
{
    const struct adopting *x = arg;
    return rules_adopt(w, x->root_id, x->year, x->pack, x->why, e);
}

bool
cmd_rules_adopt(struct call *c, struct err *e)
{
    struct org org;
    if (!call_org_once(c, &org, e))
        return false;
    struct adopting x = {.root_id = org.root_id,
        .year = (int)call_int(c, "year", 0),
        .pack = c->args[0],
        .why = call_text(c, "why")};
    return call_write(c, adopt, &x, e);
}
