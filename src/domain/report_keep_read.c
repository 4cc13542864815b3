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

static bool
state_read(int64_t value, enum report_state *state, struct err *e)
{
    if (value < 0 || value >= REPORT_STATE_COUNT)
        return damaged(e);
    *state = (enum report_state)value;
    return true;
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
    return state_read(stmt_int(s, 2), &kept->state, e) &&
        state_read(stmt_int(s, 5), &kept->before_state, e) &&
        (report_grade_parse(stmt_str(s, 8), &kept->mark.grade) || damaged(e));
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

/* ---- its steps ---- */

static bool
step_read(int64_t value, enum report_step *step, struct err *e)
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
        ok = step_read(stmt_int(s, 3), &v.step, e);
        LIST_ADD(w->arena, list, v);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

bool
report_content(struct work *w, const struct report_at *at, struct report_content *c, struct err *e)
{
    struct stmt *s;
    if (!right_check(w, at->org_id, RIGHT_READ, e) ||
        !stmt_open(w->db, SQL_REPORT_VERSION_ONE,
            VALS(v_int(at->org_id), v_int(at->year), v_int(at->version)), &s, e))
        return false;
    enum step step = stmt_step(s, e);
    bool ok = step == STEP_ROW && report_content_read(w->arena, stmt_text(s, 0, w->arena), c, e) &&
        step_read(stmt_int(s, 1), &c->step, e);
    stmt_close(s);
    if (step == STEP_DONE)
        return err_set(e, ERR_NOT_FOUND, "%s", tr("没有这一版报告。"));
    return ok;
}

/* ---- who has sent one ---- */

static bool
count_states(struct work *w, struct str from, struct str to, int year, struct report_lines *list,
    struct err *e)
{
    struct stmt *s;
    bool ok = true;
    if (!stmt_open(w->db, SQL_REPORT_COUNTS, VALS(v_str(from), v_str(to), v_int(year)), &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        enum report_state state = REPORT_OPEN;
        ok = state_read(stmt_int(s, 0), &state, e);
        if (ok)
            list->counts[state] = stmt_int(s, 1);
        list->total += stmt_int(s, 1);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}

static bool
line_read(struct arena *a, const struct stmt *s, struct report_line *line, struct err *e)
{
    *line = (struct report_line){.org_id = stmt_int(s, 0),
        .org_name = stmt_text(s, 1, a),
        .org_kind = stmt_text(s, 2, a),
        .version = stmt_int(s, 4),
        .changed_ms = stmt_int(s, 5)};
    return state_read(stmt_int(s, 3), &line->state, e) &&
        (report_grade_parse(stmt_str(s, 6), &line->grade) || damaged(e));
}

bool
report_list(struct work *w, const struct report_filter *f, struct report_lines *list, struct err *e)
{
    struct org_place org;
    struct stmt *s;
    bool ok = true;
    *list = (struct report_lines){0};
    BUG_ON(f->limit < 1 || f->limit > 1000, "a list has 1 … 1000 lines");
    if (!right_check(w, f->org_id, RIGHT_READ, e) || !org_place(w, f->org_id, &org, e))
        return false;
    struct str end = org_path_end(w->arena, org.path);
    if (!count_states(w, org.path, end, f->year, list, e) ||
        !stmt_open(w->db, SQL_REPORT_LIST,
            VALS(v_str(org.path), v_str(end), v_int(f->year), v_int((int64_t)f->limit),
                v_int((int64_t)f->offset)),
            &s, e))
        return false;
    while (ok && stmt_step(s, e) == STEP_ROW) {
        struct report_line line;
        ok = line_read(w->arena, s, &line, e);
        LIST_ADD(w->arena, list, line);
    }
    ok = ok && !stmt_failed(s);
    stmt_close(s);
    return ok;
}
