#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "cli/store_check.h"
#include "domain/proof_verify.h"

enum {
    LIST_PORTION = 500
};

/* ---- checkpoint ---- */

static bool
make(struct work *w, void *arg, struct err *e)
{
    return proof_make(w, 0, arg, e);
}

static bool
first_root(struct work *w, int64_t *org, struct err *e)
{
    struct orgs roots;
    if (!org_roots(w, &roots, e))
        return false;
    if (roots.n == 0)
        return err_set(e, ERR_INPUT, tr("这里还没有组织。先运行 taizhang init --org 名称。"));
    *org = roots.v[0].id;
    return true;
}

static void
row_json(struct json_out *j, const struct checkpoint_row *row)
{
    json_object(j);
    json_field_int(j, S("entries"), row->size);
    json_field_str(j, S("root"), str_from(sha256_hex(row->root).z));
    json_field_int(j, S("at_ms"), row->at_ms);
    json_field_str(j, S("note"), row->note);
    json_object_end(j);
}

static bool
list_all(struct call *c, struct err *e)
{
    struct work w;
    struct checkpoints list;
    struct table t;
    int64_t org, before = 0;
    struct json_out j = json_begin(&c->out);
    if (!call_read(c, &w, e))
        return false;
    table_init(&t, c, 3);
    bool ok = first_root(&w, &org, e);
    if (c->json)
        json_array(&j);
    for (list.n = 1; ok && list.n;) {
        ok = proof_list(&w, org, before, LIST_PORTION, &list, e);
        for (size_t i = 0; ok && i < list.n; i++) {
            const struct checkpoint_row *row = &list.v[i];
            before = row->size;
            if (c->json) {
                row_json(&j, row);
                continue;
            }
            table_cell(&t, str_from(clock_format(row->at_ms).z));
            table_int(&t, row->size);
            table_cell(&t, str_from(sha256_hex(row->root).z));
        }
    }
    work_end(&w);
    if (c->json)
        json_array_end(&j);
    else if (ok)
        table_print(&t);
    return ok;
}

static bool
find(struct call *c, int64_t size, struct checkpoint_row *row, struct err *e)
{
    struct work w;
    int64_t org;
    if (!call_read(c, &w, e))
        return false;
    bool ok = first_root(&w, &org, e) && proof_get(&w, org, size, row, e);
    work_end(&w);
    return ok;
}

static struct str
key_text(struct call *c, struct err *e)
{
    struct work w;
    struct proof_keys keys = {NULL, 0};
    struct out o;
    if (!call_read(c, &w, e))
        return S("");
    bool ok = proof_keys(&w, &keys, e) && keys.n;
    work_end(&w);
    if (!ok)
        return S("");
    out_init(&o, NOTE_MAX);
    note_key_put(&o, &keys.v[keys.n - 1]);
    struct str text = arena_str(c->arena, out_str(&o));
    out_release(&o);
    return text;
}

bool
cmd_checkpoint(struct call *c, struct err *e)
{
    struct checkpoint_row row;
    if (!call_house(c, false, e))
        return false;
    if (call_has(c, "list"))
        return list_all(c, e);
    int64_t size = call_int(c, "size", 0);
    if (!(size ? find(c, size, &row, e) : call_write(c, make, &row, e)))
        return false;
    if (call_has(c, "output")) {
        const char *path = arena_cstr(c->arena, call_text(c, "output"));
        struct str key = key_text(c, e);
        if (key.n == 0 || !file_write(path, row.note, e))
            return false;
        if (!c->json) {
            out_fmt(
                &c->out, tr("流水到第 %lld 条的检查点已写入 %s。\n"), (long long)row.size, path);
            out_fmt(&c->out, tr("公钥：%.*s\n"), STR_ARG(key));
            return true;
        }
    }
    if (!c->json) {
        out_put(&c->out, row.note);
        return true;
    }
    struct json_out j = json_begin(&c->out);
    row_json(&j, &row);
    out_char(&c->out, '\n');
    return true;
}

/* ---- verify ---- */

static bool
ask_read(struct call *c, struct verify_ask *ask, struct err *e)
{
    struct verify_given *given = arena_array(c->arena, struct verify_given, c->args_n + 1);
    struct note_key *keys = arena_array(c->arena, struct note_key, c->values_n + 1);
    struct str text;
    for (size_t i = 0; i < c->args_n; i++) {
        given[i].from = c->args[i];
        if (!file_read(c->arena, arena_cstr(c->arena, c->args[i]), NOTE_MAX, &given[i].note, e))
            return false;
    }
    *ask = (struct verify_ask){.given = given, .given_n = c->args_n, .keys = keys};
    while (call_nth(c, "key", ask->keys_n, &text))
        if (!note_key_read(c->arena, text, &keys[ask->keys_n++], e))
            return false;
    return true;
}

static const char *
state_text(enum verify_state state)
{
    switch (state) {
    case VERIFY_HOLDS:
        return tr(
            "检查点（到第 %lld 条）相符：那之前的流水，从签名那天起没有被改动、删去或插入过。\n");
    case VERIFY_UNSIGNED:
        return tr("检查点（到第 %lld 条）不是本台账的私钥所签，不知道是谁作的，不能作数。\n");
    case VERIFY_FOREIGN:
        return tr("检查点（到第 %lld 条）属于另一本台账。\n");
    case VERIFY_CUT:
        return tr("检查点记着 %lld 条流水，现在没有这么多：末尾被截去过，或这是更早的备份。\n");
    case VERIFY_CHANGED:
        break;
    }
    return tr("检查点（到第 %lld 条）不符：那之前的流水，在签名之后被改动、删去或插入过。\n");
}

static void
say_head(struct call *c, const struct verify_head *h)
{
    if (h->from.n)
        out_fmt(&c->out, tr("%.*s："), STR_ARG(h->from));
    else
        out_fmt(&c->out, tr("%s 存下的："), clock_format(h->at_ms).z);
    out_fmt(&c->out, state_text(h->state), (long long)h->size);
}

static void
say_journal(struct call *c, const struct verify_result *r)
{
    if (r->bad_entry)
        out_fmt(&c->out, tr("流水在第 %lld 条处对不上：此条或其前一条在写入之后被改动过。\n"),
            (long long)r->bad_entry);
    else
        out_fmt(&c->out, tr("流水 %lld 条，首尾相接，未见改动。\n"), (long long)r->entries);
    if (r->bad_tile)
        out_fmt(&c->out, tr("校验树从第 %lld 条所在的一段起与流水不符：流水或校验树被改动过。\n"),
            (long long)r->bad_tile);
    else
        out_fmt(&c->out, tr("校验树 %lld 段，与流水一致。\n"), (long long)r->tiles);
    if (r->tiles_say)
        out_fmt(&c->out, tr("校验树记着至少 %lld 条流水，现在只有 %lld 条：末尾被截去过。\n"),
            (long long)r->tiles_say, (long long)r->entries);
}

static void
say_heads(struct call *c, const struct verify_ask *ask, const struct verify_result *r)
{
    for (size_t i = 0; i < r->heads_n; i++)
        say_head(c, &r->heads[i]);
    if (r->heads_kept && r->heads_n == ask->given_n)
        out_fmt(&c->out, tr("库里存下的检查点 %lld 个，都相符。\n"), (long long)r->heads_kept);
    if (ask->given_n == 0)
        out_fmt(&c->out,
            tr("没有给出带走的检查点。库里自己存的，能改库的人也能改；请用交到上级或打印签字的检查点核验：taizhang verify 文件\n"));
}

static void
say_files(struct call *c, const struct verify_result *r)
{
    for (size_t i = 0; i < r->bad_n; i++) {
        const struct verify_file *f = &r->bad[i];
        out_fmt(&c->out,
            f->kind == VERIFY_FILE_GONE ? tr("文件 %.*s（%.*s %lld）不在了。\n")
                                        : tr("文件 %.*s（%.*s %lld）被改动过。\n"),
            STR_ARG(f->digest), STR_ARG(f->object), (long long)f->object_id);
    }
    if (r->bad_n == 0)
        out_fmt(&c->out, tr("文件 %lld 个，内容与登记的一致。\n"), (long long)r->files);
}

static const char *
state_code(enum verify_state state)
{
    static const char *const CODES[] = {"holds", "unsigned", "foreign", "cut", "changed"};
    return CODES[state];
}

static void
opt_int(struct json_out *j, struct str key, int64_t v)
{
    json_key(j, key);
    if (v)
        json_int(j, v);
    else
        json_null(j);
}

static void
verify_json(struct json_out *j, const struct verify_result *r)
{
    json_field_int(j, S("entries"), r->entries);
    json_field_str(j, S("root"), str_from(sha256_hex(r->root).z));
    opt_int(j, S("broken_at"), r->bad_entry);
    json_field_int(j, S("tiles"), r->tiles);
    opt_int(j, S("tree_broken_at"), r->bad_tile);
    opt_int(j, S("cut_before"), r->tiles_say);
    json_field_int(j, S("checkpoints_kept"), r->heads_kept);
    json_key(j, S("checkpoints"));
    json_array(j);
    for (size_t i = 0; i < r->heads_n; i++) {
        json_object(j);
        json_field_opt(j, S("file"), r->heads[i].from);
        json_field_int(j, S("entries"), r->heads[i].size);
        json_field_str(j, S("state"), str_from(state_code(r->heads[i].state)));
        json_object_end(j);
    }
    json_array_end(j);
    json_field_int(j, S("files"), r->files);
    json_key(j, S("file_faults"));
    json_array(j);
    for (size_t i = 0; i < r->bad_n; i++) {
        json_object(j);
        json_field_str(j, S("digest"), r->bad[i].digest);
        json_field_str(j, S("object"), r->bad[i].object);
        json_field_int(j, S("id"), r->bad[i].object_id);
        json_field_str(j, S("what"), r->bad[i].kind == VERIFY_FILE_GONE ? S("gone") : S("changed"));
        json_object_end(j);
    }
    json_array_end(j);
}

static void
print(struct call *c, const struct verify_ask *ask, const struct verify_result *r,
    const struct house_proof *p)
{
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        verify_json(&j, r);
        store_check_json(&j, p);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    say_journal(c, r);
    say_heads(c, ask, r);
    store_check_say(c, p);
    say_files(c, r);
    out_fmt(&c->out, tr("核验只说明自登记或签名那天起有没有改动，不说明所记的是否属实。\n"));
}

bool
cmd_verify(struct call *c, struct err *e)
{
    struct work w;
    struct verify_ask ask;
    struct verify_result r;
    struct house_proof p;
    if (!ask_read(c, &ask, e) || !call_read(c, &w, e))
        return false;
    bool ok = proof_verify(&w, &ask, &r, e) && house_prove(&w, &p, e);
    if (ok)
        print(c, &ask, &r, &p);
    work_end(&w);
    if (ok &&
        (r.bad_entry || r.bad_tile || r.tiles_say || r.heads_bad || r.bad_n ||
            house_proof_faults(&p)))
        c->found_wanting = 1;
    return ok;
}
