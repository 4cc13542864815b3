#include "base/file.h"
#include "base/lang.h"
#include "domain/list.h"
#include "domain/org_int.h"
#include "domain/report_keep_int.h"
#include "domain/right_int.h"
#include "store/store.h"

#include "base/bug.h"

struct named {
    struct str code;
    const char *title;
};

static const struct named STATES[REPORT_STATE_COUNT] = {
    [REPORT_OPEN] = {str_lit("draft"), N_("未报送")},
    [REPORT_SUBMITTED] = {str_lit("submitted"), N_("已报送")},
    [REPORT_RETURNED] = {str_lit("returned"), N_("已退回")},
    [REPORT_ACCEPTED] = {str_lit("accepted"), N_("已接收")}};
static const struct named STEPS[REPORT_STEP_COUNT] = {
    [REPORT_STEP_SUBMIT] = {str_lit("submit"), N_("报送")},
    [REPORT_STEP_WITHDRAW] = {str_lit("withdraw"), N_("撤回")},
    [REPORT_STEP_RETURN] = {str_lit("return"), N_("退回")},
    [REPORT_STEP_ACCEPT] = {str_lit("accept"), N_("接收")},
    [REPORT_STEP_GRADE] = {str_lit("grade"), N_("评议")}};
static const struct named GRADES[REPORT_GRADE_COUNT] = {
    [REPORT_GRADE_NONE] = {str_lit(""), N_("未评")},
    [REPORT_GRADE_GOOD] = {str_lit("good"), N_("好")},
    [REPORT_GRADE_FAIR] = {str_lit("fair"), N_("较好")},
    [REPORT_GRADE_AVERAGE] = {str_lit("average"), N_("一般")},
    [REPORT_GRADE_POOR] = {str_lit("poor"), N_("差")}};

struct str
report_state_code(enum report_state state)
{
    BUG_ON(state < 0 || state >= REPORT_STATE_COUNT, "no such state");
    return STATES[state].code;
}

struct str
report_state_title(enum report_state state)
{
    BUG_ON(state < 0 || state >= REPORT_STATE_COUNT, "no such state");
    return str_from(tr(STATES[state].title));
}

struct str
report_step_code(enum report_step step)
{
    BUG_ON(step < 0 || step >= REPORT_STEP_COUNT, "no such step");
    return STEPS[step].code;
}

struct str
report_step_title(enum report_step step)
{
    BUG_ON(step < 0 || step >= REPORT_STEP_COUNT, "no such step");
    return str_from(tr(STEPS[step].title));
}

struct str
report_grade_code(enum report_grade grade)
{
    BUG_ON(grade < 0 || grade >= REPORT_GRADE_COUNT, "no such grade");
    return GRADES[grade].code;
}

struct str
report_grade_title(enum report_grade grade)
{
    BUG_ON(grade < 0 || grade >= REPORT_GRADE_COUNT, "no such grade");
    return str_from(tr(GRADES[grade].title));
}

bool
report_grade_parse(struct str code, enum report_grade *grade)
{
    for (int g = REPORT_GRADE_NONE; g < REPORT_GRADE_COUNT; g++)
        if (str_eq(code, GRADES[g].code)) {
            *grade = (enum report_grade)g;
            return true;
        }
    return false;
}

static bool
damaged(struct err *e)
{
    return err_set(e, ERR_STORE, "%s", tr("这份报告的记录已损坏，请运行 taizhang check。"));
}

bool
report_state_read(int64_t value, enum report_state *state, struct err *e)
{
    if (value < 0 || value >= REPORT_STATE_COUNT)
        return damaged(e);
    *state = (enum report_state)value;
    return true;
}

bool
report_grade_read(struct str code, enum report_grade *grade, struct err *e)
{
    return report_grade_parse(code, grade) || damaged(e);
}

/* ---- the report of a year ---- */

static bool
kept_read(const struct stmt *s, struct report_kept *kept, struct err *e)
{
    kept->id = stmt_int(s, 0);
    kept->root_id = stmt_int(s, 1);
    kept->version = stmt_int(s, 3);
    kept->text_version = stmt_int(s, 4);
    kept->before_text = stmt_int(s, 6);
    kept->changed_ms = stmt_int(s, 7);
    for (int g = REPORT_GRADE_GOOD; g < REPORT_GRADE_COUNT; g++)
        kept->mark.votes[g] = stmt_int(s, 8 + g);
    kept->accepted = stmt_int(s, 13);
    return report_state_read(stmt_int(s, 2), &kept->state, e) &&
        report_state_read(stmt_int(s, 5), &kept->before_state, e) &&
        report_grade_read(stmt_str(s, 8), &kept->mark.grade, e);
}

bool
report_load(struct work *w, int64_t org_id, int year, struct report_kept *kept, struct err *e)
{
    struct stmt *s;
    bool ok = true;
    *kept = (struct report_kept){.org_id = org_id, .year = year};
    if (!date_valid(date_make(year, 1, 1)))
        return err_field(e, "year", "%s", tr("年份应在 1 到 9999 之间。"));
    if (!stmt_open(w->db, SQL_REPORT_FIND, VALS(v_int(org_id), v_int(year)), &s, e))
        return false;
    if (stmt_step(s, e) == STEP_ROW)
        ok = kept_read(s, kept, e);
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
report_kept(struct work *w, int64_t org_id, int year, struct report_kept *kept, struct err *e)
{
    return right_check(w, org_id, RIGHT_READ, e) && report_load(w, org_id, year, kept, e);
}

bool
report_locked(struct work *w, int64_t org_id, int year, bool *locked, struct err *e)
{
    int64_t n;
    bool found;
    if (!db_get_int(w->db, SQL_REPORT_ACCEPTED, VALS(v_int(org_id), v_int(year)), &n, &found, e))
        return false;
    *locked = found && n > 0;
    return true;
}

/* ---- its steps ---- */

bool
report_step_read(int64_t value, enum report_step *step, struct err *e)
{
    if (value < 0 || value >= REPORT_STEP_COUNT)
        return damaged(e);
    *step = (enum report_step)value;
    return true;
}

bool
report_versions(
    struct work *w, int64_t org_id, int year, struct report_versions *list, struct err *e)
{
    struct report_kept kept;
    struct stmt *s;
    bool ok = true;
    *list = (struct report_versions){0};
    if (!report_kept(w, org_id, year, &kept, e) ||
        !stmt_open(w->db, SQL_REPORT_VERSION_LIST, VALS(v_int(kept.id)), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct report_version v = {.version = stmt_int(s, 0),
            .at_ms = stmt_int(s, 1),
            .actor = stmt_text(s, 2, w->arena),
            .why = stmt_text(s, 4, w->arena),
            .file_digest = stmt_text(s, 5, w->arena),
            .file_name = stmt_text(s, 6, w->arena),
            .file_size = stmt_int(s, 7),
            .digest = stmt_text(s, 8, w->arena)};
        ok = report_step_read(stmt_int(s, 3), &v.step, e);
        LIST_ADD(w->arena, list, v);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

/* What was sent and taken back before anybody decided on it is a draft again: for the org's own. */
static bool
is_taken_back(const struct stmt *s)
{
    return stmt_int(s, 1) == REPORT_STEP_SUBMIT && !stmt_null(s, 9) &&
        stmt_int(s, 9) == REPORT_STEP_WITHDRAW;
}

static bool
one_read(struct work *w, const struct stmt *s, struct report_version *v, struct report_content *c,
    struct err *e)
{
    v->file_digest = stmt_text(s, 2, w->arena);
    v->file_name = stmt_text(s, 3, w->arena);
    v->file_size = stmt_int(s, 4);
    v->at_ms = stmt_int(s, 5);
    v->actor = stmt_text(s, 6, w->arena);
    v->why = stmt_text(s, 7, w->arena);
    v->digest = stmt_text(s, 8, w->arena);
    return report_content_read(w->arena, stmt_text(s, 0, w->arena), c, e) &&
        report_step_read(stmt_int(s, 1), &v->step, e);
}

bool
report_one(struct work *w, const struct report_at *at, struct report_version *v,
    struct report_content *c, struct err *e)
{
    struct stmt *s;
    bool own = right_has(w, at->org_id, RIGHT_WRITE);
    *v = (struct report_version){.version = at->version};
    if (!right_check(w, at->org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_REPORT_VERSION_ONE,
            VALS(v_int(at->org_id), v_int(at->year), v_int(at->version)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    bool hidden = step == STEP_ROW && is_taken_back(s) && !own;
    bool ok = step == STEP_ROW && (hidden || one_read(w, s, v, c, e));
    stmt_close(s);
    if (step == STEP_DONE || hidden)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版报告。"));
    c->step = v->step;
    return ok;
}

bool
report_content(struct work *w, const struct report_at *at, struct report_content *c, struct err *e)
{
    struct report_version v;
    return report_one(w, at, &v, c, e);
}

bool
report_file(struct work *w, const struct report_at *at, struct report_version *v, const char **path,
    struct err *e)
{
    struct report_content c;
    struct sha256 digest;
    if (!report_one(w, at, v, &c, e))
        return false;
    if (str_empty(v->file_digest))
        return err_set(e, ERR_NOT_FOUND, "%s", tr("这一步没有文件。"));
    if (!sha256_from_hex(v->file_digest, &digest))
        return damaged(e);
    *path = blob_path(w->arena, house_files(w->house), digest);
    return true;
}
