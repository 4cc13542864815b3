#include "base/file.h"
#include "base/lang.h"
#include "cli/commands.h"
#include "cli/library.h"
#include "domain/library.h"

#include <stdio.h>
#include <unistd.h>

enum {
    FAILED_SHOWN = 20 /* on a terminal; the log has them all */
};

/* ---- library add ---- */
static void
show_progress(void *arg, const struct library_tally *t)
{
    (void)arg;
    (void)fputc('\r', stderr);
    (void)fprintf(stderr, tr("已收入 %lld 份，重复 %lld，已有 %lld，未能读取 %lld　"),
        (long long)t->added, (long long)t->duplicate, (long long)t->known, (long long)t->failed);
    (void)fflush(stderr);
}

static struct str
source_of(struct call *c)
{
    struct out o;
    out_init(&o, 4096);
    for (size_t i = 0; i < c->args_n && o.n < 400; i++) {
        if (i)
            out_lit(&o, "　");
        out_put(&o, str_slice(c->args[i], 0, 400));
    }
    struct str s = arena_str(c->arena, out_str(&o));
    out_release(&o);
    return s;
}

bool
library_target_of(struct call *c, struct library_target *to, struct err *e)
{
    struct org org;
    struct str tag;
    size_t n = 0;
    if (!call_org_once(c, &org, e))
        return false;
    *to = (struct library_target){
        .org_id = org.id, .lock = SEARCH_LOCK_SHARED, .folder = call_text(c, "folder")};
    if (call_has(c, "own"))
        to->lock = SEARCH_LOCK_OWN;
    while (call_nth(c, "tag", n, &tag))
        n++;
    to->tags = arena_array(c->arena, struct str, n);
    while (call_nth(c, "tag", to->tags_n, &tag))
        to->tags[to->tags_n++] = tag;
    return true;
}

static void
print_added(struct call *c, const struct library_tally *t, const struct library_failures *failures,
    int64_t ms)
{
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_int(&j, S("added"), t->added);
        json_field_int(&j, S("duplicate"), t->duplicate);
        json_field_int(&j, S("known"), t->known);
        json_key(&j, S("failed"));
        json_array(&j);
        for (size_t i = 0; i < failures->n; i++) {
            json_object(&j);
            json_field_str(&j, S("path"), failures->v[i].path);
            json_field_str(&j, S("why"), failures->v[i].why);
            if (failures->v[i].doc_id)
                json_field_int(&j, S("id"), failures->v[i].doc_id);
            json_object_end(&j);
        }
        json_array_end(&j);
        json_key(&j, S("seconds"));
        json_number(
            &j, arena_fmt(c->arena, "%lld.%03lld", (long long)(ms / 1000), (long long)(ms % 1000)));
        json_field_int(&j, S("batch"), t->batch_id);
        json_field_int(&j, S("characters"), t->points);
        json_field_int(&j, S("bytes"), t->bytes);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    out_fmt(&c->out,
        tr("收入 %lld 份，内容重复 %lld 份，先前已收入 %lld 份，没有文字 %lld 份，用时 %lld.%lld 秒。\n"),
        (long long)t->added, (long long)t->duplicate, (long long)t->known, (long long)t->failed,
        (long long)(ms / 1000), (long long)(ms % 1000 / 100));
    for (size_t i = 0; i < failures->n && i < FAILED_SHOWN; i++)
        out_fmt(
            &c->out, "  %.*s：%.*s\n", STR_ARG(failures->v[i].path), STR_ARG(failures->v[i].why));
    if (failures->n > FAILED_SHOWN)
        out_fmt(&c->out, tr("  ……还有 %zu 份，见入库记录（批次 %lld）。\n"),
            failures->n - FAILED_SHOWN, (long long)t->batch_id);
}

bool
library_tidy_all(struct call *c, struct err *e)
{
    bool more = true;
    while (more)
        if (!search_tidy(c->house, &more, e))
            return false;
    return true;
}

bool
cmd_library_add(struct call *c, struct err *e)
{
    struct library_intake_options options = {
        .actor = &(struct actor){0}, .way = LIBRARY_BY_COMMAND, .source = source_of(c)};
    struct actor actor = actor_system();
    struct library_intake *in;
    struct library_tally tally = {0};
    struct library_failures failures = {NULL, 0};
    int64_t began = clock_now_ms(&c->clock);
    for (size_t i = 0; i < c->args_n; i++)
        if (!file_exists(arena_cstr(c->arena, c->args[i])))
            return err_set(
                e, ERR_NOT_FOUND, tr("找不到 %.*s。请检查路径后再试。"), STR_ARG(c->args[i]));
    if (!library_target_of(c, &options.to, e))
        return false;
    options.house = c->house;
    options.actor = &actor;
    bool terminal = isatty(STDERR_FILENO) == 1;
    options.progress = terminal ? show_progress : NULL;
    if (!library_intake_open(&options, &in, e))
        return false;
    bool ok = true;
    struct err first = {0}, closing = {0};
    for (size_t i = 0; ok && i < c->args_n; i++)
        ok = library_intake_path(in, arena_cstr(c->arena, c->args[i]), &first);
    bool closed = library_intake_close(in, c->arena, &tally, &failures, &closing);
    int64_t took =
        clock_now_ms(&c->clock) - began; /* durable and found; tidying is for later queries */
    if (terminal)
        (void)fputc('\n', stderr);
    if (!ok || !closed) {
        *e = ok ? closing : first;
        return false;
    }
    if (!library_tidy_all(c, e))
        return false;
    print_added(c, &tally, &failures, took);
    return true;
}

/* ---- library list, stats, remove, restore ---- */
static void
json_doc(struct json_out *j, const struct library_doc *d)
{
    json_object(j);
    json_field_int(j, S("id"), d->id);
    json_field_str(j, S("org"), d->org_name);
    json_field_str(j, S("title"), d->title);
    json_field_str(j, S("name"), d->name);
    json_field_str(j, S("path"), d->path);
    json_field_str(j, S("folder"), d->folder);
    json_field_str(j, S("format"), d->format);
    json_field_str(j, S("state"), library_state_code(d->state));
    json_field_opt(j, S("why"), d->why);
    json_field_opt(j, S("issuer"), d->issuer);
    json_field_opt(j, S("number"), d->doc_number);
    json_field_opt(j, S("place"), d->place);
    json_field_opt(j, S("date"), str_from(date_format(d->dated).z));
    json_key(j, S("year"));
    if (d->year)
        json_int(j, d->year);
    else
        json_null(j);
    json_key(j, S("tags"));
    json_array(j);
    for (size_t i = 0; i < d->tags_n; i++)
        json_str(j, d->tags[i]);
    json_array_end(j);
    json_field_str(j, S("lock"), library_lock_code(d->lock));
    json_field_int(j, S("size"), d->size);
    json_field_int(j, S("characters"), d->points);
    json_field_int(j, S("residue"), d->cuts);
    json_field_str(j, S("sha256"), d->digest);
    json_field_int(j, S("same_as"), d->same_as);
    json_field_int(j, S("alike"), d->alike);
    json_field_int(j, S("alike_per_mille"), d->alike_per_mille);
    json_field_int(j, S("version"), d->version);
    json_field_bool(j, S("removed"), d->removed);
    json_object_end(j);
}

static void
print_list(struct call *c, const struct library_docs *list)
{
    struct table t;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_int(&j, S("total"), list->total);
        json_key(&j, S("documents"));
        json_array(&j);
        for (size_t i = 0; i < list->n; i++)
            json_doc(&j, &list->v[i]);
        json_array_end(&j);
        json_object_end(&j);
        out_char(&c->out, '\n');
        return;
    }
    table_init(&t, c, 6);
    for (size_t i = 0; i < list->n; i++) {
        const struct library_doc *d = &list->v[i];
        table_int(&t, d->id);
        table_cell(&t, d->year ? arena_fmt(c->arena, "%d", d->year) : S("—"));
        table_cell(&t, d->format);
        table_cell(&t, d->folder);
        table_cell(&t, d->title);
        table_cell(&t, d->state == LIBRARY_TEXT ? S("") : library_state_title(d->state));
    }
    table_print(&t);
    out_fmt(&c->out, tr("共 %lld 份。\n"), (long long)list->total);
}

bool
cmd_library_list(struct call *c, struct err *e)
{
    struct work w;
    struct org org = {0};
    struct library_docs list;
    struct library_filter f = {.folder = call_text(c, "folder"),
        .tag = call_text(c, "tag"),
        .year = (int)call_int(c, "year", 0),
        .batch_id = call_int(c, "batch", 0),
        .without_text = call_has(c, "failed"),
        .repeated = call_has(c, "repeated"),
        .with_cuts = call_has(c, "residue"),
        .removed = call_has(c, "removed"),
        .offset = (size_t)call_int(c, "offset", 0),
        .limit = (size_t)call_int(c, "limit", 50)};
    if (!call_read(c, &w, e))
        return false;
    bool ok = !call_has(c, "org") || call_org(c, &w, &org, e);
    f.org_id = org.id;
    ok = ok && library_list(&w, &f, &list, e);
    if (ok)
        print_list(c, &list);
    work_end(&w);
    return ok;
}

bool
cmd_library_stats(struct call *c, struct err *e)
{
    struct work w;
    struct org org = {0};
    struct library_stats st;
    struct search_stats ss;
    if (!call_read(c, &w, e))
        return false;
    bool ok = (!call_has(c, "org") || call_org(c, &w, &org, e)) &&
        library_stats(&w, org.id, &st, e) && search_stats(&w, &ss, e);
    work_end(&w);
    if (!ok)
        return false;

    const struct {
        const char *key, *title;
        int64_t value;
    } rows[] = {{"documents", N_("文件"), st.docs}, {"with_text", N_("有文字"), st.with_text},
        {"empty", N_("没有文字（扫描件等）"), st.empty}, {"refused", N_("未能读取"), st.refused},
        {"duplicates", N_("内容重复"), st.duplicates}, {"alike", N_("近似重复"), st.alike},
        {"removed", N_("已移出"), st.removed}, {"characters", N_("字数"), st.points},
        {"bytes", N_("原件字节数"), st.bytes}, {"residue", N_("残留处数"), st.cuts},
        {"batches", N_("入库批次"), st.batches},
        {"index_documents", N_("可检索的全部条目（含记录、报告）"), ss.docs},
        {"index_bytes", N_("索引字节数"), ss.index_bytes},
        {"text_bytes", N_("文字字节数"), ss.text_bytes}};
    struct table t;
    struct json_out j = json_begin(&c->out);
    if (c->json)
        json_object(&j);
    else
        table_init(&t, c, 2);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (c->json) {
            json_field_int(&j, str_from(rows[i].key), rows[i].value);
            continue;
        }
        table_cell(&t, str_from(tr(rows[i].title)));
        table_int(&t, rows[i].value);
    }
    if (c->json) {
        json_object_end(&j);
        out_char(&c->out, '\n');
    } else {
        table_print(&t);
    }
    return true;
}

struct removal {
    int64_t id;
    struct str why;
    bool restore;
};

/* The version as it is now: nobody looked at an older one. */
static bool
remove_doc(struct work *w, void *arg, struct err *e)
{
    const struct removal *r = arg;
    struct library_doc d;
    if (!library_get(w, r->id, &d, e))
        return false;
    return r->restore ? library_restore(w, r->id, d.version, e)
                      : library_remove(w, r->id, d.version, r->why, e);
}

bool
cmd_library_remove(struct call *c, struct err *e)
{
    struct removal r = {.why = call_text(c, "why")};
    return call_id(c, 0, &r.id, e) && call_write(c, remove_doc, &r, e);
}

bool
cmd_library_restore(struct call *c, struct err *e)
{
    struct removal r = {.restore = true};
    return call_id(c, 0, &r.id, e) && call_write(c, remove_doc, &r, e);
}
