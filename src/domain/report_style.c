#include "domain/report_style.h"

#include "base/lang.h"
#include "domain/check.h"
#include "domain/journal.h"
#include "domain/list.h"
#include "domain/org.h"
#include "domain/right.h"
#include "domain/right_int.h"
#include "store/store.h"

enum {
    SNAPSHOT_MAX = 16 * 1024,
    SOURCE_MAX = 200
};

/* ---- reading ---- */

static bool
read_profile(struct arena *a, struct str snapshot, struct report_style *style, struct err *e)
{
    const struct json *json;
    if (!json_read(a, snapshot, &json, e))
        return false;
    return docx_profile_read(json_get(json, S("profile")), &style->profile, e);
}

static bool
read_row(struct work *w, const struct stmt *s, struct report_style *style, struct err *e)
{
    struct arena *a = w->arena;
    *style = (struct report_style){.profile = docx_gbt9704(),
        .version = stmt_int(s, 0),
        .at_ms = stmt_int(s, 1),
        .actor = stmt_text(s, 2, a),
        .own = stmt_int(s, 3) != 0,
        .source = stmt_text(s, 4, a)};
    return !style->own || read_profile(a, stmt_text(s, 5, a), style, e);
}

static bool
read_one(struct work *w, enum sql sql, struct vals vals, struct report_style *style, bool *found,
    struct err *e)
{
    struct stmt *s;
    *found = false;
    if (!stmt_open(w->db, sql, vals, &s, e))
        return false;
    bool ok = true;
    if (stmt_step(s, e) == STEP_ROW) {
        *found = true;
        ok = read_row(w, s, style, e);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
report_style_get(struct work *w, int64_t org_id, struct report_style *style, struct err *e)
{
    bool found;
    *style = (struct report_style){.profile = docx_gbt9704()};
    return right_check(w, org_id, RIGHT_READ, e) &&
        read_one(w, SQL_REPORT_STYLE_GET, VALS(v_int(org_id)), style, &found, e);
}

bool
report_style_at(
    struct work *w, int64_t org_id, int64_t version, struct report_style *style, struct err *e)
{
    bool found;
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !read_one(w, SQL_REPORT_STYLE_AT, VALS(v_int(org_id), v_int(version)), style, &found, e))
        return false;
    return found || err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版版式。"));
}

bool
report_style_versions(struct work *w, int64_t org_id, struct report_styles *list, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    *list = (struct report_styles){0};
    if (!right_check(w, org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_REPORT_STYLE_LIST, VALS(v_int(org_id)), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct report_style style;
        ok = read_row(w, s, &style, e);
        if (ok)
            LIST_ADD(w->arena, list, style);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* ---- changing ---- */

static struct str
snapshot_of(struct work *w, const struct report_style_change *c, int64_t version)
{
    struct out o;
    out_init(&o, SNAPSHOT_MAX);
    struct json_out j = json_begin(&o);
    json_object(&j);
    json_field_int(&j, S("org"), c->org_id);
    json_field_int(&j, S("version"), version);
    json_field_opt(&j, S("source"), c->source);
    json_field_opt(&j, S("file"), c->digest);
    json_key(&j, S("profile"));
    if (c->profile)
        docx_profile_write(&j, c->profile);
    else
        json_null(&j);
    json_object_end(&j);
    struct str text = arena_str(w->arena, out_str(&o));
    out_release(&o);
    return text;
}

static bool
add_version(struct work *w, const struct report_style_change *c, int64_t version, struct err *e)
{
    struct org_place org;
    struct hex_text digest;
    if (!org_place(w, c->org_id, &org, e))
        return false;
    struct journal_entry entry = {.root_id = org.root_id,
        .org_id = c->org_id,
        .what = S("report.style"),
        .object = S("report_style"),
        .object_id = c->org_id,
        .version = version,
        .why = c->profile ? c->source : S("GB/T 9704"),
        .snapshot = snapshot_of(w, c, version)};
    return journal_append(w, &entry, &digest, e) &&
        db_run(w->db, SQL_REPORT_STYLE_ADD,
            VALS(v_int(c->org_id), v_int(version), v_int(org.root_id), v_int(w->now_ms),
                v_ref(w->actor.account), v_str(w->actor.name), v_int(c->profile != NULL),
                v_str(c->source), v_str(entry.snapshot), v_str(str_from(digest.z))),
            NULL, e);
}

bool
report_style_set(struct work *w, const struct report_style_change *c, struct err *e)
{
    struct report_style now;
    if (!right_check(w, c->org_id, RIGHT_WRITE, e) ||
        !check_line(c->source, "file", tr("文件名"), 0, SOURCE_MAX, e) ||
        (c->profile && !docx_profile_check(c->profile, e)) ||
        !report_style_get(w, c->org_id, &now, e))
        return false;
    if (c->version != now.version)
        return err_set(e, ERR_CONFLICT, "%s",
            tr("版式在您打开之后被别人改过，请重新打开页面，看过之后再改。"));
    bool same = c->profile
        ? now.own && docx_profile_same(c->profile, &now.profile) && str_eq(c->source, now.source)
        : !now.own;
    return same || add_version(w, c, now.version + 1, e);
}

/* ---- numbers of headings ---- */

static struct report_run *
renumber(struct arena *a, enum docx_number form, int *count, const struct report_block *block)
{
    size_t bytes;
    struct report_run *runs = arena_array(a, struct report_run, block->runs_n);
    memcpy(runs, block->runs, block->runs_n * sizeof(*runs));
    if (runs[0].kind != RUN_TEXT || docx_number_of(runs[0].text, &bytes) == DOCX_NUMBER_NONE)
        return runs;
    struct str number = *count < 99 ? docx_number_text(a, form, ++*count) : S("");
    runs[0].text =
        arena_join(a, (struct str[]){number, str_slice(runs[0].text, bytes, SIZE_MAX)}, 2, S(""));
    return runs;
}

void
report_numbered(struct arena *a, const struct docx_profile *profile,
    const struct report_draft *draft, struct report_draft *numbered)
{
    int counts[DOCX_LEVELS] = {0};
    *numbered = *draft;
    numbered->blocks = arena_array(a, struct report_block, draft->blocks_n);
    for (size_t i = 0; i < draft->blocks_n; i++) {
        struct report_block *block = &numbered->blocks[i];
        *block = draft->blocks[i];
        if (block->level < 1 || block->level > DOCX_LEVELS || block->runs_n == 0)
            continue;
        for (int below = block->level; below < DOCX_LEVELS; below++)
            counts[below] = 0;
        block->runs =
            renumber(a, profile->number[block->level - 1], &counts[block->level - 1], block);
    }
}
