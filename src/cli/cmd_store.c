#include "base/lang.h"
#include "cli/commands.h"
#include "cli/store_check.h"
#include "domain/account.h"
#include "domain/backup.h"
#include "domain/duty.h"
#include "domain/figure.h"
#include "domain/journal.h"
#include "domain/library.h"
#include "domain/record.h"
#include "domain/report_keep.h"
#include "domain/search.h"

struct founding {
    struct beginning in;
    int64_t org_id;
    struct token_text link;
};

static bool
found(struct work *w, void *arg, struct err *e)
{
    struct founding *f = arg;
    return house_found(w, &f->in, &f->org_id, &f->link, e);
}

bool
cmd_init(struct call *c, struct err *e)
{
    struct founding f = {.in = {.org_name = call_text(c, "org"),
                             .org_kind = call_text(c, "kind"),
                             .login = S("admin")}};
    struct str url = S("http://127.0.0.1:8420");
    if (call_has(c, "login"))
        f.in.login = call_text(c, "login");
    if (call_has(c, "url"))
        url = call_text(c, "url");
    if (!call_house(c, true, e) || !call_write(c, found, &f, e))
        return false;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        json_field_int(&j, S("org"), f.org_id);
        json_field_str(&j, S("login"), f.in.login);
        json_field_str(&j, S("link"), arena_fmt(c->arena, "%.*s/setup/%s", STR_ARG(url), f.link.z));
        json_object_end(&j);
        out_char(&c->out, '\n');
        return true;
    }
    out_fmt(&c->out, tr("已建立“%.*s”。\n"), STR_ARG(f.in.org_name));
    out_fmt(&c->out,
        tr("用这个一次性链接为“%.*s”设置口令（7 天内有效，只能用一次）：\n\n  %.*s/setup/%s\n\n"),
        STR_ARG(f.in.login), STR_ARG(url), f.link.z);
    out_fmt(&c->out, tr("先启动服务：taizhang serve --data %s\n"), c->data);
    return true;
}

bool
cmd_migrate(struct call *c, struct err *e)
{
    if (!call_house(c, false, e)) /* opening brings the store up to date */
        return false;
    out_fmt(&c->out, c->json ? "{\"migrated\":true}\n" : tr("数据库已是本版本所需的结构。\n"));
    return true;
}

static bool
rebuild(struct work *w, void *arg, struct err *e)
{
    const struct org *org = arg;
    int *years;
    size_t n;
    if (!duty_years(w, org->id, &years, &n, e))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!duty_recompute(w, org->id, years[i], e) ||
            !figure_recompute_all(w, org->id, years[i], e))
            return false;
    return true;
}

enum {
    ORGS_MAX = 1000000
};

static bool
rebuild_all(struct call *c, struct err *e)
{
    struct work w;
    struct orgs roots, orgs;
    if (!call_read(c, &w, e))
        return false;
    bool ok = org_roots(&w, &roots, e);
    for (size_t i = 0; ok && i < roots.n; i++) {
        ok = org_subtree(&w, roots.v[i].id, ORGS_MAX, &orgs, e);
        for (size_t k = 0; ok && k < orgs.n; k++)
            ok = call_write(c, rebuild, &orgs.v[k], e);
    }
    work_end(&w);
    return ok;
}

static void
say_journal(struct call *c, int64_t entries, int64_t bad)
{
    if (bad)
        out_fmt(&c->out, tr("流水在第 %lld 条处对不上：此条或其前一条在写入之后被改动过。\n"),
            (long long)bad);
    else
        out_fmt(&c->out, tr("流水 %lld 条，首尾相接，未见改动。\n"), (long long)entries);
}

static void
say_records(struct call *c, const struct record_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out, tr("记录 %lld 第 %lld 版与流水不符：写入之后被改动或删去过。\n"),
            (long long)proof->v[i].record_id, (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("记录 %lld 条、历次版本 %lld 个，与流水一致。\n"),
            (long long)proof->records, (long long)proof->versions);
}

static const char *
library_fault_text(enum library_fault_kind kind)
{
    switch (kind) {
    case LIBRARY_FAULT_VERSION:
        return tr("素材 %lld 第 %lld 版与流水不符：写入之后被改动或删去过。\n");
    case LIBRARY_FAULT_CHANGED:
        return tr("素材 %lld 现在的内容不是第 %lld 版：写入之后被改动过。\n");
    case LIBRARY_FAULT_ORIGINAL:
        return tr("素材 %lld（第 %lld 版）的原件不在文件夹里，或大小不对。\n");
    case LIBRARY_FAULT_TEXT:
        break;
    }
    return tr("素材 %lld（第 %lld 版）的文字检索不到。\n");
}

static void
say_library(struct call *c, const struct library_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out, library_fault_text(proof->v[i].kind), (long long)proof->v[i].doc_id,
            (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("素材 %lld 份、历次版本 %lld 个，与流水一致，原件齐全。\n"),
            (long long)proof->docs, (long long)proof->versions);
}

static void
library_json(struct json_out *j, const struct library_proof *proof)
{
    static const struct str KINDS[] = {
        str_lit("version"), str_lit("changed"), str_lit("original"), str_lit("text")};
    json_field_int(j, S("library"), proof->docs);
    json_key(j, S("library_faults"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++) {
        json_object(j);
        json_field_int(j, S("id"), proof->v[i].doc_id);
        json_field_int(j, S("version"), proof->v[i].version);
        json_field_str(j, S("what"), KINDS[proof->v[i].kind]);
        json_object_end(j);
    }
    json_array_end(j);
}

static const char *
report_fault_text(enum report_fault_kind kind)
{
    switch (kind) {
    case REPORT_FAULT_VERSION:
        return tr("报告 %lld 第 %lld 步与流水不符：写入之后被改动或删去过。\n");
    case REPORT_FAULT_CHANGED:
        return tr("报告 %lld 现在的状态不是第 %lld 步之后的：写入之后被改动过。\n");
    case REPORT_FAULT_FILE:
        break;
    }
    return tr("报告 %lld 第 %lld 步报送的文件不在文件夹里，或大小不对。\n");
}

static void
say_reports(struct call *c, const struct report_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out, report_fault_text(proof->v[i].kind), (long long)proof->v[i].report_id,
            (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("报告 %lld 份、报送接收 %lld 步，与流水一致，文件齐全。\n"),
            (long long)proof->reports, (long long)proof->versions);
}

static void
reports_json(struct json_out *j, const struct report_proof *proof)
{
    static const struct str KINDS[] = {str_lit("version"), str_lit("changed"), str_lit("file")};
    json_field_int(j, S("reports"), proof->reports);
    json_key(j, S("report_faults"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++) {
        json_object(j);
        json_field_int(j, S("id"), proof->v[i].report_id);
        json_field_int(j, S("version"), proof->v[i].version);
        json_field_str(j, S("what"), KINDS[proof->v[i].kind]);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
say_texts(struct call *c, const struct report_text_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out,
            proof->v[i].comment
                ? tr("批注 %lld（第 %lld 次处理）与流水不符：写入之后被改动过。\n")
                : tr("撰写的报告 %lld 第 %lld 版与流水不符：写入之后被改动过，或已不在。\n"),
            (long long)proof->v[i].id, (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("撰写的报告 %lld 版、批注 %lld 条，与流水一致。\n"),
            (long long)proof->versions, (long long)proof->comments);
}

static void
texts_json(struct json_out *j, const struct report_text_proof *proof)
{
    json_field_int(j, S("report_texts"), proof->versions);
    json_field_int(j, S("report_comments"), proof->comments);
    json_key(j, S("report_text_faults"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++) {
        json_object(j);
        json_field_int(j, S("id"), proof->v[i].id);
        json_field_int(j, S("version"), proof->v[i].version);
        json_field_str(j, S("what"), proof->v[i].comment ? S("comment") : S("version"));
        json_object_end(j);
    }
    json_array_end(j);
}

static void
say_notes(struct call *c, const struct review_note_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out, tr("核对的答复 %lld 第 %lld 版与流水不符：写入之后被改动过，或已不在。\n"),
            (long long)proof->v[i].id, (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("核对的答复 %lld 版，与流水一致。\n"), (long long)proof->versions);
}

static void
notes_json(struct json_out *j, const struct review_note_proof *proof)
{
    json_field_int(j, S("review_notes"), proof->versions);
    json_key(j, S("review_note_faults"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++) {
        json_object(j);
        json_field_int(j, S("id"), proof->v[i].id);
        json_field_int(j, S("version"), proof->v[i].version);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
say_styles(struct call *c, const struct report_style_proof *proof)
{
    for (size_t i = 0; i < proof->n; i++)
        out_fmt(&c->out,
            tr("组织 %lld 的报告版式第 %lld 版与流水不符：写入之后被改动过，或已不在。\n"),
            (long long)proof->v[i].org_id, (long long)proof->v[i].version);
    if (proof->n == 0)
        out_fmt(&c->out, tr("报告版式 %lld 版，与流水一致。\n"), (long long)proof->versions);
}

static void
styles_json(struct json_out *j, const struct report_style_proof *proof)
{
    json_field_int(j, S("report_styles"), proof->versions);
    json_key(j, S("report_style_faults"));
    json_array(j);
    for (size_t i = 0; i < proof->n; i++) {
        json_object(j);
        json_field_int(j, S("org"), proof->v[i].org_id);
        json_field_int(j, S("version"), proof->v[i].version);
        json_object_end(j);
    }
    json_array_end(j);
}

static void
say_index(struct call *c, const struct index_proof *proof)
{
    if (proof->bad)
        out_fmt(&c->out,
            tr("检索索引的第 %lld 份与它的文字不一致：检索结果可能不全。请从备份恢复。\n"),
            (long long)proof->bad);
    else
        out_fmt(&c->out, tr("检索索引 %lld 份，与文字一致。\n"), (long long)proof->docs);
}

static void
index_json(struct json_out *j, const struct index_proof *proof)
{
    json_field_int(j, S("indexed"), proof->docs);
    json_key(j, S("index_broken_at"));
    if (proof->bad)
        json_int(j, proof->bad);
    else
        json_null(j);
}

void
store_check_json(struct json_out *j, const struct house_proof *p)
{
    json_field_int(j, S("records"), p->records.records);
    json_field_int(j, S("versions"), p->records.versions);
    json_key(j, S("changed"));
    json_array(j);
    for (size_t i = 0; i < p->records.n; i++) {
        json_object(j);
        json_field_int(j, S("record"), p->records.v[i].record_id);
        json_field_int(j, S("version"), p->records.v[i].version);
        json_object_end(j);
    }
    json_array_end(j);
    library_json(j, &p->library);
    reports_json(j, &p->reports);
    texts_json(j, &p->texts);
    notes_json(j, &p->notes);
    styles_json(j, &p->styles);
    index_json(j, &p->index);
}

void
store_check_say(struct call *c, const struct house_proof *p)
{
    say_records(c, &p->records);
    say_library(c, &p->library);
    say_reports(c, &p->reports);
    say_texts(c, &p->texts);
    say_notes(c, &p->notes);
    say_styles(c, &p->styles);
    say_index(c, &p->index);
}

static void
say_backup(struct call *c, int64_t days)
{
    if (days > BACKUP_DAYS_MAX)
        out_fmt(&c->out, tr("已有 %lld 天没有备份。请运行 taizhang backup 文件，并另存一处。\n"),
            (long long)days);
}

static void
journal_json(struct json_out *j, int64_t entries, int64_t bad)
{
    json_field_int(j, S("entries"), entries);
    json_key(j, S("broken_at"));
    if (bad)
        json_int(j, bad);
    else
        json_null(j);
}

bool
cmd_check(struct call *c, struct err *e)
{
    struct work w;
    struct house_proof p;
    int64_t entries, bad;
    if (call_has(c, "rebuild") && !rebuild_all(c, e))
        return false;
    if (!call_read(c, &w, e))
        return false;
    int64_t days;
    bool ok =
        journal_check(&w, &entries, &bad, e) && house_prove(&w, &p, e) && backup_days(&w, &days, e);
    work_end(&w);
    if (!ok)
        return false;
    if (c->json) {
        struct json_out j = json_begin(&c->out);
        json_object(&j);
        journal_json(&j, entries, bad);
        store_check_json(&j, &p);
        json_field_int(&j, S("backup_days"), days);
        json_object_end(&j);
        out_char(&c->out, '\n');
    } else {
        say_journal(c, entries, bad);
        store_check_say(c, &p);
        say_backup(c, days);
    }
    if (bad || house_proof_faults(&p) || days > BACKUP_DAYS_MAX)
        c->found_wanting = 1;
    return true;
}
